// Sparse with dense. What is not stored takes part in nothing; see `SparseMatrix`.

/// A·x, or Aᵀ·x, for a sparse A.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
/// - Returns: m elements (n for the transpose); 0 where a row stores nothing.
/// - Complexity: 2 operations for each stored element.
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: SparseMatrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false
) -> Vector<Scalar> {
  var y = unwrittenVector(transposeA ? a.columnCount : a.rowCount, Scalar.self)
  matmul(a, x, transposeA: transposeA, result: &y)
  return y
}

/// y ← α·A·x + β·y, or with Aᵀ, for a sparse A.
///
/// - Parameters:
///   - a: shape (m, n).
///   - x: n elements (m for the transpose).
///   - transposeA: reads A as its transpose, without a copy.
///   - alpha: the factor α; 0 leaves A and x unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old y unread, NaN in it included.
///   - y: m elements (n for the transpose), overwritten. It may be the same variable's earlier value as x: a copy is
///     made then.
/// - Complexity: 2 operations for each stored element.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: SparseMatrix<Scalar>, _ x: Vector<Scalar>, transposeA: Bool = false, alpha: Scalar = 1, beta: Scalar = 0,
  result y: inout Vector<Scalar>
) {
  let (m, n) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  if x.count != n || y.count != m { doesNotFit("matmul", (m, n), x.count, y.count) }
  y.makeUnique()
  let (x, y) = (x.storage, y.storage)
  if alpha == 0 { return scaleOrClear(beta, y.start, m) }
  if transposeA { scaleOrClear(beta, y.start, m) }
  a.withPointers { starts, columns, values in
    for i in 0..<a.rowCount {
      let (start, end) = (starts[i], starts[i &+ 1])
      if transposeA {
        let factor = alpha * x.start[i]
        var k = start
        while k < end {
          y.start[Int(columns[k])] += values[k] * factor
          k &+= 1
        }
      } else {
        let sum = alpha * sparseDot(values, columns, start, end, x.start)
        y.start[i] = beta == 0 ? sum : sum + beta * y.start[i]
      }
    }
  }
  withExtendedLifetime((x, y)) {}
}

/// A·B, or Aᵀ·B, for a sparse A and a dense B.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
///   - transposeA: reads A, then of shape (k, m), as its transpose, without a copy.
/// - Returns: shape (m, n).
/// - Complexity: 2·n operations for each stored element.
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: SparseMatrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false
) -> Matrix<Scalar> {
  var c = unwrittenMatrix(transposeA ? a.columnCount : a.rowCount, b.columnCount, Scalar.self)
  matmul(a, b, transposeA: transposeA, result: &c)
  return c
}

/// C ← α·A·B + β·C, or with Aᵀ, for a sparse A and a dense B.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
///   - transposeA: reads A, then of shape (k, m), as its transpose, without a copy.
///   - alpha: the factor α; 0 leaves A and B unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old C unread, NaN in it included.
///   - c: shape (m, n), overwritten. It may be the same variable's earlier value as B: a copy is made then.
/// - Complexity: 2·n operations for each stored element.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: SparseMatrix<Scalar>, _ b: Matrix<Scalar>, transposeA: Bool = false, alpha: Scalar = 1, beta: Scalar = 0,
  result c: inout Matrix<Scalar>
) {
  let (m, k) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  let n = b.columnCount
  if k != b.rowCount || c.rowCount != m || c.columnCount != n {
    doesNotFit("matmul", (m, k), b.shape, (c.rowCount, c.columnCount))
  }
  c.makeUnique()
  let (right, target) = (b.storage.start, c.storage.start)
  if alpha == 0 || n == 0 { return scaleOrClear(beta, target, m &* n) }
  if transposeA { scaleOrClear(beta, target, m &* n) }
  a.withPointers { starts, columns, values in
    for i in 0..<a.rowCount {
      let (start, end) = (starts[i], starts[i &+ 1])
      if transposeA {
        for p in start..<end {
          addRow(right + i &* n, times: alpha * values[p], to: target + Int(columns[p]) &* n, n)
        }
      } else {
        combineRows(
          values, columns, start, end, of: right, n, alpha, beta, into: target + i &* n)
      }
    }
  }
  _fixLifetime(b)
}

