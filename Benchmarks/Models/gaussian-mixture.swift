@testable import Checks
@testable import struct Learner.GaussianMixture
@testable import func Learner.fitGaussianMixture

@main enum Program {
  static func main() {
    serve(
      Model(data: .iris, score: "log likelihood a row", growth: (rows: 1, columns: 2), classes: 3) { rows in
        let n = rows.x.count
        let means = [0, n / 2, n - 1].map { rows.x[$0] }
        let fitted = try fitGaussianMixture(rows.x, means: means, floor: 1e-6, stepLimit: 100)
        return { _ in (fitted.logLikelihoods.last ?? .nan) / Double(n) }
      })
  }
}
