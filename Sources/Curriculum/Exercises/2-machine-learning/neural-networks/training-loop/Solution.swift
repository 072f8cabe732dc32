/// Rows with their classes.
struct Examples {
  /// Shape (n, inputs).
  var x: [[Double]]
  /// n classes.
  var labels: [Int]
}

enum TrainingError: Error, Equatable {
  /// There is nothing to train on, or nothing to validate on.
  case noExamples
}

/// Numbers that look random and follow from `state` alone (SplitMix64).
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// An order cut into batches.
///
/// - Parameters:
///   - order: n ≥ 0 row numbers.
///   - size: of each batch, ≥ 1; the last one may be smaller.
/// - Returns: the batches; none for no rows.
func batches(of order: [Int], size: Int) -> [[Int]] {
  // BEGIN SOLUTION
  stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min($0 + size, order.count)]) }
  // END SOLUTION
}

/// A training run that can stop after any batch and go on later. All that it knows is stored here, so a copy of it is
/// a checkpoint.
struct Training {
  /// As it is after the latest step.
  var net: MLP
  var optimizer: Optimizer
  /// Draws the order of each round.
  var generator: Generator
  /// Rows in a batch, ≥ 1.
  let batchSize: Int
  /// How many rounds without a new least validation loss end the run, ≥ 1.
  let patience: Int
  /// The batches of this round that are still to come.
  var left: [[Int]] = []
  /// The validation loss after each round.
  var curve: [Double] = []
  /// The parameters after the round with the least validation loss; empty before the first.
  var best: [Double] = []

  /// Goes on, for so many batches or until the run is finished.
  ///
  /// - Parameters:
  ///   - count: the number of batches, ≥ 0.
  ///   - training: n ≥ 1 rows to learn from; the same in every call.
  ///   - validation: at least one row, never learnt from; the same in every call.
  /// - Returns: the loss of each batch before its step.
  /// - Throws: `TrainingError.noExamples`; what the network throws.
  mutating func run(batches count: Int, on training: Examples, validation: Examples) throws -> [Double] {
    // BEGIN SOLUTION
    guard !training.x.isEmpty, !validation.x.isEmpty else { throw TrainingError.noExamples }
    var losses: [Double] = []
    while losses.count < count, !isFinished {
      if left.isEmpty {
        left = batches(of: training.x.indices.shuffled(using: &generator), size: batchSize)
      }
      losses += try net.train(training.x, labels: training.labels, batches: [left[0]], optimizer: &optimizer)
      left.removeFirst()
      guard left.isEmpty else { continue }
      let loss = try net.lossAndGradient(validation.x, labels: validation.labels).loss
      if loss < curve.min() ?? .infinity { best = net.parameters }
      curve.append(loss)
    }
    return losses
    // END SOLUTION
  }

  /// Whether `patience` rounds have passed since the least validation loss.
  var isFinished: Bool {
    // BEGIN SOLUTION
    guard let least = curve.min(), let round = curve.firstIndex(of: least) else { return false }
    return curve.count - 1 - round >= patience
    // END SOLUTION
  }

  /// The network after the best round; before the first round is over, the network as it is.
  var bestNet: MLP {
    // BEGIN SOLUTION
    var net = net
    if !best.isEmpty { net.parameters = best }
    return net
    // END SOLUTION
  }
}
