/// What stands before the elements in a `.npy` file: a dictionary in Python's notation, padded with blanks.
struct NPYHeader {
  let descriptor: String
  let isFortranOrder: Bool
  let shape: [Int]
  /// The first byte of the elements.
  let dataStart: Int

  init(descriptor: String, isFortranOrder: Bool, shape: [Int]) {
    self.descriptor = descriptor
    self.isFortranOrder = isFortranOrder
    self.shape = shape
    dataStart = Self.length(Self.dictionary(descriptor, isFortranOrder, shape))
  }

  init(_ bytes: [UInt8], source: String) throws(DataError) {
    guard bytes.starts(with: Self.magic) else {
      let wanted = "a .npy file (93 4e 55 4d 50 59)"
      throw DataError.wrongFormat(source: source, wanted: wanted, found: hex(bytes.prefix(6)))
    }
    guard bytes.count >= 12 else {
      throw DataError.truncated(source: source, wanted: "a header", bytes: bytes.count)
    }
    guard (1...3).contains(bytes[6]) else {
      let feature = "version \(bytes[6]) of the format"
      throw DataError.unsupported(source: source, feature: feature, supported: "versions 1 to 3")
    }
    let start = bytes[6] == 1 ? 10 : 12  // the header's length takes two bytes in version 1, four later
    dataStart = start + bytes[8..<start].reversed().reduce(0) { $0 << 8 | Int($1) }
    guard dataStart <= bytes.count else {
      throw DataError.truncated(source: source, wanted: "a header of \(dataStart) bytes", bytes: bytes.count)
    }
    let text = try utf8Text(bytes[start..<dataStart], source: source)
    guard let descriptor = Self.value(of: "descr", in: text), let order = Self.value(of: "fortran_order", in: text),
      let sizes = Self.value(of: "shape", in: text), let shape = Self.tuple(sizes), ["True", "False"].contains(order),
      shape.allSatisfy({ $0 >= 0 })
    else {
      let problem = "the header does not give descr, fortran_order and shape: \(text)"
      throw DataError.malformed(source: source, place: .byte(start), problem: problem)
    }
    self.descriptor = descriptor.filter { $0 != "'" && $0 != "\"" }
    isFortranOrder = order == "True"
    self.shape = shape
  }

  /// The product of the shape, or nil if it overflows.
  var elementCount: Int? {
    if shape.contains(0) { return 0 }
    var count = 1
    for size in shape {
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      if overflow { return nil }
      count = product
    }
    return count
  }

  /// The header as version 1.0, padded so that the elements start at a multiple of 64.
  var bytes: [UInt8] {
    let dictionary = Self.dictionary(descriptor, isFortranOrder, shape)
    let padding = String(repeating: " ", count: dataStart - Self.prefixLength - dictionary.utf8.count - 1)
    let length = dataStart - Self.prefixLength
    return Self.magic + [1, 0, UInt8(length & 0xff), UInt8(length >> 8)] + Array((dictionary + padding + "\n").utf8)
  }

  private static let magic: [UInt8] = [0x93] + Array("NUMPY".utf8)
  private static let prefixLength = 10

  private static func length(_ dictionary: String) -> Int {
    (prefixLength + dictionary.utf8.count + 1 + 63) / 64 * 64
  }

  private static func dictionary(_ descriptor: String, _ isFortranOrder: Bool, _ shape: [Int]) -> String {
    let sizes = shape.map(String.init).joined(separator: ", ") + (shape.count == 1 ? "," : "")
    let order = isFortranOrder ? "True" : "False"
    return "{'descr': '\(descriptor)', 'fortran_order': \(order), 'shape': (\(sizes)), }"
  }

  /// The text between a key and the comma, bracket or brace that ends its value.
  private static func value(of key: String, in text: String) -> String? {
    for quote in ["'", "\""] {
      let parts = text.split(separator: "\(quote)\(key)\(quote):", omittingEmptySubsequences: false)
      guard parts.count == 2 else { continue }
      let rest = parts[1].drop { $0 == " " }
      if rest.first == "(" { return String(rest.prefix { $0 != ")" }.dropFirst()) }
      return String(rest.prefix { $0 != "," && $0 != "}" })
    }
    return nil
  }

  /// "3, 4" → [3, 4]; "3," → [3]; "" → [].
  private static func tuple(_ text: String) -> [Int]? {
    let sizes = text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }
    let numbers = sizes.compactMap { Int($0) }
    return numbers.count == sizes.count ? numbers : nil
  }
}
