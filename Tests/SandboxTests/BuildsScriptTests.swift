import Foundation
import Testing

@testable import Sandbox

@Suite struct BuildsScriptTests {
  private let builds: Builds

  init() throws {
    builds = Builds(try Toolchain.installed(in: Confined.repository.appendingPathComponent(".build/lab").path))
  }

  /// Text that was compiled nowhere before.
  private let fresh = "// \(UUID())\n"

  private func make(_ parts: [ScriptPart]) throws -> (outcome: Builds.Outcome, kept: [Int: [String]]) {
    let scratch = try Scratch(in: builds.toolchain.cache)
    let outcome = try builds.script(parts, used: [], in: scratch.path)
    guard case .program = outcome else { return (outcome, [:]) }
    let kept = try parts.indices.map { number in
      (
        number,
        try ["swiftmodule", "o"].map {
          try builds.kept("\(Toolchain.part(number)).\($0)", of: number, parts, [], in: scratch.path)
        }
      )
    }
    return (outcome, Dictionary(uniqueKeysWithValues: kept))
  }

  @Test func `a part is made again only when it or the interface of what it needs has changed`() throws {
    let user = ScriptPart(source: fresh + "print(value(), share)\n", needs: [0])
    let bystander = ScriptPart(source: fresh + "print(1)\n", needs: [])
    func parts(_ first: String) -> [ScriptPart] {
      [ScriptPart(source: fresh + first, needs: []), user, bystander]
    }
    let before = try make(parts("func value() -> Int { 1 }\nlet share = 0.5\n")).kept
    #expect(before.count == 3)
    #expect(before.values.flatMap { $0 }.allSatisfy { FileManager.default.fileExists(atPath: $0) })
    let body = try make(parts("func value() -> Int { 2 }\nlet share = 0.25\nprint(value())\n")).kept
    #expect(body[0] != before[0] && body[1] == before[1] && body[2] == before[2])
    let interface = try make(parts("func value() -> Double { 2 }\nlet share = 0.25\n")).kept
    #expect(interface[0] != before[0] && interface[1] != before[1] && interface[2] == before[2])
  }

  @Test func `the compiler's words about a part that does not compile by itself come back`() throws {
    let parts = [
      ScriptPart(source: fresh + "let a = 1\n", needs: []), ScriptPart(source: "print(a)\n", needs: []),
    ]
    guard case .learnerFailed(let words) = try make(parts).outcome else {
      Issue.record("it names what it does not need")
      return
    }
    #expect(words.contains("cannot find 'a' in scope"))
  }
}
