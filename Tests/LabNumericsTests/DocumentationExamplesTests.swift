import Foundation
import LabNumerics
import RealModule
import Testing

/// The examples of Documentation.docc, each line as it stands there, with what its comment says. A line whose result the
/// page leaves unused begins with `_ =` here.
@Suite struct DocumentationExamplesTests {
  @Test func `every line of an example is compiled here`() throws {
    let lines = Set(try String(contentsOfFile: #filePath, encoding: .utf8).split(separator: "\n").map(code))
    for (file, text) in try documentationPages() {
      for block in text.matches(of: /```swift\n([^`]*)```/) {
        for line in block.1.split(separator: "\n").map(code) where !line.isEmpty {
          #expect(lines.contains(line), "\(file): \(line)")
        }
      }
    }
  }

  /// A line without its indentation, its comment and `_ =`.
  private func code(_ line: Substring) -> Substring {
    let end = line.range(of: #" *// .*$"#, options: .regularExpression)?.lowerBound ?? line.endIndex
    return line[..<end].drop { $0 == " " }.trimmingPrefix("_ = ")
  }

  @Test func `the front page`() throws {
    let a: Matrix<Double> = [[2, 1], [1, 3]]
    let x = try solve(a, [3, 5])
    let fit = try leastSquares([[1, 0], [1, 1], [1, 2]], [1, 3, 5])
    let p = softmax(rowsOf: a)
    #expect(x.isApproximatelyEqual(to: [0.8, 1.4]) && fit.x.isApproximatelyEqual(to: [1, 2]))
    #expect(p.rowSums().isApproximatelyEqual(to: [1, 1]))
  }

  @Test func `storage and views`() throws {
    var a = Matrix(rows: 60, columns: 60) { Double($0 * $0 + 5 * $1 * $1 - $0 * $1) }
    let b = a
    _ = a.view[row: 0] • a.view[column: 2]
    _ = a.view.transposed() • b
    _ = try QR(a.view[rows: 0..<50])
    _ = Matrix(a.view.striding(rows: 2))
    a.withMutableView { a in
      for i in 0..<a.rowCount {
        for j in 0..<a.columnCount { a[i, j] *= 2 }
      }
      a[row: 0].fill(0)
      a.diagonal += 1
    }
    #expect(a[0, 0] == 1 && a[0, 1] == 0 && a[5, 1] == 2 * b[5, 1])
  }

  @Test func `accuracy`() throws {
    let hilbert = Matrix(rows: 6, columns: 6) { 1 / Double($0 + $1 + 1) }
    let solution = try explainSolve(hilbert, hilbert.rowSums())
    _ = solution.path
    _ = solution.reciprocalCondition
    _ = solution.errorBounds.backward[0]
    _ = solution.errorBounds.forward[0]
    let error = (solution.x.flattened - 1).norm(.infinity)
    // Other kernels of OpenBLAS round otherwise: within a factor of what the page says.
    #expect(solution.path == .cholesky && error <= solution.errorBounds.forward[0])
    #expect((3e-8...4e-8).contains(solution.reciprocalCondition))
    #expect(solution.errorBounds.backward[0] < 1e-15 && (1e-9...1e-7).contains(solution.errorBounds.forward[0]))

    let years = Matrix<Double>((1990...1997).map { [1, Double($0)] })
    let fit = try leastSquares(years, years.rowSums(), refinement: .extended)
    _ = fit.digits!.exactData[0]
    _ = fit.digits!.roundedData[0]
    #expect((fit.x[0] - 1).magnitude <= .pow(10, -fit.digits!.exactData[0]))
    #if arch(x86_64)
      #expect((fit.digits!.exactData[0] - 11.5).magnitude < 0.5 && (fit.digits!.roundedData[0] - 9.4).magnitude < 0.5)
    #endif
  }

  @Test func `random numbers and distributions`() {
    var generator = SplitMix64(seed: 42)
    let weights = Matrix<Float>.randomNormal(3, 4, using: &generator)
    let height = generator.normal(mean: 170, standardDeviation: 10)
    let calls = generator.poisson(mean: 2.5)
    let order = generator.permutation(5)
    let tested = generator.sample(2, outOf: 10)
    #expect(weights.shape == (3, 4) && height > 100 && calls >= 0)
    #expect(order.sorted() == [0, 1, 2, 3, 4] && Set(tested).count == 2)

    var source = Xoshiro256StarStar(seed: 7)
    let streams = (0..<4).map { _ in source.split() }
    #expect(streams.count == 4)

    let loaded = CategoricalDistribution(weights: [1, 1, 1, 1, 1, 5])
    let rolls = loaded.sample(1000, using: &generator)
    // Five deviations of √(1000/4).
    #expect(abs(rolls.count { $0 == 5 } - 500) < 80)

    let normal = NormalDistribution(mean: 100, standardDeviation: 15)
    _ = normal.cdf(130)
    _ = normal.upperTail(250)
    _ = 1 - normal.cdf(250)
    _ = normal.upperQuantile(1e-20)
    #expect((normal.cdf(130) - 0.9772).magnitude < 1e-4 && (normal.upperTail(250) / 7.6e-24 - 1).magnitude < 0.01)
    #expect(1 - normal.cdf(250) == 0 && (normal.upperQuantile(1e-20) - 238.935).magnitude < 1e-3)

    let t = StudentTDistribution(degreesOfFreedom: 4)
    let data: Vector<Double> = [0.3, -1.2, 2.5]
    let logLikelihood = data.reduce(0) { $0 + t.logPDF($1) }
    #expect((logLikelihood + 6.119).magnitude < 1e-3)
  }

  @Test func `sparse matrices`() {
    let words = [(0, 2), (0, 5), (1, 2), (1, 2)]
    let counts = SparseMatrix<Double>(rows: 2, columns: 6, triplets: words.map { ($0.0, $0.1, 1) })
    _ = counts[1, 2]
    _ = counts.storedCount
    let frequencies = counts.normalisingRows(.one)
    #expect(counts[1, 2] == 2 && counts.storedCount == 3 && frequencies.rowSums() == [1, 1])

    _ = counts • [0, 0, 1, 0, 0, 1]
    let similarity = counts • counts.transposed()
    _ = Matrix(similarity)
    #expect(counts • [0, 0, 1, 0, 0, 1] == [2, 2] && Matrix(similarity) == [[2, 2], [2, 4]])

    let links = SparseMatrix<Double>(rows: 3, columns: 3, triplets: [(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 0, 1)])
    let steps = links.normalisingRows(.one)
    var rank = Vector<Double>(repeating: 1 / 3, count: 3)
    for _ in 0..<100 { rank = rank • steps }
    _ = rank
    #expect(rank.isApproximatelyEqual(to: [0.4, 0.2, 0.4]))
  }
}
