import Events
import Sandbox

/// What came of one judgement of one file: never thrown, for a wrong answer is a value.
public struct Verdict: Sendable {
  /// The one word for the whole, in the order of what stands in the way.
  public enum Headline: String, Codable, Sendable {
    case passed, failed, notWritten, doesNotCompile, crashed, timedOut, outOfMemory, endedEarly
  }

  /// What came of measuring a goal beyond passing.
  public typealias Medal = MedalResult

  public var exercise: String
  public var headline: Headline
  /// One for each declared check, in order, or only the one that was asked for; empty if the file does not compile.
  public var checks: [CheckResult]
  /// Why it does not compile, first error first.
  public var diagnostics: [Diagnostic] = []
  /// The misconceptions whose answers are the learner's, the likeliest first.
  public var suspected: [Suspicion] = []
  /// The earlier exercises of the learner's, by slug, in whose files the fault lies: with the reference in their place
  /// everything passes.
  public var upstream: [String] = []
  /// The goals beyond passing that were measured; none unless it passed.
  public var medals: [Medal] = []
  /// Whether goals of speed are still to be measured, by `Grader.measureSpeed`: a verdict does not wait for an optimised
  /// program that it does not need.
  public var isSpeedPending = false
  /// What there is to look at: figures as LabPlot's JSON.
  public var pictures: [String] = []
  /// What a reader must know to weigh the verdict: a dependency taken from the reference, a fault of the lab.
  public var notes: [String] = []
  public var sha256: String
  public var toolkit: String
  public var seed: UInt64
  public var containment: Containment
  public var seconds: Seconds
  /// Under which id it stands in the learner's log; nil if it was not written down.
  public var attempt: String?

  /// Whether all checks were asked, not only one or one case of it.
  public var isWhole = true

  public var isPassed: Bool { headline == .passed }
}

/// One check's part of a verdict.
public struct CheckResult: Sendable, Equatable {
  /// Its place among the declared checks, from 1.
  public var number: Int
  public var name: String
  public var outcome: CheckOutcome
  /// The largest error of its numeric answers, as a share of the largest number expected: 0 is exact. nil if no numbers
  /// were compared.
  public var error: Double?
  /// What the learner's code printed while it ran.
  public var output: String = ""
}

/// What came of one check.
public enum CheckOutcome: Sendable, Equatable {
  case passed
  case failed([Failure])
  case notWritten
  case crashed(Crash)
  case timedOut(Overrun)
  /// More was asked for than there is, in this line of the learner's file if that could be seen.
  case outOfMemory(line: Int?)
  /// The program ended itself, with this status.
  case endedEarly(Int32)
  /// The program ended before it came to this check, and was not started again.
  case notReached

  /// Whether a rerun without optimisation could tell more.
  var isVague: Bool {
    switch self {
    case .crashed(let crash): crash.isVague
    case .outOfMemory(let line): line == nil
    default: false
    }
  }

  /// Whether an optimised program could get beyond: it is faster and takes less memory and stack.
  var dependsOnOptimisation: Bool {
    switch self {
    case .timedOut, .outOfMemory: true
    case .crashed(let crash): crash.isVague || crash.isStackOverflow
    case .failed(let failures): failures.contains { $0.dependsOnOptimisation ?? false }
    default: false
    }
  }

  /// The word kept in the log and in JSON.
  public var name: String {
    switch self {
    case .passed: "passed"
    case .failed: "failed"
    case .notWritten: "notWritten"
    case .crashed: "crashed"
    case .timedOut: "timedOut"
    case .outOfMemory: "outOfMemory"
    case .endedEarly: "endedEarly"
    case .notReached: "notReached"
    }
  }
}

/// How a check was ended that took longer than it may.
public struct Overrun: Sendable, Equatable {
  /// What it was allowed.
  public var seconds: Double
  /// The limit of what may be printed, in bytes, if it printed more than that.
  public var printedBytes: Int?
  /// Where it was in the learner's file, if that could be seen.
  public var line: Int?
}

/// Where and why a program crashed.
public struct Crash: Sendable, Equatable {
  /// In words: "index out of range".
  public var reason: String
  /// The line in the learner's file, if the crash lies below one.
  public var line: Int?
  /// The line in Checks.swift below which it lies.
  public var checksLine: Int?
  /// The learner's function in which it lies has no line there, so that `line` is that of a caller or missing.
  var isLineLost = false
}

/// How long the parts took.
public struct Seconds: Sendable, Codable, Equatable {
  public var compile = 0.0
  public var link = 0.0
  public var run = 0.0
  public var total = 0.0
}

extension Verdict.Headline {
  /// The headline that follows from the checks.
  static func of(_ checks: [CheckResult]) -> Self {
    let outcomes = checks.map(\.outcome)
    func some(_ name: String) -> Bool { outcomes.contains { $0.name == name } }
    if !outcomes.isEmpty, outcomes.allSatisfy({ $0 == .passed }) { return .passed }
    if some("crashed") { return .crashed }
    if some("timedOut") { return .timedOut }
    if some("outOfMemory") { return .outOfMemory }
    if some("endedEarly") { return .endedEarly }
    if some("failed") { return .failed }
    return .notWritten
  }
}
