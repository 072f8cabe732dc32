/// What a function answered, in a form that can be compared: numbers, their shape, and everything else as text.
///
/// Two answers of different types (an array of the learner's, one of a wrong variant's) are compared through this,
/// never through the type's own `==`, which could be the learner's.
public struct Observation: Equatable, Sendable {
  public var numbers: [Double]
  public var shape: [Int]
  public var text: String

  public init(numbers: [Double] = [], shape: [Int] = [], text: String = "") {
    self.numbers = numbers
    self.shape = shape
    self.text = text
  }

  /// The parts one after the other, as of a tuple or a struct.
  public init(_ parts: Observation...) { self.init(parts) }

  public init(_ parts: [Observation]) {
    numbers = parts.flatMap(\.numbers)
    shape = [parts.count] + parts.flatMap(\.shape)
    text = parts.map(\.text).joined(separator: "\u{1f}")
  }

  /// Whether the other observation says the same: equal shape and text, numbers within `1e-9` of the largest finite one.
  ///
  /// Infinities and NaN agree only with themselves: a relative test with an infinite scale would accept everything.
  public func agrees(with other: Observation) -> Bool {
    guard shape == other.shape, text == other.text, numbers.count == other.numbers.count else { return false }
    let scale = (numbers + other.numbers).lazy.filter(\.isFinite).map { abs($0) }.max() ?? 0
    return zip(numbers, other.numbers).allSatisfy { mine, theirs in
      mine == theirs || mine.isNaN && theirs.isNaN
        || mine.isFinite && theirs.isFinite && abs(mine - theirs) <= 1e-9 * scale
    }
  }

  /// How many numbers speak for themselves: NaN, infinities and zeros are reached in too many ways.
  var evidence: Int { numbers.count { $0.isFinite && $0 != 0 } }
}

/// A value that can be written down as an `Observation`.
public protocol Observable {
  var observation: Observation { get }
}

extension Double: Observable { public var observation: Observation { Observation(numbers: [self]) } }
extension Float: Observable { public var observation: Observation { Observation(numbers: [Double(self)]) } }
extension Int: Observable { public var observation: Observation { Observation(numbers: [Double(self)]) } }
extension Bool: Observable { public var observation: Observation { Observation(text: self ? "true" : "false") } }
extension String: Observable { public var observation: Observation { Observation(text: self) } }

extension Optional: Observable where Wrapped: Observable {
  public var observation: Observation { self?.observation ?? Observation(text: "nil") }
}

extension Array: Observable where Element: Observable {
  public var observation: Observation {
    if let numbers = self as? [Double] { return Observation(numbers: numbers, shape: [count]) }
    return Observation(map(\.observation))
  }
}
