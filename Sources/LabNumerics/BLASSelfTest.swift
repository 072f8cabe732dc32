extension BLASBackend {
  /// Computes a few odd-shaped problems with BLAS and with plain loops, and names those that differ.
  ///
  /// Processor-specific kernels have given wrong results before (OpenBLAS#2168, #2986, #3454). If this reports
  /// anything, run with `OPENBLAS_CORETYPE=Haswell` in the environment.
  ///
  /// - Returns: one sentence a failure; none if all is well.
  /// - Complexity: some tens of milliseconds.
  public static func selfTest() -> [String] {
    selfTestFailures(for: Double.self) + selfTestFailures(for: Float.self)
  }

  /// Around the widths of vector registers and of the kernels' blocks, and not multiples of them.
  private static let sizes = [1, 2, 3, 7, 17, 33, 67, 131]

  private static func selfTestFailures<Scalar: LinearAlgebraScalar>(for type: Scalar.Type) -> [String] {
    var generator = SplitMix64(seed: 1)
    var failures: [String] = []
    func expect(_ name: String, _ size: Int, _ got: Matrix<Scalar>, _ want: Matrix<Scalar>, _ bound: Matrix<Scalar>) {
      if let difference = firstDifference(got, want, bound) {
        failures.append("\(name) of \(type) at size \(size): \(difference)")
      }
    }
    for n in sizes {
      let m = n + 3
      let a = Matrix<Scalar>.randomUniform(m, n, in: -1..<1, using: &generator)
      let b = Matrix<Scalar>.randomUniform(n, m, in: -1..<1, using: &generator)
      let x = Vector<Scalar>.randomUniform(n, in: -1..<1, using: &generator)
      let (at, bt) = (a.transposed(), b.transposed())

      let product = plainProduct(a, b)
      for (transposeA, transposeB) in [(false, false), (false, true), (true, false), (true, true)] {
        // Into NaN: the old values must not be read.
        var c = Matrix<Scalar>(repeating: .nan, rows: m, columns: m)
        gemm(
          transposeA ? at : a, transposeB ? bt : b, transposeA: transposeA, transposeB: transposeB, result: &c)
        expect("gemm", n, c, product.value, product.bound)
      }
      let image = plainProduct(a, Matrix(column: x))
      for transposed in [false, true] {
        var y = Vector<Scalar>(repeating: .nan, count: m)
        gemv(transposed ? at : a, x, transposeA: transposed, result: &y)
        expect("gemv", n, Matrix(column: y), image.value, image.bound)
      }
      let sum = plainProduct(Matrix(row: x), Matrix(column: x))
      expect("dot", n, [[dot(x, x)]], sum.value, sum.bound)
      let square = plainProduct(Matrix(column: x), Matrix(row: x))
      expect("ger", n, ger(x, x), square.value, square.bound)

      let gram = plainProduct(b, bt)
      expect("syrk", n, syrk(b), gram.value, gram.bound)
      let s = gram.value
      let symmetricImage = plainProduct(s, Matrix(column: x))
      expect("symv", n, Matrix(column: symv(s, x)), symmetricImage.value, symmetricImage.bound)
      let symmetricProduct = plainProduct(s, b)
      expect("symm", n, symm(s, b), symmetricProduct.value, symmetricProduct.bound)
      // B·Bᵀ with more columns than rows is positive definite; L·Lᵀ gives it back within (n + 1)·ε·|L|·|L|ᵀ, and
      // T·X gives back B within n·ε·|T|·|X| (Higham, Accuracy and Stability of Numerical Algorithms, 2nd ed., theorems
      // 10.3 and 8.5).
      do throws(LinearAlgebraError) {
        let l = try Cholesky(s).lower
        let square = plainProduct(l, l.transposed())
        expect("potrf", n, square.value, s, square.bound)
        let y = plainProduct(l, try trsm(l, b, lower: true))
        expect("trsm", n, y.value, b, y.bound)
        let z = plainProduct(l.transposed(), Matrix(column: try trsv(l, x, lower: true, transposeT: true)))
        expect("trsv", n, z.value, Matrix(column: x), z.bound)
      } catch {
        failures.append("potrf of \(type) at size \(n): \(error)")
      }
    }
    return failures
  }

  /// The first element that is further from the expected one than its bound, or NaN, in words; nil if there is none.
  static func firstDifference<Scalar>(
    _ got: Matrix<Scalar>, _ want: Matrix<Scalar>, _ bound: Matrix<Scalar>
  ) -> String? {
    let (x, y, bound) = (got.flattened, want.flattened, bound.flattened)
    let place = x.indices.first { !((x[$0] - y[$0]).magnitude <= bound[$0]) }
    return place.map { "element \($0) is \(x[$0]), plain loops give \(y[$0])" }
  }
}

/// A·B by three loops, and how far any order of summation may be from it: 2·(k + 1)·ε·|A|·|B| for sums of k terms.
///
/// Each of the two sums errs by at most k·u·|A|·|B|/(1 − k·u) with u = ε/2 (Higham, Accuracy and Stability of Numerical
/// Algorithms, 2nd ed., §3.5).
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func plainProduct<Scalar: LinearAlgebraScalar>(
  _ a: Matrix<Scalar>, _ b: Matrix<Scalar>
) -> (value: Matrix<Scalar>, bound: Matrix<Scalar>) {
  let (m, n, k) = (a.rowCount, b.columnCount, a.columnCount)
  let value = AlignedStorage<Scalar>(uninitialized: m * n)
  let bound = AlignedStorage<Scalar>(uninitialized: m * n)
  let (x, y) = (a.storage.start, b.storage.start)
  for i in 0..<m {
    for j in 0..<n {
      var (sum, magnitudes): (Scalar, Scalar) = (0, 0)
      for l in 0..<k {
        let term = x[i * k + l] * y[l * n + j]
        sum += term
        magnitudes += term.magnitude
      }
      value.start[i * n + j] = sum
      bound.start[i * n + j] = 2 * Scalar(k + 1) * Scalar.ulpOfOne * magnitudes
    }
  }
  withExtendedLifetime((a, b)) {}
  return (Matrix(rows: m, columns: n, storage: value), Matrix(rows: m, columns: n, storage: bound))
}
