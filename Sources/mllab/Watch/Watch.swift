import Curriculum
import Foundation
import Grading
import Progress
import Sandbox

/// Save → verdict, with the keys alive all the time: one loop that waits for keys, signals, the file and the worker.
final class Watch {
  private let study: Study
  private let grader: Grader
  private let isTerminal: Bool
  private let mode = TerminalMode()
  private let signals = Signals([SIGINT, SIGTERM, SIGHUP, SIGWINCH, SIGTSTP, SIGCONT])
  private let worker = Worker<Outcome>()
  private var screen = Screen()
  private var exercise: Exercise
  private var watcher: FileWatcher
  private var work: Work?
  private var verdict: Verdict?
  /// What there is to look at below the verdict; it comes a little later.
  private var pictures: [String] = []
  /// The key that has to be pressed again for something that cannot be taken back lightly.
  private var pendingKey: Character?
  private var exitStatus: Int32?
  /// Whether the file was missing when it was last looked at.
  private var wasGone = false

  /// What the learner waits for, and since when.
  private struct Work {
    var since = monotonicSeconds()
    /// The passed file whose speed is measured; nil while a file is judged.
    var passed: SourceFile?
  }

  /// What the worker has done.
  private enum Outcome: Sendable {
    case warmed
    case verdict(Verdict, of: SourceFile)
    case medals([Verdict.Medal])
    case pictures([String])
  }

  init(_ study: Study, exercise: Exercise) throws {
    self.study = study
    self.exercise = exercise
    grader = try study.lab.grader()
    isTerminal = isatty(0) == 1 && Terminal.current.isTerminal
    watcher = FileWatcher(study.workspace.file(exercise), forcePolling: Self.forcesPolling)
  }

  /// Runs until q, Ctrl-C or the end of the terminal.
  ///
  /// - Returns: the exit status.
  func run() -> Int32 {
    mode.enter()
    defer { leave() }
    if isTerminal { sayRaw(String(repeating: "\n", count: Terminal.current.height)) }
    screen.footers = { [unowned self] terminal in footers(terminal) }
    open(exercise)
    while exitStatus == nil { wait() }
    return exitStatus ?? 0
  }

  private func leave() {
    worker.cancel()
    if isTerminal { sayRaw("\r\u{1b}[K") }
    mode.restore()
  }

