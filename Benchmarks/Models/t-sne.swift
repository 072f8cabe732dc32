@testable import Checks
@testable import struct Learner.Schedule
@testable import func Learner.tSNE

/// As many steps as bring the map to scikit-learn's trustworthiness.
@main enum Program {
  static func main() {
    serve(
      Model(
        data: .digits(500), score: .value("trustworthiness of 7"), growth: (rows: 2, columns: 1), classes: 10,
        // So many steps make much of the last digit of a sum.
        exceptions: [.rowOrder, .columnOrder]
      ) {
        rows in
        let map = try tSNE(rows.x, perplexity: 30, schedule: Schedule(steps: 750, early: 125, rate: 20))
        return { _ in [trustworthiness(of: map, rows.x, neighbours: 7)] }
      })
  }
}
