enum ConditionError: Error {
  /// No rows or no columns.
  case empty
  /// Rounding of the entries alone decides the smallest singular value.
  case singularToWorkingPrecision
}

/// The condition number κ₂ = σ₀/σ_last.
///
/// - Parameter a: shape (m, n), finite.
/// - Returns: κ ≥ 1.
/// - Throws: `ConditionError.empty`; `.singularToWorkingPrecision` if max(m, n)·ε·σ₀ ≥ σ_last/10; what `jacobiSVD` throws.
func conditionNumber(_ a: [[Double]]) throws -> Double {
  // BEGIN SOLUTION
  let sigma = try jacobiSVD(a).sigma
  guard let largest = sigma.first, let smallest = sigma.last else { throw ConditionError.empty }
  let rounding = Double(max(a.count, a[0].count)) * 0x1p-52 * largest
  guard rounding < smallest / 10 else { throw ConditionError.singularToWorkingPrecision }
  return largest / smallest
  // END SOLUTION
}

/// The backward error ‖b − A·x‖/(‖A‖·‖x‖ + ‖b‖) of an answer to A·x = b.
///
/// It is the smallest relative change of A and b for which x is exact (Rigal and Gaches, 1967).
///
/// - Parameters:
///   - a: shape (m, n), finite.
///   - x: n numbers.
///   - b: m numbers.
/// - Returns: from 0, an exact x, to 1; 0 if nothing but zeros is given; NaN if x or b holds one.
/// - Throws: what `jacobiSVD` throws.
func backwardError(_ a: [[Double]], _ x: [Double], _ b: [Double]) throws -> Double {
  // BEGIN SOLUTION
  let residual = zip(a, b).map { row, b in zip(row, x).reduce(b) { $0 - $1.0 * $1.1 } }
  let scale = (try jacobiSVD(a).sigma.first ?? 0) * norm2(x) + norm2(b)
  return scale == 0 ? 0 : norm2(residual) / scale
  // END SOLUTION
}

/// The forward error ‖x − x*‖/‖x*‖ of an answer.
///
/// - Parameters:
///   - x: n numbers.
///   - exact: the exact answer x*, n numbers.
/// - Returns: 0 for an exact answer; ∞ if x* is 0 and x is not.
func forwardError(_ x: [Double], exact: [Double]) -> Double {
  // BEGIN SOLUTION
  let error = norm2(zip(x, exact).map { $0 - $1 })
  return error == 0 ? 0 : error / norm2(exact)
  // END SOLUTION
}

/// What is known of the forward error of an answer to A·x = b without the exact one: 2·κ·η/(1 − κ·η).
///
/// - Parameters:
///   - a: shape (n, n), finite.
///   - x: n numbers.
///   - b: n numbers.
/// - Returns: a bound of ‖x − x*‖/‖x*‖; ∞ if κ·η ≥ 1.
/// - Throws: what `conditionNumber` throws.
func forwardErrorBound(_ a: [[Double]], _ x: [Double], _ b: [Double]) throws -> Double {
  // BEGIN SOLUTION
  let product = try conditionNumber(a) * backwardError(a, x, b)
  return product < 1 ? 2 * product / (1 - product) : .infinity
  // END SOLUTION
}
