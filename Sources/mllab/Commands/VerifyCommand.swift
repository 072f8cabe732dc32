import ArgumentParser
import Curriculum
import Foundation
import Grading
import Synchronization

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove exercises: that their checks pass what is right and name what is wrong.",
    discussion: """
      The starter must be "not written" (what is to be fixed must fail), the solution and every alternative must \
      pass, every misconception must fail and be recognised as itself, and every check must be failed by one of them; \
      all under several seeds, with one and with several BLAS threads. A proof is kept until something changes that it depends on.

      --mutants plants small mechanical faults in the reference solution instead (an operator, a constant, a bound, \
      two indices) and counts those that the checks notice. At least \(Int(100 * leastScore)) % over all must be \
      noticed, and \(Int(100 * leastScoreOfOne)) % in each exercise. --all leaves out what is \
      answered rather than written (predict, test, quiz): there a changed constant is another right answer.
      Exit status: 0 all proved, 70 not: a fault of the lab; 1 too few mutants noticed.
      """)

  @Argument(help: "The exercises.") var names: [String] = []
  @Flag(name: .long, help: "All exercises.") var all = false
  @Option(name: .long, parsing: .unconditional, help: "How many seeds.") var seeds = 20
  @Option(name: .long, parsing: .unconditional, help: "Prove anew so many times; the proofs must be the same.")
  var `repeat`: Int?
  @Flag(name: .long, help: "Show which variant fails which checks.") var table = false
  @Flag(name: .long, help: "Plant faults in the solutions, and count those that are noticed.") var mutants = false
  @OptionGroup var json: JSONOption

  private static let leastScore = 0.9
  private static let leastScoreOfOne = 0.75

  func validate() throws {
    guard all || !names.isEmpty else { throw ValidationError("Name exercises, or say --all.") }
    guard seeds >= 1 else { throw ValidationError("--seeds must be at least 1, it is \(seeds).") }
    if let times = self.repeat, times < 1 { throw ValidationError("--repeat must be at least 1, it is \(times).") }
    if mutants, table || self.repeat != nil {
      throw ValidationError("--mutants goes with neither --table nor --repeat.")
    }
  }

  func run() throws {
    let lab = try Lab.current()
    var problems: [Problem] = []
    let curriculum = lab.curriculum { problems = $0 }
    let unreadable = problems.filter { problem in
      names.contains { $0 == problem.exercise && curriculum.exercise(named: $0) == nil }
    }
    guard unreadable.isEmpty else {
      for problem in unreadable { remark("\(problem)") }
      throw ExitCode(ExitStatus.broken)
    }
    let exercises =
      all ? curriculum.exercises.filter { !mutants || $0.kind.asksForCode } : try names.map(curriculum.named)
    let grader = try lab.grader()
    let batch = Batch(grader: grader, cache: try ProofCache(grader), curriculum: curriculum, exercises: exercises)
    let isGood = mutants ? try testMutants(batch) : try prove(batch)
    if !json.json { for problem in problems { say("\(Terminal.current.ink.bad("✗")) \(problem)") } }
    if !problems.isEmpty || !mutants && !isGood { throw ExitCode(ExitStatus.broken) }
    if !isGood { throw ExitCode(ExitStatus.notPassed) }
  }

  /// What is verified, and with what.
  private struct Batch: Sendable {
    let grader: Grader
    let cache: ProofCache
    let curriculum: Curriculum
    let exercises: [Exercise]

    var longest: Int { exercises.map(\.slug.count).max() ?? 0 }

    func title(_ slug: String) -> String { slug.padding(toLength: longest, withPad: " ", startingAt: 0) }
  }

  // MARK: - Proofs

  private func prove(_ batch: Batch) throws -> Bool {
    let seeds = (1...UInt64(seeds)).map { $0 }
    let isFresh = self.repeat != nil
    var proofs: [Proof] = []
    var differences: [String] = []
    for round in 1...(self.repeat ?? 1) {
      let next = try onEveryProcessor(batch.exercises) { exercise in
        let key = try batch.cache.key("proof \(seeds)", of: exercise, in: batch.curriculum)
        if !isFresh, let known: Proof = batch.cache.result(key) { return known }
        let proof = try batch.grader.prove(exercise, in: batch.curriculum, seeds: seeds)
        if proof.isProved { batch.cache.keep(proof, under: key) }  // a fault may be the machine's: look again
        return proof
      } progress: { proof in
        if !json.json, round == 1 { show(proof, batch) }
      }
      if round == 1 { proofs = next }
      for (first, proof) in zip(proofs, next) where first.substance != proof.substance {
        differences.append("\(proof.exercise): proof \(round) differs from the first. \(proof.problems.first ?? "")")
      }
    }
    let ink = Terminal.current.ink
    let failed = proofs.count { !$0.isProved }
    if json.json {
      try sayJSON(proofs)
    } else {
      for difference in differences { say("\(ink.bad("✗")) \(difference)") }
      if let times = self.repeat, differences.isEmpty { say("\(times) times the same.") }
      say("\(proofs.count - failed) of \(proofs.count) proved.")
    }
    return failed == 0 && differences.isEmpty
  }

  private func show(_ proof: Proof, _ batch: Batch) {
    let ink = Terminal.current.ink
    say(
      "\(proof.isProved ? ink.good("✓") : ink.bad("✗")) \(batch.title(proof.exercise))  \(proof.checks.count) checks, "
        + "\(proof.count(.misconception)) misconceptions, \(proof.count(.alternative)) alternatives, "
        + "\(proof.runCount) runs, \(hundredths(proof.seconds)) s")
    for problem in proof.problems { say(wrapped(problem, width: Terminal.current.width, indent: "    ")) }
    if table { say(proof.table(ink)) }
  }

  // MARK: - Mutants

  private func testMutants(_ batch: Batch) throws -> Bool {
    let ink = Terminal.current.ink
    let reports = try onEveryProcessor(batch.exercises) { exercise in
      let key = try batch.cache.key("mutants", of: exercise, in: batch.curriculum)
      if let known: MutationReport = batch.cache.result(key) { return known }
      let report = try batch.grader.testMutants(of: exercise, in: batch.curriculum)
      batch.cache.keep(report, under: key)
      return report
    } progress: { report in
      guard !json.json else { return }
      let mark = report.score >= Self.leastScoreOfOne ? ink.good("✓") : ink.bad("✗")
      say(
        "\(mark) \(batch.title(report.exercise))  \(report.killed) of "
          + "\(report.killed + report.survivors.count) faults noticed, \(report.possible) possible, "
          + "\(hundredths(report.seconds)) s")
      for survivor in report.survivors {
        say("    line \(survivor.line), \(survivor.change):  \(ink.faint(survivor.text))")
      }
    }
    let killed = reports.reduce(0) { $0 + $1.killed }
    let tried = reports.reduce(0) { $0 + $1.killed + $1.survivors.count }
    let share = tried == 0 ? 1 : Double(killed) / Double(tried)
    if json.json {
      try sayJSON(reports)
    } else {
      say("\(killed) of \(tried) faults noticed, \(Int(100 * share)) %.")
    }
    return share >= Self.leastScore && reports.allSatisfy { $0.score >= Self.leastScoreOfOne }
  }
}

