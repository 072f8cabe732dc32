/// Whether a function passes for `quantile`, type 7 of Hyndman and Fan.
///
/// - Parameter quantile: claims to answer the p-quantile of numbers, and to throw if there is none. It may be slow, but
///   it always comes back.
/// - Returns: true for every right implementation, however it computes; false for every wrong one.
func accepts(_ quantile: ([Double], Double) throws -> Double) -> Bool {
  // BEGIN SOLUTION
  // In no order, with a tie, and no Floats; in order −3, 0.4, 0.4, 0.9, 2.5, 8.1.
  let spread = [0.9, -3, 0.4, 8.1, 0.4, 2.5]
  let values: [(x: [Double], p: Double, q: Double)] = [
    (spread, 0, -3), (spread, 1, 8.1),  // the ends
    (spread, 0.2, 0.4), (spread, 0.6, 0.9),  // h = 1 and 3: the values themselves
    (spread, 0.1, -1.3), (spread, 0.5, 0.65), (spread, 0.65, 1.3), (spread, 0.97, 7.26),  // h = 0.5, 2.5, 3.25, 4.85
    ([5, 4, 3, 2, 1], 0.25, 2), ([5, 4, 3, 2, 1], 0.5, 3),  // all the wrong way round
    ([7.3], 0, 7.3), ([7.3], 0.4, 7.3), ([7.3], 1, 7.3),
  ]
  for (x, p, q) in values {
    guard let answer = try? quantile(x, p), abs(answer - q) <= 1e-12 else { return false }  // rounds, but not to Float
  }
  let errors: [(x: [Double], p: Double)] = [
    ([], 0.5), (spread, -0.01), (spread, 1.01), (spread, 50), (spread, .nan),
    ([.nan, 1, 2], 0.5), ([1, .nan, 2], 0.5), ([1, 2, .nan], 0), ([.nan], 0.5),
  ]
  return errors.allSatisfy { x, p in (try? quantile(x, p)) == nil }
  // END SOLUTION
}
