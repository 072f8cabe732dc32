@testable import Checks
@testable import func Learner.minimize
@testable import func Learner.predictedChange

@main enum Program {
  static func main() {
    LagrangeMultipliers.grade(
      Submission(
        minimize: .init { q, c, a, b in
          let minimum = try minimize(q, c, subjectTo: a, b)
          return Checks.ConstrainedMinimum(x: minimum.x, multipliers: minimum.multipliers, value: minimum.value)
        },
        predictedChange: .init { predictedChange(multipliers: $0, movingBy: $1) }))
  }
}
