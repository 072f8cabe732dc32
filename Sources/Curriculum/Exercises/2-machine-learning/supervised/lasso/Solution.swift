import LabNumerics

enum LassoError: Error, Equatable {
  /// Not one answer a row.
  case counts(rows: Int, answers: Int)
  /// No row at all.
  case noRows
  /// This row's length is not the first row's.
  case length(row: Int)
  /// NaN or infinity; the answer counts as column d, the one after the last.
  case notFinite(row: Int, column: Int)
  /// This λ is negative, NaN or infinite.
  case penalty(index: Int)
  /// Still moving after `sweepLimit` sweeps for this λ.
  case notConverged(index: Int)
}

/// Throws for what cannot be fitted, the first that applies in the order of `LassoError`'s cases; rows from the top.
func checkTable(_ x: [[Double]], _ y: [Double], lambdas: [Double]) throws {
  guard x.count == y.count else { throw LassoError.counts(rows: x.count, answers: y.count) }
  guard let d = x.first?.count else { throw LassoError.noRows }
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw LassoError.length(row: i) }
    if let j = (row + [y[i]]).firstIndex(where: { !$0.isFinite }) { throw LassoError.notFinite(row: i, column: j) }
  }
  if let index = lambdas.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) { throw LassoError.penalty(index: index) }
}

/// So many sweeps at most for one λ.
let sweepLimit = 10_000

/// A sweep that moves no prediction's root mean square by more than this share of the answers' spread is the last.
let sweepTolerance = 1e-13

/// A fitted plane, most of whose coefficients may be 0.
struct LassoModel {
  var intercept: Double
  /// One a column.
  var coefficients: [Double]

  /// The plane's heights.
  ///
  /// - Parameter x: rows of as many numbers as there are coefficients.
  /// - Returns: b + w·x, one a row.
  func predict(_ x: [[Double]]) -> [Double] {
    // BEGIN SOLUTION
    x.map { row in zip(row, coefficients).reduce(intercept) { $0 + $1.0 * $1.1 } }
    // END SOLUTION
  }
}

/// A number brought nearer to 0 by a threshold, and to 0 if it does not reach it.
///
/// - Parameters:
///   - z: a number.
///   - threshold: ≥ 0.
/// - Returns: where ½·(w − z)² + threshold·|w| is least.
func softThreshold(_ z: Double, _ threshold: Double) -> Double {
  // BEGIN SOLUTION
  z > threshold ? z - threshold : z < -threshold ? z + threshold : 0
  // END SOLUTION
}

/// The columns without their means, and the answers without theirs.
private func centred(_ x: [[Double]], _ y: [Double]) -> (columns: [[Double]], answers: [Double], means: [Double]) {
  // BEGIN SOLUTION
  func centre(_ values: [Double]) -> (values: [Double], mean: Double) {
    if values.allSatisfy({ $0 == values[0] }) { return (values.map { _ in 0 }, values.first ?? 0) }
    let mean = values.reduce(0, +) / Double(values.count)
    return (values.map { $0 - mean }, mean)
  }
  let columns = (x.first ?? []).indices.map { j in centre(x.map { $0[j] }) }
  let answers = centre(y)
  return (columns.map(\.values), answers.values, columns.map(\.mean) + [answers.mean])
  // END SOLUTION
}

/// The least λ for which all coefficients are 0.
///
/// - Parameters:
///   - x: shape (n, d), n ≥ 1.
///   - y: n answers.
/// - Returns: max |x̃ⱼᵀỹ|/n over the centred columns; 0 without columns.
func largestPenalty(_ x: [[Double]], _ y: [Double]) -> Double {
  // BEGIN SOLUTION
  let (columns, answers, _) = centred(x, y)
  return columns.map { abs(zip($0, answers).reduce(0) { $0 + $1.0 * $1.1 }) / Double(y.count) }.max() ?? 0
  // END SOLUTION
}

/// Lasso regressions by coordinate descent, one for each penalty, each starting where the one before ended.
///
/// - Parameters:
///   - x: shape (n, d).
///   - y: n answers.
///   - lambdas: penalties λ ≥ 0; descending ones are fastest.
/// - Returns: for each λ the model for which ‖y − b − X·w‖²/(2n) + λ·Σ|wⱼ| is least.
/// - Throws: what `checkTable` throws; `LassoError.notConverged`.
func fitLasso(_ x: [[Double]], _ y: [Double], lambdas: [Double]) throws -> [LassoModel] {
  // BEGIN SOLUTION
  try checkTable(x, y, lambdas: lambdas)
  let (columns, answers, means) = centred(x, y)
  let n = Double(y.count)
  let z = Matrix(rows: columns.count, columns: y.count, Array(columns.joined()))  // X̃ᵀ
  let gram = matmul(z, z, transposeB: true) / n  // shape (d, d): a step costs d numbers, not n
  let products = z • Vector(answers) / n
  let spread = (answers.reduce(0) { $0 + $1 * $1 } / n).squareRoot()
  /// The minimum if the coefficients have these signs: linear equations. Nil if it has others.
  func minimum(_ signs: [Double], _ lambda: Double) -> [Double]? {
    let active = signs.indices.filter { signs[$0] != 0 }
    let block = Matrix(rows: active.count, columns: active.count) { gram[active[$0], active[$1]] }
    let right = Vector(active.map { products[$0] - lambda * signs[$0] })
    guard let solution = try? Cholesky(block).solve(right) else { return nil }
    var w = signs.map { _ in 0.0 }
    for (value, j) in zip(solution, active) { w[j] = value }
    return w.indices.allSatisfy { w[$0] * signs[$0] > 0 || signs[$0] == 0 } ? w : nil
  }
  let rows = gram.rows
  var w = columns.map { _ in 0.0 }
  var slopes = Array(products)  // x̃ⱼᵀr/n of the present residual r
  return try lambdas.enumerated().map { index, lambda in
    var (signs, tried) = ([Double](), [Double]())
    for _ in 0..<sweepLimit {
      var farthest = 0.0
      for j in w.indices where rows[j][j] > 0 {
        let row = rows[j]
        let new = softThreshold(slopes[j] + row[j] * w[j], lambda) / row[j]
        let change = new - w[j]
        if change == 0 { continue }
        for k in w.indices { slopes[k] -= change * row[k] }
        w[j] = new
        farthest = max(farthest, abs(change) * row[j].squareRoot())
      }
      if farthest <= sweepTolerance * spread {
        let shift = zip(w, means).reduce(0) { $0 + $1.0 * $1.1 }
        return LassoModel(intercept: means[w.count] - shift, coefficients: w)
      }
      // Sweeps find the signs soon, and then creep: signs that stay are worth a jump. The next sweep judges it.
      let before = signs
      signs = w.map { $0 > 0 ? 1 : $0 < 0 ? -1 : 0 }
      if signs == before && signs != tried {
        tried = signs
        if let jump = minimum(signs, lambda) {
          w = jump
          slopes = Array(products - gram • Vector(w))
        }
      }
    }
    throw LassoError.notConverged(index: index)
  }
  // END SOLUTION
}
