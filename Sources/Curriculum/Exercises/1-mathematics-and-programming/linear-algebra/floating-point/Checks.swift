import Checking
import Glibc

struct Submission {
  var naiveSum: Function<[Double], Double>
  var pairwiseSum: Function<[Double], Double>
  var compensatedSum: Function<[Double], Double>
  var isClose: Function<Double, Double, Int, Bool>
  var versineRatio: Function<Double, Double>
}

enum FloatingPoint: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("naiveSum adds from left to right") { s, random in
        expect(try s.naiveSum([]), equals: 0)
        expect(try s.naiveSum([2.5]), equals: 2.5)
        let whole = wholeNumbers(count: 23, using: &random)
        expect(try s.naiveSum(whole.map(Double.init)), equals: Double(whole.reduce(0, +)), "Whole numbers add exactly.")
        let order = "From left to right every addition is rounded before the next one begins."
        expect(try s.naiveSum([1, 1e100, 1, -1e100]), equals: 0, order)
        expect(try s.naiveSum([1e100, -1e100, 1, 1]), equals: 2, order)
        expect(try s.naiveSum([1, 1e100, -1e100, 1]), equals: 1, order)
        expect(try s.naiveSum([Double](repeating: 0.1, count: 10)), equals: 0.9999999999999999, order)
      },
      Check("pairwiseSum leaves no number out") { s, random in
        for count in [0, 1, 2, 3, 5, 7, 8, 9, 16, 17, 101, 1009] {
          let whole = wholeNumbers(count: count, using: &random)
          expect(
            try s.pairwiseSum(whole.map(Double.init)), equals: Double(whole.reduce(0, +)),
            "Whole numbers add exactly, so this is no rounding. Do the two halves hold every number once?",
            what: "pairwiseSum of \(count) whole numbers")
        }
      },
      // ⌈log₂ 4098⌉ = 13 levels and 8 for a block, each ε/2 of Σ|xᵢ| ≤ 2 + 2⁻³⁹.
      Check("pairwiseSum keeps small terms beside a large one") { s in
        expect(
          try s.pairwiseSum(crumbs), equals: crumbSum, within: .absolute((13 + 8) * 0x1p-53 * 2.001),
          """
          A 3·2⁻⁵⁵ that meets the 1 alone is lost. Added to each other first, they are large enough to count: in a sum \
          of halves, of halves, of halves, no number passes through more than about log₂n additions.
          """, what: crumbText("pairwiseSum"))
      },
      Check("compensatedSum catches what the additions lose") { s in
        expect(try s.compensatedSum([]), equals: 0)
        expect(try s.compensatedSum([2.5]), equals: 2.5)
        expect(
          try s.compensatedSum([1, 1e100, 1, -1e100]), equals: 2,
          "When 10¹⁰⁰ joins the sum 1, it is the sum that loses its digits, not the new number.")
        expect(
          try s.compensatedSum([1e100, 1, 1, -1e100]), equals: 2, "The sum stays 10¹⁰⁰; what was lost are the ones.")
        expect(
          try s.compensatedSum(crumbs), equals: crumbSum,
          within: compensated(crumbs.count, sizes: 2.001, sum: crumbSum),
          "Each 3·2⁻⁵⁵ is lost beside the 1; 4096 of them together are not small.", what: crumbText("compensatedSum"))
        let infinity = Double.infinity
        let advice = "What is lost beside an infinity? ∞ − ∞ is NaN."
        expect(try s.compensatedSum([1, infinity, 2]), equals: infinity, advice)
        expect(try s.compensatedSum([-infinity, 7]), equals: -infinity, advice)
        expect(try s.compensatedSum([infinity, -infinity]), equals: .nan)
      },
      // The large numbers come in pairs ±m, so the sum is that of the small ones, whole numbers that add exactly.
      Check("compensatedSum is right where almost everything cancels", cases: 4) { s, random in
        let small = wholeNumbers(count: 5, using: &random).map(Double.init)
        let large = (0..<7).map { _ in Double(Int.random(in: -(1 << 53)...(1 << 53), using: &random)) * 1024 }
        let x = (small + large + large.map { -$0 }).shuffled(using: &random)
        let sum = small.reduce(0, +)
        expect(
          try s.compensatedSum(x), equals: sum,
          within: compensated(x.count, sizes: x.reduce(0) { $0 + abs($1) }, sum: sum),
          "The large numbers cancel; what is left is what the additions lost on the way.",
          what: "compensatedSum of 19 numbers up to 10¹⁹")
      },
      Check("isClose measures in ulps") { s, random in
        let size = "An ulp belongs to a number: that of 10¹⁰ is 2·10⁻⁶, that of 10⁻¹⁰ is 10⁻²⁶."
        expect(try s.isClose(0.1 + 0.2, 0.3, 1), equals: true)
        expect(try s.isClose(0.1 + 0.2, 0.3, 0), equals: false, "With 0 ulps only equal numbers are close.")
        expect(try s.isClose(1e10, (1e10).nextUp, 1), equals: true, size)
        expect(try s.isClose(1e-10, 1.0000001e-10, 4), equals: false, size)
        for (a, b) in [(3.0, 5.0), (5, 3), (-3, -5), (-5, 3)] {
          expect(try s.isClose(a, b, 3), equals: false, "Only the distance counts, not which one is larger.")
        }
        for _ in 0..<12 {
          let exponent = Int.random(in: -300...300, using: &random)
          let a = Double.random(in: 1.25...1.75, using: &random) * pow(2, Double(exponent))
          let steps = Int.random(in: -5...5, using: &random)
          let b = a + Double(steps) * a.ulp  // exact: the same power of two
          expect(try s.isClose(a, b, 3), equals: abs(steps) <= 3, "They are \(abs(steps)) ulps apart. \(size)")
          expect(try s.isClose(-b, -a, abs(steps)), equals: true, "They are \(abs(steps)) ulps apart.")
        }
        let larger = "The ulp of 1 is ε, of the numbers just below 1 it is ε/2; the larger of the two ulps counts."
        expect(try s.isClose(1 - 0x1p-52, 1, 1), equals: true, larger)
        expect(try s.isClose(1, 1 - 0x1p-52, 1), equals: true, larger)
        expect(try s.isClose(1 - 0x1p-51, 1, 2), equals: true, larger)
        expect(try s.isClose(1, 1 - 0x1p-51, 1), equals: false)
        // Two Doubles apart, and three times the smaller ulp.
        expect(try s.isClose(1 - 0x1p-53, 1 + 0x1p-52, 2), equals: true, larger)
      },
      Check("isClose knows zero, infinity and NaN") { s in
        let infinity = Double.infinity
        expect(try s.isClose(0, -0.0, 0), equals: true, "Equal numbers are close, even with 0 ulps.")
        expect(try s.isClose(0, 0x1p-1074, 1), equals: true, "The ulp of 0 is the smallest Double, 2⁻¹⁰⁷⁴.")
        expect(try s.isClose(0x1p-1074, -0x1p-1074, 1), equals: false, "They are two ulps apart, with 0 in between.")
        expect(try s.isClose(infinity, infinity, 0), equals: true, "∞ − ∞ is NaN, yet ∞ equals itself.")
        expect(try s.isClose(infinity, -infinity, 4), equals: false)
        expect(try s.isClose(infinity, .greatestFiniteMagnitude, 4), equals: false, "No finite number is close to ∞.")
        for (a, b) in [(Double.nan, Double.nan), (.nan, 1), (1, .nan), (.nan, infinity)] {
          expect(try s.isClose(a, b, 4), equals: false, "NaN is close to nothing, not even to NaN.")
        }
      },
      // sine, division and square: less than 4 ulps together; 8 leave room for other formulas.
      Check("versineRatio keeps its digits") { s in
        expect(try s.versineRatio(0), equals: 0.5, "0/0 is NaN; the limit for x → 0 is asked for.")
        for x in [0x1p-1074, -1e-310, 1e-200] {
          expect(
            try s.versineRatio(x), equals: 0.5, within: .ulps(8),
            "x² is 0 long before x is, and half of the smallest Double is 0, too.")
        }
        for (x, ratio) in versineRatios {
          expect(
            try s.versineRatio(x), equals: ratio, within: .ulps(8),
            "Where does your formula subtract two numbers that are nearly equal? Or add two of opposite sign?")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      .naiveSum(
        "first number counted twice",
        "Your sum begins with the first number and then adds it once more. What is the sum of no numbers?"
      ) { x in x.reduce(x.first ?? 0, +) },
      .pairwiseSum(
        "one left out when the count is odd",
        """
        Half of 3 is 1 in whole numbers, and two halves of 1 are 2 numbers, not 3. Let the second half begin where \
        the first ends, and end where the list ends.
        """
      ) { x in halves(x) { count in (count / 2, count / 2 * 2) } },
      .pairwiseSum(
        "left to right where halves were asked",
        """
        A single running sum takes in every number one by one; once it is large, it loses the small ones. Halve the \
        list, and the halves, so that the two sums that meet come from equally many numbers.
        """
      ) { x in plain(x) },
      .pairwiseSum(
        "pairs, then one after the other",
        """
        You add neighbours once and then run through the pairs from left to right: that is still n/2 additions in a \
        row. The sums of the pairs want to be added in pairs, too, and so on.
        """
      ) { x in
        plain(stride(from: 0, to: x.count, by: 2).map { i in i + 1 < x.count ? x[i] + x[i + 1] : x[i] })
      },
      .compensatedSum(
        "compensation dropped when the term is larger",
        """
        This is Kahan's sum: it asks what the new number lost. When the new number is the larger one, it is the sum \
        that loses digits, and they are gone. Compare the magnitudes first; that is Neumaier's improvement.
        """
      ) { x in
        var sum = 0.0
        var excess = 0.0
        for value in x {
          let corrected = value - excess
          let next = sum + corrected
          excess = (next - sum) - corrected
          sum = next
        }
        return sum
      },
      .compensatedSum(
        "compensation with the wrong sign",
        """
        What an addition lost is missing in the sum, so it has to be added. Try [1e16, 1, −1e16] on paper: which sign \
        has what you collected?
        """
      ) { x in
        let (sum, lost) = sumAndLoss(x)
        return sum.isFinite ? sum - lost : sum
      },
      .compensatedSum(
        "compensation collected, but never added",
        "The result is that of the naive sum. What was lost must come back at the end."
      ) { x in plain(x) },
      .compensatedSum(
        "the larger and the smaller exchanged",
        """
        t − (the larger one) is exact and shows what really arrived of the smaller one; the other way round it is \
        rounded again. Which of the two lines belongs to |s| ≥ |v|?
        """
      ) { x in
        var sum = 0.0
        var lost = 0.0
        for value in x {
          let next = sum + value
          lost += abs(sum) < abs(value) ? (sum - next) + value : (value - next) + sum
          sum = next
        }
        return sum.isFinite ? sum + lost : sum
      },
      .compensatedSum(
        "infinity turned into NaN by the compensation",
        "Beside an infinity the lost part is ∞ − ∞, NaN, and it spoils the result. Only a finite sum can be corrected."
      ) { x in
        let (sum, lost) = sumAndLoss(x)
        return sum + lost
      },
      .isClose(
        "absolute tolerance",
        """
        You compare the distance with a multiple of ε. That is an ulp only between 1 and 2: for 10¹⁰ it allows \
        nothing, for 10⁻²⁰ everything. Every Double has an ulp of its own.
        """
      ) { a, b, ulps in a == b || abs(a - b) <= Double(ulps) * 0x1p-52 },
      .isClose(
        "a share of the number instead of its ulp",
        """
        ε·|x| is an ulp only at the powers of two; between 1 and 2 it grows to twice that, while the ulp stays. What \
        you have is a relative tolerance, good for much, but up to twice as generous as asked.
        """
      ) { a, b, ulps in a == b || abs(a - b) <= Double(ulps) * 0x1p-52 * max(abs(a), abs(b)) },
      .isClose(
        "less than instead of at most",
        "Numbers exactly that many ulps apart are close, too; and with 0 ulps nothing is less than 0."
      ) { a, b, ulps in abs(a - b) < Double(ulps) * max(a.ulp, b.ulp) },
      .isClose(
        "the ulp of the first number only",
        """
        isClose(a, b) and isClose(b, a) must agree. Just below a power of two the ulp is half of that above: take the \
        larger of the two.
        """
      ) { a, b, ulps in a == b || abs(a - b) <= Double(ulps) * a.ulp },
      .isClose(
        "the smaller of the two ulps",
        """
        Below a power of two an ulp is half of that above, so with the smaller one neighbours of 1 are farther apart \
        than asked. Take the larger of the two.
        """
      ) { a, b, ulps in a == b || abs(a - b) <= Double(ulps) * min(a.ulp, b.ulp) },
      .isClose(
        "counts the Doubles in between",
        """
        You count how many Doubles one has to step from a to b, a good measure, too. But below a power of two they lie \
        twice as dense. Asked for is the distance as a multiple of the larger ulp.
        """
      ) { a, b, ulps in
        if a == b { return true }
        guard a.isFinite, b.isFinite else { return false }
        let (distance, overflow) = position(a).subtractingReportingOverflow(position(b))
        return !overflow && distance.magnitude <= UInt(ulps)
      },
      .isClose(
        "distance without absolute value",
        "When a is the smaller one, a − b is negative and below every bound. A distance has no sign."
      ) { a, b, ulps in a == b || a - b <= Double(ulps) * max(a.ulp, b.ulp) },
      .isClose(
        "infinity not close to itself",
        "∞ − ∞ is NaN, and every comparison with NaN is false. Equal numbers can be recognised without subtracting."
      ) { a, b, ulps in abs(a - b) <= Double(ulps) * max(a.ulp, b.ulp) },
      .isClose(
        "NaN close to NaN",
        """
        NaN stands for a result that does not exist; two of them have nothing in common. A test that accepts NaN \
        beside NaN lets broken computations pass.
        """
      ) { a, b, ulps in a.isNaN && b.isNaN || isWithin(a, b, ulps) },
      .isClose(
        "NaN close to everything",
        """
        "Not farther than" is not the same as "within" once NaN comes in: every comparison with NaN is false, so its \
        negation is true. Ask for what you want to hold.
        """
      ) { a, b, ulps in a == b || !(abs(a - b) > Double(ulps) * max(a.ulp, b.ulp)) },
      .versineRatio(
        "the formula as written",
        """
        For small x cos x is so near 1 that the difference consists of rounding errors only; at 10⁻⁸ it is 0. Look for \
        an identity that writes 1 − cos x without a subtraction.
        """
      ) { x in (1 - cos(x)) / (x * x) },
      .versineRatio(
        "the formula as written, but for zero",
        """
        An answer for 0 alone does not help: at 10⁻⁸ cos x already rounds to 1, and long before that the difference \
        consists of rounding errors. Look for an identity that writes 1 − cos x without a subtraction.
        """
      ) { x in x == 0 ? 0.5 : (1 - cos(x)) / (x * x) },
      .versineRatio(
        "one half near zero, the formula elsewhere",
        """
        A threshold hides the worst. But above it many digits are gone already, below it 1/2 is not the answer, and \
        the formula cancels near 2π as well. A better formula needs no threshold.
        """
      ) { x in abs(x) < 1e-3 ? 0.5 : (1 - cos(x)) / (x * x) },
      .versineRatio(
        "the cancellation moved to π",
        """
        sin²x/(1 + cos x) is right near 0. But at π the cosine is −1, and 1 + cos x cancels there instead. Half angles \
        avoid both.
        """
      ) { x in
        guard x != 0 else { return 0.5 }
        let ratio = sin(x) / x
        return ratio * ratio / (1 + cos(x))
      },
      .versineRatio(
        "squared before divided",
        """
        The identity is right, but the square of a number below 10⁻¹⁶² is 0, and 0/0 is NaN. The quotient of the two \
        is harmless: divide first.
        """
      ) { x in
        guard x != 0 else { return 0.5 }
        let sine = sin(x / 2)
        return 2 * sine * sine / (x * x)
      },
      .versineRatio(
        "half of the smallest number",
        "There is no Double between 0 and 2⁻¹⁰⁷⁴: half of that is 0 although x is not, and 0/0 is NaN."
      ) { x in
        guard x != 0 else { return 0.5 }
        let ratio = sin(x / 2) / (x / 2)
        return ratio * ratio / 2
      },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "sums level by level, the exact error of each addition, tangent of the half angle",
        Submission(
          naiveSum: .init { x in x.indices.reduce(0) { $0 + x[$1] } },
          pairwiseSum: .init(levels), compensatedSum: .init(exactErrors), isClose: .init(isWithin),
          versineRatio: .init { x in
            guard abs(x) > 1e-300 else { return 0.5 }
            let half = x / 2
            let first = sin(x) / x
            return first * (tan(half) / half) / 2
          })),
      Alternative(
        "halves down to single numbers, a pair of Doubles normalised at each step, series near zero",
        Submission(
          naiveSum: .init(plain), pairwiseSum: .init { x in halves(x) { count in (count / 2, count) } },
          compensatedSum: .init(doubleDouble), isClose: .init(isWithin),
          versineRatio: .init { x in
            guard abs(x) < 0.1 else { return halfAngle(x) }
            let square = x * x
            let inner = 1 - square / 56 * (1 - square / 90)
            return (1 - square / 12 * (1 - square / 30 * inner)) / 2
          })),
    ]
  }
}

