import Curriculum
import Events
import Foundation
import Sandbox

/// The runs of one program: started again behind a check that ended it, until every check has an outcome.
struct Judgement {
  let grader: Grader
  let program: String
  let exercise: Exercise
  var options: Grader.Options
  /// The last check comes first.
  var isReversed = false
  /// In how many seconds the checks of one run must be over, all together, or it is `Inconclusive`; nil if each has its
  /// own time.
  var patience: Double?
  /// Called when half of the checks have passed and none has failed, perhaps several times: of wrong answers few come so
  /// far, of right ones all.
  var whenHalfHasPassed: (@Sendable () -> Void)?

  struct Result {
    var checks: [CheckResult]
    var suspicions: [Suspicion] = []
    var medals: [MedalResult] = []
    /// Figures as LabPlot's JSON, and how many are declared; nil if none was tried.
    var pictures: [String] = []
    var pictureCount: Int?
    var notes: [String] = []
    var misconceptions: [String] = []
    var alternatives: [String] = []
    /// The kinds of its goals beyond passing.
    var medalKinds: Set<MedalKind> = []

    var isPassed: Bool { checks.allSatisfy { $0.outcome == .passed } }
    /// Whether an optimised program could do better.
    var dependsOnOptimisation: Bool { checks.contains { $0.outcome.dependsOnOptimisation } }

    /// What has passed in order counts only if it passes in the opposite order, too.
    mutating func compare(with opposite: Result) {
      notes += opposite.notes.filter { !notes.contains($0) }
      let changed = opposite.checks.indices.filter { opposite.checks[$0].outcome != .passed }
      guard !changed.isEmpty else { return }
      for index in changed { checks[index].outcome = opposite.checks[index].outcome }
      notes.append(
        "All checks passed in order, but not in the opposite order. An answer depends on chance, on the time, or on "
          + "earlier calls: what does your file keep in a global variable?")
    }
  }

  /// After so many crashes or time-outs the rest is "not reached"; `todo()` costs little and is not counted.
  private static let restartLimit = 3
  /// After `finished` only the misconceptions run; they are proved to end.
  private static let graceSeconds = 0.2
  /// How long the search for a misconception may take: a program that took long has long for it, too.
  private static func searchSeconds(after seconds: Double) -> Double { graceSeconds + 10 * seconds }
  /// What the medals of an exercise may take beyond that: each has 0.1 s, or three turns of its work.
  private static let medalSeconds = 3.0
  /// What the pictures may take beyond that.
  private static let pictureSeconds = 2.0
  /// After one endless check the next gets less: nobody waits for four of them.
  private static let laterCheckSeconds = 1.0
  /// What a learner's code prints beyond this is not shown.
  private static let outputLimit = 1 << 16

  func run(scratch: String, cancellation: Cancellation?) throws -> Result {
    var transcript = Transcript()
    var outputs: [Int: String] = [:]
    var notes: [String] = []
    var restarts = 0
    while true {
      let result = try runOnce(
        &transcript, skipped: transcript.outcomes.keys.sorted(), scratch: scratch, cancellation: cancellation)
      if patience != nil, result.stop == .wallTime, !transcript.isFinished || transcript.isPassed {
        throw Grader.Inconclusive.slow
      }
      let output = result.output(limit: Self.outputLimit)
      let index = interrupted(transcript)
      if let index {
        let outcome = outcome(of: result, output: output, begin: transcript.begin)
        transcript.end(index, as: outcome, outputEnd: output.utf8.count)
        if outcome != .notWritten { restarts += 1 }
      } else {
        try requireChecks(transcript, result, output)
      }
      for (check, range) in transcript.outputRanges { outputs[check] = Self.printed(in: output, range) }
      if transcript.isFinished {
        if result.stop != nil, transcript.pictureCount == nil {
          notes.append(
            "A misconception of this exercise did not end in time: a fault of the lab. The verdict stands.")
        }
        break
      }
      guard index != nil, options.onlyCheck == nil, transcript.outcomes.count < transcript.names.count,
        restarts <= Self.restartLimit, !transcript.isForged
      else { break }
    }
    if transcript.isForged {
      notes.append("The program wrote to the lab's own channel. Nothing it reported counts.")
    }
    let suspicions =
      try transcript.suspicions.isEmpty
      ? suspicionsAgain(transcript, scratch: scratch, cancellation: cancellation) : transcript.suspicions
    let checks = transcript.names.enumerated().map { index, name in
      let outcome = transcript.isForged ? .endedEarly(0) : transcript.outcomes[index] ?? .notReached
      return CheckResult(
        number: index + 1, name: name, outcome: outcome, error: transcript.errors[index], output: outputs[index] ?? "")
    }
    return Result(
      checks: checks, suspicions: suspicions, medals: transcript.medals,
      pictures: transcript.isForged ? [] : transcript.pictures, pictureCount: transcript.pictureCount, notes: notes,
      misconceptions: transcript.misconceptions, alternatives: transcript.alternatives,
      medalKinds: transcript.medalKinds)
  }

