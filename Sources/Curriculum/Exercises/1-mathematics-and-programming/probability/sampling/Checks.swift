import Checking
import Glibc
import LabData
import LabNumerics

struct AliasTable: Observable, CustomStringConvertible {
  var threshold: [Double]
  var alias: [Int]

  var observation: Observation { Observation(threshold.observation, alias.observation) }

  var description: String { "threshold \(threshold), alias \(alias)" }
}

enum WeightError: Error {
  case bad(index: Int)
  case allZero
}

struct Submission {
  var exponential: Function<Double, Double, Double>
  var normalPair: Function<Double, Double, [Double]>
  var drawCumulative: Function<[Double], Double, Int>
  var aliasTable: Function<[Double], AliasTable>
  var draw: Function<AliasTable, Double, Int>

  init(
    exponential: @escaping (Double, Double) -> Double, normalPair: @escaping (Double, Double) -> [Double],
    drawCumulative: @escaping ([Double], Double) -> Int, aliasTable: @escaping ([Double]) throws -> AliasTable,
    draw: @escaping (AliasTable, Double) -> Int
  ) {
    self.exponential = .init(exponential)
    self.normalPair = .init(normalPair)
    self.drawCumulative = .init(drawCumulative)
    self.aliasTable = .init(aliasTable)
    self.draw = .init(draw)
  }
}

