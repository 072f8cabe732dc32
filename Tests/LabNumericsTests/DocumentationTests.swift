import Foundation
import Testing

@Suite struct DocumentationTests {
  let symbols: PublicSymbols
  let sources: [(file: String, text: String)]
  let pages: [(file: String, text: String)]

  init() throws {
    sources = try texts("swift", in: module)
    pages = try documentationPages()
    symbols = PublicSymbols(sources: sources)
  }

  @Test func `every public symbol has a comment`() {
    #expect(symbols.all.count > 1000 && symbols.all.contains { $0.path == "Matrix/rowSums()" })
    for symbol in symbols.undocumented { Issue.record("\(symbol.place): \(symbol.path) has no comment") }
  }

  @Test func `every link names a symbol or a page`() {
    #expect(!pages.isEmpty)
    for (file, text) in pages + sources {
      for link in links(text) where !symbols.contains(link: link) {
        Issue.record("\(file): ``\(link)`` names nothing")
      }
      for page in text.matches(of: /<doc:([^>]*)>/) where !pages.contains(where: { $0.file == "\(page.1).md" }) {
        Issue.record("\(file): \(page.0) names no page")
      }
    }
  }

  @Test func `every page is on the front page`() throws {
    let front = try #require(pages.first { $0.file == "LabNumerics.md" }).text
    for (file, _) in pages where file != "LabNumerics.md" {
      #expect(front.contains("<doc:\(file.dropLast(3))>"), "\(file)")
    }
  }

  @Test func `a declaration is found under attributes and modifiers, and named as DocC names it`() {
    let found = PublicSymbols(sources: [
      (
        "A.swift",
        """
        /// Yes.
        @frozen
        public struct A: P {
          @inlinable @inline(__always) public static func + <T: Q>(a: A, b: (T, T)) -> A { a }
          /// Yes.
          @specialized(where Scalar == Double)
          @specialized(where Scalar == Float)
          public private(set) mutating func f<T>(
            _ x: [T: (Int, Int)] = [:], by n: Int, then: (T) -> Void
          ) -> T { x }
          public init?(rows: Int) {}
          public subscript(i: Int, at j: Int) -> Int { 0 }
          public func fulfilled(_ x: Int) {}
          func internalOne() {}
        }
        /// Yes.
        public protocol P: Base {
          associatedtype T
        }
        public protocol Base {
          /// Yes.
          func fulfilled(_ x: Int)
        }
        extension A {
          /// Yes.
          public enum E: Error {
            case a(Int, to: [Int]), b
            var v: Int { switch self { case .b: 0 } }
          }
        }
        """
      )
    ])
    #expect(
      found.undocumented.map(\.path) == [
        "A/+(_:_:)", "A/init(rows:)", "A/subscript(_:at:)", "P/T", "Base", "A/E/a(_:to:)",
      ])
    #expect(found.undocumented.map(\.place).first == "A.swift:4")
    for link in ["A", "A/f(_:by:then:)", "A/fulfilled(_:)-(Int)", "A/E", "LabNumerics"] {
      #expect(found.contains(link: link), "\(link)")
    }
    #expect(!found.contains(link: "A/internalOne()") && !found.contains(link: "f(_:by:then:)"))
  }
}

/// What stands between double backticks, code blocks left out.
private func links(_ text: String) -> [String] {
  text.replacing(/```[^`]*```/, with: "").matches(of: /``([^`]+)``/).map { String($0.1) }
}

/// The pages of Documentation.docc.
func documentationPages() throws -> [(file: String, text: String)] {
  try texts("md", in: module.appending(path: "Documentation.docc"))
}

/// The texts of a folder's files with an extension.
private func texts(_ kind: String, in folder: URL) throws -> [(file: String, text: String)] {
  try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    .filter { $0.pathExtension == kind }.sorted { $0.path < $1.path }
    .map { ($0.lastPathComponent, try String(contentsOf: $0, encoding: .utf8)) }
}

/// The folder of the module's sources.
private let module = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
  .deletingLastPathComponent().appending(path: "Sources/LabNumerics").resolvingSymlinksInPath()
