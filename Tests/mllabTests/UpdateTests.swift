import Foundation
import Testing

/// A newer repository brings its exercises to the learner and takes nothing from them.
@Suite struct UpdateTests {
  @Test func `an exercise changed under an untouched file renews the file`() throws {
    let desk = try Desk()
    try desk.run("init")
    try desk.edit("mean/Solution.swift") { $0.replacing("The mean of the values", with: "The average of the values") }
    let answer = try desk.run("status")
    #expect(answer.err == "mllab: renewed, as you had not begun them: mean\n")
    #expect(try desk.text().contains("The average of the values"))
    #expect(try desk.run("status").err.isEmpty)
  }

  @Test func `an exercise changed under the learner's work leaves it and says so, once`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    try desk.edit("mean/Solution.swift") { $0.replacing("The mean of the values", with: "The average of the values") }
    let answer = try desk.run("status")
    #expect(answer.err == "mllab: changed since you began, your files are as they were; run them again: mean\n")
    #expect(try desk.text() == Desk.right)
    #expect(try desk.run("status").err.isEmpty)
    #expect(try desk.history() == ["passed"])
    #expect(try desk.run("reset", "mean").status == 0)
    #expect(try desk.text().contains("The average of the values"))
  }

  @Test func `checks that changed are those that judge from then on`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    try desk.edit("mean/Checks.swift") { $0.replacing("[1, 2, 6]), equals: 3", with: "[1, 2, 6]), equals: 4") }
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 1)
    #expect(answer.err.contains("changed since you began"))
    #expect(answer.out.contains("mean([1, 2, 6]) is 3, expected 4"))
  }

  @Test func `a new exercise is laid out and said, and the others are left`() throws {
    let desk = try Desk()
    try desk.run("init")
    try desk.save(Desk.wrong(41))
    try FileManager.default.copyItem(
      at: desk.topic.appendingPathComponent("mean"), to: desk.topic.appendingPathComponent("middle"))
    let answer = try desk.run("status")
    #expect(answer.err == "mllab: new exercises: middle\n")
    #expect(try desk.text("middle").contains("todo()"))
    #expect(try desk.text() == Desk.wrong(41))
  }

  @Test func `an exercise that is gone takes neither the file nor the attempts with it`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    try FileManager.default.removeItem(at: desk.topic.appendingPathComponent("spread"))
    try FileManager.default.moveItem(
      at: desk.topic.appendingPathComponent("mean"), to: desk.topic.appendingPathComponent("average"))
    #expect(try desk.run("status").status == 0)
    #expect(try desk.text() == Desk.right)
    #expect(try desk.history() == ["passed"])
  }

  @Test func `a file of the learner's own that stands where a new exercise will be is kept`() throws {
    let desk = try Desk()
    try desk.save("my notes\n", as: "spread")
    try desk.run("init")
    #expect(try desk.text("spread") == "my notes\n")
  }

  @Test func `a workspace whose notes are lost or no JSON lays out what is missing and no more`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    unlink(desk.file("spread").path)
    try Data("{ no JSON".utf8).write(to: desk.workspace.appendingPathComponent(".mllab/workspace.json"))
    #expect(try desk.run("status").status == 0)
    #expect(try desk.text() == Desk.right)
    #expect(try desk.text("spread").contains("todo()"))
    #expect(try desk.history() == ["passed"])
  }
}
