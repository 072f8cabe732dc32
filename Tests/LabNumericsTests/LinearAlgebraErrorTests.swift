import LabNumerics
import Testing

@Suite struct LinearAlgebraErrorTests {
  @Test(arguments: [
    (
      LinearAlgebraError.singular(pivot: 3), "pivot 3 is zero, or so small that its inverse is infinite",
      "leastSquares"
    ),
    (.notPositiveDefinite(minor: 2), "leading minor of order 2 is not positive", "Check that it is symmetric"),
    (.rankDeficient(rank: 4), "only 4 of the columns are independent", "Drop a column"),
    (.notConverged(routine: "gesdd", count: 7), "gesdd did not converge: 7 values", "Scale the matrix"),
    (.nonFinite(row: 1, column: 5), "row 1, column 5 is infinite or not a number", "Look at the step"),
  ])
  func `says where the trouble is and what to do`(error: LinearAlgebraError, place: String, advice: String) {
    #expect("\(error)".contains(place))
    #expect("\(error)".contains(advice))
  }
}
