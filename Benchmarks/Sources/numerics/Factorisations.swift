import LabNumerics
import Measuring
import RealModule

/// The table of factorisations for the documentation: what each costs, how exact it is, whether it sees the rank.
enum Factorisations {
  static func measure(_ effort: Effort) throws -> Findings {
    var findings = Findings()
    findings.add(try table(effort))
    return findings
  }

  /// - Parameter effort: how long to measure.
  /// - Returns: one row a factorisation.
  /// - Throws: `Failure` where one that must succeed does not.
  private static func table(_ effort: Effort) throws -> Table {
    let n = 256
    let input = Input<Double>(n)
    var table = Table("Factorisation", "Asks of A", "Time (LU is 1)", "Backward error", "Sees the rank")
    let contenders = Kind.all.map { kind in Contender(kind.name) { try kind.run(input) } }
    tell("factorisations, time")
    let race = try Race(contenders, rounds: effort.rounds, sample: effort.sample)
    for (index, kind) in Kind.all.enumerated() {
      tell("factorisations, \(kind.name)")
      let error = try kind.matrices().map { try kind.backwardError($0) }.max() ?? .nan
      table.add(
        "``\(kind.name)``",
        [
          Table.Cell(kind.requirement), .figure(race.ratio(index, 0), digits: 1),
          .atMost(30, error, digits: 2), Table.Cell(seesRank(kind) ? "yes" : "no"),
        ])
    }
    return table
  }

  /// Whether a factorisation counts the rank of three matrices that lack some of it as it is.
  ///
  /// One is random, of rank 12 and order 20. The other has ones on the diagonal and −1 above: it is within 2⁻⁵⁸ of rank
  /// 59, at order 60, but its diagonal, which is that of its triangular factors, shows nothing of that.
  /// The third is the same with its columns in reverse order, for what starts at the other end.
  private static func seesRank(_ kind: Kind) -> Bool {
    let (u, v): (Matrix<Double>, Matrix<Double>) = (randomMatrix(20, 12), randomMatrix(12, 20))
    let triangle = Matrix<Double>(rows: 60, columns: 60) { i, j in i == j ? 1 : i < j ? -1 : 0 }
    let reversed = Matrix<Double>(rows: 60, columns: 60) { i, j in triangle[i, 59 - j] }
    return kind.rank(u • v) == 12 && kind.rank(triangle) == 59 && kind.rank(reversed) == 59
  }
}

/// One factorisation, and what the table needs of it.
private struct Kind: Sendable {
  /// What A has to be, beyond finite.
  enum Shape: String {
    case any = "any shape"
    case square
    case symmetric
    case positiveDefinite = "symmetric positive definite"
  }

  let name: String
  let shape: Shape
  /// Factorises the matrix of the input that suits it.
  let run: @Sendable (Input<Double>) throws -> Void
  /// ‖A − its reconstruction‖₁ / (n·‖A‖₁·ε), LAPACK's ratio, with its ε of half a unit in the last place.
  let backwardError: @Sendable (Matrix<Double>) throws -> Double
  /// The rank it finds, or nil if it finds none. One of symmetric matrices gets AᵀA.
  let rank: @Sendable (Matrix<Double>) -> Int?

  var requirement: String { shape.rawValue }

  /// Matrices of order 50 with condition numbers from 2 to 1/ε, small and large, as this factorisation asks for them.
  func matrices() throws -> [Matrix<Double>] {
    let (n, ulp) = (50, Double.ulpOfOne)
    var generator = SplitMix64(seed: 7)
    let conditions = [2, 1e4, (0.1 / ulp).squareRoot(), 0.1 / ulp].filter { shape != .positiveDefinite || $0 < 1e12 }
    return try conditions.flatMap { condition in
      try [1, 1e-150, 1e150].map { scale in
        let values = Vector<Double>(count: n) { i in scale * .pow(condition, -Double(i) / Double(n - 1)) }
        let u = try QR(Matrix<Double>.randomNormal(n, n, using: &generator)).q()
        switch shape {
        case .any, .square:
          let v = try QR(Matrix<Double>.randomNormal(n, n, using: &generator)).q()
          return u • Matrix.diagonal(values) • v
        case .symmetric, .positiveDefinite:
          let signed = Vector(count: n) { i in shape == .symmetric && i % 2 == 1 ? -values[i] : values[i] }
          let a = u • Matrix.diagonal(signed) • u.transposed()
          return (a + a.transposed()) / 2
        }
      }
    }
  }

