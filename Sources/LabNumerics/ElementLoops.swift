// The loops over elements behind Matrix and Vector, compiled once for each scalar type.

/// Writes op(aᵢ, bᵢ) for two blocks of one length.
@inline(always)
func combine<Scalar: LinearAlgebraScalar>(
  _ a: AlignedStorage<Scalar>, _ b: AlignedStorage<Scalar>, _ op: (Scalar, Scalar) -> Scalar
) -> AlignedStorage<Scalar> {
  let result = AlignedStorage<Scalar>(uninitialized: a.count)
  let (x, y, z) = (a.start, b.start, result.start)
  for i in 0..<a.count { z[i] = op(x[i], y[i]) }
  withExtendedLifetime((a, b)) {}
  return result
}

/// Writes op(aᵢ).
@inline(always)
func transform<Scalar: LinearAlgebraScalar>(
  _ a: AlignedStorage<Scalar>, _ op: (Scalar) -> Scalar
) -> AlignedStorage<Scalar> {
  let result = AlignedStorage<Scalar>(uninitialized: a.count)
  let (x, z) = (a.start, result.start)
  for i in 0..<a.count { z[i] = op(x[i]) }
  withExtendedLifetime(a) {}
  return result
}

/// aᵢ ← op(aᵢ, bᵢ), in the memory of a unless another value shares it.
@inline(always)
func combine<Scalar: LinearAlgebraScalar>(
  into a: inout AlignedStorage<Scalar>, _ b: AlignedStorage<Scalar>, _ op: (Scalar, Scalar) -> Scalar
) {
  if !isKnownUniquelyReferenced(&a.block) {
    a = combine(a, b, op)
    return
  }
  let (x, y) = (a.start, b.start)
  for i in 0..<a.count { x[i] = op(x[i], y[i]) }
  withExtendedLifetime((a, b)) {}
}

/// aᵢ ← op(aᵢ), in the memory of a unless another value shares it.
@inline(always)
func transform<Scalar: LinearAlgebraScalar>(into a: inout AlignedStorage<Scalar>, _ op: (Scalar) -> Scalar) {
  if !isKnownUniquelyReferenced(&a.block) {
    a = transform(a, op)
    return
  }
  let x = a.start
  for i in 0..<a.count { x[i] = op(x[i]) }
  withExtendedLifetime(a) {}
}

/// aᵢ/bᵢ.
func quotients<Scalar: LinearAlgebraScalar>(
  _ a: AlignedStorage<Scalar>, _ b: AlignedStorage<Scalar>
) -> AlignedStorage<Scalar> {
  defer { withExtendedLifetime((a, b)) {} }
  return quotients(a.count, a.start, stride: 1, b.start, stride: 1)
}

/// aᵢ/b.
func quotients<Scalar: LinearAlgebraScalar>(_ a: AlignedStorage<Scalar>, by b: Scalar) -> AlignedStorage<Scalar> {
  defer { withExtendedLifetime(a) {} }
  return withUnsafePointer(to: b) { quotients(a.count, a.start, stride: 1, $0, stride: 0) }
}

/// a/bᵢ.
func quotients<Scalar: LinearAlgebraScalar>(of a: Scalar, _ b: AlignedStorage<Scalar>) -> AlignedStorage<Scalar> {
  defer { withExtendedLifetime(b) {} }
  return withUnsafePointer(to: a) { quotients(b.count, $0, stride: 0, b.start, stride: 1) }
}

/// aᵢ ← aᵢ/bᵢ, in the memory of a unless another value shares it.
func divide<Scalar: LinearAlgebraScalar>(_ a: inout AlignedStorage<Scalar>, by b: AlignedStorage<Scalar>) {
  if !isKnownUniquelyReferenced(&a.block) {
    a = quotients(a, b)
    return
  }
  Scalar._divide(a.count, a.start, stride: 1, b.start, stride: 1, a.start)
  withExtendedLifetime((a, b)) {}
}

/// aᵢ ← aᵢ/b, in the memory of a unless another value shares it.
func divide<Scalar: LinearAlgebraScalar>(_ a: inout AlignedStorage<Scalar>, by b: Scalar) {
  if !isKnownUniquelyReferenced(&a.block) {
    a = quotients(a, by: b)
    return
  }
  withUnsafePointer(to: b) { Scalar._divide(a.count, a.start, stride: 1, $0, stride: 0, a.start) }
  withExtendedLifetime(a) {}
}

