@testable import Checks
@testable import func Learner.axpy
@testable import func Learner.dot

@main enum Program {
  static func main() {
    DotProduct.grade(
      Submission(
        dot: .init(dot),
        axpy: .init { alpha, x, y in
          var y = y
          axpy(alpha, x, &y)
          return y
        }))
  }
}
