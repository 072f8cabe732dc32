import ArgumentParser
import Curriculum
import Foundation
import Grading
import Synchronization

struct VerifyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Prove exercises: that their checks pass what is right and name what is wrong.",
    discussion: """
      The starter must be "not written", the solution and every alternative must pass, every misconception must fail \
      and be recognised as itself, and every check must be failed by one of them; all under several seeds.
      Exit status: 0 all proved, 1 not.
      """)

  @Argument(help: "The exercises.") var names: [String] = []
  @Flag(name: .long, help: "All exercises.") var all = false
  @Option(name: .long, help: "How many seeds.") var seeds = 20
  @OptionGroup var json: JSONOption

  func validate() throws {
    guard all || !names.isEmpty else { throw ValidationError("Name exercises, or say --all.") }
    guard seeds >= 1 else { throw ValidationError("--seeds must be at least 1, it is \(seeds).") }
  }

  func run() throws {
    let lab = try Lab.current()
    var problems: [Problem] = []
    let curriculum = lab.curriculum { problems = $0 }
    let exercises = all ? curriculum.exercises : try names.map(curriculum.named)
    let grader = try lab.grader()
    let ink = Terminal.current.ink
    let longest = exercises.map(\.slug.count).max() ?? 0
    let proofs = try onEveryProcessor(exercises) { exercise in
      try grader.prove(exercise, in: curriculum, seeds: (1...UInt64(seeds)).map { $0 })
    } progress: { proof in
      guard !json.json else { return }
      let name = proof.exercise.padding(toLength: longest, withPad: " ", startingAt: 0)
      say(
        "\(proof.isProved ? ink.good("✓") : ink.bad("✗")) \(name)  \(proof.checkCount) checks, "
          + "\(proof.misconceptionCount) misconceptions, \(proof.alternativeCount) alternatives, "
          + "\(proof.runCount) runs, \(hundredths(proof.seconds)) s")
      for problem in proof.problems { say(wrapped(problem, width: Terminal.current.width, indent: "    ")) }
    }
    if json.json { try sayJSON(proofs) }
    let failed = proofs.count { !$0.isProved }
    if !json.json {
      for problem in problems { say("\(ink.bad("✗")) \(problem)") }
      say("\(proofs.count - failed) of \(proofs.count) proved.")
    }
    if failed > 0 || !problems.isEmpty { throw ExitCode(ExitStatus.notPassed) }
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
