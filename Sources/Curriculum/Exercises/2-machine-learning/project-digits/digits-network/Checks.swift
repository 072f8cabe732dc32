import Checking
import Glibc
import LabNumerics

/// A network as arrays.
struct Net {
  struct Layer {
    /// Shape (inputs, outputs).
    var weights: [[Double]]
    var bias: [Double]
  }

  var layers: [Layer]
  /// Else tanh.
  var isReLU = true

  var sizes: [Int] { [layers[0].weights.count] + layers.map(\.bias.count) }
  /// Layer after layer, of each the weights row by row, then the bias.
  var list: [Double] { layers.flatMap { $0.weights.flatMap { $0 } + $0.bias } }
}

/// Rows one after the other, with their classes.
struct Batch {
  var x: [Double] = []
  var labels: [Int] = []
}

struct Listed: Observable {
  var sizes: [Int]
  var parameters: [Double]

  var observation: Observation { Observation(sizes.observation, parameters.observation) }
}

struct Slopes: Observable {
  var loss: Double
  var gradient: [Double]

  var observation: Observation { Observation(loss.observation, gradient.observation) }
}

struct Submission {
  var parameters: Function<Net, Listed>
  var scores: Function<Net, [Double], [[Double]]>
  /// With this smoothing.
  var lossAndGradient: Function<Net, Batch, Double, Slopes>
  /// From a start, by these gradients and rates: where it is after each step.
  var adam: Function<[Double], [[Double]], [Double], [[Double]]>
}

// Products and sums over at most 7 units in three layers, each rounded.
private let sums = Tolerance.ofLargest(64 * 0x1p-52)

