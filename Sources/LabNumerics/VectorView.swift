/// Elements of a vector or matrix, a fixed distance apart, seen as a vector without a copy.
///
/// ```swift
/// let x: Vector<Double> = [0, 1, 2, 3, 4]
/// x.view.striding(by: 2)        // [0, 2, 4]
/// x.view.reversed()             // [4, 3, 2, 1, 0]
/// x.view[elements: 1..<4] • x.view[elements: 2..<5]  // 20
/// a.view[column: 1]             // a column, its elements one row apart
/// Vector(x.view.reversed())     // a vector of its own
/// ```
///
/// A value that keeps its elements: what happens to the vector or matrix afterwards does not change it (that one makes
/// a copy before it is written, if the view still exists). Read only: to write through a view, see `withMutableView`.
/// The distance may be negative; it is never 0.
public struct VectorView<Scalar: LinearAlgebraScalar>: Sendable {
  @usableFromInline let storage: AlignedStorage<Scalar>
  @usableFromInline let layout: VectorLayout

  @usableFromInline
  init(_ storage: AlignedStorage<Scalar>, _ layout: VectorLayout) {
    self.storage = storage
    self.layout = layout
  }

  /// The number of elements.
  @inlinable
  public var count: Int { layout.count }

  /// The distance in memory from an element to the next: 1 if they lie side by side, negative if they lie in reverse.
  @inlinable
  public var stride: Int { layout.stride }

  // MARK: - Parts, without a copy

  /// The elements in a range of indices, counted from 0 again; traps outside 0 ..< count.
  ///
  /// A range without the label gives a `Slice`, whose indices go on as those of every collection do.
  ///
  /// - Parameter range: `1..<3`, `1...` and their like.
  public subscript(elements range: some RangeExpression<Int>) -> VectorView {
    VectorView(storage, layout.elements(span(range, of: count)))
  }

  /// Every `step`-th element, beginning at the first; for a negative step, beginning at the last and going back.
  ///
  /// - Parameter step: not 0.
  /// - Returns: ⌈count/|step|⌉ elements.
  public func striding(by step: Int) -> VectorView { VectorView(storage, layout.striding(by: step)) }

  /// The elements in reverse.
  public func reversed() -> VectorView { striding(by: -1) }
}

extension Vector {
  /// The elements in a range of indices. Copies; `view` has the same without one.
  ///
  /// ```swift
  /// var x: Vector<Double> = [1, 2, 3, 4]
  /// x[elements: 1..<3]          // [2, 3]
  /// x[elements: 2...] = [8, 9]  // [1, 2, 8, 9]
  /// ```
  ///
  /// A range without the label gives a `Slice`, whose indices go on as those of every collection do.
  ///
  /// - Parameter range: `1..<3`, `1...` and their like.
  public subscript(elements range: some RangeExpression<Int>) -> Vector {
    get { Vector(view[elements: range]) }
    set { withMutableView { $0[elements: range].assign(newValue) } }
  }

  /// The elements at the given places, in that order; one may come twice. Copies.
  ///
  /// ```swift
  /// let y: Vector<Double> = [3, 1, 2]
  /// y[elements: y.argsort()]     // [1, 2, 3]
  /// y[elements: [0, 0]]          // [3, 3]
  /// ```
  public subscript(elements indices: [Int]) -> Vector { self[elements: indices[...]] }

  /// The same from a part of an array.
  public subscript(elements indices: ArraySlice<Int>) -> Vector {
    let first = indices.startIndex
    return Vector(count: indices.count) { self[indices[first + $0]] }
  }

  /// The whole vector as a view, without a copy.
  @inlinable
  public var view: VectorView<Scalar> {
    VectorView(storage, VectorLayout(offset: 0, count: count, stride: 1))
  }

  /// The elements of a view as a vector of its own. Copies, unless the view is of a whole vector in its order.
  public init(_ view: VectorView<Scalar>) {
    let (storage, layout) = (view.storage, view.layout)
    if layout == VectorLayout(offset: 0, count: storage.count, stride: 1) {
      self.init(storage: storage)
    } else {
      self.init(unsafeUninitializedCount: layout.count) { target in
        guard let target = target.baseAddress else { return }
        copyElements(of: storage.start, layout, into: target)
        _fixLifetime(storage)
      }
    }
  }
}

extension VectorView: RandomAccessCollection {
  @inlinable
  public var startIndex: Int { 0 }

  @inlinable
  public var endIndex: Int { count }

  /// Element `i`, counted from 0; traps outside 0 ..< count.
  @inlinable
  public subscript(i: Int) -> Scalar { storage.start[layout.place(i)] }

  /// The elements in a range of indices as a slice, as a vector's; traps outside 0 ..< count.
  @inlinable
  public subscript(bounds: Range<Int>) -> Slice<VectorView> {
    requireRange(bounds, count: count)
    return Slice(base: self, bounds: bounds)
  }

  @inlinable
  public func withContiguousStorageIfAvailable<Result>(
    _ body: (UnsafeBufferPointer<Scalar>) throws -> Result
  ) rethrows -> Result? {
    if layout.stride != 1 { return nil }
    defer { _fixLifetime(storage) }
    return try body(UnsafeBufferPointer(start: storage.start + layout.offset, count: count))
  }
}

extension VectorView: Equatable {
  /// Equal length and equal elements; as for numbers, NaN equals nothing.
  public static func == (a: VectorView, b: VectorView) -> Bool { Vector(a) == Vector(b) }

  /// Whether lengths and elements are equal; nothing equals NaN.
  public static func == (a: VectorView, b: Vector<Scalar>) -> Bool { Vector(a) == b }
}

extension VectorView {
  /// The size of the vector; see `Vector.norm`.
  public func norm(_ kind: VectorNorm = .two) -> Scalar { Vector(self).norm(kind) }
}

/// Writes the elements of a strided vector side by side.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func copyElements<Scalar: LinearAlgebraScalar>(
  of source: UnsafePointer<Scalar>, _ layout: VectorLayout, into target: UnsafeMutablePointer<Scalar>
) {
  let first = source + layout.offset
  if layout.stride == 1 { return target.update(from: first, count: layout.count) }
  for i in 0..<layout.count { target[i] = first[i &* layout.stride] }
}
