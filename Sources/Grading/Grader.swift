import ContentHash
import Curriculum
import Events
import Foundation
import Sandbox

/// Judges files: compile, run confined, events to verdict.
public struct Grader: Sendable {
  public let builds: Builds
  public let sandbox: Sandbox
  /// `datasets/`.
  public let dataFolder: String
  public var limits = Limits.graded
  /// A check that takes longer than this is an endless loop, or as good as one.
  public var checkSeconds = 4.0
  /// How long the checks may take without optimisation: what is saved by not optimising, and a little more.
  var unoptimisedSeconds = 0.4

  public init(builds: Builds, sandbox: Sandbox, dataFolder: String) {
    self.builds = builds
    self.sandbox = sandbox
    self.dataFolder = dataFolder
  }

  /// What is asked of a judgement beside the file.
  public struct Options: Sendable {
    public var seed: UInt64
    /// One check, by its index, and one case of it; nil for all.
    public var onlyCheck: Int?
    public var onlyCase: Int?
    public var blasThreads = 1
    public var subject = Request.Subject.learner
    /// The goals beyond passing that are measured when everything passes.
    public var medals: Set<MedalKind> = []
    public static let allMedals = Set(MedalKind.allCases)
    /// Whether the exercise's pictures are made, passed or not.
    public var makesPictures = false
    /// The file with what a training of the learner's has left; nil if there is none.
    public var checkpoint: String?

    public init(seed: UInt64) { self.seed = seed }
  }

  /// Judges a file of the learner's.
  ///
  /// Most of the time from a save to its verdict would go to the optimiser, for a program that runs for a hundredth of a
  /// second. So the file is judged without optimisation first; with it, where that takes too long, where speed or
  /// memory decides. What passes so has its speed measured afterwards, by `measureSpeed`.
  ///
  /// - Parameters:
  ///   - source: what is judged, and nothing else.
  ///   - exercise: by whose checks.
  ///   - dependencies: the modules of the exercise's `uses`.
  ///   - options: seed, cases, threads.
  ///   - cancellation: ends the judgement.
  /// - Returns: the verdict.
  /// - Throws: `Cancelled`, or what is wrong with the lab; never for what is wrong with the file.
  public func judge(
    _ source: SourceFile, by exercise: Exercise, dependencies: [Dependency], options: Options,
    cancellation: Cancellation? = nil
  ) throws -> Verdict {
    let start = monotonicSeconds()
    let checks = try builds.checks(exercise.checksURL)
    func judge(optimised: Bool) throws -> Verdict {
      var verdict = try self.judge(
        source, by: exercise, dependencies, options, optimised: optimised, cancellation: cancellation)
      verdict.seconds.total = monotonicSeconds() - start
      return verdict
    }
    do {
      if !checks.isSlowUnoptimised { return try judge(optimised: false) }
    } catch Inconclusive.slow {
      let verdict = try judge(optimised: true)
      // What an endless loop or a crash takes says nothing about the exercise.
      if verdict.checks.allSatisfy({ ["passed", "failed"].contains($0.outcome.name) }) { checks.noteSlowUnoptimised() }
      return verdict
    } catch Inconclusive.decidedBySpeed {}
    return try judge(optimised: true)
  }

  /// Why a judgement without optimisation is none.
  enum Inconclusive: Error {
    /// The checks were not over in time.
    case slow
    /// A limit was met that an optimised program may keep.
    case decidedBySpeed
  }

  /// - Throws: `Inconclusive` too, if it is not optimised.
  private func judge(
    _ source: SourceFile, by exercise: Exercise, _ dependencies: [Dependency], _ options: Options, optimised: Bool,
    cancellation: Cancellation?
  ) throws -> Verdict {
    var verdict = Verdict(
      exercise: exercise.slug, headline: .doesNotCompile, checks: [], sha256: source.sha256,
      toolkit: builds.toolchain.version, seed: options.seed, containment: sandbox.containment, seconds: Seconds())
    verdict.notes = dependencies.notes
    if let problem = source.problem {
      verdict.diagnostics = [.about(problem)]
      return verdict
    }
    let scratch = try Scratch(in: builds.toolchain.cache)
    switch try build(
      source, exercise, dependencies, optimised: optimised, scratch: scratch.path, cancellation: cancellation)
    {
    case .learnerFailed(let words):
      verdict.diagnostics = Diagnostic.all(in: words, file: Self.fileName(exercise))
    case .bindingFailed(let words):
      verdict.diagnostics = try Contract(of: exercise).explain(words, source: source)
    case .program(let program, let compileSeconds, let linkSeconds):
      verdict.diagnostics = try Contract(of: exercise).differences(in: source)
      guard verdict.diagnostics.isEmpty else { return verdict }
      verdict.seconds.compile = compileSeconds
      verdict.seconds.link = linkSeconds
      var judgement = Judgement(grader: self, program: program, exercise: exercise, options: options)
      if !optimised {
        judgement.patience = unoptimisedSeconds
        judgement.options.medals.remove(.speed)
      }
      let opposite = OppositeOrder(of: judgement, scratch: scratch.path)
      defer { opposite.end() }
      // Where speed is measured nothing runs beside.
      if !optimised, options.onlyCheck == nil { judgement.whenHalfHasPassed = opposite.start }
      let runStart = monotonicSeconds()
      var result = try judgement.run(scratch: scratch.path, cancellation: cancellation)
      if options.onlyCheck == nil, result.isPassed {
        result.compare(with: try opposite.result(cancellation: cancellation))
      }
      if !optimised, result.dependsOnOptimisation { throw Inconclusive.decidedBySpeed }
      verdict.seconds.run = monotonicSeconds() - runStart
      let isWrong = !result.isPassed
      if let rules = exercise.checkOfRules(
        number: result.checks.count + 1, source: source, symbols: builds.symbolsAskedFor(in: scratch.path))
      {
        result.checks.append(rules)
        if rules.outcome != .passed { result.medals = [] }
      }
      verdict.checks = result.checks
      if let only = options.onlyCheck {
        verdict.isWhole = false
        verdict.checks = result.checks.filter { $0.number == only + 1 }
        if verdict.checks.isEmpty {
          verdict.notes.append("\(exercise.slug) has \(result.checks.count) checks, none has the number \(only + 1).")
        }
      }
      verdict.suspected = result.suspicions
      verdict.medals = result.medals
      verdict.pictures = result.pictures
      verdict.notes += result.notes
      verdict.headline = .of(verdict.checks)
      verdict.isSpeedPending =
        !optimised && verdict.isPassed && options.medals.contains(.speed) && result.medalKinds.contains(.speed)
      if isWrong, options.onlyCheck == nil, !verdict.suspected.contains(where: \.isExact) {
        verdict.upstream = try faultyDependencies(
          of: try parts(source, exercise, dependencies), exercise, dependencies, after: verdict, options,
          scratch: scratch.path, cancellation: cancellation)
      }
      if optimised {
        try explainCrashes(&verdict, source, exercise, dependencies, options, cancellation: cancellation)
      }
      try requireSoundChecks(verdict, program, exercise, options, scratch: scratch.path, cancellation: cancellation)
    }
    return verdict
  }

