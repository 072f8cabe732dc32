@testable import Checks
@testable import func Learner.bcaInterval
@testable import func Learner.percentileInterval
@testable import func Learner.resample

@main enum Program {
  static func main() {
    Bootstrap.grade(
      Submission(
        resample: .init(resample),
        percentileInterval: .init { ends(try percentileInterval($0, level: $1)) },
        bcaInterval: .init { ends(try bcaInterval($0, $1.value, distribution: $2, level: $3)) }))
  }

  private static func ends(_ range: ClosedRange<Double>) -> [Double] { [range.lowerBound, range.upperBound] }
}
