import Glibc

/// The coefficients c₀ … c₈ of Lanczos' approximation with g = 7, by Godfrey.
let lanczos = [
  0.99999999999980993, 676.52036812188510, -1259.1392167224028, 771.32342877765308, -176.61502916214059,
  12.507343278686905, -0.13857109526572012, 9.9843695780195716e-6, 1.5056327351493116e-7,
]

/// The logarithm of the gamma function: ln Γ(x).
///
/// - Parameter x: > 0.
/// - Returns: ∞ for 0 and for ∞; NaN for x < 0 and for NaN.
func logGamma(_ x: Double) -> Double {
  // BEGIN SOLUTION
  guard x >= 0 else { return .nan }
  guard x > 0, x < .infinity else { return .infinity }
  let sum = (1...8).reduce(lanczos[0]) { $0 + lanczos[$1] / (x + Double($1 - 1)) }
  let t = x + 6.5
  return (x - 0.5) * log(t) - t + 0.5 * log(2 * .pi) + log(sum)
  // END SOLUTION
}

/// The continued fraction b₀ + α₁/(b₁ + α₂/(b₂ + …)), from the front by Lentz' method.
///
/// - Parameters:
///   - first: b₀, not 0.
///   - level: αₙ and bₙ for n = 1, 2, …
/// - Returns: the value as soon as a level changes it by less than an ulp; after 100 000 levels what is there.
func continuedFraction(_ first: Double, _ level: (Int) -> (alpha: Double, b: Double)) -> Double {
  // BEGIN SOLUTION
  var (c, d, value) = (first, 0.0, first)
  for n in 1...100_000 {
    let (alpha, b) = level(n)
    c = b + alpha / c
    d = 1 / (b + alpha * d)
    value *= c * d
    if abs(c * d - 1) <= 0x1p-52 { break }
  }
  return value
  // END SOLUTION
}

/// The lower regularised incomplete gamma function: P(a, x).
///
/// - Parameters:
///   - a: > 0 and finite.
///   - x: ≥ 0, or ∞.
/// - Returns: a number in 0 ... 1; NaN outside the ranges.
func gammaP(_ a: Double, _ x: Double) -> Double {
  // BEGIN SOLUTION
  guard a > 0, a < .infinity, x >= 0 else { return .nan }
  guard x < a + 1 else { return 1 - gammaQ(a, x) }
  var (term, sum, n) = (1.0, 1.0, a)
  while term > sum * 0x1p-53 {
    n += 1
    term *= x / n
    sum += term
  }
  return exp(a * log(x) - x - logGamma(a + 1)) * sum
  // END SOLUTION
}

/// The upper regularised incomplete gamma function: Q(a, x) = 1 − P(a, x), accurate where it is small.
///
/// - Parameters:
///   - a: > 0 and finite.
///   - x: ≥ 0, or ∞.
/// - Returns: a number in 0 ... 1; NaN outside the ranges.
func gammaQ(_ a: Double, _ x: Double) -> Double {
  // BEGIN SOLUTION
  guard a > 0, a < .infinity, x >= 0 else { return .nan }
  guard x >= a + 1 else { return 1 - gammaP(a, x) }
  guard x < .infinity else { return 0 }
  let fraction = continuedFraction(x + 1 - a) { level in
    let n = Double(level)
    return (-n * (n - a), x + 2 * n + 1 - a)
  }
  return exp(a * log(x) - x - logGamma(a)) / fraction
  // END SOLUTION
}

/// The regularised incomplete beta function: I(x; a, b), accurate where it is small.
///
/// - Parameters:
///   - x: 0 ... 1.
///   - a: > 0 and finite.
///   - b: > 0 and finite.
/// - Returns: a number in 0 ... 1; NaN outside the ranges.
func betaI(_ x: Double, _ a: Double, _ b: Double) -> Double {
  // BEGIN SOLUTION
  guard x >= 0, x <= 1, a > 0, b > 0, a < .infinity, b < .infinity else { return .nan }
  func direct(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let fraction = continuedFraction(1) { level in
      let (n, m) = (Double(level), Double(level / 2))
      let top = level % 2 == 0 ? m * (b - m) : -(a + m) * (a + b + m)
      return (top * x / ((a + n - 1) * (a + n)), 1)
    }
    let logBeta = logGamma(a) + logGamma(b) - logGamma(a + b)
    return exp(a * log(x) + b * log1p(-x) - logBeta) / (a * fraction)
  }
  return x < (a + 1) / (a + b + 2) ? direct(x, a, b) : 1 - direct(1 - x, b, a)
  // END SOLUTION
}
