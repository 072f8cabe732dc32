@testable import Checks
@testable import func Learner.spread

@main enum Program {
  static func main() { Spread.grade(Submission(spread: .init(spread))) }
}
