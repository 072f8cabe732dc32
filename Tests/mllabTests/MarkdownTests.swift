import Testing

@testable import Grading
@testable import mllab

@Suite struct MarkdownTests {
  private func lines(_ text: String, width: Int = 30) -> [String] {
    markdownWords(text, ink: Ink(isColoured: false), width: width)
  }

  @Test func `marks are gone where a passage goes over two lines`() {
    #expect(
      lines("Give `func solve(_ a: [Double])` the **largest pivot there is** and *never a small one*.") == [
        "Give func solve(_ a: [Double])", "the largest pivot there is and", "never a small one.",
      ])
  }

  @Test func `every word of a marked passage has its colour`() {
    let words = markdownWords("**one two three four five six seven**", ink: Ink(isColoured: true), width: 30)
    #expect(words.count == 2)
    #expect(words[0].hasPrefix("\u{1b}[1mone\u{1b}[0m \u{1b}[1mtwo\u{1b}[0m"))
    #expect(words[1].contains("\u{1b}[1mseven\u{1b}[0m"))
  }

  @Test func `code keeps its stars, and a mark without a partner stays`() {
    #expect(
      lines(
        "The last line is `**Not released.**`, of **`isClose(a, b)`** a * b*c (*not* 2*c*) is `left **so.",
        width: 100) == [
          "The last line is **Not released.**, of isClose(a, b) a * b*c (not 2*c*) is `left **so."
        ])
  }

  @Test func `a table's cells lose their marks, too, and stay in their columns`() {
    let table = """
      | case | answer |
      |---|---|
      | `n = 0` | throws `NoValues(index: 3)` with the *first* such index |
      """
    #expect(
      lines(table, width: 44) == [
        "  case   answer", "  n = 0  throws NoValues(index: 3) with the", "         first such index",
      ])
  }

  @Test func `a column is as wide as its longest word where another can give way`() {
    let table = """
      | | density | cdf |
      |---|---|---|
      | χ² | ½·(x/2)^(ν/2−1)·e^(−x/2)/Γ(ν/2) | one side only, and beyond |
      """
    #expect(
      lines(table, width: 60) == [
        "      density                          cdf", "  χ²  ½·(x/2)^(ν/2−1)·e^(−x/2)/Γ(ν/2)  one side only, and",
        "                                       beyond",
      ])
  }

  @Test func `a line that begins with an absolute value is no table`() {
    #expect(
      lines("The sweeps end when\n|γ| ≤ ε·|a|·|b| for all pairs.", width: 60) == [
        "The sweeps end when |γ| ≤ ε·|a|·|b| for all pairs."
      ])
  }

  @Test func `lists hang, code is left as it is`() {
    #expect(
      lines("* the first of some items\n* the `second` one\n\n    x = a * b * c") == [
        "* the first of some items", "* the second one", "", "    x = a * b * c",
      ])
  }
}
