import Glibc
import RealModule

enum LogisticError: Error, Equatable {
  /// Not one label a row.
  case counts(rows: Int, labels: Int)
  /// No row at all.
  case noRows
  /// This row's length is not the first row's.
  case length(row: Int)
  /// NaN or infinity.
  case notFinite(row: Int, column: Int)
  /// Neither 0 nor 1.
  case label(row: Int)
  /// All labels are equal.
  case oneClass
  /// Without a penalty the loss has no minimum: it falls as the weights grow for ever.
  case separable
}

/// Throws for what cannot be fitted, the first that applies in the order of `LogisticError`'s cases; rows from the top.
func checkTable(_ x: [[Double]], _ y: [Int]) throws {
  guard x.count == y.count else { throw LogisticError.counts(rows: x.count, labels: y.count) }
  guard let d = x.first?.count else { throw LogisticError.noRows }
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw LogisticError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw LogisticError.notFinite(row: i, column: j) }
  }
  if let row = y.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw LogisticError.label(row: row) }
  guard y.contains(0), y.contains(1) else { throw LogisticError.oneClass }
}

/// The penalised loss Σ [log(1 + e^z) − y·z] + ½·λ·‖w‖², z = b + w·x.
///
/// - Parameters:
///   - beta: b, then the d weights w.
///   - x: shape (n, d).
///   - y: n labels, 0 or 1.
///   - l2: λ ≥ 0.
/// - Returns: ≥ 0, finite for |z| up to 10³⁰⁰.
func logisticLoss(_ beta: [Double], _ x: [[Double]], _ y: [Int], l2: Double) -> Double {
  // BEGIN SOLUTION
  var loss = 0.0
  for (row, label) in zip(x, y) {
    var z = beta[0]
    for j in row.indices { z += beta[j + 1] * row[j] }
    let margin = label == 1 ? z : -z
    loss += max(0, -margin) + log1p(exp(-abs(margin)))
  }
  for weight in beta.dropFirst() { loss += l2 / 2 * weight * weight }
  return loss
  // END SOLUTION
}

/// The b and w of least penalised loss, by Newton's method.
///
/// - Parameters:
///   - x: shape (n, d); with λ = 0 no column depends on the others and a constant.
///   - y: n labels, 0 or 1.
///   - l2: λ ≥ 0; b is not penalised.
/// - Returns: b, then the d weights.
/// - Throws: what `checkTable` throws; `LogisticError.separable` if λ = 0 and there is no minimum.
func fitLogistic(_ x: [[Double]], _ y: [Int], l2: Double) throws -> [Double] {
  // BEGIN SOLUTION
  try checkTable(x, y)
  let rows = x.map { [1] + $0 }  // (n, p)
  let p = rows[0].count
  func product(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for j in a.indices { sum = Relaxed.multiplyAdd(a[j], b[j], sum) }  // in any order: several at a time
    return sum
  }
  func add(_ share: Double, _ row: [Double], to sum: inout [Double], through last: Int) {
    var sum = sum.mutableSpan  // asked for once, not at each number
    for j in 0...last { sum[j] += share * row[j] }
  }
  var beta = [Double](repeating: 0, count: p)
  var loss = logisticLoss(beta, x, y, l2: l2)
  for _ in 0..<100 {
    var gradient = beta.enumerated().map { $0 == 0 ? 0 : l2 * $1 }
    var hessian = rows[0].map { _ in beta.map { _ in 0.0 } }  // the lower triangle is enough
    for j in beta.indices.dropFirst() { hessian[j][j] = l2 }
    for (row, label) in zip(rows, y) {
      let probability = 1 / (1 + exp(-product(row, beta)))
      add(probability - Double(label), row, to: &gradient, through: p - 1)
      let weight = probability * (1 - probability)
      for i in 0..<p { add(weight * row[i], row, to: &hessian[i], through: i) }
    }
    guard let factor = try? cholesky(hessian) else { throw LogisticError.separable }
    let step = try solve(cholesky: factor, gradient)
    if gradient.allSatisfy({ abs($0) <= 1e-10 * Double(y.count) }) {
      // At a minimum Newton stands still; beyond the last finite weights it goes on by about 1 in z for ever.
      let farthest = rows.map { abs(product($0, step)) }.max() ?? 0
      if l2 == 0 && farthest > 0.1 { throw LogisticError.separable }
      return beta
    }
    var next = zip(beta, step).map { $0 - $1 }
    var nextLoss = logisticLoss(next, x, y, l2: l2)
    while nextLoss > loss * (1 + 1e-12) {
      next = zip(beta, next).map { ($0 + $1) / 2 }  // ends at β itself at the latest
      nextLoss = logisticLoss(next, x, y, l2: l2)
    }
    (beta, loss) = (next, nextLoss)
  }
  return beta
  // END SOLUTION
}
