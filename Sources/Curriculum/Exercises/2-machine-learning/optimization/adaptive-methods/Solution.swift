import Glibc

/// How the size of a parameter's step follows from its own gradients.
enum Method {
  case adaGrad, rmsProp, adam
  /// Adam, with weights that shrink by the rate times the decay before each step.
  case adamW(decay: Double)
}

/// Takes the steps of one training run.
struct Optimizer {
  let method: Method
  let learningRate: Double
  /// A running mean of each gradient; Adam alone needs it.
  private var m: [Double]
  /// A running sum or mean of each squared gradient.
  private var v: [Double]
  /// How many steps were taken.
  private var t: Int

  /// An optimizer that has not seen a gradient yet.
  ///
  /// - Parameters:
  ///   - method: which rule.
  ///   - learningRate: η > 0.
  ///   - parameters: n ≥ 0, how many numbers w has.
  init(_ method: Method, learningRate: Double, parameters: Int) {
    // BEGIN SOLUTION
    self.method = method
    self.learningRate = learningRate
    m = [Double](repeating: 0, count: parameters)
    v = m
    t = 0
    // END SOLUTION
  }

  /// Moves w by one step.
  ///
  /// - Parameters:
  ///   - w: n numbers.
  ///   - g: the gradient at w, n numbers.
  mutating func step(_ w: inout [Double], gradient g: [Double]) {
    // BEGIN SOLUTION
    t += 1
    // The running means began at 0: what m and √v are multiplied by to stand for gradients alone. Powers, roots and
    // quotients of t once a step, not once a parameter.
    let (first, second) = (1 / (1 - pow(0.9, Double(t))), 1 / (1 - pow(0.999, Double(t))).squareRoot())
    for i in w.indices {
      switch method {
      case .adaGrad:
        v[i] += g[i] * g[i]
        w[i] -= learningRate * g[i] / (v[i].squareRoot() + 1e-10)
      case .rmsProp:
        v[i] = 0.99 * v[i] + 0.01 * g[i] * g[i]
        w[i] -= learningRate * g[i] / (v[i].squareRoot() + 1e-8)
      case .adam:
        w[i] -= adamStep(i, g[i], first, second)
      case .adamW(let decay):
        w[i] -= learningRate * decay * w[i]
        w[i] -= adamStep(i, g[i], first, second)
      }
    }
    // END SOLUTION
  }

  /// What Adam takes off from parameter i.
  ///
  /// - Parameters:
  ///   - i: which parameter.
  ///   - g: its gradient.
  ///   - first: 1/(1 − 0.9ᵗ), which makes m̂ of m; t counts this step already.
  ///   - second: 1/√(1 − 0.999ᵗ), which makes √v̂ of √v.
  /// - Returns: η·m̂/(√v̂ + 10⁻⁸), after m and v have taken g in.
  private mutating func adamStep(_ i: Int, _ g: Double, _ first: Double, _ second: Double) -> Double {
    // BEGIN SOLUTION
    m[i] = 0.9 * m[i] + 0.1 * g
    v[i] = 0.999 * v[i] + 0.001 * g * g
    return learningRate * first * m[i] / (v[i].squareRoot() * second + 1e-8)
    // END SOLUTION
  }
}
