@testable import Checks
@testable import func Learner.fitLinearRegression

@main enum Program {
  static func main() {
    serve(
      Model(data: .autoMPG, score: "root mean square", growth: (rows: 1, columns: 2)) { rows in
        let model = try fitLinearRegression(rows.x, rows.y)
        return { rootMeanSquare(try model.predict($0.x), $0) }
      })
  }
}
