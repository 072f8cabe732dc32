import Foundation

public struct Exercise: Sendable {
  public var slug: String
  public var folder: URL
  public var uses: [String]
  public var data: [String]
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
      func list(_ key: String) -> [String] {
        guard let line = text.split(separator: "\n").first(where: { $0.hasPrefix(key + ":") }) else { return [] }
        return line.dropFirst(key.count + 1).split { ",[] ".contains($0) }.map(String.init)
      }
      exercises.append(Exercise(slug: url.lastPathComponent, folder: url, uses: list("uses"), data: list("data")))
    }
  }
  public func exercise(named: String) -> Exercise? { exercises.first { $0.slug == named } }
}
public enum Starter {
  public static func derive(fromSolution text: String) -> String {
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
