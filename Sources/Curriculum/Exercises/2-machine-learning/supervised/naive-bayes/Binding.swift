@testable import Checks
@testable import func Learner.fitGaussianBayes
@testable import func Learner.fitTextBayes

@main enum Program {
  static func main() {
    NaiveBayes.grade(
      Submission(
        gaussian: .init { data, rows in
          let model = try fitGaussianBayes(data.x, data.y, classes: data.classes)
          return rows.map { model.logProbabilities($0) }
        },
        parameters: .init { data in
          let model = try fitGaussianBayes(data.x, data.y, classes: data.classes)
          return [model.logPriors] + model.means + model.variances
        },
        text: .init { data, texts in
          let model = try fitTextBayes(
            data.texts, data.y, classes: data.classes, minDocuments: data.minDocuments, smoothing: data.smoothing)
          return texts.map { model.logProbabilities($0) }
        }))
  }
}
