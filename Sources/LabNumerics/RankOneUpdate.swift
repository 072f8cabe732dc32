/// The eigenvalues and eigenvectors of D + ρ·z·zᵀ for a diagonal D: how divide and conquer joins two halves.
///
/// Where z is 0, or two elements of D are equal, an eigenvalue of D stays one (deflation). The others are the zeros of
/// 1 + ρ·Σ zᵢ²/(dᵢ − λ), one behind each dᵢ. Their vectors come out orthogonal however close they lie, because they are
/// those of another z close by, which has just the zeros that were computed.
///
/// All memory is the caller's: `scalarCount(n)` numbers and `integerCount(n)` integers.
///
/// Gu and Eisenstat, A divide-and-conquer algorithm for the symmetric tridiagonal eigenproblem, SIAM J. Matrix Anal.
/// Appl. 16 (1995), 172–191; LAPACK's `dlaed2` to `dlaed4`.
struct RankOneUpdate<Scalar: LinearAlgebraScalar> {
  private let n: Int
  /// The elements of D, which rotations change.
  private let d: UnsafeMutablePointer<Scalar>
  private let z: UnsafeMutablePointer<Scalar>
  private let rho: Scalar

  /// How many eigenvalues are zeros of the secular equation.
  private(set) var zeroCount = 0
  /// The elements of D and z that are left to it, D's in rising order.
  private let poles, weights: UnsafeMutablePointer<Scalar>
  /// Their places, `zeroCount` of them.
  let places: UnsafeMutablePointer<Int32>
  /// Zero j is `poles[nearest[j]] − distances[j]`: so held, its distance to each pole has all its digits.
  private let distances: UnsafeMutablePointer<Scalar>
  private let nearest: UnsafeMutablePointer<Int32>
  private let zeros: UnsafeMutablePointer<Scalar>
  /// What −ẑ² comes from, and the distances of one zero from all poles.
  private let products, differences: UnsafeMutablePointer<Scalar>

  /// The places of the eigenvalues that stay, in rising order once all is solved.
  private let stayed: UnsafeMutablePointer<Int32>
  private var stayedCount: Int { n - zeroCount }
  /// Rotations of two elements, of which the first stayed.
  private let cosines, sines: UnsafeMutablePointer<Scalar>
  private let rotated: UnsafeMutablePointer<Int32>
  private var rotationCount = 0

  static func scalarCount(_ n: Int) -> Int { 8 * n }
  static func integerCount(_ n: Int) -> Int { 5 * n }

  /// Deflates.
  ///
  /// - Parameters:
  ///   - n: the order, at least 1.
  ///   - split: D rises from 0 to `split`, and again from there.
  ///   - d: D's n elements, overwritten.
  ///   - z: n elements, ‖z‖₂ = 1, overwritten.
  ///   - rho: not negative.
  ///   - scalars: `scalarCount(n)` numbers, written.
  ///   - integers: `integerCount(n)` integers, written.
  init(
    _ n: Int, split: Int, _ d: UnsafeMutablePointer<Scalar>, _ z: UnsafeMutablePointer<Scalar>, rho: Scalar,
    scalars: UnsafeMutablePointer<Scalar>, integers: UnsafeMutablePointer<Int32>
  ) {
    (self.n, self.d, self.z, self.rho) = (n, d, z, rho)
    (poles, weights, distances, zeros) = (scalars, scalars + n, scalars + 2 * n, scalars + 3 * n)
    (products, differences) = (scalars + 4 * n, scalars + 5 * n)
    (cosines, sines) = (scalars + 6 * n, scalars + 7 * n)
    (places, nearest, stayed, rotated) = (integers, integers + n, integers + 2 * n, integers + 3 * n)
    deflate(split)
  }

