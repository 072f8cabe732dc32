import Glibc

/// What bends the weighted sum of a unit.
enum Activation: String {
  case identity, sigmoid, tanh, relu, leakyReLU, gelu
}

/// The slopes of a unit's output, each multiplied by the upstream gradient.
struct NeuronGradient {
  /// By the weights, d numbers.
  var weights: [Double]
  /// By the bias.
  var bias: Double
  /// By the inputs, d numbers.
  var input: [Double]
}

/// The activation f(z).
///
/// - Parameters:
///   - z: finite, of any size, or NaN.
///   - activation: which f.
/// - Returns: NaN for NaN.
func activate(_ z: Double, _ activation: Activation) -> Double {
  // BEGIN SOLUTION
  switch activation {
  case .identity: z
  case .sigmoid: z < 0 ? exp(z) / (1 + exp(z)) : 1 / (1 + exp(-z))  // never exp of a large number
  case .tanh: tanh(z)
  case .relu: z < 0 ? 0 : z  // max(0, z) would make 0 of NaN
  case .leakyReLU: z < 0 ? 0.01 * z : z
  case .gelu: z * erfc(-z / 2.0.squareRoot()) / 2
  }
  // END SOLUTION
}

/// The slope f′(z) of an activation, where z is what goes *into* it.
///
/// - Parameters:
///   - z: finite, of any size, or NaN.
///   - activation: which f.
/// - Returns: at 0, where ReLU and leaky ReLU have a kink, the slope of their left side; NaN for NaN.
func slope(_ z: Double, _ activation: Activation) -> Double {
  // BEGIN SOLUTION
  guard !z.isNaN else { return .nan }
  switch activation {
  case .identity: return 1
  case .sigmoid: return activate(z, .sigmoid) * activate(-z, .sigmoid)  // 1 − σ(40) would be 0
  case .tanh:
    let cosine = cosh(z)
    return 1 / cosine / cosine
  case .relu: return z > 0 ? 1 : 0
  case .leakyReLU: return z > 0 ? 1 : 0.01
  case .gelu: return erfc(-z / 2.0.squareRoot()) / 2 + z * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
  }
  // END SOLUTION
}

/// The output of a unit, f(w·x + b).
///
/// - Parameters:
///   - x: d ≥ 0 inputs.
///   - weights: d numbers.
///   - bias: added to the weighted sum.
///   - activation: f.
/// - Returns: one number, whatever d is.
func neuron(_ x: [Double], weights: [Double], bias: Double, _ activation: Activation) -> Double {
  // BEGIN SOLUTION
  activate(zip(weights, x).reduce(bias) { $0 + $1.0 * $1.1 }, activation)
  // END SOLUTION
}

/// The gradient of a loss by all that goes into a unit.
///
/// - Parameters:
///   - x: d ≥ 0 inputs.
///   - weights: d numbers.
///   - bias: added to the weighted sum.
///   - activation: f.
///   - upstream: the slope of the loss by the unit's output.
/// - Returns: by the weights and by the inputs d numbers each.
func neuronGradient(
  _ x: [Double], weights: [Double], bias: Double, _ activation: Activation, upstream: Double
) -> NeuronGradient {
  // BEGIN SOLUTION
  let z = zip(weights, x).reduce(bias) { $0 + $1.0 * $1.1 }
  let delta = upstream * slope(z, activation)  // the slope of the loss by z
  return NeuronGradient(weights: x.map { delta * $0 }, bias: delta, input: weights.map { delta * $0 })
  // END SOLUTION
}
