@testable import Checks
@testable import struct Learner.PrincipalComponents
@testable import func Learner.fitPrincipalComponents

@main enum Program {
  static func main() {
    serve(
      Model(data: .digits(1797), score: .value("variance kept"), growth: (rows: 1, columns: 2), classes: 3) { rows in
        let model = try fitPrincipalComponents(rows.x, components: min(10, rows.x[0].count))
        return { _ in [model.ratio.reduce(0, +)] }
      })
  }
}
