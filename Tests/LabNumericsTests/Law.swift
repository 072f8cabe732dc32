import LabNumerics
import Testing

/// Something that holds whatever is drawn.
struct Law: Sendable, CustomTestStringConvertible {
  let name: String
  private let property: @Sendable (inout Draws) throws -> String?

  var testDescription: String { name }

  /// A law from a property that says what is wrong with what it draws; nil if nothing is.
  init(_ name: String, _ property: @escaping @Sendable (inout Draws) throws -> String?) {
    self.name = name
    self.property = property
  }

  /// What is wrong with a case; nil if nothing is, or if the law says nothing about it.
  func problem(_ draws: inout Draws) throws -> String? {
    do {
      return try property(&draws)
    } catch is Inapplicable {
      return nil
    }
  }
}

/// Thrown by a law for a case that it says nothing about.
struct Inapplicable: Error {}

extension Draws {
  mutating func int(_ range: ClosedRange<Int>) -> Int { size(range.lowerBound, upTo: range.upperBound) }

  mutating func bool() -> Bool { number(below: 2) == 1 }

  /// A fraction from lowest ... highest, in 10000 steps.
  mutating func real(_ lowest: Double, _ highest: Double) -> Double {
    lowest + (highest - lowest) * Double(number(below: 10001)) / 10000
  }

  /// A number whose products round: 0, ±1 … ±20, or a multiple of 2⁻²⁰ from −4 ... 4.
  mutating func roughScalar<Scalar: LinearAlgebraScalar>(_: Scalar.Type = Scalar.self) -> Scalar {
    let (isFraction, sign) = (bool(), bool() ? Scalar(-1) : 1)
    return sign * (isFraction ? Scalar(number(below: 1 << 22)) * 0x1p-20 : Scalar(number(below: 21)))
  }

  mutating func roughVector<Scalar: LinearAlgebraScalar>(
    _ count: Int, _: Scalar.Type = Scalar.self
  ) -> Vector<Scalar> {
    Vector(count: count) { _ in roughScalar() }
  }

  mutating func roughMatrix<Scalar: LinearAlgebraScalar>(
    _ rows: Int, _ columns: Int, _: Scalar.Type = Scalar.self
  ) -> Matrix<Scalar> {
    Matrix(rows: rows, columns: columns) { _, _ in roughScalar() }
  }

  mutating func roughSymmetric<Scalar: LinearAlgebraScalar>(_ n: Int) -> Matrix<Scalar> {
    let a: Matrix<Scalar> = roughMatrix(n, n)
    return Matrix(rows: n, columns: n) { i, j in i >= j ? a[i, j] : a[j, i] }
  }

  /// BᵀB + I.
  mutating func roughDefinite<Scalar: LinearAlgebraScalar>(_ n: Int) -> Matrix<Scalar> {
    let b: Matrix<Scalar> = roughMatrix(n, n)
    return matmul(b, b, transposeA: true) + .identity(n)
  }

  /// A power of two: 1, or near where the squares of numbers overflow or underflow, or where numbers themselves do.
  mutating func scale<Scalar: LinearAlgebraScalar>(_: Scalar.Type = Scalar.self) -> Scalar {
    let exponents = Scalar.self == Double.self ? [0, 600, -600, 980, -980] : [0, 70, -70, 100, -100]
    return Scalar(sign: .plus, exponent: Scalar.Exponent(exponents[int(0...4)]), significand: 1)
  }
}

/// Nil if a difference is within its bound, else what was compared; NaN is beyond every bound.
func beyond<Scalar: LinearAlgebraScalar>(
  _ difference: Scalar, _ bound: Scalar, _ words: @autoclosure () -> String
) -> String? {
  difference <= bound ? nil : "\(words()): \(difference) is beyond \(bound)"
}

/// Nil if a condition holds, else what it was about.
func unless(_ condition: Bool, _ words: @autoclosure () -> String) -> String? { condition ? nil : words() }

extension Law {
  /// The law for Double and for Float: pass the generic function twice.
  static func both(
    _ name: String, _ double: @escaping @Sendable (inout Draws, Double.Type) throws -> String?,
    _ float: @escaping @Sendable (inout Draws, Float.Type) throws -> String?
  ) -> [Law] {
    [Law("\(name) (Double)") { try double(&$0, Double.self) }, Law("\(name) (Float)") { try float(&$0, Float.self) }]
  }
}

/// γₖ = k·u/(1 − k·u), the bound of the relative error of k roundings.
///
/// Higham, Accuracy and Stability of Numerical Algorithms (2nd ed.), §3.1.
func gamma<Scalar: LinearAlgebraScalar>(_ k: Int) -> Scalar {
  let ku = Scalar(k) * roundingUnit()
  return ku / (1 - ku)
}

/// By how much a difference goes beyond its bound in the worst place; 0 or less if nowhere, NaN if it is NaN somewhere.
func excess<Scalar>(_ a: Matrix<Scalar>, _ b: Matrix<Scalar>, _ bound: Matrix<Scalar>) -> Scalar {
  if a.shape != b.shape { return .infinity }
  var worst: Scalar = 0
  for i in 0..<a.rowCount {
    for j in 0..<a.columnCount where !((a[i, j] - b[i, j]).magnitude <= bound[i, j]) {
      worst = max(worst, (a[i, j] - b[i, j]).magnitude - bound[i, j])
      if worst.isNaN { return worst }
    }
  }
  return worst
}

/// |x|, element by element.
func magnitudes<Scalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { Vector(x.map(\.magnitude)) }
