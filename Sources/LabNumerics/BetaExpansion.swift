import RealModule

/// I(x; a, b) over xᵃ·yᵇ/B(a, b), for large a and b and x up to the mean.
///
/// The continued fraction needs some √(a + b) terms here, and each rounds. With t² for what the logarithm of xᵃ·yᵇ falls
/// short of its peak, the integrand is e^(−t²) times a power series in t, and the integrals from t₀ on, over e^(−t₀²),
/// follow from the first two: Jₙ ~ t₀ⁿ⁻¹ + (n − 1)·Jₙ₋₂, J₀ ~ erfcx(t₀).
///
/// - Parameters:
///   - a: above 10⁵, as b.
///   - b: above 10⁵.
///   - excess: a·y − b·x with all its digits, 0 ... min(a, b)/50.
/// - Returns: to about 2·10⁻¹⁵.
///
/// Didonato and Morris, Significant digit computation of the incomplete beta function ratios (ACM TOMS 18, 1992),
/// formula 20, and BASYM of Algorithm 708, whose names are kept.
func betaExpansion(_ a: Double, _ b: Double, _ excess: Double) -> Double {
  let (m, n) = (min(a, b), max(a, b))
  let h = m / n
  let (r0, r1, w0) = (1 / (1 + h), (b - a) / n, 1 / (m * (1 + h)).squareRoot())
  let square = -a * Double.logOnePlusMinus(-excess / a) - b * Double.logOnePlusMinus(excess / b)
  let e1 = 0.35355339059327379  // 2^(−3/2)
  // a0 has the series of the phase, b0 its powers, c and d the series that multiplies e^(−t²).
  let none = [Double](repeating: 0, count: 22)
  var (a0, b0, c, d) = (none, none, none, none)
  a0[0] = r1 * 2 / 3
  c[0] = -0.5 * a0[0]
  d[0] = -c[0]
  var (j0, j1) = (0.25 * Double.pi.squareRoot() * .erfcx(square.squareRoot()), e1)
  var sum = j0 + d[0] * w0 * j1
  var (s, hn, w, evenPower, oddPower) = (1.0, 1.0, w0, (2 * square).squareRoot(), 2 * square)
  for k in stride(from: 2, through: 20, by: 2) {
    hn *= h * h
    a0[k - 1] = 2 * r0 * (1 + h * hn) / Double(k + 2)
    s += hn
    a0[k] = 2 * r1 * s / Double(k + 3)
    for i in k...k + 1 {
      let r = -0.5 * Double(i + 1)
      b0[0] = r * a0[0]
      for p in 2...i {
        var sum = 0.0
        for j in 1..<p { sum += (Double(j) * r - Double(p - j)) * a0[j - 1] * b0[p - j - 1] }
        b0[p - 1] = r * a0[p - 1] + sum / Double(p)
      }
      c[i - 1] = b0[i - 1] / Double(i + 1)
      d[i - 1] = -(c[i - 1] + (1..<i).reduce(0) { $0 + d[i - $1 - 1] * c[$1 - 1] })
    }
    j0 = e1 * evenPower + Double(k - 1) * j0
    j1 = e1 * oddPower + Double(k) * j1
    evenPower *= 2 * square
    oddPower *= 2 * square
    let terms = (d[k - 1] * w * w0 * j0, d[k] * w * w0 * w0 * j1)
    w *= w0 * w0
    sum += terms.0 + terms.1
    if terms.0.magnitude + terms.1.magnitude <= 1e-17 * sum { break }
  }
  // 2/√π times √(2π·(a + b)/(a·b)).
  return sum * 2 * 1.4142135623730951 * (1 / m + 1 / n).squareRoot()
}
