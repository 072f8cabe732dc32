import Checking
import Glibc

/// The bend that a check asks for; the learner's own `Activation` is made from it.
enum Bend: String, CaseIterable {
  case identity, sigmoid, tanh, relu, leakyReLU, gelu
}

struct Submission {
  var activate: Function<Double, Bend, Double>
  var slope: Function<Double, Bend, Double>
  var neuron: Function<[Double], [Double], Double, Bend, Double>
  /// Three rows: by the weights, by the bias, by the inputs.
  var neuronGradient: Function<[Double], [Double], Double, Bend, Double, [[Double]]>
}

enum Neuron: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (x, w, b) = ([2.0, 1], [1.0, -2], log(3.0))
        expect(try s.neuron(x, w, b, .sigmoid), equals: 0.75, within: .ulps(8), "z = 2 − 2 + log 3.")
        expect(
          try s.neuronGradient(x, w, b, .sigmoid, 16), equals: [[6, 3], [3], [3, -6]], within: .ulps(16),
          "δ = 16·3/16 = 3; then 3·x by the weights, 3 by the bias, 3·w by the inputs.",
          what: "the gradients by weights, bias and inputs")
      },
      Check("keeps the digits of every activation") { s in
        for bend in Bend.allCases {
          for (z, right) in zip(places, values(bend)) {
            expect(
              try s.activate(z, bend), equals: right, within: tolerance(z),
              "Is exp asked for a large number, or are nearly equal numbers subtracted?",
              what: "\(bend) at z = \(z)")
          }
        }
      },
      Check("keeps the digits of every slope") { s in
        for bend in Bend.allCases {
          for (z, right) in zip(places, slopes(bend)) {
            let terms = bend == .gelu ? cumulative(z) + abs(z) * density(z) : right
            expect(
              try s.slope(z, bend), equals: right,
              within: .absolute((16 + z * z) * 0x1p-52 * terms + .leastNormalMagnitude),
              "The slope is asked at z, the input of the bend; and a small slope has its digits, too.",
              what: "the slope of \(bend) at z = \(z)")
          }
        }
      },
      Check("takes the left side at the kink") { s in
        for (bend, right) in [(Bend.relu, 0.0), (.leakyReLU, 0.01)] {
          expect(
            try s.slope(0, bend), equals: right, "At 0 the slope is that for z < 0.", what: "the slope of \(bend) at 0")
          expect(try s.activate(0, bend), equals: 0, what: "\(bend) at 0")
        }
      },
      Check("hands on NaN") { s in
        for bend in Bend.allCases {
          let advice = "NaN compares false with everything; into which branch does it fall?"
          expect(try s.activate(.nan, bend), equals: .nan, advice, what: "\(bend) at NaN")
          expect(try s.slope(.nan, bend), equals: .nan, advice, what: "the slope of \(bend) at NaN")
        }
      },
      // Differences of the definition; random points meet the kinks with probability 0, and a kink is passed over.
      Check("differentiates a unit", cases: 3) { s, random in
        for bend in Bend.allCases {
          let x = (0..<3).map { _ in Double.random(in: -1...1, using: &random) }
          let w = (0..<3).map { _ in Double.random(in: -1...1, using: &random) }
          let b = Double.random(in: -0.5...0.5, using: &random)
          let upstream = Double.random(in: 1...3, using: &random)
          let rows = try s.neuronGradient(x, w, b, bend, upstream)
          guard rows.map(\.count) == [3, 1, 3] else {
            expect(false, "the gradients of a unit with three inputs have \(rows.map(\.count)) entries")
            continue
          }
          expect(
            gradient: rows.flatMap { $0 },
            of: { p in
              let z = p[3] + p[0] * p[4] + p[1] * p[5] + p[2] * p[6]
              return upstream * f(z, bend)
            }, at: w + [b] + x, using: &random,
            "δ = upstream·f′(z) is the slope by z; multiply it by what stands beside each variable in z = w·x + b.",
            what: "the gradient of a \(bend) unit by (w, b, x)")
          expect(
            try s.neuron(x, w, b, bend), equals: f(b + w[0] * x[0] + w[1] * x[1] + w[2] * x[2], bend),
            within: .absolute(64 * 0x1p-52 * 4), "f(w·x + b).", what: "a \(bend) unit with three inputs")
        }
      },
      Check("does without inputs") { s in
        expect(try s.neuron([], [], -2, .leakyReLU), equals: -0.02, within: .ulps(2), "An empty sum is 0: z = b.")
        expect(
          try s.neuronGradient([], [], -2, .leakyReLU, 3), equals: [[], [0.03], []], within: .ulps(2),
          "No weights and no inputs, but a bias.", what: "the gradients of a unit without inputs")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "sigmoid by one formula",
        .right { $0.value = { z, bend in bend == .sigmoid ? exp(z) / (1 + exp(z)) : f(z, bend) } },
        """
        At z = 800 exp(z) is infinite and ∞/∞ is NaN. Take the formula with e^{−z} there, so that exp is only asked for \
        numbers ≤ 0.
        """),
      Misconception(
        "sigmoid by tanh",
        .right { $0.value = { z, bend in bend == .sigmoid ? (1 + Glibc.tanh(z / 2)) / 2 : f(z, bend) } },
        """
        σ(z) = ½·(1 + tanh(z/2)) is true, but for z = −40 tanh rounds to −1 and nothing is left of e⁻⁴⁰: two numbers of \
        size 1 are subtracted.
        """),
      Misconception(
        "slope of the sigmoid as σ·(1 − σ)",
        .right {
          $0.slope = { z, bend in bend == .sigmoid ? f(z, bend) * (1 - f(z, bend)) : derivative(z, bend) }
        },
        """
        At z = 40 σ rounds to 1 and 1 − σ to 0: the unit counts as dead though its slope is 4·10⁻¹⁸. 1 − σ(z) is σ(−z), \
        which keeps its digits.
        """),
      Misconception(
        "slope of tanh as 1 − tanh²",
        .right {
          $0.slope = { z, bend in
            let t = Glibc.tanh(z)
            return bend == .tanh ? 1 - t * t : derivative(z, bend)
          }
        },
        """
        From z = 20 on tanh rounds to 1 and the difference to 0. The same number is 1/cosh² z, without a subtraction.
        """),
      Misconception(
        "the slope asked at the output",
        .right { $0.slope = { z, bend in derivative(f(z, bend), bend) } },
        """
        f′ is a function of z, what goes into the bend. You put in f(z), what comes out. For ReLU nobody sees it.
        """),
      Misconception(
        "z taken for the output",
        .right {
          $0.slope = { z, bend in
            bend == .sigmoid ? z * (1 - z) : bend == .tanh ? 1 - z * z : derivative(z, bend)
          }
        },
        """
        y·(1 − y) and 1 − y² hold for the output y = f(z). Here the argument is the input z.
        """),
      Misconception(
        "leaky on the wrong side",
        .right { $0.value = { z, bend in bend == .leakyReLU ? (z > 0 ? 0.01 * z : z) : f(z, bend) } },
        """
        The leak is for z ≤ 0, where ReLU would be silent. Positive z passes as it is.
        """),
      Misconception(
        "no leak in the slope",
        .right { $0.slope = { z, bend in derivative(z, bend == .leakyReLU ? .relu : bend) } },
        """
        The leak is there for the sake of its slope: 1/100 where ReLU has 0, so that a silent unit can come back.
        """),
      Misconception(
        "the right side at the kink",
        .right {
          $0.slope = { z, bend in z == 0 && (bend == .relu || bend == .leakyReLU) ? 1 : derivative(z, bend) }
        },
        """
        At 0 both sides are slopes in a sense; agreed is the left one, 0 or 1/100, as in PyTorch. It matters: units with \
        weights 0 stand exactly there.
        """),
      Misconception(
        "max(0, z) for ReLU",
        .right { $0.value = { z, bend in bend == .relu ? max(0, z) : f(z, bend) } },
        """
        Swift's max(0, .nan) is 0, for every comparison with NaN is false. The fault that made the NaN then goes on unseen.
        """),
      Misconception(
        "slopes for NaN",
        .right { $0.slope = { z, bend in z.isNaN && bend != .gelu ? 0 : derivative(z, bend) } },
        """
        NaN is not > 0, so it falls into your branch for the rest. A slope at no number is no number.
        """),
      Misconception(
        "GELU by 1 + erf",
        .right { $0.value = { z, bend in bend == .gelu ? z * (1 + erf(z / 2.0.squareRoot())) / 2 : f(z, bend) } },
        """
        For z = −6 erf rounds to nearly −1, and 1 + erf keeps seven of its digits. erfc(−z/√2) is the same number, whole.
        """),
      Misconception(
        "GELU by tanh",
        .right {
          $0.value = { z, bend in
            let inner = 0.7978845608028654 * (z + 0.044715 * z * z * z)
            return bend == .gelu ? z * (1 + Glibc.tanh(inner)) / 2 : f(z, bend)
          }
        },
        """
        That is the approximation of the same paper, good to three digits, which some networks were trained with. Asked is \
        z·Φ(z) itself.
        """),
      Misconception(
        "GELU without the √2",
        .right { $0.value = { z, bend in bend == .gelu ? z * erfc(-z) / 2 : f(z, bend) } },
        """
        erfc belongs to a density e^{−t²}; the normal one is e^{−t²/2}. Φ(z) is ½·erfc(−z/√2).
        """),
      Misconception(
        "slope of GELU without its second term",
        .right { $0.slope = { z, bend in bend == .gelu ? cumulative(z) : derivative(z, bend) } },
        """
        z·Φ(z) is a product of which both factors move: Φ(z) + z·φ(z).
        """),
      Misconception(
        "tanh by the sigmoid",
        .right { $0.value = { z, bend in bend == .tanh ? 2 * f(2 * z, .sigmoid) - 1 : f(z, bend) } },
        """
        tanh z = 2·σ(2·z) − 1 is true, but for a small z two numbers near 1 are subtracted: at z = 10⁻⁶ ten digits are \
        left. Glibc's tanh keeps them all.
        """),
      Misconception(
        "the bias behind the bend",
        .right { $0.biasIsBehind = true },
        """
        z = w·x + b goes into the bend, the bias with it: it moves the place of the bend. Behind it, it only lifts y.
        """),
      Misconception(
        "the bend forgotten on the way back",
        .right { $0.delta = { upstream, _ in upstream } },
        """
        Upstream is the slope by y. To get behind the bend multiply it by f′(z).
        """),
      Misconception(
        "upstream forgotten",
        .right { $0.delta = { _, slope in slope } },
        """
        These are the slopes of y, not of the loss. The chain rule multiplies what came from behind.
        """),
      Misconception(
        "the bias's gradient times x",
        .right { $0.bias = { delta, x in x.isEmpty ? delta : delta * x[0] } },
        """
        z = w·x + b: b stands alone, so its slope is 1. It is a weight whose input is always 1.
        """),
      Misconception(
        "weights and inputs exchanged",
        .right { $0.exchanges = true },
        """
        Beside w in z stands x, so ∂z/∂w = x, and the other way round.
        """),
      Misconception(
        "no bias in the sum",
        .right { $0.biasShare = 0 },
        """
        z = w·x + b. Without b every unit's border goes through 0.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "sigmoid by 1/(1 + e^{−z}) everywhere",
        .right {
          $0.value = { z, bend in bend == .sigmoid ? 1 / (1 + exp(-z)) : f(z, bend) }
          $0.slope = { z, bend in
            bend == .sigmoid ? 1 / (1 + exp(-z)) * (1 / (1 + exp(z))) : derivative(z, bend)
          }
        }),
      Alternative(
        "sigmoid by e^{−|z|}, tanh's slope by exponentials",
        .right {
          $0.value = { z, bend in
            guard bend == .sigmoid else { return f(z, bend) }
            let small = exp(-abs(z))
            return (z < 0 ? small : 1) / (1 + small)
          }
          $0.slope = { z, bend in
            guard bend == .tanh else { return derivative(z, bend) }
            let small = exp(-2 * abs(z))
            return 4 * small / ((1 + small) * (1 + small))
          }
        }),
    ]
  }
}

// MARK: - Parts of the checks

/// The values of make_reference.py, rounded once from 60 digits.
private let places: [Double] = [-740, -36, -6, -0.5, 1e-6, 0.5, 3, 40, 800]

private func values(_ bend: Bend) -> [Double] {
  switch bend {
  case .sigmoid:
    [
      4.2e-322, 2.3195228302435686e-16, 0.0024726231566347743, 0.37754066879814546, 0.50000025,
      0.6224593312018546, 0.9525741268224333, 1.0, 1.0,
    ]
  case .tanh:
    [
      -1.0, -1.0, -0.9999877116507956, -0.46211715726000974, 9.999999999996666e-07, 0.46211715726000974,
      0.9950547536867305, 1.0, 1.0,
    ]
  case .gelu:
    [
      -0.0, -1.505744663687022e-282, -5.9195258702261885e-09, -0.15426876936299344, 5.000003989422804e-07,
      0.34573123063700656, 2.99595030590511, 40.0, 800.0,
    ]
  case .identity: places
  case .relu: places.map { $0 > 0 ? $0 : 0 }
  case .leakyReLU: places.map { $0 > 0 ? $0 : $0 / 100 }
  }
}

private func slopes(_ bend: Bend) -> [Double] {
  switch bend {
  case .sigmoid:
    [
      4.2e-322, 2.319522830243568e-16, 0.0024665092913600476, 0.2350037122015945, 0.2499999999999375,
      0.2350037122015945, 0.04517665973091213, 4.248354255291589e-18, 0.0,
    ]
  case .tanh:
    [
      0.0, 2.1520744640084553e-31, 2.4576547405332702e-05, 0.7864477329659274, 0.999999999999, 0.7864477329659274,
      0.00986603716544019, 7.219405551381661e-35, 0.0,
    ]
  case .gelu:
    [
      -0.0, -5.420674359367623e-281, -3.5468709453902015e-08, 0.13250487534383715, 0.5000007978845608,
      0.8674951246561629, 1.011945647204184, 1.0, 1.0,
    ]
  case .identity: places.map { _ in 1 }
  case .relu: places.map { $0 > 0 ? 1 : 0 }
  case .leakyReLU: places.map { $0 > 0 ? 1 : 0.01 }
  }
}

/// The accuracy of the statement; σ(−740) is an underflow, and 0 as good.
private func tolerance(_ z: Double) -> Tolerance {
  var tolerance = Tolerance.relative((16 + z * z) * 0x1p-52)
  tolerance.absolute = .leastNormalMagnitude
  return tolerance
}

private func cumulative(_ z: Double) -> Double { erfc(-z / 2.0.squareRoot()) / 2 }

private func density(_ z: Double) -> Double { exp(-z * z / 2) / (2 * Double.pi).squareRoot() }

private func f(_ z: Double, _ bend: Bend) -> Double {
  switch bend {
  case .identity: z
  case .sigmoid: z < 0 ? exp(z) / (1 + exp(z)) : 1 / (1 + exp(-z))
  case .tanh: Glibc.tanh(z)
  case .relu: z < 0 ? 0 : z
  case .leakyReLU: z < 0 ? 0.01 * z : z
  case .gelu: z * cumulative(z)
  }
}

private func derivative(_ z: Double, _ bend: Bend) -> Double {
  if z.isNaN { return .nan }
  switch bend {
  case .identity: return 1
  case .sigmoid: return f(z, .sigmoid) * f(-z, .sigmoid)
  case .tanh: return 1 / cosh(z) / cosh(z)
  case .relu: return z > 0 ? 1 : 0
  case .leakyReLU: return z > 0 ? 1 : 0.01
  case .gelu: return cumulative(z) + z * density(z)
  }
}

// MARK: - Wrong and right ways

/// How a unit is computed, right unless one of these is changed.
private struct Way {
  var value: (Double, Bend) -> Double = { f($0, $1) }
  var slope: (Double, Bend) -> Double = { derivative($0, $1) }
  var delta: (Double, Double) -> Double = { $0 * $1 }
  var bias: (Double, [Double]) -> Double = { delta, _ in delta }
  var exchanges = false
  var biasShare = 1.0
  var biasIsBehind = false

  func sum(_ x: [Double], _ w: [Double], _ b: Double) -> Double {
    zip(w, x).reduce(biasShare * b) { $0 + $1.0 * $1.1 }
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      activate: .init { fixed.value($0, $1) }, slope: .init { fixed.slope($0, $1) },
      neuron: .init { x, w, b, bend in
        fixed.biasIsBehind ? fixed.value(fixed.sum(x, w, 0), bend) + b : fixed.value(fixed.sum(x, w, b), bend)
      },
      neuronGradient: .init { x, w, b, bend, upstream in
        let delta = fixed.delta(upstream, fixed.slope(fixed.sum(x, w, b), bend))
        let (first, last) = fixed.exchanges ? (w, x) : (x, w)
        return [first.map { delta * $0 }, [fixed.bias(delta, x)], last.map { delta * $0 }]
      })
  }
}