enum Sampling: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(try s.exponential(2, 0.75), equals: log(2), within: .ulps(4), "1 − e^(−2x) = 0.75: solve for x.")
        // u with −2·log(1 − u) = 4 and an eighth of the circle; u is rounded, which moves r by less than e²·ε.
        expect(
          try s.normalPair(1 - exp(-2), 0.125), equals: [sqrt(2), sqrt(2)],
          within: .rounding(operations: 8, scale: exp(2)), "r is 2, the angle an eighth of the circle, π/4.")
        expect(try s.drawCumulative([1, 3, 6], 0.5), equals: 2, "u·6 is 3: the first sum above it is 6.")
        expect(try s.drawCumulative([1, 3, 6], 0.4), equals: 1, "u·6 is 2.4: the first sum above it is 3.")
        expectProbabilities(try s.aliasTable([1, 3]), [0.25, 0.75], "[1, 3]")
        let table = AliasTable(threshold: [0.5, 1], alias: [1, 1])
        for (u, k) in [(0.2, 0), (0.3, 1), (0.9, 1)] {
          expect(try s.draw(table, u), equals: k, "2·u is the box and the place in it.")
        }
      },
      Check("inverts the exponential distribution", cases: 2) { s, random in
        let rate = exp(Double.random(in: -3...3, using: &random))
        let sample = try (0..<500).map { _ in try s.exponential(rate, uniform(&random)) }
        expect(
          sample: sample, follows: ExponentialDistribution(rate: rate), "The mean is 1/λ.",
          what: "500 draws with the rate \(rate)")
        for _ in 0..<5 {
          let u = uniform(&random)
          let x = try s.exponential(rate, u)
          expect(
            -expm1(-rate * x), equals: u, within: .rounding(operations: 4, scale: 1),
            "x is where P(X ≤ x) reaches u: it grows with u.",
            what: "P(X ≤ x) for x = exponential(rate: \(rate), uniform: \(u))")
        }
      },
      // r² = −2·log(1 − u) and the direction 2πv, up to 20 roundings relative to r ≤ 9 and 2π.
      Check("makes pairs of independent normal numbers", cases: 2) { s, random in
        var (xs, ys) = ([Double](), [Double]())
        for _ in 0..<400 {
          let pair = try s.normalPair(uniform(&random), uniform(&random))
          guard pair.count == 2 else { return expect(false, "normalPair gives \(pair.count) numbers") }
          xs.append(pair[0])
          ys.append(pair[1])
        }
        for (name, sample) in [("x", xs), ("y", ys), ("(x + y)/√2", zip(xs, ys).map { ($0 + $1) / sqrt(2) })] {
          expect(
            sample: sample, follows: NormalDistribution(), "x and y are normal and independent, and so is their sum.",
            what: "400 times \(name)")
        }
        for _ in 0..<5 {
          let (u, v) = (uniform(&random), uniform(&random))
          let pair = try s.normalPair(u, v)
          let right = [cos(2 * .pi * v), sin(2 * .pi * v)].map { $0 * sqrt(-2 * log(1 - u)) }
          expect(
            pair, equals: right, within: .rounding(operations: 20, scale: 9),
            "r from u; the angle 2πv in radians; cosine for x and sine for y.")
        }
      },
      // Weights with few digits: the places are exact, and what is on an edge is there exactly.
      Check("searches the running sums") { s in
        let weights: [Double] = [0, 2, 0, 1, 4, 0, 1, 0]
        let sums = weights.indices.map { weights[...$0].reduce(0, +) }
        let owners = [1, 1, 3, 4, 4, 4, 4, 6]
        for eighth in 0..<8 {
          for (u, place) in [(Double(eighth) / 8, "the start"), (Double(eighth + 1) / 8 - 0x1p-53, "the end")] {
            expect(
              try s.drawCumulative(sums, u), equals: owners[eighth],
              "Asked is the first k with u·8 < sₖ: weight 0 is never drawn, not even at \(place) of a part.")
          }
        }
        expect(try s.drawCumulative([0.3], 0.9), equals: 0, "There is only one.")
        expect(try s.drawCumulative([5, 5, 5], 1 - 0x1p-53), equals: 0, "The others have the weight 0.")
      },
      // Each share is rounded n times at most, by 2⁻⁵³ of at most n; divided by n again.
      Check("fills the boxes of an alias table", cases: 3) { s, random in
        for n in [1, 2, 3, 7, 23] {
          let scale = pow(10, Double.random(in: -200...200, using: &random))
          let weights = (0..<n).map { k in
            k > 0 && Int.random(in: 0...3, using: &random) == 0 ? 0 : scale * (0.01 + uniform(&random))
          }
          let total = weights.reduce(0, +)
          expectProbabilities(try s.aliasTable(weights), weights.map { $0 / total }, "\(weights)")
        }
        expectProbabilities(try s.aliasTable([0, 0, 1, 0]), [0, 0, 1, 0], "[0, 0, 1, 0]")
        expectProbabilities(try s.aliasTable([1e307, 3e307]), [0.25, 0.75], "[1e307, 3e307]")
        // The sum is a Double; four times a weight is not.
        expectProbabilities(try s.aliasTable([0x1p1022, 0, 0x1p1022, 0]), [0.5, 0, 0.5, 0], "[2^1022, 0, 2^1022, 0]")
        expectProbabilities(try s.aliasTable([-0.0, 5]), [0, 1], "[-0.0, 5]")
        expectProbabilities(try s.aliasTable([1e-310, 3e-310]), [0.25, 0.75], "[1e-310, 3e-310]")
        expectProbabilities(try s.aliasTable([2, 2, 2, 2, 2]), [0.2, 0.2, 0.2, 0.2, 0.2], "[2, 2, 2, 2, 2]")
      },
      Check("draws from the table it is given", cases: 2) { s, random in
        let table = AliasTable(threshold: [0.25, 1, 0, 0.5], alias: [2, 1, 3, 0])
        let owners = [0, 2, 2, 2, 1, 1, 1, 1, 3, 3, 3, 3, 3, 3, 0, 0]  // of each sixteenth
        for sixteenth in 0..<16 {
          for u in [Double(sixteenth) / 16, Double(sixteenth + 1) / 16 - 0x1p-53] {
            expect(
              try s.draw(table, u), equals: owners[sixteenth],
              "4·u = k + f: box k, and in it k itself if f < threshold k.")
          }
        }
        var counts = [0, 0, 0, 0]
        for _ in 0..<1000 {
          let k = try s.draw(table, uniform(&random))
          guard counts.indices.contains(k) else { return expect(false, "draw gives \(k), there are 4 boxes") }
          counts[k] += 1
        }
        expect(
          counts: counts, follow: [3.0 / 16, 0.25, 3.0 / 16, 6.0 / 16], "One uniform number decides it all.",
          what: "1000 draws")
      },
      Check("prepares 1219 names") { s in
        let percentages = try names.get()
        let total = percentages.reduce(0, +)
        expectProbabilities(
          try s.aliasTable(percentages), percentages.map { $0 / total }, "the male names of the 1990 census, in percent"
        )
      },
      // One after the other this would be 10¹⁰ comparisons; by halving it is half a million.
      Check("draws 20000 times from a million running sums") { s in
        let sums = (1...1_000_000).map { Double($0) }
        let late = (0..<20_000).filter { draw in
          let u = Double(980_000 + draw) / 1e6 + 0x1p-21  // within the part of 980 000 + draw
          return (try? s.drawCumulative.unrecorded(sums, u)) != 980_000 + draw
        }
        expect(
          late.isEmpty, "\(late.count) of 20 000 draws from a million equal weights are not the first k with u·s < sₖ",
          "Compare with the middle sum: half of the others need no look.")
      },
      // 2¹⁷ weights, by turns light and heavy, so that a box is filled for every other.
      Check("prepares 131072 weights") { s in
        let n = 131_072
        let table = try s.aliasTable.unrecorded((0..<n).map { $0 % 2 == 0 ? 1 : 7 })
        guard table.threshold.count == n, table.alias.count == n, table.alias.allSatisfy((0..<n).contains) else {
          return expect(false, "aliasTable of \(n) weights has not \(n) thresholds, and aliases 0 ..< \(n)")
        }
        let shares = shares(by: table)
        let error = shares.indices.reduce(0) { max($0, abs(shares[$1] - ($1 % 2 == 0 ? 0.25 : 1.75))) }
        expect(
          "The largest error of a probability by aliasTable of \(n) weights, by turns 1 and 7, over n·ε",
          error / Double(n) / (Double(n) * 0x1p-52), atMost: 1, "Their shares are ¼ and 7/4.")
      },
      Check("does the edges") { s in
        let zero = "u = 0 comes, if rarely: log 0 must not."
        expect(try s.exponential(3, 0), equals: 0, zero)
        expect(try s.normalPair(0, 0.3), equals: [0, 0], zero)
        let last = 1 - 0x1p-53
        expect(try s.exponential(2, last), equals: 53 * log(2) / 2, within: .ulps(4))
        expect(try s.normalPair(last, 0), equals: [sqrt(106 * log(2)), 0], within: .ulps(8))
        let advice = "A weight is a finite number ≥ 0; NaN ≥ 0 is false."
        for (weights, index) in [([1, -1, 2], 1), ([0, 1, .nan], 2), ([.infinity, -2], 0)] as [([Double], Int)] {
          expect(throws: WeightError.bad(index: index), advice) { try s.aliasTable(weights) }
        }
        for weights in [[], [0], [0, 0, 0]] as [[Double]] {
          expect(throws: WeightError.allZero, "There is nothing to draw.") { try s.aliasTable(weights) }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the logarithm of u itself", .right(exponential: { -log($1) / $0 }),
        """
        1 − u is as uniform as u, so these are exponential numbers, too. But u may be 0, and then this is infinite, \
        while 1 − u never is 0. And it falls as u grows: inversion asks for F(x) = u.
        """),
      Misconception(
        "the mean taken for the rate", .right(exponential: { -log1p(-$1) * $0 }),
        """
        At the rate λ events come λ times in a unit of time, so the mean waiting time is 1/λ: divide by the rate.
        """),
      Misconception(
        "the density inverted", .right(exponential: { rate, u in rate * exp(-rate * u) }),
        """
        You put u into the density. It goes the other way: u is a probability, P(X ≤ x), and x is what is looked for.
        """),
      Misconception(
        "cosine twice", .right(normalPair: { pair($0, $1, second: { cos($0) }) }),
        """
        Two times the cosine is one number given twice. On a circle the second coordinate is the sine.
        """),
      Misconception(
        "degrees", .right(normalPair: { pair($0, $1, turn: 360) }),
        """
        cos and sin of the C library count in radians: a full turn is 2π, not 360.
        """),
      Misconception(
        "half of the circle", .right(normalPair: { pair($0, $1, turn: .pi) }),
        """
        With πv the angle stays in the upper half: y is never negative. A full turn is 2π.
        """),
      Misconception(
        "the distance not rooted", .right(normalPair: { pair($0, $1, distance: { -2 * log1p(-$0) }) }),
        """
        −2·log(1 − u) is the *squared* distance. Without the root the tails are far too long.
        """),
      Misconception(
        "the 2 of the distance forgotten", .right(normalPair: { pair($0, $1, distance: { sqrt(-log1p(-$0)) }) }),
        """
        The squared distance has the mean E[x²] + E[y²] = 2. Without the 2 both numbers have the variance ½.
        """),
      Misconception(
        "log of u in the distance", .right(normalPair: { pair($0, $1, distance: { sqrt(-2 * log($0)) }) }),
        """
        u may be 0, and then the point is infinitely far away; the cosine of it even NaN. 1 − u never is 0.
        """),
      Misconception(
        "≤ in the search", .right(drawCumulative: { search($0, $1 * $0[$0.count - 1]) { $0 <= $1 } }),
        """
        With u·s ≤ sₖ the number u = 0 draws the first index, even if its weight is 0, and every edge belongs to the \
        wrong part. 0 ≤ u < 1, so the part of k is s₍ₖ₋₁₎ ≤ u·s < sₖ.
        """),
      Misconception(
        "u against unscaled sums", .right(drawCumulative: { search($0, $1) { $0 < $1 } }),
        """
        The sums end at the total weight, u below 1. Multiply u by the last sum, or the first weights take all.
        """),
      Misconception(
        "thresholds that are probabilities", .right(aliasTable: { try table($0, scaled: false) }),
        """
        A box is drawn with probability 1/n, so for pₖ it must own n·pₖ of it, not pₖ: the shares are 1 on average.
        """),
      Misconception(
        "the giver keeps everything", .right(aliasTable: { try table($0, gives: false) }),
        """
        What j puts into the box of i it no longer has: its share shrinks by 1 − share i, and one day falls below 1.
        """),
      Misconception(
        "the giver pays what it does not give", .right(aliasTable: { try table($0, wrongAmount: true) }),
        """
        Share i is already in the box; j gives only what is missing, 1 − share i.
        """),
      Misconception(
        "weights not looked at", .right(aliasTable: { try table($0.map { $0 > 0 && $0 < .infinity ? $0 : 0 }) }),
        """
        Negative, infinite and NaN weights are faults of the caller, who must hear of them. Say which.
        """),
      Misconception(
        "u against the threshold",
        .right(draw: { table, u in
          let box = Int(u * Double(table.threshold.count))
          return u < table.threshold[box] ? box : table.alias[box]
        }),
        """
        u says which box, and in later boxes it is always large. What decides within the box is f, the broken part \
        of n·u.
        """),
      Misconception(
        "≤ in the box",
        .right(draw: { table, u in
          let place = u * Double(table.threshold.count)
          let box = Int(place)
          return place - Double(box) <= table.threshold[box] ? box : table.alias[box]
        }),
        """
        f may be 0, and a threshold of 0 means that nothing in the box belongs to its own index: f < 0 is never \
        true, f ≤ 0 sometimes.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "search by steps that are halved; the boxes filled in the order of the weights",
        .right(exponential: { -log(1 - $1) / $0 }, drawCumulative: leap, aliasTable: queuedTable))
    ]
  }
}

// MARK: - Parts of the checks

/// A multiple of 2⁻⁵³ in 0 ..< 1.
private func uniform(_ random: inout some RandomNumberGenerator) -> Double { Double(random.next() >> 11) * 0x1p-53 }

/// Expects a table by which every k is drawn with its probability.
private func expectProbabilities(_ made: @autoclosure () throws -> AliasTable, _ right: [Double], _ weights: String) {
  let what = "aliasTable of \(weights.prefix(80))"
  let n = right.count
  let table: AliasTable
  do { table = try made() } catch { return expect(false, "\(what) throws \(error)") }
  guard table.threshold.count == n, table.alias.count == n else {
    return expect(false, "\(what) has \(table.threshold.count) thresholds and \(table.alias.count) aliases, not \(n)")
  }
  if let k = (0..<n).first(where: { !(0...(1 + 0x1p-40)).contains(table.threshold[$0]) }) {
    return expect(
      false, "\(what): threshold [\(k)] is \(table.threshold[k])",
      "It is the part of box \(k) that belongs to \(k): 0 to 1.")
  }
  if let k = (0..<n).first(where: { table.threshold[$0] < 1 && !(0..<n).contains(table.alias[$0]) }) {
    return expect(false, "\(what): alias [\(k)] is \(table.alias[k]), but a box with threshold < 1 has a second owner")
  }
  let shares = shares(by: table)
  let advice = "Each box is drawn with probability 1/\(n); what k owns of all boxes must be n·wₖ/Σw."
  expect(
    shares.map { $0 / Double(n) }, equals: right, within: .rounding(operations: 2 * n + 8, scale: 1), advice,
    what: "The probabilities by " + what)
  let drawn = (0..<n).first { right[$0] == 0 && shares[$0] != 0 }
  expect(
    drawn == nil, "\(what) gives the weight 0 at \(drawn ?? 0) a part of a box", "What has no weight is never drawn.")
}

/// How much each owns of all boxes.
private func shares(by table: AliasTable) -> [Double] {
  var shares = [Double](repeating: 0, count: table.threshold.count)
  for k in shares.indices {
    shares[k] += min(1, table.threshold[k])
    if table.threshold[k] < 1 { shares[table.alias[k]] += 1 - table.threshold[k] }
  }
  return shares
}

/// How many percent of the men had each of the 1219 names, in the order of the file.
private let names = Result {
  let table = try Dataset("text/names_us_census_1990.csv").csv()
  let (sexes, percentages) = (try table.column("sex"), try table.column("percent", as: Double.self))
  return zip(sexes, percentages).compactMap { $0 == "M" ? $1 : nil }
}

// MARK: - Wrong and right ways

private func pair(
  _ u: Double, _ v: Double, turn: Double = 2 * .pi, distance: (Double) -> Double = { sqrt(-2 * log1p(-$0)) },
  second: (Double) -> Double = { sin($0) }
) -> [Double] {
  let r = distance(u)
  return [r * cos(turn * v), r * second(turn * v)]
}

/// The first index whose sum lies behind the target in the order given.
private func search(_ sums: [Double], _ target: Double, _ isBelow: (Double, Double) -> Bool) -> Int {
  var (low, high) = (0, sums.count - 1)
  while low < high {
    let middle = (low + high) / 2
    if isBelow(target, sums[middle]) { high = middle } else { low = middle + 1 }
  }
  return low
}

/// How many sums are at most the target, bit by bit from the highest.
private func leap(_ sums: [Double], _ u: Double) -> Int {
  let target = u * sums[sums.count - 1]
  var passed = 0
  for bit in stride(from: 62, through: 0, by: -1) {
    let next = passed + (1 << bit)
    if next < sums.count, sums[next - 1] <= target { passed = next }
  }
  return passed
}

private func totalWeight(_ weights: [Double]) throws -> Double {
  if let index = weights.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) { throw WeightError.bad(index: index) }
  let total = weights.reduce(0, +)
  guard total > 0 else { throw WeightError.allZero }
  return total
}

private func table(
  _ weights: [Double], scaled: Bool = true, gives: Bool = true, wrongAmount: Bool = false
) throws -> AliasTable {
  let total = try totalWeight(weights)
  var share = weights.map { $0 / total * (scaled ? Double(weights.count) : 1) }
  var table = AliasTable(threshold: share.map { _ in 1 }, alias: Array(share.indices))
  var small = share.indices.filter { share[$0] < 1 }
  var large = share.indices.filter { share[$0] >= 1 }
  if large.isEmpty { large = [share.indices.max { share[$0] < share[$1] }!] }
  while let i = small.popLast(), let j = large.last {
    (table.threshold[i], table.alias[i]) = (share[i], j)
    guard gives else { continue }
    share[j] -= wrongAmount ? share[i] : 1 - share[i]
    if share[j] < 1 {
      large.removeLast()
      share[j] = max(0, share[j])
      small.append(j)
    }
  }
  return table
}

private func queuedTable(_ weights: [Double]) throws -> AliasTable {
  let total = try totalWeight(weights)
  var share = weights.map { Double(weights.count) * ($0 / total) }
  var table = AliasTable(threshold: share.map { _ in 1 }, alias: share.map { _ in 0 })
  var small = share.indices.filter { share[$0] < 1 }
  let large = share.indices.filter { share[$0] >= 1 }
  var (receivers, givers) = (0, 0)
  while receivers < small.count, givers < large.count {
    let (i, j) = (small[receivers], large[givers])
    receivers += 1
    (table.threshold[i], table.alias[i]) = (share[i], j)
    share[j] = (share[j] + share[i]) - 1
    if share[j] < 1 {
      givers += 1
      small.append(j)
    }
  }
  return table
}

extension Submission {
  /// All five right but those that are given.
  fileprivate static func right(
    exponential: @escaping (Double, Double) -> Double = { -log1p(-$1) / $0 },
    normalPair: @escaping (Double, Double) -> [Double] = { pair($0, $1) },
    drawCumulative: @escaping ([Double], Double) -> Int = { search($0, $1 * $0[$0.count - 1]) { $0 < $1 } },
    aliasTable: @escaping ([Double]) throws -> AliasTable = { try table($0) },
    draw: @escaping (AliasTable, Double) -> Int = { table, u in
      let place = u * Double(table.threshold.count)
      let box = Int(place)
      return place - Double(box) < table.threshold[box] ? box : table.alias[box]
    }
  ) -> Submission {
    Submission(
      exponential: exponential, normalPair: normalPair, drawCumulative: drawCumulative, aliasTable: aliasTable,
      draw: draw)
  }
}
