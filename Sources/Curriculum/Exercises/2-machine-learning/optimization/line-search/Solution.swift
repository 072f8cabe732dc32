/// What is known of a function φ of the step at one step.
struct LinePoint {
  var step: Double
  /// φ(step).
  var value: Double
  /// φ′(step).
  var slope: Double
}

enum LineSearchError: Error {
  /// φ′(0) is not negative: no small step makes φ smaller.
  case notDescent(slope: Double)
  /// So many trials were made, and none was good.
  case tooManyTrials(Int)
}

/// The first step with φ(α) ≤ φ(0) + 10⁻⁴·α·φ′(0), each next trial by a parabola.
///
/// - Parameters:
///   - start: φ at step 0.
///   - value: φ; asked once a trial.
///   - first: the first trial, > 0.
///   - limit: at most so many trials, at least 1.
/// - Returns: α > 0.
/// - Throws: `LineSearchError.notDescent` unless φ′(0) < 0; `.tooManyTrials`.
func armijoStep(
  from start: LinePoint, value: (Double) -> Double, first: Double, limit: Int
) throws -> Double {
  // BEGIN SOLUTION
  guard start.slope < 0 else { throw LineSearchError.notDescent(slope: start.slope) }
  var alpha = first
  for _ in 0..<limit {
    let trial = value(alpha)
    if trial <= start.value + 1e-4 * alpha * start.slope { return alpha }
    let lowest = -start.slope * alpha * alpha / (2 * (trial - start.value - start.slope * alpha))
    alpha = lowest.isNaN ? alpha / 10 : max(alpha / 10, min(alpha / 2, lowest))
  }
  throw LineSearchError.tooManyTrials(limit)
  // END SOLUTION
}

/// Where the cubic with these values and slopes at two different steps has its minimum.
///
/// - Parameters:
///   - a: one step.
///   - b: the other, to the right or to the left.
/// - Returns: the step of the local minimum, inside or outside of the two; nil if there is none.
func cubicMinimum(_ a: LinePoint, _ b: LinePoint) -> Double? {
  // BEGIN SOLUTION
  let d1 = a.slope + b.slope - 3 * (a.value - b.value) / (a.step - b.step)
  let root = (d1 * d1 - a.slope * b.slope).squareRoot()  // NaN if the cubic is monotone
  let d2 = b.step < a.step ? -root : root
  let step = b.step - (b.step - a.step) * (b.slope + d2 - d1) / (b.slope - a.slope + 2 * d2)
  return step.isFinite ? step : nil
  // END SOLUTION
}

/// A step that satisfies the strong Wolfe conditions with c₁ = 10⁻⁴.
///
/// - Parameters:
///   - start: φ at step 0.
///   - value: φ; asked once a trial.
///   - slope: φ′; asked once a trial.
///   - first: the first trial, > 0.
///   - curvature: c₂, 10⁻⁴ < c₂ < 1.
///   - limit: at most so many trials, at least 1.
/// - Returns: a step with φ ≤ φ(0) + c₁·α·φ′(0) and |φ′| ≤ −c₂·φ′(0), with its value and slope.
/// - Throws: `LineSearchError.notDescent` unless φ′(0) < 0; `.tooManyTrials`.
func wolfeStep(
  from start: LinePoint, value: (Double) -> Double, slope: (Double) -> Double, first: Double, curvature: Double,
  limit: Int
) throws -> LinePoint {
  // BEGIN SOLUTION
  guard start.slope < 0 else { throw LineSearchError.notDescent(slope: start.slope) }
  var (low, high) = (start, LinePoint?.none)  // a good step lies between, once there is a high
  var alpha = first
  for _ in 0..<limit {
    let trial = LinePoint(step: alpha, value: value(alpha), slope: slope(alpha))
    let falls = trial.value <= start.value + 1e-4 * alpha * start.slope
    if !falls || trial.value >= low.value {
      high = trial
    } else {
      if abs(trial.slope) <= -curvature * start.slope { return trial }
      if let end = high {
        if trial.slope * (end.step - low.step) >= 0 { high = low }
      } else if trial.slope >= 0 {
        high = low
      }
      low = trial
    }
    guard let end = high else {
      alpha *= 2
      continue
    }
    let margin = 0.1 * abs(end.step - low.step)
    alpha = (low.step + end.step) / 2
    if let step = cubicMinimum(low, end), abs(step - low.step) >= margin, abs(step - end.step) >= margin,
      (step < low.step) != (step < end.step)
    {
      alpha = step
    }
  }
  throw LineSearchError.tooManyTrials(limit)
  // END SOLUTION
}
