import Foundation
import GRDB

/// What the log says about one exercise.
public struct ExerciseProgress: Sendable, Equatable {
  /// When it was passed for the first time; nil if never.
  public internal(set) var firstPassed: Date?
  /// When it was last passed.
  public internal(set) var lastPassed: Date?
  /// The newest entry of any kind.
  public internal(set) var lastEntry: Date
  /// How often it was graded.
  public internal(set) var attemptCount = 0
  /// The most rungs of the hint ladder that were seen.
  public internal(set) var hintsSeen = 0
  /// What the newest grading said.
  public internal(set) var lastVerdict: String?
  /// The digest of what was graded when it was last passed.
  public internal(set) var passedSHA256: String?
  public internal(set) var gaveUp = false
  /// Derived from the times of the entries: from one entry of the whole log to the next the time is counted for the
  /// exercise of the later one. A gap over 30 minutes is a break and does not count, so the work before the first
  /// entry after a break is not seen.
  public internal(set) var timeSpent = Duration.zero

  public var isPassed: Bool { firstPassed != nil }
}

extension AttemptLog {
  /// Progress by exercise. An exercise without an entry is not in it.
  ///
  /// - Complexity: one pass over the entries, without their source texts.
  public func summary() throws(ProgressError) -> [String: ExerciseProgress] {
    try access { queue in
      try queue.read { db in
        var summary = SummaryPass()
        let rows = try Row.fetchCursor(db, sql: SummaryPass.sql)
        while let row = try rows.next() {
          try summary.add(row)
        }
        return summary.exercises
      }
    }
  }
}

struct SummaryPass {
  /// Reads the index attempt_in_time and nothing else; a test holds it to that.
  static let sql = "SELECT time, exercise, kind, verdict, hintsSeen, sha256 FROM attempt ORDER BY time, id"

  static let longestGap: Int64 = 30 * 60 * 1000  // in milliseconds

  private(set) var exercises: [String: ExerciseProgress] = [:]
  private var previous: Int64?

  /// - Throws: a decoding error for a damaged row; GRDB's subscripts would end the program.
  mutating func add(_ row: Row) throws {
    let milliseconds = try row.decode(Int64.self, atIndex: 0)
    let time = Date(millisecondsSince1970: milliseconds)
    let gap = milliseconds - (previous ?? milliseconds)
    previous = milliseconds
    let exercise = try row.decode(String.self, atIndex: 1)
    try exercises[exercise, default: ExerciseProgress(lastEntry: time)].add(row, time: time, gap: gap)
  }
}

extension ExerciseProgress {
  /// Takes in the next row of `SummaryPass.sql`; `gap` is the time since the row before, in milliseconds.
  fileprivate mutating func add(_ row: Row, time: Date, gap: Int64) throws {
    lastEntry = time
    hintsSeen = max(hintsSeen, try row.decode(Int.self, atIndex: 4))
    if gap <= SummaryPass.longestGap { timeSpent += .milliseconds(gap) }
    switch Attempt.Kind(rawValue: try row.decode(String.self, atIndex: 2)) {
    case .attempt:
      attemptCount += 1
      lastVerdict = try row.decode(String?.self, atIndex: 3)
      guard lastVerdict == Attempt.passed else { return }
      firstPassed = firstPassed ?? time
      lastPassed = time
      passedSHA256 = try row.decode(String.self, atIndex: 5)
    case .gaveUp: gaveUp = true
    default: break
    }
  }
}
