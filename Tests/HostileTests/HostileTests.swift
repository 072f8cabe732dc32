import Foundation
import Grading
import Progress
import Testing

/// Files that try to be judged better than they are, or to harm what is around them; each is judged as its header says.
@Suite(.enabled(if: Place.isSafe, "files and processes cannot be protected on this system"))
struct HostileTests {
  @Test(arguments: Submission.all) func `is judged as it must be, and leaves nothing behind`(
    submission: Submission
  ) throws {
    let place = try Place(submission)
    let before = try place.snapshot()
    let verdict = try place.judge(submission)
    #expect(place.isLeft(within: 1), "left behind: \(place.processes())")
    let words = verdict.words(ink: Ink(isColoured: false), width: 1000).joined(separator: "\n")
    if submission.isCovered { #expect(submission.verdicts.contains(verdict.headline), "\(words)") }
    if let says = submission.says { #expect(words.contains(says), "\(words)") }
    #expect(verdict.seconds.run <= allowedSeconds(verdict, submission), "\(words)")
    let after = try place.snapshot()
    #expect(after == before, "changed: \(Set(after.keys).union(before.keys).filter { after[$0] != before[$0] })")
    #expect(try AttemptLog(at: place.logURL).attempts() == [place.firstAttempt])
  }

  /// Where a check is cut off: the limit of each, and one second more for every run. The limit is of the time that it
  /// has or could have a processor; one that waits for others gets up to five times that on the clock.
  private func allowedSeconds(_ verdict: Verdict, _ submission: Submission) -> Double {
    guard verdict.headline == .timedOut else { return .infinity }
    let cutOff = verdict.checks.count { $0.outcome.name == "timedOut" }
    let runs = 1 + verdict.checks.count { $0.outcome != .passed && $0.outcome.name != "failed" }
    return 5 * Double(cutOff) * submission.checkSeconds + Double(runs)
  }

  @Test func `there are at least forty, and every header is whole`() {
    #expect(Submission.all.count >= 40)
    for submission in Submission.all {
      for key in ["tries", "exercise"] { #expect(submission.header[key] != nil, "\(submission): \(key)") }
      #expect(submission.isCovered == (submission.header["why"] != nil), "\(submission)")
      #expect(submission.isCovered != submission.verdicts.isEmpty, "\(submission)")
      let known: Set = ["tries", "exercise", "verdict", "why", "says", "not covered"]
      #expect(submission.header.keys.filter { !known.contains($0) } == [], "\(submission)")
    }
  }
}
