import ComplexModule
import Foundation
import LabNumerics
import Testing

/// Against NumPy and SciPy; `Reference/make_reference.py` says how the values came about.
///
/// Both sides err by some n·ε·κ, times the size of the answer; nowhere is a factor beyond ten allowed.
@Suite struct GoldenValuesTests {
  let reference = try! Reference.load()

  @Test func `square systems, their factors and determinants agree with NumPy and SciPy`() throws {
    for golden in reference.square {
      let a = Matrix(golden.a)
      let n = a.rowCount
      let bound = 10 * Double(n) * .ulpOfOne
      let lu = try LU(a)
      #expect(lu.permutation == golden.permutation)
      #expect(distance(lu.lower, Matrix(golden.lower)) <= bound * golden.condition)
      #expect(distance(lu.upper, Matrix(golden.upper)) <= bound * golden.condition)
      #expect(distance(try solve(a, Vector(golden.b)), Vector(golden.solution)) <= bound * golden.condition)
      #expect(distance(try inverse(a), Matrix(golden.inverse)) <= bound * golden.condition)
      #expect((lu.determinant / golden.determinant - 1).magnitude <= bound * golden.condition)
      #expect(lu.logDeterminant.sign == golden.sign)
      #expect((lu.logDeterminant.log - golden.logDeterminant).magnitude <= bound * golden.condition)
      #expect((try conditionNumber(a) / golden.condition - 1).magnitude <= bound * golden.condition)
      #expect((a.norm(.one) / golden.oneNorm - 1).magnitude <= bound)
      #expect((a.norm(.infinity) / golden.infinityNorm - 1).magnitude <= bound)
      #expect((a.norm() / golden.frobeniusNorm - 1).magnitude <= bound)
      #expect((try a.twoNorm() / golden.twoNorm - 1).magnitude <= bound)
    }
  }

  @Test func `positive definite systems and eigenvalues agree with NumPy and SciPy`() throws {
    for golden in reference.positiveDefinite {
      let a = Matrix(golden.a)
      let bound = 10 * Double(a.rowCount) * .ulpOfOne
      let cholesky = try Cholesky(a)
      #expect(distance(cholesky.lower, Matrix(golden.lower)) <= bound * golden.condition)
      #expect(distance(try cholesky.solve(Vector(golden.b)), Vector(golden.solution)) <= bound * golden.condition)
      #expect(distance(try SymmetricEigen(a).values, Vector(golden.eigenvalues)) <= bound)
    }
  }

  @Test func `least squares, singular values and pseudo-inverses agree with NumPy and SciPy`() throws {
    for golden in reference.rectangular {
      let (a, b) = (Matrix(golden.a), Vector(golden.b))
      let bound = 10 * Double(max(a.rowCount, a.columnCount)) * .ulpOfOne
      let fit = try leastSquares(a, b)
      #expect(fit.rank == golden.rank)
      #expect(try rank(a) == golden.rank)
      let expected = Vector(golden.leastSquares)
      // κ² once the residual is not small.
      #expect(distance(fit.x, expected) <= bound * golden.condition * golden.condition)
      #expect((fit.residualNorm - golden.residualNorm).magnitude <= bound * golden.condition * b.norm())
      #expect(distance(try singularValues(a), Vector(golden.singularValues)) <= bound)
      #expect(distance(try pseudoInverse(a), Matrix(golden.pseudoInverse)) <= bound * golden.condition)
      #expect(matmul(a, a, transposeA: true) == Matrix(golden.gram), "sums of multiples of 1/64 are exact")
      if golden.rank == min(a.rowCount, a.columnCount) {
        let r = try QR(a).r
        let magnitudes = Matrix(rows: r.rowCount, columns: r.columnCount) { r[$0, $1].magnitude }
        #expect(distance(magnitudes, Matrix(golden.absoluteR)) <= bound * golden.condition)
      }
    }
  }

  @Test func `eigenvalues and exponentials of general matrices agree with NumPy and SciPy`() throws {
    for golden in reference.general {
      let a = Matrix(golden.a)
      let bound = 10 * Double(a.rowCount) * .ulpOfOne
      let expected = zip(golden.eigenvaluesReal, golden.eigenvaluesImaginary).map { Complex($0, $1) }
      // Bauer and Fike: within κ(V)·‖δA‖ of one of the others.
      for value in try eigenvalues(a) + Eigen(a).values + Schur(a).values {
        let nearest = expected.map { ($0 - value).length }.min()!
        #expect(nearest <= bound * golden.eigenvectorCondition * a.norm())
      }
      // The condition of the exponential is at most κ(V)²·‖A‖ in this measure.
      let condition = golden.eigenvectorCondition * golden.eigenvectorCondition * max(1, a.norm())
      #expect(distance(try expm(a), Matrix(golden.exponential)) <= bound * condition)
    }
  }

  /// ‖A − B‖ / ‖B‖ in Frobenius' norm.
  private func distance(_ a: Matrix<Double>, _ b: Matrix<Double>) -> Double { (a - b).norm() / b.norm() }

  private func distance(_ x: Vector<Double>, _ y: Vector<Double>) -> Double { (x - y).norm() / y.norm() }
}

/// What `Reference/reference.json` holds.
struct Reference: Decodable {
  struct Square: Decodable {
    let a: [[Double]], b: [Double], solution: [Double], inverse: [[Double]]
    let permutation: [Int], lower: [[Double]], upper: [[Double]]
    let determinant: Double, sign: Double, logDeterminant: Double, condition: Double
    let oneNorm: Double, infinityNorm: Double, frobeniusNorm: Double, twoNorm: Double
  }

  struct PositiveDefinite: Decodable {
    let a: [[Double]], b: [Double], lower: [[Double]], solution: [Double], eigenvalues: [Double], condition: Double
  }

  struct Rectangular: Decodable {
    let a: [[Double]], b: [Double], leastSquares: [Double], residualNorm: Double, rank: Int
    let singularValues: [Double], condition: Double, pseudoInverse: [[Double]], absoluteR: [[Double]], gram: [[Double]]
  }

  struct General: Decodable {
    let a: [[Double]], exponential: [[Double]], eigenvaluesReal: [Double], eigenvaluesImaginary: [Double]
    let eigenvectorCondition: Double
  }

  let square: [Square]
  let positiveDefinite: [PositiveDefinite]
  let rectangular: [Rectangular]
  let general: [General]

  static func load(from file: String = #filePath) throws -> Reference {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return try JSONDecoder().decode(
      Reference.self, from: Data(contentsOf: folder.appending(path: "Reference/reference.json")))
  }
}
