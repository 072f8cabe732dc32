@testable import Checks
@testable import func Learner.accepts

@main enum Program {
  static func main() {
    TestTheQuantile.grade(Submission(accepts: .init { Verdict(isAccepted: accepts($0.quantile)) }))
  }
}
