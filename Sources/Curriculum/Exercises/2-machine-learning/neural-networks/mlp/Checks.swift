import Checking
import Glibc
import LabData
import LabNumerics
import LabPlot

/// The activations that the checks ask for, by the learner's names.
enum Bend: String {
  case tanh, relu, gelu
}

/// A network as arrays; the learner's own is made from it, and turned back into it.
struct Net: Observable {
  struct Layer {
    /// Shape (inputs, outputs).
    var weights: [[Double]]
    var bias: [Double]
  }

  var layers: [Layer]
  var bend: Bend

  var parameterCount: Int { layers.reduce(0) { $0 + ($1.weights.count + 1) * $1.bias.count } }

  var observation: Observation {
    Observation(layers.map { ($0.weights + [$0.bias]).observation })
  }
}

/// A loss and its gradient by all parameters.
struct Slopes: Observable {
  var loss: Double
  var gradient: [Double]

  var observation: Observation { Observation(loss.observation, gradient.observation) }
}

/// What `train` is given, beside the network.
struct Task {
  var x: [[Double]]
  var labels: [Int]
  /// The batches of each call; one optimizer serves them all.
  var calls: [[[Int]]]
  /// Of Adam.
  var rate: Double

  init(x: [[Double]], labels: [Int], batches: [[Int]]..., rate: Double) {
    (self.x, self.labels, self.calls, self.rate) = (x, labels, batches, rate)
  }
}

/// What came of training.
struct Trained: Observable {
  var losses: [Double]
  var net: Net

  var observation: Observation { Observation(losses.observation, net.observation) }
}

struct Submission {
  var scores: Function<Net, [[Double]], [[Double]]>
  var lossAndGradient: Function<Net, [[Double]], [Int], Slopes>
  var parameters: Function<Net, [Double]>
  /// The network after its parameters were set.
  var replaced: Function<Net, [Double], Net>
  var train: Function<Net, Task, Trained>
  /// The network after `train` has thrown.
  var interrupted: Function<Net, Task, Net>
}

