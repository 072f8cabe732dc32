import Foundation
import Testing

@testable import Progress

/// Whatever happens to the log, what was in it is kept, and what happened is said.
@Suite struct LogDamageTests {
  @Test(arguments: ["not SQLite at all, but long enough to be taken for a database", "short", ""])
  func `a file that is no log is set aside and said`(text: String) throws {
    let desk = try Desk()
    try desk.run("init")
    let bytes = Data(String(repeating: text, count: text.count > 10 ? 100 : 1).utf8)
    for suffix in ["-wal", "-shm"] { unlink(desk.log.path + suffix) }
    try bytes.write(to: desk.log)
    try desk.save(Desk.right)
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 0)
    #expect(answer.err.hasPrefix("mllab: The log of attempts could not be used:"), "\(answer.err)")
    #expect(try desk.setAside().map { try Data(contentsOf: $0) } == [bytes])
    #expect(try desk.history() == ["passed"])
  }

  @Test func `a log cut in half is set aside, and what can be read of it is in the new one`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    for _ in 0..<3 { #expect(try desk.run("run", "mean").status == 0) }
    let size = try FileManager.default.attributesOfItem(atPath: desk.log.path)[.size] as? UInt64 ?? 0
    let handle = try FileHandle(forWritingTo: desk.log)
    try handle.truncate(atOffset: size / 2)
    try handle.close()
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 0)
    #expect(answer.err.contains("It was set aside, unchanged, as progress-set-aside-"), "\(answer.err)")
    #expect(try desk.setAside().count == 1)
    #expect(try desk.history().last == "passed")
  }

  @Test func `a log held by another program is waited for, then said, and nothing is lost`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    let log = try AttemptLog(at: desk.log)
    let answer = try log.queue.write { _ in try desk.run("run", "mean") }
    #expect(answer.status == 70)
    #expect(answer.err.contains("is locked"), "\(answer)")
    #expect(answer.out.isEmpty)  // no verdict is shown that is not written down
    #expect(try desk.history() == ["passed"])
    #expect(try desk.run("run", "mean").status == 0)
  }

  @Test func `a folder in the log's place is said and left; what only reads goes without the log`() throws {
    let desk = try Desk()
    try FileManager.default.createDirectory(at: desk.log, withIntermediateDirectories: true)
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 70)
    #expect(answer.err.contains("it is a folder"))
    for command in ["list", "status", "show", "hint", "next", "log"] {
      let answer = try desk.run(command)
      #expect(answer.status == 0 && !answer.out.isEmpty, "\(answer)")
      #expect(
        answer.err == """
          mllab: The log \(desk.log.path) could not be used: it is a folder. What only reads works without your progress; \
          nothing is written down.

          """)
    }
  }

  @Test func `two processes on one workspace are both in the log`() async throws {
    let desk = try Desk()
    try desk.run("init")
    try desk.save(Desk.right)
    try await withThrowingTaskGroup(of: Int32?.self) { group in
      for index in 0..<4 {
        group.addTask { try desk.run("run", "mean", "--seed", "\(index)").status }
      }
      for try await status in group { #expect(status == 0) }
    }
    #expect(try desk.history() == Array(repeating: "passed", count: 4))
    let terminal = try desk.watch("mean")
    try terminal.screen(with: WatchTests.idle)
    terminal.type("\n")
    #expect(try desk.run("run", "mean").status == 0)
    try terminal.screen(with: "n goes on to spread")
    #expect(try desk.history().count == 6)
  }

  @Test func `two processes that make one workspace at the same time make a whole one`() async throws {
    let desk = try Desk()
    try await withThrowingTaskGroup(of: Desk.Answer.self) { group in
      for _ in 0..<4 { group.addTask { try desk.run("hint", "mean") } }
      for try await answer in group { #expect(answer.status == 0, "\(answer)") }
    }
    #expect(try desk.entries().allSatisfy { $0.kind == "hint" })
    #expect(try desk.text().contains("todo()"))
  }

  /// Root alone can mount.
  @Test(.enabled(if: geteuid() == 0, "a full disk is made by mounting a small one, which takes root"))
  func `a full disk is said, and what was there stays`() throws {
    let desk = try Desk()
    let disk = desk.folder.appendingPathComponent("disk")
    try FileManager.default.createDirectory(at: disk, withIntermediateDirectories: false)
    func mounting(_ tool: String, _ arguments: String...) throws -> Int32? {
      try desk.run(.init(tool, arguments, environment: desk.environment)).status
    }
    try #require(mounting("/usr/bin/mount", "-t", "tmpfs", "-o", "size=400k", "tmpfs", disk.path) == 0)
    defer { _ = try? mounting("/usr/bin/umount", disk.path) }
    let workspace = disk.appendingPathComponent("workspace")
    let file = workspace.appendingPathComponent("1-first/averages/mean.swift")
    let options = ["--workspace", workspace.path]
    #expect(try desk.run("init", options[0], options[1]).status == 0)
    try Data(Desk.right.utf8).write(to: file)
    #expect(try desk.run("run", "mean", options[0], options[1]).status == 0)
    let filler = open(disk.appendingPathComponent("filler").path, O_WRONLY | O_CREAT, 0o600)
    let zeros = [UInt8](repeating: 0, count: 1024)
    while write(filler, zeros, zeros.count) > 0 {}
    close(filler)
    for command in ["run", "hint", "reset"] {
      let answer = try desk.run(command, "mean", options[0], options[1])
      #expect(answer.status == 70)
      #expect(answer.err.contains("disk is full") || answer.err.contains("No space left"), "\(answer)")
      #expect(try String(contentsOf: file, encoding: .utf8) == Desk.right)
    }
    unlink(disk.appendingPathComponent("filler").path)
    #expect(try desk.run("run", "mean", options[0], options[1]).status == 0)
    let entries = try desk.run("log", "--json", options[0], options[1]).json([Desk.Entry].self)
    #expect(entries.map(\.verdict) == ["passed", "passed"])
  }
}

extension Desk {
  /// The files that stood where the log should be.
  func setAside() throws -> [URL] {
    try FileManager.default.contentsOfDirectory(at: log.deletingLastPathComponent(), includingPropertiesForKeys: nil)
      .filter { $0.lastPathComponent.contains("set-aside") && $0.pathExtension == "sqlite" }
  }
}
