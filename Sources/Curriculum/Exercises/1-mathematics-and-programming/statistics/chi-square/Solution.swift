/// What a χ² test says.
struct ChiSquareTest {
  /// Σ (O − E)²/E over all cells.
  var statistic: Double
  var degreesOfFreedom: Int
  /// The probability of a statistic so large or larger if the hypothesis is true.
  var pValue: Double
}

enum ChiSquareError: Error {
  /// A cell, counted from 0, in which nothing is expected; a goodness of fit has row 0 alone.
  case nothingExpected(row: Int, column: Int)
}

/// Pearson's χ² test of independence: do the rows of a table of counts differ in how they spread over the columns?
///
/// - Parameter table: counts ≥ 0, shape (r, c) with r, c ≥ 1, an array of rows; not corrected for continuity.
/// - Returns: the statistic with (r − 1)·(c − 1) degrees of freedom; p is 1 if these are 0.
/// - Throws: `ChiSquareError.nothingExpected` with the first cell, row by row, whose row or column is empty.
func independenceTest(_ table: [[Int]]) throws -> ChiSquareTest {
  // BEGIN SOLUTION
  let rows = table.map { Double($0.reduce(0, +)) }
  let columns = table[0].indices.map { j in Double(table.reduce(0) { $0 + $1[j] }) }
  let n = rows.reduce(0, +)
  var statistic = 0.0
  for (i, row) in table.enumerated() {
    for (j, observed) in row.enumerated() {
      let expected = rows[i] * columns[j] / n
      guard expected > 0 else { throw ChiSquareError.nothingExpected(row: i, column: j) }  // NaN for n = 0, too
      statistic += (Double(observed) - expected) * (Double(observed) - expected) / expected
    }
  }
  let degrees = (rows.count - 1) * (columns.count - 1)
  let p = degrees == 0 ? 1 : upperTail(.chiSquared(degreesOfFreedom: Double(degrees)), statistic)
  return ChiSquareTest(statistic: statistic, degreesOfFreedom: degrees, pValue: p)
  // END SOLUTION
}

/// Pearson's χ² test of goodness of fit: could these counts come from these probabilities?
///
/// - Parameters:
///   - observed: k ≥ 1 counts ≥ 0.
///   - probabilities: k numbers ≥ 0 with sum 1.
///   - estimated: how many parameters were estimated from these counts to get the probabilities, 0 … k − 1.
/// - Returns: the statistic with k − 1 − estimated degrees of freedom; p is 1 if these are 0.
/// - Throws: `ChiSquareError.nothingExpected(row: 0, column:)` with the first cell whose expected count is 0.
func goodnessOfFit(_ observed: [Int], _ probabilities: [Double], estimated: Int) throws -> ChiSquareTest {
  // BEGIN SOLUTION
  let n = Double(observed.reduce(0, +))
  var statistic = 0.0
  for (j, (observed, probability)) in zip(observed, probabilities).enumerated() {
    let expected = n * probability
    guard expected > 0 else { throw ChiSquareError.nothingExpected(row: 0, column: j) }
    statistic += (Double(observed) - expected) * (Double(observed) - expected) / expected
  }
  let degrees = observed.count - 1 - estimated
  let p = degrees == 0 ? 1 : upperTail(.chiSquared(degreesOfFreedom: Double(degrees)), statistic)
  return ChiSquareTest(statistic: statistic, degreesOfFreedom: degrees, pValue: p)
  // END SOLUTION
}

/// Cramér's V: how strongly rows and columns of a table hang together, whatever the number of counts.
///
/// - Parameter table: counts ≥ 0, shape (r, c), an array of rows.
/// - Returns: 0 for independence to 1; NaN for a single row or column.
/// - Throws: what `independenceTest` throws.
func cramersV(_ table: [[Int]]) throws -> Double {
  // BEGIN SOLUTION
  let n = table.joined().reduce(0, +)
  let least = min(table.count, table[0].count)
  return (try independenceTest(table).statistic / Double(n * (least - 1))).squareRoot()
  // END SOLUTION
}
