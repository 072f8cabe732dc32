/// Cells as one program: state carries over from cell to cell, and every line keeps its place in the Markdown.
struct NotebookProgram {
  /// The cells with their numbers in the notebook.
  let cells: [(number: Int, cell: Cell)]
  /// The notebook's file, as the compiler and the backtracer will call it.
  let file: String

  /// The program's own file.
  static let name = "cells.swift"

  /// A script.
  var source: String {
    var text = "import LabPlot\n"
    var hasSeed = false
    for (number, cell) in cells {
      text += "#sourceLocation(file: \"\(Self.name)\", line: 1)\nLabPlot.FigureChannel.begin(cell: \(number))\n"
      if let seed = cell.options.seed {
        text += "\(hasSeed ? "" : "var ")seed\(hasSeed ? "" : ": UInt64") = \(seed)\n"
        hasSeed = true
      }
      text += "#sourceLocation(file: \"\(file)\", line: \(cell.firstLine))\n"
      text += cell.source.joined(separator: "\n") + "\n"
    }
    return text + "#sourceLocation(file: \"\(Self.name)\", line: 1)\nLabPlot.FigureChannel.begin(cell: -1)\n"
  }

  /// The number of the cell that holds a line of the notebook.
  func cell(atLine line: Int) -> Int? {
    cells.first { $0.cell.contains(line: line) }?.number
  }
}
