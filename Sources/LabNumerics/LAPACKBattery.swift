/// LAPACK's test battery, for any factorisation that is a function: the lab's own, or yours.
///
/// ```swift
/// let report = LAPACKBattery.examineLU { (a: Matrix<Double>) in
///   let lu = try LU(a)
///   return (lu.permutation, lu.lower, lu.upper)
/// }
/// report.passes  // true
/// print(report)  // LU of Matrix<Double>: 1281 matrices, 1281 tests, largest ratio 0.723 (limit 30) …
/// ```
///
/// Each function is called with LAPACK's kinds of matrix – well and ill conditioned, singular, near underflow and near
/// overflow – in every combination of LAPACK's sizes and, for `Matrix`, in three layouts. Results are measured in
/// rounding errors (`LAPACKRatio`), and each has to stay below LAPACK's limit of 30. No answer is compared with another
/// program's: what factors must be is known from the matrix.
///
/// A function takes and gives `Matrix` and `Vector`, or arrays of rows and arrays, of `Double` or `Float`. An array without
/// rows has no columns, so (0, n) comes to it as (0, 0) only. A result of the wrong shape, a missing zero, a number
/// that is not finite and an error thrown where there is an answer all count as failed tests. Where a singular matrix has
/// no answer (solutions, inverses, Cholesky), the function has to throw, or to give something with NaN or infinity in it. A
/// function that stops the program stops the battery with it; leave out `sizes` of 0 if yours is not made for them.
///
/// Anderson et al., LAPACK Users' Guide (3rd ed.), chapter 4; Blackford and Dongarra, LAPACK Working Note 41, chapter 6.
public enum LAPACKBattery {
  /// The sizes LAPACK's tests are run with.
  public static let sizes = [0, 1, 2, 3, 5, 10, 50]

  /// The seed of the battery's matrices.
  public static let seed: UInt64 = 1992

  /// Calls `examine` for each matrix in each layout, and collects what it finds.
  ///
  /// - Parameters:
  ///   - subject: what is examined.
  ///   - type: what the function under test takes.
  ///   - matrices: those to try.
  ///   - examine: given the matrix for the function, the same for judging, and where to write the verdict. What it throws
  ///     is a failed test.
  /// - Returns: all that `examine` has written, in order.
  static func examine<M: LAPACKBatteryMatrix>(
    _ subject: String, of type: M.Type, on matrices: [LAPACKTestMatrix],
    _ examine: (M, Matrix<M.Scalar>, inout LAPACKJudge<M.Scalar>) throws -> Void
  ) -> LAPACKReport {
    var (tests, matrixCount) = ([LAPACKTest](), 0)
    for recipe in matrices where isExpressible(recipe, as: type) {
      let a: Matrix<M.Scalar> = recipe.matrix()
      for layout in type.layouts {
        var judge = LAPACKJudge<M.Scalar>(matrix: recipe, layout: layout)
        do {
          try examine(type.giving(a, as: layout), a, &judge)
        } catch {
          judge.fail("\(error)")
        }
        tests += judge.tests
        matrixCount += 1
      }
    }
    return LAPACKReport(
      subject: "\(subject) of \(M.nameInReports)", scalar: "\(M.Scalar.self)", matrixCount: matrixCount, tests: tests)
  }

  /// Arrays of rows have no columns if they have no rows.
  private static func isExpressible<M: LAPACKBatteryMatrix>(_ matrix: LAPACKTestMatrix, as _: M.Type) -> Bool {
    matrix.rowCount > 0 || matrix.columnCount == 0 || M.layouts.count > 1
  }
}

/// Where the verdict on one matrix is written.
struct LAPACKJudge<Scalar: LinearAlgebraScalar> {
  private let matrix: LAPACKTestMatrix
  private(set) var tests: [LAPACKTest] = []

  init(matrix: LAPACKTestMatrix, layout: LAPACKTestLayout) {
    var matrix = matrix
    matrix.layout = layout
    self.matrix = matrix
  }

