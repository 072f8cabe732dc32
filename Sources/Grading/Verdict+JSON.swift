import Events

extension CheckResult {
  /// The outcome in one sentence and a line, for the log and for JSON; a failure's line is in Checks.swift, a crash's
  /// in the learner's file.
  public var report: (message: String?, line: Int?) {
    switch outcome {
    case .failed(let failures): (failures.first?.message, failures.first?.line)
    case .crashed(let crash): (crash.reason, crash.line)
    case .endedEarly(let status): ("ended itself with status \(status)", nil)
    case .timedOut(let overrun): (overrun.words, overrun.line)
    case .outOfMemory(let line): ("asked for more memory than a graded program gets", line)
    case .passed, .notWritten, .notReached: (nil, nil)
    }
  }
}

extension Overrun {
  /// What is known of it: neither that a loop is endless nor that it would have ended.
  var words: String {
    let whole = seconds.rounded()
    let time = "took longer than \(seconds == whole ? String(Int(whole)) : String(seconds)) s"
    return (printedBytes.map { "printed more than \($0 >> 20) MB and " } ?? "") + time
  }
}

/// `mllab run --json`. The names are kept: programs read them.
extension Verdict: Encodable {
  private enum Key: String, CodingKey {
    case exercise, verdict, checks, diagnostics, suspected, upstream, medals, notes, sha256, toolkit, seed, containment,
      seconds,
      attempt
  }

  private struct Check: Encodable {
    var name: String
    var outcome: String
    var message: String?
    var line: Int?
    var error: Double?
    var failures: [Failure]
    var output: String
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Key.self)
    try container.encode(exercise, forKey: .exercise)
    try container.encode(headline, forKey: .verdict)
    try container.encode(
      checks.map { check in
        let failures = if case .failed(let failures) = check.outcome { failures } else { [Failure]() }
        return Check(
          name: check.name, outcome: check.outcome.name, message: check.report.message, line: check.report.line,
          error: check.error, failures: failures, output: check.output)
      }, forKey: .checks)
    try container.encode(diagnostics, forKey: .diagnostics)
    try container.encode(suspected, forKey: .suspected)
    try container.encode(upstream, forKey: .upstream)
    try container.encode(medals, forKey: .medals)
    try container.encode(notes, forKey: .notes)
    try container.encode(sha256, forKey: .sha256)
    try container.encode(toolkit, forKey: .toolkit)
    try container.encode(seed, forKey: .seed)
    try container.encode(containment, forKey: .containment)
    try container.encode(seconds, forKey: .seconds)
    try container.encodeIfPresent(attempt, forKey: .attempt)
  }
}
