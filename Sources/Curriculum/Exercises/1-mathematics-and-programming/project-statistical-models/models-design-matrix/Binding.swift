@testable import Checks
@testable import struct Learner.Recipe
@testable import func Learner.columnNames
@testable import func Learner.designMatrix
@testable import func Learner.holdOut
@testable import func Learner.learnColumns

@main enum Program {
  static func main() {
    DesignMatrices.grade(
      Submission(
        holdOut: .init { n in
          let split = holdOut(n)
          return [split.training, split.held]
        },
        encode: .init { recipe, table, learnedFrom, rows in
          let columns = try learnColumns(
            Learner.Recipe(logarithms: recipe.logarithms, numbers: recipe.numbers, categories: recipe.categories),
            table, rows: learnedFrom)
          return Design(names: columnNames(columns), matrix: try designMatrix(columns, table, rows: rows))
        }))
  }
}
