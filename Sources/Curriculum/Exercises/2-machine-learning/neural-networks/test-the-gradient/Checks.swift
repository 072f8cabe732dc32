import Checking

enum Kind: String, Sendable {
  case dense, relu, normalise
}

struct Slopes {
  var input: [[Double]]
  var parameters: [Double]
}

/// A layer that claims to be one of its kind.
struct Candidate: CustomStringConvertible {
  var kind: Kind
  /// What it does, to stand behind "one that".
  var fault: String
  var forward: (_ x: [[Double]], _ parameters: [Double]) -> [[Double]]
  var backward: (_ x: [[Double]], _ parameters: [Double], _ upstream: [[Double]]) -> Slopes

  var description: String { "a layer .\(kind), one that \(fault)" }

  /// A layer that is right but for what is given here; for shapes that do not fit its answers are empty.
  init(
    _ kind: Kind, _ fault: String, forward: @escaping Forward = output, backward: @escaping Backward = slopes
  ) {
    self.kind = kind
    self.fault = fault
    self.forward = { x, parameters in
      guard fits(kind, x, parameters) else { return [] }
      return forward(kind, x, parameters)
    }
    self.backward = { x, parameters, upstream in
      guard fits(kind, x, parameters), upstream.map(\.count) == output(kind, x, parameters).map(\.count) else {
        return Slopes(input: [], parameters: [])
      }
      return backward(kind, x, parameters, upstream)
    }
  }
}

typealias Forward = (Kind, [[Double]], [Double]) -> [[Double]]
typealias Backward = (Kind, [[Double]], [Double], [[Double]]) -> Slopes

/// The learner's judgement of a candidate.
struct Verdict: Observable {
  var isAccepted: Bool

  /// A yes or no as a number, and a 1 beside it, for a misconception is named only if two numbers agree.
  var observation: Observation { Observation(numbers: [isAccepted ? 1 : 2, 1]) }
}

struct Submission {
  var accepts: Function<Candidate, Verdict>
}

