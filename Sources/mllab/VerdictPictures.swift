import Drawing
import Foundation
import Grading
import LabPlot

/// What a verdict gives to look at: the newest pictures of each exercise as files, the first also on the terminal.
struct VerdictPictures {
  let study: Study

  /// Where an exercise's pictures lie; the next judgement replaces them.
  private var folder: URL { study.workspace.hidden.appendingPathComponent("pictures") }

  /// Draws them. Whatever goes wrong is a line among the others: the verdict stands above it.
  ///
  /// - Parameters:
  ///   - verdict: as it was judged.
  ///   - terminal: where the lines are shown; no picture is drawn in characters where there is none.
  /// - Returns: lines below the verdict; none for an exercise without pictures.
  func lines(_ verdict: Verdict, on terminal: Terminal) -> [String] {
    guard !verdict.pictures.isEmpty else { return [] }
    do {
      guard Draughtsman.isInstalled else {
        return ["", terminal.ink.faint("  There is a picture; to see it: sudo apt-get install gnuplot-nox")]
      }
      let figures = try verdict.pictures.map { try JSONDecoder().decode(Figure.self, from: Data($0.utf8)) }
      let draughtsman = try study.lab.draughtsman()
      var lines: [String] = []
      if terminal.isTerminal {
        let canvas = Canvas.terminal(
          columns: terminal.width - 2, rows: min(22, max(12, terminal.height - 4)),
          isColoured: terminal.ink.isColoured)
        let picture = String(decoding: try draughtsman.draw(figures[0], on: canvas), as: UTF8.self)
        lines = [""] + picture.split(separator: "\n", omittingEmptySubsequences: false).map { "  \($0)" }
      }
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
      let files = figures.indices.map { index in
        folder.appendingPathComponent(verdict.exercise + (figures.count == 1 ? "" : "-\(index + 1)") + ".svg")
      }
      for (figure, file) in zip(figures, files) {
        try draughtsman.draw(figure, on: .svg).write(to: file, options: .atomic)
      }
      return lines + ["", terminal.ink.faint("  picture: ") + files.map(\.path).joined(separator: ", ")]
    } catch {
      return ["", terminal.ink.faint("  The picture is missing: \(inWords(error))")]
    }
  }
}
