@testable import Checks
@testable import enum Learner.Landscape
@testable import func Learner.tuned

@main enum Program {
  static func main() {
    TuneTheStep.grade(
      Submission(
        tuned: .init {
          let setting = tuned(Landscape(rawValue: $0)!)
          return Checks.Setting(rate: setting.rate, momentum: setting.momentum)
        }))
  }
}
