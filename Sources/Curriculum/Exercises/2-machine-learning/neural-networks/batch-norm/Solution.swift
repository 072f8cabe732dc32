/// Added to variances, so that a constant column does not divide by 0.
let epsilon = 1e-5

/// A training batch has too few rows to have a variance.
struct BatchTooSmall: Error {
  var rows: Int
}

/// A layer that gives each column the mean β and about the standard deviation γ.
struct BatchNorm {
  /// γ, one number a column; learnt.
  var gamma: [Double]
  /// β, one number a column; learnt.
  var beta: [Double]
  /// What evaluation takes for the mean of each column.
  var runningMean: [Double]
  /// What evaluation takes for the variance of each column.
  var runningVariance: [Double]

  /// A layer before training, for rows of so many numbers.
  init(columns: Int) {
    gamma = [Double](repeating: 1, count: columns)
    beta = [Double](repeating: 0, count: columns)
    runningMean = beta
    runningVariance = gamma
  }

  /// The normalised rows.
  ///
  /// - Parameters:
  ///   - x: shape (n, d); finite.
  ///   - training: whether the statistics are those of this batch, which then move the running ones; else they are the
  ///     running ones, and nothing moves.
  /// - Returns: shape (n, d).
  /// - Throws: `BatchTooSmall(rows: n)` in training if n < 2; the layer is then as it was.
  mutating func forward(_ x: [[Double]], training: Bool) throws -> [[Double]] {
    // BEGIN SOLUTION
    let n = Double(x.count)
    var (means, variances) = (runningMean, runningVariance)
    if training {
      guard x.count >= 2 else { throw BatchTooSmall(rows: x.count) }
      (means, variances) = statistics(x)
      for j in means.indices {
        runningMean[j] = 0.9 * runningMean[j] + 0.1 * means[j]
        runningVariance[j] = 0.9 * runningVariance[j] + 0.1 * variances[j] * n / (n - 1)
      }
    }
    let (gamma, beta) = (gamma, beta)
    return x.map { row in
      row.indices.map { j in
        gamma[j] * (row[j] - means[j]) / (variances[j] + epsilon).squareRoot() + beta[j]
      }
    }
    // END SOLUTION
  }

  /// The gradient of a loss through `forward` in training.
  ///
  /// - Parameters:
  ///   - x: the batch, shape (n, d), n ≥ 2.
  ///   - dy: the gradient of the loss by what `forward` made of it, shape (n, d).
  /// - Returns: the gradients by x, shape (n, d), by γ and by β, d numbers each.
  func backward(_ x: [[Double]], upstream dy: [[Double]]) -> (dx: [[Double]], dGamma: [Double], dBeta: [Double]) {
    // BEGIN SOLUTION
    let n = Double(x.count)
    let (means, variances) = statistics(x)
    var dx = x
    var (dGamma, dBeta) = (beta.map { _ in 0.0 }, beta.map { _ in 0.0 })
    for j in beta.indices {
      let deviation = (variances[j] + epsilon).squareRoot()
      for i in x.indices {
        dBeta[j] += dy[i][j]
        dGamma[j] += dy[i][j] * (x[i][j] - means[j]) / deviation
      }
      for i in x.indices {
        let normalised = (x[i][j] - means[j]) / deviation
        dx[i][j] = gamma[j] / (n * deviation) * (n * dy[i][j] - dBeta[j] - normalised * dGamma[j])
      }
    }
    return (dx, dGamma, dBeta)
    // END SOLUTION
  }
}

/// Mean and variance (divisor n) of each column.
///
/// - Parameter x: shape (n, d), n ≥ 1.
/// - Returns: d means and d variances.
func statistics(_ x: [[Double]]) -> (means: [Double], variances: [Double]) {
  // BEGIN SOLUTION
  let n = Double(x.count)
  var means = x[0].map { _ in 0.0 }
  var variances = means
  for row in x {
    for j in row.indices { means[j] += row[j] / n }
  }
  for row in x {
    for j in row.indices { variances[j] += (row[j] - means[j]) * (row[j] - means[j]) / n }
  }
  return (means, variances)
  // END SOLUTION
}
