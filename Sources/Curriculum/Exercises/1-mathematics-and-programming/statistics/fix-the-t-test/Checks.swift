import Checking
import Glibc
import LabNumerics

struct Submission {
  var pValue: Function<[Double], [Double], Double>
  /// The p-values so far, the looks planned, the level.
  var declared: Function<[Double], Int, Double, Int?>
  /// The p-values, the level.
  var segments: Function<[Double], Double, [Int]>
}

enum FixTheTTest: Checklist {
  // Experiments are drawn with a fixed seed, so that a share says something about the program and nothing about luck.
  // 2,000 of them know a share of 5 % to half a per cent. The first fifty answers are remembered: by them a
  // misconception is known.
  static var checks: [Check<Submission>] {
    [
      Check("gives p ≤ 0.05 in 5 % of the experiments without a difference") { s in
        let share = try falseAlarms(of: s, equalArms)
        expect(
          abs(share - 0.05) <= 0.01,
          "In \(percent(share)) of 2,000 experiments, 8 against 8 users who all spend alike, pValue is 0.05 or less",
          "Which differences count as far from 0: those upwards, those downwards, or both? And what does pValue add up?"
        )
      },
      // Compared with the share above, so that a fault of the tail is not charged to the variance. Welch's own share
      // is 1.2 times as large here; the pooled one 6 times, and with Welch's error and m + n − 2 degrees 2.2 times.
      Check("is not fooled when the smaller arm scatters more") { s in
        let (equal, unequal) = (try falseAlarms(of: s, equalArms), try falseAlarms(of: s, unequalArms))
        expect(
          "The share of p ≤ 0.05 with 5 noisy and 20 quiet users, as a multiple of that with 8 and 8 equal ones,",
          unequal / equal, atMost: 1.5,
          "The mean of the 5 noisy users varies most. Does the standard error know which of the arms is noisy?")
      },
      Check("does not find more by looking ten times") { s in
        var found = 0
        for (i, p) in experiments.enumerated() {
          let look = i < remembered ? try s.declared(p, 10, 0.05) : try s.declared.unrecorded(p, 10, 0.05)
          if look != nil { found += 1 }
        }
        let share = Double(found) / Double(experiments.count)
        expect(
          "The share of experiments without a difference in which one is declared at some of ten looks", share,
          atMost: 0.06, "Each look is another chance for chance. What may the ten take together?")
      },
      Check("names no segment wrongly in 95 of 100 reports") { s in
        for effects in [0, 10] {
          let reports = reports(effects: effects)
          var wrong = 0
          for (i, p) in reports.enumerated() {
            let named = i < remembered ? try s.segments(p, 0.05) : try s.segments.unrecorded(p, 0.05)
            if named.contains(where: { $0 >= effects }) { wrong += 1 }
          }
          expect(
            "The share of reports on 20 segments, \(effects) of them with a difference, that name another one,",
            Double(wrong) / Double(reports.count), atMost: 0.06,
            "level is the probability of even one false name among all, however many segments do differ.")
        }
      },
      Check("still finds what is there") { s in
        let low = (0..<12).map { 10 + Double($0 % 5) }
        let high = low.map { $0 + 9 }
        for (a, b) in [(low, high), (high, low)] {
          expect(
            "pValue of two arms that are far apart", try s.pValue(a, b), atMost: 1e-6,
            "The arm that is better may be either of them.")
          expect(try s.pValue(a, b) >= 0, "pValue of two arms that are far apart is negative")
        }
        let close = try s.pValue(low, low.map { $0 + 0.01 })
        expect(
          close > 0.4 && close <= 1, "pValue of two arms that are nearly equal is \(close)",
          "A p-value is a probability, and nothing was found here.")
        let looks = [0.4, 0.09, 0.0004, 0.0002, 0.0003, 0.0001, 0.0001, 0.00008, 0.00009, 0.00002]
        expect(
          try s.declared(looks, 10, 0.05) != nil, "Nothing is declared with the p-values \(looks)",
          "A difference as clear as this one has to be found.")
        var pValues = [Double](repeating: 0.5, count: 20)
        for i in [3, 4, 17] { pValues[i] = 0.0001 * Double(i) }
        expect(
          try s.segments(pValues, 0.05).map(Double.init), equals: [3, 4, 17],
          "Three segments have a p below 0.002; they remain, in ascending order.",
          what: "The segments named with p = 0.0003, 0.0004 and 0.0017 at 3, 4 and 17, and 0.5 elsewhere,")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "one tail only", Submission(tail: { upperTail($0, abs($1)) }),
        """
        You add up what lies beyond |t| on one side. A difference as far *to either side* counts: twice that. The p of \
        one side is half as large, and so finds twice as much where nothing is.
        """),
      Misconception(
        "the tail of t with its sign", Submission(tail: { 2 * upperTail($0, $1) }),
        """
        For a negative t more than half lies above t, and twice that is above 1: if b is the worse arm, it is never \
        noticed. Take |t|.
        """),
      Misconception(
        "the pooled variance", Submission(test: pooled),
        """
        A pooled variance believes that both arms scatter alike. Where the small arm is the noisy one, the many quiet \
        users make the error look small. Welch gives each mean its own s²/n.
        """),
      Misconception(
        "Welch's error, pooled degrees of freedom", Submission(test: halfWelch),
        """
        The error is right, but its own uncertainty is that of five users' variance, not of 23 degrees of freedom. \
        Welch's ν is about 4 here.
        """),
      Misconception(
        "the normal tail", Submission(tail: { _, t in erfc(abs(t) / 2.0.squareRoot()) }),
        """
        With eight users s is not σ, and t has longer tails than the normal distribution.
        """),
      Misconception(
        "stopped at the first p ≤ 0.05", Submission(declare: { p, _, level in p.firstIndex { $0 <= level } }),
        """
        At each look chance may strike. Of ten looks one is below 0.05 in one of five experiments without any \
        difference. Share the level out, or decide at the last look only.
        """),
      Misconception(
        "the level shared among the looks so far",
        Submission(declare: { p, _, level in p.indices.first { p[$0] <= level / Double($0 + 1) } }),
        """
        The first look then has all of the level, the second half of it, and so on: the shares add up to nearly three \
        times the level. All looks that are *planned* share it.
        """),
      Misconception(
        "two looks in a row",
        Submission(declare: { p, _, level in p.indices.dropFirst().first { p[$0] <= level && p[$0 - 1] <= level } }),
        """
        The second look holds all the data of the first, so it mostly says the same. That is no confirmation.
        """),
      Misconception(
        "nothing declared", Submission(declare: { _, _, _ in nil }, name: { _, _ in [] }),
        """
        Who never declares anything is never wrong, and finds nothing, either.
        """),
      Misconception(
        "each segment by itself",
        Submission(name: { p, level in p.indices.filter { p[$0] <= level } }),
        """
        Twenty segments at 5 % each: in two reports of three at least one is named though there is nothing. The level \
        is that of the whole list: Bonferroni's or Holm's.
        """),
      Misconception(
        "Benjamini–Hochberg",
        Submission(name: { p, level in
          let order = p.indices.sorted { p[$0] < p[$1] }
          let last = order.indices.last { p[order[$0]] <= level * Double($0 + 1) / Double(p.count) }
          return order.prefix(last.map { $0 + 1 } ?? 0).sorted()
        }),
        """
        It keeps another promise: of those named 5 % are wrong on average. Where ten segments do differ, a false one \
        slips in behind them in every fourth report. Promised is that not even one does.
        """),
      Misconception(
        "only the smallest p",
        Submission(name: { p, level in
          p.indices.min { p[$0] < p[$1] }.map { p[$0] <= level / Double(p.count) ? [$0] : [] } ?? []
        }),
        """
        The correction is right for the smallest p, but the others may be small enough, too.
        """),
      Misconception(
        "the file as it was",
        Submission(
          test: pooled, tail: { upperTail($0, abs($1)) }, declare: { p, _, level in p.firstIndex { $0 <= level } },
          name: { p, level in p.indices.filter { p[$0] <= level } }),
        """
        What fails, fails as in the file that you were given. Take one finding of the audit at a time: each has a \
        check of its own.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "decided at the last look; Bonferroni",
        Submission(
          declare: { p, planned, level in
            p.count == planned && p[planned - 1] <= level ? planned - 1 : nil
          }, name: { p, level in p.indices.filter { p[$0] <= level / Double(p.count) } })),
      Alternative(
        "both tails by symmetry; Šidák",
        Submission(
          tail: { upperTail($0, abs($1)) + upperTail($0, abs($1)) },
          name: { p, level in p.indices.filter { p[$0] <= 1 - pow(1 - level, 1 / Double(p.count)) } })),
    ]
  }
}

// MARK: - Experiments in which nothing is to be found

private struct Design {
  var counts: (Int, Int)
  var deviations: (Double, Double)
}

private let equalArms = Design(counts: (8, 8), deviations: (1, 1))
private let unequalArms = Design(counts: (5, 20), deviations: (4, 1))

private let experimentCount = 2000
private let remembered = 50

/// The share of 2,000 experiments with p ≤ 0.05.
private func falseAlarms(of s: Submission, _ design: Design) throws -> Double {
  var random = SplitMix64(seed: 1)
  var count = 0
  for i in 0..<experimentCount {
    let a = (0..<design.counts.0).map { _ in 20 + design.deviations.0 * normal(&random) }
    let b = (0..<design.counts.1).map { _ in 20 + design.deviations.1 * normal(&random) }
    let p = i < remembered ? try s.pValue(a, b) : try s.pValue.unrecorded(a, b)
    if p <= 0.05 { count += 1 }
  }
  return Double(count) / Double(experimentCount)
}

/// 2,000 experiments without a difference: the p-values at ten looks, each with a tenth of the data more.
private let experiments: [[Double]] = {
  var random = SplitMix64(seed: 2)
  return (0..<experimentCount).map { _ in
    var sum = 0.0
    return (1...10).map { look in
      sum += normal(&random)
      return erfc(abs(sum) / (2 * Double(look)).squareRoot())
    }
  }
}()

/// 2,000 reports on 20 segments, of which the first so many differ.
private func reports(effects: Int) -> [[Double]] {
  var random = SplitMix64(seed: 3)
  return (0..<experimentCount).map { _ in
    (0..<20).map { $0 < effects ? 1e-6 : Double(random.next() >> 11) * 0x1p-53 }
  }
}

private func normal(_ random: inout SplitMix64) -> Double {
  let (u, v) = ((Double(random.next() >> 12) + 0.5) * 0x1p-52, Double(random.next() >> 11) * 0x1p-53)
  return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
}

private func percent(_ share: Double) -> String { "\((share * 1000).rounded() / 10) %" }

// MARK: - Wrong and right ways

/// t and its degrees of freedom.
private typealias Test = @Sendable ([Double], [Double]) -> (t: Double, degrees: Double)

extension Submission {
  /// The repaired functions, but for what is named.
  fileprivate init(
    test: @escaping Test = welch,
    tail: @escaping (_ degrees: Double, _ t: Double) -> Double = { 2 * upperTail($0, abs($1)) },
    declare: @escaping ([Double], Int, Double) -> Int? = { p, planned, level in
      p.firstIndex { $0 <= level / Double(planned) }
    }, name: @escaping ([Double], Double) -> [Int] = holm
  ) {
    pValue = .init { a, b in
      let result = test(a, b)
      return tail(result.degrees, result.t)
    }
    declared = .init(declare)
    segments = .init(name)
  }
}

private func upperTail(_ degrees: Double, _ t: Double) -> Double {
  StudentTDistribution(degreesOfFreedom: degrees).upperTail(t)
}

private func moments(_ x: [Double]) -> (count: Double, mean: Double, variance: Double) {
  let n = Double(x.count)
  let mean = x.reduce(0, +) / n
  return (n, mean, x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (n - 1))
}

@Sendable private func welch(_ a: [Double], _ b: [Double]) -> (t: Double, degrees: Double) {
  let (a, b) = (moments(a), moments(b))
  let (u, v) = (a.variance / a.count, b.variance / b.count)
  return ((b.mean - a.mean) / (u + v).squareRoot(), (u + v) * (u + v) / (u * u / (a.count - 1) + v * v / (b.count - 1)))
}

@Sendable private func halfWelch(_ a: [Double], _ b: [Double]) -> (t: Double, degrees: Double) {
  (welch(a, b).t, Double(a.count + b.count - 2))
}

@Sendable private func pooled(_ a: [Double], _ b: [Double]) -> (t: Double, degrees: Double) {
  let (a, b) = (moments(a), moments(b))
  let degrees = a.count + b.count - 2
  let variance = ((a.count - 1) * a.variance + (b.count - 1) * b.variance) / degrees
  return ((b.mean - a.mean) / (variance * (1 / a.count + 1 / b.count)).squareRoot(), degrees)
}

private func holm(_ p: [Double], _ level: Double) -> [Int] {
  var named: [Int] = []
  for (k, i) in p.indices.sorted(by: { p[$0] < p[$1] }).enumerated() {
    guard p[i] <= level / Double(p.count - k) else { break }
    named.append(i)
  }
  return named.sorted()
}
