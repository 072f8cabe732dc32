import Testing

@testable import Grading

/// The notes stand on words of the compiler, so each is tried on a file that makes the compiler say them.
@Suite struct DiagnosticNoteTests {
  @Test(arguments: [
    ("let n = x.count\n  return x[0] / n", "Double(n)"),
    ("var s = 0\n  for v in x { s += v }\n  return Double(s)", "Begin it as 0.0"),
    ("let i = 1.0\n  return x[i]", "an index"),
    ("return x.count", "this is an Int"),
    ("let i: Int = 2.5\n  return Double(i)", "rounds"),
    ("let a: Float = 2\n  return a * x[0]", "do not mix"),
    ("return x[0] % 2", "truncatingRemainder"),
    ("return print(x)", "returns nothing"),
    ("let y = x + 1\n  return y[0]", "zip(x, y)"),
    ("let y = x - x\n  return y[0]", "zip(x, y)"),
    ("return x", "Which entry"),
    ("return x[0] ** 2", "pow(x, 3)"),
    ("return x[0] − 1", "of the keyboard is meant: -"),
    ("return 2 × x[0]", "a * b"),
    ("func g(_ v: Double) -> Double { v }\n  return g(x)", "x.max()"),
    ("let s: Double = \"3\"\n  return s", "no number"),
    ("print(“hello”)\n  return 0", "Those of the keyboard"),
    ("print(\"hello)\n  return 0", "not closed by a second"),
    ("let m = (x[0]\n  return m", "parenthesis that was opened"),
    ("let m = [x[0]\n  return m[0]", "bracket that was opened"),
    ("if x.count = 0 { return 0 }\n  return 1", "it is =="),
    ("let m = x[0]\n  m + 1", "without the word return"),
    ("return 0\n}\nvar count = 0\nfunc g() {\n  count += 1", "outside of every function"),
    ("return 0\n}\nprint(1)\nfunc g() {", "mllab play"),
    ("return 0\n}\nfor _ in 0..<3 {}\nfunc g() {", "mllab play"),
    ("return 0\n}\nimport numpy\nfunc g() {", "There is no NumPy"),
    ("return 0\n}\nimport Torch\nfunc g() {", "can be imported here"),
    ("return 0\n}\nimport Glibc\nfunc g() {\n  fputs(\"\", stderr)", "print(…)"),
    ("return 0\n\nextension Int {\n}\nfunc g() {\n}", "closing } missing"),
    ("var i = 0\n  i++\n  return Double(i)", "i += 1"),
    ("return sum(x)", "reduce(0, +)"),
    ("return x[0] / Double(len(x))", "x.count"),
    ("return np.mean(x)", "NumPy"),
    ("return None", "nil"),
    ("return sqrt(x[0])", "import Glibc"),
    ("var total = 0.0\n  for v in x { totl += v }\n  return total", "spelt as where it is declared"),
    ("return Double(x.length)", "x.count"),
    ("return x.average()", "nothing of this name"),
    ("let a = 1.0\n  let a = 2.0\n  return a", "declared twice"),
    ("let s = 0.0\n  for v in x { s += v }\n  return s", "Declare it with var"),
    ("x[0] = 1\n  return x[0]", "var y = x"),
    ("x.append(1)\n  return x[0]", "var y = x"),
    ("var y = x\n  y.count = 1\n  return y[0]", "read only"),
    ("var s: Double\n  for v in x { s += v }\n  return s", "no value yet"),
    ("func g(_ v: inout [Double]) {}\n  var y = x\n  g(y)\n  return 0", "with an &"),
    ("return x.first", "may be missing"),
    ("return nil", "promises a value"),
    ("return x[0]!", "leave out the !"),
    ("if let a = x[0] { return a }\n  return 0", "a line of its own"),
    ("func g(n: Int) -> Double { 0 }\n  return g(3)", "underscore"),
    ("func g(_ n: Int) -> Double { 0 }\n  return g(n: 3)", "underscore"),
    ("func g(_ n: Int, _ m: Int) -> Double { 0 }\n  return g(3)", "takes more arguments"),
    ("func g(_ n: Int) -> Double { 0 }\n  return g(3, 4)", "gives more arguments"),
    ("let a = [x]\n  let v = a[0, 1]\n  return 0", "a[i][j]"),
    ("return x.map { $0 * $1 }[0]", "$0, $1"),
    ("func g() throws -> Double { 0 }\n  return g()", "begins with try"),
    ("func g() throws -> Double { 0 }\n  return try g()", "put throws"),
    ("if x.isEmpty { return 0 }", "no value is returned"),
    ("guard !x.isEmpty else {}\n  return 0", "must leave the function"),
    ("switch x.count { case 0: return 0 }", "default:"),
    ("for (var i = 0; i < 3; i++) {}\n  return 0", "Count with a range"),
    ("for i in x.count {}\n  return 0", "0..<n"),
    ("if x.isEmpty and true { return 0 }\n  return 1", "&&"),
    ("if x.isEmpty { return 0\n  return 1", "has no } of its own"),
    ("return 0 }\n  }", "one closing brace too many"),
    ("var a = 1.0\n  if a = 2 { return 0 }\n  return a", "== asks"),
    ("if x.count { return 0 }\n  return 1", "n != 0"),
    ("return x.isEmpty ? 0", "two branches"),
    ("return x[0] < x[1] < 3 ? 1 : 0", "do not chain"),
    ("let a = 2.0\n  return a -1", "blanks on both sides"),
    ("let y = []\n  return 0", "[Double] = []"),
    (
      "let i = 3\n  return x[0] * i + 2 * x[1] - x.count * 0.5 + (x[2] - i) / x.count",
      "names of their own"
    ),
    ("return x.map { v -> Double v * 2 }[0]", "stands in:"),
  ])
  func `a common message is told with what it means`(body: String, note: String) throws {
    let verdict = try Fixture.judge("func mean(_ x: [Double]) -> Double {\n  \(body)\n}")
    #expect(verdict.headline == .doesNotCompile)
    let first = try #require(verdict.diagnostics.first)
    #expect(first.note?.contains(note) == true, "\(first.message) → \(first.note ?? "no note")")
    #expect(verdict.wordsWithoutColour().contains(first.note?.prefix(30) ?? "?"))
  }

  @Test func `an uncommon message has no note`() {
    #expect(Diagnostic.about("cannot specialize protocol composition").note == nil)
  }
}
