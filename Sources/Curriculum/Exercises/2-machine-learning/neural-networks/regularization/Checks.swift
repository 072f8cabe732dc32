import Checking
import Glibc
import LabData
import LabNumerics

/// A network as arrays.
struct Net: Hashable {
  struct Layer: Hashable {
    /// Shape (inputs, outputs).
    var weights: [[Double]]
    var bias: [Double]
  }

  var layers: [Layer]
  /// tanh between the layers; else ReLU.
  var isBentByTanh = true

  /// Layer after layer, of each the weights row by row, then the bias.
  var list: [Double] { layers.flatMap { $0.weights.flatMap { $0 } + $0.bias } }
}

struct Setting: Hashable, CustomStringConvertible {
  var net: Net
  var keep = 1.0
  var smoothing = 0.0
  var decay = 0.0

  var description: String {
    let sizes = [net.layers.first?.weights.count ?? 0] + net.layers.map(\.bias.count)
    let shape = sizes.map(String.init).joined(separator: "-")
    return "a network \(shape), keep \(keep), smoothing \(smoothing), decay \(decay)"
  }
}

/// Rows with their classes.
struct Rows: Hashable, CustomStringConvertible {
  var x: [[Double]] = []
  var labels: [Int] = []

  var description: String { "\(x.count) rows" }
}

/// How a training goes, beside what is trained.
struct Plan: Hashable, CustomStringConvertible {
  var batches: [[Int]]
  /// Of Adam.
  var rate: Double
  /// Of the generator of the masks.
  var seed: UInt64
  /// `train` is called so often, each time with as many of the batches, the same optimizer and the same generator.
  var calls = 1

  var description: String {
    "batches \(batches)\(calls == 1 ? "" : " in \(calls) calls"), rate \(rate), seed \(seed)"
  }
}

struct Slopes: Observable {
  var loss: Double
  var gradient: [Double]

  var observation: Observation { Observation(loss.observation, gradient.observation) }
}

struct Trained: Observable {
  var losses: [Double]
  var parameters: [Double]

  var observation: Observation { Observation(losses.observation, parameters.observation) }
}

struct Submission {
  var dropped: Function<[[Double]], [[Bool]], Double, [[Double]]>
  var leastLoss: Function<Int, Double, Double>
  var masks: Function<Setting, Int, UInt64, [[[Bool]]]>
  /// What the generator gives next when the masks have been drawn.
  var numberAfterMasks: Function<Setting, Int, UInt64, Double>
  var lossAndGradient: Function<Setting, Rows, [[[Bool]]], Slopes>
  var validationLoss: Function<Setting, Rows, Double>
  var trained: Function<Setting, Rows, Plan, Trained>
  /// The parameters that a training leaves which an error ends; nil if none does.
  var interrupted: Function<Setting, Rows, Plan, [Double]?>
}

// Sums of at most 16 products over at most three layers.
private let sums = Tolerance.ofLargest(256 * 0x1p-52)

