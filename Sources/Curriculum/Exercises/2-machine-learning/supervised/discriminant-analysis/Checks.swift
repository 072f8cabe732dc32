import Checking
import Glibc
import LabData

enum DiscriminantError: Error, Equatable {
  case noRows
  case labels(rows: Int, labels: Int)
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
  case emptyClass(Int)
  case singular(class: Int?)
}

/// What a model is fitted to.
struct Examples {
  var x: [[Double]]
  var y: [Int]
  var classes: Int
  var isPooled: Bool
}

struct Submission {
  /// Of examples to fit and rows to ask about.
  var logProbabilities: Function<Examples, [[Double]], [[Double]]>
  var predict: Function<Examples, [[Double]], [Int]>
}

enum Discriminants: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let x: [[Double]] = [[0], [2], [3], [7], [3], [7]]
        let y = [0, 0, 1, 1, 1, 1]
        // A few operations a number.
        expect(
          try s.logProbabilities(Examples(x: x, y: y, classes: 2, isPooled: true), [[3]]),
          equals: [[log(1.0 / 3), log(2.0 / 3)]], within: .absolute(1e-14),
          "Pooled variance 3; at x = 3 both densities are equal.")
        let a = exp(-2.0) / (exp(-2) + exp(-0.5))
        expect(
          try s.logProbabilities(Examples(x: x, y: y, classes: 2, isPooled: false), [[3]]),
          equals: [[log(a), log(1 - a)]], within: .absolute(1e-14),
          "Variances 1 and 4: log ⅓ − 2 − 0 against log ⅔ − ½ − log 2.")
        expectLabels(
          try s.predict(Examples(x: x, y: y, classes: 2, isPooled: true), [[3], [2.5], [2.4], [-9]]), [1, 1, 0, 0])
        let even: [[Double]] = [[0], [2], [4], [6]]
        for isPooled in [true, false] {
          expectLabels(
            try s.predict(Examples(x: even, y: [1, 1, 0, 0], classes: 2, isPooled: isPooled), [[3]]), [0],
            "Of equally probable classes the smallest.")
        }
      },
      // The definition with the inverse and the determinant of a 2×2 matrix. Conditions are below 10³, and so few
      // operations lose less than 10⁶·ε of the largest.
      Check("follows the definition in two columns", cases: 4) { s, random in
        let (x, y) = blobs(31, 2, using: &random)
        let rows = (0..<5).map { _ in (0..<2).map { _ in Double.random(in: -4...4, using: &random) } }
        for isPooled in [true, false] {
          expect(
            try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: isPooled), rows),
            equals: rows.map { definition(x, y, isPooled, $0) }, within: .ofLargest(1e-9),
            isPooled
              ? "One covariance around each class's own mean, divided by n."
              : "Each class its own covariance, divided by n_k, and its own determinant.",
            what: "log p of 5 rows, \(isPooled ? "pooled" : "each class its own covariance"),")
        }
      },
      Check("is the same, linear or quadratic, when all classes have one shape", cases: 2) { s, random in
        let shape = (0..<9).map { _ in (0..<3).map { _ in Double.random(in: -1...1, using: &random) } }
        let moves: [[Double]] = [[0, 0, 0], [2, 1, -1], [-1, 3, 2]]
        let x = moves.flatMap { move in shape.map { row in row.indices.map { row[$0] + move[$0] } } }
        let y = (0..<3).flatMap { k in shape.map { _ in k } }
        let rows = (0..<4).map { _ in (0..<3).map { _ in Double.random(in: -3...3, using: &random) } }
        let linear = try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: true), rows)
        expect(
          try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: false), rows), equals: linear,
          within: .ofLargest(1e-9), "Each class is a copy of the others, moved: all covariances are equal.")
      },
      Check("does not depend on units, origin or the mix of columns", cases: 2) { s, random in
        let (x, y) = blobs(40, 3, using: &random)
        let rows = (0..<4).map { _ in (0..<3).map { _ in Double.random(in: -4...4, using: &random) } }
        let move = { (row: [Double]) -> [Double] in
          [1e-7 * (row[0] + 0.5 * row[1]), 5 * row[1] - row[2] + 30, 1e6 * (row[2] + 0.25 * row[0])]
        }
        for isPooled in [true, false] {
          let right = try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: isPooled), rows)
          expect(
            try s.logProbabilities(Examples(x: x.map(move), y: y, classes: 3, isPooled: isPooled), rows.map(move)),
            equals: right, within: .ofLargest(1e-8),
            "The determinants of all classes change by the same factor, distances in standard deviations not at all.",
            what: "log p after an invertible map of all rows, \(isPooled ? "pooled" : "each class its own covariance"),"
          )
          let turned = Array(x.indices.reversed())
          let order = [2, 0, 1]  // class k is called order[k]
          expect(
            try s.logProbabilities(
              Examples(x: turned.map { x[$0] }, y: turned.map { order[y[$0]] }, classes: 3, isPooled: isPooled), rows),
            equals: right.map { [$0[1], $0[2], $0[0]] }, within: .ofLargest(1e-9),
            what: "log p with the rows in reverse order and the classes renamed")
          // Rounded to 2⁻¹⁰ the sums of moved rows are exact, and so are their means but for 10⁻¹⁰; squares are not.
          let round = { (row: [Double]) in row.map { ($0 * 0x1p10).rounded() * 0x1p-10 } }
          let (near, asked) = (x.map(round), rows.map(round))
          let far = { (row: [Double]) in row.map { $0 + 0x1p20 } }
          expect(
            try s.logProbabilities(Examples(x: near.map(far), y: y, classes: 3, isPooled: isPooled), asked.map(far)),
            equals: try s.logProbabilities(Examples(x: near, y: y, classes: 3, isPooled: isPooled), asked),
            within: .ofLargest(1e-8), "Squares of numbers near 10⁶ have no digits left for a spread of 1.",
            what: "log p with 2²⁰ added to all entries, \(isPooled ? "pooled" : "each class its own covariance"),")
        }
      },
      Check("has finite logarithms far away") { s in
        let x: [[Double]] = [[0, 0], [1, 0], [0, 1], [1, 1], [3, 0], [5, 0], [3, 2], [5, 2.5]]
        for isPooled in [true, false] {
          let data = Examples(x: x, y: [0, 0, 0, 0, 1, 1, 1, 1], classes: 2, isPooled: isPooled)
          let far: [[Double]] = [[1e6, 3], [-1e6, -2e6], [2, 1]]
          expect(
            try s.logProbabilities(data, far),
            equals: far.map { definition(x, data.y, isPooled, $0) }.map { Array($0[..<2]) }, within: .ofLargest(1e-9),
            "exp(−10¹²) is 0, and 0/0 is NaN. Subtract the largest score before exp.",
            what: "log p far away, \(isPooled ? "pooled" : "each class its own covariance"),")
        }
        let one = Examples(x: x, y: x.map { _ in 0 }, classes: 1, isPooled: true)
        expect(try s.logProbabilities(one, [[9, 9]]), equals: [[0]], "One class: its probability is 1.")
        let none = Examples(x: [[], [], [], []], y: [0, 1, 1, 1], classes: 2, isPooled: false)
        expect(
          try s.logProbabilities(none, [[]]), equals: [[log(0.25), log(0.75)]], within: .ulps(4),
          "Without columns only the priors are known.")
      },
      Check("says which class has no covariance to work with") { s in
        let x: [[Double]] = [[0, 1], [1, 3], [2, 2], [5, 6], [6, 6], [8, 6], [1, 1], [2, 2.5], [3, 3]]
        let y = [0, 0, 0, 1, 1, 1, 2, 2, 2]
        func expectSingular(
          _ x: [[Double]], _ y: [Int], _ isPooled: Bool, _ label: Int?, _ advice: String, line: Int = #line
        ) {
          expect(throws: DiscriminantError.singular(class: label), advice, line: line) {
            try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: isPooled), [[0, 0]])
          }
        }
        expectSingular(x, y, false, 1, "Column 1 is 6 in all rows of class 1.")
        let works = try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: true), [[4, 4]])
        expect(
          works, equals: [definition(x, y, true, [4, 4])], within: .ofLargest(1e-9),
          "Pooled, the other classes give column 1 a variance.",
          what: "log p pooled, with column 1 constant in class 1,")
        expectSingular(
          [[0, 7], [1, 7], [3, 7], [4, 7], [6, 7], [9, 7]], [0, 0, 1, 1, 2, 2], true, nil, "Column 1 is constant.")
        expectSingular(x, [0, 0, 0, 0, 0, 1, 2, 2, 2], false, 1, "Class 1 has one row.")
        expectSingular(x, [2, 1, 2, 2, 1, 2, 0, 0, 0].map { 2 - $0 }, false, 1, "Two rows lie on a line.")
        // Dependent but for rounding, which leaves pivots of both signs.
        let squares: [Double] = [0, 1, 4, 9, 16, 25, 36, 49, 64]
        for factor in [0.3, 0.7, 1.1, 1.3, 2.3] {
          let line = squares.map { [0.1 * $0, factor * $0 + 1] }
          expectSingular(
            line, [0, 1, 2, 0, 1, 2, 0, 1, 2], true, nil,
            "Column 1 is \(10 * factor) times column 0, plus 1: what rounding leaves as a pivot is no variance. Compare l_jj² "
              + "with Σ_jj.")
          expectSingular(
            line, [0, 1, 2, 0, 1, 2, 0, 1, 2], false, 0,
            "In each class column 1 follows from column 0, but for rounding.")
        }
        // Column 1 is column 0 but for δ: all numbers are exact, and the share that is left is δ²/(1 + δ²).
        let crossed: [[Double]] = [[-1, -1], [1, -1], [-1, 1], [1, 1]]
        for (delta, isPooled) in [(0x1p-21, true), (0x1p-21, false), (0x1p-18, true), (0x1p-18, false)] {
          let x = (0..<3).flatMap { k in crossed.map { [$0[0] + Double(k), $0[0] + delta * $0[1]] } }
          let y = (0..<12).map { $0 / 4 }
          if delta < 0x1p-20 {
            expectSingular(x, y, isPooled, isPooled ? nil : 0, "The share left of column 1 is 2⁻⁴², less than 10⁻¹².")
          } else {
            expect(
              try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: isPooled), [[0, 0]]),
              equals: [definition(x, y, isPooled, [0, 0])], within: .ofLargest(1e-4),
              "The share left of column 1 is 2⁻³⁶, more than 10⁻¹².", what: "log p with a share of 1.5e-11 left,")
          }
        }
        // 10⁻⁴ of the first column's spread is plenty.
        let thin = x.map { row -> [Double] in [row[0], row[0] + 1e-4 * row[1] * row[1]] }
        expect(
          try s.logProbabilities(Examples(x: thin, y: y, classes: 3, isPooled: true), [[4, 4.01]]),
          equals: [definition(thin, y, true, [4, 4.01])], within: .ofLargest(1e-6),
          "The share that column 0 does not explain is about 10⁻⁸: small, but above 10⁻¹².",
          what: "log p with two columns that differ by 10⁻⁴")
      },
      Check("refuses what it cannot use") { s in
        let x: [[Double]] = [[1, 2], [3, 4], [5, 7], [4, 1]]
        let first = "The first row with a fault is named: its columns, then its entries, then its label."
        for (right, x, y) in [
          (DiscriminantError.noRows, [], []), (.noRows, [], [0]), (.labels(rows: 4, labels: 3), x, [0, 1, 9]),
          (.columns(row: 1), [[1, 2], [3], [.nan, 7], [4, 1]], [0, 1, 1, 0]),
          (.notFinite(row: 1, column: 1), [[1, 2], [3, .nan], [5], [4, 1]], [0, 9, 1, 0]),
          (.notFinite(row: 3, column: 0), [[1, 2], [3, 4], [5, 7], [.infinity, 1]], [0, 1, 1, 0]),
          (.label(row: 1), [[1, 2], [3, 4], [5], [4, 1]], [0, 3, 1, 0]), (.label(row: 0), x, [-1, 0, 1, 1]),
          (.emptyClass(1), x, [0, 0, 2, 2]), (.emptyClass(0), x, [2, 2, 2, 2]),
        ] {
          for isPooled in [true, false] {
            expect(throws: right, first) {
              try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: isPooled), [[0, 0]])
            }
          }
        }
      },
      // 40 digits by mpmath, which scikit-learn agrees with to 10⁻⁹: make_reference.py. Scaled to unit variances the
      // covariances have conditions below 10³; 13³ operations lose 10⁶·ε.
      Check("agrees with scikit-learn on wine, and names nearly every bottle") { s in
        let (x, y) = try wine.get()
        let rows = [0, 61, 73, 121, 177].map { x[$0] }
        expect(
          try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: true), rows),
          equals: [
            [-2.3258020014709577e-09, -19.87920091247057, -40.83906080016625],
            [-18.76108034245088, -0.033597185329592605, -3.410064761809303],
            [-6.106747379818596, -0.002230270466273474, -23.238202898935622],
            [-5.877840083727511, -0.002804757959931848, -34.41385263076814],
            [-39.71657333637841, -29.28699298170906, -1.9091207051072666e-13],
          ], within: .ofLargest(1e-8), "Divided by n, around the means of the classes.",
          what: "log p of five wines, pooled,")
        expect(
          try s.logProbabilities(Examples(x: x, y: y, classes: 3, isPooled: false), rows),
          equals: [
            [-3.953710811677955e-13, -28.55895162501855, -243.50930690139862],
            [-47.05843380808186, -9.024772880915053e-10, -20.825877592043035],
            [-39.94734560570858, -4.478042765138606e-18, -170.866089273617],
            [-76.19284986480439, -8.125792044471225e-34, -596.7207642018856],
            [-161.92252000296597, -82.41388068205956, -1.6147550083829792e-36],
          ], within: .ofLargest(1e-8), "Divided by n_k.", what: "log p of five wines, each class its own covariance,")
        var right = 0
        for fold in 0..<10 {
          let kept = x.indices.filter { $0 % 10 != fold }
          let tested = x.indices.filter { $0 % 10 == fold }
          let data = Examples(x: kept.map { x[$0] }, y: kept.map { y[$0] }, classes: 3, isPooled: true)
          right += zip(try s.predict(data, tested.map { x[$0] }), tested).count { $0 == y[$1] }
        }
        // scikit-learn is right on 177, with shuffled labels on 65 or fewer.
        expect(
          "the share of 178 wines that linear discriminants, which did not see them, name rightly",
          Double(right) / Double(x.count), atLeast: 0.98)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the covariance of all rows together", Way(centre: .all).submission,
        """
        Around the mean of all rows the distance between the classes counts as spread, and the better they are apart, the \
        wider each seems. Subtract the class's own mean.
        """),
      Misconception(
        "not centred", Way(centre: .none).submission,
        """
        Σ x·xᵀ/n is a covariance only if the mean is 0. Subtract the class's own mean first.
        """),
      Misconception(
        "priors left out", Way(prior: { _, _, _ in 0 }).submission,
        """
        Bayes' rule multiplies the density by the share of the class: a rare class needs more evidence. Add log π_k.
        """),
      Misconception(
        "priors counted twice", Way(prior: { count, n, _ in 2 * log(count / n) }).submission,
        """
        log π_k enters once, beside the density.
        """),
      Misconception(
        "divided by n − K and n_k − 1", Way(divisor: { count, lost in count - lost }).submission,
        """
        That estimate has no bias, and other programs use it; maximum likelihood, and scikit-learn, divide by n and by n_k.
        """),
      Misconception(
        "sums not divided", Way(divisor: { _, _ in 1 }).submission,
        """
        The sum of the products grows with the number of rows. A covariance is their mean.
        """),
      Misconception(
        "one covariance for all where each has its own", Way(kind: .pooled).submission,
        """
        With `pooled: false` every class keeps its own Σ_k; you answer with the linear model.
        """),
      Misconception(
        "each its own covariance where one was asked", Way(kind: .each).submission,
        """
        With `pooled: true` all classes share one Σ, and the borders are planes; you answer with the quadratic model.
        """),
      Misconception(
        "the plain mean of the covariances", Way(kind: .mean).submission,
        """
        Pooling weighs each class by its rows: Σ n_k·Σ_k/n. With classes of different size the plain mean is another matrix.
        """),
      Misconception(
        "the determinant left out", Way(usesDeterminant: false).submission,
        """
        The distance in standard deviations is not yet a density: a wide class is thin everywhere. −½·log det Σ_k differs \
        between classes unless they share Σ.
        """),
      Misconception(
        "scores not normalised", Way(normalises: .none).submission,
        """
        s_k is log π_k + log density, the joint density. Probabilities of the classes given x sum to 1: subtract \
        log Σ e^s.
        """),
      Misconception(
        "normalised after exp", Way(normalises: .plain).submission,
        """
        Far from all means every exp(s) is 0, and log 0 − log 0 is NaN. Subtract the largest score before exp.
        """),
      Misconception(
        "the largest class on a tie", Way(lastClass: true).submission,
        """
        Of equally probable classes the smallest is answered: keep the first, replace it only by something larger.
        """),
      Misconception(
        "singular only if the factorisation breaks down", Way(share: 0).submission,
        """
        Of two proportional columns rounding leaves a pivot of 10⁻¹⁷ or −10⁻¹⁷: by luck it passes, and the distances are \
        noise. Ask what share of Σ_jj is left.
        """),
      Misconception(
        "an absolute threshold for pivots", Way(isRelative: false).submission,
        """
        l_jj² has the unit of column j, squared: a length in kilometres is no worse than one in millimetres. Compare with \
        Σ_jj.
        """),
      Misconception(
        "a threshold of 10⁻⁶ for pivots", Way(share: 1e-6).submission,
        """
        A column of which 10⁻⁸ of the variance is its own still tells something, and Doubles carry it. The threshold is 10⁻¹².
        """),
      Misconception(
        "a threshold of 10⁻⁹ for pivots", Way(share: 1e-9).submission, threshold),
      Misconception(
        "a threshold of 10⁻¹⁴ for pivots", Way(share: 1e-14).submission, threshold),
      Misconception(
        "means of products less products of means", Way(moved: Way.Centre.none).submission,
        """
        On paper it is the same. But for a column near 10⁶ both terms are near 10¹², and their difference keeps the \
        rounding of 10⁻⁴ alone. Subtract the mean from the rows first.
        """),
      Misconception(
        "an empty class kept", Way(allowsEmpty: true).submission,
        """
        A class without rows has no mean. Give it probability 0 in silence and nobody learns that the labels are wrong.
        """),
      Misconception(
        "the pooled failure charged to class 0", Way(namesPooled: 0).submission,
        """
        The pooled covariance belongs to no class: `.singular(class: nil)`.
        """),
      Misconception(
        "labels not looked at", Way(looksAtLabels: false).submission,
        """
        A label outside 0 ..< K belongs to no class. Say so with its row.
        """),
      Misconception(
        "NaN let through", Way(looksAtValues: false).submission,
        """
        One NaN makes a mean NaN, and all distances from it. Refuse it with its row and column.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "covariances as means of products less products of means of moved rows", Way(moved: .all).submission)
    ]
  }
}

// MARK: - Parts of the checks

private let threshold = """
  What counts as explained is fixed, so that two programs refuse the same data: l_jj² ≤ 10⁻¹²·Σ_jj.
  """

private func expectLabels(
  _ got: @autoclosure () throws -> [Int], _ right: [Int], _ advice: String? = nil, line: Int = #line
) {
  expect(
    try got().map { Double($0) }, equals: right.map { Double($0) }, advice, what: "the predicted class of each row",
    line: line)
}

/// Three classes of different size, place and shape.
private func blobs(
  _ n: Int, _ d: Int, using random: inout some RandomNumberGenerator
) -> (x: [[Double]], y: [Int]) {
  let y = (0..<n).map { i in i % 7 < 4 ? 0 : i % 7 < 6 ? 1 : 2 }
  var x: [[Double]] = []
  for k in y {
    var row = (0..<d).map { _ in Double.random(in: -1...1, using: &random) * (1 + Double(k)) }
    row[0] += 2 * Double(k) + 0.5 * row[d - 1]
    row[d - 1] -= Double(k * k) / 2
    x.append(row)
  }
  return (x, y)
}

/// log p(k | x) by the formula for two columns, with the inverse and determinant of a 2×2 matrix written out.
private func definition(_ x: [[Double]], _ y: [Int], _ isPooled: Bool, _ row: [Double]) -> [Double] {
  let n = Double(y.count)
  let parts = (0...(y.max() ?? 0)).map { k in x.indices.filter { y[$0] == k }.map { x[$0] } }
  let means = parts.map { part in
    [part.reduce(0) { $0 + $1[0] } / Double(part.count), part.reduce(0) { $0 + $1[1] } / Double(part.count)]
  }
  var sums = parts.indices.map { k in
    parts[k].reduce(into: [0.0, 0, 0]) { sums, row in
      let (a, b) = (row[0] - means[k][0], row[1] - means[k][1])
      sums[0] += a * a
      sums[1] += a * b
      sums[2] += b * b
    }
  }
  let pooled = (0..<3).map { i in sums.reduce(0) { $0 + $1[i] } / n }
  for k in sums.indices { sums[k] = isPooled ? pooled : sums[k].map { $0 / Double(parts[k].count) } }
  let scores = sums.indices.map { k in
    let (p, q, r) = (sums[k][0], sums[k][1], sums[k][2])
    let determinant = p * r - q * q
    let (a, b) = (row[0] - means[k][0], row[1] - means[k][1])
    return log(Double(parts[k].count) / n) - log(determinant) / 2
      - (r * a * a - 2 * q * a * b + p * b * b) / (2 * determinant)
  }
  let largest = scores.max() ?? 0
  let total = largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
  return scores.map { $0 - total }
}

// MARK: - Real data

private let wine = Result {
  let table = try Dataset("tabular/wine.csv").csv()
  let y = try table.column("cultivar", as: Int.self).map { $0 ?? 0 }
  return (try table.numbers(Array(table.columns.dropLast())), y)
}

// MARK: - Wrong and right ways

/// All functions; each member can make them wrong in one place.
private struct Way {
  enum Centre { case own, all, none }
  enum Kind { case asked, pooled, each, mean }
  enum Normal { case careful, plain, none }

  var centre = Centre.own
  /// Of n_k, n and K.
  var prior: (Double, Double, Int) -> Double = { count, n, _ in log(count / n) }
  /// Of a count and how many means were estimated.
  var divisor: (Double, Double) -> Double = { count, _ in count }
  var kind = Kind.asked
  var usesDeterminant = true
  var normalises = Normal.careful
  var lastClass = false
  var share = 1e-12
  var isRelative = true
  var allowsEmpty = false
  var namesPooled: Int?
  var looksAtLabels = true
  var looksAtValues = true
  /// Sums of products as they are, less those of the means, of rows moved before or not; nil: as usual.
  var moved: Centre?

  private struct Model {
    var scores: [Double]  // what does not depend on the row
    var means: [[Double]]
    var factors: [[[Double]]]
  }

  private func fit(_ data: Examples) throws -> Model {
    let (x, y, classes) = (data.x, data.y, data.classes)
    guard !x.isEmpty else { throw DiscriminantError.noRows }
    guard x.count == y.count else { throw DiscriminantError.labels(rows: x.count, labels: y.count) }
    let d = x[0].count
    for i in x.indices {
      guard x[i].count == d else { throw DiscriminantError.columns(row: i) }
      for j in 0..<d where !x[i][j].isFinite && looksAtValues { throw DiscriminantError.notFinite(row: i, column: j) }
      if looksAtLabels { guard y[i] >= 0, y[i] < classes else { throw DiscriminantError.label(row: i) } }
    }
    let n = Double(x.count)
    let labels = y.map { max(0, min($0, classes - 1)) }
    var counts = [Double](repeating: 0, count: classes)
    let zero = [Double](repeating: 0, count: d)
    var means = [[Double]](repeating: zero, count: classes)
    var all = zero
    for (row, k) in zip(x, labels) {
      counts[k] += 1
      for j in 0..<d {
        means[k][j] += row[j]
        all[j] += row[j] / n
      }
    }
    for k in 0..<classes {
      guard counts[k] > 0 || allowsEmpty else { throw DiscriminantError.emptyClass(k) }
      for j in 0..<d where counts[k] > 0 { means[k][j] /= counts[k] }
    }
    let empty = [[Double]](repeating: zero, count: d)
    var sums = [[[Double]]](repeating: empty, count: classes)
    for (row, k) in zip(x, labels) {
      let middle = centre == .own ? means[k] : centre == .all ? all : zero
      for a in 0..<d {
        for b in 0..<d { sums[k][a][b] += (row[a] - middle[a]) * (row[b] - middle[b]) }
      }
    }
    if let moved {
      sums = (0..<classes).map { movedSums(x, labels, $0, moved == .all ? all : zero, means[$0]) }
    }
    var covariances = sums
    let isPooled = kind == .pooled || kind != .each && data.isPooled
    for k in 0..<classes {
      for a in 0..<d {
        for b in 0..<d {
          if !isPooled {
            covariances[k][a][b] = sums[k][a][b] / max(divisor(counts[k], 1), 1)
          } else if kind == .mean {
            covariances[k][a][b] =
              (0..<classes).reduce(0) { $0 + sums[$1][a][b] / max(counts[$1], 1) } / Double(classes)
          } else {
            covariances[k][a][b] = (0..<classes).reduce(0) { $0 + sums[$1][a][b] } / divisor(n, Double(classes))
          }
        }
      }
    }
    var factors: [[[Double]]] = []
    for k in 0..<classes {
      let isEmpty = counts[k] == 0
      guard let factor = isEmpty ? empty : factor(covariances[k]) else {
        throw DiscriminantError.singular(class: data.isPooled ? namesPooled : k)
      }
      factors.append(factor)
    }
    let scores = (0..<classes).map { k in
      prior(counts[k], n, classes)
        - (usesDeterminant ? factors[k].indices.reduce(0) { $0 + log(factors[k][$1][$1]) } : 0)
    }
    return Model(scores: scores, means: means, factors: factors)
  }

  private func movedSums(_ x: [[Double]], _ y: [Int], _ k: Int, _ all: [Double], _ mean: [Double]) -> [[Double]] {
    let part = x.indices.filter { y[$0] == k }.map { i in x[i].indices.map { x[i][$0] - all[$0] } }
    return all.indices.map { a in
      all.indices.map { b in
        part.reduce(0) { $0 + $1[a] * $1[b] } - Double(part.count) * (mean[a] - all[a]) * (mean[b] - all[b])
      }
    }
  }

  private func factor(_ a: [[Double]]) -> [[Double]]? {
    var l = a
    for j in a.indices {
      for i in j..<a.count {
        var entry = a[i][j]
        for k in 0..<j { entry -= l[i][k] * l[j][k] }
        if i == j {
          guard entry > 0, entry > share * (isRelative ? a[j][j] : 1) else { return nil }
          l[j][j] = entry.squareRoot()
        } else {
          l[i][j] = entry / l[j][j]
        }
      }
    }
    return l
  }

  private func logProbabilities(_ model: Model, _ row: [Double]) -> [Double] {
    let scores = model.scores.indices.map { k in
      var (z, square) = (row, 0.0)
      for i in row.indices {
        z[i] -= model.means[k][i]
        for j in 0..<i { z[i] -= model.factors[k][i][j] * z[j] }
        z[i] /= model.factors[k][i][i]
        square += z[i] * z[i]
      }
      return model.scores[k] - square / 2 - (normalises == .none ? Double(row.count) * log(2 * .pi) / 2 : 0)
    }
    if normalises == .none { return scores }
    let largest = normalises == .plain ? 0 : scores.max() ?? 0
    let sum = scores.reduce(0) { $0 + exp($1 - largest) }
    return scores.map { normalises == .plain ? log(exp($0) / sum) : $0 - largest - log(sum) }
  }

  var submission: Submission {
    Submission(
      logProbabilities: .init { data, rows in
        let model = try fit(data)
        return rows.map { logProbabilities(model, $0) }
      },
      predict: .init { data, rows in
        let model = try fit(data)
        return rows.map { row in
          let scores = logProbabilities(model, row)
          let most = scores.max() ?? 0
          return (lastClass ? scores.lastIndex(of: most) : scores.firstIndex(of: most)) ?? 0
        }
      })
  }
}
