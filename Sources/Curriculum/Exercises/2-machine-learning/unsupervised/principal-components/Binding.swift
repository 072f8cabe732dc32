@testable import Checks
@testable import struct Learner.PrincipalComponents
@testable import func Learner.fitPrincipalComponents

@main enum Program {
  static func main() {
    ComponentAnalysis.grade(
      Submission(
        fit: .init { x, k in
          let model = try fitPrincipalComponents(x, components: k)
          return Fitted(mean: model.mean, components: model.components, variance: model.variance, ratio: model.ratio)
        },
        transform: .init { PrincipalComponents($0).transform($1) },
        inverse: .init { PrincipalComponents($0).inverse($1) }))
  }
}

extension Learner.PrincipalComponents {
  init(_ model: Fitted) {
    self.init(mean: model.mean, components: model.components, variance: model.variance, ratio: model.ratio)
  }
}
