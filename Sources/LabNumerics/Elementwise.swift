// Functions of every element. Each has four forms: of a vector and of a matrix, returned and in the memory of a result.
// NaN gives NaN in its place and touches no other.
//
// The errors stated are bounds over the largest found against quadruple precision, over numbers of every size and around
// the places where the formulas change, for each set of instructions (SSE2, AVX2 with FMA, AVX-512). The processor's best
// set is used, so the last digit may differ from machine to machine.

// MARK: - exp

/// exp(xᵢ) for every element.
///
/// Infinite above 709.78 (88.72 for Float), 0 below −745.14 (−103.97). The error is below 1.1 units in the last place.
///
/// - Parameter x: n elements.
/// - Returns: n elements.
@inlinable
public func exp<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { map(.exp, x) }

/// exp of every element, shape for shape; see the form for a vector. The exponential of the matrix itself is `expm`.
@inlinable
public func exp<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> { map(.exp, a) }

/// yᵢ ← exp(xᵢ), in the memory of y; see the form that returns it.
@inlinable
public func exp<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, result y: inout Vector<Scalar>) { map(.exp, x, &y) }

/// bᵢⱼ ← exp(aᵢⱼ), in the memory of b; see the form for a vector.
@inlinable
public func exp<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, result b: inout Matrix<Scalar>) { map(.exp, a, &b) }

// MARK: - log

/// log(xᵢ), the natural logarithm, for every element.
///
/// −∞ for 0, NaN below. The error is below 0.9 units in the last place.
///
/// - Parameter x: n elements.
/// - Returns: n elements.
@inlinable
public func log<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { map(.log, x) }

/// log of every element, shape for shape; see the form for a vector.
@inlinable
public func log<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> { map(.log, a) }

/// yᵢ ← log(xᵢ), in the memory of y; see the form that returns it.
@inlinable
public func log<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, result y: inout Vector<Scalar>) { map(.log, x, &y) }

/// bᵢⱼ ← log(aᵢⱼ), in the memory of b; see the form for a vector.
@inlinable
public func log<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, result b: inout Matrix<Scalar>) { map(.log, a, &b) }

// MARK: - tanh

/// tanh(xᵢ) = (exp(2xᵢ) − 1)/(exp(2xᵢ) + 1) for every element.
///
/// ±1 at the ends. The error is below 1.9 units in the last place.
///
/// - Parameter x: n elements.
/// - Returns: n elements.
@inlinable
public func tanh<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { map(.tanh, x) }

/// tanh of every element, shape for shape; see the form for a vector.
@inlinable
public func tanh<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> { map(.tanh, a) }

/// yᵢ ← tanh(xᵢ), in the memory of y; see the form that returns it.
@inlinable
public func tanh<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, result y: inout Vector<Scalar>) { map(.tanh, x, &y) }

/// bᵢⱼ ← tanh(aᵢⱼ), in the memory of b; see the form for a vector.
@inlinable
public func tanh<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, result b: inout Matrix<Scalar>) { map(.tanh, a, &b) }

// MARK: - sigmoid

/// 1/(1 + exp(−xᵢ)) for every element.
///
/// 0 and 1 at the ends, keeping the digits of what is near 0. The error is below 1.9 units in the last place.
///
/// - Parameter x: n elements.
/// - Returns: n elements.
@inlinable
public func sigmoid<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { map(.sigmoid, x) }

/// sigmoid of every element, shape for shape; see the form for a vector.
@inlinable
public func sigmoid<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> { map(.sigmoid, a) }

/// yᵢ ← sigmoid(xᵢ), in the memory of y; see the form that returns it.
@inlinable
public func sigmoid<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, result y: inout Vector<Scalar>) {
  map(.sigmoid, x, &y)
}

/// bᵢⱼ ← sigmoid(aᵢⱼ), in the memory of b; see the form for a vector.
@inlinable
public func sigmoid<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, result b: inout Matrix<Scalar>) {
  map(.sigmoid, a, &b)
}

// MARK: - softplus

/// log(1 + exp(xᵢ)) for every element.
///
/// 0 and x at the ends, without overflow. The error is below 1.7 units in the last place.
///
/// - Parameter x: n elements.
/// - Returns: n elements.
@inlinable
public func softplus<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { map(.softplus, x) }

