@testable import Checks
@testable import func Learner.multiplyBlocked
@testable import func Learner.packedPanel

@main enum Program {
  static func main() {
    BlockedMultiply.grade(
      Submission(
        packedPanel: .init { b, k, n, column in
          packedPanel(b, k: k, n: n, from: column).map { eight in (0..<8).map { eight[$0] } }
        }, multiplyBlocked: .init(multiplyBlocked)))
  }
}
