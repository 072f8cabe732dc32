import Foundation
import GRDB

/// How a log is opened: at once if it is sound, else created or replaced while the folder is locked.
struct Opening {
  let place: LogPlace
  let schema: Schema
  let patience: Duration

  /// The smallest page of SQLite, in bytes. Shorter files are kept from it: it would take them for new databases and
  /// delete the -wal beside them, committed attempts and all.
  static let smallest: Int64 = 512

  func open(thorough: Bool) throws -> (DatabaseQueue, SetAside?) {
    guard !place.isFolder else { throw ProgressError.notWritable(place.log, "it is a folder") }
    if !thorough, !place.isSuspect, place.size(place.log) ?? 0 >= Opening.smallest {
      do { return (try connect(), nil) } catch ProgressError.damaged {}
    }
    try place.createFolder()
    return try place.whileFolderIsLocked(patience: patience) {
      // Another process may have done the work meanwhile: everything is looked at again.
      let thorough = thorough || place.isSuspect
      let setAside = try reasonToSetAside(thorough: thorough).map(replace)
      if setAside == nil, place.size(place.log) == nil {
        try makeDraft { _ in }
        try place.placeDraft()
      }
      place.clearSuspicion()
      return (try connect(), setAside)
    }
  }

  /// A copy of the log in memory; an empty one if there is none.
  ///
  /// By way of a copy of its files: without writing SQLite does not see what stands in the -wal.
  func copy(isEmpty: Bool) throws -> DatabaseQueue {
    try reported {
      let memory = try DatabaseQueue(configuration: configuration())
      let isMissing = access(place.log.path, F_OK) != 0 && errno != EACCES
      guard !isEmpty, !isMissing else {
        try memory.write(schema.migrate)
        return memory
      }
      guard !place.isFolder else { throw ProgressError.failed(place.log, "it is a folder") }
      let folder = FileManager.default.temporaryDirectory.appending(path: "mllab-log-\(UUID())")
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      defer { try? FileManager.default.removeItem(at: folder) }
      for file in [place.log] + (place.size(place.wal) == nil ? [] : [place.wal]) {
        guard let bytes = FileManager.default.contents(atPath: file.path) else {
          throw ProgressError.failed(place.log, "it cannot be read")
        }
        try bytes.write(to: folder.appending(path: file.lastPathComponent))
      }
      try connect(to: folder.appending(path: place.log.lastPathComponent)).backup(to: memory)
      return memory
    }
  }

  /// A connection to a log that exists, migrated.
  ///
  /// - Parameter file: a copy of the log; nil for itself.
  /// - Returns: the connection.
  /// - Throws: `damaged` if it is not a log.
  private func connect(to file: URL? = nil) throws -> DatabaseQueue {
    try reported {
      let queue = try DatabaseQueue(path: (file ?? place.log).path, configuration: configuration())
      let state = try queue.writeWithoutTransaction { db in
        let state = try schema.state(of: db)
        // GRDB's own WAL set-up is not used: it lowers `synchronous` to NORMAL and writes at every opening. A file
        // system without shared memory answers "delete", and the rollback journal is as durable.
        if state == .current || state == .older, try String.fetchOne(db, sql: "PRAGMA journal_mode") != "wal" {
          try db.execute(sql: "PRAGMA journal_mode = WAL")
        }
        return state
      }
      switch state {
      case .current: break
      case .older: try queue.write(schema.migrate)
      case .newer(let found):
        throw ProgressError.newerSchema(place.log, found: found, known: schema.steps.count)
      case .foreign:
        throw ProgressError.damaged(place.log, "it is a database, but not a log of attempts")
      }
      return queue
    }
  }

  /// What is wrong with the files at the log's place, or nil if they are sound or there are none.
  private func reasonToSetAside(thorough: Bool) throws -> String? {
    switch place.size(place.log) {
    case nil: return place.size(place.wal) ?? 0 > 0 ? "its main file is missing" : nil
    case 0: return "it is empty"
    case let size? where size < Opening.smallest: return "it is too short to be a log"
    default: break
    }
    do {
      let queue = try connect()
      if thorough { try reported { try queue.read(requireSound) } }
      return nil
    } catch ProgressError.damaged(_, let reason) {
      return reason
    }
  }

