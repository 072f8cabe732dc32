import Testing

@testable import Grading

@Suite struct DiagnosticTests {
  @Test func `an error of the compiler is told with its line and its text`() throws {
    let verdict = try Fixture.judge("func mean(_ x: [Double]) -> Double {\n  let m = x.max()\n  return m + 1\n}")
    #expect(verdict.headline == .doesNotCompile)
    #expect(verdict.checks.isEmpty)
    let first = try #require(verdict.diagnostics.first)
    #expect(first.line == 3)
    #expect(first.message.contains("must be unwrapped"))
    #expect(first.excerpt.first == "  return m + 1")
  }

  @Test func `a missing function is told with the signature asked for`() throws {
    let verdict = try Fixture.judge("func maen(_ x: [Double]) -> Double { 0 }")
    #expect(verdict.headline == .doesNotCompile)
    #expect(
      verdict.diagnostics.map(\.message) == [
        """
        The file does not declare mean; is maen meant by it?
          asked: func mean(_ x: [Double]) -> Double
          found: func maen(_ x: [Double]) -> Double
        """
      ])
    #expect(verdict.diagnostics.first?.line == 1)
    let nothing = try Fixture.judge("let answer = 42")
    #expect(
      nothing.diagnostics.map(\.message) == [
        "The file does not declare mean.\n  asked: func mean(_ x: [Double]) -> Double"
      ])
  }

  @Test func `a function inside a type is told to come out`() throws {
    let verdict = try Fixture.judge("struct Averages {\n  func mean(_ x: [Double]) -> Double { 0 }\n}")
    #expect(
      verdict.diagnostics.map(\.message) == [
        """
        mean stands inside other braces. It is called by its name alone, so it must stand at the top level.
          asked: func mean(_ x: [Double]) -> Double
          found: func mean(_ x: [Double]) -> Double
        """
      ])
    #expect(verdict.diagnostics.first?.line == 2)
  }

  @Test func `a variable inside a function is not taken for what was asked for`() throws {
    let missing = try Fixture.judge(
      "func average(_ x: [Double]) -> Double {\n  let mean = x.reduce(0, +)\n  return mean\n}")
    #expect(
      missing.diagnostics.map(\.message) == [
        "The file does not declare mean.\n  asked: func mean(_ x: [Double]) -> Double"
      ])
    let other = try Fixture.judge(
      "func first(_ x: [Double]) -> Double {\n  let mean = x[0]\n  return mean\n}\nfunc mean(_ x: [Float]) -> Float { 0 }"
    )
    #expect(
      other.diagnostics.map(\.message) == [
        """
        mean is not declared as asked.
          asked: func mean(_ x: [Double]) -> Double
          found: func mean(_ x: [Float]) -> Float
        """
      ])
    #expect(other.diagnostics.first?.line == 5)
  }

  @Test(arguments: [
    "func mean(x: [Double]) -> Double { 0 }", "func mean(of x: [Double]) -> Double { 0 }",
    "func mean(_ x: [Double]) throws -> Double { 0 }",
  ])
  func `a function that is called otherwise than asked is told beside what was asked for`(text: String) throws {
    let verdict = try Fixture.judge("\n\n" + text)
    #expect(verdict.headline == .doesNotCompile)
    #expect(
      verdict.diagnostics == [
        Diagnostic(
          severity: .error, line: 3, column: nil,
          message: """
            mean is not called as asked, and your later files call it.
              asked: func mean(_ x: [Double]) -> Double
              found: \(text.prefix { $0 != "{" }.dropLast())
            """)
      ])
  }

  @Test(arguments: [
    "func mean(_ y: [Double]) -> Double { y.isEmpty ? 0 : y.reduce(0, +) / Double(y.count) }",
    "public func mean(\n  _ x: Array<Double>\n) -> Double {\n  x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)\n}",
  ])
  func `a function that is called as asked may be written otherwise`(text: String) throws {
    #expect(try Fixture.judge(text).headline == .passed)
  }

  @Test func `a private helper that shares the name of what is asked for is nobody's duty`() throws {
    let body = "let center = mean(x)\n  return mean(x.map { abs($0 - center) })"
    let verdict = try Fixture.judge("func spread(_ x: [Double]) -> Double {\n  \(body)\n}", by: "spread")
    #expect(verdict.headline == .passed)
  }

  @Test func `warnings are left out when there is an error`() {
    let output = "/tmp/mean.swift:1:1: warning: unused\n/tmp/mean.swift:2:1: error: wrong"
    #expect(Diagnostic.parse(output, file: "mean.swift").map(\.message) == ["wrong"])
  }

  @Test func `a mistyped function is told beside what was asked for`() throws {
    let verdict = try Fixture.judge("\nfunc mean(_ x: [Float]) -> Float { 0 }")
    #expect(
      verdict.diagnostics == [
        Diagnostic(
          severity: .error, line: 2, column: nil,
          message: """
            mean is not declared as asked.
              asked: func mean(_ x: [Double]) -> Double
              found: func mean(_ x: [Float]) -> Float
            """)
      ])
  }

  @Test(arguments: [
    ([], "The file is empty."), ([0x20, 0x0a], "The file is empty."), ([0x66, 0x00, 0x66], "The file is not text"),
    ([0x66, 0xff, 0xfe], "The file is not UTF-8."),
  ])
  func `bytes that are no Swift at all are told as such`(bytes: [UInt8], beginning: String) throws {
    try expectRefusal(bytes, beginning)
  }

  @Test func `five megabytes are told as such`() throws {
    try expectRefusal([UInt8](repeating: 0x20, count: 5 << 20), "The file is larger than 1 MB.")
  }

  private func expectRefusal(_ bytes: [UInt8], _ beginning: String) throws {
    let verdict = try Fixture.judge(bytes)
    #expect(verdict.headline == .doesNotCompile)
    #expect(verdict.diagnostics.first?.message.hasPrefix(beginning) == true)
  }

  @Test func `messages about other files are left out`() {
    let output = """
      /tmp/Other.swift:1:2: error: not yours
      mean.swift:9:1: error: second
      mean.swift:3:5: error: first
        let a = b
                ^
      mean.swift:3:5: note: a note
      """
    #expect(Diagnostic.parse(output, file: "mean.swift").map(\.message) == ["first", "second"])
    #expect(Diagnostic.parse(output, file: "mean.swift")[0].excerpt == ["  let a = b", "          ^"])
  }

  @Test func `what follows from an expression that was given up is left out`() {
    let output = """
      mean.swift:3:5: error: the compiler is unable to type-check this expression in reasonable time; try breaking up the expression
      mean.swift:3:9: error: binary operator '+' cannot be applied to two 'Duration' operands
      mean.swift:4:1: error: another
      """
    #expect(Diagnostic.parse(output, file: "mean.swift").map(\.line) == [3, 4])
  }

  @Test func `what is wrong in several lines is told once, with the other lines`() throws {
    let words = try Fixture.judge(
      """
      func mean(_ x: [Double]) -> Double {
        let a = log(x[0]) + log(x[1])
        let b = log(a)
        return totl + exp(b)
      }
      func spread() -> Double { log(2.0) + totl }
      """
    ).wordsWithoutColour()
    #expect(
      words.hasPrefix(
        """
        ✗ mean does not compile

          line 2: cannot find 'log' in scope
              let a = log(x[0]) + log(x[1])
                      ^~~
          The functions of C's mathematics, log among them, come with import Glibc at
          the top of the file.
          The same in lines 3, 6.

          line 4: cannot find 'totl' in scope
        """), "\(words)")
    #expect(words.count(of: "come with import Glibc") == 2, "one for log, one for exp\n\(words)")
    #expect(!words.contains("more; the first"), "\(words)")
  }

  @Test func `of a long line the part around the mark is shown, with the mark below its place`() throws {
    let long = "  let a = [" + [String](repeating: "x[0]", count: 30).joined(separator: ", ") + ", y[0], x[1], x[2]]"
    let text = "func mean(_ x: [Double]) -> Double {\n\(long)\n  return a[0]\n}"
    let words = try Fixture.judge(text).wordsWithoutColour()
    let lines = words.split(separator: "\n").map(Array.init)
    #expect(lines.allSatisfy { $0.count <= 80 })
    let mark = try #require(lines.firstIndex { $0.contains("^") && !$0.contains("x") })
    let column = try #require(lines[mark].firstIndex(of: "^"))
    #expect(lines[mark - 1][column] == "y")
    #expect(lines[mark - 1][4] == "…")
  }
}

extension String {
  fileprivate func count(of part: String) -> Int { ranges(of: part).count }
}
