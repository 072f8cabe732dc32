import Foundation
import GRDB

/// What an import did.
public struct ImportReport: Sendable, Equatable {
  /// A line that was not taken.
  public struct Rejection: Sendable, Equatable {
    /// From 1.
    public let line: Int
    public let reason: String
  }

  public internal(set) var added = 0
  public internal(set) var alreadyPresent = 0
  public internal(set) var rejected: [Rejection] = []
}

extension AttemptLog {
  /// Hands every entry to `write` as one line of JSON without its newline, in order of time, then id.
  ///
  /// Logs with the same entries give the same lines, whatever way the entries came in. Fields that came from a newer
  /// version are given as they came.
  ///
  /// - Returns: the number of lines.
  /// - Throws: a `ProgressError`, and what `write` throws.
  @discardableResult
  public func export(_ write: (String) throws -> Void) throws -> Int {
    // Numbers first: SQLite would sort whole records, source texts and all.
    let numbers = try access { queue in
      try queue.read { try Int64.fetchAll($0, sql: "SELECT number FROM attempt ORDER BY time, id") }
    }
    for number in numbers {
      let record = try access { queue in
        try queue.read { db in
          try String.fetchOne(
            db.cachedStatement(sql: "SELECT record FROM attempt WHERE number = ?"), arguments: [number])
        }
      }
      if let record { try write(record) }
    }
    return numbers.count
  }

  /// Adds the entries of an exported log that this one lacks: the union by id, in one transaction.
  ///
  /// Empty lines are skipped. A line that is no entry, or that has an entry's id but says something else, is reported
  /// and not taken; the others are.
  ///
  /// - Parameter lines: JSON Lines in UTF-8.
  /// - Returns: what was added, was there already and was rejected.
  /// - Throws: a `ProgressError`; then nothing was added.
  public func importLines(_ lines: Data) throws(ProgressError) -> ImportReport {
    var report = ImportReport()
    try add { db in
      let pieces = lines.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      for (index, piece) in pieces.enumerated() {
        let text = String(validating: piece, as: UTF8.self)
        guard let line = text?.trimmingCharacters(in: .whitespaces.union(["\r", "\u{feff}"])) else {
          report.rejected.append(.init(line: index + 1, reason: "it is not UTF-8"))
          continue
        }
        guard !line.isEmpty else { continue }
        do {
          try take(line, into: db, &report)
        } catch let rejection as UnusableLine {
          report.rejected.append(.init(line: index + 1, reason: rejection.reason))
        }
      }
    }
    return report
  }

  private func take(_ line: String, into db: Database, _ report: inout ImportReport) throws {
    let attempt: Attempt
    do { attempt = try Attempt(jsonLine: line.utf8) } catch { throw UnusableLine(reason: decodingFault(error)) }
    guard let stored = try storedRecord(attempt.id, in: db) else {
      try insert(attempt, record: line, into: db)  // the line itself: what we do not know stays in it
      report.added += 1
      return
    }
    guard try stored == line || decoded(stored) == attempt else {
      throw UnusableLine(reason: "the log has an entry with the id \(attempt.id) that says something else; it was kept")
    }
    report.alreadyPresent += 1
  }
}

private struct UnusableLine: Error {
  let reason: String
}
