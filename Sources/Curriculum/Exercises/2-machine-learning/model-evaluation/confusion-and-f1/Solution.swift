/// How the F1 of several classes becomes one number.
enum Average {
  /// Every class counts the same.
  case macro
  /// Every decision counts the same: F1 of the summed counts.
  case micro
  /// Every class counts by its true examples.
  case weighted
}

/// Who was taken for whom.
///
/// - Parameters:
///   - truth: the true classes, 0 ..< classes.
///   - predicted: as many predictions, 0 ..< classes.
///   - classes: the number of classes, ≥ 0.
/// - Returns: shape (classes, classes); [t][p] is the number of examples of class t predicted as p.
func confusionMatrix(truth: [Int], predicted: [Int], classes: Int) -> [[Int]] {
  // BEGIN SOLUTION
  var confusion = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
  for (t, p) in zip(truth, predicted) { confusion[t][p] += 1 }
  return confusion
  // END SOLUTION
}

/// The share of right ones among those predicted as class k.
///
/// - Parameters:
///   - confusion: a confusion matrix, truth by row.
///   - k: the class.
/// - Returns: 0 ... 1, or nil if nothing was predicted as k.
func precision(_ confusion: [[Int]], class k: Int) -> Double? {
  // BEGIN SOLUTION
  var predicted = 0
  for row in confusion { predicted += row[k] }
  return predicted == 0 ? nil : Double(confusion[k][k]) / Double(predicted)
  // END SOLUTION
}

/// The F1 score over all classes that occur.
///
/// - Parameters:
///   - confusion: a confusion matrix, truth by row.
///   - average: macro, micro or weighted.
/// - Returns: 0 ... 1, or nil if no class occurs in the truth or among the predictions.
func f1Score(_ confusion: [[Int]], average: Average) -> Double? {
  // BEGIN SOLUTION
  struct Counts {
    var hits = 0  // TP
    var wrong = 0  // FP + FN
    var truth = 0  // TP + FN
    var f1: Double { Double(2 * hits) / Double(2 * hits + wrong) }
  }
  var classes: [Counts] = []
  for k in confusion.indices {
    var counts = Counts(hits: confusion[k][k])
    for j in confusion.indices {
      counts.truth += confusion[k][j]
      if j != k { counts.wrong += confusion[k][j] + confusion[j][k] }
    }
    if counts.hits + counts.wrong > 0 { classes.append(counts) }
  }
  guard !classes.isEmpty else { return nil }
  switch average {
  case .macro: return classes.reduce(0) { $0 + $1.f1 } / Double(classes.count)
  case .micro: return classes.reduce(Counts()) { Counts(hits: $0.hits + $1.hits, wrong: $0.wrong + $1.wrong) }.f1
  case .weighted:
    return classes.reduce(0) { $0 + Double($1.truth) * $1.f1 } / Double(classes.reduce(0) { $0 + $1.truth })
  }
  // END SOLUTION
}
