import Testing

@testable import LabNumerics

@Suite struct BLASSelfTestTests {
  @Test func `the kernels of this machine agree with plain loops`() {
    #expect(BLASBackend.selfTest() == [])
  }

  @Test func `a wrong or missing number is named with its place`() {
    let right: Matrix<Double> = [[1, 2], [3, 4]]
    let bound = Matrix<Double>(repeating: 1e-9, rows: 2, columns: 2)
    #expect(BLASBackend.firstDifference(right + 1e-10, right, bound) == nil)
    #expect(
      BLASBackend.firstDifference([[1, 2], [3.5, 4]], right, bound) == "element 2 is 3.5, plain loops give 3.0")
    #expect(
      BLASBackend.firstDifference([[1, .nan], [3, 4]], right, bound) == "element 1 is nan, plain loops give 2.0")
  }
}
