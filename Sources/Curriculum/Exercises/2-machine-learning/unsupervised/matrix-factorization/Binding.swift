@testable import Checks
@testable import struct Learner.Factors
@testable import struct Learner.Rating
@testable import func Learner.alternatingStep
@testable import func Learner.factorizationLoss
@testable import func Learner.stochasticPass

@main enum Program {
  static func main() {
    func ratings(_ entries: [Entry]) -> [Rating] {
      entries.map { Rating(row: $0.row, column: $0.column, value: $0.value) }
    }
    func factors(_ pair: Pair) -> Factors { Factors(rows: pair.u, columns: pair.v) }
    MatrixFactorization.grade(
      Submission(
        factorizationLoss: .init { factorizationLoss(ratings($0), factors($1), penalty: $2) },
        alternatingStep: .init {
          let new = try alternatingStep(ratings($0), factors($1), penalty: $2)
          return Pair(u: new.rows, v: new.columns)
        },
        stochasticPass: .init {
          let new = stochasticPass(ratings($0), factors($1), order: $2, rate: $3, penalty: $4)
          return Pair(u: new.rows, v: new.columns)
        }))
  }
}
