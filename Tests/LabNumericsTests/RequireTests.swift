import Testing

@testable import LabNumerics

@Suite struct RequireTests {
  @Test func `a broken requirement stops the program with its message`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      require(2 == 3, "(2, 3) • (2, 3)")
    }
    #expect(try message(of: result).contains("(2, 3) • (2, 3)"))
  }

  @Test func `a size beyond 32 bits stops the program with the size`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Vector<Double>.zeros(2_147_483_648)
    }
    #expect(try message(of: result).contains("size 2147483648 does not fit"))
  }

  @Test func `a negative side stops the program with the shape`() async throws {
    let result = await #expect(processExitsWith: .failure, observing: [\.standardErrorContent]) {
      _ = Matrix<Double>.zeros(2, -1)
    }
    #expect(try message(of: result).contains("(2, -1)"))
  }

  @Test func `the largest size that BLAS counts is accepted`() {
    #expect(blasInt(2_147_483_647) == Int32.max)
    #expect(elementCount(rows: 2_147_483_647, columns: 2) == 4_294_967_294)
  }
}

/// What a stopped program wrote to its standard error.
func message(of result: ExitTest.Result?) throws -> String {
  String(decoding: try #require(result).standardErrorContent, as: UTF8.self)
}
