import Glibc
import LabNumerics

/// Where the input of a property comes from: numbers that are drawn, and made fewer and smaller when it fails.
///
/// An input is made from the numbers drawn for it, so whatever makes those simpler makes the input simpler, and no kind
/// of input needs a way to shrink of its own (MacIver and Donaldson, Test-Case Reduction via Test-Case Generation,
/// ECOOP 2020). 0 is the simplest number; every method says what it makes of it.
public struct Draws {
  private(set) var drawn: [UInt64] = []
  private let given: [UInt64]?
  private var generator: SplitMix64

  init(from generator: SplitMix64) {
    given = nil
    self.generator = generator
  }

  /// Replays numbers; zeros follow the last.
  init(replaying numbers: [UInt64]) {
    given = numbers
    generator = SplitMix64(seed: 0)
  }

  /// A number in 0 ..< bound, 0 the simplest.
  public mutating func number(below bound: Int) -> Int {
    precondition(bound > 0, "a number below \(bound) does not exist")
    let next: UInt64
    if let given {
      next = drawn.count < given.count ? min(given[drawn.count], UInt64(bound - 1)) : 0
    } else {
      next = UInt64(Int.random(in: 0..<bound, using: &generator))
    }
    drawn.append(next)
    return Int(next)
  }

  /// A whole number of the range, its lower end the simplest.
  public mutating func integer(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + number(below: range.count)
  }

  /// Yes or no; no is the simplest.
  public mutating func flag() -> Bool { number(below: 2) == 1 }

  /// A multiple of 1/8 between −4 and 4, 0 the simplest: sums and products of a few are exact.
  public mutating func eighth() -> Double {
    let n = number(below: 65)
    return Double(n % 2 == 0 ? n / 2 : -(n + 1) / 2) / 8
  }

  /// A number uniform in a range, on a grid of 2⁵² steps; the lower end is the simplest.
  public mutating func uniform(in range: ClosedRange<Double>) -> Double {
    let share = Double(number(below: 1 << 52)) * 0x1p-52
    return range.lowerBound + share * (range.upperBound - range.lowerBound)
  }

  /// A number of size 10^k with k uniform between the bounds and any sign; the simplest is 10^lowest.
  public mutating func magnitude(_ exponents: ClosedRange<Int>) -> Double {
    let size = pow(10, Double(integer(in: exponents))) * (1 + Double(number(below: 900)) / 100)
    return flag() ? -size : size
  }

  /// One of several values, the first the simplest.
  public mutating func one<Value>(of values: [Value]) -> Value { values[number(below: values.count)] }
}

// MARK: - Compound input

extension Draws {
  /// Numbers of `eighth()`.
  public mutating func vector(_ count: Int) -> [Double] { (0..<count).map { _ in eighth() } }

  /// A matrix of `eighth()`, an array of rows.
  public mutating func matrix(_ rows: Int, _ columns: Int) -> [[Double]] {
    (0..<rows).map { _ in vector(columns) }
  }

  public mutating func symmetric(_ n: Int) -> [[Double]] {
    let half = matrix(n, n)
    return (0..<n).map { i in (0..<n).map { j in i >= j ? half[i][j] : half[j][i] } }
  }

  /// A matrix with a diagonal that outweighs its rows by 1 at least: ‖A⁻¹‖∞ ≤ 1; the simplest is the identity.
  public mutating func wellConditioned(_ n: Int) -> [[Double]] {
    var a = matrix(n, n)
    for i in 0..<n {
      let rest = a[i].indices.reduce(0) { $0 + ($1 == i ? 0 : abs(a[i][$1])) }
      a[i][i] = a[i][i] < 0 ? a[i][i] - rest - 1 : a[i][i] + rest + 1
    }
    return a
  }

  /// U·Σ·Vᵀ with two random reflections and singular values from 1 down to 1/κ in geometric steps: κ₂ is `condition` up
  /// to rounding.
  public mutating func illConditioned(_ n: Int, condition: Double) -> [[Double]] {
    let values = (0..<n).map { n == 1 ? 1 : pow(condition, -Double($0) / Double(n - 1)) }
    var a = (0..<n).map { i in (0..<n).map { $0 == i ? values[i] : 0.0 } }
    let (u, v) = (reflector(n), reflector(n))
    for j in 0..<n {  // H·A by columns
      let share = 2 * (0..<n).reduce(0) { $0 + u[$1] * a[$1][j] }
      for i in 0..<n { a[i][j] -= share * u[i] }
    }
    for i in 0..<n {  // A·H by rows
      let share = 2 * (0..<n).reduce(0) { $0 + a[i][$1] * v[$1] }
      for j in 0..<n { a[i][j] -= share * v[j] }
    }
    return a
  }

  /// M·Mᵀ + I: positive definite, its smallest eigenvalue 1 or more; the simplest is the identity.
  public mutating func positiveDefinite(_ n: Int) -> [[Double]] {
    let m = matrix(n, n)
    return (0..<n).map { i in
      (0..<n).map { j in (0..<n).reduce(i == j ? 1 : 0) { $0 + m[i][$1] * m[j][$1] } }
    }
  }

  /// Entries (row, column, value) in any order, some places perhaps twice.
  public mutating func triplets(
    _ rows: Int, _ columns: Int, count: Int
  ) -> [(row: Int, column: Int, value: Double)] {
    (0..<(rows * columns == 0 ? 0 : count)).map { _ in
      (number(below: rows), number(below: columns), eighth())
    }
  }

  /// An order of 0 ..< count; the simplest is the ascending one.
  public mutating func permutation(_ count: Int) -> [Int] {
    var order = Array(0..<count)
    for i in order.indices { order.swapAt(i, i + number(below: count - i)) }
    return order
  }

  /// Labels 0 ..< classes.
  public mutating func labels(_ count: Int, classes: Int) -> [Int] { (0..<count).map { _ in number(below: classes) } }

  /// Numbers ≥ 0 that add up to 1, as near as rounding allows; some may be 0.
  public mutating func probabilities(_ count: Int) -> [Double] {
    var weights = (0..<count).map { _ in Double(number(below: 17)) }
    if weights.allSatisfy({ $0 == 0 }), count > 0 { weights[0] = 1 }
    let total = weights.reduce(0, +)
    return weights.map { $0 / total }
  }

  /// Words of the letters a to e, with blanks, and now and then what breaks tokenisers: an accent, an emoji, a
  /// combining mark, two blanks.
  public mutating func text(upTo count: Int) -> String {
    let letters = ["a", "b", "c", "d", "e", " ", "A", "é", "e\u{301}", "🙂", "  ", "-", "'", "\n"]
    return (0..<integer(in: 0...count)).map { _ in letters[number(below: letters.count)] }.joined()
  }

  /// A table of columns with gaps: NaN where a number is missing.
  public mutating func table(_ rows: Int, _ columns: Int) -> [[Double]] {
    (0..<rows).map { _ in (0..<columns).map { _ in number(below: 8) == 7 ? .nan : eighth() } }
  }

  /// A unit vector; the simplest is the first.
  private mutating func reflector(_ n: Int) -> [Double] {
    var v = vector(n)
    if v.allSatisfy({ $0 == 0 }), n > 0 { v[0] = 1 }
    let length = v.reduce(0) { $0 + $1 * $1 }.squareRoot()
    return v.map { $0 / length }
  }
}

extension Draws: RandomNumberGenerator {
  /// For what draws by itself; such numbers shrink, too, though nobody knows to what.
  public mutating func next() -> UInt64 {
    UInt64(number(below: 1 << 32)) << 32 | UInt64(number(below: 1 << 32))
  }
}
