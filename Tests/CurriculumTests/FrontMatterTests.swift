import Testing

@testable import Curriculum

@Suite struct FrontMatterTests {
  private func page(_ text: String) -> FrontMatter { FrontMatter(TextLines(text).bytes, file: "a.md") }

  @Test func `cuts a page at its two rules`() {
    let page = self.page("---\ntitle: T\n---\nBody.\n---\nMore.\n")
    #expect(page.problem == nil && page.fields != nil)
    #expect(page.body.text == "Body.\n---\nMore.\n" && page.bodyLine == 4)
  }

  @Test func `takes line ends of either kind and space after a rule`() {
    let page = self.page("--- \r\ntitle: T\r\n---\r\nBody.\r\n")
    var fields = page.fields
    #expect(fields?.text("title") == "T")
    #expect(page.body.text == "Body.\r\n")
  }

  @Test func `takes nothing between the rules as no keys`() {
    let page = self.page("---\n---\nBody.")
    #expect(page.problem == nil && page.fields != nil && page.bodyLine == 3)
  }

  @Test(arguments: [
    ("", "a.md:1: expected front matter between two lines of \"---\", found an empty file"),
    ("# Title\n", "a.md:1: expected front matter between two lines of \"---\", found \"# Title\""),
    ("----\n", "a.md:1: expected front matter between two lines of \"---\", found \"----\""),
    ("---\ntitle: T\n", "a.md:1: the front matter opened by \"---\" is never closed by a second \"---\""),
    ("---\n- a\n---\n", "a.md:2: expected lines of \"key: value\", found a list"),
    ("---\njust words\n---\n", "a.md:2: expected lines of \"key: value\", found \"just words\""),
    (
      "---\ntitle: T\n  a: b\n---\n",
      "a.md:3: the front matter is not YAML: a text that holds \": \" wants quotes around it"
    ),
  ])
  func `says what is wrong with the cut or the YAML`(text: String, message: String) {
    #expect(page(text).problem?.description == message)
    #expect(page(text).fields == nil)
  }

  @Test func `keeps text that YAML would take for a number or a truth value as it stands`() {
    var fields = page("---\na: 1.10\nb: yes\nc: 2020-01-01\n---\n").fields
    #expect(fields?.text("a") == "1.10" && fields?.text("b") == "yes" && fields?.text("c") == "2020-01-01")
  }
}
