@testable import Checks
@testable import struct Learner.BetaBelief
@testable import struct Learner.NormalBelief

@main enum Program {
  static func main() {
    func normal(_ numbers: [Double]) -> NormalBelief { NormalBelief(mean: numbers[0], variance: numbers[1]) }
    ConjugatePrior.grade(
      Submission(
        betaUpdated: .init { prior, successes, failures in
          let belief = BetaBelief(a: prior[0], b: prior[1]).updated(successes: successes, failures: failures)
          return [belief.a, belief.b, belief.mean, belief.variance]
        },
        betaPredictive: .init { BetaBelief(a: $0[0], b: $0[1]).predictive(successes: $1, of: $2) },
        betaInterval: .init { belief, level in
          let ends = try BetaBelief(a: belief[0], b: belief[1]).interval(level: level)
          return [ends.lower, ends.upper]
        },
        normalUpdated: .init { prior, x, noise in
          let belief = normal(prior).updated(x, noise: noise)
          return [belief.mean, belief.variance]
        },
        normalPredictive: .init { belief, noise in
          let next = normal(belief).predictive(noise: noise)
          return [next.mean, next.variance]
        },
        normalInterval: .init { belief, level in
          let ends = try normal(belief).interval(level: level)
          return [ends.lower, ends.upper]
        }))
  }
}
