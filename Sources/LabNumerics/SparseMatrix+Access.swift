internal import CElementwise

extension SparseMatrix {
  /// The element in row `i` and column `j`, counted from 0; 0 where none is stored, traps outside the shape.
  ///
  /// - Complexity: log of the number of elements in the row.
  public subscript(i: Int, j: Int) -> Scalar {
    require(
      i >= 0 && i < rowCount && j >= 0 && j < columnCount,
      "element (\(i), \(j)) of a (\(rowCount), \(columnCount)) matrix")
    var (low, high) = (rowStarts[i], rowStarts[i + 1])  // the first place at column j or beyond
    while low < high {
      let middle = (low + high) / 2
      if columnIndices[middle] < j { low = middle + 1 } else { high = middle }
    }
    return low < rowStarts[i + 1] && columnIndices[low] == j ? values[low] : 0
  }

  /// The columns and the values that row `i` stores, columns ascending. Copies nothing.
  public func row(_ i: Int) -> (columns: ArraySlice<Int32>, values: ArraySlice<Scalar>) {
    require(i >= 0 && i < rowCount, "row \(i) of a (\(rowCount), \(columnCount)) matrix")
    let range = rowStarts[i]..<rowStarts[i + 1]
    return (columnIndices[range], values[range])
  }

  /// The stored elements with their places, row after row, columns ascending.
  public var triplets: [(row: Int, column: Int, value: Scalar)] {
    (0..<rowCount).flatMap { i in
      (rowStarts[i]..<rowStarts[i + 1]).map { (i, Int(columnIndices[$0]), values[$0]) }
    }
  }

  /// How many elements each row stores: of a graph's adjacency matrix, the edges that leave each node.
  public func storedCountsByRow() -> [Int] { (0..<rowCount).map { rowStarts[$0 + 1] - rowStarts[$0] } }

  /// How many elements each column stores: of word counts, the number of documents that each word occurs in.
  public func storedCountsByColumn() -> [Int] {
    var counts = [Int](repeating: 0, count: columnCount)
    for j in columnIndices { counts[Int(j)] += 1 }
    return counts
  }

  /// The elements (i, i), as a vector of min(rowCount, columnCount) elements.
  public var diagonal: Vector<Scalar> { Vector(count: min(rowCount, columnCount)) { self[$0, $0] } }

  /// The matrix whose element (i, j) is this one's (j, i). Copies; a product with a vector or a dense matrix can read a
  /// transpose without one.
  ///
  /// - Complexity: stored elements + rows + columns.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public func transposed() -> SparseMatrix {
    var starts = [Int](repeating: 0, count: columnCount + 1)
    let elements = sparseElements(atMost: storedCount, Scalar.self) { places, numbers in
      withPointers { rowStarts, columns, values in
        starts.withUnsafeMutableBufferPointer { starts in
          for j in columns { starts[Int(j)] += 1 }
          // Each start stands at its row's end and moves down as the row fills from behind.
          var end = 0
          for j in 0..<columnCount {
            end += starts[j]
            starts[j] = end
          }
          starts[columnCount] = end
          for i in (0..<rowCount).reversed() {
            for k in (rowStarts[i]..<rowStarts[i &+ 1]).reversed() {
              // The places to write come in no order that a processor foresees.
              if k >= 16 { prefetch_line(numbers.baseAddress?.advanced(by: starts[Int(columns[k &- 16])])) }
              let j = Int(columns[k])
              let place = starts[j] &- 1
              starts[j] = place
              places[place] = Int32(truncatingIfNeeded: i)
              numbers[place] = values[k]
            }
          }
          return end
        }
      }
    }
    return SparseMatrix(
      unchecked: columnCount, rowCount, rowStarts: starts, columnIndices: elements.columns, values: elements.values)
  }

  /// The rows named, in that order; one may come twice.
  ///
  /// ```swift
  /// let train = documents[rows: 0..<800]
  /// let batch = documents[rows: shuffled.prefix(32)]
  /// ```
  public subscript(rows indices: some Collection<Int>) -> SparseMatrix {
    var (starts, places, numbers) = ([0], [Int32](), [Scalar]())
    for i in indices {
      let row = row(i)
      places += row.columns
      numbers += row.values
      starts.append(places.count)
    }
    _ = elementCount(rows: indices.count, columns: columnCount)
    return SparseMatrix(
      unchecked: indices.count, columnCount, rowStarts: starts, columnIndices: places, values: numbers)
  }

  /// The same matrix without the zeros that it stores.
  public func droppingZeros() -> SparseMatrix {
    var (starts, places, numbers) = ([0], [Int32](), [Scalar]())
    for i in 0..<rowCount {
      for k in rowStarts[i]..<rowStarts[i + 1] where values[k] != 0 {
        places.append(columnIndices[k])
        numbers.append(values[k])
      }
      starts.append(places.count)
    }
    return SparseMatrix(
      unchecked: rowCount, columnCount, rowStarts: starts, columnIndices: places, values: numbers)
  }
}

extension Matrix {
  /// All elements of a sparse matrix, zeros written out.
  public init(_ sparse: SparseMatrix<Scalar>) {
    self = .zeros(sparse.rowCount, sparse.columnCount)
    let columns = columnCount
    withUnsafeMutableBufferPointer { elements in
      for i in 0..<sparse.rowCount {
        for k in sparse.rowStarts[i]..<sparse.rowStarts[i + 1] {
          elements[i * columns + Int(sparse.columnIndices[k])] = sparse.values[k]
        }
      }
    }
  }
}

extension SparseMatrix: CustomStringConvertible {
  /// Up to ten rows and columns as a table, with a dot for what is not stored; a larger matrix as its shape and the
  /// first and last three of its elements.
  ///
  /// ```
  /// [[·, 2  ],
  ///  [3, 4.5]]
  /// ```
  public var description: String {
    if rowCount == 0 || columnCount == 0 { return "[] (\(rowCount) × \(columnCount))" }
    if rowCount > 10 || columnCount > 10 { return list }
    var table = [[String]](repeating: Array(repeating: "·", count: columnCount), count: rowCount)
    for (i, j, value) in triplets { table[i][j] = sixDigits(value) }
    return alignedTable(table)
  }

  private var list: String {
    let all = triplets
    let shown = all.count <= 10 ? all[...] : all.prefix(3) + all.suffix(3)
    var lines = shown.map { "(\($0.row), \($0.column)): \(sixDigits($0.value))" }
    if all.count > 10 { lines.insert("⋮", at: 3) }
    return (["\(rowCount) × \(columnCount), \(storedCount) stored"] + lines).joined(separator: "\n")
  }
}
