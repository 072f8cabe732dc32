@testable import Checks
@testable import struct Learner.Sample
@testable import func Learner.decompose
@testable import func Learner.learningCurve
@testable import func Learner.leastValidationError
@testable import func Learner.predictions

@main enum Program {
  static func main() {
    BiasVariance.grade(
      Submission(
        predictions: .init { rows, resamples, points, method in
          try predictions(sample(rows), resamples: resamples, at: points, fit: method.fit)
        },
        decompose: .init { predictions, truth, noise in
          let parts = try decompose(predictions, truth: truth, noise: noise)
          return [parts.biasSquared, parts.variance, parts.noise, parts.total]
        },
        learningCurve: .init { train, validation, sizes, method in
          try learningCurve(sample(train), validation: sample(validation), sizes: sizes, fit: method.fit).map {
            [Double($0.size), $0.trainingError, $0.validationError]
          }
        },
        leastValidationError: .init { train, validation, methods in
          try leastValidationError(sample(train), validation: sample(validation), fits: methods.map(\.fit))
        }))
  }

  private static func sample(_ rows: [[Double]]) -> Sample { Sample(x: rows[0], y: rows[1]) }
}
