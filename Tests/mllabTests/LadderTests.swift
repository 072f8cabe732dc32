import Foundation
import Testing

/// Help is had in steps, each written down; the learner's file is never lost on the way.
@Suite struct LadderTests {
  @Test func `hints come one at a time, and all of them again at the top`() throws {
    let desk = try Desk()
    for (rung, text) in ["One", "Two", "Three"].enumerated() {
      let answer = try desk.run("hint", "mean")
      #expect(answer.out == "Hint \(rung + 1) of 3\n  \(text)\n")
    }
    let all = try desk.run("hint", "mean").out
    #expect(all.contains("Hint 1 of 3\n  One\nHint 2 of 3\n  Two\nHint 3 of 3\n  Three\n"))
    #expect(all.contains("mllab solution --give-up"))
    #expect(try desk.entries().map(\.hintsSeen) == [1, 2, 3])
  }

  @Test func `the solution is shown after a pass, or after giving up, which is written down`() throws {
    let desk = try Desk()
    #expect(try desk.run("solution", "mean").status == 2)
    #expect(try desk.entries().isEmpty)
    let answer = try desk.run("solution", "mean", "--give-up")
    #expect(answer.status == 0)
    #expect(answer.out.contains("guard !x.isEmpty else { return 0 }"))
    #expect(!answer.out.contains("BEGIN SOLUTION"))
    #expect(try desk.history() == ["gaveUp", "solutionSeen"])
    #expect(try desk.run("solution", "mean").status == 0)
    #expect(try desk.run("solution", "spread").status == 2)  // given up on one, not on all
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    #expect(try desk.run("diff", "mean").status == 0)
    #expect(try desk.history() == ["gaveUp", "solutionSeen", "solutionSeen", "passed", "solutionSeen"])
  }

  @Test func `a pass is the right to see the solution, one case alone is not`() throws {
    let desk = try Desk()
    try desk.save("func mean(_ x: [Double]) -> Double { 3 }\n")
    let alone = try desk.run("run", "mean", "--case", "1")
    #expect(alone.status == 0)
    #expect(alone.lines.first == "✓ mean, check 1 alone: passed; for the whole: mllab run mean")
    let none = try desk.run("run", "mean", "--case", "3.9")
    #expect(none.status == 1)
    #expect(none.out.contains("the check has 3 cases, none has the number 9"), "\(none)")
    #expect(try desk.run("solution", "mean").status == 2)
    #expect(try desk.entries().isEmpty)
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    #expect(try desk.run("solution", "mean").status == 0)
    #expect(try desk.history() == ["passed", "solutionSeen"])
  }

  @Test func `diff shows what is only mine and what is only the reference's`() throws {
    let desk = try Desk()
    try desk.save(Desk.wrong(41))
    let answer = try desk.run("diff", "mean", "--give-up")
    #expect(answer.out.contains("− func mean(_ x: [Double]) -> Double { 41 }\n"))
    #expect(answer.out.contains("+   guard !x.isEmpty else { return 0 }\n"))
    try desk.save(desk.run("solution", "mean").out)
    #expect(try desk.run("diff", "mean").out.contains("− ") == false)
  }

  @Test func `every text that was replaced is kept, and undo goes back and forth`() throws {
    let desk = try Desk()
    try desk.run("init")
    for answer in 1...3 {
      try desk.save(Desk.wrong(answer))
      #expect(try desk.run("reset", "mean").status == 0)
      #expect(try desk.text().contains("todo()"))
    }
    let kept = try desk.run("undo", "mean", "--list").lines.map {
      try String(contentsOfFile: String($0), encoding: .utf8)
    }
    #expect(kept == [Desk.wrong(3), Desk.wrong(2), Desk.wrong(1)])
    for answer in [3, 2, 1, 3] {
      #expect(try desk.run("undo", "mean").status == 0)
      #expect(try desk.text() == Desk.wrong(answer))
    }
    try desk.save(Desk.wrong(4))
    #expect(try desk.run("undo", "mean").out.contains("copy 2 of 4, the newest being 1"))
    #expect(try desk.text() == Desk.wrong(3))
    #expect(try desk.run("undo", "mean", "--list").lines.count == 4)
    #expect(try desk.history() == ["reset", "reset", "reset"])
  }

  @Test func `two resets and two undos bring the file back`() throws {
    let desk = try Desk()
    try desk.save(Desk.wrong(41))
    for _ in 1...2 { #expect(try desk.run("reset", "mean").status == 0) }
    #expect(try desk.run("undo", "mean").status == 0)
    #expect(try desk.text() == Desk.wrong(41))
    let again = try desk.run("undo", "mean")
    #expect(again.status == 2)
    #expect(again.err.contains("no other text of yours is kept"))
    #expect(try desk.text() == Desk.wrong(41))
  }

  @Test func `an exercise that uses another takes the learner's own, or the reference if asked`() throws {
    let desk = try Desk()
    // A mean that is right for what its checks ask, and wrong for a single value.
    try desk.save(Desk.right.replacing("x.isEmpty ? 0", with: "x.isEmpty ? 0 : x == [1, 0, 1] ? 7"))
    try desk.save("func spread(_ x: [Double]) -> Double { x == [1, 2, 6] ? mean([1, 0, 1]) : 0 }\n", as: "spread")
    let before = try desk.run("run", "spread")
    #expect(before.out.contains("the reference is used, not yours (not passed yet)"))
    #expect(try desk.run("run", "mean").status == 0)
    #expect(try desk.run("run", "spread").out.contains("spread([1, 2, 6]) is 7, expected 2"))
    #expect(try desk.run("run", "spread", "--with", "reference").out.contains("is 0.66"))
  }

  @Test func `show and list tell a topic's page, with its exercises and their state`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    try desk.run("run", "mean")
    let page = try desk.run("show", "averages").out
    #expect(page == (try desk.run("list", "averages").out))
    #expect(page.contains("1 of 2") && page.contains("✓ mean:") && page.contains("· spread:"), "\(page)")
    #expect(!page.contains("Your file"))
  }
}
