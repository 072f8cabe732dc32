import Curriculum
import Events
import Foundation
import Sandbox

/// What became of the mechanical faults planted in an exercise's reference solution.
public struct MutationReport: Codable, Sendable {
  /// A fault that no check noticed.
  public struct Survivor: Codable, Sendable {
    /// In Solution.swift.
    public var line: Int
    /// "< for <=".
    public var change: String
    /// The line as it was, without the blanks before it.
    public var text: String
  }

  public var exercise: String
  public var killed: Int
  public var survivors: [Survivor]
  /// How many faults there are, of which only a sample was tried.
  public var possible: Int
  public var seconds = 0.0

  /// The share of the faults tried that some check noticed; 1 if there is none, 0 if there are some and none could be
  /// tried: then the solution itself does not build with its binding.
  public var score: Double {
    killed + survivors.count == 0 ? (possible == 0 ? 1 : 0) : Double(killed) / Double(killed + survivors.count)
  }
}

extension Grader {
  /// Plants faults in the reference solution, one at a time, and counts those that the checks notice.
  ///
  /// A fault that does not compile says nothing and is replaced by another; one that crashes or does not end is noticed.
  /// Which faults are tried depends on the exercise's name and their number alone.
  ///
  /// - Parameters:
  ///   - exercise: whose checks are on trial.
  ///   - curriculum: where its `uses` are.
  ///   - limit: how many faults are tried at most.
  ///   - seeds: a fault survives if it passes under all of them.
  /// - Returns: how many were noticed, and the others.
  /// - Throws: what is wrong with the lab.
  public func testMutants(
    of exercise: Exercise, in curriculum: Curriculum, limit: Int = 20, seeds: [UInt64] = [1, 2, 3]
  ) throws -> MutationReport {
    let start = monotonicSeconds()
    let dependencies = try dependencies(of: exercise, in: curriculum) { _ in nil }
    let solution = try SourceFile(at: exercise.solutionURL.path)
    let scratch = try Scratch(in: builds.toolchain.cache)
    let tree = try builds.syntaxTree(
      (Self.fileName(exercise), solution.bytes), used: dependencies.map(\.module), in: scratch.path)
    let regions = exercise.kind == .fix ? [0..<solution.bytes.count] : Self.regions(of: solution.bytes)
    var mutations = try Mutation.all(of: solution.bytes, tree: tree, in: regions)
    var report = MutationReport(exercise: exercise.slug, killed: 0, survivors: [], possible: mutations.count)
    var random = StableGenerator(seed: exercise.slug)
    mutations.shuffle(using: &random)
    let lines = solution.text.split(separator: "\n", omittingEmptySubsequences: false)
    var hasty = self
    hasty.checkSeconds = 2  // a check takes milliseconds: what takes this long was noticed
    var options = Options(seed: seeds[0])
    if case .program(let program, _, _) = try build(
      solution, exercise, dependencies, scratch: scratch.path, cancellation: nil)
    {
      options.checkpoint = try checkpoint(trainedBy: program, exercise, scratch: scratch.path, cancellation: nil)
    }
    for mutation in mutations {
      guard report.killed + report.survivors.count < limit else { break }
      let scratch = try Scratch(in: builds.toolchain.cache)
      let mutant = SourceFile(path: exercise.solutionURL.path, bytes: mutation.applied(to: solution.bytes))
      guard
        case .program(let program, _, _) = try build(
          mutant, exercise, dependencies, scratch: scratch.path, cancellation: nil)
      else { continue }
      let judgement = Judgement(grader: hasty, program: program, exercise: exercise, options: options)
      let results = try judgement.run(
        seeds.map { Request.Round(seed: $0) }, scratch: scratch.path, stopsAtFailure: true)
      if results.contains(where: { $0.checks.contains { $0.outcome != .passed } }) {
        report.killed += 1
      } else {
        let text = lines[mutation.line - 1].trimmingCharacters(in: .whitespaces)
        report.survivors.append(.init(line: mutation.line, change: mutation.change, text: text))
      }
    }
    report.survivors.sort { $0.line < $1.line }
    report.seconds = monotonicSeconds() - start
    return report
  }

  /// The byte ranges between the markers: what a learner writes.
  private static func regions(of bytes: [UInt8]) -> [Range<Int>] {
    var (regions, open, offset) = ([Range<Int>](), Int?.none, 0)
    for line in bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false) {
      switch String(decoding: line, as: UTF8.self).trimmingCharacters(in: .whitespaces) {
      case "// BEGIN SOLUTION": open = offset
      case "// END SOLUTION":
        if let start = open { regions.append(start..<offset) }
        open = nil
      default: break
      }
      offset += line.count + 1
    }
    return regions
  }
}

/// The same sequence for the same text on every machine: FNV-1a for the seed, then SplitMix64's step.
private struct StableGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: String) {
    state = seed.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x0000_0100_0000_01b3 }
  }

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