enum FastNetworks: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.scores(example, [1, 2]), equals: [[2, 1]], "Z₁ = (2, −1), A₁ = (2, 0), and no bend at the end.",
          what: "the scores of (1, 2)")
        let p = 1 / (1 + exp(-1.0))
        let slopes = try s.lossAndGradient(example, Batch(x: [1, 2], labels: [1]), 0)
        expect(slopes.loss, equals: log(1 + M_E), within: .ulps(8), "log(1 + e) for label 1.", what: "the loss")
        expect(
          slopes.gradient, equals: [p, 0, 2 * p, 0, p, 0, 2 * p, -2 * p, 0, 0, p, -p], within: .ofLargest(0x1p-49),
          "W₁ row by row, b₁, W₂ row by row, b₂. Nothing passes a unit whose sum is below 0.", what: "the gradient")
      },
      Check("takes over the network") { s in
        var net = net([3, 2, 4]) { Double($0 + 1) }
        let listed = try s.parameters(net)
        expect(listed.sizes.map(Double.init), equals: [3, 2, 4], "Input, hidden layers, output.", what: "the sizes")
        expect(
          listed.parameters, equals: (1...net.list.count).map(Double.init), "As net.parameters lists them.",
          what: "the parameters")
        net.isReLU = false
        expect(throws: Refusal.notReLU, "The slope is taken from the outputs: that is right for ReLU alone.") {
          try s.parameters(net)
        }
      },
      Check("goes forward through every layer", cases: 2) { s, random in
        for sizes in [[3, 5, 4, 2], [4, 7, 3], [5, 3]] {
          let (net, batch) = (drawn(sizes, using: &random), batch(6, sizes, using: &random))
          let right = (0..<6).map { forward(net, Array(batch.x[$0 * sizes[0]..<($0 + 1) * sizes[0]])) }
          expect(
            try s.scores(net, batch.x), equals: right, within: sums, "ReLU behind each layer but the last.",
            what: "the scores of \(words(sizes))")
        }
        expect(
          try s.scores(drawn([3, 2, 2], using: &random), []), equals: [[Double]](), "No rows, no scores.",
          what: "the scores of no rows")
      },
      Check("differentiates by every parameter", cases: 3) { s, random in
        for (sizes, n, smoothing) in [([3, 5, 4, 3], 2, 0.0), ([2, 4, 5], 4, 0.2), ([4, 3], 5, 0.1)] {
          let (net, batch) = smooth(sizes, n, using: &random)
          let slopes = try s.lossAndGradient(net, batch, smoothing)
          expect(
            slopes.loss, equals: loss(net, batch, smoothing), within: sums,
            "The mean over the batch of −Σ t·log p, smoothing \(smoothing).", what: "the loss of \(words(sizes))")
          expect(
            gradient: slopes.gradient, of: { loss(net.with($0), batch, smoothing) }, at: net.list, using: &random,
            "By weights Xᵀ·G, by biases Gᵀ·1, by the input G·Wᵀ where the input is above 0.",
            what: "the gradient of \(words(sizes))")
        }
      },
      // 1000·z is a sum of at most 3 products; of numbers near 10⁴ log-sum-exp keeps the digits of their differences.
      Check("stays finite for scores of 10⁴", cases: 2) { s, random in
        let (net, batch) = (drawn([3, 4], scale: 3000, using: &random), batch(4, [3, 4], using: &random))
        expect(
          try s.lossAndGradient(net, batch, 0).loss, equals: loss(net, batch, 0), within: .ofLargest(1e-12),
          "exp(1000) is infinite, and log of a probability of 0 as well. logSumExp(rowsOf:) less the score is neither.",
          what: "the loss")
      },
      // m̂ and v̂ from the sums that they are, without any recursion: 20 terms.
      Check("steps as Adam does", cases: 2) { s, random in
        let start = (0..<5).map { _ in Double.random(in: -1...1, using: &random) }
        let gradients = (0..<20).map { t in
          (0..<5).map { i in i == 0 ? 0 : pow(10, Double(i - 3)) * Double.random(in: -1...1, using: &random) }
        }
        let rates = (0..<20).map { 0.1 * Double(20 - $0) / 20 }
        var (w, right) = (start, [[Double]]())
        for t in 1...20 {
          for i in 0..<5 {
            let steps = (1...t).map { ($0, gradients[$0 - 1][i]) }
            let mean = steps.reduce(0) { $0 + pow(0.9, Double(t - $1.0)) * $1.1 } / weights(0.9, t)
            let square = steps.reduce(0) { $0 + pow(0.999, Double(t - $1.0)) * $1.1 * $1.1 } / weights(0.999, t)
            w[i] -= rates[t - 1] * mean / (square.squareRoot() + 1e-8)
          }
          right.append(w)
        }
        let got = try s.adam(start, gradients, rates)
        expect(
          got.first ?? [], equals: right[0], within: .ofLargest(1e-13),
          "The first step is of size η for every gradient that is not 0.", what: "the parameters after one step")
        expect(
          got, equals: right, within: .ofLargest(1e-12),
          "Running means of g and g², each divided by 1 − βᵗ; t counts the steps, the rate is that of the step.",
          what: "the parameters after each of 20 steps")
      },
      Check("refuses what is no batch") { s in
        for (name, batch) in [
          ("no rows", Batch()), ("a label too few", Batch(x: [1, 2, 3, 4], labels: [1])),
          ("label 2 of two", Batch(x: [1, 2, 3, 4], labels: [0, 2])), ("label −1", Batch(x: [1, 2], labels: [-1])),
        ] {
          expect(throws: Refusal.labels, "\(name): see the table.") { try s.lossAndGradient(example, batch, 0) }
        }
        expect(
          try s.lossAndGradient(example, Batch(x: [1, 2, 3, 4], labels: [0, 1]), 0).gradient.count, equals: 12,
          "Two rows and two labels are a batch.", what: "the number of slopes")
      },
      Check("makes no array for each row") { s in
        var random = SplitMix64(seed: 3)
        let (net, batch) = (drawn([8, 16, 10], using: &random), batch(512, [8, 16, 10], using: &random))
        expect(
          try s.lossAndGradient(net, batch, 0).loss, equals: loss(net, batch, 0), within: .ofLargest(512 * 0x1p-52),
          "The mean over 512 rows.", what: "the loss of 512 rows")
        expect(
          allocatesAtMost: 511,
          "One matrix for the whole batch; an array of arrays asks for memory for every row in every layer.",
          what: "the gradient for 512 rows"
        ) { try s.lossAndGradient.unrecorded(net, batch, 0) }
      },
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      .speed("Loss and gradient of 256 rows, against plain loops", times: 3) { random in
        (drawn([64, 128, 10], using: &random), batch(256, [64, 128, 10], using: &random))
      } reference: { net, batch in
        let slopes = try? Way().lossAndGradient(net, batch, 0)
        return [slopes?.loss ?? 0] + (slopes?.gradient ?? [])
      } work: { s, input in
        let slopes = try s.lossAndGradient.unrecorded(input.0, input.1, 0)
        return [slopes.loss] + slopes.gradient
      }
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "any bend taken over", .way { $0.takesAnyBend = true },
        """
        What follows takes ReLU's slope from the outputs. For tanh it would compute other numbers without a word: refuse it.
        """),
      Misconception(
        "sizes without the input", .way { $0.omitsInput = true },
        "`sizes` begins with the number of inputs, which is the number of rows of the first W."),
      Misconception(
        "labels not checked", .way { $0.checksLabels = false },
        """
        A label of −1 or K is found nowhere: its row has no target, and the mean of nothing is NaN. Ask before you compute.
        """),
      Misconception(
        "an array for each row", .way { $0.byRow = true },
        """
        The numbers are right, but each row is an array of its own: a block of memory, and a product that is too small for \
        BLAS to be fast. Put all rows into one matrix.
        """),
      Misconception(
        "biases not added", .way { $0.bias = .none },
        "X·W + 1·bᵀ: add b to every row of the product, with `+ .row(b)`."),
      Misconception(
        "biases in the gradient, not in their sum", .way { $0.bias = .first },
        "b was added to every row, so its gradient is the sum of all rows of G: Gᵀ times n ones."),
      Misconception(
        "ReLU behind the last layer", .way { $0.bendsLast = true },
        "Scores may be of any sign. What is below 0 would become equal, and learn nothing."),
      Misconception(
        "no ReLU", .way { $0.bends = false },
        "Two products without a bend between them are one product."),
      Misconception(
        "the gradient past ReLU", .way { $0.masks = false },
        "Where a unit's output is 0 nothing passes backwards either."),
      Misconception(
        "weights column by column", .way { $0.columns = true },
        "`flattened` is row by row, as your MLP lists them. Did you flatten a transpose?"),
      Misconception(
        "the layers' gradients last first", .way { $0.lastFirst = true },
        "They are found from the last layer to the first, and listed from the first to the last."),
      Misconception(
        "the sum over the batch", .way { $0.divides = false },
        "The mean: divide loss and gradient by n. Else the best rate depends on the batch's size."),
      Misconception(
        "smoothing left out", .way { $0.smoothing = .none },
        "The targets are 1 − ε + ε/K and ε/K, in the loss as in P − T."),
      Misconception(
        "smoothing in the loss alone", .way { $0.smoothing = .inLoss },
        "Loss and gradient belong together: T in P − T has the smoothed targets, too."),
      Misconception(
        "log of softmax", .way { $0.logOfSoftmax = true },
        "Where p rounds to 0 its logarithm is −∞. log p = score − logSumExp, which never leaves the numbers."),
      Misconception(
        "Adam without its corrections", .way { $0.adam = .uncorrected },
        "m and v begin at 0 and are too small for a long time: divide by 1 − βᵗ."),
      Misconception(
        "Adam's count stands still", .way { $0.adam = .still },
        "t must grow with each step; else 1 − βᵗ stays 0.1 and 0.001, and steps become far too long."),
      Misconception(
        "10⁻⁸ under the root", .way { $0.adam = .inside },
        "√(v̂ + 10⁻⁸) is 10⁻⁴ for gradients near 0, and they then hardly move. It stands behind the root."),
      Misconception(
        "the first step's rate kept", .way { $0.adam = .firstRate },
        "The rate is an argument of each step, for it falls while the network is trained."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("loops over flat arrays", .way { _ in })]
  }
}

