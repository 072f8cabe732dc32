import Foundation
import Testing

@testable import Notebooks

@Suite struct NotebookProgramTests {
  private func program(_ cells: String...) throws -> NotebookProgram {
    let notebook = try Notebook(cells.map { "```swift\n\($0)\n```\n" }.joined(separator: "\n"))
    return NotebookProgram(cells: notebook.cells.enumerated().map { ($0.offset, $0.element) })
  }

  @Test func `every lesson has parts`() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("notebooks-md")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter {
      $0.hasSuffix(".md") && $0 != "README.md"
    }
    #expect(!names.isEmpty)
    for name in names {
      let notebook = try Notebook(String(contentsOf: folder.appendingPathComponent(name), encoding: .utf8))
      let cells = notebook.cells.enumerated().filter { $0.element.options.isRun && !$0.element.options.mustFail }
      #expect(NotebookProgram(cells: cells.map { ($0.offset, $0.element) }).parts?.count == cells.count, "\(name)")
    }
  }

  @Test func `a part needs what declares its names, and what that needs`() throws {
    let parts = try program(
      "import Foundation\nlet a = 1, b: Int = 2", "struct Point { var x = 0 }", "let (p, q) = (Point(), a)",
      "func f(_ x: Int) -> Int { x }\nvar (c, d) = (0, 1)", "print(q)", "print(b, d)", "print(\"nothing\")"
    ).parts
    #expect(parts?.map(\.needs) == [[], [], [0, 1], [], [0, 1, 2], [0, 3], []])
    #expect(parts?.allSatisfy { $0.source.contains("import Foundation\n") } ?? false)
  }

  @Test func `a seed is declared by the first cell that has one, which the others need`() throws {
    let notebook = try Notebook(
      "```swift seed=7\nprint(1)\n```\n```swift\nprint(2)\n```\n```swift seed=8\nprint(seed)\n```\n")
    let parts = NotebookProgram(cells: notebook.cells.enumerated().map { ($0.offset, $0.element) }).parts
    #expect(parts?.map(\.needs) == [[], [], [0]])
    #expect(parts?[0].source.contains("var seed: UInt64 = 7\n") ?? false)
    #expect(parts?[2].source.contains("\nseed = 8\n") ?? false)
  }

  @Test func `text above a cell does not change its part, and its lines are found all the same`() throws {
    let (cell, other) = ("```swift\nprint(1)\nprint(2)\n```\n", "```swift\nlet x = 1\n```\n")
    let programs = try ["", "a line\n\nand another\n\n"].map { text in
      NotebookProgram(cells: try Notebook(text + cell + other).cells.enumerated().map { ($0.offset, $0.element) })
    }
    #expect(programs[0].parts?.map(\.source) == programs[1].parts?.map(\.source))
    // By the file: the second cell's first line is 6 in one and 10 in the other, the first cell's second 3 and 7.
    #expect(programs.map { $0.line(200_000) } == [6, 10] && programs.map { $0.line(100_001) } == [3, 7])
    #expect(programs.map { $0.line(3) } == [3, 3])
  }

  @Test(arguments: [
    ["let a = 1", "let a = 2"], ["func f() {}", "func f() {}"], ["let f = 1", "func f() {}"],
    ["extension Int { var twice: Int { 2 * self } }", "print(3.twice)"], ["defer { print(1) }", "print(2)"],
    ["func id<T>(_ x: T) -> T { x }", "print(id(1))"], ["func f(_ x: some Numeric) {}", "f(1)"],
    ["infix operator **", "print(1)"], ["print(#line)", "print(1)"],
    // Each prints another number if the library's is taken.
    ["func + (a: [Int], b: [Int]) -> [Int] { [] }", "print([1] + [2])"],
    ["typealias IntegerLiteralType = Int16", "print(type(of: 1))"],
    ["import Foundation\nprivate func log(_ x: Float) -> Int { 1 }", "print(log(1))"],
    ["let a = 1; func abs(_ x: Int) -> Int { 7 }", "print(abs(-1))"],
    ["print(abs(-1))", "func abs(_ x: Int) -> Int { 7 }"],
    ["let x: Double = 1", "typealias Double = Float"],
  ])
  func `what could mean anything else in parts has none`(cells: [String]) throws {
    #expect(try program(cells[0], cells[1]).parts == nil)
  }

  @Test func `a declaration may have attributes`() throws {
    let function = "@discardableResult @inline(never) func f() -> Int { 1 }"
    #expect(try program(function, "print(f())").parts?.map(\.needs) == [[], [0]])
  }

  @Test func `functions may share a name as long as their parameters differ`() throws {
    #expect(
      try program("func f(_ x: Int) {}", "func f(_ x: Double) {}", "let f = 1", "f(1)").parts?.last?.needs == [0, 1, 2])
  }
}
