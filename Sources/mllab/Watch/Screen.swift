import Foundation
import Grading

/// A page on the terminal: as much of it as fits, the keys in the last line.
///
/// Without a terminal the page is simply printed.
struct Screen {
  /// What is shown; made anew when the window's size changes.
  var page: (Terminal) -> [String] = { _ in [] }
  /// The last line.
  var footer: (Terminal) -> String = { _ in "" }
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
    offset = max(0, min(offset + lines, page(terminal).count - room))
    draw()
  }

  func pageHeight() -> Int { room(Terminal.current) }

  /// Makes the page anew and shows it.
  mutating func draw() {
    lines = page(Terminal.current)
    refresh()
  }

  /// Shows the page as it was made last, with the footer of now: making it anew would compete with the compiler.
  func refresh() {
    let terminal = Terminal.current
    guard terminal.isTerminal else { return say(lines + [""]) }
    let room = room(terminal)
    let start = max(0, min(offset, lines.count - room))
    let shown = lines.dropFirst(start).prefix(room)
    let below = lines.count - start - shown.count
    let more = below > 0 ? "↓ \(below) more (space) · " : ""
    let padding = [String](repeating: "", count: room - shown.count)
    let text = (shown + padding).map { $0.clipped(to: terminal.columns) + "\u{1b}[K" }.joined(separator: "\n")
    let foot = terminal.ink.faint((more + footer(terminal)).clipped(to: terminal.columns - 1))
    // Home, every line overwritten to its end: no flicker, as clearing the whole screen would give.
    sayRaw("\u{1b}[H\(text)\n\u{1b}[K\n\(foot)\u{1b}[K\u{1b}[J")
  }

  private func room(_ terminal: Terminal) -> Int { max(3, terminal.height - 2) }
}
