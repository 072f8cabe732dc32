import LabNumerics
import Testing

/// Laws over all kinds of values. A new operation is a new line here.
@Suite struct PropertyTests {
  @Test func `a failing case is made as small as it can be`() throws {
    let failure = try #require(
      smallestFailure { draws in
        let x: Vector<Double> = draws.vector(draws.size(upTo: 20))
        return x.contains { $0 > 1 } ? "\(x)" : nil
      })
    #expect(failure.problem == "[1.125]", "one element, the smallest above 1")
    #expect(smallestFailure { draws in draws.size(upTo: 5) > 5 ? "" : nil } == nil)
    let thrown = smallestFailure { _ in throw LinearAlgebraError.singular(pivot: 3) }
    #expect(thrown?.problem.contains("singular") == true && thrown?.draws == [])
  }

  @Test func `products of small eighths obey the laws of algebra exactly`() {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      expectAlways { draws in
        let (m, k, n) = (draws.size(upTo: 9), draws.size(upTo: 9), draws.size(upTo: 9))
        let (a, b): (Matrix<Scalar>, Matrix<Scalar>) = (draws.matrix(m, k), draws.matrix(k, n))
        let (c, x): (Matrix<Scalar>, Vector<Scalar>) = (draws.matrix(k, n), draws.vector(n))
        // Multiples of 1/64 below 2¹² are exact in Float.
        if (a • b).transposed() != b.transposed() • a.transposed() { return "(AB)ᵀ ≠ BᵀAᵀ: \(a), \(b)" }
        if a • (b + c) != a • b + a • c { return "A(B + C) ≠ AB + AC: \(a), \(b), \(c)" }
        if (a • b) • x != a • (b • x) { return "(AB)x ≠ A(Bx): \(a), \(b), \(x)" }
        if a.view.transposed().transposed() • b.view != a • b { return "views: \(a), \(b)" }
        var d = a • b
        gemm(a, c, alpha: -1, beta: 2, result: &d)
        return d == 2 * (a • b) - a • c ? nil : "−AC + 2AB: \(a), \(b), \(c)"
      }
    }
  }

  @Test func `a result that is an operand's variable is what a new one would be`() {
    expectAlways { draws in
      let n = draws.size(upTo: 8)
      var a: Matrix<Double> = draws.matrix(n, n)
      let (b, before): (Matrix<Double>, Matrix<Double>) = (draws.matrix(n, n), a)
      matmul(a, b, result: &a)
      if a != before • b { return "A ← AB: \(before), \(b)" }
      a = before
      matmul(b, a, alpha: 2, beta: 1, result: &a)
      if a != 2 * (b • before) + before { return "A ← 2BA + A: \(before), \(b)" }
      a = before
      syrk(a, result: &a)
      if a != before • before.transposed() { return "A ← AAᵀ: \(before)" }
      var x: Vector<Double> = draws.vector(n)
      let old = x
      gemv(b, x, result: &x)
      if x != b • old { return "x ← Bx: \(b), \(old)" }
      x = old
      exp(x, result: &x)
      return x == exp(old) ? nil : "x ← exp x: \(old)"
    }
  }

  @Test func `solutions leave residuals of a few roundings, whatever solves`() {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      expectAlways { draws in
        let n = draws.size(upTo: 12)
        let (a, b): (Matrix<Scalar>, Vector<Scalar>) = (draws.invertible(n), draws.vector(n))
        let symmetric = a + a.transposed()
        var answers: [(String, Matrix<Scalar>, Vector<Scalar>)] = [
          ("solve", a, try solve(a, b)), ("LU", a, try LU(a).solve(b)), ("QR", a, try QR(a).solve(b)),
          ("detect", a, try solve(a, b, assuming: .detect)), ("leastSquares", a, try leastSquares(a, b).x),
        ]
        answers += [
          ("Cholesky", symmetric, try Cholesky(symmetric).solve(b)), ("LDLT", symmetric, try LDLT(symmetric).solve(b)),
          ("detect", symmetric, try solve(symmetric, b, assuming: .detect)),
        ]
        for (name, a, x) in answers where !(solutionRatio(a, Matrix(column: x), Matrix(column: b)) < lapackThreshold) {
          return "\(name): \(a), \(b), \(x)"
        }
        return nil
      }
    }
  }

  @Test func `determinants multiply, and norms bound what a matrix does`() {
    expectAlways { draws in
      let n = draws.size(1, upTo: 6)
      let (a, b): (Matrix<Double>, Matrix<Double>) = (draws.invertible(n), draws.invertible(n))
      let (product, factors) = (try determinant(a • b), try determinant(a) * determinant(b))
      // κ below 10 for either, n roundings a factor.
      if (product - factors).magnitude > 300 * Double(n) * .ulpOfOne * factors.magnitude { return "det: \(a), \(b)" }
      let x: Vector<Double> = draws.vector(n)
      let slack = 1 + Double(n) * Double.ulpOfOne
      if (a • x).norm(.one) > slack * a.norm(.one) * x.norm(.one) { return "1-norm: \(a), \(x)" }
      if (a • x).norm(.infinity) > slack * a.norm(.infinity) * x.norm(.infinity) { return "∞-norm: \(a), \(x)" }
      return (a • x).norm() <= slack * a.norm() * x.norm() ? nil : "Frobenius: \(a), \(x)"
    }
  }

  @Test func `an element that is not finite is refused where it stands`() {
    expectAlways { draws in
      let n = draws.size(1, upTo: 10)
      let (i, j) = (draws.size(upTo: n - 1), draws.size(upTo: n - 1))
      var a = Matrix<Double>.identity(n) * 4
      a[i, j] = [.nan, .infinity, -.infinity][draws.size(upTo: 2)]
      let place = LinearAlgebraError.nonFinite(row: i, column: j)
      let questions: [(String, () throws -> Void)] = [
        ("LU", { _ = try LU(a) }), ("QR", { _ = try QR(a) }), ("PivotedQR", { _ = try PivotedQR(a) }),
        ("SVD", { _ = try SVD(a) }), ("Eigen", { _ = try Eigen(a) }), ("Schur", { _ = try Schur(a) }),
        ("solve", { _ = try solve(a, Vector(repeating: 1, count: n)) }), ("expm", { _ = try expm(a) }),
        ("rank", { _ = try rank(a) }), ("leastSquares", { _ = try leastSquares(a, Vector(repeating: 1, count: n)) }),
      ]
      for (name, ask) in questions {
        do {
          try ask()
          return "\(name) answers for \(a)"
        } catch let error as LinearAlgebraError where error == place {
          continue
        }
      }
      return nil
    }
  }

  @Test func `scales near the ends of the range change the exponent alone`() {
    expectAlways { draws in
      let n = draws.size(1, upTo: 8)
      let (a, b): (Matrix<Double>, Vector<Double>) = (draws.invertible(n), draws.vector(n))
      let x = try solve(a, b)
      for exponent in [-990, -500, 500, 990] {
        let c = Double(sign: .plus, exponent: exponent, significand: 1)
        if try solve(c * a, c * b) != x { return "2^\(exponent): \(a), \(b)" }
        if (c * b).norm() != c * b.norm() { return "norm of 2^\(exponent)·\(b)" }
      }
      return nil
    }
  }

  @Test func `what goes to JSON comes back, and parts put together are the whole`() {
    expectAlways { draws in
      let (m, n) = (draws.size(upTo: 6), draws.size(upTo: 6))
      let a: Matrix<Double> = draws.matrix(m, n)
      let k = draws.size(upTo: m)
      if Matrix(stackingVertically: [a[rows: 0..<k], a[rows: k...]]) != a { return "rows at \(k): \(a)" }
      if Matrix(a.view.striding(rows: -1).striding(rows: -1)) != a { return "reversed twice: \(a)" }
      if Matrix(SparseMatrix(a)) != a { return "sparse: \(a)" }
      return Matrix<Double>(Matrix<Float>(a)) == a ? nil : "Float: \(a)"
    }
  }

  @Test func `quantiles of distributions invert their tails`() {
    expectAlways { draws in
      let p = Double(1 + draws.size(upTo: 97)) / 100
      let (shape, scale) = (Double(1 + draws.size(upTo: 40)) / 4, Double(1 + draws.size(upTo: 20)) / 8)
      let normal = NormalDistribution(mean: shape, standardDeviation: scale)
      let student = StudentTDistribution(degreesOfFreedom: shape)
      let tails = [("normal", normal.cdf(normal.quantile(p))), ("t", student.cdf(student.quantile(p)))]
      for (name, tail) in tails where (tail - p).magnitude > 1e-12 {
        return "\(name) \(shape), \(scale) at \(p): \(tail)"
      }
      return nil
    }
  }
}
