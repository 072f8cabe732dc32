/// Comparisons between Doubles, each written beside its case.
enum Comparison: String {
  /// 0.1 + 0.2 == 0.3
  case tenths
  /// 0.5 + 0.25 == 0.75
  case halves
  /// 0.1 * 3 - 0.3 > 0
  case tripled
  /// (0.1 + … + 0.1, ten terms) == 1, from left to right
  case tenTimes
  /// (0.1 + 0.2) + 0.3 == 0.1 + (0.2 + 0.3)
  case grouping
  /// sqrt(2) * sqrt(2) == 2
  case root
  /// Double.nan == Double.nan
  case nan
  /// -0.0 == 0.0
  case zeros
}

/// Expressions with a number as their value, each written beside its case.
enum Expression: String {
  /// 1e16 + 1 - 1e16, from left to right
  case absorbed
  /// Float(16_777_217), and 16_777_217 is 2²⁴ + 1
  case float
  /// 1e308 * 10 / 10, from left to right
  case overflow
  /// Int(0.29 * 100)
  case cents
}

/// Whether a comparison is true, as you predict it.
func isTrue(_ comparison: Comparison) -> Bool {
  switch comparison {
  case .tenths:  // 0.1 + 0.2 == 0.3
    // BEGIN SOLUTION
    return false
  // END SOLUTION
  case .halves:  // 0.5 + 0.25 == 0.75
    // BEGIN SOLUTION
    return true
  // END SOLUTION
  case .tripled:  // 0.1 * 3 - 0.3 > 0
    // BEGIN SOLUTION
    return true
  // END SOLUTION
  case .tenTimes:  // (0.1 + … + 0.1, ten terms) == 1
    // BEGIN SOLUTION
    return false
  // END SOLUTION
  case .grouping:  // (0.1 + 0.2) + 0.3 == 0.1 + (0.2 + 0.3)
    // BEGIN SOLUTION
    return false
  // END SOLUTION
  case .root:  // sqrt(2) * sqrt(2) == 2
    // BEGIN SOLUTION
    return false
  // END SOLUTION
  case .nan:  // Double.nan == Double.nan
    // BEGIN SOLUTION
    return false
  // END SOLUTION
  case .zeros:  // -0.0 == 0.0
    // BEGIN SOLUTION
    return true
  // END SOLUTION
  }
}

/// The value of an expression, as you predict it; `.infinity` and `.nan` are values, too.
func value(of expression: Expression) -> Double {
  switch expression {
  case .absorbed:  // 1e16 + 1 - 1e16
    // BEGIN SOLUTION
    return 0
  // END SOLUTION
  case .float:  // Float(16_777_217), which is 2²⁴ + 1
    // BEGIN SOLUTION
    return 16_777_216
  // END SOLUTION
  case .overflow:  // 1e308 * 10 / 10
    // BEGIN SOLUTION
    return .infinity
  // END SOLUTION
  case .cents:  // Int(0.29 * 100)
    // BEGIN SOLUTION
    return 28
  // END SOLUTION
  }
}
