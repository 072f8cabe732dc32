// Gradients against differences of a function that is not the learner's.
//
// Central differences with Richardson's extrapolation in Double, along random directions and, where there are few
// variables, along each of them. A place where the one-sided differences do not come together is a kink: it is passed
// over, as nothing can be said there. The difference quotient brings an estimate of its own error, which is granted on
// top of the ladder's 10⁻⁷ (Karpathy, CS231n, Gradient checks); no wider tolerance can be asked for.

import Glibc

/// Expects the gradient of f at x.
///
/// * `got`: ∂f/∂xᵢ, one number a variable.
/// * `f`: the function, written in the check from its definition; smooth but for kinks.
/// * `x`: where; not an integer grid, lest kinks are met on purpose.
/// * `random`: draws the directions.
/// * `what`: says what the gradient is of: "the gradient by W".
public func expect(
  gradient got: @autoclosure () throws -> [Double], of f: ([Double]) -> Double, at x: [Double],
  using random: inout some RandomNumberGenerator, _ advice: String? = nil, what: String? = nil, line: Int = #line
) {
  guard let got = answer(got, advice, line) else { return }
  let session = Session.current
  let subject = what ?? session.callThatGave(got.observation) ?? "the gradient"
  guard got.count == x.count else {
    return session.fail(
      message: "\(subject) has \(count(got.count, "entry", "entries")), expected \(x.count): one for each variable",
      advice: advice, line: line)
  }
  if let index = got.firstIndex(where: { !$0.isFinite }) {
    return session.fail(
      message: "\(subject) has \(describe(got[index])) at [\(index)]", advice: advice, line: line)
  }
  let largest = x.lazy.map { abs($0) }.max() ?? 0
  let reach = x.map { largest == 0 ? 1 : max(abs($0), 0.1 * largest) }  // how far is far, for each variable
  var slopes: [(slope: Slope, claimed: Double, index: Int?)] = []
  if x.count <= mostCoordinates {
    for i in x.indices {
      var direction = [Double](repeating: 0, count: x.count)
      direction[i] = reach[i]
      if let slope = Slope(of: f, at: x, along: direction) { slopes.append((slope, got[i] * direction[i], i)) }
    }
  }
  var tries = 0
  while slopes.count(where: { $0.index == nil }) < directionCount, tries < 4 * directionCount, !x.isEmpty {
    tries += 1
    let direction = reach.map { $0 * Double.random(in: -1...1, using: &random) }
    guard let slope = Slope(of: f, at: x, along: direction) else { continue }
    slopes.append((slope, zip(got, direction).reduce(0) { $0 + $1.0 * $1.1 }, nil))
  }
  guard !slopes.isEmpty || x.isEmpty else {
    return session.fail(
      message: "\(subject) cannot be judged here: f has kinks in every direction. A fault of the exercise.",
      advice: nil, line: line)
  }
  let wrong = slopes.filter { !$0.slope.accepts($0.claimed) }
  guard let worst = wrong.max(by: { $0.slope.error(of: $0.claimed) < $1.slope.error(of: $1.claimed) }) else {
    return session.expectationMet()
  }
  let place = worst.index.map { "its entry [\($0)]" } ?? "its slope along a random direction"
  let scale = worst.index.map { reach[$0] } ?? 1
  let wrongEntries = wrong.count { $0.index != nil }
  let share = wrongEntries == 0 ? "" : "; \(wrongEntries) of \(x.count) entries wrong"
  session.fail(
    message: "\(subject) is not that of the function: \(place) is \(describe(worst.claimed / scale)), "
      + "differences give \(brief(worst.slope.value / scale))",
    difference: "relative error \(brief(worst.slope.error(of: worst.claimed))): "
      + ladder(worst.slope.error(of: worst.claimed)) + share, advice: advice, line: line)
}

/// Expects the product of an upstream gradient with the Jacobian of f at x: what a backward pass returns.
///
/// The upstream numbers are drawn from the normal distribution; ones would hide what cancels in a sum.
///
/// * `pullback`: u ↦ uᵀ·∂f/∂x, the learner's.
/// * `f`: the forward function, written in the check.
/// * `x`: where.
/// * `random`: draws the upstream gradient and the directions.
public func expect(
  pullback: ([Double]) throws -> [Double], of f: ([Double]) -> [Double], at x: [Double],
  using random: inout some RandomNumberGenerator, _ advice: String? = nil, what: String? = nil, line: Int = #line
) {
  let upstream = f(x).map { _ in normal(using: &random) }
  expect(
    gradient: try pullback(upstream), of: { x in zip(upstream, f(x)).reduce(0) { $0 + $1.0 * $1.1 } }, at: x,
    using: &random, advice, what: what, line: line)
}

/// With more variables than this only random directions are tried.
private let mostCoordinates = 24
private let directionCount = 3

private func ladder(_ error: Double) -> String {
  error > 1e-2
    ? "the formula is wrong"
    : error > 1e-4 ? "a term is missing, or a constant is off" : "nearly right: too little precision, or a small term"
}

/// The derivative of a function along a line, by differences.
private struct Slope {
  let value: Double
  /// The estimated error of `value`.
  let uncertainty: Double

  /// nil at a kink, or where the differences are too coarse to tell 10⁻⁵.
  init?(of f: ([Double]) -> Double, at x: [Double], along direction: [Double]) {
    func at(_ t: Double) -> Double { f(zip(x, direction).map { $0 + t * $1 }) }
    let middle = f(x)
    // Neville's scheme on steps that halve; the error of a column is its distance from the two that made it (Ridders,
    // Advances in Engineering Software 4, 1982).
    var (best, error) = (0.0, Double.infinity)
    var previous: [Double] = []
    var gaps: [Double] = []
    var largest = abs(middle)
    var step = 0.02
    for _ in 0..<7 {
      let (right, left) = (at(step), at(-step))
      guard right.isFinite, left.isFinite else { return nil }
      largest = max(largest, abs(right), abs(left))
      gaps.append(abs((right - middle) / step - (middle - left) / step))
      var row = [(right - left) / (2 * step)]
      var factor = 4.0
      for older in previous {
        let next = row.last! + (row.last! - older) / (factor - 1)
        let doubt = max(abs(next - row.last!), abs(next - older))
        if doubt < error { (best, error) = (next, doubt) }
        row.append(next)
        factor *= 4
      }
      previous = row
      step /= 2
    }
    // The one-sided slopes of a smooth function come together as the step shrinks; at a kink they stay apart.
    let noise = 1e-13 * largest / step
    guard gaps[6] <= max(0.1 * gaps[0], 1e-6 * abs(best), noise) || gaps[0] <= noise else { return nil }
    let rounding = 0x1p-52 * largest / 0.02
    value = best
    uncertainty = 4 * error + 4 * rounding
    guard uncertainty <= 1e-5 * max(abs(best), 1e-3 * largest, .leastNormalMagnitude) else { return nil }
  }

  func error(of claimed: Double) -> Double {
    let scale = max(abs(claimed), abs(value))
    return scale == 0 ? 0 : abs(claimed - value) / scale
  }

  func accepts(_ claimed: Double) -> Bool {
    abs(claimed - value) <= 1e-7 * max(abs(claimed), abs(value)) + uncertainty
  }
}

/// A standard normal number by Box and Muller.
private func normal(using random: inout some RandomNumberGenerator) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}
