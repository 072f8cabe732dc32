internal import COpenBLAS
internal import Glibc

/// Runs `body` with OpenBLAS using `count` threads, and restores the number before.
///
/// Worth it for a few large products or factorisations. Small ones get slower (a 23×23 solve by a factor of 16,
/// OpenBLAS#4387), which is why the lab uses one thread unless `OPENBLAS_NUM_THREADS` says otherwise. The number is one
/// for the whole process: call this from one task at a time, and do not run several products at once inside `body`,
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
  let before = openblas_get_num_threads()
  openblas_set_num_threads(blasInt(count))
  defer { openblas_set_num_threads(before) }
  return try body()
}

@usableFromInline
enum BLASThreads {
  private static let defaultApplied: Void = {
    if getenv("OPENBLAS_NUM_THREADS") == nil { openblas_set_num_threads(1) }
  }()

  /// One thread, once, before the first BLAS call.
  @usableFromInline
  static func applyDefault() { defaultApplied }

  static var current: Int { Int(openblas_get_num_threads()) }
}
