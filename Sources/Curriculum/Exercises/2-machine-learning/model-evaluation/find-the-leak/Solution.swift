/// The accuracy, over all folds, of a model that keeps a few columns and predicts the class with the nearer mean there.
///
/// Columns are chosen and means computed without the rows that are predicted.
///
/// - Parameters:
///   - x: n rows.
///   - y: n labels, 0 and 1; both occur outside of every fold.
///   - folds: each of 0 ..< n in exactly one of at least two folds.
///   - keep: how many columns.
/// - Returns: right predictions/n.
func selectedAccuracy(_ x: [[Double]], _ y: [Int], folds: [[Int]], keep: Int) -> Double {
  var right = 0
  for fold in folds {
    let train = x.indices.filter { !fold.contains($0) }
    let columns = strongest(x, y, rows: train, keep: keep)
    for row in fold {
      let distances = [0, 1].map { label in
        columns.reduce(0) { sum, column in
          let gap = x[row][column] - mean(x, y, rows: train, column: column, label: label)
          return sum + gap * gap
        }
      }
      if (distances[0] <= distances[1] ? 0 : 1) == y[row] { right += 1 }
    }
  }
  return Double(right) / Double(x.count)
}

/// The columns in which the means of the two classes are farthest apart, of equals the first.
///
/// - Parameters:
///   - x: n rows.
///   - y: n labels, 0 and 1.
///   - rows: of these rows, both classes among them.
///   - keep: how many columns.
/// - Returns: column numbers.
private func strongest(_ x: [[Double]], _ y: [Int], rows: [Int], keep: Int) -> [Int] {
  let gaps = (x.first ?? []).indices.map { column in
    abs(mean(x, y, rows: rows, column: column, label: 1) - mean(x, y, rows: rows, column: column, label: 0))
  }
  return Array(gaps.indices.sorted { (gaps[$1], $0) < (gaps[$0], $1) }.prefix(keep))
}

/// The mean of a column over those of the rows that have a label.
private func mean(_ x: [[Double]], _ y: [Int], rows: [Int], column: Int, label: Int) -> Double {
  var (sum, count) = (0.0, 0.0)
  for row in rows where y[row] == label {
    sum += x[row][column]
    count += 1
  }
  return sum / count
}

/// A category as a number: for each row the mean target of the rows with its level, outside its own fold.
///
/// - Parameters:
///   - levels: n levels.
///   - y: n targets.
///   - folds: each of 0 ..< n in exactly one of at least two folds, none of them empty.
/// - Returns: n numbers; for a level that does not occur outside the fold the mean target of all rows outside it.
func encode(_ levels: [Int], _ y: [Double], folds: [[Int]]) -> [Double] {
  var encoded = [Double](repeating: 0, count: y.count)
  for fold in folds {
    let others = y.indices.filter { !fold.contains($0) }
    for row in fold {
      let same = others.filter { levels[$0] == levels[row] }
      let known = same.isEmpty ? others : same
      encoded[row] = known.reduce(0) { $0 + y[$1] } / Double(known.count)
    }
  }
  return encoded
}

/// The test rows whose values do not occur among the training rows.
///
/// - Parameters:
///   - x: rows of finite numbers.
///   - train: row numbers.
///   - test: row numbers.
/// - Returns: some of `test`, in its order.
func unseen(_ x: [[Double]], train: [Int], test: [Int]) -> [Int] {
  let seen = Set(train.map { x[$0] })
  return test.filter { !seen.contains(x[$0]) }
}

/// A feature for predicting each value of a series: the mean of the values before it.
///
/// - Parameters:
///   - series: n numbers, in the order of time.
///   - window: how many values before, ≥ 1.
/// - Returns: for i = window ..< n the mean of the `window` values before value i; nothing if n ≤ window.
func rollingMean(_ series: [Double], window: Int) -> [Double] {
  guard series.count > window else { return [] }
  return (window..<series.count).map { i in
    series[i - window..<i].reduce(0, +) / Double(window)
  }
}
