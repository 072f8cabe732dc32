import Benchmark
import LabNumerics

let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(metrics: [.wallClock], maxDuration: .milliseconds(300))
  for n in [4, 16, 64, 256, 1024, 16384, 1_048_576] { vectors(n, Double.self) }
  for n in [2, 3, 4, 8, 16, 64, 256, 1024] {
    matrices(n, Double.self)
    matrices(n, Float.self)
  }
}

/// BLAS 1.
private func vectors<Scalar: LinearAlgebraScalar>(_ n: Int, _: Scalar.Type) {
  var generator = SplitMix64(seed: 1)
  let x = Vector<Scalar>.randomNormal(n, using: &generator)
  let start = Vector<Scalar>.randomNormal(n, using: &generator)
  let scaling = scaling(operations: n)
  Benchmark("dot \(Scalar.self) \(n)", configuration: scaling) { benchmark in
    for _ in benchmark.scaledIterations { blackHole(dot(x, start)) }
  }
  Benchmark("norm \(Scalar.self) \(n)", configuration: scaling) { benchmark in
    for _ in benchmark.scaledIterations { blackHole(x.norm()) }
  }
  Benchmark("axpy \(Scalar.self) \(n)", configuration: scaling) { benchmark in
    var y = start + 0
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { axpy(1e-9, x, &y) }
    benchmark.stopMeasurement()
    blackHole(y)
  }
}

/// BLAS 2 and 3, in place.
private func matrices<Scalar: LinearAlgebraScalar>(_ n: Int, _: Scalar.Type) {
  var generator = SplitMix64(seed: 2)
  let a = Matrix<Scalar>.randomNormal(n, n, using: &generator)
  let b = Matrix<Scalar>.randomNormal(n, n, using: &generator)
  let x = Vector<Scalar>.randomNormal(n, using: &generator)
  let triangle = Matrix(rows: n, columns: n) { i, j in i == j ? 2 : i > j ? a[i, j] / Scalar(n) : 0 }
  Benchmark("gemv \(Scalar.self) \(n)", configuration: scaling(operations: 2 * n * n)) { benchmark in
    var y = Vector<Scalar>.zeros(n)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { matmul(a, x, result: &y) }
    benchmark.stopMeasurement()
    blackHole(y)
  }
  Benchmark("gemm \(Scalar.self) \(n)", configuration: scaling(operations: 2 * n * n * n)) { benchmark in
    var c = Matrix<Scalar>.zeros(n, n)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { matmul(a, b, result: &c) }
    benchmark.stopMeasurement()
    blackHole(c)
  }
  Benchmark("syrk \(Scalar.self) \(n)", configuration: scaling(operations: n * n * n)) { benchmark in
    var c = Matrix<Scalar>.zeros(n, n)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations { matmul(a, a, transposeA: true, result: &c) }
    benchmark.stopMeasurement()
    blackHole(c)
  }
  Benchmark("trsm \(Scalar.self) \(n)", configuration: scaling(operations: n * n * n)) { benchmark in
    for _ in benchmark.scaledIterations { blackHole(try solve(lower: triangle, b)) }
  }
}

/// A thousand calls a sample where one is too short for the clock.
private func scaling(operations: Int) -> Benchmark.Configuration {
  .init(
    metrics: [.wallClock], scalingFactor: operations < 100_000 ? .kilo : .one, maxDuration: .milliseconds(300))
}
