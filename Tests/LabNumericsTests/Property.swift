import LabNumerics
import Testing

/// Where a property's values come from: numbers that are drawn, kept, and made smaller when the property fails.
///
/// A value is made from the numbers drawn for it, so whatever makes the numbers fewer or smaller makes the value simpler:
/// no kind of value needs a way to shrink of its own (MacIver and Donaldson, Test-Case Reduction via Test-Case Generation:
/// Insights from the Hypothesis Reducer, ECOOP 2020).
struct Draws {
  private(set) var drawn: [UInt64] = []
  private let given: [UInt64]?
  private var generator: SplitMix64

  init(seed: UInt64) {
    given = nil
    generator = SplitMix64(seed: seed)
  }

  /// Replays numbers; zeros follow the last.
  init(replaying numbers: [UInt64]) {
    given = numbers
    generator = SplitMix64(seed: 0)
  }

  /// A number in 0 ..< bound; 0 is the simplest.
  mutating func number(below bound: UInt64) -> UInt64 {
    let next: UInt64
    if let given {
      next = drawn.count < given.count ? min(given[drawn.count], bound - 1) : 0
    } else {
      next = generator.next() % bound
    }
    drawn.append(next)
    return next
  }

  /// A size from `least` on, the smaller the simpler.
  mutating func size(_ least: Int = 0, upTo most: Int) -> Int { least + Int(number(below: UInt64(most - least + 1))) }

  /// A multiple of 1/8 between −4 and 4: exact in Float too, and 0 the simplest.
  mutating func element<Scalar: LinearAlgebraScalar>() -> Scalar {
    let n = Int(number(below: 65))
    return Scalar(n % 2 == 0 ? n / 2 : -(n + 1) / 2) / 8
  }

  mutating func vector<Scalar: LinearAlgebraScalar>(_ n: Int) -> Vector<Scalar> {
    Vector((0..<n).map { _ in element() as Scalar })
  }

  mutating func matrix<Scalar: LinearAlgebraScalar>(_ m: Int, _ n: Int) -> Matrix<Scalar> {
    Matrix(rows: m, columns: n, Array(vector(m * n) as Vector<Scalar>))
  }

  /// A square matrix whose condition in the ∞-norm is below 10: 8·n on the diagonal outweighs the rest.
  mutating func invertible<Scalar: LinearAlgebraScalar>(_ n: Int) -> Matrix<Scalar> {
    matrix(n, n) + Scalar(8 * n) * .identity(n)
  }
}

/// The smallest case in which a property fails; nil if there is none among `count` seeds.
///
/// - Parameters:
///   - count: how many cases to try.
///   - property: makes its values from the draws, and says what is wrong with them; nil if nothing is.
/// - Returns: the seed, the draws of the smallest failing case and what is wrong with it.
func smallestFailure(
  of count: Int = 60, _ property: (inout Draws) throws -> String?
) -> (seed: UInt64, draws: [UInt64], problem: String)? {
  func problem(_ draws: inout Draws) -> String? {
    do { return try property(&draws) } catch { return "throws \(error)" }
  }
  for seed in 1...UInt64(count) {
    var draws = Draws(seed: seed)
    guard var worst = problem(&draws) else { continue }
    var smallest = draws.drawn
    var (isSmaller, tries) = (true, 0)
    while isSmaller && tries < 2000 {
      isSmaller = false
      for candidate in simpler(smallest) {
        tries += 1
        var replayed = Draws(replaying: candidate)
        guard let found = problem(&replayed), isSimpler(replayed.drawn, than: smallest) else { continue }
        (smallest, worst, isSmaller) = (replayed.drawn, found, true)
        break
      }
    }
    return (seed, smallest, worst)
  }
  return nil
}

/// Fewer numbers first, then smaller ones from the left.
private func isSimpler(_ a: [UInt64], than b: [UInt64]) -> Bool {
  a.count != b.count ? a.count < b.count : a.lexicographicallyPrecedes(b)
}

/// The same numbers with some left out, or one of them smaller.
private func simpler(_ numbers: [UInt64]) -> [[UInt64]] {
  var candidates: [[UInt64]] = []
  for length in [8, 4, 2, 1] where length <= numbers.count {
    for start in 0...numbers.count - length {
      candidates.append(Array(numbers[..<start] + numbers[(start + length)...]))
    }
  }
  for (i, number) in numbers.enumerated() where number > 0 {
    // One less and one element left out: a shorter list. Two less: a smaller number of the same sign.
    for left in i + 1..<max(numbers.count, i + 1) {
      var candidate = numbers
      candidate[i] = number - 1
      candidate.remove(at: left)
      candidates.append(candidate)
    }
    for smaller in [0, number / 2, number - min(2, number), number - 1] {
      var candidate = numbers
      candidate[i] = smaller
      candidates.append(candidate)
    }
  }
  return candidates
}

/// Records an issue with the smallest failing case, if the property fails.
func expectAlways(
  _ sourceLocation: SourceLocation = #_sourceLocation, _ property: (inout Draws) throws -> String?
) {
  guard let (seed, draws, problem) = smallestFailure(of: 60, property) else { return }
  Issue.record("seed \(seed), smallest case of draws \(draws): \(problem)", sourceLocation: sourceLocation)
}
