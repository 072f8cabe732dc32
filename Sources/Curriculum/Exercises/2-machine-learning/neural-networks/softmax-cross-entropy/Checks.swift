import Checking
import Glibc

/// What the learner's `CrossEntropy` says, or that of a variant.
struct Outcome: Observable {
  var loss: Double
  var gradient: [[Double]]

  var observation: Observation { Observation(loss.observation, gradient.observation) }
}

enum CrossEntropyError: Error {
  case smoothing(Double)
  case counts(rows: Int, labels: Int)
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
}

struct Submission {
  var softmaxCrossEntropy: Function<[[Double]], [Int], Double, Outcome>
}

enum SoftmaxCrossEntropy: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A handful of roundings, each of a number of size 1.
      Check("gives the worked example") { s in
        let z: [[Double]] = [[0, log(3.0)], [0, 0]]
        let plain = try s.softmaxCrossEntropy(z, [0, 1], 0)
        expect(
          plain.loss, equals: 1.5 * log(2.0), within: .ulps(16), "(log 4 + log 2)/2: the mean over the batch.",
          what: "the loss of the example")
        expect(
          plain.gradient, equals: [[-0.375, 0.375], [0.25, -0.25]], within: .ulps(16), "(p − q)/n.",
          what: "the gradient of the example")
        let smooth = try s.softmaxCrossEntropy([z[0]], [0], 0.2)
        expect(
          smooth.loss, equals: 2 * log(2.0) - 0.1 * log(3.0), within: .ulps(16), "q = (0.9, 0.1).",
          what: "the loss of its first row with smoothing 0.2")
        expect(
          smooth.gradient, equals: [[0.25 - 0.9, 0.75 - 0.1]], within: .ulps(16), "p − q, with the smoothed q.",
          what: "the gradient of its first row with smoothing 0.2")
      },
      Check("starts at log K") { s in
        for (scores, smoothing) in [(0.0, 0.0), (7, 0), (-1e6, 0), (0, 0.3), (0, 1)] {
          let outcome = try s.softmaxCrossEntropy(
            [[Double]](repeating: [Double](repeating: scores, count: 10), count: 3), [0, 9, 4], smoothing)
          expect(
            outcome.loss, equals: log(10.0), within: .ulps(32), "All p are 1/K, and the q add up to 1.",
            what: "the loss of ten scores \(scores) with smoothing \(smoothing)")
        }
        let one = try s.softmaxCrossEntropy([[5], [-3]], [0, 0], 0.1)
        expect(one.loss, equals: 0, "The only class has the probability 1.", what: "the loss with one class")
        expect(one.gradient, equals: [[0], [0]], "p = q = 1.", what: "the gradient with one class")
      },
      Check("differentiates the loss", cases: 3) { s, random in
        for (n, classes, smoothing) in [(1, 3, 0.0), (5, 4, 0), (3, 5, 0.1), (2, 2, 1)] {
          let z = (0..<n * classes).map { _ in Double.random(in: -3...3, using: &random) }
          let labels = (0..<n).map { _ in Int.random(in: 0..<classes, using: &random) }
          let outcome = try s.softmaxCrossEntropy(cut(z, classes), labels, smoothing)
          let words = "of \(n) examples, \(classes) classes, smoothing \(smoothing)"
          // Each row sums K terms below 10: a few roundings each.
          expect(
            outcome.loss, equals: meanLoss(cut(z, classes), labels, smoothing), within: .absolute(1000 * 0x1p-52),
            "−Σ q·log p, its mean over the batch.", what: "the loss \(words)")
          expect(
            gradient: outcome.gradient.flatMap { $0 }, of: { meanLoss(cut($0, classes), labels, smoothing) }, at: z,
            using: &random, "(p − q)/n.", what: "the gradient \(words)")
        }
      },
      // p and q both add up to 1; K·ε roundings.
      Check("adds up to nothing in every row", cases: 2) { s, random in
        let z = (0..<4).map { _ in (0..<10).map { _ in Double.random(in: -20...20, using: &random) } }
        for smoothing in [0, 0.1] {
          let outcome = try s.softmaxCrossEntropy(z, [3, 0, 9, 3], smoothing)
          expect(
            outcome.gradient.map { $0.reduce(0, +) }, equals: [0, 0, 0, 0], within: .absolute(500 * 0x1p-52),
            "Raising all scores of a row by the same changes nothing, so its slopes add up to 0.",
            what: "the sums of the gradient's rows with smoothing \(smoothing)")
        }
      },
      Check("takes scores of any size") { s in
        let advice = "exp(10000) is infinite, exp(−10000) is 0, and their logarithms cannot bring the numbers back."
        for (row, label, loss, gradient): ([Double], Int, Double, [Double]) in [
          ([10_000, -10_000], 0, 0, [0, 0]), ([10_000, -10_000], 1, 20_000, [1, -1]),
          ([0, 1000, 0], 0, 1000, [-1, 1, 0]),
          ([-1000, -1000], 0, log(2.0), [-0.5, 0.5]), ([800, 800, 800, 800], 2, log(4.0), [0.25, 0.25, -0.75, 0.25]),
        ] {
          let outcome = try s.softmaxCrossEntropy([row], [label], 0)
          expect(
            outcome.loss, equals: loss, within: .ulps(64), advice,
            what: "the loss of the scores \(row) with label \(label)")
          expect(
            outcome.gradient, equals: [gradient], within: .absolute(64 * 0x1p-52), advice,
            what: "the gradient at the scores \(row) with label \(label)")
        }
        let smooth = try s.softmaxCrossEntropy([[0, 1000]], [1], 0.1)
        expect(
          smooth.loss, equals: 50, within: .ulps(64), "q = (0.05, 0.95), and −log p = (1000, 0).",
          what: "the loss of the scores [0, 1000] with label 1 and smoothing 0.1")
      },
      // Eighths, so that the offset itself is added exactly; then all digits of the differences are there.
      Check("loses no digit to an offset", cases: 2) { s, random in
        let z = (0..<3).map { _ in (0..<4).map { _ in Double(Int.random(in: -30...30, using: &random)) / 8 } }
        let labels = [2, 0, 3]
        let advice = "Take differences of scores first: logSumExp of numbers near 10⁶ is rounded to 10⁻¹⁰."
        for (offsets, name): ([Double], String) in [
          ([0x1p20, 0x1p20, 0x1p20], "with 2²⁰ added to every score"),
          ([0x1p20, 0, -0x1p20], "with 2²⁰ added to the first row and taken off the last"),
        ] {
          for smoothing in [0, 0.25] {
            let near = try s.softmaxCrossEntropy(z, labels, smoothing)
            let moved = zip(z, offsets).map { row, offset in row.map { $0 + offset } }
            let far = try s.softmaxCrossEntropy(moved, labels, smoothing)
            expect(
              far.loss, equals: near.loss, within: .absolute(16 * 12 * 0x1p-52), advice,
              what: "the loss \(name), smoothing \(smoothing),")
            expect(
              far.gradient, equals: near.gradient, within: .absolute(16 * 12 * 0x1p-52), advice,
              what: "the gradient \(name), smoothing \(smoothing),")
          }
        }
      },
      Check("says what is wrong") { s in
        func expectError(
          _ error: CrossEntropyError, _ scores: [[Double]], _ labels: [Int], _ smoothing: Double = 0, line: Int = #line
        ) {
          expect(throws: error, "Row after row, in each in the order of the table; counted from 0.", line: line) {
            try s.softmaxCrossEntropy(scores, labels, smoothing)
          }
        }
        expectError(.smoothing(-0.1), [[1, 2]], [0], -0.1)
        expectError(.smoothing(1.5), [], [], 1.5)
        expectError(.smoothing(.nan), [[1, 2]], [0], .nan)
        expectError(.counts(rows: 0, labels: 0), [], [])
        expectError(.counts(rows: 2, labels: 1), [[1, 2], [3, .nan]], [7])
        expectError(.length(row: 1), [[1, 2], [3, 4, .nan], [.nan, 0]], [0, 5, 0])
        expectError(.length(row: 2), [[1, 2], [3, 4], [5]], [0, 1, 1])
        expectError(.notFinite(row: 1, column: 2), [[1, 2, 3], [3, 4, .nan]], [0, 5])
        expectError(.notFinite(row: 0, column: 0), [[-.infinity, 2]], [1])
        expectError(.notFinite(row: 0, column: 1), [[1, .nan], [3]], [0, 0])
        expectError(.label(row: 0), [[1, 2], [3, 4], [5]], [2, 0, 0])
        expectError(.label(row: 1), [[1, 2], [3, 4]], [1, 2])
        expectError(.label(row: 0), [[1, 2], [3, .nan]], [-1, 0])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the logarithm of a probability that is 0",
        .right { $0.minusLog = { _, _, p in -log(p) } },
        """
        exp(−1000) is 0 in a Double, so p is 0 and −log p infinite, where 1000 was asked. −log p is logSumExp(z) − z: no p \
        is needed.
        """),
      Misconception(
        "exp of the scores as they are",
        .right {
          $0.probabilities = { z in
            let sum = z.reduce(0) { $0 + exp($1) }
            return z.map { exp($0) / sum }
          }
        },
        """
        exp(1000) is infinite and ∞/∞ is NaN. Subtract first, a score or the logarithm of the sum.
        """),
      Misconception(
        "probabilities clamped at 10⁻¹⁵",
        .right { $0.minusLog = { _, _, p in -log(max(p, 1e-15)) } },
        """
        The loss then never exceeds 34.5, however wrong the network is, while the gradient says otherwise. It hides the \
        overflow; the right formula has none.
        """),
      Misconception(
        "softmax applied twice", .right { $0.repeats = true },
        """
        The scores are turned into probabilities, and these taken for scores once more. Ten numbers between 0 and 1 give \
        probabilities near 1/10 whatever the network says: it trains, slowly and badly.
        """),
      Misconception(
        "the softmax's Jacobian once more",
        .right {
          $0.slopes = { p, q in
            let g = zip(p, q).map { $0 - $1 }
            let mean = zip(p, g).reduce(0) { $0 + $1.0 * $1.1 }
            return zip(p, g).map { $0 * ($1 - mean) }
          }
        },
        """
        p − q is already the gradient by the *scores*: the Jacobian of softmax is in it. You send it through softmax a \
        second time.
        """),
      Misconception(
        "the gradient by the probabilities",
        .right { $0.slopes = { p, q in zip(p, q).map { $1 == 0 ? 0 : -$1 / $0 } } },
        """
        −q/p is ∂ℓ/∂p. Asked is the gradient by the scores, behind softmax: p − q.
        """),
      Misconception(
        "the gradient not divided by the batch", .right { $0.gradientShare = { _, _ in 1 } },
        """
        The loss is a mean, so its gradient has the 1/n, too. Without it the steps grow with the batch.
        """),
      Misconception(
        "the loss summed", .right { $0.lossShare = { _, _ in 1 } },
        """
        The loss of a batch is the mean of its examples' losses; a sum depends on how many there are.
        """),
      Misconception(
        "divided by n·K",
        .right {
          $0.lossShare = { n, classes in 1 / (n * classes) }
          $0.gradientShare = { n, classes in 1 / (n * classes) }
        },
        """
        The sum over the classes is an expectation under q, not a mean: only the examples are averaged.
        """),
      Misconception(
        "the gradient turned round", .right { $0.slopes = { p, q in zip(p, q).map { $1 - $0 } } },
        """
        q − p points where the loss falls. The gradient is p − q; the optimiser puts the minus.
        """),
      Misconception(
        "bits for nats", .right { $0.unit = log(2.0) },
        """
        log is the natural logarithm; with log₂ the gradient would have a factor 1/log 2, too.
        """),
      Misconception(
        "smoothing spread over the other classes",
        .right { $0.target = { k, label, s, classes in k == label ? 1 - s : s / max(1, classes - 1) } },
        """
        s/(K − 1) to the wrong classes and 1 − s to the label is another convention. Here s/K goes to all K, the label \
        included, as in PyTorch.
        """),
      Misconception(
        "smoothing that does not add up",
        .right { $0.target = { k, label, s, classes in k == label ? 1 - s : s / classes } },
        """
        The targets of a row add up to less than 1: the label gets its s/K as well.
        """),
      Misconception(
        "smoothing in the loss only",
        .right { $0.slopeTarget = { k, label, _, _ in k == label ? 1 : 0 } },
        """
        The gradient is p − q with the same q as in the loss. Yours belongs to the loss without smoothing.
        """),
      Misconception(
        "smoothing left out",
        .right { $0.target = { k, label, _, _ in k == label ? 1 : 0 } },
        """
        The target is 1 − s at the label plus s/K everywhere.
        """),
      Misconception(
        "an offset that costs digits", .right { $0.keepsOffset = true },
        """
        logSumExp(z) of scores near 10⁶ is a number near 10⁶, rounded to 10⁻¹⁰, and this is all that is left after the \
        subtraction. Subtract a score of the row from all of them first.
        """),
      Misconception(
        "the first label's class for all", .right { $0.usesFirstLabel = true },
        """
        Every row has a label of its own.
        """),
      Misconception(
        "labels counted from 1", .right { $0.firstLabel = 1 },
        """
        Classes are 0 … K − 1, like the columns of the scores.
        """),
      Misconception(
        "an empty batch given 0", .right { $0.allowsEmpty = true },
        """
        The mean of no examples has no value: 0 would be the best loss there is. Say that there is nothing.
        """),
      Misconception(
        "scores not looked at", .right { $0.looksAtScores = false },
        """
        A NaN in one score makes NaN of the whole loss, and from there of all weights. Here it still has a place that can \
        be named.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "with the largest score subtracted, the gradient by a quotient",
        .right {
          $0.probabilities = { z in
            let largest = z.max() ?? 0
            let weights = z.map { exp($0 - largest) }
            let sum = weights.reduce(0, +)
            return weights.map { $0 / sum }
          }
        })
    ]
  }
}

// MARK: - Parts of the checks

private func cut(_ z: [Double], _ classes: Int) -> [[Double]] {
  stride(from: 0, to: z.count, by: classes).map { Array(z[$0..<$0 + classes]) }
}

private func logSum(_ z: [Double]) -> Double {
  let largest = z.max() ?? 0
  return largest + log(z.reduce(0) { $0 + exp($1 - largest) })
}

/// The loss by its definition, for scores of moderate size.
private func meanLoss(_ z: [[Double]], _ labels: [Int], _ smoothing: Double) -> Double {
  var sum = 0.0
  for (row, label) in zip(z, labels) {
    let logarithm = logSum(row)
    sum += (1 - smoothing) * (logarithm - row[label])
    for score in row { sum += smoothing / Double(row.count) * (logarithm - score) }
  }
  return sum / Double(z.count)
}

// MARK: - Wrong and right ways

/// How loss and gradient are computed, right unless one of these is changed.
private struct Way {
  var probabilities: ([Double]) -> [Double] = { z in
    let logarithm = logSum(z)
    return z.map { exp($0 - logarithm) }
  }
  /// −log p of a score, the logarithm of the sum and the probability.
  var minusLog: (Double, Double, Double) -> Double = { z, logarithm, _ in logarithm - z }
  var target: (Int, Int, Double, Double) -> Double = { k, label, s, classes in s / classes + (k == label ? 1 - s : 0) }
  var slopeTarget: ((Int, Int, Double, Double) -> Double)?
  var slopes: ([Double], [Double]) -> [Double] = { p, q in zip(p, q).map { $0 - $1 } }
  var lossShare: (Double, Double) -> Double = { n, _ in 1 / n }
  var gradientShare: (Double, Double) -> Double = { n, _ in 1 / n }
  var unit = 1.0
  var firstLabel = 0
  var repeats = false
  var keepsOffset = false
  var usesFirstLabel = false
  var allowsEmpty = false
  var looksAtScores = true

  func outcome(_ scores: [[Double]], _ labels: [Int], _ smoothing: Double) throws -> Outcome {
    guard smoothing >= 0, smoothing <= 1 else { throw CrossEntropyError.smoothing(smoothing) }
    guard scores.count == labels.count, allowsEmpty || !scores.isEmpty else {
      throw CrossEntropyError.counts(rows: scores.count, labels: labels.count)
    }
    var outcome = Outcome(loss: 0, gradient: [])
    let n = Double(scores.count)
    for (row, own) in labels.enumerated() {
      guard scores[row].count == scores[0].count else { throw CrossEntropyError.length(row: row) }
      if looksAtScores, let column = scores[row].firstIndex(where: { !$0.isFinite }) {
        throw CrossEntropyError.notFinite(row: row, column: column)
      }
      let classes = Double(scores[row].count)
      guard own >= 0, own < scores[row].count else { throw CrossEntropyError.label(row: row) }
      let label = (usesFirstLabel ? labels[0] : own) - firstLabel
      var z = keepsOffset ? scores[row] : scores[row].map { $0 - scores[row][own] }
      if repeats { z = probabilities(z) }
      let (p, logarithm) = (probabilities(z), logSum(z))
      let q = z.indices.map { target($0, label, smoothing, classes) }
      for k in z.indices where q[k] != 0 {
        outcome.loss += q[k] * minusLog(z[k], logarithm, p[k]) * lossShare(n, classes) / unit
      }
      let slopeTargets = slopeTarget.map { target in z.indices.map { target($0, label, smoothing, classes) } } ?? q
      outcome.gradient.append(slopes(p, slopeTargets).map { $0 * gradientShare(n, classes) })
    }
    return outcome
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(softmaxCrossEntropy: .init { try fixed.outcome($0, $1, $2) })
  }
}
