/// The p-value of the difference of two means: the probability, if there were none, of a difference as far from 0 or
/// farther, to either side.
///
/// - Parameters:
///   - a: what each user of the first arm spent, 2 or more numbers that are not all equal.
///   - b: the same of the second arm; the arms may differ in size and in scatter.
/// - Returns: 0 ... 1.
func pValue(_ a: [Double], _ b: [Double]) -> Double {
  let (first, second) = (summary(of: a), summary(of: b))
  let u = first.variance / Double(a.count)
  let v = second.variance / Double(b.count)
  let t = (second.mean - first.mean) / (u + v).squareRoot()
  let degrees = (u + v) * (u + v) / (u * u / Double(a.count - 1) + v * v / Double(b.count - 1))
  return 2 * upperTail(.studentT(degreesOfFreedom: degrees), abs(t))
}

/// The look at which a difference is declared, if an experiment is looked at several times while it runs.
///
/// - Parameters:
///   - pValues: one for each look so far, of all data up to then.
///   - planned: how many looks there will be, ≥ pValues.count.
///   - level: the probability with which a difference may be declared at any of the looks, if there is none.
/// - Returns: the index of the look; nil if no difference is declared.
func declared(_ pValues: [Double], planned: Int, level: Double) -> Int? {
  pValues.firstIndex { $0 <= level / Double(planned) }
}

/// The segments (countries, devices …) in which the arms are said to differ.
///
/// - Parameters:
///   - pValues: one for each segment, of different users, that is independent.
///   - level: the probability with which even one segment may be named wrongly.
/// - Returns: indices, ascending.
func segments(_ pValues: [Double], level: Double) -> [Int] {
  var named: [Int] = []
  for (k, i) in pValues.indices.sorted(by: { pValues[$0] < pValues[$1] }).enumerated() {  // Holm
    guard pValues[i] <= level / Double(pValues.count - k) else { break }
    named.append(i)
  }
  return named.sorted()
}

/// Mean and sample variance (divisor n − 1).
private func summary(of x: [Double]) -> (mean: Double, variance: Double) {
  let mean = x.reduce(0, +) / Double(x.count)
  return (mean, x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(x.count - 1))
}