// MARK: - Inputs

/// 1, then 4096 numbers each too small to change it, then almost −1.
private let crumbs = [1] + [Double](repeating: 3 * 0x1p-55, count: 4096) + [-1 + 0x1p-40]

/// 2⁻⁴⁰ + 4096·3·2⁻⁵⁵, exactly.
private let crumbSum = 11 * 0x1p-43

private func crumbText(_ name: String) -> String { "\(name)([1, 3·2⁻⁵⁵ … 4096 times, −1 + 2⁻⁴⁰])" }

private func wholeNumbers(count: Int, using random: inout some RandomNumberGenerator) -> [Int] {
  (0..<count).map { _ in Int.random(in: -1_000_000...1_000_000, using: &random) }
}

/// The bound of the compensated sum; Ogita, Rump and Oishi, Accurate sum and dot product (2005), with ε for ε/2.
private func compensated(_ count: Int, sizes: Double, sum: Double) -> Tolerance {
  let share = Double(count) * 0x1p-52
  return .absolute(0x1p-52 * abs(sum) + share * share * sizes)
}

/// By mpmath, see make_reference.py.
private let versineRatios: [(Double, Double)] = [
  (1e-150, 0.5),
  (1e-8, 0.49999999999999999583),
  (3e-5, 0.4999999999625),
  (1e-4, 0.49999999958333333347),
  (9e-4, 0.49999996625000091125),
  (1e-2, 0.49999583334722219742),
  (1, 0.4596976941318602826),
  (-2, 0.35403670913678559675),
  (3.1415, 0.20265432026031311477),
  (3.141592653589793, 0.20264236728467555869),
  (6.283185307179586, 7.5978718179237334405e-34),
  (12.5, 0.000014091013257083751664),
  (1000, 4.3762092370929700892e-7),
]

