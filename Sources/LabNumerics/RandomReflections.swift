// Random orthogonal matrices as products of reflections (Stewart, SIAM Journal on Numerical Analysis 17, 1980, pp.
// 403–409). The factorisations are tested on them, so none is used here.

/// A ← Q·A for a random orthogonal Q, which depends on the generator and the number of rows alone.
///
/// - Parameters:
///   - a: shape (m, n), overwritten.
///   - generator: m·(m + 1)/2 normally distributed numbers are drawn from it.
/// - Complexity: 4·m²·n operations.
func rotateRows<Scalar>(of a: inout Matrix<Scalar>, using generator: inout SplitMix64) {
  for first in 0..<a.rowCount {
    let direction = Vector<Scalar>.randomNormal(a.rowCount - first, using: &generator)
    reflect(&a, rows: first, turning: direction)
  }
}

/// A ← (I − 2·v·vᵀ/vᵀv)·A, where the reflection turns x, placed in the rows from `first` down, onto the first of them.
func reflect<Scalar>(_ a: inout Matrix<Scalar>, rows first: Int, turning x: Vector<Scalar>) {
  var v = Vector<Scalar>.zeros(a.rowCount)
  for (i, element) in x.enumerated() { v[first + i] = element }
  v[first] += v[first] < 0 ? -x.norm() : x.norm()
  let square = v • v
  if square == 0 { return }
  ger(v, matmul(a, v, transposeA: true), alpha: -2 / square, beta: 1, result: &a)
}

/// 1, …, 1/condition in equal ratios: the singular values of LAPACK's random matrices (`dlatm1`, mode 3).
func geometricValues<Scalar: LinearAlgebraScalar>(count: Int, condition: Scalar) -> Vector<Scalar> {
  Vector(count: count) { i in .pow(condition, -Scalar(i) / Scalar(max(1, count - 1))) }
}

/// LAPACK's ε, half the distance from 1 to the next number: `dlamch('Epsilon')`.
func unitRoundoff<Scalar: LinearAlgebraScalar>(_: Scalar.Type = Scalar.self) -> Scalar { .ulpOfOne / 2 }

/// The norm of LAPACK's smallest test matrices, a power of two; 1 over it is that of the largest (`dlatb4`).
func nearUnderflowNorm<Scalar: LinearAlgebraScalar>() -> Scalar { .leastNormalMagnitude / .ulpOfOne / 4 }
