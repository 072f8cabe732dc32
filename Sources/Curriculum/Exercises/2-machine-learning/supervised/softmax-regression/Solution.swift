import Glibc
import LabNumerics

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

/// The rows, less an origin, behind a column of ones: the scores of all of them are one product with θᵀ. A suggestion.
///
/// - Parameters:
///   - x: shape (n, d).
///   - origin: d numbers; zeros leave the rows as they are.
/// - Returns: shape (n, d + 1).
private func withOnes(_ x: [[Double]], less origin: [Double]) -> Matrix<Double> {
  // BEGIN SOLUTION
  Matrix(rows: x.count, columns: origin.count + 1) { i, j in j == 0 ? 1 : x[i][j - 1] - origin[j - 1] }
  // END SOLUTION
}

/// J and ∇J, of all rows at once. A suggestion.
private func crossEntropy(
  _ theta: Matrix<Double>, _ x: Matrix<Double>, _ y: [Int], l2: Double
) -> (loss: Double, gradient: Matrix<Double>) {
  // BEGIN SOLUTION
  let scores = matmul(x, theta, transposeB: true)  // (n, K)
  let logSums = logSumExp(rowsOf: scores)
  var residuals = exp(scores - .column(logSums))  // the probabilities, so far
  var loss = 0.0
  for (i, label) in y.enumerated() {
    loss += logSums[i] - scores[i, label]  // −log p, without p
    residuals[i, label] -= 1
  }
  var weights = theta
  for k in 0..<theta.rowCount { weights[k, 0] = 0 }  // intercepts are free
  loss += l2 / 2 * (weights * weights).sum()
  return (loss, matmul(residuals, x, transposeA: true) + l2 * weights)
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
  let (loss, gradient) = crossEntropy(Matrix(theta), withOnes(x, less: theta[0].dropFirst().map { _ in 0 }), y, l2: l2)
  return (loss, gradient.rows)
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
    let rows = withOnes(x, less: theta[0].dropFirst().map { _ in 0 })
    return softmax(rowsOf: matmul(rows, Matrix(theta), transposeB: true)).rows
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
  // Columns less their means μ: the weights stay what they are, the intercepts become b + w·μ, and L-BFGS, which no
  // longer has to undo with one what it does with the other, takes a fraction of the steps.
  let means = x[0].indices.map { j in x.reduce(0) { $0 + $1[j] } / Double(x.count) }
  let centred = withOnes(x, less: means)
  func theta(_ vector: [Double]) -> Matrix<Double> { Matrix(rows: classes, columns: means.count + 1, vector) }
  var place = [Double](repeating: 0, count: classes * (means.count + 1))
  var last = crossEntropy(theta(place), centred, y, l2: l2)
  func evaluated(_ vector: [Double]) -> (loss: Double, gradient: Matrix<Double>) {
    if vector != place {  // the gradient is asked for where the loss just was
      place = vector
      last = crossEntropy(theta(place), centred, y, l2: l2)
    }
    return last
  }
  // By the weights of the columns as they came the gradient is ∇w + μ·∇b, up to 1 + ‖μ‖ times as long.
  let length = (means.reduce(0) { $0 + $1 * $1 }).squareRoot()
  let end = lbfgs(
    { evaluated($0).loss }, { Array(evaluated($0).gradient.flattened) },
    from: place, memory: 10, tolerance: 1e-6 / (1 + length), limit: limit)
  guard end.converged else { throw SoftmaxError.notConverged }
  var found = theta(end.x).rows
  for k in found.indices {
    for j in means.indices { found[k][0] -= found[k][j + 1] * means[j] }
  }
  return SoftmaxRegression(theta: found)
  // END SOLUTION
}
