import Glibc

/// Whether a function passes for `softmax`.
///
/// - Parameter softmax: claims to make probabilities of scores. It may answer a list of any length with any numbers in
///   it, but it always comes back.
/// - Returns: true for every right implementation, however it computes; false for every wrong one.
func accepts(_ softmax: ([Double]) -> [Double]) -> Bool {
  // BEGIN SOLUTION
  // Two rules that only softmax keeps: all add up to 1, and pᵢ/pⱼ = exp(xᵢ − xⱼ).
  let inputs: [[Double]] = [
    [7.3], [0.3, -1.7, 2.9, 0.3, 1.1], [2, 2, 2, 2], [3.1, 2.2, 0.4], [-40.5, 0.2],
    [1000.3, 998.1, 1001.7, 999], [-1000.3, -998.1, -1001.7, -999],
    [-1500, 1500, 1499.5], [1500, 1498.2, -1500],  // no score but the largest can be subtracted
    [-.infinity, 0.4, 1.3], [1.9, -.infinity, -.infinity, 1.3],
  ]
  return inputs.allSatisfy { x in
    let p = softmax(x)
    guard let top = x.indices.max(by: { x[$0] < x[$1] }), p.count == x.count, abs(p.reduce(0, +) - 1) < 1e-11 else {
      return false
    }
    return x.indices.allSatisfy { i in
      let expected = exp(x[i] - x[top]) * p[top]
      return abs(p[i] - expected) <= 1e-11 * expected  // false for NaN
    }
  }
  // END SOLUTION
}
