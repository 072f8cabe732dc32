import Checking
import LabNumerics

@testable import Checks
@testable import struct DigitsFolds.Recipe
@testable import func DigitsFolds.predictions
@testable import struct DigitsNetwork.FastNetwork
@testable import struct Learner.LongTraining
@testable import func Learner.checksum
@testable import func Learner.clothesRecipe
@testable import func Learner.cosineRate

@main enum Program {
  static func main() {
    LongTrainings.grade(
      Submission(
        clothesRecipe: .init { Steps(clothesRecipe()) },
        cosineRate: .init { step, total, peak in cosineRate(step: step, of: total, peak: peak) },
        checksum: .init { words in Word(bits: checksum(words[...])) },
        trained: .init { steps, rows, seed, rounds in
          var training = try LongTraining(
            Recipe(steps), inputs: rows.inputs, classes: rows.classes, seed: seed)
          return try training.left(after: rounds, rows)
        },
        resumed: .init { bytes, steps, rows, rounds in
          var training = try LongTraining(
            checkpoint: bytes, Recipe(steps), inputs: rows.inputs, classes: rows.classes)
          return try training.left(after: rounds, rows)
        },
        overrun: .init { steps, rows, seed in
          var training = try LongTraining(Recipe(steps), inputs: rows.inputs, classes: rows.classes, seed: seed)
          for _ in 0..<steps.rounds { _ = try training.round(Matrix(rows.x), labels: rows.labels) }
          _ = try? training.round(Matrix(rows.x), labels: rows.labels)
          return try training.left(after: 0, rows)
        },
        read: .init { bytes, clothes in
          let training = try LongTraining(checkpoint: bytes, clothesRecipe(), inputs: 784, classes: 10)
          return Reading(curve: training.curve, said: predictions(training.net.scores(clothes.x)))
        },
        run: { bytes in
          let clothes = try Clothes.training.get()
          let recipe = clothesRecipe()
          var training =
            if let bytes { try LongTraining(checkpoint: bytes, recipe, inputs: 784, classes: 10) } else {
              try LongTraining(recipe, inputs: 784, classes: 10, seed: 7)
            }
          return TrainingRun(done: training.curve.count, epochs: recipe.rounds) {
            (try training.round(clothes.x, labels: clothes.labels), training.checkpoint)
          }
        }))
  }
}

extension Learner.LongTraining {
  /// Makes rounds; what it then leaves.
  mutating func left(after rounds: Int, _ rows: Rows) throws -> Left {
    let x = Matrix(rows.x)
    let losses = try (0..<rounds).map { _ in try round(x, labels: rows.labels) }
    return Left(losses: losses, curve: curve, parameters: net.parameters, bytes: checkpoint)
  }
}

extension DigitsFolds.Recipe {
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
