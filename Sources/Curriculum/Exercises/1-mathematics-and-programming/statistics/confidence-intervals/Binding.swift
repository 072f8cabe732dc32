@testable import Checks
@testable import struct Learner.Interval
@testable import func Learner.exactInterval
@testable import func Learner.meanInterval
@testable import func Learner.pairedInterval
@testable import func Learner.wilsonInterval

@main enum Program {
  static func main() {
    func ends(_ interval: Interval) -> [Double] { [interval.lower, interval.upper] }
    ConfidenceIntervals.grade(
      Submission(
        meanInterval: .init { ends(try meanInterval($0, level: $1)) },
        pairedInterval: .init { ends(try pairedInterval($0, $1, level: $2)) },
        wilsonInterval: .init { ends(try wilsonInterval(successes: $0, trials: $1, level: $2)) },
        exactInterval: .init { ends(try exactInterval(successes: $0, trials: $1, level: $2)) }))
  }
}
