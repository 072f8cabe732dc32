@testable import Checks
@testable import func Learner.fitRidge
@testable import func Learner.polynomialFeatures

@main enum Program {
  static func main() {
    serve(
      Model(data: .autoMPG, score: "root mean square", growth: (rows: 1, columns: 4)) { rows in
        let model = try fitRidge(polynomialFeatures(rows.x, degree: 2), rows.y, lambdas: [1])[0]
        return { rootMeanSquare(try model.predict(polynomialFeatures($0.x, degree: 2)), $0) }
      })
  }
}
