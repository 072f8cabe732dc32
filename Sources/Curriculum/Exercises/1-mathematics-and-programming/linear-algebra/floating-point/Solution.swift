import Glibc

/// The sum of x from left to right.
///
/// - Parameter x: n ≥ 0 values.
/// - Returns: 0 for no values.
func naiveSum(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  var sum = 0.0
  for value in x { sum += value }
  return sum
  // END SOLUTION
}

/// The sum of x as the sum of its two halves, each summed in the same way.
///
/// - Parameter x: n ≥ 0 values.
/// - Returns: 0 for no values; the error is at most about log₂(n)·ε/2·Σ|xᵢ|.
func pairwiseSum(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  func sum(_ range: Range<Int>) -> Double {
    guard range.count > 8 else { return x[range].reduce(0, +) }
    let middle = range.lowerBound + range.count / 2
    return sum(range.lowerBound..<middle) + sum(middle..<range.upperBound)
  }
  return sum(x.indices)
  // END SOLUTION
}

/// The sum of x, corrected by what each addition lost (Kahan, Neumaier).
///
/// - Parameter x: n ≥ 0 values.
/// - Returns: 0 for no values; the plain sum if that is infinite or NaN.
func compensatedSum(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  var (sum, lost) = (0.0, 0.0)
  for value in x {
    let next = sum + value
    // The smaller of the two lost digits; the larger one's difference from `next` is exact.
    lost += abs(sum) >= abs(value) ? (sum - next) + value : (value - next) + sum
    sum = next
  }
  return sum.isFinite ? sum + lost : sum  // beyond the Doubles `lost` is ∞ − ∞
  // END SOLUTION
}

/// Whether |a − b| is at most `ulps` times the larger of the two numbers' ulp.
///
/// - Parameters:
///   - a: any Double.
///   - b: any Double.
///   - ulps: at least 0.
/// - Returns: true for equal numbers, infinities too; false if one is NaN.
func isClose(_ a: Double, _ b: Double, ulps: Int) -> Bool {
  // BEGIN SOLUTION
  if a == b { return true }  // ∞ − ∞ would be NaN
  return abs(a - b) <= Double(ulps) * max(a.ulp, b.ulp)
  // END SOLUTION
}

/// (1 − cos x)/x² without cancellation.
///
/// - Parameter x: an angle in radians, finite, of any sign.
/// - Returns: 1/2 for 0.
func versineRatio(_ x: Double) -> Double {
  // BEGIN SOLUTION
  let half = x / 2
  guard half != 0 else { return 0.5 }
  let ratio = sin(half) / half  // 1 − cos x = 2·sin²(x/2); divided before squaring, which could underflow
  return ratio * ratio / 2
  // END SOLUTION
}
