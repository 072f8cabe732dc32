@testable import Checks
@testable import struct Learner.Estimate
@testable import func Learner.controlCoefficient
@testable import func Learner.estimate
@testable import func Learner.samplesNeeded

@main enum Program {
  static func main() {
    MonteCarlo.grade(
      Submission(
        estimate: { Checks.Estimate(try estimate($0)) }, controlCoefficient: { controlCoefficient($0, control: $1) },
        controlled: { Checks.Estimate(try estimate($0, control: $1, controlMean: $2)) },
        samplesNeeded: {
          samplesNeeded(
            for: $0, pilot: Learner.Estimate(mean: $1.mean, standardError: $1.standardError), pilotSize: $2)
        }))
  }
}

extension Checks.Estimate {
  init(_ estimate: Learner.Estimate) { self.init(mean: estimate.mean, standardError: estimate.standardError) }
}
