@testable import Checks
@testable import func Learner.quantile

@main enum Program {
  static func main() { Quantiles.grade(Submission(quantile: .init(quantile))) }
}
