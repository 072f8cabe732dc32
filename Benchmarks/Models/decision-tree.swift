@testable import Checks
@testable import enum Learner.Tree
@testable import func Learner.fitTree
@testable import func Learner.predict

@main enum Program {
  static func main() {
    serve(
      Model(data: .digits(1797), score: .accuracy, growth: (rows: 1, columns: 1), classes: 3) { rows in
        let tree = try fitTree(rows.x, rows.labels, classes: Set(rows.y).count, maxDepth: 12)
        return { $0.map { Double(predict(tree, $0)) } }
      })
  }
}
