import Glibc

enum SearchError: Error, Equatable {
  /// Ends that are no range, or not positive on a logarithmic axis.
  case axis
  /// No points or no axes.
  case grid
  case noCandidates
  /// A candidate of another length than candidate 0, or with NaN or ±∞.
  case candidate(row: Int)
  case noStart
  /// A number in start that belongs to no candidate, or stands there twice.
  case start(Int)
  /// Fewer trials than start has.
  case budget
  case noKernels
}

/// The range of one hyperparameter.
struct Axis {
  var low: Double
  var high: Double
  /// Whether equal steps are equal factors.
  var isLogarithmic: Bool

  /// The parameter at a place.
  ///
  /// - Parameter u: 0 … 1.
  /// - Returns: low at 0, high at 1.
  /// - Throws: `SearchError.axis`.
  func value(_ u: Double) throws -> Double {
    // BEGIN SOLUTION
    guard low < high, low.isFinite, high.isFinite, !isLogarithmic || low > 0 else { throw SearchError.axis }
    return isLogarithmic ? low * pow(high / low, u) : low + u * (high - low)
    // END SOLUTION
  }
}

/// A candidate that was tried.
struct Trial {
  /// Its number among the candidates.
  var candidate: Int
  /// What came, NaN and ±∞ included.
  var loss: Double
}

/// All places of a grid in the unit cube.
///
/// - Parameters:
///   - points: m ≥ 1 on each axis, both ends included; one stands in the middle.
///   - axes: d ≥ 1.
/// - Returns: shape (mᵈ, d), the last axis varying fastest.
/// - Throws: `SearchError.grid`.
func grid(_ points: Int, axes: Int) throws -> [[Double]] {
  // BEGIN SOLUTION
  guard points >= 1, axes >= 1 else { throw SearchError.grid }
  let ticks = (0..<points).map { points == 1 ? 0.5 : Double($0) / Double(points - 1) }
  var places: [[Double]] = [[]]
  for _ in 0..<axes { places = places.flatMap { place in ticks.map { place + [$0] } } }
  return places
  // END SOLUTION
}

/// E max(best − loss, 0) of a normally distributed loss.
///
/// - Parameters:
///   - mean: μ.
///   - variance: σ² ≥ 0.
///   - best: the least loss so far.
/// - Returns: ≥ 0.
func expectedImprovement(mean: Double, variance: Double, best: Double) -> Double {
  // BEGIN SOLUTION
  let gain = best - mean
  let deviation = variance.squareRoot()
  guard deviation > 0 else { return max(gain, 0) }
  let z = gain / deviation
  let distribution = erfc(-z / 2.0.squareRoot()) / 2
  let density = exp(-z * z / 2) / (2 * .pi).squareRoot()
  return max(gain * distribution + deviation * density, 0)
  // END SOLUTION
}

/// The least finite loss after each trial.
///
/// - Parameter losses: NaN and ±∞ are failed trials.
/// - Returns: as many, never rising; ∞ before the first finite loss.
func bestSoFar(_ losses: [Double]) -> [Double] {
  // BEGIN SOLUTION
  var best = Double.infinity
  return losses.map { loss in
    if loss.isFinite { best = min(best, loss) }
    return best
  }
  // END SOLUTION
}

/// Losses for the model: failures as the largest finite one, then mean 0 and standard deviation 1. A suggestion.
private func standardised(_ losses: [Double]) -> [Double] {
  // BEGIN SOLUTION
  let worst = losses.filter(\.isFinite).max() ?? 0
  let y = losses.map { $0.isFinite ? $0 : worst }
  if y.min() == y.max() { return y.map { _ in 0 } }  // rounding would make a deviation of them
  let n = Double(y.count)
  let mean = y.reduce(0, +) / n
  let deviation = (y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n).squareRoot()
  return y.map { ($0 - mean) / deviation }
  // END SOLUTION
}

/// The process of the kernel with the largest evidence. A suggestion.
private func bestProcess(_ x: [[Double]], _ y: [Double], _ kernels: [Kernel]) throws -> GaussianProcess? {
  // BEGIN SOLUTION
  var best: GaussianProcess?
  for kernel in kernels {
    let process = try fitGaussianProcess(x, y, kernel)
    if let best, process.logEvidence <= best.logEvidence { continue }
    best = process
  }
  return best
  // END SOLUTION
}

/// Trials, each where the most improvement is expected after those before it.
///
/// - Parameters:
///   - candidates: shape (n, d), finite; all that may be tried.
///   - start: the numbers of those to begin with.
///   - budget: how many trials in all.
///   - kernels: for losses of mean 0 and standard deviation 1.
///   - loss: of a candidate; called once a trial.
/// - Returns: min(budget, n) trials in the order they were made.
/// - Throws: `SearchError`, for the first fault; what `fitGaussianProcess` throws.
func search(
  _ candidates: [[Double]], start: [Int], budget: Int, kernels: [Kernel], loss: ([Double]) -> Double
) throws -> [Trial] {
  // BEGIN SOLUTION
  guard !candidates.isEmpty else { throw SearchError.noCandidates }
  for (i, place) in candidates.enumerated() {
    guard place.count == candidates[0].count, place.allSatisfy(\.isFinite) else {
      throw SearchError.candidate(row: i)
    }
  }
  guard !start.isEmpty else { throw SearchError.noStart }
  for (k, i) in start.enumerated() {
    guard candidates.indices.contains(i), !start[..<k].contains(i) else { throw SearchError.start(i) }
  }
  guard budget >= start.count else { throw SearchError.budget }
  guard !kernels.isEmpty else { throw SearchError.noKernels }

  var trials = start.map { Trial(candidate: $0, loss: loss(candidates[$0])) }
  while trials.count < min(budget, candidates.count) {
    let y = standardised(trials.map(\.loss))
    guard let process = try bestProcess(trials.map { candidates[$0.candidate] }, y, kernels) else { break }
    let rest = candidates.indices.filter { i in !trials.contains { $0.candidate == i } }
    let (mean, variance) = try process.predict(rest.map { candidates[$0] })
    let best = y.min() ?? 0
    let gains = rest.indices.map { expectedImprovement(mean: mean[$0], variance: variance[$0], best: best) }
    let most = gains.max() ?? 0
    let next = rest[gains.firstIndex { $0 >= most - 1e-6 } ?? 0]
    trials.append(Trial(candidate: next, loss: loss(candidates[next])))
  }
  return trials
  // END SOLUTION
}
