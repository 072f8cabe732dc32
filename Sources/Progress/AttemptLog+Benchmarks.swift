import Foundation
import GRDB

extension AttemptLog {
  /// Adds the measurements of a run, all or none; they are on the disk when this returns.
  ///
  /// - Throws: a `ProgressError`; then the log is as before.
  public func append(_ benchmarks: [Benchmark]) throws(ProgressError) {
    try add { db in
      for benchmark in benchmarks { try benchmark.insert(record: try benchmark.jsonLine(), into: db) }
    }
  }

  /// The measurements of a kernel, oldest run first, in a run by size.
  ///
  /// - Parameter kernel: nil for all kernels.
  /// - Returns: the measurements in that order.
  /// - Throws: a `ProgressError`.
  public func benchmarks(kernel: String? = nil) throws(ProgressError) -> [Benchmark] {
    try access { queue in
      let records = try queue.read { db in
        try String.fetchAll(
          db,
          sql: "SELECT record FROM benchmark WHERE ?1 IS NULL OR kernel = ?1 ORDER BY time, kernel, size, number",
          arguments: [kernel])
      }
      return try records.map(decodedBenchmark)
    }
  }

  private func decodedBenchmark(_ record: String) throws(ProgressError) -> Benchmark {
    do { return try Benchmark(jsonLine: record.utf8) } catch {
      throw .damaged(url, "a measurement cannot be read (\(decodingFault(error)))")
    }
  }
}

extension Benchmark {
  /// What the table repeats of the record, in the order of its columns from id to contender.
  private var columns: [any DatabaseValueConvertible] {
    [id.uuidString, time.millisecondsSince1970, kernel, size, contender]
  }

  /// Adds a row. `record` is the measurement's line of JSON, perhaps with fields that `Benchmark` does not know.
  func insert(record: String, into db: Database) throws {
    let statement = try db.cachedStatement(
      sql: "INSERT INTO benchmark (id, time, kernel, size, contender, record) VALUES (?, ?, ?, ?, ?, ?)")
    try statement.execute(arguments: StatementArguments(columns + [record]))
  }

  /// Checks a row of `id … contender, record` against the record in it.
  ///
  /// - Throws: `WrongRow` if the record cannot be read or a column says something else.
  static func requireSound(_ row: Row) throws {
    let benchmark: Benchmark
    do { benchmark = try Benchmark(jsonLine: row.decode(String.self, atIndex: row.count - 1).utf8) } catch {
      throw WrongRow(reason: "a measurement cannot be read (\(decodingFault(error)))")
    }
    guard zip(row.databaseValues, benchmark.columns).allSatisfy({ $0 == $1.databaseValue }) else {
      throw WrongRow(reason: "the columns of measurement \(benchmark.id) do not say what its record says")
    }
  }
}
