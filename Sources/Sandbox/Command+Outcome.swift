import CSpawn
import Glibc

/// How a command ended, and all that it printed.
public struct Outcome: Sendable {
  public let ending: Ending
  public let output: [UInt8]

  public var succeeded: Bool { ending == .exited(0) }
  public var text: String { String(decoding: output, as: UTF8.self) }
}

/// A command that was ended because it took too long.
public struct Overtime: Error, CustomStringConvertible {
  public let executable: String
  public let seconds: Double

  public var description: String { "\(executable) was not done after \(Int(seconds)) s" }
}

extension Command {
  /// Runs to its end, with nothing to read.
  ///
  /// Foundation's `Process` does this too, but only where there is a loopback interface: it wakes itself up through a
  /// connection over 127.0.0.1, and waits for ever where that cannot be made.
  ///
  /// - Parameters:
  ///   - seconds: how long it may take; then it is killed with all of its group.
  ///   - keepsErrors: whether what it says on stderr is part of the output; else it is thrown away.
  /// - Returns: how it ended, and what it printed.
  /// - Throws: `Overtime`, or `SystemError` if it cannot be started.
  public func outcome(seconds: Double, keepsErrors: Bool = false) throws -> Outcome {
    var ends: [Int32] = [-1, -1]
    guard cspawn_pipe(&ends) == 0 else { throw SystemError("make a pipe", errno) }
    defer { close(ends[0]) }
    let child = try started(printingTo: ends[1], keepsErrors: keepsErrors)
    let deadline = monotonicSeconds() + seconds
    var output: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      if waitForReadable([ends[0]], until: deadline).isEmpty || monotonicSeconds() > deadline {
        throw Overtime(executable: executable, seconds: seconds)  // the child is killed when it is released
      }
      let count = read(ends[0], &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      if count <= 0 { break }
      output += buffer[..<count]
    }
    // It may have closed its stdout and live on.
    if waitForReadable([child.endDescriptor], until: deadline).isEmpty {
      throw Overtime(executable: executable, seconds: seconds)
    }
    return Outcome(ending: child.wait(), output: output)
  }

  /// Closes the descriptor here: once the child has ended, nobody writes to it.
  private func started(printingTo descriptor: Int32, keepsErrors: Bool) throws -> Child {
    defer { close(descriptor) }
    let null = try openNull()
    defer { close(null) }
    return try Child(self, descriptors: [null, descriptor, keepsErrors ? descriptor : null])
  }
}
