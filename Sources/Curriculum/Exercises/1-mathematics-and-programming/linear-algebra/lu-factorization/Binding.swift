@testable import Checks
@testable import struct Learner.LU
@testable import struct Learner.LogDeterminant
@testable import func Learner.logDeterminant
@testable import func Learner.luFactorization
@testable import func Learner.solve

@main enum Program {
  static func main() {
    LUFactorization.grade(
      Submission(
        luFactorization: .init { Checks.LU(luFactorization($0)) },
        logDeterminant: .init { Checks.LogDeterminant(logDeterminant(Learner.LU($0))) },
        solve: .init { try solve(Learner.LU($0), $1) }))
  }
}

extension Checks.LU {
  init(_ lu: Learner.LU) { self.init(packed: lu.packed, order: lu.order, sign: lu.sign) }
}

extension Learner.LU {
  init(_ lu: Checks.LU) { self.init(packed: lu.packed, order: lu.order, sign: lu.sign) }
}

extension Checks.LogDeterminant {
  init(_ determinant: Learner.LogDeterminant) {
    self.init(sign: determinant.sign, logMagnitude: determinant.logMagnitude)
  }
}
