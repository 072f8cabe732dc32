import LabNumerics
import Testing

@Suite struct SolveAssumingTests {
  @Test func `the documentation's examples hold`() throws {
    let x = try solve([[4, 2], [2, 3]], [2, 3] as Vector<Double>, assuming: .positiveDefinite)
    #expect((x - [0, 1]).norm(.infinity) <= 7 * 2 * 4.5 * Double.ulpOfOne)  // as in CholeskyTests
    #expect(try solve([[2, 0], [1, 4]], [2, 9] as Vector<Double>, assuming: .detect) == [1, 2])
    let solution = try explainSolve([[4, 2], [2, 3]], [[2], [3]] as Matrix<Double>)
    #expect(solution.path == .cholesky && solution.x.flattened == x)
    #expect(solution.description.hasPrefix("2 equations by Cholesky, about 10 operations, 1/κ = 0.22"))
    #expect(solution.errorBounds.forward[0] < 1e-14)
  }

  @Test(arguments: [
    ([[2, 0], [0, -4]], SolvePath.diagonal), ([[2, 0], [1, 4]], .lower), ([[2, 1], [0, 4]], .upper),
    ([[2, 1], [1, 4]], .cholesky), ([[2, 3], [3, 4]], .ldlt), ([[0, 3], [3, 4]], .ldlt), ([[2, 3], [1, 4]], .lu),
    ([[5]], .diagonal), ([], .diagonal),
  ])
  func `finds the structure and takes the way for it`(rows: [[Double]], path: SolvePath) throws {
    let a = Matrix(rows)
    let b = Matrix(repeating: 1.0, rows: a.rowCount, columns: 2)
    let solution = try explainSolve(a, b)
    #expect(solution.path == path)
    #expect(solutionRatio(a, solution.x, b) < lapackThreshold)
    #expect(try solve(a, b, assuming: .detect) == solution.x)
    #expect(solution.errorBounds.backward.allSatisfy { $0 <= Double.ulpOfOne * 4 })
  }

  @Test(arguments: SolveAssumption.allCases, lapackSizes)
  func `each assumption solves what it holds for, and reads nothing else`(assumption: SolveAssumption, n: Int) throws {
    try check(Double.self)
    try check(Float.self)

    func check<Scalar: LinearAlgebraScalar>(_: Scalar.Type) throws {
      var generator = SplitMix64(seed: 270)
      let full: Matrix<Scalar> = try PositiveDefiniteMatrixKind.wellConditioned.matrix(n, using: &generator)
      let b = Matrix<Scalar>.randomNormal(n, 2, using: &generator)
      let isRead: (Int, Int) -> Bool =
        switch assumption {
        case .detect, .general: { _, _ in true }
        case .symmetric, .positiveDefinite, .lower: { $0 >= $1 }
        case .upper: { $0 <= $1 }
        case .diagonal: { $0 == $1 }
        }
      let isSymmetric = assumption == .symmetric || assumption == .positiveDefinite
      let a = Matrix(rows: n, columns: n) { i, j in isRead(i, j) ? full[i, j] : .nan }
      let whole = Matrix(rows: n, columns: n) { i, j in isRead(i, j) || isSymmetric ? full[i, j] : 0 }
      let solution = try explainSolve(a, b, assuming: assumption)
      #expect(solutionRatio(whole, solution.x, b) < lapackThreshold)
      #expect(solution.x == (try solve(a, b, assuming: assumption)))
      #expect(solution.reciprocalCondition > 0 && solution.reciprocalCondition <= 1)
      let bound = Scalar(n + 1) * 4 * .ulpOfOne
      #expect(solution.errorBounds.backward.allSatisfy { $0 <= bound })
      if n > 0 {
        let single = try explainSolve(a, b[column: 1], assuming: assumption)
        #expect(single.errorBounds.forward[0] <= bound * Scalar(n) / solution.reciprocalCondition)
      }
    }
  }

  @Test func `what cannot be solved is thrown, for each way`() {
    let zero = Matrix<Double>.zeros(2, 2)
    for assumption in [SolveAssumption.detect, .general, .symmetric, .lower, .upper, .diagonal] {
      #expect(throws: LinearAlgebraError.self) { try solve(zero, [1, 1], assuming: assumption) }
      #expect(throws: LinearAlgebraError.nonFinite(row: 1, column: 1)) {
        try solve([[1, 0], [0, .nan]], [1, 1] as Vector<Double>, assuming: assumption)
      }
    }
    #expect(throws: LinearAlgebraError.notPositiveDefinite(minor: 1)) {
      try solve(zero, [1, 1], assuming: .positiveDefinite)
    }
    #expect(throws: LinearAlgebraError.singular(pivot: 1)) {
      try solve([[1, 0], [0, 0]], [1, 1] as Vector<Double>, assuming: .detect)
    }
    #expect(throws: LinearAlgebraError.nonFinite(row: 0, column: 1)) {
      try solve([[1, .infinity], [0, 1]], [1, 1] as Vector<Double>, assuming: .detect)
    }
  }

  @Test func `a matrix singular to working precision is solved, and said to be so`() throws {
    let a: Matrix<Double> = [[1, 1], [1, 1 + .ulpOfOne]]  // κ₁ = 4/ε
    let solution = try explainSolve(a, [1, 2] as Vector)
    #expect(solution.reciprocalCondition < .ulpOfOne && solution.errorBounds.forward[0] > 0.1)
    #expect(solution.description.contains("singular to working precision: no digit of x can be trusted"))
  }

  @Test func `where LDLT has no pivot whose inverse is in range, detecting solves by LU`() throws {
    // Symmetric and indefinite: the inverse of 2⁻¹⁰³⁰ is infinite, and so is D's first element, (1.75 + 0.875)·2¹⁰²³, where
    // U's last is −(0.875 + 0.4375)·2¹⁰²³.
    let tiny = 0x1p-1030, huge = 0x1p1023
    let small: Matrix<Double> = [[tiny, 0, 0], [0, 0, 1], [0, 1, 0]]
    let large: Matrix<Double> = [[1.75 * huge, 0.875 * huge], [0.875 * huge, -0.875 * huge]]
    for (a, b, x) in [
      (small, [3 * tiny, 2, 1], [3, 1, 2]), (large, [1.09375 * huge, 0.21875 * huge], [0.5, 0.25]),
    ]
      as [(Matrix<Double>, Vector<Double>, Vector<Double>)]
    {
      #expect(throws: LinearAlgebraError.self) { try solve(a, b, assuming: .symmetric) }
      #expect(try solve(a, b, assuming: .detect) == x)
      #expect(try explainSolve(a, b).path == .lu)
    }
  }

  @Test func `a matrix that is not square stops the program with its shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = try solve(Matrix<Double>.zeros(3, 2), [1, 2, 3], assuming: .detect)
    }
    #expect(try message(of: result).contains("solve: the matrix must be square, it has shape (3, 2)"))
  }
}
