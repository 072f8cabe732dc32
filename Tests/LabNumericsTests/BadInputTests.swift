import LabNumerics
import RealModule
import Testing

/// 1e-310, as a literal of which the compiler would warn.
private let tiny = Double(bitPattern: 0x1268_8b70_e62b)

/// What a careless caller passes in: nothing, one number, NaN and infinity anywhere, numbers at the ends of the range,
/// matrices that are singular for all that a computer can tell.
@Suite struct BadInputTests {
  // MARK: - NaN and infinity

  @Test(arguments: [1, 2, 3, 5, 8, 9, 16, 40])
  func `every factorisation and every driver says where a number is not finite, whatever the place`(n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: UInt64(n))
      let clean: Matrix<Scalar> = PositiveDefiniteMatrixKind.wellConditioned.matrix(n)
      for bad in [Scalar.nan, .infinity, -.infinity] {
        // In the lower triangle, which all of them read.
        let row = generator.uniformInteger(below: n), column = generator.uniformInteger(below: row + 1)
        var a = clean
        a[row, column] = bad
        let b = Vector<Scalar>(repeating: 1, count: n)
        let problem = LinearAlgebraError.nonFinite(row: row, column: column)
        for (name, compute) in computations(a, b) {
          #expect(throws: problem, "\(name) of order \(n) with \(bad) at (\(row), \(column))") { try compute() }
        }
        for (name, refactor) in refactorings(clean, a) {
          #expect(throws: problem, "\(name) of order \(n) with \(bad) at (\(row), \(column))") { try refactor() }
        }
      }
    }
  }

  /// Everything that is asked of a matrix.
  private func computations<Scalar>(
    _ a: Matrix<Scalar>, _ b: Vector<Scalar>
  ) -> [(String, () throws -> Void)] {
    [
      ("LU", { _ = try LU(a) }), ("Cholesky", { _ = try Cholesky(a) }), ("LDLT", { _ = try LDLT(a) }),
      ("QR", { _ = try QR(a) }), ("PivotedQR", { _ = try PivotedQR(a) }), ("SVD", { _ = try SVD(a) }),
      ("full SVD", { _ = try SVD(a, vectors: .full) }), ("singularValues", { _ = try singularValues(a) }),
      ("SymmetricEigen", { _ = try SymmetricEigen(a) }), ("symmetricEigenvalues", { _ = try symmetricEigenvalues(a) }),
      ("Eigen", { _ = try Eigen(a) }), ("eigenvalues", { _ = try eigenvalues(a) }), ("Schur", { _ = try Schur(a) }),
      ("solve", { _ = try solve(a, b) }), ("solve many", { _ = try solve(a, Matrix(column: b)) }),
      ("solve positive definite", { _ = try solve(positiveDefinite: a, b) }),
      ("solve lower", { _ = try solve(lower: a, b) }),
      ("solve detecting", { _ = try solve(a, b, assuming: .detect) }),
      ("solve symmetric", { _ = try solve(a, b, assuming: .symmetric) }),
      ("explainSolve", { _ = try explainSolve(a, b) }), ("leastSquares", { _ = try leastSquares(a, b) }),
      ("refined leastSquares", { _ = try leastSquares(a, b, refinement: .extended) }),
      ("inverse", { _ = try inverse(a) }), ("determinant", { _ = try determinant(a) }),
      ("pseudoInverse", { _ = try pseudoInverse(a) }), ("rank", { _ = try rank(a) }),
      ("conditionNumber", { _ = try conditionNumber(a) }), ("twoNorm", { _ = try a.twoNorm() }),
      ("nullSpace", { _ = try nullSpace(a) }), ("expm", { _ = try expm(a) }),
      ("reciprocalCondition", { _ = try reciprocalCondition(lower: a) }),
    ]
  }

  private func refactorings<Scalar>(_ clean: Matrix<Scalar>, _ a: Matrix<Scalar>) -> [(String, () throws -> Void)] {
    [
      (
        "LU.refactor",
        {
          var factors = try LU(clean)
          try factors.refactor(a)
        }
      ),
      (
        "Cholesky.refactor",
        {
          var factors = try Cholesky(clean)
          try factors.refactor(a)
        }
      ),
      (
        "QR.refactor",
        {
          var (factors, workspace) = (try QR(clean), Workspace<Scalar>())
          try factors.refactor(a, workspace: &workspace)
        }
      ),
      (
        "SVD.refactor",
        {
          var (factors, workspace) = (try SVD(clean), Workspace<Scalar>())
          try factors.refactor(a, workspace: &workspace)
        }
      ),
      (
        "SymmetricEigen.refactor",
        {
          var (factors, workspace) = (try SymmetricEigen(clean), Workspace<Scalar>())
          try factors.refactor(a, workspace: &workspace)
        }
      ),
    ]
  }

  @Test(arguments: [1, 3, 8, 20])
  func `a right-hand side that is not finite is refused with its place`(n: Int) throws {
    let a: Matrix<Double> = PositiveDefiniteMatrixKind.wellConditioned.matrix(n)
    let factors: [any Factorization<Double>] = [
      try LU(a), try Cholesky(a), try LDLT(a), try QR(a), try PivotedQR(a), try SVD(a), try SymmetricEigen(a),
    ]
    for bad in [Double.nan, .infinity, -.infinity] {
      var b = Vector<Double>(repeating: 1, count: n)
      b[n / 2] = bad
      let problem = LinearAlgebraError.nonFinite(row: n / 2, column: 0)
      for factors in factors { #expect(throws: problem, "\(type(of: factors))") { try factors.solve(b) } }
      #expect(throws: problem) { try solve(a, b) }
      #expect(throws: problem) { try leastSquares(a, b) }
      #expect(throws: problem) { try solve(lower: a, b) }
      #expect(throws: problem) { try solve(a, b, assuming: .detect) }
    }
  }

  @Test(arguments: 1...40)
  func `NaN at any place comes through products, sums and norms, and infinity through norms`(n: Int) {
    check(Double.self)
    check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) {
      var generator = SplitMix64(seed: UInt64(n))
      let place = generator.uniformInteger(below: n)
      var x = Vector<Scalar>.randomUniform(n, in: 1..<2, using: &generator)
      let y = x
      x[place] = .nan
      for kind in [VectorNorm.one, .two, .infinity] { #expect(x.norm(kind).isNaN, "\(kind), NaN at \(place) of \(n)") }
      let a = Matrix(column: x)
      for kind in [MatrixNorm.one, .infinity, .frobenius, .max] {
        #expect(a.norm(kind).isNaN, "\(kind) at \(place) of \(n)")
      }
      #expect((x • y).isNaN && x.sum().isNaN && x.mean().isNaN && x.median().isNaN && x.variance().isNaN || n == 1)
      #expect(outer(x, y)[place, n - 1].isNaN && matmul(outer(y, y), x).contains { $0.isNaN })
      #expect(x.indexOfLargestMagnitude() == place)
      x[place] = -.infinity
      for kind in [VectorNorm.one, .two, .infinity] {
        #expect(x.norm(kind) == .infinity, "\(kind) at \(place) of \(n)")
      }
      #expect(x.indexOfLargestMagnitude() == place && (x • y) == -.infinity && x.sum() == -.infinity)
    }
  }

  // MARK: - No elements, and one

  @Test func `a matrix of order zero has a factorisation of every kind, and the numbers of an empty product`() throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      let (a, b) = (Matrix<Scalar>.zeros(0, 0), Vector<Scalar>.zeros(0))
      for (name, compute) in computations(a, b) {
        #expect(throws: Never.self, "\(name)") { try compute() }
      }
      #expect(try determinant(a) == 1 && rank(a) == 0 && conditionNumber(a) == 1 && a.twoNorm() == 0)
      #expect(try expm(a) == a && inverse(a) == a && pseudoInverse(a) == a)
      for factors in [try LU(a), try QR(a), try SVD(a), try Cholesky(a), try LDLT(a)] as [any Factorization<Scalar>] {
        #expect(factors.reciprocalCondition() == 1)
        #expect(try factors.solve(b) == b)
      }
    }
  }

  @Test func `a number is a matrix of order one`() throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      for size in [Scalar.leastNormalMagnitude * 4, 4, Scalar.greatestFiniteMagnitude / 4] {
        let (a, b) = (Matrix<Scalar>([[size]]), Vector<Scalar>([size]))
        for factors in [
          try LU(a), try Cholesky(a), try LDLT(a), try QR(a), try PivotedQR(a), try SVD(a), try SymmetricEigen(a),
        ] as [any Factorization<Scalar>] {
          let x = try factors.solve(b)
          // Reflections and roots round a few times.
          #expect((x[0] - 1).magnitude <= 8 * .ulpOfOne, "\(type(of: factors)) of \(size)")
          // Norm times the norm of the inverse, each rounded a few times.
          #expect((factors.reciprocalCondition() - 1).magnitude <= 4 * .ulpOfOne, "\(type(of: factors)) of \(size)")
        }
        #expect(try determinant(a) == size && Array(singularValues(a)) == [size])
        #expect(try Array(symmetricEigenvalues(a)) == [size])
      }
    }
  }

  // MARK: - The ends of the range

  @Test(arguments: [1e300, 1e-300, 0x1p-1030])
  func `numbers at the ends of Double's range factorise as those in the middle do`(scale: Double) throws {
    try factorises(scale, smallest: .leastNonzeroMagnitude)
  }

  @Test(arguments: [1e37, 1e-37, 0x1p-133])
  func `numbers at the ends of Float's range factorise as those in the middle do`(scale: Float) throws {
    try factorises(scale, smallest: .leastNonzeroMagnitude)
  }

  /// Subnormal numbers round absolutely, by half of the smallest: an error of n steps for each element is added.
  private func factorises<Scalar: LinearAlgebraScalar>(_ scale: Scalar, smallest: Scalar) throws {
    for n in [1, 2, 3, 8, 9, 20] {
      let a = scale * (PositiveDefiniteMatrixKind.wellConditioned.matrix(n) as Matrix<Scalar>)
      var all: [any Factorization<Scalar>] = [
        try LU(a), try Cholesky(a), try QR(a), try PivotedQR(a), try SVD(a), try SymmetricEigen(a),
      ]
      if scale.isNormal {
        all.append(try LDLT(a))
      } else {
        #expect(throws: LinearAlgebraError.self, "LDLT of order \(n) at \(scale)") { try LDLT(a) }
      }
      for factors in all {
        let difference = (a - factors.reconstruct()).norm(.max)
        let bound = 30 * Scalar(n) * roundingUnit() * scale + 30 * Scalar(n) * smallest
        #expect(difference <= bound, "\(type(of: factors)) of order \(n) at \(scale): \(difference)")
      }
    }
  }

  @Test(arguments: [2, 3, 8, 9, 20, 40])
  func `a subnormal pivot among others is divided by, or refused`(n: Int) throws {
    var generator = SplitMix64(seed: 3)
    let place = generator.uniformInteger(below: n)
    let a = Matrix<Double>.diagonal(Vector(count: n) { $0 == place ? tiny : 2 })
    let b = a • Vector(repeating: 1, count: n)
    for x in [try LU(a).solve(b), try solve(a, b), try Cholesky(a).solve(b), try solve(a, b, assuming: .detect)] {
      // It has 45 bits.
      #expect((x - 1).norm(.infinity) <= 0x1p-43)
    }
    #expect(try determinant(a) == .pow(2, Double(n - 1)) * tiny && LU(a).reciprocalCondition() < .ulpOfOne)
    #expect(throws: LinearAlgebraError.singular(pivot: place)) { try LDLT(a) }
    var ldlt = try LDLT(Matrix<Double>.identity(n))
    var workspace = Workspace<Double>()
    #expect(throws: LinearAlgebraError.singular(pivot: place)) { try ldlt.refactor(a, workspace: &workspace) }
    #expect(throws: LinearAlgebraError.singular(pivot: place)) { try ldlt.solve(b) }
  }

  @Test(arguments: [2, 3, 9, 40, 100])
  func `a triangle with a subnormal diagonal solves from either side, for one and many right-hand sides`(n: Int) throws
  {
    try check(tiny)
    try check(0x116c2p-149 as Float)

    func check<Scalar: LinearAlgebraScalar>(_ small: Scalar) throws {
      let place = n / 2
      for isLower in [true, false] {
        for isTransposed in [true, false] {
          // Twos and a half beside each; the subnormal number stands alone in its row and column.
          let t = Matrix<Scalar>(rows: n, columns: n) { i, j in
            i == j
              ? (i == place ? small : 2)
              : i == place || j == place ? 0 : i - j == (isLower ? 1 : -1) ? 0.5 : 0
          }
          let op = isTransposed ? t.transposed() : t
          for k in [1, 2, 5] {
            let ones = Matrix<Scalar>(repeating: 1, rows: n, columns: k)
            let x = try trsm(t, op • ones, lower: isLower, transposeT: isTransposed)
            #expect((x - ones).norm(.max) <= 4 * Scalar(n) * .ulpOfOne)
            let y = try trsm(
              t, ones.transposed() • op, lower: isLower, transposeT: isTransposed, fromRight: true, alpha: 2)
            #expect((y - 2).norm(.max) <= 8 * Scalar(n) * .ulpOfOne)
            if !isTransposed {
              let z = isLower ? try solve(lower: t, t • ones) : try solve(upper: t, t • ones)
              #expect((z - ones).norm(.max) <= 4 * Scalar(n) * .ulpOfOne)
            }
          }
        }
      }
      let diagonal = Matrix<Scalar>.diagonal(Vector(count: n) { $0 == place ? small : 2 })
      let ones = Matrix<Scalar>(repeating: 1, rows: n, columns: 3)
      #expect((try LU(diagonal).solve(diagonal • ones) - ones).norm(.max) <= 4 * .ulpOfOne)
    }
  }

  @Test func `elimination that divides gives LAPACK's factors`() throws {
    for (m, n) in [(0, 0), (1, 1), (3, 3), (5, 3), (3, 5), (12, 12)] {
      // One subnormal number beside the matrix sends all of it another way.
      let a: Matrix<Double> = GeneralMatrixKind.wellConditioned.matrix(m, n)
      let lapack = try LU(a)
      let bordered = Matrix<Double>(rows: m + 1, columns: n + 1) { i, j in
        i == 0 || j == 0 ? (i == j ? tiny : 0) : a[i - 1, j - 1]
      }
      let lu = try LU(bordered)
      let block = lu.upper[rows: 1..<min(m, n) + 1, columns: 1..<n + 1]
      #expect(lu.permutation == [0] + lapack.permutation.map { $0 + 1 } && lu.upper[0, 0] == tiny)
      #expect((block - lapack.upper).norm(.max) <= 12 * 30 * roundingUnit())
      #expect(reconstructionRatio(bordered, lu.reconstruct(), n: n + 1) < lapackThreshold)
    }
  }

  @Test func `vectors at the ends of the range have the norms they have in the middle`() {
    for (scale, tolerance) in [(1e300, 4 * Double.ulpOfOne), (1e-300, 4 * .ulpOfOne), (0x7e8p-1074, 1e-3)] {
      let x = scale * Vector([3.0, 4])
      #expect((x.norm() / (5 * scale) - 1).magnitude <= tolerance, "\(scale)")
      #expect((Matrix(row: x).norm() / (5 * scale) - 1).magnitude <= tolerance, "\(scale)")
    }
    for (scale, tolerance) in [
      (Float(1e37), 4 * Float.ulpOfOne), (1e-37, 4 * .ulpOfOne), (Float(bitPattern: 71), 2e-2),
    ] {
      let x = scale * Vector<Float>([3, 4])
      #expect((x.norm() / (5 * scale) - 1).magnitude <= tolerance, "\(scale)")
    }
  }

  @Test func `a mean and a variance survive where the sum overflows`() {
    let x: Vector<Double> = [1.5e308, 1.7e308, 1.6e308]
    #expect((x.mean() / 1.6e308 - 1).magnitude <= 4 * .ulpOfOne)
    #expect(x.variance() == .infinity && (x / 1e200).variance().isFinite)
    #expect(x.median() == 1.6e308)
  }

  @Test(arguments: [2, 3, 8, 9, 20])
  func `an answer that leaves the range is refused with its place, not given as NaN`(n: Int) throws {
    // The last unknown is 10¹⁰/10⁻³⁰⁵ and stands in every equation; from an infinite one the others would be NaN.
    let a = Matrix<Double>(rows: n, columns: n) { i, j in
      i == j ? (i == n - 1 ? 1e-305 : 1) : j == n - 1 ? 1 : j == i + 1 ? -1 : 0
    }
    let b = Vector<Double>(count: n) { $0 == n - 1 ? 1e10 : 1 }
    // The places depend on the order of elimination: what is thrown counts.
    func isOutOfRange(_ compute: () throws -> Void) -> Bool {
      do { try compute() } catch LinearAlgebraError.nonFinite { return true } catch {}
      return false
    }
    #expect(isOutOfRange { _ = try solve(a, b) } && isOutOfRange { _ = try solve(a, Matrix(columns: [b, b])) })
    #expect(isOutOfRange { _ = try solve(upper: a, b) } && isOutOfRange { _ = try solve(a, b, assuming: .detect) })
    #expect(isOutOfRange { _ = try LU(a).solve(b) } && isOutOfRange { _ = try explainSolve(a, b) })
    let small = tiny * Matrix<Double>(rows: n, columns: n) { $0 == $1 ? 4 : 1 / Double($0 + $1 + 1) }
    #expect(isOutOfRange { _ = try inverse(small) } && isOutOfRange { _ = try pseudoInverse(small) })
    #expect(isOutOfRange { _ = try Cholesky(small).solve(.identity(n)) })
    #expect(isOutOfRange { _ = try PivotedQR(small).solve(Vector(repeating: 1, count: n)) })
    #expect(isOutOfRange { _ = try SVD(small).solve(Vector(repeating: 1, count: n)) })
    #expect(try SVD(small).pseudoInverse().diagonal.allSatisfy { $0 == .infinity })
    // R is infinite, which the condition says, and so is any solution.
    let qr = try QR(Matrix<Double>(repeating: 1.7e308, rows: n, columns: n))
    #expect(qr.reciprocalCondition() == 0)
    #expect(throws: LinearAlgebraError.self) { try qr.solve(Vector(repeating: 1, count: n)) }
  }

  @Test func `singular values and eigenvalues that leave the range are refused, not given as infinity or NaN`() throws {
    try check(Double.greatestFiniteMagnitude)
    try check(Float.greatestFiniteMagnitude)

    func check<Scalar: LinearAlgebraScalar>(_ largest: Scalar) throws {
      // The golden ratio is the largest eigenvalue of [[1, 1], [1, 0]].
      let a: Matrix<Scalar> = [[largest, largest], [largest, 0]], identity = Matrix<Scalar>.identity(2)
      let first = LinearAlgebraError.nonFinite(row: 0, column: 0)
      let last = LinearAlgebraError.nonFinite(row: 1, column: 0)
      #expect(throws: first) { try SVD(a) }
      #expect(throws: first) { try singularValues(a) }
      #expect(throws: first) { try a.twoNorm() }
      #expect(throws: first) { try rank(a) }
      #expect(throws: first) { try pseudoInverse(a) }
      #expect(throws: first) { try nullSpace(a) }
      #expect(throws: first) { try conditionNumber(a) }
      #expect(throws: last) { try SymmetricEigen(a) }
      #expect(throws: last) { try symmetricEigenvalues(a) }
      #expect(throws: LinearAlgebraError.self) { try Eigen(a) }
      #expect(throws: LinearAlgebraError.self) { try eigenvalues(a) }
      #expect(throws: LinearAlgebraError.self) { try Schur(a) }
      var (svd, eigen, workspace) = (try SVD(identity), try SymmetricEigen(identity), Workspace<Scalar>())
      #expect(throws: first) { try svd.refactor(a, workspace: &workspace) }
      #expect(throws: first) { try svd.solve([1, 1]) }
      #expect(throws: last) { try eigen.refactor(a, workspace: &workspace) }
      #expect(throws: LinearAlgebraError.self) { try eigen.solve([1, 1]) }
      // One power of two below all are in range.
      #expect(try rank(0.5 * a) == 2 && Eigen(0.5 * a).values.allSatisfy { $0.isFinite })
    }
  }

  // MARK: - Singular in working precision

  @Test(arguments: [3, 6, 10, 30])
  func `a matrix whose inverse has no digit is never solved without a sign of it`(n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      // Row i is (n·i + 1, …, n·i + n)/7: rank 2 but for the rounding of the quotients.
      let a = Matrix<Scalar>(rows: n, columns: n) { i, j in Scalar(n * i + j + 1) / 7 }
      let b = Vector<Scalar>(repeating: 1, count: n)
      let lu = try LU(a)
      let sign = lu.zeroPivot != nil || lu.reciprocalCondition() < .ulpOfOne
      #expect(sign, "\(lu.reciprocalCondition())")
      #expect(try SVD(a).reciprocalCondition() < Scalar(n) * .ulpOfOne)
      #expect(try rank(a) == 2 && leastSquares(a, b).rank == 2 && nullSpace(a).columnCount == n - 2)
      #expect(throws: LinearAlgebraError.self) { try QR(a).leastSquares(b) }
      do {
        let explained = try explainSolve(a, Matrix(column: b))
        #expect(explained.reciprocalCondition < .ulpOfOne && !(explained.errorBounds.forward[0] < 1))
      } catch {
        guard case LinearAlgebraError.singular = error else { throw error }
      }
    }
  }
}
