internal import CElementwise

/// A·B for two sparse matrices.
///
/// ```swift
/// let linked = links • links  // how many ways lead from i to j in two steps
/// ```
///
/// Row after row: the rows of B that A's row names, added up in a dense row. The places stored are those that a sum
/// reaches, also where it cancels to 0.
///
/// - Parameters:
///   - a: shape (m, k).
///   - b: shape (k, n).
/// - Returns: shape (m, n).
/// - Complexity: 2 operations for each pair of a stored aᵢₗ and a stored bₗⱼ; n numbers of memory on the way.
///
/// Gustavson, Two fast algorithms for sparse matrices: multiplication and permuted transposition (ACM TOMS 4, 1978).
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
public func matmul<Scalar: LinearAlgebraScalar>(
  _ a: SparseMatrix<Scalar>, _ b: SparseMatrix<Scalar>
) -> SparseMatrix<Scalar> {
  let (m, n) = (a.rowCount, b.columnCount)
  if a.columnCount != b.rowCount { doesNotFit("matmul", a.shape, b.shape, (m, n)) }
  _ = elementCount(rows: m, columns: n)
  var starts = [Int](repeating: 0, count: m + 1)
  let reached = ColumnSet(capacity: n)
  let sums = UnsafeMutablePointer<Scalar>.allocate(capacity: n)
  sums.initialize(repeating: 0, count: n)
  defer {
    reached.deallocate()
    sums.deallocate()
  }
  let elements = a.withPointers { aStarts, aColumns, aValues in
    b.withPointers { bStarts, bColumns, bValues in
      var most = 0
      for i in 0..<m {
        var terms = 0
        for p in aStarts[i]..<aStarts[i &+ 1] {
          let l = Int(aColumns[p])
          terms &+= bStarts[l &+ 1] &- bStarts[l]
        }
        most &+= min(terms, n)
      }
      // Beyond a few hundred megabytes the elements are counted first.
      if most > 1 << 25 {
        most = 0
        for i in 0..<m {
          for p in aStarts[i]..<aStarts[i &+ 1] {
            let l = Int(aColumns[p])
            for q in bStarts[l]..<bStarts[l &+ 1] where reached.insert(Int(bColumns[q])) { most &+= 1 }
          }
          reached.removeAll { _ in }
        }
      }
      return sparseElements(atMost: most, Scalar.self) { places, numbers in
        var count = 0
        for i in 0..<m {
          for p in aStarts[i]..<aStarts[i &+ 1] {
            let (l, factor) = (Int(aColumns[p]), aValues[p])
            prefetchRow(bStarts[Int(aColumns[min(p &+ 8, aColumns.count &- 1)])], bColumns, bValues)
            for q in bStarts[l]..<bStarts[l &+ 1] {
              let j = Int(bColumns[q])
              sums[j] += factor * bValues[q]
              _ = reached.insert(j)
            }
          }
          reached.removeAll { j in
            places[count] = Int32(truncatingIfNeeded: j)
            numbers[count] = sums[j]
            sums[j] = 0
            count &+= 1
          }
          starts[i &+ 1] = count
        }
        return count
      }
    }
  }
  return SparseMatrix(
    unchecked: m, n, rowStarts: starts, columnIndices: elements.columns, values: elements.values)
}

/// Has the first elements of a row fetched, 16 `Double`s at most. The rows of B come in no order that a processor foresees.
@inline(__always)
private func prefetchRow<Scalar>(
  _ start: Int, _ columns: UnsafeBufferPointer<Int32>, _ values: UnsafeBufferPointer<Scalar>
) {
  guard let columns = columns.baseAddress, let values = values.baseAddress else { return }
  prefetch_line(columns + start)
  prefetch_line(values + start)
  prefetch_line(UnsafeRawPointer(values + start) + 64)
}

/// A set of column numbers that is emptied in ascending order, without sorting.
///
/// A bit for each column; above it a bit for each word of 64 that holds any, and above that the same once more, so that
/// emptying passes 262,144 absent columns at a time.
struct ColumnSet {
  private let bits: UnsafeMutablePointer<UInt64>
  private let words: UnsafeMutablePointer<UInt64>
  private let groups: UnsafeMutableBufferPointer<UInt64>

  /// The empty set, for columns in 0 ..< capacity. To be deallocated.
  init(capacity: Int) {
    let counts = (capacity >> 6 + 1, capacity >> 12 + 1, capacity >> 18 + 1)
    let block = UnsafeMutablePointer<UInt64>.allocate(capacity: counts.0 + counts.1 + counts.2)
    block.initialize(repeating: 0, count: counts.0 + counts.1 + counts.2)
    groups = UnsafeMutableBufferPointer(start: block, count: counts.2)
    words = block + counts.2
    bits = words + counts.1
  }

  func deallocate() { groups.deallocate() }

  /// Adds a column; whether it was not there yet.
  @inline(__always)
  func insert(_ j: Int) -> Bool {
    let bit = 1 as UInt64 &<< UInt64(truncatingIfNeeded: j)
    let old = bits[j &>> 6]
    if old & bit != 0 { return false }
    bits[j &>> 6] = old | bit
    if old == 0 {
      words[j &>> 12] |= 1 as UInt64 &<< UInt64(truncatingIfNeeded: j &>> 6)
      groups[j &>> 18] |= 1 as UInt64 &<< UInt64(truncatingIfNeeded: j &>> 12)
    }
    return true
  }

  /// Takes out every column, smallest first.
  @inline(__always)
  func removeAll(_ body: (Int) -> Void) {
    for g in groups.indices {
      var group = groups[g]
      if group == 0 { continue }
      groups[g] = 0
      while group != 0 {
        let w = g &<< 6 | group.trailingZeroBitCount
        group &= group &- 1
        var word = words[w]
        words[w] = 0
        while word != 0 {
          let k = w &<< 6 | word.trailingZeroBitCount
          word &= word &- 1
          var bit = bits[k]
          bits[k] = 0
          while bit != 0 {
            body(k &<< 6 | bit.trailingZeroBitCount)
            bit &= bit &- 1
          }
        }
      }
    }
  }
}
