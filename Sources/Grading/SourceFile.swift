import ContentHash
import Foundation

/// The learner's file as it was at one moment: what is hashed, compiled, judged and logged is this and nothing else.
public struct SourceFile: Sendable {
  public let path: String
  public let bytes: [UInt8]
  public let sha256: String

  public var name: String { URL(fileURLWithPath: path).lastPathComponent }
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads a file once.
  ///
  /// - Throws: `SourceFileError` if there is none, or it cannot be read.
  public init(at path: String) throws(SourceFileError) {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      throw SourceFileError(
        description: "There is no file \(path). If it was deleted, `mllab undo` or `mllab reset` brings it back.")
    }
    guard !isFolder.boolValue else { throw SourceFileError(description: "\(path) is a folder, not a Swift file.") }
    guard let handle = FileHandle(forReadingAtPath: path),
      let data = try? handle.read(upToCount: Self.largest + 1)
    else {
      if FileManager.default.isReadableFile(atPath: path), let data = FileManager.default.contents(atPath: path) {
        self.init(path: path, bytes: Array(data))
        return
      }
      throw SourceFileError(description: "\(path) cannot be read. Check its permissions: ls -l \(path)")
    }
    self.init(path: path, bytes: Array(data))
  }

  public init(path: String, bytes: [UInt8]) {
    self.path = path
    self.bytes = bytes
    sha256 = SHA256.hex(bytes)
  }

  /// What keeps these bytes from being Swift at all, in words; nil if nothing does.
  var problem: String? {
    if bytes.count > Self.largest {
      return
        "The file is larger than \(Self.largest >> 20) MB. An exercise takes a few kilobytes; is it the right file?"
    }
    if bytes.allSatisfy({ $0 == 0x20 || (0x09...0x0d).contains($0) }) {
      return "The file is empty. `mllab reset` brings the starter back; what was there before is kept for `mllab undo`."
    }
    if bytes.contains(0) { return "The file is not text: it holds a zero byte. Was it saved by another program?" }
    if String(validating: bytes, as: UTF8.self) == nil {
      return "The file is not UTF-8. Save it with the encoding UTF-8 in your editor."
    }
    return nil
  }

  private static let largest = 1 << 20
}

/// The learner's file cannot be had.
public struct SourceFileError: Error, CustomStringConvertible {
  public let description: String
}
