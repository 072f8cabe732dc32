import ContentHash
import Foundation

/// The learner's file as it was at one moment: what is hashed, compiled, judged and logged is this and nothing else.
public struct SourceFile: Sendable {
  public let path: String
  public let bytes: [UInt8]
  public let sha256: String

  public var name: String { URL(fileURLWithPath: path).lastPathComponent }
  public var text: String { String(decoding: bytes, as: UTF8.self) }

  /// Reads a file once, and never waits: a pipe in its place is an error like a missing file.
  ///
  /// - Throws: `SourceFileError` if there is none, or it cannot be read.
  public init(at path: String) throws(SourceFileError) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw errno == ENOENT ? .missing(path) : .unreadable(path, errno) }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    var status = stat()
    fstat(descriptor, &status)
    switch status.st_mode & S_IFMT {
    case S_IFREG: break
    case S_IFDIR: throw SourceFileError(description: "\(path) is a folder, not a Swift file.")
    default: throw SourceFileError(description: "\(path) is not a file but a pipe or a device.")
    }
    do {
      self.init(path: path, bytes: Array(try handle.read(upToCount: Self.largest + 1) ?? Data()))
    } catch { throw .unreadable(path, errno) }
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
    if isBlank {
      return "The file is empty."
    }
    if bytes.contains(0) { return "The file is not text: it holds a zero byte. Was it saved by another program?" }
    if String(validating: bytes, as: UTF8.self) == nil {
      return "The file is not UTF-8. Save it with the encoding UTF-8 in your editor."
    }
    return nil
  }

  /// Whether there is nothing but white space.
  public var isBlank: Bool { bytes.allSatisfy { $0 == 0x20 || (0x09...0x0d).contains($0) } }

  private static let largest = 1 << 20
}

/// The learner's file cannot be had.
public struct SourceFileError: Error, CustomStringConvertible {
  public let description: String

  static func missing(_ path: String) -> SourceFileError {
    SourceFileError(description: "There is no file \(path).")
  }

  static func unreadable(_ path: String, _ code: Int32) -> SourceFileError {
    SourceFileError(description: "\(path) cannot be read: \(String(cString: strerror(code))). See: ls -l \(path)")
  }
}
