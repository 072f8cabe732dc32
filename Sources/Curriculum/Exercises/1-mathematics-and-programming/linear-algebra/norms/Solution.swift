/// A vector without a direction.
struct ZeroVector: Error {}

/// The sum of the sizes Σᵢ |xᵢ|.
///
/// - Parameter x: n ≥ 0 values.
/// - Returns: 0 for no values; NaN if a value is NaN.
func norm1(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  x.reduce(0) { $0 + abs($1) }
  // END SOLUTION
}

/// The Euclidean length √(Σᵢ xᵢ²), without overflow or underflow on the way.
///
/// - Parameter x: n ≥ 0 values of any size.
/// - Returns: 0 for no values; NaN if a value is NaN, else ∞ if one is infinite.
func norm2(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  let largest = normMax(x)
  guard largest > 0, largest.isFinite else { return largest }  // 0/0 and ∞/∞ would be NaN
  let scaled = x.map { $0 / largest }  // −1…1, and one of them is ±1
  return largest * dot(scaled, scaled).squareRoot()
  // END SOLUTION
}

/// The largest size maxᵢ |xᵢ|.
///
/// - Parameter x: n ≥ 0 values.
/// - Returns: 0 for no values; NaN if a value is NaN.
func normMax(_ x: [Double]) -> Double {
  // BEGIN SOLUTION
  guard !x.contains(where: \.isNaN) else { return .nan }  // no order, so `max` may pass over it
  return x.reduce(0) { max($0, abs($1)) }
  // END SOLUTION
}

/// The cosine of the angle between two vectors, whatever their lengths.
///
/// - Parameters:
///   - x: n values of any size.
///   - y: n values of any size.
/// - Returns: from −1 to 1; NaN if a value is NaN or infinite.
/// - Throws: `ZeroVector` if x or y is zero or empty.
func cosineSimilarity(_ x: [Double], _ y: [Double]) throws -> Double {
  // BEGIN SOLUTION
  let (sizeOfX, sizeOfY) = (normMax(x), normMax(y))
  if sizeOfX == 0 || sizeOfY == 0 { throw ZeroVector() }
  let u = x.map { $0 / sizeOfX }
  let v = y.map { $0 / sizeOfY }
  let cosine = dot(u, v) / (norm2(u) * norm2(v))
  return abs(cosine) > 1 ? cosine.rounded() : cosine  // rounding can lead a little beyond ±1
  // END SOLUTION
}
