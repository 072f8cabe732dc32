import ArgumentParser
import Curriculum
import Foundation
import Grading
import Progress

struct StatusCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status", abstract: "Where you are: by phase, topic and competency, and what to do next.")

  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options, readsOnly: true)
    let status = try Status(study)
    if json.json { return try sayJSON(status) }
    say(status.words(ink: Terminal.current.ink, width: Terminal.current.width))
  }
}

/// How much is passed, seen from several sides.
struct Status: Encodable {
  struct Share: Encodable {
    var name: String
    var passed: Int
    var exercises: Int
  }

  /// The best that a goal beyond passing was reached by.
  struct Medal: Encodable {
    var exercise: String
    var name: String
    var value: Double
    var goal: Double
    var unit: String
    var isEarned: Bool
  }

  var passed: Int
  var exercises: Int
  var readingTopics: Int
  var minutesSpent: Int
  var attempts: Int
  var phases: [Share]
  var topics: [Share]
  var competencies: [Share]
  var medals: [Medal]
  var current: String?
  var next: String?

  init(_ study: Study) throws {
    let page = try RoadmapPage(study)
    let curriculum = study.curriculum
    func share(_ name: String, _ exercises: [Exercise]) -> Share {
      Share(name: name, passed: exercises.count(where: page.isPassed), exercises: exercises.count)
    }
    phases = curriculum.phases.map { share($0.title, $0.exercises) }
    topics = curriculum.phases.flatMap(\.topics).filter { !$0.isReading }.map { share($0.title, $0.exercises) }
    readingTopics = curriculum.phases.flatMap(\.topics).count(where: \.isReading)
    competencies = curriculum.roadmap.competencies.map { competency in
      share(competency.title, curriculum.exercises.filter { $0.competencies.contains(competency.slug) })
    }
    medals = curriculum.exercises.flatMap { exercise in
      (page.medals[exercise.slug] ?? []).map {
        Medal(
          exercise: exercise.slug, name: $0.name, value: $0.value, goal: $0.goal, unit: $0.unit, isEarned: $0.isEarned)
      }
    }
    exercises = curriculum.exercises.count
    passed = curriculum.exercises.count(where: page.isPassed)
    let spent = page.progress.values.reduce(Duration.zero) { $0 + $1.timeSpent }
    minutesSpent = Int(spent.components.seconds / 60)
    attempts = page.progress.values.reduce(0) { $0 + $1.attemptCount }
    current = study.workspace.state().current
    next = try study.next()?.slug
  }

  func words(ink: Ink, width: Int) -> [String] {
    let sum = "\(passed) of \(exercises) exercises passed"
    let work = "\(attempts) attempts · \(minutesSpent) min at work · \(readingTopics) topics for reading"
    var lines =
      sum.count + 3 + work.count <= width
      ? [ink.strong(sum) + ink.faint(" · " + work)] : [ink.strong(sum)] + wrapped(work, width: width).map(ink.faint)
    lines.append("")
    for (title, shares) in [("Phases", phases), ("Topics", topics), ("Competencies", competencies)] {
      lines.append(ink.strong(title))
      let counts = shares.map { $0.exercises > 0 ? "\($0.passed) of \($0.exercises)" : "none yet" }
      let room = width - 6 - (counts.map(\.count).max() ?? 0)
      let nameWidth = min(shares.map(\.name.count).max() ?? 0, room)
      let barLength = min(20, room - nameWidth)
      lines += zip(shares, counts).map { share, count in
        let fitting = share.name.count <= nameWidth ? share.name : share.name.prefix(nameWidth - 1) + "…"
        let name = fitting.padding(toLength: nameWidth, withPad: " ", startingAt: 0)
        let bar = bar(share, length: barLength < 5 ? 0 : barLength, ink)
        return "  \(name)  \(bar)\(share.exercises > 0 ? count : ink.faint(count))"
      }
      lines.append("")
    }
    if !medals.isEmpty {
      lines.append(ink.strong("Medals"))
      lines += medals.map { medal in
        let words = medalWords(medal.name, value: medal.value, goal: medal.goal, unit: medal.unit, ink: ink)
        return "  \(words)  \(ink.faint(medal.exercise))"
      }
      lines.append("")
    }
    lines.append(next.map { "Next: mllab watch \($0)" } ?? "Every exercise is passed.")
    return lines
  }

  private func bar(_ share: Share, length: Int, _ ink: Ink) -> String {
    guard length > 0 else { return "" }
    let full = share.passed * length / max(1, share.exercises)
    let empty = share.exercises > 0 ? "░" : " "
    return ink.good(String(repeating: "█", count: full)) + ink.faint(String(repeating: empty, count: length - full))
      + "  "
  }
}
