import Curriculum
import Foundation
import Sandbox

/// A program around a learner's function that measures it instead of judging it.
public struct MeasuredProgram: Sendable {
  let path: String
  let fileName: String
  let scratch: Scratch
}

extension Grader {
  /// What came of making a measured program.
  public enum Measured: Sendable {
    case ready(MeasuredProgram)
    case doesNotCompile([Diagnostic])
  }

  /// What came of asking one.
  public enum Told: Sendable {
    /// A line for each request.
    case answers([String])
    case crashed(Crash)
    /// It was ended, or ended by itself; the end of a sentence about it.
    case stopped(String)
  }

  /// Compiles a learner's file together with a harness in the place of the exercise's checks.
  ///
  /// - Parameters:
  ///   - source: the learner's file, as it passed.
  ///   - exercise: whose it is.
  ///   - dependencies: the modules of the exercise's `uses`.
  ///   - harness: the Swift file that measures, compiled once for each content.
  ///   - binding: the Swift file that hands it the learner's function.
  ///   - cancellation: ends the work.
  /// - Returns: the program, or why the learner's file is none.
  /// - Throws: `Cancelled`, or what is wrong with the lab.
  public func measuredProgram(
    _ source: [UInt8], of exercise: Exercise, dependencies: [Dependency], harness: [UInt8], binding: [UInt8],
    cancellation: Cancellation? = nil
  ) throws -> Measured {
    let scratch = try Scratch(in: builds.toolchain.cache)
    let (harnessFile, bindingFile) = ("\(scratch.path)/Checks.swift", "\(scratch.path)/Binding.swift")
    try Data(harness).write(to: URL(fileURLWithPath: harnessFile))
    try Data(binding).write(to: URL(fileURLWithPath: bindingFile))
    let parts = Builds.Parts(
      learner: (Self.fileName(exercise), source), checks: try builds.checks(URL(fileURLWithPath: harnessFile)),
      used: dependencies.map(\.module), binding: bindingFile)
    switch try builds.program(parts, in: scratch.path, cancellation: cancellation) {
    case .learnerFailed(let words), .bindingFailed(let words):
      return .doesNotCompile(Diagnostic.all(in: words, file: Self.fileName(exercise)))
    case .program(let program, _, _):
      return .ready(MeasuredProgram(path: program, fileName: Self.fileName(exercise), scratch: scratch))
    }
  }

  /// Runs a measured program, confined as a graded one is, with requests that it answers one after the other.
  ///
  /// - Parameters:
  ///   - program: from `measuredProgram`.
  ///   - requests: lines without line feeds.
  ///   - data: the groups of datasets/ that it may read.
  ///   - seconds: how long it may take in all.
  ///   - cancellation: ends the run.
  /// - Returns: its answers, or how it ended without them.
  /// - Throws: `Cancelled`, or what is wrong with the lab.
  public func measure(
    _ program: MeasuredProgram, _ requests: [String], data: [String] = [], seconds: Double,
    cancellation: Cancellation? = nil
  ) throws -> Told {
    var limits = limits
    limits.wallSeconds = seconds
    limits.cpuSeconds = Int(seconds) + 1
    limits.memoryBytes = 4 << 30
    let nonce = UUID().uuidString
    var run = Run(program: program.path, dataFolder: dataFolder, scratch: program.scratch.path, limits: limits)
    run.data = data
    run.request = ([nonce] + requests).map { $0 + "\n" }.joined()
    var answers: [String] = []
    let result = try sandbox.run(run, with: builds.toolchain, cancellation: cancellation) { line in
      if line.hasPrefix("\(nonce) ") { answers.append(String(line.dropFirst(nonce.count + 1))) }
      return .goOn
    }
    switch (result.stop, result.ending) {
    case (.wallTime, _): return .stopped(String(format: "no answer within %g s", seconds))
    case (.memory, _): return .stopped("it took more than 4 GB of memory")
    case (nil, .signalled(let signal)):
      return .crashed(
        Crash(
          report: result.crashReport, output: result.output(limit: 1 << 16), file: program.fileName, signal: signal))
    case (nil, .exited):
      return answers.count == requests.count ? .answers(answers) : .stopped("it ended before it had answered")
    }
  }
}
