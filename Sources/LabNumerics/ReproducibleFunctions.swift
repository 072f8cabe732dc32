import RealModule

// Logarithm and exponential from +, −, × and ÷ alone, which IEEE 754 fixes to the last bit. The C library's differ between
// its versions and between processors with and without fused multiplication, now and then by an ulp – enough to turn a
// rejection into an acceptance and everything that is drawn after it into something else.

/// The natural logarithm of a positive, finite number, the same on every machine; to about 1 ulp.
///
/// k·log 2 + 2·artanh s with s = (m − 1)/(m + 1) for x = m·2ᵏ, √½ < m ≤ √2.
func reproducibleLog(_ x: Double) -> Double {
  var (m, k) = (x.significand, Double(x.exponent))
  if m > 1.4142135623730951 {
    m /= 2
    k += 1
  }
  let s = (m - 1) / (m + 1)
  let square = s * s  // at most 0.0295
  var sum = 0.0
  for n in stride(from: 23, through: 3, by: -2) { sum = sum * square + 1 / Double(n) }
  // log 2 in two parts, the first with so few digits that k times it is exact.
  return k * 0x1.62e42fefap-1 + (2 * s + (2 * s * square * sum + k * 0x1.cf79abc9e3b4p-40))
}

/// eˣ, the same on every machine; to about 1 ulp, 0 below −708.
func reproducibleExp(_ x: Double) -> Double {
  if x < -708 { return 0 }
  if x > 709 { return .infinity }
  let k = (x * 1.4426950408889634).rounded()
  let r = (x - k * 0x1.62e42fefap-1) - k * 0x1.cf79abc9e3b4p-40  // at most 0.35
  var sum = 1.0
  for n in stride(from: 14, through: 1, by: -1) { sum = 1 + sum * r / Double(n) }
  return Double(sign: .plus, exponent: Int(k), significand: sum)
}

/// (1 + d)·log(1 + d) − d without cancellation near 0, for d ≥ −1; what a rate pays for a count 1 + d times as large.
func reproducibleDeviance(_ d: Double) -> Double {
  if d > -0.5 && d < 1 { return (1 + d) * .logOnePlusMinus(d) + d * d }
  return d <= -1 ? 1 : (1 + d) * reproducibleLog(1 + d) - d
}

/// log(kᵏ·e⁻ᵏ/k!) for a whole k ≥ 0.
func reproducibleLogPeak(_ k: Double) -> Double {
  if k == 0 { return 0 }
  if k >= 10 { return -stirlingError(k) - 0.5 * reproducibleLog(2 * .pi * k) }
  let factorial = (1...Int(k)).reduce(1, *)
  return k * reproducibleLog(k) - k - reproducibleLog(Double(factorial))
}

/// log of the Poisson probability of `k` at a positive mean.
func reproducibleLogPoisson(_ k: Double, mean: Double) -> Double {
  reproducibleLogPeak(k) - mean * reproducibleDeviance((k - mean) / mean)
}

/// log of the binomial probability of `k` out of `n` at 0 < p < 1.
func reproducibleLogBinomial(_ k: Double, of n: Double, probability p: Double) -> Double {
  let (mean, rest) = (n * p, n * (1 - p))
  let peaks = reproducibleLogPeak(k) + reproducibleLogPeak(n - k) - reproducibleLogPeak(n)
  return peaks - mean * reproducibleDeviance((k - mean) / mean) - rest * reproducibleDeviance((mean - k) / rest)
}
