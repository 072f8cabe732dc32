/// A damping that is no probability.
struct InvalidDamping: Error {}

/// The share of time that a random surfer spends on each page.
///
/// - Parameters:
///   - links: weight of the link from page i to page j, finite and ≥ 0, shape (n, n), n ≥ 0.
///   - damping: the probability that a link is followed rather than a jump made, 0 to 1.
///   - tolerance: stops after a step that changes the ranks by this sum or less; at least 0.
///   - stepLimit: at most so many steps; at least 0.
/// - Returns: n ranks, which add up to 1. They are off by damping/(1 − damping)·tolerance at most, added up.
/// - Throws: `InvalidDamping` if damping is not in 0 ... 1.
/// - Complexity: n and the number of links, a step.
func pagerank(_ links: CSRMatrix, damping: Double, tolerance: Double, stepLimit: Int) throws -> [Double] {
  // BEGIN SOLUTION
  guard (0...1).contains(damping) else { throw InvalidDamping() }  // NaN is not
  let n = links.rows
  let out = links.multiply([Double](repeating: 1, count: n))
  var ranks = [Double](repeating: 1 / Double(n), count: n)
  for _ in 0..<stepLimit {
    let shares = zip(ranks, out).map { rank, out in out > 0 ? rank / out : 0 }
    let dangling = zip(ranks, out).reduce(0) { $1.1 > 0 ? $0 : $0 + $1.0 }
    let jump = (1 - damping + damping * dangling) / Double(n)
    let next = links.multiplyTransposed(shares).map { jump + damping * $0 }
    let change = zip(next, ranks).reduce(0) { $0 + abs($1.0 - $1.1) }
    ranks = next
    if change <= tolerance { break }
  }
  return ranks
  // END SOLUTION
}
