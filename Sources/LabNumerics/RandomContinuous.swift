import RealModule

// Double only. All of them are made of the generator's words by operations that IEEE 754 fixes (see
// ReproducibleFunctions.swift): the same seed gives the same bits on every machine. Only `normal` in RandomNumbers.swift
// takes its logarithm from the C library.

extension RandomNumberGenerator {
  /// A number with the exponential distribution, by inversion: −log(1 − u)/rate. Takes one word.
  ///
  /// - Parameter rate: λ, positive and finite.
  /// - Returns: 0 up to 36.8/λ.
  public mutating func exponential(rate: Double = 1) -> Double {
    require(rate > 0 && rate.isFinite, "exponential: a rate of \(rate), not positive and finite")
    return -reproducibleLog(1 - uniform()) / rate
  }

  /// A number with the gamma distribution. Takes about three words, one more for a shape below 1.
  ///
  /// Marsaglia and Tsang's rejection from a cubed normal number; a shape below 1 as the one above it times u^(1/shape).
  ///
  /// - Parameters:
  ///   - shape: positive and finite.
  ///   - scale: positive and finite.
  /// - Returns: 0 or more; 0 where a small shape makes it smaller than any number.
  ///
  /// A Simple Method for Generating Gamma Variables (ACM TOMS 26, 2000).
  public mutating func gamma(shape: Double, scale: Double = 1) -> Double {
    require(shape > 0 && shape.isFinite, "gamma: a shape of \(shape), not positive and finite")
    require(scale > 0 && scale.isFinite, "gamma: a scale of \(scale), not positive and finite")
    if shape >= 1 { return scale * standardGamma(shape) }
    return scale * reproducibleExp(logGammaOfSmallShape(shape))
  }

  /// A number with the beta distribution: the share of one gamma number in two.
  ///
  /// - Parameters:
  ///   - alpha: 10⁻¹⁰⁰ ... 10¹⁵.
  ///   - beta: 10⁻¹⁰⁰ ... 10¹⁵.
  /// - Returns: 0 ... 1.
  public mutating func beta(_ alpha: Double, _ beta: Double) -> Double {
    require(isShape(alpha) && isShape(beta), "beta: parameters \(alpha) and \(beta), not both in \(shapes)")
    if alpha >= 1 && beta >= 1 {
      let x = standardGamma(alpha)
      return x / (x + standardGamma(beta))
    }
    // In logarithms, since small shapes give numbers below the smallest Double, both at once too.
    let x = alpha < 1 ? logGammaOfSmallShape(alpha) : reproducibleLog(standardGamma(alpha))
    let y = beta < 1 ? logGammaOfSmallShape(beta) : reproducibleLog(standardGamma(beta))
    return 1 / (1 + reproducibleExp(y - x))
  }

  /// A standard normal number by Marsaglia's polar method, with the reproducible logarithm.
  mutating func reproducibleNormal() -> Double {
    while true {
      let u = 2 * uniform(Double.self) - 1
      let v = 2 * uniform(Double.self) - 1
      let s = u * u + v * v
      if s < 1 && s > 0 { return u * (-2 * reproducibleLog(s) / s).squareRoot() }
    }
  }

  /// For a shape of 1 or more, scale 1.
  private mutating func standardGamma(_ shape: Double) -> Double {
    let d = shape - 1.0 / 3
    let c = 1 / (9 * d).squareRoot()
    while true {
      let z = reproducibleNormal()
      let root = 1 + c * z
      if root <= 0 { continue }
      let v = root * root * root
      let u = 1 - uniform(Double.self)  // not 0
      let square = z * z
      if u < 1 - 0.0331 * square * square { return d * v }  // a cheap inner bound
      if reproducibleLog(u) < 0.5 * square + d * (1 - v + reproducibleLog(v)) { return d * v }
    }
  }

  private mutating func logGammaOfSmallShape(_ shape: Double) -> Double {
    let larger = reproducibleLog(standardGamma(shape + 1))
    return larger + reproducibleLog(1 - uniform()) / shape
  }
}
