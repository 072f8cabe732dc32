#if arch(x86_64)
  /// The widest type that the processor computes with: 64 bits of significand.
  typealias Extended = Float80
#else
  /// The widest type that the processor computes with. Refining a `Double` then gains less.
  typealias Extended = Double
#endif

/// Björck's refinement of a least-squares problem: r and x are corrected together, as the solution of
///
///     r + A·x = b,  Aᵀ·r = 0
///
/// whose residuals are computed in extended precision and whose corrections come from the QR at hand. Refining x alone
/// would help only where the residual r is small.
///
/// Björck, Iterative Refinement of Linear Least Squares Solutions I (BIT 7, 1967); Higham, Accuracy and Stability of
/// Numerical Algorithms (2nd ed.), §20.5.
struct RefinedLeastSquares<Scalar: LinearAlgebraScalar> {
  private let a: Matrix<Scalar>
  /// b times `scale`, a power of two that is 1 but where the length of b may leave the range. So are x and the residual.
  private let b: Vector<Scalar>
  private let scale: Scalar
  private let qr: PivotedQR<Scalar>
  /// x, n elements.
  private var x: [Extended]
  /// b − A·x, m elements.
  private var residual: [Extended]
  /// How far x may still be from the solution, n elements.
  private var distance: [Extended]

  /// Refines until the corrections stop shrinking.
  ///
  /// - Parameters:
  ///   - a: shape (m, n), finite.
  ///   - b: m elements.
  ///   - qr: the factors of A.
  /// - Throws: `.rankDeficient(rank:)` below full rank, `.notConverged` if the corrections stop
  ///   shrinking before three digits have settled, `.nonFinite` if an element of b is not finite.
  init(_ a: Matrix<Scalar>, _ b: Vector<Scalar>, _ qr: PivotedQR<Scalar>) throws(LinearAlgebraError) {
    let (m, n) = a.shape
    require(b.count == m, "leastSquares: (\(m), \(n)) with a right-hand side of \(b.count) rows")
    try b.requireFinite()
    if qr.rank < n { throw .rankDeficient(rank: qr.rank) }
    scale = powerLowering(b.norm(.infinity))
    (self.a, self.b, self.qr) = (a, b * scale, qr)
    x = Array(repeating: 0, count: n)
    residual = Array(repeating: 0, count: m)
    distance = Array(repeating: 0, count: n)
    try iterate()
  }

  /// The first step, from x = 0 and r = 0, is the plain solution; from r = b it would be that of the normal equations,
  /// which may be too far off to be corrected. A step usually gains −log₁₀(κ·ε) digits; at the end the
  /// rounding of the residuals themselves holds the correction where it is.
  private mutating func iterate() throws(LinearAlgebraError) {
    var last = Extended.infinity
    for _ in 0..<20 {
      let correction = correct()
      let size = last.isFinite ? relativeSize(correction) : 1
      let ratio = last.isFinite ? size / last : 0
      distance = correction.map { $0.magnitude * (ratio <= 0.5 ? ratio / (1 - ratio) : 1) }
      if size <= 4 * Extended.ulpOfOne { return }
      if ratio > 0.5 {
        if size < 0x1p-10 { return }
        throw .notConverged(routine: "least-squares refinement", count: x.count)
      }
      last = size
    }
  }

  /// Adds one correction to x and r, and returns that of x.
  private mutating func correct() -> [Extended] {
    let (f, g) = residuals()
    let (dx, dr) = qr.augmentedSolve(Vector(f.map { Scalar($0) }), scaled: Vector(g.map { Scalar($0) }))
    for j in x.indices { x[j] += Extended(dx[j]) }
    for i in residual.indices { residual[i] += Extended(dr[i]) }
    return dx.map { Extended($0) }
  }

  /// b − r − A·x and −D·Aᵀ·r, D being the factors by which the columns of A have a length near 1, in extended precision.
  private func residuals() -> ([Extended], [Extended]) {
    var (f, g) = (residual.map { -$0 }, [Extended](repeating: 0, count: x.count))
    let scales = qr.columnScales
    a.withUnsafeBufferPointer { a in
      for i in residual.indices {
        f[i] += Extended(b[i])
        for j in x.indices {
          let element = a[i * x.count + j]
          f[i] -= Extended(element) * x[j]
          g[j] -= Extended(element * scales[j]) * residual[i]
        }
      }
    }
    return (f, g)
  }

  /// The largest |δxⱼ|/|xⱼ| of the coefficients that differ from 0 by more than rounding: the others have no digit that
  /// could settle.
  private func relativeSize(_ correction: [Extended]) -> Extended {
    let sizes = zip(correction, x).map { $0 == 0 ? 0 : $0.magnitude / max($1.magnitude, $0.magnitude) }
    guard let largest = sizes.max(), largest >= 0x1p-10 else { return sizes.max() ?? 0 }
    let rounding = roundingErrors(sensitivity())
    return x.indices.map { x[$0].magnitude <= rounding[$0] ? 0 : sizes[$0] }.max() ?? 0
  }

  /// How far the rounding of the residuals may leave each coefficient from the solution.
  private func roundingErrors(_ sensitivity: [Extended]) -> [Extended] {
    sensitivity.map { $0 * Extended(a.rowCount) * Extended.ulpOfOne }
  }

  /// x and r rounded, with the digits that can be vouched for.
  func solution() -> LeastSquaresSolution<Scalar> {
    let norm = residual.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let sensitivity = sensitivity()
    let computed = zip(distance, roundingErrors(sensitivity)).map { $0 + $1 }
    let inherited = zip(computed, sensitivity).map { $0 + $1 * Extended(Scalar.ulpOfOne) / 2 }
    return LeastSquaresSolution(
      x: Vector(x.map { Scalar($0 / Extended(scale)) }), rank: qr.rank, residualNorm: Scalar(norm / Extended(scale)),
      rankTolerance: qr.rankTolerance,
      digits: CoefficientDigits(x, exactData: computed, roundedData: inherited))
  }

  /// By how many units each coefficient changes, to first order, for one relative unit of change in every element of A
  /// and b: ‖eⱼᵀA⁺‖₂·‖|A|·|x| + |b|‖₂ + Σₖ|(AᵀA)⁻¹|ⱼₖ·(|A|ᵀ|r|)ₖ (Björck, Numerical Methods for Least Squares
  /// Problems, §1.4.6), with ‖eⱼᵀ·R⁻¹‖·‖eₖᵀ·R⁻¹‖ for |(AᵀA)⁻¹|ⱼₖ.
  private func sensitivity() -> [Extended] {
    let lengths = qr.inverseRowNorms().map { Extended($0) }
    var (sum, gradient) = (Extended(0), Extended(0))
    a.withUnsafeBufferPointer { a in
      for i in residual.indices {
        var size = Extended(b[i]).magnitude
        for j in x.indices {
          let element = Extended(a[i * x.count + j]).magnitude
          size += element * x[j].magnitude
          gradient += element * residual[i].magnitude * lengths[j]
        }
        sum += size * size
      }
    }
    return lengths.map { $0 * (sum.squareRoot() + gradient) }
  }
}
