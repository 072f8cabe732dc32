internal import COpenBLAS
internal import Glibc

/// Runs `body` with up to `count` threads for the products and factorisations that are large enough to gain by it.
///
/// Small ones stay on one thread inside too: OpenBLAS itself would start threads for a 23×23 solve and take 16 times as
/// long (OpenBLAS#4387). Outside, the lab uses one thread unless `OPENBLAS_NUM_THREADS` says otherwise. The number is
/// one for the whole process: call this from one task at a time, and do not run several products at once inside `body`,
/// because OpenBLAS lets them through one after the other.
///
/// - Parameters:
///   - count: at least 1; OpenBLAS caps it at the number it was built for.
///   - body: the work.
/// - Returns: what `body` returns.
/// - Throws: what `body` throws.
public func withBLASThreads<Result, Failure: Error>(
  _ count: Int, _ body: () throws(Failure) -> Result
) throws(Failure) -> Result {
  require(count >= 1, "withBLASThreads: \(count) threads asked for, at least 1 is needed")
  BLASThreads.applyDefault()
  let before = BLASThreads.allowed
  openblas_set_num_threads(blasInt(count))
  BLASThreads.allowed = openblas_get_num_threads()
  openblas_set_num_threads(1)
  defer { BLASThreads.allowed = before }
  return try body()
}

/// Lets the heap keep what is freed for what is allocated next, up to blocks of 32 MB, the most that glibc allows.
///
/// glibc of itself hands back to the system what a matrix of 128 kB or more had, and the next such matrix has to wait for
/// every page: longer than for an exponential of each number on it.
private func keepFreedMemory() {
  mallopt(M_MMAP_THRESHOLD, 32 << 20)
  mallopt(M_TRIM_THRESHOLD, 64 << 20)
}

@usableFromInline
enum BLASThreads {
  /// How many threads a large call may use. OpenBLAS itself is set to one between such calls.
  ///
  /// Not protected: `withBLASThreads` asks to be called from one task at a time.
  nonisolated(unsafe) static var allowed: Int32 = 1

  private static let defaultApplied: Void = {
    if getenv("OPENBLAS_NUM_THREADS") != nil { allowed = openblas_get_num_threads() }
    openblas_set_num_threads(1)
    keepFreedMemory()
    isDefaultApplied = true
  }()

  /// Spares the call that looks whether `defaultApplied` has run. A thread that still reads false makes it, and waits.
  nonisolated(unsafe) private static var isDefaultApplied = false

  /// One thread, once, before the first BLAS call.
  @inline(__always)
  static func applyDefault() {
    if !isDefaultApplied { defaultApplied }
  }

  static var current: Int { Int(allowed) }

  /// Calls BLAS with all threads that are allowed if there is work enough for more than one.
  ///
  /// - Parameters:
  ///   - work: the size of the call in the unit of `threshold`.
  ///   - threshold: from where two threads were never slower than one, measured.
  ///   - call: the call.
  /// - Returns: what the call returns.
  @inline(__always)
  static func using<Result>(_ work: Int, over threshold: Int, _ call: () -> Result) -> Result {
    if allowed == 1 || work < threshold { return call() }
    openblas_set_num_threads(allowed)
    defer { openblas_set_num_threads(1) }
    return call()
  }
}

/// From how many elements on a product of two vectors is worth more than one thread.
@inline(__always)
var lengthForThreads: Int { 1 << 20 }
