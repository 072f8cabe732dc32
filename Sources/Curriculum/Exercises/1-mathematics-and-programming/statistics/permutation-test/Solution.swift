enum PermutationTestError: Error {
  /// One of the two groups has no value.
  case emptyGroup
}

/// In how many ways m + n values can be split into a first group of m and a second of n: C(m + n, m).
///
/// - Parameters:
///   - m: the size of the first group, ≥ 0.
///   - n: the size of the second group, ≥ 0.
/// - Returns: the number, exact up to 2⁵³; infinity where it is beyond the Doubles.
func numberOfSplits(_ m: Int, _ n: Int) -> Double {
  // BEGIN SOLUTION
  func gcd(_ a: Int, _ b: Int) -> Int { b == 0 ? a : gcd(b, a % b) }
  var count = 1.0
  for k in 0..<min(m, n) {
    let (factor, divisor) = (max(m, n) + k + 1, k + 1)
    let common = gcd(factor, divisor)
    // C(max + k + 1, k + 1): the reduced divisor has nothing in common with the factor, so it divides the count.
    count = count / Double(divisor / common) * Double(factor / common)
  }
  return count
  // END SOLUTION
}

/// Every choice of m of the numbers 0 ..< n.
///
/// - Parameters:
///   - n: ≥ 0.
///   - m: 0 … n.
/// - Returns: each choice once, ascending in itself; the choices in any order.
func splits(of n: Int, choosing m: Int) -> [[Int]] {
  // BEGIN SOLUTION
  guard m > 0 else { return [[]] }
  return (m - 1..<n).flatMap { last in splits(of: last, choosing: m - 1).map { $0 + [last] } }
  // END SOLUTION
}

/// The p-value of a permutation test: how often chance alone gives a statistic as large as the observed one.
///
/// - Parameters:
///   - x: the first group, one value or more.
///   - y: the second group, one value or more.
///   - orders: permutations of 0 ..< x.count + y.count, used if there are more than 10,000 splits.
///   - statistic: of a first and a second group; the larger, the more it speaks against chance. Finite.
/// - Returns: the share of splits with T* ≥ T, or (1 + such orders)/(1 + orders); T* counts as ≥ T from
///   T − 10⁻⁹·|T| on.
/// - Throws: `PermutationTestError.emptyGroup` if x or y is empty.
func permutationTest(
  _ x: [Double], _ y: [Double], orders: [[Int]], statistic: ([Double], [Double]) -> Double
) throws -> Double {
  // BEGIN SOLUTION
  guard !x.isEmpty, !y.isEmpty else { throw PermutationTestError.emptyGroup }
  let pooled = x + y
  let observed = statistic(x, y)
  func isAsExtreme(_ order: [Int]) -> Bool {
    let values = order.map { pooled[$0] }
    let t = statistic(Array(values[..<x.count]), Array(values[x.count...]))
    return t >= observed - 1e-9 * abs(observed)
  }
  guard numberOfSplits(x.count, y.count) <= 10_000 else {
    return Double(1 + orders.count(where: isAsExtreme)) / Double(1 + orders.count)
  }
  let all = splits(of: pooled.count, choosing: x.count).map { chosen in
    chosen + pooled.indices.filter { !chosen.contains($0) }
  }
  return Double(all.count(where: isAsExtreme)) / Double(all.count)
  // END SOLUTION
}
