import Glibc

/// What is believed about a line and the noise around it: σ² ~ Γ⁻¹(a, b), and β ~ N(m, σ²·Λ⁻¹) once σ² is known.
struct RegressionBelief {
  /// m, p coefficients.
  var mean: [Double]
  /// Λ, symmetric, shape (p, p), in units of 1/σ².
  var precision: [[Double]]
  /// a > 0.
  var shape: Double
  /// b > 0, in the unit of y².
  var rate: Double

  /// The belief after n responses.
  ///
  /// - Parameters:
  ///   - x: the design matrix, shape (n, p), an array of rows.
  ///   - y: n responses.
  /// - Returns: the posterior; for n = 0 the belief itself.
  /// - Throws: what `cholesky` says of Λ + XᵀX.
  func updated(_ x: [[Double]], _ y: [Double]) throws -> RegressionBelief {
    // BEGIN SOLUTION
    var posterior = self
    for row in x {
      for i in mean.indices {
        for j in mean.indices { posterior.precision[i][j] += row[i] * row[j] }
      }
    }
    func product(_ a: [Double], _ b: [Double]) -> Double { zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
    // The change of the mean, from what the prior mean leaves over: m itself may be large, and would round away.
    let surprise = zip(x, y).map { $1 - product($0, mean) }
    let score = mean.indices.map { j in zip(x, surprise).reduce(0) { $0 + $1.0[j] * $1.1 } }
    let shift = try solve(cholesky: cholesky(posterior.precision), score)
    let residual = zip(x, surprise).map { $1 - product($0, shift) }
    let pull = product(shift, precision.map { product($0, shift) })
    posterior.mean = zip(mean, shift).map { $0 + $1 }
    posterior.shape += Double(y.count) / 2
    posterior.rate += (product(residual, residual) + pull) / 2
    return posterior
    // END SOLUTION
  }

  /// The logarithm of the density that this belief gave to the responses before they came.
  ///
  /// - Parameters:
  ///   - x: shape (n, p).
  ///   - y: n responses.
  /// - Returns: 0 for n = 0.
  /// - Throws: what `cholesky` says of Λ + XᵀX, then of Λ: an improper prior has no evidence.
  func logEvidence(_ x: [[Double]], _ y: [Double]) throws -> Double {
    // BEGIN SOLUTION
    func halfLogDeterminant(_ matrix: [[Double]]) throws -> Double {
      let l = try cholesky(matrix)
      return l.indices.reduce(0) { $0 + log(l[$1][$1]) }
    }
    let posterior = try updated(x, y)
    let volumes = try halfLogDeterminant(precision) - halfLogDeterminant(posterior.precision)
    let noise = shape * log(rate) - posterior.shape * log(posterior.rate)
    let gammas = logGamma(posterior.shape) - logGamma(shape)
    let constant = Double(y.count) / 2 * log(2 * Double.pi)
    return volumes + noise + gammas - constant
    // END SOLUTION
  }

  /// What the belief says about the response of one more row.
  ///
  /// - Parameter row: p numbers.
  /// - Returns: a Student distribution of 2·a degrees of freedom around row·m.
  /// - Throws: what `cholesky` says of Λ.
  func prediction(at row: [Double]) throws -> Prediction {
    // BEGIN SOLUTION
    let z = try solveLower(cholesky(precision), row, unitDiagonal: false)  // ‖z‖² = xᵀ·Λ⁻¹·x
    let variance = rate / shape * z.reduce(1) { $0 + $1 * $1 }
    return Prediction(
      location: zip(row, mean).reduce(0) { $0 + $1.0 * $1.1 }, scale: variance.squareRoot(),
      degreesOfFreedom: 2 * shape)
    // END SOLUTION
  }
}

/// A Student distribution, moved and stretched: y = location + scale·t.
struct Prediction {
  var location: Double
  /// > 0.
  var scale: Double
  /// > 0.
  var degreesOfFreedom: Double

  /// The ends between which the response lies with this probability, as much outside on either side.
  ///
  /// - Parameter level: between 0 and 1, both excluded.
  /// - Returns: the ends, the lower first.
  func interval(level: Double) -> (lower: Double, upper: Double) {
    // BEGIN SOLUTION
    let half = scale * quantile(.studentT(degreesOfFreedom: degreesOfFreedom), (1 + level) / 2)
    return (location - half, location + half)
    // END SOLUTION
  }

  /// The logarithm of the density at y, also where the density itself is no Double any more.
  func logDensity(_ y: Double) -> Double {
    // BEGIN SOLUTION
    let (v, t) = (degreesOfFreedom, (y - location) / scale)
    return logGamma((v + 1) / 2) - logGamma(v / 2) - log(v * .pi) / 2 - log(scale) - (v + 1) / 2 * log1p(t * t / v)
    // END SOLUTION
  }
}

/// Rows for training, and rows to be looked at once, at the end: those whose index is a multiple of 5.
///
/// - Returns: both in their order.
func split<Row>(_ rows: [Row]) -> (training: [Row], test: [Row]) {
  // BEGIN SOLUTION
  (
    rows.indices.filter { !$0.isMultiple(of: 5) }.map { rows[$0] },
    rows.indices.filter { $0.isMultiple(of: 5) }.map { rows[$0] }
  )
  // END SOLUTION
}

/// The design matrix of some rows of features, in units that other rows have set.
///
/// - Parameters:
///   - rows: shape (n, k).
///   - training: the rows whose means and standard deviations (divisor their count) are used, one or more.
/// - Returns: shape (n, k + 1): 1, then the features less the mean, divided by the standard deviation; a feature that is
///   the same in all training rows is only centred.
func design(_ rows: [[Double]], standardizedBy training: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
  var result = rows.map { _ in [1.0] }
  for j in training[0].indices {
    let column = training.map { $0[j] }
    let isConstant = column.allSatisfy { $0 == column[0] }
    let centre = isConstant ? column[0] : mean(column)
    let unit = isConstant ? 1 : mean(column.map { ($0 - centre) * ($0 - centre) }).squareRoot()
    for i in rows.indices { result[i].append((rows[i][j] - centre) / unit) }
  }
  return result
  // END SOLUTION
}
