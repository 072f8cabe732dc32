import Checking
import Glibc
import LabData
import LabNumerics

/// A network with one hidden layer as arrays.
struct Net: Hashable {
  struct Layer: Hashable {
    /// Shape (inputs, outputs).
    var weights: [[Double]]
    var bias: [Double]
  }

  var hidden: Layer
  var output: Layer
  var keep = 1.0
  /// Of the generator that drops.
  var seed: UInt64 = 1
}

/// Rows with their classes.
struct Rows: Hashable, Observable {
  var x: [[Double]] = []
  var labels: [Int] = []

  var observation: Observation { Observation(x.observation, labels.observation) }
}

/// How a training goes.
struct Steps: Hashable {
  var rounds: Int
  var validation = 0
  var batchSize: Int
  var warmUp = 1
  var peak = 1.0
}

/// What one round learns from, and what it is judged by.
struct Plan: Observable {
  var batches: [[Int]]
  var validation: [Int]

  var observation: Observation { Observation(batches.observation, validation.observation) }
}

struct Slopes: Observable {
  var loss: Double
  var hidden: Net.Layer
  var output: Net.Layer

  var observation: Observation {
    Observation(
      loss.observation, hidden.weights.observation, hidden.bias.observation, output.weights.observation,
      output.bias.observation)
  }
}

struct Submission {
  var shuffled: Function<Rows, UInt64, Rows>
  var rounds: Function<Steps, Int, UInt64, [Plan]>
  var learningRate: Function<Int, Int, Steps, Double>
  var lossAndGradient: Function<Net, Rows, Slopes>
  /// Loss and accuracy, in batches of that size.
  var evaluate: Function<Net, Rows, Int, [Double]>
  /// Loss and accuracy after each round.
  var train: Function<Net, Rows, Steps, UInt64, [[Double]]>
}

