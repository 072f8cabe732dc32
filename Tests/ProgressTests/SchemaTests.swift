import Foundation
import GRDB
import Testing

@testable import Progress

@Suite struct SchemaTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// A log as schema 1 has it, written by hand. Never to be edited: logs like it are on learners' disks.
  static let schema1 = """
    PRAGMA journal_mode = WAL;
    CREATE TABLE attempt (
      number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, time INTEGER NOT NULL, kind TEXT NOT NULL,
      exercise TEXT NOT NULL, verdict TEXT, sha256 TEXT NOT NULL, hintsSeen INTEGER NOT NULL, record TEXT NOT NULL);
    CREATE INDEX attempt_in_time ON attempt (time, id, exercise, kind, verdict, hintsSeen, sha256);
    CREATE TRIGGER attempt_is_not_changed BEFORE UPDATE ON attempt
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER attempt_is_not_deleted BEFORE DELETE ON attempt
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER attempt_is_not_replaced BEFORE INSERT ON attempt
    WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id OR number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    INSERT INTO attempt VALUES (1, '6E0C0F0A-0000-4000-8000-000000000001', 1772357400250, 'attempt', 'softmax',
      'failed', 'ab12', 2, '\(AttemptTests.fullLine)');
    INSERT INTO attempt VALUES (2, '6E0C0F0A-0000-4000-8000-000000000002', 1772357460000, 'hint', 'mean',
      NULL, '', 1, '{"exercise":"mean","hintsSeen":1,"id":"6E0C0F0A-0000-4000-8000-000000000002","kind":"hint",\
    "time":"2026-03-01T09:31:00Z"}');
    PRAGMA user_version = 1;
    PRAGMA application_id = 1835822177;
    """

  /// A schema to come, to hold the machinery to its word.
  static let later = Schema(steps: Schema.current.steps + ["ALTER TABLE attempt ADD COLUMN mood TEXT DEFAULT 'fine'"])

  func execute(_ sql: String) throws {
    try DatabaseQueue(path: folder.log.path).writeWithoutTransaction { try $0.execute(sql: sql) }
  }

  func opened(with schema: Schema) throws -> AttemptLog {
    try AttemptLog(at: folder.log, patience: .seconds(5), thorough: true, schema: schema)
  }

  @Test func `a log of schema 1 is read, summed up and added to`() throws {
    try execute(Self.schema1)
    let log = try AttemptLog(at: folder.log, thorough: true)
    #expect(log.setAside == nil)
    let attempts = try log.attempts()
    #expect(attempts.first == AttemptTests.full)
    #expect(attempts.map(\.kind) == [.attempt, .hint])
    #expect(try log.summary()["softmax"]?.lastVerdict == "failed")
    try log.append(Attempt(exercise: "mean"))
    #expect(try log.attempts().count == 3)
  }

  @Test func `a log of schema 1 takes measurements`() throws {
    try execute(Self.schema1)
    let log = try AttemptLog(at: folder.log)
    #expect(try log.benchmarks().isEmpty)
    try log.append([BenchmarkTests.benchmark()])
    #expect(try AttemptLog(at: folder.log, thorough: true).benchmarks() == [BenchmarkTests.benchmark()])
    #expect(try log.attempts().count == 2)
  }

  @Test func `an older log is brought up to date and keeps its entries`() throws {
    try execute(Self.schema1)
    let before = try AttemptLog(at: folder.log).attempts()
    let log = try opened(with: Self.later)
    #expect(log.setAside == nil)
    #expect(try log.attempts() == before)
    let moods = try log.queue.read { try String.fetchAll($0, sql: "SELECT mood FROM attempt") }
    #expect(moods == ["fine", "fine"])
    #expect(try opened(with: Self.later).attempts() == before)
  }

  @Test func `a migration that fails leaves the log as it was`() throws {
    try execute(Self.schema1)
    let broken = Schema(steps: Self.later.steps + ["ALTER TABLE gone ADD COLUMN x"])
    #expect(throws: ProgressError.failed(folder.log, "no such table: gone")) { try opened(with: broken) }
    let log = try opened(with: .current)
    #expect(log.setAside == nil)
    #expect(try log.attempts().count == 2)
  }

  @Test func `a log of a newer schema is refused and not touched`() throws {
    try opened(with: Self.later).append(AttemptTests.full)
    let before = try Data(contentsOf: folder.log)
    let error = #expect(throws: ProgressError.newerSchema(folder.log, found: 4, known: 3)) {
      try AttemptLog(at: folder.log)
    }
    #expect(
      error?.description == """
        The log \(folder.log.path) was written by a newer mllab: its schema is 4, this mllab knows 3 at most. Nothing \
        was changed. Use the newer mllab.
        """)
    #expect(throws: ProgressError.newerSchema(folder.log, found: 4, known: 3)) {
      try AttemptLog(at: folder.log, thorough: true)
    }
    #expect(try folder.names() == ["attempts.sqlite"])
    #expect(try Data(contentsOf: folder.log) == before)
    #expect(try opened(with: Self.later).attempts() == [AttemptTests.full])
  }

  @Test func `a new log has the schema that a migrated one has`() throws {
    func schema(_ log: AttemptLog) throws -> [String] {
      try log.queue.read { db in
        try String.fetchAll(db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name")
      }.map { $0.replacing(/--.*\n/, with: "").split(whereSeparator: \.isWhitespace).joined(separator: " ") }
        .map { $0.replacing("( ", with: "(").replacing(" )", with: ")") }
    }
    try execute(Self.schema1)
    let other = try TemporaryFolder()
    #expect(try schema(AttemptLog(at: folder.log)) == schema(AttemptLog(at: other.log)))
  }

  @Test func `two programs that start at once on no log make one`() async throws {
    let url = folder.log
    try await withThrowingTaskGroup { group in
      for exercise in ["a", "b", "c", "d"] {
        group.addTask { try AttemptLog(at: url).append(Attempt(exercise: exercise)) }
      }
      try await group.waitForAll()
    }
    #expect(try AttemptLog(at: url, thorough: true).attempts().map(\.exercise).sorted() == ["a", "b", "c", "d"])
    #expect(try folder.names().filter { !$0.hasPrefix("attempts.sqlite") }.isEmpty)
  }
}
