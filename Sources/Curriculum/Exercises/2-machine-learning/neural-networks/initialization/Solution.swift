/// For which activation behind the layer the weights are meant.
enum Scheme {
  /// Xavier's, for bends with slope 1 at 0: identity, tanh.
  case xavier
  /// He's, for ReLU, which silences half of the units.
  case he
}

/// The bound a of weights drawn uniformly from −a … a.
///
/// - Parameters:
///   - inputs: d ≥ 1.
///   - outputs: k ≥ 1.
///   - scheme: which variance the weights shall have.
/// - Returns: > 0.
func weightBound(inputs: Int, outputs: Int, _ scheme: Scheme) -> Double {
  // BEGIN SOLUTION
  let variance =
    switch scheme {
    case .xavier: 2 / Double(inputs + outputs)
    case .he: 2 / Double(inputs)
    }
  return (3 * variance).squareRoot()  // the variance of a uniform number in −a … a is a²/3
  // END SOLUTION
}

/// A layer as it is before training: random weights, zero bias.
///
/// - Parameters:
///   - inputs: d ≥ 1.
///   - outputs: k ≥ 1.
///   - scheme: which variance the weights shall have.
///   - generator: draws the d·k weights; it goes on from where it is.
/// - Returns: weights of shape (d, k), independent and uniform, and k zeros.
func initialLayer(
  inputs: Int, outputs: Int, _ scheme: Scheme, using generator: inout some RandomNumberGenerator
) -> DenseLayer {
  // BEGIN SOLUTION
  let bound = weightBound(inputs: inputs, outputs: outputs, scheme)
  let weights = (0..<inputs).map { _ in
    (0..<outputs).map { _ in Double.random(in: -bound...bound, using: &generator) }
  }
  return DenseLayer(weights: weights, bias: [Double](repeating: 0, count: outputs))
  // END SOLUTION
}

/// The layers of a network, each between two neighbouring sizes.
///
/// - Parameters:
///   - sizes: of the input, of each hidden layer and of the output, each ≥ 1.
///   - scheme: which variance the weights shall have.
///   - generator: draws all weights, those of the first layer first.
/// - Returns: one layer less than there are sizes; none for fewer than two.
func initialNetwork(
  _ sizes: [Int], _ scheme: Scheme, using generator: inout some RandomNumberGenerator
) -> [DenseLayer] {
  // BEGIN SOLUTION
  var layers: [DenseLayer] = []
  for (inputs, outputs) in zip(sizes, sizes.dropFirst()) {
    layers.append(initialLayer(inputs: inputs, outputs: outputs, scheme, using: &generator))
  }
  return layers
  // END SOLUTION
}
