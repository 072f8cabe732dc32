@testable import Checks
@testable import struct Learner.NestedResult
@testable import func Learner.folds
@testable import func Learner.nested
@testable import func Learner.outOfFold
@testable import func Learner.stratifiedFolds

@main enum Program {
  static func main() {
    CrossValidation.grade(
      Submission(
        folds: .init { try folds(order: $0, k: $1) },
        stratifiedFolds: .init { try stratifiedFolds(labels: $0, order: $1, k: $2) },
        outOfFold: .init { x, y, folds, method in try outOfFold(x, y, folds: folds, fit: method.fit) },
        nested: .init { x, y, folds, inner, methods in
          let result = try nested(x, y, folds: folds, inner: inner, candidates: methods.map(\.fit))
          return [result.accuracy] + result.chosen.map(Double.init)
        }))
  }
}
