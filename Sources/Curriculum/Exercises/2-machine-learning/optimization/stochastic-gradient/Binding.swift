@testable import Checks
@testable import func Learner.batches
@testable import func Learner.inverseTimeRate
@testable import func Learner.shuffled
@testable import func Learner.stochasticDescent
@testable import func Learner.warmupCosineRate

@main enum Program {
  static func main() {
    StochasticGradient.grade(
      Submission(
        shuffled: .init { shuffled(count: $0, uniform: $1) },
        batches: .init { batches(of: $0, size: $1) },
        inverseTime: .init { inverseTimeRate(first: $0, decay: $1, step: $2) },
        cosine: .init { warmupCosineRate(peak: $0, warmup: $1, total: $2, step: $3) },
        descent: .init { examples, w, epochs, size, rate, uniform in
          try stochasticDescent(
            examples.gradient, count: examples.count, from: w, epochs: epochs, batchSize: size, rate: rate,
            uniform: uniform)
        }))
  }
}
