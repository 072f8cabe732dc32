@testable import Checks
@testable import struct Learner.ROCPoint
@testable import func Learner.area
@testable import func Learner.rankProbability
@testable import func Learner.rocCurve

@main enum Program {
  static func main() {
    ROCCurves.grade(
      Submission(
        rocCurve: .init { scores, labels in
          try rocCurve(scores: scores, labels: labels).map {
            [$0.falsePositiveRate, $0.truePositiveRate, $0.threshold]
          }
        },
        area: .init { curve in
          area(
            under: curve.map { ROCPoint(falsePositiveRate: $0[0], truePositiveRate: $0[1], threshold: $0[2]) })
        },
        rankProbability: .init { try rankProbability(scores: $0, labels: $1) }))
  }
}
