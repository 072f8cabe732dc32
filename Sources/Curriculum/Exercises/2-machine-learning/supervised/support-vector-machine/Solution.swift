import Glibc
import LabNumerics

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
  guard !a.isEmpty, let first = b.first, !first.isEmpty else { return a.map { _ in b.map { _ in 1 } } }
  // ‖a − b‖² = ‖a‖² − 2·a·b + ‖b‖² is one product, but far from the origin it has few digits: that is moved to the mean.
  let (a, b) = (Matrix(a), Matrix(b))
  let mean = matmul(b, Vector(repeating: 1 / Double(b.rowCount), count: b.rowCount), transposeA: true)
  let (p, q) = (a - .row(mean), b - .row(mean))
  let (pp, qq) = ((p * p).rowSums(), (q * q).rowSums())
  var kernel = matmul(p, q, transposeB: true)
  let exponents = Matrix(rows: p.rowCount, columns: q.rowCount) { i, j in
    -gamma * max(0, pp[i] - 2 * kernel[i, j] + qq[j])
  }
  exp(exponents, result: &kernel)  // in the memory of the products
  return kernel.rows
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
  var canRise = y.map { $0 == 1 }
  var canFall = y.map { $0 == -1 }
  for step in 0...stepLimit {
    var (i, j, largest, least) = (0, 0, -Double.infinity, Double.infinity)
    for k in f.indices {
      if canRise[k] && f[k] > largest { (i, largest) = (k, f[k]) }
      if canFall[k] && f[k] < least { (j, least) = (k, f[k]) }
    }
    let gap = largest - least
    if gap <= tolerance { return SupportVectorMachine(alpha: alpha, labels: y, bias: (largest + least) / 2) }
    if step == stepLimit { break }
    let roomI = y[i] == 1 ? c - alpha[i] : alpha[i]
    let roomJ = y[j] == 1 ? alpha[j] : c - alpha[j]
    let (rowI, rowJ) = (kernel[i], kernel[j])  // by symmetry the columns, too
    let curvature = max(1e-12, rowI[i] + rowJ[j] - 2 * rowI[j])
    let t = min(gap / curvature, roomI, roomJ)
    // At its bound an α is the bound itself, not a rounded neighbour with no room left.
    alpha[i] = t == roomI ? (y[i] == 1 ? c : 0) : alpha[i] + Double(y[i]) * t
    alpha[j] = t == roomJ ? (y[j] == 1 ? 0 : c) : alpha[j] - Double(y[j]) * t
    for k in [i, j] {
      canRise[k] = y[k] == 1 ? alpha[k] < c : alpha[k] > 0
      canFall[k] = y[k] == 1 ? alpha[k] > 0 : alpha[k] < c
    }
    for k in f.indices { f[k] -= t * (rowI[k] - rowJ[k]) }
  }
  throw MachineError.notConverged
  // END SOLUTION
}
