import Foundation
import GRDB
import Testing

@testable import Progress

@Suite struct SummaryTests {
  let folder: TemporaryFolder
  let log: AttemptLog

  init() throws {
    folder = try TemporaryFolder()
    log = try AttemptLog(at: folder.log)
  }

  func at(_ minutes: Double) -> Date { Date(timeIntervalSince1970: 1_772_357_400 + 60 * minutes) }

  func append(
    _ minutes: Double, _ exercise: String, _ verdict: String? = nil, sha256: String = "", hints: Int = 0,
    kind: Attempt.Kind = .attempt
  ) throws {
    try log.append(
      Attempt(
        time: at(minutes), kind: kind, exercise: exercise, sha256: sha256, verdict: verdict, hintsSeen: hints))
  }

  @Test func `says when an exercise was passed, with which file, after how many attempts and hints`() throws {
    try append(0, "softmax", "failed", sha256: "a1")
    try append(2, "softmax", hints: 1, kind: .hint)
    try append(5, "softmax", "passed", sha256: "b2", hints: 1)
    try append(6, "softmax", "passed", sha256: "c3", hints: 1)
    try append(9, "softmax", "failed", sha256: "d4", hints: 1)
    #expect(
      try log.summary() == [
        "softmax": ExerciseProgress(
          firstPassed: at(5), lastPassed: at(6), lastEntry: at(9), attemptCount: 4, hintsSeen: 1,
          lastVerdict: "failed", passedSHA256: "c3", gaveUp: false, timeSpent: .seconds(540))
      ])
  }

  @Test func `is empty for an empty log`() throws {
    #expect(try log.summary().isEmpty)
  }

  @Test func `an exercise with hints alone has no attempts`() throws {
    try append(0, "mean", hints: 1, kind: .hint)
    try append(1, "mean", hints: 1, kind: .gaveUp)
    try append(2, "mean", "passed", kind: .solutionSeen)
    let mean = try log.summary()["mean"]
    #expect(mean?.isPassed == false)
    #expect(mean?.attemptCount == 0)
    #expect(mean?.lastVerdict == nil)
    #expect(mean?.gaveUp == true)
    #expect(mean?.lastEntry == at(2))
  }

  @Test func `time counts for the exercise of the later entry and breaks do not count`() throws {
    try append(0, "mean", "failed")
    try append(10, "mean", "passed")
    try append(40, "variance", "failed")  // 30 minutes still count
    try append(70.01, "variance", "failed")  // a little more does not
    try append(75.01, "mean", "passed")
    let spent = try log.summary().mapValues(\.timeSpent)
    #expect(spent == ["mean": .seconds(900), "variance": .seconds(1800)])
  }

  @Test func `does not depend on the order in which entries came in`() throws {
    let attempts = randomAttempts(200, seed: 6)
    for attempt in attempts { try log.append(attempt) }
    let other = try TemporaryFolder()
    let reversed = try AttemptLog(at: other.log)
    for attempt in attempts.reversed() { try reversed.append(attempt) }
    #expect(try log.summary() == reversed.summary())
  }

  @Test func `agrees with counting over the attempts themselves`() throws {
    let attempts = randomAttempts(200, seed: 8)
    for attempt in attempts { try log.append(attempt) }
    for (exercise, progress) in try log.summary() {
      let entries = attempts.filter { $0.exercise == exercise }.sorted { $0.time < $1.time }
      let graded = entries.filter { $0.kind == .attempt }
      #expect(progress.attemptCount == graded.count)
      #expect(progress.hintsSeen == entries.map(\.hintsSeen).max())
      #expect(progress.firstPassed == graded.first { $0.verdict == "passed" }?.time)
      #expect(progress.passedSHA256 == graded.last { $0.verdict == "passed" }?.sha256)
      #expect(progress.lastVerdict == graded.last?.verdict)
      #expect(progress.lastEntry == entries.last?.time)
    }
  }

  /// Source texts are kilobytes, so a pass over whole rows would read the whole file.
  @Test func `reads the index and no row`() throws {
    let plan = try log.queue.read { db in
      try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + SummaryPass.sql).map { $0["detail"] as String }
    }
    #expect(plan == ["SCAN attempt USING COVERING INDEX attempt_in_time"])
  }
}
