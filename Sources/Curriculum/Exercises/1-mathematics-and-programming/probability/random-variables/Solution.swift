/// The mean E[X] = Σᵢ pᵢ·xᵢ.
///
/// - Parameters:
///   - x: the values of X, n ≥ 1.
///   - p: P(X = xᵢ), n numbers ≥ 0 that add up to 1.
/// - Returns: a number between the smallest and the largest value.
func mean(_ x: [Double], probabilities p: [Double]) -> Double {
  // BEGIN SOLUTION
  zip(x, p).reduce(0) { $0 + $1.0 * $1.1 }
  // END SOLUTION
}

/// The variance E[(X − E[X])²], in the square of X's unit.
///
/// - Parameters:
///   - x: the values of X, n ≥ 1; their distance from 0 costs no digits.
///   - p: P(X = xᵢ), n numbers ≥ 0 that add up to 1.
/// - Returns: a number ≥ 0.
func variance(_ x: [Double], probabilities p: [Double]) -> Double {
  // BEGIN SOLUTION
  let center = mean(x, probabilities: p)
  return mean(x.map { ($0 - center) * ($0 - center) }, probabilities: p)
  // END SOLUTION
}

/// The distribution of the sum of two independent counts.
///
/// - Parameters:
///   - p: P(X = i) for i = 0, …, m − 1, m ≥ 1.
///   - q: P(Y = j) for j = 0, …, n − 1, n ≥ 1.
/// - Returns: P(X + Y = k) for k = 0, …, m + n − 2.
/// - Complexity: m·n operations.
func pmfOfSum(_ p: [Double], _ q: [Double]) -> [Double] {
  // BEGIN SOLUTION
  var sum = [Double](repeating: 0, count: p.count + q.count - 1)
  for i in p.indices {
    for j in q.indices { sum[i + j] += p[i] * q[j] }
  }
  return sum
  // END SOLUTION
}

/// The variance of X + Y for variables that may depend on each other.
///
/// - Parameters:
///   - x: the values of X, m ≥ 1.
///   - y: the values of Y, n ≥ 1.
///   - joint: P(X = xᵢ, Y = yⱼ), shape (m, n), numbers ≥ 0 that add up to 1.
/// - Returns: Var(X) + Var(Y) + 2·Cov(X, Y).
func varianceOfSum(_ x: [Double], _ y: [Double], joint: [[Double]]) -> Double {
  // BEGIN SOLUTION
  let sums = x.flatMap { a in y.map { a + $0 } }
  return variance(sums, probabilities: joint.flatMap { $0 })
  // END SOLUTION
}

/// The mean of Y for each value of X: E[Y | X = xᵢ].
///
/// - Parameters:
///   - y: the values of Y, n ≥ 1.
///   - joint: P(X = xᵢ, Y = yⱼ), shape (m, n), numbers ≥ 0 that add up to 1.
/// - Returns: m means; nil where X = xᵢ has the probability 0.
func conditionalMeans(of y: [Double], joint: [[Double]]) -> [Double?] {
  // BEGIN SOLUTION
  joint.map { row in
    let total = row.reduce(0, +)  // P(X = xᵢ)
    return total > 0 ? mean(y, probabilities: row.map { $0 / total }) : nil
  }
  // END SOLUTION
}
