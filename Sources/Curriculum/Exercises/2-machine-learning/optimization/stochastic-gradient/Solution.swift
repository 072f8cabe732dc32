import Glibc

enum StochasticError: Error {
  /// A batch must hold at least one example.
  case batchSize(Int)
  /// The mean gradient of the batch at this step, counted from 0, holds NaN or infinity.
  case notFinite(step: Int)
}

/// The numbers 0 ..< count in an order in which each is as likely as any other (Fisher and Yates).
///
/// - Parameters:
///   - count: n ≥ 0.
///   - uniform: numbers 0 ≤ u < 1; asked n − 1 times, never for n = 0.
/// - Returns: n different numbers.
func shuffled(count: Int, uniform: () -> Double) -> [Int] {
  // BEGIN SOLUTION
  var order = Array(0..<count)
  for i in stride(from: count - 1, to: 0, by: -1) {
    order.swapAt(i, Int(uniform() * Double(i + 1)))
  }
  return order
  // END SOLUTION
}

/// An order cut into batches; what is left over makes a short last one.
///
/// - Parameters:
///   - order: n ≥ 0 numbers.
///   - size: at least 1.
/// - Returns: ⌈n/size⌉ batches.
func batches(of order: [Int], size: Int) -> [[Int]] {
  // BEGIN SOLUTION
  stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min($0 + size, order.count)]) }
  // END SOLUTION
}

/// η₀/(1 + γ·k).
///
/// - Parameters:
///   - first: η₀.
///   - decay: γ ≥ 0.
///   - step: k ≥ 0.
/// - Returns: the rate of step k.
func inverseTimeRate(first: Double, decay: Double, step: Int) -> Double {
  // BEGIN SOLUTION
  first / (1 + decay * Double(step))
  // END SOLUTION
}

/// A rate that rises in w equal steps to its peak and falls along half a cosine to 0.
///
/// - Parameters:
///   - peak: η.
///   - warmup: w ≥ 0 steps; the last of them has the rate η.
///   - total: T > w; the rate is 0 from step T on.
///   - step: k ≥ 0.
/// - Returns: the rate of step k.
func warmupCosineRate(peak: Double, warmup: Int, total: Int, step: Int) -> Double {
  // BEGIN SOLUTION
  if step < warmup { return peak * Double(step + 1) / Double(warmup) }
  if step >= total { return 0 }
  return peak * (1 + cos(.pi * Double(step - warmup) / Double(total - warmup))) / 2
  // END SOLUTION
}

/// Stochastic gradient descent over shuffled mini-batches.
///
/// - Parameters:
///   - gradient: of w and an example's number, the gradient of its loss; asked once for each example in each epoch.
///   - count: n ≥ 0 examples.
///   - w: where to begin.
///   - epochs: how often all examples are visited, at least 0.
///   - batchSize: examples a step; the last batch of an epoch may be smaller.
///   - rate: the rate of step k = 0, 1, …, counted over all epochs; asked once a step.
///   - uniform: what `shuffled` asks, anew in each epoch.
/// - Returns: the last w.
/// - Throws: `StochasticError.batchSize` if it is not at least 1; `.notFinite` before a step that would not be finite.
func stochasticDescent(
  _ gradient: ([Double], Int) -> [Double], count: Int, from w: [Double], epochs: Int, batchSize: Int,
  rate: (Int) -> Double, uniform: () -> Double
) throws -> [Double] {
  // BEGIN SOLUTION
  guard batchSize >= 1 else { throw StochasticError.batchSize(batchSize) }
  var (w, step) = (w, 0)
  for _ in 0..<epochs {
    for batch in batches(of: shuffled(count: count, uniform: uniform), size: batchSize) {
      var mean = [Double](repeating: 0, count: w.count)
      for example in batch {
        let g = gradient(w, example)
        for i in mean.indices { mean[i] += g[i] / Double(batch.count) }
      }
      guard mean.allSatisfy(\.isFinite) else { throw StochasticError.notFinite(step: step) }
      let length = rate(step)
      for i in w.indices { w[i] -= length * mean[i] }
      step += 1
    }
  }
  return w
  // END SOLUTION
}
