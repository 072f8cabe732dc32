import Glibc

/// Seconds on a clock that never goes back.
public func monotonicSeconds() -> Double {
  var time = timespec()
  clock_gettime(CLOCK_MONOTONIC, &time)
  return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
}

/// Waits until one of the descriptors is readable or the deadline has passed.
///
/// - Parameters:
///   - descriptors: what to wait for.
///   - deadline: on `monotonicSeconds`; nil waits for ever.
/// - Returns: the readable ones; empty if the deadline has passed.
func waitForReadable(_ descriptors: [Int32], until deadline: Double?) -> Set<Int32> {
  var polled = descriptors.map { pollfd(fd: $0, events: Int16(POLLIN), revents: 0) }
  while true {
    let timeout = deadline.map { Int32(min(max(0, ($0 - monotonicSeconds()) * 1000), 1e6).rounded(.up)) } ?? -1
    let count = poll(&polled, nfds_t(polled.count), timeout)
    if count < 0 && errno == EINTR { continue }
    return Set(polled.filter { $0.revents != 0 }.map(\.fd))
  }
}
