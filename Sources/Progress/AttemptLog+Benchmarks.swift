import Foundation
import GRDB

extension AttemptLog {
  /// Adds the measurements of a run, all or none; they are on the disk when this returns.
  ///
  /// - Throws: a `ProgressError`; then the log is as before.
  public func append(_ benchmarks: [Benchmark]) throws(ProgressError) {
    try access { queue in
      try queue.write { db in
        for benchmark in benchmarks { try insert(benchmark, record: try benchmark.jsonLine(), into: db) }
      }
    }
    try requireInPlace()
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

/// Adds a row. `record` is the measurement's line of JSON, perhaps with fields that `Benchmark` does not know.
func insert(_ benchmark: Benchmark, record: String, into db: Database) throws {
  let statement = try db.cachedStatement(
    sql: "INSERT INTO benchmark (id, time, kernel, size, contender, record) VALUES (?, ?, ?, ?, ?, ?)")
  try statement.execute(
    arguments: [
      benchmark.id.uuidString, benchmark.time.millisecondsSince1970, benchmark.kernel, benchmark.size,
      benchmark.contender, record,
    ])
}
