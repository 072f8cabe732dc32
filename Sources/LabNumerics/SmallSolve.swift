/// The largest order that is solved without LAPACK, where a call takes longer than the arithmetic.
@inlinable
var smallestOrderForLAPACK: Int { 9 }

/// Why a small system was not solved, as a number that costs nothing to return.
///
/// 0 if it was; k + 1 for an exact zero as pivot k; −(offset + 1) for the first element that is not finite, A's elements
/// being counted first, then b's and x's.
typealias SmallSolveOutcome = Int

/// x ← A⁻¹·b by elimination with partial pivoting, for orders up to 8, without a heap allocation.
///
/// The pivot is the first of the largest magnitudes in its column, as LAPACK's `dgetf2` chooses it.
///
/// - Parameters:
///   - n: the order, 0 to 8.
///   - a: shape (n, n), row after row.
///   - b: n elements.
///   - x: n elements, written; may be b. Without meaning where there is no solution.
/// - Returns: 0, or what kept it from solving.
@inline(__always)
func smallSolve<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>
) -> SmallSolveOutcome {
  // With a constant order the compiler unrolls the loops.
  switch n {
  case 1: eliminate(1, a, b, x)
  case 2: eliminate(2, a, b, x)
  case 3: eliminateThree(a, b, x)
  case 4: eliminate(4, a, b, x)
  default: eliminate(n, a, b, x)
  }
}

@inline(__always)
private func eliminate<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>
) -> SmallSolveOutcome {
  withUnsafeTemporaryAllocation(of: Scalar.self, capacity: 64) { buffer in
    guard let w = buffer.baseAddress else { return 0 }
    var check: Scalar = 0  // 0·a is NaN for infinity and NaN
    for i in 0..<n {
      var rowCheck = 0 * b[i]
      x[i] = b[i]
      for j in 0..<n {
        w[i &* n &+ j] = a[i &* n &+ j]
        rowCheck += 0 * a[i &* n &+ j]
      }
      check += rowCheck
    }
    if check != 0 { return smallNonFinite(n, a, b) }
    for k in 0..<n {
      var (row, largest) = (k, w[k &* n &+ k].magnitude)
      for i in k &+ 1..<n where w[i &* n &+ k].magnitude > largest {
        (row, largest) = (i, w[i &* n &+ k].magnitude)
      }
      if largest == 0 { return k + 1 }
      if row != k {
        for j in k..<n {
          let other = w[row &* n &+ j]
          w[row &* n &+ j] = w[k &* n &+ j]
          w[k &* n &+ j] = other
        }
        let other = x[row]
        x[row] = x[k]
        x[k] = other
      }
      let pivot = w[k &* n &+ k]
      check += 0 * pivot  // one that left the range would make zeros of what it divides
      for i in k &+ 1..<n {
        let factor = w[i &* n &+ k] / pivot
        for j in k &+ 1..<n { w[i &* n &+ j] -= factor * w[k &* n &+ j] }
        x[i] -= factor * x[k]
      }
    }
    for step in 0..<n {
      let i = n &- 1 &- step
      var sum = x[i]
      for j in i &+ 1..<n { sum -= w[i &* n &+ j] * x[j] }
      x[i] = sum / w[i &* n &+ i]
      check += 0 * x[i]
    }
    return check == 0 ? 0 : -(n * n + n + (firstNonFinite(x, count: n) ?? 0) + 1)
  }
}

/// `eliminate` for order 3, with each row of A and its element of b in a vector register: the same numbers, without a
/// store and a load between one step and the next.
@inline(__always)
private func eliminateThree<Scalar: LinearAlgebraScalar>(
  _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>
) -> SmallSolveOutcome {
  var r0 = SIMD4(a[0], a[1], a[2], b[0])
  var r1 = SIMD4(a[3], a[4], a[5], b[1])
  var r2 = SIMD4(a[6], a[7], a[8], b[2])
  var check = 0 * r0  // 0·a is NaN for infinity and NaN
  check += 0 * r1
  check += 0 * r2
  if check.sum() != 0 { return smallNonFinite(3, a, b) }
  if r1.x.magnitude > r0.x.magnitude {
    if r2.x.magnitude > r1.x.magnitude { swap(&r0, &r2) } else { swap(&r0, &r1) }
  } else if r2.x.magnitude > r0.x.magnitude {
    swap(&r0, &r2)
  }
  if r0.x == 0 { return 1 }
  let (factor1, factor2) = (r1.x / r0.x, r2.x / r0.x)
  r1 -= factor1 * r0
  r2 -= factor2 * r0
  if r2.y.magnitude > r1.y.magnitude { swap(&r1, &r2) }
  if r1.y == 0 { return 2 }
  let factor = r2.y / r1.y
  r2 -= factor * r1
  if r2.z == 0 { return 3 }
  let x2 = r2.w / r2.z
  let x1 = (r1.w - r1.z * x2) / r1.y
  let x0 = (r0.w - r0.y * x1 - r0.z * x2) / r0.x
  (x[0], x[1], x[2]) = (x0, x1, x2)
  // Pivots that left the range would make zeros of what they divide.
  check = 0 * SIMD4(x0, x1, x2, 0 * r1.y + r2.z)
  if check.sum() != 0 { return -(13 + (firstNonFinite(x, count: 3) ?? 0)) }
  return 0
}

@inline(never)
private func smallNonFinite<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ a: UnsafePointer<Scalar>, _ b: UnsafePointer<Scalar>
) -> SmallSolveOutcome {
  let place = firstNonFinite(a, count: n * n) ?? n * n + (firstNonFinite(b, count: n) ?? 0)
  return -(place + 1)
}

/// The outcome as the error that it stands for.
@usableFromInline
func smallSolveError(_ outcome: Int, order n: Int) -> LinearAlgebraError {
  if outcome > 0 { return .singular(pivot: outcome - 1) }
  let place = -outcome - 1
  return place < n * n ? .nonFinite(row: place / n, column: place % n) : .nonFinite(row: (place - n * n) % n, column: 0)
}
