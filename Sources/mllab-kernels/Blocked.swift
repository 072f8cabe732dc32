import LabNumerics

// The same arithmetic in another order: in tiles that stay in the cache, along rows, with several sums at once. Plain
// Swift, without intrinsics; what is missing to BLAS is packing, registers and the processor's widest instructions.

/// The contender that orders its loops for the cache; nil for the kernels where that is a book of its own.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
func blocked<Scalar: LinearAlgebraScalar>(_ problem: Problem<Scalar>) -> Contest? {
  let n = problem.size
  let (first, second) = (problem.first, problem.second)
  switch problem.kernel {
  case .dot:
    var sum: Scalar = 0
    return Contest(
      call: { repeats in
        seconds(repeats) {
          sum = first.withUnsafeBufferPointer { x in second.withUnsafeBufferPointer { y in eightSums(x, y) } }
        }
      }, judge: { problem.judge(.number(sum)) })
  case .gemv:
    var y = [Scalar](repeating: 0, count: n)
    return Contest(
      call: { repeats in
        seconds(repeats) {
          first.withUnsafeBufferPointer { a in
            second.withUnsafeBufferPointer { x in
              for i in 0..<n { y[i] = eightSums(UnsafeBufferPointer(rebasing: a[i * n..<(i + 1) * n]), x) }
            }
          }
        }
      }, judge: { problem.judge(.elements(y)) })
  case .gemm:
    var c = [Scalar](repeating: 0, count: n * n)
    return Contest(
      call: { repeats in
        seconds(repeats) {
          c.withUnsafeMutableBufferPointer { c in
            c.update(repeating: 0)
            first.withUnsafeBufferPointer { a in
              second.withUnsafeBufferPointer { b in
                for block in tiles(n) { addProduct(a, b, rows: 0..<n, terms: block, columns: 0..<n, sign: 1, to: c, n) }
              }
            }
          }
        }
      }, judge: { problem.judge(.elements(c)) })
  case .syrk:
    var c = [Scalar](repeating: 0, count: n * n)
    let transposed = Matrix(rows: n, columns: n, first).transposed().flattened
    return Contest(
      call: { repeats in
        seconds(repeats) {
          c.withUnsafeMutableBufferPointer { c in
            c.update(repeating: 0)
            first.withUnsafeBufferPointer { a in
              transposed.withUnsafeBufferPointer { b in
                for terms in tiles(n) {
                  for rows in tiles(n) {
                    addProduct(a, b, rows: rows, terms: terms, columns: 0..<rows.upperBound, sign: 1, to: c, n)
                  }
                }
              }
            }
            for i in 0..<n { for j in 0..<i { c[j * n + i] = c[i * n + j] } }
          }
        }
      }, judge: { problem.judge(.elements(c)) })
  case .trsm:
    var x = second
    return Contest(
      call: { repeats in
        seconds(repeats) {
          x = second
          x.withUnsafeMutableBufferPointer { x in first.withUnsafeBufferPointer { l in solve(l, x, n) } }
        }
      }, judge: { problem.judge(.elements(x)) })
  case .lu:
    var (lu, permutation) = (first, [Int]())
    return Contest(
      call: { repeats in
        seconds(repeats) {
          lu = first
          permutation = lu.withUnsafeMutableBufferPointer { lu in factorize(lu, n) }
        }
      }, judge: { problem.judge(luAnswer(Matrix(rows: n, columns: n, lu), permutation)) })
  case .cholesky:
    var l = first
    return Contest(
      call: { repeats in
        seconds(repeats) {
          l = first
          l.withUnsafeMutableBufferPointer { l in factorizePositiveDefinite(l, n) }
        }
      }, judge: { problem.judge(.elements(l)) })
  case .axpy, .qr, .svd, .eigh: return nil
  }
}

/// Three tiles of Doubles, 96 kB, fit into the second cache of any processor of the last fifteen years.
private let tileSize = 64

private func tiles(_ n: Int) -> [Range<Int>] {
  stride(from: 0, to: n, by: tileSize).map { $0..<min($0 + tileSize, n) }
}

/// Eight sums that do not wait for each other, which is what keeps one from using the processor's width.
@inline(__always)
private func eightSums<Scalar: LinearAlgebraScalar>(
  _ x: UnsafeBufferPointer<Scalar>, _ y: UnsafeBufferPointer<Scalar>
) -> Scalar {
  var s: (Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar, Scalar) = (0, 0, 0, 0, 0, 0, 0, 0)
  var i = 0
  while i + 8 <= x.count {
    s.0 += x[i] * y[i]
    s.1 += x[i + 1] * y[i + 1]
    s.2 += x[i + 2] * y[i + 2]
    s.3 += x[i + 3] * y[i + 3]
    s.4 += x[i + 4] * y[i + 4]
    s.5 += x[i + 5] * y[i + 5]
    s.6 += x[i + 6] * y[i + 6]
    s.7 += x[i + 7] * y[i + 7]
    i += 8
  }
  var sum = ((s.0 + s.1) + (s.2 + s.3)) + ((s.4 + s.5) + (s.6 + s.7))
  while i < x.count {
    sum += x[i] * y[i]
    i += 1
  }
  return sum
}

