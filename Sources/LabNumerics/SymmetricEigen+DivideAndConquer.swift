// LAPACK's `dsyevd` in two thirds of its memory: where that puts the eigenvectors of two halves together, it has three
// matrices, the reflections, the halves' vectors and the whole's. Here the whole's are written over the halves'.

/// A = V·Λ·Vᵀ for a symmetric matrix of order 2 or more.
///
/// - Parameters:
///   - n: the order.
///   - a: shape (n, n), row after row; the lower triangle is read. Overwritten.
///   - values: n numbers, written: the eigenvalues in rising order.
///   - v: shape (n, n), written: row i is the eigenvector of value i. Lies elsewhere than `a`.
///   - scalars: `eigenScalarCount(n)` numbers, written.
///   - integers: `eigenIntegerCount(n)` integers, written.
/// - Returns: LAPACK's `info` of `stedc` or `laed4`: 0, or how it failed.
/// - Complexity: about 9·n³ operations.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func divideAndConquer<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ a: UnsafeMutablePointer<Scalar>, _ values: UnsafeMutablePointer<Scalar>,
  _ v: UnsafeMutablePointer<Scalar>, scalars: UnsafeMutablePointer<Scalar>, integers: UnsafeMutablePointer<Int32>
) -> Int32 {
  let (tau, beside, z, memory) = (scalars, scalars + n, scalars + 2 * n, scalars + 3 * n)
  let work = memory + RankOneUpdate<Scalar>.scalarCount(n)
  let workCount = blasInt(panel * n)
  // LAPACK sees the row-major lower triangle as its upper one, and leaves the upper one, to us, free.
  var info = Scalar._sytrd(n, a, lda: n, values, beside, tau, work, workCount)
  LAPACKInfo.requireSuccess(info, of: "sytrd")
  let split = n / 2
  let coupling = beside[split - 1]
  values[split - 1] -= coupling.magnitude
  values[split] -= coupling.magnitude
  info = solveHalves(n, split, values, beside, v, integers)
  if info != 0 { return info }

  // T is the halves, and |coupling| times the square of a vector of two elements in the middle: of their last
  // elements' row and their first elements' row in the coordinates of the halves' eigenvectors.
  for i in 0..<split { z[i] = v[i * n + split - 1] * Scalar(0.5).squareRoot() }
  let sign: Scalar = coupling < 0 ? -1 : 1
  for i in split..<n { z[i] = sign * v[i * n + split] * Scalar(0.5).squareRoot() }
  let order = integers + RankOneUpdate<Scalar>.integerCount(n)
  beside.update(from: values, count: n)
  var update = RankOneUpdate(
    n, split: split, beside, z, rho: 2 * coupling.magnitude, scalars: memory, integers: integers)
  info = update.solve(values, order)
  if info != 0 { return info }
  if update.zeroCount <= n - split {
    joinFew(n, split, update, order, v, spare: a + split, work)
  } else {
    join(n, split, update, order, v, spare: a + split, work)
  }
  info = Scalar._ormtr(n, a, lda: n, tau, v, ldc: n, work, workCount)
  LAPACKInfo.requireSuccess(info, of: "ormtr")
  return 0
}

/// Divides numbers by the power of two that brings the largest of them near 1, so that no square of one leaves the range.
///
/// - Returns: the power; 1 if all are 0.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func divideByScale<Scalar: LinearAlgebraScalar>(_ a: UnsafeMutablePointer<Scalar>, count: Int) -> Scalar {
  let largest = a[Scalar._iamax(count, a)].magnitude
  if largest == 0 { return 1 }
  let scale = Scalar(sign: .plus, exponent: largest.exponent, significand: 1)
  for i in 0..<count { a[i] /= scale }
  return scale
}

/// How many rows or columns are multiplied at a time.
private let panel = 32

func eigenScalarCount(_ n: Int) -> Int { (3 + 8 + panel) * n }
func eigenIntegerCount(_ n: Int) -> Int { 6 * n + 3 }

/// The eigenvalues of both halves of T in `values`, their eigenvectors in the blocks of V on its diagonal.
///
/// All memory is V's own: the second half first, at V's end, the rest being its workspace, then the first half at the
/// start; then the rows move to where they belong.
private func solveHalves<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ split: Int, _ values: UnsafeMutablePointer<Scalar>, _ beside: UnsafeMutablePointer<Scalar>,
  _ v: UnsafeMutablePointer<Scalar>, _ integers: UnsafeMutablePointer<Int32>
) -> Int32 {
  let rest = n - split
  let second = v + (n * n - rest * rest)
  var info = Scalar._stedc(rest, values + split, beside + split, second, ldv: rest, v, integers)
  if info != 0 { return info }
  info = Scalar._stedc(split, values, beside, v, ldv: split, v + split * split, integers)
  if info != 0 { return info }
  // `update` allows for overlap. No row lands on one that has not moved yet.
  for i in stride(from: split - 1, through: 0, by: -1) { (v + i * n).update(from: v + i * split, count: split) }
  for i in 0..<rest { (v + ((split + i) * n + split)).update(from: second + i * rest, count: rest) }
  return 0
}

