import LabData
import LabNumerics
import RealModule
import Testing

@Suite struct SparseMatrixArithmeticTests {
  @Test func `rows whose norm is out of range are normalised as those in the middle`() {
    for scale in [0x1p1023, 0x1p-1074] {
      let a = SparseMatrix<Double>(
        rows: 2, columns: 4, triplets: [(0, 0, scale), (0, 1, -scale), (0, 3, scale), (1, 2, 1)])
      #expect(Matrix(a.normalisingRows(.one)).isApproximatelyEqual(to: [[1 / 3, -1 / 3, 0, 1 / 3], [0, 0, 1, 0]]))
      let root = 1 / Double(3).squareRoot()
      #expect(Matrix(a.normalisingRows()).isApproximatelyEqual(to: [[root, -root, 0, root], [0, 0, 1, 0]]))
    }
  }

  @Test func `sums and differences agree with SciPy`() throws {
    for golden in try SparseReference.load().cases {
      let (a, b) = (golden.matrix.sparse, golden.other.sparse)
      #expect(Matrix(a + b) == Matrix(golden.sum))
      #expect(Matrix(a - b) == Matrix(golden.difference))
      #expect(a + b == b + a && (a - a).nonZeroCount == 0 && (a - a).storedCount == a.storedCount)
    }
  }

  @Test func `numbers, rows and columns scale what is stored`() {
    let a = SparseMatrix<Double>(rows: 2, columns: 3, triplets: [(0, 0, 1), (0, 2, 2), (1, 1, 4)])
    #expect(Matrix(2 * a) == [[2, 0, 4], [0, 8, 0]] && a * 2 == 2 * a && (2 * a) / 2 == a && -a == -1 * a)
    #expect(Matrix(a.scalingRows(by: [10, 100])) == [[10, 0, 20], [0, 400, 0]])
    #expect(Matrix(a.scalingColumns(by: [1, 10, 100])) == [[1, 0, 200], [0, 40, 0]])
    #expect(Matrix(a.mapValues { $0 + 1 }) == [[2, 0, 3], [0, 5, 0]], "what is not stored stays 0")
    #expect(a.columnSums() == [1, 4, 2])
  }

  @Test func `norms of rows keep in range, and rows of zeros stay when rows are normalised`() {
    let a = SparseMatrix<Double>(rows: 3, columns: 3, triplets: [(0, 0, 3e200), (0, 2, -4e200), (2, 1, 0)])
    #expect((a.rowNorms() / 5e200 - [1, 0, 0]).norm(.infinity) <= 2 * .ulpOfOne)
    #expect(a.rowNorms(.infinity) == [4e200, 0, 0])
    #expect((a.rowNorms(.one) / 7e200 - [1, 0, 0]).norm(.infinity) <= 2 * .ulpOfOne)
    let unit = Matrix(a.normalisingRows())
    #expect((unit - [[0.6, 0, -0.8], [0, 0, 0], [0, 0, 0]]).norm(.max) <= 2 * .ulpOfOne)
    let gap = SparseMatrix<Double>(rows: 1, columns: 2, triplets: [(0, 0, .nan), (0, 1, 1)])
    #expect(gap.rowNorms()[0].isNaN && gap.rowNorms(.infinity)[0].isNaN && gap.rowSums()[0].isNaN)
  }

  @Test func `sums are compensated`() {
    let a = SparseMatrix<Float>(rows: 1, columns: 3, triplets: [(0, 0, 1e8), (0, 1, 1), (0, 2, -1e8)])
    #expect(a.rowSums() == [1] && a.transposed().columnSums() == [1])
  }

  /// tf-idf of real texts, against its definition word by word.
  @Test func `tf-idf of movie reviews agrees with its definition`() throws {
    let texts = try Dataset("text/sentiment_movie.csv").csv().column("text").prefix(400)
    let documents = texts.map { $0.lowercased().split { !$0.isLetter }.map(String.init) }
    let words = Set(documents.joined()).sorted()
    let column = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    let counts = SparseMatrix<Double>(
      documents.map { $0.map { (column: column[$0]!, value: 1) } }, columns: words.count)
    #expect(counts.shape == (400, words.count) && counts.storedCount < 400 * words.count / 50)
    #expect(counts.rowSums() == Vector(documents.map { Double($0.count) }))

    let frequency = counts.storedCountsByColumn()
    let weights = Vector(frequency.map { Double.log(401 / Double(1 + $0)) + 1 })
    let features = counts.scalingColumns(by: weights).normalisingRows()
    for (i, document) in documents.enumerated().prefix(20) {
      let terms = Set(document)
      let raw = terms.map { term in
        let containing = documents.count { $0.contains(term) }
        return Double(document.count { $0 == term }) * (Double.log(401 / Double(1 + containing)) + 1)
      }
      let length = raw.reduce(0) { $0 + $1 * $1 }.squareRoot()
      for (term, value) in zip(terms, raw) {
        // Some products and a root of as many squares as there are terms.
        let bound = Double(raw.count + 8) * .ulpOfOne
        #expect((features[i, column[term]!] - value / length).magnitude <= bound)
      }
    }
    let cosines = features • features.transposed()
    #expect((cosines.diagonal - 1).norm(.infinity) <= 200 * .ulpOfOne)
    #expect(cosines.values.allSatisfy { $0 > 0 && $0 <= 1 + 200 * .ulpOfOne })
  }

  @Test func `a Laplacian and PageRank agree with SciPy and a direct solution`() throws {
    let graph = try SparseReference.load().graph
    let adjacency = graph.undirected.sparse
    let laplacian = SparseMatrix(diagonal: adjacency.rowSums()) - adjacency
    #expect(Matrix(laplacian) == Matrix(graph.laplacian))
    #expect(laplacian.rowSums() == .zeros(12))

    let links = graph.links.sparse
    let step = links.normalisingRows(.one)
    let dangling = links.storedCountsByRow().enumerated().filter { $0.element == 0 }.map(\.offset)
    var rank = Vector(repeating: 1.0 / 12, count: 12)
    for _ in 0..<300 {  // 0.85³⁰⁰ is far below ε
      let jumping = dangling.reduce(0) { $0 + rank[$1] } * 0.85 / 12 + 0.15 / 12
      var next = Vector(repeating: jumping, count: 12)
      matmul(step, rank, transposeA: true, alpha: 0.85, beta: 1, result: &next)
      rank = next
    }
    // An error in a step is damped by 0.85, so it adds up to 1/0.15 of itself.
    #expect((rank - Vector(graph.pageRank)).norm(.one) <= 12 * 12 / 0.15 * .ulpOfOne)
  }

  @Test func `shapes that do not match stop the program with both`() async throws {
    var result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3) + SparseMatrix(rows: 3, columns: 2)
    }
    #expect(try message(of: result).contains("+: (2, 3) and (3, 2)"))
    result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = SparseMatrix<Double>(rows: 2, columns: 3).scalingColumns(by: [1, 2])
    }
    #expect(try message(of: result).contains("scalingColumns: 2 factors for a (2, 3) matrix"))
  }
}
