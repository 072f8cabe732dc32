import Foundation
import Grading
import Sandbox
import Testing

@testable import Notebooks

@Suite struct NotebookRunnerTests {
  static let runner: NotebookRunner? = {
    let home = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    guard let toolchain = try? Toolchain.installed(in: home.appendingPathComponent(".build/lab").path) else {
      return nil
    }
    let grader = Grader(
      builds: Builds(toolchain), sandbox: Sandbox.best(), dataFolder: home.appendingPathComponent("datasets").path)
    return NotebookRunner(grader, data: ["tabular"])
  }()

  private func run(_ text: String) throws -> NotebookRunner.Outcome {
    let runner = try #require(Self.runner, "the toolkit is made by ./mllab")
    return try runner.run(Notebook(text), used: [])
  }

  @Test func `state carries over, and each cell has its own output and figures`() throws {
    let outcome = try run(
      """
      ```swift seed=7
      import LabNumerics
      import LabPlot
      var count = 0
      func next() -> Int { count += 1; return count }
      print("first", next(), seed)
      ```
      ```swift
      // prints nothing
      ```
      ```swift seed=8
      print("second", next(), seed, terminator: "")
      var plot = Plot("Line")
      plot.line([1, 2, 4])
      plot.show()
      ```
      """)
    #expect(outcome.failure == nil)
    #expect(outcome.printed == [0: "first 1 7", 1: "", 2: "second 2 8"])
    #expect(outcome.figures.mapValues { $0.map { $0.plots[0].layers[0].y } } == [2: [[1, 2, 4]]])
  }

  @Test func `a cell that does not compile is named by its line, and those before it run`() throws {
    let outcome = try run(
      "text\n\n```swift\nprint(1)\n```\n\n```swift\nlet a = 1\nlet b: Int = \"x\"\n```\n```swift\nprint(a)\n```")
    #expect(outcome.printed == [0: "1"])
    #expect(outcome.failure?.cell == 1)
    #expect(outcome.failure?.diagnostics.map(\.line) == [9])
    #expect(outcome.failure?.diagnostics.first?.message.contains("'String'") ?? false)
  }

  @Test func `a cell that crashes is named by its line and reason, and those before it keep their results`() throws {
    let outcome = try run(
      "```swift\nlet x = [1, 2]\nprint(x)\n```\n\n```swift\nprint(\"here\")\nprint(x[x.count + 1])\n```\n```swift\nprint(3)\n```"
    )
    #expect(outcome.printed == [0: "[1, 2]"])
    #expect(outcome.failure?.cell == 1 && outcome.failure?.line == 8)
    #expect(outcome.failure?.reason == "index out of range" && outcome.failure?.printed == "here")
  }

  @Test func `an element changed in place out of range is told with its own line and the reason`() throws {
    let outcome = try run(
      "text\n\n```swift\nfunc put(_ n: Int) -> Double {\n  var y = [0.0]\n  y[n] += 1\n  return y[0]\n}\n```\n\n"
        + "```swift\nprint(put([1, 2].count))\n```\n")
    #expect(outcome.failure?.line == 6)
    #expect(outcome.failure?.reason == "index out of range")
  }

  @Test func `a crash in an earlier cell's function is told of where it is called, by the lines of the notebook`()
    throws
  {
    let outcome = try run(
      "text\n\n```swift\nfunc third(_ x: [Int]) -> Int {\n  x[2]\n}\nprint(third([1, 2, 3]))\n```\n\n"
        + "```swift\nprint(\"here\")\nprint(third([]))\n```\n")
    #expect(outcome.printed == [0: "3"])
    #expect(outcome.failure?.cell == 1 && outcome.failure?.printed == "here")
    #expect(outcome.failure?.reason == "index out of range" && outcome.failure?.line == 5)
  }

  @Test func `types are called as in a whole script, whatever cell declares them`() throws {
    let (declaration, use) = (
      "struct P { var x = 1 }\nenum Mood { case calm }", "print([P()], Mood.calm, type(of: P()))"
    )
    let before = "```swift\nlet zero = 0\n```\n"
    let parts = "```swift\n\(declaration)\n```\n```swift\n\(use)\n```\n"
    let whole = parts.replacing("struct P", with: "extension Int {}\nstruct P")
    let printed = try ["", before].map { try #require(try run($0 + parts).printed.values.max()) }
    #expect(try printed == [String](repeating: #require(try run(whole).printed[1]), count: 2))
    #expect(printed[0] == "[Program.P(x: 1)] calm P")
  }

  @Test func `a failure's lines are those of the notebook with its new results`() throws {
    let text = "```swift\nprint(1)\nprint(2)\n```\n\n```swift\nlet x = [1]\nprint(x[3])\n```\n"
    let outcome = try run(text)
    #expect(outcome.failure?.line == 8)
    let (notebook, results) = (try Notebook(text), [0: CellResults(output: "1\n2")])
    let line = try #require(try outcome.failure?.moved(from: notebook, with: results).line)
    let lines = notebook.with(results).text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[line - 1] == "print(x[3])")
  }

  @Test func `state of every kind carries over`() throws {
    let outcome = try run(
      """
      ```swift
      import LabNumerics
      final class Counter { var count = 0 }
      struct Walker { var place = 0.0; mutating func step() { place += 0.5 } }
      enum Mood { case calm, wild(Int) }
      let counter = Counter()
      var walker = Walker()
      var table: [String: [Double]] = [:]
      var mood = Mood.calm
      var a = Matrix<Double>.identity(2)
      func count() { counter.count += 1; walker.step() }
      ```
      ```swift
      count()
      table["x", default: []].append(walker.place)
      a[0, 1] = 7
      mood = .wild(3)
      ```
      ```swift
      count()
      walker.step()
      table["x"]?.append(walker.place)
      print(counter.count, walker.place, table, a[0, 1], mood)
      ```
      """)
    #expect(outcome.failure == nil)
    #expect(outcome.printed[2] == "2 1.5 [\"x\": [0.5, 1.5]] 7.0 wild(3)")
  }

