@testable import Checks
@testable import struct Learner.DiscriminantAnalysis
@testable import func Learner.fitDiscriminant

@main enum Program {
  static func main() {
    Discriminants.grade(
      Submission(
        logProbabilities: .init { data, rows in
          let model = try fitDiscriminant(data.x, data.y, classes: data.classes, pooled: data.isPooled)
          return try rows.map { try model.logProbabilities($0) }
        },
        predict: .init { data, rows in
          let model = try fitDiscriminant(data.x, data.y, classes: data.classes, pooled: data.isPooled)
          return try rows.map { try model.predict($0) }
        }))
  }
}
