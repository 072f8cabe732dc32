import Glibc

/// Numbers that came beside numbers that were expected, entry by entry: which are wrong, and by how much.
struct Comparison {
  /// The indices that the tolerance does not accept.
  let wrong: [Int]
  /// The largest finite |got − expected| among the wrong entries; nil if none is finite.
  let largestError: Double?
  /// The largest finite |got − expected|/|expected| among the wrong entries; nil if none is finite.
  let largestRelativeError: Double?
  /// The largest |got − expected| of all entries as a share of the largest expected one: 0 if all are equal, ∞ if one
  /// of two is not finite.
  let normwiseError: Double
  private let count: Int

  /// - Precondition: `got` has as many entries as `expected`.
  init(_ got: [Double], _ expected: [Double], within tolerance: Tolerance) {
    let largest = expected.lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0
    var wrong: [Int] = []
    var (worst, worstWrong, worstRelative) = (0.0, -1.0, -1.0)
    for (index, (got, expected)) in zip(got, expected).enumerated() {
      if got == expected || got.isNaN && expected.isNaN { continue }
      let error = abs(got - expected)
      worst = error.isFinite ? max(worst, error) : .infinity
      if tolerance.accepts(got, expected, largest: largest) { continue }
      wrong.append(index)
      if error.isFinite { worstWrong = max(worstWrong, error) }
      if (error / abs(expected)).isFinite { worstRelative = max(worstRelative, error / abs(expected)) }
    }
    self.wrong = wrong
    largestError = worstWrong < 0 ? nil : worstWrong
    largestRelativeError = worstRelative < 0 ? nil : worstRelative
    normwiseError = worst == 0 ? 0 : worst / largest  // ∞ where zeros were expected
    count = got.count
  }

  /// How many entries are wrong and by how much, and how many digits are right if it is a question of digits.
  var summary: String {
    var words = ["\(wrong.count) of \(Checking.count(count, "entry", "entries")) wrong"]
    if let largestError { words.append("largest error \(brief(largestError))") }
    if let largestRelativeError { words.append("relative \(brief(largestRelativeError))") }
    // Beside large entries a small one can be wrong in all of its digits.
    if let digits = Self.digitsShort(max(normwiseError, largestRelativeError ?? 0)) { words.append(digits) }
    return words.joined(separator: ", ")
  }

  /// Words for an answer that is nearly right, so that nobody looks for a wrong formula; nil for other answers.
  static func digitsShort(_ error: Double) -> String? {
    guard error > 0, error < 1e-6 else { return nil }
    return "so \(brief(min(floor(-log10(error) * 10) / 10, 16))) digits are right, too few here"
  }
}

func count(_ number: Int, _ one: String, _ many: String) -> String {
  "\(number) \(number == 1 ? one : many)"
}
