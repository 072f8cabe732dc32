@testable import Checks
@testable import struct Learner.LogisticPosterior
@testable import func Learner.intervals
@testable import func Learner.randomWalk
@testable import struct MultivariateNormal.MultivariateNormal

@main enum Program {
  static func main() {
    func posterior(_ data: Answers) -> LogisticPosterior {
      LogisticPosterior(x: data.x, y: data.y, ridge: data.ridge)
    }
    LogisticIntervals.grade(
      Submission(
        logDensity: .init { posterior($0).logDensity($1) },
        laplace: .init { data in
          let law = try posterior(data).laplace()
          return [law.mean] + law.covariance
        },
        walk: .init { data, normals, uniforms in
          let walk = try posterior(data).walk(normals: normals, uniforms: uniforms)
          return Trace(states: walk.states, accepted: walk.accepted)
        },
        randomWalk: .init { target, start, factor, normals, uniforms in
          let walk = randomWalk(
            target.logDensity, start: start, factor: factor, normals: normals, uniforms: uniforms)
          return Trace(states: walk.states, accepted: walk.accepted)
        },
        normalIntervals: .init { law, level in
          let law = MultivariateNormal(mean: law[0], covariance: Array(law.dropFirst()))
          return intervals(of: law, level: level).map { [$0.lower, $0.upper] }
        },
        chainIntervals: .init { states, level in
          try intervals(of: states, level: level).map { [$0.lower, $0.upper] }
        }))
  }
}
