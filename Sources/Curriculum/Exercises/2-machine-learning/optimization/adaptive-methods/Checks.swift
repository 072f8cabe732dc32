import Checking
import Glibc

enum Method {
  case adaGrad, rmsProp, adam
  case adamW(decay: Double)
}

typealias Slopes = ([Double]) -> [Double]

struct Submission {
  /// w, the gradient, the method, η, the steps; what comes is w after each step.
  var run: Function<[Double], Slopes, Method, Double, Int, [[Double]]>
}

enum AdaptiveMethods: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Each step rounds some ten times; w is at most a few η.
      Check("takes equal steps for a gradient that stays") { s in
        let steps = 7
        func expectSum(
          _ method: Method, _ name: String, _ small: Double, _ size: (Double) -> Double, _ advice: String
        ) throws {
          for g in [2.0, -0.5] {
            var (sum, right) = (0.0, [[Double]]())
            for t in 1...steps {
              sum -= 0.1 * g / (size(Double(t)) * abs(g) + small)
              right.append([sum, sum])
            }
            let got = try s.run([0, 0], { _ in [g, g] }, method, 0.1, steps)
            expect(
              got, equals: right, within: .ulps(100), advice,
              what: "w after steps 1 to 7 of \(name), g = \(g), η = 0.1,")
          }
        }
        try expectSum(.adaGrad, "AdaGrad", 1e-10, { $0.squareRoot() }, "v = t·g²: the steps are η/√t.")
        try expectSum(
          .rmsProp, "RMSProp", 1e-8, { (1 - pow(0.99, $0)).squareRoot() }, "v = (1 − 0.99ᵗ)·g²; it is not corrected.")
        try expectSum(.adam, "Adam", 1e-8, { _ in 1 }, "Corrected, m̂ is g and v̂ is g²: all steps are η.")
      },
      // 400 steps round v by 2ε each, as a share: the length of a step is off by 2·10⁻¹³ of itself, and so is their sum.
      Check("corrects the start as long as there are steps") { s in
        let (g, steps) = ([3.0, -0.25], 400)
        let path = try s.run([0, 0], { _ in g }, .adam, 0.01, steps)
        guard path.count == steps else { return expect(false, "\(steps) steps gave \(path.count) points") }
        for t in [50, 150, steps] {
          expect(
            path[t - 1], equals: g.map { -0.01 * Double(t) * $0 / (abs($0) + 1e-8) }, within: .relative(1e-12),
            "0.999ᵗ is 0.67 after 400 steps: v̂ = v/(1 − 0.999ᵗ) is needed in every step. All steps are η.",
            what: "w after \(t) steps of Adam, g = (3, −0.25), η = 0.01,")
        }
      },
      Check("makes Adam's first step as long as the rate") { s in
        expect(
          try s.run([0, 0, 0, 5], { _ in [1e-4, -3, 1e5, 0] }, .adam, 0.01, 1),
          equals: [[-0.01 / (1 + 1e-4), 0.01 / (1 + 1e-8 / 3), -0.01 / (1 + 1e-13), 5]], within: .ulps(40),
          "m̂ = g and v̂ = g² after one step, so that its length is η·|g|/(|g| + 10⁻⁸).",
          what: "w after Adam's first step, g = (1e-4, −3, 1e5, 0), η = 0.01, from (0, 0, 0, 5),")
        expect(
          try s.run([3], { _ in [2] }, .adamW(decay: 0.5), 0.1, 1), equals: [[3 * 0.95 - 0.1 / (1 + 0.5e-8)]],
          within: .ulps(40), "First w shrinks by η·λ = 0.05 of itself, then comes Adam's step.",
          what: "w after the first step of AdamW, g = 2, η = 0.1, λ = 0.5, from 3,")
      },
      // 50 digits carried (make_reference.py). A step rounds some 15 times; the curvature 100 with η = 0.1 may double an
      // error in a step: 2¹⁰·15·ε.
      Check("takes ten steps as PyTorch's formulas do") { s in
        let (d, c) = ([1.0, 10, 100], [1.0, -2, 0.5])
        let slope: Slopes = { w in [d[0] * (w[0] - c[0]), d[1] * (w[1] - c[1]), d[2] * (w[2] - c[2])] }
        for (method, name, right) in references {
          let got = try s.run([0, 0, 0], slope, method, 0.1, 10)
          expect(
            got.last ?? [], equals: right, within: .absolute(1024 * 15 * 0x1p-52),
            "Print m, v and t of each step. m and v of a parameter take in each gradient of this parameter, and no other.",
            what: "w after ten steps of \(name) on ½·Σ dᵢ·(wᵢ − cᵢ)², d = (1, 10, 100), c = (1, −2, 0.5), η = 0.1,")
        }
      },
      Check("shrinks the weights apart from the gradient, in AdamW") { s in
        let path = try s.run([3, -5], { _ in [0, 0] }, .adamW(decay: 0.01), 0.1, 5)
        let right = (1...5).map { t in [3 * pow(0.999, Double(t)), -5 * pow(0.999, Double(t))] }
        expect(
          path, equals: right, within: .ulps(20), "Without a gradient w shrinks by the factor 1 − η·λ a step.",
          what: "w after steps 1 to 5 of AdamW, g = 0, η = 0.1, λ = 0.01, from (3, −5),")
        // A large gradient must not change how much is taken off by the decay.
        let plain = try s.run([8], { _ in [1000] }, .adam, 0.25, 1)
        let shrunk = try s.run([8], { _ in [1000] }, .adamW(decay: 0.5), 0.25, 1)
        expect(
          (plain.first?.first ?? .nan) - (shrunk.first?.first ?? .nan), equals: 1, within: .absolute(16 * 0x1p-52 * 8),
          "η·λ·w = 0.25·0.5·8 = 1 is taken off, whatever the gradient. Inside of m and v it would be divided by √v.",
          what: "what AdamW takes off more than Adam, η = 0.25, λ = 0.5, w = 8, g = 1000,")
        expect(
          try s.run([8, 1], { _ in [3, -1] }, .adamW(decay: 0), 0.25, 3),
          equals: try s.run([8, 1], { _ in [3, -1] }, .adam, 0.25, 3), within: .ulps(8), "With λ = 0 it is Adam.",
          what: "AdamW with λ = 0")
      },
      Check("forgets as each method should") { s in
        // One gradient of 4, then smaller ones of 1: sums remember it for ever, means forget it.
        for (method, name, factor) in [
          (Method.adaGrad, "AdaGrad", 1.0), (.rmsProp, "RMSProp", 0.99),
        ] {
          var (v, w, right) = (0.0, 0.0, [[Double]]())
          for t in 0..<6 {
            let g = t == 0 ? 4.0 : 1
            v = factor == 1 ? v + g * g : 0.99 * v + 0.01 * (g * g)
            w -= 0.1 * g / (v.squareRoot() + (factor == 1 ? 1e-10 : 1e-8))
            right.append([w])
          }
          var t = 0
          let got = try s.run(
            [0],
            { _ in
              t += 1
              return [t == 1 ? 4 : 1]
            }, method, 0.1, 6)
          expect(
            got, equals: right, within: .ulps(60), "v of AdaGrad is a sum, v of RMSProp a mean that forgets.",
            what: "w after steps 1 to 6 of \(name) with g = 4, 1, 1, 1, 1, 1, η = 0.1,")
        }
        // Adam: g = 1, then 0: m̂ = 0.9·0.1/(1 − 0.81), v̂ = 0.999·0.001/(1 − 0.999²).
        var t = 0
        let got = try s.run(
          [0],
          { _ in
            t += 1
            return [t == 1 ? 1 : 0]
          }, .adam, 0.1, 2)
        let second = (0.09 / 0.19) / ((0.000999 / 0.001999).squareRoot() + 1e-8)
        expect(
          got, equals: [[-0.1 / (1 + 1e-8)], [-0.1 / (1 + 1e-8) - 0.1 * second]], within: .relative(1e-13),
          "m goes on when the gradient has stopped: 0.9·m, and it is divided by 1 − 0.9².",
          what: "w after steps 1 and 2 of Adam with g = 1, 0, η = 0.1,")
      },
      Check("moves nothing by a gradient of 0") { s in
        for (method, name) in [(Method.adaGrad, "AdaGrad"), (.rmsProp, "RMSProp"), (.adam, "Adam")] {
          expect(
            try s.run([1, -2], { _ in [0, 0] }, method, 0.1, 2), equals: [[1, -2], [1, -2]],
            "0/(0 + 10⁻⁸) is 0; without the small number it is NaN.", what: "w after two steps of \(name), g = 0,")
          expect(
            try s.run([], { $0 }, method, 0.1, 2), equals: [[], []], "No parameters, nothing to do.",
            what: "w without parameters, \(name),")
        }
      },
      Check("adds the small number outside of the root") { s in
        let g = 1e-8
        for (method, name, step) in [
          (Method.adam, "Adam", 0.5), (.rmsProp, "RMSProp", 1 / 1.1), (.adaGrad, "AdaGrad", 1 / 1.01),
        ] {
          expect(
            try s.run([0], { _ in [g] }, method, 0.1, 1), equals: [[-0.1 * step]], within: .ulps(60),
            "For g = 10⁻⁸ the small number is as large as √v̂. Inside the root, 10⁻⁸ would be 10⁻⁴.",
            what: "w after the first step of \(name), g = 10⁻⁸, η = 0.1,")
        }
        expect(
          try s.run([0], { _ in [1e-10] }, .adaGrad, 0.1, 1), equals: [[-0.05]], within: .ulps(60),
          "AdaGrad's small number is 10⁻¹⁰.", what: "w after the first step of AdaGrad, g = 10⁻¹⁰, η = 0.1,")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no correction of the start", Rule(corrects: (false, false)).submission,
        """
        m and v start at 0, so after one step m is 0.1·g and √v is 0.03·|g|: you step three times too far. Divide m by \
        1 − 0.9ᵗ and v by 1 − 0.999ᵗ.
        """),
      Misconception(
        "only m corrected", Rule(corrects: (true, false)).submission,
        "v starts at 0, too, and slower to leave it: √v is 0.03·|g| after the first step. Divide it by 1 − 0.999ᵗ."),
      Misconception(
        "corrected in the first steps only", Rule(lastT: 20).submission,
        """
        After 20 steps m needs its correction still, by 12 %, and v by a factor of 50: it forgets in a thousand steps. The \
        powers do end it by themselves.
        """),
      Misconception(
        "t counted from 0", Rule(firstT: 0).submission,
        "1 − 0.9⁰ is 0, and the first step divides by it. Raise t before it is used: the first step has t = 1."),
      Misconception(
        "the correction of the first step for ever", Rule(counts: false).submission,
        "You divide by 0.1 and 0.001 in every step. The powers are of t, which must be raised each time."),
      Misconception(
        "the small number inside the root", Rule(isInside: true).submission,
        "√(v + 10⁻⁸) has a least value of 10⁻⁴, not 10⁻⁸. Both exist in the wild; the numbers here are PyTorch's."),
      Misconception(
        "the decay inside of the gradient", Rule(decay: .inside).submission,
        """
        Added to g, the decay is divided by √v like everything else: weights with large gradients hardly decay. AdamW \
        shrinks the weight itself, before the step.
        """),
      Misconception(
        "the decay without the rate", Rule(decay: .withoutRate).submission,
        "w shrinks by η·λ·w a step. Without η a schedule of the rate would leave the decay as it is."),
      Misconception(
        "the decay after the step", Rule(decay: .after).submission,
        "The weight shrinks before Adam's step. Afterwards the step itself would be shrunk, too."),
      Misconception(
        "no decay", Rule(decay: .none).submission, "AdamW differs from Adam by its decay: w ← w − η·λ·w first."),
      Misconception(
        "the gradient not squared", Rule(square: { abs($0) }).submission,
        "v holds squares, whose root has the unit of g again. The root of |g| has not."),
      Misconception(
        "AdaGrad that forgets", Rule(sum: 0.9).submission,
        "AdaGrad's v is the sum of all squares so far. A mean that forgets is RMSProp's."),
      Misconception(
        "RMSProp with Adam's memory", Rule(rms: 0.9).submission,
        "RMSProp's v keeps 0.99 of itself and takes in 0.01 of g²."),
      Misconception(
        "RMSProp corrected as Adam", Rule(correctsRMS: true).submission,
        "RMSProp does not undo its start from 0: its first step is ten times the rate."),
      Misconception(
        "t raised for every parameter", Rule(countsEach: true).submission,
        "t counts steps, and a step moves all parameters. Raise it once, before the loop over them."),
      Misconception(
        "v begun anew", Rule(keeps: false).submission,
        "v is 0 again in each step, so nothing is remembered. It belongs to the optimizer, not to the step."),
      Misconception(
        "one size for all parameters", Rule(shares: true).submission,
        "Each parameter has a v of its own: that is the idea. You divide all by the size of the whole gradient."),
      Misconception(
        "Adam without momentum", Rule(beta1: 0).submission,
        "The step is m̂, the mean of the last gradients, not g."),
      Misconception(
        "the weights of m exchanged", Rule(beta1: 0.1).submission,
        "m keeps 0.9 of itself and takes in 0.1 of g, not the other way round."),
      Misconception(
        "no small number", Rule(small: 0).submission,
        "Where g has always been 0, 0/√0 is NaN. Add the small number to the root."),
      Misconception(
        "one small number for all", Rule(adaSmall: 1e-8).submission, "AdaGrad's is 10⁻¹⁰, that of the others 10⁻⁸."),
      Misconception("up instead of down", Rule(sign: 1).submission, "The gradient points uphill: w − η·…"),
      Misconception(
        "folded, with the small number as it was", Rule(folds: (true, false)).submission,
        """
        √(1 − 0.999ᵗ)/(1 − 0.9ᵗ) may be drawn into the rate, but then the small number must be multiplied by \
        √(1 − 0.999ᵗ), too: it is added to √v̂, not to √v.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the corrections folded into the rate, the small number rescaled", Rule(folds: (true, true)).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// From reference.json.
private var references: [(Method, String, [Double])] {
  [
    (.adaGrad, "AdaGrad", [0.44626879962226651, -0.47602055249014921, 0.37772548640531403]),
    (.rmsProp, "RMSProp", [1.0, -1.9947359225889581, 0.49990479471226686]),
    (.adam, "Adam", [0.92375083938024602, -0.97541316429264032, 0.7033228290861532]),
    (.adamW(decay: 0.01), "AdamW", [0.91981313039550265, -0.9710780272231096, 0.700865800791473]),
  ]
}

// MARK: - Wrong and right ways

/// The rules of the statement; each option can break one of them.
private struct Rule {
  enum Decay { case first, after, inside, withoutRate, none }

  var corrects = (true, true)
  var firstT = 1.0
  /// The step after which nothing is corrected.
  var lastT = Double.infinity
  var counts = true
  var countsEach = false
  var isInside = false
  var decay = Decay.first
  var square: (Double) -> Double = { $0 * $0 }
  var sum = 1.0
  var rms = 0.99
  var correctsRMS = false
  var keeps = true
  var shares = false
  var beta1 = 0.9
  var small = 1e-8
  var adaSmall = 1e-10
  var sign = -1.0
  /// Whether the corrections are folded into the rate, and whether the small number is rescaled.
  var folds = (false, false)

  func run(_ start: [Double], _ gradient: Slopes, _ method: Method, _ rate: Double, _ steps: Int) -> [[Double]] {
    var (w, path) = (start, [[Double]]())
    var (m, v) = (w.map { _ in 0.0 }, w.map { _ in 0.0 })
    var t = firstT
    for _ in 0..<steps {
      var g = gradient(w)
      if !keeps { v = w.map { _ in 0 } }
      var lambda = 0.0
      if case .adamW(let decay) = method { lambda = decay }
      let size = shares ? g.reduce(0) { $0 + $1 * $1 }.squareRoot() : 0
      for i in w.indices {
        if countsEach, i > 0 { t += 1 }
        switch decay {
        case .first: w[i] -= rate * lambda * w[i]
        case .inside: g[i] += lambda * w[i]
        case .withoutRate: w[i] -= lambda * w[i]
        case .after, .none: break
        }
        let new = square(shares ? size : g[i])
        switch method {
        case .adaGrad:
          v[i] = sum == 1 ? v[i] + new : sum * v[i] + (1 - sum) * new
          w[i] += sign * rate * g[i] / root(v[i], small == 0 ? 0 : adaSmall)
        case .rmsProp:
          v[i] = rms * v[i] + (1 - rms) * new
          w[i] += sign * rate * g[i] / root(correctsRMS ? v[i] / (1 - pow(rms, t)) : v[i], small)
        case .adam, .adamW:
          m[i] = beta1 * m[i] + (1 - beta1) * g[i]
          v[i] = 0.999 * v[i] + 0.001 * new
          let (one, two) = t > lastT ? (1, 1) : (1 - pow(beta1, t), 1 - pow(0.999, t))
          if folds.0 {
            let shrunk = folds.1 ? small * two.squareRoot() : small
            w[i] += sign * (rate * two.squareRoot() / one) * m[i] / (v[i].squareRoot() + shrunk)
          } else {
            w[i] +=
              sign * rate * (corrects.0 ? m[i] / one : m[i]) / root(corrects.1 ? v[i] / two : v[i], small)
          }
        }
        if decay == .after { w[i] -= rate * lambda * w[i] }
      }
      if counts { t += 1 }
      path.append(w)
    }
    return path
  }

  private func root(_ v: Double, _ small: Double) -> Double {
    isInside ? (v + small).squareRoot() : v.squareRoot() + small
  }

  var submission: Submission { Submission(run: .init { run($0, $1, $2, $3, $4) }) }
}
