@testable import Checks
@testable import struct Learner.Sum
@testable import func Learner.adding
@testable import func Learner.learnFeatures
@testable import func Learner.skewness

@main enum Program {
  static func main() {
    TableFeatures.grade(
      Submission(
        adding: .init { sums, table in
          let sums = sums.map { Learner.Sum(name: $0.name, columns: $0.columns, weights: $0.weights) }
          return Cells(try adding(sums, to: table))
        }, skewness: .init { skewness($0) },
        encode: .init { table, columns, learning, rows in
          let features = try learnFeatures(table, columns: columns, rows: learning.rows, least: learning.least)
          return Design(names: features.names, matrix: try features.transform(table, rows: rows))
        }))
  }
}
