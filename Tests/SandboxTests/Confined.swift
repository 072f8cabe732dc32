import Foundation

@testable import Sandbox

/// A program of ours, run as a learner's is.
final class Confined {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  /// The rungs that work on this machine; the last one always does.
  static let rungs = Containment.allCases.filter { $0 == .processGroup || Sandbox(containment: $0).works() }
  static let closedRungs = rungs.filter { $0 != .processGroup }

  private let toolchain: Toolchain
  private let folder: URL
  private let program: String

  /// Compiles a script, with the toolkit that `./mllab` made.
  init(_ script: String, isOptimised: Bool = true) throws {
    toolchain = try Toolchain.installed(in: Self.repository.appendingPathComponent(".build/lab").path)
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("mllab-confined-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
    let outcome = try Builds(toolchain).ownProgram(
      ("script.swift", Array(script.utf8)), optimised: isOptimised, in: folder.path)
    guard case .program(let program, _, _) = outcome else {
      try FileManager.default.removeItem(at: folder)
      throw ToolchainError(description: "\(outcome)")
    }
    self.program = program
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// What came of it.
  struct Outcome {
    var result: RunResult
    var output: String
    /// What it wrote to descriptor 4.
    var lines: [String]

    var words: [String] { output.split(separator: "\n").map(String.init) }
  }

  func run(
    _ containment: Containment = .full, _ arguments: [String] = [], request: String? = "a request\n",
    change: (inout Run) -> Void = { _ in }
  ) throws -> Outcome {
    let scratch = folder.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: scratch, withIntermediateDirectories: false)
    var run = Run(
      program: program, dataFolder: Self.repository.appendingPathComponent("datasets").path, scratch: scratch.path,
      limits: .graded)
    run.arguments = arguments
    run.request = request
    change(&run)
    var lines: [String] = []
    let result = try Sandbox(containment: containment).run(run, with: toolchain) { line in
      lines.append(line)
      return .goOn
    }
    return Outcome(result: result, output: result.output(limit: 1 << 20), lines: lines)
  }
}

/// Whether no process is left with a text in its command line; what is killed may still be on its way out.
func areGone(with text: String) -> Bool {
  let deadline = monotonicSeconds() + 20
  while monotonicSeconds() < deadline {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
    if !names.contains(where: { readText("/proc/\($0)/cmdline", limit: 4096).contains(text) }) { return true }
    usleep(1000)
  }
  return false
}
