import GRDB

/// The log's tables, and how an older log becomes a newer one.
///
/// The version stands in SQLite's `user_version`. Step n, SQL text, leads from version n to n + 1; a released step is
/// never edited, a change is a new step.
struct Schema {
  var steps: [String]

  /// Marks a database as a log of attempts: "mlla" in ASCII.
  static let applicationID = 0x6D6C_6C61

  /// A table of attempts, one of measurements, those of `mllab bench`, and one of the medals in the attempts' records. `record` is the whole entry as a line of
  /// JSON; the other columns repeat what is asked for often. The index of attempts holds all that the summary reads, so
  /// that source texts stay on pages that it never touches. The triggers refuse every change of a row, also by `INSERT
  /// OR REPLACE`, which fires no trigger of its own for the row it removes.
  static let current = Schema(steps: [
    """
    CREATE TABLE attempt (
      number INTEGER PRIMARY KEY,  -- order of arrival
      id TEXT NOT NULL UNIQUE,
      time INTEGER NOT NULL,       -- milliseconds since 1970, UTC
      kind TEXT NOT NULL,
      exercise TEXT NOT NULL,
      verdict TEXT,
      sha256 TEXT NOT NULL,
      hintsSeen INTEGER NOT NULL,
      record TEXT NOT NULL
    );
    CREATE INDEX attempt_in_time ON attempt (time, id, exercise, kind, verdict, hintsSeen, sha256);
    CREATE TRIGGER attempt_is_not_changed BEFORE UPDATE ON attempt
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER attempt_is_not_deleted BEFORE DELETE ON attempt
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER attempt_is_not_replaced BEFORE INSERT ON attempt
    WHEN EXISTS (SELECT 1 FROM attempt WHERE id = NEW.id OR number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    """,
    """
    CREATE TABLE benchmark (
      number INTEGER PRIMARY KEY,  -- order of arrival
      id TEXT NOT NULL UNIQUE,
      time INTEGER NOT NULL,       -- milliseconds since 1970, UTC, of the run's beginning
      kernel TEXT NOT NULL,
      size INTEGER NOT NULL,
      contender TEXT NOT NULL,
      record TEXT NOT NULL
    );
    CREATE TRIGGER benchmark_is_not_changed BEFORE UPDATE ON benchmark
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER benchmark_is_not_deleted BEFORE DELETE ON benchmark
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER benchmark_is_not_replaced BEFORE INSERT ON benchmark
    WHEN EXISTS (SELECT 1 FROM benchmark WHERE id = NEW.id OR number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    """,
    """
    CREATE TABLE medal (
      number INTEGER PRIMARY KEY,  -- order of arrival
      attempt TEXT NOT NULL,       -- the id of the attempt in whose record it stands
      exercise TEXT NOT NULL,
      record TEXT NOT NULL
    );
    CREATE TRIGGER medal_is_not_changed BEFORE UPDATE ON medal
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER medal_is_not_deleted BEFORE DELETE ON medal
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    CREATE TRIGGER medal_is_not_replaced BEFORE INSERT ON medal
    WHEN EXISTS (SELECT 1 FROM medal WHERE number = NEW.number)
    BEGIN SELECT RAISE(ABORT, 'the log of attempts is append-only'); END;
    """,
  ])

  enum State: Equatable {
    case current
    case older
    case newer(Int)
    case foreign
  }

  /// How the database stands to this schema. An empty database counts as foreign.
  func state(of db: Database) throws -> State {
    guard try Int.fetchOne(db, sql: "PRAGMA application_id") == Schema.applicationID else { return .foreign }
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    if version == steps.count { return .current }
    return version > steps.count ? .newer(version) : .older
  }

  /// Brings the database to the current version. Must be called within a transaction that may write, so that of two
  /// processes that start together one migrates and the other finds it done.
  func migrate(_ db: Database) throws {
    let version = try Int.fetchOne(db, sql: "PRAGMA user_version") ?? 0
    guard version < steps.count else { return }
    for step in steps[version...] { try db.execute(sql: step) }
    try db.execute(sql: "PRAGMA user_version = \(steps.count); PRAGMA application_id = \(Schema.applicationID)")
  }
}
