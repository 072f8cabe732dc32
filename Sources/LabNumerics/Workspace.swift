/// Memory that factorisations work in, kept from one call to the next.
///
/// ```swift
/// var workspace = Workspace<Double>()
/// var svd = try SVD(first)
/// for a in others { try svd.refactor(a, workspace: &workspace) }
/// ```
///
/// One workspace serves any factorisation and shape of its scalar: it grows when it must, and from then on a `refactor`
/// allocates nothing, nor does a `solve`. OpenBLAS may, for itself: its kernels for small matrices, those of processors
/// with AVX-512, take a buffer from malloc for each product of an order of some 50, inside LAPACK too. A value like any
/// other: a copy gets memory of its own when it is used.
public struct Workspace<Scalar: LinearAlgebraScalar>: Sendable {
  private var work = AlignedStorage<Scalar>(uninitialized: 1)
  private var copy = AlignedStorage<Scalar>(uninitialized: 1)
  private var integers: [Int32] = []

  /// A workspace that grows at its first use.
  public init() {}

  /// Asks a LAPACK routine how much workspace it wants, then calls it with that much.
  ///
  /// - Parameters:
  ///   - integerCount: how many integers it wants besides.
  ///   - call: the routine, given workspace, its length (−1 is LAPACK's way to ask) and the integers.
  /// - Returns: the `info` of the second call.
  mutating func with(
    integers integerCount: Int = 0,
    _ call: (_ work: UnsafeMutablePointer<Scalar>, _ lwork: Int32, _ integers: UnsafeMutablePointer<Int32>) -> Int32
  ) -> Int32 {
    reserveIntegers(integerCount)
    return integers.withUnsafeMutableBufferPointer { integers in
      var (size, none) = (Scalar(0), Int32(0))
      return withUnsafeMutablePointer(to: &none) { none in
        let places = integers.baseAddress ?? none
        LAPACKInfo.requireSuccess(call(&size, -1, places), of: "workspace query")
        // The answer comes as a floating-point number: a Float beyond 2²⁴ may have been rounded down.
        let count = max(1, blasInt(Int(size.nextUp.rounded(.up))))
        Self.reserve(&work, Int(count))
        defer { withExtendedLifetime(work) {} }
        return call(work.start, count, places)
      }
    }
  }

  /// Integers without values for a call.
  mutating func withIntegers<Result>(_ count: Int, _ call: (UnsafeMutablePointer<Int32>) -> Result) -> Result {
    reserveIntegers(count)
    return integers.withUnsafeMutableBufferPointer { call($0.baseAddress!) }
  }

  private mutating func reserveIntegers(_ count: Int) {
    if integers.count < count { integers = Array(repeating: 0, count: count) }
  }

  /// A copy of a block that LAPACK may overwrite, in memory that lasts until the next call.
  mutating func copying(_ elements: UnsafePointer<Scalar>, count: Int) -> AlignedStorage<Scalar> {
    let copy = block(count)
    copy.start.update(from: elements, count: count)
    return copy
  }

  /// Memory without values that lasts until the next call, and lies where `copying` puts its copy.
  mutating func block(_ count: Int) -> AlignedStorage<Scalar> {
    Self.reserve(&copy, count)
    return copy
  }

  /// How far apart two parts of a block lie, the first having `count` elements, if each begins on a cache line.
  static func distance(_ count: Int) -> Int { (count + 15) / 16 * 16 }

  private static func reserve(_ storage: inout AlignedStorage<Scalar>, _ count: Int) {
    if storage.count < count || !isKnownUniquelyReferenced(&storage.block) {
      storage = AlignedStorage(uninitialized: count)
    }
  }
}

// MARK: - Steps of a solution, in memory at hand

/// C ← op(A)·B for A of shape (m, n), whose rows are `lda` apart, and B with k columns.
func multiply<Scalar: LinearAlgebraScalar>(
  _ a: UnsafePointer<Scalar>, transposed: Bool, _ m: Int, _ n: Int, lda: Int, _ b: UnsafePointer<Scalar>,
  columns k: Int, into c: UnsafeMutablePointer<Scalar>
) {
  let (rows, terms) = transposed ? (n, m) : (m, n)
  if rows == 0 || k == 0 { return }
  if terms == 0 { return c.update(repeating: 0, count: rows * k) }
  if k == 1 { return Scalar._gemv(transposed: transposed, m, n, 1, a, lda: lda, b, 0, c) }
  Scalar._gemm(transposeA: transposed, transposeB: false, rows, k, terms, 1, a, lda: lda, b, ldb: k, 0, c, ldc: k)
}

/// Divides row i of a block by `divisors[i]`.
func divideRows<Scalar: LinearAlgebraScalar>(
  _ a: UnsafeMutablePointer<Scalar>, by divisors: UnsafePointer<Scalar>, rows: Int, columns: Int
) {
  for i in 0..<rows {
    for j in 0..<columns { a[i &* columns &+ j] /= divisors[i] }
  }
}
