import Testing

@testable import mllab

@Suite struct BenchKernelTests {
  @Test(arguments: [
    ("8", [8]), ("8,64,512", [8, 64, 512]), ("512,8,8", [8, 512]), ("8...64", [8, 16, 32, 64]), ("3...20", [3, 6, 12]),
    ("1...1", [1]), ("4...8,100", [4, 8, 100]),
  ])
  func `sizes are numbers and ranges that double`(text: String, sizes: [Int]) {
    #expect(BenchSizes(argument: text)?.sizes == sizes)
  }

  @Test(arguments: ["", "0", "-3", "8,", "8,,9", "x", "8..64", "64...8", "0...8", "8...", "1e3", "8 16", "2147483648"])
  func `what is no size is refused`(text: String) { #expect(BenchSizes(argument: text) == nil) }

  @Test func `kernels are named once each, in their own order; none is all`() throws {
    #expect(try BenchKernel.named(["lu", "dot", "lu"]) == [.dot, .lu])
    #expect(try BenchKernel.named([]) == BenchKernel.allCases)
    let error = #expect(throws: UsageError.self) { try BenchKernel.named(["gemm", "choleksy"]) }
    #expect(
      error?.description == """
        There is no kernel "choleksy". Did you mean cholesky? All of them: dot, axpy, gemv, gemm, syrk, trsm, lu, \
        cholesky, qr, svd, eigh. Whole models: mllab bench models
        """)
  }

  @Test func `operations and traffic are the textbook's`() {
    #expect(BenchKernel.gemm.operations(10) == 2000)
    #expect(BenchKernel.gemm.intensity(512, .double) == 2.0 * 512 / 24)
    #expect(BenchKernel.gemm.intensity(512, .float) == 2.0 * 512 / 12)
    #expect(BenchKernel.dot.intensity(1000, .double) == 1.0 / 8)
    #expect(BenchKernel.axpy.intensity(1000, .double) == 1.0 / 12)
    for kernel in BenchKernel.allCases { #expect(kernel.usualSizes == kernel.usualSizes.sorted()) }
  }

  @Test func `numbers are short and durations have units`() {
    #expect(
      [0, 0.00012, 0.0412, 0.97, 9.999, 12.34, 138.2, 99_999, 123_456].map(shortNumber)
        == ["0", "1.2e-04", "0.041", "0.97", "10.0", "12.3", "138", "99999", "1.2e+05"])
    #expect(
      [2.5e-8, 1e-5, 0.0123, 3, 600].map(shortDuration) == ["25.0 ns", "10.0 µs", "12.3 ms", "3.00 s", "10.0 min"])
    #expect([7, 999, 1000, 12_345_678].map(grouped) == ["7", "999", "1,000", "12,345,678"])
  }
}
