import Glibc
import LabNumerics

enum LongTrainingError: Error, Equatable {
  /// The bytes are not what a training of this recipe has left: cut off, changed, or of something else.
  case damaged
  /// All rounds are made.
  case finished
}

/// Yours, for pictures of 784 pixels and ten classes.
func clothesRecipe() -> Recipe {
  // BEGIN SOLUTION
  Recipe(hidden: [256], rounds: 20, batchSize: 64, peak: 0.001, smoothing: 0.1)
  // END SOLUTION
}

/// A learning rate that falls along half a wave of the cosine: slowly, fast, slowly.
///
/// - Parameters:
///   - step: 1 ... total.
///   - total: the number of all steps.
///   - peak: that of the first step.
/// - Returns: the rate of this step, above 0.
func cosineRate(step: Int, of total: Int, peak: Double) -> Double {
  // BEGIN SOLUTION
  peak * (1 + cos(.pi * Double(step - 1) / Double(total))) / 2
  // END SOLUTION
}

/// A training on its way. Whatever its next round depends on is stored here or in its recipe.
struct LongTraining {
  /// How it is trained; it stands in your file and not in the checkpoint.
  let recipe: Recipe
  /// As it is after the latest step.
  var net: FastNetwork
  var adam: FastAdam
  /// Draws the order of each round.
  var generator: Generator
  /// The mean loss of each round that is made.
  var curve: [Double] = []

  /// A training before its first step.
  ///
  /// - Parameters:
  ///   - recipe: how it is trained.
  ///   - inputs: the width of a row.
  ///   - classes: K.
  ///   - seed: the weights are drawn from `Generator(state: seed)` first, then the orders.
  /// - Throws: what the network throws.
  init(_ recipe: Recipe, inputs: Int, classes: Int, seed: UInt64) throws {
    // BEGIN SOLUTION
    self.recipe = recipe
    generator = Generator(state: seed)
    let layers = initialNetwork([inputs] + recipe.hidden + [classes], .he, using: &generator)
    net = try FastNetwork(MLP(layers: layers, activation: .relu))
    adam = FastAdam(parameters: net.parameters.count)
    // END SOLUTION
  }

  /// Takes every row once, in a new order.
  ///
  /// - Parameters:
  ///   - x: shape (n, inputs), n ≥ 1; the same in every call.
  ///   - labels: n classes, 0 ..< K.
  /// - Returns: the mean loss over the n rows, each as it was in the step that took it.
  /// - Throws: `LongTrainingError.finished`, and then nothing has changed; what the network throws.
  mutating func round(_ x: Matrix<Double>, labels: [Int]) throws -> Double {
    // BEGIN SOLUTION
    guard curve.count < recipe.rounds else { throw LongTrainingError.finished }
    let order = (0..<x.rowCount).shuffled(using: &generator)
    let batches = batches(of: order, size: recipe.batchSize)
    var total = 0.0
    for batch in batches {
      let (loss, gradient) = try net.lossAndGradient(
        rows(batch, of: x), labels: batch.map { labels[$0] }, smoothing: recipe.smoothing)
      let rate = cosineRate(step: adam.t + 1, of: recipe.rounds * batches.count, peak: recipe.peak)
      adam.step(&net.parameters, gradient: gradient, rate: rate)
      total += loss * Double(batch.count)
    }
    curve.append(total / Double(x.rowCount))
    return curve[curve.count - 1]
    // END SOLUTION
  }

  /// All that the next round depends on, beside the recipe, as bytes.
  var checkpoint: [UInt8] {
    // BEGIN SOLUTION
    var words = [marker, UInt64(curve.count), UInt64(net.parameters.count), UInt64(adam.t), generator.state]
    words.reserveCapacity(6 + curve.count + 3 * net.parameters.count)
    for list in [curve, net.parameters, adam.m, adam.v] { words += list.lazy.map(\.bitPattern) }
    words.append(checksum(words[...]))
    return bytes(words)
    // END SOLUTION
  }

  /// The training that left a checkpoint.
  ///
  /// - Parameters:
  ///   - bytes: from anywhere.
  ///   - recipe: that of the training which left them.
  ///   - inputs: the width of a row.
  ///   - classes: K.
  /// - Throws: `LongTrainingError.damaged`; what the network throws.
  init(checkpoint bytes: [UInt8], _ recipe: Recipe, inputs: Int, classes: Int) throws {
    // BEGIN SOLUTION
    try self.init(recipe, inputs: inputs, classes: classes, seed: 0)
    guard let words = words(bytes), words.count >= 6, words[0] == marker,
      words[words.count - 1] == checksum(words.dropLast())
    else { throw LongTrainingError.damaged }
    let count = net.parameters.count
    guard words[1] <= UInt64(recipe.rounds), words[2] == UInt64(count), words[3] <= UInt64(Int.max),
      words.count == 6 + Int(words[1]) + 3 * count
    else { throw LongTrainingError.damaged }
    adam.t = Int(words[3])
    generator.state = words[4]
    let numbers = words[5...].map { Double(bitPattern: $0) }
    let rounds = Int(words[1])
    curve = Array(numbers[..<rounds])
    let lists = numbers[rounds...]
    net.parameters = Array(lists.prefix(count))
    adam.m = Array(lists.dropFirst(count).prefix(count))
    adam.v = Array(lists.dropFirst(2 * count).prefix(count))
    // END SOLUTION
  }
}

/// The first word of every checkpoint: who reads something else notices at once.
let marker: UInt64 = 0x6d6c_6c61_6220_7631  // "mllab v1"

/// A sum that another word anywhere changes (FNV-1a, taken over words).
///
/// - Parameter words: any number.
/// - Returns: s after s = 0xcbf2_9ce4_8422_2325 and s = (s xor w)·0x100_0000_01b3 mod 2⁶⁴ for each word w.
func checksum(_ words: ArraySlice<UInt64>) -> UInt64 {
  // BEGIN SOLUTION
  words.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ $1) &* 0x100_0000_01b3 }
  // END SOLUTION
}

/// Words as bytes, the lowest byte first.
func bytes(_ words: [UInt64]) -> [UInt8] {
  var bytes: [UInt8] = []
  bytes.reserveCapacity(8 * words.count)
  for word in words { withUnsafeBytes(of: word.littleEndian) { bytes += $0 } }
  return bytes
}

/// Bytes as words, the lowest byte first; nil if they are no whole number of words.
func words(_ bytes: [UInt8]) -> [UInt64]? {
  guard bytes.count.isMultiple(of: 8) else { return nil }
  return bytes.withUnsafeBytes { bytes in
    stride(from: 0, to: bytes.count, by: 8).map {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self))
    }
  }
}
