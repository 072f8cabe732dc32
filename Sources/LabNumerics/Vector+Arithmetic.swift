// Element by element. The shapes must agree; nothing is broadcast but a number.

extension Vector {
  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func + (a: Vector, b: Vector) -> Vector {
    requireEqualCounts(a, b, "+")
    return Vector(storage: combine(a.storage, b.storage) { $0 + $1 })
  }

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

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Vector, b: Vector) -> Vector {
    requireEqualCounts(a, b, "/")
    return Vector(storage: combine(a.storage, b.storage) { $0 / $1 })
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func + (a: Vector, b: Scalar) -> Vector { Vector(storage: transform(a.storage) { $0 + b }) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Vector, b: Scalar) -> Vector { Vector(storage: transform(a.storage) { $0 - b }) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func * (a: Vector, b: Scalar) -> Vector { Vector(storage: transform(a.storage) { $0 * b }) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Vector, b: Scalar) -> Vector { Vector(storage: transform(a.storage) { $0 / b }) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func - (a: Scalar, b: Vector) -> Vector { Vector(storage: transform(b.storage) { a - $0 }) }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func / (a: Scalar, b: Vector) -> Vector { Vector(storage: transform(b.storage) { a / $0 }) }

  public static func + (a: Scalar, b: Vector) -> Vector { b + a }

  public static func * (a: Scalar, b: Vector) -> Vector { b * a }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static prefix func - (a: Vector) -> Vector { Vector(storage: transform(a.storage) { -$0 }) }

  // The compound forms write into the memory of their left side, unless another value shares it.

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "+=")
    combine(into: &a.storage, b.storage) { $0 + $1 }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "-=")
    combine(into: &a.storage, b.storage) { $0 - $1 }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "*=")
    combine(into: &a.storage, b.storage) { $0 * $1 }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (a: inout Vector, b: Vector) {
    requireEqualCounts(a, b, "/=")
    combine(into: &a.storage, b.storage) { $0 / $1 }
  }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func += (a: inout Vector, b: Scalar) { transform(into: &a.storage) { $0 + b } }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func -= (a: inout Vector, b: Scalar) { transform(into: &a.storage) { $0 - b } }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func *= (a: inout Vector, b: Scalar) { transform(into: &a.storage) { $0 * b } }

  @specialized(where Scalar == Double)
  @specialized(where Scalar == Float)
  public static func /= (a: inout Vector, b: Scalar) { transform(into: &a.storage) { $0 / b } }

  private static func requireEqualCounts(_ a: Vector, _ b: Vector, _ op: StaticString) {
    require(a.count == b.count, "\(op): vectors of \(a.count) and \(b.count) elements")
  }
}
