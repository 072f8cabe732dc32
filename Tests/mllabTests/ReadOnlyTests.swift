import Foundation
import Sandbox
import Testing

/// A workspace in which nothing can be written, by nobody: it is on a file system for reading only.
@Suite(.enabled(if: Desk.canMountReadOnly, "takes bubblewrap and the right to make a namespace"))
struct ReadOnlyTests {
  @Test func `what only reads works and says what it cannot, in one line`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    let before = try desk.files()
    for command in [
      ["list"], ["status"], ["show"], ["show", "spread"], ["hint"], ["next"], ["log"], ["report", "--md"], [],
    ] {
      let answer = try desk.runReadOnly(command)
      #expect(answer.status == 0, "\(command) \(answer)")
      #expect(answer.err.count { $0 == "\n" } == 1, "\(command) \(answer)")
      #expect(answer.err.hasPrefix("mllab: The log \(desk.log.path) cannot be written: "))
      #expect(answer.err.hasSuffix(" What only reads works all the same; nothing is written down.\n"))
    }
    #expect(try desk.runReadOnly("status").out.hasPrefix("1 of 2 exercises passed"))
    #expect(try desk.runReadOnly("next").out.contains("The statement: mllab show spread"))
    #expect(try desk.files() == before)
  }

  @Test func `what would write is refused, in a sentence`() throws {
    let desk = try Desk()
    try desk.run("init")
    let before = try desk.files()
    for command in [
      ["run", "mean"], ["watch"], ["reset"], ["solution", "--give-up"], ["log", "--import", "/dev/null"],
    ] {
      let answer = try desk.runReadOnly(command)
      #expect(answer.status == 70 && answer.out.isEmpty, "\(command) \(answer)")
      #expect(answer.err.hasPrefix("mllab: The log \(desk.log.path) cannot be written: "))
    }
    #expect(try desk.files() == before)
  }

  @Test func `a workspace that was never laid out shows the road`() throws {
    let desk = try Desk()
    try FileManager.default.createDirectory(at: desk.workspace, withIntermediateDirectories: true)
    let answer = try desk.runReadOnly("list")
    #expect(answer.status == 0 && answer.out.contains("spread"), "\(answer)")
    #expect(answer.err.contains("Read-only file system") && answer.err.count { $0 == "\n" } == 1, "\(answer)")
    #expect(try desk.runReadOnly("init").status == 2)
  }
}

extension Desk {
  fileprivate static let canMountReadOnly = (try? Desk().runReadOnly("--version").status == 0) ?? false

  fileprivate func runReadOnly(_ arguments: String...) throws -> Answer { try runReadOnly(arguments) }

  fileprivate func runReadOnly(_ arguments: [String]) throws -> Answer {
    try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
    return try run(
      Command(
        "/usr/bin/bwrap",
        ["--dev-bind", "/", "/", "--ro-bind", workspace.path, workspace.path, "--", Desk.executable.path] + arguments,
        environment: environment, directory: folder.path))
  }

  /// The workspace's files by their paths.
  fileprivate func files() throws -> [String: Data] {
    let paths = try FileManager.default.subpathsOfDirectory(atPath: workspace.path)
    return Dictionary(
      uniqueKeysWithValues: paths.compactMap { path in
        FileManager.default.contents(atPath: "\(workspace.path)/\(path)").map { (path, $0) }
      })
  }
}
