@testable import Checks
@testable import func Learner.effectiveSampleSize
@testable import func Learner.kernel
@testable import func Learner.randomWalk
@testable import func Learner.splitRHat

@main enum Program {
  static func main() {
    Metropolis.grade(
      Submission(
        randomWalk: .init { target, start, steps, uniforms in
          let chain = randomWalk(target, start: start, steps: steps, uniforms: uniforms)
          return chain.states + [Double(chain.accepted)]
        }, kernel: .init { kernel(target: $0, proposal: $1) }, effectiveSampleSize: .init(effectiveSampleSize),
        splitRHat: .init(splitRHat)))
  }
}
