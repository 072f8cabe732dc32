import Foundation
import GRDB
import Testing

@testable import Progress

@Suite struct MedalsTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func attempt(_ exercise: String, _ medals: [Attempt.Medal]) -> Attempt {
    Attempt(exercise: exercise, verdict: Attempt.passed, medals: medals)
  }

  private func speed(_ value: Double, goal: Double = 3) -> Attempt.Medal {
    .init(name: "speed", value: value, goal: goal, unit: "times as fast")
  }

  @Test func `the best result of each medal counts, in the order in which they came`() throws {
    let log = try AttemptLog(at: folder.log)
    let digits = Attempt.Medal(name: "digits", value: 11.5, goal: 12, unit: "digits")
    try log.append(attempt("matrix-multiply", [speed(2)]))
    try log.append(attempt("matrix-multiply", [speed(4), digits]))
    try log.append(attempt("matrix-multiply", [speed(3.5)]))
    try log.append(attempt("norms", []))
    #expect(try log.medals() == ["matrix-multiply": [speed(4), digits]])
    #expect(speed(4).isEarned && !digits.isEarned)
  }

  @Test func `a new goal makes a new medal of it`() throws {
    let log = try AttemptLog(at: folder.log)
    try log.append(attempt("matrix-multiply", [speed(4)]))
    try log.append(attempt("matrix-multiply", [speed(3.5, goal: 5)]))
    #expect(try log.medals() == ["matrix-multiply": [speed(3.5, goal: 5)]])
  }

  @Test func `what is not finite is left out`() {
    #expect(attempt("norms", [speed(.nan), speed(.infinity), speed(1)]).medals == [speed(1)])
  }

  @Test func `they survive export and import, and come from nowhere else`() throws {
    let log = try AttemptLog(at: folder.log)
    try log.append(attempt("norms", [speed(1)]))
    let other = try TemporaryFolder()
    let copy = try AttemptLog(at: other.log)
    for attempt in try log.attempts() { try copy.append(attempt) }
    #expect(try copy.medals() == ["norms": [speed(1)]])
    #expect(throws: (any Error).self) { try log.queue.write { try $0.execute(sql: "DELETE FROM medal") } }
  }

  @Test func `a log of schema 1 keeps medals`() throws {
    try DatabaseQueue(path: folder.log.path).writeWithoutTransaction { try $0.execute(sql: SchemaTests.schema1) }
    let log = try AttemptLog(at: folder.log)
    #expect(try log.medals().isEmpty)
    try log.append(attempt("norms", [speed(1)]))
    #expect(try log.medals() == ["norms": [speed(1)]])
  }
}
