import Glibc

enum NaiveBayesError: Error, Equatable {
  /// A smoothing that is not a finite number > 0.
  case smoothing(Double)
  case noRows
  case labels(rows: Int, labels: Int)
  /// A row with another number of columns than row 0.
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  /// A label outside 0 ..< classes.
  case label(row: Int)
  case emptyClass(Int)
  /// No column varies.
  case constant
}

/// A normal distribution for each column of each class.
struct GaussianBayes {
  /// By class.
  var logPriors: [Double]
  /// Shape (K, d).
  var means: [[Double]]
  /// Shape (K, d), the floor included.
  var variances: [[Double]]

  /// The logarithms of the probabilities of the classes.
  ///
  /// - Parameter row: d finite numbers.
  /// - Returns: K logarithms, their exponentials summing to 1.
  func logProbabilities(_ row: [Double]) -> [Double] {
    // BEGIN SOLUTION
    var scores = logPriors
    for k in scores.indices {
      for j in row.indices {
        let distance = row[j] - means[k][j]
        scores[k] -= (log(variances[k][j]) + distance * distance / variances[k][j]) / 2
      }
    }
    let total = logSumExp(scores)
    return scores.map { $0 - total }
    // END SOLUTION
  }
}

/// How often each word comes in each class.
struct TextBayes {
  /// By class.
  var logPriors: [Double]
  /// The column of each word of the vocabulary.
  var columns: [String: Int]
  /// The logarithms of the shares of the words, shape (K, V).
  var logShares: [[Double]]

  /// The logarithms of the probabilities of the classes.
  ///
  /// - Parameter text: any text; words without a column are left out.
  /// - Returns: K logarithms, their exponentials summing to 1.
  func logProbabilities(_ text: String) -> [Double] {
    // BEGIN SOLUTION
    var scores = logPriors
    for word in tokens(text) {
      guard let column = columns[word] else { continue }
      for k in scores.indices { scores[k] += logShares[k][column] }
    }
    let total = logSumExp(scores)
    return scores.map { $0 - total }
    // END SOLUTION
  }
}

/// How many labels there are of each class. A suggestion: both fits need it.
///
/// - Parameters:
///   - y: labels in 0 ..< classes.
///   - classes: K ≥ 1.
/// - Returns: K counts > 0.
/// - Throws: `NaiveBayesError.emptyClass`.
private func classCounts(_ y: [Int], classes: Int) throws -> [Double] {
  // BEGIN SOLUTION
  var counts = [Double](repeating: 0, count: classes)
  for label in y { counts[label] += 1 }
  for k in 0..<classes where counts[k] == 0 { throw NaiveBayesError.emptyClass(k) }
  return counts
  // END SOLUTION
}

/// The mean and the variance of each column. A suggestion: of all rows, and of those of a class.
///
/// - Parameter rows: n ≥ 1, of d numbers each.
/// - Returns: d means, and d variances, sums divided by n.
private func columnMoments(_ rows: [[Double]]) -> (means: [Double], variances: [Double]) {
  // BEGIN SOLUTION
  let n = Double(rows.count)
  var means = [Double](repeating: 0, count: rows[0].count)
  var variances = means
  for row in rows {
    for j in row.indices { means[j] += row[j] }
  }
  for j in means.indices { means[j] /= n }
  for row in rows {
    for j in row.indices { variances[j] += (row[j] - means[j]) * (row[j] - means[j]) }
  }
  return (means, variances.map { $0 / n })
  // END SOLUTION
}

/// Means and variances of each column in each class.
///
/// - Parameters:
///   - x: shape (n, d).
///   - y: n labels in 0 ..< classes.
///   - classes: K ≥ 1.
/// - Returns: a model that predicts.
/// - Throws: `NaiveBayesError`, for the first fault.
func fitGaussianBayes(_ x: [[Double]], _ y: [Int], classes: Int) throws -> GaussianBayes {
  // BEGIN SOLUTION
  guard !x.isEmpty else { throw NaiveBayesError.noRows }
  guard x.count == y.count else { throw NaiveBayesError.labels(rows: x.count, labels: y.count) }
  let d = x[0].count
  for i in x.indices {
    guard x[i].count == d else { throw NaiveBayesError.columns(row: i) }
    for j in 0..<d where !x[i][j].isFinite { throw NaiveBayesError.notFinite(row: i, column: j) }
    guard y[i] >= 0, y[i] < classes else { throw NaiveBayesError.label(row: i) }
  }
  let counts = try classCounts(y, classes: classes)
  let ofAll = columnMoments(x).variances
  // A column of equal numbers does not vary, whatever rounding makes of its variance.
  let varying = (0..<d).filter { j in x.contains { $0[j] != x[0][j] } }
  guard let largest = varying.map({ ofAll[$0] }).max(), largest > 0 else { throw NaiveBayesError.constant }
  let ofClasses = (0..<classes).map { k in columnMoments(x.indices.filter { y[$0] == k }.map { x[$0] }) }
  return GaussianBayes(
    logPriors: counts.map { log($0 / Double(x.count)) }, means: ofClasses.map(\.means),
    variances: ofClasses.map { $0.variances.map { $0 + 1e-9 * largest } })
  // END SOLUTION
}

/// The shares of the words of each class.
///
/// - Parameters:
///   - texts: n texts.
///   - y: n labels in 0 ..< classes.
///   - classes: K ≥ 1.
///   - minDocuments: in how many texts a word of the vocabulary must occur, ≥ 1.
///   - smoothing: what is added to each count, > 0.
/// - Returns: a model that predicts.
/// - Throws: `NaiveBayesError`, for the first fault, then what `learnVocabulary` throws.
func fitTextBayes(
  _ texts: [String], _ y: [Int], classes: Int, minDocuments: Int, smoothing: Double
) throws -> TextBayes {
  // BEGIN SOLUTION
  guard smoothing > 0, smoothing.isFinite else { throw NaiveBayesError.smoothing(smoothing) }
  guard !texts.isEmpty else { throw NaiveBayesError.noRows }
  guard texts.count == y.count else { throw NaiveBayesError.labels(rows: texts.count, labels: y.count) }
  for i in y.indices where y[i] < 0 || y[i] >= classes { throw NaiveBayesError.label(row: i) }
  let classCounts = try classCounts(y, classes: classes)
  let columns = try learnVocabulary(texts, minDocuments: minDocuments).columns
  var shares = [[Double]](repeating: [Double](repeating: smoothing, count: columns.count), count: classes)
  for (text, k) in zip(texts, y) {
    for word in tokens(text) {
      if let column = columns[word] { shares[k][column] += 1 }
    }
  }
  for k in 0..<classes {
    var total = 0.0
    for count in shares[k] { total += count }
    for w in shares[k].indices { shares[k][w] = log(shares[k][w] / total) }
  }
  return TextBayes(
    logPriors: classCounts.map { log($0 / Double(y.count)) }, columns: columns, logShares: shares)
  // END SOLUTION
}
