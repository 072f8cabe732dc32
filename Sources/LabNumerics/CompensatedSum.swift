/// A running sum that remembers what rounding took away: as good as twice the digits, rounded once at the end.
///
/// An infinite or NaN term makes the sum what plain addition would.
///
/// Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen (ZAMM 54, 1974).
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  mutating func add(_ x: Double) {
    let next = sum + x
    lost += sum.magnitude >= x.magnitude ? (sum - next) + x : (x - next) + sum
    sum = next
  }

  var value: Double { sum.isFinite ? sum + lost : sum }

  /// The sum over `n`, rounded once: the quotient of the rounded sum would be rounded twice.
  func divided(by n: Double) -> Double {
    let quotient = value / n
    if !quotient.isFinite { return quotient }
    let rounded = value
    let rest = (sum - rounded) + lost + rounded.addingProduct(-quotient, n)
    return quotient + rest / n
  }
}

/// The compensated sum of `term(i)` over 0 ..< count.
func compensatedSum(_ count: Int, _ term: (Int) -> Double) -> Double {
  var sum = CompensatedSum()
  for i in 0..<count { sum.add(term(i)) }
  return sum.value
}
