@testable import Checks
@testable import struct Learner.CurvaturePair
@testable import func Learner.lbfgs
@testable import func Learner.lbfgsDirection
@testable import func Learner.remembering

@main enum Program {
  static func main() {
    LBFGS.grade(
      Submission(
        direction: .init { g, pairs in lbfgsDirection(gradient: g, pairs: pairs.map(learners)) },
        remembering: .init { pair, pairs, memory in
          remembering(learners(pair), in: pairs.map(learners), memory: memory).map { [$0.step, $0.change] }
        },
        lbfgs: .init { f, gradient, x, memory, tolerance, limit in
          let end = lbfgs(f, gradient, from: x, memory: memory, tolerance: tolerance, limit: limit)
          return Checks.Minimum(x: end.x, value: end.value, steps: end.steps, converged: end.converged)
        }))
  }

  private static func learners(_ pair: Checks.Pair) -> CurvaturePair {
    CurvaturePair(step: pair.s, change: pair.y)
  }
}
