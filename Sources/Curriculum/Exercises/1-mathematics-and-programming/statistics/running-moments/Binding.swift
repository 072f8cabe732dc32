@testable import Checks
@testable import struct Learner.RunningMoments

extension RunningMoments: @retroactive Moments {}

@main enum Program {
  static func main() { RunningMomentsChecks.grade(Submission { RunningMoments() }) }
}
