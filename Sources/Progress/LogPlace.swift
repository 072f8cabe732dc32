import Foundation

/// The files that a log at one place consists of, and how they are put out of the way.
struct LogPlace {
  let log: URL

  init(_ url: URL) {
    log = url.absoluteURL.resolvingSymlinksInPath()  // as SQLite does when it names the -wal
  }

  var folder: URL { log.deletingLastPathComponent() }
  /// Attempts that are committed and not yet in the log's main file.
  var wal: URL { beside("-wal") }
  /// A log in the making. Only who holds the folder's lock may touch it.
  var draft: URL { beside("-new") }

  var isSuspect: Bool { size(beside("-suspect")) != nil }
  func markSuspect() { _ = FileManager.default.createFile(atPath: beside("-suspect").path, contents: Data()) }
  func clearSuspicion() { unlink(beside("-suspect").path) }

  var isFolder: Bool {
    var status = stat()
    return stat(log.path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  /// In bytes; nil if there is no such file.
  func size(_ file: URL) -> Int64? {
    var status = stat()
    return stat(file.path, &status) == 0 ? Int64(status.st_size) : nil
  }

  func createFolder() throws(ProgressError) {
    do {
      try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    } catch {
      throw .notWritable(log, "its folder \(folder.path) cannot be made")
    }
  }

  func removeDraft() {
    for suffix in ["-new", "-new-wal", "-new-shm", "-new-journal"] { unlink(beside(suffix).path) }
  }

  /// Puts the log's files under another name that has the time in it, and the draft in their place.
  ///
  /// The main file keeps its name until the draft takes it in one step, so that a kill in between leaves either the
  /// old log or the new one. What belongs to it goes first: SQLite would replay it into whatever it finds beside it.
  ///
  /// - Returns: the main file's new name.
  func replaceByDraft(at time: Date) throws(ProgressError) -> URL {
    let aside = freeName(at: time)
    for suffix in ["-wal", "-shm", "-journal"] {
      try rename(beside(suffix), to: URL(filePath: aside.path + suffix))
    }
    if link(log.path, aside.path) != 0 { try rename(log, to: aside) }  // some file systems have no hard links
    try placeDraft()
    return aside
  }

  /// Gives the draft the log's name, durably.
  func placeDraft() throws(ProgressError) {
    try rename(draft, to: log)
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    fsync(descriptor)
    close(descriptor)
  }

  /// Runs `body` while no other process makes or replaces a log in this folder.
  ///
  /// - Throws: `locked` if another process holds the folder for longer than `patience`, and what `body` throws.
  func whileFolderIsLocked<T>(patience: Duration, _ body: () throws -> T) throws -> T {
    let descriptor = open(folder.path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw ProgressError.notWritable(log, String(cString: strerror(errno))) }
    defer { close(descriptor) }  // which unlocks
    let deadline = ContinuousClock.now + patience
    while flock(descriptor, LOCK_EX | LOCK_NB) != 0 {
      guard errno == EWOULDBLOCK || errno == EINTR else { break }  // without flock, as on some network file systems
      guard ContinuousClock.now < deadline else { throw ProgressError.locked(log, after: patience) }
      usleep(5000)
    }
    return try body()
  }

  private func beside(_ suffix: String) -> URL { URL(filePath: log.path + suffix) }

  /// For example attempts-set-aside-20260301T093000Z.sqlite, with a number if that is taken.
  private func freeName(at time: Date) -> URL {
    let stamp = time.iso8601.prefix(19).filter { $0 != "-" && $0 != ":" } + "Z"
    let ending = log.pathExtension.isEmpty ? "" : "." + log.pathExtension
    let stem = log.deletingPathExtension().lastPathComponent + "-set-aside-" + stamp
    let names = (1...).lazy.map { count in
      folder.appending(path: stem + (count == 1 ? "" : "-\(count)") + ending)
    }
    return names.first { size($0) == nil && size(URL(filePath: $0.path + "-wal")) == nil } ?? log
  }

  private func rename(_ file: URL, to new: URL) throws(ProgressError) {
    guard Foundation.rename(file.path, new.path) == 0 || errno == ENOENT else {
      throw .notWritable(log, "\(file.lastPathComponent) cannot be renamed: \(String(cString: strerror(errno)))")
    }
  }
}
