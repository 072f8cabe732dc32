import Curriculum
import Events
import Sandbox

extension Grader {
  /// The learner's own earlier files without which everything would pass: then the fault is not in the file judged.
  ///
  /// The program is linked again with the references in their place, which costs a few hundredths of a second, and ended
  /// at the first check that does not pass. What is not written yet is about this file in any case.
  ///
  /// - Parameters:
  ///   - parts: what was judged.
  ///   - exercise: by whose checks.
  ///   - dependencies: the modules of its `uses`.
  ///   - verdict: what came of it.
  ///   - options: seed and threads.
  ///   - scratch: where the program was made.
  ///   - cancellation: ends the search.
  /// - Returns: one exercise if it alone is to blame, several if they are only together; none if there is no telling.
  /// - Throws: `Cancelled`, or what is wrong with the lab.
  func faultyDependencies(
    of parts: Builds.Parts, _ exercise: Exercise, _ dependencies: [Dependency], after verdict: Verdict,
    _ options: Options, scratch: String, cancellation: Cancellation?
  ) throws -> [String] {
    let own = dependencies.filter(\.isOwn)
    guard !own.isEmpty, !verdict.checks.contains(where: { $0.outcome == .notWritten })
    else { return [] }
    func passes(without replaced: [Dependency]) throws -> Bool {
      let modules = try dependencies.map { dependency in
        replaced.contains { $0.module == dependency.module }
          ? try builds.reference(for: dependency.exercise, uses: dependency.uses) : dependency.module
      }
      guard let program = try builds.relinked(parts, with: modules, in: scratch, cancellation: cancellation) else {
        return false
      }
      var grader = self
      grader.checkSeconds = min(checkSeconds, 1)
      let judgement = Judgement(grader: grader, program: program, exercise: exercise, options: options)
      let round = Request.Round(seed: options.seed, blasThreads: options.blasThreads)
      let result = try judgement.run([round], scratch: scratch, stopsAtFailure: true)
      return result.last?.checks.allSatisfy { $0.outcome == .passed } ?? false
    }
    guard try passes(without: own) else { return [] }
    if own.count > 1, let alone = try own.first(where: { try passes(without: [$0]) }) { return [alone.exercise.slug] }
    return own.map(\.exercise.slug)
  }
}
