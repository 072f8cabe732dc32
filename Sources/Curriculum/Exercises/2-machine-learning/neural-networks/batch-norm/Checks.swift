import Checking
import Glibc

struct BatchTooSmall: Error {
  var rows: Int
}

/// What a layer knows; the learner's own is made from it, and turned back into it.
struct State: Observable {
  var gamma: [Double]
  var beta: [Double]
  var mean: [Double]
  var variance: [Double]

  var observation: Observation {
    Observation(gamma.observation, beta.observation, mean.observation, variance.observation)
  }
}

/// What came out of a forward pass, and what the layer knows then.
struct Pass: Observable {
  var y: [[Double]]
  var state: State

  var observation: Observation { Observation(y.observation, state.observation) }
}

/// What came out of a backward pass.
struct Slopes: Observable {
  var input: [[Double]]
  var gamma: [Double]
  var beta: [Double]

  var observation: Observation { Observation(input.observation, gamma.observation, beta.observation) }
}

struct Submission {
  /// Means and variances.
  var statistics: Function<[[Double]], [[Double]]>
  var forward: Function<State, [[Double]], Bool, Pass>
  /// What the layer knows after a training pass that should throw.
  var stateAfterRefusal: Function<State, [[Double]], State>
  var backward: Function<State, [[Double]], [[Double]], Slopes>
}

