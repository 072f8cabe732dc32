import Foundation
import Testing

/// Sources/README.md, Package.swift and the `import` lines say the same about who depends on whom.
@Suite struct DrawingTests {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// Modules that come with the toolchain; everything else has to be drawn.
  static let system: Set = [
    "Foundation", "Builtin", "Glibc", "Dispatch", "Synchronization", "PackageDescription", "Swift",
  ]

  @Test func `the drawing has the arrows of Package.swift`() throws {
    let (drawn, declared) = (try Self.drawn(), try Self.declared())
    for target in Set(drawn.keys).union(declared.keys).sorted() {
      #expect(drawn[target] == declared[target], "\(target)")
    }
  }

  @Test func `every import is drawn, and every arrow is used`() throws {
    for (target, dependencies) in try Self.drawn() where !["COpenBLAS", "CSpawn", "CRawKernels"].contains(target) {
      let imported = try Self.imports(of: target).subtracting(Self.system)
      #expect(imported == dependencies, "\(target) imports \(imported.sorted()), drawn are \(dependencies.sorted())")
    }
  }

  @Test func `the tool does not reach BLAS or the checks`() throws {
    let drawn = try Self.drawn()
    var reached: Set = ["mllab"]
    while case let more = reached.union(reached.flatMap { drawn[$0] ?? [] }), more != reached { reached = more }
    #expect(reached.isDisjoint(with: ["COpenBLAS", "CRawKernels", "LabNumerics", "LabData", "Checking", "Starter"]))
  }

  @Test func `any package can have LabNumerics by itself`() throws {
    let text = try String(contentsOf: Self.root.appendingPathComponent("Package.swift"), encoding: .utf8)
    #expect(text.contains(#".library(name: "LabNumerics", targets: ["LabNumerics"])"#))
    let readme = Self.root.appendingPathComponent("Sources/LabNumerics/README.md")
    #expect(
      try String(contentsOf: readme, encoding: .utf8).contains(#".product(name: "LabNumerics", package: "mllab")"#))
  }

  /// The rows between the marks in Sources/README.md.
  static func drawn() throws -> [String: Set<String>] {
    let text = try String(contentsOf: root.appendingPathComponent("Sources/README.md"), encoding: .utf8)
    let table = try #require(text.firstMatch(of: /<!-- arrows -->(?s:(.*?))<!-- end -->/)).1
    return Dictionary(
      uniqueKeysWithValues: table.split(separator: "\n").dropFirst(2).map { row in
        let cells = row.split(separator: "|", omittingEmptySubsequences: false)
          .map { $0.trimmingCharacters(in: .whitespaces) }
        return (cells[1], Set(cells[2].split(separator: ", ").map(String.init)))
      })
  }

  /// The targets of Package.swift, test targets left out, with their dependencies.
  static func declared() throws -> [String: Set<String>] {
    let text = try String(contentsOf: root.appendingPathComponent("Package.swift"), encoding: .utf8)
    let targets = try #require(text.range(of: "targets: [\n")).upperBound
    var result: [String: Set<String>] = [:]
    // A declaration begins on a line that is indented by four and ends where the next one begins.
    let declarations = text[targets...].split(separator: /\n(?=    [.\/])/)
    for declaration in declarations {
      guard
        let name = declaration.firstMatch(of: /^\s*\.(?:target|executableTarget|systemLibrary)\(\s*name: "([^"]+)"/)?.1
      else { continue }
      let list = declaration.firstMatch(of: /dependencies: \[(?s:(.*?))\]/)?.1 ?? ""
      let plain = list.replacing(/\.product\(name: ("[^"]+"), package: "[^"]+"\)/) { String($0.1) }
      result[String(name)] = Set(plain.matches(of: /"([^"]+)"/).map { String($0.1) })
    }
    return result
  }

  static func imports(of target: String) throws -> Set<String> {
    let folder = root.appendingPathComponent("Sources/\(target)")
    let files = try #require(FileManager.default.enumerator(at: folder, includingPropertiesForKeys: nil))
    var found: Set<String> = []
    for case let file as URL in files where file.pathExtension == "swift" && !file.path.contains("/Exercises/") {
      let text = try String(contentsOf: file, encoding: .utf8)
      let lines = text.matches(
        of: /(?m)^(?:@\w+ |public |internal |private |package )*import (?:func |struct |class |enum )?(\w+)/)
      found.formUnion(lines.map { String($0.1) })
    }
    return found
  }
}