  /// Judges once for each round, all in one process: a proof needs hundreds of judgements, and a process costs more
  /// than most of them.
  ///
  /// With `stopsAtFailure` the program is ended at the first check that fails.
  ///
  /// - Returns: a result for each round; fewer if the program ended before the last, whose outcome is then in the last
  ///   result.
  func run(_ rounds: [Request.Round], scratch: String, stopsAtFailure: Bool = false) throws -> [Result] {
    var transcripts = [Transcript()]
    var limits = grader.limits
    limits.wallSeconds = limits.wallSeconds.map { $0 * Double(rounds.count) }
    limits.cpuSeconds = limits.cpuSeconds.map { $0 * rounds.count }
    var run = Run(program: program, dataFolder: grader.dataFolder, scratch: scratch, limits: limits)
    run.request = Request(key: transcripts[0].startAgain(), seed: 0, rounds: rounds).text
    run.data = try grader.data(of: exercise)
    run.offer(checkpoint: options.checkpoint, in: grader.sandbox)
    run.blasThreads = rounds.map(\.blasThreads).max() ?? 1
    var start = monotonicSeconds()
    let result = try grader.sandbox.run(run, with: grader.builds.toolchain) { line in
      let last = transcripts.count - 1
      switch transcripts[last].read(line) {
      case .round:
        transcripts.append(transcripts[last].next())
        start = monotonicSeconds()
        return .deadline(seconds: grader.checkSeconds)
      case .check: return .deadline(seconds: grader.checkSeconds)
      case .outcome(_, failures: let failures, _, _):
        return stopsAtFailure && !failures.isEmpty ? .deadline(seconds: 0) : .goOn
      // Proofs share the machine with each other: what is asked is whether the search ends, not how soon.
      case .finished:
        return .deadline(seconds: max(grader.checkSeconds, Self.searchSeconds(after: monotonicSeconds() - start)))
      default: return .goOn
      }
    }
    let output = result.output(limit: Self.outputLimit)
    let last = transcripts.count - 1
    let current = transcripts[last].current
    if let index = current {
      transcripts[last].end(
        index, as: outcome(of: result, output: output, begin: transcripts[last].begin), outputEnd: output.utf8.count)
    } else {
      try requireChecks(transcripts[last], result, output)
    }
    return transcripts.enumerated().map { index, transcript in
      let checks = transcript.names.enumerated().map { index, name in
        CheckResult(
          number: index + 1, name: name,
          outcome: transcript.isForged ? .endedEarly(0) : transcript.outcomes[index] ?? .notReached,
          error: transcript.errors[index])
      }
      let isWhole = index < last || transcript.isFinished && result.stop == nil && result.ending == .exited(0)
      let notes = isWhole || current != nil ? [] : ["the search for misconceptions did not end in time"]
      return Result(
        checks: checks, suspicions: transcript.suspicions, notes: notes, misconceptions: transcript.misconceptions,
        alternatives: transcript.alternatives)
    }
  }

  /// - Throws: `JudgementError` if the program told of no checks, or of two with one name: a misconception is named, and
  ///   a learner's progress told, by names.
  private func requireChecks(_ transcript: Transcript, _ result: RunResult, _ output: String) throws {
    if transcript.names.isEmpty {
      guard transcript.isFinished else {
        throw JudgementError(description: "The program did not start (\(result.ending)):\n\(output)")
      }
      throw JudgementError(
        description: exercise.inChecks(exercise.lineInChecks(of: "static var checks"))
          + "no check is declared: a fault of the exercise.")
    }
    let names = transcript.names
    guard let second = names.indices.first(where: { names[..<$0].contains(names[$0]) }) else { return }
    let first = exercise.lineInChecks(of: "\"\(names[second])\"")
    throw JudgementError(
      description: exercise.inChecks(first.flatMap { exercise.lineInChecks(of: "\"\(names[second])\"", after: $0) })
        + "two checks are called \"\(names[second])\": a fault of the exercise.")
  }

  /// The check during which the program ended, or before which, if it has not finished; if all were over, the last.
  private func interrupted(_ transcript: Transcript) -> Int? {
    if transcript.isFinished { return nil }
    let indices = transcript.names.indices.filter { (options.onlyCheck ?? $0) == $0 }
    let ordered = isReversed ? indices.reversed() : indices
    return transcript.current ?? ordered.first { transcript.outcomes[$0] == nil } ?? ordered.last
  }

