import Curriculum
import Foundation
import Grading
import Progress
import Sandbox

/// One learner at work: the lab, its exercises, the learner's folder and log.
struct Study {
  let lab: Lab
  let curriculum: Curriculum
  let workspace: Workspace
  let log: AttemptLog
  /// Whether nothing can be written in the workspace; then the log is a copy.
  let isReadOnly: Bool

  /// Opens the study, lays out what is missing in the workspace, and says on stderr what a learner must know.
  ///
  /// - Parameters:
  ///   - options: which workspace.
  ///   - readsOnly: does with one in which nothing can be written, and says so.
  /// - Throws: what is wrong with the lab, or with the workspace.
  init(_ options: WorkspaceOptions, readsOnly: Bool = false) throws {
    lab = try Lab.current()
    curriculum = lab.curriculum()
    workspace = Workspace(folder: options.folder(home: lab.home))
    let isNew = !FileManager.default.fileExists(atPath: workspace.hidden.path)
    var changes = Workspace.Changes()
    do {
      changes = try workspace.layOut(curriculum)
      log = try AttemptLog(at: workspace.log)
      isReadOnly = false
    } catch let error where readsOnly && workspace.isThere && Self.refusesWriting(error) {
      var (words, remainder) = ("\(error)", "works all the same")
      do { log = try AttemptLog(copyOf: workspace.log) } catch {
        (words, remainder) = ("\(error)", "works without your progress")
        log = try AttemptLog(copyOf: workspace.log, isEmpty: true)
      }
      isReadOnly = true
      remark("\(words) What only reads \(remainder); nothing is written down.")
    }
    sayProblems(changes.broken)
    if isReadOnly { return }
    if let setAside = log.setAside { remark("\(setAside)") }
    if !isNew { tell(changes) }
    do { try keepEditorSettings() } catch { if !readsOnly { throw error } }  // who only reads does not edit
  }

  /// Whether an error is none to somebody who only reads: no permission, or a file system for reading only.
  private static func refusesWriting(_ error: any Error) -> Bool {
    if case ProgressError.notWritable = error { true } else { error is UsageError }
  }

  /// Writes the editor's settings where they are missing or for something else than what they depend on; the compiled
  /// `uses` are written when they are compiled.
  private func keepEditorSettings() throws {
    guard let toolchain = try? Toolchain.installed(in: lab.folder) else { return }
    let key = "\(toolchain.version) \(workspace.folder.path) \(curriculum.exercises.count)"
    var state = workspace.state()
    guard state.editor != key || !workspace.hasEditorSettings else { return }
    try writeEditorSettings()
    state.editor = key
    try workspace.save(state)
  }

  /// Tells the editor of an exercise's `uses`, which are compiled when it is opened or judged: only if it does not know
  /// them, since what every other exercise uses is found out with them.
  func tellEditor(of dependencies: [Dependency]) throws {
    if !workspace.editorKnows(dependencies.map(\.module)) { try writeEditorSettings() }
  }

  /// Tells the editor which modules there are by now.
  private func writeEditorSettings() throws {
    guard let toolchain = try? Toolchain.installed(in: lab.folder) else { return }
    let builds = Builds(toolchain)
    try workspace.writeEditorSettings(curriculum, toolchain) { exercise in
      let dependencies = try? builds.dependencies(on: exercise.uses, in: curriculum, onlyKept: true, passed: passedText)
      return dependencies?.map(\.module) ?? []
    }
  }

  /// The learner's own text of an exercise as it last passed.
  func passedText(_ exercise: String) throws -> String? { try log.lastPassedSource(of: exercise)?.first?.text }

  private func tell(_ changes: Workspace.Changes) {
    /// A few are named; of many the number says enough, for nothing has to be done about them.
    func listed(_ names: [String]) -> String {
      names.prefix(6).joined(separator: ", ") + (names.count > 6 ? " and \(names.count - 6) more" : "")
    }
    if !changes.added.isEmpty { remark("new exercises: \(listed(changes.added))") }
    if !changes.renewed.isEmpty { remark("renewed, as you had not begun them: \(listed(changes.renewed))") }
    if !changes.changed.isEmpty {
      remark(
        "changed since you began, your files are as they were; run them again: "
          + changes.changed.joined(separator: ", "))
    }
  }

  /// The exercise of this name, or the one being worked on.
  ///
  /// - Throws: `UsageError` with the nearest names if there is none of this name, or if everything is passed.
  func exercise(_ name: String?) throws -> Exercise {
    guard let name else {
      guard let current = try current() else {
        throw UsageError("Every exercise is passed. Name one to go back to it, as in: mllab run dot-product")
      }
      return current
    }
    return try curriculum.named(name)
  }

  /// Makes an exercise the one being worked on.
  func select(_ exercise: Exercise) throws {
    if !isReadOnly { try workspace.select(exercise) }
  }

  /// What the learner is working on: what was chosen last, unless it is passed and not chosen again; else what is next.
  func current() throws -> Exercise? {
    if let name = workspace.state().current, let exercise = curriculum.exercise(named: name) { return exercise }
    return try next()
  }

  /// The first exercise not passed whose needs are.
  func next() throws -> Exercise? {
    let order = curriculum.exercises.map { (name: $0.slug, needs: $0.needs) }
    return nextExercise(in: order, passed: try passed()).flatMap { curriculum.exercise(named: $0) }
  }

  func passed() throws -> Set<String> {
    Set(try log.summary().filter(\.value.isPassed).keys)
  }

  // MARK: - The learner's file

