import Benchmark
import LabNumerics

let benchmarks: @Sendable () -> Void = {
  for n in [3, 8, 32, 128, 512] {
    factorisations(n, Double.self)
    factorisations(n, Float.self)
  }
}

private func factorisations<Scalar: LinearAlgebraScalar>(_ n: Int, _: Scalar.Type) {
  var generator = SplitMix64(seed: 3)
  let a = Matrix<Scalar>.randomNormal(n, n, using: &generator)
  let b = Vector<Scalar>.randomNormal(n, using: &generator)
  let s = (a + a.transposed()) / 2
  let p = Matrix.identity(n) + matmul(a, a, transposeA: true)
  let tall = Matrix<Scalar>.randomNormal(2 * n, n, using: &generator)
  let y = Vector<Scalar>.randomNormal(2 * n, using: &generator)

  func add(_ title: String, _ body: @escaping () throws -> Void) {
    let configuration = Benchmark.Configuration(
      metrics: [.wallClock], scalingFactor: n <= 32 ? .kilo : .one, maxDuration: .milliseconds(300))
    Benchmark("\(title) \(Scalar.self) \(n)", configuration: configuration) { benchmark in
      for _ in benchmark.scaledIterations { try body() }
    }
  }
  add("LU") { blackHole(try LU(a)) }
  add("Cholesky") { blackHole(try Cholesky(p)) }
  add("LDLT") { blackHole(try LDLT(s)) }
  add("QR") { blackHole(try QR(a)) }
  add("PivotedQR") { blackHole(try PivotedQR(a)) }
  add("SVD") { blackHole(try SVD(a)) }
  add("SymmetricEigen") { blackHole(try SymmetricEigen(s)) }
  add("Eigen") { blackHole(try Eigen(a)) }
  add("Schur") { blackHole(try Schur(a)) }
  add("solve") { blackHole(try solve(a, b)) }
  add("leastSquares") { blackHole(try leastSquares(tall, y)) }
}
