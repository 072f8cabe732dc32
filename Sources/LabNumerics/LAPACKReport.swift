/// One number of the battery: how wrong one result was on one matrix.
public struct LAPACKTest: Sendable {
  /// What was measured: "P·A = L·U".
  public let name: String
  /// On which matrix.
  public let matrix: LAPACKTestMatrix
  /// How many rounding errors large the error was; infinite where there is a `problem`.
  public let ratio: Double
  /// What was wrong with the result that no number says; nil if nothing.
  public let problem: String?

  /// Whether the ratio is below LAPACK's limit.
  public var passes: Bool { ratio < LAPACKRatio.limit }
}

/// What came of putting a function through the battery.
///
/// ```swift
/// print(LAPACKBattery.examineLU(sizes: [1, 2, 3, 5, 10, 50]) { (a: [[Double]]) in lu(a) })
/// // LU of [[Double]]: 414 matrices, 414 tests, largest ratio 0.723 (limit 30)
/// //   P·A = L·U  414 tests, largest 0.723
/// ```
public struct LAPACKReport: Sendable {
  /// What was examined: "LU of [[Double]]".
  public let subject: String
  /// The scalar's name, "Double" or "Float".
  public let scalar: String
  /// How many matrices the function was given.
  public let matrixCount: Int
  /// All that was measured, in the order of the battery.
  public let tests: [LAPACKTest]

  /// Whether at least one test was made and all passed.
  public var passes: Bool { !tests.isEmpty && tests.allSatisfy(\.passes) }

  /// The test with the largest ratio; nil if none was made.
  public var worst: LAPACKTest? { tests.max { $0.ratio < $1.ratio } }

  /// Those that did not pass.
  public var failures: [LAPACKTest] { tests.filter { !$0.passes } }

  /// The failure on the matrix with the fewest elements, the first of several: the one to look at.
  public var smallestFailure: LAPACKTest? {
    failures.min { $0.matrix.rowCount * $0.matrix.columnCount < $1.matrix.rowCount * $1.matrix.columnCount }
  }

  /// The names of the tests made, in the order in which they first came.
  public var testNames: [String] {
    var names: [String] = []
    for test in tests where !names.contains(test.name) { names.append(test.name) }
    return names
  }
}

extension LAPACKReport: CustomStringConvertible {
  /// A line of summary, a line for each kind of test, and the smallest failure with the way to make its matrix again.
  public var description: String {
    let outcome = passes ? "" : tests.isEmpty ? ", nothing tested" : ", \(failures.count) failed"
    let head =
      "\(subject): \(matrixCount) \(matrixCount == 1 ? "matrix" : "matrices"), \(counted(tests.count))\(outcome), largest ratio "
      + "\(threeDigits(worst?.ratio ?? 0)) (limit \(threeDigits(LAPACKRatio.limit)))"
    return ([head] + table + explanation).joined(separator: "\n")
  }

  private var table: [String] {
    let names = testNames
    let width = names.map(\.count).max() ?? 0
    return names.map { name in
      let (tests, padding) = (tests.filter { $0.name == name }, String(repeating: " ", count: width - name.count))
      let failed = tests.count { !$0.passes }
      return "  \(name)\(padding)  \(counted(tests.count)), largest \(threeDigits(tests.map(\.ratio).max() ?? 0))"
        + (failed == 0 ? "" : ", \(failed) failed")
    }
  }

  private var explanation: [String] {
    guard let failure = smallestFailure else { return [] }
    let matrix = failure.matrix
    var lines = [
      "The smallest matrix that fails: \(matrix)",
      "  \(failure.name): \(failure.problem ?? "ratio \(threeDigits(failure.ratio))")",
      "  \(matrix.recipe) as Matrix<\(scalar)>",
    ]
    if matrix.rowCount * matrix.columnCount <= 9 {
      lines += matrix.matrix(Double.self).description.split(separator: "\n").map { "  \($0)" }
    }
    return lines
  }
}

private func counted(_ tests: Int) -> String { tests == 1 ? "1 test" : "\(tests) tests" }

/// A ratio as C's `%.3g` prints it.
private func threeDigits(_ ratio: Double) -> String {
  if !ratio.isFinite || ratio == 0 { return ratio == 0 ? "0" : "infinite" }
  return sixDigits(roundedToThreeDigits(ratio))
}

private func roundedToThreeDigits(_ x: Double) -> Double {
  let power = Double.pow(10, Double.log10(x).rounded(.down) - 2)
  return (x / power).rounded() * power
}
