/// The check sum that gzip files carry, reflected polynomial 0xEDB88320.
///
/// `crc32("123456789") == 0xCBF43926`. RFC 1952, §8.
///
/// - Complexity: one table look-up a byte.
func crc32(_ bytes: some Sequence<UInt8>) -> UInt32 {
  let table = remainders
  var crc: UInt32 = 0xffff_ffff
  for byte in bytes {
    crc = table[Int(UInt8(truncatingIfNeeded: crc) ^ byte)] ^ (crc >> 8)
  }
  return ~crc
}

/// The remainder of every byte by the polynomial.
private let remainders: [UInt32] = (0..<256).map { byte in
  (0..<8).reduce(UInt32(byte)) { crc, _ in crc & 1 == 0 ? crc >> 1 : crc >> 1 ^ 0xedb8_8320 }
}
