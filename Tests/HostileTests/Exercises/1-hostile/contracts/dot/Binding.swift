@testable import Checks
@testable import func Learner.dot

@main enum Program {
  static func main() { Dot.grade(Submission(dot: .init(dot))) }
}