  /// Measures the goals of speed of a file that has passed without optimisation.
  ///
  /// - Parameters: those of the judgement.
  /// - Returns: what came of each; none if the optimised program does not pass or what it was to do could not be timed.
  /// - Throws: `Cancelled`, or what is wrong with the lab.
  public func measureSpeed(
    of source: SourceFile, by exercise: Exercise, dependencies: [Dependency], options: Options,
    cancellation: Cancellation? = nil
  ) throws -> [MedalResult] {
    let scratch = try Scratch(in: builds.toolchain.cache)
    guard
      case .program(let program, _, _) = try build(
        source, exercise, dependencies, scratch: scratch.path, cancellation: cancellation)
    else { return [] }
    var judgement = Judgement(grader: self, program: program, exercise: exercise, options: options)
    judgement.options.medals = [.speed]
    judgement.options.makesPictures = false
    let result = try judgement.run(scratch: scratch.path, cancellation: cancellation)
    return result.isPassed ? result.medals : []
  }

  /// Compiles everything that a judgement of this exercise needs beside the learner's file, tries the sandbox, and tidies
  /// up.
  ///
  /// - Returns: the modules of the exercise's `uses`.
  public func warm(
    _ exercise: Exercise, in curriculum: Curriculum, passed: (String) throws -> String?
  ) throws -> [Dependency] {
    Scratch.removeLeftovers(in: builds.toolchain.cache)
    _ = try builds.checks(exercise.checksURL)
    _ = sandbox.containment
    return try dependencies(of: exercise, in: curriculum, passed: passed)
  }

  /// The name under which the learner's file is compiled: messages and backtraces show it.
  static func fileName(_ exercise: Exercise) -> String { "\(exercise.slug).swift" }

  func build(
    _ source: SourceFile, _ exercise: Exercise, _ dependencies: [Dependency], optimised: Bool = true,
    scratch: String, cancellation: Cancellation?
  ) throws -> Builds.Outcome {
    var parts = try parts(source, exercise, dependencies)
    parts.isUnoptimised = !optimised
    return try builds.program(parts, in: scratch, cancellation: cancellation)
  }

  func parts(_ source: SourceFile, _ exercise: Exercise, _ dependencies: [Dependency]) throws -> Builds.Parts {
    Builds.Parts(
      learner: (Self.fileName(exercise), source.bytes), checks: try builds.checks(exercise.checksURL),
      used: dependencies.map(\.module), binding: exercise.bindingURL.path)
  }

  /// Where an optimised program does not say where or why it ended, runs the crashed checks again without optimisation.
  private func explainCrashes(
    _ verdict: inout Verdict, _ source: SourceFile, _ exercise: Exercise, _ dependencies: [Dependency],
    _ options: Options, cancellation: Cancellation?
  ) throws {
    let vague = verdict.checks.indices.filter { verdict.checks[$0].outcome.isVague }
    guard !vague.isEmpty else { return }
    let scratch = try Scratch(in: builds.toolchain.cache)
    guard
      case .program(let program, _, _) = try build(
        source, exercise, dependencies, optimised: false, scratch: scratch.path, cancellation: cancellation)
    else { return }
    for index in vague {
      var again = options
      again.onlyCheck = verdict.checks[index].number - 1
      let judgement = Judgement(grader: self, program: program, exercise: exercise, options: again)
      let result = try judgement.run(scratch: scratch.path, cancellation: cancellation)
      let outcome = result.checks[verdict.checks[index].number - 1].outcome
      if case .crashed(let unoptimised) = outcome, case .crashed(let optimised) = verdict.checks[index].outcome {
        verdict.checks[index].outcome = .crashed(unoptimised.completed(by: optimised))
      } else if outcome.name == verdict.checks[index].outcome.name {
        verdict.checks[index].outcome = outcome
      }
    }
  }
}
