import Foundation

/// One entry of the learner's log: a graded file, or medals, a hint, a solution, a reset or a giving up.
///
/// As JSON it is one flat object whose field names are kept for ever; a field without a value is left out. Reading
/// tolerates fields it does not know and asks only for `id`, `time`, `kind` and `exercise`.
///
///     {"exercise":"softmax","id":"6E0C…","kind":"attempt","time":"2026-03-01T09:30:00.250Z","verdict":"passed",…}
public struct Attempt: Codable, Sendable, Equatable, Identifiable {
  /// What happened. Open, so that a log written by a newer version can be read.
  public struct Kind: RawRepresentable, Codable, Sendable, Hashable {
    public let rawValue: String

    public init(rawValue: String) { self.rawValue = rawValue }

    /// The learner's file was graded.
    public static let attempt = Kind(rawValue: "attempt")
    /// One rung more of the hint ladder was shown.
    public static let hint = Kind(rawValue: "hint")
    public static let gaveUp = Kind(rawValue: "gaveUp")
    public static let solutionSeen = Kind(rawValue: "solutionSeen")
    /// The speed of a file that had passed was measured.
    public static let medals = Kind(rawValue: "medals")
    /// The learner's file was replaced by the starter.
    public static let reset = Kind(rawValue: "reset")
  }

  /// A file as it was graded.
  public struct SourceFile: Codable, Sendable, Equatable {
    public let path: String
    public let text: String

    public init(path: String, text: String) {
      self.path = path
      self.text = text
    }
  }

  /// What one declared check said.
  public struct CheckOutcome: Codable, Sendable, Equatable {
    public let name: String
    public let outcome: String
    public let message: String?
    /// The line of the learner's file, from 1.
    public let line: Int?

    public init(name: String, outcome: String, message: String? = nil, line: Int? = nil) {
      self.name = name
      self.outcome = outcome
      self.message = message
      self.line = line
    }
  }

  /// A goal beyond passing that was measured.
  public struct Medal: Codable, Sendable, Equatable {
    public let name: String
    /// What was measured, and what earns the medal: the larger the better.
    public let value: Double
    public let goal: Double
    /// Behind the numbers: "times as fast".
    public let unit: String

    public init(name: String, value: Double, goal: Double, unit: String) {
      self.name = name
      self.value = value
      self.goal = goal
      self.unit = unit
    }

    public var isEarned: Bool { value >= goal }
  }

  /// The verdict that makes an exercise passed.
  public static let passed = "passed"

  /// Made once and kept through export and import: two entries with one id are the same entry.
  public let id: UUID
  /// Whole milliseconds, years 0 to 9999.
  public let time: Date
  public let kind: Kind
  /// The exercise's identity, which is its folder's name.
  public let exercise: String
  public let source: [SourceFile]
  /// The digest of what was graded, as the grader computes it.
  public let sha256: String
  public let verdict: String?
  public let checks: [CheckOutcome]
  /// How many rungs of the hint ladder had been shown by then.
  public let hintsSeen: Int
  /// Durations by part, such as "compile" and "run", in seconds; all finite.
  public let seconds: [String: Double]
  /// Versions by part, such as "toolkit" and "swift".
  public let versions: [String: String]
  public let seed: UInt64?
  /// The rung of the sandbox's ladder that held the program.
  public let containment: String?
  /// The misconception that the answer looked like.
  public let suspected: String?
  /// The goals beyond passing that were measured; all finite.
  public let medals: [Medal]

  /// An entry; `time` is rounded to milliseconds, durations and medals that are not finite are left out.
  public init(
    id: UUID = UUID(), time: Date = Date(), kind: Kind = .attempt, exercise: String, source: [SourceFile] = [],
    sha256: String = "", verdict: String? = nil, checks: [CheckOutcome] = [], hintsSeen: Int = 0,
    seconds: [String: Double] = [:], versions: [String: String] = [:], seed: UInt64? = nil,
    containment: String? = nil, suspected: String? = nil, medals: [Medal] = []
  ) {
    self.id = id
    self.time = Date(millisecondsSince1970: time.millisecondsSince1970)
    self.kind = kind
    self.exercise = exercise
    self.source = source
    self.sha256 = sha256
    self.verdict = verdict
    self.checks = checks
    self.hintsSeen = hintsSeen
    self.seconds = seconds.filter { $0.value.isFinite }  // JSON has no NaN: one would keep the attempt out of the log
    self.versions = versions
    self.seed = seed
    self.containment = containment
    self.suspected = suspected
    self.medals = medals.filter { $0.value.isFinite && $0.goal.isFinite }
  }
}
