/// What a graded program tells the tool while it runs, one JSON object a line.
///
/// The channel is a descriptor of its own: stdout and stderr belong to the learner. `output` is how many bytes the
/// learner's code had printed by then, so that what was printed can be shown under its check. On the wire each line has a
/// `Seal`: lines from elsewhere are not believed.
public enum Event: Equatable, Sendable {
  /// The program starts; these are the checks, the wrong and the other right variants that it declares, and of what kinds
  /// its goals beyond passing are.
  case began(checks: [String], misconceptions: [String], alternatives: [String], medals: Set<MedalKind>)
  /// The check with this index starts.
  case check(Int, output: Int)
  /// The check with this index ended; no failures means that it passed. `error` is the largest error of a numeric
  /// answer, relative to the largest expected entry; nil if none was compared.
  case outcome(Int, failures: [Failure], error: Double?, output: Int)
  /// Every check that was asked for has been judged; so many are declared.
  case finished(count: Int)
  /// After `finished`: the answers agree with those of a known misconception.
  case suspicion(Suspicion)
  /// The judgement starts again, with the seed and threads of this round of the request.
  case round(Int)
  /// After `finished`, if everything passed: what came of measuring a goal beyond passing.
  case medal(MedalResult)
  /// After `finished`, misconceptions and medals: so many pictures are declared, and come now if they can be made.
  case pictures(count: Int)
  /// A figure as LabPlot's JSON.
  case picture(String)
  /// Instead of judging: a training starts, or goes on behind the epochs that its checkpoint holds.
  case training(done: Int, epochs: Int)
  /// The epoch with this number, from 1, is over, and its checkpoint's file is written. The loss is nil if it is no
  /// finite number.
  case epoch(Int, loss: Double?)
  /// The training has ended, by itself or by what was thrown.
  case trained(error: String?)
}

/// One expectation that was not met.
public struct Failure: Codable, Equatable, Sendable {
  /// The whole in one or two sentences: what was asked, what came.
  public var message: String
  /// Where it first differs and by how much, if the answer is numeric.
  public var difference: String?
  /// Where a matrix is wrong, one line a row.
  public var picture: [String]?
  /// What to look at, in the words of the exercise's author.
  public var advice: String?
  /// The line in Checks.swift.
  public var line: Int
  /// Which of the check's cases failed; nil if the check has just one.
  public var caseIndex: Int?
  /// True if an optimised program could meet the expectation; nil if that makes no difference.
  public var dependsOnOptimisation: Bool?

  public init(
    message: String, difference: String? = nil, picture: [String]? = nil, advice: String? = nil, line: Int,
    caseIndex: Int? = nil, dependsOnOptimisation: Bool? = nil
  ) {
    self.message = message
    self.difference = difference
    self.picture = picture
    self.advice = advice
    self.line = line
    self.caseIndex = caseIndex
    self.dependsOnOptimisation = dependsOnOptimisation
  }
}

/// A misconception whose answers are the learner's.
public struct Suspicion: Codable, Equatable, Sendable {
  /// The misconception's name.
  public var name: String
  /// The sentence that teaches.
  public var explanation: String
  /// True if every recorded answer agrees ("this is"), false if only those of the failing cases do ("looks like").
  public var isExact: Bool

  public init(name: String, explanation: String, isExact: Bool) {
    self.name = name
    self.explanation = explanation
    self.isExact = isExact
  }
}

/// What a goal beyond passing is measured by.
public enum MedalKind: String, Codable, CaseIterable, Sendable {
  /// By the answers: digits, a share of hits. Optimised or not, a program reaches the same.
  case score
  /// By the clock, which means something of an optimised program only.
  case speed
}

/// What came of measuring a goal beyond passing.
public struct MedalResult: Codable, Equatable, Sendable {
  /// What the medal is for.
  public var name: String
  /// What was measured, and what earns the medal: the larger the better.
  public var value: Double
  public var goal: Double
  /// Behind the number: "times as fast".
  public var unit: String

  public init(name: String, value: Double, goal: Double, unit: String) {
    self.name = name
    self.value = value
    self.goal = goal
    self.unit = unit
  }

  public var isEarned: Bool { value >= goal }
}
