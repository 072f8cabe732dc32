import Glibc

/// A normal distribution of d numbers that vary together.
struct MultivariateNormal {
  /// μ, d numbers.
  var mean: [Double]
  /// Σ, symmetric positive definite, shape (d, d).
  var covariance: [[Double]]

  /// The logarithm of the density at x.
  ///
  /// - Parameter x: d numbers.
  /// - Returns: 0 for d = 0; NaN if a number is NaN.
  /// - Throws: `NotPositiveDefinite(minor:)`, as `cholesky` does.
  func logDensity(_ x: [Double]) throws -> Double {
    // BEGIN SOLUTION
    let l = try cholesky(covariance)
    let z = try solveLower(l, zip(x, mean).map { $0 - $1 }, unitDiagonal: false)
    var (square, logDeterminant) = (0.0, 0.0)  // (x − μ)ᵀ·Σ⁻¹·(x − μ); log det Σ
    for j in z.indices {
      square += z[j] * z[j]
      logDeterminant += 2 * log(l[j][j])
    }
    let constant = Double(mean.count) * log(2 * Double.pi)
    return -(constant + logDeterminant + square) / 2
    // END SOLUTION
  }

  /// A draw from the distribution, made from independent standard normal numbers: μ + L·z with Σ = L·Lᵀ.
  ///
  /// - Parameter z: d numbers.
  /// - Returns: d numbers.
  /// - Throws: `NotPositiveDefinite(minor:)`, as `cholesky` does.
  func sample(_ z: [Double]) throws -> [Double] {
    // BEGIN SOLUTION
    let l = try cholesky(covariance)
    return mean.indices.map { i in (0...i).reduce(mean[i]) { $0 + l[i][$1] * z[$1] } }
    // END SOLUTION
  }

  /// The distribution of the other numbers when some are known.
  ///
  /// - Parameters:
  ///   - known: the indices of k numbers, all different, in any order.
  ///   - values: what they are, in that order.
  /// - Returns: mean and covariance of the d − k others, in ascending order of their indices.
  /// - Throws: `NotPositiveDefinite(minor:)` of the known numbers' covariance, as `cholesky` does.
  func conditional(on known: [Int], _ values: [Double]) throws -> MultivariateNormal {
    // BEGIN SOLUTION
    let others = mean.indices.filter { !known.contains($0) }
    let l = try cholesky(known.map { i in known.map { covariance[i][$0] } })
    let z = try solveLower(l, zip(known, values).map { $1 - mean[$0] }, unitDiagonal: false)
    // w[a] = L⁻¹·Σ_Ba, so that w[a]·w[b] is entry (a, b) of Σ_AB·Σ_BB⁻¹·Σ_BA.
    let w = try others.map { a in try solveLower(l, known.map { covariance[$0][a] }, unitDiagonal: false) }
    func product(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
    let rest = zip(others, w)
    return MultivariateNormal(
      mean: rest.map { mean[$0] + product($1, z) },
      covariance: rest.map { a, u in rest.map { b, v in covariance[a][b] - product(u, v) } })
    // END SOLUTION
  }
}
