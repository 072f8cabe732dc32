import Foundation
import GRDB

/// The learner's log: every attempt and every measurement, in one SQLite file, to which entries are only ever added.
///
/// ```swift
/// let log = try AttemptLog(at: workspace.appending(path: "attempts.sqlite"))
/// if let setAside = log.setAside { print(setAside) }
/// try log.append(Attempt(exercise: "softmax", verdict: "passed"))   // on the disk when it returns
/// let progress = try log.summary()
/// progress["softmax"]?.firstPassed                                  // 2026-03-01 09:30:00 +0000
/// ```
///
/// The log is in WAL mode with `synchronous = FULL`: what `append` returned from survives a kill at any moment and a
/// loss of power. Several processes may have it open; writers wait for each other. One connection serves all threads.
public final class AttemptLog: Sendable {
  /// The log's file, symbolic links resolved.
  public let url: URL
  /// What was found in place of a log and put out of the way when this one was opened.
  public let setAside: SetAside?

  let queue: DatabaseQueue
  private let patience: Duration
  private let inode: UInt64?
  /// Whether this is a copy in memory, in which an entry would be lost.
  private let isCopy: Bool

  /// Opens the log, creates it with its folder if it is absent, and brings an older schema up to date.
  ///
  /// A file that is not a log, is truncated or is damaged is set aside (`setAside`) and a new log begun.
  ///
  /// - Parameters:
  ///   - url: a file of a local disk.
  ///   - patience: how long to wait for another process that has the log locked.
  ///   - thorough: reads the whole log and sets it aside if any part of it is damaged. Without it, damage in a place
  ///     that opening does not touch is found when something reads there, and the next opening is thorough by itself.
  /// - Throws: a `ProgressError`, never `alreadyLogged`; then what was at `url` is as it was.
  public convenience init(
    at url: URL, patience: Duration = .seconds(5), thorough: Bool = false
  ) throws(ProgressError) {
    try self.init(at: url, patience: patience, thorough: thorough, schema: .current)
  }

  init(at url: URL, patience: Duration, thorough: Bool, schema: Schema) throws(ProgressError) {
    let place = LogPlace(url)
    let opening = Opening(place: place, schema: schema, patience: patience)
    do {
      (queue, setAside) = try opening.open(thorough: thorough)
    } catch {
      throw ProgressError(error, log: place.log, patience: patience)
    }
    self.url = place.log
    self.patience = patience
    inode = inodeNumber(place.log)
    isCopy = false
  }

  /// Reads a log where nothing can be written, as on a read-only file system, or an empty one if there is none.
  ///
  /// What is added to the log afterwards is not seen; adding to this one throws `notWritable`.
  ///
  /// - Parameters:
  ///   - url: the log's file.
  ///   - isEmpty: reads no file, as for one that cannot be read.
  /// - Throws: a `ProgressError` if there is a file, and it cannot be read as a log.
  public init(copyOf url: URL, isEmpty: Bool = false) throws(ProgressError) {
    let place = LogPlace(url)
    patience = .seconds(5)
    do {
      queue = try Opening(place: place, schema: .current, patience: patience).copy(isEmpty: isEmpty)
    } catch {
      throw ProgressError(error, log: place.log, patience: patience)
    }
    self.url = place.log
    setAside = nil
    inode = nil
    isCopy = true
  }

  /// Adds an entry; it is on the disk when this returns. If it throws, the log is as before.
  ///
  /// - Throws: `locked`, `diskFull`, `moved`, `alreadyLogged` or another `ProgressError`.
  public func append(_ attempt: Attempt) throws(ProgressError) {
    try add { db in
      guard try storedRecord(attempt.id, in: db) == nil else { throw ProgressError.alreadyLogged(attempt.id) }
      try insert(attempt, record: try attempt.jsonLine(), into: db)
    }
  }

  /// Runs `body`, which adds entries, all or none.
  ///
  /// - Throws: what makes them not be in the log's file. SQLite goes on writing to a file that has lost its name; nobody
  ///   would find an entry there.
  func add(_ body: (Database) throws -> Void) throws(ProgressError) {
    guard !isCopy else { throw .notWritable(url, "it was opened to be read") }
    try access { queue in try queue.write(body) }
    guard inodeNumber(url) == inode else { throw .moved(url) }
  }

  /// The newest entries, oldest first.
  ///
  /// - Parameters:
  ///   - exercise: nil for all exercises.
  ///   - limit: nil for all entries.
  /// - Returns: the entries in order of time, then id.
  /// - Throws: a `ProgressError`.
  public func attempts(
    exercise: String? = nil, limit: Int? = nil
  ) throws(ProgressError) -> [Attempt] {
    try access { queue in
      let records = try queue.read { db in
        try String.fetchAll(
          db,
          sql: """
            SELECT record FROM attempt WHERE ?1 IS NULL OR exercise = ?1 ORDER BY time DESC, id DESC LIMIT ?2
            """,
          arguments: [exercise, limit ?? -1])
      }
      return try records.reversed().map(decoded)
    }
  }

  /// The files of the newest attempt that passed, or nil: what a later exercise compiles in.
  public func lastPassedSource(of exercise: String) throws(ProgressError) -> [Attempt.SourceFile]? {
    try access { queue in
      let record = try queue.read { db in
        try String.fetchOne(
          db,
          sql: """
            SELECT record FROM attempt WHERE exercise = ? AND kind = 'attempt' AND verdict = '\(Attempt.passed)'
            ORDER BY time DESC, id DESC LIMIT 1
            """,
          arguments: [exercise])
      }
      return try record.map(decoded)?.source
    }
  }

  func decoded(_ record: String) throws(ProgressError) -> Attempt {
    do { return try Attempt(jsonLine: record.utf8) } catch {
      throw .damaged(url, "an entry cannot be read (\(decodingFault(error)))")
    }
  }

  /// Runs `body` on the connection. Errors leave as `ProgressError`, and damage makes the next opening thorough.
  func access<T>(_ body: (DatabaseQueue) throws -> T) throws(ProgressError) -> T {
    do { return try body(queue) } catch {
      let error = ProgressError(error, log: url, patience: patience)
      if case .damaged = error { LogPlace(url).markSuspect() }
      throw error
    }
  }
}

private func inodeNumber(_ url: URL) -> UInt64? {
  var status = stat()
  return stat(url.path, &status) == 0 ? UInt64(status.st_ino) : nil
}
