import Foundation
import Grading

/// A page on the terminal: as much of it as fits, the keys in the last line.
///
/// Without a terminal the page is simply printed.
struct Screen {
  /// What is shown; made anew when the window's size changes.
  var page: (Terminal) -> [String] = { _ in [] }
  /// The last line, the wordiest first: the first that fits is shown.
  var footers: (Terminal) -> [String] = { _ in [] }
  private var offset = 0
  /// The page as it was made last.
  private var lines: [String] = []

  /// Shows another page from its beginning.
  mutating func show(_ page: @escaping (Terminal) -> [String]) {
    self.page = page
    offset = 0
    draw()
  }

  mutating func scroll(by lines: Int) {
    let terminal = Terminal.current
    let room = room(terminal)
    offset = max(0, min(offset + lines, pageLines(terminal).count - room))
    draw()
  }

  func pageHeight() -> Int { room(Terminal.current) }

  /// Makes the page anew and shows it.
  mutating func draw() {
    lines = pageLines(Terminal.current)
    refresh()
  }

  /// The page with every line that is wider than the screen continued below: a formula that is cut off is lost.
  private func pageLines(_ terminal: Terminal) -> [String] {
    let lines = page(terminal)
    return terminal.isTerminal ? lines.flatMap { $0.folded(to: terminal.columns) } : lines
  }

  /// Shows the page as it was made last, with the footer of now: making it anew would compete with the compiler.
  func refresh() {
    let terminal = Terminal.current
    guard terminal.isTerminal else { return say(lines + [""]) }
    let room = room(terminal)
    let start = max(0, min(offset, lines.count - room))
    let shown = lines.dropFirst(start).prefix(room)
    let below = lines.count - start - shown.count
    let mores = below > 0 ? ["↓ \(below) more (space) · ", "↓ \(below) · "] : [""]
    let padding = [String](repeating: "", count: room - shown.count)
    let text = (shown + padding).map { "\u{1b}[K" + $0.clipped(to: terminal.columns) }.joined(separator: "\n")
    let feet = footers(terminal).flatMap { footer in mores.map { $0 + footer } }
    let fitting = feet.first { $0.count < terminal.columns } ?? feet.last ?? ""
    let foot = terminal.ink.faint(fitting.clipped(to: terminal.columns - 1))
    // Home, then line by line: no flicker, as clearing the whole screen would give. A line is cleared before it is written,
    // for behind one that is as wide as the window the cursor still stands on its last character.
    sayRaw("\u{1b}[H\(text)\n\u{1b}[K\n\(foot)\u{1b}[K\u{1b}[J")
  }

  private func room(_ terminal: Terminal) -> Int { max(3, terminal.height - 2) }
}