  static let all: [Kind] = [
    Kind(name: "LU", shape: .any) {
      keep(try LU($0.a))
    } backwardError: {
      ratio($0, try LU($0).reconstruct())
    } rank: {
      diagonalCount(of: try? LU($0).upper)
    },
    Kind(name: "Cholesky", shape: .positiveDefinite) {
      keep(try Cholesky($0.p))
    } backwardError: {
      ratio($0, try Cholesky($0).reconstruct())
    } rank: {
      diagonalCount(of: try? Cholesky(gram($0)).lower)
    },
    Kind(name: "LDLT", shape: .symmetric) {
      keep(try LDLT($0.s))
    } backwardError: {
      ratio($0, try LDLT($0).reconstruct())
    } rank: { a in
      // The 1×1 and 2×2 blocks of D stand for the pivots.
      guard let d = try? LDLT(gram(a)).d, let values = try? symmetricEigenvalues(d) else { return nil }
      return count(values)
    },
    Kind(name: "QR", shape: .any) {
      keep(try QR($0.a))
    } backwardError: {
      ratio($0, try QR($0).reconstruct())
    } rank: {
      diagonalCount(of: try? QR($0).r)
    },
    Kind(name: "PivotedQR", shape: .any) {
      keep(try PivotedQR($0.a))
    } backwardError: {
      ratio($0, try PivotedQR($0).reconstruct())
    } rank: {
      try? PivotedQR($0).rank
    },
    Kind(name: "SVD", shape: .any) {
      keep(try SVD($0.a))
    } backwardError: {
      ratio($0, try SVD($0).reconstruct())
    } rank: {
      try? SVD($0).rank()
    },
    Kind(name: "SymmetricEigen", shape: .symmetric) {
      keep(try SymmetricEigen($0.s))
    } backwardError: {
      ratio($0, try SymmetricEigen($0).reconstruct())
    } rank: { a in
      (try? SymmetricEigen(gram(a)).values).map(count)
    },
    Kind(name: "Schur", shape: .square) {
      keep(try Schur($0.a))
    } backwardError: {
      ratio($0, try Schur($0).reconstruct())
    } rank: {
      diagonalCount(of: try? Schur($0).t)
    },
    Kind(name: "Eigen", shape: .square) {
      keep(try Eigen($0.a))
    } backwardError: { a in
      // ‖A·v − λ·v‖ of the worst pair: the vectors may be too nearly dependent to reconstruct from them.
      let eigen = try Eigen(a)
      return eigen.values.indices.map { i in
        let (value, v) = (eigen.values[i], eigen.vector(i))
        let (real, imaginary) = (Vector(v.map(\.real)), Vector(v.map(\.imaginary)))
        let residual = (
          a • real - value.real * real + value.imaginary * imaginary,
          a • imaginary - value.real * imaginary - value.imaginary * real
        )
        let size = real.norm(.one) + imaginary.norm(.one)
        return (residual.0.norm(.one) + residual.1.norm(.one)) / size / a.norm(.one) / unit(of: a)
      }.max() ?? .nan
    } rank: { a in
      (try? Eigen(a).values).map { values in count(Vector(values.map(\.length))) }
    },
  ]
}

/// n·ε.
private func unit(of a: Matrix<Double>) -> Double { Double(a.rowCount) * .ulpOfOne / 2 }

private func ratio(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double {
  (a - b).norm(.one) / a.norm(.one) / unit(of: a)
}

/// How many numbers are more than rounding errors of the largest.
private func count(_ values: Vector<Double>) -> Int {
  let tolerance = Double(values.count) * .ulpOfOne * values.norm(.infinity)
  return values.count { $0.magnitude > tolerance }
}

private func diagonalCount(of triangle: Matrix<Double>?) -> Int? { triangle.map { count($0.diagonal) } }

/// AᵀA: symmetric, of the rank of A.
private func gram(_ a: Matrix<Double>) -> Matrix<Double> { matmul(a, a, transposeA: true) }
