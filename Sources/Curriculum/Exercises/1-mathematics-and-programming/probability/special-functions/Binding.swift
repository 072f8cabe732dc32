@testable import Checks
@testable import func Learner.betaI
@testable import func Learner.continuedFraction
@testable import func Learner.gammaP
@testable import func Learner.gammaQ
@testable import func Learner.logGamma

@main enum Program {
  static func main() {
    SpecialFunctions.grade(
      Submission(
        logGamma: .init(logGamma), continuedFraction: .init { continuedFraction($0, $1.level) }, gammaP: .init(gammaP),
        gammaQ: .init(gammaQ), betaI: .init(betaI)))
  }
}
