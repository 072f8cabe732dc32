import Curriculum
import Events
import Foundation
import Sandbox

/// What was found when an exercise had to show that its checks can be trusted.
public struct Proof: Sendable, Codable {
  /// One submission that was judged: the solution, another right way or a known wrong one.
  public struct Variant: Sendable, Codable {
    public enum Kind: String, Sendable, Codable { case solution, alternative, misconception }

    public var kind: Kind
    public var name: String
    /// The numbers of the checks that it failed under any seed, from 1.
    public var failed: [Int]
  }

  public var exercise: String
  /// Each a sentence; none means that the exercise is proved.
  public var problems: [String]
  /// The declared checks, in order.
  public var checks: [String] = []
  public var variants: [Variant] = []
  /// How many judgements were made.
  public var runCount = 0
  public var seconds = 0.0

  public var isProved: Bool { problems.isEmpty }

  public func count(_ kind: Variant.Kind) -> Int { variants.count { $0.kind == kind } }

  /// The numbers of the checks that no misconception fails, from 1.
  public var idleChecks: [Int] {
    let failed = Set(variants.lazy.filter { $0.kind == .misconception }.flatMap(\.failed))
    return checks.indices.map { $0 + 1 }.filter { !failed.contains($0) }
  }
}

extension Grader {
  /// Proves an exercise: its folder is in order, the starter is "not written" (or fails, if it is to be fixed), the
  /// solution and the alternatives pass, every misconception fails and is named as itself, and every check is failed by
  /// some variant. The solution passes as a learner's file does, too, which is most often without optimisation.
  ///
  /// Where the exercise declares a training, the solution's is made, and every variant is judged with its checkpoint.
  /// Every variant is judged once for each seed with one BLAS thread, and for the first seed with as many as there are
  /// processors.
  ///
  /// - Parameters:
  ///   - exercise: what is to be proved.
  ///   - curriculum: where its `uses` are.
  ///   - seeds: each is tried on every variant.
  ///   - cancellation: ends the proof.
  /// - Returns: the proof, with the problems found.
  /// - Throws: `Cancelled`, or what is wrong with the lab beside the exercise.
  public func prove(
    _ exercise: Exercise, in curriculum: Curriculum, seeds: [UInt64], cancellation: Cancellation? = nil
  ) throws -> Proof {
    let start = monotonicSeconds()
    var proof = Proof(exercise: exercise.slug, problems: [])
    do {
      try fill(&proof, exercise, curriculum, seeds, cancellation)
    } catch let error as JudgementError {
      proof.problems.append("\(error)")
    } catch let error as ToolchainError {
      proof.problems.append("\(error)")
    }
    proof.problems = proof.problems.reduce(into: []) { unique, problem in
      if !unique.contains(problem) { unique.append(problem) }
    }
    proof.seconds = monotonicSeconds() - start
    return proof
  }

  private func fill(
    _ proof: inout Proof, _ exercise: Exercise, _ curriculum: Curriculum, _ seeds: [UInt64],
    _ cancellation: Cancellation?
  ) throws {
    proof.problems = try strayFiles(in: exercise)
    let dependencies = try dependencies(of: exercise, in: curriculum) { _ in nil }
    let solution = try SourceFile(at: exercise.solutionURL.path)
    let starter: SourceFile
    do {
      starter = SourceFile(path: exercise.solutionURL.path, bytes: Array(try exercise.starter().utf8))
    } catch {
      proof.problems.append("\(error)")
      return
    }
    let unwritten = try judge(
      starter, by: exercise, dependencies: dependencies, options: Options(seed: seeds[0]), cancellation: cancellation)
    let expected: Verdict.Headline = exercise.kind == .fix ? .failed : .notWritten
    let starterProblem =
      unwritten.headline == expected
      ? [] : ["The starter is \(unwritten.headline.rawValue), not \(expected.rawValue). \(unwritten.firstMessage)"]
    let scratch = try Scratch(in: builds.toolchain.cache)
    let outcome = try build(solution, exercise, dependencies, scratch: scratch.path, cancellation: cancellation)
    guard case .program(let program, _, _) = outcome else {
      // What keeps both from building, such as a fault in the binding, is said once.
      if unwritten.headline != .doesNotCompile { proof.problems += starterProblem }
      proof.problems.append("The solution does not build:\n\(outcome.words)")
      return
    }
    proof.problems += starterProblem
    if let rules = exercise.checkOfRules(
      number: 0, source: solution, symbols: builds.symbolsAskedFor(in: scratch.path)), rules.outcome != .passed
    {
      proof.problems.append("The solution breaks a rule: \(rules.outcome.words)")
    }
    let checkpoint = try checkpoint(trainedBy: program, exercise, scratch: scratch.path, cancellation: cancellation)
    try judgeVariants(
      of: program, exercise, rounds: rounds(seeds), checkpoint: checkpoint, into: &proof, scratch: scratch.path,
      cancellation)
    if proof.count(.misconception) < 2 { proof.problems.append("It names fewer than two misconceptions.") }
    if proof.isProved {
      proof.problems += proof.idleChecks.map { number in
        let name = proof.checks[number - 1]
        return exercise.inChecks(exercise.lineInChecks(of: "\"\(name)\""))
          + "no misconception fails the check \"\(name)\"."
      }
      var options = Options(seed: seeds[0])
      options.checkpoint = checkpoint
      let verdict = try judge(
        solution, by: exercise, dependencies: dependencies, options: options, cancellation: cancellation)
      if !verdict.isPassed {
        proof.problems.append(
          "The solution as a learner's file is \(verdict.headline.rawValue), not passed. \(verdict.firstMessage)")
      }
    }
  }

