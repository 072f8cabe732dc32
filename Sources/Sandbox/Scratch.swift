import Foundation

/// A folder that is gone when its owner is.
public final class Scratch: Sendable {
  public let path: String

  public init(in cache: String) throws {
    path = "\(cache)/scratch/\(ProcessInfo.processInfo.processIdentifier)-\(UUID().uuidString)"
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw ToolchainError(
        description: """
          \(cache) cannot be written to (\(error.localizedDescription)). If another user built this lab, clone \
          mllab into a folder of your own; if the disk is full: mllab clean
          """)
    }
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Removes what processes that were killed left behind, and what an author's edits left: pieces of notebooks and
  /// pictures that were made more than 30 days ago.
  public static func removeLeftovers(in cache: String) {
    let monthAgo = Date(timeIntervalSinceNow: -30 * 86_400)
    for folder in ["parts", "pictures"] {
      let url = URL(fileURLWithPath: "\(cache)/\(folder)")
      let files = try? FileManager.default.contentsOfDirectory(
        at: url, includingPropertiesForKeys: [.contentModificationDateKey])
      for file in files ?? [] {
        let date = try? file.resourceValues(forKeys: [.contentModificationDateKey]).contentModificationDate
        if let date, date < monthAgo { try? FileManager.default.removeItem(at: file) }
      }
    }
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(cache)/scratch")) ?? [] {
      guard let id = name.split(separator: "-").first.flatMap({ pid_t($0) }), kill(id, 0) != 0, errno == ESRCH else {
        continue
      }
      try? FileManager.default.removeItem(atPath: "\(cache)/scratch/\(name)")
    }
  }
}
