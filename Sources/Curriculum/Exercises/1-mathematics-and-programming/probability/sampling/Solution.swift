import Glibc

/// A discrete distribution, prepared so that a draw takes the same time whatever n is.
struct AliasTable {
  /// The share of box k that belongs to k itself, n numbers from 0 to 1.
  var threshold: [Double]
  /// To whom the rest of box k belongs, n indices.
  var alias: [Int]
}

/// Why there is no distribution.
enum WeightError: Error {
  /// Negative, infinite or NaN, at this index.
  case bad(index: Int)
  /// No weights, or none above 0.
  case allZero
}

/// A draw from the exponential distribution, by inversion: the x with P(X ≤ x) = u.
///
/// - Parameters:
///   - rate: λ > 0; the mean is 1/λ.
///   - u: uniform, a multiple of 2⁻⁵³ in 0 ..< 1.
/// - Returns: a number ≥ 0.
func exponential(rate: Double, uniform u: Double) -> Double {
  // BEGIN SOLUTION
  -log1p(-u) / rate
  // END SOLUTION
}

/// Two independent draws from the standard normal distribution, by Box and Muller.
///
/// - Parameters:
///   - u: uniform, a multiple of 2⁻⁵³ in 0 ..< 1; decides the distance from (0, 0).
///   - v: uniform and independent of u, in 0 ..< 1; decides the direction.
/// - Returns: the point (x, y).
func normalPair(_ u: Double, _ v: Double) -> (Double, Double) {
  // BEGIN SOLUTION
  let r = (-2 * log1p(-u)).squareRoot()
  let angle = 2 * .pi * v
  return (r * cos(angle), r * sin(angle))
  // END SOLUTION
}

/// A draw from a discrete distribution by search among the running sums of its weights.
///
/// - Parameters:
///   - sums: w₀, w₀ + w₁, …, n ≥ 1 numbers that do not fall, the last > 0.
///   - u: uniform in 0 ..< 1.
/// - Returns: k with the probability wₖ/Σw, 0 ..< n.
/// - Complexity: about log₂ n comparisons.
func draw(cumulative sums: [Double], uniform u: Double) -> Int {
  // BEGIN SOLUTION
  let target = u * sums[sums.count - 1]
  var (low, high) = (0, sums.count - 1)  // the answer, the first k with target < sums[k], is in low ... high
  while low < high {
    let middle = (low + high) / 2
    if target < sums[middle] { high = middle } else { low = middle + 1 }
  }
  return low
  // END SOLUTION
}

/// The alias table of a discrete distribution.
///
/// - Parameter weights: n numbers ≥ 0, not all 0, with a finite sum.
/// - Returns: n boxes.
/// - Throws: `WeightError`.
/// - Complexity: a few times n operations.
func aliasTable(_ weights: [Double]) throws -> AliasTable {
  // BEGIN SOLUTION
  if let index = weights.firstIndex(where: { !($0 >= 0 && $0 < .infinity) }) { throw WeightError.bad(index: index) }
  let total = weights.reduce(0, +)
  guard total > 0 else { throw WeightError.allZero }
  var share = weights.map { $0 / total * Double(weights.count) }  // 1 on average
  var table = AliasTable(threshold: share.map { _ in 1 }, alias: Array(share.indices))
  var small = share.indices.filter { share[$0] < 1 }
  var large = share.indices.filter { share[$0] >= 1 }
  while let i = small.popLast(), let j = large.last {
    (table.threshold[i], table.alias[i]) = (share[i], j)  // j fills up the box of i
    share[j] -= 1 - share[i]
    if share[j] < 1 { small.append(large.removeLast()) }
  }
  return table  // what is left fills its box, up to rounding
  // END SOLUTION
}

/// A draw by an alias table: one box, one comparison.
///
/// - Parameters:
///   - table: n ≥ 1 boxes.
///   - u: uniform in 0 ..< 1; its place among n equal parts is the box, its place within the part decides.
/// - Returns: 0 ..< n.
func draw(_ table: AliasTable, uniform u: Double) -> Int {
  // BEGIN SOLUTION
  let place = u * Double(table.threshold.count)
  let box = Int(place)
  return place - Double(box) < table.threshold[box] ? box : table.alias[box]
  // END SOLUTION
}