/// C ← C ± A·B for a block of rows, terms and columns of n × n matrices: rows of B are added to rows of C, in memory's
/// order, so that the compiler can use vectors; four at a time, so that C is read and written a quarter as often.
@inline(__always)
private func addProduct<Scalar: LinearAlgebraScalar>(
  _ a: UnsafeBufferPointer<Scalar>, _ b: UnsafeBufferPointer<Scalar>, rows: Range<Int>, terms: Range<Int>,
  columns: Range<Int>, sign: Scalar, to c: UnsafeMutableBufferPointer<Scalar>, _ n: Int
) {
  guard let a = a.baseAddress, let b = b.baseAddress, let c = c.baseAddress else { return }
  for i in rows {
    let row = c + i * n
    var k = terms.lowerBound
    while k + 4 <= terms.upperBound {
      let (f0, f1) = (sign * a[i * n + k], sign * a[i * n + k + 1])
      let (f2, f3) = (sign * a[i * n + k + 2], sign * a[i * n + k + 3])
      let (b0, b1, b2, b3) = (b + k * n, b + (k + 1) * n, b + (k + 2) * n, b + (k + 3) * n)
      for j in columns { row[j] += (f0 * b0[j] + f1 * b1[j]) + (f2 * b2[j] + f3 * b3[j]) }
      k += 4
    }
    while k < terms.upperBound {
      let f = sign * a[i * n + k]
      for j in columns { row[j] += f * b[k * n + j] }
      k += 1
    }
  }
}

/// X ← L⁻¹·X: what is above a tile is taken off in one product, the tile itself solved row by row.
private func solve<Scalar: LinearAlgebraScalar>(
  _ l: UnsafeBufferPointer<Scalar>, _ x: UnsafeMutableBufferPointer<Scalar>, _ n: Int
) {
  let above = UnsafeBufferPointer(x)
  for tile in tiles(n) {
    for terms in tiles(tile.lowerBound) {
      addProduct(l, above, rows: tile, terms: terms, columns: 0..<n, sign: -1, to: x, n)
    }
    for i in tile {
      addProduct(l, above, rows: i..<i + 1, terms: tile.lowerBound..<i, columns: 0..<n, sign: -1, to: x, n)
      let reciprocal = 1 / l[i * n + i]
      for j in 0..<n { x[i * n + j] *= reciprocal }
    }
  }
}

/// L and U in place: a panel of columns with its pivots, the rows beside it, then one product for the rest.
private func factorize<Scalar: LinearAlgebraScalar>(_ a: UnsafeMutableBufferPointer<Scalar>, _ n: Int) -> [Int] {
  var permutation = Array(0..<n)
  let known = UnsafeBufferPointer(a)
  for panel in tiles(n) {
    for k in panel {
      var pivot = k
      for i in k..<n where abs(a[i * n + k]) > abs(a[pivot * n + k]) { pivot = i }
      if pivot != k {
        permutation.swapAt(k, pivot)
        for j in 0..<n { a.swapAt(k * n + j, pivot * n + j) }
      }
      for i in k + 1..<max(n, k + 1) {
        let factor = a[i * n + k] / a[k * n + k]
        a[i * n + k] = factor
        for j in k + 1..<max(panel.upperBound, k + 1) { a[i * n + j] -= factor * a[k * n + j] }
      }
    }
    let right = panel.upperBound..<n
    for i in panel {
      addProduct(known, known, rows: i..<i + 1, terms: panel.lowerBound..<i, columns: right, sign: -1, to: a, n)
    }
    addProduct(known, known, rows: right, terms: panel, columns: right, sign: -1, to: a, n)
  }
  return permutation
}

/// L in place, zeros above: dot products of rows, which lie side by side in memory.
private func factorizePositiveDefinite<Scalar: LinearAlgebraScalar>(
  _ a: UnsafeMutableBufferPointer<Scalar>, _ n: Int
) {
  let known = UnsafeBufferPointer(a)
  for i in 0..<n {
    for j in 0...i {
      let (rowI, rowJ) = (known[i * n..<i * n + j], known[j * n..<j * n + j])
      let rest = a[i * n + j] - eightSums(UnsafeBufferPointer(rebasing: rowI), UnsafeBufferPointer(rebasing: rowJ))
      a[i * n + j] = i == j ? rest.squareRoot() : rest / a[j * n + j]
    }
    for j in i + 1..<max(n, i + 1) { a[i * n + j] = 0 }
  }
}
