import Glibc

/// What a Markov chain went through.
struct Chain {
  /// The state after each step.
  var states: [Double]
  /// How many steps moved to their proposal.
  var accepted: Int
}

/// A random walk whose states follow a density in the long run.
///
/// - Parameters:
///   - logTarget: the logarithm of the density, up to a constant; −∞ where the density is 0. Called once for the start
///     and once a step.
///   - start: where the density is not 0.
///   - steps: by how much each proposal lies beside the state; symmetric about 0 as a distribution.
///   - uniforms: as many numbers in 0 ..< 1, for the decisions.
/// - Returns: as many states as steps.
func randomWalk(
  _ logTarget: (Double) -> Double, start: Double, steps: [Double], uniforms: [Double]
) -> Chain {
  // BEGIN SOLUTION
  var chain = Chain(states: [], accepted: 0)
  var (x, level) = (start, logTarget(start))
  for (step, u) in zip(steps, uniforms) {
    let proposed = logTarget(x + step)
    if log(u) < proposed - level {  // false if NaN or −∞ is proposed
      (x, level) = (x + step, proposed)
      chain.accepted += 1
    }
    chain.states.append(x)
  }
  return chain
  // END SOLUTION
}

/// The transition matrix of Metropolis and Hastings on n states.
///
/// - Parameters:
///   - target: n weights > 0, not necessarily with the sum 1.
///   - proposal: Q, shape (n, n), rows that sum to 1; qᵢⱼ is the probability of proposing j in state i.
/// - Returns: P, shape (n, n), whose long run is the target.
func kernel(target: [Double], proposal: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  target.indices.map { i in
    var row = target.indices.map { j in
      i == j || proposal[i][j] == 0
        ? 0 : proposal[i][j] * min(1, target[j] * proposal[j][i] / (target[i] * proposal[i][j]))
    }
    row[i] = 1 - row.reduce(0, +)  // rejected, or proposed to stay
    return row
  }
  // END SOLUTION
}

/// How many independent draws the states of a chain are worth for their mean.
///
/// - Parameter x: the states, n ≥ 0.
/// - Returns: n/max(1, τ), at most n; NaN if the states do not vary, or there is none.
func effectiveSampleSize(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  let n = x.count
  let mean = x.reduce(0, +) / Double(n)
  let d = x.map { $0 - mean }
  func covariance(_ lag: Int) -> Double { zip(d, d.dropFirst(lag)).reduce(0) { $0 + $1.0 * $1.1 } / Double(n) }
  let variance = covariance(0)
  guard x.contains(where: { $0 != x[0] }) else { return .nan }  // of three times 0.1 the variance is not 0
  var time = -1.0
  for lag in stride(from: 0, to: n - 1, by: 2) {
    let pair = (covariance(lag) + covariance(lag + 1)) / variance
    if pair <= 0 { break }
    time += 2 * pair
  }
  return Double(n) / max(1, time)
  // END SOLUTION
}

/// How much wider chains are together than each half of them: R̂.
///
/// - Parameter chains: m ≥ 1 chains of n numbers each.
/// - Returns: near 1 if they tell the same; NaN for fewer than four numbers a chain.
func splitRHat(_ chains: [[Double]]) -> Double {
  // BEGIN SOLUTION
  let half = (chains.first?.count ?? 0) / 2
  let parts = chains.flatMap { [Array($0.prefix(half)), Array($0.suffix(half))] }
  // From the first number on: so the mean of three times 0.1 is 0.1, and they do not vary.
  func mean(_ x: [Double]) -> Double { x[0] + x.reduce(0) { $0 + ($1 - x[0]) } / Double(x.count) }
  func variance(_ x: [Double]) -> Double {
    let centre = mean(x)
    return x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(x.count - 1)
  }
  guard half >= 2 else { return .nan }
  let within = mean(parts.map(variance))
  let n = Double(half)
  return (((n - 1) / n * within + variance(parts.map(mean))) / within).squareRoot()
  // END SOLUTION
}
