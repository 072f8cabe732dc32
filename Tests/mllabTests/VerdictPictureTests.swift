import Foundation
import Sandbox
import Testing

/// What `run` and `watch` show below a verdict.
@Suite struct VerdictPictureTests {
  private func picture(_ desk: Desk) throws -> String {
    try String(contentsOf: desk.workspace.appendingPathComponent(".mllab/pictures/mean.svg"), encoding: .utf8)
  }

  @Test func `a picture lies in a file, which the next judgement replaces`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 0)
    #expect(answer.lines.last?.hasSuffix("/.mllab/pictures/mean.svg") == true, "\(answer)")
    #expect(!answer.out.contains("Your means of"))  // nobody looks at characters in a pipe
    let first = try picture(desk)
    #expect(first.contains("Your means of 1 … n"))
    try desk.save(Desk.wrong(3))
    #expect(try desk.run("run", "mean").status == 1)
    #expect(try picture(desk) != first)
  }

  @Test func `on a terminal it is drawn below the verdict`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    let terminal = try PseudoTerminal(
      .init(Desk.executable.path, ["run", "mean"], environment: desk.environment), at: desk, rows: 60)
    try terminal.wait(for: "Your means of 1 … n")
    try terminal.wait(for: "picture: ")
    #expect(try terminal.end() == .exited(0))
  }

  @Test func `watch draws it after the verdict`() throws {
    let desk = try Desk()
    let terminal = try PseudoTerminal(
      .init(Desk.executable.path, ["watch", "mean"], environment: desk.environment), at: desk, rows: 60)
    try terminal.wait(for: "Save your file to have it judged")
    try desk.save(Desk.right)
    try terminal.wait(for: "mean passed")
    try terminal.wait(for: "Your means of 1 … n")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
  }

  @Test func `a folder that cannot be made is a line, and the verdict stands`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("status").status == 0)
    let folder = desk.workspace.appendingPathComponent(".mllab/pictures")
    try Data().write(to: folder)
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 0)
    #expect(answer.out.contains("The picture is missing: "), "\(answer)")
  }

  @Test func `JSON holds the verdict alone`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    let answer = try desk.run("run", "mean", "--json")
    #expect(try JSONSerialization.jsonObject(with: Data(answer.out.utf8)) is [String: Any])
  }
}
