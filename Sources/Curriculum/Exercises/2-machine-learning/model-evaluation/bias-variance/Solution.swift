/// Learns from x and y, and returns a function of x.
typealias Fit = (_ x: [Double], _ y: [Double]) -> (Double) -> Double

/// Rows with one input and a response.
struct Sample {
  var x: [Double]
  /// As many as x.
  var y: [Double]
}

/// Where an expected squared error comes from.
struct Decomposition {
  var biasSquared: Double
  var variance: Double
  /// The variance of the responses about the truth.
  var noise: Double
  var total: Double
}

/// Mean squared errors of a model that was fitted on so many rows.
struct CurvePoint {
  var size: Int
  /// On the rows that it was fitted on.
  var trainingError: Double
  var validationError: Double
}

enum BiasVarianceError: Error, Equatable {
  /// So many x for so many y.
  case counts(Int, Int)
  case empty
  /// This resample has no rows, or one that is not in the sample.
  case resample(index: Int)
  /// This row of predictions is not as long as the truth.
  case points(row: Int)
  /// NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// No variance.
  case noise(Double)
  /// Not in 1 ... the number of training rows.
  case size(Int)
}

/// The predictions of models that were fitted on resampled rows.
///
/// - Parameters:
///   - sample: n rows.
///   - resamples: R lists of rows, 0 ..< n each.
///   - points: where to predict.
///   - fit: called once for each resample.
/// - Returns: shape (R, points.count).
/// - Throws: `BiasVarianceError`.
func predictions(
  _ sample: Sample, resamples: [[Int]], at points: [Double], fit: Fit
) throws -> [[Double]] {
  // BEGIN SOLUTION
  try check(sample)
  if let index = resamples.firstIndex(where: { $0.isEmpty || !$0.allSatisfy(sample.x.indices.contains) }) {
    throw BiasVarianceError.resample(index: index)
  }
  return resamples.map { rows in points.map(fit(rows.map { sample.x[$0] }, rows.map { sample.y[$0] })) }
  // END SOLUTION
}

/// Bias, variance and noise of models that predict the same points.
///
/// - Parameters:
///   - predictions: shape (R, n), R and n ≥ 1, finite.
///   - truth: the n means of the responses at the points, finite.
///   - noise: the variance of the responses about them, ≥ 0.
/// - Returns: means over the points; variances with 1/R.
/// - Throws: `BiasVarianceError`.
func decompose(_ predictions: [[Double]], truth: [Double], noise: Double) throws -> Decomposition {
  // BEGIN SOLUTION
  guard !predictions.isEmpty, !truth.isEmpty else { throw BiasVarianceError.empty }
  if let row = predictions.firstIndex(where: { $0.count != truth.count }) { throw BiasVarianceError.points(row: row) }
  for (row, values) in predictions.enumerated() {
    if let column = values.firstIndex(where: { !$0.isFinite }) {
      throw BiasVarianceError.notFinite(row: row, column: column)
    }
  }
  guard noise >= 0, noise < .infinity else { throw BiasVarianceError.noise(noise) }
  let (fits, points) = (Double(predictions.count), Double(truth.count))
  var parts = Decomposition(biasSquared: 0, variance: 0, noise: noise, total: noise)
  for (i, f) in truth.enumerated() {
    let mean = predictions.reduce(0) { $0 + $1[i] } / fits
    parts.biasSquared += (mean - f) * (mean - f) / points
    for row in predictions {
      parts.variance += (row[i] - mean) * (row[i] - mean) / fits / points
      parts.total += (row[i] - f) * (row[i] - f) / fits / points
    }
  }
  return parts
  // END SOLUTION
}

/// Errors of models that learn from more and more rows.
///
/// - Parameters:
///   - train: the first rows are taken.
///   - validation: never learned from.
///   - sizes: how many rows, 1 ... train.x.count.
///   - fit: called once for each size.
/// - Returns: a point for each size, in their order.
/// - Throws: `BiasVarianceError`.
func learningCurve(_ train: Sample, validation: Sample, sizes: [Int], fit: Fit) throws -> [CurvePoint] {
  // BEGIN SOLUTION
  try check(train)
  try check(validation)
  if let size = sizes.first(where: { $0 < 1 || $0 > train.x.count }) { throw BiasVarianceError.size(size) }
  return sizes.map { size in
    let part = Sample(x: Array(train.x.prefix(size)), y: Array(train.y.prefix(size)))
    let model = fit(part.x, part.y)
    return CurvePoint(
      size: size, trainingError: meanSquare(model, part), validationError: meanSquare(model, validation))
  }
  // END SOLUTION
}

/// Which of several ways to fit predicts the validation rows best.
///
/// - Parameters:
///   - train: to learn from.
///   - validation: to choose by.
///   - fits: at least one, the simplest first.
/// - Returns: an index, of equals the first.
/// - Throws: `BiasVarianceError`.
func leastValidationError(_ train: Sample, validation: Sample, fits: [Fit]) throws -> Int {
  // BEGIN SOLUTION
  try check(train)
  try check(validation)
  guard !fits.isEmpty else { throw BiasVarianceError.empty }
  var (best, least) = (0, Double.infinity)
  for (index, fit) in fits.enumerated() {
    let error = meanSquare(fit(train.x, train.y), validation)
    if error < least { (best, least) = (index, error) }
  }
  return best
  // END SOLUTION
}

/// The mean squared error of a model on a sample.
private func meanSquare(_ model: (Double) -> Double, _ sample: Sample) -> Double {
  // BEGIN SOLUTION
  var sum = 0.0
  for (x, y) in zip(sample.x, sample.y) {
    let error = y - model(x)
    sum += error * error
  }
  return sum / Double(sample.x.count)
  // END SOLUTION
}

/// Asks that a sample has rows, each with a response.
private func check(_ sample: Sample) throws {
  guard sample.x.count == sample.y.count else { throw BiasVarianceError.counts(sample.x.count, sample.y.count) }
  guard !sample.x.isEmpty else { throw BiasVarianceError.empty }
}
