// Element by element. The shapes must agree; nothing is broadcast but a number.

extension Vector {
  /// aᵢ + bᵢ in each place; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func + (a: Vector, b: Vector) -> Vector {
    requireEqualCounts(a, b, "+")
    return Vector(storage: combine(a.storage, b.storage) { $0 + $1 })
  }

  /// aᵢ − bᵢ in each place; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Vector, b: Vector) -> Vector {
    requireEqualCounts(a, b, "-")
    return Vector(storage: combine(a.storage, b.storage) { $0 - $1 })
  }

  /// Element by element; the dot product is `•`.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func * (a: Vector, b: Vector) -> Vector {
    requireEqualCounts(a, b, "*")
    return Vector(storage: combine(a.storage, b.storage) { $0 * $1 })
  }

  /// aᵢ / bᵢ in each place; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Vector, b: Vector) -> Vector {
    requireEqualCounts(a, b, "/")
    return Vector(storage: quotients(a.storage, b.storage))
  }

  /// aᵢ + b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func + (a: Vector, b: Scalar) -> Vector { Vector(storage: transform(a.storage) { $0 + b }) }

  /// aᵢ − b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Vector, b: Scalar) -> Vector { Vector(storage: transform(a.storage) { $0 - b }) }

  /// aᵢ · b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func * (a: Vector, b: Scalar) -> Vector { Vector(storage: transform(a.storage) { $0 * b }) }

  /// aᵢ / b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Vector, b: Scalar) -> Vector { Vector(storage: quotients(a.storage, by: b)) }

  /// a − bᵢ in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Scalar, b: Vector) -> Vector { Vector(storage: transform(b.storage) { a - $0 }) }

  /// a / bᵢ in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Scalar, b: Vector) -> Vector { Vector(storage: quotients(of: a, b.storage)) }

  /// a + bᵢ in each place.
  public static func + (a: Scalar, b: Vector) -> Vector { b + a }

  /// a · bᵢ in each place.
  public static func * (a: Scalar, b: Vector) -> Vector { b * a }

  /// −aᵢ in each place, the sign of zeros too.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static prefix func - (a: Vector) -> Vector { Vector(storage: transform(a.storage) { -$0 }) }

  // The compound forms write into the memory of their left side, unless another value shares it.

  /// aᵢ ← aᵢ + bᵢ in each place; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "+=")
    combine(into: &a.storage, b.storage) { $0 + $1 }
  }

  /// aᵢ ← aᵢ − bᵢ in each place; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "-=")
    combine(into: &a.storage, b.storage) { $0 - $1 }
  }

  /// aᵢ ← aᵢ · bᵢ in each place; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "*=")
    combine(into: &a.storage, b.storage) { $0 * $1 }
  }

  /// aᵢ ← aᵢ / bᵢ in each place; both of the same length.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "/=")
    divide(&a.storage, by: b.storage)
  }

  /// aᵢ ← aᵢ + b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (a: inout Vector, b: Scalar) { transform(into: &a.storage) { $0 + b } }

  /// aᵢ ← aᵢ − b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (a: inout Vector, b: Scalar) { transform(into: &a.storage) { $0 - b } }

  /// aᵢ ← aᵢ · b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (a: inout Vector, b: Scalar) { transform(into: &a.storage) { $0 * b } }

  /// aᵢ ← aᵢ / b in each place.
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (a: inout Vector, b: Scalar) { divide(&a.storage, by: b) }

  private static func requireEqualCounts(_ a: Vector, _ b: Vector, _ op: StaticString) {
    require(a.count == b.count, "\(op): vectors of \(a.count) and \(b.count) elements")
  }
}
