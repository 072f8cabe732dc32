import Testing

@testable import Curriculum

@Suite struct WordsOfCodeTests {
  @Test func `words stand with their lines`() {
    #expect(
      wordsOfCode("let a = b\n\nreturn a").map { "\($0.word) \($0.line)" } == [
        "let 1", "a 1", "b 1", "return 3", "a 3",
      ])
  }

  @Test(arguments: [
    ("a // b\n/* c\nd */ e", ["a", "e"]), (#"f("a b \(c.d) e")"#, ["f", "c", "d"]),
    ("\"\"\"\na\n\"\"\" + b", ["b"]), ("x.`sorted`()", ["x", "sorted"]), ("", []),
  ])
  func `comments and texts have none, the code inside a text has`(source: String, words: [String]) {
    #expect(wordsOfCode(source).map(\.word) == words)
  }
}
