public import ComplexModule

extension LAPACKBattery {
  /// Puts a symmetric eigenvalue decomposition through the battery: A = V·Λ·Vᵀ.
  ///
  /// The matrices are the definite ones, and the same with random signs of their eigenvalues.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - factorise: takes A, symmetric, and returns its n eigenvalues in rising order, and V with an eigenvector in each
  ///     column, shape (n, n).
  /// - Returns: for each matrix the ratios ‖A − V·Λ·Vᵀ‖₁ / (n·‖A‖₁·ε) and ‖I − VᵀV‖₁ / (n·ε) (`dsyt21`), and that of the
  ///   difference from the values that LAPACK finds without vectors (`dqrt12`).
  public static func examineSymmetricEigen<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ factorise: (M) throws -> (values: M.Column, vectors: M)
  ) -> LAPACKReport {
    let matrices =
      LAPACKTestMatrix.symmetric(sizes) { .positiveDefinite($0) } + LAPACKTestMatrix.symmetric(sizes) { .symmetric($0) }
    return examine("Symmetric eigenvalues", of: M.self, on: matrices) { given, a, judge in
      let n = a.rowCount
      let result = try factorise(given)
      let values = try vector("Λ", result.values, count: n)
      let v = try result.vectors.matrix("V", rows: n, columns: n)
      let reconstruction = v • (v.transposed() * .column(values))
      judge.record("A = V·Λ·Vᵀ", LAPACKRatio.reconstruction(a, reconstruction, n: n))
      judge.record("VᵀV = I", LAPACKRatio.orthogonality(v))
      judge.record("Λ", LAPACKRatio.values(values, expected: try symmetricEigenvalues(a), n: n))
      judge.require(values.elementsEqual(values.sorted()), "Λ rises", "\(values) does not rise")
    }
  }

  /// Puts a general eigenvalue decomposition through the battery: A·V = V·Λ.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - factorise: takes A, shape (n, n), and returns its n eigenvalues in any order, and for each its vector, n numbers of
  ///     2-norm 1.
  /// - Returns: for each matrix the ratios ‖A·V − V·Λ‖₁ / (‖A‖₁·‖V‖₁·n·ε) and max|‖v‖₂ − 1| / (n·ε) (`dget22`).
  public static func examineEigen<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ factorise: (M) throws -> (values: [Complex<M.Scalar>], vectors: [[Complex<M.Scalar>]])
  ) -> LAPACKReport {
    examine("Eigenvalues", of: M.self, on: LAPACKTestMatrix.general(sizes, areSquare: true)) { given, a, judge in
      let n = a.rowCount
      let (values, vectors) = try factorise(given)
      if values.count != n || vectors.count != n || vectors.contains(where: { $0.count != n }) {
        throw UnusableResult(
          description: "\(values.count) values and \(vectors.count) vectors of a matrix of order \(n)")
      }
      judge.record("A·V = V·Λ", LAPACKRatio.eigenvectors(a, values, vectors))
      let lengths = vectors.map { vector in Vector(vector.flatMap { [$0.real, $0.imaginary] }).norm() }
      let error = (Vector(lengths) - 1).norm(.infinity)
      judge.record("lengths of 1", LAPACKRatio.ratio(error, over: 1, times: n))
    }
  }

  /// Puts a real Schur decomposition through the battery: A = Z·T·Zᵀ.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - factorise: takes A and returns T, upper triangular but for 2 × 2 blocks on its diagonal, and Z, orthogonal, all of
  ///     shape (n, n).
  /// - Returns: for each matrix the ratios ‖A − Z·T·Zᵀ‖₁ / (n·‖A‖₁·ε) and ‖I − ZᵀZ‖₁ / (n·ε) (`dhst01`).
  public static func examineSchur<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ factorise: (M) throws -> (t: M, z: M)
  ) -> LAPACKReport {
    examine("Schur form", of: M.self, on: LAPACKTestMatrix.general(sizes, areSquare: true)) { given, a, judge in
      let n = a.rowCount
      let result = try factorise(given)
      let t = try result.t.matrix("T", rows: n, columns: n)
      let z = try result.z.matrix("Z", rows: n, columns: n)
      if let problem = quasiTriangularityProblem(t) { throw UnusableResult(description: problem) }
      judge.record("A = Z·T·Zᵀ", LAPACKRatio.reconstruction(a, z • t • z.transposed(), n: n))
      judge.record("ZᵀZ = I", LAPACKRatio.orthogonality(z))
    }
  }

  /// What keeps T from being upper triangular but for 2 × 2 blocks; nil if nothing.
  private static func quasiTriangularityProblem<Scalar>(_ t: Matrix<Scalar>) -> String? {
    for i in 1..<max(1, t.rowCount) {
      for j in 0..<i where t[i, j] != 0 {
        if j < i - 1 || (j > 0 && t[j, j - 1] != 0) { return "T has \(t[i, j]) at (\(i), \(j)), not 0" }
      }
    }
    return nil
  }
}
