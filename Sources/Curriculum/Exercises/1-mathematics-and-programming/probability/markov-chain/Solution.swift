/// The transition matrix of a sequence that is closed to a ring: after the last state comes the first.
///
/// - Parameters:
///   - sequence: states 0 ..< states.
///   - states: their number n ≥ 1.
/// - Returns: P, shape (n, n): row i holds the shares with which each state followed state i; 1/n each if i never came.
func transitionMatrix(_ sequence: [Int], states: Int) -> [[Double]] {
  // BEGIN SOLUTION
  var counts = [[Double]](repeating: [Double](repeating: 0, count: states), count: states)
  for (place, state) in sequence.enumerated() {
    counts[state][sequence[(place + 1) % sequence.count]] += 1
  }
  return counts.map { row in
    let visits = row.reduce(0, +)
    return row.map { visits > 0 ? $0 / visits : 1 / Double(states) }
  }
  // END SOLUTION
}

/// The distribution over the states after a number of steps.
///
/// - Parameters:
///   - steps: ≥ 0.
///   - start: the distribution before the first step, n numbers.
///   - p: the transition matrix, shape (n, n), rows that sum to 1.
/// - Returns: start·Pˢ, n numbers.
func distribution(after steps: Int, from start: [Double], _ p: [[Double]]) -> [Double] {
  // BEGIN SOLUTION
  var now = start
  for _ in 0..<steps {
    var next = [Double](repeating: 0, count: now.count)
    for (share, row) in zip(now, p) {
      for j in next.indices { next[j] += share * row[j] }
    }
    now = next
  }
  return now
  // END SOLUTION
}

/// The distribution π with π·P = π, also of a periodic chain.
///
/// - Parameter p: the transition matrix of a chain with one such distribution, shape (n, n), n ≥ 1.
/// - Returns: π, n numbers ≥ 0 that sum to 1.
/// - Throws: what `powerIteration` throws, if the chain mixes too slowly for 100 000 steps.
func stationary(_ p: [[Double]]) throws -> [Double] {
  // BEGIN SOLUTION
  let n = p.count
  // Pᵀ + I, twice the matrix of the lazy chain, transposed as π is a left eigenvector.
  let lazy = (0..<n * n).map { place in
    let (j, i) = (place / n, place % n)
    return p[i][j] + (i == j ? 1 : 0)
  }
  let start = [Double](repeating: 1, count: n)
  let vector = try powerIteration(lazy, n: n, start: start, tolerance: 1e-14, maxSteps: 100_000).vector
  let sum = vector.reduce(0, +)
  return vector.map { $0 / sum }
  // END SOLUTION
}

/// How far two distributions are apart: the largest difference of the probabilities they give to any set of states.
///
/// - Parameters:
///   - p: n probabilities.
///   - q: n probabilities.
/// - Returns: ½·Σ |pᵢ − qᵢ|, 0 ... 1.
func totalVariation(_ p: [Double], _ q: [Double]) -> Double {
  // BEGIN SOLUTION
  zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) } / 2
  // END SOLUTION
}

/// After how many steps the chain is near its stationary distribution, wherever it began.
///
/// - Parameters:
///   - p: the transition matrix, as for `stationary`.
///   - distance: how near, in total variation, between 0 and 1.
///   - limit: ≥ 0.
/// - Returns: the smallest number of steps ≤ limit after which no start lies farther away; nil if there is none.
/// - Throws: what `stationary` throws.
func mixingTime(_ p: [[Double]], within distance: Double, limit: Int) throws -> Int? {
  // BEGIN SOLUTION
  let target = try stationary(p)
  var rows = p.indices.map { i in p.indices.map { $0 == i ? 1.0 : 0 } }
  for steps in 0...limit {
    if rows.allSatisfy({ totalVariation($0, target) <= distance }) { return steps }
    rows = rows.map { distribution(after: 1, from: $0, p) }
  }
  return nil
  // END SOLUTION
}
