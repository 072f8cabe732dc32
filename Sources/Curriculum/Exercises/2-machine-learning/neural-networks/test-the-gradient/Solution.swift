/// What a layer claims to be.
enum Kind: String {
  case dense, relu, normalise
}

/// The gradient of a loss by what goes into a layer.
struct Gradient {
  /// Shape (n, d), as X.
  var input: [[Double]]
  /// As the parameters; empty if there are none.
  var parameters: [Double]
}

/// A layer, as somebody has written it. Calls have no labels: `layer.forward(x, parameters)`.
struct Layer {
  var kind: Kind
  /// Y of a batch X.
  var forward: (_ x: [[Double]], _ parameters: [Double]) -> [[Double]]
  /// The gradient for this batch, from ∂L/∂Y, which has the shape of Y.
  var backward: (_ x: [[Double]], _ parameters: [Double], _ upstream: [[Double]]) -> Gradient
}

/// Whether a layer's values and gradients are right.
///
/// - Parameter layer: answers arrays of any shape with any numbers in them, but always comes back.
/// - Returns: true for every right implementation of its kind; false for every wrong one.
func accepts(_ layer: Layer) -> Bool {
  // BEGIN SOLUTION
  // Both signs, nothing near 0, no number twice, a batch of one; W of 3×2, then b.
  let batches: [[[Double]]] = [
    [[0.7, -1.2, 2.1], [-0.4, 1.5, -0.9], [1.9, 0.6, -1.7], [-2.3, -0.8, 1.1]], [[1.3, -0.6, 0.5]],
  ]
  let parameters = layer.kind == .dense ? [0.8, -1.1, 0.3, 1.7, -0.6, 0.9, 0.4, -1.3] : []
  return batches.allSatisfy { x in
    let right = output(layer.kind, x, parameters)
    guard agree(flat(layer.forward(x, parameters)), flat(right)) else { return false }  // is it this function at all?
    let upstream = right.indices.map { i in
      right[i].indices.map { j in [1.4, -0.7, 0.5, -1.9, 2.2][(2 * i + 3 * j) % 5] }
    }
    /// L = Σ G·Y has the upstream gradient G.
    func loss(_ entries: [Double]) -> Double {
      let x = cut(Array(entries.prefix(3 * x.count)), 3)
      return zip(flat(layer.forward(x, Array(entries.dropFirst(3 * x.count)))), flat(upstream))
        .reduce(0) { $0 + $1.0 * $1.1 }
    }
    let (entries, h) = (flat(x) + parameters, 1e-4)
    let slopes = entries.indices.map { k in
      var (above, below) = (entries, entries)
      above[k] += h
      below[k] -= h
      return (loss(above) - loss(below)) / (2 * h)
    }
    _ = layer.forward(batches[0].reversed(), parameters)  // backward has to read its own x
    let gradient = layer.backward(x, parameters, upstream)
    return agree(flat(gradient.input) + gradient.parameters, slopes) && gradient.parameters.count == parameters.count
  }
  // END SOLUTION
}

/// What a layer of this kind has to answer.
private func output(_ kind: Kind, _ x: [[Double]], _ parameters: [Double]) -> [[Double]] {
  // BEGIN SOLUTION
  switch kind {
  case .relu: return x.map { $0.map { max($0, 0) } }
  case .dense:
    let k = parameters.count / (x[0].count + 1)
    return x.map { row in
      (0..<k).map { j in (row + [1]).indices.reduce(0) { $0 + (row + [1])[$1] * parameters[$1 * k + j] } }
    }
  case .normalise:
    let n = Double(x.count)
    let means = x[0].indices.map { j in x.reduce(0) { $0 + $1[j] } / n }
    let variances = means.indices.map { j in x.reduce(0) { $0 + ($1[j] - means[j]) * ($1[j] - means[j]) } / n }
    return x.map { row in row.indices.map { (row[$0] - means[$0]) / (variances[$0] + 1e-5).squareRoot() } }
  }
  // END SOLUTION
}

/// Whether two lists are equally long and agree to a millionth of the largest number.
private func agree(_ a: [Double], _ b: [Double]) -> Bool {
  // BEGIN SOLUTION
  let largest = b.reduce(0) { max($0, abs($1)) }
  return a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-6 * largest }
  // END SOLUTION
}

/// Rows of so many numbers.
func cut(_ entries: [Double], _ columns: Int) -> [[Double]] {
  stride(from: 0, to: entries.count, by: columns).map { Array(entries[$0..<$0 + columns]) }
}

/// The entries row by row.
func flat(_ a: [[Double]]) -> [Double] { a.flatMap { $0 } }
