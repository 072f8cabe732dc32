import Foundation
import LabNumerics
import Testing

@Suite struct SparseMatrixTests {
  @Test func `the worked example of the documentation`() {
    let links = SparseMatrix<Double>(rows: 3, columns: 3, triplets: [(0, 1, 1), (0, 2, 1), (2, 0, 4)])
    #expect(links[2, 0] == 4 && links[1, 1] == 0)
    #expect((links.storedCount, links.nonZeroCount) == (3, 3))
    #expect(links • [1, 2, 3] == [5, 0, 4])
    #expect(links.rowSums() == [2, 0, 4])
    #expect(Matrix(links) == [[0, 1, 1], [0, 0, 0], [4, 0, 0]])
    let counts = SparseMatrix<Double>([[(2, 1)], [], [(1, 3), (0, 1), (1, 1)]], columns: 3)
    #expect(Matrix(counts) == [[0, 0, 1], [0, 0, 0], [1, 4, 0]])
  }

  @Test func `triplets in any order make one form, and those at one place add up in their order`() {
    let a = SparseMatrix<Double>(
      rows: 2, columns: 4, triplets: [(1, 3, 1), (0, 2, 1e16), (1, 0, 5), (0, 2, 1), (0, 2, -1e16), (1, 3, -1)])
    #expect(a.rowStarts == [0, 1, 3])
    #expect(a.columnIndices == [2, 0, 3])
    #expect(a.values == [0, 5, 0], "(1e16 + 1) − 1e16 is 0; a sum of zero stays stored")
    #expect((a.storedCount, a.nonZeroCount) == (3, 1))
    #expect(a.droppingZeros().values == [5] && a.droppingZeros().rowStarts == [0, 0, 1])
    #expect(a.droppingZeros() == a)
  }

  @Test func `a dense matrix loses exact zeros of either sign, and keeps NaN, infinity and subnormals`() {
    let dense: Matrix<Float> = [[0, -0.0, .nan], [.infinity, 0, .leastNonzeroMagnitude]]
    let a = SparseMatrix(dense)
    #expect(a.columnIndices == [2, 0, 2] && a.rowStarts == [0, 1, 3])
    #expect(a.values[0].isNaN && a.values[1] == .infinity && a.values[2] == .leastNonzeroMagnitude)
    #expect(a != a, "NaN equals nothing")
  }

  @Test func `sides of 0 and 1, and rows without elements`() {
    for (m, n) in [(0, 0), (0, 5), (5, 0), (1, 1), (1, 7), (7, 1)] {
      let a = SparseMatrix<Double>(rows: m, columns: n)
      #expect(a.shape == (m, n) && a.storedCount == 0 && a.rowStarts.count == m + 1)
      #expect(Matrix(a) == .zeros(m, n) && SparseMatrix(Matrix<Double>.zeros(m, n)) == a)
      #expect(a.transposed() == SparseMatrix(rows: n, columns: m))
      #expect(a • Vector.zeros(n) == .zeros(m))
      #expect(Vector.zeros(m) • a == .zeros(n))
      #expect(a • a.transposed() == SparseMatrix(rows: m, columns: m))
      #expect(a + a == a && a.rowSums() == .zeros(m))
      #expect(a.diagonal == .zeros(min(m, n)) && a.triplets.isEmpty)
    }
    let one = SparseMatrix<Double>([[4]] as Matrix)
    #expect(one[0, 0] == 4 && one.transposed() == one)
    #expect((one • one)[0, 0] == 16)
    #expect(SparseMatrix<Double>([], columns: 3).shape == (0, 3))
    #expect(SparseMatrix<Double>(identity: 3) • [1, 2, 3] == [1, 2, 3])
    #expect(SparseMatrix<Double>(identity: 0).shape == (0, 0))
    #expect(Matrix(SparseMatrix(diagonal: [1, 0, 3])) == .diagonal([1, 0, 3]))
  }

  @Test func `a column number near 32 bits needs no memory for the columns before it`() {
    let last = Int(Int32.max) - 1
    let a = SparseMatrix<Double>(
      rows: 2, columns: last + 1, triplets: [(0, last, 2), (0, 0, 1), (1, last, 3), (0, last, 1)])
    #expect(a[0, last] == 3 && a[1, last] == 3 && a[1, 0] == 0 && a.columnIndices == [0, 2_147_483_646, 2_147_483_646])
    #expect((a + a)[0, last] == 6)
  }

  @Test func `rows are read, counted and selected`() {
    let a = SparseMatrix<Double>(rows: 3, columns: 4, triplets: [(0, 1, 1), (0, 3, 2), (2, 1, 5)])
    #expect(Array(a.row(0).columns) == [1, 3] && Array(a.row(0).values) == [1, 2] && a.row(1).values.isEmpty)
    #expect(a.storedCountsByRow() == [2, 0, 1] && a.storedCountsByColumn() == [0, 2, 0, 1])
    #expect(a.triplets.map(\.column) == [1, 3, 1])
    #expect(Matrix(a[rows: [2, 0, 2]]) == [[0, 5, 0, 0], [0, 1, 0, 2], [0, 5, 0, 0]])
    #expect(a[rows: 0..<2].shape == (2, 4) && a[rows: []].shape == (0, 4))
  }

  @Test func `equality sees elements, not what is stored`() {
    let a = SparseMatrix<Double>(rows: 2, columns: 2, triplets: [(0, 0, 0), (1, 1, 2)])
    #expect(a == SparseMatrix(rows: 2, columns: 2, triplets: [(1, 1, 2)]))
    #expect(a != SparseMatrix(rows: 2, columns: 2, triplets: [(1, 1, 2), (1, 0, 1)]))
    #expect(a != SparseMatrix(rows: 2, columns: 3, triplets: [(1, 1, 2)]))
  }

