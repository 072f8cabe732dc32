import Glibc

/// Signals as bytes in a pipe, so that one `poll` waits for them together with everything else.
struct Signals {
  /// Readable when a signal has come.
  let descriptor: Int32

  /// Takes over these signals for the rest of the program.
  init(_ numbers: [Int32]) {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { fatalError("cannot make a pipe: \(String(cString: strerror(errno)))") }
    for end in ends {
      _ = fcntl(end, F_SETFD, FD_CLOEXEC)
      _ = fcntl(end, F_SETFL, O_NONBLOCK)
    }
    descriptor = ends[0]
    signalPipe = ends[1]
    for number in numbers {
      signal(number) { number in
        let saved = errno
        var byte = UInt8(truncatingIfNeeded: number)
        _ = write(signalPipe, &byte, 1)
        errno = saved
      }
    }
  }

  /// The signals that came since the last call.
  func read() -> [Int32] {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = Glibc.read(descriptor, &buffer, buffer.count)
    return count > 0 ? buffer[..<count].map(Int32.init) : []
  }
}

/// Written by the handler, which can reach nothing but globals.
nonisolated(unsafe) private var signalPipe: Int32 = -1
