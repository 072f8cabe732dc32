/// What LAPACK's `info` means: the only place where it is read.
///
/// A negative value is a fault of this module (an argument LAPACK refused), never of the caller, and traps.
enum LAPACKInfo {
  /// For routines that cannot fail on finite input.
  static func requireSuccess(_ info: Int32, of routine: StaticString) {
    require(info == 0, "\(routine) returned info = \(info): a fault of LabNumerics, not of its caller")
  }

  /// The exact zero on the diagonal of U (`?getrf`) or D (`?sytrf`) that was met first, counted from 0; nil for none.
  static func zeroPivot(_ info: Int32, of routine: StaticString) -> Int? {
    requireArguments(info, of: routine)
    return info == 0 ? nil : Int(info) - 1
  }

  /// The factorisation (`?potrf`) stopped at a leading minor.
  static func requirePositiveDefinite(_ info: Int32, of routine: StaticString) throws(LinearAlgebraError) {
    requireArguments(info, of: routine)
    if info > 0 { throw .notPositiveDefinite(minor: Int(info)) }
  }

  /// The iteration (`?gesdd`, `?gesvd`, `?syevd`) ended before all values had settled.
  static func requireConverged(_ info: Int32, of routine: StaticString) throws(LinearAlgebraError) {
    requireArguments(info, of: routine)
    if info > 0 { throw .notConverged(routine: "\(routine)", count: Int(info)) }
  }

  /// As `requireConverged`, for a caller that has another way to try.
  static func hasConverged(_ info: Int32, of routine: StaticString) -> Bool {
    requireArguments(info, of: routine)
    return info == 0
  }

  private static func requireArguments(_ info: Int32, of routine: StaticString) {
    require(info >= 0, "\(routine) refused its argument \(-info): a fault of LabNumerics, not of its caller")
  }
}
