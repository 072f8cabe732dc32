import ArgumentParser

/// The statuses that scripts can rely on.
enum ExitStatus {
  /// Passed, or done.
  static let ok: Int32 = 0
  /// Judged and not passed; proved and found wanting.
  static let notPassed: Int32 = 1
  /// The command was not understood, or names something that is not there.
  static let usage: Int32 = 2
  /// The lab itself is not in order; EX_SOFTWARE of sysexits.h.
  static let broken: Int32 = 70
  /// Ended by Ctrl-C; what there was by then is shown. As a shell says it: 128 and SIGINT.
  static let interrupted: Int32 = 130
}

/// The command asks for something that is not there; nothing was done.
struct UsageError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

/// The lab itself is not in order; never the learner's fault.
struct LabError: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