  /// Whether the matrix has neither an inverse nor a Cholesky factor.
  var isSingular: Bool { matrix.isSingular }

  /// Whether columns may depend on each other in working precision.
  var hasDependentColumns: Bool { isSingular || matrix.kind == .general(.nearlySingular) }

  /// Random numbers for right-hand sides, the same for the same size.
  var generator: SplitMix64 { SplitMix64(seed: UInt64(1 + matrix.rowCount)) }

  mutating func record(_ name: String, _ ratio: Double) {
    let problem = ratio.isNaN ? "not a number" : nil
    tests.append(LAPACKTest(name: name, matrix: matrix, ratio: ratio.isNaN ? .infinity : ratio, problem: problem))
  }

  mutating func fail(_ problem: String) {
    tests.append(LAPACKTest(name: "result", matrix: matrix, ratio: .infinity, problem: problem))
  }

  /// A test passed or failed, with no number to it.
  mutating func require(_ condition: Bool, _ name: String, _ problem: @autoclosure () -> String) {
    tests.append(
      LAPACKTest(name: name, matrix: matrix, ratio: condition ? 0 : .infinity, problem: condition ? nil : problem()))
  }

  /// What must happen where there is no answer: an error, or a number that is not finite.
  mutating func requireRefusal(_ answer: () throws -> some Sequence<Scalar>) {
    let numbers = try? answer()
    require(
      numbers?.contains { !$0.isFinite } ?? true, "refuses the singular",
      "an answer where none exists, without an error")
  }
}

/// Why a result cannot be measured.
struct UnusableResult: Error, CustomStringConvertible {
  let description: String
}

extension LAPACKBatteryMatrix {
  /// The result as a matrix of the shape it must have.
  ///
  /// - Parameters:
  ///   - name: what the result is called in messages.
  ///   - rows: how many rows it must have.
  ///   - columns: how many columns it may have; the first where it has no row to tell.
  /// - Returns: shape (`rows`, one of `columns`).
  /// - Throws: `UnusableResult` with both shapes.
  func matrix(_ name: String, rows: Int, columns: Int...) throws -> Matrix<Scalar> {
    let (rowArrays, columnCount) = asRows
    let found = columnCount ?? rowArrays.first?.count ?? columns[0]
    if rowArrays.count != rows || !columns.contains(found) {
      throw UnusableResult(
        description: "\(name) has shape (\(rowArrays.count), \(found)), not (\(rows), \(columns[0]))")
    }
    if let odd = rowArrays.firstIndex(where: { $0.count != found }) {
      throw UnusableResult(
        description: "row \(odd) of \(name) has \(rowArrays[odd].count) elements, row 0 has \(found)")
    }
    return Matrix(rows: rows, columns: found, Array(rowArrays.joined()))
  }
}

/// The result as a vector of the length it must have.
func vector<Scalar: LinearAlgebraScalar>(
  _ name: String, _ elements: some Collection<Scalar>, count: Int
) throws -> Vector<Scalar> {
  if elements.count != count {
    throw UnusableResult(description: "\(name) has \(elements.count) elements, not \(count)")
  }
  return Vector(elements)
}

extension Matrix {
  /// The place of an element that is not zero on the named side of the diagonal; nil if there is none.
  func firstNonzero(below: Bool) -> (row: Int, column: Int)? {
    for i in 0..<rowCount {
      for j in 0..<columnCount where (below ? i > j : i < j) && self[i, j] != 0 { return (i, j) }
    }
    return nil
  }

  /// Refuses a factor that is not triangular as it stands.
  func requireTriangular(_ name: String, lower: Bool) throws {
    if let (i, j) = firstNonzero(below: !lower) {
      throw UnusableResult(
        description: "\(name) is not \(lower ? "lower" : "upper") triangular: \(self[i, j]) at (\(i), \(j))")
    }
  }
}
