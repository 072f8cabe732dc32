import Foundation
import GRDB

/// Why the log could not be opened, read or added to. In every case what it held before is still there.
public enum ProgressError: Error, Equatable, CustomStringConvertible {
  /// Another process kept the log to itself for longer than `after`.
  case locked(URL, after: Duration)
  case diskFull(URL)
  /// The log cannot be read as a log. The next opening sets it aside.
  case damaged(URL, String)
  case newerSchema(URL, found: Int, known: Int)
  case notWritable(URL, String)
  /// The log's file was moved, deleted or replaced while it was open.
  case moved(URL)
  /// An entry with this id is in the log already.
  case alreadyLogged(UUID)
  case failed(URL, String)

  public var description: String {
    switch self {
    case .locked(let log, let patience):
      """
      The log \(log.path) is locked: for \(patience.formatted(.units(allowed: [.seconds, .milliseconds]))) another \
      program has held it, most likely another mllab or a database viewer. Nothing in it was lost. Close the other \
      program and try again.
      """
    case .diskFull(let log):
      """
      The disk is full: nothing can be added to the log \(log.path). What it held before is intact. Free some space \
      (mllab clean empties the caches) and try again.
      """
    case .damaged(let log, let reason):
      """
      The log \(log.path) is damaged: \(reason). Nothing was overwritten. When mllab next starts it sets the log \
      aside and begins a new one with every attempt that can still be read.
      """
    case .newerSchema(let log, let found, let known):
      """
      The log \(log.path) was written by a newer mllab: its schema is \(found), this mllab knows \(known) at most. \
      Nothing was changed. Use the newer mllab.
      """
    case .notWritable(let log, let reason):
      "The log \(log.path) cannot be written: \(reason). Check who owns its folder and whether it may be written to."
    case .moved(let log):
      """
      The log \(log.path) was moved, deleted or replaced while it was open: the last attempt is not in the file that \
      is there now. Start mllab again.
      """
    case .alreadyLogged(let id):
      "The log already has an entry with the id \(id)."
    case .failed(let log, let reason):
      "The log \(log.path) could not be used: \(reason)."
    }
  }
}

extension ProgressError {
  /// The one place where a database's result codes are read.
  init(_ error: any Error, log: URL, patience: Duration) {
    switch error {
    case let error as ProgressError: self = error
    case let error as DatabaseError: self.init(error, log: log, patience: patience)
    case is RowDecodingError: self = .damaged(log, "a row has a value of another kind")
    default: self = .failed(log, "\(error)")
    }
  }

  private init(_ error: DatabaseError, log: URL, patience: Duration) {
    let reason = error.message ?? "SQLite result \(error.extendedResultCode.rawValue)"
    self =
      switch error.resultCode {
      case .SQLITE_BUSY, .SQLITE_LOCKED: .locked(log, after: patience)
      case .SQLITE_FULL: .diskFull(log)
      case .SQLITE_IOERR where error.extendedResultCode == .SQLITE_IOERR_SHMSIZE: .diskFull(log)
      case .SQLITE_CORRUPT, .SQLITE_NOTADB: .damaged(log, reason)
      case .SQLITE_READONLY, .SQLITE_CANTOPEN, .SQLITE_PERM, .SQLITE_AUTH: .notWritable(log, reason)
      default: .failed(log, reason)
      }
  }
}
