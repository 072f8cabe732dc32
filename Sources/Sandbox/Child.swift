import CSpawn
import Glibc

/// What to start: a program with its arguments, environment, folder, descriptors and limits.
public struct Command: Sendable {
  public var executable: String
  public var arguments: [String]
  public var environment: [String: String]
  public var directory: String?
  public var limits: Limits

  public init(
    _ executable: String, _ arguments: [String], environment: [String: String] = [:], directory: String? = nil,
    limits: Limits = .none
  ) {
    self.executable = executable
    self.arguments = arguments
    self.environment = environment
    self.directory = directory
    self.limits = limits
  }
}

/// How a process ended.
public enum Ending: Equatable, Sendable {
  case exited(Int32)
  case signalled(Int32)
}

/// A running process in a group of its own.
///
/// It is killed when the thread that started it ends: start it from one that outlives it.
public final class Child: @unchecked Sendable {
  public let id: pid_t
  /// Readable as soon as the process has ended; for `poll`.
  public let endDescriptor: Int32
  private var ending: Ending?

  /// Starts a command.
  ///
  /// - Parameters:
  ///   - command: what to start.
  ///   - descriptors: descriptor i of the child is the i-th of these.
  /// - Throws: `SystemError` if it cannot be started.
  public init(_ command: Command, descriptors: [Int32]) throws(SystemError) {
    var arguments = ([command.executable] + command.arguments).map { strdup($0) } + [nil]
    var environment = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in arguments + environment { free(pointer) } }
    var id: pid_t = 0
    var limits = command.limits.cValue
    let failure = cspawn(
      &id, command.executable, &arguments, &environment, command.directory, descriptors, Int32(descriptors.count),
      &limits)
    guard failure == 0 else { throw SystemError("start \(command.executable)", failure) }
    self.id = id
    endDescriptor = cspawn_pidfd(id)
    guard endDescriptor >= 0 else {
      let failure = errno
      kill(id, SIGKILL)
      waitpid(id, nil, 0)
      throw SystemError("watch over process \(id) (pidfd_open, Linux 5.3 or newer)", failure)
    }
  }

  deinit {
    if ending == nil {
      killGroup()
      _ = wait()
    }
    close(endDescriptor)
  }

  /// Sends SIGKILL to the whole group.
  public func killGroup() {
    guard ending == nil else { return }
    kill(-id, SIGKILL)
  }

  /// Waits for the end, however long it takes.
  public func wait() -> Ending {
    if let ending { return ending }
    var status: Int32 = 0
    while waitpid(id, &status, 0) < 0 && errno == EINTR {}
    let result: Ending = status & 0x7f == 0 ? .exited(status >> 8 & 0xff) : .signalled(status & 0x7f)
    ending = result
    return result
  }
}

/// A system call that failed.
public struct SystemError: Error, CustomStringConvertible {
  public let action: String
  public let code: Int32

  init(_ action: String, _ code: Int32) {
    self.action = action
    self.code = code
  }

  public var description: String { "cannot \(action): \(String(cString: strerror(code)))" }
}
