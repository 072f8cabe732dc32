import Checking
import Glibc
import LabData
import LabPlot

enum GaussianProcessError: Error, Equatable {
  case counts(rows: Int, answers: Int)
  case noRows
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case kernel
}

struct NotPositiveDefinite: Error {
  var minor: Int
}

/// A kernel is given as s², ℓ, σ².
struct Submission {
  /// The log evidence, then its slopes by log s², log ℓ, log σ².
  var evidence: Function<[[Double]], [Double], [Double], [Double]>
  /// The means, then the variances, at other places.
  var predict: Function<[[Double]], [Double], [Double], [[Double]], [[Double]]>
}

enum GaussianProcesses: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A few operations on numbers of size 3.
      Check("gives one point by hand") { s in
        let near = 2 * exp(-(1.4 * 1.4) / (2 * 0.7 * 0.7))  // k at a distance of two lengths
        expect(
          try s.predict([[1]], [3], [2, 0.7, 0.5], [[1], [2.4]]),
          equals: [[2.4, near * 3 / 2.5], [0.4, 2 - near * near / 2.5]], within: .absolute(64 * 0x1p-52),
          "K = 2.5, k* = 2 at the point itself and 2·e⁻² two lengths away; the variance is that of f, without noise.")
        expect(
          try s.evidence([[1]], [3], [2, 0.7, 0.5]),
          equals: [-0.5 * 9 / 2.5 - 0.5 * log(2.5) - 0.5 * log(2 * .pi), 1.04, 0, 0.26],
          within: .absolute(64 * 0x1p-52),
          "−½·y²/K − ½·log K − ½·log 2π; the slopes are ½·(1.44 − 0.4) times 2, 0 and 0.5.")
      },
      // Closed form of two measurements; at 100 lengths e⁻⁵⁰⁰⁰ is 0, so that the third pivot is 4 − 4 without rounding.
      Check("takes two measurements of one place, and what is far") { s in
        expect(
          try s.predict([[0], [0]], [1, 3], [4, 1, 1], [[0]]), equals: [[16.0 / 9], [4 - 32.0 / 9]],
          within: .absolute(200 * 0x1p-52),
          "The mean of two is one measurement with half of the noise: 4·2/4.5, 4 − 16/4.5.")
        expect(
          try s.predict([[0, 0], [1, 1]], [5, 7], [3, 0.5, 0.1], [[100, 0], [-40, 60]]), equals: [[0, 0], [3, 3]],
          "Far from all rows nothing is known but the prior: mean 0, variance s².")
        expect(try s.predict([[0]], [1], [1, 1, 1], []), equals: [[], []])
        expect(
          throws: NotPositiveDefinite(minor: 3),
          "The rows 1 and 2 are one place, without noise: K is singular. No jitter.",
          { try s.predict([[0], [100], [100]], [1, 2, 2], [4, 1, 0], [[0]]) })
      },
      // With noise 10⁻⁶ of the prior the mean misses y by less than σ²·|w|, and the variance stays below σ².
      Check("goes through the points where noise is small", cases: 2) { s, random in
        let x = (0..<9).map { i in
          [
            Double(i % 3) + Double.random(in: -0.2...0.2, using: &random),
            Double(i / 3) + Double.random(in: -0.2...0.2, using: &random),
          ]
        }
        let y = x.map { sin($0[0]) + $0[1] }
        let found = try s.predict(x, y, [1, 0.7, 1e-6], x)
        expect(
          found.first ?? [], equals: y, within: .absolute(1e-4), "At a point measured well f is what was measured.",
          what: "the means at the points themselves")
        expect(
          "the largest variance at the points themselves", found.last?.max() ?? .nan, atMost: 1.01e-6,
          "f at a measured point is known as well as it was measured, to σ².")
        expect(
          "the smallest variance", found.last?.min() ?? .nan, atLeast: 0,
          "Rounding may bring it below 0: no variance is.")
        // (s²/s)² is above s² by a rounding for 3, 5 and 6.
        let exact = try [3.0, 5, 6].map { try s.predict([[1]], [2], [$0, 1, 0], [[1]]).last?.min() ?? .nan }
        expect(
          "the smallest variance at one point without noise", exact.min() ?? .nan, atLeast: 0,
          "Rounding may bring it below 0: no variance is.")
      },
      // ℓ and x share a unit; s², σ² have y's squared.
      Check("follows the units", cases: 2) { s, random in
        let x = (0..<7).map { _ in [Double.random(in: 0...5, using: &random)] }
        let y = (0..<7).map { _ in Double.random(in: -2...2, using: &random) }
        let before = try s.predict(x, y, [2, 0.8, 0.3], [[1], [4]])
        let tolerance = Tolerance.absolute(7 * 0x1p-52 * 1000)
        expect(
          try s.predict(x.map { [$0[0] * 1024] }, y, [2, 0.8 * 1024, 0.3], [[1024], [4096]]), equals: before,
          within: tolerance,
          "ℓ is a length like x: in another unit of both nothing changes.",
          what: "means and variances with x and ℓ in another unit")
        let scaled = try s.predict(x, y.map { 8 * $0 }, [128, 0.8, 19.2], [[1], [4]])
        expect(
          scaled.first ?? [], equals: (before.first ?? []).map { 8 * $0 }, within: .absolute(8 * 7 * 0x1p-52 * 1000),
          what: "the means with y in another unit, s² and σ² in its square")
      },
      // Central differences of a log evidence of the check's own: h² and ε·κ/h are both below 10⁻⁷.
      Check("has the slopes of the evidence", cases: 2) { s, random in
        let x = (0..<8).map { _ in (0..<2).map { _ in Double.random(in: -1...1, using: &random) } }
        let y = (0..<8).map { _ in Double.random(in: -2...2, using: &random) }
        let k = [1.5, 0.6, 0.4]
        let found = try s.evidence(x, y, k)
        guard found.count == 4 else { return expect(false, "the gradient has \(found.count - 1) entries, expected 3") }
        expect(found[0], equals: evidence(x, y, k), within: .absolute(1e-11), what: "log p(y) of 8 random points")
        for (j, name) in ["log s²", "log ℓ", "log σ²"].enumerated() {
          var (above, below) = (k, k)
          above[j] *= exp(1e-4)
          below[j] *= exp(-1e-4)
          expect(
            found[j + 1], equals: (evidence(x, y, above) - evidence(x, y, below)) / 2e-4, within: .absolute(2e-6),
            "The slope by the logarithm is θ times that by θ itself.", what: "the slope of log p(y) by \(name)")
        }
      },
      Check("refuses what it cannot fit") { s in
        func expectRefusal(_ error: GaussianProcessError, _ x: [[Double]], _ y: [Double], _ k: [Double]) {
          expect(throws: error, "Call checkTable before anything else.") { try s.evidence(x, y, k) }
        }
        expectRefusal(.counts(rows: 1, answers: 2), [[1]], [1, 1], [1, 1, 1])
        expectRefusal(.noRows, [], [], [1, 1, 1])
        expectRefusal(.length(row: 1), [[1], [1, 2]], [1, -1], [1, 1, 1])
        expectRefusal(.notFinite(row: 1, column: 0), [[1], [.nan]], [1, -1], [1, 1, 1])
        expectRefusal(.notFinite(row: 0, column: 1), [[1], [2]], [.infinity, -1], [1, 1, 1])
        expectRefusal(.kernel, [[1]], [1], [1, -1, 1])
        expectRefusal(.kernel, [[1]], [1], [1, 1, -0.1])
      },
      // n·ε·κ of the prior's 20 with κ = 4.4·10⁴: 10⁻⁸ at the worst.
      Check("agrees with scikit-learn on carbon dioxide") { s in
        let (x, y) = try air.get()
        expect(
          try s.predict(x, y, [400, 1.5, 0.25], [[-2.3], [-0.55], [0], [1], [3]]),
          equals: [
            [-25.286252697430655, -9.947839585175082, -2.218674440319049, 12.952473796424982, 43.11081523298185],
            [0.5722063163453299, 0.02815310541035387, 0.02726372365304997, 0.02877272434528777, 16.628734170293342],
          ], within: .absolute(1e-7), what: "means and variances of five years, 1957 to 2010")
        expect(
          try s.evidence(x, y, [400, 1.5, 0.25]),
          equals: [-50.24217210877658, 0.6853180909326397, 3.6913555397769935, -2.64139567776624],
          within: .absolute(1e-6),
          what: "log p(y) and its slopes for 42 years")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the noise in the variance",
        Way(addsNoise: true).submission,
        """
        That is the spread of a new *measurement*. Asked is that of f itself: at a point measured a thousand times it goes to \
        0, and the noise stays.
        """),
      Misconception(
        "half of Σ log lᵢᵢ",
        Way(determinant: 0.5).submission,
        """
        log|K| is 2·Σ log lᵢᵢ, and the formula has half of log|K|: what remains is the sum itself.
        """),
      Misconception(
        "twice Σ log lᵢᵢ",
        Way(determinant: 2).submission,
        """
        That is log|K|. The density of a normal has its root in the denominator: half of it.
        """),
      Misconception(
        "the length not squared",
        Way(exponent: { square, length in square / (2 * length) }).submission,
        """
        ℓ is a length like x, so only ‖x − x'‖²/ℓ² has no unit. With ℓ you would change the fit by measuring in centimetres.
        """),
      Misconception(
        "the 2 forgotten",
        Way(exponent: { square, length in square / (length * length) }).submission,
        """
        exp(−‖x − x'‖²/(2ℓ²)): without the 2 your ℓ is √2 times what others mean.
        """),
      Misconception(
        "the distance not squared",
        Way(exponent: { square, length in square.squareRoot() / (2 * length * length) }).submission,
        """
        exp(−‖x − x'‖) makes functions with a kink at every row. The square is in the formula.
        """),
      Misconception(
        "the noise left out of K",
        Way(keepsNoise: false).submission,
        """
        Then f goes through every measurement, and the same place measured twice has no solution. Add σ² to K's diagonal.
        """),
      Misconception(
        "σ for σ²",
        Way(noise: { $0.squareRoot() }).submission,
        """
        noise is a variance already. Its root has y's unit, and K's entries have its square.
        """),
      Misconception(
        "a silent jitter",
        Way(jitter: 1e-6).submission,
        """
        It makes Cholesky pass and changes the answer without telling. If K is singular, say so; the caller knows whether there \
        is noise.
        """),
      Misconception(
        "slopes by the parameters themselves",
        Way(isLogarithmic: false).submission,
        """
        ∂/∂log θ is θ·∂/∂θ. By logarithms a search never leaves the positive numbers, and all three have one scale.
        """),
      Misconception(
        "the trace left out of the slopes",
        Way(trace: 0).submission,
        """
        wwᵀ alone is the slope of the fit's term. −K⁻¹ comes from log|K|, which holds complicated models back.
        """),
      Misconception(
        "slopes twice too large",
        Way(half: 1).submission,
        """
        Both terms of log p have a half, and so has the slope.
        """),
      Misconception(
        "the prior's variance everywhere",
        Way(reduces: false).submission,
        """
        s² is what is known before the first measurement. Each one takes away its part: ‖L⁻¹k*‖².
        """),
      Misconception(
        "a variance below 0 let through",
        Way(clips: false).submission,
        """
        s² − ‖L⁻¹k*‖² is the difference of two rounded numbers. Where f is known exactly it is 10⁻¹⁶ to either side of 0, \
        and the root of the lower one is NaN. No variance is below 0: take the larger of it and 0.
        """),
      Misconception(
        "the constant left out",
        Way(constant: 0).submission,
        """
        (n/2)·log 2π does not matter for the best θ, but evidences with other numbers of rows could not be compared.
        """),
      Misconception(
        "the table not looked at",
        Way(checks: false).submission,
        """
        One NaN makes all means NaN, and a negative noise no covariance at all. Call checkTable before anything else.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("by the inverse, after Gauss and Jordan", Way().submission)]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let (x, y) = try air.get()
        let places = (0..<81).map { [-3 + 0.1 * Double($0)] }
        let found = try s.predict.unrecorded(x, y, [400, 1.5, 0.25], places)
        var plot = Plot("Carbon dioxide, your mean ± 2 deviations", x: "decades since 1980", y: "ppm above the mean")
        guard found.count == 2, found.allSatisfy({ $0.count == places.count }) else { return Figure([plot]) }
        let deviations = found[1].map { 2 * max(0, $0).squareRoot() }
        plot.band(
          places.map { $0[0] }, low: zip(found[0], deviations).map { $0 - $1 },
          high: zip(found[0], deviations).map { $0 + $1 }, name: "f")
        plot.scatter(x.map { $0[0] }, y, name: "measured")
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

/// K⁻¹ by Gauss and Jordan without exchanges, and the pivots.
private func inverse(_ k: [[Double]]) throws -> (inverse: [[Double]], pivots: [Double]) {
  let n = k.count
  var a = (0..<n).map { i in k[i] + (0..<n).map { i == $0 ? 1.0 : 0 } }
  var pivots: [Double] = []
  for j in 0..<n {
    guard a[j][j] > 0 else { throw NotPositiveDefinite(minor: j + 1) }
    pivots.append(a[j][j])
    let pivot = a[j][j]
    for m in 0..<(2 * n) { a[j][m] /= pivot }
    for i in 0..<n where i != j {
      let factor = a[i][j]
      if factor != 0 { for m in 0..<(2 * n) { a[i][m] -= factor * a[j][m] } }
    }
  }
  return (a.map { Array($0[n...]) }, pivots)
}

/// ‖L⁻¹k‖² for L·Lᵀ = K positive definite, with the roundings of a factor.
private func reach(_ covariance: [[Double]], _ k: [Double]) -> Double {
  var (l, z, sum) = (covariance, k, 0.0)
  for i in k.indices {
    for j in 0...i {
      for m in 0..<j { l[i][j] -= l[i][m] * l[j][m] }
      l[i][j] = i == j ? l[i][i].squareRoot() : l[i][j] / l[j][j]
    }
    for m in 0..<i { z[i] -= l[i][m] * z[m] }
    z[i] /= l[i][i]
    sum += z[i] * z[i]
  }
  return sum
}

private func squares(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for j in a.indices { sum += (a[j] - b[j]) * (a[j] - b[j]) }
  return sum
}

/// log p(y) for s², ℓ, σ².
private func evidence(_ x: [[Double]], _ y: [Double], _ k: [Double]) -> Double {
  ((try? Way().fit(x, y, k).evidence) ?? [.nan])[0]
}

// MARK: - Real data

/// Decades from 1980 and yearly means of carbon dioxide about their mean, for years with 40 weeks or more.
private let air = Result {
  let table = try Dataset("timeseries/co2_weekly.csv").csv()
  var weeks: [Int: [Double]] = [:]
  for row in table.rows {
    if let year = Int(row[0].prefix(4)), let value = Double(row[1]) { weeks[year, default: []].append(value) }
  }
  let years = (1959...2001).filter { (weeks[$0]?.count ?? 0) >= 40 }
  let means = years.map { year in (weeks[year] ?? []).reduce(0, +) / Double(weeks[year]?.count ?? 1) }
  let mean = means.reduce(0, +) / Double(means.count)
  return (x: years.map { [Double($0 - 1980) / 10] }, y: means.map { $0 - mean })
}

// MARK: - Wrong and right ways

/// A way to the process by the inverse; each member can make it wrong in one place.
private struct Way {
  var addsNoise = false
  var determinant = 1.0
  var exponent: (Double, Double) -> Double = { square, length in square / (2 * length * length) }
  var keepsNoise = true
  var noise: (Double) -> Double = { $0 }
  var jitter = 0.0
  var isLogarithmic = true
  var trace = 1.0
  var half = 0.5
  var reduces = true
  /// As max(0, s² − k*ᵀ·K⁻¹·k*), or as s² − ‖L⁻¹k*‖² and nothing more.
  var clips = true
  var constant = 1.0
  var checks = true

  var submission: Submission {
    Submission(
      evidence: .init { try fit($0, $1, $2).evidence },
      predict: .init { x, y, k, places in
        let process = try fit(x, y, k)
        let n = x.count
        var (means, variances) = ([Double](), [Double]())
        for place in places {
          let near = x.map { k[0] * exp(-exponent(squares($0, place), k[1])) }
          var (mean, known) = (0.0, 0.0)
          for i in 0..<n {
            mean += near[i] * process.weights[i]
            var sum = 0.0
            for j in 0..<n { sum += process.inverse[i][j] * near[j] }
            known += near[i] * sum
          }
          means.append(mean)
          if !clips {
            variances.append(k[0] - reach(process.covariance, near))
            continue
          }
          variances.append(max(0, k[0] - (reduces ? known : 0)) + (addsNoise ? k[2] : 0))
        }
        return [means, variances]
      })
  }

  func check(_ x: [[Double]], _ y: [Double], _ k: [Double]) throws {
    guard x.count == y.count else { throw GaussianProcessError.counts(rows: x.count, answers: y.count) }
    guard let d = x.first?.count else { throw GaussianProcessError.noRows }
    for (i, row) in x.enumerated() where row.count != d { throw GaussianProcessError.length(row: i) }
    if !checks { return }
    for (i, row) in x.enumerated() {
      for (j, value) in (row + [y[i]]).enumerated() where !value.isFinite {
        throw GaussianProcessError.notFinite(row: i, column: j)
      }
    }
    guard k[0] > 0, k[1] > 0, k[2] >= 0 else { throw GaussianProcessError.kernel }
  }

  func fit(
    _ x: [[Double]], _ y: [Double], _ k: [Double]
  ) throws -> (evidence: [Double], weights: [Double], inverse: [[Double]], covariance: [[Double]]) {
    try check(x, y, k)
    let n = x.count
    let smooth = x.map { a in x.map { b in k[0] * exp(-exponent(squares(a, b), k[1])) } }
    var covariance = smooth
    for i in 0..<n { covariance[i][i] += (keepsNoise ? noise(k[2]) : 1e-9 * k[0]) + jitter }
    let (inverse, pivots) = try inverse(covariance)
    let weights = inverse.map { row in
      var sum = 0.0
      for j in 0..<n { sum += row[j] * y[j] }
      return sum
    }
    var value = -constant * Double(n) / 2 * log(2 * .pi)
    for i in 0..<n { value -= y[i] * weights[i] / 2 + determinant * log(pivots[i]) / 2 }
    var slopes = [0.0, 0, 0]
    for i in 0..<n {
      for j in 0..<n {
        let share = half * (weights[i] * weights[j] - trace * inverse[i][j])
        slopes[0] += share * smooth[i][j] / (isLogarithmic ? 1 : k[0])
        slopes[1] += share * smooth[i][j] * squares(x[i], x[j]) / (k[1] * k[1]) / (isLogarithmic ? 1 : k[1])
        if i == j { slopes[2] += share * (isLogarithmic ? k[2] : 1) }
      }
    }
    return ([value] + slopes, weights, inverse, covariance)
  }
}
