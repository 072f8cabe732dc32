/// The p-value of the difference of two means: the probability, if there were none, of a difference as far from 0 or
/// farther, to either side.
///
/// - Parameters:
///   - a: what each user of the first arm spent, 2 or more numbers that are not all equal.
///   - b: the same of the second arm; the arms may differ in size and in scatter.
/// - Returns: 0 ... 1.
func pValue(_ a: [Double], _ b: [Double]) -> Double {
  let (first, second) = (summary(of: a), summary(of: b))
  let degrees = Double(a.count + b.count - 2)
  let variance = (Double(a.count - 1) * first.variance + Double(b.count - 1) * second.variance) / degrees
  let t = (second.mean - first.mean) / (variance * (1 / Double(a.count) + 1 / Double(b.count))).squareRoot()
  return upperTail(.studentT(degreesOfFreedom: degrees), abs(t))
}

/// The look at which a difference is declared, if an experiment is looked at several times while it runs.
///
/// - Parameters:
///   - pValues: one for each look so far, of all data up to then.
///   - planned: how many looks there will be, ≥ pValues.count.
///   - level: the probability with which a difference may be declared at any of the looks, if there is none.
/// - Returns: the index of the look; nil if no difference is declared.
func declared(_ pValues: [Double], planned: Int, level: Double) -> Int? {
  pValues.firstIndex { $0 <= level }
}

/// The segments (countries, devices …) in which the arms are said to differ.
///
/// - Parameters:
///   - pValues: one for each segment, of different users, that is independent.
///   - level: the probability with which even one segment may be named wrongly.
/// - Returns: indices, ascending.
func segments(_ pValues: [Double], level: Double) -> [Int] {
  pValues.indices.filter { pValues[$0] <= level }
}

/// Mean and sample variance (divisor n − 1).
private func summary(of x: [Double]) -> (mean: Double, variance: Double) {
  let mean = x.reduce(0, +) / Double(x.count)
  return (mean, x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count - 1))
}
