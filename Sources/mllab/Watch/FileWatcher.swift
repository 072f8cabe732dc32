import Foundation
import Grading

/// Tells when a file has other content, however the editor saves: in place, by renaming, twice, with lock files.
///
/// The folder is watched, not the file, for a file that is renamed over is another one. What counts is the content:
/// a save that changes nothing is no change, a file that is away for a moment is not yet one.
final class FileWatcher {
  /// How changes are noticed.
  enum Means: String {
    case notification = "inotify"
    /// Looked at again and again: network and container file systems notify nobody.
    case polling
  }

  let means: Means
  /// Readable when something happened in the folder; -1 when polling.
  let descriptor: Int32
  private let file: URL
  private(set) var digest: String?
  private var wasEmpty = false

  /// How often a file is looked at when nobody notifies.
  static let pollingInterval = 0.25
  /// A file that has only just appeared or gone is looked at after this time.
  static let settlingTime = 0.01

  /// Starts to watch; a file made and taken away shows whether notifications arrive here.
  init(_ file: URL, forcePolling: Bool = false) {
    self.file = file
    let folder = file.deletingLastPathComponent()
    let notify = forcePolling ? -1 : inotify_init1(Int32(IN_CLOEXEC | IN_NONBLOCK))
    let events = IN_CLOSE_WRITE | IN_MOVED_TO | IN_CREATE | IN_DELETE | IN_MOVED_FROM
    if notify >= 0, inotify_add_watch(notify, folder.path, UInt32(events)) >= 0, Self.notifies(notify, in: folder) {
      (means, descriptor) = (.notification, notify)
    } else {
      if notify >= 0 { close(notify) }
      (means, descriptor) = (.polling, -1)
    }
    digest = (try? SourceFile(at: file.path))?.sha256
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Whether the content is another than when this was last asked; a missing file is not, nor one just emptied, for
  /// that is how many editors begin to save.
  func hasChanged() -> Bool {
    var events = drain()
    if means == .notification, events == 0 { return false }
    let closing = UInt32(IN_CLOSE_WRITE | IN_MOVED_TO)
    if events & closing == 0 {
      usleep(UInt32(Self.settlingTime * 1e6))
      events |= drain()
    }
    guard let now = try? SourceFile(at: file.path), now.sha256 != digest else { return false }
    let isClosed = events & closing != 0
    defer { wasEmpty = now.bytes.isEmpty }
    if now.bytes.isEmpty, !isClosed, !wasEmpty { return false }
    digest = now.sha256
    return true
  }

  /// What happened to the file since this was last called; what happened to its neighbours is thrown away.
  private func drain() -> UInt32 {
    var events: UInt32 = 0
    var buffer = [UInt8](repeating: 0, count: 4096)
    while descriptor >= 0, case let count = read(descriptor, &buffer, buffer.count), count > 0 {
      buffer.withUnsafeBytes { bytes in
        var next = 0
        while next < count {
          let event = bytes.loadUnaligned(fromByteOffset: next, as: inotify_event.self)
          let name = bytes[(next + MemoryLayout<inotify_event>.size)...].prefix(Int(event.len)).prefix { $0 != 0 }
          if name.isEmpty || String(decoding: name, as: UTF8.self) == file.lastPathComponent { events |= event.mask }
          next += MemoryLayout<inotify_event>.size + Int(event.len)
        }
      }
    }
    return events
  }

  private static func notifies(_ descriptor: Int32, in folder: URL) -> Bool {
    let probe = folder.appendingPathComponent(".mllab-watch-\(getpid())")
    guard (try? Data().write(to: probe)) != nil else { return true }  // a folder that cannot be written to
    try? FileManager.default.removeItem(at: probe)
    var wait = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    let arrived = poll(&wait, 1, 200) > 0
    var buffer = [UInt8](repeating: 0, count: 4096)
    while read(descriptor, &buffer, buffer.count) > 0 {}
    return arrived
  }
}
