/// Elements of one vector or matrix, a fixed distance apart, to be changed where they lie.
///
/// Lives only inside the closure of `withMutableView`; it cannot be copied or kept. See `MutableMatrixView`.
public struct MutableVectorView<Scalar: LinearAlgebraScalar>: ~Copyable {
  @usableFromInline let start: UnsafeMutablePointer<Scalar>
  @usableFromInline let layout: VectorLayout

  @usableFromInline
  init(_ start: UnsafeMutablePointer<Scalar>, _ layout: VectorLayout) {
    self.start = start
    self.layout = layout
  }

  /// The number of elements.
  @inlinable
  public var count: Int { layout.count }

  /// 0 ..< count.
  @inlinable
  public var indices: Range<Int> { 0..<count }

  /// Element `i`, counted from 0; traps outside 0 ..< count.
  @inlinable
  public subscript(i: Int) -> Scalar {
    get { start[layout.place(i)] }
    _modify { yield &start[layout.place(i)] }
  }

  /// The elements in a range of indices, counted from 0 again.
  ///
  /// - Parameter range: `1..<3`, `1...` and their like.
  public subscript(elements range: some RangeExpression<Int>) -> MutableVectorView {
    _read { yield MutableVectorView(start, layout.elements(span(range, of: count))) }
    _modify {
      var part = MutableVectorView(start, layout.elements(span(range, of: count)))
      yield &part
    }
  }

  /// A vector of its own with the same elements.
  public func copy() -> Vector<Scalar> {
    Vector(unsafeUninitializedCount: count) { target in
      if let target = target.baseAddress { copyElements(of: start, layout, into: target) }
    }
  }

  // MARK: - Writing all of it

  /// Makes every element equal to `value`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func fill(_ value: Scalar) { change { _ in value } }

  /// Writes the elements of another vector in the place of these.
  ///
  /// A view of the matrix that is being changed, made before, keeps what it saw: there is no overlap.
  ///
  /// - Parameter other: as many elements.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public mutating func assign(_ other: VectorView<Scalar>) { combine(other, "assign") { $1 } }

  /// Writes the elements of a vector in the place of these.
  ///
  /// - Parameter other: as many elements.
  public mutating func assign(_ other: Vector<Scalar>) { assign(other.view) }

  /// Replaces every element by what `transform` makes of it, in order.
  ///
  /// - Parameter transform: from the old element to the new one.
  /// - Throws: what `transform` throws; the elements before have been replaced then.
  @inlinable
  public mutating func update<Failure: Error>(
    _ transform: (Scalar) throws(Failure) -> Scalar
  ) throws(Failure) {
    for i in 0..<count { self[i] = try transform(self[i]) }
  }

  /// Adds y to every element.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (x: inout MutableVectorView, y: Scalar) { x.change { $0 + y } }

  /// Subtracts y from every element.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (x: inout MutableVectorView, y: Scalar) { x.change { $0 - y } }

  /// Multiplies every element by y.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (x: inout MutableVectorView, y: Scalar) { x.change { $0 * y } }

  /// Divides every element by y.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (x: inout MutableVectorView, y: Scalar) { x.change { $0 / y } }

  /// xᵢ ← xᵢ + yᵢ; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (x: inout MutableVectorView, y: Vector<Scalar>) { x.combine(y.view, "+=") { $0 + $1 } }

  /// xᵢ ← xᵢ − yᵢ; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (x: inout MutableVectorView, y: Vector<Scalar>) { x.combine(y.view, "-=") { $0 - $1 } }

  @inline(__always)
  private func change(_ op: (Scalar) -> Scalar) {
    let (first, stride) = (start + layout.offset, layout.stride)
    if stride == 1 {
      for i in 0..<count { first[i] = op(first[i]) }
    } else {
      for i in 0..<count { first[i &* stride] = op(first[i &* stride]) }
    }
  }

  @inline(__always)
  private func combine(
    _ other: VectorView<Scalar>, _ operation: StaticString, _ op: (Scalar, Scalar) -> Scalar
  ) {
    require(other.count == count, "\(operation): \(other.count) elements to a view of \(count)")
    let (first, second) = (start + layout.offset, other.storage.start + other.layout.offset)
    for i in 0..<count {
      first[i &* layout.stride] = op(first[i &* layout.stride], second[i &* other.stride])
    }
    _fixLifetime(other)
  }
}

extension Vector {
  /// Calls `body` with a view through which the elements can be changed, then takes it back.
  ///
  /// ```swift
  /// var x: Vector<Double> = [1, 2, 3, 4]
  /// x.withMutableView { x in x[elements: 2...] *= 10 }  // [1, 2, 30, 40]
  /// ```
  ///
  /// - Parameter body: what to do. The view cannot leave it.
  /// - Returns: what `body` returns.
  /// - Throws: what `body` throws.
  @inlinable
  public mutating func withMutableView<Result, Failure: Error>(
    _ body: (inout MutableVectorView<Scalar>) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    makeUnique()
    var view = MutableVectorView(storage.start, VectorLayout(offset: 0, count: count, stride: 1))
    defer {
      if view.start != storage.start { viewsExchanged() }
      _fixLifetime(storage)
    }
    return try body(&view)
  }
}

/// Two views of different matrices were exchanged: each would outlive its closure.
@usableFromInline
@inline(never)
func viewsExchanged() -> Never { fatalError("withMutableView: the view was exchanged with that of another matrix") }