  private func wait() {
    var polled = [signals.descriptor, worker.descriptor, watcher.descriptor].map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)  // one of −1 is never ready
    }
    polled.append(pollfd(fd: isTerminal ? 0 : -1, events: Int16(POLLIN), revents: 0))
    let ready = poll(&polled, nfds_t(polled.count), timeout)
    if ready < 0 { return }
    if polled[0].revents != 0 { signals.read().forEach(handle(signal:)) }
    if polled[1].revents != 0 { worker.results().forEach(finish) }
    if polled[2].revents != 0 || watcher.means == .polling { fileMayHaveChanged() }
    if polled[3].revents != 0 { readKeys() }
    if work != nil, ready == 0, isTerminal { screen.refresh() }
  }

  /// Milliseconds until something is due without anybody calling.
  private var timeout: Int32 {
    if watcher.means == .polling { return Int32(FileWatcher.pollingInterval * 1000) }
    return work == nil ? -1 : 500
  }

  // MARK: - The file

  private func fileMayHaveChanged() {
    if watcher.hasChanged() { return judge() }
    let isGone = !study.workspace.hasFile(exercise)
    if isGone != wasGone, isTerminal { screen.refresh() }
    wasGone = isGone
  }

  private func judge() {
    let (study, grader, exercise) = (study, grader, exercise)
    work = Work()
    worker.start { cancellation in
      let source = try study.source(of: exercise)
      let verdict = try study.judge(
        source, by: exercise, grader: grader, options: .init(seed: 1), cancellation: cancellation)
      return .verdict(verdict, of: source)
    }
  }

  private func finish(_ result: Result<Outcome, any Error>) {
    work = nil
    switch result {
    case .success(.warmed): screen.draw()
    case .success(.verdict(let verdict, let source)):
      self.verdict = verdict
      pictures = []
      if verdict.isSpeedPending { measureSpeed(of: source) }
      showVerdict()
      if !verdict.isSpeedPending { draw(verdict) }
    case .success(.medals(let medals)):
      verdict?.medals += medals
      if isTerminal { screen.draw() } else { say(medals.map { "  " + $0.words(ink: Terminal.current.ink) } + [""]) }
      if let verdict { draw(verdict) }
    case .success(.pictures(let lines)):
      pictures = lines
      if isTerminal { screen.draw() } else { say(lines) }
    case .failure(let error as UsageError):
      screen.show { terminal in wrapped(error.description, width: terminal.width) }
    case .failure(let error):
      screen.show { terminal in
        [terminal.ink.bad("This is not about your code:"), ""] + wrapped(inWords(error), width: terminal.width)
      }
    }
  }

  /// The verdict is shown by now: this takes an optimised program, and time.
  private func measureSpeed(of source: SourceFile) {
    let (study, grader, exercise) = (study, grader, exercise)
    work = Work(passed: source)
    worker.start { cancellation in
      .medals(
        try study.measureSpeed(
          of: source, by: exercise, grader: grader, options: .init(seed: 1), cancellation: cancellation))
    }
  }

  private func draw(_ verdict: Verdict) {
    guard !verdict.pictures.isEmpty else { return }
    let study = study
    worker.start { _ in .pictures(VerdictPictures(study: study).lines(verdict, on: Terminal.current)) }
  }

  private func showVerdict() {
    guard let verdict else { return showStatement() }
    let next = verdict.isPassed ? try? study.next() : nil
    screen.show { [unowned self] terminal in
      (self.verdict ?? verdict).words(ink: terminal.ink, width: terminal.width)
        + (next.map { ["", "  n goes on to \($0.slug): \($0.title)"] } ?? []) + pictures
    }
  }

  // MARK: - The exercise

  private func open(_ exercise: Exercise) {
    self.exercise = exercise
    verdict = nil
    work = nil
    watcher = FileWatcher(study.workspace.file(exercise), forcePolling: Self.forcesPolling)
    showStatement()
    try? study.select(exercise)
    let (study, grader) = (study, grader)
    // What the first save would otherwise wait for.
    worker.start { _ in
      try study.tellEditor(of: grader.warm(exercise, in: study.curriculum, passed: study.passedText))
      return .warmed
    }
  }

  private func showStatement() {
    let (study, exercise) = (study, exercise)
    screen.show { terminal in
      statementWords(of: exercise, study: study, ink: terminal.ink, width: terminal.width)
        + ["", terminal.ink.faint("Save your file to have it judged.")]
    }
  }

  private func move(_ step: Int) {
    let exercises = study.curriculum.exercises
    if step > 0, verdict?.isPassed ?? false, let next = try? study.next() { return open(next) }
    guard let index = exercises.firstIndex(where: { $0.slug == exercise.slug }) else { return }
    let target = index + step
    guard exercises.indices.contains(target) else {
      return screen.show { _ in [step > 0 ? "This is the last exercise." : "This is the first exercise."] }
    }
    open(exercises[target])
  }

  // MARK: - Keys and signals

  private func readKeys() {
    var buffer = [UInt8](repeating: 0, count: 64)
    let count = read(0, &buffer, buffer.count)
    guard count > 0 else {
      if count == 0 || errno != EINTR { exitStatus = 0 }
      return
    }
    Key.keys(in: Array(buffer[..<count])).forEach(press)
  }

  private func press(_ key: Key) {
    let pending = pendingKey
    pendingKey = nil
    switch key {
    case .up: screen.scroll(by: -1)
    case .down: screen.scroll(by: 1)
    case .pageUp: screen.scroll(by: -screen.pageHeight())
    case .pageDown: screen.scroll(by: screen.pageHeight())
    case .character(let character):
      do { try press(character, again: pending == character) } catch {
        screen.show { terminal in wrapped(inWords(error), width: terminal.width) }
      }
    }
  }

  private func press(_ key: Character, again: Bool) throws {
    let (study, exercise) = (study, exercise)
    switch key {
    case "q", "\u{4}": exitStatus = 0
    case "n": move(1)
    case "p": move(-1)
    case "t": showStatement()
    case "v": showVerdict()
    case "\n", "\r": judge()
    case "h":
      let words = try takeHint(exercise, study: study, terminal: Terminal.current)
      screen.show { _ in words }
    case "l":
      let roadmap = try RoadmapPage(study)
      screen.show { terminal in roadmap.words(ink: terminal.ink, width: terminal.width, current: exercise.slug) }
    case "s":
      try reveal("s", again: again) { _ in
        try solution(of: exercise).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      }
    case "d":
      try reveal("d", again: again) { ink in
        differenceWords(
          try study.source(of: exercise).text, try solution(of: exercise), ink: ink)
      }
    case "r":
      guard again else { return ask("r", "puts the starter in place of your file, which is kept (u brings it back)") }
      let words = try reset(exercise, study: study)
      screen.show { terminal in words.flatMap { wrapped($0, width: terminal.width) } }
    case "u":
      let words = try undo(exercise, study: study)
      screen.show { terminal in words.flatMap { wrapped($0, width: terminal.width) } }
    case "?": screen.show { terminal in Self.help(width: terminal.columns) }
    default: break
    }
  }

  /// The solution and the diff are for those who have passed, or give up.
  private func reveal(_ key: Character, again: Bool, _ page: (Ink) throws -> [String]) throws {
    let progress = try study.log.summary()[exercise.slug]
    if !(progress?.isPassed ?? false), !(progress?.gaveUp ?? false) {
      guard again else { return ask(key, "gives up on \(exercise.slug) and shows the solution; h is a hint") }
      try study.note(.gaveUp, exercise)
    }
    try study.note(.solutionSeen, exercise)
    let lines = try page(Terminal.current.ink)
    screen.show { _ in lines }
  }

  private func ask(_ key: Character, _ consequence: String) {
    pendingKey = key
    screen.show { terminal in wrapped("\(key) once more \(consequence).", width: terminal.width) }
  }

  private func handle(signal: Int32) {
    switch signal {
    case SIGINT: exitStatus = 0
    case SIGTERM, SIGHUP: exitStatus = 128 + signal
    case SIGTSTP:
      leave()
      kill(getpid(), SIGSTOP)
    case SIGCONT:
      mode.enter()
      if let work { work.passed.map(measureSpeed) ?? judge() }  // leaving cancelled it
      screen.draw()
    default: screen.draw()
    }
  }

  /// The last line, from the wordiest to what a narrow window has room for.
  private func footers(_ terminal: Terminal) -> [String] {
    guard terminal.isTerminal else { return [] }
    if let work {
      let seconds = Int(monotonicSeconds() - work.since)
      let doing = work.passed == nil ? "judging" : "measuring the speed of"
      return [
        "\(doing) \(exercise.slug) … \(seconds) s   (save again to start over, q quit)",
        "\(doing) \(exercise.slug) … \(seconds) s", "\(work.passed == nil ? "judging" : "measuring") … \(seconds) s",
      ]
    }
    if !study.workspace.hasFile(exercise) {
      return [
        "\(exercise.slug): the file is gone · r the starter  u the newest copy  n next  l list  ? help  q quit",
        "the file is gone · r the starter  u the newest copy  ? help  q quit", "the file is gone · r, u or ?",
      ]
    }
    let way = watcher.means == .polling ? " (looking every \(FileWatcher.pollingInterval) s)" : ""
    return [
      "\(exercise.slug)\(way) · n next  p previous  h hint  t statement  l list  ? help  q quit",
      "\(exercise.slug)\(way) · n next  h hint  t statement  ? help  q quit",
      "\(exercise.slug)\(way) · h hint  ? help  q quit", "\(exercise.slug)\(way) · ? help", "? help",
    ]
  }

  /// The keys, in two columns where there is room.
  private static func help(width: Int) -> [String] {
    let left = [
      ("enter", "judge it again"), ("t", "the statement"), ("v", "the last verdict"), ("h", "a hint, one further"),
      ("d", "mine and the solution"), ("u", "undo the last reset"),
    ]
    let right = [
      ("n", "next exercise"), ("p", "previous exercise"), ("l", "the roadmap"), ("s", "the solution, after a pass"),
      ("r", "the starter again (kept: u)"), ("q", "quit (Ctrl-C too)"),
    ]
    func cell(_ entry: (key: String, what: String)) -> String {
      entry.key.padding(toLength: 9, withPad: " ", startingAt: 0) + entry.what
    }
    let rows =
      width < 72
      ? (left + right).map(cell)
      : zip(left, right).map { cell($0).padding(toLength: 33, withPad: " ", startingAt: 0) + cell($1) }
    return ["Save your file and it is judged.", ""] + rows.map { "  " + $0 } + ["  space, b, arrows: scroll"]
  }

  /// For file systems on which notifications come, but not all of them.
  private static var forcesPolling: Bool { ProcessInfo.processInfo.environment["MLLAB_POLL"] == "1" }
}
