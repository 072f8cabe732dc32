extension LAPACKBattery {
  /// Puts a QR factorisation through the battery: A = Q·R, singular matrices included.
  ///
  /// - Parameters:
  ///   - sizes: the numbers of rows and of columns, in every combination; leave out 0 for a function that cannot.
  ///   - factorise: takes A, shape (m, n), and returns Q with orthonormal columns, shape (m, k), and R, upper trapezoidal,
  ///     shape (k, n), with k = min(m, n) or k = m.
  /// - Returns: for each matrix the ratios ‖A − Q·R‖₁ / (m·‖A‖₁·ε) and ‖I − QᵀQ‖₁ / (m·ε) (`dqrt01`).
  public static func examineQR<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ factorise: (M) throws -> (q: M, r: M)
  ) -> LAPACKReport {
    examine("QR", of: M.self, on: LAPACKTestMatrix.general(sizes, areSquare: false)) { given, a, judge in
      let (m, n) = a.shape
      let result = try factorise(given)
      let q = try result.q.matrix("Q", rows: m, columns: min(m, n), m)
      let r = try result.r.matrix("R", rows: q.columnCount, columns: n)
      judge.record("A = Q·R", LAPACKRatio.reconstruction(a, q • r, n: m))
      judge.record("QᵀQ = I", LAPACKRatio.orthogonality(q))
      // A reflection that is carried out leaves rounding errors for zeros.
      let upper = r.triangle(.upper, transposed: false, rows: r.rowCount, columns: n)
      judge.record("R upper", LAPACKRatio.ratio((r - upper).norm(.one), over: a.norm(.one), times: m))
    }
  }

  /// Puts a least-squares solver through the battery, on matrices with at least as many rows as columns.
  ///
  /// The right-hand sides are random, and once in the span of the columns. Where columns depend on each other the solver
  /// may throw; any x that it returns has to be a least-squares solution.
  ///
  /// - Parameters:
  ///   - sizes: the numbers of rows and of columns, in every combination with m ≥ n; leave out 0 for a function that
  ///     cannot.
  ///   - solve: takes A, shape (m, n), and b, m elements, and returns the x, n elements, for which ‖A·x − b‖₂ is least.
  /// - Returns: for each matrix the ratios ‖rᵀ·A‖₁ / (‖A‖₁·(‖A‖₁·‖x‖₁ + ‖b‖₁)·m·ε) with r = b − A·x (after `dqrt17`) for
  ///   either right-hand side, and ‖b − A·x‖₁ / (‖A‖₁·‖x‖₁·m·ε) for the second (`dqrt16`).
  public static func examineLeastSquares<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ solve: (M, M.Column) throws -> M.Column
  ) -> LAPACKReport {
    let matrices = LAPACKTestMatrix.general(sizes, areSquare: false).filter { $0.rowCount >= $0.columnCount }
    return examine("Least squares", of: M.self, on: matrices) { given, a, judge in
      let (m, n) = a.shape
      var generator = judge.generator
      let anywhere = Vector<M.Scalar>.randomUniform(m, in: -1..<1, using: &generator) * a.norm(.one)
      let within = a • Vector.randomUniform(n, in: -1..<1, using: &generator)
      for (b, isConsistent) in [(anywhere, false), (within, true)] {
        let answer: M.Column
        do {
          answer = try solve(given, M.giving(b))
        } catch  where judge.hasDependentColumns {
          continue
        }
        let x = Matrix(column: try vector("x", answer, count: n)), b = Matrix(column: b)
        judge.record("residual ⊥ columns", LAPACKRatio.leastSquares(a, x, b))
        if isConsistent && n > 0 && !judge.isSingular {
          judge.record("A·x = b", LAPACKRatio.solution(a, x, b) / Double(m))
        }
      }
    }
  }

  /// Puts a singular value decomposition through the battery: A = U·Σ·Vᵀ.
  ///
  /// - Parameters:
  ///   - sizes: the numbers of rows and of columns, in every combination; leave out 0 for a function that cannot.
  ///   - factorise: takes A, shape (m, n), and returns with k = min(m, n) U, shape (m, k), the singular values, k numbers
  ///     of at least 0 in falling order, and Vᵀ, shape (k, n).
  /// - Returns: for each matrix the ratios ‖A − U·Σ·Vᵀ‖₁ / (max(m, n)·‖A‖₁·ε) (`dbdt01`), ‖I − UᵀU‖₁ / (m·ε),
  ///   ‖I − VᵀV‖₁ / (n·ε) (`dort01`), and that of the difference from the values that LAPACK finds without vectors
  ///   (`dqrt12`).
  public static func examineSVD<M: LAPACKBatteryMatrix>(
    sizes: [Int] = sizes, _ factorise: (M) throws -> (u: M, singularValues: M.Column, vTransposed: M)
  ) -> LAPACKReport {
    examine("SVD", of: M.self, on: LAPACKTestMatrix.general(sizes, areSquare: false)) { given, a, judge in
      let (m, n) = a.shape
      let k = min(m, n)
      let result = try factorise(given)
      let u = try result.u.matrix("U", rows: m, columns: k)
      let values = try vector("Σ", result.singularValues, count: k)
      let vTransposed = try result.vTransposed.matrix("Vᵀ", rows: k, columns: n)
      let reconstruction = u • (vTransposed * .column(values))
      judge.record("A = U·Σ·Vᵀ", LAPACKRatio.reconstruction(a, reconstruction, n: max(m, n)))
      judge.record("UᵀU = I", LAPACKRatio.orthogonality(u))
      judge.record("VᵀV = I", LAPACKRatio.orthogonality(vTransposed.transposed()))
      judge.record("Σ", LAPACKRatio.values(values, expected: try singularValues(a), n: max(m, n)))
      judge.require(values.elementsEqual(values.sorted(by: >)), "Σ falls", "\(values) does not fall")
      judge.require(values.allSatisfy { $0 >= 0 }, "Σ ≥ 0", "\(values) has a negative number")
    }
  }
}
