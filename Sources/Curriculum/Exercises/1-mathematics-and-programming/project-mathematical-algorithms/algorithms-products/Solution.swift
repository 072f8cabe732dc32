/// Two shapes that do not fit, each as [rows, columns].
struct ShapeMismatch: Error {
  var left: [Int]
  var right: [Int]
}

/// A matrix of Doubles, row by row in one array.
struct DenseMatrix {
  /// m ≥ 0.
  var rowCount: Int
  /// n ≥ 0.
  var columnCount: Int
  /// m·n numbers: a_ij is `elements[i * n + j]`.
  var elements: [Double]

  /// The matrix with these numbers, row by row.
  init(rowCount: Int, columnCount: Int, elements: [Double]) {
    self.rowCount = rowCount
    self.columnCount = columnCount
    self.elements = elements
  }

  /// The matrix with these rows.
  ///
  /// - Parameters:
  ///   - rows: m rows of n numbers each.
  ///   - columnCount: n, which no rows could not tell.
  init(_ rows: [[Double]], columnCount: Int) {
    // BEGIN SOLUTION
    self.init(rowCount: rows.count, columnCount: columnCount, elements: Array(rows.joined()))
    // END SOLUTION
  }

  /// The rows, m arrays of n numbers.
  var rows: [[Double]] {
    // BEGIN SOLUTION
    (0..<rowCount).map { i in Array(elements[i * columnCount..<(i + 1) * columnCount]) }
    // END SOLUTION
  }

  /// a_ij, both counted from 0.
  subscript(i: Int, j: Int) -> Double {
    get {
      // BEGIN SOLUTION
      elements[i * columnCount + j]
      // END SOLUTION
    }
    set {
      // BEGIN SOLUTION
      elements[i * columnCount + j] = newValue
      // END SOLUTION
    }
  }

  /// Aᵀ, shape (n, m).
  func transposed() -> DenseMatrix {
    // BEGIN SOLUTION
    var result = DenseMatrix(
      rowCount: columnCount, columnCount: rowCount, elements: [Double](repeating: 0, count: elements.count))
    for i in 0..<rowCount {
      for j in 0..<columnCount { result.elements[j * rowCount + i] = elements[i * columnCount + j] }
    }
    return result
    // END SOLUTION
  }
}

/// y ← α·op(A)·x + β·y.
///
/// - Parameters:
///   - alpha: α; if it is 0, A and x are not read.
///   - a: A, shape (m, n).
///   - transposed: whether op(A) is Aᵀ.
///   - x: as many numbers as op(A) has columns.
///   - beta: β; if it is 0, y is not read.
///   - y: as many numbers as op(A) has rows.
/// - Throws: `ShapeMismatch` with the shapes of op(A) and x, or of the product and y.
func gemv(
  _ alpha: Double, _ a: DenseMatrix, transposed: Bool, _ x: [Double], _ beta: Double, _ y: inout [Double]
) throws {
  // BEGIN SOLUTION
  let (m, n) = transposed ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  guard x.count == n else { throw ShapeMismatch(left: [m, n], right: [x.count, 1]) }
  guard y.count == m else { throw ShapeMismatch(left: [m, 1], right: [y.count, 1]) }
  if alpha == 0 { return combine(0, nil, beta, &y) }
  let product =
    transposed
    ? multiply(x, a.elements, m: 1, k: n, n: m)  // xᵀ·A, the same numbers as Aᵀ·x
    : multiply(a.elements, x, m: m, k: n, n: 1)
  combine(alpha, product, beta, &y)
  // END SOLUTION
}

/// C ← α·op(A)·op(B) + β·C.
///
/// - Parameters:
///   - alpha: α; if it is 0, A and B are not read.
///   - a: A.
///   - transposeA: whether op(A), shape (m, k), is Aᵀ.
///   - b: B.
///   - transposeB: whether op(B), shape (k, n), is Bᵀ.
///   - beta: β; if it is 0, C is not read.
///   - c: C, shape (m, n).
/// - Throws: `ShapeMismatch` with the shapes of op(A) and op(B), or of the product and C.
func gemm(
  _ alpha: Double, _ a: DenseMatrix, transposed transposeA: Bool, _ b: DenseMatrix, transposed transposeB: Bool,
  _ beta: Double, _ c: inout DenseMatrix
) throws {
  // BEGIN SOLUTION
  let (m, k) = transposeA ? (a.columnCount, a.rowCount) : (a.rowCount, a.columnCount)
  let (inner, n) = transposeB ? (b.columnCount, b.rowCount) : (b.rowCount, b.columnCount)
  guard k == inner else { throw ShapeMismatch(left: [m, k], right: [inner, n]) }
  guard c.rowCount == m, c.columnCount == n else {
    throw ShapeMismatch(left: [m, n], right: [c.rowCount, c.columnCount])
  }
  if alpha == 0 { return combine(0, nil, beta, &c.elements) }
  let left = transposeA ? a.transposed() : a
  let right = transposeB ? b.transposed() : b
  combine(alpha, multiply(left.elements, right.elements, m: m, k: k, n: n), beta, &c.elements)
  // END SOLUTION
}

/// The largest column sum of |a_ij|: NaN if an entry is, 0 for a matrix without elements.
func norm1(_ a: DenseMatrix) -> Double {
  // BEGIN SOLUTION
  var sums = [Double](repeating: 0, count: a.columnCount)
  for i in 0..<a.rowCount {
    for j in 0..<a.columnCount { sums[j] += abs(a[i, j]) }
  }
  return sums.reduce(0) { $1 > $0 || $1.isNaN ? $1 : $0 }  // NaN stays: no comparison with it is true
  // END SOLUTION
}

/// The largest row sum of |a_ij|: NaN if an entry is, 0 for a matrix without elements.
func normInfinity(_ a: DenseMatrix) -> Double {
  // BEGIN SOLUTION
  norm1(a.transposed())
  // END SOLUTION
}

/// c ← α·t + β·c, where β = 0 overwrites whatever c holds, and no t adds nothing: what both products end with.
private func combine(_ alpha: Double, _ t: [Double]?, _ beta: Double, _ c: inout [Double]) {
  // BEGIN SOLUTION
  for i in c.indices { c[i] = beta == 0 ? 0 : beta * c[i] }
  if let t { axpy(alpha, t, &c) }
  // END SOLUTION
}