enum DebugANetwork: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("goes downhill after the warm-up, too", cases: 2) { s, random in
        let recipe = Steps(
          rounds: 0, batchSize: 1, warmUp: Int.random(in: 3...9, using: &random),
          peak: Double.random(in: 0.1...0.4, using: &random))
        let total = recipe.warmUp + Int.random(in: 5...20, using: &random)
        let rates = try (1...total).map { try s.learningRate($0, total, recipe) }
        let right = (1...total).map { step -> Double in
          step <= recipe.warmUp
            ? recipe.peak * Double(step) / Double(recipe.warmUp)
            : recipe.peak * Double(total + 1 - step) / Double(total + 1 - recipe.warmUp)
        }
        let before = rates[..<recipe.warmUp].reduce(1) { $0 * (1 - $1) }
        expect(
          "w after gradient descent on w²/2 from 1, as a share of its value after the warm-up",
          rates.reduce(1) { $0 * (1 - $1) } / before, atMost: 0.9,
          "The slope of w²/2 is w. A step is against it as long as the rate is above 0.")
        expect(
          rates, equals: right, within: .ulps(8),
          "Up to \(short(recipe.peak)) at step \(recipe.warmUp) of \(total), then down by equal amounts, to 0 one step late.",
          what: "the rates of all steps")
      },
      Check("gives every row its own label", cases: 2) { s, random in
        let n = Int.random(in: 20...40, using: &random)
        let file = Rows(x: (0..<n).map { [Double($0), Double($0 * $0)] }, labels: (0..<n).map { 3 * $0 + 1 })
        let rows = try s.shuffled(file, random.next())
        let isWhole = rows.x.compactMap(\.first).sorted() == file.x.map { $0[0] } && rows.labels.count == n
        expect(isWhole, "the \(n) rows of the file do not come each once", "Another order, and nothing else.")
        let strangers = zip(rows.x, rows.labels).count { ($0.first ?? -1) * 3 + 1 != Double($1) }
        expect(
          "the number of rows, of \(n), that have another row's label", Double(strangers), atMost: 0,
          "One order for both: what comes from row 7 of x must come with label 7.")
        let others = try (0..<3).map { _ in try s.shuffled(file, random.next()).x }
        expect(
          others.contains { $0 != rows.x }, "four generators give the same order", "Another order for every generator.")
        expect(
          rows.x != file.x, "the rows are in the order of the file",
          "A file is often sorted by class; a batch would then hold one class only.")
      },
      // A network 6 → 20 → 10, ten rows with ten labels. Computed with NumPy over 500 draws: 0.0018 to 0.0085 after 300
      // steps.
      // Behind a second softmax no probability exceeds e/(e + 9), and no loss is below log(1 + 9/e) = 1.461.
      Check("learns ten rows by heart", cases: 1) { s, random in
        let net = drawn([6, 20, 10], using: &random)
        let ten = Rows(x: table(10, 6, using: &random), labels: Array(0..<10))
        var taught = net
        for _ in 0..<300 {
          let slopes = try s.lossAndGradient(taught, ten)
          taught.hidden.descend(slopes.hidden, 0.5)
          taught.output.descend(slopes.output, 0.5)
        }
        expect(
          "the loss of ten rows after 300 steps for these rows alone", try s.lossAndGradient(taught, ten).loss,
          atMost: 0.1,
          "It never falls below 1.461 = log(1 + 9/e) if no p is above e/(e + 9). From which scores would that come?")
        let (small, few) = smooth([3, 5, 3], 4, using: &random)
        let slopes = try s.lossAndGradient(small, few)
        expect(
          slopes.loss, equals: evaluated(small, few).loss, within: sums,
          "The mean of −log p, p by one softmax of the scores, which may have any size.",
          what: "the loss of four rows, all units taking part,")
        expect(
          gradient: slopes.hidden.list + slopes.output.list, of: { evaluated(small.with($0), few).loss },
          at: small.hidden.list + small.output.list, using: &random, "Differences of that loss.", what: "the gradient")
      },
      Check("drops no unit when it is judged", cases: 3) { s, random in
        var net = drawn([5, 12, 4], using: &random)
        let rows = rows(12, net, using: &random)
        let whole = try s.evaluate(net, rows, 12)
        (net.keep, net.seed) = (0.5, random.next())
        let thinned = try s.evaluate(net, rows, 12)
        expect(
          thinned, equals: whole, within: sums,
          "keep says how the network is trained. The same weights read the same rows in the same way.",
          what: "loss and accuracy with keep ½, which should be those with keep 1,")
        // Of one row the gradient by the weights is (values)·(slopes of the biases)ᵀ, so it shows the values.
        let row = Rows(x: [rows.x[0]], labels: [rows.labels[0]])
        let slopes = try s.lossAndGradient(net, row).output
        guard slopes.weights.count == 12, slopes.bias.count == 4 else {
          return expect(false, "a gradient has another shape")
        }
        let largest = (0..<4).max { abs(slopes.bias[$0]) < abs(slopes.bias[$1]) } ?? 0
        for (i, sum) in net.hidden.outputs(row.x[0]).enumerated() {
          let value = slopes.weights[i][largest] / slopes.bias[largest]
          expect(
            abs(value) <= 1e-12 || abs(value - 2 * max(0, sum)) <= 1e-12 * abs(sum),
            "in training with keep ½ a hidden unit with the sum \(short(sum)) gives \(short(value))",
            "In training, too, everything must go on as promised: dropped, or enlarged by 1/keep.")
        }
      },
      Check("gives every row the same weight", cases: 2) { s, random in
        let net = drawn([5, 12, 4], using: &random)
        let rows = rows(13, net, using: &random)
        let whole = try s.evaluate(net, rows, 13)
        expect(
          whole.last ?? -1, equals: evaluated(net, rows).accuracy, within: .ulps(4), "Right ones, divided by 13.",
          what: "the accuracy for 13 rows")
        for size in [1, 3, 5, 12, 20] {
          expect(
            try s.evaluate(net, rows, size), equals: whole, within: sums,
            "How many rows does the last batch hold? The mean over 13 rows is no mean of batches.",
            what: "loss and accuracy of 13 rows in batches of \(size), which should be those in one batch,")
        }
      },
      Check("never learns from the rows that it is judged by", cases: 2) { s, random in
        let recipe = Steps(rounds: 4, validation: Int.random(in: 5...9, using: &random), batchSize: 4)
        let n = Int.random(in: 25...35, using: &random)
        let plans = try s.rounds(recipe, n, random.next())
        guard plans.count == 4 else { return expect(false, "4 rounds were asked for, \(plans.count) came") }
        let learnt = Set(plans.flatMap { $0.batches.flatMap { $0 } })
        let judged = Set(plans.flatMap(\.validation))
        expect(
          "the number of rows that some round learns from and some round is judged by",
          Double(learnt.intersection(judged).count), atMost: 0,
          "What a round has learnt by heart the next one still knows.")
        for plan in plans {
          expect(
            plan.validation.count == recipe.validation && Set(plan.validation).count == recipe.validation,
            "of \(n) rows \(recipe.validation) are to be held out, each once: \(plan.validation)")
          expect(
            plan.batches.flatMap { $0 }.sorted() == (0..<n).filter { !plan.validation.contains($0) },
            "a round does not take each of the other rows once",
            "\(n) rows, \(recipe.validation) of them held out: the others are all learnt from, in every round.")
          expect(
            plan.batches.dropLast().allSatisfy { $0.count == 4 } && (1...4).contains(plan.batches.last?.count ?? 0),
            "the batches hold \(plan.batches.map(\.count)) rows, asked are 4, and what is left in the last one")
        }
        expect(
          Set(plans.map(\.batches)).count == 4, "two rounds take the rows in the same order",
          "Each round in an order of its own.")
      },
      // Both trainings are the same whatever the seed of the run, unless orders are drawn in another way. By chance means
      // 0.1 of 150 rows, ± 0.025; computed with NumPy over 100 draws: 0.96 ± 0.02 with the labels, at a
      // loss of 0.19 ± 0.03, and 0.11 ± 0.02 without.
      Check("reads digits, and makes nothing of labels by chance") { s in
        let digits = try digits.get()
        var random = SplitMix64(seed: 11)
        var net = drawn([64, 32, 10], using: &random)
        (net.keep, net.seed) = (0.8, 3)
        let recipe = Steps(rounds: 8, validation: 150, batchSize: 20, warmUp: 20, peak: 0.5)
        let curve = try s.train(net, digits, recipe, 5)
        guard curve.count == 8, curve.allSatisfy({ $0.count == 2 }) else {
          return expect(false, "8 rounds were asked for, \(curve.count) came")
        }
        expect("the accuracy for 150 digits held out", curve[7][1], atLeast: 0.85, "About 0.96 after eight rounds.")
        expect("their loss", curve[7][0], atMost: 0.5, "About 0.2.")
        // Nothing is learnt at this rate, so that 23 rows held out, and 37 others, are read as before.
        let still = Steps(rounds: 2, validation: 23, batchSize: 10, peak: 1e-12)
        let sixty = Rows(x: Array(digits.x[..<60]), labels: Array(digits.labels[..<60]))
        for accuracy in try s.train(net, sixty, still, 6).map({ $0.last ?? .nan }) {
          expect(
            23 * accuracy, equals: (23 * accuracy).rounded(), within: .absolute(1e-9),
            "train judges all rows that are held out, and no others; there was no fault in that.",
            what: "how many of 23 rows held out are read rightly")
        }
        var blind = digits
        blind.labels = (0..<600).map { _ in Int.random(in: 0..<10, using: &random) }
        expect(
          "the accuracy for 150 digits held out, all labels drawn by chance,",
          try s.train(net, blind, recipe, 5).last?.last ?? 1, atMost: 0.25,
          "There is nothing to be learnt: 0.1 would be honest. More means that the network has seen these rows.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the rate negative after the warm-up", .way { $0.rate = .negative },
        """
        warmUp − step is below 0 from there on: the network climbs as fast as it can. The numerator is what is left, the \
        steps up to the end.
        """),
      Misconception(
        "the rate grows to the end", .way { $0.rate = .grows },
        """
        Without its sign the fraction is above 0, but it grows: nearly 0 after the warm-up, the peak at the end. It shall \
        fall.
        """),
      Misconception(
        "the rate stays at its peak", .way { $0.rate = .constant },
        """
        It no longer falls. The last steps then jump about as far as the first ones.
        """),
      Misconception(
        "the rate begins to fall from the first step", .way { $0.rate = .fromStart },
        """
        total + 1 − step of all steps is not 1 when the warm-up ends: the rate jumps there. Count from the warm-up on.
        """),
      Misconception(
        "labels shuffled apart", .way { $0.shuffling = .apart },
        """
        The second call of `shuffled` goes on with the generator and draws another order: the labels go to other rows. The \
        network then learns by heart what it can, and reads one in ten.
        """),
      Misconception(
        "not shuffled", .way { $0.shuffling = .none },
        """
        Rows and labels stay together, and in the order of the file. Shuffle both, by one order.
        """),
      Misconception(
        "labels put into the order backwards", .way { $0.shuffling = .inverse },
        """
        Rows go from place order[i] to i, labels from i to order[i]: one is the inverse of the other.
        """),
      Misconception(
        "softmax twice", .way { $0.ending = .probabilities },
        """
        softmaxCrossEntropy wants scores and takes their softmax itself. Of probabilities, all between 0 and 1, it makes \
        nearly equal ones: none above e/(e + 9), no loss below 1.46.
        """),
      Misconception(
        "softmax's slope once more", .way { $0.ending = .slopes },
        """
        softmaxCrossEntropy's gradient is by the scores; the slope of softmax is in it. Multiplied by that slope again, \
        steps become small where the network is sure, and wrong.
        """),
      Misconception(
        "dropout when judged", .way { $0.judging = .dropped },
        """
        isTraining is true for every network that is made, and nobody sets it to false. Each judgement is of a network \
        without some of its units.
        """),
      Misconception(
        "judged with all units, made small", .way { $0.judging = .small },
        """
        In training the units that stayed were enlarged by 1/keep, so their mean is right already. Used as they are they fit.
        """),
      Misconception(
        "a mean of batches", .way { $0.averaging = .batches },
        """
        The last batch may hold one row, which then counts as much as a whole batch. Add up loss times rows, and divide by \
        all rows.
        """),
      Misconception(
        "the short batch counted as a full one", .way { $0.averaging = .full },
        """
        Each loss times batchSize: the short batch has fewer rows than that. Take its own count.
        """),
      Misconception(
        "the short batch left out", .way { $0.averaging = .dropsShort },
        """
        Then the rows at the end are never judged, and with fewer rows than a batch nothing is.
        """),
      Misconception(
        "held out anew in each round", .way { $0.holding = .eachRound },
        """
        What this round is judged by the last one has learnt from. After a few rounds every row has been seen: draw the \
        held-out rows once, before the first round.
        """),
      Misconception(
        "held out and learnt from", .way { $0.holding = .all },
        """
        The held-out rows are always the same now, but the batches are cut from all rows.
        """),
      Misconception(
        "one order for all rounds", .way { $0.holding = .oneOrder },
        """
        Held out is right, but every round takes the same batches in the same order. Shuffle the rest in each round.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("pairs of row and label shuffled", .way { $0.shuffling = .pairs }),
      Alternative("the last rows held out, shuffled as they are by train", .way { $0.holding = .last }),
    ]
  }
}

// MARK: - Inputs

// Sums of at most 20 products in two layers, of 13 rows.
private let sums = Tolerance.ofLargest(256 * 0x1p-52)

private func short(_ x: Double) -> String { "\((1000 * x).rounded() / 1000)" }

private func table(_ n: Int, _ d: Int, using random: inout SplitMix64) -> [[Double]] {
  (0..<n).map { _ in (0..<d).map { _ in Double.random(in: -2...2, using: &random) } }
}

private func rows(_ n: Int, _ net: Net, using random: inout SplitMix64) -> Rows {
  let k = net.output.bias.count
  return Rows(
    x: table(n, net.hidden.weights.count, using: &random),
    labels: (0..<n).map { _ in Int.random(in: 0..<k, using: &random) })
}

/// Weights as He would draw them, biases 0.
private func drawn(_ sizes: [Int], using random: inout SplitMix64) -> Net {
  func layer(_ inputs: Int, _ outputs: Int) -> Net.Layer {
    let bound = (6 / Double(inputs)).squareRoot()
    return Net.Layer(
      weights: (0..<inputs).map { _ in (0..<outputs).map { _ in Double.random(in: -bound...bound, using: &random) } },
      bias: [Double](repeating: 0, count: outputs))
  }
  return Net(hidden: layer(sizes[0], sizes[1]), output: layer(sizes[1], sizes[2]))
}

/// A network and rows whose hidden sums stay on one side of 0 for all that differences try: they change each parameter
/// by 0.02 of the largest at most.
private func smooth(_ sizes: [Int], _ n: Int, using random: inout SplitMix64) -> (Net, Rows) {
  for _ in 0..<10_000 {
    let net = drawn(sizes, using: &random)
    let rows = rows(n, net, using: &random)
    let r = 0.02 * ((net.hidden.list + net.output.list).map { abs($0) }.max() ?? 0)
    let isSmooth = rows.x.allSatisfy { x in
      let move = r * x.reduce(1) { $0 + abs($1) }
      return net.hidden.outputs(x).allSatisfy { abs($0) > move }
    }
    if isSmooth { return (net, rows) }
  }
  let net = drawn(sizes, using: &random)
  return (net, rows(n, net, using: &random))
}

/// The first 600 digits, pixels from 0 to 1.
private let digits = Result { () throws -> Rows in
  let csv = try Dataset("images/digits_8x8.csv.gz").csv()
  let table = try CSV(columns: csv.columns, rows: Array(csv.rows.prefix(600))).numbers(csv.columns)
  return Rows(x: table.map { $0.dropLast().map { $0 / 16 } }, labels: table.map { Int($0[64]) })
}

extension Net.Layer {
  fileprivate func outputs(_ x: [Double]) -> [Double] {
    var z = bias
    for (value, weights) in zip(x, weights) where value != 0 {
      for j in z.indices { z[j] += value * weights[j] }
    }
    return z
  }

  /// The weights row by row, then the bias.
  fileprivate var list: [Double] { weights.flatMap { $0 } + bias }

  /// The same layer with these numbers.
  fileprivate func with(_ list: ArraySlice<Double>) -> Net.Layer {
    var (layer, place) = (self, list.startIndex)
    for i in weights.indices {
      layer.weights[i] = Array(list[place..<place + bias.count])
      place += bias.count
    }
    layer.bias = Array(list[place...])
    return layer
  }

  /// One step against a gradient, if it has this shape.
  fileprivate mutating func descend(_ gradient: Net.Layer, _ rate: Double) {
    guard gradient.bias.count == bias.count, gradient.weights.map(\.count) == weights.map(\.count) else { return }
    for i in weights.indices {
      for j in bias.indices { weights[i][j] -= rate * gradient.weights[i][j] }
    }
    for j in bias.indices { bias[j] -= rate * gradient.bias[j] }
  }
}

extension Net {
  /// The same network with these parameters, the hidden layer's first.
  fileprivate func with(_ list: [Double]) -> Net {
    var net = self
    let count = hidden.list.count
    net.hidden = hidden.with(list[..<count])
    net.output = output.with(list[count...])
    return net
  }
}

private func entropy(_ scores: [Double], _ label: Int) -> Double {
  let largest = scores.max() ?? 0
  return largest + log(scores.reduce(0) { $0 + exp($1 - largest) }) - scores[label]
}

private func softmax(_ scores: [Double]) -> [Double] {
  let largest = scores.max() ?? 0
  let total = scores.reduce(0) { $0 + exp($1 - largest) }
  return scores.map { exp($0 - largest) / total }
}

/// With all units.
private func evaluated(_ net: Net, _ rows: Rows) -> (loss: Double, accuracy: Double) {
  var (loss, hits) = (0.0, 0.0)
  for (x, label) in zip(rows.x, rows.labels) {
    let scores = net.output.outputs(net.hidden.outputs(x).map { max(0, $0) })
    loss += entropy(scores, label)
    if scores.allSatisfy({ $0 <= scores[label] }) { hits += 1 }
  }
  return (loss / Double(rows.x.count), hits / Double(rows.x.count))
}

// MARK: - Wrong and right ways

/// The whole program, right unless one of these is changed.
private struct Way: Hashable {
  enum Rate { case right, negative, grows, constant, fromStart }
  enum Shuffling { case right, pairs, apart, none, inverse }
  enum Ending { case right, probabilities, slopes }
  enum Judging { case right, dropped, small }
  enum Averaging { case right, batches, full, dropsShort }
  enum Holding { case right, last, eachRound, all, oneOrder }

  var rate = Rate.right
  var shuffling = Shuffling.right
  var ending = Ending.right
  var judging = Judging.right
  var averaging = Averaging.right
  var holding = Holding.right

  func learningRate(_ step: Int, _ total: Int, _ recipe: Steps) -> Double {
    let (peak, warmUp) = (recipe.peak, Double(recipe.warmUp))
    if step <= recipe.warmUp { return peak * Double(step) / warmUp }
    let left = Double(total + 1 - step)
    switch rate {
    case .right: return peak * left / (Double(total + 1) - warmUp)
    case .negative: return peak * (warmUp - Double(step)) / (Double(total + 1) - warmUp)
    case .grows: return peak * (Double(step) - warmUp) / (Double(total + 1) - warmUp)
    case .constant: return peak
    case .fromStart: return peak * left / Double(total + 1)
    }
  }

  func shuffled(_ file: Rows, _ random: inout SplitMix64) -> Rows {
    if shuffling == .none { return file }
    if shuffling == .apart {
      let x = file.x.shuffled(using: &random)
      return Rows(x: x, labels: file.labels.shuffled(using: &random))
    }
    if shuffling == .pairs {
      let pairs = zip(file.x, file.labels).shuffled(using: &random)
      return Rows(x: pairs.map(\.0), labels: pairs.map(\.1))
    }
    let order = file.x.indices.shuffled(using: &random)
    var labels = order.map { file.labels[$0] }
    if shuffling == .inverse { for (i, place) in order.enumerated() { labels[place] = file.labels[i] } }
    return Rows(x: order.map { file.x[$0] }, labels: labels)
  }

  func cut(_ order: [Int], _ size: Int) -> [[Int]] {
    stride(from: 0, to: order.count, by: size).map { Array(order[$0..<min(order.count, $0 + size)]) }
  }

  func rounds(_ recipe: Steps, _ n: Int, _ random: inout SplitMix64) -> [Plan] {
    func drawn() -> (held: [Int], rest: [Int]) {
      let order = (0..<n).shuffled(using: &random)
      return (Array(order.prefix(recipe.validation)), Array(order.dropFirst(recipe.validation)))
    }
    var (held, rest) = drawn()
    if holding == .last { (held, rest) = (Array(n - held.count..<n), Array(0..<n - held.count)) }
    let fixed = rest.shuffled(using: &random)
    return (0..<recipe.rounds).map { _ in
      if holding == .eachRound { (held, rest) = drawn() }
      let order =
        switch holding {
        case .right, .last, .eachRound: rest.shuffled(using: &random)
        case .all: (0..<n).shuffled(using: &random)
        case .oneOrder: fixed
        }
      return Plan(batches: cut(order, recipe.batchSize), validation: held)
    }
  }

  func slopes(_ net: Net, _ rows: Rows, _ random: inout SplitMix64) -> Slopes {
    func empty(_ layer: Net.Layer) -> Net.Layer {
      Net.Layer(weights: layer.weights.map { $0.map { _ in 0 } }, bias: layer.bias.map { _ in 0 })
    }
    var result = Slopes(loss: 0, hidden: empty(net.hidden), output: empty(net.output))
    let n = Double(rows.x.count)
    for (x, label) in zip(rows.x, rows.labels) {
      let sums = net.hidden.outputs(x)
      let factors = sums.map { _ in Double.random(in: 0..<1, using: &random) < net.keep ? 1 / net.keep : 0 }
      let values = sums.indices.map { max(0, sums[$0]) * factors[$0] }
      var scores = net.output.outputs(values)
      if ending == .probabilities { scores = softmax(scores) }
      result.loss += entropy(scores, label) / n
      let p = softmax(scores)
      var upstream = p.indices.map { (p[$0] - ($0 == label ? 1 : 0)) / n }
      if ending == .slopes {
        let mean = zip(p, upstream).reduce(0) { $0 + $1.0 * $1.1 }
        upstream = p.indices.map { p[$0] * (upstream[$0] - mean) }
      }
      for (j, slope) in upstream.enumerated() { result.output.bias[j] += slope }
      for (i, value) in values.enumerated() where value != 0 {
        for (j, slope) in upstream.enumerated() { result.output.weights[i][j] += value * slope }
      }
      let back = values.indices.map { i -> Double in
        guard sums[i] > 0, factors[i] > 0 else { return 0 }
        return factors[i] * zip(net.output.weights[i], upstream).reduce(0) { $0 + $1.0 * $1.1 }
      }
      for (j, slope) in back.enumerated() { result.hidden.bias[j] += slope }
      for (i, value) in x.enumerated() where value != 0 {
        for (j, slope) in back.enumerated() { result.hidden.weights[i][j] += value * slope }
      }
    }
    return result
  }

  func evaluate(_ net: Net, _ rows: Rows, _ size: Int) -> [Double] {
    var random = SplitMix64(seed: net.seed)
    var all = cut(Array(rows.x.indices), size)
    if averaging == .dropsShort { all.removeAll { $0.count < size } }
    var (loss, hits) = (0.0, 0.0)
    for batch in all {
      var batchLoss = 0.0
      for row in batch {
        var values = net.hidden.outputs(rows.x[row]).map { max(0, $0) }
        if judging == .dropped {
          values = values.map { Double.random(in: 0..<1, using: &random) < net.keep ? $0 / net.keep : 0 }
        }
        if judging == .small { values = values.map { $0 * net.keep } }
        var scores = net.output.outputs(values)
        if ending == .probabilities { scores = softmax(scores) }
        batchLoss += entropy(scores, rows.labels[row])
        if scores.allSatisfy({ $0 <= scores[rows.labels[row]] }) { hits += 1 }
      }
      switch averaging {
      case .right, .dropsShort: loss += batchLoss
      case .batches: loss += batchLoss / Double(batch.count)
      case .full: loss += batchLoss / Double(batch.count) * Double(size)
      }
    }
    let count = averaging == .dropsShort ? all.reduce(0) { $0 + $1.count } : rows.x.count
    return [loss / Double(averaging == .batches ? all.count : max(1, count)), hits / Double(max(1, count))]
  }

  func train(_ net: Net, _ file: Rows, _ recipe: Steps, _ seed: UInt64) -> [[Double]] {
    var (net, random, dropping) = (net, SplitMix64(seed: seed), SplitMix64(seed: net.seed))
    let rows = shuffled(file, &random)
    let plan = rounds(recipe, rows.x.count, &random)
    let total = plan.reduce(0) { $0 + $1.batches.count }
    var step = 0
    func taken(_ numbers: [Int]) -> Rows {
      Rows(x: numbers.map { rows.x[$0] }, labels: numbers.map { rows.labels[$0] })
    }
    return plan.map { round in
      for batch in round.batches {
        step += 1
        let slopes = slopes(net, taken(batch), &dropping)
        let rate = learningRate(step, total, recipe)
        net.hidden.descend(slopes.hidden, rate)
        net.output.descend(slopes.output, rate)
      }
      return evaluate(net, taken(round.validation), recipe.batchSize)
    }
  }
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      shuffled: .init { rows, seed in
        var random = SplitMix64(seed: seed)
        return fixed.shuffled(rows, &random)
      },
      rounds: .init { recipe, n, seed in
        var random = SplitMix64(seed: seed)
        return fixed.rounds(recipe, n, &random)
      },
      learningRate: .init { fixed.learningRate($0, $1, $2) },
      lossAndGradient: .init { net, rows in
        var random = SplitMix64(seed: net.seed)
        return fixed.slopes(net, rows, &random)
      },
      evaluate: .init { fixed.evaluate($0, $1, $2) },
      train: .init { net, rows, recipe, seed in
        remembered([AnyHashable(fixed), AnyHashable(rows.labels)]) { fixed.train(net, rows, recipe, seed) }
      })
  }
}
