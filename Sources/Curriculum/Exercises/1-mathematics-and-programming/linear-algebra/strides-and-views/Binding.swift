@testable import Checks
@testable import struct Learner.View

extension View: @retroactive StridedView {}

@main enum Program {
  static func main() {
    StridesAndViews.grade(
      Submission(
        whole: { View($0, rows: $1, columns: $2) },
        strided: {
          View(storage: $0, offset: $1, rows: $2, columns: $3, rowStride: $4, columnStride: $5)
        }))
  }
}
