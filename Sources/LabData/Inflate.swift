/// Decompresses deflate data up to the end of its last block.
///
/// RFC 1951.
///
/// - Parameters:
///   - bits: stands at the first block's header, and at the bit behind the last block afterwards.
///   - output: what is decompressed is appended; copies never reach behind what was there before.
/// - Throws: `DataError.truncated` or `.malformed`.
/// - Complexity: O(bits read + bytes written).
func inflate(_ bits: inout BitReader, into output: inout [UInt8]) throws(DataError) {
  let start = output.count
  var isLast = false
  while !isLast {
    isLast = try bits.take(1) == 1
    switch try bits.take(2) {
    case 0:
      try copyStoredBlock(&bits, into: &output)
    case 1:
      try inflateBlock(&bits, symbols: fixedSymbols, distances: fixedDistances, into: &output, from: start)
    case 2:
      let (symbols, distances) = try readCodes(&bits)
      try inflateBlock(&bits, symbols: symbols, distances: distances, into: &output, from: start)
    default:
      throw bits.malformed("block type 3 does not exist")
    }
  }
}

/// §3.2.4: a length, its complement, then the bytes themselves.
private func copyStoredBlock(_ bits: inout BitReader, into output: inout [UInt8]) throws(DataError) {
  bits.dropToByte()
  let length = try bits.take(16)
  let complement = try bits.take(16)
  guard length ^ complement == 0xffff else { throw bits.malformed("a stored block's length is damaged") }
  output += try bits.takeBytes(Int(length))
}

/// §3.2.3: literals and copies from what was written before, up to the symbol 256.
private func inflateBlock(
  _ bits: inout BitReader, symbols: HuffmanCode, distances: HuffmanCode, into output: inout [UInt8], from start: Int
) throws(DataError) {
  while true {
    let symbol = try symbols.decode(&bits)
    if symbol < 256 {
      output.append(UInt8(symbol))
      continue
    }
    if symbol == 256 { return }
    guard symbol <= 285 else { throw bits.malformed("length symbol \(symbol) does not exist") }
    let length = try Int(lengthBases[symbol - 257]) + Int(bits.take(Int(lengthExtraBits[symbol - 257])))

    let code = try distances.decode(&bits)
    guard code <= 29 else { throw bits.malformed("distance symbol \(code) does not exist") }
    let distance = try Int(distanceBases[code]) + Int(bits.take(Int(distanceExtraBits[code])))
    guard distance <= output.count - start else {
      throw bits.malformed("a copy from \(distance) bytes back, of \(output.count - start) written")
    }
    let from = output.count - distance
    for i in from..<(from + length) { output.append(output[i]) }  // may read what it has just written
  }
}

/// §3.2.7: the code of the code lengths, then the lengths of both codes.
private func readCodes(_ bits: inout BitReader) throws(DataError) -> (symbols: HuffmanCode, distances: HuffmanCode) {
  let symbolCount = Int(try bits.take(5)) + 257
  let distanceCount = Int(try bits.take(5)) + 1
  let count = Int(try bits.take(4)) + 4
  guard symbolCount <= 286, distanceCount <= 30 else {
    throw bits.malformed("\(symbolCount) symbols and \(distanceCount) distances; at most 286 and 30 exist")
  }
  var lengths = [UInt8](repeating: 0, count: 19)
  for position in lengthOrder[..<count] { lengths[position] = UInt8(try bits.take(3)) }
  guard let lengthCode = HuffmanCode(lengths: lengths, allowsSingle: false) else {
    throw bits.malformed("the code of the code lengths is not a prefix code")
  }

  lengths = []
  while lengths.count < symbolCount + distanceCount {
    let symbol = try lengthCode.decode(&bits)
    switch symbol {
    case 16:
      guard let last = lengths.last else { throw bits.malformed("a repetition with nothing before it") }
      lengths += repeatElement(last, count: 3 + Int(try bits.take(2)))
    case 17: lengths += repeatElement(0, count: 3 + Int(try bits.take(3)))
    case 18: lengths += repeatElement(0, count: 11 + Int(try bits.take(7)))
    default: lengths.append(UInt8(symbol))
    }
  }
  guard lengths.count == symbolCount + distanceCount, lengths[256] > 0,
    let symbols = HuffmanCode(lengths: Array(lengths[..<symbolCount]), allowsSingle: true),
    let distances = HuffmanCode(lengths: Array(lengths[symbolCount...]), allowsSingle: true)
  else {
    throw bits.malformed("the code lengths of a block do not make prefix codes")
  }
  return (symbols, distances)
}

/// §3.2.7: in which order the lengths of the code of code lengths stand.
private let lengthOrder = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]

// §3.2.5: the least length or distance of each symbol, and how many bits follow to be added to it.
private let lengthBases: [UInt16] = [
  3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 15, 17, 19, 23, 27, 31, 35, 43, 51, 59, 67, 83, 99, 115, 131, 163, 195, 227, 258,
]
private let lengthExtraBits: [UInt8] = [
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]
private let distanceBases: [UInt16] = [
  1, 2, 3, 4, 5, 7, 9, 13, 17, 25, 33, 49, 65, 97, 129, 193, 257, 385, 513, 769, 1025, 1537, 2049, 3073, 4097, 6145,
  8193, 12289, 16385, 24577,
]
private let distanceExtraBits: [UInt8] = [
  0, 0, 0, 0, 1, 1, 2, 2, 3, 3, 4, 4, 5, 5, 6, 6, 7, 7, 8, 8, 9, 9, 10, 10, 11, 11, 12, 12, 13, 13,
]

/// §3.2.6: the codes of a block that brings none of its own.
private let fixedSymbols = complete([(144, 8), (112, 9), (24, 7), (8, 8)])
private let fixedDistances = complete([(32, 5)])

private func complete(_ runs: [(count: Int, length: UInt8)]) -> HuffmanCode {
  let lengths = runs.flatMap { repeatElement($0.length, count: $0.count) }
  guard let code = HuffmanCode(lengths: lengths, allowsSingle: false) else {
    fatalError("the code lengths \(runs) do not make a prefix code")
  }
  return code
}
