/// A mean estimated from a sample.
struct Estimate {
  var mean: Double
  /// The standard deviation of `mean` over all samples of this size, itself estimated.
  var standardError: Double
}

/// A sample too small to say how much it varies.
struct TooFewSamples: Error {
  var count: Int
}

/// The mean of a sample and its standard error.
///
/// - Parameter values: n ≥ 2 independent draws.
/// - Returns: the mean and s/√n, s² with the divisor n − 1.
/// - Throws: `TooFewSamples(count:)` for n < 2.
func estimate(_ values: [Double]) throws -> Estimate {
  // BEGIN SOLUTION
  let n = Double(values.count)
  guard n >= 2 else { throw TooFewSamples(count: values.count) }
  let mean = values.reduce(0, +) / n
  let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
  return Estimate(mean: mean, standardError: (squares / (n - 1) / n).squareRoot())
  // END SOLUTION
}

/// The coefficient β for which f + β·(c − E[c]) varies least: −Cov(f, c)/Var(c), both of the sample.
///
/// - Parameters:
///   - values: f, n ≥ 1 draws.
///   - control: c, of the same n draws.
/// - Returns: 0 if c does not vary in the sample.
func controlCoefficient(_ values: [Double], control: [Double]) -> Double {
  // BEGIN SOLUTION
  let n = Double(values.count)
  let (mean, center) = (values.reduce(0, +) / n, control.reduce(0, +) / n)
  let covariance = zip(values, control).reduce(0) { $0 + ($1.0 - mean) * ($1.1 - center) }  // times n − 1, as below
  let variance = control.reduce(0) { $0 + ($1 - center) * ($1 - center) }
  let varies = control.contains { $0 != control[0] }  // the mean of three times 0.1 is not 0.1: a variance is too late
  return varies ? -covariance / variance : 0
  // END SOLUTION
}

/// The mean of f from a sample, with the help of a variable whose mean is known.
///
/// - Parameters:
///   - values: f, n ≥ 2 draws.
///   - control: c, of the same n draws.
///   - m: E[c], known exactly.
/// - Returns: the estimate from the n numbers fᵢ + β·(cᵢ − m).
/// - Throws: `TooFewSamples(count:)` for n < 2.
func estimate(_ values: [Double], control: [Double], controlMean m: Double) throws -> Estimate {
  // BEGIN SOLUTION
  guard values.count >= 2 else { throw TooFewSamples(count: values.count) }
  let beta = controlCoefficient(values, control: control)
  return try estimate(zip(values, control).map { $0 + beta * ($1 - m) })
  // END SOLUTION
}

/// How many draws are needed for a standard error.
///
/// - Parameters:
///   - target: the standard error wanted, > 0.
///   - pilot: an estimate from a small sample.
///   - pilotSize: its number of draws, ≥ 2.
/// - Returns: the smallest n, 2 or more, for which the pilot's standard error lets expect at most the target.
func samplesNeeded(for target: Double, pilot: Estimate, pilotSize: Int) -> Int {
  // BEGIN SOLUTION
  let ratio = pilot.standardError / target
  return max(2, Int((Double(pilotSize) * ratio * ratio).rounded(.up)))
  // END SOLUTION
}