// MARK: - Right ways, and what the variants share

/// A wrong variant changes one function of this.
private var right: Submission {
  Submission(
    naiveSum: .init(plain), pairwiseSum: .init(levels), compensatedSum: .init(exactErrors), isClose: .init(isWithin),
    versineRatio: .init(halfAngle))
}

extension Misconception<Submission> {
  fileprivate static func naiveSum(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double]) -> Double
  ) -> Self {
    var submission = right
    submission.naiveSum = .init(wrong)
    return Self(name, submission, explanation)
  }

  fileprivate static func pairwiseSum(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double]) -> Double
  ) -> Self {
    var submission = right
    submission.pairwiseSum = .init(wrong)
    return Self(name, submission, explanation)
  }

  fileprivate static func compensatedSum(
    _ name: String, _ explanation: String, _ wrong: @escaping ([Double]) -> Double
  ) -> Self {
    var submission = right
    submission.compensatedSum = .init(wrong)
    return Self(name, submission, explanation)
  }

  fileprivate static func isClose(
    _ name: String, _ explanation: String, _ wrong: @escaping (Double, Double, Int) -> Bool
  ) -> Self {
    var submission = right
    submission.isClose = .init(wrong)
    return Self(name, submission, explanation)
  }

  fileprivate static func versineRatio(
    _ name: String, _ explanation: String, _ wrong: @escaping (Double) -> Double
  ) -> Self {
    var submission = right
    submission.versineRatio = .init(wrong)
    return Self(name, submission, explanation)
  }
}

