@testable import Checks
@testable import func Learner.scaled

@main enum Program {
  static func main() { Scaled.grade(Submission(scaled: .init(scaled))) }
}
