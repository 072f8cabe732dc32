import Checking

/// W and b of a layer; the learner's own is made from it.
struct Layer {
  /// Shape (inputs, outputs).
  var weights: [[Double]]
  var bias: [Double]
}

/// What the learner's `DenseGradient` says, or that of a variant.
struct Gradient: Observable {
  var weights: [[Double]]
  var bias: [Double]
  var input: [[Double]]

  var observation: Observation { Observation(weights.observation, bias.observation, input.observation) }
}

struct Submission {
  var forward: Function<Layer, [[Double]], [[Double]]>
  var backward: Function<Layer, [[Double]], [[Double]], Gradient>
}

enum DenseLayers: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let layer = Layer(weights: [[1, 0, 2], [0, 1, -1]], bias: [10, 20, 30])
        let x: [[Double]] = [[1, 2], [3, 0]]
        expect(
          try s.forward(layer, x), equals: [[11, 22, 30], [13, 20, 36]], "X·W, and b added to every row.",
          what: "Y of the example")
        let gradient = try s.backward(layer, x, [[1, 0, 2], [0, 1, 1]])
        expectGradient(
          gradient, Gradient(weights: [[1, 3, 5], [2, 0, 4]], bias: [1, 1, 3], input: [[5, -2], [2, 0]]),
          "of the example")
      },
      // Sums of products of eighths are exact in any order, and so are the differences below.
      Check("multiplies batches of any shape", holdingFor: 10) { s, draws in
        let (layer, x, _) = batch(&draws)
        expect(
          try s.forward(layer, x), equals: outputs(layer, x), "Yᵢⱼ = bⱼ + Σₚ Xᵢₚ·Wₚⱼ.",
          what: "Y for \(shape(layer, x)), W = \(layer.weights), b = \(layer.bias), X = \(x)")
      },
      // L = Σ G·Y is linear in each of W, b and X, so that a step of 1 gives its slope without any error.
      Check("differentiates by weights, bias and inputs", holdingFor: 10) { s, draws in
        let (layer, x, upstream) = batch(&draws)
        let right = slopes(layer, x, upstream)
        let words = "for \(shape(layer, x)), W = \(layer.weights), X = \(x), G = \(upstream)"
        expectGradient(try s.backward(layer, x, upstream), right, words)
      },
      Check("keeps apart inputs, outputs and examples", holdingFor: 3) { s, draws in
        let layer = Layer(weights: draws.matrix(5, 3), bias: draws.vector(3))
        let (x, upstream) = (draws.matrix(7, 5), draws.matrix(7, 3))
        expect(
          try s.forward(layer, x), equals: outputs(layer, x), "Yᵢⱼ = bⱼ + Σₚ Xᵢₚ·Wₚⱼ.", what: "Y for \(shape(layer, x))"
        )
        expectGradient(try s.backward(layer, x, upstream), slopes(layer, x, upstream), "for \(shape(layer, x))")
      },
      Check("hands the gradient to the layer before", holdingFor: 3) { s, draws in
        let first = Layer(weights: draws.matrix(2, 4), bias: draws.vector(4))
        let second = Layer(weights: draws.matrix(4, 3), bias: draws.vector(3))
        let (x, upstream) = (draws.matrix(5, 2), draws.matrix(5, 3))
        let hidden = try s.forward(first, x)
        let between = try s.backward(second, hidden, upstream).input
        guard hidden.map(\.count) == [4, 4, 4, 4, 4], between.map(\.count) == hidden.map(\.count) else {
          return expect(
            false, "behind a layer of 4 units the 5 hidden rows and their gradient have not 4 entries each",
            "The gradient by the inputs has the shape of the inputs.")
        }
        let gradient = try s.backward(first, x, between).weights
        let middle = loss(second, outputs(first, x), upstream)
        let right = first.weights.indices.map { p in
          first.bias.indices.map { j in
            var moved = first
            moved.weights[p][j] += 1
            return loss(second, outputs(moved, x), upstream) - middle
          }
        }
        expect(
          gradient, equals: right, "∂L/∂X of the second layer is the upstream of the first.",
          what: "the gradient by the first of two layers' weights")
      },
      Check("does the edges") { s in
        let layer = Layer(weights: [[1, 2], [3, 4], [5, 6]], bias: [7, 8])
        let advice = "An empty sum is 0, and the gradient by W has the shape of W: read the sizes off W and b."
        expect(try s.forward(layer, []), equals: [[Double]](), advice, what: "Y of an empty batch")
        expectGradient(
          try s.backward(layer, [], []), Gradient(weights: [[0, 0], [0, 0], [0, 0]], bias: [0, 0], input: []),
          "of an empty batch", advice)
        let constant = Layer(weights: [], bias: [7, 8])
        let none = "Without inputs the weighted sum is 0, and b is left."
        expect(
          try s.forward(constant, [[], [], []]), equals: [[7, 8], [7, 8], [7, 8]], none, what: "Y without inputs")
        expectGradient(
          try s.backward(constant, [[], [], []], [[1, 2], [3, 4], [5, 6]]),
          Gradient(weights: [], bias: [9, 12], input: [[], [], []]), "without inputs", none)
        expectGradient(
          try s.backward(layer, [[1, -1, 2]], [[3, -2]]),
          Gradient(weights: [[3, -2], [-3, 2], [6, -4]], bias: [3, -2], input: [[-1, 1, 3]]), "of one example",
          "One example: ∂L/∂W is an outer product.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "W read the other way on the way forward",
        .right { $0.forward = { layer, x in outputs(Layer(weights: reread(layer.weights), bias: layer.bias), x) } },
        """
        You take W row by row as if it had the shape (outputs, inputs), as other libraries store it. Here row p holds the \
        weights of input p. With as many inputs as outputs you would multiply by Wᵀ.
        """),
      Misconception(
        "the bias forgotten", .right { $0.forward = { layer, x in outputs(zeroBias(layer), x) } },
        """
        Y = X·W alone: b is to be added to every row.
        """),
      Misconception(
        "the bias added once",
        .right {
          $0.forward = { layer, x in Array(outputs(layer, x).prefix(1) + outputs(zeroBias(layer), x).dropFirst()) }
        },
        """
        b reaches only the first example of your batch. 1·bᵀ has b in each of the n rows.
        """),
      Misconception(
        "W not transposed on the way back",
        .right {
          $0.input = { layer, _, g in
            let (flat, d) = (layer.weights.flatMap { $0 }, layer.weights.count)
            return product(g, layer.bias.indices.map { Array(flat[$0 * d..<($0 + 1) * d]) }, columns: d)
          }
        },
        """
        G·W has no sense as G is n×k and W is d×k; laid out flat, the product still comes out, of wrong pairs. \
        ∂L/∂X = G·Wᵀ: input p collects what row p of W sent forward.
        """),
      Misconception(
        "X not transposed",
        .right {
          $0.weights = { layer, x, g in
            let flat = x.flatMap { $0 }
            let n = x.count
            return product(
              layer.weights.indices.map { Array(flat[$0 * n..<($0 + 1) * n]) }, g, columns: layer.bias.count)
          }
        },
        """
        Passing X with m: d and k: n does not transpose it: the entries still come row by row. Make the transpose first.
        """),
      Misconception(
        "the gradient by W transposed",
        .right { way in
          let right = way.weights
          way.weights = { layer, x, g in
            let gradient = right(layer, x, g)
            return layer.bias.indices.map { j in gradient.map { $0[j] } }
          }
        },
        """
        Gᵀ·X is k×d. A step is W − η·∂L/∂W, so the gradient must have the shape of W.
        """),
      Misconception(
        "the weights' gradient of the last example",
        .right { way in
          let right = way.weights
          way.weights = { layer, x, g in right(layer, x.suffix(1), g.suffix(1)) }
        },
        """
        Each example overwrites what the one before it left. All of them used the same W: their gradients add up.
        """),
      Misconception(
        "the bias's gradient of the last example",
        .right { $0.bias = { layer, g in g.last ?? layer.bias.map { _ in 0 } } },
        """
        b was added to all n rows, so all n rows of G move it: sum over the batch.
        """),
      Misconception(
        "the bias's gradient summed over the units",
        .right { $0.bias = { layer, g in layer.bias.map { _ in g.reduce(0) { $0 + $1.reduce(0, +) } } } },
        """
        Each unit has a bias of its own: sum each column of G by itself.
        """),
      Misconception(
        "the gradients averaged over the batch",
        .right { way in
          let (weights, bias) = (way.weights, way.bias)
          way.weights = { layer, x, g in
            weights(layer, x, g).map { $0.map { $0 / Double(max(1, x.count)) } }
          }
          way.bias = { layer, g in bias(layer, g).map { $0 / Double(max(1, g.count)) } }
        },
        """
        Whether the loss is a mean is the loss's affair, and its 1/n is in G already. Dividing here again makes the step n \
        times too short.
        """),
      Misconception(
        "the bias's gradient alone averaged",
        .right { way in
          let bias = way.bias
          way.bias = { layer, g in bias(layer, g).map { $0 / Double(max(1, g.count)) } }
        },
        """
        A mean over the batch for b and a sum for W: the bias then learns n times too slowly. Both are sums.
        """),
      Misconception(
        "the inputs' gradient summed over the batch",
        .right { way in
          let right = way.input
          way.input = { layer, x, g in
            let all = right(layer, x, g)
            let sum = layer.weights.indices.map { p in all.reduce(0) { $0 + $1[p] } }
            return x.map { _ in sum }
          }
        },
        """
        W and b are shared by the examples, their inputs are not: row i of ∂L/∂X comes from row i of G alone.
        """),
      Misconception(
        "the inputs' gradient without W", .right { $0.input = { _, _, g in g } },
        """
        You hand G on as it came. On its way to the inputs it passes the weights: G·Wᵀ.
        """),
      Misconception(
        "sizes read off the batch",
        .right { way in
          let (weights, bias) = (way.weights, way.bias)
          way.weights = { layer, x, g in x.isEmpty ? [] : weights(layer, x, g) }
          way.bias = { layer, g in g.isEmpty ? [] : bias(layer, g) }
        },
        """
        An empty batch has no first row to read a size from, but W has its shape all the same, and so has its gradient: \
        zeros.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "example by example, outer products added up",
        .right {
          $0.weights = { layer, x, g in
            var sum = layer.weights.map { $0.map { _ in 0.0 } }
            for (row, upstream) in zip(x, g) {
              for p in row.indices {
                for j in upstream.indices { sum[p][j] += row[p] * upstream[j] }
              }
            }
            return sum
          }
        })
    ]
  }
}

// MARK: - Parts of the checks

private func batch(_ draws: inout Draws) -> (layer: Layer, x: [[Double]], upstream: [[Double]]) {
  let (n, inputs, outputs) = (draws.integer(in: 1...4), draws.integer(in: 1...4), draws.integer(in: 1...4))
  return (
    Layer(weights: draws.matrix(inputs, outputs), bias: draws.vector(outputs)), draws.matrix(n, inputs),
    draws.matrix(n, outputs)
  )
}

private func shape(_ layer: Layer, _ x: [[Double]]) -> String {
  "n = \(x.count), d = \(layer.weights.count), k = \(layer.bias.count)"
}

private func expectGradient(
  _ gradient: Gradient, _ right: Gradient, _ what: String, _ advice: String? = nil, line: Int = #line
) {
  expect(
    gradient.weights, equals: right.weights, advice ?? "Entry (p, j) is Σᵢ Xᵢₚ·Gᵢⱼ.", what: "∂L/∂W \(what)", line: line)
  expect(
    gradient.bias, equals: right.bias, advice ?? "Entry j is Σᵢ Gᵢⱼ.", what: "∂L/∂b \(what)", line: line)
  expect(
    gradient.input, equals: right.input, advice ?? "Entry (i, p) is Σⱼ Gᵢⱼ·Wₚⱼ.", what: "∂L/∂X \(what)", line: line)
}

/// Y by its definition.
private func outputs(_ layer: Layer, _ x: [[Double]]) -> [[Double]] {
  x.map { row in
    layer.bias.indices.map { j in
      row.indices.reduce(layer.bias[j]) { $0 + row[$1] * layer.weights[$1][j] }
    }
  }
}

/// Σᵢⱼ Gᵢⱼ·Yᵢⱼ.
private func loss(_ layer: Layer, _ x: [[Double]], _ upstream: [[Double]]) -> Double {
  zip(outputs(layer, x), upstream).reduce(0) { $0 + zip($1.0, $1.1).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// The slopes of the loss by steps of 1.
private func slopes(_ layer: Layer, _ x: [[Double]], _ upstream: [[Double]]) -> Gradient {
  let middle = loss(layer, x, upstream)
  var gradient = Gradient(weights: layer.weights, bias: layer.bias, input: x)
  for p in layer.weights.indices {
    for j in layer.bias.indices {
      var moved = layer
      moved.weights[p][j] += 1
      gradient.weights[p][j] = loss(moved, x, upstream) - middle
    }
  }
  for j in layer.bias.indices {
    var moved = layer
    moved.bias[j] += 1
    gradient.bias[j] = loss(moved, x, upstream) - middle
  }
  for i in x.indices {
    for p in layer.weights.indices {
      var moved = x
      moved[i][p] += 1
      gradient.input[i][p] = loss(layer, moved, upstream) - middle
    }
  }
  return gradient
}

// MARK: - Wrong and right ways

private func zeroBias(_ layer: Layer) -> Layer { Layer(weights: layer.weights, bias: layer.bias.map { _ in 0 }) }

/// The entries of W, (d, k), row by row, taken for those of (k, d) and indexed like W.
private func reread(_ w: [[Double]]) -> [[Double]] {
  let flat = w.flatMap { $0 }
  let (d, k) = (w.count, w.first?.count ?? 0)
  return w.indices.map { p in (0..<k).map { j in flat[j * d + p] } }
}

/// A·B, where B has so many columns even if it has no rows.
private func product(_ a: [[Double]], _ b: [[Double]], columns: Int) -> [[Double]] {
  a.map { row in
    (0..<columns).map { j in row.indices.reduce(0) { $0 + row[$1] * b[$1][j] } }
  }
}

/// How a layer is computed, right unless one of these is changed.
private struct Way {
  var forward: (Layer, [[Double]]) -> [[Double]] = { outputs($0, $1) }
  var weights: (Layer, [[Double]], [[Double]]) -> [[Double]] = { layer, x, g in
    product(layer.weights.indices.map { p in x.map { $0[p] } }, g, columns: layer.bias.count)
  }
  var bias: (Layer, [[Double]]) -> [Double] = { layer, g in
    layer.bias.indices.map { j in g.reduce(0) { $0 + $1[j] } }
  }
  var input: (Layer, [[Double]], [[Double]]) -> [[Double]] = { layer, _, g in
    g.map { row in layer.weights.map { weights in zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 } } }
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      forward: .init { fixed.forward($0, $1) },
      backward: .init { layer, x, g in
        Gradient(weights: fixed.weights(layer, x, g), bias: fixed.bias(layer, g), input: fixed.input(layer, x, g))
      })
  }
}
