import LabNumerics
import RealModule

/// Laws of statistics, distributions and random numbers.
let statisticsLaws: [Law] =
  Law.both("means lie between the extremes, and shift and scale with the data", means, means)
  + Law.both("quantiles rise with their share and stay among the data", quantileOrder, quantileOrder)
  + Law.both("a histogram counts every datum once", histogramCounts, histogramCounts)
  + Law.both("covariances are symmetric, with the variances on the diagonal", covariances, covariances)
  + [
    Law("moments of two parts are moments of the whole", mergedMoments),
    Law("cdf and upper tail sum to 1, and rise and fall", continuousTails),
    Law("quantile and cdf are inverse, from either end", continuousRoundTrip),
    Law("a discrete quantile is the smallest place with as much below it", discreteQuantiles),
    Law("a density is the exponential of its logarithm", densities),
    Law("a permutation is one, and a sample has no repetitions", selections),
    Law("random numbers stay in their range, and come again from the same seed", randomRanges),
  ]

private func means<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.roughVector(c.int(1...30)), s: S = c.scale()
  let mean = x.mean()
  // Exact sums, rounded once, by a power of two that rounds nothing.
  return unless(mean >= x.min()! && mean <= x.max()!, "\(x)") ?? unless((-x).mean() == -mean, "−\(x)")
    ?? beyond(((s * x).mean() - s * mean).magnitude, s * .ulpOfOne * x.norm(.infinity), "\(s)·\(x)")
    ?? unless(x.count < 2 || x.variance() >= 0, "\(x)")
}

private func quantileOrder<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) -> String? {
  let x: Vector<S> = c.roughVector(c.int(1...12)), type = QuantileType.allCases[c.int(0...8)]
  let shares = [c.real(0, 1), c.real(0, 1)].sorted()
  let slack = 2 * S.ulpOfOne * x.norm(.infinity)
  let q = x.quantiles([0, shares[0], shares[1], 1], type: type)
  return unless(
    q[0] == x.min()! && q[3] == x.max()!
      && zip(q, q.dropFirst()).allSatisfy { $0 <= $1 + slack },
    "\(type) of \(x) at \(shares): \(q)")
    ?? unless(x.quantile(0.5) == x.median(), "\(x)")
}

private func histogramCounts<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let x: Vector<S> = c.roughVector(c.size(upTo: 30)), bins = c.int(1...7)
  let low: S = c.roughScalar(), width = c.roughScalar(S.self).magnitude + 1
  let histogram = try Histogram(x, bins: bins, range: low...low + width)
  let counted = histogram.counts.reduce(0, +) + histogram.outside.below + histogram.outside.above
  let inside = x.count { $0 >= low && $0 <= low + width }
  return unless(
    counted == x.count && histogram.counts.reduce(0, +) == inside, "\(x) in \(low)...\(low + width), \(bins)")
}

private func covariances<S: LinearAlgebraScalar>(_ c: inout Draws, _: S.Type) throws -> String? {
  let a: Matrix<S> = c.roughMatrix(c.int(2...9), c.int(1...4))
  let covariance = a.covariance()
  let size = covariance.norm(.max) + a.norm(.max) * a.norm(.max)
  let bound = 8 * S(a.rowCount) * .ulpOfOne * size
  return try unless(covariance.isSymmetric, "\(a)")
    ?? beyond((covariance.diagonal - a.columnVariances()).norm(.infinity), bound, "\(a)")
    ?? unless(try symmetricEigenvalues(covariance)[0] >= -bound * S(a.columnCount), "\(a): \(covariance)")
}

private func mergedMoments(_ c: inout Draws) -> String? {
  let x: [Double] = Array(c.roughVector(c.size(upTo: 20))), y: [Double] = Array(c.roughVector(c.size(upTo: 20)))
  let (merged, whole) = (Moments(x) + Moments(y), Moments(x + y))
  if merged.count != x.count + y.count { return "\(x) and \(y)" }
  if merged.count < 2 { return nil }
  let size = Vector(x + y).norm(.infinity), n = Double(merged.count)
  // Each of n updates rounds the centre by ulp(size), and with it the squares by twice the range.
  return unless(merged.minimum == whole.minimum && merged.maximum == whole.maximum, "\(x) and \(y)")
    ?? beyond((merged.mean - whole.mean).magnitude, n * size * .ulpOfOne, "\(x) and \(y)")
    ?? beyond((merged.variance() - whole.variance()).magnitude, 16 * n * size * size * .ulpOfOne, "\(x) and \(y)")
}

/// One of the continuous distributions, its parameters between 0.1 and 20.
private func continuous(_ c: inout Draws) -> any ContinuousDistribution {
  let kind = c.int(0...7)
  let (a, b) = (c.real(0.1, 20), c.real(0.1, 20))
  return switch kind {
  case 0: UniformDistribution(a...a + b)
  case 1: NormalDistribution(mean: a, standardDeviation: b)
  case 2: ExponentialDistribution(rate: a)
  case 3: GammaDistribution(shape: a, scale: b)
  case 4: BetaDistribution(a, b)
  case 5: ChiSquaredDistribution(degreesOfFreedom: a)
  case 6: StudentTDistribution(degreesOfFreedom: a)
  default: FDistribution(numeratorDegrees: a, denominatorDegrees: b)
  }
}

