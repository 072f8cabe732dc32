import Testing

@testable import LabData

@Suite struct HuffmanCodeTests {
  /// RFC 1951, §3.2.2: lengths (3, 3, 3, 3, 3, 2, 4, 4) give 010, 011, 100, 101, 110, 00, 1110, 1111.
  @Test func `gives the words of the standard's example`() throws {
    let code = try #require(HuffmanCode(lengths: [3, 3, 3, 3, 3, 2, 4, 4], allowsSingle: false))
    let words = ["010", "011", "100", "101", "110", "00", "1110", "1111"]
    for (symbol, word) in words.enumerated() {
      let byte = word.reversed().reduce(UInt8(0)) { $0 << 1 | ($1 == "1" ? 1 : 0) }  // first bit lowest
      var bits = BitReader([byte], source: "a test")
      #expect(try code.decode(&bits) == symbol)
    }
  }

  @Test func `refuses lengths that no prefix code has, or that leave words over`() {
    #expect(HuffmanCode(lengths: [1, 1, 1], allowsSingle: true) == nil)
    #expect(HuffmanCode(lengths: [2, 2, 2], allowsSingle: true) == nil)
    #expect(HuffmanCode(lengths: [1], allowsSingle: false) == nil)
    #expect(HuffmanCode(lengths: [1], allowsSingle: true) != nil)
    #expect(HuffmanCode(lengths: [0, 0], allowsSingle: true) != nil)
  }
}
