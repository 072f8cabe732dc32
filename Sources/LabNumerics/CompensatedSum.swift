/// A running sum that remembers what rounding took away: as good as twice the digits, rounded once at the end.
///
/// An infinite or NaN term makes the sum what plain addition would.
///
/// Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen (ZAMM 54, 1974).
struct CompensatedSum {
  private var sum = 0.0
  private var lost = 0.0

  init() {}

  init(_ sum: Double, lost: Double) {
    self.sum = sum
    self.lost = lost
  }

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

extension CompensatedSum {
  /// The sum of `term(i)` over 0 ..< count: four sums side by side, so that none waits for the one before, put together
  /// at the end.
  @inline(__always)
  init(_ count: Int, _ term: (Int) -> Double) {
    var (sums, losses, i) = (SIMD4<Double>.zero, SIMD4<Double>.zero, 0)
    while i &+ 4 <= count {
      let x = SIMD4(term(i), term(i &+ 1), term(i &+ 2), term(i &+ 3))
      let next = sums + x
      // Knuth's way to the rounding error, without asking which of the two is larger.
      let added = next - sums
      losses += (sums - (next - added)) + (x - added)
      sums = next
      i &+= 4
    }
    for lane in 0..<4 {
      add(sums[lane])
      lost += losses[lane]
    }
    while i < count {
      add(term(i))
      i &+= 1
    }
  }
}

/// The compensated sum of `term(i)` over 0 ..< count.
@inline(__always)
func compensatedSum(_ count: Int, _ term: (Int) -> Double) -> Double { CompensatedSum(count, term).value }
