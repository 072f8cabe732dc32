/// A vector taken as every row, or as every column, of a matrix.
///
/// ```swift
/// let x: Matrix<Double> = [[1, 10], [3, 30]]
/// x - .row(x.columnMeans())  // [[-1, -10], [1, 10]]
/// x / .column(x.rowSums())   // rows that sum to 1
/// ```
///
/// Written out, because a vector of n elements fits a square matrix either way: NumPy's silent choice, the rows, is a
/// mistake that no shape reveals.
public enum Broadcast<Scalar: LinearAlgebraScalar>: Sendable {
  /// Element j goes with every element of column j; as many elements as the matrix has columns.
  case row(Vector<Scalar>)
  /// Element i goes with every element of row i; as many elements as the matrix has rows.
  case column(Vector<Scalar>)
}

extension Matrix {
  /// a with the vector added to every row or column.
  public static func + (a: Matrix, b: Broadcast<Scalar>) -> Matrix { copy(of: a) { $0 += b } }
  /// a with the vector subtracted from every row or column.
  public static func - (a: Matrix, b: Broadcast<Scalar>) -> Matrix { copy(of: a) { $0 -= b } }
  /// a with every row or column multiplied by the vector, element by element.
  public static func * (a: Matrix, b: Broadcast<Scalar>) -> Matrix { copy(of: a) { $0 *= b } }
  /// a with every row or column divided by the vector, element by element.
  public static func / (a: Matrix, b: Broadcast<Scalar>) -> Matrix { copy(of: a) { $0 /= b } }

  /// Adds the vector to every row or column.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (a: inout Matrix, b: Broadcast<Scalar>) { a.combine(b, "+") { $0 + $1 } }

  /// Subtracts the vector from every row or column.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (a: inout Matrix, b: Broadcast<Scalar>) { a.combine(b, "-") { $0 - $1 } }

  /// Multiplies every row or column by the vector, element by element.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (a: inout Matrix, b: Broadcast<Scalar>) { a.combine(b, "*") { $0 * $1 } }

  /// Divides every row or column by the vector, element by element.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (a: inout Matrix, b: Broadcast<Scalar>) { a.combine(b, "/") { $0 / $1 } }

  private static func copy(of a: Matrix, _ change: (inout Matrix) -> Void) -> Matrix {
    var result = a
    change(&result)
    return result
  }

  @inline(always)
  private mutating func combine(_ b: Broadcast<Scalar>, _ name: StaticString, _ op: (Scalar, Scalar) -> Scalar) {
    let (rows, columns) = (rowCount, columnCount)
    switch b {
    case .row(let v):
      require(v.count == columns, "\(name): a row of \(v.count) elements with a (\(rows), \(columns)) matrix")
    case .column(let v):
      require(v.count == rows, "\(name): a column of \(v.count) elements with a (\(rows), \(columns)) matrix")
    }
    makeUnique()
    for i in 0..<rows {
      let row = storage.start + i &* columns
      switch b {
      case .row(let v):
        let other = v.storage.start
        for j in 0..<columns { row[j] = op(row[j], other[j]) }
      case .column(let v):
        let other = v.storage.start[i]
        for j in 0..<columns { row[j] = op(row[j], other) }
      }
    }
    withExtendedLifetime(b) {}
    _fixLifetime(storage)
  }
}
