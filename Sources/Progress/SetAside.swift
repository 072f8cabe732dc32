import Foundation

/// A file that stood where the log should be, kept under another name.
public struct SetAside: Sendable, Equatable, CustomStringConvertible {
  /// What was wrong with it, as the end of a sentence: "it is truncated".
  public let reason: String
  /// Its name now. What belongs to it is beside it, with -wal and -shm at the end.
  public let url: URL
  /// How many of its entries could be read and are in the new log too.
  public let salvaged: Int

  public var description: String {
    let salvage =
      switch salvaged {
      case 0: "nothing in it could be read"
      case 1: "the 1 entry in it that could be read is in the new log"
      default: "the \(salvaged) entries in it that could be read are in the new log"
      }
    return """
      The log of attempts could not be used: \(reason). It was set aside, unchanged, as \(url.lastPathComponent), and \
      a new log was begun; \(salvage).
      """
  }
}
