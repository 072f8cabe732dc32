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
  /// - Complexity: n·log n comparisons.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func argsort() -> [Int] {
    withUnsafeBufferPointer { x in
      // Stable, as the standard library's sort is.
      x.indices.filter { !x[$0].isNaN }.sorted { x[$0] < x[$1] } + x.indices.filter { x[$0].isNaN }
    }
  }
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
