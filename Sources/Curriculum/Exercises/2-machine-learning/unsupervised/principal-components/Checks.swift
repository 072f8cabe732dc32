import Checking
import Glibc
import LabData
import LabNumerics
import LabPlot

enum PrincipalComponentsError: Error {
  case rows(Int)
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case components(Int)
}

/// What the learner's `PrincipalComponents` says, or that of a variant.
struct Fitted: Observable {
  var mean: [Double]
  var components: [[Double]]
  var variance: [Double]
  var ratio: [Double]

  /// Signs are free.
  var observation: Observation {
    Observation(
      mean.observation, components.map { $0.map { abs($0) } }.observation, variance.observation, ratio.observation)
  }
}

struct Submission {
  var fit: Function<[[Double]], Int, Fitted>
  var transform: Function<Fitted, [[Double]], [[Double]]>
  var inverse: Function<Fitted, [[Double]], [[Double]]>
}

enum ComponentAnalysis: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Means and differences are exact; an SVD rounds some ten times.
      Check("gives the worked example") { s in
        let model = try s.fit([[0, 1], [3, 5], [6, 9]], 1)
        expect(model.mean, equals: [3, 5], within: .ulps(4), "The mean of each column.", what: "the mean")
        expect(model.variance, equals: [25], within: .ulps(64), "(25 + 0 + 25)/(3 − 1).", what: "the variance")
        expect(model.ratio, equals: [1], within: .ulps(64), "The points lie on a line.", what: "the ratio")
        guard model.components.count == 1 else {
          return expect(false, "one component was asked for, \(model.components.count) came")
        }
        expect(
          model.components[0], equalsUpToSign: [0.6, 0.8], within: .absolute(64 * 0x1p-52),
          "From (3, 5) to (6, 9) it is (3, 4).", what: "the component")
      },
      // Variances of size 4: 150 rows, some ten rotations. The gap between the second and third is 0.16.
      Check("agrees with scikit-learn on iris") { s in
        let x = try iris.get()
        let model = try s.fit(x, 2)
        let advice = "In centimetres, centred, not scaled; the divisor is n − 1."
        expect(
          model.mean, equals: [5.843333333333335, 3.057333333333334, 3.7580000000000027, 1.199333333333334],
          within: .relative(1e-13), advice, what: "the mean of iris")
        expect(
          model.variance, equals: [4.228241706034864, 0.24267074792863336], within: .ofLargest(1e-11), advice,
          what: "two variances of iris")
        expect(
          model.ratio, equals: [0.9246187232017271, 0.05306648311706782], within: .absolute(1e-11),
          "Each over the sum of all four variances.", what: "two ratios of iris")
        expect(
          projector(model.components, 4), equals: irisProjector, within: .absolute(1e-10),
          "Σ vᵢ·vᵢᵀ does not depend on signs.", what: "the projector onto two components of iris")
      },
      // 30·23·ε, as the statement says, times 200 for the variance: below 10⁻¹⁰. Signs and bases do not matter here.
      Check("has orthonormal components with the variances it says", cases: 3) { s, random in
        let x = data(23, means: [10, -4, 0, 7, 0], using: &random)
        let model = try s.fit(x, 5)
        guard model.components.map(\.count) == [5, 5, 5, 5, 5], model.variance.count == 5, model.ratio.count == 5,
          model.mean.count == 5
        else { return expect(false, "five components of 23 rows of 5 numbers have not the shapes (5, 5), 5, 5 and 5") }
        expect(
          model.components.map { a in model.components.map { dot(a, $0) } }, equals: diagonal([1, 1, 1, 1, 1]),
          within: .absolute(1e-12), "The rows of Vᵀ are orthonormal.", what: "V·Vᵀ, the components with each other,")
        expect(model.variance, is: .nonIncreasing, "The largest variance first.", what: "the variances")
        let scores = x.map { row in model.components.map { dot(difference(row, model.mean), $0) } }
        let centre = means(scores)
        expect(
          centre, equals: [0, 0, 0, 0, 0], within: .absolute(1e-12), "μ is the mean.", what: "the mean of all scores")
        let covariances = covariance(scores)
        expect(
          covariances, equals: diagonal(model.variance),
          within: .absolute(1e-10), "Scores are uncorrelated, and λ is the variance of each.",
          what: "the covariance of the scores")
        let own = covariance(x)
        let total = own[0][0] + own[1][1] + own[2][2] + own[3][3] + own[4][4]
        let three = try s.fit(x, 3)
        expect(
          three.ratio, equals: model.variance.prefix(3).map { $0 / total }, within: .absolute(1e-12),
          "A share of the variance of all columns, kept or not.", what: "the ratios of three components")
      },
      // The centre is rounded to ε·1000, the variances to 10⁻¹³ of themselves; the gaps are 10⁻² or more.
      Check("moves only its mean when the data move", cases: 2) { s, random in
        let x = data(23, means: [0, 0, 0, 0, 0], using: &random)
        let (near, far) = (try s.fit(x, 1), try s.fit(x.map { $0.map { $0 + 1000 } }, 1))
        let advice = "Without centring, data far from the origin have their first direction from it to them."
        expect(
          projector(far.components, 5), equals: projector(near.components, 5), within: .absolute(1e-7), advice,
          what: "the projector onto one component, all numbers raised by 1000,")
        expect(far.variance, equals: near.variance, within: .relative(1e-9), advice, what: "its variance")
      },
      // Powers of two: the same digits, but for a threshold on the way.
      Check("does not depend on the unit", cases: 2) { s, random in
        let x = data(23, means: [1, -1, 0, 2, 0], using: &random)
        let unit = 0x1p-40
        let (one, other) = (try s.fit(x, 4), try s.fit(x.map { $0.map { $0 * unit } }, 4))
        let advice = "Data of small numbers vary as others do: nothing but 0 is no variance."
        expect(
          other.variance.map { $0 / (unit * unit) }, equals: one.variance, within: .relative(1e-10), advice,
          what: "the variances in another unit, 2⁴⁰ times as large, times 2⁸⁰")
        expect(
          other.ratio, equals: one.ratio, within: .relative(1e-10), advice,
          what: "the ratios in another unit, 2⁴⁰ times as large")
      },
      // 2/3 and 1/3: a few roundings of numbers up to 20.
      Check("places rows, and brings them back") { s in
        let third = 1.0 / 3
        let model = Fitted(
          mean: [1, 20, -5], components: [[2 * third, 2 * third, third], [-2 * third, third, 2 * third]],
          variance: [9, 4], ratio: [0.6, 0.3])
        let rows: [[Double]] = [[4, 23, -5], [1, 20, -5], [1, 20, -2], [-2, 20, 1]]
        let scores: [[Double]] = [[4, -1], [0, 0], [1, 2], [0, 6]]
        let advice = "(x − μ)·v with the model's own μ, for each v."
        expect(
          try s.transform(model, rows), equals: scores, within: .absolute(128 * 0x1p-52), advice,
          what: "scores of four rows")
        for (row, score) in zip(rows, scores) {
          expect(
            try s.transform(model, [row]), equals: [score], within: .absolute(128 * 0x1p-52),
            "The frame was fixed when the model was fitted.", what: "the scores of \(row) alone")
        }
        expect(
          try s.inverse(model, [[3, 0], [0, 3], [0, 0], [-3, 6]]),
          equals: [[3, 22, -4], [-1, 21, -3], [1, 20, -5], [-5, 20, -2]], within: .absolute(128 * 0x1p-52),
          "μ + Σ score·v.", what: "the rows with the scores (3, 0), (0, 3), (0, 0), (−3, 6)")
        // A third direction, orthogonal to both.
        let whole = Fitted(
          mean: model.mean, components: model.components + [[third, -2 * third, 2 * third]], variance: [9, 4, 1],
          ratio: [0.6, 0.3, 0.1])
        expect(
          try s.transform(whole, [[4, 23, -5], [2, 18, -3]]), equals: [[4, -1, -1], [0, 0, 3]],
          within: .absolute(128 * 0x1p-52), advice, what: "three scores of (4, 23, −5) and (2, 18, −3)")
        expect(
          try s.inverse(whole, [[4, -1, -1], [0, 0, 3]]), equals: [[4, 23, -5], [2, 18, -3]],
          within: .absolute(128 * 0x1p-52), "μ + Σ score·v, over all scores of a row.",
          what: "the rows with the scores (4, −1, −1) and (0, 0, 3)")
        expect(try s.transform(model, []), equals: [[Double]](), "No rows.", what: "scores of no rows")
        expect(try s.inverse(model, []), equals: [[Double]](), "No scores.", what: "rows of no scores")
      },
      // Rank 5 of 6 rows in 11 dimensions; errors as above.
      Check("takes fewer rows than columns", cases: 2) { s, random in
        let x = data(6, means: [Double](repeating: 3, count: 11), using: &random)
        let model = try s.fit(x, 6)
        guard model.variance.count == 6, model.components.count == 6, model.components.allSatisfy({ $0.count == 11 })
        else { return expect(false, "six components of 6 rows of 11 numbers have not the shapes (6, 11) and 6") }
        expect("the fifth variance of 6 rows in 11 dimensions", model.variance[4], atLeast: 1e-3)
        expect(
          "the sixth variance of 6 rows in 11 dimensions", abs(model.variance[5]), atMost: 1e-10,
          "After centring the six rows add up to 0: they span five dimensions.")
        let back = x.map { row in
          let scores = model.components.prefix(5).map { dot(difference(row, model.mean), $0) }
          return model.mean.indices.map { j in
            (0..<5).reduce(model.mean[j]) { $0 + scores[$1] * model.components[$1][j] }
          }
        }
        expect(
          back, equals: x, within: .absolute(1e-11), "Five components hold all of six rows.", what: "the rows, rebuilt")
      },
      Check("takes data that do not vary") { s in
        let flat = try s.fit([[0.5, 2], [0.5, 2], [0.5, 2], [0.5, 2]], 2)
        expect(flat.variance, equals: [0, 0], "No variance.", what: "the variances of equal rows")
        expect(flat.ratio, equals: [0, 0], "0/0 is no share: 0 is agreed.", what: "the ratios of equal rows")
        let rounded = try s.fit([[0.1, 0.7], [0.1, 0.7], [0.1, 0.7]], 2)
        let advice = """
          The mean of three 0.1 is 0.1 + 10⁻¹⁷. Subtract the first row from all before you take means: equal numbers are \
          exactly 0 then.
          """
        expect(rounded.ratio, equals: [0, 0], advice, what: "the ratios of three rows (0.1, 0.7)")
        expect(  // a mean that is off by a few ε, squared
          rounded.variance, equals: [0, 0], within: .absolute(64 * 0x1p-104), advice,
          what: "the variances of three rows (0.1, 0.7)")
        let column = try s.fit([[1, 7, 0], [2, 7, 1], [3, 7, 5], [0, 7, 2]], 2)
        expect(
          column.components.map { $0.count > 1 ? $0[1] : .nan }, equals: [0, 0], within: .absolute(64 * 0x1p-52),
          "Nothing varies along a constant column.", what: "the constant column's entries in two components")
        let again = try s.fit([[1, 7, 0], [2, 7, 1], [3, 7, 5], [0, 7, 2]], 2)
        expect(again.components, equals: column.components, "Nothing is drawn.", what: "the components of a second fit")
      },
      Check("says what is wrong") { s in
        func expectError(_ error: PrincipalComponentsError, _ x: [[Double]], _ k: Int, line: Int = #line) {
          expect(throws: error, "In the order of the table; rows and columns count from 0.", line: line) {
            try s.fit(x, k)
          }
        }
        expectError(.rows(0), [], 1)
        expectError(.rows(1), [[1, .nan]], 7)
        expectError(.length(row: 1), [[1, 2], [3], [4, .nan]], 9)
        expectError(.notFinite(row: 1, column: 1), [[1, 2], [3, .infinity], [4]], 1)
        expectError(.notFinite(row: 2, column: 0), [[1, 2], [3, 4], [.nan, 1]], 0)
        expectError(.components(0), [[1, 2], [3, 5]], 0)
        expectError(.components(-1), [[1, 2], [3, 5]], -1)
        expectError(.components(3), [[1, 2], [3, 5], [4, 4]], 3)
        expectError(.components(3), [[1, 2, 3, 4], [3, 5, 1, 1]], 3)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "not centred", .right { $0.centres = false },
        """
        Without centring the first component points at the mean, not along the spread. Subtract the column means first.
        """),
      Misconception(
        "variances with n", .right { $0.variance = { sigma, n in sigma * sigma / n } },
        """
        σ²/n describes these rows; the estimate of the variance, as in a covariance matrix, divides by n − 1.
        """),
      Misconception(
        "deviations for variances", .right { $0.variance = { sigma, n in sigma / (n - 1).squareRoot() } },
        """
        σ/√(n − 1) is the standard deviation of the scores. Asked are variances, whose sum is that of the columns.
        """),
      Misconception(
        "σ² not divided", .right { $0.variance = { sigma, _ in sigma * sigma } },
        """
        σ² is a sum over n rows: it grows with the table. Divide by n − 1.
        """),
      Misconception(
        "the quietest first", .right { $0.isAscending = true },
        """
        You kept the quietest directions. Eigen-solvers list the smallest first; sort by variance, largest first.
        """),
      Misconception(
        "ratios among those that are kept", .right { $0.sharesOfKept = true },
        """
        Two of four components then always explain 100 %. The sum is over all variances, also of what is left out.
        """),
      Misconception(
        "ratios of the singular values", .right { $0.sharesOfSigma = true },
        """
        σ/Σσ is no share of anything that adds up. Variances do: σ²/Σσ².
        """),
      Misconception(
        "V the other way round", .right { $0.transposes = true },
        """
        You took rows of V where its columns belong: entry j of each component instead of component j. V's columns are \
        the vectors v.
        """),
      Misconception(
        "columns scaled to variance 1", .right { $0.standardises = true },
        """
        Then all columns count the same, and it is the correlation matrix that is decomposed. Often wise, but not asked: \
        the data come in the units that the caller chose.
        """),
      Misconception(
        "components with the length of their deviation", .right { $0.loads = true },
        """
        v·√λ are loadings. Components have length 1, so that scores are lengths in the units of the data.
        """),
      Misconception(
        "scores whitened", .right { $0.whitens = true },
        """
        Divided by √λ all scores have variance 1, and what was large and what was small cannot be seen any more. Asked is \
        (x − μ)·v.
        """),
      Misconception(
        "new rows with their own mean", .right { $0.ownMean = true },
        """
        One new flower would always land at the origin. The frame was fixed when you fitted: use its mean.
        """),
      Misconception(
        "the mean forgotten in transform", .right { $0.centresScores = false },
        """
        x·v is measured from the origin of the data. Scores are measured from μ: (x − μ)·v.
        """),
      Misconception(
        "the mean forgotten on the way back", .right { $0.returnsMean = false },
        """
        Scores are distances from μ, so what they rebuild is x − μ. Add μ.
        """),
      Misconception(
        "0/0 for data that do not vary", .right { $0.guardsTotal = false },
        """
        The sum of the variances can be 0, and NaN goes on from there. Agreed is the ratio 0.
        """),
      Misconception(
        "small variances taken for none", .right { $0.leastTotal = 1e-12 },
        """
        Variances have a unit, and squared: in kilometres they are 10⁻⁶ of those in metres. The shares are the same in every \
        unit; only a total of exactly 0 has none.
        """),
      Misconception(
        "rounding taken for variance", .right { $0.shifts = false },
        """
        The mean of equal numbers may be rounded, and what is left of them is 10⁻¹⁷ instead of 0: its share of itself is 1. \
        Subtract the first row from all rows, then take means of the differences.
        """),
      Misconception(
        "more components than there are", .right { $0.clips = true },
        """
        You give as many as there are. Who asked for more will index what does not exist: say so with `.components(k)`.
        """),
      Misconception(
        "one row fitted", .right { $0.least = 1 },
        """
        One row has no variance: 0/0. It needs two to vary.
        """),
      Misconception(
        "numbers not looked at", .right { $0.looks = false },
        """
        NaN in one cell makes NaN of a mean, and from there of everything, if the SVD comes back at all. Name its row and \
        column.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("eigenvectors of the covariance matrix", .right { $0.usesCovariance = true })
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let x = try iris.get()
        let scores = try s.transform.unrecorded(try s.fit.unrecorded(x, 2), x)
        var plot = Plot("Iris in your first two components", x: "first component", y: "second", hasEqualAxes: true)
        guard scores.count == 150, scores.allSatisfy({ $0.count == 2 }) else { return Figure([plot]) }
        for (k, species) in ["setosa", "versicolor", "virginica"].enumerated() {
          let own = scores[50 * k..<50 * (k + 1)]
          plot.scatter(own.map { $0[0] }, own.map { $0[1] }, name: species)
        }
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

private let irisProjector = [
  [0.56170908330221, 0.4488704960196131, 0.19575472692705753, 0.07992092170903],
  [0.4488704960196131, 0.5402797762311239, -0.1989979855596211, -0.08539683350739719],
  [0.19575472692705753, -0.1989979855596211, 0.7639426073033833, 0.32002216904273656],
  [0.07992092170903, -0.08539683350739719, 0.32002216904273656, 0.1340685331632833],
]

private let iris = Result {
  try Dataset("tabular/iris.csv").csv().numbers([
    "sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm",
  ])
}

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

private func difference(_ x: [Double], _ y: [Double]) -> [Double] { zip(x, y).map { $0 - $1 } }

private func diagonal(_ entries: [Double]) -> [[Double]] {
  entries.indices.map { i in entries.indices.map { i == $0 ? entries[i] : 0 } }
}

/// The covariance matrix, divisor n − 1.
private func covariance(_ x: [[Double]]) -> [[Double]] {
  let mean = means(x)
  var sums = diagonal(mean.map { _ in 0 })
  for row in x {
    for a in mean.indices {
      for b in mean.indices { sums[a][b] += (row[a] - mean[a]) * (row[b] - mean[b]) / Double(x.count - 1) }
    }
  }
  return sums
}

private func means(_ x: [[Double]]) -> [Double] {
  (x.first ?? []).indices.map { j in x.reduce(0) { $0 + $1[j] } / Double(x.count) }
}

/// Σ vᵢ·vᵢᵀ, shape (d, d).
private func projector(_ components: [[Double]], _ d: Int) -> [[Double]] {
  (0..<d).map { a in
    (0..<d).map { b in components.reduce(0) { $0 + ($1.count == d ? $1[a] * $1[b] : .nan) } }
  }
}

/// Independent columns, uniform, each narrower than the one before by a quarter, and turned against each other.
private func data(_ n: Int, means: [Double], using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<n).map { _ in
    var row = means
    var carried = 0.0
    for j in row.indices {
      let own = pow(0.75, Double(min(j, 6))) * Double.random(in: -8...8, using: &random)
      row[j] += own + 0.5 * carried
      carried = own
    }
    return row
  }
}

// MARK: - Wrong and right ways

/// How components are found, right unless one of these is changed.
private struct Way {
  var variance: (Double, Double) -> Double = { sigma, n in sigma * sigma / (n - 1) }
  var centres = true
  var isAscending = false
  var sharesOfKept = false
  var sharesOfSigma = false
  var transposes = false
  var standardises = false
  var loads = false
  var whitens = false
  var ownMean = false
  var centresScores = true
  var returnsMean = true
  var guardsTotal = true
  var leastTotal = 0.0
  var shifts = true
  var clips = false
  var least = 2
  var looks = true
  var usesCovariance = false

  func fit(_ x: [[Double]], _ k: Int) throws -> Fitted {
    guard x.count >= least, let first = x.first else { throw PrincipalComponentsError.rows(x.count) }
    var hasGaps = false
    for (i, row) in x.enumerated() {
      guard row.count == first.count else { throw PrincipalComponentsError.length(row: i) }
      guard let j = row.firstIndex(where: { !$0.isFinite }) else { continue }
      if looks { throw PrincipalComponentsError.notFinite(row: i, column: j) }
      hasGaps = true
    }
    let most = min(x.count, first.count)
    guard k >= 1, k <= most || clips else { throw PrincipalComponentsError.components(k) }
    let n = Double(x.count)
    var mean = means(x)
    if shifts, !hasGaps {
      let rise = means(x.map { difference($0, first) })
      mean = first.indices.map { first[$0] + rise[$0] }
    }
    if hasGaps { return Fitted(mean: mean, components: [], variance: [.nan], ratio: [.nan]) }
    var z = x.map { centres ? difference($0, mean) : $0 }
    if standardises {
      let scales = first.indices.map { j in (z.reduce(0) { $0 + $1[j] * $1[j] } / (n - 1)).squareRoot() }
      z = z.map { zip($0, scales).map { $1 == 0 ? 0 : $0 / $1 } }
    }
    var (sigma, v): ([Double], [[Double]])
    if usesCovariance {
      let gram = first.indices.map { a in first.indices.map { b in z.reduce(0) { $0 + $1[a] * $1[b] } } }
      let eigen = try SymmetricEigen(Matrix(gram))
      sigma = eigen.values.map { max(0, $0).squareRoot() }.reversed()
      v = eigen.vectorsByRow.rows.reversed()
    } else {
      let svd = try SVD(Matrix(z))
      (sigma, v) = (svd.singularValues.map { $0 }, svd.vTransposed.rows)
    }
    sigma = Array(sigma.prefix(most))
    if transposes { v = first.indices.map { j in v.map { $0[j] } } }
    if isAscending { (sigma, v) = (sigma.reversed(), v.prefix(most).reversed()) }
    let variances = sigma.map { variance($0, n) }
    let kept = variances.prefix(k)
    let total = (sharesOfSigma ? sigma : sharesOfKept ? Array(kept) : variances).reduce(0, +)
    return Fitted(
      mean: mean,
      components: zip(v.prefix(k), kept).map { v, variance in v.map { loads ? $0 * variance.squareRoot() : $0 } },
      variance: Array(kept),
      ratio: (sharesOfSigma ? sigma : variances).prefix(k).map { guardsTotal && total <= leastTotal ? 0 : $0 / total })
  }

  func transform(_ model: Fitted, _ x: [[Double]]) -> [[Double]] {
    let mean = ownMean ? means(x) : centresScores ? model.mean : model.mean.map { _ in 0 }
    return x.map { row in
      zip(model.components, model.variance).map { v, variance in
        dot(difference(row, mean), v) / (whitens ? variance.squareRoot() : 1)
      }
    }
  }

  func inverse(_ model: Fitted, _ scores: [[Double]]) -> [[Double]] {
    scores.map { row in
      model.mean.indices.map { j in
        row.indices.reduce(returnsMean ? model.mean[j] : 0) { $0 + row[$1] * model.components[$1][j] }
      }
    }
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      fit: .init { try fixed.fit($0, $1) }, transform: .init { fixed.transform($0, $1) },
      inverse: .init { fixed.inverse($0, $1) })
  }
}
