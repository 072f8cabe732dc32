import Foundation
import Testing

@testable import Notebooks

@Suite struct JupyterNotebookTests {
  static let lessons = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("notebooks-md")

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

  /// Bytes changed, removed, doubled: each is read or refused, and none ends the program.
  @Test func `no mutation of a real notebook is a crash`() throws {
    let name = try #require(Self.names.first)
    let file = try NotebookFile(at: Self.lessons.appendingPathComponent(name).path)
    var state: UInt64 = 42
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % max(1, bound)
    }
    // Without its figures, which are most of its bytes and no part of its structure.
    let bare = file.notebook.with(
      Dictionary(uniqueKeysWithValues: file.notebook.cells.indices.map { ($0, CellResults(output: "42")) }))
    let place = FileManager.default.temporaryDirectory.appendingPathComponent("mllab-\(UUID().uuidString).md")
    defer { try? FileManager.default.removeItem(at: place) }
    try Data(bare.text.utf8).write(to: place)
    let original = [UInt8](try JupyterNotebook.data(of: NotebookFile(at: place.path)))
    var (read, refused) = (0, 0)
    for _ in 0..<3000 {
      var bytes = original
      for _ in 0...random(3) {
        let (at, length) = (random(bytes.count), random(40))
        switch random(4) {
        case 0: bytes[at] = UInt8(random(256))
        case 1: bytes.removeSubrange(at..<min(bytes.count, at + length))
        case 2: bytes.insert(contentsOf: bytes[at..<min(bytes.count, at + length)], at: random(bytes.count))
        default: bytes.insert(contentsOf: Array("[]{}\",:0\\n`".utf8).dropFirst(random(8)).prefix(3), at: at)
        }
      }
      do {
        _ = try JupyterNotebook.contents(Data(bytes), stem: "x")
        read += 1
      } catch is NotebookFileError { refused += 1 }
    }
    #expect(read > 0 && refused > 0)
  }
}
