/// The dot product Σᵢ xᵢ·yᵢ.
///
/// - Parameters:
///   - x: n ≥ 0 values.
///   - y: n values.
/// - Returns: 0 for no values.
/// - Complexity: 2·n operations.
func dot(_ x: [Double], _ y: [Double]) -> Double {
  // BEGIN SOLUTION
  var sum = 0.0
  for (left, right) in zip(x, y) { sum += left * right }
  return sum
  // END SOLUTION
}

/// Adds α·x to y: yᵢ ← α·xᵢ + yᵢ.
///
/// - Parameters:
///   - alpha: the factor α of x.
///   - x: n ≥ 0 values.
///   - y: n values, changed in place.
/// - Complexity: 2·n operations.
func axpy(_ alpha: Double, _ x: [Double], _ y: inout [Double]) {
  // BEGIN SOLUTION
  for i in x.indices { y[i] += alpha * x[i] }
  // END SOLUTION
}
