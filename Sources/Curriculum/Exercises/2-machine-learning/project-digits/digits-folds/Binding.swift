import LabNumerics

@testable import Checks
@testable import struct DigitsNetwork.FastNetwork
@testable import struct DigitsRows.Digits
@testable import struct Learner.Recipe
@testable import func Learner.crossValidated
@testable import func Learner.fallingRate
@testable import func Learner.multiplications
@testable import func Learner.narrowRecipe
@testable import func Learner.predictions
@testable import func Learner.trained
@testable import func Learner.wideRecipe
@testable import struct TrainingLoop.Generator

@main enum Program {
  static func main() {
    Folds.grade(
      Submission(
        narrowRecipe: .init { Steps(narrowRecipe()) }, wideRecipe: .init { Steps(wideRecipe()) },
        multiplications: .init { multiplications(Recipe($0), rows: $1, inputs: $2, classes: $3) },
        fallingRate: .init { fallingRate(step: $0, of: $1, peak: $2) },
        trained: .init { steps, rows, seed in
          var generator = Generator(state: seed)
          return try trained(
            Recipe(steps), Matrix(rows.x), labels: rows.labels, classes: 10, using: &generator
          ).parameters
        },
        predictions: .init { predictions(Matrix($0)) },
        crossValidated: .init { steps, rows, folds, seed in
          try crossValidated(Recipe(steps), Digits(x: rows.x, labels: rows.labels), folds: folds, seed: seed)
        }))
  }
}

extension Learner.Recipe {
  init(_ steps: Steps) {
    self.init(
      hidden: steps.hidden, rounds: steps.rounds, batchSize: steps.batchSize, peak: steps.peak,
      smoothing: steps.smoothing)
  }
}

extension Steps {
  init(_ recipe: Recipe) {
    self.init(
      hidden: recipe.hidden, rounds: recipe.rounds, batchSize: recipe.batchSize, peak: recipe.peak,
      smoothing: recipe.smoothing)
  }
}
