internal import Glibc

extension Vector: CustomStringConvertible {
  /// The elements to six significant digits; of more than ten, the first and last three and the length.
  ///
  /// `Vector([1, 2.5]).description` is `[1, 2.5]`.
  public var description: String {
    let words = shownIndices(count).map { index in index.map { sixDigits(self[$0]) } ?? "…" }
    return "[\(words.joined(separator: ", "))]" + (count > shownInFull ? " (\(count))" : "")
  }
}

extension Matrix: CustomStringConvertible {
  /// The elements to six significant digits, in columns; of more than ten rows or columns, the first and last three.
  ///
  /// ```
  /// [[1,   2],
  ///  [3, 4.5]]
  /// ```
  public var description: String {
    if count == 0 { return "[] (\(rowCount) × \(columnCount))" }
    let columns = shownIndices(columnCount)
    let table = shownIndices(rowCount).map { row in
      columns.map { column in
        if let row, let column { sixDigits(self[row, column]) } else if row == nil { "⋮" } else { "…" }
      }
    }
    let widths = columns.indices.map { j in table.map { $0[j].count }.max() ?? 0 }
    let lines = table.map { words in
      "[" + zip(words, widths).map { String(repeating: " ", count: $1 - $0.count) + $0 }.joined(separator: ", ") + "]"
    }
    let isElided = rowCount > shownInFull || columnCount > shownInFull
    return "[" + lines.joined(separator: ",\n ") + "]" + (isElided ? " (\(rowCount) × \(columnCount))" : "")
  }
}

extension VectorView: CustomStringConvertible {
  /// As the vector with these elements prints.
  public var description: String { Vector(self).description }
}

extension MatrixView: CustomStringConvertible {
  /// As the matrix with these elements prints.
  public var description: String { Matrix(self).description }
}

private let shownInFull = 10

/// The indices to print; nil stands for those left out.
private func shownIndices(_ count: Int) -> [Int?] {
  count <= shownInFull ? (0..<count).map { $0 } : [0, 1, 2, nil, count - 3, count - 2, count - 1]
}

/// A number as C's `%.6g` prints it.
func sixDigits(_ value: some BinaryFloatingPoint) -> String {
  withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
    _ = withVaList([Double(value)]) { vsnprintf(buffer.baseAddress!, 32, "%.6g", $0) }
    return String(cString: buffer.baseAddress!)
  }
}
