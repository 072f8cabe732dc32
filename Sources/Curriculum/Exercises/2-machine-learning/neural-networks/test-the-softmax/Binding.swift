@testable import Checks
@testable import func Learner.accepts

@main enum Program {
  static func main() {
    TestTheSoftmax.grade(
      Submission(accepts: .init { Verdict(isAccepted: accepts($0.softmax)) }))
  }
}
