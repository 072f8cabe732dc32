/// What `solve` may take for granted about its matrix.
public enum SolveAssumption: Sendable, CaseIterable {
  /// Nothing: look at the elements, and take the quickest way that is safe.
  case detect
  /// Nothing, and do not look.
  case general
  /// A = Aᵀ; only the lower triangle is read.
  case symmetric
  /// A = Aᵀ with positive eigenvalues; only the lower triangle is read.
  case positiveDefinite
  /// Zeros above the diagonal; only the lower triangle is read.
  case lower
  /// Zeros below the diagonal; only the upper triangle is read.
  case upper
  /// Zeros off the diagonal; only the diagonal is read.
  case diagonal
}

/// The way a system of equations was solved.
public enum SolvePath: String, Sendable {
  /// Each right-hand side divided by the diagonal.
  case diagonal = "division by the diagonal"
  /// L·x = b from the first unknown to the last.
  case lower = "forward substitution"
  /// U·x = b from the last unknown to the first.
  case upper = "back substitution"
  /// A = L·Lᵀ.
  case cholesky = "Cholesky"
  /// A = W·D·Wᵀ, D with blocks of order 1 and 2.
  case ldlt = "LDLT"
  /// P·A = L·U.
  case lu = "LU with partial pivoting"
}

/// The factorisation that an assumption leads to.
struct SolvePlan<Scalar: LinearAlgebraScalar> {
  let path: SolvePath
  let factors: any SquareFactorization<Scalar>

  /// Factorises A.
  ///
  /// - Parameters:
  ///   - a: shape (n, n).
  ///   - assumption: what is known of it.
  /// - Throws: `.nonFinite` for an element that is read, `.notPositiveDefinite(minor:)` if that was assumed.
  init(_ a: Matrix<Scalar>, assuming assumption: SolveAssumption) throws(LinearAlgebraError) {
    require(a.isSquare, "solve: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
    switch assumption {
    case .detect: self = try Self.detecting(a)
    case .general: self.init(path: .lu, factors: try LU(a))
    case .symmetric: self.init(path: .ldlt, factors: try LDLT(a))
    case .positiveDefinite: self.init(path: .cholesky, factors: try Cholesky(a))
    case .lower: self.init(path: .lower, factors: try TriangularFactor(a, isLower: true))
    case .upper: self.init(path: .upper, factors: try TriangularFactor(a, isLower: false))
    case .diagonal: self.init(path: .diagonal, factors: try DiagonalFactor(a))
    }
  }

  private init(path: SolvePath, factors: any SquareFactorization<Scalar>) {
    self.path = path
    self.factors = factors
  }

  /// Diagonal, triangular, symmetric with a positive diagonal (try Cholesky, which fails early), symmetric, or none.
  private static func detecting(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> SolvePlan {
    let isLower = a.hasZeros(above: true)
    let isUpper = a.hasZeros(above: false)
    if isLower && isUpper { return try SolvePlan(a, assuming: .diagonal) }
    if isLower || isUpper { return try SolvePlan(a, assuming: isLower ? .lower : .upper) }
    guard a.isSymmetric else { return try SolvePlan(a, assuming: .general) }
    if a.diagonal.allSatisfy({ $0 > 0 }) {
      do { return try SolvePlan(a, assuming: .positiveDefinite) } catch .notPositiveDefinite {}
    }
    // LU divides by the pivots whose inverses leave the range, and has other factors where these leave it.
    do { return try SolvePlan(a, assuming: .symmetric) } catch .singular {} catch .nonFinite {}
    return try SolvePlan(a, assuming: .general)
  }

  /// About how many operations the factors and k solutions take.
  func operations(_ n: Int, columns k: Int) -> Double {
    let (n, k) = (Double(n), Double(k))
    return switch path {
    case .diagonal: n * k
    case .lower, .upper: n * n * k
    case .cholesky, .ldlt: n * n * n / 3 + 2 * n * n * k
    case .lu: 2 * n * n * n / 3 + 2 * n * n * k
    }
  }

  /// A as it was read: what was not looked at filled in by what was assumed.
  func whole(_ a: Matrix<Scalar>) -> Matrix<Scalar> {
    switch path {
    case .lu: a
    case .diagonal: .diagonal(a.diagonal)
    case .lower: a.lowerTriangle()
    case .upper: a.triangle(.upper, transposed: false, rows: a.rowCount, columns: a.columnCount)
    case .cholesky, .ldlt: Matrix(rows: a.rowCount, columns: a.columnCount) { i, j in i >= j ? a[i, j] : a[j, i] }
    }
  }
}

extension Matrix {
  /// Whether every element above the diagonal, or below it, is 0; NaN is not.
  fileprivate func hasZeros(above: Bool) -> Bool {
    withUnsafeBufferPointer { elements in
      (0..<rowCount).allSatisfy { i in
        (above ? min(i + 1, columnCount)..<columnCount : 0..<min(i, columnCount)).allSatisfy { j in
          elements[i * columnCount + j] == 0
        }
      }
    }
  }
}
