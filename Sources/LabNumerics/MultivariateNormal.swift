import RealModule

/// The normal distribution of vectors, with a mean and a covariance matrix Σ = L·Lᵀ.
///
/// Draws are μ + L·z with z standard normal. z is drawn like `normal`, but L comes from BLAS, so the last bits of a draw
/// are those of this machine.
public struct MultivariateNormal: Sendable {
  /// μ, n elements.
  public let mean: Vector<Double>
  private let cholesky: Cholesky<Double>

  /// - Parameters:
  ///   - mean: n elements, finite.
  ///   - covariance: Σ, shape (n, n), symmetric positive definite; only the lower triangle is read.
  /// - Throws: `.notPositiveDefinite(minor:)` or `.nonFinite` as `Cholesky` does.
  public init(mean: Vector<Double>, covariance: Matrix<Double>) throws(LinearAlgebraError) {
    require(
      covariance.rowCount == mean.count && covariance.columnCount == mean.count,
      "MultivariateNormal: a mean of \(mean.count) with a covariance of shape "
        + "(\(covariance.rowCount), \(covariance.columnCount))")
    try mean.requireFinite()
    self.mean = mean
    cholesky = try Cholesky(covariance)
  }

  /// Σ = L·Lᵀ, shape (n, n), to rounding that which was given.
  public var covariance: Matrix<Double> { cholesky.reconstruct() }

  /// One draw.
  public func sample(using generator: inout some RandomNumberGenerator) -> Vector<Double> {
    mean + cholesky.lower • Vector(count: mean.count) { _ in generator.reproducibleNormal() }
  }

  /// Several draws, one a row.
  ///
  /// - Parameters:
  ///   - size: at least 0.
  ///   - generator: the source of the words.
  /// - Returns: shape (size, n).
  /// - Complexity: size·n² operations.
  public func sample(_ size: Int, using generator: inout some RandomNumberGenerator) -> Matrix<Double> {
    let z = Matrix<Double>(rows: size, columns: mean.count) { _, _ in generator.reproducibleNormal() }
    let spread = matmul(z, cholesky.lower, transposeB: true)
    return Matrix(rows: size, columns: mean.count) { spread[$0, $1] + mean[$1] }
  }

  /// The natural logarithm of the density, −½·((x − μ)ᵀ·Σ⁻¹·(x − μ) + log det Σ + n·log 2π).
  ///
  /// - Parameter x: n elements.
  /// - Returns: to about κ(Σ)·ε relative to the quadratic form.
  /// - Throws: `.nonFinite` if an element of x is not finite.
  public func logPDF(_ x: Vector<Double>) throws(LinearAlgebraError) -> Double {
    require(x.count == mean.count, "logPDF: a point of \(x.count) elements, the mean has \(mean.count)")
    let distance = x - mean
    let form = distance • (try cholesky.solve(distance))
    return -0.5 * (form + cholesky.logDeterminant + Double(mean.count) * 1.8378770664093453)
  }
}
