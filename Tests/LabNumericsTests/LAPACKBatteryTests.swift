import ComplexModule
import Testing

@testable import LabNumerics

@Suite struct LAPACKBatteryTests {
  @Test func `LU passes`() {
    pass(LAPACKBattery.examineLU { try factors($0 as Matrix<Double>) })
    pass(LAPACKBattery.examineLU { try factors($0 as Matrix<Float>) })

    func factors<Scalar>(_ a: Matrix<Scalar>) throws -> ([Int], Matrix<Scalar>, Matrix<Scalar>) {
      let lu = try LU(a)
      return (lu.permutation, lu.lower, lu.upper)
    }
  }

  @Test func `factorisations of views pass, in the layouts that they have`() {
    pass(
      LAPACKBattery.examineLU { (a: MatrixView<Double>) in
        let lu = try LU(a)
        return (lu.permutation, lu.lower.view, lu.upper.view)
      })
    pass(LAPACKBattery.examineCholesky { (a: MatrixView<Float>) in try Cholesky(a).lower.view })
    pass(LAPACKBattery.examineQR { (a: MatrixView<Double>) in (try QR(a).q().view, try QR(a).r.view) })
  }

  @Test func `Cholesky passes`() {
    pass(LAPACKBattery.examineCholesky { try Cholesky($0 as Matrix<Double>).lower })
    pass(LAPACKBattery.examineCholesky { try Cholesky($0 as Matrix<Float>).lower })
  }

  @Test func `QR passes`() {
    pass(LAPACKBattery.examineQR { (a: Matrix<Double>) in (try QR(a).q(), try QR(a).r) })
    pass(LAPACKBattery.examineQR { (a: Matrix<Float>) in (try QR(a).q(), try QR(a).r) })
  }

