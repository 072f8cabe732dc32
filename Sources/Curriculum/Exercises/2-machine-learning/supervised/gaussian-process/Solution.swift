import Glibc
import LabNumerics

enum GaussianProcessError: Error, Equatable {
  /// Not one answer a row.
  case counts(rows: Int, answers: Int)
  /// No row at all.
  case noRows
  /// This row's length is not the first row's.
  case length(row: Int)
  /// NaN or infinity; the answer counts as column d, the one after the last.
  case notFinite(row: Int, column: Int)
  /// Variance and length must be finite and > 0, the noise finite and ≥ 0.
  case kernel
}

/// The covariance s²·exp(−‖x − x'‖²/(2ℓ²)) of a function's values, and the variance of the noise on them.
struct Kernel {
  /// s².
  var variance: Double
  /// ℓ, in the unit of x.
  var length: Double
  /// σ².
  var noise: Double
}

/// Throws for what cannot be fitted, the first that applies in the order of the cases; rows from the top.
func checkTable(_ x: [[Double]], _ y: [Double], _ k: Kernel) throws {
  guard x.count == y.count else { throw GaussianProcessError.counts(rows: x.count, answers: y.count) }
  guard let d = x.first?.count else { throw GaussianProcessError.noRows }
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw GaussianProcessError.length(row: i) }
    if let j = (row + [y[i]]).firstIndex(where: { !$0.isFinite }) {
      throw GaussianProcessError.notFinite(row: i, column: j)
    }
  }
  guard k.variance > 0, k.length > 0, k.noise >= 0, (k.variance + k.length + k.noise).isFinite else {
    throw GaussianProcessError.kernel
  }
}

/// The square of the distance of two rows.
private func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
  // BEGIN SOLUTION
  var sum = 0.0
  for j in a.indices { sum += (a[j] - b[j]) * (a[j] - b[j]) }
  return sum
  // END SOLUTION
}

/// A function known at n places up to noise.
struct GaussianProcess {
  var x: [[Double]]
  var kernel: Kernel
  /// L with L·Lᵀ = K, shape (n, n).
  var factor: [[Double]]
  /// K⁻¹y, n numbers.
  var weights: [Double]
  /// log p(y).
  var logEvidence: Double
  /// The slopes of log p(y) by log s², log ℓ and log σ².
  var gradient: [Double]

  /// What is known of the function at other places.
  ///
  /// - Parameter places: shape (m, d).
  /// - Returns: means and variances of f, without noise, m each.
  /// - Throws: what `solveLower` throws.
  func predict(_ places: [[Double]]) throws -> (mean: [Double], variance: [Double]) {
    // BEGIN SOLUTION
    var (mean, variance) = ([Double](), [Double]())
    for place in places {
      let k = x.map { kernel.variance * exp(-squaredDistance($0, place) / (2 * kernel.length * kernel.length)) }
      let z = try solveLower(factor, k, unitDiagonal: false)
      var (value, known) = (0.0, 0.0)
      for i in k.indices {
        value += k[i] * weights[i]
        known += z[i] * z[i]
      }
      mean.append(value)
      variance.append(max(0, kernel.variance - known))
    }
    return (mean, variance)
    // END SOLUTION
  }
}

/// The process, given the answers.
///
/// - Parameters:
///   - x: shape (n, d).
///   - y: n answers.
///   - k: the kernel and the noise.
/// - Returns: what predicts, the log evidence and its gradient.
/// - Throws: what `checkTable` throws; `NotPositiveDefinite(minor:)` of `cholesky`.
func fitGaussianProcess(_ x: [[Double]], _ y: [Double], _ k: Kernel) throws -> GaussianProcess {
  // BEGIN SOLUTION
  try checkTable(x, y, k)
  let n = x.count
  let distances = Matrix(rows: n, columns: n) { i, j in squaredDistance(x[i], x[j]) / (k.length * k.length) }
  let smooth = k.variance * exp(-0.5 * distances)
  var covariance = smooth
  for i in 0..<n { covariance[i, i] += k.noise }
  let factor: Cholesky<Double>
  do { factor = try Cholesky(covariance) } catch {
    if case .notPositiveDefinite(let minor) = error { throw NotPositiveDefinite(minor: minor) }
    throw error
  }
  let answers = Vector(y)
  let weights = try factor.solve(answers)
  let evidence = -(answers • weights + factor.logDeterminant + Double(n) * log(2 * .pi)) / 2
  // With W = L⁻¹, K⁻¹ = WᵀW.
  let inverseFactor = try solve(lower: factor.lower, .identity(n))
  var shares = outer(weights, weights)
  syrk(inverseFactor, transposeA: true, alpha: -0.5, beta: 0.5, result: &shares)  // (w·wᵀ − K⁻¹)/2
  let slopes = shares * smooth  // element by element
  let gradient = [slopes.sum(), dot(slopes.flattened, distances.flattened), k.noise * shares.diagonal.sum()]
  return GaussianProcess(
    x: x, kernel: k, factor: factor.lower.rows, weights: Array(weights), logEvidence: evidence, gradient: gradient)
  // END SOLUTION
}
