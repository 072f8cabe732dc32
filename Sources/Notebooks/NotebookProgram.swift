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
    var hasSeed = false
    for (number, cell) in cells {
      text += place(cell.firstLine - 1) + "LabPlot.FigureChannel.begin(cell: \(number))\n"
      if let seed = cell.options.seed {
        text += place(cell.firstLine - 1) + (hasSeed ? "seed" : "var seed: UInt64") + " = \(seed)\n"
        hasSeed = true
      }
      text += place(cell.firstLine) + cell.source.joined(separator: "\n") + "\n"
    }
    return text + place(cells.last?.cell.lastLine ?? 1) + "LabPlot.FigureChannel.begin(cell: -1)\n"
  }

  private func place(_ line: Int) -> String { "#sourceLocation(file: \"\(Self.notebook)\", line: \(line))\n" }

  /// The number of the cell that holds a line of the notebook; nil for a fence, too, where the compiler finds what was
  /// not closed in some cell before it.
  func cell(atLine line: Int) -> Int? {
    cells.first { line >= $0.cell.firstLine && line < $0.cell.lastLine }?.number
  }
}
