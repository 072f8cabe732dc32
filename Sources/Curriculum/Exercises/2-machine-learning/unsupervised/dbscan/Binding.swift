@testable import Checks
@testable import func Learner.dbscan

@main enum Program {
  static func main() {
    DensityClusters.grade(Submission(dbscan: .init { try dbscan($0, radius: $1, minimum: $2) }))
  }
}
