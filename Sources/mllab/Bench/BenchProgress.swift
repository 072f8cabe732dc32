import Foundation
import Sandbox

/// One line on the terminal that says what is being done and is overwritten by the next; nothing where there is none.
struct ProgressLine {
  private let columns: Int?

  /// On stderr, so that it stays out of what is read by programs.
  init() {
    var size = winsize()
    let isTerminal = isatty(2) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    let isKnown = isTerminal && ioctl(2, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    columns = isTerminal ? (isKnown ? Int(size.ws_col) : 80) : nil
  }

  func show(_ text: String) {
    guard let columns else { return }
    sayRaw("\r\(text.clipped(to: columns - 1))\u{1b}[K", to: 2)
  }

  func clear() {
    if columns != nil { sayRaw("\r\u{1b}[K", to: 2) }
  }
}

/// Ctrl-C as a wish to stop; the second one ends the program as it always does.
enum Interruption {
  static func watch() -> Cancellation {
    let cancellation = Cancellation()
    interruption = cancellation
    signal(SIGINT) { _ in
      let saved = errno
      interruption?.cancel()
      signal(SIGINT, SIG_DFL)
      errno = saved
    }
    return cancellation
  }
}

/// Set once, before the handler that reads it.
nonisolated(unsafe) private var interruption: Cancellation?
