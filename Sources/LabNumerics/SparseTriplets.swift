/// A stored element on its way to its place in a row.
private struct RowElement<Scalar> {
  let column: UInt32
  let value: Scalar
}

/// Writes triplets row after row, columns ascending, and adds up what lies at one place, in the order of the triplets.
///
/// Sorted by counting alone: by rows, then each row by the bytes of its columns, or if it is short, by how many of its
/// columns come before each.
///
/// `starts` says where each row would start if no two triplets had one place; afterwards, where it starts.
///
/// - Returns: how many elements there are.
@inline(__always)
func sortTriplets<Scalar: LinearAlgebraScalar>(
  _ triplets: [(row: Int, column: Int, value: Scalar)], _ starts: UnsafeMutableBufferPointer<Int>,
  _ columns: UnsafeMutableBufferPointer<Int32>, _ values: UnsafeMutableBufferPointer<Scalar>
) -> Int {
  let elements = UnsafeMutableBufferPointer<RowElement<Scalar>>.allocate(capacity: triplets.count)
  let other = UnsafeMutableBufferPointer<RowElement<Scalar>>.allocate(capacity: longestRow(starts))
  defer {
    elements.deallocate()
    other.deallocate()
  }
  useHugePages(elements)
  // Each start moves up as its row fills, to where the next row starts.
  for (row, column, value) in triplets {
    elements[starts[row]] = RowElement(column: UInt32(truncatingIfNeeded: column), value: value)
    starts[row] += 1
  }
  var (kept, start) = (0, 0)
  for i in 0..<starts.count - 1 {
    let end = starts[i]
    starts[i] = kept
    let row = sortRow(UnsafeMutableBufferPointer(rebasing: elements[start..<end]), other)
    let first = kept
    for element in row {
      let column = Int32(bitPattern: element.column)
      if kept > first && columns[kept - 1] == column {
        values[kept - 1] += element.value
      } else {
        columns[kept] = column
        values[kept] = element.value
        kept += 1
      }
    }
    start = end
  }
  starts[starts.count - 1] = kept
  return kept
}

private func longestRow(_ starts: UnsafeMutableBufferPointer<Int>) -> Int {
  var longest = 0
  for i in 1..<starts.count { longest = max(longest, starts[i] - starts[i - 1]) }
  return longest
}

/// The elements by column, those of one column in their order: in `row`, or in the first places of `other`.
@inline(__always)
private func sortRow<Scalar>(
  _ row: UnsafeMutableBufferPointer<RowElement<Scalar>>, _ other: UnsafeMutableBufferPointer<RowElement<Scalar>>
) -> UnsafeMutableBufferPointer<RowElement<Scalar>> {
  if row.count > 32 { return sortLongRow(row, other) }
  if row.count <= 16, let sorted = sortShortRow(row, other) { return sorted }
  var k = 1
  while k < row.count {
    let element = row[k]
    var place = k
    while place > 0 && row[place - 1].column > element.column {
      row[place] = row[place - 1]
      place -= 1
    }
    row[place] = element
    k += 1
  }
  return row
}

/// Up to 16 elements by column, without a branch that a processor could guess wrongly; nil if two have one column.
@inline(__always)
private func sortShortRow<Scalar>(
  _ row: UnsafeMutableBufferPointer<RowElement<Scalar>>, _ other: UnsafeMutableBufferPointer<RowElement<Scalar>>
) -> UnsafeMutableBufferPointer<RowElement<Scalar>>? {
  // Through memory: an index into a vector that is no constant stores all of it each time.
  withUnsafeTemporaryAllocation(byteCount: 64, alignment: 64) { memory in
    memory.storeBytes(of: SIMD16(repeating: .max), as: SIMD16<Int32>.self)
    let numbers = memory.assumingMemoryBound(to: Int32.self)
    for k in 0..<row.count { numbers[k] = Int32(bitPattern: row[k].column) }
    let columns = memory.load(as: SIMD16<Int32>.self)
    var places = SIMD16<Int32>(repeating: 0)
    for k in 0..<row.count {
      let column = SIMD16(repeating: Int32(bitPattern: row[k].column))
      places &-= (column &- columns) &>> 31  // −1 where the difference is negative
    }
    memory.storeBytes(of: places, as: SIMD16<Int32>.self)
    var filled: UInt32 = 0
    for k in 0..<row.count {
      filled |= 1 &<< UInt32(truncatingIfNeeded: numbers[k])
      other[Int(numbers[k])] = row[k]
    }
    return filled &+ 1 == 1 &<< UInt32(row.count) ? UnsafeMutableBufferPointer(rebasing: other[..<row.count]) : nil
  }
}

@inline(never)
@specialized(where Scalar == Double)
@specialized(where Scalar == Float)
private func sortLongRow<Scalar>(
  _ row: UnsafeMutableBufferPointer<RowElement<Scalar>>, _ other: UnsafeMutableBufferPointer<RowElement<Scalar>>
) -> UnsafeMutableBufferPointer<RowElement<Scalar>> {
  var (isInOrder, differing): (Bool, UInt32) = (true, 0)
  for k in 1..<row.count {
    if row[k - 1].column > row[k].column { isInOrder = false }
    differing |= row[k].column ^ row[0].column
  }
  if isInOrder { return row }
  var (from, to) = (row, UnsafeMutableBufferPointer(rebasing: other[..<row.count]))
  withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { ends in
    for shift in stride(from: 0 as UInt32, to: 32, by: 8) where differing &>> shift & 255 != 0 {
      ends.update(repeating: 0)
      for element in from { ends[Int(element.column &>> shift & 255)] += 1 }
      for byte in 1..<256 { ends[byte] += ends[byte - 1] }
      for element in from.reversed() {
        let byte = Int(element.column &>> shift & 255)
        ends[byte] -= 1
        to[ends[byte]] = element
      }
      swap(&from, &to)
    }
  }
  return from
}
