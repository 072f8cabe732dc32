/// e to the power of a square matrix: I + A + A²/2 + A³/6 + …
///
/// ```swift
/// try expm([[0, 1], [-1, 0]] as Matrix<Double>)  // [[cos 1, sin 1], [−sin 1, cos 1]]
/// ```
///
/// x(t) = e^(t·A)·x(0) solves x′ = A·x. By scaling to a small norm, a Padé approximant, and squaring: the degree, up to
/// 13 (7 for `Float`), and the scaling are the cheapest with a backward error below the unit roundoff. Powers of A decide
/// the scaling where they are smaller than those of its norm: each squaring more than needed costs digits.
///
/// - Parameter a: shape (n, n).
/// - Returns: shape (n, n).
/// - Throws: `.nonFinite` if an element of A, or of the exponential, is infinite or not a number.
/// - Complexity: about 2·n³·(6 + s) + 8/3·n³ operations with s = log₂(‖A‖₁/5.4) squarings or fewer.
///
/// Higham, The Scaling and Squaring Method for the Matrix Exponential Revisited (SIAM J. Matrix Anal. Appl. 26, 2005),
/// without its shift by the trace and its balancing; Al-Mohy and Higham, A New Scaling and Squaring Algorithm for the
/// Matrix Exponential (SIAM J. Matrix Anal. Appl. 31, 2009).
public func expm<Scalar>(_ a: Matrix<Scalar>) throws(LinearAlgebraError) -> Matrix<Scalar> {
  require(a.isSquare, "expm: the matrix must be square, it has shape (\(a.rowCount), \(a.columnCount))")
  try a.requireFinite()
  if a.rowCount == 0 { return a }
  let norm = a.norm(.one)
  let degrees = padeDegrees(Scalar.self)
  if let small = degrees.first(where: { norm <= $0.limit }) {
    return try pade(a, degree: small.degree, evenPowers(a, degree: small.degree))
  }
  let last = degrees[degrees.count - 1]
  let (squarings, powers) = scaling(a, degree: last.degree, limit: last.limit)
  var power = try pade(a * powerOfTwo(-squarings), degree: last.degree, powers)
  for _ in 0..<squarings { power = power • power }
  try power.requireFinite()
  return power
}

/// The least s for which ‖A‖₁/2ˢ is within the limit, also where ‖A‖₁ itself overflows.
private func squaringCount<Scalar>(_ a: Matrix<Scalar>, limit: Scalar) -> Int {
  let shift = 32
  let ratio = (a * powerOfTwo(-shift)).norm(.one) / limit
  return max(0, Int(ratio.exponent) + shift + (ratio.significand > 1 ? 1 : 0))
}

private func powerOfTwo<Scalar: LinearAlgebraScalar>(_ n: Int) -> Scalar {
  Scalar(sign: .plus, exponent: Scalar.Exponent(n), significand: 1)
}

/// How often to halve A, and the even powers of what remains.
private func scaling<Scalar>(
  _ a: Matrix<Scalar>, degree m: Int, limit: Scalar
) -> (squarings: Int, powers: [Matrix<Scalar>]) {
  var squarings = squaringCount(a, limit: limit)
  var powers = evenPowers(a * powerOfTwo(-squarings), degree: m)
  // In steps so short that no power of an element that matters after a step underflows before it.
  let step = Int(Scalar.greatestFiniteMagnitude.exponent) / 8
  while true {
    let spare = min(spareSquarings(a * powerOfTwo(-squarings), powers, degree: m, limit: limit), squarings, step)
    if spare <= 0 { break }
    let larger = evenPowers(a * powerOfTwo(spare - squarings), degree: m)
    if !larger.allSatisfy({ $0.norm(.one).isFinite }) { break }
    (squarings, powers) = (squarings - spare, larger)
  }
  return (squarings, powers)
}

/// How many halvings of B could have been spared: the backward error is bounded by ‖B⁶‖₁^(1/6) and ‖B⁸‖₁^(1/8) in the
/// place of ‖B‖₁, as long as rounding errors of the first neglected term, c·|B|²ᵐ⁺¹, stay below the unit roundoff (Al-Mohy
/// and Higham 2009, equations 4.6 and 5.1).
private func spareSquarings<Scalar>(
  _ b: Matrix<Scalar>, _ powers: [Matrix<Scalar>], degree m: Int, limit: Scalar
) -> Int {
  // Somewhat less than for the norm (4.25 for 5.4), so that V − U stays well conditioned.
  let limit = 0.79 * Double(limit)
  let sixth = Double.pow(Double(powers[3].norm(.one)), 1 / 6.0)
  if !(sixth <= limit / 2) { return 0 }
  let eighth = Double.pow(Double((powers[2] • powers[2]).norm(.one)), 1 / 8.0)
  let magnitudes = b.mapValues { $0.magnitude }
  var (row, growth) = (Vector<Scalar>(repeating: 1, count: b.rowCount), 0.0)  // log₂(c·‖|B|²ᵐ⁺¹‖₁/‖B‖₁)
  for k in 0...2 * m {
    row = row • magnitudes
    let largest = row.maximum()
    if largest > 0 { row /= largest }
    if k > 0 { growth += .log2(Double(largest)) }
  }
  for j in 1...m { growth += .log2(Double(j) / Double(m + j)) }
  for j in 1...2 * m + 1 { growth -= .log2(Double(j)) }
  let roundoff = Double.log2(Double(Scalar.ulpOfOne) / 2)
  return Int(min(.log2(limit / max(sixth, eighth)), (roundoff - growth) / Double(2 * m), 1e6).rounded(.down))
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

/// A⁰, A², A⁴, … as far as the approximant of degree m is made of them.
private func evenPowers<Scalar>(_ a: Matrix<Scalar>, degree m: Int) -> [Matrix<Scalar>] {
  let a2 = a • a
  var powers = [.identity(a.rowCount), a2]
  while powers.count <= min(m, 7) / 2 { powers.append(powers[powers.count - 1] • a2) }
  if m == 9 { powers.append(powers[2] • powers[2]) }
  return powers
}

/// The diagonal Padé approximant of eᴬ: (V − U)⁻¹·(V + U), with U the odd terms and V the even ones.
private func pade<Scalar>(
  _ a: Matrix<Scalar>, degree m: Int, _ powers: [Matrix<Scalar>]
) throws(LinearAlgebraError) -> Matrix<Scalar> {
  var c = [Scalar(1)]
  for j in 1...m { c.append(c[j - 1] * Scalar(m - j + 1) / Scalar((2 * m - j + 1) * j)) }
  var (odd, even) = (c[1] * powers[0], c[0] * powers[0])
  for k in 1..<powers.count {
    odd = odd + c[2 * k + 1] * powers[k]
    even = even + c[2 * k] * powers[k]
  }
  if m == 13 {  // the terms from A⁸ on as A⁶ times a polynomial
    let (a2, a4, a6) = (powers[1], powers[2], powers[3])
    odd = odd + a6 • (c[9] * a2 + c[11] * a4 + c[13] * a6)
    even = even + a6 • (c[8] * a2 + c[10] * a4 + c[12] * a6)
  }
  let u = a • odd
  return try solve(even - u, even + u)
}
