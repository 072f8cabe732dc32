enum PerceptronError: Error, Equatable {
  /// Not one label a row.
  case counts(rows: Int, labels: Int)
  /// No row at all.
  case noRows
  /// This row's length is not the first row's.
  case length(row: Int)
  /// NaN or infinity.
  case notFinite(row: Int, column: Int)
  /// Neither −1 nor 1.
  case label(row: Int)
}

/// Throws for what cannot be learned from, the first that applies in the order of the cases; rows from the top.
func checkTable(_ x: [[Double]], _ y: [Int]) throws {
  guard x.count == y.count else { throw PerceptronError.counts(rows: x.count, labels: y.count) }
  guard let d = x.first?.count else { throw PerceptronError.noRows }
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw PerceptronError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw PerceptronError.notFinite(row: i, column: j) }
  }
  if let row = y.firstIndex(where: { abs($0) != 1 }) { throw PerceptronError.label(row: row) }
}

/// A plane with a positive and a negative side.
struct Perceptron {
  var bias: Double
  /// One a column.
  var weights: [Double]

  /// The side of each row: 1 where b + w·x > 0, else −1.
  ///
  /// - Parameter x: rows of as many numbers as there are weights.
  /// - Returns: 1 or −1, one a row.
  func predict(_ x: [[Double]]) -> [Int] {
    // BEGIN SOLUTION
    x.map { row in zip(row, weights).reduce(bias) { $0 + $1.0 * $1.1 } > 0 ? 1 : -1 }
    // END SOLUTION
  }
}

/// What came of the training.
struct PerceptronTraining {
  /// The plane after the last row.
  var last: Perceptron
  /// The mean of the planes after each row that was looked at.
  var averaged: Perceptron
  /// How many mistakes each epoch made; the last entry is 0 if it ended early.
  var mistakes: [Int]
}

/// A plane between two classes, corrected at each mistake.
///
/// - Parameters:
///   - x: shape (n, d), rows in the order in which they are looked at, in each epoch.
///   - y: n labels, −1 or 1.
///   - epochs: passes over the rows at most, ≥ 1; one without a mistake is the last.
/// - Returns: the last plane, the mean of all, and the mistakes of each epoch.
/// - Throws: what `checkTable` throws.
func fitPerceptron(_ x: [[Double]], _ y: [Int], epochs: Int) throws -> PerceptronTraining {
  // BEGIN SOLUTION
  try checkTable(x, y)
  var beta = [0.0] + x[0].map { _ in 0 }  // the bias, then the weights
  var sum = beta
  var mistakes: [Int] = []
  while mistakes.count < epochs && mistakes.last != 0 {
    var count = 0
    for (row, label) in zip(x, y) {
      let score = zip(row, beta.dropFirst()).reduce(beta[0]) { $0 + $1.0 * $1.1 }
      if score * Double(label) <= 0 {
        count += 1
        beta[0] += Double(label)
        for (j, value) in row.enumerated() { beta[j + 1] += Double(label) * value }
      }
      for j in beta.indices { sum[j] += beta[j] }
    }
    mistakes.append(count)
  }
  let visits = Double(x.count * mistakes.count)
  func plane(_ beta: [Double]) -> Perceptron { Perceptron(bias: beta[0], weights: Array(beta.dropFirst())) }
  return PerceptronTraining(last: plane(beta), averaged: plane(sum.map { $0 / visits }), mistakes: mistakes)
  // END SOLUTION
}
