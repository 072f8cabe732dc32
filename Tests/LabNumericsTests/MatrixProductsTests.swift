import LabNumerics
import Testing

@Suite struct MatrixProductsTests {
  static let shapes = [(1, 1, 1), (2, 3, 5), (7, 11, 3), (17, 1, 19), (33, 65, 31), (64, 8, 129)]

  @Test(arguments: shapes)
  func `agrees with three loops whichever side is read as its transpose`(m: Int, k: Int, n: Int) {
    check(m, k, n, Double.self)
    check(m, k, n, Float.self)

    func check<Scalar: LinearAlgebraScalar>(_ m: Int, _ k: Int, _ n: Int, _: Scalar.Type) {
      var generator = SplitMix64(seed: 11)
      let a = Matrix<Scalar>.randomNormal(m, k, using: &generator)
      let b = Matrix<Scalar>.randomNormal(k, n, using: &generator)
      #expect((a • b).isProduct(a, b))
      #expect(matmul(a.transposed(), b, transposeA: true).isProduct(a, b))
      #expect(matmul(a, b.transposed(), transposeB: true).isProduct(a, b))
      #expect(matmul(a.transposed(), b.transposed(), transposeA: true, transposeB: true).isProduct(a, b))
    }
  }

  @Test(arguments: shapes)
  func `a matrix times a vector agrees with loops, transposed or not`(m: Int, k: Int, _: Int) {
    var generator = SplitMix64(seed: 12)
    let a = Matrix<Double>.randomNormal(m, k, using: &generator)
    let x = Vector<Double>.randomNormal(k, using: &generator)
    let y = Vector<Double>.randomNormal(m, using: &generator)
    #expect(Matrix(column: a • x).isProduct(a, Matrix(column: x)))
    #expect(Matrix(column: y • a).isProduct(a.transposed(), Matrix(column: y)))
  }

  @Test(arguments: [(1, 1), (3, 5), (50, 7), (7, 50)])
  func `a matrix times its own transpose is right and exactly symmetric`(m: Int, n: Int) {
    var generator = SplitMix64(seed: 13)
    let a = Matrix<Double>.randomNormal(m, n, using: &generator)
    let gram = matmul(a, a, transposeA: true)
    #expect(gram.isProduct(a.transposed(), a) && gram.isSymmetric)
    let outer = matmul(a, a, transposeB: true)
    #expect(outer.isProduct(a, a.transposed()) && outer.isSymmetric)
  }

  @Test func `in place, alpha and beta weigh the product and the old values`() {
    let a: Matrix<Double> = [[1, 2], [3, 4]]
    var c: Matrix<Double> = [[1, 1], [1, 1]]
    let before = c
    matmul(a, .identity(2), alpha: 2, beta: 10, result: &c)
    #expect(c == [[12, 14], [16, 18]])
    #expect(before == [[1, 1], [1, 1]])
    var y: Vector<Double> = [1, 1]
    matmul(a, [1, 1], transposeA: true, alpha: -1, beta: 5, result: &y)
    #expect(y == [1, -1])
  }

  @Test func `the result may be one of the factors`() {
    var a: Matrix<Double> = [[1, 1], [0, 1]]
    matmul(a, a, result: &a)
    #expect(a == [[1, 2], [0, 1]])
  }

  @Test func `beta zero does not read the old values, NaN included`() {
    var c = Matrix<Double>(repeating: .nan, rows: 2, columns: 2)
    matmul(.identity(2), .identity(2), result: &c)
    #expect(c == .identity(2))
    var y: Vector<Double> = [.nan, .nan]
    matmul(.identity(2), [3, 4], result: &y)
    #expect(y == [3, 4])
  }

  @Test func `NaN in a factor reaches the product, even against zero`() {
    let a: Matrix<Double> = [[.nan, 1], [0, 1]]
    let product = a • .zeros(2, 2)
    #expect(product[0, 0].isNaN && product[1, 0] == 0)
  }

  @Test func `a sum of no terms is zero, or the old values times beta`() {
    let (a, b) = (Matrix<Double>.zeros(2, 0), Matrix<Double>.zeros(0, 3))
    #expect(a • b == .zeros(2, 3))
    #expect(b • .zeros(3, 0) == .zeros(0, 0))
    #expect(a • [] == [0, 0])
    #expect(b • [1, 2, 3] == [])
    #expect(matmul(a, a, transposeB: true) == .zeros(2, 2))
    var c = Matrix<Double>(repeating: 3, rows: 2, columns: 3)
    matmul(a, b, beta: 2, result: &c)
    #expect(c == Matrix(repeating: 6, rows: 2, columns: 3))
  }

  @Test func `shapes that do not fit stop the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(2, 3) • Matrix<Double>.zeros(2, 3)
    }
    #expect(try message(of: result).contains("matmul: (2, 3) • (2, 3)"))
  }

  @Test func `a result of the wrong shape stops the program with both`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      var c = Matrix<Double>.zeros(2, 2)
      matmul(.zeros(2, 3), .zeros(3, 4), result: &c)
    }
    #expect(try message(of: result).contains("has shape (2, 4), result has (2, 2)"))
  }
}
