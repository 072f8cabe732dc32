import LabNumerics
import Testing

@Suite struct MatrixViewTests {
  let a: Matrix<Double> = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]

  @Test func `the documentation's example holds`() {
    #expect(a.view[rows: 1..., columns: ..<2] == [[4, 5], [7, 8]])
    #expect(a.view[row: 0] • a.view[column: 0] == 30)
    #expect(a.view.transposed() == [[1, 4, 7], [2, 5, 8], [3, 6, 9]])
    #expect(a.view.striding(rows: -1) == [[7, 8, 9], [4, 5, 6], [1, 2, 3]])
    #expect(Matrix(a.view[rows: 1...]) == [[4, 5, 6], [7, 8, 9]])
  }

  @Test func `parts of parts are the parts that they name`() {
    let b = Matrix<Double>(rows: 7, columns: 11) { i, j in Double(100 * i + j) }
    let part = b.view[rows: 1..<6, columns: 2...].transposed().striding(rows: -2, columns: 2)
    // Columns 10, 8, 6, 4, 2 of b as rows, its rows 1, 3, 5 as columns.
    #expect(part.shape == (5, 3))
    for i in 0..<5 {
      for j in 0..<3 { #expect(part[i, j] == b[1 + 2 * j, 10 - 2 * i]) }
    }
    #expect(part.transposed().transposed() == part && part[row: 1] == part.transposed()[column: 1])
    #expect(part.diagonal == [part[0, 0], part[1, 1], part[2, 2]])
    #expect(b.view[columns: ..<2][rows: 3..<4] == [[300, 301]])
    #expect(b[rows: 5..., columns: 9...] == [[509, 510], [609, 610]])
  }

  @Test func `a view keeps what it saw, and costs the matrix a copy only while it lives`() {
    var b = a
    var view: MatrixView<Double>? = b.view[rows: 0..<1]
    b[0, 0] = 50
    #expect(view?[0, 0] == 1 && b[0, 0] == 50)
    view = nil
    let before = b.withUnsafeBufferPointer(\.baseAddress)
    b[0, 1] = 60
    #expect(b.withUnsafeBufferPointer(\.baseAddress) == before)
  }

  @Test func `a view of all in order shares its memory with the matrix made of it`() {
    let b = Matrix(a.view)
    #expect(b.withUnsafeBufferPointer(\.baseAddress) == a.withUnsafeBufferPointer(\.baseAddress))
  }

  @Test func `products read any layout, in place or packed`() {
    var generator = SplitMix64(seed: 71)
    let large = Matrix<Double>.randomNormal(24, 26, using: &generator)
    let other = Matrix<Double>.randomNormal(30, 30, using: &generator)
    let x = Vector<Double>.randomNormal(60, using: &generator)
    let views = [
      large.view, large.view.transposed(), large.view[rows: 2..<9, columns: 3..<20],
      large.view[rows: 2..<9, columns: 3..<20].transposed(), large.view.striding(rows: 2, columns: 3),
      large.view.striding(rows: -1), large.view.striding(columns: -2).transposed(), large.view[rows: 3..<4],
      large.view[columns: 3..<4], large.view[rows: 5..<5],
    ]
    for view in views {
      let (m, k) = view.shape
      let copy = Matrix(view)
      for right in [other.view[rows: 0..<k, columns: 1..<6], other.view[rows: 1..<6, columns: 0..<k].transposed()] {
        #expect((view • right).isProduct(copy, Matrix(right)))
        var c = Matrix<Double>.randomNormal(m, 5, using: &generator)
        let old = c
        matmul(view, right, alpha: 2, beta: -1, result: &c)
        #expect(c.isCombination(2, copy, Matrix(right), -1, old))
      }
      for y in [
        x.view[elements: 0..<k], x.view.striding(by: -1)[elements: 0..<k], x.view.striding(by: 2)[elements: 0..<k],
      ] {
        #expect(Matrix(column: view • y).isProduct(copy, Matrix(column: Vector(y))))
      }
      let gram = view • view.transposed()
      #expect(gram.isProduct(copy, copy.transposed()) && gram.isSymmetric)
    }
  }

  @Test(arguments: [1, 3, 8, 20, 70], [0.0, 2]) func `alpha 0 leaves both factors unread`(n: Int, beta: Double) {
    let nans = Matrix<Double>(repeating: .nan, rows: n, columns: n + 1)
    for right in [Matrix(repeating: .nan, rows: n + 1, columns: n).view, nans.view.transposed()] {
      var c = Matrix<Double>(repeating: beta == 0 ? .nan : 3, rows: n, columns: n)
      matmul(nans.view, right, alpha: 0, beta: beta, result: &c)
      #expect(c == Matrix(repeating: 3 * beta, rows: n, columns: n))
    }
  }

  @Test func `the result of a product may be what the views saw`() {
    var c = a
    matmul(c.view.transposed(), c.view, result: &c)
    #expect(c == matmul(a, a, transposeA: true))
  }

  @Test func `factorisations and solutions take views`() throws {
    var generator = SplitMix64(seed: 72)
    let large = Matrix<Double>.randomUniform(20, 20, in: -1..<1, using: &generator) + 8 * .identity(20)
    let view = large.view[rows: 1..<13, columns: 1..<13].transposed().striding(rows: 2, columns: 2)
    let (copy, b) = (Matrix(view), Vector<Double>.randomNormal(6, using: &generator))
    #expect(try LU(view).reconstruct() == LU(copy).reconstruct())
    #expect(try QR(view).r == QR(copy).r && SVD(view).singularValues == SVD(copy).singularValues)
    #expect(try solve(view, b) == solve(copy, b) && solve(view, b.view) == solve(copy, b))
    #expect(try LU(view).solve(b.view.reversed()) == LU(copy).solve(Vector(b.view.reversed())))
    #expect(try leastSquares(view[columns: ..<3], b).x == leastSquares(copy[columns: ..<3], b).x)
  }

  @Test(arguments: [(0, 0), (0, 3), (3, 0), (1, 1), (1, 4), (4, 1)])
  func `sides of 0 and 1 have views like all others`(m: Int, n: Int) {
    let b = Matrix<Double>(rows: m, columns: n) { i, j in Double(10 * i + j) }
    #expect(b.view == b && b.view.transposed() == b.transposed() && b.view.transposed().transposed() == b)
    #expect(b.view[rows: 0..., columns: 0...] == b && b.view.striding(rows: -1).striding(rows: -1) == b)
    #expect(matmul(b.view, b.view.transposed()) == matmul(b, b.transposed()))
    #expect(b.leadingDimension == max(1, n))
  }

  @Test func `places outside stop the program with the range and the shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(3, 3).view[rows: 1..<5, columns: 0...]
    }
    #expect(try message(of: result).contains("rows 1 ..< 5 and columns 0 ..< 3 of a (3, 3) matrix"))
    let element = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(3, 3).view.transposed()[0, 3]
    }
    #expect(try message(of: element).contains("element (0, 3) is outside a (3, 3) matrix"))
  }
}
