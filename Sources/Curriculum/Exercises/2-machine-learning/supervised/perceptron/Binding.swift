@testable import Checks
@testable import struct Learner.Perceptron
@testable import func Learner.fitPerceptron

@main enum Program {
  static func main() {
    Perceptrons.grade(
      Submission(
        fit: .init { x, y, epochs in
          let training = try fitPerceptron(x, y, epochs: epochs)
          return Outcome(
            last: [training.last.bias] + training.last.weights,
            averaged: [training.averaged.bias] + training.averaged.weights, mistakes: training.mistakes)
        }, predict: .init { Perceptron(bias: $0, weights: $1).predict($2) }))
  }
}
