// Expectations for random answers. The randomness comes from the check's own generator, so an answer is accepted or
// refused for good: a bound on p says how often a right answer is refused over all seeds, not how often it flickers.

import Glibc
import LabNumerics

/// A right sampler is refused once in a million seeds.
private let leastProbability = 1e-6

/// Expects a sample that could come from a continuous distribution: Kolmogorov and Smirnov's test at p > 10⁻⁶.
///
/// The tail of D is Kolmogorov's with Stephens' correction for finite n, good to two digits from n = 10 on.
/// Stephens, EDF Statistics for Goodness of Fit and Some Comparisons, JASA 69 (1974).
///
/// * `sample`: at least 10 numbers, independent.
/// * `distribution`: the right one.
public func expect(
  sample: @autoclosure () throws -> [Double], follows distribution: some ContinuousDistribution,
  _ advice: String? = nil, what: String? = nil, line: Int = #line
) {
  guard let sample = answer(sample, advice, line) else { return }
  let session = Session.current
  let subject = what ?? "the sample"
  if let index = sample.firstIndex(where: { !$0.isFinite }) {
    return session.fail(
      message: "\(subject) holds \(describe(sample[index])) at [\(index)]", advice: advice, line: line)
  }
  guard sample.count >= 10 else {
    return session.fail(
      message: "\(subject) has \(count(sample.count, "number", "numbers")), too few to judge its distribution",
      advice: advice, line: line)
  }
  let n = Double(sample.count)
  var (gap, place) = (0.0, 0.0)
  for (index, x) in sample.sorted().enumerated() {
    let right = distribution.cdf(x)
    let here = max(Double(index + 1) / n - right, right - Double(index) / n)
    if here > gap { (gap, place) = (here, x) }
  }
  let p = kolmogorovTail((n.squareRoot() + 0.12 + 0.11 / n.squareRoot()) * gap)
  if p > leastProbability { return session.expectationMet() }
  let below = sample.count { $0 <= place }
  session.fail(
    message: "\(subject) does not follow the distribution asked for: \(brief(100 * Double(below) / n)) % of the "
      + "\(sample.count) numbers are ≤ \(brief(place)), it should be \(brief(100 * distribution.cdf(place))) %",
    difference: "by chance so large a gap comes with probability \(brief(p))", advice: advice, line: line)
}

/// Expects counts that could come from these probabilities: Pearson's χ² test at p > 10⁻⁶.
///
/// Neighbouring cells are pooled until each expects at least 5; a count in a cell of probability 0 is refused.
public func expect(
  counts: @autoclosure () throws -> [Int], follow probabilities: [Double], _ advice: String? = nil,
  what: String? = nil, line: Int = #line
) {
  guard let counts = answer(counts, advice, line) else { return }
  let session = Session.current
  let subject = what ?? "the counts"
  guard counts.count == probabilities.count else {
    return session.fail(
      message: "\(subject) are \(counts.count) numbers, expected \(probabilities.count)", advice: advice, line: line)
  }
  if let cell = counts.indices.first(where: { probabilities[$0] == 0 && counts[$0] != 0 }) {
    return session.fail(
      message: "\(subject): [\(cell)] came \(counts[cell]) times, its probability is 0", advice: advice, line: line)
  }
  let total = Double(counts.reduce(0, +))
  var (statistic, cells) = (0.0, 0)
  var (observed, expected) = (0.0, 0.0)
  var rest = total
  for (n, p) in zip(counts, probabilities) {
    observed += Double(n)
    expected += p * total
    rest -= p * total
    guard expected >= 5, rest >= 5 || rest < 1e-9 * total else { continue }
    statistic += (observed - expected) * (observed - expected) / expected
    cells += 1
    (observed, expected) = (0, 0)
  }
  if expected > 0 {  // fewer than 5 are left: too little to say anything by itself
    statistic += (observed - expected) * (observed - expected) / max(expected, 5)
    cells += 1
  }
  guard cells >= 2 else {
    return session.fail(
      message: "\(subject) add up to \(brief(total)), too few to judge their distribution", advice: advice, line: line)
  }
  let p = ChiSquaredDistribution(degreesOfFreedom: Double(cells - 1)).upperTail(statistic)
  if p > leastProbability { return session.expectationMet() }
  let worst = counts.indices.max { surprise(counts[$0], probabilities[$0]) < surprise(counts[$1], probabilities[$1]) }!
  func surprise(_ n: Int, _ p: Double) -> Double { p == 0 ? 0 : abs(Double(n) - p * total) / (p * total).squareRoot() }
  session.fail(
    message: "\(subject) do not follow the probabilities asked for: [\(worst)] came \(counts[worst]) times of "
      + "\(brief(total)), expected about \(brief(probabilities[worst] * total))",
    difference: "χ² is \(brief(statistic)) with \(cells - 1) degrees of freedom; so much or more comes with "
      + "probability \(brief(p))", advice: advice, line: line)
}

/// Kolmogorov's Q(x) = 2·Σ_{k ≥ 1} (−1)^{k−1}·exp(−2k²x²); 1 for x below 0.2, where it differs from 1 by less than
/// 10⁻¹² and the series converges slowly.
func kolmogorovTail(_ x: Double) -> Double {
  guard x > 0.2 else { return 1 }
  let terms = (1...100).map { k in (k % 2 == 1 ? 2 : -2) * exp(-2 * Double(k * k) * x * x) }
  return min(1, max(0, terms.reduce(0, +)))
}
