import Foundation
import Testing
import Yams

@testable import Curriculum

@Suite struct PlainFrontMatterTests {
  private func plain(_ text: String) -> [FrontMatterValue.Entry]? {
    PlainFrontMatter.entries(TextLines(text).bytes, firstLine: 2)
  }

  /// What Yams says: nil for an error, or what is no mapping.
  private func yams(_ text: String) -> [FrontMatterValue.Entry]? {
    guard let root = try? Parser(yaml: text, resolver: .basic, encoding: .utf8).singleRoot() else { return nil }
    return FrontMatterValue(root, offset: 1).record
  }

  @Test func `reads the usual front matter of an exercise`() throws {
    let text = """
      title: Softmax that does not overflow
      needs: [log-sum-exp]        # to be done before
      uses: []

      # a comment
      kind: implement
      source: Goodfellow, Bengio, Courville, Deep Learning (2016), §4.1 – and “more” at https://example.org/#x
      competencies: [ machine-learning-algorithms , performance-optimization ]

      """
    let entries = try #require(plain(text))
    #expect(entries.map(\.key) == ["title", "needs", "uses", "kind", "source", "competencies"])
    #expect(entries.map(\.line) == [2, 3, 4, 7, 8, 9])
    #expect(entries == yams(text))
  }

  @Test(arguments: [
    "a: b\na: c", "a:", "a: ", "a:b", "a: b: c", "a: b:", "a: 'b'", "a: \"b\"", "a: |\n  b", "a: b\n  c", " a: b",
    "a: [b", "a: b]x\n]", "a: [b, [c]]", "a: [b,]", "a: [b c]", "a: {b: c}", "a: &x b", "a: *x", "a: !!str b", "- a",
    "a: - b", "a: # b", "a: b\tc", "a: b\r\n", "a: b\u{85}c: d", "a: b\u{2028}c: d", "a: \u{FEFF}b", "? a", "a: @b",
    "a: `b", "a: %b", "a b: c", "größe: c", "a: ~", "...", "words",
  ])
  func `leaves to Yams what is not certainly of that form`(text: String) {
    #expect(plain(text) == nil)
  }

  /// Lines put together from pieces that YAML reads in its own ways.
  @Test func `never says anything else than Yams`() {
    let pieces = [
      "a", "b-c", ": ", ":", "[", "]", ", ", " ", "#", " #", "\n", "\n", "x: y\n", "k: [", "-", "- ", "\"", "'", "é",
      "§", "1.5",
      "~", "{", "|", ">", "\u{A0}", "\u{85}", "\u{2029}",
    ]
    var random = SplitMix64(state: 11)
    var agreed = 0
    for _ in 0..<20_000 {
      let count = Int.random(in: 1...8, using: &random)
      let text =
        "title: long enough\nkey: " + (0..<count).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
      guard let entries = plain(text) else { continue }
      agreed += 1
      #expect(entries == yams(text), "\(text.debugDescription)")
    }
    #expect(agreed > 1000)
  }
}
