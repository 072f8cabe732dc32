import RealModule

/// What came of k-means.
struct Clustering {
  /// Shape (k, d).
  var centres: [[Double]]
  /// n numbers, 0 ..< k.
  var labels: [Int]
  /// The inertia after each round.
  var inertias: [Double]
}

enum KMeansError: Error, Equatable {
  case noRows
  case noCentres
  /// This row's length is not that of row 0.
  case length(row: Int)
  /// NaN or infinity.
  case notFinite(row: Int, column: Int)
  /// This centre is not as long as a row, or not finite.
  case centre(Int)
}

/// ‖a − b‖² of two rows of equal length.
func squaredDistance(_ a: [Double], _ b: [Double]) -> Double {
  // BEGIN SOLUTION
  var sum = 0.0
  for j in a.indices {
    let difference = a[j] - b[j]  // no cancellation, wherever the rows lie
    sum = Relaxed.multiplyAdd(difference, difference, sum)  // in any order: several at a time
  }
  return sum
  // END SOLUTION
}

/// By which weight each row may become the next centre: its squared distance to the nearest centre.
///
/// - Parameters:
///   - x: n rows, shape (n, d).
///   - centres: shape (k, d), k ≥ 1.
/// - Returns: n numbers.
func seedWeights(_ x: [[Double]], centres: [[Double]]) -> [Double] {
  // BEGIN SOLUTION
  x.map { row in centres.reduce(.infinity) { min($0, squaredDistance(row, $1)) } }
  // END SOLUTION
}

/// Centres chosen among the rows by k-means++.
///
/// - Parameters:
///   - x: n ≥ 1 rows, shape (n, d).
///   - count: k ≥ 1.
///   - uniforms: k numbers in 0 ..< 1.
/// - Returns: k rows.
func seededCentres(_ x: [[Double]], count: Int, uniforms: [Double]) -> [[Double]] {
  // BEGIN SOLUTION
  var centres = [x[Int(uniforms[0] * Double(x.count))]]
  var weights = seedWeights(x, centres: centres)
  for j in 1..<max(1, count) {
    let target = uniforms[j] * weights.reduce(0, +)
    var sum = 0.0
    let chosen = weights.firstIndex { weight in
      sum += weight
      return sum > target
    }
    let centre = x[chosen ?? 0]
    centres.append(centre)
    for i in x.indices { weights[i] = min(weights[i], squaredDistance(x[i], centre)) }
  }
  return centres
  // END SOLUTION
}

/// The nearest centre of a row, the first of equally near ones, and the distance of the next. A suggestion.
private func nearest(_ row: [Double], _ centres: [[Double]]) -> (label: Int, next: Double) {
  // BEGIN SOLUTION
  var (label, least, next) = (0, Double.infinity, Double.infinity)
  for k in centres.indices {
    let distance = squaredDistance(row, centres[k])
    if distance < least { (label, least, next) = (k, distance, least) } else { next = min(next, distance) }
  }
  return (label, next.squareRoot())
  // END SOLUTION
}

/// The number of the nearest centre of each row, the smallest of equally near ones.
///
/// - Parameters:
///   - x: n rows, shape (n, d).
///   - centres: shape (k, d), k ≥ 1.
/// - Returns: n numbers, 0 ..< k.
func nearest(_ x: [[Double]], centres: [[Double]]) -> [Int] {
  // BEGIN SOLUTION
  x.map { nearest($0, centres).label }
  // END SOLUTION
}

/// Lloyd's rounds from given centres.
///
/// - Parameters:
///   - x: n rows, shape (n, d).
///   - centres: where it starts, shape (k, d).
///   - roundLimit: at least 1.
/// - Returns: the last centres, the last labels, and the inertia after each round.
/// - Throws: `KMeansError`, in the order of its cases; of the faults of rows that of the first row.
func kMeans(_ x: [[Double]], centres: [[Double]], roundLimit: Int) throws -> Clustering {
  // BEGIN SOLUTION
  guard let d = x.first?.count else { throw KMeansError.noRows }
  guard !centres.isEmpty else { throw KMeansError.noCentres }
  for (i, row) in x.enumerated() {
    guard row.count == d else { throw KMeansError.length(row: i) }
    if let j = row.firstIndex(where: { !$0.isFinite }) { throw KMeansError.notFinite(row: i, column: j) }
  }
  for (number, centre) in centres.enumerated() {
    guard centre.count == d, centre.allSatisfy(\.isFinite) else { throw KMeansError.centre(number) }
  }
  var result = Clustering(centres: centres, labels: x.map { _ in 0 }, inertias: [])
  var sums = centres.map { _ in [Double](repeating: 0, count: d) }  // of the rows of each centre
  var counts = [Int](repeating: 0, count: centres.count)
  func add(_ share: Double, _ row: [Double], to sum: inout [Double]) {
    for j in 0..<d { sum[j] += share * row[j] }
  }
  // After a few rounds hardly a row changes sides. A row that is nearer to its own centre than any other centre can have
  // come since the last search keeps its label unasked (Hamerly, 2010).
  var own = x.map { _ in Double.infinity }  // the distance to its own centre
  var others = x.map { _ in 0.0 }  // no other centre is nearer than this
  for round in 0..<roundLimit {
    var isSettled = round > 0
    for i in x.indices where own[i] >= others[i] * (1 - 1e-12) {
      let before = result.labels[i]
      let (label, next) = nearest(x[i], result.centres)
      (result.labels[i], others[i]) = (label, next)
      if round > 0 && label == before { continue }
      isSettled = false
      add(1, x[i], to: &sums[label])
      counts[label] += 1
      if round > 0 {
        add(-1, x[i], to: &sums[before])
        counts[before] -= 1
      }
    }
    var farthest = 0.0
    for k in centres.indices where counts[k] > 0 {
      let moved = sums[k].map { $0 / Double(counts[k]) }
      farthest = max(farthest, squaredDistance(moved, result.centres[k]).squareRoot())
      result.centres[k] = moved
    }
    var inertia = 0.0
    for i in x.indices {
      let square = squaredDistance(x[i], result.centres[result.labels[i]])
      inertia += square
      own[i] = square.squareRoot()
      others[i] -= farthest
    }
    result.inertias.append(inertia)
    if isSettled { break }
  }
  return result
  // END SOLUTION
}
