import Curriculum
import Foundation
import Grading
import Progress

/// The roadmap as a tree with what the learner has done of it.
struct RoadmapPage {
  let curriculum: Curriculum
  let progress: [String: ExerciseProgress]
  let medals: [String: [Attempt.Medal]]

  init(_ study: Study) throws {
    curriculum = study.curriculum
    progress = try study.log.summary()
    medals = try study.log.medals()
  }

  /// Every phase, its topics and their exercises.
  func words(ink: Ink, width: Int, current: String?) -> [String] {
    var lines: [String] = []
    let nameWidth = curriculum.exercises.map(\.slug.count).max() ?? 0
    for phase in curriculum.phases {
      let span = phase.duration.map { ink.faint(" · \($0)") } ?? ""
      lines += [ink.strong(phase.title) + span]
      for topic in phase.topics {
        lines.append("  " + heading(topic, ink: ink))
        lines += topic.exercises.map { exercise in
          let pointer = exercise.slug == current ? ink.warn("▸") : " "
          let name = exercise.slug.padding(toLength: nameWidth, withPad: " ", startingAt: 0)
          let room = width - nameWidth - minutes(exercise).count - 10
          let title = exercise.title.count <= room ? exercise.title : exercise.title.prefix(max(0, room - 1)) + "…"
          return "  \(pointer) \(mark(exercise, ink)) \(name)  "
            + "\(ink.faint(minutes(exercise)))\(room < 8 ? "" : "  " + title)\(stars(exercise, ink))"
        }
      }
      lines.append("")
    }
    let legend = "✓ passed ◐ begun · open ★ a medal. A topic, its courses and reading: mllab list NAME"
    lines += wrapped(legend, width: width).map(ink.faint)
    return lines
  }

  /// A topic's state in words: reading is never done.
  func state(_ topic: Topic) -> String {
    topic.isReading ? "reading" : "\(topic.exercises.count(where: isPassed)) of \(topic.exercises.count)"
  }

  func isPassed(_ exercise: Exercise) -> Bool { progress[exercise.slug]?.isPassed ?? false }

  private func heading(_ topic: Topic, ink: Ink) -> String {
    let isDone = !topic.isReading && topic.exercises.allSatisfy(isPassed)
    let state = state(topic)
    return "\(topic.title)  \(isDone ? ink.good(state) : ink.faint(state))"
  }

  private func mark(_ exercise: Exercise, _ ink: Ink) -> String {
    if isPassed(exercise) { return ink.good("✓") }
    return (progress[exercise.slug]?.attemptCount ?? 0) > 0 ? ink.warn("◐") : ink.faint("·")
  }

  /// A star for each medal that was earned.
  private func stars(_ exercise: Exercise, _ ink: Ink) -> String {
    let earned = medals[exercise.slug]?.count(where: \.isEarned) ?? 0
    return earned == 0 ? "" : "  " + ink.good(String(repeating: "★", count: earned))
  }

  private func minutes(_ exercise: Exercise) -> String {
    let text = "\(exercise.minutes) min"
    return String(repeating: " ", count: max(0, 6 - text.count)) + text
  }
}

// MARK: - One phase, one topic, the rest of the roadmap

extension RoadmapPage {
  func words(_ phase: Phase, ink: Ink, width: Int) -> [String] {
    var lines = [ink.strong(phase.title) + (phase.duration.map { ink.faint(" · \($0)") } ?? ""), ""]
    lines += markdownWords(phase.summary.trimmingCharacters(in: .whitespacesAndNewlines), ink: ink, width: width)
    lines += list("You will be able to", phase.outcomes, ink: ink, width: width)
    for module in phase.modules {
      lines += ["", ink.strong(module.title) + (module.weeks.map { ink.faint(" · \($0) weeks") } ?? "")]
      for track in module.tracks {
        if track.title != module.title { lines.append("  \(track.title)") }
        if let course = track.course { lines += words(course, ink: ink) }
        lines += track.projects.map { "  project: \($0.title)" + exercises(of: $0, ink: ink) }
        lines += phase.topics.filter { $0.track == track.title }.map {
          "  topic: \($0.title) (\($0.slug), \(state($0)))"
        }
      }
    }
    let rest = phase.topics.filter { topic in
      !phase.modules.contains { $0.tracks.contains { $0.title == topic.track } }
    }
    if !rest.isEmpty { lines += [""] + rest.map { "  topic: \($0.title) (\($0.slug), \(state($0)))" } }
    return lines
  }

  func words(_ topic: Topic, ink: Ink, width: Int) -> [String] {
    var lines = [ink.strong(topic.title) + ink.faint(" · \(state(topic))"), ""]
    lines += markdownWords(topic.summary.trimmingCharacters(in: .whitespacesAndNewlines), ink: ink, width: width)
    lines += list("You will be able to", topic.outcomes, ink: ink, width: width)
    if let course = topic.course { lines += ["", "Course"] + words(course, ink: ink) }
    lines += list("On the roadmap", topic.covers, ink: ink, width: width)
    lines += list(
      "Reading",
      topic.reading.map { reading in
        [reading.title, reading.author, reading.chapter, reading.link].compactMap { $0 }.joined(separator: ", ")
      }, ink: ink, width: width)
    lines += list(
      "Exercises", topic.exercises.map { "\(isPassed($0) ? "✓" : "·") \($0.slug): \($0.title)" }, ink: ink, width: width
    )
    return lines
  }

  /// What belongs to no phase: the role, competencies, certifications, books, communities, metrics.
  func roadmapWords(ink: Ink, width: Int) -> [String] {
    let roadmap = curriculum.roadmap
    var lines = [ink.strong(roadmap.title), ""]
    lines += markdownWords(roadmap.summary.trimmingCharacters(in: .whitespacesAndNewlines), ink: ink, width: width)
    for group in roadmap.competencies.map(\.group).uniqued() {
      lines += list(group, roadmap.competencies.filter { $0.group == group }.map(\.title), ink: ink, width: width)
    }
    for section in roadmap.sections {
      let items = section.items.map { item in
        item.title + (item.link.map { "  \($0)" } ?? "") + (item.note.map { " (\($0))" } ?? "")
      }
      lines += list("\(section.part): \(section.title)", items, ink: ink, width: width)
    }
    return lines
  }

  private func words(_ course: Course, ink: Ink) -> [String] {
    let access = course.access.map { ", \($0.lowercased())" } ?? ""
    return ["  course: \(course.title) (\(course.platform)\(access))", "    " + ink.faint(course.link)]
  }

  private func exercises(of project: Project, ink: Ink) -> String {
    let names = project.exercises.filter { name in
      curriculum.topic(named: name) != nil || curriculum.exercise(named: name) != nil
    }
    return names.isEmpty ? "" : ink.faint("  " + names.joined(separator: ", "))
  }

  private func list(_ title: String, _ items: [String], ink: Ink, width: Int) -> [String] {
    guard !items.isEmpty else { return [] }
    return ["", ink.strong(title)]
      + items.flatMap { item in
        wrapped(item, width: width, indent: "    ").enumerated().map { $0 == 0 ? "  - " + $1.dropFirst(4) : $1 }
      }
  }
}

extension Array where Element: Hashable {
  /// Each element once, in the order of its first appearance.
  fileprivate func uniqued() -> [Element] {
    var seen: Set<Element> = []
    return filter { seen.insert($0).inserted }
  }
}
