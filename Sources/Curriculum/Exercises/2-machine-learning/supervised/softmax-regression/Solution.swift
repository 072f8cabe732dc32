import Glibc
import RealModule

enum SoftmaxError: Error, Equatable {
  /// Not one label a row.
  case counts(rows: Int, labels: Int)
  /// No row at all.
  case noRows
  /// This row's length is not the first row's.
  case length(row: Int)
  /// NaN or infinity.
  case notFinite(row: Int, column: Int)
  /// None of 0 … K − 1.
  case label(row: Int)
  /// No row has this label; its intercept would run to −∞.
  case noRowsOf(label: Int)
  /// λ must be finite and > 0.
  case penalty(Double)
  /// The minimum was not reached within the limit.
  case notConverged
}

/// Throws for what cannot be fitted, the first that applies in the order of `SoftmaxError`'s cases; rows from the top.
func checkTable(_ x: [[Double]], _ y: [Int], _ classes: Int, _ l2: Double) throws {
  guard x.count == y.count else { throw SoftmaxError.counts(rows: x.count, labels: y.count) }
  guard let d = x.first?.count else { throw SoftmaxError.noRows }
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw SoftmaxError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw SoftmaxError.notFinite(row: i, column: j) }
  }
  if let row = y.firstIndex(where: { $0 < 0 || $0 >= classes }) { throw SoftmaxError.label(row: row) }
  for k in 0..<classes where !y.contains(k) { throw SoftmaxError.noRowsOf(label: k) }
  guard l2 > 0, l2.isFinite else { throw SoftmaxError.penalty(l2) }
}

/// log p of the classes for one row.
private func logProbabilities(_ theta: [[Double]], _ row: [Double]) -> [Double] {
  // BEGIN SOLUTION
  let z = theta.map { weights in
    var score = weights[0]
    // Relaxed: added in any order, several at a time.
    for j in row.indices { score = Relaxed.multiplyAdd(weights[j + 1], row[j], score) }
    return score
  }
  let total = logSumExp(z)
  return z.map { $0 - total }
  // END SOLUTION
}

/// The cross-entropy −Σ log p of the labels, plus ½·λ·Σ‖wₖ‖², and its gradient.
///
/// - Parameters:
///   - theta: shape (K, d + 1), the intercept first in each row.
///   - x: shape (n, d).
///   - y: n labels, 0 … K − 1.
///   - l2: λ ≥ 0.
/// - Returns: J, finite for scores of any size; ∇J, shape (K, d + 1).
func softmaxLoss(
  _ theta: [[Double]], _ x: [[Double]], _ y: [Int], l2: Double
) -> (loss: Double, gradient: [[Double]]) {
  // BEGIN SOLUTION
  var (loss, gradient) = (0.0, theta)
  for k in theta.indices {
    gradient[k][0] = 0
    for j in theta[k].indices.dropFirst() {
      loss += l2 / 2 * theta[k][j] * theta[k][j]
      gradient[k][j] = l2 * theta[k][j]
    }
  }
  for (row, label) in zip(x, y) {
    let logs = logProbabilities(theta, row)
    loss -= logs[label]
    for k in logs.indices {
      let residual = exp(logs[k]) - (k == label ? 1 : 0)
      var slopes = gradient[k].mutableSpan  // asked for once, not at each number
      slopes[0] += residual
      for j in row.indices { slopes[j + 1] += residual * row[j] }
    }
  }
  return (loss, gradient)
  // END SOLUTION
}

/// Classes told apart by linear scores.
struct SoftmaxRegression {
  /// Shape (K, d + 1): of each class the intercept, then d weights.
  var theta: [[Double]]

  /// The probabilities of the classes.
  ///
  /// - Parameter x: shape (m, d).
  /// - Returns: shape (m, K), rows of sum 1.
  func probabilities(_ x: [[Double]]) -> [[Double]] {
    // BEGIN SOLUTION
    x.map { row in logProbabilities(theta, row).map { exp($0) } }
    // END SOLUTION
  }
}

/// The θ of least penalised cross-entropy, by L-BFGS from θ = 0.
///
/// - Parameters:
///   - x: shape (n, d).
///   - y: n labels, 0 … K − 1, each of them at least once.
///   - classes: K.
///   - l2: λ > 0.
///   - limit: at most so many steps.
/// - Returns: what predicts; its intercepts are free up to a common number.
/// - Throws: what `checkTable` throws; `SoftmaxError.notConverged`.
func fitSoftmax(_ x: [[Double]], _ y: [Int], classes: Int, l2: Double, limit: Int) throws -> SoftmaxRegression {
  // BEGIN SOLUTION
  try checkTable(x, y, classes, l2)
  let width = x[0].count + 1
  func rows(_ vector: [Double]) -> [[Double]] {
    (0..<classes).map { Array(vector[$0 * width..<($0 + 1) * width]) }
  }
  let start = [Double](repeating: 0, count: classes * width)
  var place = start
  var last = softmaxLoss(rows(place), x, y, l2: l2)
  func evaluated(_ vector: [Double]) -> (loss: Double, gradient: [[Double]]) {
    if vector != place {  // the gradient is asked for where the loss just was
      place = vector
      last = softmaxLoss(rows(place), x, y, l2: l2)
    }
    return last
  }
  let end = lbfgs(
    { evaluated($0).loss }, { Array(evaluated($0).gradient.joined()) },
    from: start, memory: 10, tolerance: 1e-6, limit: limit)
  guard end.converged else { throw SoftmaxError.notConverged }
  return SoftmaxRegression(theta: rows(end.x))
  // END SOLUTION
}
