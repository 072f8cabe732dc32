@testable import Checks
@testable import func Learner.blend
@testable import func Learner.blendWeight
@testable import func Learner.compare
@testable import func Learner.coverage
@testable import func Learner.crossBlended
@testable import func Learner.halfWidth

@main enum Program {
  static func main() {
    ModelsCompared.grade(
      Submission(
        blendWeight: .init { try blendWeight(truth: $0, a: $1, b: $2) }, blend: .init { blend($0, $1, weight: $2) },
        crossBlended: .init { try crossBlended(truth: $0, a: $1, b: $2, k: $3) },
        compare: .init { truth, a, b, k, level in
          let comparison = try compare(truth: truth, a: a, b: b, k: k, level: level)
          return [comparison.difference, comparison.standardError, comparison.lower, comparison.upper]
        }, halfWidth: .init { try halfWidth(residuals: $0, level: $1) },
        coverage: .init { try coverage(truth: $0, predictions: $1, halfWidth: $2) }))
  }
}