  /// Every seed with one BLAS thread; the first also with as many as there are processors.
  private func rounds(_ seeds: [UInt64]) -> [Request.Round] {
    let processors = max(2, ProcessInfo.processInfo.activeProcessorCount)
    return seeds.map { Request.Round(seed: $0) } + [Request.Round(seed: seeds[0], blasThreads: processors)]
  }

  private func judgeVariants(
    of program: String, _ exercise: Exercise, rounds: [Request.Round], checkpoint: String?, into proof: inout Proof,
    scratch: String, _ cancellation: Cancellation?
  ) throws {
    var options = Options(seed: rounds[0].seed)
    options.checkpoint = checkpoint
    let judgement = Judgement(grader: self, program: program, exercise: exercise, options: options)
    var right: [(subject: Request.Subject, kind: Proof.Variant.Kind, name: String)] = [
      (.learner, .solution, "the solution")
    ]
    var misconceptions: [String] = []
    var next = 0
    while next < right.count {  // the first run, the solution's, tells which variants there are
      if cancellation?.isCancelled ?? false { throw Cancelled() }
      let (subject, kind, name) = right[next]
      next += 1
      let title = kind == .solution ? name : "the alternative \"\(name)\""
      let results = try judgement.run(rounds.map { $0.asking(subject) }, scratch: scratch)
      proof.runCount += results.count
      var reversed = judgement
      reversed.options.subject = subject
      reversed.isReversed = true
      reversed.options.makesPictures = true
      let again = try reversed.run(scratch: scratch, cancellation: cancellation)
      proof.runCount += 1
      if let declared = again.pictureCount, again.pictures.count < declared {  // a learner's may be missing
        proof.problems.append(
          "\(title): of \(count(declared, "picture")) \(again.pictures.count) can be made, within two seconds.")
      }
      proof.problems += again.checks.filter { $0.outcome != .passed }.prefix(1).map {
        "\(title) does not pass \"\($0.name)\" in the opposite order: \($0.outcome.words)"
      }
      if subject == .learner {
        proof.checks = results[0].checks.map(\.name)
        right += results[0].alternatives.enumerated().map { (.alternative($0), .alternative, $1) }
        misconceptions = results[0].misconceptions
      }
      let failed = results.flatMap(\.failedNumbers)
      proof.variants.append(.init(kind: kind, name: name, failed: Set(failed).sorted()))
      for (round, result) in zip(rounds, results) {
        let failed = result.checks.first { $0.outcome != .passed }
        let problems =
          result.notes.map { ": \($0)" }
          + [failed.map { " does not pass \"\($0.name)\": \($0.outcome.words)" }].compactMap { $0 }
        let place = exercise.placeInChecks(of: kind == .solution ? failed?.name : name)
        proof.problems += problems.map { "\(place)\(title)\($0) \(round.circumstance)" }
        if !problems.isEmpty { break }  // more seeds would only say it again
      }
    }
    try judgeMisconceptions(
      misconceptions, judgement, exercise, rounds: rounds, into: &proof, scratch: scratch, cancellation)
  }

