import Foundation
import Sandbox

extension Grader {
  /// What came of playing a file.
  public enum Played: Sendable {
    case doesNotCompile([Diagnostic])
    case ended(RunResult)
  }

  /// Runs a program of the learner's own, confined, its output going where the tool's goes; no verdict.
  ///
  /// - Parameters:
  ///   - source: a script, or a file with `@main`.
  ///   - data: the groups of datasets/ that it may read.
  ///   - environment: added to its own.
  ///   - onLine: is given what it writes to descriptor 4, line by line.
  /// - Returns: how it ended.
  /// - Throws: what is wrong with the lab.
  public func play(
    _ source: SourceFile, data: [String], environment: [String: String], onLine: (String) -> Void
  ) throws -> Played {
    if let problem = source.problem { return .doesNotCompile([.about(problem)]) }
    let scratch = try Scratch(in: builds.toolchain.cache)
    switch try builds.ownProgram((source.name, source.bytes), in: scratch.path) {
    case .learnerFailed(let words), .bindingFailed(let words):
      return .doesNotCompile(Diagnostic.all(in: words, file: source.name))
    case .program(let program, _, _):
      var limits = limits
      limits.wallSeconds = nil
      limits.cpuSeconds = nil
      limits.memoryBytes = 8 << 30
      limits.fileBytes = nil
      var run = Run(program: program, dataFolder: dataFolder, scratch: scratch.path, limits: limits)
      run.data = data
      run.isInteractive = true
      run.request = ""
      run.environment = environment
      return .ended(
        try sandbox.run(run, with: builds.toolchain) { line in
          onLine(line)
          return .goOn
        })
    }
  }
}
