@testable import Checks
@testable import struct Learner.Eigen
@testable import func Learner.jacobiEigen

@main enum Program {
  static func main() {
    JacobiEigenvalues.grade(Submission { Checks.Eigen(try jacobiEigen($0)) })
  }
}

extension Checks.Eigen {
  init(_ eigen: Learner.Eigen) { self.init(values: eigen.values, vectors: eigen.vectors, sweeps: eigen.sweeps) }
}
