import Glibc

/// A network with one hidden layer of ReLUs, which drops some of them while it is trained.
struct Network {
  var hidden: DenseLayer
  var output: DenseLayer
  /// The probability with which a hidden unit takes part in a training step, 0 < keep ≤ 1.
  let keep: Double
  /// Draws who takes part.
  var generator: Generator
  /// Whether units are dropped, and the others enlarged by 1/keep; if not, all of them take part as they are.
  var isTraining = true

  /// The way of a batch through the network.
  struct Pass {
    /// What goes into the hidden units, shape (n, units).
    var sums: [[Double]]
    /// What their outputs are multiplied by, shape (n, units).
    var factors: [[Double]]
    /// What the output layer is given, shape (n, units).
    var values: [[Double]]
    /// Shape (n, K); any size and sign.
    var scores: [[Double]]
  }

  mutating func forward(_ x: [[Double]]) -> Pass {
    let sums = hidden.forward(x)
    var factors = sums.map { $0.map { _ in 1.0 } }
    if isTraining {
      factors = sums.map { $0.map { _ in Double.random(in: 0..<1, using: &generator) < keep ? 1 / keep : 0 } }
    }
    let values = zip(sums, factors).map { zip($0, $1).map { max(0, $0) * $1 } }
    return Pass(sums: sums, factors: factors, values: values, scores: output.forward(values).map(softmax))
  }

  /// The mean cross entropy of a batch in training, and its gradients by both layers.
  mutating func lossAndGradient(
    _ batch: Examples
  ) throws -> (loss: Double, hidden: DenseGradient, output: DenseGradient) {
    let pass = forward(batch.x)
    let entropy = try softmaxCrossEntropy(pass.scores, labels: batch.labels)
    let byOutput = output.backward(pass.values, upstream: entropy.gradient)
    var upstream = byOutput.input
    for i in upstream.indices {
      for j in upstream[i].indices { upstream[i][j] *= pass.sums[i][j] > 0 ? pass.factors[i][j] : 0 }
    }
    return (entropy.loss, hidden.backward(batch.x, upstream: upstream), byOutput)
  }
}

/// How a training goes.
struct Recipe {
  var rounds: Int
  /// How many rows are held out.
  var validation: Int
  var batchSize: Int
  /// Steps in which the learning rate climbs to its peak.
  var warmUp: Int
  var peak: Double
}

/// The rows of a file in a random order, each with its own label.
func shuffled(_ file: Examples, using generator: inout Generator) -> Examples {
  Examples(x: file.x.shuffled(using: &generator), labels: file.labels.shuffled(using: &generator))
}

/// What one round learns from, and what it is judged by.
struct Round {
  /// Row numbers of each batch.
  var batches: [[Int]]
  /// Row numbers.
  var validation: [Int]
}

/// All rounds of a training with n rows: held out are so many rows by chance, from which nothing is ever learnt; of the
/// others every round takes each once, in an order of its own.
func rounds(_ recipe: Recipe, rows n: Int, using generator: inout Generator) -> [Round] {
  (0..<recipe.rounds).map { _ in
    let order = (0..<n).shuffled(using: &generator)
    let (held, rest) = (Array(order.prefix(recipe.validation)), Array(order.dropFirst(recipe.validation)))
    return Round(batches: batches(of: rest, size: recipe.batchSize), validation: held)
  }
}

/// The learning rate climbs from 0 to its peak, which it reaches at step `warmUp`, and then goes down by equal
/// amounts, so that it would be 0 one step after the last.
///
/// - Parameters:
///   - step: 1 ... total.
///   - total: the number of all steps.
///   - recipe: 1 ≤ warmUp ≤ total.
/// - Returns: above 0, at most the peak.
func learningRate(step: Int, of total: Int, _ recipe: Recipe) -> Double {
  if step <= recipe.warmUp { return recipe.peak * Double(step) / Double(recipe.warmUp) }
  return recipe.peak * Double(recipe.warmUp - step) / Double(total + 1 - recipe.warmUp)
}

/// The mean loss over all rows, and the share of them that is read rightly, of the network as it will be used. The
/// batches only save memory.
func evaluate(_ net: Network, on rows: Examples, batchSize: Int) throws -> (loss: Double, accuracy: Double) {
  var net = net
  var (loss, hits) = (0.0, 0)
  let all = batches(of: Array(rows.x.indices), size: batchSize)
  for batch in all {
    let (x, labels) = (batch.map { rows.x[$0] }, batch.map { rows.labels[$0] })
    let scores = net.forward(x).scores
    loss += try softmaxCrossEntropy(scores, labels: labels).loss
    hits += zip(scores, labels).count { scores, label in scores.allSatisfy { $0 <= scores[label] } }
  }
  return (loss / Double(all.count), Double(hits) / Double(rows.x.count))
}

/// Trains by gradient descent in batches.
///
/// - Returns: loss and accuracy of the held-out rows after each round.
func train(
  _ net: inout Network, on file: Examples, _ recipe: Recipe, using generator: inout Generator
) throws -> [(loss: Double, accuracy: Double)] {
  let rows = shuffled(file, using: &generator)
  func examples(_ numbers: [Int]) -> Examples {
    Examples(x: numbers.map { rows.x[$0] }, labels: numbers.map { rows.labels[$0] })
  }
  let plan = rounds(recipe, rows: rows.x.count, using: &generator)
  let total = plan.reduce(0) { $0 + $1.batches.count }
  var step = 0
  return try plan.map { round in
    for batch in round.batches {
      step += 1
      let slopes = try net.lossAndGradient(examples(batch))
      let rate = learningRate(step: step, of: total, recipe)
      net.hidden.descend(slopes.hidden, by: rate)
      net.output.descend(slopes.output, by: rate)
    }
    return try evaluate(net, on: examples(round.validation), batchSize: recipe.batchSize)
  }
}

extension DenseLayer {
  /// One step against a gradient.
  mutating func descend(_ gradient: DenseGradient, by rate: Double) {
    for i in weights.indices {
      for j in bias.indices { weights[i][j] -= rate * gradient.weights[i][j] }
    }
    for j in bias.indices { bias[j] -= rate * gradient.bias[j] }
  }
}

/// Numbers above 0 that add up to 1, in the order of the scores.
func softmax(_ scores: [Double]) -> [Double] {
  let largest = scores.max() ?? 0
  let powers = scores.map { exp($0 - largest) }
  let total = powers.reduce(0, +)
  return powers.map { $0 / total }
}