  /// All of them share a process, under one seed after the other: what one has answered, the search for the others knows.
  private func judgeMisconceptions(
    _ names: [String], _ judgement: Judgement, _ exercise: Exercise, rounds: [Request.Round], into proof: inout Proof,
    scratch: String, _ cancellation: Cancellation?
  ) throws {
    var failed = [Set<Int>](repeating: [], count: names.count)
    var refuted: Set<Int> = []  // more seeds would only say it again
    let size = max(1, Self.judgementsAtOnce / max(1, names.count))
    for first in stride(from: 0, to: rounds.count, by: size) {
      let group = rounds[first..<min(first + size, rounds.count)]
      var waiting = group.flatMap { round in names.indices.map { (round: round, number: $0) } }
      while true {
        if cancellation?.isCancelled ?? false { throw Cancelled() }
        waiting.removeAll { refuted.contains($0.number) }
        guard !waiting.isEmpty else { break }
        let results = try judgement.run(waiting.map { $0.round.asking(.misconception($0.number)) }, scratch: scratch)
        proof.runCount += results.count
        for ((round, number), result) in zip(waiting, results) where !refuted.contains(number) {
          failed[number].formUnion(result.failedNumbers)
          let name = names[number]
          let problems =
            result.notes.map { "\"\(name)\": \($0)" } + [problem(with: result, misconception: name)].compactMap { $0 }
          let place = exercise.placeInChecks(of: name)
          proof.problems += problems.map { "\(place)\($0) \(round.circumstance)" }
          if !problems.isEmpty { refuted.insert(number) }
        }
        waiting.removeFirst(results.count)  // fewer than asked for if one has ended the program
      }
    }
    proof.variants += names.indices.map {
      Proof.Variant(kind: .misconception, name: names[$0], failed: failed[$0].sorted())
    }
  }

  /// So that what a process tells of them stays far below what the lab listens to.
  private static let judgementsAtOnce = 400

  private func problem(with result: Judgement.Result, misconception name: String) -> String? {
    let fatal = result.checks.first { $0.outcome != .passed && $0.outcome.name != "failed" }
    if let fatal { return "\"\(name)\" returns no value in \"\(fatal.name)\": \(fatal.outcome.words)" }
    guard result.checks.contains(where: { $0.outcome != .passed }) else { return "\"\(name)\" passes every check." }
    let named = result.suspicions.map(\.name)
    if named.isEmpty { return "\"\(name)\" fails, but is not recognised." }
    if named != [name] { return "\"\(name)\" is taken for \(named.map { "\"\($0)\"" }.joined(separator: ", "))." }
    return nil
  }

  private func strayFiles(in exercise: Exercise) throws -> [String] {
    let known = Set(exercise.fileNames)
      .union(["Binding.swift", "reference.json", "make_reference.py"])
    return try FileManager.default.contentsOfDirectory(atPath: exercise.folder.path)
      .filter { !known.contains($0) }.map { "The file \($0) belongs to no exercise's folder." }
  }
}

extension Request.Round {
  fileprivate func asking(_ subject: Request.Subject) -> Self {
    Self(seed: seed, blasThreads: blasThreads, subject: subject)
  }

  fileprivate var circumstance: String { "(seed \(seed), \(count(blasThreads, "BLAS thread")))" }
}

extension Judgement.Result {
  fileprivate var failedNumbers: [Int] { checks.filter { $0.outcome != .passed }.map(\.number) }
}

extension Exercise {
  /// The beginning of a message about a check or variant of this name; empty without one.
  fileprivate func placeInChecks(of name: String?) -> String {
    name.map { inChecks(lineInChecks(of: "\"\($0)\"")) } ?? ""
  }
}

private func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

extension Builds.Outcome {
  /// What the compiler said.
  fileprivate var words: String {
    switch self {
    case .learnerFailed(let words), .bindingFailed(let words): words.trimmingCharacters(in: .whitespacesAndNewlines)
    case .program: "it builds"
    }
  }
}

extension CheckOutcome {
  /// The outcome in a few words, for a proof.
  var words: String {
    switch self {
    case .failed(let failures): failures.first.map { "\($0.message) (line \($0.line))" } ?? name
    case .crashed(let crash): "crashed, \(crash.reason)"
    case .endedEarly(let status): "ended itself with status \(status)"
    default: name
    }
  }
}

extension Verdict {
  /// The first thing that it has to say.
  var firstMessage: String {
    diagnostics.first?.message ?? checks.first { $0.outcome != .passed }?.outcome.words ?? ""
  }
}
