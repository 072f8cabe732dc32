@testable import Checks
@testable import struct DenseLayer.DenseLayer
@testable import struct Learner.Network
@testable import struct Learner.Recipe
@testable import func Learner.evaluate
@testable import func Learner.learningRate
@testable import func Learner.rounds
@testable import func Learner.shuffled
@testable import func Learner.train
@testable import struct TrainingLoop.Examples
@testable import struct TrainingLoop.Generator

@main enum Program {
  static func main() {
    DebugANetwork.grade(
      Submission(
        shuffled: .init { rows, seed in
          var generator = Generator(state: seed)
          return Rows(shuffled(Examples(rows), using: &generator))
        },
        rounds: .init { recipe, n, seed in
          var generator = Generator(state: seed)
          return rounds(Recipe(recipe), rows: n, using: &generator).map {
            Plan(batches: $0.batches, validation: $0.validation)
          }
        },
        learningRate: .init { learningRate(step: $0, of: $1, Recipe($2)) },
        lossAndGradient: .init { net, rows in
          var network = Network(net)
          let (loss, hidden, output) = try network.lossAndGradient(Examples(rows))
          return Slopes(
            loss: loss, hidden: Net.Layer(weights: hidden.weights, bias: hidden.bias),
            output: Net.Layer(weights: output.weights, bias: output.bias))
        },
        evaluate: .init { net, rows, size in
          let (loss, accuracy) = try evaluate(Network(net), on: Examples(rows), batchSize: size)
          return [loss, accuracy]
        },
        train: .init { net, rows, recipe, seed in
          var (network, generator) = (Network(net), Generator(state: seed))
          return try train(&network, on: Examples(rows), Recipe(recipe), using: &generator).map { [$0, $1] }
        }))
  }
}

extension Learner.Network {
  init(_ net: Net) {
    self.init(
      hidden: DenseLayer(weights: net.hidden.weights, bias: net.hidden.bias),
      output: DenseLayer(weights: net.output.weights, bias: net.output.bias), keep: net.keep,
      generator: Generator(state: net.seed))
  }
}

extension Learner.Recipe {
  init(_ steps: Steps) {
    self.init(
      rounds: steps.rounds, validation: steps.validation, batchSize: steps.batchSize, warmUp: steps.warmUp,
      peak: steps.peak)
  }
}

extension TrainingLoop.Examples {
  init(_ rows: Rows) { self.init(x: rows.x, labels: rows.labels) }
}

extension Rows {
  init(_ examples: Examples) { self.init(x: examples.x, labels: examples.labels) }
}
