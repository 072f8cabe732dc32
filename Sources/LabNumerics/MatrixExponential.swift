/// e to the power of a square matrix: I + A + A²/2 + A³/6 + …
///
/// ```swift
/// try expm([[0, 1], [-1, 0]] as Matrix<Double>)  // [[cos 1, sin 1], [−sin 1, cos 1]]
/// ```
///
/// x(t) = e^(t·A)·x(0) solves x′ = A·x. By scaling to a small norm, a Padé approximant, and squaring: the degree, up to
/// 13 (7 for `Float`), and the scaling are the cheapest with a backward error below the unit roundoff.
///
/// - Parameter a: shape (n, n).
/// - Returns: shape (n, n).
/// - Throws: `.nonFinite` if an element of A, or of the exponential, is infinite or not a number.
/// - Complexity: about 2·n³·(6 + s) + 8/3·n³ operations with s = log₂(‖A‖₁/5.4) squarings.
///
/// Higham, The Scaling and Squaring Method for the Matrix Exponential Revisited (SIAM J. Matrix Anal. Appl. 26, 2005),
/// without its shift by the trace and its balancing.
public func expm<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
  require(a.isSquare, "expm: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
  try a.requireFinite()
  if a.rowCount == 0 { return a }
  let norm = a.norm(.one)
  let degrees = padeDegrees(Scalar.self)
  if let small = degrees.first(where: { norm <= $0.limit }) { return try pade(a, degree: small.degree) }
  let last = degrees[degrees.count - 1]
  let squarings = squaringCount(a, limit: last.limit)
  var power = try pade(
    a * Scalar(sign: .plus, exponent: Scalar.Exponent(-squarings), significand: 1), degree: last.degree)
  for _ in 0..<squarings { power = power • power }
  try power.requireFinite()
  return power
}

/// The least s for which ‖A‖₁/2ˢ is within the limit, also where ‖A‖₁ itself overflows.
private func squaringCount<Scalar>(_ a: Matrix<Scalar>, limit: Scalar) -> Int {
  let shift = 32
  let ratio = (a * Scalar(sign: .plus, exponent: Scalar.Exponent(-shift), significand: 1)).norm(.one) / limit
  return max(0, Int(ratio.exponent) + shift + (ratio.significand > 1 ? 1 : 0))
}

/// The degrees worth using, each with the largest ‖A‖₁ for which its backward error is below the unit roundoff (Higham
/// 2005, table 2.3, and for 24 bits table 2.1's method).
private func padeDegrees<Scalar: LinearAlgebraScalar>(_: Scalar.Type) -> [(degree: Int, limit: Scalar)] {
  if Scalar.significandBitCount <= 23 {
    return [(3, 0.425873001692283), (5, 1.880152677804762), (7, 3.92572478313866)]
  }
  return [
    (3, 1.495585217958292e-2), (5, 2.53939833006323e-1), (7, 9.504178996162932e-1), (9, 2.097847961257068),
    (13, 5.371920351148152),
  ]
}

/// The diagonal Padé approximant of eᴬ: (V − U)⁻¹·(V + U), with U the odd terms and V the even ones.
private func pade<Scalar>(_ a: Matrix<Scalar>, degree m: Int) throws(LinearAlgebraError) -> Matrix<Scalar> {
  var c = [Scalar(1)]
  for j in 1...m { c.append(c[j - 1] * Scalar(m - j + 1) / Scalar((2 * m - j + 1) * j)) }
  let identity = Matrix<Scalar>.identity(a.rowCount)
  let a2 = a • a
  var powers = [identity, a2]  // A⁰, A², A⁴, …
  while powers.count <= min(m, 7) / 2 { powers.append(powers[powers.count - 1] • a2) }
  if m == 9 { powers.append(powers[2] • powers[2]) }

  var (odd, even) = (c[1] * identity, c[0] * identity)
  for k in 1..<powers.count {
    odd = odd + c[2 * k + 1] * powers[k]
    even = even + c[2 * k] * powers[k]
  }
  if m == 13 {  // the terms from A⁸ on as A⁶ times a polynomial
    let (a4, a6) = (powers[2], powers[3])
    odd = odd + a6 • (c[9] * a2 + c[11] * a4 + c[13] * a6)
    even = even + a6 • (c[8] * a2 + c[10] * a4 + c[12] * a6)
  }
  let u = a • odd
  return try solve(even - u, even + u)
}