enum TestTheGradient: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("accepts what is right") { s in
        for candidate in right() {
          expect(
            try s.accepts(candidate).isAccepted, "accepts is false for \(candidate)",
            "It is right. Where does your x stand, how large is your step, and what is your error relative to?")
        }
      },
      refuses(
        "what is right for an upstream gradient of ones", ones,
        "A loss that is the sum of Y has an upstream gradient of ones. Take other numbers, of both signs."),
      refuses(
        "single entries that are wrong", entries,
        "Compare each entry by itself, with no two numbers alike in what goes in."),
      refuses("what is right for some batches only", batches, "Ask for a batch of one row, and for one of several."),
      refuses(
        "what was forgotten on the way back", missing,
        "Differences of forward show it: by every entry of X, of W and of b."),
      refuses(
        "a wrong function with its right gradient", consistent,
        "Differences cannot show this, for backward fits forward. What must forward answer?"),
      refuses(
        "a memory of other calls", remembering,
        "backward(x, …) has to give the same whatever was called before: forward with another batch, or backward."),
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "an upstream gradient of ones", Submission(Suite(upstream: { _ in 1 })),
        """
        With ones a layer need not read the upstream gradient at all. And behind batch normalisation the sum of Y is 0 \
        whatever X is: its gradient is 0, and so is that of whoever returns zeros.
        """),
      Misconception(
        "a positive upstream gradient", Submission(Suite(upstream: { abs($0) })),
        """
        Upstream gradients have both signs. Positive ones hide who takes |G|, or lets only the positive pass.
        """),
      Misconception(
        "one entry only", Submission(Suite(comparison: .first)),
        """
        You nudge one number of X and one of the parameters. Nudge each, or all of them in a random direction.
        """),
      Misconception(
        "all nudged by the same", Submission(Suite(comparison: .sums)),
        """
        The slope along (1, 1, …, 1) is the sum of all entries: two of them exchanged are not seen. Take each entry by \
        itself, or a random direction.
        """),
      Misconception(
        "weights that are all equal", Submission(Suite(parameters: [0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.4, -1.3])),
        """
        Equal weights are the same when they are read in the wrong order. No two numbers alike.
        """),
      Misconception(
        "the gradient by the input only", Submission(Suite(comparesParameters: false)),
        """
        What is learnt are W and b. Compare `parameters` as well.
        """),
      Misconception(
        "the gradient by the parameters only", Submission(Suite(comparesInput: false)),
        """
        The gradient by X is what the layer before lives on.
        """),
      Misconception(
        "no batch of one", Submission(Suite(batches: [Suite.batches[0], Array(Suite.batches[0].prefix(3))])),
        """
        One row is where `mean` and `sum` are the same, and where code likes to have a special case.
        """),
      Misconception(
        "a batch of one only", Submission(Suite(batches: [Suite.batches[1], [[0.4, -1.4, 0.9]]])),
        """
        With one row nobody sees whether gradients are summed over the batch, averaged, or taken of the last row; and a \
        normalised batch of one is 0, as is its gradient.
        """),
      Misconception(
        "called once", Submission(Suite(batches: [Suite.batches[0]])),
        """
        backward may add to what it answered before. Ask for a second gradient, and for that of a batch of one.
        """),
      Misconception(
        "positive inputs", Submission(Suite(batches: Suite.batches.map { $0.map { $0.map { abs($0) } } })),
        """
        For x > 0 ReLU is the identity, forward and backward. Take both signs.
        """),
      Misconception(
        "nothing called in between", Submission(Suite(callsBetween: false)),
        """
        Layers often keep the batch of the last forward pass. Yours was always the one that backward got, or one very \
        near. Call forward with another batch just before.
        """),
      Misconception(
        "no value of forward", Submission(Suite(comparesValues: false)),
        """
        Differences say that backward is the gradient of *this* forward. Whether forward is the function that was asked \
        for, only a value says that you know from elsewhere.
        """),
      Misconception(
        "forward only", Submission(Suite(comparesInput: false, comparesParameters: false)),
        """
        You never ask for a gradient.
        """),
      Misconception(
        "at the kink", Submission(Suite(batches: Suite.batches.map { [[0] + $0[0].dropFirst()] + $0.dropFirst() })),
        """
        At 0 the difference of ReLU is ½, which is neither of its slopes 0 and 1, and each of these is right by the \
        contract. Keep your x farther from 0 than h.
        """),
      Misconception(
        "a step too large", Submission(Suite(step: 0.1)),
        """
        Differences are off by h² times a third derivative. A dense layer has none, batch normalisation has: take h = \
        10⁻⁴, from both sides.
        """),
      Misconception(
        "relative to each entry", Submission(Suite(isRelativeToEach: true)),
        """
        |a − b|/|b| is 0/0 where the right slope is 0, as that of ReLU below 0, and NaN is not small. Divide by the \
        largest entry, or multiply the other side.
        """),
      Misconception(
        "everything accepted", Submission { _ in true },
        """
        A test that no implementation fails tells nothing. For each number that backward gives think of a way in which \
        it alone is wrong.
        """),
      Misconception(
        "nothing accepted", Submission { _ in false },
        """
        You refuse all that is right. Is your step so small, 10⁻¹⁰ say, that differences are all rounding, or your \
        tolerance below what differences can reach, about 10⁻⁸?
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("differences by each entry, and values by the formulas", Submission(Suite())),
      Alternative(
        "formulas for the gradients",
        Submission { layer in
          Suite.batches.allSatisfy { x in
            let parameters = layer.kind == .dense ? Suite.parameters : []
            let y = output(layer.kind, x, parameters)
            let upstream = y.map { $0.map { 1.3 - $0 * $0 } }
            _ = layer.forward(Suite.other, parameters)
            let (answer, expected) = (
              layer.backward(x, parameters, upstream), slopes(layer.kind, x, parameters, upstream)
            )
            return agree(layer.forward(x, parameters).flatMap { $0 }, y.flatMap { $0 })
              && agree(
                answer.input.flatMap { $0 } + answer.parameters, expected.input.flatMap { $0 } + expected.parameters)
          }
        }),
      Alternative("differences in eight directions", Submission(Suite(comparison: .directions))),
    ]
  }
}

private func refuses(_ name: String, _ candidates: @escaping () -> [Candidate], _ advice: String) -> Check<Submission> {
  Check("refuses \(name)") { s in
    for candidate in candidates() {  // made anew, for some remember
      expect(!(try s.accepts(candidate).isAccepted), "accepts is true for \(candidate)", advice)
    }
  }
}

// MARK: - The layers

private let epsilon = 1e-5

/// Whether rows are equally long, one at least, and parameters as many as they must be.
private func fits(_ kind: Kind, _ x: [[Double]], _ parameters: [Double]) -> Bool {
  guard let first = x.first, !first.isEmpty, x.allSatisfy({ $0.count == first.count }) else { return false }
  return kind == .dense ? parameters.count % (first.count + 1) == 0 : parameters.isEmpty
}

/// Y, as it must be.
private func output(_ kind: Kind, _ x: [[Double]], _ parameters: [Double]) -> [[Double]] {
  switch kind {
  case .dense:
    let d = x[0].count
    let k = parameters.count / (d + 1)
    return x.map { row in
      (0..<k).map { j in (0..<d).reduce(parameters[d * k + j]) { $0 + row[$1] * parameters[$1 * k + j] } }
    }
  case .relu: return x.map { $0.map { $0 > 0 ? $0 : 0 } }
  case .normalise:
    let (means, deviations) = statistics(x, freedom: 0)
    return x.map { row in row.indices.map { (row[$0] - means[$0]) / deviations[$0] } }
  }
}

/// The gradient, as it must be.
private func slopes(_ kind: Kind, _ x: [[Double]], _ parameters: [Double], _ upstream: [[Double]]) -> Slopes {
  switch kind {
  case .dense:
    let d = x[0].count
    let k = parameters.count / (d + 1)
    var result = Slopes(input: x.map { $0.map { _ in 0 } }, parameters: parameters.map { _ in 0 })
    for i in x.indices {
      for j in 0..<k {
        for p in 0..<d {
          result.input[i][p] += upstream[i][j] * parameters[p * k + j]
          result.parameters[p * k + j] += x[i][p] * upstream[i][j]
        }
        result.parameters[d * k + j] += upstream[i][j]
      }
    }
    return result
  case .relu: return Slopes(input: masked(upstream, by: x) { $0 > 0 }, parameters: [])
  case .normalise: return Slopes(input: normaliseSlopes(x, upstream, freedom: 0), parameters: [])
  }
}

private func masked(_ upstream: [[Double]], by x: [[Double]], _ passes: (Double) -> Bool) -> [[Double]] {
  zip(upstream, x).map { zip($0, $1).map { passes($1) ? $0 : 0 } }
}

/// Means and √(variance + ε) of the columns, the variance with divisor n − freedom.
private func statistics(_ x: [[Double]], freedom: Int) -> (means: [Double], deviations: [Double]) {
  let (n, divisor) = (Double(x.count), Double(max(x.count - freedom, 1)))
  let means = x[0].indices.map { j in x.reduce(0) { $0 + $1[j] } / n }
  let deviations = means.indices.map { j in
    let squares = x.reduce(0) { $0 + ($1[j] - means[j]) * ($1[j] - means[j]) }
    return (squares / divisor + epsilon).squareRoot()
  }
  return (means, deviations)
}

private func normaliseSlopes(_ x: [[Double]], _ upstream: [[Double]], freedom: Int) -> [[Double]] {
  let (means, deviations) = statistics(x, freedom: freedom)
  let (n, divisor) = (Double(x.count), Double(max(x.count - freedom, 1)))
  var result = x
  for j in means.indices {
    let scaled = x.map { ($0[j] - means[j]) / deviations[j] }
    let sum = upstream.reduce(0) { $0 + $1[j] }
    let product = zip(upstream, scaled).reduce(0) { $0 + $1.0[j] * $1.1 }
    for i in x.indices {
      result[i][j] = (upstream[i][j] - sum / n - scaled[i] * product / divisor) / deviations[j]
    }
  }
  return result
}

private func transposed(_ a: [[Double]]) -> [[Double]] { a[0].indices.map { j in a.map { $0[j] } } }

// MARK: - Candidates

private func right() -> [Candidate] {
  [
    Candidate(.dense, "sums products of numbers"),
    Candidate(
      .dense, "sums from the last to the first",
      forward: { _, x, parameters in
        let d = x[0].count
        let k = parameters.count / (d + 1)
        return x.map { row in
          (0..<k).map { j in
            (0..<d).reversed().reduce(0) { $0 + row[$1] * parameters[$1 * k + j] } + parameters[d * k + j]
          }
        }
      },
      backward: { kind, x, parameters, upstream in
        let result = slopes(kind, x.reversed(), parameters, upstream.reversed())
        return Slopes(input: result.input.reversed(), parameters: result.parameters)
      }),
    Candidate(.relu, "has the slope 0 at 0"),
    Candidate(
      .relu, "has the slope 1 at 0",
      backward: { _, x, _, upstream in Slopes(input: masked(upstream, by: x) { $0 >= 0 }, parameters: []) }),
    Candidate(.normalise, "goes back by one formula"),
    Candidate(
      .normalise, "goes back step by step",
      backward: { _, x, _, upstream in
        let (means, deviations) = statistics(x, freedom: 0)
        let n = Double(x.count)
        var result = x
        for j in means.indices {
          let centred = x.map { $0[j] - means[j] }
          // y = c/s: by s, by the variance, by c, and by the mean
          let byDeviation = zip(upstream, centred).reduce(0) { $0 - $1.0[j] * $1.1 / (deviations[j] * deviations[j]) }
          let byVariance = byDeviation / (2 * deviations[j])
          let byCentred = x.indices.map { upstream[$0][j] / deviations[j] + 2 * centred[$0] * byVariance / n }
          let byMean = byCentred.reduce(0, +)
          for i in x.indices { result[i][j] = byCentred[i] - byMean / n }
        }
        return Slopes(input: result, parameters: [])
      }),
  ]
}

private func ones() -> [Candidate] {
  [
    Candidate(
      .dense, "does not read the upstream gradient",
      backward: { slopes($0, $1, $2, $3.map { $0.map { _ in 1 } }) }),
    Candidate(
      .dense, "takes the upstream gradient without its sign",
      backward: { slopes($0, $1, $2, $3.map { $0.map { abs($0) } }) }),
    Candidate(
      .dense, "reads the first row of the upstream gradient for all rows",
      backward: { kind, x, parameters, upstream in slopes(kind, x, parameters, upstream.map { _ in upstream[0] }) }),
    Candidate(
      .relu, "lets only positive gradients pass",
      backward: { kind, x, parameters, upstream in
        slopes(kind, x, parameters, upstream.map { $0.map { max($0, 0) } })
      }),
    Candidate(
      .normalise, "returns zeros",
      backward: { _, x, _, _ in Slopes(input: x.map { $0.map { _ in 0 } }, parameters: []) }),
    Candidate(
      .normalise, "takes the variance for a constant",
      backward: { _, x, _, upstream in
        let (means, deviations) = statistics(x, freedom: 0)
        let sums = means.indices.map { j in upstream.reduce(0) { $0 + $1[j] } }
        let input = upstream.map { row in
          row.indices.map { (row[$0] - sums[$0] / Double(x.count)) / deviations[$0] }
        }
        return Slopes(input: input, parameters: [])
      }),
  ]
}

private func entries() -> [Candidate] {
  [
    Candidate(
      .dense, "reads W column by column on the way back to X",
      backward: { kind, x, parameters, upstream in
        let d = x[0].count
        let k = parameters.count / (d + 1)
        let turned = (0..<d).flatMap { p in (0..<k).map { j in parameters[j * d + p] } } + parameters.suffix(k)
        var result = slopes(kind, x, parameters, upstream)
        result.input = slopes(kind, x, turned, upstream).input
        return result
      }),
    Candidate(
      .dense, "never reaches the last weight",
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x, parameters, upstream)
        let k = parameters.count / (x[0].count + 1)
        if k > 0 { result.parameters[parameters.count - k - 1] = 0 }
        return result
      }),
    Candidate(
      .dense, "exchanges the gradients of the last two biases",
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x, parameters, upstream)
        let n = parameters.count
        if n >= 2 * (x[0].count + 1) { result.parameters.swapAt(n - 1, n - 2) }
        return result
      }),
  ]
}

private func batches() -> [Candidate] {
  [
    Candidate(
      .dense, "gives the double for a batch of one",
      backward: { kind, x, parameters, upstream in
        slopes(kind, x, parameters, x.count == 1 ? upstream.map { $0.map { 2 * $0 } } : upstream)
      }),
    Candidate(
      .dense, "averages the gradients of W and b over the batch",
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x, parameters, upstream)
        result.parameters = result.parameters.map { $0 / Double(x.count) }
        return result
      }),
    Candidate(
      .dense, "takes the last row for the gradient of b",
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x, parameters, upstream)
        let last = upstream[upstream.count - 1]
        result.parameters.replaceSubrange((result.parameters.count - last.count)..., with: last)
        return result
      }),
    Candidate(
      .relu, "asks in the first row of X which columns pass",
      backward: { _, x, _, upstream in
        Slopes(input: masked(upstream, by: x.map { _ in x[0] }) { $0 > 0 }, parameters: [])
      }),
  ]
}

private func missing() -> [Candidate] {
  [
    Candidate(
      .dense, "has no gradient for b",
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x, parameters, upstream)
        let k = upstream[0].count
        result.parameters.replaceSubrange((result.parameters.count - k)..., with: [Double](repeating: 0, count: k))
        return result
      }),
    Candidate(
      .dense, "has no gradient for X",
      backward: { kind, x, parameters, upstream in
        Slopes(
          input: x.map { $0.map { _ in 0 } }, parameters: slopes(kind, x, parameters, upstream).parameters)
      }),
    Candidate(
      .relu, "lets the gradient pass everywhere",
      backward: { _, _, _, upstream in Slopes(input: upstream, parameters: []) }),
    Candidate(
      .normalise, "takes mean and variance for constants",
      backward: { _, x, _, upstream in
        let deviations = statistics(x, freedom: 0).deviations
        return Slopes(input: upstream.map { zip($0, deviations).map { $0 / $1 } }, parameters: [])
      }),
  ]
}

private func consistent() -> [Candidate] {
  [
    Candidate(
      .dense, "subtracts b, and knows it on the way back",
      forward: { kind, x, parameters in output(kind, x, withBias(parameters, x) { -$0 }) },
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x, parameters, upstream)
        result.parameters = withBias(result.parameters, x) { -$0 }
        return result
      }),
    Candidate(
      .dense, "leaves out the last input, forward and backward",
      forward: { kind, x, parameters in output(kind, x.map { $0.dropLast() + [0] }, parameters) },
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x.map { $0.dropLast() + [0] }, parameters, upstream)
        result.input = result.input.map { $0.dropLast() + [0] }
        return result
      }),
    Candidate(
      .relu, "lets a tenth of what is below 0 pass, forward and backward",
      forward: { _, x, _ in x.map { $0.map { $0 > 0 ? $0 : 0.1 * $0 } } },
      backward: { _, x, _, upstream in
        Slopes(input: zip(upstream, x).map { zip($0, $1).map { $1 > 0 ? $0 : 0.1 * $0 } }, parameters: [])
      }),
    Candidate(
      .normalise, "divides squares by n − 1, forward and backward",
      forward: { _, x, _ in
        let (means, deviations) = statistics(x, freedom: 1)
        return x.map { row in row.indices.map { (row[$0] - means[$0]) / deviations[$0] } }
      },
      backward: { _, x, _, upstream in Slopes(input: normaliseSlopes(x, upstream, freedom: 1), parameters: []) }),
    Candidate(
      .normalise, "normalises rows, forward and backward",
      forward: { kind, x, _ in transposed(output(kind, transposed(x), [])) },
      backward: { _, x, _, upstream in
        Slopes(
          input: transposed(normaliseSlopes(transposed(x), transposed(upstream), freedom: 0)), parameters: [])
      }),
  ]
}

/// The parameters of a dense layer with its bias changed.
private func withBias(_ parameters: [Double], _ x: [[Double]], _ change: (Double) -> Double) -> [Double] {
  let k = parameters.count / (x[0].count + 1)
  return parameters.dropLast(k) + parameters.suffix(k).map(change)
}

private final class Memory {
  var batch: [[Double]] = []
  var parameters: [Double] = []
}

private func remembering() -> [Candidate] {
  let (sums, last) = (Memory(), Memory())
  return [
    Candidate(
      .dense, "adds the gradients of W and b to those of the calls before",
      backward: { kind, x, parameters, upstream in
        var result = slopes(kind, x, parameters, upstream)
        if sums.parameters.count == result.parameters.count {
          result.parameters = zip(result.parameters, sums.parameters).map { $0 + $1 }
        }
        sums.parameters = result.parameters
        return result
      }),
    Candidate(
      .relu, "keeps the batch of the last forward call, and never reads that of backward",
      forward: { kind, x, parameters in
        last.batch = x
        return output(kind, x, parameters)
      },
      backward: { _, x, _, upstream in
        let rows = x.indices.map { i in
          x[i].indices.map { j in i < last.batch.count && j < last.batch[i].count ? last.batch[i][j] : x[i][j] }
        }
        return Slopes(input: masked(upstream, by: rows) { $0 > 0 }, parameters: [])
      }),
  ]
}

// MARK: - Wrong and right tests

extension Submission {
  fileprivate init(_ accepts: @escaping (Candidate) -> Bool) {
    self.init(accepts: .init { Verdict(isAccepted: accepts($0)) })
  }

  fileprivate init(_ suite: Suite) { self.init(suite.accepts) }
}

/// Equally many, and equal to 10⁻⁶ of the largest expected one.
private func agree(_ got: [Double], _ expected: [Double]) -> Bool {
  let largest = expected.reduce(0) { max($0, abs($1)) }
  return got.count == expected.count && zip(got, expected).allSatisfy { abs($0 - $1) <= 1e-6 * largest }
}

/// Values by the formulas, and gradients by differences.
private struct Suite {
  enum Comparison { case each, first, sums, directions }

  static let batches: [[[Double]]] = [
    [[1.1, -0.7, 1.9], [-1.6, 0.4, -0.5], [0.3, 2.2, -1.3], [-0.9, -1.8, 0.6], [2.4, 0.9, -2.1]], [[-1.2, 0.8, 1.7]],
  ]
  /// With the signs of the others turned.
  static let other = batches[0].map { $0.map { -$0 } }
  static let parameters: [Double] = [0.7, -1.2, 0.5, 1.6, -0.3, 0.9, 0.4, -1.3]

  var batches = Suite.batches
  var parameters = Suite.parameters
  var upstream: (Double) -> Double = { $0 }
  var step = 1e-4
  var comparison = Comparison.each
  var comparesValues = true
  var comparesInput = true
  var comparesParameters = true
  var callsBetween = true
  var isRelativeToEach = false

  func accepts(_ layer: Candidate) -> Bool { batches.allSatisfy { accepts(layer, $0) } }

  private func accepts(_ layer: Candidate, _ x: [[Double]]) -> Bool {
    let parameters = layer.kind == .dense ? parameters : []
    let y = output(layer.kind, x, parameters)
    let forward = layer.forward(x, parameters)
    guard forward.map(\.count) == y.map(\.count) else { return false }
    guard !comparesValues || agree(forward.flatMap { $0 }, y.flatMap { $0 }) else { return false }
    let g = y.indices.map { i in y[i].indices.map { j in upstream([0.9, -1.4, 2.3, -0.6, 1.7][(2 * i + 3 * j) % 5]) } }
    let count = comparesInput ? x.count * x[0].count : 0
    let point = (comparesInput ? x.flatMap { $0 } : []) + (comparesParameters ? parameters : [])
    func loss(_ point: [Double]) -> Double {
      let entries = comparesInput ? Array(point.prefix(count)) : x.flatMap { $0 }
      let rows = x.indices.map { i in Array(entries[i * x[0].count..<(i + 1) * x[0].count]) }
      let own = comparesParameters ? Array(point.dropFirst(count)) : parameters
      return zip(layer.forward(rows, own).flatMap { $0 }, g.flatMap { $0 }).reduce(0) { $0 + $1.0 * $1.1 }
    }
    func slope(along direction: [Double]) -> Double {
      let above = zip(point, direction).map { $0 + step * $1 }
      let below = zip(point, direction).map { $0 - step * $1 }
      return (loss(above) - loss(below)) / (2 * step)
    }
    let numeric = point.indices.map { k in slope(along: point.indices.map { $0 == k ? 1 : 0 }) }
    if callsBetween { _ = layer.forward(Suite.other, parameters) }
    let answer = layer.backward(x, parameters, g)
    let gradient = (comparesInput ? answer.input.flatMap { $0 } : []) + (comparesParameters ? answer.parameters : [])
    guard gradient.count == numeric.count else { return false }
    func sum(_ numbers: some Sequence<Double>) -> Double { numbers.reduce(0, +) }
    switch comparison {
    case .each:
      guard isRelativeToEach else { return agree(gradient, numeric) }
      return zip(gradient, numeric).allSatisfy { abs($0 - $1) / abs($1) <= 1e-6 }
    case .first:
      return agree(Array(gradient.prefix(1)), Array(numeric.prefix(1)))
        && agree(Array(gradient.dropFirst(count).prefix(1)), Array(numeric.dropFirst(count).prefix(1)))
    case .sums:  // sums can cancel: relative to 1
      return abs(sum(gradient.prefix(count)) - sum(numeric.prefix(count))) <= 1e-6
        && abs(sum(gradient.dropFirst(count)) - sum(numeric.dropFirst(count))) <= 1e-6
    case .directions:
      return (0..<8).allSatisfy { turn in
        let direction = point.indices.map { k in Double((k * (2 * turn + 3) + turn) % 11) / 4 - 1.25 }
        return abs(sum(zip(gradient, direction).map(*)) - slope(along: direction)) <= 1e-5
      }
    }
  }
}
