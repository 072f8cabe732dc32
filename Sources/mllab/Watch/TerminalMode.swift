import Glibc

/// The terminal's input without line editing and echo, for single keys; `restore` puts it back as it was.
///
/// Ctrl-C and Ctrl-Z still make signals, so that they work whatever the program is doing.
final class TerminalMode {
  private var original = termios()
  private var isChanged = false

  /// Changes nothing if stdin is no terminal.
  func enter() {
    guard isatty(0) == 1, !isChanged, tcgetattr(0, &original) == 0 else { return }
    var raw = original
    raw.c_lflag &= ~tcflag_t(ICANON | ECHO)
    tcsetattr(0, TCSAFLUSH, &raw)
    isChanged = true
  }

  /// Keys typed ahead are thrown away: the shell must not take them for commands.
  func restore() {
    guard isChanged else { return }
    tcsetattr(0, TCSAFLUSH, &original)
    isChanged = false
  }
}
