import Benchmark
import LabNumerics

let benchmarks: @Sendable () -> Void = {
  for n in [16, 1024, 1_048_576] {
    elementwise(n, Double.self)
    elementwise(n, Float.self)
  }
}

private func elementwise<Scalar: LinearAlgebraScalar>(_ n: Int, _: Scalar.Type) {
  var generator = SplitMix64(seed: 4)
  let x = Vector<Scalar>.randomUniform(n, in: 1..<2, using: &generator)
  let y = Vector<Scalar>.randomUniform(n, in: 1..<2, using: &generator)

  // A function more is a line more.
  let ways: [(title: String, body: () -> Void)] = [
    ("x + y", { blackHole(x + y) }),
    ("x − y", { blackHole(x - y) }),
    ("x × y", { blackHole(x * y) }),
    ("x ÷ y", { blackHole(x / y) }),
    ("2 × x", { blackHole(2 * x) }),
    ("sum", { blackHole(x.sum()) }),
    ("mean", { blackHole(x.mean()) }),
    ("variance", { blackHole(x.variance()) }),
    ("1-norm", { blackHole(x.norm(.one)) }),
    ("∞-norm", { blackHole(x.norm(.infinity)) }),
  ]
  for way in ways {
    let body = way.body
    let configuration = Benchmark.Configuration(
      metrics: [.wallClock], scalingFactor: n <= 1024 ? .kilo : .one, maxDuration: .milliseconds(300))
    Benchmark("\(way.title) \(Scalar.self) \(n)", configuration: configuration) { benchmark in
      for _ in benchmark.scaledIterations { body() }
    }
  }
}