  /// The learner's file of an exercise.
  ///
  /// - Throws: `UsageError` that says how to get it back if it is gone, `SourceFileError` if it cannot be read.
  func source(of exercise: Exercise) throws -> SourceFile {
    if let gone = gone(exercise) { throw UsageError(gone) }
    return try SourceFile(at: workspace.file(exercise).path)
  }

  /// That the learner's file of an exercise is gone, and how to get it back; nil if it is there.
  func gone(_ exercise: Exercise) -> String? {
    guard !workspace.hasFile(exercise) else { return nil }
    let slug = exercise.slug
    let undo = workspace.backups(of: exercise).isEmpty ? "" : ", mllab undo \(slug) the newest copy of yours"
    return "There is no file \(workspace.file(exercise).path). mllab reset \(slug) brings the starter\(undo)."
  }

  // MARK: - Judging

  /// Judges a file and writes the attempt down before anybody sees the verdict.
  func judge(
    _ source: SourceFile, by exercise: Exercise, grader: Grader, options: Grader.Options, withReference: Bool = false,
    cancellation: Cancellation? = nil
  ) throws -> Verdict {
    let dependencies = try dependencies(of: exercise, grader, withReference: withReference)
    try tellEditor(of: dependencies)
    var options = options
    if options.onlyCheck == nil { options.medals = Grader.Options.allMedals }
    options.makesPictures = options.onlyCheck == nil
    if workspace.hasCheckpoint(exercise) { options.checkpoint = workspace.checkpoint(exercise).path }
    var verdict = try grader.judge(
      source, by: exercise, dependencies: dependencies, options: options, cancellation: cancellation)
    func place(_ path: String) -> String { URL(fileURLWithPath: path).resolvingSymlinksInPath().path }
    if source.isBlank, place(source.path) == place(workspace.file(exercise).path) {
      verdict.notes.append(
        "mllab reset \(exercise.slug) brings the starter back; mllab undo, an earlier copy of yours.")
    }
    // One check or one case alone shows something; it does not pass an exercise.
    if options.onlyCheck == nil {
      let attempt = try attempt(verdict, source)
      try log.append(attempt)
      verdict.attempt = attempt.id.uuidString
    }
    return verdict
  }

  /// Measures the goals of speed of a file that has passed, and writes them down as an entry of their own: the attempt
  /// stands in the log already.
  func measureSpeed(
    of source: SourceFile, by exercise: Exercise, grader: Grader, options: Grader.Options, withReference: Bool = false,
    cancellation: Cancellation? = nil
  ) throws -> [Verdict.Medal] {
    var options = options
    if workspace.hasCheckpoint(exercise) { options.checkpoint = workspace.checkpoint(exercise).path }
    let medals = try grader.measureSpeed(
      of: source, by: exercise, dependencies: try dependencies(of: exercise, grader, withReference: withReference),
      options: options, cancellation: cancellation)
    guard !medals.isEmpty else { return [] }
    try log.append(
      Attempt(
        kind: .medals, exercise: exercise.slug, sha256: source.sha256, hintsSeen: try hintsSeen(exercise.slug),
        medals: medals.map(Attempt.Medal.init)))
    return medals
  }

  private func dependencies(
    of exercise: Exercise, _ grader: Grader, withReference: Bool
  ) throws -> [Dependency] {
    try grader.dependencies(
      of: exercise, in: curriculum, otherwise: withReference ? "--with reference" : "not passed yet"
    ) { slug in withReference ? nil : try passedText(slug) }
  }

  private func attempt(_ verdict: Verdict, _ source: SourceFile) throws -> Attempt {
    Attempt(
      exercise: verdict.exercise,
      source: [.init(path: source.name, text: String(source.text.prefix(1 << 20)))], sha256: verdict.sha256,
      verdict: verdict.headline.rawValue,
      checks: verdict.checks.map { check in
        let report = check.report
        return .init(name: check.name, outcome: check.outcome.name, message: report.message, line: report.line)
      },
      hintsSeen: try hintsSeen(verdict.exercise),
      seconds: [
        "compile": verdict.seconds.compile, "link": verdict.seconds.link, "run": verdict.seconds.run,
        "total": verdict.seconds.total,
      ],
      versions: ["toolkit": verdict.toolkit], seed: verdict.seed, containment: verdict.containment.rawValue,
      suspected: verdict.suspected.first?.name,
      medals: verdict.medals.map(Attempt.Medal.init))
  }

  func hintsSeen(_ exercise: String) throws -> Int { try log.summary()[exercise]?.hintsSeen ?? 0 }

  /// Writes down that a hint was shown, that the learner gave up, and the like; not where nothing can be written, which was
  /// said when the study was opened.
  func note(_ kind: Attempt.Kind, _ exercise: Exercise, hintsSeen: Int? = nil) throws {
    guard !isReadOnly else { return }
    try log.append(
      Attempt(kind: kind, exercise: exercise.slug, hintsSeen: try hintsSeen ?? self.hintsSeen(exercise.slug)))
  }
}

extension Attempt.Medal {
  init(_ result: Verdict.Medal) {
    self.init(name: result.name, value: result.value, goal: result.goal, unit: result.unit)
  }
}

extension Curriculum {
  func topic(named name: String) -> Topic? { phases.flatMap(\.topics).first { $0.slug == name } }

  /// The exercise of this name.
  ///
  /// - Throws: `UsageError` with the nearest names.
  func named(_ name: String) throws -> Exercise {
    if let exercise = exercise(named: name) { return exercise }
    let nearest = nearestNames(to: name, limit: 3)
    let offer = nearest.isEmpty ? "" : " Did you mean \(nearest.joined(separator: ", "))?"
    throw UsageError("There is no exercise \"\(name)\".\(offer) All of them: mllab list")
  }
}
