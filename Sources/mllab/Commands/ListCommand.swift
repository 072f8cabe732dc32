import ArgumentParser
import Curriculum
import Foundation

struct ListCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The roadmap as a tree, with what you have done of it.",
    discussion: """
      mllab list             phases, topics, exercises
      mllab list NAME        one phase or topic: what it is for, course, reading, projects
      mllab list roadmap     the role, competencies, certifications, books, communities, success metrics
      """)

  @Argument(help: "A phase, a topic or \"roadmap\".") var name: String?
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let study = try Study(options, readsOnly: true)
    let page = try RoadmapPage(study)
    if json.json { return try sayJSON(RoadmapAnswer(page)) }
    let terminal = Terminal.current
    let (ink, width) = (terminal.ink, terminal.width)
    guard let name else { return say(page.words(ink: ink, width: width, current: study.workspace.state().current)) }
    let curriculum = study.curriculum
    if name == "roadmap" {
      say(page.roadmapWords(ink: ink, width: width))
    } else if let phase = curriculum.phases.first(where: { $0.slug == name || String($0.order) == name }) {
      say(page.words(phase, ink: ink, width: width))
    } else if let topic = curriculum.topic(named: name) {
      say(page.words(topic, ink: ink, width: width))
    } else if curriculum.exercise(named: name) != nil {
      throw UsageError("\(name) is an exercise. Its statement: mllab show \(name)")
    } else {
      let names = curriculum.phases.flatMap { [$0.slug] + $0.topics.map(\.slug) }
      let near = names.filter { $0.contains(name) }
      throw UsageError(
        "There is no phase or topic \"\(name)\".\(near.isEmpty ? "" : " Did you mean \(near.joined(separator: ", "))?")"
          + " All of them: mllab list")
    }
  }
}

/// `mllab list --json`: the tree, each exercise with its state.
struct RoadmapAnswer: Encodable {
  var roadmap: Roadmap
  var phases: [PhaseAnswer]

  struct PhaseAnswer: Encodable {
    var slug: String
    var title: String
    var duration: String?
    var outcomes: [String]
    var modules: [Module]
    var topics: [TopicAnswer]
  }

  struct TopicAnswer: Encodable {
    var slug: String
    var title: String
    /// "reading" for a topic without exercises, which is never done; else how many are passed.
    var state: String
    var course: Course?
    var covers: [String]
    var reading: [Reading]
    var exercises: [ExerciseAnswer]
  }

  struct ExerciseAnswer: Encodable {
    var slug: String
    var title: String
    var kind: Exercise.Kind
    var minutes: Int
    var needs: [String]
    var uses: [String]
    var passed: Bool
    var attempts: Int
    var hintsSeen: Int
  }

  init(_ page: RoadmapPage) {
    roadmap = page.curriculum.roadmap
    phases = page.curriculum.phases.map { phase in
      PhaseAnswer(
        slug: phase.slug, title: phase.title, duration: phase.duration, outcomes: phase.outcomes,
        modules: phase.modules,
        topics: phase.topics.map { topic in
          TopicAnswer(
            slug: topic.slug, title: topic.title, state: page.state(topic), course: topic.course,
            covers: topic.covers, reading: topic.reading,
            exercises: topic.exercises.map { exercise in
              let progress = page.progress[exercise.slug]
              return ExerciseAnswer(
                slug: exercise.slug, title: exercise.title, kind: exercise.kind, minutes: exercise.minutes,
                needs: exercise.needs, uses: exercise.uses, passed: progress?.isPassed ?? false,
                attempts: progress?.attemptCount ?? 0, hintsSeen: progress?.hintsSeen ?? 0)
            })
        })
    }
  }
}
