import Testing

@testable import LabData

@Suite struct IDXTests {
  /// Two pictures of 1 x 3.
  let file: [UInt8] = [0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 1, 2, 3, 255, 5, 6]

  @Test func `gives sizes and pictures`() throws {
    let images = try IDX(file)
    #expect(images.sizes == [2, 1, 3])
    #expect(Array(images[1]) == [255, 5, 6])
    #expect(images.scaled[1][0] == 1)
  }

  @Test func `reads the clothing of Fashion-MNIST`() throws {
    let images = try dataset("images/fashion-test-2k-images-idx3-ubyte.gz").idx()
    let labels = try dataset("images/fashion-test-2k-labels-idx1-ubyte.gz").idx()
    #expect(images.sizes == [2000, 28, 28])
    #expect(labels.sizes == [2000])
    #expect((0..<10).allSatisfy { label in labels.values.count { $0 == label } == 200 })
    #expect(images[1999].count == 784)
  }

  @Test func `takes no pictures at all`() throws {
    #expect(try IDX([0, 0, 8, 3, 0, 0, 0, 0, 0, 0, 0, 28, 0, 0, 0, 28]).count == 0)
  }

  @Test func `says what is wrong with a file`() {
    #expect(
      message { try IDX([0x1f, 0x8b, 8, 0], source: "i") }
        == "i is not an IDX file (00 00 08): it starts with 1f 8b 08 00")
    #expect(
      message { try IDX([], source: "i") } == "i is not an IDX file (00 00 08): it starts with nothing (it is empty)")
    #expect(
      message { try IDX([0, 0, 13, 1, 0, 0, 0, 0], source: "i") }
        == "i holds elements of type 0d, which is not read here; read are unsigned bytes (08)")
    #expect(
      message { try IDX(file.dropLast(), source: "i") }
        == "i ends too early: wanted 2 x 1 x 3 bytes after the header, found 5 bytes; is the copy complete?")
    #expect(
      message { try IDX(file + [0], source: "i") }
        == "i, byte 22: 1 bytes follow the 2 x 1 x 3 that the header announces")
    #expect(message { try IDX([0, 0, 8, 3, 0], source: "i") }.hasPrefix("i ends too early: wanted the sizes"))
  }

  @Test func `refuses sizes whose product overflows`() {
    let huge = [0, 0, 8, 3] + [UInt8](repeating: 255, count: 12)
    #expect(throws: DataError.self) { try IDX(huge) }
  }
}
