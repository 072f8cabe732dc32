/// A sequence of numbers of fixed length: a point, a column, a gradient.
///
/// ```swift
/// let x: Vector<Double> = [3, 4]
/// x • x       // 25
/// x.norm()    // 5
/// 2 * x + 1   // [7, 9]
/// Array(x)    // [3.0, 4.0]
/// ```
///
/// A value: a copy shares its memory until one of the two is changed. The elements are contiguous and start on a
/// 64-byte boundary.
public struct Vector<Scalar: LinearAlgebraScalar>: Sendable {
  /// The number of elements.
  public let count: Int
  @usableFromInline var storage: AlignedStorage<Scalar>

  // Inlined late, as a matrix's.
  @inlinable
  @_semantics("inline_late")
  init(storage: AlignedStorage<Scalar>) {
    count = storage.count
    self.storage = storage
  }

  // MARK: - Making one

  /// The elements of an array, in order.
  public init(_ elements: [Scalar]) {
    self.init(storage: elements.withUnsafeBufferPointer { AlignedStorage($0) })
  }

  /// The elements of any sequence, in order.
  public init(_ elements: some Sequence<Scalar>) { self.init(Array(elements)) }

  /// A vector whose element `i` is `element(i)`.
  ///
  /// - Parameters:
  ///   - count: at least 0.
  ///   - element: called once for each index, in order.
  /// - Throws: what `element` throws.
  @inlinable
  public init(count: Int, _ element: (Int) throws -> Scalar) rethrows {
    try self.init(unsafeUninitializedCount: count) { elements in
      for i in 0..<count { elements[i] = try element(i) }
    }
  }

  /// A vector of `count` equal elements.
  @inlinable
  @_semantics("inline_late")
  public init(repeating value: Scalar, count: Int) {
    _ = elementCount(rows: count, columns: 1)
    self.init(storage: AlignedStorage(repeating: value, count: count))
  }

  /// A vector whose elements `body` writes, without filling it with zeros first.
  ///
  /// - Parameters:
  ///   - count: at least 0.
  ///   - body: must write every element before it reads any.
  /// - Throws: what `body` throws.
  @inlinable
  public init(
    unsafeUninitializedCount count: Int, _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Void
  ) rethrows {
    let storage = AlignedStorage<Scalar>(uninitialized: elementCount(rows: count, columns: 1))
    try body(UnsafeMutableBufferPointer(start: storage.start, count: count))
    self.init(storage: storage)
  }

  /// A vector of `count` zeros.
  @inlinable
  public static func zeros(_ count: Int) -> Vector { Vector(repeating: 0, count: count) }

  /// Numbers at equal distances, both ends among them; what NumPy calls linspace.
  ///
  /// ```swift
  /// Vector<Double>.evenlySpaced(5, from: 0, through: 1)  // [0, 0.25, 0.5, 0.75, 1]
  /// ```
  ///
  /// - Parameters:
  ///   - count: at least 0; one number is `first`.
  ///   - first: where they begin, finite.
  ///   - last: where they end, exactly; may lie below `first`.
  /// - Returns: `count` numbers, none of which turns back or lies outside the ends, however close these are.
  public static func evenlySpaced(_ count: Int, from first: Scalar, through last: Scalar) -> Vector {
    require(first.isFinite && last.isFinite, "evenlySpaced: from \(first) through \(last)")
    let steps = Scalar(Swift.max(count - 1, 1))
    let (width, lower, upper) = (last - first, Swift.min(first, last), Swift.max(first, last))
    return Vector(count: count) { i in
      let share = Scalar(i) / steps
      if share == 1 { return last }
      // Rounding keeps the order of a sum's second terms, but not of sums of which both change.
      let number = width.isFinite ? first + share * width : first * (1 - share) + last * share
      return Swift.min(Swift.max(number, lower), upper)
    }
  }

  /// `transform` of every element as a vector, where `map` makes an array; for exp, log and their like the functions of
  /// that name are faster.
  ///
  /// - Throws: what `transform` throws.
  @inlinable
  public func mapValues(_ transform: (Scalar) throws -> Scalar) rethrows -> Vector {
    try withUnsafeBufferPointer { x in try Vector(count: x.count) { try transform(x[$0]) } }
  }
}

extension Vector: ExpressibleByArrayLiteral {
  public init(arrayLiteral elements: Scalar...) { self.init(elements) }
}

extension Vector: RandomAccessCollection, MutableCollection {
  @inlinable
  public var startIndex: Int { 0 }

  @inlinable
  public var endIndex: Int { count }

  /// Element `i`, counted from 0; traps outside 0 ..< count.
  @inlinable
  public subscript(i: Int) -> Scalar {
    get {
      ElementBounds(count: count).check(i)
      return storage.address(i).pointee
    }
    _modify {
      ElementBounds(count: count).check(i)
      let place = place(i)
      storage.makeMutable()
      let element = storage.address(place)
      defer { storage.endMutation() }
      yield &element.pointee
    }
  }

  /// The elements in a range of indices as a slice, whose indices go on as those of every collection do; traps outside
  /// 0 ..< count. `x[elements: 1..<3]` is a vector.
  public subscript(bounds: Range<Int>) -> Slice<Vector> {
    get {
      requireRange(bounds, count: count)
      return Slice(base: self, bounds: bounds)
    }
    set {
      requireRange(bounds, count: count)
      require(newValue.count == bounds.count, "elements \(bounds) of a vector replaced by \(newValue.count)")
      for (i, element) in zip(bounds, newValue) { self[i] = element }
    }
  }

  // As a matrix's.
  @inlinable
  @_effects(readnone)
  func place(_ i: Int) -> Int { i }

  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeBufferPointer(body)
  }

  @inlinable
  public mutating func withContiguousMutableStorageIfAvailable<Result>(
    _ body: (inout UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result? {
    try withUnsafeMutableBufferPointer { elements in
      var elements = elements
      return try body(&elements)
    }
  }
}

extension Vector {
  /// Calls `body` with the elements; the pointer is valid only until `body` returns.
  @inlinable
  public func withUnsafeBufferPointer<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    defer { _fixLifetime(storage) }
    return try body(UnsafeBufferPointer(start: storage.start, count: count))
  }

  /// Calls `body` with the elements for writing, in a block no other value shares.
  @inlinable
  public mutating func withUnsafeMutableBufferPointer<Result>(
    _ body: (UnsafeMutableBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result {
    makeUnique()
    defer { _fixLifetime(storage) }
    return try body(UnsafeMutableBufferPointer(start: storage.start, count: count))
  }

  @inlinable
  mutating func makeUnique() {
    storage.makeUnique()
  }
}

extension Vector: Equatable {
  /// Equal length and equal elements; as for numbers, NaN equals nothing.
  public static func == (a: Vector, b: Vector) -> Bool {
    a.count == b.count && haveEqualElements(a.storage, b.storage)
  }
}
