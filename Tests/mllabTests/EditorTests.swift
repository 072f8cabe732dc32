import Foundation
import Testing

/// An editor that knows nothing but `compile_commands.json` completes and shows errors in a lone exercise file.
@Suite struct EditorTests {
  @Test func `members of LabNumerics are offered`() throws {
    let desk = try Desk()
    try desk.run("init")
    let server = try LanguageServer(desk.workspace)
    let text = "import LabNumerics\nfunc f() {\n  let m: Matrix<Double> = .identity(2)\n  m."
    try server.open(desk.file(), text)
    let offered = try server.completions(desk.file(), atEndOf: text)
    #expect(offered.contains("rows"))
    #expect(offered.contains("transposed()"))
  }

  @Test func `a starter has no errors, a mistake has one`() throws {
    let desk = try Desk()
    try desk.run("init")
    let server = try LanguageServer(desk.workspace)
    try server.open(desk.file(), desk.text())
    #expect(try desk.text().contains("todo()"))
    #expect(try server.errors(desk.file()) == [])
    let other = try LanguageServer(desk.workspace)
    try other.open(desk.file(), "func mean(_ x: [Double]) -> Double { x.cuont }")
    #expect(try other.errors(desk.file()) == ["Value of type '[Double]' has no member 'cuont'"])
  }

  @Test func `an exercise that uses an earlier one knows it, from its first judgement on`() throws {
    let desk = try Desk()
    #expect(try desk.run("run", "spread").status == 1)
    let server = try LanguageServer(desk.workspace)
    try server.open(desk.file("spread"), Desk.rightSpread)
    #expect(try server.errors(desk.file("spread")) == [])
    // The learner's own, which the reference does not have.
    try desk.save(Desk.right + "func total(_ x: [Double]) -> Double { x.reduce(0, +) }\n")
    #expect(try desk.run("run", "mean").status == 0)
    #expect(try desk.run("run", "spread").status == 1)
    let other = try LanguageServer(desk.workspace)
    try other.open(desk.file("spread"), "func spread(_ x: [Double]) -> Double { total(x) / mean(x) }\n")
    #expect(try other.errors(desk.file("spread")) == [])
  }

  @Test func `watch makes the used modules known as soon as the exercise is opened`() throws {
    let desk = try Desk()
    try desk.save(Desk.right.replacing("x.reduce", with: "x /* \(desk.folder.lastPathComponent) */ .reduce"))
    #expect(try desk.run("run", "mean").status == 0)
    let terminal = try desk.watch("spread")
    try terminal.screen(with: "spread · n next")
    terminal.type("\n")
    try terminal.screen(with: "not written yet")
    let settings = desk.workspace.appendingPathComponent("compile_commands.json")
    #expect(try String(contentsOf: settings, encoding: .utf8).contains("\"-testable-import-module\""))
  }

  @Test func `the settings follow a workspace that moved`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    let moved = desk.folder.appendingPathComponent("moved to here")
    try FileManager.default.moveItem(at: desk.workspace, to: moved)
    let answer = try desk.run("run", "mean", "--workspace", moved.path)
    #expect(answer.status == 0)
    let settings = try String(
      contentsOf: moved.appendingPathComponent("compile_commands.json"), encoding: .utf8)
    #expect(settings.contains("\"\(moved.path)/1-first/averages/mean.swift\""))
    #expect(!settings.contains("\"\(desk.workspace.path)/"))
    let log = try desk.run("log", "--json", "--workspace", moved.path).json([Desk.Entry].self)
    #expect(log.map(\.verdict) == ["passed", "passed"])
    #expect(!FileManager.default.fileExists(atPath: desk.workspace.path))
  }
}
