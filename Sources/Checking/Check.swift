import LabNumerics

/// One thing that must hold of a submission, with the sentence under which it is reported.
public struct Check<Submission> {
  public let name: String
  let caseCount: Int
  let body: (Submission, inout SplitMix64) throws -> Void
  /// The body of a property, whose input can be made simpler.
  let property: ((Submission, inout Draws) throws -> Void)?
  /// Whether it asks the same under every seed.
  let isFixed: Bool

  /// A check on fixed input.
  public init(_ name: String, _ body: @escaping (Submission) throws -> Void) {
    self.name = name
    caseCount = 1
    self.body = { submission, _ in try body(submission) }
    property = nil
    isFixed = true
  }

  /// A check on random input, `cases` times over, each with a generator of its own.
  ///
  /// The generator depends on the run's seed, the check's name and the case alone, so that any case can be run again
  /// by itself.
  public init(_ name: String, cases: Int = 1, _ body: @escaping (Submission, inout SplitMix64) throws -> Void) {
    self.name = name
    caseCount = cases
    self.body = body
    property = nil
    isFixed = false
  }

  /// A law that must hold for whatever input is drawn, `cases` times over; the report shows the simplest input found
  /// for which it does not.
  ///
  /// ```swift
  /// Check("is linear in its second argument", holdingFor: 30) { s, draws in
  ///   let n = draws.integer(in: 0...6)
  ///   let (x, y, z) = (draws.vector(n), draws.vector(n), draws.vector(n))
  ///   expect(try s.dot(x, zip(y, z).map(+)), equals: try s.dot(x, y) + s.dot(x, z))  // eighths: exact
  /// }
  /// ```
  public init(
    _ name: String, holdingFor cases: Int, _ body: @escaping (Submission, inout Draws) throws -> Void
  ) {
    self.name = name
    caseCount = cases
    self.body = { submission, random in
      var draws = Draws(from: random)
      try body(submission, &draws)
    }
    property = body
    isFixed = false
  }

  func generator(seed: UInt64, caseIndex: Int) -> SplitMix64 {
    var state: UInt64 = 0xcbf2_9ce4_8422_2325  // FNV-1a, so that neighbouring seeds and cases are far apart
    for byte in name.utf8 { state = (state ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    var mixer = SplitMix64(seed: seed)
    var result = SplitMix64(seed: state ^ mixer.next())
    for _ in 0...caseIndex { state = result.next() }
    return SplitMix64(seed: state)
  }
}

/// A wrong submission that real learners write, and the sentence that helps them.
///
/// It must return a value on every input of every check: one that traps or loops would kill the diagnosis.
public struct Misconception<Submission> {
  public let name: String
  let submission: Submission
  let explanation: String

  public init(_ name: String, _ submission: Submission, _ explanation: String) {
    self.name = name
    self.submission = submission
    self.explanation = explanation
  }
}

/// Another right way, which must pass.
public struct Alternative<Submission> {
  public let name: String
  let submission: Submission

  public init(_ name: String, _ submission: Submission) {
    self.name = name
    self.submission = submission
  }
}

/// The contract of an exercise: what a submission consists of, how it is judged, and what is known to be right or wrong.
public protocol Checklist {
  associatedtype Submission
  static var checks: [Check<Submission>] { get }
  static var misconceptions: [Misconception<Submission>] { get }
  static var alternatives: [Alternative<Submission>] { get }
  static var medals: [Medal<Submission>] { get }
  static var pictures: [Picture<Submission>] { get }
  /// A training that takes longer than anybody waits for a verdict; nil where there is none.
  ///
  /// `mllab train` makes it, epoch by epoch, and keeps the newest checkpoint: from it the next call goes on, and checks
  /// ask for it with `expectCheckpoint`.
  static func training(of submission: Submission, from checkpoint: [UInt8]?) throws -> TrainingRun?
}

extension Checklist {
  public static var alternatives: [Alternative<Submission>] { [] }
  public static var medals: [Medal<Submission>] { [] }
  public static var pictures: [Picture<Submission>] { [] }
  public static func training(of submission: Submission, from checkpoint: [UInt8]?) throws -> TrainingRun? { nil }
}