/// V ← W·V for the vectors W of an update, row by row, and V with blocks on its diagonal alone.
///
/// The blocks beside the diagonal, of which V has none yet, take their part of the product directly. Then each block on
/// the diagonal is overwritten by columns, with its part of W in the free triangle of A.
///
/// - Parameters:
///   - n: the order.
///   - split: that of the first half.
///   - update: solved.
///   - order: what `update.solve` left there.
///   - v: shape (n, n), the halves' vectors in its rows.
///   - spare: a square block of order n − split, whose rows are n apart.
///   - work: `panel` rows of n numbers.
private func join<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ split: Int, _ update: RankOneUpdate<Scalar>, _ order: UnsafeMutablePointer<Int32>,
  _ v: UnsafeMutablePointer<Scalar>, spare: UnsafeMutablePointer<Scalar>, _ work: UnsafeMutablePointer<Scalar>
) {
  /// Rows of the product in the columns of the other half; their part in their own half's is kept in `spare`.
  func multiplyBeside(_ rows: Range<Int>, _ others: Range<Int>, keeping: Bool) {
    for top in stride(from: rows.lowerBound, to: rows.upperBound, by: panel) {
      let count = min(panel, rows.upperBound - top)
      for i in 0..<count {
        update.vector(order[top + i], into: work + i * n)
        if keeping {
          (spare + (top + i - rows.lowerBound) * n).update(from: work + (i * n + rows.lowerBound), count: rows.count)
        }
      }
      let block = v + (others.lowerBound * n + others.lowerBound)
      Scalar._gemm(
        transposeA: false, transposeB: false, count, others.count, others.count, 1, work + others.lowerBound, lda: n,
        block, ldb: n, 0, v + (top * n + others.lowerBound), ldc: n)
    }
  }
  /// A block on the diagonal ← `spare` times it.
  func multiplyInPlace(_ rows: Range<Int>) {
    for left in stride(from: rows.lowerBound, to: rows.upperBound, by: panel) {
      let count = min(panel, rows.upperBound - left)
      let columns = v + (rows.lowerBound * n + left)
      for i in 0..<rows.count { (work + i * panel).update(from: columns + i * n, count: count) }
      Scalar._gemm(
        transposeA: false, transposeB: false, rows.count, count, rows.count, 1, spare, lda: n, work, ldb: panel, 0,
        columns, ldc: n)
    }
  }
  let (first, second) = (0..<split, split..<n)
  multiplyBeside(second, first, keeping: true)
  multiplyBeside(first, second, keeping: false)
  multiplyInPlace(second)
  for i in first {
    update.vector(order[i], into: work)
    (spare + i * n).update(from: work, count: split)
  }
  multiplyInPlace(first)
}

/// `join` where `spare` has room for all of W that is not zeros and ones: the rows of V that it multiplies are gathered,
/// column by column, and the others only put in order.
private func joinFew<Scalar: LinearAlgebraScalar>(
  _ n: Int, _ split: Int, _ update: RankOneUpdate<Scalar>, _ order: UnsafeMutablePointer<Int32>,
  _ v: UnsafeMutablePointer<Scalar>, spare: UnsafeMutablePointer<Scalar>, _ work: UnsafeMutablePointer<Scalar>
) {
  for i in 0..<split { (v + (i * n + split)).update(repeating: 0, count: n - split) }
  for i in split..<n { (v + i * n).update(repeating: 0, count: split) }
  update.rotateRows(of: v)
  let (k, width) = (update.zeroCount, panel / 2)
  for j in 0..<k { update.elements(ofZero: j, into: spare + j * n) }
  let product = work + width * n
  for left in stride(from: 0, to: k == 0 ? 0 : n, by: width) {
    let count = min(width, n - left)
    for i in 0..<k { (work + i * width).update(from: v + (Int(update.places[i]) * n + left), count: count) }
    Scalar._gemm(
      transposeA: false, transposeB: false, k, count, k, 1, spare, lda: n, work, ldb: width, 0, product, ldc: width)
    for i in 0..<k { (v + (Int(update.places[i]) * n + left)).update(from: product + i * width, count: count) }
  }
  for i in 0..<n { order[i] = order[i] < 0 ? ~order[i] : update.places[Int(order[i])] }
  moveRows(n, from: order, v, work)
}

/// Row i ← row `sources[i]` for a permutation, which is lost.
private func moveRows<Scalar: LinearAlgebraScalar>(
  _ n: Int, from sources: UnsafeMutablePointer<Int32>, _ v: UnsafeMutablePointer<Scalar>,
  _ row: UnsafeMutablePointer<Scalar>
) {
  for start in 0..<n where Int(sources[start]) != start {
    row.update(from: v + start * n, count: n)
    var i = start
    while Int(sources[i]) != start {
      let source = Int(sources[i])
      (v + i * n).update(from: v + source * n, count: n)
      sources[i] = Int32(truncatingIfNeeded: i)
      i = source
    }
    (v + i * n).update(from: row, count: n)
    sources[i] = Int32(truncatingIfNeeded: i)
  }
}
