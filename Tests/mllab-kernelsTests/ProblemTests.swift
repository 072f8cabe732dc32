import LabNumerics
import Testing

@testable import mllab_kernels

@Suite struct ProblemTests {
  @Test func `the numbers are SplitMix64's, spread over −1 ..< 1`() {
    for (stream, index) in [(1 as UInt64, 0), (2, 1), (3, 99)] {
      var generator = LabNumerics.SplitMix64(seed: (stream << 40 &+ UInt64(index)) &* 0x9e37_79b9_7f4a_7c15)
      let expected = Double(generator.next() >> 11) * 0x1p-52 - 1
      #expect(numbers(100, stream: stream)[index] == expected)
    }
    let many: [Double] = numbers(10_000, stream: 1)
    #expect(many.allSatisfy { -1..<1 ~= $0 })
    // The mean of n such numbers has the standard deviation 1/√(3n), here 0.0058.
    #expect(abs(many.reduce(0, +) / 10_000) < 5 * 0.0058)
    #expect(Set(many + numbers(10_000, stream: 2)).count == 20_000)
  }

  @Test func `operands have the structure that their kernels ask for`() throws {
    let n = 20
    func matrix(_ kernel: Kernel) -> Matrix<Double> {
      Matrix(rows: n, columns: n, Problem<Double>(kernel, size: n).first)
    }
    #expect(matrix(.cholesky).isSymmetric && matrix(.eigh).isSymmetric && !matrix(.gemm).isSymmetric)
    #expect(throws: Never.self) { try Cholesky(matrix(.cholesky)) }
    let l = matrix(.trsm)
    #expect((0..<n).allSatisfy { i in (i + 1..<n).allSatisfy { l[i, $0] == 0 } })
    #expect(try LU(l).reciprocalCondition() > 0.05)
  }

  /// The right answer with one thing wrong in it.
  @Test func `an answer with one wrong entry is rejected`() throws {
    for n in [3, 50] {
      for kernel in [Kernel.axpy, .gemv, .gemm, .syrk, .trsm, .cholesky] {
        let problem = Problem<Double>(kernel, size: n)
        var answer = try right(problem)
        #expect(problem.judge(.elements(answer)).ratio < 30, "\(kernel)")
        answer[kernel == .cholesky ? n : 1] += 1e-6
        #expect(!(problem.judge(.elements(answer)).ratio < 30), "\(kernel)")
        #expect(!(problem.judge(.elements(answer.dropLast())).ratio < 30), "\(kernel)")
        #expect(!(problem.judge(.elements(answer.map { _ in .nan })).ratio < 30), "\(kernel)")
      }
    }
  }

  private func right(_ problem: Problem<Double>) throws -> [Double] {
    let n = problem.size
    func a() -> Matrix<Double> { Matrix(rows: n, columns: n, problem.first) }
    func b() -> Matrix<Double> { Matrix(rows: n, columns: n, problem.second) }
    return switch problem.kernel {
    case .axpy: zip(problem.first, problem.second).map { 0.5 * $0 + $1 }
    case .gemv: Array(a() • Vector(problem.second))
    case .gemm: Array((a() • b()).flattened)
    case .syrk: Array((a() • a().transposed()).flattened)
    case .trsm: Array(try solve(lower: a(), b()).flattened)
    default: Array(try Cholesky(a()).lower.flattened)
    }
  }

  @Test func `a dot product that lost its last term is rejected`() {
    let problem = Problem<Double>(.dot, size: 100)
    let products = zip(problem.first, problem.second).map { $0 * $1 }
    #expect(problem.judge(.number(products.reduce(0, +))).ratio < 30)
    #expect(problem.judge(.number(products.dropLast().reduce(0, +))).ratio > 30)
    #expect(!(problem.judge(.number(.nan)).ratio < 30))
  }

  @Test func `factors that are not what they are called are rejected`() throws {
    let n = 12
    let problem = Problem<Double>(.lu, size: n)
    let a = Matrix(rows: n, columns: n, problem.first)
    let identity = Array(Matrix<Double>.identity(n).flattened)
    func isRight(_ answer: Answer<Double>, _ kernel: Kernel) -> Bool {
      Problem<Double>(kernel, size: n).judge(answer).ratio < 30
    }
    let lu = try LU(a)
    let (l, u) = (Array(lu.lower.flattened), Array(lu.upper.flattened))
    #expect(isRight(.lu(lower: l, upper: u, permutation: lu.permutation), .lu))
    #expect(!isRight(.lu(lower: l, upper: u, permutation: Array(0..<n)), .lu))
    #expect(!isRight(.lu(lower: l, upper: u, permutation: Array(repeating: 0, count: n)), .lu))
    let x = Array(try lu.solve(Vector(problem.rightHandSide)))
    #expect(isRight(.solution(x), .lu))
    #expect(!isRight(.solution(x.map { $0 * 1.000001 }), .lu))

    let qr = try QR(a)
    #expect(isRight(.qr(q: Array(qr.q().flattened), r: Array(qr.r.flattened)), .qr))
    #expect(!isRight(.qr(q: Array(a.flattened), r: identity), .qr))  // A·I is A, but A is not orthogonal

    let svd = try SVD(a)
    let (us, s, vt) = (Array(svd.u.flattened), Array(svd.singularValues), Array(svd.vTransposed.flattened))
    #expect(isRight(.svd(u: us, singularValues: s, vTransposed: vt), .svd))
    #expect(!isRight(.svd(u: us, singularValues: s.reversed(), vTransposed: vt), .svd))
    #expect(!isRight(.svd(u: us.map { 2 * $0 }, singularValues: s.map { $0 / 2 }, vTransposed: vt), .svd))

    let symmetric = Matrix(rows: n, columns: n, Problem<Double>(.eigh, size: n).first)
    let eigen = try SymmetricEigen(symmetric)
    let (values, vectors) = (Array(eigen.values), Array(eigen.vectorsByRow.flattened))
    #expect(isRight(.eigen(values: values, vectors: vectors), .eigh))
    #expect(!isRight(.eigen(values: values, vectors: Array(eigen.vectors.flattened)), .eigh))
    #expect(!isRight(.eigen(values: values.reversed(), vectors: vectors), .eigh))
  }
}
