@testable import Checks
@testable import struct Learner.SoftmaxRegression
@testable import func Learner.fitSoftmax
@testable import func Learner.softmaxLoss

@main enum Program {
  static func main() {
    SoftmaxRegressions.grade(
      Submission(
        loss: .init { theta, x, y, l2 in
          let (loss, gradient) = softmaxLoss(theta, x, y, l2: l2)
          return [[loss]] + gradient
        },
        fit: .init { x, y, classes, l2, limit in
          try fitSoftmax(x, y, classes: classes, l2: l2, limit: limit).theta
        },
        probabilities: .init { theta, x in SoftmaxRegression(theta: theta).probabilities(x) }))
  }
}
