import Testing

@testable import Curriculum

@Suite struct SourceScopesTests {
  private func scopes(after source: String) -> SourceScopes {
    var scopes = SourceScopes()
    for line in TextLines(source) { scopes.read(line.content) }
    return scopes
  }

  @Test(arguments: [
    ("", "file"), ("func f() {\n}", "file"), ("struct S {", "struct"), ("final class C: P {", "class"),
    ("enum E {\n  case a", "enum"), ("extension A where B == C {", "extension"), ("protocol P {", "protocol"),
    ("struct S {\n  var x = 1\n  enum E {", "enum"), ("struct S {\n  func f() {\n  }", "struct"),
    ("struct S\n{", "struct"), ("func f() {\n  struct S {", "struct"),
  ])
  func `names the type around a line`(source: String, scope: String) {
    #expect(scopes(after: source).typeScope == scope)
  }

  @Test(arguments: [
    "func f() {", "struct S { func f() {", "class C {\n  class func f() {",
    "let x = {", "struct S { init(class: Int) {",
    "struct S {\n  var x: Int {\n    get {", "func f() {\n  g(", "func f() {\n  x.protocol {",
  ])
  func `names none in a body`(source: String) {
    #expect(scopes(after: source).typeScope == nil)
  }

  @Test(arguments: [
    "\"{\"", "\"\\\"{\"", "#\"\"{\"#", "\"\"\"\n{ \" \"\" {\n\"\"\"", "\"\\(f(\"{\"))\"", "#\"\\({\"#", "// {",
    "/* { /* { */ { */",
    "`{`", "'", "a #if b", "\"unfinished {",
  ])
  func `counts no brace in text and comments`(source: String) {
    #expect(scopes(after: source).depth == 0)
    #expect(scopes(after: source).isInCode)
  }

  @Test(arguments: ["/*", "\"\"\"", "/* /* */", "#\"\"\"\n\"\"\""])
  func `knows when a line starts inside text or a comment`(source: String) {
    #expect(!scopes(after: source).isInCode)
  }
}
