@testable import Checks
@testable import enum Learner.Product
@testable import func Learner.shape

@main enum Program {
  static func main() {
    PredictTheShapes.grade(
      Submission(
        shape: .init { name in
          shape(of: Product(rawValue: name)!).map { Prediction(rows: $0.rows, columns: $0.columns) }
        }))
  }
}
