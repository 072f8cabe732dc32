import Events
import Glibc
import LabNumerics

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
    lazy var learners = learner()
    func submission(of subject: Request.Subject) -> Submission {
      switch subject {
      case .learner: learners
      case .alternative(let index): alternatives[index].submission
      case .misconception(let index): misconceptions[index].submission
      }
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
        alternatives: alternatives.map(\.name), medals: Set(medals.map(\.kind))))
    if request.trains {
      do {
        if let run = try training(of: submission(of: request.subject), from: keptCheckpoint()) { try run.finish(send) }
        send(.trained(error: nil))
      } catch {
        send(.trained(error: describe(error: error)))
      }
      fflush(nil)
      _exit(0)
    }
    if request.rounds.isEmpty {
      judge(submission(of: request.subject), request, seed: request.seed, KnownAnswers(), send)
    }
    let known = KnownAnswers<Submission>()
    for (index, round) in request.rounds.enumerated() {
      if index > 0 { send(.round(index)) }
      let last = request.rounds[max(index - 1, 0)]
      if round.blasThreads != last.blasThreads { known.forget() }
      if round.seed != last.seed { known.forgetSeeded() }
      // Under the first seed everybody is asked, whatever is known: a misconception must answer as in the search for it.
      let knownSubject = round.seed == request.rounds[0].seed ? nil : round.subject
      withBLASThreads(round.blasThreads) {
        judge(submission(of: round.subject), request, seed: round.seed, known, of: knownSubject, send)
      }
    }
    fflush(nil)
    _exit(0)
  }

  /// Runs the checks that are asked for and reports them, then looks for misconceptions or measures the medals,
  /// and makes the pictures.
  ///
  /// If it is said whose the submission is, only what is not known of its answers is asked.
  private static func judge(
    _ submission: Submission, _ request: Request, seed: UInt64, _ known: KnownAnswers<Submission>,
    of knownSubject: Request.Subject? = nil, _ send: (Event) -> Void
  ) {
    let checks = checks
    var trials: [Trial<Submission>] = []
    func inOrder(_ indices: Range<Int>) -> [Int] { request.isReversed ? indices.reversed() : Array(indices) }
    for index in inOrder(checks.indices)
    where !request.skipped.contains(index) && (request.onlyCheck ?? index) == index {
      let check = checks[index]
      send(.check(index, output: Channel.outputLength()))
      let cases = inOrder(0..<check.caseCount).filter { (request.onlyCase ?? $0) == $0 }
      var checkTrials: [Trial<Submission>] = []
      for caseIndex in cases {
        let isFirstFailure = checkTrials.allSatisfy(\.failures.isEmpty)  // what is made simple is what is shown
        func run() -> Trial<Submission> {
          check.run(
            submission, seed: seed, caseIndex: caseIndex, shrinks: isFirstFailure && request.rounds.isEmpty)
        }
        checkTrials.append(
          knownSubject.map { known.trial(of: $0, in: check, caseIndex, run) } ?? run())
      }
      trials += checkTrials
      var failures = checkTrials.flatMap(\.failures)
      if let only = request.onlyCase, cases.isEmpty {
        let message = "the check has \(count(check.caseCount, "case", "cases")), none has the number \(only + 1)"
        failures.append(Failure(message: message, line: 0))
      }
      if !request.rounds.isEmpty { failures = Array(failures.prefix(1)) }  // a proof tells of one
      send(
        .outcome(
          index, failures: failures, error: checkTrials.compactMap(\.largestError).max(),
          output: Channel.outputLength()))
    }
    send(.finished(count: checks.count))
    let isWhole = trials.count == checks.reduce(0) { $0 + $1.caseCount }
    for suspicion in suspicions(for: trials, seed: seed, isWhole: isWhole, known) { send(.suspicion(suspicion)) }
    if isWhole, !request.medals.isEmpty, trials.allSatisfy(\.failures.isEmpty) {
      for result in measureMedals(request.medals, submission, seed: seed) { send(.medal(result)) }
    }
    if request.makesPictures {
      send(.pictures(count: pictures.count))
      for picture in pictures {
        var random = SplitMix64(seed: seed)
        if let figure = try? picture.figure(submission, &random) { send(.picture(figure.json)) }
      }
    }
  }

  /// What came of each medal of these kinds that could be measured.
  private static func measureMedals(
    _ kinds: Set<MedalKind>, _ submission: Submission, seed: UInt64
  ) -> [MedalResult] {
    medals.filter { kinds.contains($0.kind) }.compactMap { medal in
      var random = SplitMix64(seed: seed)
      guard let value = try? medal.measure(submission, &random), value.isFinite else { return nil }
      return MedalResult(name: medal.name, value: value, goal: medal.goal, unit: medal.unit)
    }
  }

  /// The misconceptions whose answers agree with the learner's: one that agrees on every case, or else one that agrees
  /// wherever the learner fails, or else, for there may be several faults, one for each failed check.
  static func suspicions(
    for trials: [Trial<Submission>], seed: UInt64, isWhole: Bool, _ known: KnownAnswers<Submission>
  ) -> [Suspicion] {
    let failing = trials.filter { !$0.failures.isEmpty }
    if failing.isEmpty { return [] }
    if let exact = suspicion(for: trials, seed: seed, isExact: isWhole, known) { return [exact] }
    if let alike = suspicion(for: failing, seed: seed, isExact: false, known) { return [alike] }
    let checks = failing.map(\.check.name).reduce(into: [String]()) { if !$0.contains($1) { $0.append($1) } }
    return checks.compactMap { name in
      suspicion(for: failing.filter { $0.check.name == name }, seed: seed, isExact: false, known)
    }
    .reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }

  /// The first misconception that answers the same in these cases, and fails where the learner does: one that is right
  /// there would explain nothing.
  private static func suspicion(
    for trials: [Trial<Submission>], seed: UInt64, isExact: Bool, _ known: KnownAnswers<Submission>
  ) -> Suspicion? {
    guard trials.reduce(0, { $0 + $1.evidence }) >= leastEvidence else { return nil }
    let misconception = misconceptions.enumerated().first { number, misconception in
      trials.allSatisfy { trial in
        let theirs = known.trial(of: .misconception(number), in: trial.check, trial.caseIndex) {
          trial.check.run(misconception.submission, seed: seed, caseIndex: trial.caseIndex)
        }
        return trial.agrees(with: theirs) && (trial.failures.isEmpty || !theirs.failures.isEmpty)
      }
    }
    return misconception.map { Suspicion(name: $1.name, explanation: $1.explanation, isExact: isExact) }
  }
}