  @Test func `a function may use what a later cell declares, and a name declared twice is told of`() throws {
    let outcome = try run("```swift\nfunc f() -> Int { g() }\n```\n```swift\nfunc g() -> Int { 4 }\nprint(f())\n```\n")
    #expect(outcome.failure == nil && outcome.printed == [0: "", 1: "4"])
    let twice = try run("```swift\nlet a = 1\n```\n```swift\nlet a = 2\n```\n")
    #expect(twice.failure?.cell == 1)
    #expect(twice.failure?.diagnostics.contains { $0.message.contains("redeclaration") } ?? false)
  }

  @Test func `an error that nobody catches is told of, with its cell`() throws {
    let outcome = try run(
      "```swift\nstruct Lost: Error { var place = 3 }\nfunc find() throws { throw Lost() }\n```\n"
        + "```swift\nprint(1)\ntry find()\nprint(2)\n```\n")
    #expect(outcome.failure?.cell == 1 && outcome.failure?.line == 6)
    #expect(outcome.failure?.reason == "nobody caught the error Lost(place: 3)")
    #expect(outcome.failure?.printed == "1")
  }

  @Test func `a cell that never ends is stopped at its own limit, even if it floods`() throws {
    let outcome = try run(
      "```swift\nprint(1)\n```\n```swift seconds=1\nwhile true { print(String(repeating: \"x\", count: 1 << 24)) }\n```"
    )
    #expect(outcome.printed == [0: "1"] && outcome.failure?.cell == 1)
    #expect(outcome.failure?.reason.contains("longer than 1 s") ?? false)
    #expect(outcome.failure?.reason.contains("printed more than 16 MB") ?? false)
  }

  @Test func `a cell that ends the program itself is said to`() throws {
    let outcome = try run("```swift\nprint(1)\n```\n```swift\nimport Glibc\nexit(0)\n```\n```swift\nprint(2)\n```")
    #expect(outcome.printed == [0: "1"])
    #expect(outcome.failure?.cell == 1 && outcome.failure?.reason == "the cell ended the program itself, with status 0")
  }

  @Test func `a cell that is there to fail shows how, and nothing after it sees it`() throws {
    let outcome = try run(
      """
      ```swift
      let x = [1, 2]
      ```
      ```swift tags=["raises-exception"]
      print("so far")
      print(x[7])
      ```
      ```swift tags=["raises-exception"]
      let y: Int = 1.5
      ```
      ```swift
      let y = 2
      print(y)
      ```
      """)
    #expect(outcome.failure == nil)
    #expect(outcome.printed[1] == "so far\nerror: index out of range")
    #expect(outcome.printed[2] == "error: cannot convert value of type 'Double' to specified type 'Int'")
    #expect(outcome.printed[3] == "2")
    let calm = try run("```swift tags=[\"raises-exception\"]\nprint(1)\n```")
    #expect(calm.failure?.cell == 0 && calm.failure?.reason.contains("does not fail") ?? false)
  }

  @Test func `long output is cut, and what cannot be UTF-8 does not harm`() throws {
    let outcome = try run(
      "```swift\nimport Glibc\nprint(String(repeating: \"ä\", count: 20_000))\n```\n```swift\nputchar(0xff); putchar(10)\n```"
    )
    #expect(outcome.printed[0]?.hasSuffix("more bytes") ?? false)
    #expect(outcome.printed[0]?.utf8.count ?? 0 < 17_000)
    #expect(outcome.printed[1] == "\u{fffd}")
  }

  @Test func `bytes that are no UTF-8 do not move what later cells print, and a notebook with results is read again`()
    throws
  {
    let text =
      "```swift\nimport Glibc\nputchar(0xff); putchar(0xfe); putchar(10)\n```\n```swift\nprint(\"second\")\n```\n"
      + "```swift\nprint(\"a\\0b\\r\\nc\")\n```"
    let outcome = try run(text)
    #expect(outcome.printed[1] == "second")
    #expect(outcome.printed[2] == "a␀b\nc")
  }

  @Test(arguments: [
    ("func f() {\nprint(2)", "'}'"), ("/* open", "unterminated '/*' comment"), ("print((1 + 2)", "')'"),
    ("let x = [1, 2", "']'"), ("#if true\nprint(2)", "#endif"),
  ])
  func `what is never closed is found in its own cell, and those before it run`(source: String, words: String) throws {
    let before = "```swift\nprint(0)\n```\n\n```swift\nprint(1)\n```\n\n"
    let after = (3...6).map { "\n```swift\nprint(\($0))\n```\n" }.joined()
    let outcome = try run(before + "```swift\n\(source)\n```\n" + after)
    #expect(outcome.printed == [0: "0", 1: "1"])
    #expect(outcome.failure?.cell == 2)
    let lines = outcome.failure?.diagnostics.compactMap(\.line) ?? []
    let last = 10 + source.split(separator: "\n").count
    #expect(!lines.isEmpty && lines.allSatisfy { (9...last).contains($0) }, "\(lines)")
    #expect(outcome.failure?.diagnostics.contains { $0.message.contains(words) } ?? false, "\(outcome.failure as Any)")
  }
}
