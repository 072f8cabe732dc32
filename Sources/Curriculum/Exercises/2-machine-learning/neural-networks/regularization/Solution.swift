import Glibc

enum RegularizationError: Error, Equatable {
  /// The share of units that are kept is not above 0 and at most 1.
  case keep(Double)
  /// A mask has not the shape of what it covers, or there is not one for each hidden layer.
  case mask
}

/// Inverted dropout: what the mask takes away is 0, what it leaves is larger by as much as the mean would be smaller.
///
/// - Parameters:
///   - a: n ≥ 0 rows.
///   - mask: of the same shape; true stays.
///   - keep: the probability with which a unit stays, 0 < keep ≤ 1.
/// - Returns: of the same shape.
/// - Throws: `RegularizationError`, `keep` before `mask`.
func dropped(_ a: [[Double]], mask: [[Bool]], keep: Double) throws -> [[Double]] {
  // BEGIN SOLUTION
  guard keep > 0, keep <= 1 else { throw RegularizationError.keep(keep) }
  guard a.map(\.count) == mask.map(\.count) else { throw RegularizationError.mask }
  return zip(a, mask).map { row, stays in zip(row, stays).map { $1 ? $0 / keep : 0 } }
  // END SOLUTION
}

/// The cross entropy that no network can go below when its targets are smoothed: their own entropy.
///
/// - Parameters:
///   - classes: K ≥ 2.
///   - smoothing: the share of each target that is spread over all K classes, 0 … 1.
/// - Returns: in nats; 0 without smoothing.
func leastLoss(classes: Int, smoothing: Double) -> Double {
  // BEGIN SOLUTION
  let other = smoothing / Double(classes)
  let own = 1 - smoothing + other
  let others = other == 0 ? 0 : Double(classes - 1) * other * log(other)  // p·log p goes to 0 with p
  return -(own * log(own) + others)
  // END SOLUTION
}

/// A network with what keeps it from learning its rows by heart.
struct Regularized {
  var net: MLP
  /// The probability with which a hidden unit takes part in a step, 0 < keep ≤ 1.
  let keep: Double
  /// The share of each target that is spread over all classes, 0 … 1.
  let smoothing: Double
  /// λ ≥ 0: times the learning rate it is the share that each weight loses in a step.
  let decay: Double

  /// Draws who takes part: hidden layer by hidden layer, row by row, unit by unit.
  ///
  /// - Parameters:
  ///   - rows: n ≥ 0.
  ///   - generator: for each unit one number in 0 ..< 1; the unit stays if it is below `keep`.
  /// - Returns: a mask for each layer but the last, of shape (n, its outputs).
  func masks(rows: Int, using generator: inout some RandomNumberGenerator) -> [[[Bool]]] {
    // BEGIN SOLUTION
    net.layers.dropLast().map { layer in
      (0..<rows).map { _ in layer.bias.map { _ in Double.random(in: 0..<1, using: &generator) < keep } }
    }
    // END SOLUTION
  }

  /// The smoothed mean cross entropy of a batch through the masks, and its gradient by `net.parameters`.
  ///
  /// - Parameters:
  ///   - x: n ≥ 1 rows.
  ///   - labels: n classes.
  ///   - masks: one for each hidden layer, of shape (n, its outputs).
  /// - Returns: the loss, and as many slopes as there are parameters, in their order.
  /// - Throws: `RegularizationError`, and what `softmaxCrossEntropy` throws.
  func lossAndGradient(
    _ x: [[Double]], labels: [Int], masks: [[[Bool]]]
  ) throws -> (loss: Double, gradient: [Double]) {
    // BEGIN SOLUTION
    guard masks.count == net.layers.count - 1 else { throw RegularizationError.mask }
    var inputs = [x]  // of each layer
    var sums: [[[Double]]] = []  // Z₁, …, Z_L
    for (l, layer) in net.layers.enumerated() {
      sums.append(layer.forward(inputs[l]))
      guard l < masks.count else { break }
      inputs.append(
        try dropped(sums[l].map { $0.map { activate($0, net.activation) } }, mask: masks[l], keep: keep))
    }
    let entropy = try softmaxCrossEntropy(sums[masks.count], labels: labels, smoothing: smoothing)
    var upstream = entropy.gradient
    var parts: [[Double]] = []  // the last layer's first
    for l in net.layers.indices.reversed() {
      let back = net.layers[l].backward(inputs[l], upstream: upstream)
      parts.append(back.weights.flatMap { $0 } + back.bias)
      guard l > 0 else { break }
      // in the forward pass this was: A = dropped(f(Z)), and dropped multiplies each entry by 0 or 1/keep
      let byOutput = try dropped(back.input, mask: masks[l - 1], keep: keep)
      upstream = zip(byOutput, sums[l - 1]).map { zip($0, $1).map { $0 * slope($1, net.activation) } }
    }
    return (entropy.loss, parts.reversed().flatMap { $0 })
    // END SOLUTION
  }

  /// The mean cross entropy of the network as it will be used: all units, sharp labels.
  ///
  /// - Parameters:
  ///   - x: n ≥ 1 rows.
  ///   - labels: n classes.
  /// - Returns: in nats.
  /// - Throws: what `softmaxCrossEntropy` throws.
  func validationLoss(_ x: [[Double]], labels: [Int]) throws -> Double {
    // BEGIN SOLUTION
    try softmaxCrossEntropy(net.scores(x), labels: labels).loss
    // END SOLUTION
  }

  /// Takes one step for each batch, each with masks of its own.
  ///
  /// - Parameters:
  ///   - x: all rows.
  ///   - labels: their classes.
  ///   - batches: row numbers of each batch, none empty.
  ///   - optimizer: made for as many parameters, without a decay of its own.
  ///   - generator: draws the masks.
  /// - Returns: of each batch the loss of which the gradient was taken.
  /// - Throws: as `lossAndGradient`; the steps before have been taken.
  mutating func train(
    _ x: [[Double]], labels: [Int], batches: [[Int]], optimizer: inout Optimizer,
    using generator: inout some RandomNumberGenerator
  ) throws -> [Double] {
    // BEGIN SOLUTION
    var losses: [Double] = []
    for batch in batches {
      let (loss, gradient) = try lossAndGradient(
        batch.map { x[$0] }, labels: batch.map { labels[$0] }, masks: masks(rows: batch.count, using: &generator))
      let left = 1 - optimizer.learningRate * decay
      for l in net.layers.indices { net.layers[l].weights = net.layers[l].weights.map { $0.map { left * $0 } } }
      var w = net.parameters
      optimizer.step(&w, gradient: gradient)
      net.parameters = w
      losses.append(loss)
    }
    return losses
    // END SOLUTION
  }
}
