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
  /// How many lines of the page are below the window.
  private var below = 0

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

  mutating func draw() {
    let terminal = Terminal.current
    let lines = page(terminal)
    guard terminal.isTerminal else { return say(lines + [""]) }
    let room = room(terminal)
    let start = max(0, min(offset, lines.count - room))
    let shown = lines.dropFirst(start).prefix(room)
    below = lines.count - start - shown.count
    let padding = [String](repeating: "", count: room - shown.count)
    let text = (shown + padding).map { $0.clipped(to: terminal.columns) + "\u{1b}[K" }.joined(separator: "\n")
    // Home, every line overwritten to its end: no flicker, as clearing the whole screen would give.
    sayRaw("\u{1b}[H\(text)\n\u{1b}[K\n\(foot(terminal))\u{1b}[K\u{1b}[J")
  }

  /// The last line alone: making a page anew would compete with the compiler.
  func drawFooter() {
    let terminal = Terminal.current
    guard terminal.isTerminal else { return }
    sayRaw("\u{1b}[\(room(terminal) + 2);1H\(foot(terminal))\u{1b}[K")
  }

  private func foot(_ terminal: Terminal) -> String {
    let more = below > 0 ? "↓ \(below) more (space) · " : ""
    return terminal.ink.faint((more + footer(terminal)).clipped(to: terminal.columns - 1))
  }

  private func room(_ terminal: Terminal) -> Int { max(3, terminal.height - 2) }
}
