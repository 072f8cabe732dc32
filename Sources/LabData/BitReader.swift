/// Reads a file bit by bit, the lowest bit of each byte first, as deflate wants it.
struct BitReader {
  let bytes: [UInt8]
  let source: String
  private var next = 0  // the first byte not in the buffer yet
  private var buffer: UInt64 = 0  // bits read ahead, the next one lowest
  private var count = 0  // how many

  init(_ bytes: [UInt8], source: String) {
    self.bytes = bytes
    self.source = source
  }

  /// The next `width` bits as a number.
  ///
  /// - Precondition: 0 ≤ `width` ≤ 16.
  /// - Throws: `DataError.truncated` if the file ends before.
  mutating func take(_ width: Int) throws(DataError) -> UInt32 {
    let bits = peek()
    try drop(width)
    return UInt32(truncatingIfNeeded: bits) & (1 << UInt32(width) - 1)
  }

  /// The next bits, at least 48 of them; behind the end of the file they are zero.
  @inline(__always) mutating func peek() -> UInt64 {
    while count <= 48 && next < bytes.count {
      buffer |= UInt64(bytes[next]) << UInt64(count)
      next += 1
      count += 8
    }
    return buffer
  }

  /// Passes over bits that were peeked at.
  @inline(__always) mutating func drop(_ width: Int) throws(DataError) {
    guard width <= count else {
      throw DataError.truncated(source: source, wanted: "more compressed data", bytes: bytes.count)
    }
    buffer >>= UInt64(width)
    count -= width
  }

  /// Passes over the rest of a byte begun.
  mutating func dropToByte() {
    buffer >>= UInt64(count % 8)
    count -= count % 8
  }

  /// The next `length` bytes.
  ///
  /// - Precondition: at the start of a byte.
  mutating func takeBytes(_ length: Int) throws(DataError) -> ArraySlice<UInt8> {
    let start = nextByte
    guard length <= bytes.count - start else {
      throw DataError.truncated(source: source, wanted: "more stored data", bytes: bytes.count)
    }
    (next, buffer, count) = (start + length, 0, 0)
    return bytes[start..<next]
  }

  /// The position of the byte that holds the next bit.
  var nextByte: Int { next - count / 8 }

  /// Whether anything but zeros, with which some media fill up a file, lies ahead.
  var hasMoreThanPadding: Bool { bytes[nextByte...].contains { $0 != 0 } }

  func malformed(_ problem: String) -> DataError {
    .malformed(source: source, place: .byte(nextByte), problem: problem)
  }
}
