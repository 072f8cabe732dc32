import RealModule

/// Where a tail probability takes a given value: x with T(x) = target, as log x or any other coordinate u.
///
/// Newton's iteration on log T. The tails here are log-concave in u, so it converges from every start without
/// overshooting twice; a bracket catches the first step.
///
/// - Parameters:
///   - target: above 0, not above about ½ for speed.
///   - increasing: whether T grows with u (a lower tail) or falls (an upper one).
///   - start: a guess.
///   - tail: T and |dT/du| at u.
/// - Returns: the last u at which T was computed, and the step from there to the place. The sum would be rounded to the
///   steps of u, which are too large where u is a logarithm and the density is high.
func solveTail(
  _ target: Double, increasing: Bool, start: Double, _ tail: (Double) -> (value: Double, slope: Double)
) -> (u: Double, step: Double) {
  var (u, low, high) = (start, -Double.infinity, Double.infinity)
  var width = 1.0
  for _ in 0..<200 {
    let (value, slope) = tail(u)
    let isLeft = (value < target) == increasing
    if isLeft { low = u } else { high = u }
    if value == target { return (u, 0) }
    let distance = (value < target ? target - value : value - target) / target
    // log1p keeps the digits of a small distance; the logarithm of the ratio would not.
    let excess =
      distance < 0.1 ? Double.log(onePlus: (value - target) / target) : Double.log(value) - .log(target)
    let step = (increasing ? -excess : excess) * (value / slope)
    // The next one would be its square, or be lost in the steps of u.
    if step.magnitude <= max(1e-9 * min(1, value / slope), 2 * u.ulp) { return (u, step) }
    var next = u + step
    if !(next > low && next < high) || !step.isFinite {
      width *= 2
      next = low.isFinite && high.isFinite ? low + (high - low) / 2 : isLeft ? u + width : u - width
    }
    if low.isFinite && high.isFinite && high - low <= 2e-16 * max(low.magnitude, high.magnitude) { return (next, 0) }
    u = next
  }
  return (u, 0)
}

/// x·scale with P(a, x) = p, or with Q(a, x) = p if `upper`; in range also where x is not.
func gammaQuantile(_ a: Double, _ p: Double, upper: Bool, scale: Double = 1) -> Double {
  if p.isNaN { return p }
  if p == 0 { return upper ? .infinity : 0 }
  if p == 1 { return upper ? 0 : .infinity }
  if p > 0.5 { return gammaQuantile(a, 1 - p, upper: !upper, scale: scale) }
  // Near 0, P is xᵃ/Γ(a + 1).
  let small = ((upper ? .log(onePlus: -p) : .log(p)) + .logGammaOnePlus(a)) / a
  if small < -40 { return DoubleDouble(small).exponential(times: scale) }
  let z = upper ? Double.normalUpperQuantile(p) : -Double.normalUpperQuantile(p)
  let cube = 1 - 1 / (9 * a) + z / (3 * a.squareRoot())  // Wilson and Hilferty
  let far = -(.log(p) + .logGamma(a))  // for a small shape, Q is about e⁻ˣ/Γ(a)
  let start =
    upper && a < 1 && far > 1
    ? .log(far) : small < -1 && a < 10 || cube < 0.1 ? min(small, 1) : .log(a) + 3 * .log(cube)
  let (u, step) = solveTail(p, increasing: !upper, start: start) { u in
    let x = Double.exp(u)
    let (lower, higher) = incompleteGamma(a, DoubleDouble(x))
    return (upper ? higher : lower, a * gammaPrefix(a, DoubleDouble(x)))
  }
  let x = Double.exp(u)
  return scale * (x + x * step)
}

/// A place on 0 ... 1, and a small step from there in its logit, log(x/(1 − x)).
struct BetaPlace {
  private let x: DoubleDouble
  private let y: DoubleDouble
  private let logit: Double
  private let step: Double

  init(logit: Double, step: Double = 0) {
    (x, y) = logistic(logit)
    (self.logit, self.step) = (logit, step)
  }

  /// 1 − x.
  var complement: BetaPlace { BetaPlace(logit: -logit, step: -step) }

  /// x.
  var fraction: Double { x.high + x.high * y.high * step }

  /// Whether the odds are the exponential of the logit, which may be out of range, and the step is 0.
  private var isFar: Bool { logit.magnitude > 600 }