enum MultilayerPerceptron: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Whole numbers, one logarithm, one exponential.
      Check("gives the worked example") { s in
        expect(
          try s.scores(example, [[1, 2]]), equals: [[2, 1]], "Z₁ = (2, −1), A₁ = (2, 0), and no bend at the end.",
          what: "the scores of (1, 2)")
        let p = 1 / (1 + exp(-1.0))
        let slopes = try s.lossAndGradient(example, [[1, 2]], [1])
        expect(slopes.loss, equals: log(1 + M_E), within: .ulps(8), "log(1 + e) for label 1.", what: "the loss")
        expect(
          slopes.gradient, equals: [p, 0, 2 * p, 0, p, 0, 2 * p, -2 * p, 0, 0, p, -p], within: .ofLargest(0x1p-49),
          "W₁ row by row, b₁, W₂ row by row, b₂. The unit with Z = −1 sleeps: nothing passes it.", what: "the gradient")
      },
      Check("lists its parameters, and takes them back") { s in
        let net = numbered([3, 2, 4])
        let list = (1...net.parameterCount).map(Double.init)
        expect(
          try s.parameters(net), equals: list, "Layer after layer, of each W row by row, then b.",
          what: "the parameters")
        let doubled = try s.replaced(net, list.map { 2 * $0 })
        expect(
          doubled.observation == net.scaled(by: 2).observation,
          "the parameters 2, 4, 6, … of a network 3 → 2 → 4 came back in other places",
          "What `parameters` lists and what it is set to stand in the same order.")
      },
      // Tolerance: products and sums over at most 7 units in three layers, each rounded.
      Check("goes forward through every layer", cases: 2) { s, random in
        for (sizes, bend) in [([3, 5, 4, 2], Bend.tanh), ([4, 7, 3], .gelu), ([5, 3], .relu)] {
          let (net, x) = (drawn(sizes, bend, using: &random), table(6, sizes[0], using: &random))
          expect(
            try s.scores(net, x), equals: forward(net, x), within: .ofLargest(64 * 0x1p-52),
            "A bend behind each layer but the last.", what: "the scores of \(words(sizes, bend))")
          expect(
            try s.scores(net, [x[4]]), equals: forward(net, [x[4]]), within: .ofLargest(64 * 0x1p-52),
            "A row's scores do not depend on its neighbours.", what: "the scores of one row of \(words(sizes, bend))")
        }
        expect(
          try s.scores(drawn([3, 2, 2], .tanh, using: &random), []), equals: [[Double]](), "No rows, no scores.",
          what: "the scores of no rows")
      },
      Check("differentiates by every parameter", cases: 3) { s, random in
        for (sizes, bend) in [
          ([3, 4, 5, 2], Bend.tanh), ([2, 6, 3], .gelu), ([3, 5, 4, 3], .relu), ([4, 3], .tanh),
        ] {
          let (net, x) = (drawn(sizes, bend, using: &random), table(5, sizes[0], using: &random))
          let labels = (0..<5).map { _ in Int.random(in: 0..<sizes[sizes.count - 1], using: &random) }
          let slopes = try s.lossAndGradient(net, x, labels)
          expect(
            slopes.loss, equals: loss(net, x, labels), within: .ofLargest(64 * 0x1p-52),
            "The mean of −log p over the batch.", what: "the loss of \(words(sizes, bend))")
          expect(
            gradient: slopes.gradient, of: { loss(net.with($0), x, labels) }, at: net.list, using: &random,
            "Backwards, each layer's upstream passes the slope of the bend at the Z of the layer before.",
            what: "the gradient of \(words(sizes, bend))")
        }
      },
      Check("is softmax regression with one layer", cases: 2) { s, random in
        let (net, x) = (drawn([3, 4], .relu, using: &random), table(5, 3, using: &random))
        let labels = [0, 3, 2, 2, 1]
        var right = [Double](repeating: 0, count: 16)
        for (row, label) in zip(x, labels) {
          let scores = forward(net, [row])[0]
          let total = scores.reduce(0) { $0 + exp($1) }
          for k in 0..<4 {
            let residual = (exp(scores[k]) / total - (k == label ? 1 : 0)) / 5
            for j in 0..<3 { right[4 * j + k] += residual * row[j] }
            right[12 + k] += residual
          }
        }
        expect(
          try s.lossAndGradient(net, x, labels).gradient, equals: right, within: .ofLargest(64 * 0x1p-52),
          "Xᵀ·(P − Y)/n, and its column sums for b.", what: "the gradient of one layer")
      },
      Check("does not care for the order of hidden units", cases: 2) { s, random in
        let (net, x) = (drawn([3, 5, 2], .tanh, using: &random), table(4, 3, using: &random))
        let order = [3, 0, 4, 1, 2]
        var other = net
        other.layers[0].weights = net.layers[0].weights.map { row in order.map { row[$0] } }
        other.layers[0].bias = order.map { net.layers[0].bias[$0] }
        other.layers[1].weights = order.map { net.layers[1].weights[$0] }
        expect(
          try s.scores(other, x), equals: try s.scores(net, x), within: .ofLargest(64 * 0x1p-52),
          "Columns of W₁ and b₁ and rows of W₂ moved together: the same function.",
          what: "the scores after moving units")
        let (before, after) = (
          try s.lossAndGradient(net, x, [0, 1, 1, 0]).gradient, try s.lossAndGradient(other, x, [0, 1, 1, 0]).gradient
        )
        guard before.count == net.parameterCount, after.count == net.parameterCount else {
          return expect(false, "the gradient has \(after.count) entries, not \(net.parameterCount)")
        }
        let moved = net.with(before)
        var expected = moved
        expected.layers[0].weights = moved.layers[0].weights.map { row in order.map { row[$0] } }
        expected.layers[0].bias = order.map { moved.layers[0].bias[$0] }
        expected.layers[1].weights = order.map { moved.layers[1].weights[$0] }
        expect(
          after, equals: expected.list, within: .ofLargest(256 * 0x1p-52), "The gradient moves with the units.",
          what: "the gradient after moving units")
      },
      // Adam divides by √v̂, which is of the size of the gradient's rounding where a gradient is 0 to rounding: no unit
      // sleeps under tanh. Five steps, each as exact as the gradient, relative to parameters of about 1.
      Check("takes one step of the optimizer a batch", cases: 2) { s, random in
        let net = drawn([2, 4, 3], .tanh, using: &random)
        let task = Task(
          x: table(7, 2, using: &random), labels: [0, 1, 2, 0, 1, 2, 0],
          batches: [[0, 1, 2], [3, 4], [6]], [[5, 0, 3, 1], [2, 6, 2]], rate: 0.05)
        let (losses, list) = followed(net, task)
        let got = try s.train(net, task)
        expect(
          got.losses, equals: losses, within: .ofLargest(1e-9),
          "Of each batch the loss before its own step, with what the steps before have changed; a row that is twice in a "
            + "batch counts twice.",
          what: "the losses of two calls, of 3 and 2 batches")
        expect(
          got.net.list, equals: list, within: .ofLargest(1e-9),
          "The gradient at the parameters as they are, then one step, for each batch; the optimizer is the caller's and "
            + "goes on in the second call.",
          what: "the parameters after two calls, of 3 and 2 batches")
        let still = try s.train(net, Task(x: task.x, labels: task.labels, batches: [], rate: 0.05))
        expect(
          still.losses.isEmpty && still.net.list == net.list, "without a batch something moved",
          "No batches: no losses, nothing moves.")
      },
      Check("hands on what the loss refuses") { s in
        let nan = Task(x: [[1, 2], [.nan, 0]], labels: [1, 0], batches: [[0], [1]], rate: 0.1)
        expect(
          isRefused { try s.train(example, nan) }, "NaN in a row of a batch was not refused",
          "softmaxCrossEntropy throws.")
        // Entries of up to 4; Adam's first step is ±0.1.
        expect(
          try s.interrupted(example, nan).list,
          equals: followed(example, Task(x: nan.x, labels: nan.labels, batches: [[0]], rate: 0.1)).list,
          within: .ofLargest(1e-9), "The first batch was right and has been learnt from when the second is refused.",
          what: "the parameters after a refused second batch")
        expect(
          isRefused { try s.lossAndGradient(example, [[1, 2]], [2]) }, "label 2 of two classes was not refused",
          "softmaxCrossEntropy throws.")
        expect(
          isRefused { try s.lossAndGradient(example, [], []) }, "no rows were not refused",
          "softmaxCrossEntropy throws.")
      },
      // Computed with NumPy: a loss of 0.0018 from here, and of 0.0014 to 0.0021 from 200 starts that differ by up to 0.1
      // in every parameter. Right networks differ in their last digits only.
      Check("learns the exclusive or") { s in
        let task = Task(
          x: corners, labels: [0, 1, 1, 0], batches: [[Int]](repeating: [0, 1, 2, 3], count: 300), rate: 0.05)
        let trained = try s.train(start, task)
        expect(
          "the loss after 300 steps", trained.losses.last ?? .infinity, atMost: 0.02,
          "Four hidden units and Adam at 0.05 bring it below 0.02. A plane stays at log 2 = 0.693.")
        let said = try s.scores(trained.net, corners).map { $0.count == 2 && $0[1] > $0[0] ? 1.0 : 0.0 }
        expect(said, equals: [0, 1, 1, 0], "0 0 → 0, 0 1 → 1, 1 0 → 1, 1 1 → 0.", what: "the answers")
      },
      // Computed with NumPy over 20 seeds: 0.207 ± 0.024 of the 300 others misread, 0.24 at most; after training on shuffled
      // labels 0.84 at least.
      Check("learns to read digits") { s in
        let digits = try digits.get()
        let net = he([64, 16, 10], .relu, seed: 5)
        let batches = (0..<4).flatMap { _ in (0..<20).map { b in (0..<15).map { 15 * b + $0 } } }
        let trained = try s.train(
          net, Task(x: digits.x, labels: digits.labels, batches: batches, rate: 0.02))
        let scores = try s.scores(trained.net, Array(digits.x[300...]))
        let hits = zip(scores, digits.labels[300...]).count { scores, label in
          scores.indices.max { scores[$0] < scores[$1] } == label
        }
        expect(
          "the share of 300 digits misread", 1 - Double(hits) / 300, atMost: 0.3,
          "After four rounds over 300 others a network 64 → 16 → 10 misreads about 0.2.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "a bend behind the last layer", .right { $0.bendsLast = true },
        """
        The scores may be of any sign and size; softmax does the rest. With ReLU behind the last layer no class could score \
        below 0, and those at 0 learn nothing.
        """),
      Misconception(
        "no bend at all", .right { $0.bends = false },
        """
        Without bends A·W₁·W₂ is one matrix: a deep plane is a plane, and the exclusive or stays out of reach.
        """),
      Misconception(
        "the slope left out on the way back", .right { $0.slopes = .none },
        """
        Forward every hidden sum passed f; backward its gradient passes f′. Without it sleeping units learn, too.
        """),
      Misconception(
        "the slope at A instead of Z", .right { $0.slopes = .atOutput },
        """
        f′ wants what went *into* the bend. At A = f(Z) it is another number; only ReLU does not notice.
        """),
      Misconception(
        "the slopes of another layer", .right { $0.slopes = .ofFirst },
        """
        Each gradient passes the bend in front of its own layer. You take the slopes of the first hidden layer for all.
        """),
      Misconception(
        "a slope at the scores", .right { $0.slopesLast = true },
        """
        Behind the last layer there is no bend, so its upstream is the loss's gradient as it comes.
        """),
      Misconception(
        "the layers' gradients last first", .right { $0.listsBackwards = true },
        """
        You collect them on the way back, so the last layer's stand first; `parameters` begins with the first layer's.
        """),
      Misconception(
        "bias before weights in the gradient", .right { $0.biasFirst = true },
        """
        The gradient stands in the order of `parameters`: of each layer the weights, then the bias.
        """),
      Misconception(
        "weights column by column in the list", .right { $0.listsColumns = true },
        """
        Row by row: W[0][0], W[0][1], … An optimizer would not mind, but who reads the list does, and so does the gradient.
        """),
      Misconception(
        "set column by column", .right { $0.setsColumns = true },
        """
        You list the weights row by row and put them back column by column: each round trip scrambles them.
        """),
      Misconception(
        "the bias never set", .right { $0.setsBias = false },
        """
        The setter must put back everything that the getter lists, the biases, too; otherwise they are never learnt.
        """),
      Misconception(
        "the gradient summed over the batch", .right { $0.sums = true },
        """
        softmaxCrossEntropy has divided by n already. Multiplied by n again, larger batches take larger steps.
        """),
      Misconception(
        "the loss after the step", .right { $0.train = .lossAfter },
        """
        Asked is the loss that the gradient was taken of, before the step. Afterwards it flatters: the step was made for \
        these very rows.
        """),
      Misconception(
        "all gradients at the start", .right { $0.train = .stale },
        """
        Each batch's gradient is that at the parameters as they are now. Yours are all from before the first step.
        """),
      Misconception(
        "all rows in every step", .right { $0.train = .whole },
        """
        A step is for the rows of its batch alone; that is what makes it cheap.
        """),
      Misconception(
        "only the first batch", .right { $0.train = .first },
        """
        One step for each batch, to the last.
        """),
      Misconception(
        "each row once a batch", .right { $0.train = .unique },
        """
        A batch may hold a row twice, as draws with replacement do, and it counts twice. Take the numbers as they come.
        """),
      Misconception(
        "a copy of the optimizer", .right { $0.train = .anew },
        """
        The optimizer is the caller's: its moments and its count of steps go on in the next call. Step the parameter \
        itself, not a copy.
        """),
      Misconception(
        "parameters set after all batches", .right { $0.train = .late },
        """
        If a batch is refused, what the batches before it have taught is lost: set `parameters` after each step.
        """),
      Misconception(
        "a new optimizer for each batch", .right { $0.train = .forgetful },
        """
        Adam's means and its count of steps live on from batch to batch. Made anew, every step is a first one, of size η.
        """),
      Misconception(
        "steps that do not reach the layers", .right { $0.train = .lost },
        """
        `parameters` gives a copy. What the optimizer did to it must be set, or the layers stay as they were.
        """),
      Misconception(
        "one layer for all of its size", .right { $0.shares = true },
        """
        Layers of equal shape are still different layers: you go through the first one each time.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("example by example, unit by unit", .right { $0.unitByUnit = true })
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let digits = try digits.get()
        let batches = (0..<4).flatMap { _ in (0..<20).map { b in (0..<15).map { 15 * b + $0 } } }
        let trained = try s.train.unrecorded(
          he([64, 16, 10], .relu, seed: 5), Task(x: digits.x, labels: digits.labels, batches: batches, rate: 0.02))
        var plot = Plot("Your loss on 300 digits", x: "steps", y: "cross entropy of the batch", yScale: .log)
        plot.line(trained.losses, name: "yours")
        plot.guide([0, 79], [log(10), log(10)], name: "log 10, guessing")
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

private let example = Net(
  layers: [
    .init(weights: [[1, -1], [0.5, 1]], bias: [0, -2]), .init(weights: [[1, 0], [3, 4]], bias: [0, 1]),
  ], bend: .relu)

private let corners: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1]]

/// Where the training of the exclusive or starts.
private let start = Net(
  layers: [
    .init(weights: [[0.9, -0.7, 0.4, 1.1], [-0.8, 0.6, 0.9, 1.0]], bias: [0.1, -0.1, 0.2, -0.3]),
    .init(weights: [[0.7, -0.6], [0.8, -0.5], [-0.4, 0.6], [-0.9, 0.7]], bias: [0, 0]),
  ], bend: .tanh)

/// The first 600 digits, pixels from 0 to 1.
private let digits = Result { () throws -> (x: [[Double]], labels: [Int]) in
  let csv = try Dataset("images/digits_8x8.csv.gz").csv()
  let x = try CSV(columns: csv.columns, rows: Array(csv.rows.prefix(600))).numbers(csv.columns)
  return (x.map { $0.dropLast().map { $0 / 16 } }, x.map { Int($0[64]) })
}

/// A network whose parameters are 1, 2, 3, … in their order.
private func numbered(_ sizes: [Int]) -> Net {
  let net = Net(
    layers: zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      .init(
        weights: [[Double]](repeating: [Double](repeating: 0, count: outputs), count: inputs),
        bias: [Double](repeating: 0, count: outputs))
    }, bend: .relu)
  return net.with((1...net.parameterCount).map(Double.init))
}

/// Weights of about 1, biases that move the kinks away from 0.
private func drawn(_ sizes: [Int], _ bend: Bend, using random: inout some RandomNumberGenerator) -> Net {
  var net = numbered(sizes)
  net.bend = bend
  return net.with(net.list.map { _ in Double.random(in: -1.2...1.2, using: &random) })
}

private func he(_ sizes: [Int], _ bend: Bend, seed: UInt64) -> Net {
  var generator = SplitMix64(seed: seed)
  var net = numbered(sizes)
  net.bend = bend
  for l in net.layers.indices {
    let bound = (6 / Double(net.layers[l].weights.count)).squareRoot()
    net.layers[l].weights = net.layers[l].weights.map {
      $0.map { _ in Double.random(in: -bound...bound, using: &generator) }
    }
    net.layers[l].bias = net.layers[l].bias.map { _ in 0 }
  }
  return net
}

private func table(_ n: Int, _ d: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<n).map { _ in (0..<d).map { _ in Double.random(in: -2...2, using: &random) } }
}

private func words(_ sizes: [Int], _ bend: Bend) -> String {
  "a network \(sizes.map(String.init).joined(separator: " → ")) with \(bend.rawValue)"
}

private func isRefused(_ call: () throws -> Any) -> Bool {
  do { _ = try call() } catch { return true }
  return false
}

extension Net {
  fileprivate var list: [Double] { layers.flatMap { $0.weights.flatMap { $0 } + $0.bias } }

  /// The same network with these parameters.
  fileprivate func with(_ list: [Double]) -> Net {
    var (net, place) = (self, 0)
    for l in layers.indices {
      for i in layers[l].weights.indices {
        for j in layers[l].weights[i].indices {
          net.layers[l].weights[i][j] = list[place]
          place += 1
        }
      }
      for j in layers[l].bias.indices {
        net.layers[l].bias[j] = list[place]
        place += 1
      }
    }
    return net
  }

  fileprivate func scaled(by factor: Double) -> Net { with(list.map { factor * $0 }) }
}

private func bent(_ z: Double, _ bend: Bend) -> Double {
  switch bend {
  case .tanh: tanh(z)
  case .relu: z < 0 ? 0 : z  // NaN stays NaN
  case .gelu: z * erfc(-z / 2.0.squareRoot()) / 2
  }
}

private func bentSlope(_ z: Double, _ bend: Bend) -> Double {
  switch bend {
  case .tanh: 1 - tanh(z) * tanh(z)
  case .relu: z > 0 ? 1 : 0
  case .gelu: erfc(-z / 2.0.squareRoot()) / 2 + z * exp(-z * z / 2) / (2 * Double.pi).squareRoot()
  }
}

/// The scores by their definition.
private func forward(_ net: Net, _ x: [[Double]]) -> [[Double]] {
  x.map { row in
    var values = row
    for (l, layer) in net.layers.enumerated() {
      values = layer.bias.indices.map { j in
        var z = layer.bias[j]
        for i in values.indices { z += values[i] * layer.weights[i][j] }
        return l < net.layers.count - 1 ? bent(z, net.bend) : z
      }
    }
    return values
  }
}

private func loss(_ net: Net, _ x: [[Double]], _ labels: [Int]) -> Double {
  let n = Double(x.count)
  return zip(forward(net, x), labels).reduce(0) { sum, pair in
    let largest = pair.0.max() ?? 0
    return sum + (largest + log(pair.0.reduce(0) { $0 + exp($1 - largest) }) - pair.0[pair.1]) / n
  }
}

/// Losses and parameters of training by Adam, from the gradient of `Way`, which the checks before have compared with
/// differences.
private func followed(_ net: Net, _ task: Task) -> (losses: [Double], list: [Double]) {
  let trained = try? Way().train(net, task)
  return (trained?.losses ?? [], trained?.net.list ?? [])
}

// MARK: - Wrong and right ways

private struct Refused: Error {}

/// How a network works, right unless one of these is changed.
private struct Way {
  enum Slopes { case atSum, none, atOutput, ofFirst }
  enum Train { case right, lossAfter, stale, whole, first, forgetful, lost, anew, unique, late }

  var bends = true
  var bendsLast = false
  var slopes = Slopes.atSum
  var slopesLast = false
  var listsBackwards = false
  var biasFirst = false
  var listsColumns = false
  var setsColumns = false
  var setsBias = true
  var sums = false
  var train = Train.right
  var shares = false
  var unitByUnit = false

  func passes(_ net: Net, _ x: [[Double]]) -> (inputs: [[[Double]]], sums: [[[Double]]], scores: [[Double]]) {
    var (inputs, sums): ([[[Double]]], [[[Double]]]) = ([], [])
    var values = x
    for l in net.layers.indices {
      var layer = net.layers[l]
      if shares, l > 0, layer.weights.count == net.layers[l - 1].weights.count,
        layer.bias.count == net.layers[l - 1].bias.count
      {
        layer = net.layers[l - 1]
      }
      inputs.append(values)
      let z = values.map { row in
        layer.bias.indices.map { j in
          unitByUnit
            ? row.indices.reversed().reduce(0) { $0 + row[$1] * layer.weights[$1][j] } + layer.bias[j]
            : row.indices.reduce(layer.bias[j]) { $0 + row[$1] * layer.weights[$1][j] }
        }
      }
      sums.append(z)
      let isBent = l < net.layers.count - 1 ? bends : bendsLast
      values = isBent ? z.map { $0.map { bent($0, net.bend) } } : z
    }
    return (inputs, sums, values)
  }

  func list(_ layers: [Net.Layer]) -> [Double] {
    layers.flatMap { layer in
      let weights =
        listsColumns
        ? layer.bias.indices.flatMap { j in layer.weights.map { $0[j] } } : layer.weights.flatMap { $0 }
      return weights + layer.bias
    }
  }

  func replaced(_ net: Net, _ list: [Double]) -> Net {
    var new = net.with(list)
    for l in net.layers.indices {
      if !setsBias { new.layers[l].bias = net.layers[l].bias }
      guard setsColumns || listsColumns else { continue }
      let flat = new.layers[l].weights.flatMap { $0 }
      let inputs = net.layers[l].weights.count
      for i in 0..<inputs {
        for j in net.layers[l].bias.indices { new.layers[l].weights[i][j] = flat[j * inputs + i] }
      }
    }
    return new
  }

  func lossAndGradient(_ net: Net, _ x: [[Double]], _ labels: [Int]) throws -> (loss: Double, gradient: [Double]) {
    let (inputs, sums, scores) = passes(net, x)
    guard !x.isEmpty, x.count == labels.count, scores.allSatisfy({ $0.allSatisfy(\.isFinite) }),
      labels.allSatisfy({ $0 >= 0 && $0 < net.layers[net.layers.count - 1].bias.count })
    else { throw Refused() }
    let n = Double(x.count)
    var (loss, upstream): (Double, [[Double]]) = (0, [])
    for (row, label) in zip(scores, labels) {
      let largest = row.max() ?? 0
      let total = row.reduce(0) { $0 + exp($1 - largest) }
      loss += (largest + log(total) - row[label]) / n
      upstream.append(
        row.indices.map { (exp(row[$0] - largest) / total - ($0 == label ? 1 : 0)) / (self.sums ? 1 : n) })
    }
    let last = net.layers.count - 1
    if slopesLast || bendsLast {
      upstream = zip(upstream, sums[last]).map { zip($0, $1).map { $0 * bentSlope($1, net.bend) } }
    }
    var gradients: [Net.Layer] = []
    for l in net.layers.indices.reversed() {
      let layer = net.layers[l]
      var gradient = layer
      for j in layer.bias.indices {
        gradient.bias[j] = upstream.reduce(0) { $0 + $1[j] }
        for i in layer.weights.indices {
          gradient.weights[i][j] = zip(inputs[l], upstream).reduce(0) { $0 + $1.0[i] * $1.1[j] }
        }
      }
      gradients.append(gradient)
      guard l > 0 else { break }
      upstream = x.indices.map { row in
        layer.weights.indices.map { i in
          let byOutput = layer.bias.indices.reduce(0) { $0 + upstream[row][$1] * layer.weights[i][$1] }
          guard bends else { return byOutput }
          switch slopes {
          case .atSum: return byOutput * bentSlope(sums[l - 1][row][i], net.bend)
          case .none: return byOutput
          case .atOutput: return byOutput * bentSlope(inputs[l][row][i], net.bend)
          case .ofFirst: return byOutput * bentSlope(sums[0][row][i % sums[0][row].count], net.bend)
          }
        }
      }
    }
    if !listsBackwards { gradients.reverse() }
    let flat = biasFirst ? gradients.flatMap { $0.bias + $0.weights.flatMap { $0 } } : list(gradients)
    return (loss, flat)
  }

  func train(_ net: Net, _ task: Task) throws -> Trained {
    var (net, losses): (Net, [Double]) = (net, [])
    let first = net
    var w = list(net.layers)
    var (m, v) = (w.map { _ in 0.0 }, w.map { _ in 0.0 })
    var t = 0.0
    let batches = task.calls.flatMap { $0 }
    let calls = task.calls.indices.map { task.calls[..<$0].reduce(0) { $0 + $1.count } }  // their first batches
    for (b, batch) in batches.prefix(train == .first ? 1 : .max).enumerated() {
      let rows = train == .whole ? Array(task.x.indices) : train == .unique ? Set(batch).sorted() : batch
      let (x, labels) = (rows.map { task.x[$0] }, rows.map { task.labels[$0] })
      let (loss, gradient) = try lossAndGradient(train == .stale ? first : net, x, labels)
      if train == .forgetful || train == .anew && calls.contains(b) {
        (t, m, v) = (0, w.map { _ in 0 }, w.map { _ in 0 })
      }
      t += 1
      for i in w.indices {
        m[i] = 0.9 * m[i] + 0.1 * gradient[i]
        v[i] = 0.999 * v[i] + 0.001 * gradient[i] * gradient[i]
        w[i] -= task.rate * (m[i] / (1 - pow(0.9, t))) / ((v[i] / (1 - pow(0.999, t))).squareRoot() + 1e-8)
      }
      if train != .lost { net = replaced(net, w) }
      losses.append(train == .lossAfter ? try lossAndGradient(net, x, labels).loss : loss)
    }
    return Trained(losses: losses, net: net)
  }

  /// What the batches before the first that is refused have taught.
  func interrupted(_ net: Net, _ task: Task) -> Net {
    guard train != .late else { return net }
    let batches = task.calls.flatMap { $0 }
    for count in batches.indices.reversed() {
      let some = Task(x: task.x, labels: task.labels, batches: Array(batches[..<count]), rate: task.rate)
      if let trained = try? train(net, some) { return trained.net }
    }
    return net
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      scores: .init { fixed.passes($0, $1).scores },
      lossAndGradient: .init { net, x, labels in
        let (loss, gradient) = try fixed.lossAndGradient(net, x, labels)
        return Slopes(loss: loss, gradient: gradient)
      },
      parameters: .init { fixed.list($0.layers) }, replaced: .init { fixed.replaced($0, $1) },
      train: .init { try fixed.train($0, $1) }, interrupted: .init { fixed.interrupted($0, $1) })
  }
}