  @Test func `pivoted QR passes`() {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      let matrices = LAPACKTestMatrix.general(LAPACKBattery.sizes, areSquare: false)
      let report = LAPACKBattery.examine("Pivoted QR", of: Matrix<Scalar>.self, on: matrices) { given, a, judge in
        let qr = try PivotedQR(given)
        let q = qr.applyQ(.identity(a.rowCount))
        judge.record("A = Q·R·Pᵀ", LAPACKRatio.reconstruction(a, qr.reconstruct(), n: max(a.rowCount, a.columnCount)))
        judge.record("QᵀQ = I", LAPACKRatio.orthogonality(q))
        judge.require(qr.permutation.sorted() == Array(0..<a.columnCount), "permutation", "\(qr.permutation)")
      }
      pass(report)
    }
  }

  @Test func `LDLT passes`() {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      let matrices = LAPACKTestMatrix.symmetric(LAPACKBattery.sizes) { .symmetric($0) }
      let report = LAPACKBattery.examine("LDLT", of: Matrix<Scalar>.self, on: matrices) { given, a, judge in
        let ldlt = try LDLT(given)
        judge.record("A = W·D·Wᵀ", LAPACKRatio.reconstruction(a, ldlt.reconstruct(), n: a.rowCount))
        var generator = judge.generator
        let b = a • Matrix<Scalar>.randomUniform(a.rowCount, 3, in: -1..<1, using: &generator)
        if judge.isSingular { return judge.requireRefusal { try ldlt.solve(b).flattened } }
        judge.record("A·x = b", LAPACKRatio.solution(a, try ldlt.solve(b), b))
      }
      pass(report)
    }
  }

  @Test func `the singular value decomposition passes, by either method`() {
    pass(LAPACKBattery.examineSVD { factors(try SVD($0 as Matrix<Double>)) })
    pass(LAPACKBattery.examineSVD { factors(try SVD($0 as Matrix<Float>)) })
    pass(LAPACKBattery.examineSVD { factors(try SVD.iterating($0 as Matrix<Double>)) })
    pass(LAPACKBattery.examineSVD { factors(try SVD.iterating($0 as Matrix<Float>)) })

    func factors<Scalar>(_ svd: SVD<Scalar>) -> (Matrix<Scalar>, Vector<Scalar>, Matrix<Scalar>) {
      (svd.u, svd.singularValues, svd.vTransposed)
    }
  }

  @Test func `symmetric eigenvalues pass`() {
    pass(LAPACKBattery.examineSymmetricEigen { factors(try SymmetricEigen($0 as Matrix<Double>)) })
    pass(LAPACKBattery.examineSymmetricEigen { factors(try SymmetricEigen($0 as Matrix<Float>)) })

    func factors<Scalar>(_ eigen: SymmetricEigen<Scalar>) -> (Vector<Scalar>, Matrix<Scalar>) {
      (eigen.values, eigen.vectors)
    }
  }

  @Test func `eigenvalues and Schur form pass`() {
    pass(LAPACKBattery.examineEigen { factors(try Eigen($0 as Matrix<Double>)) })
    pass(LAPACKBattery.examineEigen { factors(try Eigen($0 as Matrix<Float>)) })
    pass(LAPACKBattery.examineSchur { (a: Matrix<Double>) in (try Schur(a).t, try Schur(a).z) })
    pass(LAPACKBattery.examineSchur { (a: Matrix<Float>) in (try Schur(a).t, try Schur(a).z) })

    func factors<Scalar>(_ eigen: Eigen<Scalar>) -> ([Complex<Scalar>], [[Complex<Scalar>]]) {
      (eigen.values, eigen.values.indices.map(eigen.vector))
    }
  }

  @Test func `every solver passes`() {
    pass(LAPACKBattery.examineSolve { (a: Matrix<Double>, b: Vector<Double>) in try solve(a, b) })
    pass(LAPACKBattery.examineSolve { (a: Matrix<Float>, b: Vector<Float>) in try solve(a, b) })
    pass(LAPACKBattery.examineSolve(severalSides: { (a: Matrix<Double>, b) in try LU(a).solve(b) }))
    pass(LAPACKBattery.examineSolve(severalSides: { (a: Matrix<Float>, b) in try LU(a).solve(b) }))
    pass(
      LAPACKBattery.examineSolve(areDefinite: true) { (a: Matrix<Double>, b: Vector<Double>) in try Cholesky(a).solve(b)
      })
    pass(
      LAPACKBattery.examineSolve(areDefinite: true) { (a: Matrix<Float>, b: Vector<Float>) in try Cholesky(a).solve(b) }
    )
    pass(LAPACKBattery.examineSolve(severalSides: { (a: Matrix<Double>, b) in try solve(a, b, assuming: .detect) }))
    pass(LAPACKBattery.examineSolve(severalSides: { (a: Matrix<Float>, b) in try solve(a, b, assuming: .detect) }))
  }

  @Test func `inverses and condition estimates pass`() {
    pass(LAPACKBattery.examineInverse { try inverse($0 as Matrix<Double>) })
    pass(LAPACKBattery.examineInverse { try inverse($0 as Matrix<Float>) })
    pass(LAPACKBattery.examineReciprocalCondition { try LU($0 as Matrix<Double>).reciprocalCondition() })
    pass(LAPACKBattery.examineReciprocalCondition { try LU($0 as Matrix<Float>).reciprocalCondition() })
    pass(
      LAPACKBattery.examineReciprocalCondition(areDefinite: true) {
        try Cholesky($0 as Matrix<Double>).reciprocalCondition()
      })
  }

  @Test func `every least-squares solver passes`() {
    pass(LAPACKBattery.examineLeastSquares { (a: Matrix<Double>, b) in try leastSquares(a, b).x })
    pass(LAPACKBattery.examineLeastSquares { (a: Matrix<Float>, b) in try leastSquares(a, b).x })
    pass(LAPACKBattery.examineLeastSquares { (a: Matrix<Double>, b) in try QR(a).leastSquares(b) })
    pass(LAPACKBattery.examineLeastSquares { (a: Matrix<Float>, b) in try QR(a).leastSquares(b) })
  }

  private func pass(_ report: LAPACKReport, at location: SourceLocation = #_sourceLocation) {
    #expect(report.passes, "\(report)", sourceLocation: location)
  }
}
