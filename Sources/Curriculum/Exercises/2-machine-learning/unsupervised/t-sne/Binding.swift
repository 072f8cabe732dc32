@testable import Checks
@testable import struct Learner.Schedule
@testable import func Learner.embed
@testable import func Learner.jointProbabilities
@testable import func Learner.mapGradient
@testable import func Learner.neighbourProbabilities
@testable import func Learner.startingMap
@testable import func Learner.tSNE

@main enum Program {
  static func main() {
    NeighbourMaps.grade(
      Submission(
        neighbourProbabilities: .init { try neighbourProbabilities($0, perplexity: $1) },
        jointProbabilities: .init(jointProbabilities), mapGradient: .init(mapGradient),
        startingMap: .init { Map(try startingMap($0)) },
        embed: .init { embed($0, from: $1, schedule: Learner.Schedule($2)) },
        tSNE: .init { Map(try tSNE($0, perplexity: $1, schedule: Learner.Schedule($2))) }))
  }
}

extension Learner.Schedule {
  init(_ plan: Plan) {
    self.init(steps: plan.steps, early: plan.early, exaggeration: plan.exaggeration, rate: plan.rate)
  }
}
