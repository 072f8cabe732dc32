import Glibc

/// A matrix's errors as a picture, one line a row of entries: · for an entry that is right, and from ░ (a tenth of a
/// per mille of the largest error or less) to █ (the largest) for one that is wrong.
///
/// Matrices of more than `mostRows` × `mostColumns` are shown by blocks, each by its worst entry.
func heatMap(_ got: [[Double]], _ expected: [[Double]], within tolerance: Tolerance) -> [String] {
  let largestEntry = expected.joined().lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0
  let errors = zip(got, expected).map { row in
    zip(row.0, row.1).map { got, expected in
      tolerance.accepts(got, expected, largest: largestEntry)
        ? 0 : (got - expected).isFinite ? abs(got - expected) : .infinity
    }
  }
  let largest = errors.joined().filter(\.isFinite).max() ?? 0
  let (rowCount, columnCount) = (errors.count, errors.map(\.count).max() ?? 0)
  let (rowStep, columnStep) = (ceiling(rowCount, mostRows), ceiling(columnCount, mostColumns))
  return stride(from: 0, to: rowCount, by: rowStep).map { top in
    stride(from: 0, to: columnCount, by: columnStep).map { left in
      let block = errors[top..<min(top + rowStep, rowCount)].flatMap { row in
        row.dropFirst(left).prefix(columnStep)
      }
      return shade(block.max() ?? 0, of: largest)
    }.joined(separator: " ")
  }
}

private let mostRows = 16
private let mostColumns = 32

private func ceiling(_ count: Int, _ most: Int) -> Int { max(1, (count + most - 1) / most) }

private func shade(_ error: Double, of largest: Double) -> String {
  if error == 0 { return "·" }
  let share = error.isFinite ? error / largest : 1
  return share <= 1e-4 ? "░" : share <= 1e-2 ? "▒" : share <= 0.3 ? "▓" : "█"
}