private func continuousTails(_ c: inout Draws) -> String? {
  let d = continuous(&c)
  let places = [c.real(-5, 40), c.real(-5, 40)].sorted()
  for x in places {
    // Each is good to 12 digits of itself.
    if let words = beyond((d.cdf(x) + d.upperTail(x) - 1).magnitude, 1e-12, "\(d) at \(x)") { return words }
  }
  return unless(
    d.cdf(places[0]) <= d.cdf(places[1]) * (1 + 1e-12)
      && d.upperTail(places[1]) <= d.upperTail(places[0]) * (1 + 1e-12),
    "\(d) at \(places)")
}

private func continuousRoundTrip(_ c: inout Draws) throws -> String? {
  let d = continuous(&c)
  // From 10⁻¹² up to 0.9999: below, the density may be too steep for a place to be told from the next.
  let p = c.bool() ? c.real(0.0001, 0.9999) : Double.pow(10, -c.real(0, 12))
  if p >= 1 { throw Inapplicable() }
  let (x, y) = (d.quantile(p), d.upperQuantile(p))
  // Where the place underflows it cannot hold what the share says.
  if x.magnitude < .leastNormalMagnitude || !y.isFinite { throw Inapplicable() }
  // Twelve digits of the tail, and what half a step of the place changes about it.
  return beyond((d.cdf(x) - p).magnitude, 1e-12 * p + 2 * d.pdf(x) * x.ulp, "cdf of quantile(\(p)) of \(d), \(x)")
    ?? beyond((d.upperTail(y) - p).magnitude, 1e-12 * p + 2 * d.pdf(y) * y.ulp, "tail of \(p) of \(d), \(y)")
}

private func discreteQuantiles(_ c: inout Draws) -> String? {
  return c.bool()
    ? check(BinomialDistribution(trials: c.size(upTo: 40), probability: c.real(0, 1)), c.real(0.001, 0.999))
    : check(PoissonDistribution(mean: c.real(0, 60)), c.real(0.001, 0.999))

  func check(_ d: some DiscreteDistribution, _ p: Double) -> String? {
    let k = d.quantile(p)
    // 12 digits of cdf decide between neighbours only so far.
    return unless(d.cdf(k) >= p * (1 - 1e-12) && (k == 0 || d.cdf(k - 1) <= p * (1 + 1e-12)), "\(d) at \(p): \(k)")
      ?? beyond((d.cdf(k) - (0...k).reduce(0) { $0 + d.pmf($1) }).magnitude, 1e-12, "sum to \(k) of \(d)")
  }
}

private func densities(_ c: inout Draws) throws -> String? {
  let d = continuous(&c), x = c.real(-5, 40)
  let (pdf, log) = (d.pdf(x), d.logPDF(x))
  if !(pdf >= 0) || pdf > 0 && log == -.infinity { return "\(d) at \(x): \(pdf), \(log)" }
  // Below the normal numbers the density has fewer digits than its logarithm.
  if pdf < .leastNormalMagnitude || pdf == .infinity { throw Inapplicable() }
  // The logarithm's rounding comes out of the exponential times its size.
  return beyond((.exp(log) / pdf - 1).magnitude, 1e-12 * (1 + log.magnitude), "\(d) at \(x)")
}

private func selections(_ c: inout Draws) -> String? {
  var generator = SplitMix64(seed: UInt64(c.int(0...1000)))
  let count = c.size(upTo: 50), size = c.int(0...count)
  let permutation = generator.permutation(count), sample = generator.sample(size, outOf: count)
  return unless(
    permutation.sorted() == Array(0..<count) && sample.count == size && Set(sample).count == size
      && sample.allSatisfy { (0..<count).contains($0) }, "\(permutation), \(sample) of \(count)")
}

private func randomRanges(_ c: inout Draws) -> String? {
  let seed = UInt64(c.int(0...1000)), bound = c.int(1...1000), trials = c.size(upTo: 30), share = c.real(0, 1)
  func draw(_ generator: inout some RandomNumberGenerator) -> [Double] {
    [
      generator.uniform(in: -2..<3), Double(generator.uniformInteger(below: bound)), generator.normal(),
      generator.exponential(rate: 2), generator.gamma(shape: 0.5 + share), generator.beta(1 + share, 2),
      Double(generator.poisson(mean: 30 * share)), Double(generator.binomial(trials: trials, probability: share)),
      Double(generator.uniform(Float.self)),
    ]
  }
  var (first, second) = (SplitMix64(seed: seed), SplitMix64(seed: seed))
  var (third, fourth) = (Xoshiro256StarStar(seed: seed), Xoshiro256StarStar(seed: seed))
  let x = draw(&first), y = draw(&third)
  for x in [x, y] {
    let isInRange =
      x[0] >= -2 && x[0] < 3 && x[1] >= 0 && x[1] < Double(bound) && x[2].isFinite && x[3] >= 0 && x[4] >= 0
      && x[5] >= 0 && x[5] <= 1 && x[6] >= 0 && x[7] >= 0 && x[7] <= Double(trials) && x[8] >= 0 && x[8] < 1
    if !isInRange { return "seed \(seed): \(x)" }
  }
  return unless(x == draw(&second) && y == draw(&fourth), "seed \(seed)")
}
