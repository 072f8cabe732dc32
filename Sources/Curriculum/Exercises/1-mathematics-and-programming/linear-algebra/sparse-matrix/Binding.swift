@testable import Checks
@testable import struct Learner.CSRMatrix

extension CSRMatrix: @retroactive CompressedRows {}

@main enum Program {
  static func main() { SparseMatrix.grade(Submission(CSRMatrix.self)) }
}
