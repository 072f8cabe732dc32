import RealModule

/// What Stirling's formula leaves out: δ(z) = log Γ(z + 1) − (z + ½)·log z + z − ½·log 2π.
///
/// About 1/(12·z). For z ≥ 10 from the asymptotic series, whose error is below its first omitted term; below that
/// from log Γ.
///
/// - Parameter z: positive.
/// - Returns: to 10⁻¹⁶ for z ≥ 10, to about 10⁻¹⁵ below.
///
/// DLMF 5.11.1; Loader, Fast and accurate computation of binomial probabilities (2000).
func stirlingError(_ z: Double) -> Double {
  if z < 10 { return .logGammaOnePlus(z) - (z + 0.5) * .log(z) + z - 0.9189385332046728 }  // log √2π
  let square = 1 / (z * z)
  var sum = 0.0
  for c in stirlingTerms.reversed() { sum = sum * square + c }
  return sum / z
}

/// B(2k)/(2k·(2k − 1)) for k = 1 … 8, B Bernoulli's numbers.
let stirlingTerms: [Double] = [
  1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360_360, 1.0 / 156, -3617.0 / 122_400,
]

/// The Poisson probability of a count at its own mean, zᶻ·e⁻ᶻ/Γ(z + 1), between 1 at 0 and about 1/√(2π·z).
///
/// The slowly varying factor of every probability below; the rest is an exponential whose argument is summed in
/// double-double.
func peakProbability(_ z: Double) -> Double {
  if z < 10 { return z == 0 ? 1 : .exp(z * .log(z) - z) / .gamma(z + 1) }
  return .exp(-stirlingError(z)) / (2 * .pi * z).squareRoot()
}
