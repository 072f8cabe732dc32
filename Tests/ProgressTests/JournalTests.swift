import Foundation
import Testing

@testable import Progress

@Suite struct JournalTests {
  @Test func `every entry is told without its text, and a suspicion only of what failed`() throws {
    let folder = try TemporaryFolder()
    let log = try AttemptLog(at: folder.log)
    func entry(_ seconds: Double, _ kind: Attempt.Kind, _ verdict: String?, _ suspected: String?) -> Attempt {
      Attempt(
        time: Date(timeIntervalSince1970: seconds), kind: kind, exercise: "norms",
        source: [.init(path: "norms.swift", text: "let \"x\" = 1")], sha256: "00", verdict: verdict,
        suspected: suspected)
    }
    for attempt in [
      entry(3, .attempt, "passed", nil), entry(1, .attempt, "failed", "squares \"overflow\""),
      entry(2, .hint, nil, nil),
      entry(0, .attempt, "failed", nil),
    ] { try log.append(attempt) }
    let journal = try log.journal()
    #expect(journal.map(\.time.timeIntervalSince1970) == [0, 1, 2, 3])
    #expect(journal.map(\.verdict) == ["failed", "failed", nil, "passed"])
    #expect(journal.map(\.suspected) == [nil, "squares \"overflow\"", nil, nil])
    #expect(journal.map(\.kind) == [.attempt, .attempt, .hint, .attempt])
  }
}
