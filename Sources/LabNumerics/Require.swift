/// Stops the program with a message unless a condition holds.
///
/// Unlike `precondition`, the message is printed in release builds too. Say what was asked and what came:
/// `require(a.columnCount == b.rowCount, "matmul: (2, 3) • (2, 3)")`.
///
/// - Parameters:
///   - condition: what the caller must guarantee.
///   - message: both sides of the mistake; evaluated only on failure.
///   - file: where the requirement stands.
///   - line: where the requirement stands.
@inlinable
public func require(
  _ condition: @autoclosure () -> Bool, _ message: @autoclosure () -> String, file: StaticString = #fileID,
  line: UInt = #line
) {
  if !condition() { fatalError(message(), file: file, line: line) }
}

/// A size as BLAS and LAPACK count it, in 32 bits.
///
/// - Precondition: `size` lies in 0 ... 2³¹ − 1.
@inline(__always)
func blasInt(_ size: Int) -> Int32 {
  if UInt(bitPattern: size) > UInt(Int32.max) { doesNotFitBLAS(size) }
  return Int32(truncatingIfNeeded: size)
}

@inline(never)
private func doesNotFitBLAS(_ size: Int) -> Never {
  fatalError("size \(size) does not fit: BLAS and LAPACK count in 32 bits, up to \(Int32.max)")
}

/// The product of two dimensions, checked.
///
/// Each dimension must fit 32 bits, so that every BLAS call on a matrix of this shape can be made.
@inlinable
func elementCount(rows: Int, columns: Int) -> Int {
  if UInt(bitPattern: rows | columns) > UInt(Int32.max) { shapeDoesNotFit(rows, columns) }
  return rows &* columns  // below 2⁶²
}

@usableFromInline
@inline(never)
func shapeDoesNotFit(_ rows: Int, _ columns: Int) -> Never {
  require(rows >= 0 && columns >= 0, "a shape has no negative side: (\(rows), \(columns))")
  doesNotFitBLAS(max(rows, columns))
}