private func plain(_ x: [Double]) -> Double {
  var sum = 0.0
  for value in x { sum += value }
  return sum
}

/// Sums by halves; `ends` says where in a part, counted from its beginning, the first half and the second end.
private func halves(_ x: [Double], ends: (Int) -> (Int, Int)) -> Double {
  func sum(_ start: Int, _ count: Int) -> Double {
    guard count > 1 else { return count == 1 ? x[start] : 0 }
    let (first, second) = ends(count)
    return sum(start, first) + sum(start + first, second - first)
  }
  return sum(0, x.count)
}

/// Neighbours added, then neighbouring sums, until one is left.
private func levels(_ x: [Double]) -> Double {
  var level = x
  while level.count > 1 {
    level = stride(from: 0, to: level.count, by: 2).map { i in
      i + 1 < level.count ? level[i] + level[i + 1] : level[i]
    }
  }
  return level.first ?? 0
}

/// What the smaller of two numbers lost in their sum.
private func loss(_ a: Double, _ b: Double, _ sum: Double) -> Double {
  abs(a) >= abs(b) ? (a - sum) + b : (b - sum) + a
}

private func sumAndLoss(_ x: [Double]) -> (sum: Double, lost: Double) {
  var sum = 0.0
  var lost = 0.0
  for value in x {
    let next = sum + value
    lost += loss(sum, value, next)
    sum = next
  }
  return (sum, lost)
}

