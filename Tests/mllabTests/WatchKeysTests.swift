import Foundation
import Sandbox
import Testing

/// The keys answer at once, whatever is being judged.
@Suite struct WatchKeysTests {
  @Test func `h, l, t, v, ?, n and p answer while an endless run is judged`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: WatchTests.idle)
    try desk.save(Desk.endless)
    try terminal.screen(with: "judging mean …")
    for (key, answer) in [
      ("h", "Hint 1 of 3"), ("h", "Hint 2 of 3"), ("l", "Averages"), ("t", "The sum divided by the count"),
      ("?", "Save your file and it is judged."), ("x", ""),
    ] where !answer.isEmpty {
      terminal.type(key)
      let screen = try terminal.screen(with: answer)
      #expect(screen.last?.hasPrefix("judging mean …") == true)
    }
    terminal.type("n")
    try terminal.screen(with: "The mean of |x − mean(x)|.")
    try terminal.screen(with: "spread · n next")
    terminal.type("n")
    try terminal.screen(with: "This is the last exercise.")
    terminal.type("p")
    try terminal.screen(with: "The sum divided by the count")
    terminal.type("p")
    try terminal.screen(with: "This is the first exercise.")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try desk.history() == ["hint", "hint"])  // what was cancelled is no attempt
  }

  @Test func `the solution and a reset are asked for twice, and u brings the file back`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: WatchTests.idle)
    try desk.save(Desk.wrong(41))
    try terminal.screen(with: "mean([1, 2, 6]) is 41, expected 3")
    terminal.type("s")
    try terminal.screen(with: "s once more gives up on mean")
    terminal.type("t")
    try terminal.screen(with: "The sum divided by the count")
    terminal.type("s")
    try terminal.screen(with: "s once more gives up on mean")
    terminal.type("s")
    try terminal.screen(with: "guard !x.isEmpty else")
    terminal.type("d")
    try terminal.screen(with: "− func mean(_ x: [Double]) -> Double { 41 }")
    terminal.type("r")
    try terminal.screen(with: "r once more puts the starter")
    terminal.type("r")
    try terminal.screen(with: "is the starter again")
    #expect(try desk.text().contains("todo()"))
    terminal.type("u")
    try terminal.screen(with: "is again what")
    #expect(try desk.text() == Desk.wrong(41))
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try Set(desk.history()).isSuperset(of: ["failed", "gaveUp", "solutionSeen", "reset"]))
  }

  @Test func `keys typed ahead, unknown keys and torn escape sequences do no harm`() throws {
    let desk = try Desk()
    let terminal = try desk.watch()
    try terminal.screen(with: WatchTests.idle)
    terminal.type("xyz\u{1b}[A\u{1b}[B\u{1b}[5~\u{1b}[99~\u{1b}OA\u{7f}\u{0}é jkb\u{1b}[")
    terminal.type("?")
    terminal.type("?")
    try terminal.screen(with: "Save your file and it is judged.")
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
  }
}
