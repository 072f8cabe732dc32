@testable import Checks
@testable import func Learner.fitLogistic

@main enum Program {
  static func main() {
    serve(
      Model(
        data: .breastCancer, score: .accuracy, growth: (rows: 1, columns: 2), classes: 2,
        // The penalty counts weights in that unit.
        exceptions: [.unit]
      ) { rows in
        let beta = try fitLogistic(rows.x, rows.labels, l2: 1)
        return { $0.map { row in zip(row, beta.dropFirst()).reduce(beta[0]) { $0 + $1.0 * $1.1 } > 0 ? 1 : 0 } }
      })
  }
}
