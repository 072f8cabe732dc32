@testable import Checks
@testable import func Learner.logSumExp

@main enum Program {
  static func main() { LogSumExp.grade(Submission(logSumExp: .init(logSumExp))) }
}
