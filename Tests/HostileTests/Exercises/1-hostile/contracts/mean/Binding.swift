@testable import Checks
@testable import func Learner.mean

@main enum Program {
  static func main() { Mean.grade(Submission(mean: .init(mean))) }
}
