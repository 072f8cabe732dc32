import Glibc

/// What a random walk went through.
struct Walk {
  /// The state after each step, p numbers each.
  var states: [[Double]]
  /// How many steps moved to their proposal.
  var accepted: Int
}

/// The belief about the p coefficients of a logistic regression: β ~ N(0, I/λ), and then n answers.
struct LogisticPosterior {
  /// The design matrix, shape (n, p), n ≥ 1, an array of rows.
  var x: [[Double]]
  /// n answers, 0 or 1.
  var y: [Int]
  /// λ > 0, the prior's precision.
  var ridge: Double

  /// The logarithm of the posterior density, less what does not depend on β: log likelihood − ½·λ·‖β‖².
  ///
  /// - Parameter beta: p coefficients.
  /// - Returns: a finite number, however large X·β.
  func logDensity(_ beta: [Double]) -> Double {
    // BEGIN SOLUTION
    let eta = x.map { row in
      var sum = 0.0
      for j in row.indices { sum += row[j] * beta[j] }
      return sum
    }
    return -(deviance(y, eta: eta, family: .bernoulli) + ridge * beta.reduce(0) { $0 + $1 * $1 }) / 2
    // END SOLUTION
  }

  /// The normal distribution that has the posterior's mode and its curvature there, by Newton's method from β = 0.
  ///
  /// - Returns: the mode, and (XᵀWX + λ·I)⁻¹ with W from the mode.
  /// - Throws: what `cholesky` throws, which it does not for λ > 0 and finite X.
  func laplace() throws -> MultivariateNormal {
    // BEGIN SOLUTION
    let p = x[0].count
    var beta = [Double](repeating: 0, count: p)
    var factor: [[Double]] = []
    for _ in 0..<50 {
      var (score, curvature) = (beta.map { -ridge * $0 }, beta.map { _ in [Double](repeating: 0, count: p) })
      for i in 0..<p { curvature[i][i] = ridge }
      for (row, y) in zip(x, y) {
        let mean = 1 / (1 + exp(-zip(row, beta).reduce(0) { $0 + $1.0 * $1.1 }))
        for i in 0..<p {
          score[i] += row[i] * (Double(y) - mean)
          for j in 0..<p { curvature[i][j] += mean * (1 - mean) * row[i] * row[j] }
        }
      }
      factor = try cholesky(curvature)
      let step = try solve(cholesky: factor, score)
      beta = zip(beta, step).map { $0 + $1 }
      let largest = x.map { row in abs(zip(row, step).reduce(0) { $0 + $1.0 * $1.1 }) }.max() ?? 0
      if largest <= 1e-8 { break }
    }
    let covariance = try (0..<p).map { j in try solve(cholesky: factor, (0..<p).map { $0 == j ? 1 : 0 }) }
    return MultivariateNormal(mean: beta, covariance: covariance)
    // END SOLUTION
  }

  /// A chain of the posterior: from the mode, with proposals of 2.4/√p times Laplace's covariance factor.
  ///
  /// - Parameters:
  ///   - normals: p independent standard normal numbers for each step.
  ///   - uniforms: one number in 0 ..< 1 for each step.
  /// - Returns: as many states as steps.
  /// - Throws: what `laplace` throws.
  func walk(normals: [[Double]], uniforms: [Double]) throws -> Walk {
    // BEGIN SOLUTION
    let law = try laplace()
    let stretch = 2.4 / Double(law.mean.count).squareRoot()
    let factor = try cholesky(law.covariance).map { $0.map { stretch * $0 } }
    return randomWalk(logDensity, start: law.mean, factor: factor, normals: normals, uniforms: uniforms)
    // END SOLUTION
  }
}

/// A random walk in p dimensions whose states follow a density in the long run.
///
/// - Parameters:
///   - logTarget: the logarithm of the density, up to a constant. Called once for the start and once a step.
///   - start: p numbers.
///   - factor: lower triangular, shape (p, p); proposals lie factor·z beside the state.
///   - normals: z of each step, p numbers.
///   - uniforms: as many numbers in 0 ..< 1, for the decisions.
/// - Returns: as many states as steps.
func randomWalk(
  _ logTarget: ([Double]) -> Double, start: [Double], factor: [[Double]], normals: [[Double]], uniforms: [Double]
) -> Walk {
  // BEGIN SOLUTION
  var walk = Walk(states: [], accepted: 0)
  var (state, level) = (start, logTarget(start))
  for (z, u) in zip(normals, uniforms) {
    let proposal = state.indices.map { i in (0...i).reduce(state[i]) { $0 + factor[i][$1] * z[$1] } }
    let proposed = logTarget(proposal)
    if log(u) < proposed - level {
      (state, level) = (proposal, proposed)
      walk.accepted += 1
    }
    walk.states.append(state)
  }
  return walk
  // END SOLUTION
}

/// For each number of a normal distribution the ends between which it lies with this probability.
///
/// - Parameters:
///   - law: p numbers.
///   - level: between 0 and 1, both excluded; (1 − level)/2 is left on either side.
/// - Returns: p pairs.
func intervals(of law: MultivariateNormal, level: Double) -> [(lower: Double, upper: Double)] {
  // BEGIN SOLUTION
  let z = quantile(.normal(mean: 0, standardDeviation: 1), (1 + level) / 2)
  return law.mean.indices.map { j in
    let half = z * law.covariance[j][j].squareRoot()
    return (law.mean[j] - half, law.mean[j] + half)
  }
  // END SOLUTION
}

/// For each of p numbers the ends between which this share of the states lies.
///
/// - Parameters:
///   - states: one or more, p numbers each.
///   - level: between 0 and 1, both excluded; (1 − level)/2 is left on either side.
/// - Returns: p pairs, quantiles of type 7.
/// - Throws: what `quantile` throws for a NaN.
func intervals(of states: [[Double]], level: Double) throws -> [(lower: Double, upper: Double)] {
  // BEGIN SOLUTION
  try states[0].indices.map { j in
    let values = states.map { $0[j] }
    return (try quantile(values, (1 - level) / 2), try quantile(values, (1 + level) / 2))
  }
  // END SOLUTION
}
