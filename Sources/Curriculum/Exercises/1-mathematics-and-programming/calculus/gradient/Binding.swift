@testable import Checks
@testable import func Learner.checkGradient
@testable import func Learner.gradient
@testable import func Learner.hasKink
@testable import func Learner.relativeError

@main enum Program {
  static func main() {
    Gradient.grade(
      Submission(
        gradient: .init { gradient($0, at: $1) }, relativeError: .init(relativeError),
        hasKink: .init { hasKink($0, at: $1, along: $2) },
        checkGradient: .init { claimed, f, x in
          let report = try checkGradient(claimed, of: f, at: x)
          return Report(worst: report.worst, error: report.error, verdict: "\(report.verdict)")
        }))
  }
}
