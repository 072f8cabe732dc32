/// One thing wrong with the exercise tree, in words for whoever wrote the file.
public struct Problem: Sendable, Hashable, Encodable, CustomStringConvertible {
  /// Path from the root of the tree, as in `1-mathematics/linear-algebra/norms/exercise.md`.
  public let file: String
  /// Counted from 1; nil when the trouble is the file itself.
  public let line: Int?
  /// What was expected and what came.
  public let message: String
  /// The exercise that cannot be offered because of it; nil when only the page around it suffers.
  public let exercise: String?

  public init(file: String, line: Int? = nil, _ message: String, exercise: String? = nil) {
    self.file = file
    self.line = line
    self.message = message
    self.exercise = exercise
  }

  /// `file:line: message`, the form that editors turn into a link.
  public var description: String {
    let place = line.map { "\(file):\($0)" } ?? file
    return "\(place): \(message)"
  }
}

/// Everything found wrong in one reading of the tree, never empty.
public struct CurriculumError: Error, Sendable, Equatable, CustomStringConvertible {
  public let problems: [Problem]

  /// One problem a line, in the order of the tree.
  public var description: String { problems.map(\.description).joined(separator: "\n") }
}
