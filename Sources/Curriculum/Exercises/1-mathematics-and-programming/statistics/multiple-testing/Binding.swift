@testable import Checks
@testable import func Learner.benjaminiHochberg
@testable import func Learner.bonferroni
@testable import func Learner.holm

@main enum Program {
  static func main() {
    MultipleTesting.grade(
      Submission(bonferroni: .init(bonferroni), holm: .init(holm), benjaminiHochberg: .init(benjaminiHochberg)))
  }
}
