import Events
import Testing

@testable import Checking

/// The failures that a piece of checking code reports.
func failures(_ body: () throws -> Void) rethrows -> [Failure] {
  let session = Session()
  Session.current = session
  try body()
  return session.failures
}

/// The messages are the product: they are tested as such. One session is current at a time, so one test at a time.
extension SessionTests {
  @Suite(.serialized) struct ExpectationTests {
    @Test func `a number is reported with its call, its error and the advice`() throws {
      let softplus = Function<Double, Double> { $0 + 1 }
      softplus.recorder.name = "softplus"
      let found = try failures {
        expect(try softplus(2), equals: 2.5, within: .ulps(4), "Look at the tail.", line: 7)
      }
      #expect(
        found == [
          Failure(
            message: "softplus(2) is 3, expected 2.5", difference: "off by 0.5, relative 0.2",
            advice: "Look at the tail.",
            line: 7)
        ])
    }

    @Test func `an argument that is not what it was is a failure, even if the answer is right`() throws {
      let scale = Function<[Double], [[Double]], [Double]> { x, _ in
        x.withUnsafeBufferPointer { UnsafeMutableBufferPointer(mutating: $0)[1] = 5 }
        return x
      }
      scale.recorder.name = "scale"
      let found = try failures { expect(try scale([3, 4], [[1]]), equals: [3, 5]) }
      #expect(found.map(\.message) == ["scale changes its argument number 1, which is the caller's"])
      #expect(found.first?.difference == "it is [3, 5] afterwards")
      let copy = Function<[Double], [Double]> { x in
        var y = x
        y[0] = .nan
        return y
      }
      #expect(try failures { expect(try copy([.nan, 4]), equals: [.nan, 4]) } == [])
    }

    @Test func `a value that is not the last call's answer is not charged to it`() throws {
      let f = Function<Double, Double> { $0 }
      f.recorder.name = "f"
      let found = try failures { expect(try f(2) * 10, equals: 21) }
      #expect(found.map(\.message) == ["the value is 20, expected 21"])
    }

    @Test func `the count of a vector is asked before its entries`() {
      let found = failures { expect([1, 2], equals: [1, 2, 3], what: "y") }
      #expect(found.map(\.message) == ["y has 2 entries, expected 3"])
    }