private enum Refusal: Error {
  case notReLU, labels
}

// MARK: - Inputs

private let example = Net(
  layers: [
    .init(weights: [[1, -1], [0.5, 1]], bias: [0, -2]), .init(weights: [[1, 0], [3, 4]], bias: [0, 1]),
  ])

/// A network whose parameters follow from their place in the list.
private func net(_ sizes: [Int], _ parameter: (Int) -> Double) -> Net {
  var place = 0
  func next() -> Double {
    defer { place += 1 }
    return parameter(place)
  }
  return Net(
    layers: zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      let weights = (0..<inputs).map { _ in (0..<outputs).map { _ in next() } }
      return Net.Layer(weights: weights, bias: (0..<outputs).map { _ in next() })
    })
}

private func drawn(_ sizes: [Int], scale: Double = 1, using random: inout SplitMix64) -> Net {
  net(sizes) { _ in scale * Double.random(in: -1.2...1.2, using: &random) }
}

private func batch(_ n: Int, _ sizes: [Int], using random: inout SplitMix64) -> Batch {
  Batch(
    x: (0..<n * sizes[0]).map { _ in Double.random(in: -2...2, using: &random) },
    labels: (0..<n).map { _ in Int.random(in: 0..<sizes[sizes.count - 1], using: &random) })
}

