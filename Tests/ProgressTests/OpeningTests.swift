import Foundation
import GRDB
import Testing

@testable import Progress

@Suite struct OpeningTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A log with `count` attempts, closed, all of it in its main file.
  @discardableResult func makeLog(_ count: Int) throws -> [Attempt] {
    let attempts = randomAttempts(count, seed: 5).map { attempt in
      Attempt(
        id: attempt.id, time: attempt.time, exercise: attempt.exercise,
        source: [.init(path: "a.swift", text: String(repeating: "let x = 1\n", count: 100))])
    }
    let log = try AttemptLog(at: folder.log)
    for attempt in attempts { try log.append(attempt) }
    try log.queue.close()
    return attempts
  }

  @Test func `makes the log and its folder`() throws {
    let url = folder.url.appending(path: "workspace/.mllab/attempts.sqlite")
    let log = try AttemptLog(at: url)
    #expect(log.setAside == nil)
    #expect(log.url == url)
    #expect(try log.attempts().isEmpty)
  }

  @Test(arguments: [
    (Data("time,exercise\n".utf8) + Data(count: 5000), "file is not a database"),
    (Data("x".utf8), "it is too short to be a log"),
    (Data(), "it is empty"),
  ])
  func `what is not a log is set aside unchanged and said`(bytes: Data, reason: String) throws {
    try bytes.write(to: folder.log)
    let log = try AttemptLog(at: folder.log)
    let setAside = try #require(log.setAside)
    #expect(setAside.reason == reason)
    #expect(setAside.salvaged == 0)
    #expect(setAside.url.lastPathComponent.wholeMatch(of: /attempts-set-aside-\d{8}T\d{6}Z\.sqlite/) != nil)
    #expect(
      setAside.description == """
        The log of attempts could not be used: \(reason). It was set aside, unchanged, as \
        \(setAside.url.lastPathComponent), and a new log was begun; nothing in it could be read.
        """)
    #expect(try Data(contentsOf: setAside.url) == bytes)
    try log.append(Attempt(exercise: "mean"))
    let again = try AttemptLog(at: folder.log)
    #expect(again.setAside == nil)
    #expect(try again.attempts().count == 1)
  }

  @Test func `a database of somebody else is set aside`() throws {
    try DatabaseQueue(path: folder.log.path).write { try $0.execute(sql: "CREATE TABLE notes (text)") }
    let bytes = try Data(contentsOf: folder.log)
    let setAside = try #require(try AttemptLog(at: folder.log).setAside)
    #expect(setAside.reason == "it is a database, but not a log of attempts")
    #expect(try Data(contentsOf: setAside.url) == bytes)
  }

  /// 100 attempts take 240 kB; a page of 4096 bytes holds two of them. Seven pages are the tables' and indexes' own.
  @Test(arguments: [(1, 0), (100, 0), (511, 0), (4096, 0), (50_000, 10), (100_000, 34)])
  func `a truncated log is set aside unchanged and what is left of it saved`(length: Int, least: Int) throws {
    let attempts = try makeLog(100)
    let bytes = try Data(contentsOf: folder.log).prefix(length)
    try bytes.write(to: folder.log)
    let log = try AttemptLog(at: folder.log)
    let setAside = try #require(log.setAside)
    #expect(try Data(contentsOf: setAside.url) == bytes)
    #expect(setAside.salvaged >= least)
    #expect(try log.attempts().count == setAside.salvaged)
    #expect(try log.attempts().allSatisfy(attempts.contains))
    try log.append(Attempt(exercise: "mean"))
  }

  @Test func `damage in the middle is found by a thorough opening, which saves the other entries`() throws {
    let attempts = try makeLog(100)
    var bytes = try Data(contentsOf: folder.log)
    let middle = bytes.count / 2 / 4096 * 4096
    bytes.replaceSubrange(middle..<middle + 4096, with: Data(repeating: 0xA5, count: 4096))
    try bytes.write(to: folder.log)
    let log = try AttemptLog(at: folder.log, thorough: true)
    let setAside = try #require(log.setAside)
    #expect(try Data(contentsOf: setAside.url) == bytes)
    #expect((97..<100).contains(setAside.salvaged))  // a page holds two of these attempts
    let kept = try log.attempts()
    #expect(kept.count == setAside.salvaged)
    #expect(kept.allSatisfy(attempts.contains))
    #expect(setAside.description.contains("the \(kept.count) entries in it that could be read are in the new log"))
    #expect(try AttemptLog(at: folder.log, thorough: true).setAside == nil)
  }

  @Test func `damage that turns up later is said, and the next opening sets the log aside`() throws {
    try makeLog(100)
    var bytes = try Data(contentsOf: folder.log)
    let text = try #require(bytes.range(of: Data("\"kind\"".utf8)))
    bytes.replaceSubrange(text, with: Data("!kind!".utf8))
    try bytes.write(to: folder.log)
    let log = try AttemptLog(at: folder.log)
    #expect(log.setAside == nil)
    let error = #expect(throws: ProgressError.damaged(folder.log, "an entry cannot be read (it is not JSON)")) {
      try log.attempts()
    }
    #expect(
      error?.description == """
        The log \(folder.log.path) is damaged: an entry cannot be read (it is not JSON). Nothing was overwritten. When \
        mllab next starts it sets the log aside and begins a new one with every attempt that can still be read.
        """)
    let next = try AttemptLog(at: folder.log)
    #expect(next.setAside?.salvaged == 99)
    #expect(next.setAside?.reason == "an entry cannot be read (it is not JSON)")
    #expect(try next.attempts().count == 99)
    #expect(try AttemptLog(at: folder.log).setAside == nil)
    #expect(throws: ProgressError.moved(folder.log)) { try log.append(Attempt(exercise: "mean")) }
  }

  @Test(arguments: [("time", "7"), ("exercise", "'mean '"), ("verdict", "'passed'"), ("hintsSeen", "NULL")])
  func `a column that contradicts its record is found by a thorough opening`(column: String, value: String) throws {
    let attempts = try makeLog(3)
    try DatabaseQueue(path: folder.log.path).writeWithoutTransaction { db in
      try db.execute(
        sql: """
          CREATE TABLE copy AS SELECT * FROM attempt;
          DROP TABLE attempt;
          ALTER TABLE copy RENAME TO attempt;
          UPDATE attempt SET \(column) = \(value) WHERE number = 2
          """)
    }
    let log = try AttemptLog(at: folder.log)
    #expect(log.setAside == nil)
    if value == "NULL" {
      #expect(throws: ProgressError.damaged(folder.log, "a row has a value of another kind")) { try log.summary() }
    }
    let next = try AttemptLog(at: folder.log, thorough: value != "NULL")
    #expect(next.setAside?.reason == "the columns of entry \(attempts[1].id) do not say what its record says")
    #expect(try Set(next.attempts().map(\.id)) == Set(attempts.map(\.id)))
  }

  @Test func `a -wal without its log is set aside and not replayed into the new one`() throws {
    let log = try AttemptLog(at: folder.log)
    try log.append(Attempt(exercise: "mean"))
    let wal = try Data(contentsOf: URL(filePath: folder.log.path + "-wal"))
    let alone = try TemporaryFolder()
    try wal.write(to: URL(filePath: alone.log.path + "-wal"))
    let new = try AttemptLog(at: alone.log)
    let setAside = try #require(new.setAside)
    #expect(setAside.reason == "its main file is missing")
    #expect(try Data(contentsOf: URL(filePath: setAside.url.path + "-wal")) == wal)
    #expect(try new.attempts().isEmpty)
    #expect(try AttemptLog(at: alone.log, thorough: true).setAside == nil)
  }

  @Test(arguments: [0, 1, 511])
  func `the -wal of a log that lost nearly everything is set aside with it`(length: Int) throws {
    let log = try AttemptLog(at: folder.log)
    try log.append(Attempt(exercise: "mean"))
    let wal = try Data(contentsOf: URL(filePath: folder.log.path + "-wal"))
    let copy = try TemporaryFolder()
    try Data(contentsOf: folder.log).prefix(length).write(to: copy.log)
    try wal.write(to: URL(filePath: copy.log.path + "-wal"))
    let setAside = try #require(try AttemptLog(at: copy.log).setAside)
    #expect(try Data(contentsOf: URL(filePath: setAside.url.path + "-wal")) == wal)
  }

  @Test func `a log that was copied with its -wal has what was committed`() throws {
    let log = try AttemptLog(at: folder.log)
    let attempt = Attempt(exercise: "mean")
    try log.append(attempt)
    let copy = try TemporaryFolder()
    for suffix in ["", "-wal"] {
      try FileManager.default.copyItem(atPath: folder.log.path + suffix, toPath: copy.log.path + suffix)
    }
    #expect(try AttemptLog(at: copy.log, thorough: true).attempts() == [attempt])
  }

  @Test func `several bad logs within a second are all kept`() throws {
    for text in ["one", "two", "three"] {
      try Data(text.utf8).write(to: folder.log)
      _ = try AttemptLog(at: folder.log)
    }
    let texts = try folder.names().filter { $0.contains("set-aside") }.map { name in
      try String(contentsOf: folder.url.appending(path: name), encoding: .utf8)
    }
    #expect(texts.sorted() == ["one", "three", "two"])
  }

  @Test func `programs that find a bad log at once set it aside once`() async throws {
    try Data("not a log".utf8).write(to: folder.log)
    let url = folder.log
    let setAside = try await withThrowingTaskGroup(of: SetAside?.self) { group in
      for exercise in ["a", "b", "c", "d"] {
        group.addTask {
          let log = try AttemptLog(at: url)
          try log.append(Attempt(exercise: exercise))
          return log.setAside
        }
      }
      return try await group.reduce(into: []) { $0 += [$1].compactMap(\.self) }
    }
    #expect(setAside.count == 1)
    #expect(try AttemptLog(at: url).attempts().count == 4)
  }

  @Test func `a log made by a program that was killed halfway is begun again`() throws {
    try Data("half".utf8).write(to: URL(filePath: folder.log.path + "-new"))
    let log = try AttemptLog(at: folder.log)
    #expect(log.setAside == nil)
    #expect(try folder.names().contains("attempts.sqlite-new") == false)
  }

  @Test func `a symbolic link leads to the log it names`() throws {
    let attempts = try makeLog(3)
    let link = folder.url.appending(path: "link.sqlite")
    try FileManager.default.createSymbolicLink(at: link, withDestinationURL: folder.log)
    let log = try AttemptLog(at: link)
    #expect(log.url == folder.log)
    #expect(try log.attempts().count == attempts.count)
  }

  @Test func `a folder that cannot be made is said`() {
    let url = URL(filePath: "/proc/mllab/attempts.sqlite")
    let error = #expect(throws: ProgressError.self) { try AttemptLog(at: url) }
    #expect(
      error?.description == """
        The log /proc/mllab/attempts.sqlite cannot be written: its folder /proc/mllab cannot be made. Check who owns \
        its folder and whether it may be written to.
        """)
  }

  @Test func `a folder where the log should be is said`() throws {
    try FileManager.default.createDirectory(at: folder.log, withIntermediateDirectories: false)
    #expect(throws: ProgressError.notWritable(folder.log, "it is a folder")) { try AttemptLog(at: folder.log) }
  }

  @Test func `a copy has what is still in the -wal, and takes nothing`() throws {
    try makeLog(3)
    let log = try AttemptLog(at: folder.log)
    try log.append(Attempt(exercise: "mean"))
    let bytes = try Data(contentsOf: folder.log)
    let copy = try AttemptLog(copyOf: folder.log)
    #expect(try copy.attempts() == log.attempts())
    #expect(try copy.summary()["mean"] != nil)
    let refusal = ProgressError.notWritable(folder.log, "it was opened to be read")
    #expect(throws: refusal) { try copy.append(Attempt(exercise: "mean")) }
    #expect(throws: refusal) { try copy.importLines(Data("{}".utf8)) }
    #expect(try AttemptLog(copyOf: folder.log, isEmpty: true).attempts().isEmpty)
    #expect(try Data(contentsOf: folder.log) == bytes && log.attempts().count == 4)
  }

  @Test func `a copy of no log is empty, and one of what is no log is refused`() throws {
    #expect(try AttemptLog(copyOf: folder.log).summary().isEmpty)
    #expect(!FileManager.default.fileExists(atPath: folder.log.path))
    try Data(repeating: 7, count: 5000).write(to: folder.log)
    #expect(throws: ProgressError.damaged(folder.log, "file is not a database")) { try AttemptLog(copyOf: folder.log) }
  }

  @Test(.enabled(if: geteuid() != 0, "root may read everywhere"))
  func `a copy of a log in a folder that may not be read is refused`() throws {
    try makeLog(3)
    chmod(folder.url.path, 0)
    defer { chmod(folder.url.path, 0o700) }
    #expect(throws: ProgressError.failed(folder.log, "it cannot be read")) { try AttemptLog(copyOf: folder.log) }
  }

  @Test(.enabled(if: geteuid() != 0, "root may write everywhere"))
  func `a folder that may not be written to is said and the log stays`() throws {
    try makeLog(3)
    chmod(folder.url.path, 0o500)
    defer { chmod(folder.url.path, 0o700) }
    #expect(throws: ProgressError.self) { try AttemptLog(at: folder.log).append(Attempt(exercise: "mean")) }
    chmod(folder.url.path, 0o700)
    #expect(try AttemptLog(at: folder.log).attempts().count == 3)
  }

  @Test func `a log that is locked while it is opened is waited for, then said`() throws {
    try makeLog(3)
    var exclusive = Configuration()
    exclusive.prepareDatabase { try $0.execute(sql: "PRAGMA locking_mode = EXCLUSIVE") }
    let other = try DatabaseQueue(path: folder.log.path, configuration: exclusive)
    try other.write { try $0.execute(sql: "CREATE TEMP TABLE t (x)") }
    try other.read { _ = try Int.fetchOne($0, sql: "SELECT count(*) FROM attempt") }
    #expect(throws: ProgressError.locked(folder.log, after: .milliseconds(30))) {
      try AttemptLog(at: folder.log, patience: .milliseconds(30))
    }
    try other.close()
    #expect(try AttemptLog(at: folder.log).attempts().count == 3)
  }
}