  private func requireSound(_ db: Database) throws {
    let complaint = try String.fetchOne(db, sql: "PRAGMA integrity_check(1)") ?? "no answer"
    guard complaint == "ok" else { throw ProgressError.damaged(place.log, complaint.lowercased()) }
    try requireSound(
      rows: "SELECT id, time, kind, exercise, verdict, sha256, hintsSeen, record FROM attempt", in: db,
      Attempt.requireSound)
    try requireSound(
      rows: "SELECT id, time, kernel, size, contender, record FROM benchmark", in: db, Benchmark.requireSound)
  }

  private func requireSound(rows sql: String, in db: Database, _ check: (Row) throws -> Void) throws {
    let rows = try Row.fetchCursor(db, sql: sql)
    while let row = try rows.next() {
      do { try check(row) } catch let wrong as WrongRow { throw ProgressError.damaged(place.log, wrong.reason) }
    }
  }

  private func replace(reason: String) throws -> SetAside {
    var salvaged = 0
    try makeDraft { db in salvaged = try salvage(from: place.log, into: db) }
    let url = try place.replaceByDraft(at: Date())
    return SetAside(reason: reason, url: url, salvaged: salvaged)
  }

  /// Makes a complete log under the draft's name, so that a log that is there at all is whole.
  private func makeDraft(fill: (Database) throws -> Void) throws {
    place.removeDraft()
    try reported {
      let queue = try DatabaseQueue(path: place.draft.path, configuration: configuration())
      try queue.write { db in
        try schema.migrate(db)
        try fill(db)
      }
      // Only now, when all is in the main file: the draft moves without a -wal.
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try queue.close()
    }
  }

  /// Copies every entry that can still be read, one by one: a damaged page takes only its own entries with it.
  private func salvage(from file: URL, into draft: Database) throws -> Int {
    guard place.size(file) ?? 0 >= Opening.smallest,
      let old = try? DatabaseQueue(path: file.path, configuration: configuration(readonly: true))
    else { return 0 }
    let (entries, measurements) = old.unsafeRead { db in
      (readableRecords(of: "attempt", in: db, file), readableRecords(of: "benchmark", in: db, file))
    }
    var count = 0
    for record in entries {
      guard let attempt = try? Attempt(jsonLine: record.utf8), try storedRecord(attempt.id, in: draft) == nil
      else { continue }
      try insert(attempt, record: record, into: draft)
      count += 1
    }
    var ids: Set<UUID> = []
    for record in measurements {
      guard let benchmark = try? Benchmark(jsonLine: record.utf8), ids.insert(benchmark.id).inserted else { continue }
      try benchmark.insert(record: record, into: draft)
    }
    return count
  }

  private func readableRecords(of table: String, in db: Database, _ file: URL) -> [String] {
    // No entry takes less than 50 bytes: a number that is damaged itself must not keep us for ever.
    let bound = ((place.size(file) ?? 0) + (place.size(place.wal) ?? 0)) / 50
    return (0..<min(lastReadableNumber(table, db), bound)).compactMap { index in
      try? String.fetchOne(
        db.cachedStatement(sql: "SELECT record FROM \(table) WHERE number = ?"), arguments: [index + 1])
    }
  }

  /// From the end if that can be read, else from the beginning up to the damage.
  private func lastReadableNumber(_ table: String, _ db: Database) -> Int64 {
    if let last = try? Int64.fetchOne(db, sql: "SELECT max(number) FROM \(table)") { return last }
    var last: Int64 = 0
    let numbers = try? Int64.fetchCursor(db, sql: "SELECT number FROM \(table) NOT INDEXED ORDER BY number")
    while let number = try? numbers?.next() { last = max(last, number) }  // the cut page may end in zeros
    return last
  }

  private func configuration(readonly: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.busyMode = .timeout(patience / .seconds(1))
    configuration.prepareDatabase { db in
      // For salvage: otherwise SQLite reads nothing at all from a file that is shorter than its header says.
      try db.execute(sql: readonly ? "PRAGMA writable_schema = ON" : "PRAGMA synchronous = FULL")
    }
    return configuration
  }

  private func reported<T>(_ body: () throws -> T) throws(ProgressError) -> T {
    do { return try body() } catch { throw ProgressError(error, log: place.log, patience: patience) }
  }
}
