@testable import Checks
@testable import struct Learner.Bin
@testable import func Learner.brierScore
@testable import func Learner.decompose
@testable import func Learner.expectedCalibrationError
@testable import func Learner.reliabilityBins

@main enum Program {
  static func main() {
    Calibration.grade(
      Submission(
        brierScore: .init(brierScore),
        decompose: .init { p, y in
          let parts = try decompose(p, y)
          return [parts.reliability, parts.resolution, parts.uncertainty]
        },
        reliabilityBins: .init { p, y, m in
          try reliabilityBins(p, y, count: m).map {
            [Double($0.index), Double($0.count), $0.meanProbability, $0.rate]
          }
        },
        expectedCalibrationError: .init { bins in
          expectedCalibrationError(
            bins.map { Bin(index: Int($0[0]), count: Int($0[1]), meanProbability: $0[2], rate: $0[3]) })
        }))
  }
}
