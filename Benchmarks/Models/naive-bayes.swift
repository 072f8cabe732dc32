@testable import Checks
@testable import struct Learner.GaussianBayes
@testable import func Learner.fitGaussianBayes

@main enum Program {
  static func main() {
    serve(
      Model(data: .digits(1797), score: .accuracy, growth: (rows: 1, columns: 1), classes: 3) { rows in
        let model = try fitGaussianBayes(rows.x, rows.labels, classes: Set(rows.y).count)
        return { $0.map { largest(model.logProbabilities($0)) } }
      })
  }
}
