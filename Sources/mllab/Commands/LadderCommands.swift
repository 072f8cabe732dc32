import ArgumentParser
import Curriculum
import Foundation
import Grading
import Progress

struct ShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "An exercise's statement and where your file is, or a topic's page.")

  @Argument(help: "The exercise or the topic; default: the exercise you are working on.") var name: String?
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options, readsOnly: true)
    let terminal = Terminal.current
    if let name, let topic = study.curriculum.topic(named: name) {
      if json.json { return try sayJSON(topic) }
      return say(try RoadmapPage(study).words(topic, ink: terminal.ink, width: terminal.width))
    }
    let exercise = try study.exercise(name)
    if name != nil { try study.select(exercise) }
    if json.json { return try sayJSON(ExercisePage(exercise)) }
    say(statementWords(of: exercise, study: study, ink: terminal.ink, width: terminal.width))
  }
}

/// The statement with its title and the file to edit.
func statementWords(of exercise: Exercise, study: Study, ink: Ink, width: Int) -> [String] {
  let rules = exercise.forbids.isEmpty ? "" : " · without \(exercise.forbids.joined(separator: ", "))"
  let about = "\(exercise.slug) · about \(exercise.minutes) minutes\(rules)"
  var lines = wrapped(exercise.title, width: width).map(ink.strong) + wrapped(about, width: width).map(ink.faint)
  lines.append("Your file: " + ink.code(study.workspace.file(exercise).path))
  if let gone = study.gone(exercise) { lines += wrapped(gone, width: width).map(ink.warn) }
  lines.append("")
  lines += markdownWords(exercise.statement, ink: ink, width: width)
  while lines.last?.isEmpty ?? false { lines.removeLast() }
  if let source = exercise.source { lines += [""] + wrapped("Source: \(source)", width: width).map(ink.faint) }
  return lines
}

struct HintCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hint", abstract: "The next rung of the ladder of hints; each call goes one further.")

  @Argument(help: "The exercise; default: the one you are working on.") var name: String?
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options, readsOnly: true)
    let exercise = try study.exercise(name)
    say(try takeHint(exercise, study: study, terminal: Terminal.current))
  }
}

/// One rung further, written down; at the top all rungs again.
func takeHint(_ exercise: Exercise, study: Study, terminal: Terminal) throws -> [String] {
  let seen = try study.hintsSeen(exercise.slug)
  let count = exercise.hints.count
  let next = min(seen + 1, count)
  if next > seen { try study.note(.hint, exercise, hintsSeen: next) }
  var lines: [String] = []
  for (index, hint) in exercise.hints.prefix(next).enumerated() where index + 1 == next || seen == count {
    lines += [terminal.ink.warn("Hint \(index + 1) of \(count)")]
    lines += markdownWords(
      hint.trimmingCharacters(in: .whitespacesAndNewlines), ink: terminal.ink, width: terminal.width - 2
    ).map { "  " + $0 }
  }
  if seen == count { lines.append("That was the last one. The solution can be had with: mllab solution --give-up") }
  return lines
}

struct SolutionCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "solution", abstract: "The reference solution, after you have passed or given up.")

  @Argument(help: "The exercise; default: the one you are working on.") var name: String?
  @Flag(name: .long, help: "See it without having passed; this is written down.") var giveUp = false
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options)
    let exercise = try study.exercise(name)
    try requireRight(toSee: "solution", exercise, study, giveUp: giveUp)
    try study.note(.solutionSeen, exercise)
    sayRaw(try solution(of: exercise))
  }
}

struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff", abstract: "Your file beside the reference solution, after you have passed or given up.")

  @Argument(help: "The exercise; default: the one you are working on.") var name: String?
  @Flag(name: .long, help: "See it without having passed; this is written down.") var giveUp = false
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options)
    let exercise = try study.exercise(name)
    try requireRight(toSee: "diff", exercise, study, giveUp: giveUp)
    try study.note(.solutionSeen, exercise)
    let mine = try study.source(of: exercise)
    say(differenceWords(mine.text, try solution(of: exercise), ink: Terminal.current.ink))
  }
}

