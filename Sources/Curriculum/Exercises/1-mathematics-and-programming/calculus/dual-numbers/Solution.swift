import Glibc

/// A number and how fast it moves: value + slope·δ with δ² = 0.
struct Dual {
  var value: Double
  /// The derivative of `value` by the variable that is followed.
  var slope: Double

  /// A number that moves.
  init(_ value: Double, slope: Double) {
    (self.value, self.slope) = (value, slope)
  }

  /// A constant.
  init(_ value: Double) {
    // BEGIN SOLUTION
    self.init(value, slope: 0)
    // END SOLUTION
  }

  /// The sum.
  static func + (a: Dual, b: Dual) -> Dual {
    // BEGIN SOLUTION
    Dual(a.value + b.value, slope: a.slope + b.slope)
    // END SOLUTION
  }

  /// The difference.
  static func - (a: Dual, b: Dual) -> Dual {
    // BEGIN SOLUTION
    Dual(a.value - b.value, slope: a.slope - b.slope)
    // END SOLUTION
  }

  /// The product.
  static func * (a: Dual, b: Dual) -> Dual {
    // BEGIN SOLUTION
    Dual(a.value * b.value, slope: a.slope * b.value + a.value * b.slope)
    // END SOLUTION
  }

  /// The quotient; the square of b.value may overflow.
  static func / (a: Dual, b: Dual) -> Dual {
    // BEGIN SOLUTION
    let quotient = a.value / b.value
    return Dual(quotient, slope: (a.slope - quotient * b.slope) / b.value)
    // END SOLUTION
  }

  /// e to the power of self.
  func exp() -> Dual {
    // BEGIN SOLUTION
    Dual(Glibc.exp(value), slope: Glibc.exp(value) * slope)
    // END SOLUTION
  }

  /// The natural logarithm.
  func log() -> Dual {
    // BEGIN SOLUTION
    Dual(Glibc.log(value), slope: slope / value)
    // END SOLUTION
  }

  /// The sine of self in radians.
  func sin() -> Dual {
    // BEGIN SOLUTION
    Dual(Glibc.sin(value), slope: Glibc.cos(value) * slope)
    // END SOLUTION
  }

  /// self to the power of a constant n; for n = 0 the constant 1, also at 0.
  func pow(_ n: Double) -> Dual {
    // BEGIN SOLUTION
    guard n != 0 else { return Dual(1) }  // 0 · 0⁻¹ would be NaN
    return Dual(Glibc.pow(value, n), slope: n * Glibc.pow(value, n - 1) * slope)
    // END SOLUTION
  }

  /// The magnitude; its slope at 0 is 0.
  func abs() -> Dual {
    // BEGIN SOLUTION
    max(Dual(-value, slope: -slope))
    // END SOLUTION
  }

  /// The larger of two; where they are equal, the mean of the two slopes. NaN if a value is NaN.
  func max(_ other: Dual) -> Dual {
    // BEGIN SOLUTION
    if value > other.value { return self }
    if value < other.value { return other }
    return Dual((value + other.value) / 2, slope: (slope + other.slope) / 2)
    // END SOLUTION
  }
}

/// A function's value and derivative, in one run.
///
/// - Parameters:
///   - f: made of the operations of `Dual`.
///   - x: where.
/// - Returns: f(x) and f′(x).
func derivative(of f: (Dual) -> Dual, at x: Double) -> (value: Double, slope: Double) {
  // BEGIN SOLUTION
  let y = f(Dual(x, slope: 1))
  return (y.value, y.slope)
  // END SOLUTION
}

/// The gradient, in one run for each variable.
///
/// - Parameters:
///   - f: a function of n numbers, made of the operations of `Dual`.
///   - x: where, n ≥ 0 values.
/// - Returns: ∂f/∂xᵢ for each i, n values.
func gradient(of f: ([Dual]) -> Dual, at x: [Double]) -> [Double] {
  // BEGIN SOLUTION
  x.indices.map { i in
    f(x.indices.map { Dual(x[$0], slope: $0 == i ? 1 : 0) }).slope
  }
  // END SOLUTION
}
