/// A one-way analysis of variance.
struct ANOVA {
  /// Σ nᵢ·(x̄ᵢ − x̄)², of the groups' means from the mean of all numbers.
  var betweenSquares: Double
  var betweenDegrees: Int
  /// Σ (x − x̄ᵢ)², of the numbers from the means of their groups.
  var withinSquares: Double
  var withinDegrees: Int
  /// The mean square between the groups over the mean square within them.
  var fStatistic: Double
  /// The probability of an F as large or larger if all groups have one mean.
  var pValue: Double
}

/// Why there is no analysis.
enum ANOVAError: Error {
  /// Two groups are the least.
  case tooFewGroups(count: Int)
  /// The first group without numbers.
  case emptyGroup(index: Int)
  /// No group has two numbers.
  case noDegreesOfFreedom
  /// In no group do the numbers differ.
  case noSpread
}

/// Compares the means of groups by the variance between them and within them.
///
/// - Parameter groups: k ≥ 2 groups of one number or more; they may differ in size, and one must have two.
/// - Returns: sums of squares, degrees of freedom k − 1 and N − k, F and p; NaN for all but the degrees if a number is
///   NaN.
/// - Throws: `ANOVAError`: `.tooFewGroups`, then `.emptyGroup`, then `.noDegreesOfFreedom`, then `.noSpread`.
func analysisOfVariance(_ groups: [[Double]]) throws -> ANOVA {
  // BEGIN SOLUTION
  guard groups.count >= 2 else { throw ANOVAError.tooFewGroups(count: groups.count) }
  if let index = groups.firstIndex(where: \.isEmpty) { throw ANOVAError.emptyGroup(index: index) }
  let origin = groups[0][0]  // distances from any number have the same sums of squares, and more digits to spare
  let distances = groups.map { group in group.map { $0 - origin } }
  let all = distances.flatMap { $0 }
  let (m, n) = (groups.count - 1, all.count - groups.count)
  guard n > 0 else { throw ANOVAError.noDegreesOfFreedom }

  func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
  let grand = mean(all)
  var (between, within) = (0.0, 0.0)
  for group in distances {
    let centre = mean(group)
    between += Double(group.count) * (centre - grand) * (centre - grand)
    for x in group { within += (x - centre) * (x - centre) }
  }
  // Asked of the numbers: three times 0.1 less their mean, as it is rounded, is not 0.
  let varies = groups.contains { group in group.contains { $0 != group[0] } }
  guard varies else { throw ANOVAError.noSpread }
  let f = between / Double(m) / (within / Double(n))
  let pValue = upperTail(.f(numerator: Double(m), denominator: Double(n)), f)
  return ANOVA(
    betweenSquares: between, betweenDegrees: m, withinSquares: within, withinDegrees: n, fStatistic: f, pValue: pValue)
  // END SOLUTION
}
