import Foundation
import GRDB

extension Attempt {
  /// What the table repeats of the record, in the order of its columns from id to hintsSeen.
  var columns: [(any DatabaseValueConvertible)?] {
    [id.uuidString, time.millisecondsSince1970, kind.rawValue, exercise, verdict, sha256, hintsSeen]
  }

  /// Checks a row of `id … hintsSeen, record` against the record in it.
  ///
  /// - Throws: `WrongRow` if the record cannot be read or a column says something else.
  static func requireSound(_ row: Row) throws {
    let attempt: Attempt
    do { attempt = try Attempt(jsonLine: row.decode(String.self, atIndex: row.count - 1).utf8) } catch {
      throw WrongRow(reason: "an entry cannot be read (\(decodingFault(error)))")
    }
    let expected = attempt.columns.map { $0?.databaseValue ?? .null }
    guard zip(row.databaseValues, expected).allSatisfy(==) else {
      throw WrongRow(reason: "the columns of entry \(attempt.id) do not say what its record says")
    }
  }
}

struct WrongRow: Error {
  let reason: String
}

/// The record with this id, if the log has one.
func storedRecord(_ id: UUID, in db: Database) throws -> String? {
  let statement = try db.cachedStatement(sql: "SELECT record FROM attempt WHERE id = ?")
  return try String.fetchOne(statement, arguments: [id.uuidString])
}

/// Adds a row, and one for each of its medals. `record` is the attempt's line of JSON, perhaps with fields that `Attempt` does not know.
func insert(_ attempt: Attempt, record: String, into db: Database) throws {
  let statement = try db.cachedStatement(
    sql: """
      INSERT INTO attempt (id, time, kind, exercise, verdict, sha256, hintsSeen, record)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?)
      """)
  try statement.execute(arguments: StatementArguments(attempt.columns + [record]))
  for medal in attempt.medals {
    let record = String(decoding: try JSONEncoder().encode(medal), as: UTF8.self)
    try db.cachedStatement(sql: "INSERT INTO medal (attempt, exercise, record) VALUES (?, ?, ?)")
      .execute(arguments: [attempt.id.uuidString, attempt.exercise, record])
  }
}
