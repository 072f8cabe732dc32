/// Gzip files, decompressed and checked.
///
/// RFC 1952.
public enum Gzip {
  /// Decompresses a gzip file.
  ///
  /// - Parameters:
  ///   - file: the bytes of the file.
  ///   - source: what messages call it.
  /// - Returns: the data; of several members one after the other, those of all.
  /// - Throws: `DataError.wrongFormat` if it does not start as gzip, `.truncated` if it ends early, `.malformed` if the
  ///   compressed data break a rule or the data's check sum or length is not the one stored.
  public static func decompress(_ file: [UInt8], source: String = "the data") throws(DataError) -> [UInt8] {
    var output: [UInt8] = []
    output.reserveCapacity(plausibleSize(file))
    var bits = BitReader(file, source: source)
    repeat {
      try skipHeader(&bits)
      let start = output.count
      try inflate(&bits, into: &output)
      try checkTrailer(&bits, output[start...])
    } while bits.hasMoreThanPadding
    return output
  }

  /// The last four bytes are the size modulo 2³² unless the file is damaged; deflate never exceeds 1032 to 1.
  private static func plausibleSize(_ file: [UInt8]) -> Int {
    let size = file.suffix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    return min(size, 1032 * file.count)
  }

  private static func skipHeader(_ bits: inout BitReader) throws(DataError) {
    let start = bits.nextByte
    let magic = bits.bytes[start...].prefix(2)
    guard magic.elementsEqual([0x1f, 0x8b]) else {
      guard start == 0 else { throw bits.malformed("what follows the compressed data is not gzip") }
      throw DataError.wrongFormat(source: bits.source, wanted: "a gzip file (1f 8b)", found: hex(magic))
    }
    _ = try bits.take(16)
    let method = try bits.take(8)
    guard method == 8 else { throw bits.malformed("compression method \(method); gzip knows only 8, deflate") }
    let flags = try bits.take(8)
    guard flags & 0xe0 == 0 else { throw bits.malformed("reserved flags are set in the header") }
    for _ in 0..<3 { _ = try bits.take(16) }  // time, extra flags, system
    if flags & 4 != 0 {  // extra field
      for _ in 0..<(try bits.take(16)) { _ = try bits.take(8) }
    }
    if flags & 8 != 0 { while try bits.take(8) != 0 {} }  // name
    if flags & 16 != 0 { while try bits.take(8) != 0 {} }  // comment
    if flags & 2 != 0 {
      let expected = UInt16(truncatingIfNeeded: crc32(bits.bytes[start..<bits.nextByte]))
      guard try bits.take(16) == UInt32(expected) else { throw bits.malformed("the header's check sum is wrong") }
    }
  }

  private static func checkTrailer(_ bits: inout BitReader, _ data: ArraySlice<UInt8>) throws(DataError) {
    bits.dropToByte()
    let stored = try bits.take(16) | bits.take(16) << 16
    let computed = crc32(data)
    guard stored == computed else {
      throw bits.malformed("check sum \(hex(stored)) stored, \(hex(computed)) computed: the file is damaged")
    }
    let size = try bits.take(16) | bits.take(16) << 16
    guard size == UInt32(truncatingIfNeeded: data.count) else {
      throw bits.malformed("length \(size) stored, \(data.count) found: the file is damaged")
    }
  }
}

/// The first bytes of a file as a message shows them: "89 50 4e 47", or "nothing".
func hex(_ bytes: some Collection<UInt8>) -> String {
  if bytes.isEmpty { return "nothing (it is empty)" }
  return bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined(separator: " ")
}

private func hex(_ number: UInt32) -> String {
  let digits = String(number, radix: 16)
  return String(repeating: "0", count: 8 - digits.count) + digits
}