  /// Leaves to the secular equation what z reaches and is not as good as equal to its neighbour.
  private mutating func deflate(_ split: Int) {
    var largest: Scalar = 0
    for i in 0..<n { largest = max(largest, max(d[i].magnitude, z[i].magnitude)) }
    let tolerance = 4 * Scalar.ulpOfOne * largest  // what such a change does to an eigenvalue is a rounding error
    var (left, right, stayedCount) = (0, split, 0)
    var pending: Int?
    for _ in 0..<n {
      let i: Int
      if right == n || (left < split && d[left] <= d[right]) {
        i = left
        left += 1
      } else {
        i = right
        right += 1
      }
      if rho * z[i].magnitude <= tolerance {
        stayed[stayedCount] = Int32(truncatingIfNeeded: i)
        stayedCount += 1
        continue
      }
      if let before = pending {
        if rotate(before, i, tolerance) {
          stayed[stayedCount] = Int32(truncatingIfNeeded: before)
          stayedCount += 1
        } else {
          leave(before)
        }
      }
      pending = i
    }
    if let pending { leave(pending) }
  }

  private mutating func leave(_ i: Int) {
    poles[zeroCount] = d[i]
    weights[zeroCount] = z[i]
    places[zeroCount] = Int32(truncatingIfNeeded: i)
    zeroCount += 1
  }

  /// Turns zᵢ into 0 at the cost of zⱼ, if what this puts beside the diagonal is as good as 0.
  private mutating func rotate(_ i: Int, _ j: Int, _ tolerance: Scalar) -> Bool {
    let length = Scalar.hypot(z[i], z[j])
    let (c, s) = (z[j] / length, -z[i] / length)
    if ((d[j] - d[i]) * c * s).magnitude > tolerance { return false }
    (z[i], z[j]) = (0, length)
    (d[i], d[j]) = (d[i] * c * c + d[j] * s * s, d[i] * s * s + d[j] * c * c)
    (cosines[rotationCount], sines[rotationCount]) = (c, s)
    rotated[2 * rotationCount] = Int32(truncatingIfNeeded: i)
    rotated[2 * rotationCount + 1] = Int32(truncatingIfNeeded: j)
    rotationCount += 1
    return true
  }

  /// Finds the eigenvalues.
  ///
  /// - Parameters:
  ///   - values: n numbers, written in rising order.
  ///   - order: n integers, written: which eigenvector belongs to which value, for `vector`.
  /// - Returns: LAPACK's `info`: 0, or how it failed.
  mutating func solve(_ values: UnsafeMutablePointer<Scalar>, _ order: UnsafeMutablePointer<Int32>) -> Int32 {
    let info = solveSecularEquation()
    if info != 0 { return info }
    for place in 1..<max(1, stayedCount) {  // rotations have hardly changed the order
      let moved = stayed[place]
      var to = place
      while to > 0, d[Int(stayed[to - 1])] > d[Int(moved)] {
        stayed[to] = stayed[to - 1]
        to -= 1
      }
      stayed[to] = moved
    }
    var (zero, stay) = (0, 0)
    for place in 0..<n {
      if stay == stayedCount || (zero < zeroCount && zeros[zero] <= d[Int(stayed[stay])]) {
        values[place] = zeros[zero]
        order[place] = Int32(truncatingIfNeeded: zero)
        zero += 1
      } else {
        values[place] = d[Int(stayed[stay])]
        order[place] = ~stayed[stay]
        stay += 1
      }
    }
    return 0
  }

