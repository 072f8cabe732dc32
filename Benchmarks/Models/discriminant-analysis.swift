@testable import Checks
@testable import struct Learner.DiscriminantAnalysis
@testable import func Learner.fitDiscriminant

@main enum Program {
  static func main() {
    serve(
      Model(data: .wine, score: .accuracy, growth: (rows: 1, columns: 2), classes: 3) { rows in
        let model = try fitDiscriminant(rows.x, rows.labels, classes: Set(rows.y).count, pooled: true)
        return { try $0.map { Double(try model.predict($0)) } }
      })
  }
}
