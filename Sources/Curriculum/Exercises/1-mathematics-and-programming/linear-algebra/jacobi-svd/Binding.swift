@testable import Checks
@testable import struct Learner.SVD
@testable import func Learner.jacobiSVD

@main enum Program {
  static func main() { JacobiSVD.grade(Submission { Checks.SVD(try jacobiSVD($0)) }) }
}

extension Checks.SVD {
  init(_ svd: Learner.SVD) { self.init(u: svd.u, sigma: svd.sigma, v: svd.v) }
}
