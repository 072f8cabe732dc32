import Events
import Foundation
import Sandbox

/// What the events of one or more runs of the same program add up to.
struct Transcript {
  private var seal: Seal
  /// What the program declares: its checks, its wrong and its other right variants, the kinds of its goals beyond passing.
  private(set) var names: [String] = []
  private(set) var misconceptions: [String] = []
  private(set) var alternatives: [String] = []
  private(set) var medalKinds: Set<MedalKind> = []
  private(set) var outcomes: [Int: CheckOutcome] = [:]
  /// The byte ranges of the output, check by check, in the run that is going on.
  private(set) var outputRanges: [Int: Range<Int>] = [:]
  /// The check that has begun and not ended.
  private(set) var current: Int?
  private(set) var isFinished = false
  /// Whether all that was asked so far passed: then nothing but medals and pictures comes after `finished`.
  var isPassed: Bool { outcomes.values.allSatisfy { $0 == .passed } }
  private(set) var suspicions: [Suspicion] = []
  private(set) var medals: [MedalResult] = []
  /// Figures as LabPlot's JSON, and how many are declared; nil before the first is tried.
  private(set) var pictures: [String] = []
  private(set) var pictureCount: Int?
  /// The largest relative error of a check's numeric answers; none for a check without.
  private(set) var errors: [Int: Double] = [:]
  /// A line that the lab would not have written.
  private(set) var isForged = false
  /// Where the output of the check that began last begins.
  private(set) var begin = 0
  private let decoder = JSONDecoder()

  init() { seal = Seal(key: .random()) }

  /// A transcript of the same program's next round, which goes on under the same seal.
  func next() -> Transcript {
    var next = Transcript()
    next.seal = seal
    (next.names, next.misconceptions, next.alternatives) = (names, misconceptions, alternatives)
    return next
  }

  /// Takes note of a line; one that is not sealed as the next is nobody's.
  mutating func read(_ line: String) -> Event? {
    guard let text = seal.opened(line), let event = try? decoder.decode(Event.self, from: Data(text.utf8))
    else {
      isForged = true
      return nil
    }
    switch event {
    case .began(let checks, let misconceptions, let alternatives, let medals):
      if !names.isEmpty && names != checks { isForged = true }
      (names, self.misconceptions, self.alternatives, medalKinds) = (checks, misconceptions, alternatives, medals)
    case .check(let index, let output):
      if current != nil || outcomes[index] != nil || !names.indices.contains(index) { isForged = true }
      (current, begin) = (index, output)
    case .outcome(let index, let failures, let error, let output):
      if current != index { isForged = true }
      errors[index] = error
      outcomes[index] = failures.isEmpty ? .passed : .failed(failures)
      outputRanges[index] = begin..<max(begin, output)
      current = nil
    case .finished(let count):
      if count != names.count || current != nil || isFinished { isForged = true }
      isFinished = true
    case .suspicion(let suspicion):
      if !isFinished { isForged = true }
      suspicions.append(suspicion)
    case .round: break  // the next transcript's
    case .medal(let medal):
      if !isFinished { isForged = true }
      medals.append(medal)
    case .picture(let figure):
      if !isFinished { isForged = true }
      pictures.append(figure)
    case .pictures(let count):
      if !isFinished { isForged = true }
      pictureCount = count
    case .training, .epoch, .trained: isForged = true
    }
    return event
  }

  /// Ends the current check with what ended the program.
  mutating func end(_ index: Int, as outcome: CheckOutcome, outputEnd: Int) {
    outcomes[index] = outcome
    outputRanges[index] = begin..<max(begin, outputEnd)
    current = nil
  }

  /// Begins another run; its lines are sealed with a key of their own, which is returned.
  mutating func startAgain() -> Seal.Key {
    let key = Seal.Key.random()
    seal = Seal(key: key)
    outputRanges = [:]
    return key
  }
}
