import ContentHash
import Testing

@Suite struct SHA256Tests {
  /// FIPS 180-4's worked examples (published by NIST as SHA256.pdf) and the empty message.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
  ])
  func `gives the standard's own examples`(message: String, digest: String) {
    #expect(SHA256.hex(message.utf8) == digest)
  }

  @Test func `gives the standard's digest of a million times a`() {
    #expect(
      SHA256.hex(repeatElement(UInt8(ascii: "a"), count: 1_000_000))
        == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
  }

  @Test func `does not depend on how the message is cut into pieces`() {
    let message = (0..<257).map { UInt8(truncatingIfNeeded: $0) }
    for cut in [0, 1, 55, 56, 63, 64, 65, 128, 200, 257] {
      var hash = SHA256()
      hash.update(message[..<cut])
      hash.update(message[cut...])
      #expect(hash.finalizeHex() == SHA256.hex(message), "cut at \(cut)")
    }
  }
}
