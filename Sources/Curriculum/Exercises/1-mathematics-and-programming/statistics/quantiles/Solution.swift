/// Why there is no quantile.
enum QuantileError: Error {
  case empty
  case probability(Double)
  case nan(index: Int)
}

/// The p-quantile of numbers, type 7 of Hyndman and Fan: linear between the ordered values, which p spreads evenly.
///
/// - Parameters:
///   - x: n ≥ 1 numbers in any order.
///   - p: 0 ... 1.
/// - Returns: the smallest number for p = 0, the median for 0.5, the largest for 1.
/// - Throws: `QuantileError.empty` for no numbers, `.probability(p)` for a p outside 0 ... 1 or NaN, `.nan(index:)`
///   with the first NaN among the numbers; in this order if several apply.
func quantile(_ x: [Double], _ p: Double) throws -> Double {
  // BEGIN SOLUTION
  guard !x.isEmpty else { throw QuantileError.empty }
  guard p >= 0, p <= 1 else { throw QuantileError.probability(p) }
  if let index = x.firstIndex(where: \.isNaN) { throw QuantileError.nan(index: index) }
  let ordered = x.sorted()
  let position = Double(ordered.count - 1) * p
  let below = Int(position)
  guard below + 1 < ordered.count else { return ordered[below] }
  return ordered[below] + (position - Double(below)) * (ordered[below + 1] - ordered[below])
  // END SOLUTION
}
