import Checking
import LabNumerics

/// The scheme that a check asks for; the learner's own is made from it.
enum Aim: CaseIterable {
  case xavier, he
}

/// What the learner's `DenseLayer` holds, or that of a variant.
struct Layer: Observable {
  /// Shape (inputs, outputs).
  var weights: [[Double]]
  var bias: [Double]

  /// A few weights and all sizes: twins are told apart by them, and half a million numbers are not kept.
  var observation: Observation {
    Observation(
      (weights.first.map { Array($0.prefix(4)) } ?? []).observation, (weights.last?.last ?? 0).observation,
      weights.count.observation, bias.observation)
  }
}

struct Submission {
  var weightBound: Function<Int, Int, Aim, Double>
  /// Inputs, outputs, scheme, and the seed of the generator.
  var initialLayer: Function<Int, Int, Aim, UInt64, Layer>
  var initialNetwork: Function<[Int], Aim, UInt64, [Layer]>
}

enum Initialization: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A sum, a quotient, a product and a root.
      Check("bounds the weights") { s in
        expect(
          try s.weightBound(4, 2, .xavier), equals: 1, within: .ulps(4), "v = 2/(4 + 2), and a²/3 = v.",
          what: "Xavier's bound for 4 → 2")
        for (inputs, outputs) in [(4, 2), (784, 10), (10, 784), (1, 1), (3, 4)] {
          let (d, k) = (Double(inputs), Double(outputs))
          expect(
            try s.weightBound(inputs, outputs, .xavier), equals: (6 / (d + k)).squareRoot(), within: .ulps(4),
            "The variance a²/3 must be 2/(d + k).", what: "Xavier's bound for \(inputs) → \(outputs)")
          expect(
            try s.weightBound(inputs, outputs, .he), equals: (6 / d).squareRoot(), within: .ulps(4),
            "The variance a²/3 must be 2/d, d the number of inputs.", what: "He's bound for \(inputs) → \(outputs)")
        }
      },
      // 12,000 weights: Kolmogorov and Smirnov refuse, at p = 10⁻⁶, a distribution function that is wrong by 2.7/√n = 2.5 %,
      // which a bound wrong by 6 % is; the variants are wrong by more.
      Check("draws the weights of a layer", cases: 2) { s, random in
        for aim in Aim.allCases {
          for (inputs, outputs) in [(200, 60), (60, 200)] {
            let layer = try s.initialLayer(inputs, outputs, aim, random.next())
            let words = "of a layer \(inputs) → \(outputs) by \(aim)"
            guard hasShape(layer, inputs, outputs, words) else { continue }
            expect(layer.bias, equals: [Double](repeating: 0, count: outputs), "The bias breaks no symmetry: zeros.")
            let bound = right(aim, inputs, outputs)
            expect(
              sample: layer.weights.flatMap { $0 }, follows: UniformDistribution(-bound...bound),
              "Uniform between −a and a.", what: "the weights \(words)")
            expect(
              Set(layer.weights.flatMap { $0 }).count > inputs * outputs - 10,
              "Among the \(inputs * outputs) weights \(words) are only \(Set(layer.weights.flatMap { $0 }).count) numbers",
              "Draw once for each weight: units that start equal stay equal.")
          }
        }
      },
      Check("draws every layer anew", cases: 2) { s, random in
        let seed = random.next()
        let layers = try s.initialNetwork([1, 6, 6, 2], .he, seed)
        let advice = "m + 1 sizes make m layers, between neighbours."
        guard layers.map(\.weights.count) == [1, 6, 6], layers.map(\.bias.count) == [6, 6, 2] else {
          return expect(
            false,
            "of the sizes 1, 6, 6, 2 are made layers with \(layers.map(\.weights.count)) inputs and "
              + "\(layers.map(\.bias.count)) outputs", advice)
        }
        for (layer, sizes) in zip(layers, [(1, 6), (6, 6), (6, 2)]) {
          guard hasShape(layer, sizes.0, sizes.1, "in the network 1, 6, 6, 2") else { return }
        }
        let values = layers.flatMap { $0.weights.flatMap { $0 } }
        expect(
          Set(values).count == 54, "of the 54 weights of 1, 6, 6, 2 only \(Set(values).count) differ",
          "One generator for all layers, never set back and never copied.")
        let again = try s.initialNetwork([1, 6, 6, 2], .he, seed).flatMap { $0.weights.flatMap { $0 } }
        expect(
          again, equals: values, "Draw from the generator that is given, and from nothing else.",
          what: "the weights of the same network from the same seed")
        let alone = try s.initialLayer(1, 6, .he, seed)
        expect(
          (layers.first?.weights ?? []).flatMap { $0 }.sorted(), equals: alone.weights.flatMap { $0 }.sorted(),
          "The weights of the first layer are drawn first: they are those that this layer alone gets from that generator.",
          what: "the first layer's weights in the network 1, 6, 6, 2, sorted, beside `initialLayer` from the same seed,"
        )
        // Of 2400 weights the largest is below 0.95·a with the probability 0.95²⁴⁰⁰ < 10⁻⁵³.
        for aim in Aim.allCases {
          for (layer, (inputs, outputs)) in zip(
            try s.initialNetwork([100, 40, 60], aim, random.next()), [(100, 40), (40, 60)])
          {
            let largest = layer.weights.flatMap { $0.map { abs($0) } }.max() ?? 0
            let words = "the largest weight of \(inputs) → \(outputs) in the network 100, 40, 60 by \(aim)"
            let advice = "Each layer has its own bound, by the scheme that is asked for, the last layer, too."
            expect(words, largest, atLeast: 0.95 * right(aim, inputs, outputs), advice)
            expect(words, largest, atMost: right(aim, inputs, outputs), advice)
          }
        }
        let later = layers.dropFirst().flatMap { $0.weights.flatMap { $0 } }
        expect(
          later.allSatisfy { abs($0) <= right(.he, 6, 6) },
          "a weight lies outside the bound of its own layer", "The bound belongs to the layer, not to the network.")
      },
      // log E[x²] moves by √(20·2/128) = 0.56 (sd) without a bend and √(20·5/128) = 0.88 with ReLU: five of these.
      Check("neither fades nor explodes in 20 layers", cases: 1) { s, random in
        let sizes = [Int](repeating: 128, count: 21)
        for (aim, bends, factor) in [(Aim.xavier, false, 20.0), (.he, true, 100)] {
          let layers = try s.initialNetwork(sizes, aim, random.next())
          guard layers.count == 20, layers.allSatisfy({ isShaped($0, 128, 128) }) else {
            expect(false, "21 sizes of 128 do not make 20 layers of 128×128 weights")
            continue
          }
          var x = (0..<128).map { _ in Double.random(in: -1...1, using: &random) }
          let before = x.reduce(0) { $0 + $1 * $1 }
          for layer in layers {
            var z = layer.bias
            for p in x.indices where x[p] != 0 {
              for j in z.indices { z[j] += x[p] * layer.weights[p][j] }
            }
            x = bends ? z.map { max(0, $0) } : z
          }
          let ratio = x.reduce(0) { $0 + $1 * $1 } / before
          let words = "E[x²] behind 20 layers of 128 by \(aim)\(bends ? ", with ReLU," : "") over E[x²] before"
          let advice = "E[z²] = d·v·E[x²]. What is v for weights between −a and a?"
          expect(words, ratio, atLeast: 1 / factor, advice)
          expect(words, ratio, atMost: factor, advice)
        }
      },
      Check("makes no layers of one size") { s in
        expect(
          try s.initialNetwork([], .he, 1).count, equals: 0, "No pair of sizes, no layer.", what: "layers of no sizes")
        expect(try s.initialNetwork([7], .xavier, 1).count, equals: 0, "No pair, no layer.", what: "layers of one size")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the standard deviation for the bound",
        .right { $0.bound = { aim, d, k in right(aim, d, k) / 3.0.squareRoot() } },
        """
        √v is the standard deviation. A uniform number between −√v and √v has the variance v/3, so the signal loses two \
        thirds in each layer. The bound is √(3·v).
        """),
      Misconception(
        "the variance for the bound",
        .right { $0.bound = { aim, d, k in right(aim, d, k) * right(aim, d, k) / 3 } },
        """
        v is a variance, in squares. A bound has the unit of a weight: √(3·v).
        """),
      Misconception(
        "no root",
        .right { $0.bound = { aim, d, k in right(aim, d, k) * right(aim, d, k) } },
        """
        a² = 3·v, so a is the root of that.
        """),
      Misconception(
        "the variance a²/12",
        .right { $0.bound = { aim, d, k in 2 * right(aim, d, k) } },
        """
        w²/12 is the variance for the *width* w of the interval, and −a … a has the width 2·a: a²/3.
        """),
      Misconception(
        "fan-out for fan-in",
        .right { $0.bound = { aim, d, k in aim == .he ? right(aim, k, d) : right(aim, d, k) } },
        """
        A unit adds up as many terms as it has inputs. 784 → 10 with 2/10 multiplies the second moment by 78.
        """),
      Misconception(
        "no factor 2 for ReLU",
        .right { $0.bound = { aim, d, k in right(aim, d, k) / (aim == .he ? 2.0.squareRoot() : 1) } },
        """
        1/d keeps E[z²], and then ReLU drops the half of it that is negative. After 20 layers 10⁻⁶ is left: He's 2 makes \
        good for the half.
        """),
      Misconception(
        "Xavier for both",
        .right { $0.bound = { _, d, k in right(.xavier, d, k) } },
        """
        You leave the scheme aside. Xavier's variance is made for bends with slope 1; ReLU halves the signal each time.
        """),
      Misconception(
        "Xavier with 1/(d + k)",
        .right { $0.bound = { aim, d, k in right(aim, d, k) / (aim == .xavier ? 2.0.squareRoot() : 1) } },
        """
        The mean of d and k is (d + k)/2, and v is one over it: 2/(d + k).
        """),
      Misconception(
        "weights between 0 and a", .right { $0.low = 0 },
        """
        All weights positive: their mean is a/2, and with positive inputs all units say nearly the same, very loudly. \
        Draw from −a … a.
        """),
      Misconception(
        "zeros", .right { $0.isZero = true },
        """
        With equal weights all units of a layer compute the same and get the same gradient: they stay one unit for ever.
        """),
      Misconception(
        "one draw for all units", .right { $0.repeats = true },
        """
        One row of weights is drawn and repeated. Symmetry must be broken between all of them: draw each by itself.
        """),
      Misconception(
        "the bias drawn, too", .right { $0.drawsBias = true },
        """
        The weights break the symmetry already. A random bias only shifts units to one side of their bend; it starts at 0.
        """),
      Misconception(
        "every layer from the same seed", .right { $0.copies = true },
        """
        You give each layer a copy of the generator as it was: all begin with the same numbers. Layers of one shape are \
        then equal. Pass the generator itself, with &.
        """),
      Misconception(
        "the weights transposed", .right { $0.transposes = true },
        """
        `DenseLayer` has a row for each input and a column for each unit: d×k.
        """),
      Misconception(
        "a layer too many", .right { $0.closes = true },
        """
        The last size is that of the output: nothing follows it. m + 1 sizes make m layers.
        """),
      Misconception(
        "the last layer first", .right { $0.reverses = true },
        """
        The generator goes through the layers from the input to the output; from the other end the same seed makes \
        another network.
        """),
      Misconception(
        "Xavier for the last layer", .right { $0.endsByXavier = true },
        """
        No bend follows the last layer, but the scheme that is asked for holds for all of them.
        """),
      Misconception(
        "an integer for the mean size",
        .right { $0.bound = { aim, d, k in aim == .he ? right(aim, d, k) : (3 / Double((d + k) / 2)).squareRoot() } },
        """
        (d + k)/2 in Int cuts the half off where d + k is odd. Make Double of it first: 2/Double(d + k).
        """),
      Misconception(
        "the bound of the first layer for all", .right { $0.sharesBound = true },
        """
        Each layer has its own number of inputs, and so its own bound.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("a number in 0 ..< 1 stretched and moved", .right { $0.stretches = true })
    ]
  }
}

// MARK: - Parts of the checks

private func right(_ aim: Aim, _ inputs: Int, _ outputs: Int) -> Double {
  (6 / Double(aim == .xavier ? inputs + outputs : inputs)).squareRoot()
}

private func isShaped(_ layer: Layer, _ inputs: Int, _ outputs: Int) -> Bool {
  layer.weights.count == inputs && layer.weights.allSatisfy { $0.count == outputs } && layer.bias.count == outputs
}

private func hasShape(_ layer: Layer, _ inputs: Int, _ outputs: Int, _ words: String) -> Bool {
  expect(
    isShaped(layer, inputs, outputs),
    "the weights \(words) are \(layer.weights.count) rows of \(layer.weights.first?.count ?? 0), the bias has "
      + "\(layer.bias.count) entries", "W has a row for each input and a column for each output.")
  return isShaped(layer, inputs, outputs)
}

// MARK: - Wrong and right ways

/// How a network is begun, right unless one of these is changed.
private struct Way {
  var bound: (Aim, Int, Int) -> Double = { right($0, $1, $2) }
  /// The lower end of the interval as a share of the bound.
  var low = -1.0
  var isZero = false
  var repeats = false
  var drawsBias = false
  var copies = false
  var transposes = false
  var closes = false
  var sharesBound = false
  var stretches = false
  var reverses = false
  var endsByXavier = false

  func layer(_ inputs: Int, _ outputs: Int, _ a: Double, _ random: inout SplitMix64) -> Layer {
    var weights = [[Double]](repeating: [Double](repeating: 0, count: outputs), count: inputs)
    for p in 0..<inputs {
      for j in 0..<outputs {
        if isZero { continue }
        if repeats, p > 0 {
          weights[p][j] = weights[0][j]
        } else if stretches {
          weights[p][j] = a * (2 * Double.random(in: 0..<1, using: &random) - 1)
        } else {
          weights[p][j] = Double.random(in: low * a...a, using: &random)
        }
      }
    }
    let bias = (0..<outputs).map { _ in drawsBias ? Double.random(in: -a...a, using: &random) : 0 }
    if transposes { weights = (0..<outputs).map { j in weights.map { $0[j] } } }
    return Layer(weights: weights, bias: bias)
  }

  func network(_ sizes: [Int], _ aim: Aim, _ seed: UInt64) -> [Layer] {
    var random = SplitMix64(seed: seed)
    let start = random
    var layers: [Layer] = []
    let pairs = Array(zip(sizes, closes ? sizes.dropFirst() + sizes.suffix(1) : sizes.dropFirst()))
    for (inputs, outputs) in reverses ? pairs.reversed() : pairs {
      if copies { random = start }
      let isXavier = endsByXavier && layers.count == pairs.count - 1
      let a = sharesBound ? bound(aim, sizes[0], sizes[1]) : bound(isXavier ? .xavier : aim, inputs, outputs)
      layers.append(layer(inputs, outputs, a, &random))
    }
    return reverses ? layers.reversed() : layers
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      weightBound: .init { inputs, outputs, aim in fixed.bound(aim, inputs, outputs) },
      initialLayer: .init { inputs, outputs, aim, seed in
        var random = SplitMix64(seed: seed)
        return fixed.layer(inputs, outputs, fixed.bound(aim, inputs, outputs), &random)
      },
      initialNetwork: .init { sizes, aim, seed in fixed.network(sizes, aim, seed) })
  }
}
