@testable import Checks
@testable import struct Learner.QRFactors
@testable import func Learner.classicalGramSchmidt
@testable import func Learner.modifiedGramSchmidt

@main enum Program {
  static func main() {
    GramSchmidt.grade(
      Submission(
        classical: { Checks.QRFactors(try classicalGramSchmidt($0)) },
        modified: { Checks.QRFactors(try modifiedGramSchmidt($0)) }))
  }
}

extension Checks.QRFactors {
  init(_ factors: Learner.QRFactors) { self.init(q: factors.q, r: factors.r) }
}