/// A network and a batch whose hidden sums stay on one side of 0 for all that differences try.
///
/// They change each parameter by 0.02 of the largest at most, r. A sum z of inputs a, themselves off by δ, then moves by
/// r·(1 + Σ|a|) + Σ (|w| + r)·δ at most.
private func smooth(_ sizes: [Int], _ n: Int, using random: inout SplitMix64) -> (Net, Batch) {
  for _ in 0..<20_000 {
    let (net, batch) = (drawn(sizes, using: &random), batch(n, sizes, using: &random))
    let r = 0.02 * (net.list.map { abs($0) }.max() ?? 0)
    let isSmooth = (0..<n).allSatisfy { i in
      var values = Array(batch.x[i * sizes[0]..<(i + 1) * sizes[0]])
      var off = values.map { _ in 0.0 }
      for layer in net.layers.dropLast() {
        let total = values.reduce(1) { $0 + abs($1) }
        var (sums, moves) = (layer.bias, layer.bias.map { _ in r * total })
        for (a, weights) in layer.weights.enumerated() {
          for (j, w) in weights.enumerated() {
            sums[j] += values[a] * w
            moves[j] += (abs(w) + r) * off[a]
          }
        }
        guard zip(sums, moves).allSatisfy({ abs($0) > $1 }) else { return false }
        (values, off) = (sums.map { max(0, $0) }, moves)
      }
      return true
    }
    if isSmooth { return (net, batch) }
  }
  return (drawn(sizes, using: &random), batch(n, sizes, using: &random))
}

private func words(_ sizes: [Int]) -> String { "a network \(sizes.map(String.init).joined(separator: " → "))" }

/// What the weights of a running mean add up to: Σ β^s, s = 0 ..< t.
private func weights(_ beta: Double, _ t: Int) -> Double { (0..<t).reduce(0) { $0 + pow(beta, Double($1)) } }

extension Net {
  fileprivate func with(_ list: [Double]) -> Net { net(sizes) { list[$0] } }
}

/// One row through the network, from the definition.
private func forward(_ net: Net, _ row: [Double]) -> [Double] {
  var values = row
  for (l, layer) in net.layers.enumerated() {
    if l > 0 { values = values.map { max(0, $0) } }
    values = layer.bias.indices.map { j in
      var sum = layer.bias[j]
      for i in values.indices { sum += values[i] * layer.weights[i][j] }
      return sum
    }
  }
  return values
}

private func loss(_ net: Net, _ batch: Batch, _ smoothing: Double) -> Double {
  let inputs = net.layers[0].weights.count
  var total = 0.0
  for (i, label) in batch.labels.enumerated() {
    let scores = forward(net, Array(batch.x[i * inputs..<(i + 1) * inputs]))
    let largest = scores.max() ?? 0
    let logSum = largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
    for (k, score) in scores.enumerated() {
      total += (smoothing / Double(scores.count) + (k == label ? 1 - smoothing : 0)) * (logSum - score)
    }
  }
  return total / Double(batch.labels.count)
}

// MARK: - Wrong and right ways

/// The network over flat arrays, right unless one of these is changed.
private struct Way {
  enum Bias { case right, none, first }
  enum Smoothing { case right, none, inLoss }
  enum Adam { case right, uncorrected, still, inside, firstRate }

  var takesAnyBend = false
  var omitsInput = false
  var checksLabels = true
  var byRow = false
  var bias = Bias.right
  var bends = true
  var bendsLast = false
  var masks = true
  var columns = false
  var lastFirst = false
  var divides = true
  var smoothing = Smoothing.right
  var logOfSoftmax = false
  var adam = Adam.right

  /// What each layer is given, and the scores: n rows one after the other.
  func passes(_ net: Net, _ x: [Double]) -> [[Double]] {
    let n = x.count / net.layers[0].weights.count
    var values = [x]
    for (l, layer) in net.layers.enumerated() {
      let (inputs, outputs) = (layer.weights.count, layer.bias.count)
      var next = [Double](repeating: 0, count: n * outputs)
      for i in 0..<n {
        var row = ArraySlice<Double>()
        if byRow { row = ArraySlice(Array(values[l][i * inputs..<(i + 1) * inputs]) + [0]) }
        for a in 0..<inputs {
          let value = byRow ? row[row.startIndex + a] : values[l][i * inputs + a]
          if value == 0 { continue }
          for b in 0..<outputs { next[i * outputs + b] += value * layer.weights[a][b] }
        }
        if bias != .none { for b in 0..<outputs { next[i * outputs + b] += layer.bias[b] } }
      }
      if l < net.layers.count - 1 ? bends : bendsLast {
        for place in next.indices { next[place] = max(0, next[place]) }
      }
      values.append(next)
    }
    return values
  }

