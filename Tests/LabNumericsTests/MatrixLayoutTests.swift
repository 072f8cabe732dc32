import Testing

@testable import LabNumerics

/// The arithmetic of places where a matrix is too large to be made.
@Suite struct MatrixLayoutTests {
  @Test func `a matrix of 46,341 × 46,341 is counted in 64 bits`() {
    let n = 46_341
    let layout = MatrixLayout(rowCount: n, columnCount: n)
    #expect(elementCount(rows: n, columns: n) == 2_147_488_281)
    #expect(layout.place(n - 1, n - 1) == 2_147_488_280)
    #expect(layout.row(n - 1).place(n - 1) == 2_147_488_280)
    #expect(layout.column(n - 1).place(n - 1) == 2_147_488_280)
    #expect(layout.diagonal.place(n - 1) == 2_147_488_280)
    #expect(layout.striding(rows: -1, columns: -1).place(0, 0) == 2_147_488_280)
    #expect(layout.block(n - 2..<n, n - 2..<n).place(1, 1) == 2_147_488_280)
    #expect(layout.transposed.place(0, n - 1) == (n - 1) * n)
  }

  @Test func `BLAS reads rows or columns side by side whose distance fits 32 bits`() {
    let layout = MatrixLayout(rowCount: 5, columnCount: 7)
    #expect(layout.forBLAS! == (false, 7) && layout.transposed.forBLAS! == (true, 7))
    #expect(layout.block(1..<3, 2..<5).forBLAS! == (false, 7))
    #expect(layout.striding(rows: 2, columns: 1).forBLAS! == (false, 14))
    #expect(layout.striding(rows: 1, columns: 2).forBLAS == nil && layout.striding(rows: -1, columns: 1).forBLAS == nil)
    let wide = MatrixLayout(offset: 0, rowCount: 2, columnCount: 2, rowStride: Int(Int32.max) + 1, columnStride: 1)
    #expect(wide.forBLAS == nil)
  }

  @Test(arguments: [(10, 3, 4), (10, -3, 4), (1, 5, 1), (0, 2, 0), (7, 7, 1), (8, 7, 2), (3, Int.min, 1)])
  func `a step reaches as many elements as fit`(count: Int, step: Int, steps: Int) {
    let layout = VectorLayout(offset: 0, count: count, stride: 1).striding(by: step)
    #expect(layout.count == steps)
    if steps > 0 { #expect(layout.place(0) == (step > 0 ? 0 : count - 1)) }
  }
}
