@testable import Checks
@testable import struct Learner.Split
@testable import func Learner.accepts

@main enum Program {
  static func main() {
    TestTheSplitter.grade(
      Submission(
        accepts: .init { candidate in
          let isAccepted = accepts { groups, test, seed in
            let parts = candidate.split(groups, test, seed)
            return Split(train: parts.train, test: parts.test)
          }
          return Verdict(isAccepted: isAccepted)
        }))
  }
}
