@testable import Checks
@testable import func Learner.discardedError
@testable import func Learner.lowRank
@testable import func Learner.rankNeeded
@testable import func Learner.storedNumbers

@main enum Program {
  static func main() {
    Compression.grade(
      Submission(
        lowRank: .init { try lowRank($0, rank: $1) }, discardedError: .init { discardedError($0, rank: $1) },
        rankNeeded: .init { rankNeeded($0, share: $1) },
        storedNumbers: .init { storedNumbers(rows: $0, columns: $1, rank: $2) }))
  }
}
