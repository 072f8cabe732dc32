import Checking
import Glibc
import LabNumerics

/// A network as arrays, with tanh between its layers.
struct Net {
  struct Layer {
    /// Shape (inputs, outputs).
    var weights: [[Double]]
    var bias: [Double]
  }

  var layers: [Layer]

  /// Layer after layer, of each the weights row by row, then the bias.
  var list: [Double] { layers.flatMap { $0.weights.flatMap { $0 } + $0.bias } }
}

/// Rows with their classes.
struct Rows {
  var x: [[Double]] = []
  var labels: [Int] = []
}

/// What a run starts with.
struct Task {
  var net = Net(layers: [])
  var training = Rows()
  var validation = Rows()
  var batchSize = 1
  var patience = 1
  /// Of Adam.
  var rate = 0.1
  var seed: UInt64 = 0
  /// Whether before each call a copy goes three batches ahead, and is thrown away.
  var rehearses = false
}

/// What has come of a run after all calls.
struct Outcome: Observable {
  /// Of each call the losses of its batches.
  var losses: [[Double]]
  var curve: [Double]
  var parameters: [Double]
  var best: [Double]
  var isFinished: Bool

  var observation: Observation {
    Observation(
      losses.observation, curve.observation, parameters.observation, best.observation, isFinished.observation)
  }

  /// All numbers, the calls joined.
  fileprivate var bits: [UInt64] {
    (losses.flatMap { $0 } + [.nan] + curve + [.nan] + parameters + [.nan] + best).map(\.bitPattern)
  }
}

struct Submission {
  var batches: Function<[Int], Int, [[Int]]>
  /// Of a curve, with this patience.
  var isFinished: Function<[Double], Int, Bool>
  /// After calls for so many batches each.
  var trained: Function<Task, [Int], Outcome>
}

// Losses and parameters are compared with those of a program that sums in another order. Adam divides by √v̂, and no
// gradient here is 0 to rounding, for tanh has no flat part: after at most 40 steps of about 0.05 what 2⁻⁵² has grown to
// stays far below 10⁻⁹ of the largest, and another order of rows or another count of steps moves 10⁻³.
private let close = Tolerance.ofLargest(1e-9)