  /// If the program had to be started again, no run has seen all that failed: one more runs every check that does not
  /// end the program, to look for a misconception.
  private func suspicionsAgain(
    _ transcript: Transcript, scratch: String, cancellation: Cancellation?
  ) throws -> [Suspicion] {
    let failed = transcript.outcomes.filter { $0.value.name == "failed" }
    let ending = transcript.names.indices.filter { index in
      !["passed", "failed"].contains(transcript.outcomes[index]?.name)
    }
    guard !failed.isEmpty, !ending.isEmpty, options.onlyCheck == nil, !isReversed else { return [] }
    var again = Transcript()
    _ = try runOnce(&again, skipped: ending, scratch: scratch, cancellation: cancellation)
    return again.suspicions
  }

  private func runOnce(
    _ transcript: inout Transcript, skipped: [Int], scratch: String, cancellation: Cancellation?
  ) throws -> RunResult {
    let request = Request(
      key: transcript.startAgain(), seed: options.seed, subject: options.subject, skipped: skipped,
      onlyCheck: options.onlyCheck, onlyCase: options.onlyCase, isReversed: isReversed,
      medals: isReversed ? [] : options.medals, makesPictures: options.makesPictures)
    var run = Run(program: program, dataFolder: grader.dataFolder, scratch: scratch, limits: grader.limits)
    run.request = request.text
    run.data = try grader.data(of: exercise)
    run.offer(checkpoint: options.checkpoint, in: grader.sandbox)
    run.blasThreads = options.blasThreads
    if let patience { run.limits.wallSeconds = patience }
    var state = transcript
    defer { transcript = state }
    let start = monotonicSeconds()
    let wasSlow = state.outcomes.values.contains { $0.name == "timedOut" }
    return try grader.sandbox.run(run, with: grader.builds.toolchain, cancellation: cancellation) { line in
      let event = state.read(line)
      if state.isPassed, 2 * state.outcomes.count >= max(1, state.names.count) { whenHalfHasPassed?() }
      return switch event {
      case .check where patience == nil:
        .deadline(seconds: wasSlow ? min(Self.laterCheckSeconds, grader.checkSeconds) : grader.checkSeconds)
      case .finished:
        .deadline(
          seconds: Self.searchSeconds(after: monotonicSeconds() - start)
            + (options.medals.isEmpty ? 0 : patience ?? Self.medalSeconds)
            + (options.makesPictures ? Self.pictureSeconds : 0))
      default: .goOn
      }
    }
  }

  /// What ended the program in the middle of a check, whose output begins at a byte of the whole.
  private func outcome(of result: RunResult, output: String, begin: Int) -> CheckOutcome {
    func crash(_ signal: Int32) -> Crash {
      Crash(report: result.crashReport, output: output, file: Grader.fileName(exercise), signal: signal)
    }
    func overrun(_ seconds: Double) -> CheckOutcome {
      let limit = grader.limits.fileBytes.flatMap { begin < $0 && result.outputSize >= $0 ? $0 : nil }
      return .timedOut(Overrun(seconds: seconds, printedBytes: limit, line: crash(SIGQUIT).line))
    }
    switch (result.stop, result.ending) {
    case (.wallTime, _): return overrun(result.allowedSeconds)
    case (_, .signalled(SIGXCPU)): return overrun(Double(grader.limits.cpuSeconds ?? 0))
    case (.memory, _): return .outOfMemory(line: nil)
    case (_, .exited(Self.notWrittenStatus)): return .notWritten
    case (_, .exited(let status)): return .endedEarly(status)
    case (_, .signalled(let signal)):
      if output.contains("failed to allocate") || output.contains("std::bad_alloc") {
        return .outOfMemory(line: crash(signal).line)
      }
      return .crashed(crash(signal))
    }
  }

  /// The status of `todo()`.
  static let notWrittenStatus: Int32 = 75

  /// What the learner's code printed, without the last words of the runtime and of `todo()`.
  private static func printed(in output: String, _ range: Range<Int>) -> String {
    let bytes = Array(output.utf8)
    let part = bytes[min(range.lowerBound, bytes.count)..<min(range.upperBound, bytes.count)]
    return String(decoding: part, as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
      .prefix { line in
        !["*** Signal ", "Could not cast value of type "].contains { line.hasPrefix($0) }
          && !line.contains("Fatal error: ") && !line.hasSuffix(": not written yet")
      }
      .joined(separator: "\n").trimmingCharacters(in: .newlines)
  }

}

/// The lab could not run a program that it had built.
public struct JudgementError: Error, CustomStringConvertible {
  public let description: String
}
