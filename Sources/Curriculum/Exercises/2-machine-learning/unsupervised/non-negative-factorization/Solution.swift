enum NonNegativeError: Error, Equatable {
  /// This row has not as many numbers as the first.
  case length(row: Int)
  /// An entry is negative, NaN or infinite.
  case entry(row: Int, column: Int)
  /// The factors to start with do not fit X or each other, or have an entry that is negative, NaN or infinite.
  case start
}

/// ‖X − W·H‖², the sum of the squares of all entries.
///
/// - Parameters:
///   - x: shape (n, d).
///   - w: shape (n, k).
///   - h: shape (k, d).
/// - Returns: ≥ 0.
func reconstructionLoss(_ x: [[Double]], _ w: [[Double]], _ h: [[Double]]) -> Double {
  // BEGIN SOLUTION
  var loss = 0.0
  for (row, product) in zip(x, times(w, h)) {
    for j in row.indices { loss += (row[j] - product[j]) * (row[j] - product[j]) }
  }
  return loss
  // END SOLUTION
}

/// One round of Lee and Seung's multiplicative updates: W for the given H, then H for the new W.
///
/// - Parameters:
///   - x: shape (n, d), entries ≥ 0.
///   - w: shape (n, k), entries ≥ 0.
///   - h: shape (k, d), entries ≥ 0.
/// - Returns: new W and H; an entry with the denominator 0 stays as it is.
func multiplicativeStep(
  _ x: [[Double]], _ w: [[Double]], _ h: [[Double]]
) -> (w: [[Double]], h: [[Double]]) {
  // BEGIN SOLUTION
  func scaled(_ a: [[Double]], by top: [[Double]], over bottom: [[Double]]) -> [[Double]] {
    var result = a
    for i in a.indices {
      for j in a[i].indices where bottom[i][j] > 0 { result[i][j] = a[i][j] * top[i][j] / bottom[i][j] }
    }
    return result
  }
  let hT = transposed(h)
  let newW = scaled(w, by: times(x, hT), over: times(w, times(h, hT)))
  let wT = transposed(newW)
  return (newW, scaled(h, by: times(wT, x), over: times(times(wT, newW), h)))
  // END SOLUTION
}

/// Non-negative factors X ≈ W·H.
///
/// - Parameters:
///   - x: shape (n, d), n, d ≥ 1, entries ≥ 0 and finite.
///   - w: where W starts, shape (n, k), k ≥ 1, entries ≥ 0 and finite.
///   - h: where H starts, shape (k, d), likewise.
///   - stepLimit: at most so many rounds, ≥ 0.
/// - Returns: W, H and the losses of the start and after each round; the last belongs to W and H.
/// - Throws: `NonNegativeError`, of X the first row and its first entry that is wrong.
func fitNonNegativeFactors(
  _ x: [[Double]], w: [[Double]], h: [[Double]], stepLimit: Int
) throws -> (w: [[Double]], h: [[Double]], losses: [Double]) {
  // BEGIN SOLUTION
  func isGood(_ entry: Double) -> Bool { entry >= 0 && entry < .infinity }
  for (i, row) in x.enumerated() {
    guard row.count == x[0].count else { throw NonNegativeError.length(row: i) }
    if let j = row.firstIndex(where: { !isGood($0) }) { throw NonNegativeError.entry(row: i, column: j) }
  }
  let columns = x.first?.count ?? 0
  guard w.count == x.count, !h.isEmpty, w.allSatisfy({ $0.count == h.count && $0.allSatisfy(isGood) }),
    h.allSatisfy({ $0.count == columns && $0.allSatisfy(isGood) })
  else { throw NonNegativeError.start }
  var (w, h) = (w, h)
  var losses = [reconstructionLoss(x, w, h)]
  for step in 0..<stepLimit {
    (w, h) = multiplicativeStep(x, w, h)
    losses.append(reconstructionLoss(x, w, h))
    if losses[step] - losses[step + 1] <= 1e-8 * losses[0] { break }
  }
  return (w, h, losses)
  // END SOLUTION
}

/// The product of two matrices, arrays of rows.
func times(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
  a.map { row in
    var sum = [Double](repeating: 0, count: b.first?.count ?? 0)
    for (factor, other) in zip(row, b) {
      for j in sum.indices { sum[j] += factor * other[j] }
    }
    return sum
  }
}

/// The transpose of a matrix with at least one row.
func transposed(_ a: [[Double]]) -> [[Double]] {
  a[0].indices.map { j in a.map { $0[j] } }
}
