@testable import Checks
@testable import func Learner.bestHeavyBall
@testable import func Learner.bestNesterov
@testable import func Learner.heavyBall
@testable import func Learner.nesterov

@main enum Program {
  static func main() {
    MomentumNesterov.grade(
      Submission(
        heavyBall: .init { heavyBall($0, from: $1, rate: $2, momentum: $3, steps: $4) },
        nesterov: .init { nesterov($0, from: $1, rate: $2, momentum: $3, steps: $4) },
        bestHeavyBall: .init {
          let best = bestHeavyBall(smallest: $0, largest: $1)
          return [best.rate, best.momentum]
        },
        bestNesterov: .init {
          let best = bestNesterov(smallest: $0, largest: $1)
          return [best.rate, best.momentum]
        }))
  }
}
