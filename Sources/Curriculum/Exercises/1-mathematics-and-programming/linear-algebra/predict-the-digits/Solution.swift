/// Eleven ways to solve equations; the statement tells what each of them is.
enum System: String {
  case hilbert4, hilbert8, hilbert12, hilbert4Float
  case powers, centred
  case orthogonal, tiny, graded
  case leastSquares, normalEquations
}

/// How many decimal digits of x come out right, as you predict it.
///
/// - Returns: 0 ... 16.
func correctDigits(_ system: System) -> Int {
  switch system {
  case .hilbert4:  // κ = 1.6·10⁴
    // BEGIN SOLUTION
    return 12  // 16 − 4.2
  // END SOLUTION
  case .hilbert8:  // κ = 1.5·10¹⁰
    // BEGIN SOLUTION
    return 6  // 16 − 10.2
  // END SOLUTION
  case .hilbert12:  // κ = 1.7·10¹⁶
    // BEGIN SOLUTION
    return 0  // 16 − 16.2, and not below 0
  // END SOLUTION
  case .hilbert4Float:  // κ = 1.6·10⁴, computed in Float
    // BEGIN SOLUTION
    return 3  // 7 − 4.2
  // END SOLUTION
  case .powers:  // κ = 9.0·10¹⁰
    // BEGIN SOLUTION
    return 5  // 16 − 11.0
  // END SOLUTION
  case .centred:  // κ = 4.5·10⁶
    // BEGIN SOLUTION
    return 9  // 16 − 6.7
  // END SOLUTION
  case .orthogonal:  // κ = 1
    // BEGIN SOLUTION
    return 16
  // END SOLUTION
  case .tiny:  // κ = 1, det A = 6.8·10⁻⁴⁹
    // BEGIN SOLUTION
    return 16
  // END SOLUTION
  case .graded:  // A = diag(1, 10⁻¹²), κ = 10¹²
    // BEGIN SOLUTION
    return 16  // one division each: nothing is magnified
  // END SOLUTION
  case .leastSquares:  // κ = 3.1·10⁴, by QR
    // BEGIN SOLUTION
    return 12  // 16 − 4.5
  // END SOLUTION
  case .normalEquations:  // κ = 3.1·10⁴, by XᵀX
    // BEGIN SOLUTION
    return 7  // 16 − 2·4.5
  // END SOLUTION
  }
}
