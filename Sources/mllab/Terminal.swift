import Foundation
import Grading

/// The terminal (or the file, or the pipe) that stdout goes to.
struct Terminal {
  /// The terminal as it is now: a window can be resized.
  static var current: Terminal {
    var size = winsize()
    let isKnown = isatty(1) == 1 && ioctl(1, UInt(TIOCGWINSZ), &size) == 0
    let environment = ProcessInfo.processInfo.environment
    let asked = environment["COLUMNS"].flatMap { Int($0) }.flatMap { $0 > 0 ? $0 : nil }
    let columns = isKnown && size.ws_col > 0 ? Int(size.ws_col) : asked ?? 80
    let isTerminal = isKnown && environment["TERM"] != "dumb"
    return Terminal(
      isTerminal: isTerminal, columns: columns, width: min(max(columns, 30), 100),
      height: size.ws_row > 0 ? Int(size.ws_row) : 24,
      ink: Ink(isColoured: isTerminal && (environment["NO_COLOR"] ?? "").isEmpty))
  }

  /// Whether the cursor can be moved: a dumb terminal, as an editor's shell is, is written to like a file.
  let isTerminal: Bool
  let columns: Int
  /// Characters in a line: text wider than 100 is hard to read.
  let width: Int
  let height: Int
  let ink: Ink
}

/// Writes lines to stdout; a reader that has gone away (`mllab list | head`) ends the program quietly.
func say(_ lines: [String]) {
  let text = lines.map { $0 + "\n" }.joined()
  write(text, to: 1)
}

func say(_ line: String = "") { say([line]) }

/// Writes a remark to stderr, so that what is read by programs stays clean; on a terminal broken at its blanks.
func remark(_ text: String) {
  var size = winsize()
  let isKnown = isatty(2) == 1 && ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
  let lines = isKnown ? wrapped("mllab: \(text)", width: Int(size.ws_col)) : ["mllab: \(text)"]
  write(lines.map { $0 + "\n" }.joined(), to: 2)
}

private func write(_ text: String, to descriptor: Int32) {
  let bytes = Array(text.utf8)
  var sent = 0
  while sent < bytes.count {
    let count = bytes[sent...].withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    if count < 0 && errno == EINTR { continue }
    guard count > 0 else {
      let reason = errno
      if descriptor == 1, reason == EPIPE { exit(ExitStatus.ok) }
      if descriptor == 1 { remark("What was to be shown cannot be written: \(String(cString: strerror(reason))).") }
      exit(ExitStatus.broken)
    }
    sent += count
  }
}

/// Writes text to stdout, or another descriptor, as it is.
func sayRaw(_ text: String, to descriptor: Int32 = 1) { write(text, to: descriptor) }

extension String {
  /// As much as fits into so many columns; sequences that colour take none.
  func clipped(to columns: Int) -> String {
    var result = ""
    var count = 0
    var isColour = false
    for character in self {
      if character == "\u{1b}" { isColour = true }
      if !isColour {
        count += 1
        if count > columns { return result + (contains("\u{1b}") ? "\u{1b}[0m" : "") }
      }
      result.append(character)
      if isColour, character.isLetter { isColour = false }
    }
    return result
  }

  /// The text on as many lines as it needs, none wider than so many columns: broken at a blank where there is one, and
  /// continued two columns behind where it began; a longer word, as a path, goes on at the edge. A colour goes on, too.
  func folded(to columns: Int) -> [String] {
    var glyphs: [(character: Character, colour: String)] = []
    var colour = ""
    var sequence: String?
    for character in self {
      if character == "\u{1b}" { sequence = "" }
      if sequence != nil {
        sequence?.append(character)
        guard character.isLetter else { continue }
        colour = sequence == "\u{1b}[0m" ? "" : colour + (sequence ?? "")
        sequence = nil
      } else {
        glyphs.append((character, colour))
      }
    }
    guard glyphs.count > columns, columns > 0 else { return [self] }
    let lead = glyphs.prefix { $0.character == " " }.count
    let hanging = lead + 2 < columns / 2 ? lead + 2 : 0
    var indent = 0
    var lines: [String] = []
    var rest = glyphs[...]
    while !rest.isEmpty {
      let room = columns - indent
      var line = rest.prefix(room)
      // A blank near the beginning would leave most of the line empty, as before a long path.
      if line.count < rest.count, rest[line.endIndex].character != " ",
        let blank = line.lastIndex(where: { $0.character == " " }), blank - line.startIndex > room / 2
      {
        line = line[...blank]
      }
      var text = String(repeating: " ", count: indent)
      rest = rest[line.endIndex...]
      indent = rest.first?.character == " " || line.last?.character == " " ? hanging : 0
      rest = rest.drop { $0.character == " " }
      var colour = ""
      for (character, next) in line {
        if next != colour { text += (colour.isEmpty ? "" : "\u{1b}[0m") + next }
        colour = next
        text.append(character)
      }
      lines.append(text + (colour.isEmpty ? "" : "\u{1b}[0m"))
    }
    return lines
  }
}
