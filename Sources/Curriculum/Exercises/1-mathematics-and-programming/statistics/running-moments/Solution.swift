/// Mean and variance of numbers that pass by once and are not kept.
struct RunningMoments {
  /// How many numbers have passed.
  private(set) var count = 0
  /// Their mean; 0 before the first.
  private var centre = 0.0
  /// Σ (x − mean)², the sum over the numbers that have passed.
  private var squares = 0.0

  /// Moments of the numbers given, of nothing if none are.
  init(_ numbers: [Double] = []) {
    for x in numbers { add(x) }
  }

  /// The mean; NaN for no numbers.
  var mean: Double {
    // BEGIN SOLUTION
    count == 0 ? .nan : centre
    // END SOLUTION
  }

  /// The sample variance, Σ (x − mean)²/(n − 1); NaN for fewer than two numbers.
  var variance: Double {
    // BEGIN SOLUTION
    count < 2 ? .nan : squares / Double(count - 1)
    // END SOLUTION
  }

  /// Takes in one number, in time and memory that do not depend on how many have passed.
  mutating func add(_ x: Double) {
    // BEGIN SOLUTION
    count += 1
    let before = x - centre
    centre += before / Double(count)
    squares += before * (x - centre)
    // END SOLUTION
  }

  /// Takes in all the numbers that have passed through the other, without seeing them.
  mutating func merge(_ other: RunningMoments) {
    // BEGIN SOLUTION
    guard other.count > 0 else { return }
    let (mine, theirs) = (Double(count), Double(other.count))
    let gap = other.centre - centre
    count += other.count
    centre += gap * theirs / (mine + theirs)
    squares += other.squares + gap * gap * mine * theirs / (mine + theirs)
    // END SOLUTION
  }
}
