import LabData
import LabNumerics

/// Seven routines over arrays of rows, as LAPACK's battery calls them.
struct Library {
  var name: String
  /// "solve": X with A·X = B.
  var solve: ([[Double]], [[Double]]) throws -> [[Double]]
  /// "LU": P·A = L·U for a square A; row i of P·A is row `permutation[i]` of A.
  var lu: ([[Double]]) throws -> (permutation: [Int], lower: [[Double]], upper: [[Double]])
  /// "Cholesky": L with A = L·Lᵀ.
  var cholesky: ([[Double]]) throws -> [[Double]]
  /// "QR": A = Q·R.
  var qr: ([[Double]]) throws -> (q: [[Double]], r: [[Double]])
  /// "least squares": x with the least ‖A·x − b‖₂.
  var leastSquares: ([[Double]], [Double]) throws -> [Double]
  /// "eigen": eigenvalues of a symmetric A in rising order, the vectors in columns.
  var eigen: ([[Double]]) throws -> (values: [Double], vectors: [[Double]])
  /// "SVD": A = U·Σ·Vᵀ, thin.
  var svd: ([[Double]]) throws -> (u: [[Double]], singularValues: [Double], vTransposed: [[Double]])
}

/// What LAPACK's battery finds in one routine.
struct Examination {
  var routine: String
  var testCount: Int
  /// ∞ if a test has no number, as where the routine throws.
  var worstRatio: Double
  /// The first matrix with that ratio, in the battery's words.
  var worstMatrix: String
  var passes: Bool
}

/// How many digits of a certified regression are right.
struct Certification {
  var data: String
  var digits: Double
}

/// A library beside another one.
struct Report {
  var name: String
  var referenceName: String
  var lines: [Line]
  var data: [DataLine]

  struct Line {
    var own: Examination
    var referenceRatio: Double
    /// How many times as fast as the reference.
    var speed: Double
  }

  struct DataLine {
    var own: Certification
    var referenceDigits: Double
  }
}

/// The library of your earlier files.
func ownLibrary() -> Library {
  // BEGIN SOLUTION
  func dense(_ a: [[Double]]) -> DenseMatrix { DenseMatrix(a, columnCount: a.first?.count ?? 0) }
  return Library(
    name: "own",
    solve: { a, b in try linearSolve(dense(a), dense(b)).x.rows },
    lu: { a in
      let lu = luFactorization(a)
      var (lower, upper) = (lu.packed, lu.packed)
      for i in a.indices {
        for j in a.indices {
          if j < i { upper[i][j] = 0 } else { lower[i][j] = j == i ? 1 : 0 }
        }
      }
      return (lu.order, lower, upper)
    },
    cholesky: { try cholesky($0) },
    qr: { a in
      let factors = thinQR(dense(a))
      return (factors.q.rows, factors.r.rows)
    },
    leastSquares: { a, b in try fit(dense(a), DenseMatrix(b.map { [$0] }, columnCount: 1)).x.elements },
    eigen: { a in
      let eigen = try symmetricEigen(dense(a))
      return (eigen.values, eigen.vectors.rows)
    },
    svd: { a in
      let svd = try thinSVD(dense(a))
      return (svd.u.rows, svd.singularValues, svd.vTransposed.rows)
    })
  // END SOLUTION
}

/// What LAPACK's battery finds in a library.
///
/// - Parameters:
///   - library: is examined.
///   - sizes: the sizes of the matrices, 1 or more.
/// - Returns: one examination a routine, in the order of `Library`.
func examine(_ library: Library, sizes: [Int]) -> [Examination] {
  // BEGIN SOLUTION
  func examination(_ routine: String, _ tests: [LAPACKTest]) -> Examination {
    let worstRatio = tests.map(\.ratio).max() ?? 0
    let worst = tests.first { $0.ratio == worstRatio }
    return Examination(
      routine: routine, testCount: tests.count, worstRatio: worstRatio, worstMatrix: worst?.matrix.description ?? "",
      passes: tests.allSatisfy(\.passes))
  }
  return [
    examination("solve", LAPACKBattery.examineSolve(sizes: sizes, severalSides: library.solve).tests),
    examination("LU", sizes.flatMap { LAPACKBattery.examineLU(sizes: [$0], library.lu).tests }),
    examination("Cholesky", LAPACKBattery.examineCholesky(sizes: sizes, library.cholesky).tests),
    examination("QR", LAPACKBattery.examineQR(sizes: sizes, library.qr).tests),
    examination("least squares", LAPACKBattery.examineLeastSquares(sizes: sizes, library.leastSquares).tests),
    examination("eigen", LAPACKBattery.examineSymmetricEigen(sizes: sizes, library.eigen).tests),
    examination("SVD", LAPACKBattery.examineSVD(sizes: sizes, library.svd).tests),
  ]
  // END SOLUTION
}

/// The certified digits that a library reaches on NIST's data.
///
/// - Parameter library: is tried on Norris, Longley, Wampler3 and NoInt1.
/// - Returns: one certification a set, in this order.
/// - Throws: what reading the data throws.
func certify(_ library: Library) throws -> [Certification] {
  // BEGIN SOLUTION
  try ["Norris", "Longley", "Wampler3", "NoInt1"].map { name in
    let data = try Dataset("nist/\(name).dat").regression()
    let coefficients = (try? library.leastSquares(data.design, data.y)) ?? []
    return Certification(
      data: name, digits: certifiedDigits(coefficients, data.parameters.map(\.estimate.value)))
  }
  // END SOLUTION
}