  /// Finds zeros, and the ẑ whose zeros they are exactly: ẑᵢ² = −Π(dᵢ − λⱼ)/(dᵢ − dⱼ), without the dᵢ − dᵢ below.
  private mutating func solveSecularEquation() -> Int32 {
    let k = zeroCount
    products.update(repeating: 1, count: k)
    for j in 0..<k {
      if k < 3 {
        solveSmall(j)
      } else {
        let info = Scalar._laed4(k, j, poles, weights, differences, rho: rho, zeros + j)
        if info != 0 { return info }
        let isNext = j + 1 < k && differences[j + 1].magnitude < differences[j].magnitude
        nearest[j] = Int32(truncatingIfNeeded: isNext ? j + 1 : j)
        distances[j] = differences[Int(nearest[j])]
      }
      let pole = poles[Int(nearest[j])]
      zeros[j] = pole - distances[j]
      for i in 0..<j { products[i] *= ((poles[i] - pole) + distances[j]) / (poles[i] - poles[j]) }
      products[j] *= (poles[j] - pole) + distances[j]
      for i in j + 1..<max(k, j + 1) { products[i] *= ((poles[i] - pole) + distances[j]) / (poles[i] - poles[j]) }
    }
    for i in 0..<k { weights[i] = .init(signOf: weights[i], magnitudeOf: max(0, -products[i]).squareRoot()) }
    return 0
  }

  /// Zero j of one or two, for which `laed4` does not say the distances: a quadratic equation.
  private func solveSmall(_ j: Int) {
    if zeroCount == 1 {
      (nearest[0], distances[0]) = (0, -rho * weights[0] * weights[0])
      return
    }
    let gap = poles[1] - poles[0]
    let (first, second) = (rho * weights[0] * weights[0], rho * weights[1] * weights[1])
    // From the pole at hand λ = d + τ with τ² − b·τ − c = 0; of its solutions the one that keeps its digits.
    if j == 0, gap + 2 * (second - first) > 0 {
      let b = gap + first + second
      (nearest[0], distances[0]) = (0, -2 * first * gap / (b + (b * b - 4 * first * gap).magnitude.squareRoot()))
      return
    }
    let (b, c) = (first + second - gap, second * gap)
    let root = (b * b + 4 * c).squareRoot()
    nearest[j] = 1
    if j == 0 {
      distances[0] = b > 0 ? 2 * c / (b + root) : (root - b) / 2
    } else {
      distances[1] = b > 0 ? -(b + root) / 2 : -2 * c / (root - b)
    }
  }

  // MARK: - Eigenvectors

  /// Writes the eigenvector of a value.
  ///
  /// - Parameters:
  ///   - number: what `solve` left in `order` for that value.
  ///   - v: n numbers, written.
  func vector(_ number: Int32, into v: UnsafeMutablePointer<Scalar>) {
    v.update(repeating: 0, count: n)
    if number < 0 {
      v[Int(~number)] = 1
    } else {
      elements(ofZero: Int(number), into: differences)
      for i in 0..<zeroCount { v[Int(places[i])] = differences[i] }
    }
    for rotation in stride(from: rotationCount - 1, through: 0, by: -1) {
      let (i, j) = (Int(rotated[2 * rotation]), Int(rotated[2 * rotation + 1]))
      let (c, s) = (cosines[rotation], sines[rotation])
      (v[i], v[j]) = (c * v[i] - s * v[j], s * v[i] + c * v[j])
    }
  }

  /// Writes those elements of the vector of zero j that stand at `places`, before the rotations.
  func elements(ofZero j: Int, into elements: UnsafeMutablePointer<Scalar>) {
    let (pole, distance) = (poles[Int(nearest[j])], distances[j])
    var sum: Scalar = 0
    for i in 0..<zeroCount {
      let element = weights[i] / ((poles[i] - pole) + distance)
      elements[i] = element
      sum += element * element
    }
    let length = sum.squareRoot()
    for i in 0..<zeroCount { elements[i] /= length }
  }

  /// Turns the rows of a matrix, n numbers each, as the elements of D and z were turned.
  func rotateRows(of a: UnsafeMutablePointer<Scalar>) {
    for rotation in 0..<rotationCount {
      let (first, second) = (a + Int(rotated[2 * rotation]) * n, a + Int(rotated[2 * rotation + 1]) * n)
      let (c, s) = (cosines[rotation], sines[rotation])
      for i in 0..<n { (first[i], second[i]) = (c * first[i] + s * second[i], c * second[i] - s * first[i]) }
    }
  }
}
