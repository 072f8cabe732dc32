import RealModule

/// A number kept as the unevaluated sum of two Doubles, about 31 digits.
///
/// Log-probabilities are sums of large terms that almost cancel, such as a·log(x/a) + a − x; half of their digits are
/// gone before `exp` sees them. Here they are not. Finite numbers well inside the range only: a product of the high
/// parts must neither overflow nor underflow.
///
/// Dekker, A floating-point technique for extending the available precision (Numerische Mathematik 18, 1971);
/// Joldes, Muller and Popescu, Tight and rigorous error bounds for basic building blocks of double-word arithmetic
/// (ACM TOMS 44, 2017).
struct DoubleDouble: Sendable {
  /// The sum rounded to a Double.
  var high: Double
  /// What the rounding left, at most half an ulp of `high`.
  var low: Double

  init(_ high: Double, _ low: Double = 0) { (self.high, self.low) = (high, low) }

  /// a + b exactly.
  static func sum(_ a: Double, _ b: Double) -> DoubleDouble {
    let sum = a + b
    let part = sum - a
    return DoubleDouble(sum, (a - (sum - part)) + (b - part))
  }

  /// a·b exactly.
  static func product(_ a: Double, _ b: Double) -> DoubleDouble {
    let product = a * b
    return DoubleDouble(product, (-product).addingProduct(a, b))
  }

  /// high + low with the overlap taken out, where |high| ≥ |low|.
  private static func normalised(_ high: Double, _ low: Double) -> DoubleDouble {
    let sum = high + low
    return DoubleDouble(sum, low - (sum - high))
  }

  static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let (high, low) = (sum(a.high, b.high), sum(a.low, b.low))
    let first = normalised(high.high, high.low + low.high)
    return normalised(first.high, first.low + low.low)
  }

  static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }

  static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

  static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let high = product(a.high, b.high)
    return normalised(high.high, high.low + (a.high * b.low + a.low * b.high))
  }

  static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
    let first = a.high / b.high
    let rest = a - b * DoubleDouble(first)
    let second = rest.high / b.high
    return normalised(first, second + (rest - b * DoubleDouble(second)).high / b.high)
  }

  /// a/b, to full precision where the parts of the quotient are in range and to a Double's elsewhere.
  static func quotient(_ a: Double, _ b: Double) -> DoubleDouble {
    let quotient = a / b
    if !(quotient.magnitude > 1e-280 && quotient.magnitude < 1e280) { return DoubleDouble(quotient) }
    let (ea, eb) = (Int(a.exponent), Int(b.exponent))
    return (DoubleDouble(a).scaled(by: -ea) / DoubleDouble(b).scaled(by: -eb)).scaled(by: ea - eb)
  }

  /// 2ⁿ times this, exactly.
  func scaled(by n: Int) -> DoubleDouble {
    DoubleDouble(
      Double(sign: .plus, exponent: n, significand: high), Double(sign: .plus, exponent: n, significand: low))
  }

  /// eˣ as a Double: the low part enters as the factor 1 + low.
  var exponential: Double {
    let e = Double.exp(high)
    return low.isFinite && e.isFinite ? e + e * low : e
  }

  /// f·eˣ/d, also where a part of it is out of range.
  func exponential(times factor: Double, over divisor: Double = 1) -> Double {
    let isUsual = factor > 0 && factor < .infinity && divisor > 0 && divisor < .infinity
    if !isUsual || !(high.magnitude < 5000) || !low.isFinite { return exponential * factor / divisor }
    // x = k·log 2 + r; the product of k with the first part of log 2 is exact.
    let k = (high * 1.4426950408889634).rounded()
    let r = (high - k * 0x1.62e42fefa3800p-1) - (k * 0x1.ef35793c76730p-45 - low)
    let exponent = Int(k) + Int(factor.exponent) - Int(divisor.exponent)
    return Double(
      sign: .plus, exponent: exponent, significand: .exp(r) * factor.significand / divisor.significand)
  }

  /// The natural logarithm of a·b/c, none of which need be in range as a product; what `Double.log` says of zeros,
  /// infinities and NaN.
  static func log(_ a: DoubleDouble, times b: DoubleDouble, over c: DoubleDouble) -> DoubleDouble {
    if ![a, b, c].allSatisfy({ $0.high > 0 && $0.high < .infinity }) {
      return DoubleDouble(Double.log(a.high) + .log(b.high) - .log(c.high))
    }
    let (ea, eb, ec) = (Int(a.high.exponent), Int(b.high.exponent), Int(c.high.exponent))
    let mantissa = a.scaled(by: -ea) * b.scaled(by: -eb) / c.scaled(by: -ec)
    return log(mantissa, exponent: ea + eb - ec)
  }

  /// The natural logarithm; what `Double.log` says of zero, infinity and NaN.
  static func log(_ a: DoubleDouble) -> DoubleDouble {
    if !(a.high > 0 && a.high < .infinity) { return DoubleDouble(.log(a.high)) }
    let exponent = Int(a.high.exponent)
    return log(a.scaled(by: -exponent), exponent: exponent)
  }

  /// log(m·2ᵏ) = k·log 2 + 2·artanh s with s = (m − 1)/(m + 1), for m in ½ ..< 4.
  private static func log(_ m: DoubleDouble, exponent: Int) -> DoubleDouble {
    var (m, k) = (m, Double(exponent))
    while m.high > 1.4142135623730951 {
      m = DoubleDouble(m.high / 2, m.low / 2)
      k += 1
    }
    while m.high < 0.7071067811865476 {
      m = DoubleDouble(m.high * 2, m.low * 2)
      k -= 1
    }
    let s = (m - DoubleDouble(1)) / (m + DoubleDouble(1))
    let square = s * s  // at most 0.0295
    // The terms from s²·⁹ on are below 10⁻¹⁴ of the sum: a Double has digits enough for them.
    var tail = 0.0
    for n in stride(from: 39, through: 19, by: -2) { tail = tail * square.high + 1 / Double(n) }
    var sum = DoubleDouble(tail)
    for n in stride(from: 17, through: 3, by: -2) { sum = sum * square + DoubleDouble(1) / DoubleDouble(Double(n)) }
    let logarithm = (s + s * square * sum).scaled(by: 1)
    let logTwo = DoubleDouble(0.6931471805599453, 2.3190468138462996e-17)
    return k == 0 ? logarithm : DoubleDouble(k) * logTwo + logarithm
  }
}
