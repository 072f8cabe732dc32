import Events
import Glibc

extension Checklist {
  /// Judges a submission as the tool asks, reports through the event channel, and ends the program.
  ///
  /// After a failure, and after `finished` has been sent, the misconceptions run through the same cases: one whose
  /// answers agree with the learner's is reported as suspected.
  ///
  /// Nothing of the learner's runs before the request is read and the first check has begun. A copy of the process made
  /// in a check ends where it would report: the judge answers nobody's questions in private.
  public static func grade(_ learner: @autoclosure @escaping () -> Submission) -> Never {
    guard let request = Channel.receive() else {
      print("This program is judged by mllab; start it with: mllab run")
      exit(64)  // EX_USAGE of sysexits.h
    }
    let checks = checks
    lazy var submission =
      switch request.subject {
      case .learner: learner()
      case .alternative(let index): alternatives[index].submission
      case .misconception(let index): misconceptions[index].submission
      }
    var seal = Seal(key: request.key)
    let process = getpid()
    func send(_ event: Event) {
      guard getpid() == process else { _exit(0) }
      Channel.send(event, &seal)
    }
    send(
      .began(
        checks: checks.map(\.name), misconceptions: misconceptions.map(\.name),
        alternatives: alternatives.map(\.name)))
    var trials: [Trial<Submission>] = []
    func inOrder(_ indices: Range<Int>) -> [Int] { request.isReversed ? indices.reversed() : Array(indices) }
    for index in inOrder(checks.indices)
    where !request.skipped.contains(index) && (request.onlyCheck ?? index) == index {
      let check = checks[index]
      send(.check(index, output: Channel.outputLength()))
      let cases = inOrder(0..<check.caseCount).filter { (request.onlyCase ?? $0) == $0 }
      let checkTrials = cases.map { check.run(submission, seed: request.seed, caseIndex: $0) }
      trials += checkTrials
      send(
        .outcome(index, failures: checkTrials.flatMap(\.failures), output: Channel.outputLength()))
    }
    send(.finished(count: checks.count))
    let isWhole = trials.count == checks.reduce(0) { $0 + $1.caseCount }
    for suspicion in suspicions(for: trials, seed: request.seed, isWhole: isWhole) { send(.suspicion(suspicion)) }
    fflush(nil)
    _exit(0)
  }

  /// The misconceptions whose answers agree with the learner's: one that agrees on every case, or else one that agrees
  /// wherever the learner fails, or else, for there may be several faults, one for each failed check.
  static func suspicions(for trials: [Trial<Submission>], seed: UInt64, isWhole: Bool) -> [Suspicion] {
    let failing = trials.filter { !$0.failures.isEmpty }
    if failing.isEmpty { return [] }
    if let exact = suspicion(for: trials, seed: seed, isExact: isWhole) { return [exact] }
    if let alike = suspicion(for: failing, seed: seed, isExact: false) { return [alike] }
    let checks = failing.map(\.check.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return checks.compactMap { name in
      suspicion(for: failing.filter { $0.check.name == name }, seed: seed, isExact: false)
    }
    .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The first misconception that answers the same in these cases, and fails where the learner does: one that is right
  /// there would explain nothing.
  private static func suspicion(for trials: [Trial<Submission>], seed: UInt64, isExact: Bool) -> Suspicion? {
    guard trials.reduce(0, { $0 + $1.evidence }) >= leastEvidence else { return nil }
    let misconception = misconceptions.first { misconception in
      trials.allSatisfy { trial in
        let theirs = trial.check.run(misconception.submission, seed: seed, caseIndex: trial.caseIndex)
        return trial.agrees(with: theirs) && (trial.failures.isEmpty || !theirs.failures.isEmpty)
      }
    }
    return misconception.map { Suspicion(name: $0.name, explanation: $0.explanation, isExact: isExact) }
  }
}

/// One case of one check, run once.
struct Trial<Submission> {
  let check: Check<Submission>
  let caseIndex: Int
  let observations: [Observation]
  let failures: [Failure]

  var evidence: Int { observations.reduce(0) { $0 + $1.evidence } }

  /// Whether another submission answered the same in this case.
  func agrees(with other: Trial) -> Bool {
    observations.count == other.observations.count
      && zip(observations, other.observations).allSatisfy { $0.agrees(with: $1) }
  }
}

extension Check {
  /// Runs one case and collects what it answered and which expectations it did not meet.
  func run(_ submission: Submission, seed: UInt64, caseIndex: Int) -> Trial<Submission> {
    let session = Session()
    session.caseIndex = caseCount > 1 ? caseIndex : nil
    Session.current = session
    nameFunctions(of: submission)
    var generator = generator(seed: seed, caseIndex: caseIndex)
    do {
      try body(submission, &generator)
      if session.expectationCount == 0 {
        session.fail(message: "the check \"\(name)\" asks nothing: a fault of the exercise", advice: nil, line: 0)
      }
    } catch {
      let subject = session.latestCall?() ?? "the check"
      session.fail(
        message: "\(subject) throws \(describe(error: error)), expected a value", advice: nil, line: 0)
    }
    return Trial(
      check: self, caseIndex: caseIndex, observations: session.observations, failures: session.failures)
  }
}

/// So many finite numbers, not zero, must agree before a misconception is named.
private let leastEvidence = 2
