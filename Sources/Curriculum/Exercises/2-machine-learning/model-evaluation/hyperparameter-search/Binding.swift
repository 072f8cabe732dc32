@testable import Checks
@testable import struct GaussianProcess.Kernel
@testable import struct Learner.Axis
@testable import func Learner.bestSoFar
@testable import func Learner.expectedImprovement
@testable import func Learner.grid
@testable import func Learner.search

@main enum Program {
  static func main() {
    HyperparameterSearch.grade(
      Submission(
        value: .init { ends, isLogarithmic, u in
          try Axis(low: ends[0], high: ends[1], isLogarithmic: isLogarithmic).value(u)
        },
        grid: .init { try grid($0, axes: $1) },
        expectedImprovement: .init { expectedImprovement(mean: $0, variance: $1, best: $2) },
        bestSoFar: .init { bestSoFar($0) },
        search: .init { plan in
          var calls = 0
          let trials = try search(
            plan.candidates, start: plan.start, budget: plan.budget,
            kernels: plan.kernels.map { Kernel(variance: $0[0], length: $0[1], noise: $0[2]) },
            loss: { place in
              calls += 1
              return plan.candidates.firstIndex(of: place).map { plan.losses[$0] } ?? .nan
            })
          return Found(asked: trials.map(\.candidate), losses: trials.map(\.loss), calls: calls)
        }))
  }
}
