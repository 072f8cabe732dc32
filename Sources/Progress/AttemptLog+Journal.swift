import Foundation
import GRDB

/// An entry of the log without its source text.
public struct JournalEntry: Sendable, Equatable {
  public let time: Date
  public let exercise: String
  public let kind: Attempt.Kind
  public let verdict: String?
  /// The misconception that the answers agreed with.
  public let suspected: String?
}

extension AttemptLog {
  /// Every entry in the order of time.
  ///
  /// - Returns: the entries, source texts left where they are.
  /// - Throws: a `ProgressError`.
  public func journal() throws(ProgressError) -> [JournalEntry] {
    try access { queue in
      let rows = try queue.read { db in
        try Row.fetchAll(
          db,
          sql: """
            SELECT time, exercise, kind, verdict,
              CASE WHEN kind = 'attempt' AND verdict <> 'passed' THEN json_extract(record, '$.suspected') END
            FROM attempt ORDER BY time, id
            """)
      }
      return try rows.map { row in
        JournalEntry(
          time: Date(millisecondsSince1970: try row.decode(Int64.self, atIndex: 0)),
          exercise: try row.decode(String.self, atIndex: 1),
          kind: Attempt.Kind(rawValue: try row.decode(String.self, atIndex: 2)),
          verdict: try row.decode(String?.self, atIndex: 3), suspected: try row.decode(String?.self, atIndex: 4))
      }
    }
  }
}
