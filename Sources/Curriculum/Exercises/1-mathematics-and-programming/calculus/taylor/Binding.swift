@testable import Checks
@testable import func Learner.degreeNeeded
@testable import func Learner.exponential
@testable import func Learner.remainderBound
@testable import func Learner.taylorCoefficients
@testable import func Learner.taylorValue

@main enum Program {
  static func main() {
    Taylor.grade(
      Submission(
        taylorCoefficients: .init { taylorCoefficients(fromDerivatives: $0) },
        taylorValue: .init { taylorValue($0, around: $1, at: $2) },
        remainderBound: .init { remainderBound(derivativeBound: $0, degree: $1, distance: $2) },
        degreeNeeded: .init { degreeNeeded(distance: $0, tolerance: $1, limit: $2, derivativeBound: $3) },
        exponential: .init(exponential)))
  }
}
