import Testing

@testable import Events

@Suite struct SealTests {
  let key = Seal.Key(low: 1, high: 2)

  @Test func `sealed lines are opened in the order in which they were sealed`() {
    var (writer, reader) = (Seal(key: key), Seal(key: key))
    for line in ["", "one", "two words", "one"] { #expect(reader.opened(writer.sealed(line)) == line) }
  }

  @Test func `a line that was changed, repeated, left out, sealed by another or not at all is refused`() {
    var (writer, reader) = (Seal(key: key), Seal(key: key))
    let (first, second) = (writer.sealed("first"), writer.sealed("second"))
    #expect(reader.opened(second) == nil)
    #expect(reader.opened(first.dropLast() + "T") == nil)
    #expect(reader.opened(first) == "first")
    #expect(reader.opened(first) == nil)
    #expect(reader.opened(second) == "second")
    var other = Seal(key: Seal.Key(low: 1, high: 3))
    #expect(reader.opened(other.sealed("third")) == nil)
    for text in ["", " ", "third", "0123456789abcdef third", "-1 third", "x third"] {
      #expect(reader.opened(text) == nil)
    }
    #expect(Seal.Key.random() != Seal.Key.random())
  }

  /// Appendix A of Aumasson and Bernstein (2012), and the first vectors of their reference implementation.
  @Test func `the hash is SipHash-2-4`() {
    let key = Seal.Key(low: 0x0706_0504_0302_0100, high: 0x0f0e_0d0c_0b0a_0908)
    #expect(sipHash(Array(0..<15), key) == 0xa129_ca61_49be_45e5)
    #expect(sipHash([], key) == 0x726f_db47_dd0e_0e31)
    #expect(sipHash([0], key) == 0x74f8_39c5_93dc_67fd)
  }
}
