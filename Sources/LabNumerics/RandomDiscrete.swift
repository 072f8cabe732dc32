// The same seed gives the same numbers on every machine: see ReproducibleFunctions.swift.

extension RandomNumberGenerator {
  /// A whole number from 0 ..< bound, all equally likely. Takes one word, rarely more.
  ///
  /// The high half of word·bound; words whose low half would favour some numbers are drawn again.
  ///
  /// - Parameter bound: at least 1.
  /// - Returns: unbiased, unlike the remainder of a word.
  ///
  /// Lemire, Fast random integer generation in an interval (ACM TOMACS 29, 2019).
  public mutating func uniformInteger(below bound: Int) -> Int {
    require(bound >= 1, "uniformInteger: no number below \(bound)")
    let bound = UInt64(bound)
    while true {
      let (high, low) = next().multipliedFullWidth(by: bound)
      // 2⁶⁴ mod bound of the low halves are one too many for some numbers.
      if low >= bound || low >= (0 &- bound) % bound { return Int(high) }
    }
  }

  /// A count with the Poisson distribution.
  ///
  /// For a mean below 10 by inversion, adding up probabilities (one word); above, by Hörmann's transformed rejection with
  /// squeeze, PTRS (about 2.3 words, whatever the mean).
  ///
  /// - Parameter mean: 0 ... 10¹⁵.
  /// - Returns: 0 or more.
  ///
  /// Hörmann, The transformed rejection method for generating Poisson random variables (Insurance: Mathematics and
  /// Economics 12, 1993).
  public mutating func poisson(mean: Double) -> Int {
    require(mean >= 0 && mean <= 1e15, "poisson: a mean of \(mean), not in 0 ... 1e15")
    if mean < 10 {
      return inversion(first: reproducibleExp(-mean), upTo: 1000) { k in mean / k }
    }
    let b = 0.931 + 2.53 * mean.squareRoot()
    let a = -0.059 + 0.02483 * b
    let bound = reproducibleLog(1.1239 + 1.1328 / (b - 3.4))
    return transformedRejection(
      a: a, b: b, centre: mean + 0.43, squeeze: 0.9277 - 3.6224 / (b - 2), limit: 0x1p62
    ) { k, hat in bound - hat <= reproducibleLogPoisson(k, mean: mean) }
  }

  /// A number of successes with the binomial distribution.
  ///
  /// Where fewer than 10 are expected on the rarer side by inversion (one word), otherwise by Hörmann's transformed
  /// rejection with squeeze, BTRS (about 2.4 words, whatever n).
  ///
  /// - Parameters:
  ///   - trials: n, 0 ... 10¹⁵.
  ///   - probability: of success, 0 ... 1.
  /// - Returns: 0 ... n.
  ///
  /// Hörmann, The generation of binomial random variates (J. Statistical Computation and Simulation 46, 1993).
  public mutating func binomial(trials: Int, probability: Double) -> Int {
    let p = probability
    require(trials >= 0 && trials <= 1_000_000_000_000_000, "binomial: \(trials) trials, not in 0 ... 1e15")
    require(p >= 0 && p <= 1, "binomial: \(p) is not a probability, 0 ... 1")
    if p > 0.5 { return trials - binomial(trials: trials, probability: 1 - p) }
    let n = Double(trials)
    if p == 0 || trials == 0 { return 0 }
    if n * p < 10 {
      // log(1 − p) with the digits of a small p
      let first = reproducibleExp(n * (.logOnePlusMinus(-p) - p))
      let odds = p / (1 - p)
      return inversion(first: first, upTo: trials) { k in (n - k + 1) / k * odds }
    }
    let deviation = (n * p * (1 - p)).squareRoot()
    let b = 1.15 + 2.53 * deviation
    let a = -0.0873 + 0.0248 * b + 0.01 * p
    let mode = ((n + 1) * p).rounded(.down)
    let peak = reproducibleLogBinomial(mode, of: n, probability: p)
    let alpha = reproducibleLog((2.83 + 5.1 / b) * deviation)
    return transformedRejection(
      a: a, b: b, centre: n * p + 0.5, squeeze: 0.92 - 4.2 / b, limit: n
    ) { k, hat in alpha - hat <= reproducibleLogBinomial(k, of: n, probability: p) - peak }
  }

  /// The first k at which the probabilities add up to more than one uniform number.
  private mutating func inversion(first: Double, upTo limit: Int, _ ratio: (Double) -> Double) -> Int {
    var (u, probability, k) = (uniform(Double.self), first, 0)
    while u >= probability && k < limit {
      u -= probability
      k += 1
      probability *= ratio(Double(k))
      if probability == 0 { break }
    }
    return k
  }

  /// A k from (2·a/(½ − |u|) + b)·u + centre, accepted at once inside the squeeze and by `isBelow` outside it.
  ///
  /// - Parameters:
  ///   - a: how far the hat's tails reach.
  ///   - b: how wide its middle is.
  ///   - centre: of the hat.
  ///   - squeeze: the v up to which the middle lies inside the probabilities.
  ///   - limit: the largest k.
  ///   - isBelow: whether k is accepted; gets k and log(a/(½ − |u|)² + b) − log v.
  /// - Returns: 0 ... limit.
  private mutating func transformedRejection(
    a: Double, b: Double, centre: Double, squeeze: Double, limit: Double, isBelow: (_ k: Double, _ hat: Double) -> Bool
  ) -> Int {
    while true {
      let u = uniform(Double.self) - 0.5
      let v = 1 - uniform(Double.self)  // not 0
      let distance = 0.5 - u.magnitude
      if distance == 0 { continue }
      let k = ((2 * a / distance + b) * u + centre).rounded(.down)
      if k < 0 || k > limit { continue }
      if distance >= 0.07 && v <= squeeze { return Int(k) }
      let hat = reproducibleLog(a / (distance * distance) + b) - reproducibleLog(v)
      if isBelow(k, hat) { return Int(k) }
    }
  }
}
