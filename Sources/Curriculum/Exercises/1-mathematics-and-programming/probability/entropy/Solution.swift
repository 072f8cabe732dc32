import Glibc

/// The entropy −Σ pᵢ·log pᵢ.
///
/// - Parameters:
///   - p: n ≥ 1 probabilities that add up to 1.
///   - base: of the logarithm: 2 for bits, e for nats.
/// - Returns: a number from 0 to log n.
func entropy(_ p: [Double], base: Double) -> Double {
  // BEGIN SOLUTION
  crossEntropy(p, p, base: base)
  // END SOLUTION
}

/// The cross-entropy −Σ pᵢ·log qᵢ: what it costs to code draws from p with a code made for q.
///
/// - Parameters:
///   - p: n ≥ 1 probabilities that add up to 1.
///   - q: n probabilities that add up to 1.
///   - base: of the logarithm: 2 for bits, e for nats.
/// - Returns: ∞ if what q excludes can happen under p.
func crossEntropy(_ p: [Double], _ q: [Double], base: Double) -> Double {
  // BEGIN SOLUTION
  zip(p, q).reduce(0) { sum, pair in
    pair.0 == 0 ? sum : sum - pair.0 * log(pair.1)  // 0·log q is 0, for q = 0 too
  } / log(base)
  // END SOLUTION
}

/// The Kullback-Leibler divergence D(p‖q) = Σ pᵢ·log(pᵢ/qᵢ).
///
/// - Parameters:
///   - p: n ≥ 1 probabilities that add up to 1.
///   - q: n probabilities that add up to 1.
///   - base: of the logarithm: 2 for bits, e for nats.
/// - Returns: 0 for p = q, ∞ if what q excludes can happen under p.
func divergence(of p: [Double], from q: [Double], base: Double) -> Double {
  // BEGIN SOLUTION
  zip(p, q).reduce(0) { sum, pair in
    pair.0 == 0 ? sum : sum + pair.0 * (log(pair.0) - log(pair.1))  // the quotient could overflow
  } / log(base)
  // END SOLUTION
}

/// The mutual information of X and Y, Σ pᵢⱼ·log(pᵢⱼ/(pᵢ·qⱼ)), with the marginals pᵢ and qⱼ.
///
/// - Parameters:
///   - joint: P(X = i, Y = j), shape (m, n), m, n ≥ 1; all of it adds up to 1.
///   - base: of the logarithm: 2 for bits, e for nats.
/// - Returns: 0 for independent X and Y.
func mutualInformation(_ joint: [[Double]], base: Double) -> Double {
  // BEGIN SOLUTION
  let rows = joint.map { $0.reduce(0, +) }
  let columns = joint[0].indices.map { j in joint.reduce(0) { $0 + $1[j] } }
  var sum = 0.0
  for (i, row) in joint.enumerated() {
    for (j, p) in row.enumerated() where p > 0 { sum += p * (log(p) - log(rows[i]) - log(columns[j])) }
  }
  return sum / log(base)
  // END SOLUTION
}
