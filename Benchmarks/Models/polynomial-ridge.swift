@testable import Checks
@testable import func Learner.fitRidge
@testable import func Learner.polynomialFeatures

@main enum Program {
  static func main() {
    serve(
      Model(
        data: .autoMPG, score: .rootMeanSquare, growth: (rows: 1, columns: 4),
        // Its products with the others are these once more, and the penalty is shared.
        exceptions: [.constantColumn]
      ) { rows in
        let model = try fitRidge(polynomialFeatures(rows.x, degree: 2), rows.y, lambdas: [1])[0]
        return { try model.predict(polynomialFeatures($0, degree: 2)) }
      })
  }
}
