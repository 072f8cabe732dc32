import Glibc

/// A sigmoid of a score.
struct Platt {
  var slope: Double
  var intercept: Double
}

/// A rising function of a score: its values at some scores, straight between them and constant outside.
struct IsotonicFit {
  /// Different and ascending, at least one.
  var scores: [Double]
  /// As many, not falling.
  var values: [Double]
}

enum CalibratorError: Error, Equatable {
  /// Lists of different counts.
  case counts(Int, Int)
  /// Neither 0 nor 1, in this row.
  case label(row: Int)
  /// NaN or infinite, in this row.
  case notFinite(row: Int)
  /// Not a finite number > 0, in this row.
  case weight(row: Int)
  /// All rows have the same label, or there are none.
  case oneClass
  /// All scores are equal.
  case constantScore
  case empty
}

/// The sigmoid of greatest likelihood for Platt's targets.
///
/// - Parameters:
///   - scores: n finite numbers, not all equal.
///   - labels: n labels, 0 and 1, each at least once.
/// - Returns: a and b of σ(a·s + b).
/// - Throws: `CalibratorError`.
func fitPlatt(scores: [Double], labels: [Int]) throws -> Platt {
  // BEGIN SOLUTION
  try check(scores, labels)
  let positives = labels.reduce(0, +)
  guard positives > 0, positives < labels.count else { throw CalibratorError.oneClass }
  guard scores.contains(where: { $0 != scores[0] }) else { throw CalibratorError.constantScore }
  let n = Double(scores.count)
  let mean = scores.reduce(0) { $0 + $1 / n }
  let spread = scores.reduce(0) { max($0, abs($1 - mean)) }
  let z = scores.map { ($0 - mean) / spread }
  let high = Double(positives + 1) / Double(positives + 2)
  let low = 1 / Double(labels.count - positives + 2)
  let targets = labels.map { $0 == 1 ? high : low }
  func loss(_ slope: Double, _ intercept: Double) -> Double {
    var sum = 0.0
    for (z, t) in zip(z, targets) {
      let u = slope * z + intercept
      sum += log1p(exp(-abs(u))) + max(u, 0) - t * u
    }
    return sum
  }
  var (slope, intercept) = (0.0, 0.0)
  for _ in 0..<100 {
    var (g0, g1, h00, h01, h11) = (0.0, 0.0, 0.0, 0.0, 0.0)
    for (z, t) in zip(z, targets) {
      let p = 1 / (1 + exp(-(slope * z + intercept)))
      let w = p * (1 - p)
      g0 += p - t
      g1 += (p - t) * z
      h00 += w
      h01 += w * z
      h11 += w * z * z
    }
    let determinant = h00 * h11 - h01 * h01
    let down = (slope: (h01 * g0 - h00 * g1) / determinant, intercept: (h01 * g1 - h11 * g0) / determinant)
    let limit = loss(slope, intercept) * (1 + 1e-12)  // rounding is no rise
    var length = 1.0
    for _ in 0..<40 where loss(slope + length * down.slope, intercept + length * down.intercept) > limit { length /= 2 }
    slope += length * down.slope
    intercept += length * down.intercept
    if max(abs(down.slope), abs(down.intercept)) < 1e-12 { break }
  }
  return Platt(slope: slope / spread, intercept: intercept - slope * mean / spread)
  // END SOLUTION
}

/// The nearest numbers that do not fall.
///
/// - Parameters:
///   - y: n finite numbers.
///   - weights: n finite numbers > 0.
/// - Returns: f₁ ≤ … ≤ fₙ of least Σ w·(y − f)².
/// - Throws: `CalibratorError`.
func isotonic(_ y: [Double], weights: [Double]) throws -> [Double] {
  // BEGIN SOLUTION
  guard y.count == weights.count else { throw CalibratorError.counts(y.count, weights.count) }
  if let row = y.firstIndex(where: { !$0.isFinite }) { throw CalibratorError.notFinite(row: row) }
  if let row = weights.firstIndex(where: { !($0 > 0 && $0 < .infinity) }) { throw CalibratorError.weight(row: row) }
  var blocks: [(mean: Double, weight: Double, count: Int)] = []
  for (value, weight) in zip(y, weights) {
    var block = (mean: value, weight: weight, count: 1)
    while let before = blocks.last, before.mean >= block.mean {
      blocks.removeLast()
      let total = before.weight + block.weight
      block = (
        (before.weight * before.mean + block.weight * block.mean) / total, total, before.count + block.count
      )
    }
    blocks.append(block)
  }
  return blocks.flatMap { [Double](repeating: $0.mean, count: $0.count) }
  // END SOLUTION
}

/// The rising function of least squared error.
///
/// - Parameters:
///   - scores: n ≥ 1 finite numbers.
///   - labels: n labels, 0 and 1.
/// - Returns: the different scores and the values there.
/// - Throws: `CalibratorError`.
func fitIsotonic(scores: [Double], labels: [Int]) throws -> IsotonicFit {
  // BEGIN SOLUTION
  try check(scores, labels)
  guard !scores.isEmpty else { throw CalibratorError.empty }
  var (different, rows, positives) = ([Double](), [Double](), [Double]())
  for row in scores.indices.sorted(by: { scores[$0] < scores[$1] }) {
    if different.last != scores[row] {
      different.append(scores[row])
      rows.append(0)
      positives.append(0)
    }
    rows[rows.count - 1] += 1
    positives[rows.count - 1] += Double(labels[row])
  }
  return IsotonicFit(scores: different, values: try isotonic(zip(positives, rows).map { $0 / $1 }, weights: rows))
  // END SOLUTION
}

/// The value of a rising function at any score.
///
/// - Parameters:
///   - fit: at least one score.
///   - score: finite.
/// - Returns: between the least and the greatest value.
func predict(_ fit: IsotonicFit, _ score: Double) -> Double {
  // BEGIN SOLUTION
  guard let k = fit.scores.firstIndex(where: { $0 >= score }) else { return fit.values[fit.values.count - 1] }
  guard k > 0, fit.scores[k] > score else { return fit.values[k] }
  let share = (score - fit.scores[k - 1]) / (fit.scores[k] - fit.scores[k - 1])
  return fit.values[k - 1] + share * (fit.values[k] - fit.values[k - 1])
  // END SOLUTION
}

/// Asks what is common to both fits.
private func check(_ scores: [Double], _ labels: [Int]) throws {
  guard scores.count == labels.count else { throw CalibratorError.counts(scores.count, labels.count) }
  if let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw CalibratorError.label(row: row) }
  if let row = scores.firstIndex(where: { !$0.isFinite }) { throw CalibratorError.notFinite(row: row) }
}
