import CSpawn
import Foundation
import Sandbox

/// A terminal with a program in it: what it draws can be waited for, keys can be typed, the window has a size.
///
/// Swift's Glibc module lacks posix_openpt and POSIX_SPAWN_SETSID; the numbers are Linux's. `openpty` would leave the
/// ends open in every process that another test starts meanwhile, and no terminal would ever hang up.
final class PseudoTerminal {
  let process: pid_t
  private let master: Int32
  /// Lives as long as the program: what is in use is not to be removed under it.
  private let desk: AnyObject?
  private var bytes: [UInt8] = []
  private var lines: [String] = []
  private var isOpen = true
  private var ending: Ending?

  /// What a test waits for did not come.
  struct Missing: Error, CustomStringConvertible {
    var wanted: String
    var lastSeen: String
    var description: String { "\(wanted) was not drawn. The last screen:\n\(lastSeen)" }
  }

  /// Starts a program as leader of a session whose terminal this is.
  init(_ command: Command, at desk: AnyObject? = nil, columns: UInt16 = 80, rows: UInt16 = 24) throws {
    self.desk = desk
    master = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    var unlocked: Int32 = 0
    var number: UInt32 = 0
    guard master >= 0, ioctl(master, 0x4004_5431 as UInt, &unlocked) == 0,  // TIOCSPTLCK
      ioctl(master, 0x8004_5430 as UInt, &number) == 0  // TIOCGPTN
    else { throw POSIXError(.init(rawValue: errno) ?? .EIO) }
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    process = try Self.spawn(command, terminal: "/dev/pts/\(number)")
  }

  deinit {
    if ending == nil {
      kill(process, SIGKILL)
      waitpid(process, nil, 0)
    }
    if isOpen { close(master) }
  }

  private static func spawn(_ command: Command, terminal: String) throws -> pid_t {
    var arguments = ([command.executable] + command.arguments).map { strdup($0) } + [nil]
    var environment = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + environment { free(pointer) } }
    var actions = posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    // The threads that tests run on block signals.
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    let newSession: Int32 = 0x80  // POSIX_SPAWN_SETSID: the terminal opened next is its own
    posix_spawnattr_setflags(&attributes, Int16(newSession | POSIX_SPAWN_SETSIGMASK))
    posix_spawn_file_actions_addopen(&actions, 0, terminal, O_RDWR, 0)
    for descriptor: Int32 in 1...2 { posix_spawn_file_actions_adddup2(&actions, 0, descriptor) }
    var id: pid_t = 0
    let failure = posix_spawn(&id, command.executable, &actions, &attributes, &arguments, &environment)
    guard failure == 0 else { throw POSIXError(.init(rawValue: failure) ?? .EIO) }
    return id
  }

  // MARK: - The screen

  /// The next screen that holds a text, its lines without what moves the cursor and colours; earlier ones are over.
  @discardableResult
  func screen(with text: String) throws -> [String] {
    try screen("\"\(text)\"") { lines in lines.contains { $0.contains(text) } }
  }

  /// The next screen of which something is true.
  func screen(_ what: String, where isWanted: ([String]) -> Bool) throws -> [String] {
    var last: [String] = []
    let deadline = monotonicSeconds() + 60
    while true {
      while let lines = takeScreen() {
        if isWanted(lines) { return lines }
        last = lines
      }
      guard readMore(until: deadline) else { throw Missing(wanted: what, lastSeen: last.joined(separator: "\n")) }
    }
  }

  /// What was written after the last screen that was taken, escapes and all.
  var unread: String { String(decoding: bytes, as: UTF8.self) }

  /// The page up to the next "erase to the end of the screen", or the same with another last line if that comes first.
  private func takeScreen() -> [String]? {
    let page = bytes.firstRange(of: Array("\u{1b}[J".utf8))
    let line = bytes.firstRange(of: Array(";1H".utf8))
    if let line, line.lowerBound < page?.lowerBound ?? bytes.endIndex {
      guard let end = bytes[line.upperBound...].firstRange(of: Array("\u{1b}[K".utf8)) else { return nil }
      lines = lines.dropLast() + [Self.plain(bytes[line.upperBound..<end.lowerBound])]
      bytes.removeSubrange(..<end.upperBound)
      return lines
    }
    guard let page else { return nil }
    let drawn = bytes[..<page.lowerBound].split(separator: Array("\u{1b}[H".utf8)).last ?? []
    lines = Self.plain(drawn).components(separatedBy: "\n")
    bytes.removeSubrange(..<page.upperBound)
    return lines
  }

  private static func plain(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes.filter { $0 != UInt8(ascii: "\r") }, as: UTF8.self)
      .replacing(/\u{1b}\[[0-9;?]*[A-Za-z]/, with: "")
  }

  private func readMore(until deadline: Double) -> Bool {
    var wait = pollfd(fd: master, events: Int16(POLLIN), revents: 0)
    guard isOpen, poll(&wait, 1, Int32(max(0, deadline - monotonicSeconds()) * 1000)) > 0 else { return false }
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    let count = read(master, &buffer, buffer.count)  // EIO when nobody has the other end any more
    bytes += buffer.prefix(max(0, count))
    return count > 0
  }

  /// Waits for a text that is written without a screen around it.
  func wait(for text: String) throws {
    let deadline = monotonicSeconds() + 60
    while bytes.firstRange(of: Array(text.utf8)) == nil {
      guard readMore(until: deadline) else { throw Missing(wanted: "\"\(text)\"", lastSeen: unread) }
    }
  }

  // MARK: - The hands

  func type(_ keys: String) { _ = write(master, keys, keys.utf8.count) }

  /// Gives the window another size; the kernel sends SIGWINCH.
  func resize(columns: UInt16, rows: UInt16) {
    var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
    _ = ioctl(master, UInt(TIOCSWINSZ), &size)
  }

  /// Closes the window: the program gets SIGHUP.
  func hangUp() {
    close(master)
    isOpen = false
  }

  /// How lines are edited and what is echoed, with the settings of the driver.
  var mode: [String] {
    var mode = termios()
    tcgetattr(master, &mode)
    return ["\(mode.c_iflag) \(mode.c_oflag) \(mode.c_cflag) \(mode.c_lflag)", "\(mode.c_cc)"]
  }

  /// Waits for the end of the program, drawing being read meanwhile so that it never waits for a reader.
  func end() throws -> Ending {
    if let ending { return ending }
    let deadline = monotonicSeconds() + 60
    while isOpen, readMore(until: deadline) {}
    var end = pollfd(fd: cspawn_pidfd(process), events: Int16(POLLIN), revents: 0)
    defer { close(end.fd) }
    guard poll(&end, 1, 20_000) > 0 else { throw Missing(wanted: "the end", lastSeen: "") }
    var status: Int32 = 0
    waitpid(process, &status, 0)
    let result: Ending = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    ending = result
    return result
  }

  /// Waits until the program is stopped, as Ctrl-Z does.
  func waitUntilStopped() -> Bool {
    let deadline = monotonicSeconds() + 60
    var status: Int32 = 0
    while waitpid(process, &status, WUNTRACED | WNOHANG) == 0, monotonicSeconds() < deadline { usleep(1000) }
    return status & 0xff == 0x7f
  }
}
