/// Dense layers with a bend behind each but the last, whose outputs are the scores of the classes.
struct MLP {
  /// At least one; each as wide as the next one expects.
  var layers: [DenseLayer]
  let activation: Activation

  /// The scores of all classes.
  ///
  /// - Parameter x: n ≥ 0 rows, shape (n, inputs).
  /// - Returns: shape (n, K).
  func scores(_ x: [[Double]]) -> [[Double]] {
    // BEGIN SOLUTION
    var values = x
    for (l, layer) in layers.enumerated() {
      values = layer.forward(values)
      if l < layers.count - 1 { values = values.map { $0.map { activate($0, activation) } } }
    }
    return values
    // END SOLUTION
  }

  /// The mean cross entropy of a batch, and its gradient by `parameters`.
  ///
  /// - Parameters:
  ///   - x: n ≥ 1 rows, shape (n, inputs).
  ///   - labels: n classes, 0 ..< K.
  /// - Returns: the loss, and as many slopes as there are parameters, in their order.
  /// - Throws: what `softmaxCrossEntropy` throws.
  func lossAndGradient(_ x: [[Double]], labels: [Int]) throws -> (loss: Double, gradient: [Double]) {
    // BEGIN SOLUTION
    var inputs = [x]  // A₀, …, A_{L−1}
    var sums: [[[Double]]] = []  // Z₁, …, Z_L
    for (l, layer) in layers.enumerated() {
      let z = layer.forward(inputs[l])
      sums.append(z)
      if l < layers.count - 1 { inputs.append(z.map { $0.map { activate($0, activation) } }) }
    }
    let entropy = try softmaxCrossEntropy(sums[layers.count - 1], labels: labels)
    var upstream = entropy.gradient
    var parts: [[Double]] = []  // the last layer's first
    for l in layers.indices.reversed() {
      let back = layers[l].backward(inputs[l], upstream: upstream)
      parts.append(back.weights.flatMap { $0 } + back.bias)
      guard l > 0 else { break }
      // in the forward pass this was: A = f(Z)
      upstream = zip(back.input, sums[l - 1]).map { byOutput, z in
        zip(byOutput, z).map { $0 * slope($1, activation) }
      }
    }
    return (entropy.loss, parts.reversed().flatMap { $0 })
    // END SOLUTION
  }

  /// All weights and biases: layer after layer, of each the weights row by row, then the bias.
  var parameters: [Double] {
    get {
      // BEGIN SOLUTION
      layers.flatMap { $0.weights.flatMap { $0 } + $0.bias }
      // END SOLUTION
    }
    set {
      // BEGIN SOLUTION
      var rest = newValue[...]
      func take(_ count: Int) -> [Double] {
        defer { rest = rest.dropFirst(count) }
        return Array(rest.prefix(count))
      }
      for l in layers.indices {
        let outputs = layers[l].bias.count
        layers[l].weights = layers[l].weights.map { _ in take(outputs) }
        layers[l].bias = take(outputs)
      }
      // END SOLUTION
    }
  }

  /// Takes one step for each batch.
  ///
  /// - Parameters:
  ///   - x: all rows, shape (n, inputs).
  ///   - labels: n classes.
  ///   - batches: row numbers of each batch, none empty.
  ///   - optimizer: made for as many parameters; it remembers what it has seen.
  /// - Returns: the loss of each batch before its step.
  /// - Throws: what `softmaxCrossEntropy` throws.
  mutating func train(
    _ x: [[Double]], labels: [Int], batches: [[Int]], optimizer: inout Optimizer
  ) throws -> [Double] {
    // BEGIN SOLUTION
    var losses: [Double] = []
    var w = parameters
    for batch in batches {
      let (loss, gradient) = try lossAndGradient(batch.map { x[$0] }, labels: batch.map { labels[$0] })
      optimizer.step(&w, gradient: gradient)
      parameters = w
      losses.append(loss)
    }
    return losses
    // END SOLUTION
  }
}
