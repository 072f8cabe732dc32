@testable import Checks
@testable import struct Learner.Schedule
@testable import func Learner.tSNE

@main enum Program {
  static func main() {
    serve(
      Model(data: .digits(500), score: "trustworthiness of 7", growth: (rows: 2, columns: 1), classes: 10) { rows in
        let map = try tSNE(rows.x, perplexity: 30, schedule: Schedule())
        return { _ in trustworthiness(of: map, rows.x, neighbours: 7) }
      })
  }
}
