import CSpawn
import Foundation

/// A process that answers requests, one line for one line, for as long as it is wanted.
///
/// It reads the requests from its stdin and writes the answers to its stdout. It is not confined: for programs of the
/// lab, not for a learner's.
public final class Dialogue {
  private let child: Child
  private let requests: Int32
  private let answers: Int32
  private var pending: [UInt8] = []
  private let errorsPath: String?

  /// Why there is no answer. The process is gone, or has to be thrown away.
  public enum Failure: Error, Equatable, CustomStringConvertible {
    /// It ended; with the last line of what it said on stderr.
    case ended(Ending, said: String)
    case silent(seconds: Double)

    public var description: String {
      switch self {
      case .ended(.exited(let status), let said): said.isEmpty ? "ended with status \(status)" : said
      case .ended(.signalled(let signal), let said):
        "crashed, signal \(signal)" + (said.isEmpty ? "" : ": \(said)")
      case .silent(let seconds): String(format: "no answer within %g s", seconds)
      }
    }
  }

  /// Starts the process.
  ///
  /// - Parameters:
  ///   - command: what to start.
  ///   - errors: a file for what it says on stderr; nil throws that away.
  /// - Throws: `SystemError` if it cannot be started.
  public init(_ command: Command, errors: String? = nil) throws(SystemError) {
    var (incoming, outgoing): ([Int32], [Int32]) = ([-1, -1], [-1, -1])
    guard cspawn_pipe(&incoming) == 0 else { throw SystemError("make a pipe", errno) }
    defer { close(incoming[0]) }
    guard cspawn_pipe(&outgoing) == 0 else {
      close(incoming[1])
      throw SystemError("make a pipe", errno)
    }
    defer { close(outgoing[1]) }
    do throws(SystemError) {
      let said = if let errors { try openForWriting(errors) } else { try openNull() }
      defer { close(said) }
      child = try Child(command, descriptors: [incoming[0], outgoing[1], said])
    } catch {
      close(incoming[1])
      close(outgoing[0])
      throw error
    }
    (requests, answers, errorsPath) = (incoming[1], outgoing[0], errors)
  }

  deinit {
    close(requests)  // a program of good manners ends by that
    close(answers)
    child.killGroup()
    _ = child.wait()
  }

  /// Sends a line and waits for the line that answers it.
  ///
  /// - Parameters:
  ///   - request: without a line feed.
  ///   - seconds: how long to wait.
  ///   - cancellation: ends the waiting.
  /// - Returns: the answer without its line feed.
  /// - Throws: `Failure`, or `Cancelled`; the dialogue is of no more use after either.
  public func ask(_ request: String, seconds: Double, cancellation: Cancellation? = nil) throws -> String {
    let deadline = monotonicSeconds() + seconds
    let line = Array("\(request)\n".utf8)
    // Short enough for the pipe: it never blocks. To a process that is gone it fails, SIGPIPE being ignored.
    _ = line.withUnsafeBytes { write(requests, $0.baseAddress, $0.count) }
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        defer { pending.removeSubrange(...end) }
        return String(decoding: pending[..<end], as: UTF8.self)
      }
      let readable = waitForReadable([answers] + (cancellation.map { [$0.descriptor] } ?? []), until: deadline)
      if let cancellation, readable.contains(cancellation.descriptor) { throw Cancelled() }
      guard readable.contains(answers) else {
        child.killGroup()
        throw Failure.silent(seconds: seconds)
      }
      var buffer = [UInt8](repeating: 0, count: 1 << 12)
      let count = read(answers, &buffer, buffer.count)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else {
        child.killGroup()  // it may have closed its stdout and live on
        throw Failure.ended(child.wait(), said: lastErrors())
      }
      pending += buffer[..<count]
    }
  }

  private func lastErrors() -> String {
    let lines = readText(errorsPath ?? "", limit: 1 << 16).split(separator: "\n")
    return lines.last.map { String($0.prefix(200)) } ?? ""
  }
}
