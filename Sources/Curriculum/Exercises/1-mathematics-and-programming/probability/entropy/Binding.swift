@testable import Checks
@testable import func Learner.crossEntropy
@testable import func Learner.divergence
@testable import func Learner.entropy
@testable import func Learner.mutualInformation

@main enum Program {
  static func main() {
    Entropy.grade(
      Submission(
        entropy: { entropy($0, base: $1) }, crossEntropy: { crossEntropy($0, $1, base: $2) },
        divergence: { divergence(of: $0, from: $1, base: $2) },
        mutualInformation: { mutualInformation($0, base: $1) }))
  }
}
