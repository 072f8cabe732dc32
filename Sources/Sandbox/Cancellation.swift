import CSpawn
import Glibc

/// A wish, expressed on one thread, that work on another should stop.
public final class Cancellation: @unchecked Sendable {
  private var ends: [Int32] = [-1, -1]

  public init() {
    guard cspawn_pipe(&ends) == 0 else { fatalError("cannot make a pipe: \(String(cString: strerror(errno)))") }
  }

  deinit {
    close(ends[0])
    close(ends[1])
  }

  /// Readable from the moment `cancel` is called; for `poll`.
  public var descriptor: Int32 { ends[0] }

  public func cancel() { _ = write(ends[1], "x", 1) }

  public var isCancelled: Bool {
    var wait = pollfd(fd: ends[0], events: Int16(POLLIN), revents: 0)
    return poll(&wait, 1, 0) > 0
  }
}

/// The work was cancelled before it had a result.
public struct Cancelled: Error {
  public init() {}
}
