import Glibc

enum DiscriminantError: Error, Equatable {
  case noRows
  case labels(rows: Int, labels: Int)
  /// A row with another number of columns than row 0.
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  /// A label outside 0 ..< classes.
  case label(row: Int)
  case emptyClass(Int)
  /// The covariance of a class, or the pooled one: nil.
  case singular(class: Int?)
}

/// A normal distribution for each class, and how often each class comes.
struct DiscriminantAnalysis {
  /// K shares that sum to 1.
  var priors: [Double]
  /// K distributions of d columns.
  var laws: [MultivariateNormal]

  /// The logarithms of the probabilities of the classes.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: K logarithms, their exponentials summing to 1.
  /// - Throws: what `logDensity` throws; nothing for a model that was fitted.
  func logProbabilities(_ row: [Double]) throws -> [Double] {
    // BEGIN SOLUTION
    var scores: [Double] = []
    for (prior, law) in zip(priors, laws) { scores.append(log(prior) + (try law.logDensity(row))) }
    let largest = scores.max() ?? 0
    var sum = 0.0
    for score in scores { sum += exp(score - largest) }
    let total = largest + log(sum)
    return scores.map { $0 - total }
    // END SOLUTION
  }

  /// The most probable class, of equally probable ones the smallest.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: 0 ..< K.
  /// - Throws: as `logProbabilities`.
  func predict(_ row: [Double]) throws -> Int {
    // BEGIN SOLUTION
    let scores = try logProbabilities(row)
    var winner = 0
    for k in scores.indices where scores[k] > scores[winner] { winner = k }
    return winner
    // END SOLUTION
  }
}

/// Priors, means and covariances by maximum likelihood.
///
/// - Parameters:
///   - x: shape (n, d).
///   - y: n labels in 0 ..< classes.
///   - classes: K ≥ 1.
///   - pooled: one covariance for all classes (linear), or one each (quadratic).
/// - Returns: a model that predicts.
/// - Throws: `DiscriminantError`, for the first fault.
func fitDiscriminant(_ x: [[Double]], _ y: [Int], classes: Int, pooled: Bool) throws -> DiscriminantAnalysis {
  // BEGIN SOLUTION
  guard !x.isEmpty else { throw DiscriminantError.noRows }
  guard x.count == y.count else { throw DiscriminantError.labels(rows: x.count, labels: y.count) }
  let columns = x[0].count
  for i in x.indices {
    guard x[i].count == columns else { throw DiscriminantError.columns(row: i) }
    for j in 0..<columns where !x[i][j].isFinite { throw DiscriminantError.notFinite(row: i, column: j) }
    guard y[i] >= 0, y[i] < classes else { throw DiscriminantError.label(row: i) }
  }
  var counts = [Double](repeating: 0, count: classes)
  let zero = [Double](repeating: 0, count: columns)
  var means = [[Double]](repeating: zero, count: classes)
  for (row, k) in zip(x, y) {
    counts[k] += 1
    for j in 0..<columns { means[k][j] += row[j] }
  }
  for k in 0..<classes {
    guard counts[k] > 0 else { throw DiscriminantError.emptyClass(k) }
    for j in 0..<columns { means[k][j] /= counts[k] }
  }
  let n = Double(x.count)
  let none = [[Double]](repeating: zero, count: columns)
  var covariances = [[[Double]]](repeating: none, count: pooled ? 1 : classes)
  for (row, k) in zip(x, y) {
    let (place, size) = pooled ? (0, n) : (k, counts[k])
    let deviations = zip(row, means[k]).map { $0 - $1 }
    for a in 0..<columns {
      var line = covariances[place][a].mutableSpan  // asked for once, not at each number
      for b in 0..<columns { line[b] += deviations[a] * deviations[b] / size }
    }
  }
  for k in covariances.indices where isSingular(covariances[k]) {
    throw DiscriminantError.singular(class: pooled ? nil : k)
  }
  return DiscriminantAnalysis(
    priors: counts.map { $0 / n },
    laws: (0..<classes).map { MultivariateNormal(mean: means[$0], covariance: covariances[pooled ? 0 : $0]) })
  // END SOLUTION
}

/// Whether a column of a covariance is explained by those before it, to all but 10⁻¹² of its variance. A suggestion.
private func isSingular(_ covariance: [[Double]]) -> Bool {
  // BEGIN SOLUTION
  guard let l = try? cholesky(covariance) else { return true }
  for j in l.indices where l[j][j] * l[j][j] <= 1e-12 * covariance[j][j] { return true }
  return false
  // END SOLUTION
}