  func scores(_ net: Net, _ x: [Double]) -> [[Double]] {
    let (values, classes) = (passes(net, x)[net.layers.count], net.layers[net.layers.count - 1].bias.count)
    return stride(from: 0, to: values.count, by: classes).map { Array(values[$0..<$0 + classes]) }
  }

  func lossAndGradient(_ net: Net, _ batch: Batch, _ smoothing: Double) throws -> Slopes {
    let n = batch.labels.count
    let classes = net.layers[net.layers.count - 1].bias.count
    if checksLabels {
      guard n > 0, batch.x.count == n * net.layers[0].weights.count,
        batch.labels.allSatisfy({ $0 >= 0 && $0 < classes })
      else { throw Refusal.labels }
    }
    if batch.x.count < n * net.layers[0].weights.count { throw Refusal.notReLU }
    let values = passes(net, batch.x)
    let scores = values[net.layers.count]
    let share = divides ? 1 / Double(n) : 1
    var (loss, upstream) = (0.0, scores)
    for i in 0..<n {
      var largest = -Double.infinity
      for k in 0..<classes { largest = max(largest, scores[i * classes + k]) }
      var total = 0.0
      for k in 0..<classes { total += exp(scores[i * classes + k] - largest) }
      for k in 0..<classes {
        let own = k == batch.labels[i] ? 1.0 : 0
        let smoothed = smoothing / Double(classes) + own * (1 - smoothing)
        let (p, gap) = (exp(scores[i * classes + k] - largest) / total, scores[i * classes + k] - largest)
        let logP = logOfSoftmax ? log(p) : gap - log(total)
        let target = self.smoothing == .none ? own : smoothed
        if target != 0 { loss -= target * logP * share }
        upstream[i * classes + k] = (p - (self.smoothing == .inLoss ? own : target)) * share
        if bendsLast, scores[i * classes + k] <= 0 { upstream[i * classes + k] = 0 }
      }
    }
    var parts: [[Double]] = []
    for l in net.layers.indices.reversed() {
      let layer = net.layers[l]
      let (inputs, outputs) = (layer.weights.count, layer.bias.count)
      var gradient = [Double](repeating: 0, count: (inputs + 1) * outputs)
      var back = [Double](repeating: 0, count: n * inputs)
      for i in 0..<n {
        if bias != .first || i == 0 {
          for b in 0..<outputs { gradient[inputs * outputs + b] += upstream[i * outputs + b] }
        }
        for a in 0..<inputs {
          let value = values[l][i * inputs + a]
          var sum = 0.0
          for b in 0..<outputs {
            gradient[columns ? b * inputs + a : a * outputs + b] += value * upstream[i * outputs + b]
            sum += layer.weights[a][b] * upstream[i * outputs + b]
          }
          back[i * inputs + a] = masks && bends && value <= 0 ? 0 : sum
        }
      }
      parts.append(gradient)
      upstream = back
    }
    return Slopes(loss: loss, gradient: (lastFirst ? parts : parts.reversed()).flatMap { $0 })
  }

  func steps(_ start: [Double], _ gradients: [[Double]], _ rates: [Double]) -> [[Double]] {
    var (w, m, v) = (start, start.map { _ in 0.0 }, start.map { _ in 0.0 })
    return gradients.indices.map { turn in
      let t = adam == .still ? 1 : Double(turn + 1)
      let (first, second) = adam == .uncorrected ? (1, 1) : (1 - pow(0.9, t), 1 - pow(0.999, t))
      for i in w.indices {
        m[i] = 0.9 * m[i] + 0.1 * gradients[turn][i]
        v[i] = 0.999 * v[i] + 0.001 * gradients[turn][i] * gradients[turn][i]
        let size =
          adam == .inside ? (v[i] / second + 1e-8).squareRoot() : (v[i] / second).squareRoot() + 1e-8
        w[i] -= rates[adam == .firstRate ? 0 : turn] * (m[i] / first) / size
      }
      return w
    }
  }
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      parameters: .init { net in
        guard net.isReLU || fixed.takesAnyBend else { throw Refusal.notReLU }
        return Listed(sizes: fixed.omitsInput ? Array(net.sizes.dropFirst()) : net.sizes, parameters: net.list)
      },
      scores: .init { fixed.scores($0, $1) }, lossAndGradient: .init { try fixed.lossAndGradient($0, $1, $2) },
      adam: .init { fixed.steps($0, $1, $2) })
  }
}
