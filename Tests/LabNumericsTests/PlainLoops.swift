import LabNumerics

/// A·B by three loops: the definition, as an oracle.
func plainProduct<Scalar>(_ a: Matrix<Scalar>, _ b: Matrix<Scalar>) -> Matrix<Scalar> {
  Matrix(rows: a.rowCount, columns: b.columnCount) { i, j in
    (0..<a.columnCount).reduce(0) { $0 + a[i, $1] * b[$1, j] }
  }
}

extension Matrix {
  /// The matrix of magnitudes |A|.
  var magnitudes: Matrix { Matrix(rows: rowCount, columns: columnCount) { self[$0, $1].magnitude } }

  /// Whether each element differs from another matrix's by no more than a third's, NaN nowhere.
  func isWithin(_ bound: Matrix, of other: Matrix) -> Bool {
    shape == other.shape
      && zip(zip(flattened, other.flattened), bound.flattened).allSatisfy { pair, bound in
        (pair.0 - pair.1).magnitude <= bound
      }
  }

  /// Whether each element of A·B lies within 2·(k + 1)·ε·|A|·|B| of the plain loops' (Higham, Accuracy and Stability of
  /// Numerical Algorithms, 2nd ed., §3.5: either sum of k terms errs by less than half of that).
  func isProduct(_ a: Matrix, _ b: Matrix) -> Bool {
    let bound = 2 * Scalar(a.columnCount + 1) * .ulpOfOne * plainProduct(a.magnitudes, b.magnitudes)
    return isWithin(bound, of: plainProduct(a, b))
  }

  /// Whether this is α·A·B + β·C within 2·(k + 3)·ε·(|α|·|A|·|B| + |β|·|C|): `isProduct`, with a product and a sum more.
  func isCombination(_ alpha: Scalar, _ a: Matrix, _ b: Matrix, _ beta: Scalar, _ c: Matrix) -> Bool {
    let size = alpha.magnitude * plainProduct(a.magnitudes, b.magnitudes) + beta.magnitude * c.magnitudes
    let value = alpha * plainProduct(a, b) + beta * c
    return isWithin(2 * Scalar(a.columnCount + 3) * .ulpOfOne * size, of: value)
  }
}
