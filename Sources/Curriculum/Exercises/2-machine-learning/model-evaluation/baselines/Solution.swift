/// What an error of prediction costs.
enum Loss {
  /// (y − p)².
  case squared
  /// |y − p|.
  case absolute
}

enum BaselineError: Error, Equatable {
  /// There are no values.
  case empty
  /// NaN or infinite, at this index.
  case notFinite(index: Int)
  /// Not in 1 ... n.
  case period(Int)
  /// So many predictions for so many true values.
  case counts(Int, Int)
  /// The constant is right everywhere, so no skill beyond it can be measured.
  case perfectBaseline
}

/// The most frequent label, the smallest of several.
///
/// - Parameter y: the training labels, n ≥ 1.
/// - Returns: one of the labels.
/// - Throws: `BaselineError.empty`.
func majority(_ y: [Int]) throws -> Int {
  // BEGIN SOLUTION
  guard !y.isEmpty else { throw BaselineError.empty }
  let counts = counts(of: y)
  var best = counts[0]
  for entry in counts where entry.count > best.count { best = entry }
  return best.label
  // END SOLUTION
}

/// Labels drawn with the probabilities that they have in training.
///
/// - Parameters:
///   - y: the training labels, n ≥ 1.
///   - uniforms: in 0 ..< 1, one for each label wanted.
/// - Returns: for each u the first label, in ascending order, up to which more than u·n labels are counted.
/// - Throws: `BaselineError.empty`.
func stratified(_ y: [Int], uniforms: [Double]) throws -> [Int] {
  // BEGIN SOLUTION
  guard !y.isEmpty else { throw BaselineError.empty }
  let counts = counts(of: y)
  return uniforms.map { u in
    var sum = 0
    for entry in counts {
      sum += entry.count
      if u * Double(y.count) < Double(sum) { return entry.label }
    }
    return counts[counts.count - 1].label
  }
  // END SOLUTION
}

/// The constant of least total loss.
///
/// - Parameters:
///   - y: the training targets, n ≥ 1, finite.
///   - loss: squared or absolute.
/// - Returns: the mean or the median, of an even count the middle of the two in the middle.
/// - Throws: `BaselineError.empty`, `.notFinite(index:)`.
func constant(_ y: [Double], for loss: Loss) throws -> Double {
  // BEGIN SOLUTION
  try check(y)
  switch loss {
  case .squared: return y.reduce(0, +) / Double(y.count)
  case .absolute:
    let ordered = y.sorted()
    return (ordered[(y.count - 1) / 2] + ordered[y.count / 2]) / 2
  }
  // END SOLUTION
}

/// The last period, repeated.
///
/// - Parameters:
///   - y: a series, n ≥ 1, finite.
///   - period: m, in 1 ... n.
///   - steps: how many values after the end are asked for, ≥ 0.
/// - Returns: `steps` values.
/// - Throws: `BaselineError.empty`, `.notFinite(index:)`, `.period(m)`.
func seasonal(_ y: [Double], period: Int, steps: Int) throws -> [Double] {
  // BEGIN SOLUTION
  try check(y)
  guard 1...y.count ~= period else { throw BaselineError.period(period) }
  return (0..<steps).map { y[y.count - period + $0 % period] }
  // END SOLUTION
}

/// The share of the constant's loss that a model saves.
///
/// - Parameters:
///   - predictions: the model's, one a test target, finite.
///   - truth: the test targets, at least one, finite.
///   - training: the targets from which the constant is fitted, at least one, finite.
///   - loss: squared or absolute, for the constant and the comparison.
/// - Returns: at most 1; 0 for a model as good as the constant.
/// - Throws: `BaselineError`, in the order of the statement.
func skill(_ predictions: [Double], truth: [Double], training: [Double], loss: Loss) throws -> Double {
  // BEGIN SOLUTION
  guard predictions.count == truth.count else { throw BaselineError.counts(predictions.count, truth.count) }
  guard !training.isEmpty, !truth.isEmpty else { throw BaselineError.empty }
  let baseline = try constant(training, for: loss)
  try check(truth)
  try check(predictions)
  func cost(_ error: Double) -> Double { loss == .squared ? error * error : abs(error) }
  var (model, without) = (0.0, 0.0)
  for (p, t) in zip(predictions, truth) {
    model += cost(t - p)
    without += cost(t - baseline)
  }
  guard without > 0 else { throw BaselineError.perfectBaseline }
  return 1 - model / without
  // END SOLUTION
}

/// How often each label occurs, in ascending order of the labels.
private func counts(of y: [Int]) -> [(label: Int, count: Int)] {
  var counts: [Int: Int] = [:]
  for label in y { counts[label, default: 0] += 1 }
  return counts.keys.sorted().map { ($0, counts[$0] ?? 0) }
}

/// Asks that there are values and that all are finite.
private func check(_ y: [Double]) throws {
  guard !y.isEmpty else { throw BaselineError.empty }
  for (index, value) in y.enumerated() where !value.isFinite { throw BaselineError.notFinite(index: index) }
}
