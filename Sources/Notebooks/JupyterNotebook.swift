import Foundation

/// A notebook as Jupyter keeps it: .ipynb, nbformat 4.5.
///
/// What Jupyter has no place for, a cell's first line and where its plots lie, goes into the cells' metadata under
/// `mllab`, so that the way there and back gives the same Markdown.
public enum JupyterNotebook {
  // MARK: - There

  /// The notebook as .ipynb.
  ///
  /// - Parameter file: the notebook, with its results as they stand in it.
  /// - Returns: JSON with sorted keys, as nbformat writes it.
  /// - Throws: what keeps a figure from being read.
  public static func data(of file: NotebookFile) throws -> Data {
    var cells: [[String: Any]] = []
    func add(_ type: String, _ lines: [String], _ more: [String: Any] = [:]) {
      var cell: [String: Any] = [
        "cell_type": type, "id": "cell-\(cells.count)", "metadata": [String: Any](), "source": source(lines),
      ]
      cell.merge(more) { $1 }
      cells.append(cell)
    }
    for (index, piece) in file.notebook.pieces.enumerated() {
      switch piece {
      case .text(let lines):
        let headerCount = index == 0 ? file.notebook.header.bodyLine - 1 : 0
        if headerCount > 0 { add("raw", Array(lines[..<headerCount])) }
        if lines.count > headerCount { add("markdown", Array(lines[headerCount...])) }
      case .cell(let cell):
        var metadata: [String: Any] = ["mllab": ["opening": cell.opening, "closing": cell.closing]]
        if !cell.options.tags.isEmpty { metadata["tags"] = cell.options.tags }
        add(
          "code", cell.source,
          [
            "metadata": metadata, "execution_count": NSNull(),
            "outputs": try outputs(of: cell.results, in: file.folder),
          ])
      }
    }
    let notebook: [String: Any] = [
      "cells": cells, "nbformat": 4, "nbformat_minor": 5,
      "metadata": [
        "kernelspec": ["name": "swift", "display_name": "Swift", "language": "swift"],
        "language_info": ["name": "swift", "file_extension": ".swift"],
        "mllab": ["endsWithLineFeed": file.notebook.text.hasSuffix("\n")],
      ] as [String: Any],
    ]
    return try JSONSerialization.data(
      withJSONObject: notebook, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes])
  }

  private static func outputs(of results: CellResults, in folder: URL) throws -> [[String: Any]] {
    var outputs: [[String: Any]] = []
    if !results.output.isEmpty {
      let lines = results.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      outputs.append(["output_type": "stream", "name": "stdout", "text": source(lines)])
    }
    for figure in results.figures {
      let place = folder.appendingPathComponent(figure.path)
      guard let svg = try? String(contentsOf: place, encoding: .utf8) else {
        throw NotebookFileError("There is no figure \(place.path). mllab notebook run draws it.")
      }
      outputs.append([
        "output_type": "display_data", "metadata": ["mllab": ["path": figure.path, "title": figure.title]],
        "data": ["image/svg+xml": svg, "text/plain": figure.title],
      ])
    }
    return outputs
  }

  /// A text as nbformat keeps it: its lines, each but the last with its line feed.
  private static func source(_ lines: [String]) -> [String] {
    lines.enumerated().map { $0.offset == lines.count - 1 ? $0.element : $0.element + "\n" }
  }

  // MARK: - And back

  /// What an .ipynb holds.
  public struct Contents: Sendable {
    /// The notebook's Markdown.
    public var text: String
    /// Its figures, by their paths from the notebook's folder.
    public var figures: [String: Data] = [:]
  }

  /// Reads an .ipynb; cells of other languages than Swift are kept as blocks that are not run.
  ///
  /// - Parameters:
  ///   - data: the file.
  ///   - stem: begins the names of figures that bring none.
  /// - Returns: Markdown and figures.
  /// - Throws: `NotebookFileError` that says what is not as nbformat 4 has it.
  public static func contents(_ data: Data, stem: String) throws -> Contents {
    let object: Any
    do { object = try JSONSerialization.jsonObject(with: data) } catch {
      throw NotebookFileError("It is not JSON, as an .ipynb is.")
    }
    guard let notebook = object as? [String: Any] else { throw NotebookFileError("It is JSON, but no notebook.") }
    guard let version = notebook["nbformat"] as? Int else {
      throw NotebookFileError("It has no \"nbformat\", so it is no notebook of Jupyter's.")
    }
    guard version == 4, let cells = notebook["cells"] as? [Any] else {
      throw NotebookFileError("Its nbformat is \(version); mllab reads 4. Jupyter converts it: jupyter nbconvert.")
    }
    let metadata = notebook["metadata"] as? [String: Any]
    let language =
      ((metadata?["kernelspec"] as? [String: Any])?["language"]
      ?? (metadata?["language_info"] as? [String: Any])?["name"])
      as? String ?? "swift"
    var contents = Contents(text: "")
    var lines: [String] = []
    for (index, element) in cells.enumerated() {
      guard let cell = element as? [String: Any], let type = cell["cell_type"] as? String,
        let text = text(cell["source"])
      else { throw NotebookFileError("Cell \(index + 1) has no type or no source.") }
      let own = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      // Cells of another's stand apart by a blank line; ours bring their own.
      let isOurs = metadata?["mllab"] != nil
      if !isOurs, let last = lines.last, !last.isEmpty { lines.append("") }
      guard type == "code" else {
        lines += own
        continue
      }
      lines += code(own, cell, language)
      lines += try results(cell, index, stem, &contents)
    }
    contents.text = lines.joined(separator: "\n")
    let endsWithLineFeed = (metadata?["mllab"] as? [String: Any])?["endsWithLineFeed"] as? Bool ?? true
    if endsWithLineFeed { contents.text += "\n" }
    do { _ = try Notebook(contents.text) } catch {
      throw NotebookFileError("What it holds is no notebook of mllab's: \(error)")
    }
    return contents
  }

  private static func code(_ source: [String], _ cell: [String: Any], _ language: String) -> [String] {
    let own = (cell["metadata"] as? [String: Any])?["mllab"] as? [String: Any]
    if let opening = own?["opening"] as? String, let closing = own?["closing"] as? String,
      let fence = Fence(opening), fence.language == "swift",
      fence.end(in: source + [closing], from: 0) == source.count
    {
      return [opening] + source + [closing]
    }
    let longest = source.map { $0.drop { $0 == " " }.prefix { $0 == "`" }.count }.max() ?? 0
    let marks = String(repeating: "`", count: max(3, longest + 1))
    let word = language.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) } ? language : ""
    return ["\(marks)\(word.lowercased())"] + source + [marks]
  }

  private static func results(
    _ cell: [String: Any], _ index: Int, _ stem: String, _ contents: inout Contents
  ) throws -> [String] {
    var results = CellResults()
    var printed: [String] = []
    for (number, element) in (cell["outputs"] as? [Any] ?? []).enumerated() {
      guard let output = element as? [String: Any] else { continue }
      let data = output["data"] as? [String: Any]
      if let stream = text(output["text"]) { printed.append(stream) }
      if let svg = text(data?["image/svg+xml"]) {
        let own = (output["metadata"] as? [String: Any])?["mllab"] as? [String: Any]
        let title = own?["title"] as? String ?? "Figure"
        let line = "![\(title)](\(own?["path"] as? String ?? ""))"
        // A path from a stranger's file is taken only if it stays in the folder of figures.
        let figure =
          CellResults.Figure(line: line)
          ?? .init(title: "Figure", path: "figures/\(slug(stem))-cell-\(index + 1)-\(number + 1).svg")
        results.figures.append(figure)
        contents.figures[figure.path] = Data(svg.utf8)
      } else if let plain = text(data?["text/plain"]) {
        printed.append(plain)
      }
    }
    results.output = printed.joined(separator: "\n").trimmingCharacters(in: .newlines)
    return results.lines
  }

  /// nbformat's text: a string, or a list of lines.
  private static func text(_ value: Any?) -> String? {
    if let text = value as? String { return text }
    guard let lines = value as? [Any] else { return nil }
    let strings = lines.compactMap { $0 as? String }
    return strings.count == lines.count ? strings.joined() : nil
  }
}
