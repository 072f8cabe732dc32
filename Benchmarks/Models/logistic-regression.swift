@testable import Checks
@testable import func Learner.fitLogistic

@main enum Program {
  static func main() {
    serve(
      Model(data: .breastCancer, score: "accuracy", growth: (rows: 1, columns: 2), classes: 2) { rows in
        let beta = try fitLogistic(rows.x, rows.labels, l2: 1)
        return { others in
          accuracy(others.x.map { zip($0, beta.dropFirst()).reduce(beta[0]) { $0 + $1.0 * $1.1 } > 0 ? 1 : 0 }, others)
        }
      })
  }
}
