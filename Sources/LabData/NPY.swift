/// An array of numbers in NumPy's format `.npy`.
///
/// ```swift
/// try NPY(shape: [2, 3], values: [1.0, 2, 3, 4, 5, 6]).write(to: "a.npy")
/// try NPY<Double>.read("a.npy").values  // [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
/// ```
///
/// NumPy Enhancement Proposal 1, "A Simple File Format for NumPy Arrays".
public struct NPY<Element: NPYElement>: Equatable, Sendable {
  /// How many elements each axis has; `[]` is a single number.
  public let shape: [Int]
  /// All elements, the last axis fastest (C order), whatever the order in the file.
  public let values: [Element]

  /// In which order a file holds the elements.
  public enum Order: Sendable {
    /// The last axis fastest: row by row.
    case c
    /// The first axis fastest: column by column.
    case fortran
  }

  /// - Parameters:
  ///   - shape: how many elements each axis has.
  ///   - values: in C order.
  /// - Precondition: as many values as the shape says.
  public init(shape: [Int], values: [Element]) {
    guard shape.allSatisfy({ $0 >= 0 }), shape.reduce(1, *) == values.count else {
      fatalError("\(values.count) values for the shape \(shape)")
    }
    self.shape = shape
    self.values = values
  }

  /// - Parameters:
  ///   - bytes: the file.
  ///   - source: what messages call it.
  /// - Throws: `DataError.wrongFormat`, `.truncated`, `.malformed`; `.unsupported` if the elements are of another type.
  public init(_ bytes: [UInt8], source: String = "the data") throws(DataError) {
    let header = try NPYHeader(bytes, source: source)
    guard header.descriptor == Element.descriptor else {
      let feature = "elements of type \"\(header.descriptor)\""
      let supported =
        "\"\(Element.descriptor)\" as \(Element.self); NPY<Double> reads <f8, NPY<Float> <f4, "
        + "NPY<Int64> <i8, NPY<UInt8> |u1"
      throw DataError.unsupported(source: source, feature: feature, supported: supported)
    }
    let size = Element.Bits.bitWidth / 8
    let found = bytes.count - header.dataStart
    guard let count = header.elementCount, count <= found / size else {
      throw DataError.truncated(source: source, wanted: "\(header.shape) elements of \(size) bytes", bytes: found)
    }
    guard found == count * size else {
      let problem = "\(found - count * size) bytes follow the last element of \(header.shape)"
      throw DataError.malformed(source: source, place: .byte(header.dataStart + count * size), problem: problem)
    }
    let elements = (0..<count).map { i in
      Element(npyBits: littleEndian(bytes[(header.dataStart + i * size)...].prefix(size)))
    }
    shape = header.shape
    values = header.isFortranOrder ? transposed(elements, shape.reversed()) : elements
  }

  /// Reads a file.
  public static func read(_ path: String) throws(DataError) -> NPY {
    try NPY(try ByteFile.read(path), source: path)
  }

  /// The array as a file that `numpy.load` reads, equal byte for byte to what `numpy.save` writes.
  public func bytes(order: Order = .c) -> [UInt8] {
    let header = NPYHeader(descriptor: Element.descriptor, isFortranOrder: order == .fortran, shape: shape)
    var bytes = header.bytes
    bytes.reserveCapacity(bytes.count + values.count * Element.Bits.bitWidth / 8)
    for element in order == .fortran ? transposed(values, shape) : values {
      for shift in stride(from: 0, to: Element.Bits.bitWidth, by: 8) {
        bytes.append(UInt8(truncatingIfNeeded: element.npyBits >> Element.Bits(shift)))
      }
    }
    return bytes
  }

  /// Writes a file, replacing an earlier one.
  public func write(to path: String, order: Order = .c) throws(DataError) {
    try ByteFile.write(bytes(order: order), to: path)
  }
}

private func littleEndian<Bits: FixedWidthInteger>(_ bytes: ArraySlice<UInt8>) -> Bits {
  bytes.reversed().reduce(0) { $0 << 8 | Bits(truncatingIfNeeded: $1) }
}

/// The elements of an array in C order, listed with the first axis fastest.
///
/// The inverse is the same function with the shape reversed.
private func transposed<Element>(_ elements: [Element], _ shape: [Int]) -> [Element] {
  guard shape.count > 1, !elements.isEmpty else { return elements }
  var strides = [Int](repeating: 1, count: shape.count)  // how far apart neighbours along each axis are
  for axis in (1..<shape.count).reversed() { strides[axis - 1] = strides[axis] * shape[axis] }

  var index = [Int](repeating: 0, count: shape.count)
  var place = 0
  return (0..<elements.count).map { _ in
    let element = elements[place]
    for axis in shape.indices {  // count up, the first axis fastest
      index[axis] += 1
      place += strides[axis]
      if index[axis] < shape[axis] { break }
      place -= strides[axis] * shape[axis]
      index[axis] = 0
    }
    return element
  }
}