private func quotients<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ x: UnsafePointer<Scalar>, stride strideX: Int, _ y: UnsafePointer<Scalar>, stride strideY: Int
) -> AlignedStorage<Scalar> {
  let result = AlignedStorage<Scalar>(uninitialized: n)
  Scalar._divide(n, x, stride: strideX, y, stride: strideY, result.start)
  return result
}

@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func haveEqualElements<Scalar: LinearAlgebraScalar>(_ a: AlignedStorage<Scalar>, _ b: AlignedStorage<Scalar>) -> Bool {
  for i in 0..<a.count where a.start[i] != b.start[i] { return false }
  return true
}

/// The offset of the first element that is infinite or not a number.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func firstNonFinite<Scalar: LinearAlgebraScalar>(_ a: UnsafePointer<Scalar>, count: Int) -> Int? {
  // 0·a is NaN for infinity and NaN, and adding does not forget it: eight numbers at a time, without a branch.
  var (check, start) = (SIMD8<Scalar>.zero, 0)
  let memory = UnsafeRawPointer(a)
  while start &+ 8 <= count {
    check += 0 * memory.loadUnaligned(fromByteOffset: start &* MemoryLayout<Scalar>.stride, as: SIMD8<Scalar>.self)
    start &+= 8
  }
  if check == .zero { return (start..<count).first { !a[$0].isFinite } }
  return (0..<count).first { !a[$0].isFinite }
}

/// Writes the transpose of a row-major block. Tiles of 16 × 16 keep both sides in the first-level cache.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func transposeElements<Scalar: LinearAlgebraScalar>(
  of source: UnsafePointer<Scalar>, rows: Int, columns: Int, into target: UnsafeMutablePointer<Scalar>
) {
  let tile = 16
  for top in stride(from: 0, to: rows, by: tile) {
    let bottom = min(top + tile, rows)
    for left in stride(from: 0, to: columns, by: tile) {
      let right = min(left + tile, columns)
      for i in top..<bottom {
        for j in left..<right { target[j &* rows &+ i] = source[i &* columns &+ j] }
      }
    }
  }
}

/// What to read of a factor that shares its block with another.
enum Triangle {
  /// Below the diagonal, with ones on it.
  case unitLower
  /// On and above the diagonal.
  case upper
}

/// Writes one triangle of a row-major block, or of its transpose, and zeros (ones on a unit diagonal) elsewhere.
///
/// The source's rows lie `stride` apart; transposed, its (j, i) becomes (i, j).
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func copyTriangle<Scalar: LinearAlgebraScalar>(
  _ triangle: Triangle, of source: UnsafePointer<Scalar>, stride: Int, transposed: Bool, rows: Int, columns: Int,
  into target: UnsafeMutablePointer<Scalar>
) {
  let (down, across) = transposed ? (1, stride) : (stride, 1)
  for i in 0..<rows {
    for j in 0..<columns {
      let isKept = triangle == .upper ? i <= j : i > j
      let other: Scalar = triangle == .unitLower && i == j ? 1 : 0
      target[i &* columns &+ j] = isKept ? source[i &* down &+ j &* across] : other
    }
  }
}

/// Copies the lower triangle of a square row-major block and writes zeros above it.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func copyLowerTriangle<Scalar: LinearAlgebraScalar>(
  of source: UnsafePointer<Scalar>, _ n: Int, into target: UnsafeMutablePointer<Scalar>
) {
  for i in 0..<n {
    for j in 0..<n { target[i &* n &+ j] = j <= i ? source[i &* n &+ j] : 0 }
  }
}

/// The largest |aᵢ|; NaN if there is one, 0 for none.
@usableFromInline
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func largestMagnitude<Scalar: LinearAlgebraScalar>(_ a: UnsafePointer<Scalar>, count: Int) -> Scalar {
  var largest: Scalar = 0
  for i in 0..<count {
    let magnitude = a[i].magnitude
    if magnitude > largest || magnitude.isNaN { largest = magnitude }
    if largest.isNaN { return largest }
  }
  return largest
}
