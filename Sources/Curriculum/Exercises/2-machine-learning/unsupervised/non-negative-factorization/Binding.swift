@testable import Checks
@testable import func Learner.fitNonNegativeFactors
@testable import func Learner.multiplicativeStep
@testable import func Learner.reconstructionLoss

@main enum Program {
  static func main() {
    NonNegativeFactorization.grade(
      Submission(
        reconstructionLoss: .init { reconstructionLoss($0, $1, $2) },
        multiplicativeStep: .init { x, w, h in
          let new = multiplicativeStep(x, w, h)
          return Parts(w: new.w, h: new.h)
        },
        fit: .init { x, w, h, limit in
          let new = try fitNonNegativeFactors(x, w: w, h: h, stepLimit: limit)
          return Parts(w: new.w, h: new.h, losses: new.losses)
        }))
  }
}
