import Foundation

public struct Exercise: Sendable, Codable {
  public var slug: String
  public var folder: URL
  public var phaseSlug: String
  public var topicSlug: String
  public var title: String
  public var needs: [String]
  public var uses: [String]
  public var minutes: Int
  public var data: [String]
  public var source: String
  public var order: Int
  public var statement: String
  public var hints: [String]
  public var exerciseURL: URL { folder.appendingPathComponent("exercise.md") }
  public var solutionURL: URL { folder.appendingPathComponent("Solution.swift") }
  public var checksURL: URL { folder.appendingPathComponent("Checks.swift") }
  public var bindingURL: URL { folder.appendingPathComponent("Binding.swift") }
}
public struct Curriculum: Sendable {
  public var exercises: [Exercise] = []
  public init(at root: URL) throws {
    for path in try FileManager.default.subpathsOfDirectory(atPath: root.path) where path.hasSuffix("exercise.md") {
      let url = root.appendingPathComponent(path).deletingLastPathComponent()
      let text = try String(contentsOf: root.appendingPathComponent(path), encoding: .utf8)
      func one(_ key: String) -> String {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key + ":") }) else { return "" }
        return line.dropFirst(key.count + 1).trimmingCharacters(in: .whitespaces)
      }
      func list(_ key: String) -> [String] { one(key).split { ",[] ".contains($0) }.map(String.init) }
      let body = text.components(separatedBy: "\n---\n").dropFirst().joined(separator: "\n---\n")
      let parts = body.components(separatedBy: "\n## Hint\n")
      exercises.append(Exercise(slug: url.lastPathComponent, folder: url, phaseSlug: url.deletingLastPathComponent().deletingLastPathComponent().lastPathComponent, topicSlug: url.deletingLastPathComponent().lastPathComponent, title: one("title"), needs: list("needs"), uses: list("uses"), minutes: Int(one("minutes")) ?? 0, data: list("data"), source: one("source"), order: Int(one("order")) ?? 0, statement: parts[0], hints: Array(parts.dropFirst())))
    }
    exercises.sort { $0.order < $1.order }
  }
  public func exercise(named: String) -> Exercise? { exercises.first { $0.slug == named } }
  public func nearestNames(to: String, limit: Int) -> [String] { [] }
}
public enum Starter {
  public static func derive(fromSolution text: String) throws -> String {
    var out: [Substring] = []; var inside = false
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      let t = line.trimmingCharacters(in: .whitespaces)
      if t == "// BEGIN SOLUTION" { inside = true; out.append(line.prefix { $0 == " " } + "todo()") }
      else if t == "// END SOLUTION" { inside = false }
      else if !inside { out.append(line) }
    }
    return out.joined(separator: "\n")
  }
}
