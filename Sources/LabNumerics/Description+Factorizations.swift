import ComplexModule

// How factorisations and fits print: their parts below each other, each after its name, and nothing that only LAPACK
// reads.

extension LU: CustomStringConvertible {
  /// The permutation of the rows, L and U.
  public var description: String { named(("permutation", permutation), ("lower", lower), ("upper", upper)) }
}

extension Cholesky: CustomStringConvertible {
  /// L.
  public var description: String { named(("lower", lower)) }
}

extension LDLT: CustomStringConvertible {
  /// W and the block diagonal D.
  public var description: String { named(("w", w()), ("d", d)) }
}

extension QR: CustomStringConvertible {
  /// R and the shape of what was factorised; Q is printed by `q()`.
  public var description: String { named(("shape", shape), ("r", r)) }
}

extension PivotedQR: CustomStringConvertible {
  /// The rank, the permutation of the columns and R.
  public var description: String { named(("rank", rank), ("permutation", permutation), ("r", r)) }
}

extension SVD: CustomStringConvertible {
  /// The singular values, U and Vᵀ.
  public var description: String {
    named(("singularValues", singularValues), ("u", u), ("vTransposed", vTransposed))
  }
}

extension SymmetricEigen: CustomStringConvertible {
  /// The eigenvalues and the eigenvectors, which are columns.
  public var description: String { named(("values", values), ("vectors", vectors)) }
}

extension Eigen: CustomStringConvertible {
  /// The eigenvalues; an eigenvector is printed by `vector(_:)`.
  public var description: String { named(("values", words(values))) }
}

extension Schur: CustomStringConvertible {
  /// The eigenvalues, T and Z.
  public var description: String { named(("values", words(values)), ("t", t), ("z", z)) }
}

extension LeastSquaresSolution: CustomStringConvertible {
  /// The coefficients, the rank and the residual; the right digits of each coefficient, if they are known.
  public var description: String {
    let fit = named(("x", x), ("rank", rank), ("residualNorm", sixDigits(residualNorm)))
    guard let digits else { return fit }
    return fit + "\n" + named(("digits", digits.exactData), ("digits of rounded data", digits.roundedData))
  }
}

extension RegressionSummary: CustomStringConvertible {
  /// The coefficients beside their standard errors, R² and what is left.
  ///
  /// ```
  /// coefficients = [1.0619, 1.98857]
  /// standardErrors = [0.12059, 0.0398296]
  /// rSquared = 0.998398
  /// residualStandardDeviation = 0.166619, 4 degrees of freedom
  /// ```
  public var description: String {
    let rest = sixDigits(residualStandardDeviation)
    return named(
      ("coefficients", coefficients), ("standardErrors", standardErrors), ("rSquared", sixDigits(rSquared)),
      ("residualStandardDeviation", "\(rest), \(residualDegreesOfFreedom) degrees of freedom"))
  }
}

/// Lines of `name = value`, those of a value that has several below each other.
func named(_ parts: (name: String, value: Any)...) -> String {
  parts.map { name, value in
    let indent = "\n" + String(repeating: " ", count: name.count + 3)
    return "\(name) = " + "\(value)".split(separator: "\n").joined(separator: indent)
  }.joined(separator: "\n")
}

/// Complex numbers as they are written, to six digits: `[0.5, 2+1i, 2-1i]`.
private func words<Scalar: LinearAlgebraScalar>(_ numbers: [Complex<Scalar>]) -> String {
  let words = shownIndices(numbers.count).map { index in
    guard let index else { return "…" }
    let z = numbers[index]
    if z.imaginary == 0 { return sixDigits(z.real) }
    let imaginary = sixDigits(z.imaginary)
    return sixDigits(z.real) + (imaginary.hasPrefix("-") ? "" : "+") + imaginary + "i"
  }
  return "[\(words.joined(separator: ", "))]" + (numbers.count > shownInFull ? " (\(numbers.count))" : "")
}
