internal import Glibc

/// The elements of one matrix or vector: a block of memory that starts on a cache line.
///
/// Array aligns to 16 bytes; AVX-512 kernels want 64, and on some processors a misaligned block has been fatal
/// (OpenBLAS#6029). Values share a block until one of them is changed (copy on write).
///
/// A reference to the block beside what is needed to use it, so that an element is reached without a look into the
/// block's header, and a loop over elements keeps both in registers.
@usableFromInline
struct AlignedStorage<Scalar: LinearAlgebraScalar>: @unchecked Sendable {
  // Sendable although mutable: only a value that holds the sole reference ever writes.
  @usableFromInline var block: ManagedBuffer<Void, UInt8>
  @usableFromInline let start: UnsafeMutablePointer<Scalar>
  @usableFromInline let count: Int

  /// A block whose elements have no values yet; the caller writes each before it reads any.
  @inlinable
  init(uninitialized count: Int) {
    let (block, start) = alignedBlock(byteCount: count &* MemoryLayout<Scalar>.stride)
    self.block = block
    self.start = start.assumingMemoryBound(to: Scalar.self)
    self.count = count
  }

  // Not by `initialize(repeating:)`, which calls through a table for each element when not specialised.
  @inlinable
  init(repeating value: Scalar, count: Int) {
    self.init(uninitialized: count)
    for i in 0..<count { start[i] = value }
  }

  @inlinable
  init(_ elements: UnsafeBufferPointer<Scalar>) {
    self.init(uninitialized: elements.count)
    if let source = elements.baseAddress { start.initialize(from: source, count: elements.count) }
  }

  /// The same elements in a block of their own.
  @inlinable
  func copy() -> AlignedStorage { AlignedStorage(UnsafeBufferPointer(start: start, count: count)) }

  /// Makes this value the only one that knows its block, by a copy if it must.
  @inlinable
  mutating func makeUnique() {
    if !isKnownUniquelyReferenced(&block) { self = copy() }
  }

  /// As `makeUnique`, for a caller that writes every element before it reads any: a shared block is left, not copied.
  @inlinable
  mutating func makeUniqueForOverwriting() {
    if !isKnownUniquelyReferenced(&block) { self = AlignedStorage(uninitialized: count) }
  }

  /// Whether two values share a block.
  @inlinable
  static func === (a: AlignedStorage, b: AlignedStorage) -> Bool { a.block === b.block }
}

/// Memory from a 64-byte boundary on, in one allocation with the object that owns it; a large block in huge pages.
///
/// `posix_memalign` takes five times as long as `malloc` for the small blocks that most matrices are; a block that is
/// 63 bytes longer has a boundary in it wherever it begins.
@usableFromInline
func alignedBlock(byteCount: Int) -> (ManagedBuffer<Void, UInt8>, UnsafeMutableRawPointer) {
  BLASThreads.applyDefault()  // no BLAS call can come before the first block
  let alignment = byteCount < hugePagesFrom ? 64 : hugePage
  let block = ManagedBuffer<Void, UInt8>.create(minimumCapacity: byteCount + alignment - 1) { _ in }
  let start = block.withUnsafeMutablePointerToElements {
    UnsafeMutableRawPointer($0).alignedUp(toMultipleOf: alignment)
  }
  if alignment == hugePage {
    useHugePages(UnsafeMutableRawBufferPointer(start: start, count: byteCount).assumingMemoryBound(to: UInt8.self))
  }
  return (block, start)
}

/// An array with room for `capacity` elements, a large one in huge pages. `body` initialises the first few, and says how
/// many.
@inline(__always)
func hugePagedArray<Element>(
  capacity: Int, _ body: (UnsafeMutableBufferPointer<Element>) -> Int
) -> [Element] {
  [Element](unsafeUninitializedCapacity: capacity) { elements, count in
    useHugePages(elements)
    count = body(elements)
  }
}

/// Asks for memory in pages of 2 MiB, where it is large and they lie in it whole.
///
/// The first write to a page waits for the system to hand it over: with pages of 4 KiB that takes longer than an
/// exponential of every number on them. A system without huge pages refuses, which changes nothing.
func useHugePages<Element>(_ elements: UnsafeMutableBufferPointer<Element>) {
  let byteCount = elements.count &* MemoryLayout<Element>.stride
  guard byteCount >= hugePagesFrom, let start = UnsafeMutableRawPointer(elements.baseAddress) else { return }
  let firstPage = start.alignedUp(toMultipleOf: 4096)
  madvise(firstPage, (start + byteCount - firstPage) & ~4095, MADV_HUGEPAGE)
}

private let hugePage = 2 << 20
private let hugePagesFrom = 4 << 20  // as in NumPy