extension Proof {
  /// What must be the same when it is proved again: everything but the time.
  fileprivate var substance: Proof.Substance {
    Substance(problems: problems, checks: checks, variants: variants.map { "\($0.kind) \($0.name) \($0.failed)" })
  }

  fileprivate struct Substance: Equatable {
    let problems: [String]
    let checks: [String]
    let variants: [String]
  }

  /// Variants by checks: ✗ where a variant fails the check under some seed.
  fileprivate func table(_ ink: Ink) -> [String] {
    let numbers = checks.indices.map { String($0 + 1) }
    let widest = numbers.map(\.count).max() ?? 1
    func cell(_ text: String) -> String { String(repeating: " ", count: widest - text.count + 1) + text }
    var lines = checks.enumerated().map { "    \(cell(numbers[$0.offset])) \($0.element)" }
    lines.append("    " + numbers.map(cell).joined())
    for variant in variants {
      let cells = checks.indices.map { variant.failed.contains($0 + 1) ? ink.bad(cell("✗")) : ink.faint(cell("·")) }
      lines.append("    \(cells.joined())  \(variant.kind == .misconception ? "" : "right: ")\(variant.name)")
    }
    if !idleChecks.isEmpty {
      lines.append("    failed by no misconception: \(idleChecks.map(String.init).joined(separator: ", "))")
    }
    return lines
  }
}

/// Works through a list with one thread for each processor; `progress` sees the results as they come, one at a time.
///
/// Threads of our own, for they must outlive what they start: a confined program is killed with the thread that
/// started it.
private func onEveryProcessor<Item: Sendable, Output: Sendable>(
  _ items: [Item], _ work: @escaping @Sendable (Item) throws -> Output, progress: @escaping (Output) -> Void
) throws -> [Output] {
  let results = Mutex<[Int: Result<Output, any Error>]>([:])
  let next = Mutex(0)
  let done = DispatchSemaphore(value: 0)
  for _ in 0..<min(items.count, ProcessInfo.processInfo.activeProcessorCount) {
    Thread {
      while case let index = next.withLock({ next in
        next += 1
        return next - 1
      }), index < items.count {
        let result = Result { try work(items[index]) }
        results.withLock { $0[index] = result }
        done.signal()
      }
      while true { sleep(1000) }
    }.start()
  }
  var told: Set<Int> = []
  for _ in items {
    done.wait()
    for (index, result) in results.withLock({ $0 }) where told.insert(index).inserted { progress(try result.get()) }
  }
  return try results.withLock { results in try items.indices.map { try results[$0]!.get() } }
}
