@testable import Checks
@testable import func Learner.multiply
@testable import func Learner.multiplyTransposed

@main enum Program {
  static func main() {
    MatrixVector.grade(Submission(multiply: .init(multiply), multiplyTransposed: .init(multiplyTransposed)))
  }
}