enum Regularization: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("drops what the mask takes, and enlarges the rest") { s in
        expect(
          try s.dropped([[3, -1, 2]], [[true, false, true]], 0.5), equals: [[6, 0, 4]],
          "The worked example: 3/½, 0, 2/½."
        )
        expect(
          try s.dropped([[3, -1], [2, 5]], [[true, true], [false, true]], 1), equals: [[3, -1], [0, 5]],
          "With keep 1 nothing is enlarged; what the mask takes is 0 all the same.")
        expect(try s.dropped([], [], 0.5), equals: [[Double]](), "No rows, no rows.")
      },
      // The mean over all 2⁴ masks, each with its probability: a sum of 16 terms.
      Check("keeps the mean over all masks", cases: 3) { s, random in
        let (a, keep) = (table(2, 2, using: &random), Double.random(in: 0.3...0.9, using: &random))
        var mean = [[0.0, 0], [0, 0]]
        for bits in 0..<16 {
          let mask = (0..<2).map { i in (0..<2).map { j in bits >> (2 * i + j) & 1 == 1 } }
          let probability = (0..<4).reduce(1) { $0 * (bits >> $1 & 1 == 1 ? keep : 1 - keep) }
          let value = try s.dropped(a, mask, keep)
          guard value.map(\.count) == [2, 2] else {
            expect(false, "dropped returns another shape than that of its rows")
            continue
          }
          for i in 0..<2 { for j in 0..<2 { mean[i][j] += probability * value[i][j] } }
        }
        expect(
          mean, equals: a, within: sums, "E[m·a/p] = a: divide by the probability to stay, once.",
          what: "the mean of dropped(a) over all masks")
      },
      Check("knows what smoothed labels cost at least", cases: 2) { s, random in
        expect(
          try s.leastLoss(10, 0), equals: 0, "Without smoothing a network can be right and sure: p·log p goes to 0.")
        expect(
          try s.leastLoss(2, 0.1), equals: -(0.95 * log(0.95) + 0.05 * log(0.05)), within: .ulps(8),
          "Targets 0.95 and 0.05: their entropy.")
        let (k, share) = (Int.random(in: 3...12, using: &random), Double.random(in: 0.05...0.9, using: &random))
        expect(
          try s.leastLoss(k, 1), equals: log(Double(k)), within: .ulps(8), "All classes alike: log K.")
        // The loss of scores (g, 0, …, 0) is log(e^g + K − 1) − t·g, with t the target of the right class. Its least value
        // is looked for by halving the slope's sign, which needs no entropy.
        let target = 1 - share + share / Double(k)
        var (low, high) = (-1.0, 40.0)
        for _ in 0..<100 {
          let g = (low + high) / 2
          if exp(g) / (exp(g) + Double(k - 1)) < target { low = g } else { high = g }
        }
        expect(
          try s.leastLoss(k, share), equals: log(exp(low) + Double(k - 1)) - target * low, within: .relative(1e-12),
          "The least loss of any scores: the entropy of the targets 1 − ε + ε/K and K − 1 times ε/K.")
        // With x = (K − 1)·ε/K for all others together: −(1 − x)·log(1 − x) − x·log(ε/K). 1 − x has an error of 2⁻⁵³ or
        // two, and so has what its logarithm gives.
        for (k, share) in [(10.0, 1e-13), (1000, 1e-10), (3, 1e-6)] {
          let x = (k - 1) * share / k
          expect(
            try s.leastLoss(Int(k), share), equals: -(1 - x) * log1p(-x) - x * log(share / k),
            within: .absolute(8 * 0x1p-52 * (1 + log(k))),
            "However small ε is, its share of the entropy is large beside it: no floor under p, no ε taken for 0.")
        }
      },
      Check("draws who takes part", cases: 3) { s, random in
        var setting = Setting(net: drawn([3, 4, 5, 2], using: &random))
        let seed = random.next()
        var generator = SplitMix64(seed: seed)
        // One of the numbers that will be drawn, so that its unit shows whether < or ≤ is asked.
        let numbers = (0..<54).map { _ in Double.random(in: 0..<1, using: &generator) }
        setting.keep = numbers.first { (0.3...0.8).contains($0) } ?? 0.5
        generator = SplitMix64(seed: seed)
        let right = [4, 5].map { width in
          (0..<6).map { _ in (0..<width).map { _ in Double.random(in: 0..<1, using: &generator) < setting.keep } }
        }
        let masks = try s.masks(setting, 6, seed)
        expect(
          masks.map { $0.map(\.count) } == right.map { $0.map(\.count) },
          "the masks of 6 rows for layers 3 → 4 → 5 → 2 have not the shapes (6, 4) and (6, 5)",
          "One mask for each hidden layer, with an entry for each row and unit.")
        expect(
          masks.flatMap { $0.flatMap { $0.map { $0 ? 1 : 0 } } },
          equals: right.flatMap { $0.flatMap { $0.map { $0 ? 1 : 0 } } },
          "A unit stays if its number is below keep; the numbers come layer by layer, row by row.",
          what: "who stays (1) and who does not (0)")
        for keep in [setting.keep, 1] {
          setting.keep = keep
          generator = SplitMix64(seed: seed)
          for _ in 0..<54 { _ = Double.random(in: 0..<1, using: &generator) }
          expect(
            try s.numberAfterMasks(setting, 6, seed), equals: Double.random(in: 0..<1, using: &generator),
            "One number for each unit, 6·4 + 6·5 of them from the generator that is given, with keep 1 as well.",
            what: "the number that the generator gives after the masks of 6 rows, keep \(short(keep)),")
        }
        expect(
          try s.masks(setting, 3, seed).allSatisfy { $0.allSatisfy { $0.allSatisfy { $0 } } },
          "keep is 1, and a unit is dropped", "Every number in 0 ..< 1 is below 1.")
        expect(
          try s.masks(setting, 0, seed).map(\.count) == [0, 0],
          "the masks of no rows for layers 3 → 4 → 5 → 2 are not two masks without rows",
          "A mask for each hidden layer, whatever the number of rows.")
        expect(
          try s.masks(Setting(net: drawn([3, 2], using: &random), keep: 0.5), 4, seed).isEmpty,
          "a network of one layer has a mask", "Its only layer gives the scores, and those are never dropped.")
      },
      Check("goes forwards and backwards through the masks", cases: 3) { s, random in
        for (sizes, isTanh) in [([3, 4, 5, 2], true), ([2, 6, 3], false), ([4, 3], true)] {
          let (net, rows) = smooth(sizes, isTanh, using: &random)
          var setting = Setting(net: net)
          setting.keep = Double.random(in: 0.4...0.8, using: &random)
          setting.smoothing = Double.random(in: 0.05...0.4, using: &random)
          setting.decay = 0.5
          let masks = sizes.dropFirst().dropLast().map { width in
            (0..<5).map { _ in (0..<width).map { _ in Bool.random(using: &random) } }
          }
          let words = "\(sizes.map(String.init).joined(separator: " → ")), keep \(short(setting.keep))"
          let slopes = try s.lossAndGradient(setting, rows, masks)
          expect(
            slopes.loss, equals: loss(setting, rows, masks), within: sums,
            "Behind each bend the mask and 1/keep; at the end cross entropy with smoothed targets.",
            what: "the loss of \(words)")
          expect(
            gradient: slopes.gradient,
            of: { w in
              var moved = setting
              moved.net = setting.net.with(w)
              return loss(moved, rows, masks)
            }, at: setting.net.list, using: &random,
            "What was multiplied by 0 or 1/keep forwards is multiplied by the same backwards. The decay is no part of it.",
            what: "the gradient of \(words)")
        }
      },
      Check("is the plain network without all that", cases: 2) { s, random in
        let (setting, rows) = (Setting(net: drawn([3, 5, 3], using: &random)), rows(4, [3, 5, 3], using: &random))
        let all = [[[Bool]](repeating: [Bool](repeating: true, count: 5), count: 4)]
        let plain = loss(setting, rows, all)
        expect(
          try s.lossAndGradient(setting, rows, all).loss, equals: plain, within: sums, "keep 1, smoothing 0.",
          what: "the loss")
        let still = try s.trained(setting, rows, Plan(batches: [], rate: 0.1, seed: 1))
        expect(
          still.losses.isEmpty && still.parameters == setting.net.list, "without a batch something moved",
          "No batches: no losses, nothing moves.")
      },
      Check("validates the network as it is used", cases: 2) { s, random in
        let rows = rows(7, [3, 6, 4], using: &random)
        var setting = Setting(net: drawn([3, 6, 4], using: &random))
        let all = [[[Bool]](repeating: [Bool](repeating: true, count: 6), count: 7)]
        let plain = loss(setting, rows, all)
        (setting.keep, setting.smoothing, setting.decay) = (0.5, 0.3, 0.7)
        expect(
          try s.validationLoss(setting, rows), equals: plain, within: sums,
          "All units with the weights as they are, sharp labels: what keep and smoothing were in training plays no part.",
          what: "the validation loss")
      },
      // All rows score all classes alike, and smoothing 1 asks for just that: the gradient is 0 up to 2⁻⁵³ or so, of which
      // Adam makes steps of at most 2⁻⁵³/10⁻⁸ ≈ 10⁻⁸ times the rate. What moves is the decay's.
      Check("takes weights back, and leaves biases alone", cases: 2) { s, random in
        var net = drawn([3, 4, 2], using: &random)
        net.layers[1].weights = net.layers[1].weights.map { [$0[0], $0[0]] }
        net.layers[1].bias = [0.25, 0.25]
        let setting = Setting(net: net, keep: 0.5, smoothing: 1, decay: 3)
        let plan = Plan(batches: [[0, 1], [2], [1, 3]], rate: 0.05, seed: random.next())
        let share = 0.85 * 0.85 * 0.85
        let right = net.layers.flatMap { $0.weights.flatMap { $0.map { share * $0 } } + $0.bias }
        expect(
          try s.trained(setting, rows(4, [3, 4, 2], using: &random), plan).parameters, equals: right,
          within: .absolute(1e-8),
          "Three steps with η·λ = 0.15 leave 0.85³ of each weight; this gradient is 0. Biases are not decayed.",
          what: "the parameters")
      },
      // tanh has no flat part, so no gradient is 0 to rounding: see training-loop. 8 steps.
      Check("takes a step for each batch", cases: 2) { s, random in
        let rows = rows(9, [2, 4, 3], using: &random)
        let setting = Setting(net: drawn([2, 4, 3], using: &random), keep: 0.6, smoothing: 0.1, decay: 0.4)
        let plan = Plan(
          batches: [[0, 3, 4], [8, 1], [5, 2, 7, 6], [3], [0, 8, 7], [1, 2], [4, 5], [6, 0, 2]], rate: 0.1,
          seed: random.next())
        let right = try Way().trained(setting, rows, plan)
        let trained = try s.trained(setting, rows, plan)
        expect(
          trained.losses, equals: right.losses, within: .ofLargest(1e-9),
          "Of each batch the smoothed loss through its own masks, before the step.", what: "the losses")
        expect(
          trained.parameters, equals: right.parameters, within: .ofLargest(1e-9),
          "Masks, the gradient at W, W ← W − η·λ·W, the optimizer's step.", what: "the parameters")
        // All numbers of the same program, so that only what the second call begins with shows here.
        var halves = plan
        halves.calls = 2
        expect(
          try s.trained(setting, rows, halves).parameters, equals: trained.parameters, within: .ofLargest(1e-9),
          "Both are inout: what Adam has seen and where the generator stands goes on in the next call.",
          what: "the parameters after two calls with four batches each, beside one call with all eight,")
      },
      Check("hands on what is wrong") { s in
        for keep in [0, -0.5, 1.5, Double.nan, .infinity] {
          expect(throws: Refusal.keep(keep), "0 < keep ≤ 1.") { try s.dropped([[1, 2]], [[true, false]], keep) }
          expect(throws: Refusal.keep(keep), "keep is wrong without rows, too.") { try s.dropped([], [], keep) }
          expect(throws: Refusal.keep(keep), "keep first, then the mask.") { try s.dropped([[1, 2]], [[true]], keep) }
        }
        for mask in [[[true]], [], [[true, true], [true, true]], [[true, true, true]]] as [[[Bool]]] {
          expect(throws: Refusal.mask, "A mask has the shape of what it covers.") {
            try s.dropped([[1, 2]], mask, 0.5)
          }
        }
        expect(throws: Refusal.mask, "Each row of a mask has the length of its row.") {
          try s.dropped([[1, 2], [3, 4]], [[true, true], [true]], 0.5)
        }
        var random = SplitMix64(seed: 4)
        let (setting, rows) = (
          Setting(net: drawn([2, 3, 2], using: &random), keep: 0.5, decay: 0.5), rows(2, [2, 3, 2], using: &random)
        )
        let right = [[[true, false, true], [true, true, false]]]
        expect(
          try s.lossAndGradient(setting, rows, right).loss, equals: loss(setting, rows, right), within: sums,
          "A mask of the right shape.", what: "the loss")
        for masks in [[], [[[true, true, true]]], right + right, right + [[[true, true], [true, true]]]] as [[[[Bool]]]]
        {
          expect(throws: Refusal.mask, "One mask for each hidden layer, a row of it for each row.") {
            try s.lossAndGradient(setting, rows, masks)
          }
        }
        expect(throws: Refusal.mask, "One mask for each hidden layer, with keep 1 as well.") {
          try s.lossAndGradient(Setting(net: setting.net), rows, [])
        }
        expect(throws: Refusal.keep(0), "0 < keep ≤ 1, in the network as well.") {
          try s.lossAndGradient(Setting(net: setting.net, keep: 0), rows, right)
        }
        var wrong = rows
        wrong.labels[1] = 2
        expect(
          isRefused { try s.lossAndGradient(setting, wrong, right) }, "label 2 of two classes was not refused",
          "softmaxCrossEntropy throws.")
        expect(
          isRefused { try s.validationLoss(setting, wrong) },
          "label 2 of two classes was not refused in the validation",
          "softmaxCrossEntropy throws.")
        let left = try s.interrupted(setting, wrong, Plan(batches: [[0], [0, 1], [0]], rate: 0.1, seed: 6))
        expect(left != nil, "label 2 of two classes was not refused in the training", "softmaxCrossEntropy throws.")
        if let left {
          // Beside the same program's first step alone, so that only what the error does shows here.
          expect(
            left, equals: try s.trained(setting, wrong, Plan(batches: [[0]], rate: 0.1, seed: 6)).parameters,
            within: .ofLargest(1e-9),
            "The batch before has been learnt from, that with the wrong label has moved nothing, not even by decay.",
            what: "what the second of three batches, which has a wrong label, leaves as parameters")
        }
      },
      // Computed with NumPy over 30 draws of start and masks: 1.40 ± 0.09 without, 1.09 ± 0.03 with dropout and decay.
      // With the draws fixed here a right program has 0.852 of the loss, whatever the seed of the run.
      Check("learns fewer wrong labels by heart") { s in
        let digits = try digits.get()
        let plan = Plan(
          batches: (0..<30).flatMap { _ in (0..<10).map { b in (0..<20).map { 20 * b + $0 } } }, rate: 0.01, seed: 5)
        var setting = Setting(net: he([64, 32, 10], seed: 3))
        let losses = try [(1.0, 0.0), (0.8, 1)].map { keep, decay in
          var net = setting
          (net.keep, net.decay) = (keep, decay)
          net.net = net.net.with(try s.trained(net, digits.training, plan).parameters)
          return try s.validationLoss(net, digits.validation)
        }
        setting.keep = 0.8
        expect(
          "the validation loss with dropout and decay, as a share of that without", losses[1] / losses[0], atMost: 0.9,
          "200 digits, 40 of them with labels by chance: without, they are learnt by heart. The share is 0.85.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "not enlarged", .way { $0.scaling = .none },
        """
        With half of the units away each sum is half as large, in training. Used with all units the network meets sums that \
        it has never seen. Divide by keep what stays.
        """),
      Misconception(
        "multiplied by keep in training", .way { $0.scaling = .times },
        """
        The mean of m·a is p·a; to have a again you must divide by p. Multiplied once more it is p²·a.
        """),
      Misconception(
        "enlarged twice", .way { $0.scaling = .twice },
        """
        Dropping and enlarging are one step, done by `dropped`. You divide by keep a second time.
        """),
      Misconception(
        "enlarged in training, made small in use", .way { $0.validation = .scaled },
        """
        There are two conventions: multiply by keep in use, or divide by keep in training. Both at once is once too much.
        """),
      Misconception(
        "dropout in use", .way { $0.validation = .masked },
        """
        The validation loss is that of a network without half of its units: noisy, too high, and another one on each call.
        """),
      Misconception(
        "smoothed labels in the validation", .way { $0.validation = .smoothed },
        """
        Losses with different smoothing cannot be compared: the smoothed one does not go to 0. Validate with the labels as \
        they are.
        """),
      Misconception(
        "the mask says who goes", .way { $0.isInverted = true },
        """
        true in a mask means that the unit stays.
        """),
      Misconception(
        "keep taken for the share dropped", .way { $0.draw = .rate },
        """
        PyTorch's p is the share dropped, the paper's the share kept. Here `keep` says what it is: a unit stays if its number \
        is below keep.
        """),
      Misconception(
        "a number that is keep stays", .way { $0.draw = .orEqual },
        """
        Numbers in 0 ..< 1 are below keep with just the probability keep. ≤ lets one more through.
        """),
      Misconception(
        "no numbers drawn for keep 1", .way { $0.draw = .skips },
        """
        With keep 1 all stay, but the numbers are drawn all the same: otherwise whatever the generator makes next would \
        depend on keep.
        """),
      Misconception(
        "one draw for all rows", .way { $0.draw = .oneRow },
        """
        Each row of a batch has a sub-network of its own; with one mask for all of them the gradient is that of one.
        """),
      Misconception(
        "all masks from the same numbers", .way { $0.draw = .restarts },
        """
        `var g = generator` in the loop copies it, and every batch, every layer gets the same numbers. Hand on &generator.
        """),
      Misconception(
        "the same masks in every step", .way { $0.draw = .once },
        """
        Masks drawn before the loop train one thinned network, over and over. Draw new ones for each batch.
        """),
      Misconception(
        "a copied optimizer", .way { $0.secondCall = .optimizerAnew },
        """
        `var o = optimizer` is a copy: what Adam has seen is forgotten when `train` returns. Step with the one that is \
        given, which is inout.
        """),
      Misconception(
        "a copied generator", .way { $0.secondCall = .generatorAnew },
        """
        You draw from a copy of the generator, so the next call begins with the same masks. Hand on &generator.
        """),
      Misconception(
        "dropped before the bend", .way { $0.place = .sum },
        """
        tanh(z/p) is not tanh(z)/p. What has a mean to be kept is the unit's output; drop behind the bend.
        """),
      Misconception(
        "the gradient past the mask", .way { $0.back = .unmasked },
        """
        A unit that took no part has no share in the loss, so nothing comes back to it. Multiply the gradient by m/p, too.
        """),
      Misconception(
        "the gradient masked, not enlarged", .way { $0.back = .unscaled },
        """
        Forwards a was multiplied by 1/p; the chain rule multiplies the gradient by 1/p as well.
        """),
      Misconception(
        "weights' gradient from the values before dropout", .way { $0.back = .undroppedInput },
        """
        The next layer was given the dropped values; its gradient by W is their product with the upstream. A dropped unit's \
        weights must not move.
        """),
      Misconception(
        "ε spread over the other classes", .way { $0.spread = .others },
        """
        Spread over K − 1 classes the right one keeps 1 − ε. Here ε is spread over all K, the right one among them.
        """),
      Misconception(
        "the right class keeps 1 − ε in the least loss", .way { $0.least = .own },
        """
        The right class has its share ε/K of what is spread as well: 1 − ε + ε/K. Otherwise the targets do not add up to 1.
        """),
      Misconception(
        "0·log 0 in the least loss", .way { $0.least = .nan },
        """
        log 0 is −∞ and 0 times it is NaN in floating point; p·log p goes to 0. Without smoothing the least loss is 0.
        """),
      Misconception(
        "the least loss in bits", .way { $0.least = .bits },
        """
        The losses here are in nats, with the natural logarithm.
        """),
      Misconception(
        "a floor under the probabilities", .way { $0.least = .floor },
        """
        max(p, 10⁻¹²) keeps log p finite, and is wrong for every smaller p that is not 0. p·log p is to be left out where \
        p is 0, and there alone.
        """),
      Misconception(
        "without rows nothing is looked at", .way { $0.asksNothingOfNone = true },
        """
        `if a.isEmpty { return [] }` stands before the guards, so a keep of 0 or NaN passes with the first empty batch and \
        is found much later.
        """),
      Misconception(
        "biases decayed", .way { $0.decay = .all },
        """
        A bias bends nothing: taken back it only shifts the unit away from where the data are. Shrink the weights alone.
        """),
      Misconception(
        "λ·W in Adam's gradient", .way { $0.decay = .inGradient },
        """
        Adam divides what it is given by √v̂, so weights with large gradients would be decayed less. Decoupled, each weight \
        loses the same share.
        """),
      Misconception(
        "decay without the learning rate", .way { $0.decay = .withoutRate },
        """
        Each step takes η·λ of a weight, not λ: with a smaller rate there are more steps, and the decay of an epoch stays.
        """),
      Misconception(
        "decay left out", .way { $0.decay = .none },
        """
        `decay` is not used, or the shrunk weights are overwritten by the parameters from before.
        """),
      Misconception(
        "decay after the step", .way { $0.decay = .after },
        """
        Shrunk is W as it was, then the step is taken whole. Shrunk afterwards the step loses its share, too.
        """),
      Misconception(
        "the gradient at the shrunk weights", .way { $0.decay = .first },
        """
        The weights are shrunk before the loss and the gradient are taken, which then are those of another network. First \
        the gradient, then the decay.
        """),
      Misconception(
        "nothing learnt when a batch fails", .way { $0.forgetsOnError = true },
        """
        You train a copy and put it back at the end, where an error never comes. Work on `net` itself, batch for batch.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("row by row, every path from its definition", .way { _ in }),
      Alternative("the least loss by log1p", .way { $0.least = .fine }),
    ]
  }
}

private enum Refusal: Error {
  case keep(Double), mask
  /// As softmaxCrossEntropy's, so that a learner's answers agree with a misconception's there, too.
  case label(row: Int)
}

// MARK: - Inputs

private func table(_ n: Int, _ d: Int, using random: inout SplitMix64) -> [[Double]] {
  (0..<n).map { _ in (0..<d).map { _ in Double.random(in: -2...2, using: &random) } }
}

private func rows(_ n: Int, _ sizes: [Int], using random: inout SplitMix64) -> Rows {
  let classes = sizes[sizes.count - 1]
  return Rows(
    x: table(n, sizes[0], using: &random), labels: (0..<n).map { _ in Int.random(in: 0..<classes, using: &random) })
}

private func drawn(_ sizes: [Int], using random: inout SplitMix64) -> Net {
  Net(
    layers: zip(sizes, sizes.dropFirst()).map { inputs, outputs in
      Net.Layer(
        weights: (0..<inputs).map { _ in (0..<outputs).map { _ in Double.random(in: -1...1, using: &random) } },
        bias: (0..<outputs).map { _ in Double.random(in: -0.5...0.5, using: &random) })
    })
}

/// A network and five rows; behind ReLUs the sums of the first layer stay on one side of 0 for all that differences try:
/// they change each parameter by 0.02 of the largest at most.
private func smooth(_ sizes: [Int], _ isBentByTanh: Bool, using random: inout SplitMix64) -> (Net, Rows) {
  for _ in 0..<10_000 {
    var net = drawn(sizes, using: &random)
    net.isBentByTanh = isBentByTanh
    let rows = rows(5, sizes, using: &random)
    let r = 0.02 * (net.list.map { abs($0) }.max() ?? 0)
    let isSmooth = rows.x.allSatisfy { x in
      let move = r * x.reduce(1) { $0 + abs($1) }
      return net.layers[0].bias.indices.allSatisfy { j in
        abs(zip(x, net.layers[0].weights).reduce(net.layers[0].bias[j]) { $0 + $1.0 * $1.1[j] }) > move
      }
    }
    if isBentByTanh || isSmooth { return (net, rows) }
  }
  return (drawn(sizes, using: &random), rows(5, sizes, using: &random))
}

private func he(_ sizes: [Int], seed: UInt64) -> Net {
  var random = SplitMix64(seed: seed)
  let layers = zip(sizes, sizes.dropFirst()).map { inputs, outputs in
    let bound = (6 / Double(inputs)).squareRoot()
    return Net.Layer(
      weights: (0..<inputs).map { _ in (0..<outputs).map { _ in Double.random(in: -bound...bound, using: &random) } },
      bias: [Double](repeating: 0, count: outputs))
  }
  return Net(layers: layers, isBentByTanh: false)
}

/// 200 digits to learn from, every fifth with a label by chance, and 400 others.
private let digits = Result { () throws -> (training: Rows, validation: Rows) in
  let csv = try Dataset("images/digits_8x8.csv.gz").csv()
  let table = try CSV(columns: csv.columns, rows: Array(csv.rows.prefix(600))).numbers(csv.columns)
  let x = table.map { $0.dropLast().map { $0 / 16 } }
  var labels = table.map { Int($0[64]) }
  var random = SplitMix64(seed: 8)
  for i in stride(from: 0, to: 200, by: 5) { labels[i] = Int.random(in: 0..<10, using: &random) }
  return (
    Rows(x: Array(x[..<200]), labels: Array(labels[..<200])), Rows(x: Array(x[200...]), labels: Array(labels[200...]))
  )
}

private func short(_ x: Double) -> String { "\((100 * x).rounded() / 100)" }

private func isRefused(_ call: () throws -> Any) -> Bool {
  do { _ = try call() } catch { return true }
  return false
}

extension Net {
  /// The same network with these parameters; without them where the count is another.
  fileprivate func with(_ list: [Double]) -> Net {
    guard list.count == self.list.count else { return self }
    var (net, place) = (self, 0)
    for l in layers.indices {
      for i in layers[l].weights.indices {
        net.layers[l].weights[i] = Array(list[place..<place + layers[l].bias.count])
        place += layers[l].bias.count
      }
      net.layers[l].bias = Array(list[place..<place + layers[l].bias.count])
      place += layers[l].bias.count
    }
    return net
  }
}

/// The smoothed loss through masks from its definition: a row at a time, −Σ t·log p.
private func loss(_ setting: Setting, _ rows: Rows, _ masks: [[[Bool]]]) -> Double {
  var total = 0.0
  for (i, label) in rows.labels.enumerated() {
    var values = rows.x[i]
    for (l, layer) in setting.net.layers.enumerated() {
      var next = layer.bias
      for j in next.indices {
        for (value, weights) in zip(values, layer.weights) { next[j] += value * weights[j] }
      }
      if l < masks.count {
        for j in next.indices {
          let bent = setting.net.isBentByTanh ? tanh(next[j]) : max(0, next[j])
          next[j] = masks[l][i][j] ? bent / setting.keep : 0
        }
      }
      values = next
    }
    let largest = values.max() ?? 0
    let logSum = largest + log(values.reduce(0) { $0 + exp($1 - largest) })
    for (k, score) in values.enumerated() {
      let target = setting.smoothing / Double(values.count) + (k == label ? 1 - setting.smoothing : 0)
      total += target * (logSum - score)
    }
  }
  return total / Double(rows.labels.count)
}

// MARK: - Wrong and right ways

/// How it is done, right unless one of these is changed.
private struct Way: Hashable {
  enum Scaling { case right, none, times, twice }
  enum Validation { case right, scaled, masked, smoothed }
  enum Draw { case right, rate, oneRow, restarts, once, orEqual, skips }
  enum SecondCall { case goesOn, optimizerAnew, generatorAnew }
  enum Place { case output, sum }
  enum Back { case right, unmasked, unscaled, undroppedInput }
  enum Spread { case all, others }
  enum Least { case right, own, nan, bits, floor, fine }
  enum Decay { case right, all, inGradient, withoutRate, none, after, first }

  var scaling = Scaling.right
  var validation = Validation.right
  var isInverted = false
  var draw = Draw.right
  var secondCall = SecondCall.goesOn
  var place = Place.output
  var back = Back.right
  var spread = Spread.all
  var least = Least.right
  var decay = Decay.right
  var asksNothingOfNone = false
  var forgetsOnError = false

  /// What a value that stays is multiplied by.
  func factor(_ keep: Double) -> Double {
    switch scaling {
    case .right: 1 / keep
    case .none: 1
    case .times: keep
    case .twice: 1 / (keep * keep)
    }
  }

  func dropped(_ a: [[Double]], _ mask: [[Bool]], _ keep: Double) throws -> [[Double]] {
    if asksNothingOfNone, a.isEmpty { return [] }
    guard keep > 0, keep <= 1 else { throw Refusal.keep(keep) }
    guard a.map(\.count) == mask.map(\.count) else { throw Refusal.mask }
    return a.indices.map { i in a[i].indices.map { mask[i][$0] != isInverted ? a[i][$0] * factor(keep) : 0 } }
  }

  func leastLoss(_ classes: Int, _ smoothing: Double) -> Double {
    let k = Double(classes)
    let other = spread == .others ? smoothing / (k - 1) : smoothing / k
    let own = spread == .others || least == .own ? 1 - smoothing : 1 - smoothing + smoothing / k
    if least == .fine, smoothing > 0 {
      let others = (k - 1) * other
      return -(1 - others) * log1p(-others) - others * log(other)
    }
    func term(_ p: Double) -> Double {
      p == 0 && least != .nan ? 0 : p * log(least == .floor ? max(p, 1e-12) : p)
    }
    return -(term(own) + (k - 1) * term(other)) / (least == .bits ? log(2) : 1)
  }

  func masks(_ setting: Setting, _ rows: Int, _ generator: inout SplitMix64) -> [[[Bool]]] {
    let first = generator
    let share = draw == .rate ? 1 - setting.keep : setting.keep
    defer { if draw == .restarts { generator = first } }
    return setting.net.layers.dropLast().map { layer in
      if draw == .restarts { generator = first }
      func stays() -> Bool {
        if draw == .skips, share == 1 { return true }
        let number = Double.random(in: 0..<1, using: &generator)
        return draw == .orEqual ? number <= share : number < share
      }
      func row() -> [Bool] { layer.bias.map { _ in stays() } }
      guard draw == .oneRow else { return (0..<rows).map { _ in row() } }
      return [[Bool]](repeating: row(), count: rows)
    }
  }

  func slopes(_ setting: Setting, _ rows: Rows, _ masks: [[[Bool]]]) throws -> Slopes {
    let layers = setting.net.layers
    guard setting.keep > 0, setting.keep <= 1 else { throw Refusal.keep(setting.keep) }
    guard masks.count == layers.count - 1 else { throw Refusal.mask }
    for (mask, layer) in zip(masks, layers) where mask.map(\.count) != rows.x.map({ _ in layer.bias.count }) {
      throw Refusal.mask
    }
    let classes = layers[layers.count - 1].bias.count
    if let row = rows.labels.firstIndex(where: { !(0..<classes).contains($0) }) { throw Refusal.label(row: row) }
    let n = Double(rows.x.count)
    let scale = factor(setting.keep)
    var gradients = layers.map {
      Net.Layer(weights: $0.weights.map { $0.map { _ in 0 } }, bias: $0.bias.map { _ in 0 })
    }
    var loss = 0.0
    for (i, label) in rows.labels.enumerated() {
      var (inputs, bent, slopes): ([[Double]], [[Double]], [[Double]]) = ([rows.x[i]], [rows.x[i]], [])
      for (l, layer) in layers.enumerated() {
        var z = layer.bias
        for (value, weights) in zip(inputs[l], layer.weights) where value != 0 {
          for j in z.indices { z[j] += value * weights[j] }
        }
        guard l < masks.count else {
          inputs.append(z)
          break
        }
        let factors = masks[l][i].map { $0 != isInverted ? scale : 0 }
        if place == .sum { for j in z.indices { z[j] *= factors[j] } }
        let a = z.map { setting.net.isBentByTanh ? tanh($0) : $0 > 0 ? $0 : 0 }
        bent.append(a)
        inputs.append(place == .sum ? a : a.indices.map { a[$0] * factors[$0] })
        slopes.append(
          z.indices.map { j in
            let slope = setting.net.isBentByTanh ? 1 - a[j] * a[j] : z[j] > 0 ? 1 : 0
            switch back {
            case .right, .undroppedInput: return slope * factors[j]
            case .unmasked: return slope
            case .unscaled: return factors[j] == 0 ? 0 : slope
            }
          })
      }
      let scores = inputs[layers.count]
      let largest = scores.max() ?? 0
      let logSum = largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
      var upstream = scores
      for k in scores.indices {
        let share = setting.smoothing / Double(spread == .others ? classes - 1 : classes)
        let target = k == label ? 1 - setting.smoothing + (spread == .others ? 0 : share) : share
        loss += target * (logSum - scores[k]) / n
        upstream[k] = (exp(scores[k] - logSum) - target) / n
      }
      for l in layers.indices.reversed() {
        let given = back == .undroppedInput ? bent[l] : inputs[l]
        for (j, slope) in upstream.enumerated() { gradients[l].bias[j] += slope }
        for (row, value) in given.enumerated() where value != 0 {
          for (j, slope) in upstream.enumerated() { gradients[l].weights[row][j] += value * slope }
        }
        guard l > 0 else { break }
        upstream = layers[l].weights.enumerated().map { row, weights in
          guard slopes[l - 1][row] != 0 else { return 0 }
          var sum = 0.0
          for (weight, slope) in zip(weights, upstream) { sum += weight * slope }
          return sum * slopes[l - 1][row]
        }
      }
    }
    return Slopes(loss: loss, gradient: Net(layers: gradients).list)
  }

  func validationLoss(_ setting: Setting, _ rows: Rows) throws -> Double {
    var setting = setting
    var generator = SplitMix64(seed: 1)
    let drawn = masks(setting, rows.x.count, &generator)
    if validation != .smoothed { setting.smoothing = 0 }
    if validation == .masked { return try slopes(setting, rows, drawn).loss }
    if validation == .scaled {
      for l in setting.net.layers.indices.dropFirst() {
        setting.net.layers[l].weights = setting.net.layers[l].weights.map { $0.map { $0 * setting.keep } }
      }
    }
    setting.keep = 1
    var plain = Way()
    plain.spread = spread
    return try plain.slopes(setting, rows, drawn.map { $0.map { $0.map { _ in true } } }).loss
  }

  /// Adds to `all` what the batches give, as far as they go.
  func train(_ setting: Setting, _ rows: Rows, _ plan: Plan, into all: inout Trained) throws {
    var (setting, generator) = (setting, SplitMix64(seed: plan.seed))
    var w = setting.net.list
    all.parameters = w
    let isWeight = setting.net.layers.flatMap { layer in
      layer.weights.flatMap { $0.map { _ in true } } + layer.bias.map { _ in decay == .all }
    }
    let first = generator
    let largest = plan.batches.map(\.count).max() ?? 0
    let fixed = masks(setting, largest, &generator)
    generator = first
    var (m, v, t) = (w.map { _ in 0.0 }, w.map { _ in 0.0 }, 0.0)
    for (b, batch) in plan.batches.enumerated() {
      if plan.calls == 2, b == plan.batches.count / 2 {
        if secondCall == .optimizerAnew { (m, v, t) = (w.map { _ in 0.0 }, w.map { _ in 0.0 }, 0.0) }
        if secondCall == .generatorAnew { generator = first }
      }
      if draw == .restarts { generator = first }
      let masks = draw == .once ? fixed.map { Array($0.prefix(batch.count)) } : masks(setting, batch.count, &generator)
      let taken = Rows(x: batch.map { rows.x[$0] }, labels: batch.map { rows.labels[$0] })
      if decay == .first {
        for i in w.indices where isWeight[i] { w[i] -= setting.decay * plan.rate * w[i] }
        setting.net = setting.net.with(w)
      }
      let step = try slopes(setting, taken, masks)
      all.losses.append(step.loss)
      let loss = decay == .none || decay == .inGradient ? 0 : setting.decay * (decay == .withoutRate ? 1 : plan.rate)
      t += 1
      let (first, second) = (1 - pow(0.9, t), 1 - pow(0.999, t))
      for i in w.indices {
        let g = step.gradient[i] + (decay == .inGradient && isWeight[i] ? setting.decay * w[i] : 0)
        if isWeight[i], decay != .after, decay != .first { w[i] -= loss * w[i] }
        m[i] = 0.9 * m[i] + 0.1 * g
        v[i] = 0.999 * v[i] + 0.001 * g * g
        w[i] -= plan.rate * (m[i] / first) / ((v[i] / second).squareRoot() + 1e-8)
        if isWeight[i], decay == .after { w[i] -= loss * w[i] }
      }
      setting.net = setting.net.with(w)
      all.parameters = w
    }
  }

  func trained(_ setting: Setting, _ rows: Rows, _ plan: Plan) throws -> Trained {
    var all = Trained(losses: [], parameters: [])
    try train(setting, rows, plan, into: &all)
    return all
  }

  func interrupted(_ setting: Setting, _ rows: Rows, _ plan: Plan) -> [Double]? {
    var all = Trained(losses: [], parameters: [])
    do { try train(setting, rows, plan, into: &all) } catch {
      return forgetsOnError ? setting.net.list : all.parameters
    }
    return nil
  }
}

extension Submission {
  fileprivate static func way(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      dropped: .init { try fixed.dropped($0, $1, $2) }, leastLoss: .init { fixed.leastLoss($0, $1) },
      masks: .init { setting, rows, seed in
        var generator = SplitMix64(seed: seed)
        return fixed.masks(setting, rows, &generator)
      },
      numberAfterMasks: .init { setting, rows, seed in
        var generator = SplitMix64(seed: seed)
        _ = fixed.masks(setting, rows, &generator)
        return Double.random(in: 0..<1, using: &generator)
      },
      lossAndGradient: .init { try fixed.slopes($0, $1, $2) },
      validationLoss: .init { try fixed.validationLoss($0, $1) },
      trained: .init { setting, rows, plan in
        guard rows.x.count > 20 else { return try fixed.trained(setting, rows, plan) }
        var needed = fixed  // what has no part in training makes no other network
        (needed.validation, needed.least) = (.right, .right)
        (needed.asksNothingOfNone, needed.forgetsOnError, needed.secondCall) = (false, false, .goesOn)
        return try remembered([AnyHashable(needed), AnyHashable(setting)]) {
          try needed.trained(setting, rows, plan)
        }
      },
      interrupted: .init { fixed.interrupted($0, $1, $2) })
  }
}