  @Test func `prints as a table with dots, and as a list when large`() {
    let a = SparseMatrix<Double>(rows: 2, columns: 2, triplets: [(0, 1, 2), (1, 0, 3), (1, 1, 4.5)])
    #expect(
      "\(a)" == """
        [[·, 2  ],
         [3, 4.5]]
        """)
    #expect("\(SparseMatrix<Double>(rows: 0, columns: 3))" == "[] (0 × 3)")
    #expect(
      "\(SparseMatrix<Float>(identity: 1000))" == """
        1000 × 1000, 1000 stored
        (0, 0): 1
        (1, 1): 1
        (2, 2): 1
        ⋮
        (997, 997): 1
        (998, 998): 1
        (999, 999): 1
        """)
    let few = SparseMatrix<Double>(rows: 20, columns: 2, triplets: [(3, 1, 0.5)])
    #expect("\(few)" == "20 × 2, 1 stored\n(3, 1): 0.5")
  }

  @Test func `raw parts are taken as they are`() {
    let a = SparseMatrix<Double>(rows: 2, columns: 3, rowStarts: [0, 0, 2], columnIndices: [0, 2], values: [7, 8])
    #expect(Matrix(a) == [[0, 0, 0], [7, 0, 8]])
  }

  @Test func `raw parts out of order stop the program with what is wrong`() async throws {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3, rowStarts: [0, 1], columnIndices: [0], values: [7])
    }
    #expect(try message(of: result).contains("2 rows need 3 row starts, not 2"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 1, columns: 3, rowStarts: [0, 2], columnIndices: [2, 0], values: [7, 8])
    }
    #expect(try message(of: result).contains("row 0 has column 0 after 2, not ascending"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 1, columns: 3, rowStarts: [0, 1], columnIndices: [3], values: [7])
    }
    #expect(try message(of: result).contains("row 0 has column 3, outside 0 ..< 3"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3, rowStarts: [0, 5, 1], columnIndices: [1], values: [7])
    }
    #expect(try message(of: result).contains("row 0 ends at 5, there are 1 values"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3, rowStarts: [0, 1, 1], columnIndices: [1, 2], values: [7])
    }
    #expect(try message(of: result).contains("2 column indices for 1 values"))
  }

  @Test func `places outside stop the program with both sides`() async throws {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3, triplets: [(0, 0, 1), (2, 1, 1)])
    }
    #expect(try message(of: result).contains("an element at (2, 1) of a (2, 3) matrix"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3)[0, 3]
    }
    #expect(try message(of: result).contains("element (0, 3) of a (2, 3) matrix"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 1, columns: 2_147_483_648, triplets: [])
    }
    #expect(try message(of: result).contains("size 2147483648 does not fit"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3).row(2)
    }
    #expect(try message(of: result).contains("row 2 of a (2, 3) matrix"))
  }

  @Test func `construction, transpose, sums and norms agree with SciPy`() throws {
    for golden in try SparseReference.load().cases {
      let a = golden.matrix.sparse
      let triplets = zip(zip(golden.rows, golden.columns), golden.entries).map { ($0.0, $0.1, $1) }
      let built = SparseMatrix<Double>(rows: a.rowCount, columns: a.columnCount, triplets: triplets)
      #expect(built.columnIndices == a.columnIndices && built.values == a.values && built.rowStarts == a.rowStarts)
      #expect(SparseMatrix(Matrix(a)) == a)
      let (transposed, expected) = (a.transposed(), golden.transposed.sparse)
      #expect(transposed.columnIndices == expected.columnIndices && transposed.values == expected.values)
      #expect(transposed.rowStarts == expected.rowStarts && transposed.transposed() == a)
      #expect(a.rowSums() == Vector(golden.rowSums) && a.columnSums() == Vector(golden.columnSums))
      #expect(a.diagonal == Vector(golden.diagonal))
      // Squares are exact; a square root and BLAS's scaling are not.
      for (norm, golden) in zip(a.rowNorms(), golden.rowNorms) { #expect((norm - golden).magnitude <= 8 * golden.ulp) }
    }
  }
}

/// What `Reference/sparse.json` holds.
struct SparseReference: Decodable {
  struct Parts: Decodable {
    let shape: [Int], rowStarts: [Int], columnIndices: [Int32], values: [Double]

    var sparse: SparseMatrix<Double> {
      SparseMatrix(
        rows: shape[0], columns: shape[1], rowStarts: rowStarts, columnIndices: columnIndices, values: values)
    }
  }

  struct Case: Decodable {
    let rows: [Int], columns: [Int], entries: [Double]
    let matrix: Parts, other: Parts, right: Parts, transposed: Parts
    let x: [Double], y: [Double], dense: [[Double]], left: [[Double]]
    let timesX: [Double], transposedTimesY: [Double], timesDense: [[Double]], leftTimes: [[Double]]
    let product: [[Double]], sum: [[Double]], difference: [[Double]]
    let rowSums: [Double], columnSums: [Double], rowNorms: [Double], diagonal: [Double]
  }

  struct Graph: Decodable {
    let links: Parts, pageRank: [Double], undirected: Parts, laplacian: [[Double]]
  }

  let cases: [Case]
  let graph: Graph

  static func load(from file: String = #filePath) throws -> SparseReference {
    let folder = URL(filePath: file).deletingLastPathComponent()
    return try JSONDecoder().decode(
      SparseReference.self, from: Data(contentsOf: folder.appending(path: "Reference/sparse.json")))
  }
}
