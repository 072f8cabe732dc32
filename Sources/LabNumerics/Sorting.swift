extension Vector {
  /// Puts the elements in rising order, NaN last.
  ///
  /// −0 and 0 are equal and keep their order.
  ///
  /// - Complexity: n·log n comparisons.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func sort() {
    withUnsafeMutableBufferPointer { elements in
      // `<` orders numbers only: with NaN between them the result would depend on where it stood.
      let numbers = elements.moveNaNsLast()
      var inOrder = UnsafeMutableBufferPointer(rebasing: elements[..<numbers])
      inOrder.sort(by: <)
    }
  }

  /// The indices that put the elements in rising order, NaN last; equal elements keep their order.
  ///
  /// ```swift
  /// let x: Vector<Double> = [30, 10, 20]
  /// let order = x.argsort()    // [1, 2, 0]
  /// Vector(order.map { x[$0] })  // [10, 20, 30]
  /// ```
  ///
  /// - Returns: each of 0 ..< n once.
  /// - Complexity: n·log n comparisons for a few elements; for many, n times the bytes in which they differ.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func argsort() -> [Int] {
    withUnsafeBufferPointer { x in
      if x.count >= 128 { return inRisingOrder(x.indices.map { (key: sortingKey(Double(x[$0])), index: $0) }) }
      // Stable, as the standard library's sort is.
      return x.indices.filter { !x[$0].isNaN }.sorted { x[$0] < x[$1] } + x.indices.filter { x[$0].isNaN }
    }
  }
}

/// A whole number that rises with x: the same for −0 and 0, and the largest for NaN.
private func sortingKey(_ x: Double) -> UInt64 {
  if x.isNaN { return .max }
  let bits = (x + 0).bitPattern  // −0 + 0 is 0
  return bits >> 63 == 0 ? bits | 1 << 63 : ~bits  // negative numbers rise as their magnitudes fall
}

/// The indices in rising order of their keys, those of equal keys as they came, byte by byte from the last.
private func inRisingOrder(_ entries: [(key: UInt64, index: Int)]) -> [Int] {
  var (entries, sorted) = (entries, entries)
  let differing = entries.reduce(0) { $0 | ($1.key ^ entries[0].key) }
  var starts = [Int](repeating: 0, count: 256)
  for shift in stride(from: UInt64(0), to: 64, by: 8) where differing >> shift & 255 != 0 {
    for byte in 0..<256 { starts[byte] = 0 }
    for entry in entries { starts[Int(entry.key >> shift & 255)] += 1 }
    var sum = 0
    for byte in 0..<256 { (starts[byte], sum) = (sum, sum + starts[byte]) }
    for entry in entries {
      let byte = Int(entry.key >> shift & 255)
      sorted[starts[byte]] = entry
      starts[byte] += 1
    }
    swap(&entries, &sorted)
  }
  return entries.map(\.index)
}

extension UnsafeMutableBufferPointer where Element: FloatingPoint {
  /// Moves every NaN behind the numbers, which keep their order. Returns how many numbers there are.
  fileprivate func moveNaNsLast() -> Int {
    var numbers = 0
    for i in indices where !self[i].isNaN {
      swapAt(numbers, i)
      numbers += 1
    }
    return numbers
  }
}
