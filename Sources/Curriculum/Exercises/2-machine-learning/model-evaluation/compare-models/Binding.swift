@testable import Checks
@testable import func Learner.compare
@testable import func Learner.foldDifferences
@testable import func Learner.mcNemar

@main enum Program {
  static func main() {
    CompareModels.grade(
      Submission(
        foldDifferences: .init { x, y, folds, methods in
          try foldDifferences(x, y, folds: folds, a: methods[0].fit, b: methods[1].fit)
        },
        compare: .init { differences, ratio in
          let result = try compare(differences, ratio: ratio)
          return [result.mean, result.t, Double(result.degrees), result.pValue]
        },
        mcNemar: .init { try mcNemar(truth: $0, a: $1, b: $2) }))
  }
}
