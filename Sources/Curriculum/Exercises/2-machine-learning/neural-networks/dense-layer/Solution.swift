/// A layer in which every output sees every input: Y = X·W + 1·bᵀ.
struct DenseLayer {
  /// W, shape (inputs, outputs).
  var weights: [[Double]]
  /// b, one number an output.
  var bias: [Double]

  /// The outputs of a batch.
  ///
  /// - Parameter x: n ≥ 0 rows, shape (n, inputs).
  /// - Returns: Y, shape (n, outputs).
  func forward(_ x: [[Double]]) -> [[Double]] {
    // BEGIN SOLUTION
    let product = multiply(flat(x), flat(weights), m: x.count, k: weights.count, n: bias.count)
    return x.indices.map { i in bias.indices.map { j in product[i * bias.count + j] + bias[j] } }
    // END SOLUTION
  }

  /// The gradient of a loss by weights, bias and inputs, each summed over the batch as the loss has it.
  ///
  /// - Parameters:
  ///   - x: the rows that `forward` was given, shape (n, inputs).
  ///   - upstream: the gradient of the loss by Y, shape (n, outputs).
  /// - Returns: gradients of the shapes of W, b and X.
  func backward(_ x: [[Double]], upstream: [[Double]]) -> DenseGradient {
    // BEGIN SOLUTION
    let (n, inputs, outputs) = (x.count, weights.count, bias.count)
    let slopes = flat(upstream)
    let byWeights = multiply(flatTransposed(x, columns: inputs), slopes, m: inputs, k: n, n: outputs)
    let byInput = multiply(slopes, flatTransposed(weights, columns: outputs), m: n, k: outputs, n: inputs)
    var byBias = [Double](repeating: 0, count: outputs)
    for row in upstream {
      for j in byBias.indices { byBias[j] += row[j] }  // b was added to every row
    }
    return DenseGradient(
      weights: rows(byWeights, of: outputs, count: inputs), bias: byBias, input: rows(byInput, of: inputs, count: n))
    // END SOLUTION
  }
}

/// The gradient of a loss by what goes into a dense layer.
struct DenseGradient {
  /// Shape (inputs, outputs), as W.
  var weights: [[Double]]
  /// One number an output, as b.
  var bias: [Double]
  /// Shape (n, inputs), as X: the upstream gradient of the layer before.
  var input: [[Double]]
}

/// The entries row by row, as `multiply` takes them.
func flat(_ a: [[Double]]) -> [Double] { a.flatMap { $0 } }

/// Entries row by row made into an array of rows.
func rows(_ entries: [Double], of length: Int, count: Int) -> [[Double]] {
  (0..<count).map { Array(entries[$0 * length..<($0 + 1) * length]) }
}

/// The entries column by column, which is the transpose row by row, of a matrix with so many columns.
func flatTransposed(_ a: [[Double]], columns: Int) -> [Double] {
  var entries: [Double] = []
  entries.reserveCapacity(a.count * columns)
  for j in 0..<columns {
    for row in a { entries.append(row[j]) }
  }
  return entries
}
