import Glibc
import LabNumerics

enum FastNetworkError: Error, Equatable {
  /// The network that was to be taken over has another bend than ReLU.
  case notReLU
  /// There are no rows, another number of labels, or a label that is no class.
  case labels
}

/// A multilayer perceptron with ReLUs, whose work is done by matrix products.
struct FastNetwork {
  /// Of the input, of each hidden layer and of the output.
  let sizes: [Int]
  /// As the list of your `MLP`: layer after layer, of each the weights row by row, then the bias.
  var parameters: [Double]

  /// A network that computes what your `MLP` does.
  ///
  /// - Throws: `FastNetworkError.notReLU`.
  init(_ net: MLP) throws {
    // BEGIN SOLUTION
    guard net.activation == .relu else { throw FastNetworkError.notReLU }
    sizes = [net.layers[0].weights.count] + net.layers.map(\.bias.count)
    parameters = net.parameters
    // END SOLUTION
  }

  /// The scores of all classes.
  ///
  /// - Parameter x: shape (n, inputs), n ≥ 0.
  /// - Returns: shape (n, K).
  func scores(_ x: Matrix<Double>) -> Matrix<Double> {
    // BEGIN SOLUTION
    var values = x
    for (l, layer) in layers.enumerated() {
      if l > 0 { values = bent(values) }
      values = matmul(values, layer.weights) + .row(layer.bias)
    }
    return values
    // END SOLUTION
  }

  /// The mean cross entropy of a batch, with smoothed labels, and its gradient by `parameters`.
  ///
  /// - Parameters:
  ///   - x: shape (n, inputs), n ≥ 1.
  ///   - labels: n classes, 0 ..< K.
  ///   - smoothing: the share of each target that is spread over all K classes, 0 ... 1.
  /// - Returns: the loss, and as many slopes as there are parameters, in their order.
  /// - Throws: `FastNetworkError.labels`.
  func lossAndGradient(
    _ x: Matrix<Double>, labels: [Int], smoothing: Double = 0
  ) throws -> (loss: Double, gradient: [Double]) {
    // BEGIN SOLUTION
    let layers = layers
    let (n, classes) = (x.rowCount, sizes[layers.count])
    guard n > 0, labels.count == n, labels.allSatisfy({ 0..<classes ~= $0 }) else { throw FastNetworkError.labels }
    var inputs = [x]  // of each layer
    for layer in layers.dropLast() {
      inputs.append(bent(matmul(inputs[inputs.count - 1], layer.weights) + .row(layer.bias)))
    }
    let scores =
      matmul(inputs[layers.count - 1], layers[layers.count - 1].weights) + .row(layers[layers.count - 1].bias)

    let logSums = logSumExp(rowsOf: scores)
    var loss = 0.0
    var upstream = softmax(rowsOf: scores)
    for (i, label) in labels.enumerated() {
      for k in 0..<classes {
        let target = smoothing / Double(classes) + (k == label ? 1 - smoothing : 0)
        loss += target * (logSums[i] - scores[i, k]) / Double(n)
        upstream[i, k] = (upstream[i, k] - target) / Double(n)
      }
    }

    let ones = Vector<Double>(repeating: 1, count: n)
    var parts: [(byWeights: Matrix<Double>, byBias: Vector<Double>)] = []  // the last layer's first
    for l in layers.indices.reversed() {
      let byWeights = matmul(inputs[l], upstream, transposeA: true)
      let byBias = matmul(upstream, ones, transposeA: true)
      parts.append((byWeights, byBias))
      guard l > 0 else { break }
      let byInput = matmul(upstream, layers[l].weights, transposeB: true)
      // in the forward pass this was: inputs[l] = max(0, sums), above 0 just where the sums are
      let values = inputs[l]
      upstream = Matrix(rows: n, columns: sizes[l]) { i, j in values[i, j] > 0 ? byInput[i, j] : 0 }
    }
    var gradient: [Double] = []
    gradient.reserveCapacity(parameters.count)
    for (byWeights, byBias) in parts.reversed() {
      gradient += byWeights.flattened
      gradient += byBias
    }
    return (loss, gradient)
    // END SOLUTION
  }

  /// Weights and bias of each layer, as products want them.
  private var layers: [(weights: Matrix<Double>, bias: Vector<Double>)] {
    // BEGIN SOLUTION
    var start = 0
    return zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      let end = start + inputs * outputs
      defer { start = end + outputs }
      return (
        Matrix(rows: inputs, columns: outputs, parameters[start..<end]),
        Vector(parameters[end..<end + outputs])
      )
    }
    // END SOLUTION
  }

  private func bent(_ sums: Matrix<Double>) -> Matrix<Double> {
    // BEGIN SOLUTION
    Matrix(rows: sums.rowCount, columns: sums.columnCount) { max(0, sums[$0, $1]) }
    // END SOLUTION
  }
}

/// Adam with a learning rate that may be another in each step.
struct FastAdam {
  /// The running means of the slopes and of their squares, one for each parameter, not yet corrected.
  var m: [Double]
  var v: [Double]
  /// How many steps have been taken.
  var t = 0

  /// - Parameter parameters: how many there are.
  init(parameters: Int) {
    m = [Double](repeating: 0, count: parameters)
    v = m
  }

  /// Moves w by one step.
  ///
  /// - Parameters:
  ///   - w: as many numbers as there are parameters.
  ///   - g: the gradient at w.
  ///   - rate: η of this step.
  mutating func step(_ w: inout [Double], gradient g: [Double], rate: Double) {
    // BEGIN SOLUTION
    t += 1
    // m/first and √(v/second), with what is the same for all parameters taken out of the loop
    let (first, second) = (1 - pow(0.9, Double(t)), 1 - pow(0.999, Double(t)))
    let (scaledRate, scale) = (rate / first, 1 / second.squareRoot())
    for i in w.indices {
      m[i] = 0.9 * m[i] + 0.1 * g[i]
      v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
      w[i] -= scaledRate * m[i] / (scale * v[i].squareRoot() + 1e-8)
    }
    // END SOLUTION
  }
}
