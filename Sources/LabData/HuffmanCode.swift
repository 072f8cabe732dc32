/// A canonical prefix code, decoded by one look-up in a table of all bit patterns as long as its longest word.
///
/// Deflate's longest word has 15 bits, so the table has at most 32768 entries.
/// RFC 1951, §3.2.2.
struct HuffmanCode {
  /// `symbol << 4 | length` at every pattern that starts with the symbol's word; 0 where no word fits.
  private let table: [UInt16]
  private let mask: UInt64

  /// The code whose word for symbol i has `lengths[i]` bits (0: none); nil if no prefix code has these lengths, or if
  /// words are left over.
  ///
  /// - Parameters:
  ///   - lengths: each at most 15.
  ///   - allowsSingle: accept one word of one bit, or none at all, though half or all patterns then mean nothing:
  ///     what compressors write when a block needs only one distance.
  init?(lengths: [UInt8], allowsSingle: Bool) {
    let longest = Int(lengths.max() ?? 0)
    var used = [Int](repeating: 0, count: 16)  // words of each length
    for length in lengths where length > 0 { used[Int(length)] += 1 }

    var first = [Int](repeating: 0, count: 17)  // the first word of each length
    for length in 1...15 {
      guard first[length] + used[length] <= 1 << length else { return nil }
      first[length + 1] = (first[length] + used[length]) << 1
    }
    let isComplete = first[16] == 1 << 16
    guard isComplete || (allowsSingle && longest <= 1) else { return nil }

    var table = [UInt16](repeating: 0, count: 1 << longest)
    for (symbol, length) in lengths.enumerated() where length > 0 {
      let word = reversed(first[Int(length)], bits: Int(length))
      first[Int(length)] += 1
      for pattern in stride(from: word, to: table.count, by: 1 << Int(length)) {
        table[pattern] = UInt16(symbol) << 4 | UInt16(length)
      }
    }
    self.table = table
    mask = UInt64(table.count - 1)
  }

  /// The next symbol.
  @inline(__always) func decode(_ bits: inout BitReader) throws(DataError) -> Int {
    let entry = table[Int(bits.peek() & mask)]
    guard entry != 0 else { throw bits.malformed("these bits are no word of the block's code") }
    try bits.drop(Int(entry & 15))
    return Int(entry >> 4)
  }
}

/// The lowest `bits` bits of `word` in the opposite order: deflate writes code words from their highest bit.
private func reversed(_ word: Int, bits: Int) -> Int {
  (0..<bits).reduce(0) { $0 << 1 | (word >> $1) & 1 }
}
