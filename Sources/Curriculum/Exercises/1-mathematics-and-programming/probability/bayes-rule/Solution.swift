import Glibc

/// How often a test is positive.
struct Test {
  /// P(positive | H).
  var sensitivity: Double
  /// P(positive | not H).
  var falsePositiveRate: Double
}

/// What was observed cannot happen, whether H holds or not.
struct ImpossibleEvidence: Error {
  /// The first of the tests after which neither is possible, counted from 0.
  var index: Int
}

/// P(H | E), from P(H) and the probabilities of E with and without H.
///
/// - Parameters:
///   - prior: P(H), 0 … 1.
///   - ifTrue: P(E | H), 0 … 1.
///   - ifFalse: P(E | not H), 0 … 1.
/// - Returns: a probability.
/// - Throws: `ImpossibleEvidence(index: 0)` if P(E) is 0.
func posterior(prior: Double, ifTrue: Double, ifFalse: Double) throws -> Double {
  // BEGIN SOLUTION
  let larger = max(ifTrue, ifFalse)  // only the ratio counts; so neither product need underflow
  let (with, without) = (prior * (ifTrue / larger), (1 - prior) * (ifFalse / larger))
  guard with + without > 0 else { throw ImpossibleEvidence(index: 0) }
  return with / (with + without)
  // END SOLUTION
}

/// The logarithm of the odds p : (1 − p).
///
/// - Parameter p: a probability, 0 … 1.
/// - Returns: −∞ for 0, 0 for ½, ∞ for 1.
func logOdds(_ p: Double) -> Double {
  // BEGIN SOLUTION
  log(p) - log1p(-p)
  // END SOLUTION
}

/// The probability whose log odds these are.
///
/// - Parameter l: any number, ±∞ included.
/// - Returns: 0 … 1, small ones to full relative accuracy.
func probability(logOdds l: Double) -> Double {
  // BEGIN SOLUTION
  l < 0 ? exp(l) / (1 + exp(l)) : 1 / (1 + exp(-l))  // exp of a negative number cannot overflow
  // END SOLUTION
}

/// The log odds of H after tests that are independent of each other, given H and given not H.
///
/// - Parameters:
///   - prior: P(H), 0 … 1.
///   - tests: n ≥ 0 of them.
///   - results: n, true where the test was positive.
/// - Returns: −∞ if H is excluded, ∞ if it is certain.
/// - Throws: `ImpossibleEvidence(index:)` as soon as H and its opposite are both excluded.
func posteriorLogOdds(prior: Double, tests: [Test], results: [Bool]) throws -> Double {
  // BEGIN SOLUTION
  var sum = logOdds(prior)
  for (index, (test, isPositive)) in zip(tests, results).enumerated() {
    let (ifTrue, ifFalse) =
      isPositive
      ? (test.sensitivity, test.falsePositiveRate) : (1 - test.sensitivity, 1 - test.falsePositiveRate)
    sum += log(ifTrue) - log(ifFalse)
    if sum.isNaN { throw ImpossibleEvidence(index: index) }  // −∞ + ∞
  }
  return sum
  // END SOLUTION
}
