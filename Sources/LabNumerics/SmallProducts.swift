// BLAS for sizes up to 4, where finding a kernel takes longer than the arithmetic.

/// The largest size that these loops are for.
@inlinable
var smallSize: Int { 4 }

@inline(__always)
func smallDot<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>
) -> Scalar {
  var sum: Scalar = 0
  for i in 0..<n { sum += x[i] * y[i] }
  return sum
}

@inline(__always)
func smallAxpy<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ alpha: Scalar, _ x: UnsafePointer<Scalar>, _ y: UnsafeMutablePointer<Scalar>
) {
  for i in 0..<n { y[i] += alpha * x[i] }
}

@inline(__always)
func smallScale<Scalar: LinearAlgebraScalar>(_ n: Int, _ alpha: Scalar, _ x: UnsafeMutablePointer<Scalar>) {
  for i in 0..<n { x[i] *= alpha }
}

@inline(__always)
func smallGer<Scalar: LinearAlgebraScalar>(
  _ m: Int, _ n: Int, _ alpha: Scalar, _ x: UnsafePointer<Scalar>, _ y: UnsafePointer<Scalar>,
  _ a: UnsafeMutablePointer<Scalar>, lda: Int
) {
  for i in 0..<m { smallAxpy(n, alpha * x[i], y, a + i &* lda) }
}

/// C ← α·op(A)·op(B) + β·C; a row of C is a sum of rows of B, four numbers at a time.
@inline(__always)
func smallGemm<Scalar: LinearAlgebraScalar>(
  transposeA: Bool, transposeB: Bool, _ m: Int, _ n: Int, _ k: Int, _ alpha: Scalar, _ a: UnsafePointer<Scalar>,
  lda: Int, _ b: UnsafePointer<Scalar>, ldb: Int, _ beta: Scalar, _ c: UnsafeMutablePointer<Scalar>, ldc: Int
) {
  let (aDown, aAcross) = transposeA ? (1, lda) : (lda, 1)
  let (bDown, bAcross) = transposeB ? (1, ldb) : (ldb, 1)
  let k = alpha == 0 ? 0 : k  // then A and B are not read
  let b0 = k > 0 ? smallRow(b, n, across: bAcross) : .zero
  let b1 = k > 1 ? smallRow(b + bDown, n, across: bAcross) : .zero
  let b2 = k > 2 ? smallRow(b + 2 &* bDown, n, across: bAcross) : .zero
  let b3 = k > 3 ? smallRow(b + 3 &* bDown, n, across: bAcross) : .zero
  for i in 0..<m {
    let row = a + i &* aDown
    var sum = SIMD4<Scalar>.zero
    if k > 0 { sum = row[0] * b0 }
    if k > 1 { sum += row[aAcross] * b1 }
    if k > 2 { sum += row[2 &* aAcross] * b2 }
    if k > 3 { sum += row[3 &* aAcross] * b3 }
    if alpha != 1 { sum *= alpha }
    let target = c + i &* ldc
    if beta != 0 { sum += beta * smallRow(target, n, across: 1) }
    if n == 4 {
      UnsafeMutableRawPointer(target).storeBytes(of: sum, as: SIMD4<Scalar>.self)
    } else {
      target[0] = sum.x
      if n > 1 { target[1] = sum.y }
      if n > 2 { target[2] = sum.z }
    }
  }
}

/// C ← A·B for square matrices without gaps, of orders 1 to 4; the sums are those of `smallGemm`.
///
/// With a constant order the compiler unrolls the loops.
@inline(__always)
func smallProduct<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>
) {
  switch n {
  case 1: c[0] = a[0] * b[0]
  case 2: squareProduct(2, a, b, c)
  case 3: squareProduct(3, a, b, c)
  default:
    let (b0, b1) = (smallRow(b, 4, across: 1), smallRow(b + 4, 4, across: 1))
    let (b2, b3) = (smallRow(b + 8, 4, across: 1), smallRow(b + 12, 4, across: 1))
    for i in 0..<4 {
      let row = a + 4 &* i
      var sum = row[0] * b0
      sum += row[1] * b1
      sum += row[2] * b2
      sum += row[3] * b3
      UnsafeMutableRawPointer(c + 4 &* i).storeBytes(of: sum, as: SIMD4<Scalar>.self)
    }
  }
}

@inline(__always)
private func squareProduct<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ c: UnsafeMutablePointer<Scalar>
) {
  for i in 0..<n {
    for j in 0..<n {
      var sum = a[i &* n] * b[j]
      for k in 1..<n { sum += a[i &* n &+ k] * b[k &* n &+ j] }
      c[i &* n &+ j] = sum
    }
  }
}

/// Up to four numbers, zeros after them.
@inline(__always)
private func smallRow<Scalar: LinearAlgebraScalar>(
  _ row: UnsafePointer<Scalar>, _ n: Int, across: Int
) -> SIMD4<Scalar> {
  if n == 4 && across == 1 { return UnsafeRawPointer(row).loadUnaligned(as: SIMD4<Scalar>.self) }
  return SIMD4(
    row[0], n > 1 ? row[across] : 0, n > 2 ? row[2 &* across] : 0, n > 3 ? row[3 &* across] : 0)
}

@inline(__always)
func smallTrsv<Scalar: LinearAlgebraScalar>(
  lower: Bool, transposed: Bool, unitDiagonal: Bool, _ n: Int, _ t: UnsafePointer<Scalar>, ldt: Int,
  _ x: UnsafeMutablePointer<Scalar>
) {
  let (down, across) = transposed ? (1, ldt) : (ldt, 1)
  let isForward = lower != transposed
  for step in 0..<n {
    let i = isForward ? step : n - 1 - step
    var sum = x[i]
    for j in isForward ? 0..<i : i + 1..<n { sum -= t[i &* down &+ j &* across] * x[j] }
    x[i] = unitDiagonal ? sum : sum / t[i &* (ldt &+ 1)]
  }
}
