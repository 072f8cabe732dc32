import LabNumerics

@testable import Checks
@testable import struct DenseLayer.DenseLayer
@testable import struct DigitsFolds.Recipe
@testable import struct DigitsNetwork.FastNetwork
@testable import struct DigitsRows.Digits
@testable import struct DigitsRows.Shift
@testable import struct Learner.CommitteeRecipe
@testable import func Learner.committee
@testable import func Learner.movedAtRandom
@testable import func Learner.readUnseen
@testable import func Learner.trainedOnMoved
@testable import func Learner.writersRecipe
@testable import struct Mlp.MLP
@testable import enum Neuron.Activation
@testable import struct TrainingLoop.Generator

@main enum Program {
  static func main() {
    Writers.grade(
      Submission(
        writersRecipe: .init { Jury(writersRecipe()) },
        movedAtRandom: .init { x, moves, seed in
          var generator = Generator(state: seed)
          return try movedAtRandom(x, by: moves.map(Shift.init), using: &generator)
        },
        trainedOnMoved: .init { steps, rows, moves, seed in
          var generator = Generator(state: seed)
          return try trainedOnMoved(
            Recipe(steps), Digits(x: rows.x, labels: rows.labels), by: moves.map(Shift.init), using: &generator
          ).parameters
        },
        committee: .init { nets, x in try committee(nets.map { try FastNetwork($0) }, Matrix(x)).rows },
        readUnseen: .init { jury, rows, seed in
          let (numbers, said) = try readUnseen(
            CommitteeRecipe(
              member: Recipe(jury.member), shifts: jury.moves.map(Shift.init), members: jury.members),
            Digits(x: rows.x, labels: rows.labels), seed: seed)
          return [numbers, said]
        }))
  }
}

extension DigitsRows.Shift {
  init(_ move: Move) { self.init(right: move.right, down: move.down) }
}

extension DigitsFolds.Recipe {
  init(_ steps: Steps) {
    self.init(
      hidden: steps.hidden, rounds: steps.rounds, batchSize: steps.batchSize, peak: steps.peak,
      smoothing: steps.smoothing)
  }
}

extension DigitsNetwork.FastNetwork {
  init(_ net: Net) throws {
    try self.init(
      MLP(layers: net.layers.map { DenseLayer(weights: $0.weights, bias: $0.bias) }, activation: .relu))
  }
}

extension Jury {
  init(_ recipe: CommitteeRecipe) {
    self.init(
      member: Steps(
        hidden: recipe.member.hidden, rounds: recipe.member.rounds, batchSize: recipe.member.batchSize,
        peak: recipe.member.peak, smoothing: recipe.member.smoothing),
      moves: recipe.shifts.map { Move(right: $0.right, down: $0.down) }, members: recipe.members)
  }
}