    @Test func `a vector's first wrong entry, the share and the largest error are told`() {
      let found = failures { expect([1, 2.5, 7, 4], equals: [1, 2, 3, 4], what: "y") }
      #expect(found.map(\.message) == ["y is [1, 2.5, 7, 4], expected [1, 2, 3, 4]"])
      #expect(
        found.map(\.difference) == [
          "first wrong at [1]: 2.5 instead of 2; 2 of 4 entries wrong, largest error 4, relative 1.33"
        ])
    }

    @Test func `a matrix is asked for its shape, then for the place of its first wrong entry`() {
      let shape = failures { expect([[1, 2]], equals: [[1], [2]], what: "C") }
      #expect(shape.map(\.message) == ["C has shape (1, 2), expected (2, 1)"])
      let ragged = failures { expect([[1], [2, 3]], equals: [[1], [2]], what: "C") }
      #expect(ragged.map(\.message) == ["C has shape (2 rows of lengths 1, 2), expected (2, 1)"])
      let many = failures { expect((0..<9).map { [Double](repeating: 0, count: $0) }, equals: [[1]], what: "C") }
      #expect(many.map(\.message) == ["C has shape (9 rows of lengths 0, 1, 2, 3, 4, 5, 6, 7, …), expected (1, 1)"])
      let entry = failures { expect([[1, 2], [3, 5]], equals: [[1, 2], [3, 4]], what: "C") }
      #expect(
        entry.map(\.difference) == [
          "first wrong at [1][1]: 5 instead of 4; 1 of 4 entries wrong, largest error 1, relative 0.25"
        ])
    }

    @Test func `an error is compared by its name and payload, whatever module it is from`() throws {
      struct ZeroPivot: Error { var index: Int }
      enum Theirs { struct ZeroPivot: Error { var index: Int } }
      let solve = Function<Int, Double> { throw Theirs.ZeroPivot(index: $0) }
      solve.recorder.name = "solve"
      #expect(failures { expect(throws: ZeroPivot(index: 3)) { try solve(3) } }.isEmpty)
      let other = failures { expect(throws: ZeroPivot(index: 3)) { try solve(4) } }
      #expect(other.map(\.message) == ["solve(4) throws ZeroPivot(index: 4), expected ZeroPivot(index: 3)"])
      let none = failures { expect(throws: ZeroPivot(index: 3)) { 1.5 } }
      #expect(none.map(\.message) == ["the call returned 1.5, expected it to throw ZeroPivot(index: 3)"])
    }

    @Test func `NaN meets no bound`() {
      let found = failures {
        expect("the residual ratio", .nan, atMost: 30)
        expect("the digits", .nan, atLeast: 9)
        expect("the residual ratio", 12, atMost: 30)
      }
      #expect(
        found.map(\.message) == [
          "the residual ratio is NaN, allowed is at most 30", "the digits is NaN, wanted is at least 9",
        ])
    }

    @Test(arguments: [
      (1.0, 1.0, true), (.nan, .nan, true), (.infinity, .infinity, true), (.infinity, 1, false), (1, .infinity, false),
      (.nan, 0, false), (0, .nan, false), (-0.0, 0.0, true), (1 + 0x1p-52, 1, false),
    ])
    func `exact means equal as numbers, and NaN where NaN is expected`(got: Double, expected: Double, isRight: Bool) {
      #expect(failures { expect(got, equals: expected) }.isEmpty == isRight)
    }

    @Test func `a tolerance is relative to the entry, to the largest entry, or absolute, as it says`() {
      let right = [1e-20, 1.0]
      #expect(!failures { expect([0, 1], equals: right, within: .relative(1e-9)) }.isEmpty)
      #expect(failures { expect([0, 1], equals: right, within: .ofLargest(1e-9)) }.isEmpty)
      #expect(failures { expect([0, 1], equals: right, within: .absolute(1e-9)) }.isEmpty)
      #expect(failures { expect(1 + 4 * 0x1p-52, equals: 1, within: .ulps(4)) }.isEmpty)
      #expect(!failures { expect(1 + 5 * 0x1p-52, equals: 1, within: .ulps(4)) }.isEmpty)
      // A tolerance, however wide, never makes NaN or infinity right.
      #expect(!failures { expect(.infinity, equals: 1, within: .absolute(.infinity)) }.isEmpty)
      #expect(!failures { expect(.nan, equals: 1, within: .absolute(.infinity)) }.isEmpty)
    }
  }
}

@Suite struct DescriptionTests {
  @Test func `values are shown short, numbers in full`() {
    #expect(describe(0.1 + 0.2) == "0.30000000000000004")
    #expect(describe(3.0) == "3")
    #expect(describe(-0.0) == "-0.0")
    #expect(describe(-Double.infinity) == "−∞")
    #expect(describe([1.0, .nan] as Any) == "[1, NaN]")
    #expect(describe((0..<20).map(Double.init) as Any) == "[0, 1, 2, 3, 4, 5, 6, 7, … 20 in all]")
    struct Point { var x: Double, y: Double, name: String }
    #expect(describe(-Double.nan as Any) == "NaN")
    #expect(describe(-Float.nan as Any) == "NaN")
    #expect(describe([2: [1.0], 10: [-.nan], -1: []] as Any) == "[-1: [], 2: [1], 10: [NaN]]")
    #expect(describe(["b": 1, "a": 2] as Any) == "[\"a\": 2, \"b\": 1]")
    #expect(describe([Int: Int]() as Any) == "[:]")
    #expect(describe(Set([30, 4, 1]) as Any) == "[1, 4, 30]")
    #expect(describe(Point(x: -.nan, y: 3, name: "p") as Any) == "Point(x: NaN, y: 3, name: \"p\")")
    #expect(describe("a" as Any) == "\"a\"")
    #expect(describe(Optional<Int>.none as Any) == "nil")
  }

  @Test func `errors are shown by name and payload`() {
    enum Trouble: Error { case empty, nan(index: Int), pair(Int, Int) }
    #expect(describe(error: Trouble.empty) == "empty")
    #expect(describe(error: Trouble.nan(index: 2)) == "nan(index: 2)")
    #expect(describe(error: Trouble.pair(1, 2)) == "pair(1, 2)")
  }

  @Test(arguments: [
    (0.5, "0.5"), (123456.0, "1.23e5"), (1.5e-9, "1.5e-9"), (9.999e-7, "1e-6"), (0.0, "0"), (-2e-20, "−2e-20"),
    (12.34, "12.3"), (.nan, "NaN"),
  ])
  func `measured numbers have three digits`(value: Double, text: String) {
    #expect(brief(value) == text)
  }
}
