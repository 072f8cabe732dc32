import Foundation
import Testing

@testable import Notebooks

@Suite struct JupyterNotebookTests {
  static let lessons = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("notebooks-md")

  static let mutations = ProcessInfo.processInfo.environment["MLLAB_MUTATIONS"].flatMap { Int($0) } ?? 10_000

  static let names =
    (try? FileManager.default.contentsOfDirectory(atPath: lessons.path).filter { $0.hasSuffix(".md") }) ?? []

  @Test(arguments: names)
  func `there and back is the identity on every lesson`(name: String) throws {
    let file = try NotebookFile(at: Self.lessons.appendingPathComponent(name).path)
    let back = try JupyterNotebook.contents(JupyterNotebook.data(of: file), stem: "other")
    #expect(back.text == file.notebook.text)
    for (path, svg) in back.figures {
      #expect(try Data(contentsOf: Self.lessons.appendingPathComponent(path)) == svg)
    }
    #expect(back.figures.count == file.notebook.cells.reduce(0) { $0 + $1.results.figures.count })
  }

  @Test func `a notebook of somebody else's becomes one of ours`() throws {
    let json = """
      {"nbformat": 4, "nbformat_minor": 2, "metadata": {"kernelspec": {"language": "python", "name": "python3"}},
       "cells": [{"cell_type": "markdown", "metadata": {}, "source": ["# Title\\n", "text"]},
         {"cell_type": "code", "metadata": {}, "execution_count": 1, "source": "print('```')",
          "outputs": [{"output_type": "stream", "name": "stdout", "text": ["```\\n"]},
            {"output_type": "display_data", "metadata": {"mllab": {"path": "figures/../../x.svg", "title": "T"}},
             "data": {"image/svg+xml": "<svg/>"}},
            {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "42"}, "execution_count": 1}]}]}
      """
    let contents = try JupyterNotebook.contents(Data(json.utf8), stem: "lesson")
    #expect(
      contents.text == """
        # Title
        text

        ```python
        print('```')
        ```

        ````output
        ```

        42
        ````

        ![Figure](figures/lesson-cell-2-2.svg)

        """)
    #expect(contents.figures == ["figures/lesson-cell-2-2.svg": Data("<svg/>".utf8)])
    #expect(try Notebook(contents.text).cells.isEmpty)
  }

  @Test(arguments: [
    ("", "not JSON"), ("[1]", "no notebook"), ("{}", "nbformat"),
    ("{\"nbformat\": 3, \"worksheets\": []}", "nbformat is 3"),
    ("{\"nbformat\": 4, \"cells\": [7]}", "Cell 1"),
    ("{\"nbformat\": 4, \"cells\": [{\"cell_type\": \"code\"}]}", "Cell 1"),
  ])
  func `what is no notebook is refused in a sentence`(json: String, words: String) {
    let error = #expect(throws: NotebookFileError.self) { try JupyterNotebook.contents(Data(json.utf8), stem: "x") }
    #expect(error?.description.contains(words) ?? false, "\(error?.description ?? "")")
  }

  /// Half of them in the bytes, half in the structure: each is read or refused in a sentence, and none ends the program.
  /// 10⁴ over all lessons, more with MLLAB_MUTATIONS=100000.
  @Test(arguments: names.sorted().enumerated().map { (UInt64($0.offset), $0.element) })
  func `no mutation of a real notebook is a crash`(seed: UInt64, name: String) throws {
    var random = Mutation(seed: seed)
    // The lesson's beginning without its figures, which are most of its bytes and no part of its structure.
    let text = try String(contentsOf: Self.lessons.appendingPathComponent(name), encoding: .utf8)
    let end = try Notebook(text).cells[2].firstLine
    let beginning = try Notebook(
      text.split(separator: "\n", omittingEmptySubsequences: false).prefix(end - 2).joined(separator: "\n") + "\n")
    let bare = beginning.with([0: CellResults(output: "42"), 1: CellResults()])
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("mllab-\(UUID().uuidString).md")
    defer { try? FileManager.default.removeItem(at: place) }
    try Data(bare.text.utf8).write(to: place)
    let original = try JupyterNotebook.data(of: NotebookFile(at: place.path))
    let tree = try JSONSerialization.jsonObject(with: original)
    var (read, refused) = (0, 0)
    for count in 0..<(Self.mutations / Self.names.count + 1) {
      let bytes =
        count.isMultiple(of: 2)
        ? random.changed([UInt8](original))
        : [UInt8](try JSONSerialization.data(withJSONObject: random.changed(tree), options: .fragmentsAllowed))
      do {
        let contents = try JupyterNotebook.contents(Data(bytes), stem: "x")
        #expect(!contents.text.isEmpty)
        read += 1
      } catch let error as NotebookFileError {
        #expect(error.description.hasSuffix(".") || error.description.contains(":"), "\(error)")
        refused += 1
      }
    }
    #expect(read > 100 && refused > 100)
  }
}

/// Changes that a file meets on its way: bytes that are others, gone, or there twice; values of another type or place.
private struct Mutation {
  private var state: UInt64

  init(seed: UInt64) { state = seed &+ 42 }

  private mutating func random(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int(state >> 33) % max(1, bound)
  }

  mutating func changed(_ original: [UInt8]) -> [UInt8] {
    var bytes = original
    for _ in 0...random(3) {
      let (at, length) = (random(bytes.count), random(40))
      switch random(4) {
      case 0: bytes[at] = UInt8(random(256))
      case 1: bytes.removeSubrange(at..<min(bytes.count, at + length))
      case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + length)], at: random(bytes.count))
      default: bytes.insert(contentsOf: Array("[]{}\",:0\n`".utf8).dropFirst(random(8)).prefix(3), at: at)
      }
    }
    return bytes
  }

  /// Goes down a path by chance and changes what it ends at.
  mutating func changed(_ value: Any) -> Any {
    if let object = value as? [String: Any], !object.isEmpty, random(8) > 0 {
      var changed = object
      let keys = object.keys.sorted()
      let key = keys[random(keys.count)]
      switch random(6) {
      case 0: changed[key] = nil
      case 1: changed[["cells", "source", "mllab", "outputs", "path"][random(5)]] = object[key]
      default: changed[key] = self.changed(object[key] as Any)
      }
      return changed
    }
    if var list = value as? [Any], !list.isEmpty, random(8) > 0 {
      let index = random(list.count)
      switch random(6) {
      case 0: list.remove(at: index)
      case 1: list.insert(list[random(list.count)], at: index)
      default: list[index] = changed(list[index])
      }
      return list
    }
    let others: [Any] = [
      NSNull(), -1, 1e300, true, "", "```", "```swift seed=x", "---\n", "../../x\u{0}", [Any](), [String: Any](), [[7]],
      ["text": ["a", 7] as [Any]], String(repeating: "`", count: 70),
    ]
    return others[random(others.count)]
  }
}
