@testable import Checks
@testable import func Learner.fitLinearRegression

@main enum Program {
  static func main() {
    serve(
      Model(data: .autoMPG, score: .rootMeanSquare, growth: (rows: 1, columns: 2)) { rows in
        let model = try fitLinearRegression(rows.x, rows.y)
        return { try model.predict($0) }
      })
  }
}