/// How many times as fast one way is as another: the ratio of their median times.
///
/// - Parameters:
///   - own: does the work once.
///   - reference: does it in the other way.
///   - turns: in each both run once, own first in the even ones; an odd number.
///   - clock: seconds; asked before and after each run.
/// - Returns: above 1 if own is faster.
func speed(
  of own: () -> Void, beside reference: () -> Void, turns: Int, clock: () -> Double
) -> Double {
  // BEGIN SOLUTION
  func time(_ run: () -> Void) -> Double {
    let start = clock()
    run()
    return clock() - start
  }
  func median(_ times: [Double]) -> Double { times.sorted()[times.count / 2] }
  var (mine, theirs) = ([Double](), [Double]())
  for turn in 0..<turns {
    if turn % 2 == 0 { mine.append(time(own)) }
    theirs.append(time(reference))
    if turn % 2 == 1 { mine.append(time(own)) }
  }
  return median(theirs) / median(mine)
  // END SOLUTION
}

/// A library beside another one: LAPACK's ratios, certified digits, speed.
///
/// - Parameters:
///   - own: the library that the report is on.
///   - reference: the one that it is compared with.
///   - sizes: the sizes of the battery's matrices.
///   - n: the size of the matrix on which speed is measured.
///   - turns: how often; an odd number.
///   - clock: seconds.
/// - Returns: the report.
/// - Throws: what reading the data throws.
func report(
  _ own: Library, beside reference: Library, sizes: [Int], workSize n: Int, turns: Int, clock: () -> Double
) throws -> Report {
  // BEGIN SOLUTION
  let general = (GeneralMatrixKind.wellConditioned.matrix(n, n) as Matrix<Double>).rows
  let definite = (PositiveDefiniteMatrixKind.wellConditioned.matrix(n) as Matrix<Double>).rows
  let ones = [Double](repeating: 1, count: n)
  let work: [(Library) throws -> Void] = [
    { _ = try $0.solve(general, ones.map { [$0] }) }, { _ = try $0.lu(general) }, { _ = try $0.cholesky(definite) },
    { _ = try $0.qr(general) }, { _ = try $0.leastSquares(general, ones) }, { _ = try $0.eigen(definite) },
    { _ = try $0.svd(general) },
  ]
  let speeds = work.map { work in
    speed(of: { try? work(own) }, beside: { try? work(reference) }, turns: turns, clock: clock)
  }
  let (mine, theirs) = (examine(own, sizes: sizes), examine(reference, sizes: sizes))
  let (digits, referenceDigits) = (try certify(own), try certify(reference))
  return Report(
    name: own.name, referenceName: reference.name,
    lines: mine.indices.map {
      Report.Line(own: mine[$0], referenceRatio: theirs[$0].worstRatio, speed: speeds[$0])
    },
    data: zip(digits, referenceDigits).map { Report.DataLine(own: $0, referenceDigits: $1.digits) })
  // END SOLUTION
}

/// The report as text: a block of routines and one of data, their columns aligned.
func table(_ report: Report) -> String {
  // BEGIN SOLUTION
  var routines = [["routine", "tests", "ratio", report.referenceName, "speed", "verdict", "worst matrix"]]
  for line in report.lines {
    routines.append([
      line.own.routine, "\(line.own.testCount)", fixed(line.own.worstRatio, 2), fixed(line.referenceRatio, 2),
      fixed(line.speed, 3), line.own.passes ? "passes" : "fails", line.own.worstMatrix,
    ])
  }
  var data = [["data", "digits", report.referenceName]]
  for line in report.data { data.append([line.own.data, fixed(line.own.digits, 1), fixed(line.referenceDigits, 1)]) }
  return aligned(routines, leftColumns: [0, 5, 6]) + "\n\n" + aligned(data, leftColumns: [0])
  // END SOLUTION
}

/// Lines of cells, two spaces between the columns.
private func aligned(_ cells: [[String]], leftColumns: Set<Int>) -> String {
  // BEGIN SOLUTION
  let widths = cells[0].indices.map { j in cells.map { $0[j].count }.max() ?? 0 }
  let lines = cells.map { row in
    row.indices.map { j in
      let space = String(repeating: " ", count: widths[j] - row[j].count)
      if !leftColumns.contains(j) { return space + row[j] }
      return j == row.count - 1 ? row[j] : row[j] + space
    }.joined(separator: "  ")
  }
  return lines.joined(separator: "\n")
  // END SOLUTION
}

/// A number ≥ 0 with so many decimals; ∞ for infinity.
private func fixed(_ x: Double, _ decimals: Int) -> String {
  // BEGIN SOLUTION
  let power = (0..<decimals).reduce(1.0) { power, _ in power * 10 }
  guard x * power < 1e18 else { return x.isInfinite ? "∞" : "\(x)" }
  let (whole, rest) = Int((x * power).rounded()).quotientAndRemainder(dividingBy: Int(power))
  let digits = "\(rest)"
  return "\(whole)." + String(repeating: "0", count: decimals - digits.count) + digits
  // END SOLUTION
}
