@testable import Checks
@testable import func Learner.fitImputer
@testable import func Learner.fitOneHot
@testable import func Learner.fitScaler

@main enum Program {
  static func main() {
    Encoding.grade(
      Submission(
        fitScaler: .init { x in
          let scaler = try fitScaler(x)
          return [scaler.means, scaler.deviations]
        }, scale: .init { try fitScaler($0).transform($1) }, fitImputer: .init { try fitImputer($0).medians },
        impute: .init { try fitImputer($0).transform($1) }, fitOneHot: .init { try fitOneHot($0).levels },
        encode: .init { try fitOneHot($0).transform($1) }))
  }
}