/// One case of one check, run once.
struct Trial<Submission> {
  let check: Check<Submission>
  let caseIndex: Int
  let observations: [Observation]
  let failures: [Failure]
  let largestError: Double?

  var evidence: Int { observations.reduce(0) { $0 + $1.evidence } }

  /// Whether another submission answered the same in this case.
  func agrees(with other: Trial) -> Bool {
    observations.count == other.observations.count
      && zip(observations, other.observations).allSatisfy { $0.agrees(with: $1) }
  }
}

extension Check {
  /// Runs one case and collects what it answered and which expectations it did not meet.
  ///
  /// With `shrinks` the failures of a property are those of the simplest input found; the answers are always those of
  /// the input that was drawn first.
  func run(_ submission: Submission, seed: UInt64, caseIndex: Int, shrinks: Bool = false) -> Trial<Submission> {
    nameFunctions(of: submission)
    var generator = generator(seed: seed, caseIndex: caseIndex)
    var draws = Draws(from: generator)
    let session = observe(caseIndex) {
      if let property { try property(submission, &draws) } else { try body(submission, &generator) }
    }
    var failures = session.failures
    if let property, shrinks, !failures.isEmpty {
      shrink(draws.drawn) { candidate in
        var draws = Draws(replaying: candidate)
        let session = observe(caseIndex) { try property(submission, &draws) }
        guard !session.failures.isEmpty else { return nil }
        failures = session.failures
        return draws.drawn
      }
    }
    return Trial(
      check: self, caseIndex: caseIndex, observations: session.observations, failures: failures,
      largestError: session.largestError)
  }

  private func observe(_ caseIndex: Int, _ body: () throws -> Void) -> Session {
    let session = Session()
    session.caseIndex = caseCount > 1 ? caseIndex : nil
    Session.current = session
    do {
      try body()
      if session.expectationCount == 0 {
        session.fail(message: "the check \"\(name)\" asks nothing: a fault of the exercise", advice: nil, line: 0)
      }
    } catch {
      let subject = session.latestCall?() ?? "the check"
      session.fail(
        message: "\(subject) throws \(describe(error: error)), expected a value", advice: nil, line: 0)
    }
    return session
  }
}

/// So many finite numbers, not zero, must agree before a misconception is named.
private let leastEvidence = 2
