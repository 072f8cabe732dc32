enum PegasosError: Error, Equatable {
  /// Not one label a row.
  case counts(rows: Int, labels: Int)
  /// No row at all.
  case noRows
  /// This row's length is not the first row's.
  case length(row: Int)
  /// NaN or infinity.
  case notFinite(row: Int, column: Int)
  /// Neither −1 nor 1.
  case label(row: Int)
  /// λ is not a finite number > 0.
  case penalty
  /// This entry of the order names no row, or there is none.
  case order(position: Int)
}

/// Throws for what cannot be learned from, the first that applies in the order of the cases; rows from the top.
func checkTraining(_ x: [[Double]], _ y: [Int], lambda: Double, order: [Int]) throws {
  guard x.count == y.count else { throw PegasosError.counts(rows: x.count, labels: y.count) }
  guard let d = x.first?.count else { throw PegasosError.noRows }
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw PegasosError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw PegasosError.notFinite(row: i, column: j) }
  }
  if let row = y.firstIndex(where: { abs($0) != 1 }) { throw PegasosError.label(row: row) }
  guard lambda > 0, lambda.isFinite else { throw PegasosError.penalty }
  if order.isEmpty { throw PegasosError.order(position: 0) }
  if let position = order.firstIndex(where: { !x.indices.contains($0) }) {
    throw PegasosError.order(position: position)
  }
}

/// The objective of the linear support vector machine: ½·λ·‖w‖² + mean of max(0, 1 − y·(w·x)).
///
/// - Parameters:
///   - w: d weights.
///   - x: shape (n, d), n ≥ 1.
///   - y: n labels, −1 or 1.
///   - lambda: λ > 0.
/// - Returns: ≥ 0.
func hingeObjective(_ w: [Double], _ x: [[Double]], _ y: [Int], lambda: Double) -> Double {
  // BEGIN SOLUTION
  var loss = 0.0
  for (row, label) in zip(x, y) {
    let margin = Double(label) * zip(w, row).reduce(0) { $0 + $1.0 * $1.1 }
    loss += max(0, 1 - margin)
  }
  return lambda / 2 * w.reduce(0) { $0 + $1 * $1 } + loss / Double(y.count)
  // END SOLUTION
}

/// The weights after the last step, and the mean of those after each step.
struct PegasosTraining {
  var last: [Double]
  var averaged: [Double]
}

/// A linear support vector machine by stochastic subgradient steps of size 1/(λ·t).
///
/// - Parameters:
///   - x: shape (n, d).
///   - y: n labels, −1 or 1.
///   - lambda: λ > 0.
///   - order: the row of each step, T ≥ 1 of them.
/// - Returns: the weights after step T, and their mean over the steps.
/// - Throws: what `checkTraining` throws.
func fitPegasos(_ x: [[Double]], _ y: [Int], lambda: Double, order: [Int]) throws -> PegasosTraining {
  // BEGIN SOLUTION
  try checkTraining(x, y, lambda: lambda, order: order)
  var w = x[0].map { _ in 0.0 }
  var sum = w
  let radius = 1 / lambda.squareRoot()
  for (step, i) in order.enumerated() {
    let t = Double(step) + 1
    let label = Double(y[i])
    let margin = label * zip(w, x[i]).reduce(0) { $0 + $1.0 * $1.1 }
    for j in w.indices {
      w[j] *= 1 - 1 / t
      if margin < 1 { w[j] += label * x[i][j] / (lambda * t) }
    }
    let length = w.reduce(0) { $0 + $1 * $1 }.squareRoot()
    if length > radius { w = w.map { $0 * (radius / length) } }
    for j in w.indices { sum[j] += w[j] }
  }
  return PegasosTraining(last: w, averaged: sum.map { $0 / Double(order.count) })
  // END SOLUTION
}
