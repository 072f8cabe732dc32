import Checking
import LabData

struct Submission {
  var mean: Function<[Double], [Double], Double>
  var variance: Function<[Double], [Double], Double>
  var pmfOfSum: Function<[Double], [Double], [Double]>
  var varianceOfSum: Function<[Double], [Double], [[Double]], Double>
  var conditionalMeans: Function<[Double], [[Double]], [Double?]>
}

enum RandomVariables: Checklist {
  static var checks: [Check<Submission>] {
    [
      // All probabilities are eighths: nothing rounds.
      Check("gives the worked example") { s in
        expect(try s.mean([0, 1], [0.5, 0.5]), equals: 0.5)
        expect(try s.variance([0, 1], [0.5, 0.5]), equals: 0.25)
        expect(try s.pmfOfSum([0.5, 0.5], [0.5, 0.5]), equals: [0.25, 0.5, 0.25], "Two ways lead to 1.")
        expect(
          try s.varianceOfSum([0, 1], [0, 1], [[0.375, 0.125], [0.125, 0.375]]), equals: 0.75,
          "The coins mostly agree: their covariance is 0.125, and it comes twice.")
        expectMeans(
          try s.conditionalMeans([0, 1], [[0.375, 0.125], [0.125, 0.375]]), [0.25, 0.75], 2,
          "conditionalMeans of the glued coins")
      },
      // 36 pairs, each 1/36: sums of up to 36 terms.
      Check("knows two dice") { s in
        let die = [0] + [Double](repeating: 1.0 / 6, count: 6)
        let ways = [0.0, 0, 1, 2, 3, 4, 5, 6, 5, 4, 3, 2, 1]
        let faces = (0...6).map { Double($0) }
        expect(try s.mean(faces, die), equals: 3.5, within: .ulps(16), what: "The mean of a die")
        expect(
          try s.variance(faces, die), equals: 35.0 / 12, within: .ulps(32), "The faces are 2.5, 1.5 and 0.5 from 3.5.",
          what: "The variance of a die")
        expect(
          try s.pmfOfSum(die, die), equals: ways.map { $0 / 36 }, within: .ulps(16),
          "Count the pairs that add up to k.", what: "The pmf of the sum of two dice, from 0 to 12,")
      },
      // E and Var of a sum of independent counts; third central moments add up, too, which pins more than the spread.
      Check("adds independent counts", cases: 4) { s, random in
        let p = probabilities(Int.random(in: 1...5, using: &random), &random)
        let q = probabilities(Int.random(in: 2...7, using: &random), &random)
        let sum = try s.pmfOfSum(p, q)
        guard sum.count == p.count + q.count - 1 else {
          return expect(
            false, "the pmf of a sum of \(p.count) and \(q.count) values has \(sum.count) numbers",
            "The largest sum is \(p.count - 1) + \(q.count - 1), and 0 counts, too.")
        }
        let rounding = Tolerance.rounding(operations: 100, scale: 12 * 12 * 12)
        expect(
          sum.reduce(0, +), equals: 1, within: rounding, "A pmf adds up to 1.", what: "The sum of the pmf of X + Y")
        for order in 1...3 {
          func moment(_ p: [Double]) -> Double { centralMoment(order, counts(p.count), p) }
          expect(
            moment(sum), equals: moment(p) + moment(q), within: rounding, "Each pair (i, j) adds pᵢ·qⱼ at i + j.",
            what: ["the mean", "the variance", "the third central moment"][order - 1] + " of the pmf of X + Y")
        }
        expect(
          try s.pmfOfSum(q, p), equals: sum, within: rounding, "X + Y is Y + X.", what: "The pmf of Y + X")
        expect(try s.pmfOfSum([1], q), equals: q, "0 + Y is Y.", what: "The pmf of 0 + Y")
      },
      Check("takes means and variances", cases: 4) { s, random in
        let n = Int.random(in: 1...7, using: &random)
        let (p, x) = (probabilities(n, &random), (0..<n).map { _ in Double.random(in: -5...9, using: &random) })
        let mean = centralMoment(1, x, p)
        expect(try s.mean(x, p), equals: mean, within: .rounding(operations: 2 * n, scale: 9))
        let variance = centralMoment(2, x, p)
        expect(try s.variance(x, p), equals: variance, within: .rounding(operations: 8 * n, scale: 14 * 14))
        // Multiples of 1/8 near 10⁹ are exact; the mean has n roundings of 10⁹, each of which only adds its square.
        let far = x.map { ($0 * 8).rounded() / 8 }
        let near = centralMoment(2, far, p)
        let meanError = Double(2 * n) * 0x1p-52 * 1e9
        expect(
          try s.variance(far.map { $0 + 1e9 }, p), equals: near,
          within: .absolute(meanError * (meanError + 14) + Double(8 * n) * 0x1p-52 * 200),
          "Moving all values changes no variance. Subtract the mean before you square.",
          what: "The variance of 1e9 + \(far) with the probabilities \(p)")
        expect(try s.variance([x[0]], [1]), equals: 0, "One value does not vary.")
        expect(
          try s.variance([0, 1e9, 1e9 + 1], [0, 0.5, 0.5]), equals: 0.25, within: .ulps(8),
          "A value that never comes decides nothing, nor do the digits hang on it.")
      },
      // Whole numbers near 10⁹ and quarters: means, distances and sums are exact. Products of the values are not.
      Check("keeps the digits of a sum far from 0") { s in
        let (x, y) = ([1e9, 1e9 + 1, 1e9 + 3], [-2e9, -2e9 + 2])
        let joint = [[0.25, 0], [0.125, 0.125], [0, 0.5]]
        // X is 0, 1, 3 beyond 10⁹ with ¼, ¼, ½; Y is 0, 2 beyond −2·10⁹ with 3/8, 5/8. E[XY] = 13/4, E[X]·E[Y] = 35/16.
        let right = 1.6875 + 0.9375 + 2 * 1.0625
        expect(
          try s.varianceOfSum(x, y, joint), equals: right, within: .ulps(16),
          "Cov(X, Y) = E[(X − E[X])·(Y − E[Y])]: subtract both means before you multiply.",
          what: "varianceOfSum of 10⁹ + (0, 1, 3) and −2·10⁹ + (0, 2), rows [¼, 0], [⅛, ⅛], [0, ½],")
      },
      Check("sees dependence", cases: 4) { s, random in
        let (m, n) = (3, 5)
        let flat = probabilities(m * n, &random)
        let joint = (0..<m).map { Array(flat[n * $0..<n * $0 + n]) }
        let x = (0..<m).map { _ in Double.random(in: -3...3, using: &random) }
        let y = (0..<n).map { _ in Double.random(in: -3...3, using: &random) }
        let px = joint.map { $0.reduce(0, +) }
        let py = (0..<n).map { j in joint.reduce(0) { $0 + $1[j] } }
        let (mx, my) = (centralMoment(1, x, px), centralMoment(1, y, py))
        let covariance = (0..<m).reduce(0) { sum, i in
          (0..<n).reduce(sum) { $0 + joint[i][$1] * (x[i] - mx) * (y[$1] - my) }
        }
        let rounding = Tolerance.rounding(operations: 200, scale: 36)
        expect(
          try s.varianceOfSum(x, y, joint),
          equals: centralMoment(2, x, px) + centralMoment(2, y, py) + 2 * covariance, within: rounding,
          "Var(X + Y) = Var(X) + Var(Y) + 2·Cov(X, Y).")
        // X and −X: the sum is always 0.
        let diagonal = (0..<m).map { i in (0..<m).map { $0 == i ? px[i] : 0 } }
        expect(
          try s.varianceOfSum(x, x.map { -$0 }, diagonal), equals: 0, within: rounding,
          "X − X does not vary, however X does.", what: "The variance of X + Y where Y = −X")
        let means = try s.conditionalMeans(y, joint)
        let right = joint.map { row in centralMoment(1, y, row) / row.reduce(0, +) }
        expectMeans(means, right, 30, "conditionalMeans of \(y) with the joint pmf \(joint)")
        let tower = zip(px, means).reduce(0) { $0 + $1.0 * ($1.1 ?? 0) }
        expect(
          tower, equals: my, within: rounding, "The tower law. Is each row divided by P(X = xᵢ)?",
          what: "Σ P(X = xᵢ)·E[Y | X = xᵢ], which is E[Y],")
      },
      Check("has no mean given the impossible") { s in
        let means = try s.conditionalMeans([2, 4, 8], [[0.25, 0, 0.25], [0, 0, 0], [0, 0.5, 0]])
        expectMeans(
          means, [5, nil, 4], 4, "conditionalMeans of [2, 4, 8] with the rows [¼, 0, ¼], [0, 0, 0], [0, ½, 0]")
        expectMeans(
          try s.conditionalMeans([7], [[0], [1]]), [nil, 7], 4, "conditionalMeans of [7] with the rows [0], [1]")
        expectMeans(
          try s.conditionalMeans([2, 6], [[0x1p-1000, 0x1p-1000], [0.5, 0.5]]), [4, 4], 4,
          "conditionalMeans of [2, 6] with the rows [2⁻¹⁰⁰⁰, 2⁻¹⁰⁰⁰], [½, ½]: rare is not impossible, so it")
      },
      // E[survived | class] is the share of each class that survived, and shares of counts have a few roundings.
      Check("tells who survived the Titanic") { s in
        let counts = try titanic.get()
        let total = counts.joined().reduce(0, +)
        let joint = counts.map { $0.map { $0 / total } }
        expectMeans(
          try s.conditionalMeans([0, 1], joint), counts.map { $0[1] / ($0[0] + $0[1]) }, 16,
          "E[survived | class] of the Titanic, for the classes 1, 2, 3,")
        let survivors = counts.reduce(0) { $0 + $1[1] } / total
        let variance = try s.variance([0, 1], [1 - survivors, survivors])
        expect(
          variance, equals: survivors * (1 - survivors), within: .ulps(16), "p·(1 − p) for values 0 and 1.",
          what: "The variance of survived (0 or 1) on the Titanic")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "probabilities left out", .right { $0.mean = .init { x, _ in x.reduce(0, +) / Double(max(1, x.count)) } },
        """
        That is the mean of the values as if each were equally likely. Weigh each with its probability.
        """),
      Misconception(
        "E[X²] for the variance", .right { $0.variance = .init { x, p in expected(x.map { $0 * $0 }, p) } },
        """
        E[X²] measures the distance from 0, the variance that from the mean: subtract the mean first.
        """),
      Misconception(
        "E[X²] − E[X]²",
        .right {
          $0.variance = .init { x, p in
            let mean = expected(x, p)
            return expected(x.map { $0 * $0 }, p) - mean * mean
          }
        },
        """
        Right on paper, and without digits in Doubles when the mean is large: 10¹⁸ less 10¹⁸ leaves multiples of 128. \
        Subtract the mean before you square.
        """),
      Misconception(
        "n − 1",
        .right {
          $0.variance = .init { x, p in
            x.count < 2 ? 0 : spread(x, p) * Double(x.count) / Double(x.count - 1)
          }
        },
        """
        n − 1 makes up for a mean estimated from a sample. Here the distribution itself is known: nothing is estimated.
        """),
      Misconception(
        "the standard deviation", .right { $0.variance = .init { x, p in spread(x, p).squareRoot() } },
        """
        This is the standard deviation. The variance is its square, and only variances add up.
        """),
      Misconception(
        "the product of the pmfs",
        .right {
          $0.pmfOfSum = .init { p, q in
            (0..<(p.count + q.count - 1)).map { ($0 < p.count ? p[$0] : 0) * ($0 < q.count ? q[$0] : 0) }
          }
        },
        """
        P(X = k)·P(Y = k) is the probability that both are k. X + Y = k happens in many ways: i and k − i for every i.
        """),
      Misconception(
        "sums beyond the longer pmf lost",
        .right { $0.pmfOfSum = .init { p, q in Array(convolution(p, q).prefix(max(p.count, q.count))) } },
        """
        The sum of counts up to m − 1 and n − 1 goes up to m + n − 2, so the pmf has m + n − 1 numbers.
        """),
      Misconception(
        "E[XY] − E[X]·E[Y]",
        .right {
          $0.varianceOfSum = .init { x, y, joint in
            let product = x.indices.reduce(0) { sum, i in y.indices.reduce(sum) { $0 + joint[i][$1] * x[i] * y[$1] } }
            let px = joint.map { $0.reduce(0, +) }
            let py = y.indices.map { j in joint.reduce(0) { $0 + $1[j] } }
            let covariance = product - expected(x, px) * expected(y, py)
            return spread(x, px) + spread(y, py) + 2 * covariance
          }
        },
        """
        Right on paper. With values near 10⁹ it is the difference of two numbers of 10¹⁸, of which no digit after the \
        point is left. Subtract the means first.
        """),
      Misconception(
        "the covariance forgotten",
        .right { $0.varianceOfSum = .init { x, y, joint in sumOfVariances(x, y, joint, covariances: 0) } },
        """
        Variances add up for uncorrelated variables only. These lean on each other: 2·Cov(X, Y) belongs to it.
        """),
      Misconception(
        "the covariance once",
        .right { $0.varianceOfSum = .init { x, y, joint in sumOfVariances(x, y, joint, covariances: 1) } },
        """
        (a + b)² = a² + 2·a·b + b²: the covariance comes twice.
        """),
      Misconception(
        "not divided by the condition",
        .right { $0.conditionalMeans = .init { y, joint in joint.map { expected(y, $0) } } },
        """
        A row of the joint pmf adds up to P(X = xᵢ), not to 1. Given X = xᵢ the other rows are out of the world, and \
        what is left is divided by P(X = xᵢ).
        """),
      Misconception(
        "conditioned on the other variable",
        .right {
          $0.conditionalMeans = .init { y, joint in
            let totals = y.indices.map { j in joint.reduce(0) { $0 + $1[j] } }
            return joint.map { row in
              y.indices.reduce(0) { $0 + (totals[$1] > 0 ? y[$1] * row[$1] / totals[$1] : 0) }
            }
          }
        },
        """
        You divide by P(Y = yⱼ), the sums of the columns. The condition is X = xᵢ: it is the row that must add up to 1.
        """),
      Misconception(
        "0 given the impossible", .right { $0.conditionalMeans = .init { y, joint in means(y, joint, impossible: 0) } },
        """
        Where X = xᵢ never happens there is no mean of Y, and 0 is an answer that somebody will believe. It is nil.
        """),
      Misconception(
        "NaN given the impossible",
        .right { $0.conditionalMeans = .init { y, joint in means(y, joint, impossible: .nan) } },
        """
        0/0 is NaN, which spreads through every sum it meets. The answer has a type that says "there is none": nil.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "by covariances; the pmf of the sum for each sum in turn",
        .right {
          $0.pmfOfSum = .init { p, q in
            (0..<(p.count + q.count - 1)).map { k in
              p.indices.reduce(0) { $0 + (q.indices.contains(k - $1) ? p[$1] * q[k - $1] : 0) }
            }
          }
          $0.varianceOfSum = .init { x, y, joint in sumOfVariances(x, y, joint, covariances: 2) }
        })
    ]
  }
}

// MARK: - Parts of the checks

/// Expects conditional means, or none where none is expected.
private func expectMeans(
  _ got: @autoclosure () throws -> [Double?], _ expected: [Double?], _ roundings: Double, _ what: String
) {
  guard let got = try? got() else { return expect(false, "\(what) throws") }
  guard got.count == expected.count else {
    return expect(
      false, "\(what) has \(got.count) entries, expected \(expected.count): one for each row of the joint pmf")
  }
  for (i, (mine, right)) in zip(got, expected).enumerated() {
    let advice = "Σⱼ yⱼ·P(X = xᵢ, Y = yⱼ), divided by the sum of row \(i)."
    switch (mine, right) {
    case (nil, nil): expect(true, "")
    case (let mine?, nil):
      expect(false, "\(what): [\(i)] is \(mine), expected nil", "X = xᵢ has the probability 0: there is no mean.")
    case (nil, let right?): expect(false, "\(what): [\(i)] is nil, expected \(right)", advice)
    case (let mine?, let right?):
      let scale = expected.reduce(1) { max($0, abs($1 ?? 0)) }
      expect(
        mine, equals: right, within: .absolute(roundings * 0x1p-52 * scale), advice, what: "\(what): [\(i)]")
    }
  }
}

private func probabilities(_ n: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
  let weights = (0..<n).map { _ in Double.random(in: 0.05...1, using: &random) }
  let total = weights.reduce(0, +)
  return weights.map { $0 / total }
}

private func counts(_ n: Int) -> [Double] { (0..<n).map { Double($0) } }

/// The mean for order 1, else E[(X − E[X])^order].
private func centralMoment(_ order: Int, _ x: [Double], _ p: [Double]) -> Double {
  let mean = zip(x, p).reduce(0) { $0 + $1.0 * $1.1 }
  if order == 1 { return mean }
  return zip(x, p).reduce(0) { sum, pair in
    (0..<order).reduce(pair.1) { power, _ in power * (pair.0 - mean) } + sum
  }
}

/// Of each class, who died and who survived.
private let titanic = Result {
  let table = try Dataset("titanic/titanic.csv").csv()
  let (classes, survived) = (try table.column("class"), try table.column("survived"))
  return ["1st", "2nd", "3rd"].map { name in
    ["0", "1"].map { fate in Double(zip(classes, survived).count { $0 == name && $1 == fate }) }
  }
}

// MARK: - Wrong and right ways

private func expected(_ x: [Double], _ p: [Double]) -> Double { zip(x, p).reduce(0) { $0 + $1.0 * $1.1 } }

private func spread(_ x: [Double], _ p: [Double]) -> Double { centralMoment(2, x, p) }

private func convolution(_ p: [Double], _ q: [Double]) -> [Double] {
  var sum = [Double](repeating: 0, count: p.count + q.count - 1)
  for i in p.indices { for j in q.indices { sum[i + j] += p[i] * q[j] } }
  return sum
}

private func sumOfVariances(_ x: [Double], _ y: [Double], _ joint: [[Double]], covariances: Double) -> Double {
  let px = joint.map { $0.reduce(0, +) }
  let py = y.indices.map { j in joint.reduce(0) { $0 + $1[j] } }
  let (mx, my) = (expected(x, px), expected(y, py))
  let covariance = x.indices.reduce(0) { sum, i in
    y.indices.reduce(sum) { $0 + joint[i][$1] * (x[i] - mx) * (y[$1] - my) }
  }
  return spread(x, px) + spread(y, py) + covariances * covariance
}

private func means(_ y: [Double], _ joint: [[Double]], impossible: Double?) -> [Double?] {
  joint.map { row in
    let total = row.reduce(0, +)
    return total > 0 ? expected(y, row) / total : impossible
  }
}

extension Submission {
  /// All five right, and then changed.
  fileprivate static func right(_ change: (inout Submission) -> Void) -> Submission {
    var submission = Submission(
      mean: .init(expected), variance: .init(spread), pmfOfSum: .init(convolution),
      varianceOfSum: .init { x, y, joint in sumOfVariances(x, y, joint, covariances: 2) },
      conditionalMeans: .init { y, joint in means(y, joint, impossible: nil) })
    change(&submission)
    return submission
  }
}
