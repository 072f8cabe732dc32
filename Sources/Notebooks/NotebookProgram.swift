import Sandbox

/// Cells as one program: state carries over from cell to cell, and every line keeps its place in the Markdown.
struct NotebookProgram {
  /// The cells with their numbers in the notebook.
  let cells: [(number: Int, cell: Cell)]

  /// The program's own file.
  static let name = "cells.swift"
  /// What the compiler and the backtracer call the notebook: its own name may hold anything.
  static let notebook = "notebook.md"

  /// A script. What lies between two cells stands on the line of a fence: there the compiler finds that a brace or a
  /// comment was never closed.
  var source: String {
    var text = "import LabPlot\n"
    for (index, (_, cell)) in cells.enumerated() {
      text += place(cell.firstLine - 1) + beginning(of: index)
      text += place(cell.firstLine) + cell.source.joined(separator: "\n") + "\n"
    }
    return text + place(cells.last?.cell.lastLine ?? 1) + Self.end
  }

  /// The cells as parts that are compiled one by one, so that an edit costs one cell and not the notebook.
  ///
  /// nil where that could mean anything else than the script: such cells are rare, and the whole takes a few seconds.
  /// What sees that a part does not compile takes the whole, too.
  var parts: [ScriptPart]? {
    let names = cells.map { CellNames($0.cell.source) }
    guard names.allSatisfy(\.isSeparable), (cells.last?.cell.lastLine ?? 0) < Self.linesOfPart,
      // The script has words to say about a name that is declared twice.
      Set(names.flatMap(\.unique)).count == names.map(\.unique.count).reduce(0, +),
      // A function or a type that is declared below may be meant in place of the library's.
      !names.indices.contains(where: { index in
        names[..<index].contains { !$0.calls.isDisjoint(with: names[index].usableAbove) }
      })
    else { return nil }
    var parts: [ScriptPart] = []
    for (index, (_, cell)) in cells.enumerated() {
      var needs = Set((0..<index).filter { !names[$0].declared.isDisjoint(with: names[index].all) })
      if cell.options.seed != nil, let first = cells.firstIndex(where: { $0.cell.options.seed != nil }), first < index {
        needs.insert(first)
      }
      for need in needs { needs.formUnion(parts[need].needs) }
      var text =
        "import LabPlot\n" + names[..<index].flatMap(\.imports).map { "\($0)\n" }.joined() + beginning(of: index)
      text += place(Self.linesOfPart * (index + 1)) + cell.source.joined(separator: "\n") + "\n"
      if index == cells.count - 1 { text += Self.end }
      parts.append(ScriptPart(source: text, needs: needs.sorted()))
    }
    return parts
  }

  /// What comes before a cell's own lines.
  private func beginning(of index: Int) -> String {
    var text = "LabPlot.FigureChannel.begin(cell: \(cells[index].number))\n"
    if let seed = cells[index].cell.options.seed {
      let isFirst = !cells[..<index].contains { $0.cell.options.seed != nil }
      text += (isFirst ? "var seed: UInt64" : "seed") + " = \(seed)\n"
    }
    return text
  }

  private static let end = "LabPlot.FigureChannel.begin(cell: -1)\n"

  private func place(_ line: Int) -> String { "#sourceLocation(file: \"\(Self.notebook)\", line: \(line))\n" }

  /// Parts count lines from the cell's first, so that text above it changes nothing: the first of the third cell's lines
  /// is 300,000.
  private static let linesOfPart = 100_000

  /// The line of the notebook that a running program knows by this number.
  func line(_ line: Int) -> Int {
    let (part, offset) = line.quotientAndRemainder(dividingBy: Self.linesOfPart)
    return part == 0 || part > cells.count ? line : cells[part - 1].cell.firstLine + offset
  }

  /// The number of the cell that holds a line of the notebook; nil for a fence, too, where the compiler finds what was
  /// not closed in some cell before it.
  func cell(atLine line: Int) -> Int? {
    cells.first { line >= $0.cell.firstLine && line < $0.cell.lastLine }?.number
  }
}
