import Foundation
import Sandbox
import Testing

/// The terminal is used as one, and left as it was found.
@Suite struct WatchTerminalTests {
  @Test func `a resized window is drawn to its new size`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    #expect(try terminal.screen(with: "q quit").count == 24)
    terminal.resize(columns: 40, rows: 12)
    let small = try terminal.screen("a screen of 12 lines") { $0.count == 12 }
    #expect(small.allSatisfy { $0.count <= 40 })
    #expect(small.last == "mean · h hint  ? help  q quit")
    terminal.resize(columns: 120, rows: 50)
    _ = try terminal.screen("a screen of 50 lines") { $0.count == 50 && $0[49].hasSuffix("q quit") }
    terminal.resize(columns: 5, rows: 2)
    try terminal.screen(with: "mean")
  }

  @Test func `a line wider than the window goes on below, and none of it is lost`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    _ = try terminal.screen(with: "q quit")
    try FileManager.default.removeItem(at: desk.file())
    _ = try terminal.screen(with: "the file is gone")
    terminal.resize(columns: 40, rows: 30)
    let place = "Your file: \(desk.file().path)"
    let lines = try terminal.screen("a screen of 30 lines with the whole path") {
      $0.count == 30 && $0.joined().contains(place)
    }
    #expect(lines.allSatisfy { $0.count <= 40 })
    #expect(lines.last == "the file is gone · r, u or ?")
  }

  @Test(arguments: ["\u{3}", "q", "\u{4}"]) func `Ctrl-C, q and Ctrl-D leave the terminal as it was`(
    key: String
  ) throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: WatchTests.idle)
    let changed = terminal.mode
    terminal.type(key)
    #expect(try terminal.end() == .exited(0))
    let fresh = try PseudoTerminal(Command("/bin/true", []))
    #expect(terminal.mode == fresh.mode)
    #expect(terminal.mode != changed)
  }

  @Test(arguments: ["\u{3}", "q"]) func `they do so in the middle of an endless run too`(key: String) throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    let fresh = try PseudoTerminal(Command("/bin/true", []))
    try terminal.screen(with: WatchTests.idle)
    try desk.save(Desk.endless)
    try terminal.screen(with: "judging mean …")
    terminal.type(key)
    #expect(try terminal.end() == .exited(0))
    #expect(terminal.mode == fresh.mode)
  }

  @Test func `SIGTERM leaves the terminal as it was, and says so in the status`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    let fresh = try PseudoTerminal(Command("/bin/true", []))
    try terminal.screen(with: WatchTests.idle)
    kill(terminal.process, SIGTERM)
    #expect(try terminal.end() == .exited(128 + SIGTERM))
    #expect(terminal.mode == fresh.mode)
  }

  @Test func `a window that is closed ends the program, an endless run with it`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: WatchTests.idle)
    try desk.save(Desk.endless)
    try terminal.screen(with: "judging mean …")
    terminal.hangUp()
    #expect(try terminal.end() != .exited(0))
  }

  @Test func `Ctrl-Z gives the terminal back, and fg takes it again`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    let fresh = try PseudoTerminal(Command("/bin/true", []))
    try terminal.screen(with: WatchTests.idle)
    let mine = terminal.mode
    terminal.type("\u{1a}")
    #expect(terminal.waitUntilStopped())
    #expect(terminal.mode == fresh.mode)
    kill(terminal.process, SIGCONT)
    for _ in 0..<2000 where terminal.mode != mine { usleep(10_000) }  // the screen still shows what it showed
    #expect(terminal.mode == mine)
    try desk.save(Desk.wrong(41))
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
  }

  @Test func `Ctrl-Z during a run ends it, and fg judges the file anew`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: WatchTests.idle)
    try desk.save(Desk.endless)
    try terminal.screen(with: "judging mean …")
    terminal.type("\u{1a}")
    #expect(terminal.waitUntilStopped())
    try desk.save(Desk.wrong(41))
    kill(terminal.process, SIGCONT)
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
    terminal.type("?")
    #expect(try terminal.screen(with: "Save your file").last?.hasPrefix(WatchTests.idle) == true)
  }
}
