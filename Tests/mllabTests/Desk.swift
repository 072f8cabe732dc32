import Foundation
import Sandbox

/// A learner's desk for one test: a repository with two tiny exercises, a workspace, and the built tool beside the
/// test program. Everything but the toolkit, which `./mllab` made, is gone when the desk is.
final class Desk: Sendable {
  static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    .deletingLastPathComponent().appendingPathComponent("mllab")

  let folder: URL

  init() throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath()
      .appendingPathComponent("mllab-desk-\(UUID().uuidString)")
    try FileManager.default.createDirectory(
      at: exercises.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.copyItem(
      at: Self.repository.appendingPathComponent("Tests/GradingTests/Fixtures/tree"), to: exercises)
    try FileManager.default.createSymbolicLink(
      at: home.appendingPathComponent("datasets"),
      withDestinationURL: Self.repository.appendingPathComponent("datasets"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The repository that the tool is told it belongs to.
  var home: URL { folder.appendingPathComponent("home") }
  var exercises: URL { home.appendingPathComponent("Sources/Curriculum/Exercises") }
  var topic: URL { exercises.appendingPathComponent("1-first/averages") }
  var workspace: URL { folder.appendingPathComponent("workspace") }
  var log: URL { workspace.appendingPathComponent(".mllab/progress.sqlite") }

  /// The learner's file of an exercise.
  func file(_ exercise: String = "mean") -> URL {
    workspace.appendingPathComponent("1-first/averages/\(exercise).swift")
  }

  /// Saves in place, as most editors do not.
  func save(_ text: String, as exercise: String = "mean") throws { try save(Data(text.utf8), as: exercise) }

  func save(_ bytes: Data, as exercise: String = "mean") throws {
    try FileManager.default.createDirectory(
      at: file(exercise).deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file(exercise))
  }

  func text(_ exercise: String = "mean") throws -> String { try String(contentsOf: file(exercise), encoding: .utf8) }

  // MARK: - What a learner may write

  static let right = "func mean(_ x: [Double]) -> Double { x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count) }\n"
  static let rightSpread =
    "func spread(_ x: [Double]) -> Double { let m = mean(x); return mean(x.map { abs($0 - m) }) }\n"
  static let endless = "import Glibc\nfunc mean(_ x: [Double]) -> Double { while true { sched_yield() } }\n"

  /// Compiles, and is told as "mean([1, 2, 6]) is 42, expected 3".
  static func wrong(_ answer: Int) -> String { "func mean(_ x: [Double]) -> Double { \(answer) }\n" }

  // MARK: - The tool

  /// What the tool answered.
  struct Answer: CustomStringConvertible {
    var ending: Ending
    var out: String
    var err: String

    var status: Int32? { if case .exited(let status) = ending { status } else { nil } }
    var lines: [Substring] { out.split(separator: "\n") }
    var description: String { "\(ending)\n\(out)\n\(err)" }
  }

  var environment: [String: String] {
    let mine = ProcessInfo.processInfo.environment
    return [
      "PATH": mine["PATH"] ?? "/usr/bin:/bin", "HOME": folder.path, "LANG": "C.UTF-8", "TERM": "xterm", "TZ": "UTC",
      "MLLAB_HOME": home.path, "MLLAB_WORKSPACE": workspace.path,
    ]
  }

  /// Starts the tool with these arguments and waits for its end; throws `Hangs` if it does not come within a minute.
  @discardableResult
  func run(
    _ arguments: String..., input: String = "/dev/null", environment changes: [String: String] = [:],
    executable: URL = Desk.executable
  ) throws -> Answer {
    try run(
      Command(
        executable.path, arguments, environment: environment.merging(changes) { $1 }, directory: folder.path),
      input: input)
  }

  func run(_ command: Command, input: String = "/dev/null", seconds: Int32 = 60) throws -> Answer {
    let paths = ["out", "err"].map { folder.appendingPathComponent("\($0)-\(UUID().uuidString)").path }
    let descriptors = [open(input, O_RDONLY | O_CLOEXEC)] + paths.map { open($0, O_RDWR | O_CREAT | O_CLOEXEC, 0o600) }
    defer { descriptors.forEach { close($0) } }
    let child = try Child(command, descriptors: descriptors)
    var end = pollfd(fd: child.endDescriptor, events: Int16(POLLIN), revents: 0)
    guard poll(&end, 1, seconds * 1000) == 1 else { throw Hangs(command: command.arguments.joined(separator: " ")) }
    let ending = child.wait()
    let texts = try paths.map { String(decoding: try Data(contentsOf: URL(fileURLWithPath: $0)), as: UTF8.self) }
    for path in paths { unlink(path) }
    return Answer(ending: ending, out: texts[0], err: texts[1])
  }

  /// A command that did not end in time.
  struct Hangs: Error { var command: String }

  // MARK: - The log, as the tool tells it

  struct Entry: Decodable {
    var id: String
    var kind: String
    var exercise: String
    var verdict: String?
    var hintsSeen: Int
  }

  func entries() throws -> [Entry] { try run("log", "--all", "--json").json([Entry].self) }

  /// What was judged and how, or what was noted.
  func history() throws -> [String] { try entries().map { $0.verdict ?? $0.kind } }
}

extension Desk.Answer {
  func json<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try JSONDecoder().decode(type, from: Data(out.utf8))
  }
}
