import Testing

@testable import Checking

@Suite struct RememberedTests {
  private struct Refused: Error {}

  @Test func `a value is made once for each key and type`() throws {
    var count = 0
    func made() -> Int {
      count += 1
      return count
    }
    let values = ["a", "b", "a"].map { remembered("RememberedTests \($0)", made) }
    #expect(values == [1, 2, 1])
    #expect(remembered("RememberedTests a") { "text" } == "text")
    #expect(remembered("RememberedTests a", made) == 1)
  }

  @Test func `a nil is a value like others`() {
    var asked = 0
    func made() -> Double? {
      asked += 1
      return nil
    }
    for _ in 0..<3 { #expect(remembered("RememberedTests nil", made) == nil) }
    #expect(asked == 1)
  }

  @Test func `an error is not remembered`() throws {
    #expect(throws: Refused.self) { try remembered("RememberedTests c") { () throws -> Int in throw Refused() } }
    #expect(remembered("RememberedTests c") { 3 } == 3)
  }
}
