import Glibc

/// A loss and its gradient by the scores.
struct CrossEntropy {
  /// The mean over the batch, in nats.
  var loss: Double
  /// Shape (n, K), as the scores.
  var gradient: [[Double]]
}

enum CrossEntropyError: Error, Equatable {
  /// The smoothing is not in 0 … 1.
  case smoothing(Double)
  /// No examples, or a count of labels that is not that of the rows.
  case counts(rows: Int, labels: Int)
  /// This row has not as many scores as the first.
  case length(row: Int)
  /// A score is NaN or infinite.
  case notFinite(row: Int, column: Int)
  /// The label is no class.
  case label(row: Int)
}

/// The mean cross entropy of softmax probabilities, and its gradient by the scores, in one go.
///
/// - Parameters:
///   - scores: finite, of any size, shape (n, K) with n ≥ 1.
///   - labels: n classes, 0 ..< K.
///   - smoothing: the share of each target that is spread over all K classes, 0 … 1.
/// - Returns: the loss, and its gradient of shape (n, K).
/// - Throws: `CrossEntropyError`, of the first row that is wrong; of its faults the first in the order of the cases.
func softmaxCrossEntropy(_ scores: [[Double]], labels: [Int], smoothing: Double = 0) throws -> CrossEntropy {
  // BEGIN SOLUTION
  guard smoothing >= 0, smoothing <= 1 else { throw CrossEntropyError.smoothing(smoothing) }
  guard let first = scores.first, scores.count == labels.count else {
    throw CrossEntropyError.counts(rows: scores.count, labels: labels.count)
  }
  let (n, classes) = (Double(scores.count), first.count)
  var result = CrossEntropy(loss: 0, gradient: [])
  for (row, label) in labels.enumerated() {
    guard scores[row].count == classes else { throw CrossEntropyError.length(row: row) }
    if let column = scores[row].firstIndex(where: { !$0.isFinite }) {
      throw CrossEntropyError.notFinite(row: row, column: column)
    }
    guard (0..<classes).contains(label) else { throw CrossEntropyError.label(row: row) }
    let z = scores[row].map { $0 - scores[row][label] }  // differences: an offset of all scores is gone
    let logSum = logSumExp(z)
    var gradient = [Double](repeating: 0, count: classes)
    for k in 0..<classes {
      let target = smoothing / Double(classes) + (k == label ? 1 - smoothing : 0)
      result.loss += target * (logSum - z[k]) / n  // −log p, without p
      gradient[k] = (exp(z[k] - logSum) - target) / n
    }
    result.gradient.append(gradient)
  }
  return result
  // END SOLUTION
}
