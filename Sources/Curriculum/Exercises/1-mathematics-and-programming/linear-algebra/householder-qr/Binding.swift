@testable import Checks
@testable import struct Learner.HouseholderQR

@main enum Program {
  static func main() { HouseholderReflections.grade(Submission { HouseholderQR($0) }) }
}

extension HouseholderQR: Factored {}
