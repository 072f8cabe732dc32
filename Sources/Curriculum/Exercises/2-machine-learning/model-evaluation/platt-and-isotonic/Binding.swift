@testable import Checks
@testable import struct Learner.IsotonicFit
@testable import struct Learner.Platt
@testable import func Learner.fitIsotonic
@testable import func Learner.fitPlatt
@testable import func Learner.isotonic
@testable import func Learner.predict

@main enum Program {
  static func main() {
    PlattAndIsotonic.grade(
      Submission(
        fitPlatt: .init { scores, labels in
          let platt = try fitPlatt(scores: scores, labels: labels)
          return [platt.slope, platt.intercept]
        },
        isotonic: .init { try isotonic($0, weights: $1) },
        fitIsotonic: .init { scores, labels in
          let fit = try fitIsotonic(scores: scores, labels: labels)
          return [fit.scores, fit.values]
        },
        predict: .init { fit, score in predict(IsotonicFit(scores: fit[0], values: fit[1]), score) }))
  }
}
