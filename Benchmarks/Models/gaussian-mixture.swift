@testable import Checks
@testable import struct Learner.GaussianMixture
@testable import func Learner.fitGaussianMixture

@main enum Program {
  static func main() {
    serve(
      Model(
        data: .iris, score: .value("log likelihood a row"), growth: (rows: 1, columns: 2), classes: 3,
        // It begins at rows by their numbers. A density has a unit, and has no bounds where all rows are equal.
        exceptions: [.rowOrder, .constantColumn, .unit]
      ) { rows in
        let n = rows.x.count
        let centres = [0, n / 2, n - 1].map { rows.x[$0] }
        let fitted = try fitGaussianMixture(rows.x, centres: centres, floor: 1e-6, stepLimit: 100)
        return { _ in [(fitted.logLikelihoods.last ?? .nan) / Double(n)] }
      })
  }
}
