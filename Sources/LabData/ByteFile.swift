import Glibc

/// Whole files as bytes.
///
/// Through the C library: Foundation would add to the start of every learner's program.
public enum ByteFile {
  /// The bytes of a file, decompressed if its name ends in `.gz`.
  ///
  /// - Throws: `DataError.system` if the file cannot be read, and what `Gzip.decompress` throws.
  public static func read(_ path: String) throws(DataError) -> [UInt8] {
    let bytes = try readRaw(path)
    return path.utf8.suffix(3).elementsEqual(".gz".utf8) ? try Gzip.decompress(bytes, source: path) : bytes
  }

  /// Writes a file, replacing an earlier one.
  ///
  /// - Throws: `DataError.system` if the file cannot be written.
  public static func write(_ bytes: [UInt8], to path: String) throws(DataError) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard file >= 0 else { throw failure("open", path) }
    defer { close(file) }
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { Glibc.write(file, $0.baseAddress! + written, $0.count - written) }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw failure("write", path) }
      written += count
    }
  }

  static func readRaw(_ path: String) throws(DataError) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw failure("open", path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0 else { throw failure("read", path) }

    var bytes: [UInt8] = []
    bytes.reserveCapacity(Int(status.st_size))
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = Glibc.read(file, &piece, piece.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("read", path) }
      if count == 0 { return bytes }
      bytes += piece[..<count]
    }
  }

  /// Whether there is a file, not a folder, with this path.
  static func isFile(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
  }

  private static func failure(_ action: String, _ path: String) -> DataError {
    .system(action: action, path: path, reason: String(cString: strerror(errno)))
  }
}
