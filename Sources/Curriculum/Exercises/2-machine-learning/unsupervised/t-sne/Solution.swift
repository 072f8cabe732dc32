import Glibc

enum TSNEError: Error, Equatable {
  /// This row has not as many numbers as the first.
  case length(row: Int)
  /// A number is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// So many neighbours are not above 1 and below the number of other rows.
  case perplexity(Double)
}

/// How a map is unfolded.
struct Schedule {
  /// Steps in all.
  var steps = 250
  /// The first steps, with the momentum 0.5 instead of 0.8, and with exaggerated probabilities.
  var early = 75
  /// The factor of all probabilities in the early steps.
  var exaggeration = 12.0
  /// The learning rate; n/(4·exaggeration) is a good one.
  var rate = 10.0
}

/// The shares of its attention that each row gives to the others.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 3, finite.
///   - u: the perplexity, 1 < u < n − 1.
/// - Returns: p(j|i) in row i, shape (n, n); each row adds up to 1 and has the entropy ln u, the diagonal is 0.
/// - Throws: `TSNEError`, in the order of its cases; of the faults of rows that of the first row.
func neighbourProbabilities(_ x: [[Double]], perplexity u: Double) throws -> [[Double]] {
  // BEGIN SOLUTION
  for (i, row) in x.enumerated() {
    guard row.count == x[0].count else { throw TSNEError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw TSNEError.notFinite(row: i, column: j) }
  }
  guard u > 1, u < Double(x.count - 1) else { throw TSNEError.perplexity(u) }

  /// Shares for this β and their entropy; e are squared distances above the least one.
  func shares(_ e: [Double], _ beta: Double) -> (p: [Double], entropy: Double) {
    let bells = e.map { exp(-beta * $0) }
    let total = bells.reduce(0, +)  // at least 1, for the least e is 0
    let p = bells.map { $0 / total }
    var mean = 0.0
    for j in e.indices { mean += e[j] * p[j] }
    return (p, log(total) + beta * mean)
  }

  return x.indices.map { i in
    var squares: [Double] = []
    for j in x.indices where j != i {
      var sum = 0.0
      for m in x[i].indices { sum += (x[i][m] - x[j][m]) * (x[i][m] - x[j][m]) }
      squares.append(sum)
    }
    let least = squares.min() ?? 0
    let e = squares.map { $0 - least }
    let nearest = Double(e.count { $0 == 0 })
    var p = e.map { $0 == 0 ? 1 / nearest : 0 }
    if nearest < u {
      var (low, high) = (0.0, 1.0)
      while shares(e, high).entropy > log(u) { (low, high) = (high, 2 * high) }
      while high - low > 1e-12 * high {
        let middle = (low + high) / 2
        if shares(e, middle).entropy > log(u) { low = middle } else { high = middle }
      }
      p = shares(e, high).p
    }
    p.insert(0, at: i)
    return p
  }
  // END SOLUTION
}

/// One distribution over all pairs of rows.
///
/// - Parameter p: p(j|i) in row i, shape (n, n).
/// - Returns: (p(j|i) + p(i|j))/(2n), symmetric, shape (n, n); all of it adds up to 1.
func jointProbabilities(_ p: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  p.indices.map { i in p.indices.map { j in (p[i][j] + p[j][i]) / Double(2 * p.count) } }
  // END SOLUTION
}

/// The gradient of the divergence of P from the map's Q.
///
/// - Parameters:
///   - p: pᵢⱼ of pairs, symmetric, shape (n, n), or a multiple of it.
///   - y: the map, shape (n, 2).
/// - Returns: 4·Σⱼ (pᵢⱼ − qᵢⱼ)·wᵢⱼ·(yᵢ − yⱼ) for each row, shape (n, 2).
func mapGradient(_ p: [[Double]], _ y: [[Double]]) -> [[Double]] {
  // BEGIN SOLUTION
  let n = y.count
  let (across, up) = (y.map { $0[0] }, y.map { $0[1] })  // flat: they are read n² times
  var w = [Double](repeating: 0, count: n * n)
  var total = 0.0
  for i in 0..<n {
    for j in 0..<i {  // and that of (j, i) is the same
      let (a, b) = (across[i] - across[j], up[i] - up[j])
      w[i * n + j] = 1 / (1 + a * a + b * b)
      total += 2 * w[i * n + j]
    }
  }
  var (byAcross, byUp) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n))
  for i in 0..<n {
    let row = p[i]
    for j in 0..<i {
      let force = 4 * (row[j] - w[i * n + j] / total) * w[i * n + j]
      let (a, b) = (force * (across[i] - across[j]), force * (up[i] - up[j]))
      byAcross[i] += a
      byUp[i] += b
      byAcross[j] -= a  // what pulls i to j pulls j to i
      byUp[j] -= b
    }
  }
  return (0..<n).map { [byAcross[$0], byUp[$0]] }
  // END SOLUTION
}

/// Where the map begins: the first two principal components, made small.
///
/// - Parameter x: shape (n, d), n, d ≥ 2, finite.
/// - Returns: shape (n, 2); the first column has the standard deviation 10⁻⁴, or 0 if the rows are equal.
/// - Throws: what `fitPrincipalComponents` throws.
func startingMap(_ x: [[Double]]) throws -> [[Double]] {
  // BEGIN SOLUTION
  let model = try fitPrincipalComponents(x, components: 2)
  let scale = model.variance[0] > 0 ? 1e-4 / model.variance[0].squareRoot() : 0
  return model.transform(x).map { $0.map { scale * $0 } }
  // END SOLUTION
}

/// The map after gradient descent with momentum, v ← μ·v + ∇C, y ← y − rate·v.
///
/// - Parameters:
///   - p: pᵢⱼ of pairs, symmetric, shape (n, n), adds up to 1.
///   - y: the map to begin with, shape (n, 2).
///   - schedule: of the steps.
/// - Returns: shape (n, 2).
/// - Complexity: n² operations a step.
func embed(_ p: [[Double]], from y: [[Double]], schedule: Schedule) -> [[Double]] {
  // BEGIN SOLUTION
  let exaggerated = p.map { $0.map { schedule.exaggeration * $0 } }
  var (y, v) = (y, y.map { _ in [0.0, 0.0] })
  for step in 0..<schedule.steps {
    let isEarly = step < schedule.early
    let gradient = mapGradient(isEarly ? exaggerated : p, y)
    for i in y.indices {
      for m in 0..<2 {
        v[i][m] = (isEarly ? 0.5 : 0.8) * v[i][m] + gradient[i][m]
        y[i][m] -= schedule.rate * v[i][m]
      }
    }
  }
  return y
  // END SOLUTION
}

/// A map of the rows in the plane in which near rows are near (t-SNE).
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 3, d ≥ 2, finite.
///   - u: how many neighbours a row has, so to say, 1 < u < n − 1.
///   - schedule: of the steps.
/// - Returns: shape (n, 2); as the signs of principal components are free, it may be a mirror image.
/// - Throws: `TSNEError`, or what `fitPrincipalComponents` throws.
func tSNE(_ x: [[Double]], perplexity u: Double, schedule: Schedule) throws -> [[Double]] {
  // BEGIN SOLUTION
  let p = jointProbabilities(try neighbourProbabilities(x, perplexity: u))
  return embed(p, from: try startingMap(x), schedule: schedule)
  // END SOLUTION
}