/// The solution without its markers.
func solution(of exercise: Exercise) throws -> String {
  try String(contentsOf: exercise.solutionURL, encoding: .utf8)
    .split(separator: "\n", omittingEmptySubsequences: false)
    .filter { !["// BEGIN SOLUTION", "// END SOLUTION"].contains($0.trimmingCharacters(in: .whitespaces)) }
    .joined(separator: "\n")
}

/// Mine against the reference, line by line: − only mine, + only the reference's.
func differenceWords(_ mine: String, _ reference: String, ink: Ink) -> [String] {
  func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
  }
  let (old, new) = (lines(mine), lines(reference))
  let difference = new.difference(from: old)
  if difference.isEmpty { return ["Your file is the reference, line by line."] }
  var (removed, inserted) = (Set<Int>(), Set<Int>())
  for change in difference {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, _, _): inserted.insert(offset)
    }
  }
  var words = [ink.bad("− yours"), ink.good("+ the reference"), ""]
  var (i, j) = (0, 0)
  while i < old.count || j < new.count {
    if removed.contains(i), i < old.count {
      words.append(ink.bad("− " + old[i]))
      i += 1
    } else if inserted.contains(j), j < new.count {
      words.append(ink.good("+ " + new[j]))
      j += 1
    } else {
      words.append("  " + old[i])
      (i, j) = (i + 1, j + 1)
    }
  }
  return words
}

/// The solution is for those who have passed, or say that they give up.
private func requireRight(toSee what: String, _ exercise: Exercise, _ study: Study, giveUp: Bool) throws {
  let progress = try study.log.summary()[exercise.slug]
  if progress?.isPassed ?? false || progress?.gaveUp ?? false { return }
  guard giveUp else {
    throw UsageError(
      """
      \(exercise.slug) is not passed yet. A hint may be enough: mllab hint \(exercise.slug)
      To see it all the same (it is written down): mllab \(what) \(exercise.slug) --give-up
      """)
  }
  try study.note(.gaveUp, exercise)
}

struct ResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset", abstract: "The starter again in place of your file, which is kept for undo.")

  @Argument(help: "The exercise; default: the one you are working on.") var name: String?
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options)
    let exercise = try study.exercise(name)
    say(try reset(exercise, study: study))
  }
}

func reset(_ exercise: Exercise, study: Study) throws -> [String] {
  let copy = try study.workspace.replace(exercise, with: Data(try Workspace.starter(of: exercise).utf8))
  try study.note(.reset, exercise)
  let kept = copy.map { ["Yours is kept as \($0.path)", "and comes back with: mllab undo \(exercise.slug)"] } ?? []
  return ["\(study.workspace.file(exercise).path) is the starter again."] + kept
}

struct UndoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "undo",
    abstract: "Your file as it was before the last reset; again, and it goes one copy further back.")

  @Argument(help: "The exercise; default: the one you are working on.") var name: String?
  @Flag(name: .long, help: "Only list the copies that are kept.") var list = false
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options)
    let exercise = try study.exercise(name)
    if list { return say(study.workspace.backups(of: exercise).map(\.path)) }
    say(try undo(exercise, study: study))
  }
}

func undo(_ exercise: Exercise, study: Study) throws -> [String] {
  guard let undone = try study.workspace.undo(exercise) else {
    throw UsageError(
      study.workspace.backups(of: exercise).isEmpty
        ? "There is nothing to undo for \(exercise.slug): no copy is kept."
        : "There is nothing to undo for \(exercise.slug): no other text of yours is kept.")
  }
  let place = undone.count == 1 ? "the one copy kept" : "copy \(undone.place) of \(undone.count), the newest being 1"
  return [
    "\(study.workspace.file(exercise).path) is again what \(undone.copy.lastPathComponent) kept: \(place)."
  ]
    + (undone.kept.map { ["What it replaced is kept too, as \($0.lastPathComponent)."] } ?? [])
    + (undone.count == 1
      ? [] : ["The copy before it: mllab undo \(exercise.slug) (behind the oldest comes the newest again)."])
}
