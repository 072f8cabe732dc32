import Curriculum
import Events
import Foundation
import Sandbox

/// What was found when an exercise had to show that its checks can be trusted.
public struct Proof: Sendable, Encodable {
  public var exercise: String
  /// Each a sentence; none means that the exercise is proved.
  public var problems: [String]
  public var checkCount = 0
  public var misconceptionCount = 0
  public var alternativeCount = 0
  public var runCount = 0
  public var seconds = 0.0

  public var isProved: Bool { problems.isEmpty }
}

extension Grader {
  /// Proves an exercise: its folder is in order, the starter is "not written", the solution and the alternatives pass,
  /// every misconception fails and is named as itself, and every check is failed by some variant.
  ///
  /// - Parameters:
  ///   - exercise: what is to be proved.
  ///   - curriculum: where its `uses` are.
  ///   - seeds: each is tried on every variant.
  ///   - cancellation: ends the proof.
  /// - Returns: the proof, with the problems found.
  /// - Throws: `Cancelled`, or what is wrong with the lab.
  public func prove(
    _ exercise: Exercise, in curriculum: Curriculum, seeds: [UInt64], cancellation: Cancellation? = nil
  ) throws -> Proof {
    let start = monotonicSeconds()
    var proof = Proof(exercise: exercise.slug, problems: try strayFiles(in: exercise))
    let dependencies = try dependencies(of: exercise, in: curriculum) { _ in nil }
    let solution = try SourceFile(at: exercise.solutionURL.path)
    let starter: SourceFile
    do {
      starter = SourceFile(path: exercise.solutionURL.path, bytes: Array(try exercise.starter().utf8))
    } catch {
      proof.problems.append("\(error)")
      return proof
    }

    let unwritten = try judge(
      starter, by: exercise, dependencies: dependencies, options: Options(seed: seeds[0]), cancellation: cancellation)
    if unwritten.headline != .notWritten {
      proof.problems.append("The starter is \(unwritten.headline.rawValue), not notWritten. \(unwritten.firstMessage)")
    }

    let scratch = try Scratch(in: builds.toolchain.cache)
    let outcome = try build(solution, exercise, dependencies, scratch: scratch.path, cancellation: cancellation)
    guard case .program(let program, _, _) = outcome else {
      proof.problems.append("The solution does not build: \(outcome)")
      return proof
    }
    var variants: [(subject: Request.Subject, name: String)] = [(.learner, "the solution")]
    var misconceptionNames: [String] = []
    var checkNames: [String] = []
    var failable: Set<String> = []
    for (round, options) in rounds(seeds).enumerated() {
      var next = 0
      while next < variants.count {  // the first run, the solution's, tells which variants there are
        let (subject, name) = variants[next]
        next += 1
        var options = options
        options.subject = subject
        let result = try Judgement(grader: self, program: program, exercise: exercise, options: options)
          .run(scratch: scratch.path, cancellation: cancellation)
        proof.runCount += 1
        if round == 0, subject == .learner {
          checkNames = result.checks.map(\.name)
          misconceptionNames = result.misconceptions
          variants += result.alternatives.enumerated().map { (.alternative($0), "the alternative \"\($1)\"") }
          variants += result.misconceptions.enumerated().map { (.misconception($0), "\"\($1)\"") }
        }
        if case .misconception(let index) = subject {
          failable.formUnion(result.checks.filter { $0.outcome != .passed }.map(\.name))
          if let problem = problem(with: result, misconception: misconceptionNames[index]) {
            proof.problems.append("\(problem) (seed \(options.seed), \(options.blasThreads) BLAS threads)")
          }
        } else if let failed = result.checks.first(where: { $0.outcome != .passed }) {
          proof.problems.append(
            "\(name) does not pass \"\(failed.name)\": \(failed.outcome.words) "
              + "(seed \(options.seed), \(options.blasThreads) BLAS threads)")
        }
        proof.problems += result.notes.map { "\(name): \($0)" }
      }
      if !proof.problems.isEmpty && round == 0 { break }  // more seeds would only say it again
      if round == 0 {
        proof.problems += checkNames.filter { !failable.contains($0) }.map {
          "No misconception fails the check \"\($0)\"."
        }
      }
    }
    proof.checkCount = checkNames.count
    proof.alternativeCount = variants.count { if case .alternative = $0.subject { true } else { false } }
    proof.misconceptionCount = misconceptionNames.count
    if proof.checkCount == 0 { proof.problems.append("It has no checks.") }
    if proof.misconceptionCount < 2 { proof.problems.append("It names fewer than two misconceptions.") }
    proof.problems = proof.problems.reduce(into: []) { unique, problem in
      if !unique.contains(problem) { unique.append(problem) }
    }
    proof.seconds = monotonicSeconds() - start
    return proof
  }

  /// Every seed with one BLAS thread; the first also with as many as there are processors.
  private func rounds(_ seeds: [UInt64]) -> [Options] {
    var threaded = Options(seed: seeds[0])
    threaded.blasThreads = max(2, ProcessInfo.processInfo.activeProcessorCount)
    return seeds.map(Options.init(seed:)) + [threaded]
  }

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
    let known: Set = [
      "exercise.md", "Solution.swift", "Checks.swift", "Binding.swift", "reference.json", "make_reference.py",
    ]
    return try FileManager.default.contentsOfDirectory(atPath: exercise.folder.path)
      .filter { !known.contains($0) }.map { "The file \($0) belongs to no exercise's folder." }
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
