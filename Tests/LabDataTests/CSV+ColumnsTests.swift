import Testing

@testable import LabData

@Suite struct CSVColumnsTests {
  let table: CSV

  init() throws {
    table = try CSV(Array("mass,flag,note\n3.5,true,\"a\nb\"\n,false,c\nheavy,true,\n".utf8), source: "t.csv")
  }

  @Test func `gives nil where a value is missing`() throws {
    #expect(try table.column("flag", as: Bool.self) == [true, false, true])
    #expect(try table.column("mass", as: Double.self, missing: ["", "heavy"]) == [3.5, nil, nil])
    #expect(try table.column("note") == ["a\nb", "c", ""])
  }

  @Test func `names the cell that is not a number`() {
    #expect(
      message { try table.column("mass", as: Double.self) }
        == "t.csv, line 5, column \"mass\": \"heavy\" is not of type Double; "
        + "if it stands for a missing value, name it in missing:")
  }

  @Test func `names the cell that has no value where numbers are asked for`() {
    #expect(
      message { try table.numbers(["mass"], missing: ["", "heavy"]) }
        == "t.csv, line 4, column \"mass\": \"\" is a missing value; "
        + "drop such rows or fill them before asking for numbers")
  }

  @Test func `offers the nearest name for an unknown column`() {
    #expect(message { try table.column("Mass") } == "t.csv has no column \"Mass\"; did you mean \"mass\"?")
    #expect(message { try table.column("temperature") }.hasSuffix("see its property columns"))
  }

  @Test func `drops the rows that lack a value, and keeps their lines`() throws {
    let kept = try table.dropping(missingIn: ["mass"])
    #expect(kept.rows.count == 2)
    #expect(message { try kept.numbers(["mass"]) }.hasPrefix("t.csv, line 5"))
  }

  @Test func `puts columns side by side`() throws {
    let penguins = try dataset("penguins/penguins.csv").csv()
    let measures = ["bill_length_mm", "body_mass_g"]
    let numbers = try penguins.dropping(missingIn: measures).numbers(measures)
    #expect(penguins.rows.count == 344)
    #expect(numbers.count == 342)
    #expect(numbers.first == [39.1, 3750])
  }

  @Test func `finds the missing ages of the Titanic`() throws {
    let ages = try dataset("titanic/titanic.csv").csv().column("age", as: Double.self)
    #expect(ages.count == 1313)
    #expect(ages.count { $0 == nil } == 557)
  }
}
