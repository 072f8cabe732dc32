extension LAPACKBattery {
  /// Puts an LU factorisation through the battery: P·A = L·U, singular matrices included, for they have these factors too.
  ///
  /// ```swift
  /// LAPACKBattery.examineLU { (a: [[Double]]) in try lu(a) }
  /// ```
  ///
  /// Any order of the rows will do in which rounding errors do not grow; L and U need their zeros and L its ones exactly.
  ///
  /// - Parameters:
  ///   - sizes: the numbers of rows and of columns, in every combination; leave out 0 for a function that cannot.
  ///   - factorise: takes A, shape (m, n), and returns the permutation – row i of P·A is row `permutation[i]` of A –, L of
  ///     shape (m, k) and U of shape (k, n), k = min(m, n).
  /// - Returns: the ratio ‖P·A − L·U‖₁ / (n·‖A‖₁·ε) for each matrix (`dget01`).
  public static func examineLU<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ factorise: (M) throws -> (permutation: [Int], lower: M, upper: M)
  ) -> LAPACKReport {
    examine("LU", of: M.self, on: LAPACKTestMatrix.general(sizes, areSquare: false)) { given, a, judge in
      let (m, n) = a.shape
      let (permutation, lower, upper) = try factorise(given)
      let l = try lower.matrix("L", rows: m, columns: min(m, n))
      let u = try upper.matrix("U", rows: min(m, n), columns: n)
      if permutation.sorted() != Array(0..<m) {
        throw UnusableResult(description: "\(permutation) is not a permutation of the rows 0 ..< \(m)")
      }
      try l.requireTriangular("L", lower: true)
      try u.requireTriangular("U", lower: false)
      if let place = l.diagonal.firstIndex(where: { $0 != 1 }) {
        throw UnusableResult(description: "L has \(l[place, place]) in place \(place) of its diagonal, not 1")
      }
      judge.record("P·A = L·U", LAPACKRatio.reconstruction(a.withRows(inOrder: permutation), l • u, n: n))
    }
  }

  /// Puts a Cholesky factorisation through the battery: A = L·Lᵀ, and no answer for a matrix that is not definite.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - factorise: takes A, symmetric, and returns L, both of shape (n, n). Has to throw, or to return something with NaN
  ///     or infinity in it, if a row and column of A are zero.
  /// - Returns: the ratio ‖A − L·Lᵀ‖₁ / (n·‖A‖₁·ε) for each matrix (`dpot01`).
  public static func examineCholesky<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ factorise: (M) throws -> M
  ) -> LAPACKReport {
    let matrices = LAPACKTestMatrix.symmetric(sizes) { .positiveDefinite($0) }
    return examine("Cholesky", of: M.self, on: matrices) { given, a, judge in
      if judge.isSingular { return judge.requireRefusal { try factorise(given).asRows.rows.joined() } }
      let l = try factorise(given).matrix("L", rows: a.rowCount, columns: a.rowCount)
      try l.requireTriangular("L", lower: true)
      if let place = l.diagonal.firstIndex(where: { !($0 > 0) }) {
        throw UnusableResult(description: "L has \(l[place, place]) in place \(place) of its diagonal, not above 0")
      }
      judge.record("A = L·Lᵀ", LAPACKRatio.reconstruction(a, l • l.transposed(), n: a.rowCount))
    }
  }

  /// Puts a solver of linear equations for one right-hand side through the battery.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - areDefinite: gives it positive definite matrices only.
  ///   - solve: takes A, shape (n, n), and b, n elements, and returns x. Has to throw, or to return something with NaN or
  ///     infinity in it, if A is singular.
  /// - Returns: for each matrix the ratios ‖b − A·x‖₁ / (‖A‖₁·‖x‖₁·ε) (`dget02`) and that of x's error to what the
  ///   condition allows (`dget04`).
  public static func examineSolve<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, areDefinite: Bool = false, _ solve: (M, M.Column) throws -> M.Column
  ) -> LAPACKReport {
    examineSolve(of: M.self, sizes, areDefinite, sides: 1) { given, b in
      Matrix(column: try vector("x", solve(given, M.giving(b[column: 0])), count: b.rowCount))
    }
  }

  /// Puts a solver of linear equations for several right-hand sides through the battery.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - areDefinite: gives it positive definite matrices only.
  ///   - solve: takes A, shape (n, n), and B, shape (n, 15), and returns X, shape (n, 15). Has to throw, or to return
  ///     something with NaN or infinity in it, if A is singular.
  /// - Returns: as for one right-hand side.
  public static func examineSolve<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, areDefinite: Bool = false, severalSides solve: (M, M) throws -> M
  ) -> LAPACKReport {
    examineSolve(of: M.self, sizes, areDefinite, sides: 15) { given, b in
      try solve(given, M.giving(b, as: .contiguous)).matrix("X", rows: b.rowCount, columns: b.columnCount)
    }
  }

  private static func examineSolve<M: LAPACKBatteryMatrix>(
    of type: M.Type, _ sizes: [Int], _ areDefinite: Bool, sides: Int,
    _ solve: (M, Matrix<M.Scalar>) throws -> Matrix<M.Scalar>
  ) -> LAPACKReport {
    examine("Solutions", of: type, on: squareMatrices(sizes, areDefinite)) { given, a, judge in
      var generator = judge.generator
      let exact = Matrix<M.Scalar>.randomUniform(a.rowCount, sides, in: -1..<1, using: &generator)
      let b = a • exact
      if judge.isSingular { return judge.requireRefusal { try solve(given, b).flattened } }
      let x = try solve(given, b)
      judge.record("A·x = b", LAPACKRatio.solution(a, x, b))
      let reciprocalCondition = try exactReciprocalCondition(a)
      judge.record(
        "error of x", LAPACKRatio.solutionError(x, exact: exact, reciprocalCondition: reciprocalCondition))
    }
  }

  /// Puts a function that inverts matrices through the battery.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - invert: takes A and returns A⁻¹, both of shape (n, n). Has to throw, or to return something with NaN or infinity
  ///     in it, if A is singular.
  /// - Returns: the ratio ‖I − A⁻¹·A‖₁ / (n·‖A‖₁·‖A⁻¹‖₁·ε) for each matrix (`dget03`).
  public static func examineInverse<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ invert: (M) throws -> M
  ) -> LAPACKReport {
    examine("Inverses", of: M.self, on: squareMatrices(sizes, false)) { given, a, judge in
      if judge.isSingular { return judge.requireRefusal { try invert(given).asRows.rows.joined() } }
      let inverse = try invert(given).matrix("A⁻¹", rows: a.rowCount, columns: a.rowCount)
      judge.record("A⁻¹·A = I", LAPACKRatio.inverse(a, inverse))
    }
  }

  /// Puts an estimator of the condition through the battery.
  ///
  /// - Parameters:
  ///   - sizes: the orders of the matrices; leave out 0 for a function that cannot.
  ///   - areDefinite: gives it positive definite matrices only.
  ///   - estimate: takes A, shape (n, n), and returns about 1/(‖A‖₁·‖A⁻¹‖₁); 0 for a singular matrix.
  /// - Returns: for each matrix the quotient of estimate and truth, less 1 (`dget06`).
  public static func examineReciprocalCondition<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, areDefinite: Bool = false, _ estimate: (M) throws -> M.Scalar
  ) -> LAPACKReport {
    let matrices = squareMatrices(sizes, areDefinite).filter { !areDefinite || !$0.isSingular }
    return examine("Reciprocal condition", of: M.self, on: matrices) { given, a, judge in
      let exact = judge.isSingular ? 0 : try exactReciprocalCondition(a)
      judge.record("1/κ", LAPACKRatio.reciprocalCondition(try estimate(given), exact: exact))
    }
  }

  private static func squareMatrices(_ sizes: [Int], _ areDefinite: Bool) -> [LAPACKTestMatrix] {
    areDefinite
      ? LAPACKTestMatrix.symmetric(sizes) { .positiveDefinite($0) } : LAPACKTestMatrix.general(sizes, areSquare: true)
  }

  /// 1/(‖A‖₁·‖A⁻¹‖₁) from the inverse, as LAPACK's tests have it; 1 for the empty matrix.
  private static func exactReciprocalCondition<Scalar>(_ a: Matrix<Scalar>) throws -> Scalar {
    a.count == 0 ? 1 : 1 / a.norm(.one) / (try inverse(a).norm(.one))
  }
}
