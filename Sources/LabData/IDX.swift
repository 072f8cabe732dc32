/// An array of bytes in the format of MNIST: pictures or their labels.
///
/// ```swift
/// let images = try Dataset("images/fashion-test-2k-images-idx3-ubyte.gz").idx()
/// images.sizes      // [2000, 28, 28]
/// images[7].count   // 784
/// ```
///
/// The format is described on Y. LeCun's page of the MNIST database.
public struct IDX: Equatable, Sendable {
  /// How many elements each axis has.
  public let sizes: [Int]
  /// All elements, the last axis fastest.
  public let values: [UInt8]

  /// - Parameters:
  ///   - bytes: the file, not compressed.
  ///   - source: what messages call it.
  /// - Throws: `DataError.wrongFormat` if it does not start with two zeros, `.unsupported` if its elements are not
  ///   unsigned bytes, `.truncated` or `.malformed` if it has fewer or more of them than its sizes say.
  public init(_ bytes: [UInt8], source: String = "the data") throws(DataError) {
    guard bytes.starts(with: [0, 0]) else {
      throw DataError.wrongFormat(source: source, wanted: "an IDX file (00 00 08)", found: hex(bytes.prefix(4)))
    }
    guard bytes.count >= 4, bytes.count >= 4 + 4 * Int(bytes[3]) else {
      throw DataError.truncated(source: source, wanted: "the sizes of the axes", bytes: bytes.count)
    }
    guard bytes[2] == 8 else {
      let feature = "elements of type \(hex(bytes[2...2]))"
      throw DataError.unsupported(source: source, feature: feature, supported: "unsigned bytes (08)")
    }
    let start = 4 + 4 * Int(bytes[3])
    let sizes = stride(from: 4, to: start, by: 4).map { place in
      bytes[place..<(place + 4)].reduce(0) { $0 << 8 | Int($1) }
    }
    let shape = sizes.map(String.init).joined(separator: " x ")
    var count = 1
    for size in sizes {  // sizes come from the file: a product of them may overflow
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      count = overflow ? .max : product
    }
    let found = bytes.count - start
    guard found >= count else {
      throw DataError.truncated(source: source, wanted: "\(shape) bytes after the header", bytes: found)
    }
    guard found == count else {
      let problem = "\(found - count) bytes follow the \(shape) that the header announces"
      throw DataError.malformed(source: source, place: .byte(start + count), problem: problem)
    }
    self.sizes = sizes
    values = Array(bytes[start...])
  }

  /// Reads a file, compressed if its name ends in `.gz`.
  public static func read(_ path: String) throws(DataError) -> IDX {
    try IDX(try ByteFile.read(path), source: path)
  }

  /// How many pictures or labels there are.
  public var count: Int { sizes.first ?? 0 }

  /// The elements of one picture, row by row; of labels, the one label.
  ///
  /// - Precondition: 0 ≤ `index` < `count`.
  public subscript(index: Int) -> ArraySlice<UInt8> {
    guard (0..<count).contains(index) else { fatalError("picture \(index) of \(count)") }
    let size = values.count / count
    return values[(index * size)..<((index + 1) * size)]
  }

  /// The pictures as numbers from 0 to 1, shape (count, product of the other sizes).
  public var scaled: [[Double]] {
    (0..<count).map { self[$0].map { Double($0) / 255 } }
  }
}