/// A·B for a dense A and a sparse B.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
/// - Returns: shape (m, n).
/// - Complexity: 2·m operations for each stored element.
public func matmul<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, _ b: SparseMatrix<Scalar>) -> Matrix<Scalar> {
  var c = unwrittenMatrix(a.rowCount, b.columnCount, Scalar.self)
  matmul(a, b, result: &c)
  return c
}

/// C ← α·A·B + β·C for a dense A and a sparse B.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
///   - alpha: the factor α; 0 leaves A and B unread, NaN in them included.
///   - beta: the factor β; 0 leaves the old C unread, NaN in it included.
///   - c: shape (m, n), overwritten. It may be the same variable's earlier value as A: a copy is made then.
/// - Complexity: 2·m operations for each stored element.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: SparseMatrix<Scalar>, alpha: Scalar = 1, beta: Scalar = 0, result c: inout Matrix<Scalar>
) {
  let (m, k) = a.shape
  let n = b.columnCount
  if k != b.rowCount || c.rowCount != m || c.columnCount != n {
    doesNotFit("matmul", (m, k), b.shape, (c.rowCount, c.columnCount))
  }
  c.makeUnique()
  let (left, target) = (a.storage.start, c.storage.start)
  scaleOrClear(beta, target, m &* n)
  if alpha == 0 || n == 0 { return }
  b.withPointers { starts, columns, values in
    for top in stride(from: 0, to: m, by: 16) {
      addPanel(alpha, left + top &* k, min(16, m &- top), k, starts, columns, values, n, to: target + top &* n)
    }
  }
  _fixLifetime(a)
}

extension SparseMatrix {
  /// `matmul(a, x)`.
  public static func • (a: SparseMatrix, x: Vector<Scalar>) -> Vector<Scalar> { matmul(a, x) }

  /// `matmul(a, b)`.
  public static func • (a: SparseMatrix, b: Matrix<Scalar>) -> Matrix<Scalar> { matmul(a, b) }

  /// `matmul(a, b)`.
  public static func • (a: Matrix<Scalar>, b: SparseMatrix) -> Matrix<Scalar> { matmul(a, b) }

  /// xᵀ·A: one number for each column of A.
  public static func • (x: Vector<Scalar>, a: SparseMatrix) -> Vector<Scalar> { matmul(a, x, transposeA: true) }

  /// `matmul(a, b)`.
  public static func • (a: SparseMatrix, b: SparseMatrix) -> SparseMatrix { matmul(a, b) }

  @inline(__always)
  func withPointers<Result>(
    _ body: (UnsafeBufferPointer<Int>, UnsafeBufferPointer<Int32>, UnsafeBufferPointer<Scalar>) -> Result
  ) -> Result {
    rowStarts.withUnsafeBufferPointer { starts in
      columnIndices.withUnsafeBufferPointer { columns in
        values.withUnsafeBufferPointer { values in body(starts, columns, values) }
      }
    }
  }
}

// MARK: - Inner loops

/// Σ valuesₖ·x[columnsₖ] over start ..< end. Two sums of pairs, so that an addition need not wait for the one before.
@inline(__always)
private func sparseDot<Scalar: LinearAlgebraScalar>(
  _ values: UnsafeBufferPointer<Scalar>, _ columns: UnsafeBufferPointer<Int32>, _ start: Int, _ end: Int,
  _ x: UnsafePointer<Scalar>
) -> Scalar {
  var (even, odd): (Scalar, Scalar) = (0, 0)
  var k = start
  while k &+ 4 <= end {
    even += values[k] * x[Int(columns[k])] + values[k &+ 2] * x[Int(columns[k &+ 2])]
    odd += values[k &+ 1] * x[Int(columns[k &+ 1])] + values[k &+ 3] * x[Int(columns[k &+ 3])]
    k &+= 4
  }
  while k < end {
    even += values[k] * x[Int(columns[k])]
    k &+= 1
  }
  return even + odd
}