enum BatchNormalisation: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A dozen roundings of numbers up to 12.
      Check("gives the worked example") { s in
        let state = State(gamma: [2], beta: [10], mean: [0], variance: [1])
        expect(
          try s.statistics([[1], [3]]), equals: [[2], [1]], within: .ulps(4), "The variance divides by n here.",
          what: "mean and variance of (1, 3)")
        let pass = try s.forward(state, [[1], [3]], true)
        let reach = 2 / (1 + epsilon).squareRoot()
        expect(
          pass.y, equals: [[10 - reach], [10 + reach]], within: .ulps(16), "x̂ = ∓1/√(1 + ε), with ε under the root.",
          what: "y of x = (1, 3)")
        expect(pass.state.mean, equals: [0.2], within: .ulps(4), "0.9·0 + 0.1·2.", what: "the running mean")
        expect(
          pass.state.variance, equals: [1.1], within: .ulps(8), "0.9·1 + 0.1·2: divisor n − 1 here.",
          what: "the running variance")
      },
      // Errors: n·ε·|x|/deviation, at most 7·30·ε, and as much again for the sums over the rows.
      Check("gives every column its mean and deviation", cases: 2) { s, random in
        let x = batch(7, using: &random)
        let y = try s.forward(layer, x, true).y
        guard hasShape(y, 7, "y") else { return }
        for j in 0..<3 {
          let (mean, variance) = moments(y.map { $0[j] })
          let (_, before) = moments(x.map { $0[j] })
          expect(
            mean, equals: layer.beta[j], within: .absolute(1e-11), "Σ x̂ = 0.", what: "the mean of column \(j) of y")
          let right = layer.gamma[j] * layer.gamma[j] * before / (before + epsilon)
          expect(
            variance, equals: right, within: .relative(1e-11), "γ²·σ²/(σ² + ε), all with divisor n.",
            what: "the variance of column \(j) of y")
          let slope = layer.gamma[j] / (before + epsilon).squareRoot()
          expect(
            y[3][j] - y[0][j], equals: slope * (x[3][j] - x[0][j]), within: .absolute(1e-10),
            "x̂ is a straight line in x, with slope 1/√(σ² + ε).", what: "y₃ − y₀ in column \(j)")
        }
      },
      // 0.9⁵ and its partner; each step rounds a few times.
      Check("follows with its running statistics", cases: 2) { s, random in
        let x = batch(7, using: &random)
        var state = layer
        for _ in 0..<5 { state = try s.forward(state, x, true).state }
        guard state.mean.count == 3, state.variance.count == 3 else {
          return expect(false, "the running statistics of three columns have \(state.mean.count) entries")
        }
        let kept = pow(0.9, 5)
        for j in 0..<3 {
          let (mean, variance) = moments(x.map { $0[j] })
          expect(
            state.mean[j], equals: kept * layer.mean[j] + (1 - kept) * mean, within: .absolute(1e-12),
            "r ← 0.9·r + 0.1·μ.", what: "the running mean of column \(j) after five batches")
          expect(
            state.variance[j], equals: kept * layer.variance[j] + (1 - kept) * variance * 7 / 6,
            within: .absolute(1e-12), "r ← 0.9·r + 0.1·new, where new has the divisor n − 1.",
            what: "the running variance of column \(j) after five batches")
        }
        expect(
          state.gamma, equals: layer.gamma, "γ and β are moved by the optimiser alone.", what: "γ after five batches")
        expect(
          state.beta, equals: layer.beta, "γ and β are moved by the optimiser alone.", what: "β after five batches")
      },
      Check("evaluates each row by itself", cases: 2) { s, random in
        let x = batch(4, using: &random)
        let together = try s.forward(layer, x, false)
        let advice = "In evaluation only the running statistics count, and they stay as they are."
        let right = x.map { row in
          row.indices.map { j in
            layer.gamma[j] * (row[j] - layer.mean[j]) / (layer.variance[j] + epsilon).squareRoot() + layer.beta[j]
          }
        }
        expect(together.y, equals: right, within: .ofLargest(16 * 0x1p-52), advice, what: "y in evaluation")
        let alone = try s.forward(layer, [x[2]], false)
        expect(
          alone.y, equals: [right[2]], within: .ofLargest(16 * 0x1p-52), advice, what: "y of one row in evaluation")
        for (name, pass) in [("four rows", together), ("one row", alone)] {
          expect(pass.state.mean, equals: layer.mean, advice, what: "the running mean after evaluating \(name)")
          expect(
            pass.state.variance, equals: layer.variance, advice, what: "the running variance after evaluating \(name)")
        }
        expect(
          try s.forward(layer, [], false).y, equals: [[Double]](), "No rows in, no rows out.", what: "y of no rows")
      },
      // Never with an upstream of ones: the right dx is then 0. Column by column, as the differences need its scale.
      Check("differentiates by inputs, γ and β", cases: 2) { s, random in
        let (x, dy) = (batch(7, using: &random), normals(7, 3, using: &random))
        let slopes = try s.backward(layer, x, dy)
        guard hasShape(slopes.input, 7, "dx"), slopes.gamma.count == 3, slopes.beta.count == 3 else {
          return expect(false, "dγ has \(slopes.gamma.count) entries and dβ \(slopes.beta.count), not 3 each")
        }
        for j in 0..<3 {
          let (column, upstream) = (x.map { $0[j] }, dy.map { $0[j] })
          expect(
            gradient: slopes.input.map { $0[j] },
            of: { loss($0, layer.gamma[j], layer.beta[j], upstream) }, at: column, using: &random,
            "μ and σ² move with every x: n·dy − dβ − x̂·dγ.", what: "dx in column \(j)")
          expect(
            gradient: [slopes.gamma[j], slopes.beta[j]], of: { loss(column, $0[0], $0[1], upstream) },
            at: [layer.gamma[j], layer.beta[j]], using: &random, "dγ = Σ dy·x̂ and dβ = Σ dy.",
            what: "(dγ, dβ) in column \(j)")
        }
      },
      // Roundings of n terms, each of the size of the largest.
      Check("costs nothing to shift or stretch", cases: 2) { s, random in
        let (x, dy) = (batch(7, using: &random), normals(7, 3, using: &random))
        let slopes = try s.backward(layer, x, dy)
        guard hasShape(slopes.input, 7, "dx") else { return }
        for j in 0..<3 {
          let dx = slopes.input.map { $0[j] }
          let column = x.map { $0[j] }
          let (mean, variance) = moments(column)
          let root = (variance + epsilon).squareRoot()
          let size = dx.reduce(0) { $0 + abs($1) }
          expect(
            "|Σ dx| as a share of Σ |dx| in column \(j)", abs(dx.reduce(0, +)) / size, atMost: 1e-11,
            "A shift of the whole column changes no y, so its slope is 0.")
          let dGamma = zip(column, dy).reduce(0) { $0 + $1.1[j] * ($1.0 - mean) / root }
          expect(
            zip(dx, column).reduce(0) { $0 + $1.0 * ($1.1 - mean) },
            equals: layer.gamma[j] * dGamma * epsilon / (variance + epsilon),
            within: .absolute(1e-11 * size * root * 3),
            "A stretch of the whole column changes y only through ε.", what: "Σ dx·(x − μ) in column \(j)")
        }
      },
      // Differences of numbers near 10⁸ are exact. A mean is rounded to n·ε·10⁸, and x̂ gets that over the deviation,
      // which is 0.1 or more of seven normal numbers but once in 10⁹; dx has it times at most 10/σ and Σ|dy| ≤ 10.
      Check("keeps its digits far from zero", cases: 2) { s, random in
        let x = normals(7, 1, using: &random).map { [$0[0] + 1e8] }
        let near = x.map { [$0[0] - x[0][0]] }
        let state = State(gamma: [1], beta: [0], mean: [0], variance: [1])
        let advice = "Squares near 10¹⁶ have no digits left for a variance of 1: subtract the mean first, then square."
        let tolerance = Tolerance.absolute(4 * 7 * 0x1p-52 * 1e8 / 0.1)
        expect(
          try s.forward(state, x, true).y, equals: try s.forward(state, near, true).y, within: tolerance, advice,
          what: "y of a column near 10⁸, beside y of its distances from the first entry,")
        let dy = normals(7, 1, using: &random)
        expect(
          try s.backward(state, x, dy).input, equals: try s.backward(state, near, dy).input,
          within: .absolute(1000 * tolerance.absolute), advice, what: "dx of a column near 10⁸")
      },
      Check("takes statistics of one row") { s in
        expect(
          try s.statistics([[5, -2]]), equals: [[5, -2], [0, 0]], "A row is its own mean, and differs from it by 0.",
          what: "means and variances of one row")
      },
      // x = 7/8 in all rows: exact.
      Check("gives β for a constant column") { s in
        let state = State(gamma: [2, 1], beta: [3, 0], mean: [0, 0], variance: [1, 1])
        let x: [[Double]] = [[0.875, 1], [0.875, 2], [0.875, 3], [0.875, 6]]
        let pass = try s.forward(state, x, true)
        let advice = "σ² = 0, and ε keeps the division finite: x̂ = 0."
        guard pass.y.allSatisfy({ $0.count == 2 }) else { return expect(false, "y has not two columns") }
        expect(pass.y.map { $0[0] }, equals: [3, 3, 3, 3], advice, what: "y of a constant column")
        let slopes = try s.backward(state, x, [[1, 0], [2, 0], [0, 0], [5, 0]])
        guard slopes.input.allSatisfy({ $0.count == 2 }) else { return expect(false, "dx has not two columns") }
        let scale = 2 / epsilon.squareRoot()
        expect(
          slopes.input.map { $0[0] }, equals: [-scale, 0, -2 * scale, 3 * scale], within: .ofLargest(16 * 0x1p-52),
          advice, what: "dx of a constant column")
      },
      // torch.nn.BatchNorm1d and its autograd: make_reference.py. Differences of numbers up to 8 from their mean, over
      // deviations of 0.017 or more, and sums of five: a few hundred roundings.
      Check("agrees with PyTorch on five rows") { s in
        let state = State(
          gamma: [1.5, -0.75, 2], beta: [0.5, 1, -2], mean: [4, -0.5, 0.25], variance: [5, 0.5, 0.01])
        let pass = try s.forward(state, stored, true)
        expect(
          pass.y,
          equals: [
            [0.4999999999999998, 1.4874166489325116, -1.6452125624065503],
            [-1.6672899157198882, 0.09479765198247914, -5.193086938341046],
            [2.9080999063554307, 0.7911071504574954, 0.7200370215497799],
            [-0.2224299719066295, 2.183726147407528, -2.8278373543847155],
            [0.981619981271086, 0.44295240121998725, -1.0539001664174679],
          ], within: .ofLargest(1e-12), "The batch's own μ and σ², divisor n, and ε under the root.",
          what: "y of five stored rows")
        expect(
          pass.state.mean, equals: [4.15, -0.5575, 0.2257], within: .ofLargest(1e-12), "r ← 0.9·r + 0.1·μ.",
          what: "the running means after five stored rows")
        expect(
          pass.state.variance, equals: [4.803125, 0.4590625, 0.0090345], within: .ofLargest(1e-12),
          "r ← 0.9·r + 0.1·new, where new has the divisor n − 1.", what: "the running variances after five stored rows")
        let slopes = try s.backward(state, stored, storedUpstream)
        expect(
          slopes.input,
          equals: [
            [0.5779439775253035, 0.840660958702246, 198.27572998375183],
            [-0.3989540755451605, 1.224010499167321, -99.24124128488099],
            [0.004472989892077745, -1.0565927664902652, -66.57433269527434],
            [0.653661277561054, -0.047323310005307866, 108.95861282735893],
            [-0.8371241694332745, -0.9607553813739965, -141.41876883095543],
          ], within: .ofLargest(1e-12), "n·dy − dβ − x̂·dγ, times γ/(n·√(σ² + ε)).",
          what: "dx of five stored rows")
        expect(
          slopes.gamma, equals: [3.4114748673368607, 5.756158520726801, -2.1582902453601513], within: .ofLargest(1e-12),
          "Σ dy·x̂.",
          what: "dγ of five stored rows")
        expect(
          slopes.beta, equals: [-0.5, -1.0, 2.0], within: .ofLargest(1e-12), "Σ dy.", what: "dβ of five stored rows")
        // Once more with what the layer knows after the batch.
        expect(
          try s.forward(pass.state, stored, false).y,
          equals: [
            [1.4239801277814432, 1.7665498486184588, -6.536154720875606],
            [-0.11598675185429622, 1.2130842539480915, -7.167052456741476],
            [3.1350544384878205, 1.4898170512832751, -6.11555623029836],
            [0.9106578345695301, 2.0432826459536426, -6.746453966164229],
            [1.7661949899227187, 1.3514506526156833, -6.431005098231294],
          ], within: .ofLargest(1e-12), "In evaluation only the running statistics count.",
          what: "y of the same rows in evaluation")
      },
      Check("refuses to train on fewer than two rows") { s in
        let state = State(gamma: [2], beta: [10], mean: [0], variance: [1])
        for x: [[Double]] in [[[5]], []] {
          expect(throws: BatchTooSmall(rows: x.count), "One row has no variance, and no rows have no mean.") {
            try s.forward(state, x, true)
          }
          let after = try s.stateAfterRefusal(state, x)
          expect(
            after.mean + after.variance, equals: [0, 1],
            "Look at the number of rows before anything moves: the layer stays as it was.",
            what: "the running mean and variance after a batch of \(x.count) rows was refused")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "moved before it is refused", .right { $0.movesFirst = true },
        """
        The running mean has moved when the error is thrown. A batch that is refused must leave no trace: look at the \
        number of rows first.
        """),
      Misconception(
        "mean and variance taken for constants", .right { $0.dx = { _, dy, _, _, _ in dy } },
        """
        μ and σ² were computed from this very x: moving one x moves both. Two more terms: minus the mean of dy, minus x̂ \
        times the mean of dy·x̂.
        """),
      Misconception(
        "the variance taken for a constant", .right { $0.dx = { n, dy, dBeta, _, _ in dy - dBeta / n } },
        """
        The mean moves with x, and so does the variance: minus x̂ times the mean of dy·x̂.
        """),
      Misconception(
        "the mean taken for a constant", .right { $0.dx = { n, dy, _, dGamma, hat in dy - hat * dGamma / n } },
        """
        The variance moves with x, and so does the mean: minus the mean of dy. Σ dx must be 0.
        """),
      Misconception(
        "zeros for dx", .right { $0.dx = { _, _, _, _, _ in 0 } },
        """
        For an upstream of ones dx is 0, and a test with ones sees nothing else. For any other upstream it is not.
        """),
      Misconception(
        "γ missing in dx", .right { $0.scalesByGamma = false },
        """
        y = γ·x̂ + β: on the way back to x̂ the upstream passes γ.
        """),
      Misconception(
        "dγ with x for x̂", .right { $0.gammaUsesInput = true },
        """
        γ multiplies x̂, not x: its slope is Σ dy·x̂.
        """),
      Misconception(
        "dγ and dβ averaged", .right { $0.averages = true },
        """
        All rows share γ and β, so their slopes add up. A mean over the batch is in dy already, if the loss is one.
        """),
      Misconception(
        "running variance with n", .right { $0.keeps = { _ in 1 } },
        """
        Normalising uses the batch's own σ² (n). What is kept for later is an estimate for the population: n − 1, as \
        PyTorch keeps it.
        """),
      Misconception(
        "n − 1 in the normalisation", .right { $0.divisor = { $0 - 1 } },
        """
        σ² of the batch is a description of these n rows, not an estimate: it divides by n.
        """),
      Misconception(
        "momentum the wrong way round", .right { $0.momentum = 0.9 },
        """
        The running statistics keep nine tenths of what they were. Yours are nearly those of the last batch.
        """),
      Misconception(
        "running statistics replaced", .right { $0.momentum = 1 },
        """
        You keep those of the last batch alone. They follow slowly: 0.9 of the old, 0.1 of the new.
        """),
      Misconception(
        "running statistics never moved", .right { $0.momentum = 0 },
        """
        Evaluation would then normalise by mean 0 and variance 1 for ever. In training they follow the batch.
        """),
      Misconception(
        "batch statistics in evaluation", .right { $0.evaluatesByBatch = true },
        """
        Send one row alone: it becomes exactly β. In evaluation only the running statistics count.
        """),
      Misconception(
        "running statistics in training", .right { $0.trainsByRunning = true },
        """
        In training a batch is normalised by its own mean and variance; the backward formula assumes it. The running ones \
        are for later.
        """),
      Misconception(
        "evaluation moves the state", .right { $0.evaluationMoves = true },
        """
        Whoever evaluates twice must get the same answer twice. Only training moves the running statistics.
        """),
      Misconception(
        "ε left out", .right { $0.epsilon = 0 },
        """
        A constant column has σ = 0, and 0/0 is NaN; a nearly constant one is blown up. ε is part of the definition.
        """),
      Misconception(
        "ε outside the root", .right { $0.root = { variance, epsilon in variance.squareRoot() + epsilon } },
        """
        √σ² + 10⁻⁵ is another number than √(σ² + 10⁻⁵): a constant column is divided by 10⁻⁵ instead of 0.003. Here ε \
        stands under the root.
        """),
      Misconception(
        "the variance for the deviation", .right { $0.root = { variance, epsilon in variance + epsilon } },
        """
        x̂ = (x − μ)/√(σ² + ε): without the root x̂ has the deviation 1/σ.
        """),
      Misconception(
        "the variance as a difference of squares", .right { $0.subtractsSquares = true },
        """
        E[x²] − μ² cancels: near 10⁸ squares are rounded to whole numbers, and a variance of 1 is gone, or negative. Subtract \
        the mean from each x, then square.
        """),
      Misconception(
        "rows normalised", .right { $0.normalisesRows = true },
        """
        That is layer normalisation: mean and variance of each row. Batch normalisation takes them down each column.
        """),
      Misconception(
        "no statistics of one row", .right { $0.leastForStatistics = 2 },
        """
        With the divisor n one row has a variance, 0. It is the estimate with n − 1 that does not exist, and refusing it is \
        the affair of `forward`.
        """),
      Misconception(
        "one row let through", .right { $0.least = 0 },
        """
        The variance of one row is 0, and its estimate 0/0: NaN in the running variance, from then on in every evaluation.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "one step of the chain after the other: by σ², by μ, by x", .right { $0.chains = true })
    ]
  }
}

// MARK: - Stored numbers

private let stored: [[Double]] = [
  [5.5, -1.25, 0.01], [3.25, -0.75, -0.02], [8, -1, 0.03], [4.75, -1.5, 0], [6, -0.875, 0.015],
]

private let storedUpstream: [[Double]] = [
  [0.5, -1.25, 2], [-1.5, 0.75, 0.25], [1, 0.5, -0.75], [0.25, -2, 1.5], [-0.75, 1, -1],
]

// MARK: - Parts of the checks

private let epsilon = 1e-5

/// A layer as it might be in the middle of training.
private let layer = State(
  gamma: [1.5, -0.7, 2], beta: [0.5, 1, -2], mean: [4, -0.5, 0.25], variance: [5, 0.5, 0.01])

/// Columns with means 5, −1, 0 and deviations 2, 0.3, 0.02.
private func batch(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  normals(n, 3, using: &random).map { [5 + 2 * $0[0], -1 + 0.3 * $0[1], 0.02 * $0[2]] }
}

private func normals(_ rows: Int, _ columns: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<rows).map { _ in
    (0..<columns).map { _ in
      let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
      return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
    }
  }
}

/// Mean and variance with divisor n.
private func moments(_ x: [Double]) -> (mean: Double, variance: Double) {
  let n = Double(x.count)
  let mean = x.reduce(0, +) / n
  return (mean, x.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / n)
}

/// Σ dy·y of one column, by the definition of a training pass.
private func loss(_ x: [Double], _ gamma: Double, _ beta: Double, _ dy: [Double]) -> Double {
  let (mean, variance) = moments(x)
  let root = (variance + epsilon).squareRoot()
  return zip(x, dy).reduce(0) { $0 + $1.1 * (gamma * ($1.0 - mean) / root + beta) }
}

private func hasShape(_ a: [[Double]], _ n: Int, _ name: String) -> Bool {
  let hasShape = a.count == n && a.allSatisfy { $0.count == 3 }
  expect(hasShape, "\(name) of a batch of \(n) rows with 3 columns has not this shape", "Rows stay rows.")
  return hasShape
}

// MARK: - Wrong and right ways

/// How a layer works, right unless one of these is changed.
private struct Way {
  /// dx/(γ/√(σ² + ε)) from n, dy, dβ, dγ and x̂.
  var dx: (Double, Double, Double, Double, Double) -> Double = { n, dy, dBeta, dGamma, hat in
    dy - dBeta / n - hat * dGamma / n
  }
  /// The factor of the variance that is kept, from n.
  var keeps: (Double) -> Double = { $0 / ($0 - 1) }
  var divisor: (Double) -> Double = { $0 }
  var root: (Double, Double) -> Double = { variance, epsilon in (variance + epsilon).squareRoot() }
  var momentum = 0.1
  var epsilon = 1e-5
  var least = 2
  var leastForStatistics = 0
  var scalesByGamma = true
  var gammaUsesInput = false
  var averages = false
  var evaluatesByBatch = false
  var trainsByRunning = false
  var evaluationMoves = false
  var subtractsSquares = false
  var movesFirst = false
  var normalisesRows = false
  var chains = false

  func statistics(_ x: [[Double]]) -> (means: [Double], variances: [Double]) {
    guard let first = x.first, x.count >= leastForStatistics else { return ([], []) }
    var (means, variances): ([Double], [Double]) = ([], [])
    for j in first.indices {
      let column = x.map { $0[j] }
      let (mean, variance) = moments(column)
      let n = Double(x.count)
      means.append(mean)
      let squares = column.reduce(0) { $0 + $1 * $1 } / n
      variances.append(subtractsSquares ? squares - mean * mean : variance * n / divisor(n))
    }
    return (means, variances)
  }

  func forward(_ state: State, _ x: [[Double]], _ training: Bool) throws -> Pass {
    var pass = Pass(y: x, state: state)
    guard !training || x.count >= least else { throw BatchTooSmall(rows: x.count) }
    guard !x.isEmpty else { return pass }
    let (means, variances) = statistics(x)
    if training || evaluationMoves {
      let n = Double(x.count)
      for j in means.indices {
        pass.state.mean[j] += momentum * (means[j] - pass.state.mean[j])
        pass.state.variance[j] += momentum * (variances[j] * keeps(n) - pass.state.variance[j])
      }
    }
    let byBatch = training ? !trainsByRunning : evaluatesByBatch
    let (centre, spread) = byBatch ? (means, variances) : (state.mean, state.variance)
    for i in x.indices {
      let (rowMean, rowVariance) = moments(x[i])
      for j in x[i].indices {
        let (mean, variance) = normalisesRows ? (rowMean, rowVariance) : (centre[j], spread[j])
        pass.y[i][j] = state.gamma[j] * (x[i][j] - mean) / root(variance, epsilon) + state.beta[j]
      }
    }
    return pass
  }

  func backward(_ state: State, _ x: [[Double]], _ dy: [[Double]]) -> Slopes {
    let (means, variances) = statistics(x)
    let n = Double(x.count)
    var slopes = Slopes(input: x, gamma: state.gamma, beta: state.beta)
    for j in means.indices {
      let (mean, root) = (means[j], root(variances[j], epsilon))
      let hats = x.map { ($0[j] - mean) / root }
      let dBeta = dy.reduce(0) { $0 + $1[j] }
      let dGamma = zip(dy, hats).reduce(0) { $0 + $1.0[j] * $1.1 }
      let byInput = zip(dy, x).reduce(0) { $0 + $1.0[j] * $1.1[j] }
      slopes.beta[j] = averages ? dBeta / n : dBeta
      slopes.gamma[j] = gammaUsesInput ? byInput : averages ? dGamma / n : dGamma
      let gamma = scalesByGamma ? state.gamma[j] : 1
      if chains {
        var (byVariance, byMean) = (0.0, 0.0)
        for i in x.indices {
          byVariance -= gamma * dy[i][j] * (x[i][j] - mean) / (2 * root * root * root)
          byMean -= gamma * dy[i][j] / root
        }
        for i in x.indices {
          slopes.input[i][j] = gamma * dy[i][j] / root + byVariance * 2 * (x[i][j] - mean) / n + byMean / n
        }
      } else {
        for i in x.indices { slopes.input[i][j] = gamma / root * dx(n, dy[i][j], dBeta, dGamma, hats[i]) }
      }
    }
    return slopes
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      statistics: .init { x in
        let (means, variances) = fixed.statistics(x)
        return [means, variances]
      },
      forward: .init { try fixed.forward($0, $1, $2) },
      stateAfterRefusal: .init { state, x in
        guard let column = fixed.movesFirst ? x.first : nil else { return state }
        var after = state
        for j in column.indices { after.mean[j] += fixed.momentum * (column[j] - state.mean[j]) }
        return after
      }, backward: .init { fixed.backward($0, $1, $2) })
  }
}