/// softplus of every element, shape for shape; see the form for a vector.
@inlinable
public func softplus<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> { map(.softplus, a) }

/// yᵢ ← softplus(xᵢ), in the memory of y; see the form that returns it.
@inlinable
public func softplus<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, result y: inout Vector<Scalar>) {
  map(.softplus, x, &y)
}

/// bᵢⱼ ← softplus(aᵢⱼ), in the memory of b; see the form for a vector.
@inlinable
public func softplus<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, result b: inout Matrix<Scalar>) {
  map(.softplus, a, &b)
}

// MARK: - erf

/// erf(xᵢ) = 2/√π·∫₀ˣ exp(−t²) dt for every element.
///
/// ±1 at the ends. The error is below 1.9 units in the last place.
///
/// - Parameter x: n elements.
/// - Returns: n elements.
@inlinable
public func erf<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { map(.erf, x) }

/// erf of every element, shape for shape; see the form for a vector.
@inlinable
public func erf<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> { map(.erf, a) }

/// yᵢ ← erf(xᵢ), in the memory of y; see the form that returns it.
@inlinable
public func erf<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, result y: inout Vector<Scalar>) { map(.erf, x, &y) }

/// bᵢⱼ ← erf(aᵢⱼ), in the memory of b; see the form for a vector.
@inlinable
public func erf<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, result b: inout Matrix<Scalar>) { map(.erf, a, &b) }

// MARK: - sqrt

/// √xᵢ for every element.
///
/// Correctly rounded; NaN below 0.
///
/// - Parameter x: n elements.
/// - Returns: n elements.
@inlinable
public func sqrt<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>) -> Vector<Scalar> { map(.sqrt, x) }

/// sqrt of every element, shape for shape; see the form for a vector.
@inlinable
public func sqrt<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>) -> Matrix<Scalar> { map(.sqrt, a) }

/// yᵢ ← sqrt(xᵢ), in the memory of y; see the form that returns it.
@inlinable
public func sqrt<Scalar: LinearAlgebraScalar>(_ x: Vector<Scalar>, result y: inout Vector<Scalar>) { map(.sqrt, x, &y) }

/// bᵢⱼ ← sqrt(aᵢⱼ), in the memory of b; see the form for a vector.
@inlinable
public func sqrt<Scalar: LinearAlgebraScalar>(_ a: Matrix<Scalar>, result b: inout Matrix<Scalar>) { map(.sqrt, a, &b) }

// MARK: - What they share

/// A function of every element, by its number in CElementwise.
@usableFromInline
enum ElementwiseFunction: UInt32 {
  case exp, log, tanh, sigmoid, softplus, erf, sqrt
}

@inlinable
func map<Scalar>(_ function: ElementwiseFunction, _ x: Vector<Scalar>) -> Vector<Scalar> {
  var y = unwrittenVector(x.count, Scalar.self)
  map(function, x, &y)
  return y
}

@inlinable
func map<Scalar>(_ function: ElementwiseFunction, _ a: Matrix<Scalar>) -> Matrix<Scalar> {
  var b = unwrittenMatrix(a.rowCount, a.columnCount, Scalar.self)
  map(function, a, &b)
  return b
}

@inlinable
func map<Scalar>(_ function: ElementwiseFunction, _ x: Vector<Scalar>, _ y: inout Vector<Scalar>) {
  if x.count != y.count { resultDoesNotFit((x.count, 1), (y.count, 1)) }
  y.storage.makeUniqueForOverwriting()
  Scalar._map(function.rawValue, x.count, x.storage.start, y.storage.start)
  _fixLifetime(x)
}

@inlinable
func map<Scalar>(_ function: ElementwiseFunction, _ a: Matrix<Scalar>, _ b: inout Matrix<Scalar>) {
  if a.rowCount != b.rowCount || a.columnCount != b.columnCount {
    resultDoesNotFit((a.rowCount, a.columnCount), (b.rowCount, b.columnCount))
  }
  b.storage.makeUniqueForOverwriting()
  Scalar._map(function.rawValue, a.count, a.storage.start, b.storage.start)
  _fixLifetime(a)
}

@usableFromInline
@inline(never)
func resultDoesNotFit(_ argument: (Int, Int), _ result: (Int, Int)) -> Never {
  fatalError("an argument of shape \(argument) makes a result of that shape, not of \(result)")
}
