// Element by element. The shapes must agree; nothing is broadcast but a number or a `Broadcast`.

extension Matrix {
  /// aᵢⱼ + bᵢⱼ in each place; both of the same shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func + (a: Matrix, b: Matrix) -> Matrix {
    requireEqualShapes(a, b, "+")
    return Matrix(rows: a.rowCount, columns: a.columnCount, storage: combine(a.storage, b.storage) { $0 + $1 })
  }

  /// aᵢⱼ − bᵢⱼ in each place; both of the same shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Matrix, b: Matrix) -> Matrix {
    requireEqualShapes(a, b, "-")
    return Matrix(rows: a.rowCount, columns: a.columnCount, storage: combine(a.storage, b.storage) { $0 - $1 })
  }

  /// Element by element; the matrix product is `•`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func * (a: Matrix, b: Matrix) -> Matrix {
    requireEqualShapes(a, b, "*")
    return Matrix(rows: a.rowCount, columns: a.columnCount, storage: combine(a.storage, b.storage) { $0 * $1 })
  }

  /// aᵢⱼ / bᵢⱼ in each place; both of the same shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Matrix, b: Matrix) -> Matrix {
    requireEqualShapes(a, b, "/")
    return Matrix(rows: a.rowCount, columns: a.columnCount, storage: quotients(a.storage, b.storage))
  }

  /// aᵢⱼ + b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func + (a: Matrix, b: Scalar) -> Matrix {
    Matrix(rows: a.rowCount, columns: a.columnCount, storage: transform(a.storage) { $0 + b })
  }

  /// aᵢⱼ − b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Matrix, b: Scalar) -> Matrix {
    Matrix(rows: a.rowCount, columns: a.columnCount, storage: transform(a.storage) { $0 - b })
  }

  /// aᵢⱼ · b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func * (a: Matrix, b: Scalar) -> Matrix {
    Matrix(rows: a.rowCount, columns: a.columnCount, storage: transform(a.storage) { $0 * b })
  }

  /// aᵢⱼ / b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Matrix, b: Scalar) -> Matrix {
    Matrix(rows: a.rowCount, columns: a.columnCount, storage: quotients(a.storage, by: b))
  }

  /// a − bᵢⱼ in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Scalar, b: Matrix) -> Matrix {
    Matrix(rows: b.rowCount, columns: b.columnCount, storage: transform(b.storage) { a - $0 })
  }

  /// a / bᵢⱼ in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Scalar, b: Matrix) -> Matrix {
    Matrix(rows: b.rowCount, columns: b.columnCount, storage: quotients(of: a, b.storage))
  }

  /// a + bᵢⱼ in each place.
  public static func + (a: Scalar, b: Matrix) -> Matrix { b + a }

  /// a · bᵢⱼ in each place.
  public static func * (a: Scalar, b: Matrix) -> Matrix { b * a }

  /// −aᵢⱼ in each place, the sign of zeros too.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static prefix func - (a: Matrix) -> Matrix {
    Matrix(rows: a.rowCount, columns: a.columnCount, storage: transform(a.storage) { -$0 })
  }

  // The compound forms write into the memory of their left side, unless another value shares it.

  /// aᵢⱼ ← aᵢⱼ + bᵢⱼ in each place; both of the same shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (a: inout Matrix, b: Matrix) {
    requireEqualShapes(a, b, "+=")
    combine(into: &a.storage, b.storage) { $0 + $1 }
  }

  /// aᵢⱼ ← aᵢⱼ − bᵢⱼ in each place; both of the same shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (a: inout Matrix, b: Matrix) {
    requireEqualShapes(a, b, "-=")
    combine(into: &a.storage, b.storage) { $0 - $1 }
  }

  /// aᵢⱼ ← aᵢⱼ · bᵢⱼ in each place; both of the same shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (a: inout Matrix, b: Matrix) {
    requireEqualShapes(a, b, "*=")
    combine(into: &a.storage, b.storage) { $0 * $1 }
  }

  /// aᵢⱼ ← aᵢⱼ / bᵢⱼ in each place; both of the same shape.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (a: inout Matrix, b: Matrix) {
    requireEqualShapes(a, b, "/=")
    divide(&a.storage, by: b.storage)
  }

  /// aᵢⱼ ← aᵢⱼ + b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (a: inout Matrix, b: Scalar) { transform(into: &a.storage) { $0 + b } }

  /// aᵢⱼ ← aᵢⱼ − b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (a: inout Matrix, b: Scalar) { transform(into: &a.storage) { $0 - b } }

  /// aᵢⱼ ← aᵢⱼ · b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (a: inout Matrix, b: Scalar) { transform(into: &a.storage) { $0 * b } }

  /// aᵢⱼ ← aᵢⱼ / b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (a: inout Matrix, b: Scalar) { divide(&a.storage, by: b) }

  private static func requireEqualShapes(_ a: Matrix, _ b: Matrix, _ op: StaticString) {
    require(a.shape == b.shape, "\(op): (\(a.rowCount), \(a.columnCount)) and (\(b.rowCount), \(b.columnCount))")
  }
}
