@testable import Checks
@testable import func Learner.fitLasso
@testable import func Learner.largestPenalty

/// A path of fifty penalties, from the one that leaves nothing to a thousandth of it; judged at the last.
@main enum Program {
  static func main() {
    serve(
      Model(data: .ames, score: .rootMeanSquare, growth: (rows: 1, columns: 1)) { rows in
        let most = largestPenalty(rows.x, rows.y)
        let penalties = (0..<50).map { most * power(0.001, Double($0) / 49) }
        let models = try fitLasso(rows.x, rows.y, lambdas: penalties)
        return { models[49].predict($0) }
      })
  }
}
