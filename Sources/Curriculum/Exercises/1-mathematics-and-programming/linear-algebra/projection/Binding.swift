@testable import Checks
@testable import func Learner.combination
@testable import func Learner.coordinates
@testable import func Learner.projectOntoLine
@testable import func Learner.projectOntoSpan

@main enum Program {
  static func main() {
    Projection.grade(
      Submission(
        projectOntoLine: .init(projectOntoLine), coordinates: .init(coordinates), combination: .init(combination),
        projectOntoSpan: .init(projectOntoSpan)))
  }
}