/// y ← factor·x + y.
@inline(__always)
private func addRow<Scalar: LinearAlgebraScalar>(
  _ x: UnsafePointer<Scalar>, times factor: Scalar, to y: UnsafeMutablePointer<Scalar>, _ n: Int
) {
  for j in 0..<n { y[j] += factor * x[j] }
}

/// c ← α·Σ valuesₖ·(row columnsₖ of B) + β·c, a stripe of 16 columns at a time, whose sums stay in registers.
@inline(__always)
private func combineRows<Scalar: LinearAlgebraScalar>(
  _ values: UnsafeBufferPointer<Scalar>, _ columns: UnsafeBufferPointer<Int32>, _ start: Int, _ end: Int,
  of b: UnsafePointer<Scalar>, _ n: Int,
  _ alpha: Scalar, _ beta: Scalar, into c: UnsafeMutablePointer<Scalar>
) {
  var j = 0
  while j &+ 16 <= n {
    var sum = SIMD16<Scalar>(repeating: 0)
    for k in start..<end {
      let row = UnsafeRawPointer(b + (Int(columns[k]) &* n &+ j))
      sum += row.loadUnaligned(as: SIMD16<Scalar>.self) * values[k]
    }
    sum *= alpha
    let target = UnsafeMutableRawPointer(c + j)
    if beta != 0 { sum += target.loadUnaligned(as: SIMD16<Scalar>.self) * beta }
    target.storeBytes(of: sum, as: SIMD16<Scalar>.self)
    j &+= 16
  }
  while j < n {
    let sum = alpha * sparseDot(values, columns, start, end, b + j, stride: n)
    c[j] = beta == 0 ? sum : sum + beta * c[j]
    j &+= 1
  }
}

@inline(__always)
private func sparseDot<Scalar: LinearAlgebraScalar>(
  _ values: UnsafeBufferPointer<Scalar>, _ columns: UnsafeBufferPointer<Int32>, _ start: Int, _ end: Int,
  _ x: UnsafePointer<Scalar>,
  stride: Int
) -> Scalar {
  var sum: Scalar = 0
  for k in start..<end { sum += values[k] * x[Int(columns[k]) &* stride] }
  return sum
}

/// C ← α·A·B + C for up to 16 rows of A and C.
///
/// With the rows side by side, as columns of a panel, each element of B multiplies and adds one stretch of memory.
@inline(__always)
private func addPanel<Scalar: LinearAlgebraScalar>(
  _ alpha: Scalar, _ a: UnsafePointer<Scalar>, _ rows: Int, _ k: Int, _ starts: UnsafeBufferPointer<Int>,
  _ columns: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Scalar>, _ n: Int,
  to c: UnsafeMutablePointer<Scalar>
) {
  let panel = AlignedStorage<Scalar>(repeating: 0, count: n &* 16)
  for l in 0..<k {
    let terms = starts[l]..<starts[l &+ 1]
    if terms.isEmpty { continue }
    var factors = SIMD16<Scalar>(repeating: 0)
    for i in 0..<rows { factors[i] = a[i &* k &+ l] }
    factors *= alpha
    for p in terms {
      let place = UnsafeMutableRawPointer(panel.start + Int(columns[p]) &* 16)
      let sum = place.loadUnaligned(as: SIMD16<Scalar>.self) + factors * values[p]
      place.storeBytes(of: sum, as: SIMD16<Scalar>.self)
    }
  }
  for i in 0..<rows {
    for j in 0..<n { c[i &* n &+ j] += panel.start[j &* 16 &+ i] }
  }
  withExtendedLifetime(panel) {}
}
