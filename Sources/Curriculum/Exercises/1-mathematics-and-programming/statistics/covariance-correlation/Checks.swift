import Checking
import Glibc
import LabData

struct NotANumber: Error {
  var index: Int
}

struct Submission {
  var covarianceMatrix: Function<[[Double]], [[Double]]>
  var correlationMatrix: Function<[[Double]], [[Double]]>
  var ranks: Function<[Double], [Double]>
  var spearman: Function<[Double], [Double], Double>
  var correlationsWithin: Function<[Double], [Double], [Int], Int, [Double]>
}

enum CovarianceCorrelation: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Small integers: the covariances are exact; a correlation has a root, a quotient or two, and the rounding of √7.
      Check("gives the worked example") { s in
        let x: [[Double]] = [[1, 10], [2, 14], [6, 12]]
        expect(
          try s.covarianceMatrix(x), equals: [[7, 1], [1, 4]], within: .ulps(8),
          "c₀₀ = (4 + 1 + 9)/2, c₀₁ = (4 − 2 + 0)/2, c₁₁ = (4 + 4 + 0)/2.")
        let r = 1 / 28.0.squareRoot()
        expect(
          try s.correlationMatrix(x), equals: [[1, r], [r, 1]], within: .ulps(8),
          "The covariance divided by both standard deviations, √7 and √4.")
        expect(try s.ranks([10, 20, 20, 5]), equals: [2, 3.5, 3.5, 1], "The two 20 take up ranks 3 and 4.")
        expect(try s.spearman([1, 2, 6], [10, 14, 12]), equals: 0.5, within: .ulps(8))
      },
      // The right covariance is (n·Σxy − Σx·Σy)/(n·(n − 1)), exact in integers. Deviations are at most 64, so the sums
      // of products stay below n·64², and n + 4 roundings move them, the mean's included.
      Check("gives the exact covariance of whole numbers", holdingFor: 25) { s, draws in
        let (n, d) = (draws.integer(in: 2...7), draws.integer(in: 1...3))
        let x = (0..<n).map { _ in (0..<d).map { _ in draws.integer(in: 0...64) - 32 } }
        expect(
          try s.covarianceMatrix(x.map { $0.map(Double.init) }), equals: exactCovariance(x),
          within: .rounding(operations: 2 * (n + 4), scale: 64 * 64),
          "Of each column subtract its mean; sum the products over the rows; divide by n − 1.")
      },
      // A mean near m = 10⁹ is known to n·ε·m, and so each of n products of deviations up to 64 to 64·n·ε·m at worst.
      Check("keeps its digits far from zero", cases: 4) { s, random in
        let n = 7
        let x = (0..<n).map { _ in (0..<3).map { _ in Int.random(in: -32...32, using: &random) } }
        expect(
          try s.covarianceMatrix(x.map { $0.map { 1e9 + Double($0) } }), equals: exactCovariance(x),
          within: .rounding(operations: 2 * n, scale: 64e9),
          """
          Moving a column does not change its covariances. E[xy] − E[x]·E[y] subtracts two numbers near 10¹⁸, whose last \
          bit is worth 128.
          """,
          what: "the covariance of \(x) with 10⁹ added to every entry")
      },
      // |r| > 0.2 for each pair, so n + 4 roundings of √(c_ii·c_jj) are at most 5·(n + 4) of |c_ij|.
      Check("agrees with NumPy and SciPy on the penguins") { s in
        let x = try penguins.get().measures
        let nearly = Tolerance.ulps(5 * Double(x.count + 8))
        expect(try s.covarianceMatrix(x), equals: numPyCovariance, within: nearly, what: "the penguins' covariance")
        expect(
          try s.correlationMatrix(x), equals: numPyCorrelation, within: nearly,
          "Divide c_ij by the standard deviations of both columns, the roots of c_ii and c_jj.",
          what: "the penguins' correlation")
        expect(
          try s.spearman(x.map { $0[0] }, x.map { $0[2] }), equals: 0.6727719416255543, within: nearly,
          "Many birds have flippers of equal length: equal values share their mean rank.",
          what: "Spearman's ρ of the penguins' bill and flipper length")
        expect(
          try s.spearman(x.map { $0[1] }, x.map { $0[3] }), equals: -0.43237222141304366, within: nearly,
          what: "Spearman's ρ of the penguins' bill depth and body mass")
      },
      Check("finds that each species says the opposite of all") { s in
        let birds = try penguins.get()
        let (length, depth) = (birds.measures.map { $0[0] }, birds.measures.map { $0[1] })
        let nearly = Tolerance.ulps(5 * Double(length.count + 8))
        expect(
          try s.correlationsWithin(length, depth, birds.species, 3),
          equals: [0.3914916918358761, 0.6433839465253384, 0.6535362081800427], within: nearly,
          "Each group has its own means: look at its pairs as if there were no others.",
          what: "the correlation of bill length and depth in each of the three species")
        expect(
          try s.correlationsWithin(length, depth, length.map { _ in 0 }, 1), equals: [-0.2350528703555328],
          within: nearly, "If all belong to one group its correlation is that of all.",
          what: "the correlation of bill length and depth with all birds in group 0")
      },
      // Halves of whole numbers: exact.
      Check("ranks by counting", holdingFor: 25) { s, draws in
        let x = (0..<draws.integer(in: 0...8)).map { _ in Double(draws.integer(in: 0...5)) }
        let right = x.map { value in
          Double(1 + x.count { $0 < value }) + Double(x.count { $0 == value } - 1) / 2
        }
        expect(
          try s.ranks(x), equals: right,
          "With a smaller values before it and b values equal to it, itself counted, they take up ranks a + 1 … a + b.")
        for (start, step) in [(1, 0x1p-52), (-1, 0x1p-40), (1e9, 0x1p-23), (0, 0x1p-40), (0, 0x1p-1074), (0, 0x1p1000)]
        {
          let close = x.map { start + $0 * step }  // all of them Doubles
          expect(
            try s.ranks(close), equals: right,
            "Values are equal or they are not: \(close), steps of \(step) from \(start), have the ranks of \(x).")
        }
      },
      // Ranks up to n = 8 are halves, their sums exact; the correlation is rounded a few times.
      Check("sees only the order in Spearman's ρ", holdingFor: 20) { s, draws in
        let x = (0..<8).map { _ in Double(draws.integer(in: 0...5)) }
        let y = (0..<8).map { _ in Double(draws.integer(in: 0...5)) }
        let rho = try s.spearman(x, y)
        let advice = "Exp and the cube leave every value in its place, and so every rank."
        expect(
          try s.spearman(x.map { exp($0) }, y.map { $0 * $0 * $0 }), equals: rho, advice)
        expect(
          try s.spearman(x.map { 1 + $0 * 0x1p-52 }, y.map { $0 * 0x1p-1074 }), equals: rho,
          "Values an ulp apart are as different as 0 and 1.")
        expect(
          try s.spearman(x, y.map { -$0 }), equals: -rho, within: .absolute(16 * 0x1p-52),
          "Turned round, rank k becomes n + 1 − k, in ties as well.")
      },
      Check("answers at the edges") { s in
        let nan = Double.nan
        expect(try s.covarianceMatrix([]), equals: [[Double]](), "No row: nobody knows d.")
        expect(try s.correlationMatrix([]), equals: [[Double]]())
        expect(try s.covarianceMatrix([[3, 4]]), equals: [[nan, nan], [nan, nan]], "n − 1 is 0: 0/0.")
        expect(try s.correlationMatrix([[3, 4]]), equals: [[nan, nan], [nan, nan]])
        let constant = "A column without spread has no correlation with anything, not even with itself."
        expect(
          try s.correlationMatrix([[1, 5], [2, 5], [4, 5]]), equals: [[1, nan], [nan, nan]], within: .ulps(8), constant)
        expect(
          try s.correlationMatrix([[1, 0.1], [2, 0.1], [4, 0.1]]), equals: [[1, nan], [nan, nan]], within: .ulps(8),
          "0.1 + 0.1 + 0.1 rounds, so the deviations are not 0 but 10⁻¹⁷. Ask the values, not the variance.")
        let (tiny, r) = (0x1p-300, -3 / (28.0 / 3).squareRoot())
        expect(
          try s.correlationMatrix([[1, tiny], [2, 0], [4, -tiny]]), equals: [[1, r], [r, 1]], within: .ulps(8),
          "A spread of 10⁻⁹⁰ is small, but it is one: no threshold.")
        // n·ε·(1 + m/s) with n = 4, m near 1 and s above 2⁻⁴⁴.
        expect(
          try s.correlationMatrix([0, 1, 2, 5].map { [$0, 1 + 0x1p-44 * $0] }), equals: [[1, 1], [1, 1]],
          within: .absolute(4 * 0x1p-52 * 0x1p44),
          "Its values agree in thirteen digits, yet the second column is not constant: constant means equal by ==.",
          what: "the correlation of 0, 1, 2, 5 with 1 + 2⁻⁴⁴ times the same")
        expect(
          try s.covarianceMatrix([[1, nan, 2], [3, 4, 6]]), equals: [[2, nan, 4], [nan, nan, nan], [4, nan, 8]],
          "NaN in one column says nothing about the others.")
        expect(try s.ranks([]), equals: [Double]())
        expect(try s.ranks([7]), equals: [1])
        expect(try s.ranks([.infinity, -2, 0, -.infinity, -0.0]), equals: [5, 2, 3.5, 1, 3.5])
        expect(throws: NotANumber(index: 1), "NaN has no place in the order.") { try s.ranks([3, nan, 1, nan]) }
        expect(throws: NotANumber(index: 2), "x comes first.") { try s.spearman([3, 1, nan], [nan, 1, 2]) }
        expect(throws: NotANumber(index: 0), "y is ranked, too.") { try s.spearman([3, 1, 4], [nan, 1, 2]) }
        expect(try s.spearman([1, 2, 3], [4, 4, 4]), equals: nan, constant)
        expect(try s.spearman([], []), equals: nan)
        expect(try s.spearman([1], [2]), equals: nan)
        expect(
          try s.correlationsWithin([1, 2, 5, 3, 9], [2, 1, 0, 3, 9], [2, 2, 0, 0, 3], 5),
          equals: [-1, nan, -1, nan, nan], within: .ulps(8),
          "Group 1 and group 4 are empty and group 3 holds one pair: NaN for each, in its place.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "divided by n",
        Way(divisor: { $0 }).submission,
        """
        The mean was fitted to these very rows, so the deviations from it are a little too small: one degree of freedom \
        is spent. Dividing by n − 1 makes the sample covariance unbiased.
        """),
      Misconception(
        "means not removed",
        Way(centre: { _ in 0 }).submission,
        """
        Σ x_i·x_j of raw values is large whenever both columns are far from 0, related or not. Covariance asks how they \
        *deviate* together: subtract each column's mean first.
        """),
      Misconception(
        "mean of the products less the product of the means",
        Way(covariance: onePass).submission,
        """
        E[xy] − E[x]·E[y] is the same on paper, but subtracts two nearly equal numbers: at 10⁹ both have 18 digits, and a \
        Double keeps 16. Subtract the means from the values before you multiply.
        """),
      Misconception(
        "covariance for correlation",
        Way(scale: { _ in 1 }).submission,
        """
        This is the covariance: it changes with the unit, millimetres or metres. A correlation is divided by both \
        standard deviations, and its diagonal is 1.
        """),
      Misconception(
        "divided by the variances",
        Way(scale: { $0 }).submission,
        """
        c_ij has the unit of column i times that of column j; so have the two standard deviations together. The \
        variances have its square. Draw the root.
        """),
      Misconception(
        "correlation 0 with a constant",
        Way(undefined: { $0 == $1 ? 1 : 0 }).submission,
        """
        0/0 is not 0: a column that never moves says nothing about whether others move with it. Reported as 0 it looks \
        like a finding; NaN says that there is none.
        """),
      Misconception(
        "a constant column recognised by its variance",
        Way(isConstant: { _, variance in variance == 0 }).submission,
        """
        The mean of 0.1, 0.1, 0.1 is rounded, so the deviations are about 10⁻¹⁷ instead of 0, and dividing by their \
        root makes a correlation out of rounding errors. Ask whether all the values are equal.
        """),
      Misconception(
        "a threshold for the variance",
        Way(isConstant: { _, variance in variance < 1e-12 }).submission,
        """
        A fixed threshold depends on the unit: lengths in metres of things a micrometre apart fall under it. A column is \
        constant if all its values are equal, and only then.
        """),
      Misconception(
        "equal values get different ranks",
        Way(rank: { x, i in Double(1 + x.indices.count { x[$0] < x[i] || x[$0] == x[i] && $0 < i }) }).submission,
        """
        Of two equal values neither is the smaller one: which comes first is an accident of the file's order, and it \
        would move ρ. Give both the mean of the ranks that they take up.
        """),
      Misconception(
        "nearly equal values get equal ranks",
        Way(rank: { x, i in
          Double(1 + 2 * x.count { $0 < x[i] - 1e-9 } + x.count { abs($0 - x[i]) <= 1e-9 || $0 == x[i] }) / 2
        }).submission,
        """
        A threshold for ties depends on the unit: wavelengths in metres would all be one. And it is no equality: a may be \
        near b and b near c, but a not near c. Ranks only compare.
        """),
      Misconception(
        "equal values get the smallest rank",
        Way(rank: { x, i in Double(1 + x.count { $0 < x[i] }) }).submission,
        """
        So ranks are given in sport: two seconds and no third. The sum of the ranks then depends on the ties; with the \
        mean of the shared ranks it is always n·(n + 1)/2.
        """),
      Misconception(
        "ranks from 0",
        Way(rank: { x, i in Double(2 * x.count { $0 < x[i] } + x.count { $0 == x[i] } - 1) / 2 }).submission,
        """
        A correlation does not notice, but ranks count from 1: the smallest of all is the first.
        """),
      Misconception(
        "the sorted order instead of the ranks",
        Way(rank: { x, i in Double(1 + x.indices.sorted { (x[$0], $0) < (x[$1], $1) }[i]) }).submission,
        """
        Sorting the indices tells *who* is at place k. The rank is the other way round: at which place is value i? Write \
        rank[order[k]] = k + 1.
        """),
      Misconception(
        "Spearman's short formula with ties",
        Way(spearman: shortFormula).submission,
        """
        1 − 6·Σd²/(n·(n² − 1)) supposes that the ranks are exactly 1 … n. With ties their variance is smaller, and the \
        formula is off. Correlate the ranks instead; that is right always.
        """),
      Misconception(
        "Pearson for Spearman",
        Way(spearman: { x, y in x.isEmpty ? .nan : Way().correlation(zip(x, y).map { [$0, $1] })[0][1] }).submission,
        """
        You correlate the values themselves, so exp of x changes the answer. Spearman's ρ correlates their ranks.
        """),
      Misconception(
        "groups measured from the means of all",
        Way(isPooled: true).submission,
        """
        Inside each group you still take deviations from the means of *all* pairs. So the differences between the groups \
        get in, and they are what Simpson's paradox is made of. Each group has its own means.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "first row subtracted before anything else, ranks by counting",
        Way(
          covariance: { x in
            let shifted = x.map { row in zip(row, x[0]).map { $0 - $1 } }
            let n = Double(x.count)
            return x[0].indices.map { i in
              x[0].indices.map { j in
                let sums = shifted.reduce((0, 0, 0)) { ($0.0 + $1[i], $0.1 + $1[j], $0.2 + $1[i] * $1[j]) }
                return (sums.2 - sums.0 * sums.1 / n) / (n - 1)
              }
            }
          }
        ).submission),
      Alternative("one pass by Welford's updates", Way(covariance: welford).submission),
    ]
  }
}

// MARK: - Parts of the checks

/// (n·Σxy − Σx·Σy)/(n·(n − 1)) for every pair of columns, rounded once.
private func exactCovariance(_ x: [[Int]]) -> [[Double]] {
  let n = x.count
  let columns = x[0].indices.map { j in x.map { $0[j] } }
  return columns.map { a in
    columns.map { b in
      let products = zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
      return Double(n * products - a.reduce(0, +) * b.reduce(0, +)) / Double(n * (n - 1))
    }
  }
}

// MARK: - Real data

/// Bill length, bill depth, flipper length (mm) and mass (g) of the 342 birds that were measured, and their species:
/// 0 Adelie, 1 Gentoo, 2 Chinstrap, as the file brings them.
private let penguins = Result {
  let names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
  let table = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: names)
  let species = try table.column("species").map { ["Adelie", "Gentoo", "Chinstrap"].firstIndex(of: $0) ?? 0 }
  return (measures: try table.numbers(names), species: species)
}

// From make_reference.py: numpy.cov and numpy.corrcoef.
private let numPyCovariance = [
  [29.807054329371816, -2.534233935278079, 50.37576529299786, 2605.5919123321505],
  [-2.534233935278079, 3.899808012210389, -16.2129503867195, -747.3700931213666],
  [50.37576529299786, -16.2129503867195, 197.73179160021257, 9824.416062149507],
  [2605.5919123321505, -747.3700931213666, 9824.416062149507, 643131.0773267479],
]
private let numPyCorrelation = [
  [1, -0.2350528703555328, 0.6561813407464278, 0.5951098244376303],
  [-0.2350528703555328, 1, -0.583851216465413, -0.47191562118606667],
  [0.6561813407464278, -0.583851216465413, 1, 0.8712017673060115],
  [0.5951098244376303, -0.47191562118606667, 0.8712017673060115, 1],
]

// MARK: - Wrong and right ways

/// The five functions; each member can make them wrong in one place.
private struct Way {
  var centre: ([Double]) -> Double = { $0.reduce(0, +) / Double($0.count) }
  var divisor: (Double) -> Double = { $0 - 1 }
  /// Instead of the two passes; for one row and more.
  var covariance: (([[Double]]) -> [[Double]])?
  /// What a covariance is divided by, made of the variance of one of the two columns.
  var scale: (Double) -> Double = { $0.squareRoot() }
  var isConstant: ([Double], Double) -> Bool = { column, _ in column.allSatisfy { $0 == column[0] } }
  /// The correlation of two columns of which one is constant.
  var undefined: (Int, Int) -> Double = { _, _ in .nan }
  var rank: ([Double], Int) -> Double = { x, i in
    Double(1 + 2 * x.count { $0 < x[i] } + x.count { $0 == x[i] }) / 2
  }
  var spearman: (([Double], [Double]) throws -> Double)?
  var isPooled = false

  func covarianceMatrix(_ x: [[Double]]) -> [[Double]] {
    guard let first = x.first else { return [] }
    if let covariance { return covariance(x) }
    let columns = first.indices.map { j in x.map { $0[j] } }
    let centred = columns.map { column in
      let mean = centre(column)
      return column.map { $0 - mean }
    }
    return centred.map { a in
      centred.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } / divisor(Double(x.count)) }
    }
  }

  func correlation(_ x: [[Double]]) -> [[Double]] {
    let c = covarianceMatrix(x)
    let constants = c.indices.map { j in isConstant(x.map { $0[j] }, c[j][j]) }
    return c.indices.map { i in
      c.indices.map { j in
        constants[i] || constants[j] ? undefined(i, j) : c[i][j] / scale(c[i][i]) / scale(c[j][j])
      }
    }
  }

  func ranks(_ x: [Double]) throws -> [Double] {
    if let index = x.firstIndex(where: \.isNaN) { throw NotANumber(index: index) }
    return x.indices.map { rank(x, $0) }
  }

  func rankCorrelation(_ x: [Double], _ y: [Double]) throws -> Double {
    let rows = zip(try ranks(x), try ranks(y)).map { [$0, $1] }
    if let spearman { return try spearman(x, y) }
    return rows.isEmpty ? .nan : correlation(rows)[0][1]
  }

  func correlationsWithin(_ x: [Double], _ y: [Double], groups: [Int], count: Int) -> [Double] {
    (0..<count).map { group in
      let rows = groups.indices.filter { groups[$0] == group }.map { [x[$0], y[$0]] }
      guard !rows.isEmpty else { return .nan }
      guard isPooled else { return correlation(rows)[0][1] }
      let (a, b) = (mean(x), mean(y))
      let sums = rows.reduce((0, 0, 0)) {
        ($0.0 + ($1[0] - a) * ($1[0] - a), $0.1 + ($1[0] - a) * ($1[1] - b), $0.2 + ($1[1] - b) * ($1[1] - b))
      }
      return sums.1 / (sums.0 * sums.2).squareRoot()
    }
  }

  var submission: Submission {
    Submission(
      covarianceMatrix: .init(covarianceMatrix), correlationMatrix: .init(correlation), ranks: .init(ranks),
      spearman: .init(rankCorrelation),
      correlationsWithin: .init { correlationsWithin($0, $1, groups: $2, count: $3) })
  }
}

private func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }

private func onePass(_ x: [[Double]]) -> [[Double]] {
  let n = Double(x.count)
  return x[0].indices.map { i in
    x[0].indices.map { j in
      let products = x.reduce(0) { $0 + $1[i] * $1[j] }
      return (products / n - mean(x.map { $0[i] }) * mean(x.map { $0[j] })) * n / (n - 1)
    }
  }
}

private func welford(_ x: [[Double]]) -> [[Double]] {
  let d = x[0].count
  var means = [Double](repeating: 0, count: d)
  var sums = [[Double]](repeating: means, count: d)
  for (k, row) in x.enumerated() {
    let before = zip(row, means).map { $0 - $1 }
    for j in 0..<d { means[j] += before[j] / Double(k + 1) }
    for i in 0..<d { for j in 0..<d { sums[i][j] += before[i] * (row[j] - means[j]) } }
  }
  return sums.map { $0.map { $0 / Double(x.count - 1) } }
}

private func shortFormula(_ x: [Double], _ y: [Double]) throws -> Double {
  let (a, b) = (try Way().ranks(x), try Way().ranks(y))
  let constant = x.allSatisfy { $0 == x[0] } || y.allSatisfy { $0 == y[0] }
  if constant { return .nan }
  let n = Double(x.count)
  return 1 - 6 * zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } / (n * (n * n - 1))
}
