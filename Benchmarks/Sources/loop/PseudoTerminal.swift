import Glibc
import Measuring

/// A program on a terminal of its own, read as a person reads it: page by page.
final class PseudoTerminal {
  let child: Child
  private let keyboard: Int32
  private var pending: [UInt8] = []

  /// Starts a program on a terminal of 100 columns and 60 lines, on which a verdict fits.
  init(_ arguments: [String], environment: [String: String] = [:]) throws {
    var (inside, outside): (Int32, Int32) = (-1, -1)
    var path = [CChar](repeating: 0, count: 128)
    var size = winsize(ws_row: 60, ws_col: 100, ws_xpixel: 0, ws_ypixel: 0)
    guard openpty(&outside, &inside, &path, nil, &size) == 0 else { throw Failure("there is no pseudo-terminal") }
    _ = fcntl(outside, F_SETFD, FD_CLOEXEC)
    _ = fcntl(inside, F_SETFD, FD_CLOEXEC)
    keyboard = outside
    let name = path.withUnsafeBufferPointer { String(cString: $0.baseAddress!) }
    child = try Child(
      arguments, environment: environment.merging(["TERM": "xterm-256color"]) { $1 }, .terminal(path: name))
    close(inside)
  }

  /// Quits with the key q, and waits for the end.
  func quit() {
    _ = write(keyboard, "q", 1)
    close(keyboard)
    _ = child.wait()
  }

  /// Reads until a whole page is on the terminal that satisfies the condition, or a minute is over.
  ///
  /// mllab begins every page by moving the cursor home and ends it by erasing what is below.
  ///
  /// - Parameter isWanted: is given a page's text without what moves the cursor and colours.
  /// - Returns: the text.
  /// - Throws: `Failure` if none comes.
  @discardableResult
  func page(where isWanted: (String) -> Bool) throws -> String {
    let deadline = ContinuousClock.now + .seconds(60)
    while true {
      while let page = nextPage() {
        if isWanted(page) { return page }
      }
      var ready = pollfd(fd: keyboard, events: Int16(POLLIN), revents: 0)
      guard poll(&ready, 1, 1000) >= 0 || errno == EINTR, ContinuousClock.now < deadline else { break }
      guard ready.revents != 0 else { continue }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      let count = read(keyboard, &buffer, buffer.count)
      guard count > 0 else { break }
      pending += buffer[..<count]
    }
    throw Failure("the page awaited never came; on the terminal was:\n\(plain(pending.suffix(4000)))")
  }

  private func nextPage() -> String? {
    let end = Array("\u{1b}[J".utf8)
    guard let last = pending.indices.first(where: { pending[$0...].starts(with: end) }) else { return nil }
    defer { pending.removeSubrange(..<(last + end.count)) }
    return plain(pending[..<last])
  }

  /// Without the sequences ESC [ … letter, and without carriage returns.
  private func plain(_ bytes: ArraySlice<UInt8>) -> String {
    var text: [UInt8] = []
    var isSequence = false
    for byte in bytes {
      if byte == 0x1b { isSequence = true }
      if !isSequence, byte != UInt8(ascii: "\r") { text.append(byte) }
      if isSequence, UInt8(ascii: "A")...UInt8(ascii: "z") ~= byte, byte != UInt8(ascii: "[") { isSequence = false }
    }
    return String(decoding: text, as: UTF8.self)
  }
}
