@testable import Checks
@testable import struct Learner.Eigenpair
@testable import func Learner.powerIteration

@main enum Program {
  static func main() {
    PowerIteration.grade(
      Submission(
        powerIteration: .init { a, n, start, tolerance, maxSteps in
          Checks.Eigenpair(
            try powerIteration(a, n: n, start: start, tolerance: tolerance, maxSteps: maxSteps))
        }))
  }
}

extension Checks.Eigenpair {
  init(_ pair: Learner.Eigenpair) { self.init(value: pair.value, vector: pair.vector, steps: pair.steps) }
}
