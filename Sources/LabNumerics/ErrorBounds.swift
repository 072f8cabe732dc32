/// How wrong a computed solution of A·x = b may be, one number for each right-hand side.
///
/// ```swift
/// let lu = try LU(a)
/// let x = try lu.solve(b)
/// let bounds = try lu.errorBounds(a, x, b)
/// bounds.backward  // [1.1e-16]: x solves exactly a problem whose elements differ by that much, relatively
/// bounds.forward   // [3.2e-13]: no element of x is further off than that times the largest element
/// ```
public struct ErrorBounds<Scalar: LinearAlgebraScalar>: Sendable {
  /// The smallest ω for which x solves (A + δA)·x = b + δb with |δA| ≤ ω·|A| and |δb| ≤ ω·|b|, element by element.
  public let backward: Vector<Scalar>
  /// A bound of ‖x − x̂‖∞/‖x‖∞, x̂ being the exact solution; rarely a factor of 3 too small, infinite if nothing is known.
  public let forward: Vector<Scalar>
}

/// A factorisation of a square matrix that also solves with the transpose.
public protocol SquareFactorization<Scalar>: Factorization {
  /// Solves Aᵀ·x = b. Belongs to this module.
  ///
  /// - Parameters:
  ///   - b: n elements; does not overlap `x`.
  ///   - x: n elements, written.
  /// - Throws: as `_solve`.
  func _solveTransposed(_ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>) throws(LinearAlgebraError)
}

extension SquareFactorization {
  /// For a symmetric matrix; the others say otherwise.
  public func _solveTransposed(
    _ b: UnsafePointer<Scalar>, _ x: UnsafeMutablePointer<Scalar>
  ) throws(LinearAlgebraError) {
    try _solve(b, x, columns: 1)
  }

  /// The backward errors of computed solutions and bounds of their forward errors.
  ///
  /// - Parameters:
  ///   - a: the matrix that was factorised, whole if it is symmetric, shape (n, n).
  ///   - x: the computed solutions, shape (n, k).
  ///   - b: the right-hand sides, shape (n, k).
  /// - Returns: k bounds of each kind.
  /// - Throws: `.nonFinite` if an element of A or b is infinite or not a number; `.singular(pivot:)`.
  /// - Complexity: about 20·n² operations for each right-hand side.
  ///
  /// What LAPACK's `dgerfs` reports as `berr` and `ferr`, x left as it is and its residual in extended precision.
  /// Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), theorem 7.3 and equation 7.31.
  public func errorBounds(
    _ a: Matrix<Scalar>, _ x: Matrix<Scalar>, _ b: Matrix<Scalar>
  ) throws(LinearAlgebraError) -> ErrorBounds<Scalar> {
    require(a.shape == shape && a.isSquare, "errorBounds: (\(a.rowCount), \(a.columnCount)), factors of \(shape)")
    require(
      x.rowCount == a.rowCount && x.shape == b.shape,
      "errorBounds: (\(a.rowCount), \(a.rowCount)) with a solution of shape (\(x.rowCount), \(x.columnCount)) and a "
        + "right-hand side of shape (\(b.rowCount), \(b.columnCount))")
    try a.requireFinite()
    try b.requireFinite()
    var (backward, forward) = (Vector<Scalar>.zeros(b.columnCount), Vector<Scalar>.zeros(b.columnCount))
    for j in 0..<b.columnCount { (backward[j], forward[j]) = try errorBound(a, x[column: j], b[column: j]) }
    return ErrorBounds(backward: backward, forward: forward)
  }

  /// The same for one right-hand side.
  ///
  /// - Parameters:
  ///   - a: the matrix that was factorised, whole if it is symmetric, shape (n, n).
  ///   - x: the computed solution, n elements.
  ///   - b: the right-hand side, n elements.
  /// - Returns: one bound of each kind.
  /// - Throws: as for several right-hand sides.
  public func errorBounds(
    _ a: Matrix<Scalar>, _ x: Vector<Scalar>, _ b: Vector<Scalar>
  ) throws(LinearAlgebraError) -> ErrorBounds<Scalar> {
    try errorBounds(a, Matrix(column: x), Matrix(column: b))
  }

