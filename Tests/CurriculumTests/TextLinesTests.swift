import Testing

@testable import Curriculum

@Suite struct TextLinesTests {
  @Test func `cuts after each line feed, and does not need a last one`() {
    #expect(TextLines("a\n\nb\r\nc").map { $0.content.text } == ["a", "", "b\r", "c"])
    #expect(TextLines("a\n").map { $0.content.text } == ["a"])
    #expect(TextLines("").map { $0.content.text } == [])
  }

  @Test func `loses no byte`() {
    let text = "größe\n\n 7 Σ\r\n\t"
    let lines = TextLines(text)
    #expect(lines.map { lines.bytes[$0.start..<$0.end].text }.joined() == text)
  }

  @Test func `trims space, tabs and line ends at both ends`() {
    #expect(TextLines(" \t a b\r").map { $0.trimmed.text } == ["a b"])
    #expect(TextLines("  \r\n").map { $0.trimmed.text } == [""])
  }

  @Test(arguments: [("---", true), ("--- \r", true), ("----", false), (" ---", false), ("--- a", false), ("--", false)])
  func `takes three hyphens for a rule`(line: String, isRule: Bool) {
    #expect(TextLines(line).map(\.isRule) == [isRule])
  }
}
