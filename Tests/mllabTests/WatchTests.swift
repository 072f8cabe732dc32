import Foundation
import Sandbox
import Testing

extension Desk {
  /// `mllab watch` in a window, without colours.
  func watch(
    _ arguments: String..., environment changes: [String: String] = [:], columns: UInt16 = 80, rows: UInt16 = 24
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      Command(
        Desk.executable.path, ["watch"] + arguments,
        environment: environment.merging(["NO_COLOR": "1"]) { $1 }.merging(changes) { $1 }),
      at: self, columns: columns, rows: rows)
  }
}

/// However an editor saves, a new text is judged once and what is not a new text is not.
@Suite struct WatchTests {
  static let idle = "mean · n next"

  @Test(arguments: ["0", "1"]) func `saving in place gives a verdict, with notifications and by polling`(
    polls: String
  ) throws {
    let desk = try Desk()
    let terminal = try desk.watch(environment: ["MLLAB_POLL": polls])
    try terminal.screen(with: polls == "1" ? "mean (looking every" : Self.idle)
    try desk.save(Desk.wrong(41))
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
    try desk.save(Desk.right)
    try terminal.screen(with: "n goes on to spread")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try desk.history() == ["failed", "passed"])
  }

  @Test func `saving by renaming over the file gives a verdict, again and again`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: Self.idle)
    for answer in 41...43 {
      let fresh = desk.folder.appendingPathComponent("fresh.swift")
      try Data(Desk.wrong(answer).utf8).write(to: fresh)
      #expect(rename(fresh.path, desk.file().path) == 0)
      try terminal.screen(with: "mean([1, 2, 6]) is \(answer), expected 3")
    }
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try desk.history() == ["failed", "failed", "failed"])
  }

  @Test func `a file that is renamed away and written anew is judged`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: Self.idle)
    #expect(rename(desk.file().path, desk.file().path + "~") == 0)  // vim's backupcopy=no
    try desk.save(Desk.wrong(41))
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
  }

  @Test func `emptying the file and then writing it ends with the verdict of what was written`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: Self.idle)
    let handle = try FileHandle(forWritingTo: desk.file())
    try handle.truncate(atOffset: 0)
    try handle.synchronize()
    for piece in [Desk.wrong(41).prefix(20), Desk.wrong(41).dropFirst(20)] {
      try handle.write(contentsOf: Data(piece.utf8))
    }
    try handle.close()
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try desk.history() == ["failed"])
  }

  /// What happens in the folder is handled before a key that is typed later: no judging then, no judging at all.
  @Test func `lock files, swap files and saves of the same text start nothing`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: Self.idle)
    let folder = desk.file().deletingLastPathComponent()
    try FileManager.default.createSymbolicLink(
      atPath: folder.appendingPathComponent(".#mean.swift").path, withDestinationPath: "learner@desk.1:2")
    for name in [".mean.swift.swp", "4913", "#mean.swift#", "mean.swift~", "other.swift"] {
      try Data("x".utf8).write(to: folder.appendingPathComponent(name))
      unlink(folder.appendingPathComponent(name).path)
    }
    try desk.save(desk.text())
    terminal.type("?")
    let help = try terminal.screen(with: "Save your file and it is judged.")
    #expect(help.last?.hasPrefix(Self.idle) == true)
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try desk.history() == [])
  }

  @Test func `a save during an endless run cancels it, and the new text is judged`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: Self.idle)
    try desk.save(Desk.endless)
    try terminal.screen(with: "judging mean … 1 s")
    try desk.save(Desk.wrong(41))
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try desk.history() == ["failed"])
  }

  @Test func `a file replaced by a folder or a pipe is said, and the next save is judged`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: Self.idle)
    unlink(desk.file().path)
    #expect(mkfifo(desk.file().path, 0o600) == 0)
    terminal.type("\n")
    try terminal.screen(with: "is not a file but a pipe")
    unlink(desk.file().path)
    try FileManager.default.createDirectory(at: desk.file(), withIntermediateDirectories: false)
    terminal.type("\n")
    try terminal.screen(with: "is a folder, not a Swift file")
    rmdir(desk.file().path)
    terminal.type("\n")
    try terminal.screen(with: "There is no file")
    try desk.save(Desk.wrong(41))
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
  }
}
