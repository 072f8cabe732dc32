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
  /// The elements to six significant digits, in columns, decimal points (or where they would be) below each other; of
  /// more than ten rows or columns, the first and last three.
  ///
  /// ```
  /// [[ 1,       2.5 ],
  ///  [-3,       0.25],
  ///  [ 1e-09, nan   ]]
  /// ```
  public var description: String {
    if count == 0 { return "[] (\(rowCount) × \(columnCount))" }
    let columns = shownIndices(columnCount)
    let table = shownIndices(rowCount).map { row in
      columns.map { column in
        if let row, let column { sixDigits(self[row, column]) } else if row == nil { "⋮" } else { "…" }
      }
    }
    let isElided = rowCount > shownInFull || columnCount > shownInFull
    return alignedTable(table) + (isElided ? " (\(rowCount) × \(columnCount))" : "")
  }
}

/// Rows of words in brackets, a column's words with what stands before the point or exponent ending in one place.
func alignedTable(_ table: [[String]]) -> String {
  func head(_ word: String) -> Int { word.prefix { $0 != "." && $0 != "e" }.count }
  let widths = table[0].indices.map { j in
    (head: table.map { head($0[j]) }.max() ?? 0, tail: table.map { $0[j].count - head($0[j]) }.max() ?? 0)
  }
  let lines = table.map { words in
    var line = ""
    for (j, (word, width)) in zip(words, widths).enumerated() {
      line += String(repeating: " ", count: width.head - head(word)) + word + (j == words.count - 1 ? "" : ", ")
      line += String(repeating: " ", count: width.tail - (word.count - head(word)))
    }
    return "[\(line)]"
  }
  return "[" + lines.joined(separator: ",\n ") + "]"
}

extension VectorView: CustomStringConvertible {
  /// As the vector with these elements prints.
  public var description: String { Vector(self).description }
}

extension MatrixView: CustomStringConvertible {
  /// As the matrix with these elements prints.
  public var description: String { Matrix(self).description }
}

let shownInFull = 10

/// The indices to print; nil stands for those left out.
func shownIndices(_ count: Int) -> [Int?] {
  count <= shownInFull ? (0..<count).map { $0 } : [0, 1, 2, nil, count - 3, count - 2, count - 1]
}

/// A number as C's `%.6g` prints it, but for the sign of NaN, which says nothing.
func sixDigits(_ value: some BinaryFloatingPoint) -> String {
  if value.isNaN { return "nan" }
  return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { buffer in
    _ = withVaList([Double(value)]) { vsnprintf(buffer.baseAddress!, 32, "%.6g", $0) }
    return String(cString: buffer.baseAddress!)
  }
}