  /// x/(1 − x) times a factor.
  func odds(times factor: Double) -> Double {
    isFar ? DoubleDouble(logit).exponential(times: factor) : odds * factor
  }

  /// The square root of x/(1 − x), times a factor.
  func oddsRoot(times factor: Double) -> Double {
    isFar ? DoubleDouble(0.5 * logit).exponential(times: factor) : odds.squareRoot() * factor
  }

  private var odds: Double {
    if !(min(x.high, y.high) > 1e-280) { return x.high / y.high }
    let odds = (x / y).high
    return odds + odds * step
  }
}

/// The x with I(x; a, b) = p, or with 1 − I = p if `upper`.
func betaQuantile(_ a: Double, _ b: Double, _ p: Double, upper: Bool) -> BetaPlace {
  if p.isNaN { return BetaPlace(logit: p) }
  if p == 0 { return BetaPlace(logit: upper ? .infinity : -.infinity) }
  if p == 1 { return BetaPlace(logit: upper ? -.infinity : .infinity) }
  if p > 0.5 { return betaQuantile(a, b, 1 - p, upper: !upper) }
  if upper { return betaQuantile(b, a, p, upper: false).complement }
  // Near 0, I is xᵃ/(a·B(a, b)); near 1, its complement is yᵇ/(b·B(a, b)).
  let left = (.log(p) + .logGammaOnePlus(a) + logGammaRatio(b, a)) / a
  if left < -40 && left + .log(max(b, 1)) < -40 { return BetaPlace(logit: left) }
  let right = -(.log(onePlus: -p) + .logGammaOnePlus(b) + logGammaRatio(a, b)) / b
  if right > 40 && right - .log(max(a, 1)) > 40 { return BetaPlace(logit: right) }
  let z = -Double.normalUpperQuantile(p)
  var start = .log(a / b) + z * (1 / a + 1 / b).squareRoot()
  if a < 1 && left + .log(max(b, 1)) < -1 {
    start = left
  } else if b < 1 && right - .log(max(a, 1)) > 1 {
    start = right
  }
  let (u, step) = solveTail(p, increasing: true, start: start) { u in
    let (x, y) = logistic(u)
    return (incompleteBeta(x, y, a, b).lower, betaPrefix(x, y, a, b))
  }
  return BetaPlace(logit: u, step: step)
}

/// 1/(1 + e⁻ᵘ) and its complement, the smaller a Double and the two exactly 1 together.
func logistic(_ u: Double) -> (x: DoubleDouble, y: DoubleDouble) {
  let e = Double.exp(-u.magnitude)
  let small = e / (1 + e)
  let (x, y) = (DoubleDouble(small), DoubleDouble.sum(1, -small))
  return u < 0 ? (x, y) : (y, x)
}

/// The smallest k with cdf(k) ≥ p or upperTail(k) ≤ q, in `range`, from a guess.
///
/// A probability counts as reached from one part in 2⁴⁶ short of it, as in R, so that p = 0.25 finds the k whose
/// probability rounding has left at 0.24999999999999997.
func discreteQuantile(_ range: ClosedRange<Int>, guess: Double, isReached: (Int) -> Bool) -> Int {
  let clamped = max(Double(range.lowerBound), min(Double(range.upperBound), guess.isNaN ? 0 : guess))
  var k = clamped >= 9.2e18 ? range.upperBound : min(max(Int(clamped), range.lowerBound), range.upperBound)
  var step = 1
  if isReached(k) {
    var high = k
    while true {
      if high == range.lowerBound { return high }
      k = high - range.lowerBound > step ? high - step : range.lowerBound
      if !isReached(k) { return firstReached(after: k, upTo: high, isReached) }
      high = k
      step *= 2
    }
  }
  while true {
    let low = k
    if low == range.upperBound { return low }
    k = range.upperBound - low > step ? low + step : range.upperBound
    if k == range.upperBound || isReached(k) { return firstReached(after: low, upTo: k, isReached) }
    step *= 2
  }
}

private func firstReached(after low: Int, upTo high: Int, _ isReached: (Int) -> Bool) -> Int {
  var (low, high) = (low, high)
  while high - low > 1 {
    let middle = low + (high - low) / 2
    if isReached(middle) { high = middle } else { low = middle }
  }
  return high
}

/// How far short of its mark a discrete quantile may stop: 1 − 2⁻⁴⁶.
let discreteFuzz = 0x1p-46
