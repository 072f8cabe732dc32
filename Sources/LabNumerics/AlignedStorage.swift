/// The elements of one matrix or vector: a block of memory that starts on a cache line.
///
/// Array aligns to 16 bytes; AVX-512 kernels want 64, and on some processors a misaligned block has been fatal
/// (OpenBLAS#6029). Values share a block until one of them is changed (copy on write).
@usableFromInline
final class AlignedStorage<Scalar: LinearAlgebraScalar>: @unchecked Sendable {
  // Sendable although mutable: only a value that holds the sole reference ever writes.
  @usableFromInline let start: UnsafeMutablePointer<Scalar>
  @usableFromInline let count: Int

  /// A block whose elements have no values yet; the caller writes each before it reads any.
  @usableFromInline
  init(uninitialized count: Int) {
    BLASThreads.applyDefault()  // no BLAS call can come before the first block
    let bytes = max(64, count * MemoryLayout<Scalar>.stride)
    start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64).bindMemory(
      to: Scalar.self, capacity: count)
    self.count = count
  }

  // Not by `initialize(repeating:)`, which calls through a table for each element when not specialised.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  convenience init(repeating value: Scalar, count: Int) {
    self.init(uninitialized: count)
    for i in 0..<count { start[i] = value }
  }

  @usableFromInline
  convenience init(_ elements: UnsafeBufferPointer<Scalar>) {
    self.init(uninitialized: elements.count)
    if let source = elements.baseAddress { start.initialize(from: source, count: elements.count) }
  }

  deinit { UnsafeMutableRawPointer(start).deallocate() }

  /// The same elements in a block of their own.
  @usableFromInline
  func copy() -> AlignedStorage { AlignedStorage(UnsafeBufferPointer(start: start, count: count)) }
}
