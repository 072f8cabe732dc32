import Testing

@testable import Curriculum

@Suite struct StatementTests {
  private func statement(_ text: String) -> Statement { Statement(TextLines(text).bytes, firstLine: 1) }

  @Test func `ends at the first hint, and each hint at the next`() {
    let cut = statement("\n\nWhat and why.\n\nMore.\n\n## Hint\nA question?\n\n## Hint\n\nThe concept.\n")
    #expect(cut.text == "What and why.\n\nMore.")
    #expect(cut.hints == ["A question?", "The concept."])
    #expect(cut.hintLines == [7, 10])
  }

  @Test func `keeps other headings where they are`() {
    let cut = statement("Text.\n## Edges\nEmpty.\n### Hint\n## Hint \nA.\n## Notes\nB.")
    #expect(cut.text == "Text.\n## Edges\nEmpty.\n### Hint")
    #expect(cut.hints == ["A.\n## Notes\nB."])
  }

  @Test(arguments: [
    "```\n## Hint\n```", "```swift\n## Hint\n```", "~~~\n## Hint\n~~~", "   ```\n## Hint\n   ```",
    "````\n```\n## Hint\n````", "```\n~~~\n## Hint\n```", "```\n## Hint\n``` x\n```", "```\n## Hint\n`````  ",
    "~~~ a `b`\n## Hint\n~~~",
  ])
  func `sees no heading inside a fenced code block`(block: String) {
    let cut = statement("Text.\n\(block)\n## Hint\nA.")
    #expect(cut.hints == ["A."])
    #expect(cut.text == TextLines("Text.\n\(block)").bytes.trimmingSpace.text)
  }

  @Test(arguments: ["``\n", "    ```\n", "``` a `b`\n", "text ```\n"])
  func `does not take for a fence what CommonMark does not`(line: String) {
    #expect(statement("Text.\n\(line)## Hint\nA.").hints == ["A."])
  }

  @Test func `takes a fence that is never closed to the end`() {
    #expect(statement("Text.\n```\n## Hint\nA.").hints.isEmpty)
  }
}
