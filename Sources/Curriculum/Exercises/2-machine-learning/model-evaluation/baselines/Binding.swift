@testable import Checks
@testable import enum Learner.Loss
@testable import func Learner.constant
@testable import func Learner.majority
@testable import func Learner.seasonal
@testable import func Learner.skill
@testable import func Learner.stratified

@main enum Program {
  static func main() {
    Baselines.grade(
      Submission(
        majority: .init(majority), stratified: .init { try stratified($0, uniforms: $1) },
        constant: .init { try constant($0, for: Learner.Loss($1)) },
        seasonal: .init { try seasonal($0, period: $1, steps: $2) },
        skill: .init { try skill($0, truth: $1, training: $2, loss: Learner.Loss($3)) }))
  }
}

extension Learner.Loss {
  init(_ cost: Checks.Cost) { self = cost == .squared ? .squared : .absolute }
}
