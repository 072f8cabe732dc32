import Foundation
import Testing

/// The table of pitfalls in Sources/Grading/README.md names places; they must be there.
@Suite struct PitfallsTests {
  private struct Row {
    var number: String
    var state: String
    var places: String
  }

  private static let rows: [Row] = {
    let url = Fixture.root.appendingPathComponent("Sources/Grading/README.md")
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.split(separator: "\n").filter { $0.hasPrefix("| P") }.map { line in
      let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      return Row(number: cells[0], state: cells[2], places: cells[3])
    }
  }()

  private static let files: Set<String> = {
    let folders = ["Sources", "Tests"].map { Fixture.root.appendingPathComponent($0).path }
    let names = folders.flatMap { FileManager.default.enumerator(atPath: $0)?.compactMap { $0 as? String } ?? [] }
    return Set(names.map { URL(fileURLWithPath: $0).lastPathComponent } + ["Package.swift"])
  }()

  @Test func `every pitfall has its row`() {
    #expect(Self.rows.map(\.number) == (1...46).map { "P\($0)" })
  }

  @Test func `each is excluded, tested or said to be open, at places that exist`() {
    for row in Self.rows {
      #expect(["no way", "tested", "open"].contains(row.state), "\(row.number)")
      let named = row.places.matches(of: /`([\w+]+\.swift)`/).map { String($0.1) }
      for file in named { #expect(Self.files.contains(file), "\(row.number): \(file)") }
      let submissions = row.places.matches(of: /\b[A-Z][a-z]+(?:[A-Z][A-Za-z]*)+\b/).map { String($0.0) }
        .filter { Self.files.contains("\($0).swift") }
      if row.state == "tested" {
        let isTested = named.contains { $0.hasSuffix("Tests.swift") } || !submissions.isEmpty
        #expect(isTested || row.places.contains("Proof.swift"), "\(row.number) names no test")
      } else if row.state == "no way" {
        #expect(!named.isEmpty || row.places.contains("`"), "\(row.number) names no place")
      }
    }
  }
}