  private func errorBound(
    _ a: Matrix<Scalar>, _ x: Vector<Scalar>, _ b: Vector<Scalar>
  ) throws(LinearAlgebraError) -> (Scalar, Scalar) {
    let n = x.count
    if n == 0 { return (0, 0) }
    if x.contains(where: { !$0.isFinite }) { return (.infinity, .infinity) }
    let (residual, size) = residualAndSize(a, x, b)
    let rounding = Scalar(n + 1) * .ulpOfOne / 2
    // A row of zeros, or so small that its products underflow, must not count as 0/0.
    let safe = Scalar(n + 1) * .leastNormalMagnitude
    var backward: Scalar = 0
    for i in 0..<n where residual[i] > 0 {
      let isSafe = size[i] > safe / .ulpOfOne
      backward = max(backward, isSafe ? residual[i] / size[i] : (residual[i] + safe) / (size[i] + safe))
    }
    let weights = Vector(count: n) { residual[$0] + rounding * size[$0] }
    let error = try inverseNorm(weights: weights)
    let largest = x.norm(.infinity)
    let forward = error == 0 ? 0 : error / largest
    return (backward, forward.isFinite ? forward : .infinity)
  }

  /// An estimate of ‖|A⁻¹|·w‖∞ = ‖diag(w)·A⁻ᵀ‖₁, from a few solutions.
  ///
  /// Hager's algorithm as improved by Higham: Accuracy and Stability of Numerical Algorithms (2nd ed.), algorithm 15.1.
  private func inverseNorm(weights w: Vector<Scalar>) throws(LinearAlgebraError) -> Scalar {
    let n = w.count
    var x = Vector<Scalar>(repeating: 1 / Scalar(n), count: n)
    var y = try solvedTransposed(x) * w
    var estimate = y.norm(.one)
    if n == 1 { return estimate }
    for _ in 0..<5 {
      let signs = Vector(count: n) { y[$0] < 0 ? -w[$0] : w[$0] }
      let z = try solved(signs)
      guard let j = z.indexOfLargestMagnitude(), z[j].magnitude > dot(z, x) else { break }
      x = .zeros(n)
      x[j] = 1
      y = try solvedTransposed(x) * w
      let next = y.norm(.one)
      if !(next > estimate) { break }
      estimate = next
    }
    // Where the steps above are misled, all signs equal or cancelling, this vector usually is not.
    let alternating = Vector(count: n) { i in (i % 2 == 0 ? 1 : -1) * (1 + Scalar(i) / Scalar(n - 1)) }
    return max(estimate, 2 * (try solvedTransposed(alternating) * w).norm(.one) / Scalar(3 * n))
  }

  private func solved(_ b: Vector<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
    let x = Vector<Scalar>(unsafeUninitializedCount: b.count) { _ in }
    try _solve(b.storage.start, x.storage.start, columns: 1)
    return withExtendedLifetime(b) { x }
  }

  private func solvedTransposed(_ b: Vector<Scalar>) throws(LinearAlgebraError) -> Vector<Scalar> {
    let x = Vector<Scalar>(unsafeUninitializedCount: b.count) { _ in }
    try _solveTransposed(b.storage.start, x.storage.start)
    return withExtendedLifetime(b) { x }
  }
}

/// |b − A·x| and |A|·|x| + |b|, element by element, summed in extended precision.
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func residualAndSize<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ x: Vector<Scalar>, _ b: Vector<Scalar>
) -> (residual: Vector<Scalar>, size: Vector<Scalar>) {
  let n = x.count
  var (residual, size) = (Vector<Scalar>.zeros(n), Vector<Scalar>.zeros(n))
  a.withUnsafeBufferPointer { a in
    for i in 0..<n {
      var (r, s) = (Extended(b[i]), Extended(b[i].magnitude))
      for j in 0..<n {
        let product = Extended(a[i &* n &+ j]) * Extended(x[j])
        r -= product
        s += product.magnitude
      }
      (residual[i], size[i]) = (Scalar(r.magnitude), Scalar(s))
    }
  }
  return (residual, size)
}
