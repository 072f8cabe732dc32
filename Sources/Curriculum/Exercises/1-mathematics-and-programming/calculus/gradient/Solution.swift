/// How well a claimed gradient agrees with differences.
enum Agreement {
  case right, doubtful, wrong, kink
}

struct GradientReport {
  /// The index of the entry that decided; nil if there are no entries.
  var worst: Int?
  /// Its relative error.
  var error: Double
  var verdict: Agreement
}

/// A gradient must have an entry for each variable.
struct WrongCount: Error {
  var expected: Int
  var got: Int
}

/// The gradient of f by central differences.
///
/// - Parameters:
///   - f: a function of n numbers, asked 2·n times.
///   - x: where, n ≥ 0 values.
/// - Returns: ∂f/∂xᵢ for each i, n values.
func gradient(_ f: ([Double]) -> Double, at x: [Double]) -> [Double] {
  // BEGIN SOLUTION
  x.indices.map { i in
    func line(_ t: Double) -> Double {
      var y = x
      y[i] = t
      return f(y)
    }
    return derivative(line, at: x[i])
  }
  // END SOLUTION
}

/// |a − b| / max(|a|, |b|).
///
/// - Parameters:
///   - a: a number.
///   - b: another.
/// - Returns: 0 if both are 0, ∞ if one is not finite.
func relativeError(_ a: Double, _ b: Double) -> Double {
  // BEGIN SOLUTION
  guard a.isFinite, b.isFinite else { return .infinity }
  return a == b ? 0 : abs(a - b) / max(abs(a), abs(b))
  // END SOLUTION
}

/// Whether the slopes to both sides stay apart as the step shrinks.
///
/// - Parameters:
///   - f: a function of n numbers.
///   - x: where, n values.
///   - i: the variable that moves, 0 ≤ i < n.
/// - Returns: false for a smooth f, also where its slope is 0.
func hasKink(_ f: ([Double]) -> Double, at x: [Double], along i: Int) -> Bool {
  // BEGIN SOLUTION
  func line(_ t: Double) -> Double {
    var y = x
    y[i] = t
    return f(y)
  }
  func sides(_ h: Double) -> (gap: Double, largest: Double) {
    let right = forwardDifference(line, at: x[i], step: h)
    let left = forwardDifference(line, at: x[i], step: -h)
    return (abs(right - left), max(abs(right), abs(left)))
  }
  let h = bestStep(at: x[i], central: true)
  let (wide, narrow) = (sides(h), sides(h / 8))
  return narrow.gap > wide.gap / 2 && narrow.gap > 0.01 * narrow.largest
  // END SOLUTION
}

/// Compares a gradient with that by differences, entry by entry.
///
/// - Parameters:
///   - claimed: the gradient to be checked, n values.
///   - f: the function.
///   - x: where, n ≥ 0 values.
/// - Returns: the worst entry that does not lie at a kink; one at a kink if all others are right.
/// - Throws: `WrongCount` if claimed has not n entries.
func checkGradient(_ claimed: [Double], of f: ([Double]) -> Double, at x: [Double]) throws -> GradientReport {
  // BEGIN SOLUTION
  guard claimed.count == x.count else { throw WrongCount(expected: x.count, got: claimed.count) }
  let errors = zip(claimed, gradient(f, at: x)).map(relativeError)
  let aside = errors.indices.filter { errors[$0] > 1e-7 && hasKink(f, at: x, along: $0) }
  let worst = errors.indices.filter { !aside.contains($0) }.max { errors[$0] < errors[$1] }
  let error = worst.map { errors[$0] } ?? 0
  if error <= 1e-7, let first = aside.first {
    return GradientReport(worst: first, error: errors[first], verdict: .kink)
  }
  return GradientReport(
    worst: worst, error: error, verdict: error <= 1e-7 ? .right : error <= 1e-2 ? .doubtful : .wrong)
  // END SOLUTION
}
