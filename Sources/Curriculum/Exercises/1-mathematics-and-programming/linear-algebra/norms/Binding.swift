@testable import Checks
@testable import func Learner.cosineSimilarity
@testable import func Learner.norm1
@testable import func Learner.norm2
@testable import func Learner.normMax

@main enum Program {
  static func main() {
    Norms.grade(
      Submission(
        norm1: .init(norm1), norm2: .init(norm2), normMax: .init(normMax), cosineSimilarity: .init(cosineSimilarity)))
  }
}
