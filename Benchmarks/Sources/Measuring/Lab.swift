import Foundation

/// The lab that is measured: a clone of mllab that is built.
package struct Lab {
  package let folder: String

  /// The repository around this program.
  package init() throws {
    let program = URL(filePath: "/proc/self/exe").resolvingSymlinksInPath()
    let folders = sequence(first: program.deletingLastPathComponent()) { folder in
      folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    guard
      let home = folders.first(where: { folder in
        FileManager.default.fileExists(atPath: folder.appending(path: "Sources/mllab").path)
      })
    else { throw Failure("\(program.path) lies in no clone of mllab") }
    folder = home.path
  }

  package var wrapper: String { "\(folder)/mllab" }
  package var tool: String { "\(folder)/.build/release/mllab" }

  /// An exercise's `Solution.swift`.
  package func solution(of exercise: String) throws -> String {
    let exercises = URL(filePath: "\(folder)/Sources/Curriculum/Exercises")
    let files = FileManager.default.enumerator(at: exercises, includingPropertiesForKeys: nil)
    for case let file as URL in files ?? .init() where file.path.hasSuffix("/\(exercise)/Solution.swift") {
      return try text(ofFile: file.path)
    }
    throw Failure("there is no exercise \(exercise)")
  }
}

/// A learner's folder for the time of the benchmark.
package struct Workspace {
  package let lab: Lab
  package let folder: String

  /// Laid out by the tool, in a folder of its own under `parent`.
  package init(_ lab: Lab, in parent: String) throws {
    self.lab = lab
    folder = "\(parent)/workspace-\(UUID().uuidString.prefix(8))"
    try succeed([lab.tool, "init", folder])
  }

  package func command(_ arguments: String...) -> [String] { [lab.tool] + arguments + ["--workspace", folder] }

  /// The exercises in the order of learning.
  package func exercises() throws -> [String] {
    struct Roadmap: Decodable {
      struct Exercise: Decodable { let slug: String }
      struct Topic: Decodable { let exercises: [Exercise] }
      struct Phase: Decodable { let topics: [Topic] }
      let phases: [Phase]
    }
    let answer = try succeed(command("list", "--json")).output
    return try JSONDecoder().decode(Roadmap.self, from: Data(answer.utf8)).phases
      .flatMap { $0.topics.flatMap { $0.exercises.map(\.slug) } }
  }

  /// The learner's file of an exercise.
  package func file(of exercise: String) throws -> String {
    let files = FileManager.default.enumerator(atPath: folder)
    for case let path as String in files ?? .init() where path.hasSuffix("/\(exercise).swift") {
      return "\(folder)/\(path)"
    }
    throw Failure("the workspace has no file for \(exercise)")
  }

  /// What the log says of the newest attempts, the oldest of them first.
  package func parts(of exercise: String, newest count: Int) throws -> [Parts] {
    let answer = try succeed(command("log", exercise, "--json", "--limit", String(count))).output
    return try JSONDecoder().decode([LoggedAttempt].self, from: Data(answer.utf8)).map(\.seconds)
  }

  /// The parts of a judgement in seconds, as mllab measures them itself; they are in `run --json`, too.
  package struct Parts: Decodable {
    package let compile, link, run, total: Double
  }

  private struct LoggedAttempt: Decodable { let seconds: Parts }

  /// Fills the log: every attempt in it again and again, with other ids and times, until there are so many more.
  package func addAttempts(_ count: Int) throws {
    let lines = try succeed(command("log", "--export", "-")).output.split(separator: "\n")
    let attempts = try lines.map { try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any] ?? [:] }
    let copies = try (0..<count).map { number in
      var copy = attempts[number % attempts.count]
      copy["id"] = UUID().uuidString
      let time = Date.now.addingTimeInterval(-300 * Double(count - number))
      copy["time"] = time.formatted(Date.ISO8601FormatStyle(includingFractionalSeconds: true))
      return String(decoding: try JSONSerialization.data(withJSONObject: copy), as: UTF8.self)
    }
    let file = "\(folder)/attempts.jsonl"
    try Data((copies.joined(separator: "\n") + "\n").utf8).write(to: URL(filePath: file))
    try succeed(command("log", "--import", file))
    try FileManager.default.removeItem(atPath: file)
  }
}
