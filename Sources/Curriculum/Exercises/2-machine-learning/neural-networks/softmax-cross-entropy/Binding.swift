@testable import Checks
@testable import func Learner.softmaxCrossEntropy

@main enum Program {
  static func main() {
    SoftmaxCrossEntropy.grade(
      Submission(
        softmaxCrossEntropy: .init { scores, labels, smoothing in
          let result = try softmaxCrossEntropy(scores, labels: labels, smoothing: smoothing)
          return Outcome(loss: result.loss, gradient: result.gradient)
        }))
  }
}
