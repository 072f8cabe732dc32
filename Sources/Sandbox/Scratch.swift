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

  /// Removes what processes that were killed left behind.
  public static func removeLeftovers(in cache: String) {
    for name in (try? FileManager.default.contentsOfDirectory(atPath: "\(cache)/scratch")) ?? [] {
      guard let id = name.split(separator: "-").first.flatMap({ pid_t($0) }), kill(id, 0) != 0, errno == ESRCH else {
        continue
      }
      try? FileManager.default.removeItem(atPath: "\(cache)/scratch/\(name)")
    }
  }
}
