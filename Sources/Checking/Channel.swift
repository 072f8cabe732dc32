import Events
@preconcurrency import Glibc

/// The program's ends of the request and of the events.
enum Channel {
  /// Reads the request and closes its descriptor; nil if there is none, as when the program is started by hand.
  static func receive() -> Request? {
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(Request.descriptor, &buffer, buffer.count)
      guard count > 0 else { break }
      bytes += buffer[..<count]
    }
    close(Request.descriptor)
    setvbuf(stdout, nil, _IOLBF, 0)  // what was printed before a trap would be lost in a full buffer
    // What the learner's code starts must not hold the channel open.
    _ = fcntl(Request.eventDescriptor, F_SETFD, FD_CLOEXEC)
    return Request(text: String(decoding: bytes, as: UTF8.self))
  }

  /// Sends an event, sealed: any other line is not believed.
  static func send(_ event: Event, _ seal: inout Seal) {
    let line = Array((seal.sealed(event.line) + "\n").utf8)
    var sent = 0
    while sent < line.count {
      let count = line[sent...].withUnsafeBytes { write(Request.eventDescriptor, $0.baseAddress, $0.count) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { _exit(channelLostStatus) }
      sent += count
    }
  }

  /// How many bytes have been printed so far, everything flushed; 0 if stdout is not a file.
  static func outputLength() -> Int {
    fflush(nil)
    return max(0, Int(lseek(1, 0, SEEK_END)))
  }

  /// The tool is gone; there is nobody left to report to.
  private static let channelLostStatus: Int32 = 74  // EX_IOERR of sysexits.h
}
