import Benchmark
import LabNumerics

let benchmarks: @Sendable () -> Void = {
  streams(of: "SplitMix64", SplitMix64(seed: 5))
  streams(of: "Xoshiro256**", Xoshiro256StarStar(seed: 5))
}

/// What a generator gives, a thousand numbers a sample.
private func streams<Generator: RandomNumberGenerator & Sendable>(of name: String, _ start: Generator) {
  func add(_ title: String, _ draw: @escaping (inout Generator) -> Void) {
    let configuration = Benchmark.Configuration(
      metrics: [.wallClock], scalingFactor: .kilo, maxDuration: .milliseconds(300))
    Benchmark("\(title), \(name)", configuration: configuration) { benchmark in
      var generator = start
      for _ in benchmark.scaledIterations { draw(&generator) }
    }
  }
  add("bits") { blackHole($0.next()) }
  add("uniform Double") { blackHole($0.uniform(Double.self)) }
  add("uniform Float") { blackHole($0.uniform(Float.self)) }
  add("integer below 1000") { blackHole($0.uniformInteger(below: 1000)) }
  add("normal") { blackHole($0.normal() as Double) }
  add("exponential") { blackHole($0.exponential()) }
  add("gamma 2.5") { blackHole($0.gamma(shape: 2.5)) }
  add("beta 2, 3") { blackHole($0.beta(2, 3)) }
  add("poisson 4") { blackHole($0.poisson(mean: 4)) }
  add("poisson 400") { blackHole($0.poisson(mean: 400)) }
  add("permutation of 1000") { blackHole($0.permutation(1000)) }
}
