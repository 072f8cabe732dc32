import Glibc
import RealModule

enum MachineError: Error, Equatable {
  /// Not one label a row.
  case counts(rows: Int, labels: Int)
  /// This row of the kernel matrix has not as many entries as there are rows.
  case length(row: Int)
  /// NaN or infinity.
  case notFinite(row: Int, column: Int)
  /// Neither −1 nor 1.
  case label(row: Int)
  /// One of the two classes is missing.
  case oneClass
  /// C is not a finite number > 0.
  case penalty
  /// The gap is still beyond the tolerance after the last step.
  case notConverged
}

/// Throws for what cannot be solved, the first that applies in the order of the cases; rows from the top.
func checkProblem(kernel: [[Double]], _ y: [Int], c: Double) throws {
  guard kernel.count == y.count else { throw MachineError.counts(rows: kernel.count, labels: y.count) }
  for (i, row) in kernel.enumerated() {
    guard row.count == kernel.count else { throw MachineError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw MachineError.notFinite(row: i, column: j) }
  }
  if let row = y.firstIndex(where: { abs($0) != 1 }) { throw MachineError.label(row: row) }
  guard y.contains(1), y.contains(-1) else { throw MachineError.oneClass }
  guard c > 0, c.isFinite else { throw MachineError.penalty }
}

/// The Gaussian kernel exp(−γ·‖a − b‖²) of each row with each other.
///
/// - Parameters:
///   - a: shape (m, d).
///   - b: shape (n, d).
///   - gamma: γ > 0.
/// - Returns: shape (m, n), entries 0 … 1.
func gaussianKernel(_ a: [[Double]], _ b: [[Double]], gamma: Double) -> [[Double]] {
  // BEGIN SOLUTION
  a.map { a in
    b.map { b in
      var square = 0.0
      for j in a.indices {
        let difference = a[j] - b[j]
        square = Relaxed.multiplyAdd(difference, difference, square)  // in any order: several at a time
      }
      return exp(-gamma * square)
    }
  }
  // END SOLUTION
}

/// A support vector machine over n training rows.
struct SupportVectorMachine {
  /// One a training row, 0 … C.
  var alpha: [Double]
  /// One a training row, −1 or 1.
  var labels: [Int]
  var bias: Double

  /// The decision values Σⱼ αⱼ·yⱼ·k(x, xⱼ) + b; positive means class 1.
  ///
  /// - Parameter kernel: shape (m, n), of new rows with the training rows.
  /// - Returns: m numbers.
  func decide(kernel: [[Double]]) -> [Double] {
    // BEGIN SOLUTION
    kernel.map { row in
      var value = bias
      for j in labels.indices { value += alpha[j] * Double(labels[j]) * row[j] }
      return value
    }
    // END SOLUTION
  }
}

/// The dual problem of the support vector machine, by sequential minimal optimisation.
///
/// - Parameters:
///   - kernel: K, symmetric and positive semidefinite, shape (n, n).
///   - y: n labels, −1 or 1.
///   - c: C > 0.
///   - tolerance: of the gap, > 0.
///   - stepLimit: steps at most, ≥ 0.
/// - Returns: the αs and the bias.
/// - Throws: what `checkProblem` throws; `MachineError.notConverged`.
func fitSupportVectorMachine(
  kernel: [[Double]], _ y: [Int], c: Double, tolerance: Double, stepLimit: Int
) throws -> SupportVectorMachine {
  // BEGIN SOLUTION
  try checkProblem(kernel: kernel, y, c: c)
  var alpha = y.map { _ in 0.0 }
  var f = y.map { Double($0) }  // yᵢ − Σⱼ αⱼ·yⱼ·kᵢⱼ
  for step in 0...stepLimit {
    var (i, j) = (-1, -1)
    for k in y.indices {
      let (canRise, canFall) = y[k] == 1 ? (alpha[k] < c, alpha[k] > 0) : (alpha[k] > 0, alpha[k] < c)
      if canRise && (i < 0 || f[k] > f[i]) { i = k }
      if canFall && (j < 0 || f[k] < f[j]) { j = k }
    }
    let gap = f[i] - f[j]
    if gap <= tolerance { return SupportVectorMachine(alpha: alpha, labels: y, bias: (f[i] + f[j]) / 2) }
    if step == stepLimit { break }
    let roomI = y[i] == 1 ? c - alpha[i] : alpha[i]
    let roomJ = y[j] == 1 ? alpha[j] : c - alpha[j]
    let (rowI, rowJ) = (kernel[i], kernel[j])  // by symmetry the columns, too
    let curvature = max(1e-12, rowI[i] + rowJ[j] - 2 * rowI[j])
    let t = min(gap / curvature, roomI, roomJ)
    // At its bound an α is the bound itself, not a rounded neighbour with no room left.
    alpha[i] = t == roomI ? (y[i] == 1 ? c : 0) : alpha[i] + Double(y[i]) * t
    alpha[j] = t == roomJ ? (y[j] == 1 ? 0 : c) : alpha[j] - Double(y[j]) * t
    for k in f.indices { f[k] -= t * (rowI[k] - rowJ[k]) }
  }
  throw MachineError.notConverged
  // END SOLUTION
}
