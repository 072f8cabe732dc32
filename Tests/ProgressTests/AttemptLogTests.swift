import Foundation
import GRDB
import Testing

@testable import Progress

@Suite struct AttemptLogTests {
  let folder: TemporaryFolder
  let log: AttemptLog

  init() throws {
    folder = try TemporaryFolder()
    log = try AttemptLog(at: folder.log)
  }

  @Test func `gives back what was appended, oldest first`() throws {
    let passed = Attempt(time: Date(timeIntervalSince1970: 2), exercise: "softmax", verdict: "passed")
    let failed = Attempt(time: Date(timeIntervalSince1970: 1), exercise: "softmax", verdict: "failed")
    let other = Attempt(time: Date(timeIntervalSince1970: 3), exercise: "mean")
    for attempt in [passed, failed, other] { try log.append(attempt) }
    #expect(try log.attempts() == [failed, passed, other])
    #expect(try log.attempts(exercise: "softmax") == [failed, passed])
    #expect(try log.attempts(limit: 2) == [passed, other])
    #expect(try log.attempts(exercise: "softmax", limit: 1) == [passed])
    #expect(try log.attempts(exercise: "unknown").isEmpty)
    #expect(try log.attempts(limit: 0).isEmpty)
  }

  @Test func `keeps attempts from one opening to the next`() throws {
    let attempts = randomAttempts(20, seed: 4)
    for attempt in attempts { try log.append(attempt) }
    let again = try AttemptLog(at: folder.log)
    #expect(again.setAside == nil)
    #expect(try Set(again.attempts().map(\.id)) == Set(attempts.map(\.id)))
  }

  @Test func `gives the source of the newest attempt that passed`() throws {
    func attempt(_ seconds: Double, _ verdict: String, _ text: String, kind: Attempt.Kind = .attempt) -> Attempt {
      Attempt(
        time: Date(timeIntervalSince1970: seconds), kind: kind, exercise: "softmax",
        source: [.init(path: "softmax.swift", text: text)], verdict: verdict)
    }
    #expect(try log.lastPassedSource(of: "softmax") == nil)
    try log.append(attempt(2, "passed", "newer"))
    try log.append(attempt(1, "passed", "older"))
    try log.append(attempt(3, "failed", "broken"))
    try log.append(attempt(4, "passed", "not mine", kind: .solutionSeen))
    #expect(try log.lastPassedSource(of: "softmax") == [.init(path: "softmax.swift", text: "newer")])
    #expect(try log.lastPassedSource(of: "mean") == nil)
  }

  @Test func `refuses a second entry with the same id`() throws {
    let attempt = Attempt(exercise: "mean")
    try log.append(attempt)
    #expect(throws: ProgressError.alreadyLogged(attempt.id)) { try log.append(attempt) }
    #expect(try log.attempts() == [attempt])
  }

  @Test(arguments: [
    "UPDATE attempt SET verdict = 'passed'",
    "DELETE FROM attempt",
    "INSERT OR REPLACE INTO attempt SELECT number, id, 0, kind, exercise, 'passed', sha256, 0, record FROM attempt",
    "INSERT OR REPLACE INTO attempt SELECT number, 'x', 0, kind, exercise, 'passed', sha256, 0, record FROM attempt",
    "INSERT OR REPLACE INTO attempt SELECT 99, id, 0, kind, exercise, 'passed', sha256, 0, record FROM attempt",
  ])
  func `the database itself refuses to change or remove an entry`(sql: String) throws {
    let attempt = Attempt(exercise: "mean", verdict: "failed")
    try log.append(attempt)
    let error = #expect(throws: DatabaseError.self) { try log.queue.write { try $0.execute(sql: sql) } }
    #expect(error?.message == "the log of attempts is append-only")
    #expect(try log.attempts() == [attempt])
    #expect(try log.summary()["mean"]?.lastVerdict == "failed")
  }

  @Test func `is in WAL mode and waits for the disk at every commit`() throws {
    #expect(try log.queue.read { try String.fetchOne($0, sql: "PRAGMA journal_mode") } == "wal")
    #expect(try log.queue.read { try Int.fetchOne($0, sql: "PRAGMA synchronous") } == 2)  // FULL
  }

  @Test func `two writers at once lose nothing`() async throws {
    let url = folder.log
    let ids = try await withThrowingTaskGroup(of: [UUID].self) { group in
      for exercise in ["softmax", "mean"] {
        group.addTask {
          let log = try AttemptLog(at: url)
          return try (0..<200).map { _ in
            let attempt = Attempt(exercise: exercise)
            try log.append(attempt)
            return attempt.id
          }
        }
      }
      return try await group.reduce(into: Set()) { $0.formUnion($1) }
    }
    #expect(ids.count == 400)
    #expect(try Set(log.attempts().map(\.id)) == ids)
    #expect(try log.summary().mapValues(\.attemptCount) == ["softmax": 200, "mean": 200])
  }

  @Test func `an attempt for which the disk has no room is refused and the earlier ones stay`() throws {
    let attempt = Attempt(exercise: "mean")
    try log.append(attempt)
    try log.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 1") }
    let large = Attempt(
      exercise: "mean", source: [.init(path: "mean.swift", text: String(repeating: "x", count: 1 << 20))])
    let error = #expect(throws: ProgressError.diskFull(log.url)) { try log.append(large) }
    #expect(
      error?.description == """
        The disk is full: nothing can be added to the log \(log.url.path). What it held before is intact. Free some \
        space (mllab clean empties the caches) and try again.
        """)
    #expect(try log.attempts() == [attempt])
    try log.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 100000") }
    try log.append(large)
    #expect(try AttemptLog(at: folder.log, thorough: true).attempts().count == 2)
  }

  @Test func `a log that another program keeps locked is said to be so, and works when it is free`() throws {
    let other = try DatabaseQueue(path: folder.log.path)
    let waiting = try AttemptLog(at: folder.log, patience: .milliseconds(50))
    try other.writeWithoutTransaction { db in
      try db.execute(sql: "BEGIN IMMEDIATE")
      let error = #expect(throws: ProgressError.locked(waiting.url, after: .milliseconds(50))) {
        try waiting.append(Attempt(exercise: "mean"))
      }
      #expect(
        error?.description == """
          The log \(folder.log.path) is locked: for 50 ms another program has held it, most likely another mllab or a \
          database viewer. Nothing in it was lost. Close the other program and try again.
          """)
      try db.execute(sql: "COMMIT")
    }
    try waiting.append(Attempt(exercise: "mean"))
    #expect(try log.attempts().count == 1)
  }

  @Test func `an attempt that went to a file without a name is not reported as logged`() throws {
    try FileManager.default.moveItem(at: folder.log, to: folder.url.appending(path: "moved.sqlite"))
    #expect(throws: ProgressError.moved(log.url)) { try log.append(Attempt(exercise: "mean")) }
  }
}