enum TrainingLoop: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("cuts an order into batches") { s in
        expect(
          try s.batches([3, 1, 6, 0, 2, 5, 4], 3) == [[3, 1, 6], [0, 2, 5], [4]],
          "seven rows in batches of 3 are not cut into [3, 1, 6], [0, 2, 5], [4]",
          "In the order given; what is left makes a smaller last batch.")
        expect(
          try s.batches([2, 0, 3, 1], 2) == [[2, 0], [3, 1]], "four rows in batches of 2 are not [2, 0], [3, 1]",
          "No empty batch at the end.")
        expect(try s.batches([1, 0], 5) == [[1, 0]], "two rows in batches of 5 are not one batch", "One small batch.")
        expect(try s.batches([], 5).isEmpty, "no rows do not give no batches", "Nothing to cut.")
      },
      Check("knows when to stop") { s in
        for (curve, patience, right) in curves {
          expect(
            try s.isFinished(curve, patience) == right,
            "with patience \(patience) the curve \(curve) is\(right ? " not" : "") finished",
            "Count the rounds after the first round with the least loss; \(patience) are enough.")
        }
      },
      Check("takes every row once a round, in a new order each round", cases: 2) { s, random in
        let task = task(using: &random)
        for count in [1, 3, 4, 13] {
          let (got, right) = (try s.trained(task, [count]), Way().trained(task, [count]))
          expect(
            got.losses[0], equals: right.losses[0], within: close,
            "The order is drawn with &generator when a round begins; each batch is one step. A short batch is a step, too.",
            what: "the losses of \(count) batches, 3 a round")
          expect(
            got.curve, equals: right.curve, within: close,
            "The mean loss of the validation rows, once, after the last batch of each round.",
            what: "the curve after \(count) batches, 3 a round")
          expect(
            got.parameters, equals: right.parameters, within: close, "One step for each batch.",
            what: "the parameters after \(count) batches, 3 a round")
        }
      },
      // The validation labels are drawn without looking at the rows: after few rounds their loss rises.
      Check("stops, and keeps the best network", cases: 2) { s, random in
        for patience in 1...3 {
          var task = task(using: &random)
          task.patience = patience
          task.rate = 0.3
          let right = Way().trained(task, [60])
          let got = try s.trained(task, [60])
          expect(
            got.losses[0].count, equals: right.losses[0].count,
            "Of 60 batches asked for, with patience \(patience). Is isFinished asked before each batch?",
            what: "the number of batches until the run is finished")
          expect(got.curve, equals: right.curve, within: close, "One value a round.", what: "the curve")
          expect(got.isFinished == right.isFinished, "isFinished is \(got.isFinished) at the end", "See the curve.")
          expect(
            got.best, equals: right.best, within: close,
            "The parameters after the first round with the least validation loss, not the last ones.",
            what: "the parameters of bestNet")
          let again = try s.trained(task, [60, 5, 1])
          expect(
            again.losses.dropFirst().allSatisfy(\.isEmpty) && again.bits == got.bits,
            "a finished run went on when it was asked for more batches", "No losses, nothing moves.")
        }
      },
      // A bias of 1000 makes the validation loss exactly 0: exp(−1000) is 0. Training for the other class moves the
      // parameters by less than 0.05 a step, 0.6 in all.
      Check("keeps the first of equal rounds", cases: 1) { s, random in
        var task = task(using: &random)
        task.net.layers[1].bias = [1000, 0]
        task.training.labels = [0, 1, 1, 1, 0, 1, 1]
        task.validation.labels = [0, 0, 0, 0, 0]
        task.patience = 3
        let (first, got) = (try s.trained(task, [3]), try s.trained(task, [60]))
        expect(got.curve, equals: [0, 0, 0, 0], "Three rounds after the first that are only equal.", what: "the curve")
        expect(
          got.best, equals: first.parameters, "An equal loss is no new best: the first round's parameters count.",
          what: "the parameters of bestNet")
      },
      Check("has the net itself for the best before the first round is over", cases: 2) { s, random in
        let task = task(using: &random)
        for count in 0...2 {
          let got = try s.trained(task, [count])
          expect(
            got.best, equals: got.parameters, "No validation yet: bestNet is the network as it is.",
            what: "the parameters of bestNet after \(count) of 3 batches")
          expect(
            got.curve.isEmpty && !got.isFinished && got.losses[0].count == count,
            "after \(count) of 3 batches there is a curve, or a finished run, or another number of losses",
            "The validation loss is taken when the round is over.")
        }
        expect(
          try s.trained(task, [0]).parameters == task.net.list, "batches: 0 moved something", "Nothing moves.")
      },
      Check("goes on after a cut at any batch, bit for bit", cases: 2) { s, random in
        var task = task(using: &random)
        task.patience = 2
        task.rate = 0.2
        let whole = try s.trained(task, [14])
        for cut in 0...14 {
          expect(
            try s.trained(task, [cut, 14 - cut]).bits == whole.bits,
            "\(cut) batches and then \(14 - cut) do not give the bits of 14 at once, 3 batches a round",
            "What a call knows and the next one needs must be stored: the rest of the round, optimizer, generator, best."
          )
        }
        expect(
          try s.trained(task, [Int](repeating: 1, count: 14)).bits == whole.bits,
          "14 calls for one batch each do not give the bits of 14 at once", "The same for many cuts.")
      },
      Check("is a checkpoint when copied", cases: 2) { s, random in
        var task = task(using: &random)
        let whole = try s.trained(task, [4, 5, 2])
        task.rehearses = true
        expect(
          try s.trained(task, [4, 5, 2]).bits == whole.bits,
          "a copy that went three batches ahead changed the run that it was copied from",
          "Keep everything in the struct's own properties: a class or a global variable is shared by all copies.")
      },
      Check("hands on what is wrong", cases: 1) { s, random in
        let task = task(using: &random)
        for (name, change) in [
          ("no training rows", { $0.training = Rows() }), ("no validation rows", { $0.validation = Rows() }),
          ("NaN in a training row", { $0.training.x[2][0] = .nan }),
          ("label 2 of two classes in the validation", { $0.validation.labels[1] = 2 }),
        ] as [(String, (inout Task) -> Void)] {
          var wrong = task
          change(&wrong)
          let error = refusal { try s.trained(wrong, [3]) }
          expect(
            name.hasPrefix("no ") ? error == "noExamples" : error != nil,
            "\(name): \(error.map { "\($0) was thrown" } ?? "no error was thrown")", "Hand errors on, see the table.")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the rest of the round dropped at a cut", .way { $0.cut = .round },
        """
        Each call begins a new round. Cut often enough, the rows at the end of the order are never seen, and no \
        round is ever over.
        """),
      Misconception(
        "the optimizer not saved", .way { $0.cut = .optimizer },
        """
        Adam's means and its count of steps are part of the state. Begun anew, the first steps after each cut have full \
        size, whatever the gradients were: the bump in the curve after a restart.
        """),
      Misconception(
        "the generator not saved", .way { $0.cut = .generator },
        """
        After the cut the generator begins at its seed again, so the orders repeat. Its state belongs to the checkpoint.
        """),
      Misconception(
        "the patience begun anew at a cut", .way { $0.cut = .curve },
        """
        What was the best so far is forgotten when a call ends. A run that is cut often never stops.
        """),
      Misconception(
        "state shared by all copies", .way { $0.shares = true },
        """
        What stands in a class or a global variable is not copied with the struct: the checkpoint runs on with the \
        original.
        """),
      Misconception(
        "best weights not restored", .way { $0.best = .last },
        """
        When the run stops it has gone `patience` rounds past its best. These parameters are the worse ones; keep those \
        of the best round.
        """),
      Misconception(
        "the best of the round before", .way { $0.best = .before },
        """
        The validation loss belongs to the parameters after the round. You keep those with which the round began.
        """),
      Misconception(
        "a round too patient", .way { $0.stop = .late },
        """
        Patience 1 means: one round without a new least loss ends the run. Compare with ≥, not with >.
        """),
      Misconception(
        "an equal loss taken for progress", .way { $0.stop = .ties },
        """
        A loss that is only equal is no new best: a curve that is flat would never end. The first least one counts.
        """),
      Misconception(
        "compared with the round before", .way { $0.stop = .rises },
        """
        You count rounds that are worse than their predecessor. A curve that goes up and down a little above its best \
        would go on for ever; compare with the best so far.
        """),
      Misconception(
        "finished noticed between calls only", .way { $0.stop = .byCall },
        """
        isFinished is asked when the call begins and not again, so that one long call trains past the end.
        """),
      Misconception(
        "the short batch dropped", .way { $0.cutting = .dropsShort },
        """
        The rows that do not fill a batch are left out. A round takes every row; the last batch is just smaller.
        """),
      Misconception(
        "the short batch filled up", .way { $0.cutting = .fills },
        """
        You fill the last batch with rows from the beginning of the order, which then count twice in this round.
        """),
      Misconception(
        "no shuffling", .way { $0.order = .asStored },
        """
        The rows come in the order of the file. If that is sorted, each batch has one class, and the loss is a saw-tooth.
        """),
      Misconception(
        "the same order every round", .way { $0.order = .same },
        """
        `var g = generator` copies the generator, and the copy's progress is lost: every round draws the same order. \
        Shuffle using &generator itself.
        """),
      Misconception(
        "validated on the training rows", .way { $0.validates = .training },
        """
        The loss of the rows that are learnt from goes on falling. Only other rows tell when memorising begins.
        """),
      Misconception(
        "validation rows learnt from", .way { $0.validates = .learnt },
        """
        The validation rows are among those that you train on. The curve then says nothing about new rows.
        """),
      Misconception(
        "validated after every batch", .way { $0.validates = .everyBatch },
        """
        The curve has one value a round. With one a batch, patience counts batches, and noise ends the run.
        """),
      Misconception(
        "the training loss as the curve", .way { $0.validates = .batchLoss },
        """
        The loss of the last batch before its step is not the loss of the validation rows.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("rounds without progress counted on the way", .way { $0.stop = .counted })]
  }
}

// MARK: - Inputs

private let curves: [([Double], Int, Bool)] = [
  ([], 1, false), ([0.9], 1, false), ([0.9, 0.7, 0.8, 0.75], 2, true), ([0.9, 0.7, 0.8, 0.75], 3, false),
  ([0.9, 0.7, 0.8, 0.6], 1, false), ([0.9, 0.9], 1, true), ([0.5, 0.5, 0.5], 2, true), ([0.5, 0.5, 0.5], 3, false),
  ([0.4, 0.9, 0.8, 0.7], 3, true), ([0.9, 0.8, 0.7, 0.6], 1, false), ([0.5, 0.8, 0.5, 0.8], 3, true),
]

/// Seven rows in batches of 3; a patience that is never used up by 13 batches.
private func task(using random: inout SplitMix64) -> Task {
  func rows(_ n: Int) -> Rows {
    var rows = Rows()
    for i in 0..<n {
      rows.x.append([Double.random(in: -2...2, using: &random), Double.random(in: -2...2, using: &random)])
      rows.labels.append(i == 0 ? 0 : i == 1 ? 1 : Int.random(in: 0...1, using: &random))
    }
    return rows
  }
  func layer(_ inputs: Int, _ outputs: Int) -> Net.Layer {
    Net.Layer(
      weights: (0..<inputs).map { _ in (0..<outputs).map { _ in Double.random(in: -1...1, using: &random) } },
      bias: (0..<outputs).map { _ in Double.random(in: -0.5...0.5, using: &random) })
  }
  return Task(
    net: Net(layers: [layer(2, 3), layer(3, 2)]), training: rows(7), validation: rows(5), batchSize: 3, patience: 9,
    rate: 0.05, seed: random.next())
}

private func refusal(_ call: () throws -> Any) -> String? {
  do { _ = try call() } catch { return "\(error)" }
  return nil
}

// MARK: - Wrong and right ways

private enum Refused: Error {
  case noExamples, network
}

/// How a run goes, right unless one of these is changed.
private struct Way {
  enum Cut { case none, round, optimizer, generator, curve }
  enum Best { case right, last, before }
  enum Stop { case right, counted, late, ties, rises, byCall }
  enum Cutting { case right, dropsShort, fills }
  enum Order { case shuffled, asStored, same }
  enum Validates { case right, training, learnt, everyBatch, batchLoss }

  var cut = Cut.none
  var best = Best.right
  var stop = Stop.right
  var cutting = Cutting.right
  var order = Order.shuffled
  var validates = Validates.right
  var shares = false

  func batches(_ order: [Int], _ size: Int) -> [[Int]] {
    var result: [[Int]] = []
    for (place, row) in order.enumerated() {
      if place % size == 0 { result.append([]) }
      result[place / size].append(row)
    }
    let missing = size * result.count - order.count
    if cutting == .dropsShort, missing > 0, result.count > 1 { result.removeLast() }
    if cutting == .fills, missing > 0, result.count > 1 { result[result.count - 1] += order.prefix(missing) }
    return result
  }

  func isFinished(_ curve: [Double], _ patience: Int) -> Bool {
    var (least, without) = (Double.infinity, 0)
    for (r, value) in curve.enumerated() {
      let isProgress =
        switch stop {
        case .ties: value <= least
        case .rises: r == 0 || value < curve[r - 1]
        default: value < least
        }
      without = isProgress ? 0 : without + 1
      least = min(least, value)
    }
    return stop == .late ? without > patience : without >= patience
  }

  func trained(_ task: Task, _ counts: [Int]) -> Outcome {
    (try? run(task, counts)) ?? Outcome(losses: [], curve: [], parameters: [], best: [], isFinished: false)
  }

  /// All that a run knows.
  struct State {
    var w: [Double]
    var adam: Adam
    var generator: SplitMix64
    var left: [[Int]] = []
    var curve: [Double] = []
    /// The curve as far as the stopping knows of it.
    var known: [Double] = []
    var best: [Double] = []
    var before: [Double]
  }

  func run(_ task: Task, _ counts: [Int]) throws -> Outcome {
    let w = task.net.list
    var state = State(w: w, adam: Adam(w.count), generator: SplitMix64(seed: task.seed), before: w)
    var losses: [[Double]] = []
    for count in counts {
      if task.rehearses {
        var copy = state
        _ = try advance(&copy, 3, task)
        if shares { state = copy }
      }
      losses.append(try advance(&state, count, task))
    }
    let best = self.best == .last || state.best.isEmpty ? state.w : state.best
    return Outcome(
      losses: losses, curve: state.curve, parameters: state.w, best: best,
      isFinished: isFinished(state.known, task.patience))
  }

  func advance(_ state: inout State, _ count: Int, _ task: Task) throws -> [Double] {
    guard !task.training.x.isEmpty, !task.validation.x.isEmpty else { throw Refused.noExamples }
    var rows = task.training
    if validates == .learnt {
      rows.x += task.validation.x
      rows.labels += task.validation.labels
    }
    switch cut {
    case .none: break
    case .round: state.left = []
    case .optimizer: state.adam = Adam(state.w.count)
    case .generator: state.generator = SplitMix64(seed: task.seed)
    case .curve: state.known = []
    }
    var losses: [Double] = []
    let wasFinished = isFinished(state.known, task.patience)
    while losses.count < count, stop == .byCall ? !wasFinished : !isFinished(state.known, task.patience) {
      if state.left.isEmpty {
        state.before = state.w
        var copy = state.generator
        let shuffled = rows.x.indices.shuffled(using: &copy)
        if order == .shuffled { state.generator = copy }
        state.left = batches(order == .asStored ? Array(rows.x.indices) : shuffled, task.batchSize)
      }
      let batch = state.left.removeFirst()
      let taken = Rows(x: batch.map { rows.x[$0] }, labels: batch.map { rows.labels[$0] })
      let (loss, gradient) = try slopes(state.w, task.net, taken)
      state.adam.step(&state.w, gradient, task.rate)
      losses.append(loss)
      guard state.left.isEmpty || validates == .everyBatch else { continue }
      let judged = validates == .training ? task.training : task.validation
      let value = validates == .batchLoss ? loss : try slopes(state.w, task.net, judged).loss
      let least = state.known.min() ?? .infinity
      if value < least || stop == .ties && value == least { state.best = best == .before ? state.before : state.w }
      state.curve.append(value)
      state.known.append(value)
    }
    return losses
  }

  struct Adam {
    var m, v: [Double]
    var t = 0.0

    init(_ n: Int) { (m, v) = ([Double](repeating: 0, count: n), [Double](repeating: 0, count: n)) }

    mutating func step(_ w: inout [Double], _ g: [Double], _ rate: Double) {
      t += 1
      for i in w.indices {
        m[i] = 0.9 * m[i] + 0.1 * g[i]
        v[i] = 0.999 * v[i] + 0.001 * g[i] * g[i]
        w[i] -= rate * (m[i] / (1 - pow(0.9, t))) / ((v[i] / (1 - pow(0.999, t))).squareRoot() + 1e-8)
      }
    }
  }
}

/// Loss and gradient of a network of two layers with the parameters w, row by row from the definition.
private func slopes(_ w: [Double], _ net: Net, _ rows: Rows) throws -> (loss: Double, gradient: [Double]) {
  let (d, h, k) = (net.layers[0].weights.count, net.layers[0].bias.count, net.layers[1].bias.count)
  let (b1, w2, b2) = (d * h, (d + 1) * h, (d + 1) * h + h * k)
  var (loss, gradient) = (0.0, w.map { _ in 0.0 })
  let n = Double(rows.x.count)
  for (x, label) in zip(rows.x, rows.labels) {
    guard x.allSatisfy(\.isFinite), (0..<k).contains(label) else { throw Refused.network }
    var hidden = [Double](repeating: 0, count: h)
    for j in 0..<h {
      var z = w[b1 + j]
      for i in 0..<d { z += x[i] * w[i * h + j] }
      hidden[j] = tanh(z)
    }
    var p = [Double](repeating: 0, count: k)
    for c in 0..<k {
      p[c] = w[b2 + c]
      for j in 0..<h { p[c] += hidden[j] * w[w2 + j * k + c] }
    }
    let largest = p.max() ?? 0
    let total = p.reduce(0) { $0 + exp($1 - largest) }
    loss += (largest + log(total) - p[label]) / n
    for c in 0..<k { p[c] = (exp(p[c] - largest) / total - (c == label ? 1 : 0)) / n }
    for c in 0..<k { gradient[b2 + c] += p[c] }
    for j in 0..<h {
      var back = 0.0
      for c in 0..<k {
        gradient[w2 + j * k + c] += hidden[j] * p[c]
        back += w[w2 + j * k + c] * p[c]
      }
      back *= 1 - hidden[j] * hidden[j]
      gradient[b1 + j] += back
      for i in 0..<d { gradient[i * h + j] += x[i] * back }
    }
  }
  return (loss, gradient)
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      batches: .init { fixed.batches($0, $1) }, isFinished: .init { fixed.isFinished($0, $1) },
      trained: .init { try fixed.run($0, $1) })
  }
}
