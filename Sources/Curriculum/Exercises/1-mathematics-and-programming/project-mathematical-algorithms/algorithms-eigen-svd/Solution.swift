/// A = V·Λ·Vᵀ for a symmetric A.
struct EigenSystem {
  /// λ₀ ≤ λ₁ ≤ ….
  var values: [Double]
  /// Column k belongs to `values[k]`, shape (n, n).
  var vectors: DenseMatrix
}

/// A = U·Σ·Vᵀ with k = min(m, n).
struct ThinSVD {
  /// Orthonormal columns, shape (m, k).
  var u: DenseMatrix
  /// σ₀ ≥ σ₁ ≥ … ≥ 0, k numbers.
  var singularValues: [Double]
  /// Orthonormal rows, shape (k, n).
  var vTransposed: DenseMatrix
}

enum DecompositionError: Error {
  case notSquare(rows: Int, columns: Int)
  case notFinite
  /// The first place above the diagonal whose mirror image differs.
  case notSymmetric(row: Int, column: Int)
}

/// The eigenvalues of a symmetric matrix in rising order, with orthonormal eigenvectors.
///
/// - Parameter a: A, shape (n, n).
/// - Returns: n values, and the vectors in the columns of a matrix.
/// - Throws: `DecompositionError`.
func symmetricEigen(_ a: DenseMatrix) throws -> EigenSystem {
  // BEGIN SOLUTION
  let n = a.rowCount
  guard n == a.columnCount else { throw DecompositionError.notSquare(rows: n, columns: a.columnCount) }
  guard a.elements.allSatisfy(\.isFinite) else { throw DecompositionError.notFinite }
  for i in 0..<n {
    for j in i + 1..<n where a[i, j] != a[j, i] { throw DecompositionError.notSymmetric(row: i, column: j) }
  }
  let exponent = exponent(a)
  let eigen = try jacobiEigen(a.rows.map { $0.map { scaled($0, -exponent) } })
  return EigenSystem(
    values: eigen.values.reversed().map { scaled($0, exponent) },
    vectors: DenseMatrix(eigen.vectors.reversed(), columnCount: n).transposed())
  // END SOLUTION
}

/// The thin singular value decomposition, with orthonormal U and V whatever the rank.
///
/// - Parameter a: A, shape (m, n).
/// - Returns: k = min(m, n) singular values in falling order, with their vectors.
/// - Throws: `DecompositionError.notFinite`.
func thinSVD(_ a: DenseMatrix) throws -> ThinSVD {
  // BEGIN SOLUTION
  guard a.elements.allSatisfy(\.isFinite) else { throw DecompositionError.notFinite }
  let isWide = a.rowCount < a.columnCount
  var b = isWide ? a.transposed() : a
  let (p, k) = (b.rowCount, b.columnCount)
  if k == 0 {
    return ThinSVD(
      u: DenseMatrix(rowCount: a.rowCount, columnCount: 0, elements: []), singularValues: [],
      vTransposed: DenseMatrix(rowCount: 0, columnCount: a.columnCount, elements: []))
  }
  let exponent = exponent(a)
  b.elements = b.elements.map { scaled($0, -exponent) }
  let qr = p > k ? thinQR(b) : nil
  let svd = try jacobiSVD((qr?.r ?? b).rows)
  let v = DenseMatrix(svd.v, columnCount: k)  // vₖ in row k: Vᵀ
  var left = DenseMatrix(completed(svd.u), columnCount: k).transposed()
  if let qr {
    let inner = left
    left = DenseMatrix(rowCount: p, columnCount: k, elements: [Double](repeating: 0, count: p * k))
    try gemm(1, qr.q, transposed: false, inner, transposed: false, 0, &left)
  }
  return ThinSVD(
    u: isWide ? v.transposed() : left, singularValues: svd.sigma.map { scaled($0, exponent) },
    vTransposed: isWide ? left.transposed() : v)
  // END SOLUTION
}

/// Orthonormal vectors of n numbers in place of those that are zero; the others, orthonormal already, stay.
///
/// - Parameter vectors: at most n vectors of n numbers.
/// - Returns: as many.
private func completed(_ vectors: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  var vectors = vectors
  for k in vectors.indices where vectors[k].allSatisfy({ $0 == 0 }) {
    let n = vectors[k].count
    let explained = (0..<n).map { i in vectors.reduce(0) { $0 + $1[i] * $1[i] } }
    let axis = explained.indices.min { explained[$0] < explained[$1] } ?? 0
    var v = [Double](repeating: 0, count: n)
    v[axis] = 1
    for u in vectors { axpy(-dot(u, v), u, &v) }  // zeros project to nothing
    let length = dot(v, v).squareRoot()
    vectors[k] = v.map { $0 / length }
  }
  return vectors
  // END SOLUTION
}

/// How many singular values exceed max(m, n)·ε·σ₀.
func numericalRank(_ svd: ThinSVD) -> Int {
  // BEGIN SOLUTION
  let side = Double(max(svd.u.rowCount, svd.vTransposed.columnCount))
  return svd.singularValues.count { $0 > side * 0x1p-52 * svd.singularValues[0] }
  // END SOLUTION
}

/// Moore and Penrose's A⁺ = V·Σ⁺·Uᵀ.
///
/// - Parameter a: A, shape (m, n).
/// - Returns: shape (n, m).
/// - Throws: `DecompositionError.notFinite`.
func pseudoInverse(_ a: DenseMatrix) throws -> DenseMatrix {
  // BEGIN SOLUTION
  let svd = try thinSVD(a)
  let rank = numericalRank(svd)
  var weighted = svd.vTransposed
  for i in 0..<weighted.rowCount {
    for j in 0..<weighted.columnCount { weighted[i, j] = i < rank ? weighted[i, j] / svd.singularValues[i] : 0 }
  }
  var inverse = a.transposed()
  try gemm(1, weighted, transposed: true, svd.u, transposed: true, 0, &inverse)
  return inverse
  // END SOLUTION
}

/// V·diag(f(λ₀), f(λ₁), …)·Vᵀ, exactly symmetric.
///
/// - Parameters:
///   - a: A, symmetric, shape (n, n).
///   - f: is asked once for each eigenvalue.
/// - Returns: shape (n, n).
/// - Throws: `DecompositionError`.
func symmetricFunction(_ a: DenseMatrix, _ f: (Double) -> Double) throws -> DenseMatrix {
  // BEGIN SOLUTION
  let eigen = try symmetricEigen(a)
  let weights = eigen.values.map(f)
  var weighted = eigen.vectors
  for i in 0..<a.rowCount {
    for k in weights.indices { weighted[i, k] *= weights[k] }
  }
  var result = a
  try gemm(1, weighted, transposed: false, eigen.vectors, transposed: true, 0, &result)
  for i in 0..<a.rowCount {
    for j in 0..<i { result[j, i] = result[i, j] }
  }
  return result
  // END SOLUTION
}

/// The exponent of the element of largest magnitude; 0 if all are 0.
private func exponent(_ a: DenseMatrix) -> Int {
  // BEGIN SOLUTION
  let largest = a.elements.reduce(0) { max($0, abs($1)) }
  return largest == 0 ? 0 : Int(largest.exponent)
  // END SOLUTION
}

/// 2^k·x.
private func scaled(_ x: Double, _ k: Int) -> Double {
  // BEGIN SOLUTION
  Double(sign: .plus, exponent: k, significand: x)
  // END SOLUTION
}
