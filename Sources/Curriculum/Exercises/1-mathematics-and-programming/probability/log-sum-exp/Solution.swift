import Glibc

/// The logarithm of a sum of exponentials: log Σᵢ exp(xᵢ), without overflow or underflow.
///
/// - Parameter x: n ≥ 0 values of any size.
/// - Returns: −∞ for no values; NaN if a value is NaN.
func logSumExp(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  guard !x.contains(where: \.isNaN) else { return .nan }
  let largest = x.max() ?? -.infinity
  guard largest.isFinite else { return largest }  // ∞ − ∞ would be NaN
  let sum = x.reduce(0) { $0 + exp($1 - largest) }  // at least 1: the largest contributes exp(0)
  return largest + log(sum)
  // END SOLUTION
}
