import Builtin
internal import Glibc

/// The elements of one matrix or vector: a block of memory that starts on a cache line.
///
/// Array aligns to 16 bytes; AVX-512 kernels want 64, and on some processors a misaligned block has been fatal
/// (OpenBLAS#6029). Values share a block until one of them is changed (copy on write).
///
/// Nothing but a reference, and its methods carry the marks by which the optimiser knows those of Array: of the question
/// whether a block is shared, which each write asks, it leaves one before a loop.
@usableFromInline
struct AlignedStorage<Scalar: LinearAlgebraScalar>: @unchecked Sendable {
  // Sendable although mutable: only a value that holds the sole reference ever writes.
  @usableFromInline var block: Block

  /// A block whose elements have no values yet; the caller writes each before it reads any.
  @inlinable
  init(uninitialized count: Int) {
    block = alignedBlock(count: count, byteCount: count &* MemoryLayout<Scalar>.stride)
  }

  // Not by `initialize(repeating:)`, which calls through a table for each element when not specialised.
  @inlinable
  init(repeating value: Scalar, count: Int) {
    self.init(uninitialized: count)
    let start = start
    for i in 0..<count { start[i] = value }
  }

  @inlinable
  init(_ elements: UnsafeBufferPointer<Scalar>) {
    self.init(uninitialized: elements.count)
    if let source = elements.baseAddress { start.initialize(from: source, count: elements.count) }
  }

  /// The number of elements.
  @inlinable
  var count: Int { block.count }

  /// The first element; found again from the block each time, so that a loop keeps it in a register.
  @inlinable
  var start: UnsafeMutablePointer<Scalar> { block.start.assumingMemoryBound(to: Scalar.self) }

  /// Where an element lies whose place is in bounds.
  @inlinable
  @_semantics("array.get_element_address")
  func address(_ place: Int) -> UnsafeMutablePointer<Scalar> { start + place }

  /// The same elements in a block of their own.
  @inlinable
  func copy() -> AlignedStorage { AlignedStorage(UnsafeBufferPointer(start: start, count: count)) }

  // MARK: - Copy on write

  /// Begins a change of elements: makes this value the only one that knows its block, by a copy if it must.
  ///
  /// Until `endMutation` nothing may copy this value. The optimiser counts on both: it takes the answer of the first
  /// `makeMutable` for that of all that follow, unless the value may have been copied between two.
  @inlinable
  @_semantics("array.make_mutable")
  mutating func makeMutable() {
    if !Bool(Builtin.beginCOWMutation(&block)) {
      block = copyOfBlock(block, byteCount: block.count &* MemoryLayout<Scalar>.stride)
    }
  }

  /// Ends a change of elements.
  @inlinable
  @_semantics("array.end_mutation")
  mutating func endMutation() { Builtin.endCOWMutation(&block) }

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

/// The memory of an `AlignedStorage`: the elements follow in the same allocation, from the first cache line on.
///
/// `posix_memalign` takes five times as long as `malloc` for the small blocks that most matrices are; a block that is
/// `longestGap` bytes longer has the boundary of a cache line in it wherever it begins.
@usableFromInline
final class Block: @unchecked Sendable {
  /// The number of elements; written once, by `alignedBlock`, so that overlapping accesses need not be looked for.
  @exclusivity(unchecked) @usableFromInline fileprivate(set) var count: Int

  private init() { fatalError("a block is made by alignedBlock") }

  @inlinable
  var start: UnsafeMutableRawPointer {
    let end = UnsafeMutableRawPointer(Builtin.projectTailElems(self, UInt8.self))  // of what precedes the elements
    return end + (0 &- Int(bitPattern: end)) & (cacheLine - 1)
  }
}

@inlinable
var cacheLine: Int { 64 }

/// A block without values; a large one in huge pages, but for its ends.
///
/// Not from `posix_memalign` at a boundary of such pages: glibc would map the memory anew at each call.
@usableFromInline
@inline(never)
func alignedBlock(count: Int, byteCount: Int) -> Block {
  BLASThreads.applyDefault()  // no BLAS call can come before the first block
  let block = Builtin.allocWithTailElems_1(Block.self, (byteCount + longestGap)._builtinWordValue, UInt8.self)
  block.count = count
  if byteCount >= hugePagesFrom {
    useHugePages(
      UnsafeMutableRawBufferPointer(start: block.start, count: byteCount).assumingMemoryBound(to: UInt8.self))
  }
  return block
}

/// A copy of a block, which gives up its own reference to it.
@usableFromInline
@inline(never)
func copyOfBlock(_ block: consuming Block, byteCount: Int) -> Block {
  let copy = alignedBlock(count: block.count, byteCount: byteCount)
  copy.start.copyMemory(from: block.start, byteCount: byteCount)
  _fixLifetime(block)
  return copy
}

/// How far behind the head of a block, 24 bytes, a cache line begins at most: malloc gives multiples of 16.
private let longestGap = 56

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

private let hugePagesFrom = 4 << 20  // as in NumPy