/// The compensated sum by Knuth's error formula, which needs no comparison.
private func exactErrors(_ x: [Double]) -> Double {
  var sum = 0.0
  var lost = 0.0
  for value in x {
    let next = sum + value
    let arrived = next - sum
    lost += (sum - (next - arrived)) + (value - arrived)
    sum = next
  }
  return lost.isFinite ? sum + lost : sum
}

/// The compensated sum as a pair whose second number is at most half an ulp of the first.
private func doubleDouble(_ x: [Double]) -> Double {
  guard x.allSatisfy(\.isFinite) else { return plain(x) }
  var high = 0.0
  var low = 0.0
  for value in x {
    let next = high + value
    let rest = loss(high, value, next) + low
    high = next + rest
    low = loss(next, rest, high)
  }
  return high + low
}

private func isWithin(_ a: Double, _ b: Double, _ ulps: Int) -> Bool {
  if a == b { return true }
  return abs(a - b) <= Double(ulps) * max(abs(a), abs(b)).ulp
}

private func halfAngle(_ x: Double) -> Double {
  let half = x / 2
  if half == 0 { return 0.5 }
  let ratio = sin(half) / half
  return ratio * ratio / 2
}

/// A Double's place among all Doubles in order, 0 for both zeros.
private func position(_ x: Double) -> Int {
  let magnitude = Int(x.magnitude.bitPattern)
  return x < 0 ? -magnitude : magnitude
}
