import Curriculum
import Foundation
import Progress

/// Where a learner stands, as a value: what the page, its Markdown and its JSON say.
struct ProgressReport: Encodable {
  struct Phase: Encodable {
    var title: String
    var duration: String?
    var passed: Int
    var exercises: Int
    var topics: [Topic]
  }

  struct Topic: Encodable {
    var title: String
    /// A topic without exercises is there to be read.
    var isReading: Bool
    var passed: Int
    var exercises: [ExerciseState]
  }

  struct ExerciseState: Encodable {
    var slug: String
    var title: String
    var isProject: Bool
    var attempts: Int
    var hintsSeen: Int
    var firstPassed: Date?
    /// As the exercise's author thinks, and as the log shows.
    var minutesEstimated: Int
    var minutesSpent: Int
  }

  /// A wrong idea that a submission agreed with.
  struct Misconception: Encodable {
    var exercise: String
    var name: String
    var times: Int
    var last: Date
    /// Passed since.
    var isOvercome: Bool
  }

  /// What was done on a day.
  struct Day: Encodable {
    /// As in 2026-01-31, where the learner is.
    var day: String
    var attempts: Int
    var passed: Int
  }

  /// The learner's own code in `mllab bench`: its speed over the months at the size measured most often.
  struct KernelCurve: Encodable {
    struct Point: Encodable {
      var time: Date
      var gflops: Double
    }
    var kernel: String
    var size: Int
    var points: [Point]
    /// LabNumerics in the newest of these runs.
    var reference: Double?
  }

  /// A level of the career, and how much of what this lab has for it is passed.
  struct Level: Encodable {
    var title: String
    var note: String?
    /// nil where nothing here can be evidence.
    var passed: Int?
    var exercises: Int?
  }

  var made: Date
  var status: Status
  var phases: [Phase]
  /// Days with an entry, the oldest first.
  var days: [Day]
  var misconceptions: [Misconception]
  var kernels: [KernelCurve]
  var levels: [Level]
  /// What comes next: the exercises that are open and whose needs are passed, in the order of the road.
  var next: [ExerciseState]

  /// - Parameters:
  ///   - study: the workspace.
  ///   - made: the time that the page names.
  /// - Throws: what keeps the log from being read.
  init(_ study: Study, made: Date = Date()) throws {
    self.made = made
    status = try Status(study)
    let progress = try study.log.summary()
    let journal = try study.log.journal()
    let curriculum = study.curriculum
    func state(_ exercise: Exercise) -> ExerciseState {
      let own = progress[exercise.slug]
      return ExerciseState(
        slug: exercise.slug, title: exercise.title, isProject: exercise.kind == .project,
        attempts: own?.attemptCount ?? 0, hintsSeen: own?.hintsSeen ?? 0, firstPassed: own?.firstPassed,
        minutesEstimated: exercise.minutes, minutesSpent: Int((own?.timeSpent.components.seconds ?? 0) / 60))
    }
    phases = curriculum.phases.map { phase in
      let topics = phase.topics.map { topic in
        let exercises = topic.exercises.map(state)
        return Topic(
          title: topic.title, isReading: topic.isReading, passed: exercises.count { $0.firstPassed != nil },
          exercises: exercises)
      }
      return Phase(
        title: phase.title, duration: phase.duration, passed: topics.reduce(0) { $0 + $1.passed },
        exercises: topics.reduce(0) { $0 + $1.exercises.count }, topics: topics)
    }
    days = Self.days(journal)
    misconceptions = Self.misconceptions(journal)
    kernels = Self.kernels(try study.log.benchmarks())
    levels = Self.levels(curriculum.roadmap, phases)
    let passed = Set(progress.filter(\.value.isPassed).keys)
    let open = curriculum.exercises.filter { !passed.contains($0.slug) && $0.needs.allSatisfy(passed.contains) }
    next = open.prefix(5).map(state)
  }

  private static func days(_ journal: [JournalEntry]) -> [Day] {
    let calendar = Calendar.current
    var days: [Day] = []
    var until = Date.distantPast
    var isPassed = Set<String>()
    for entry in journal {
      if entry.time >= until {
        days.append(Day(day: localTime(entry.time), attempts: 0, passed: 0))
        until = calendar.date(byAdding: .day, value: 1, to: calendar.startOfDay(for: entry.time)) ?? .distantFuture
      }
      guard entry.kind == .attempt else { continue }
      days[days.count - 1].attempts += 1
      if entry.verdict == Attempt.passed, isPassed.insert(entry.exercise).inserted { days[days.count - 1].passed += 1 }
    }
    return days
  }

  private static func misconceptions(_ journal: [JournalEntry]) -> [Misconception] {
    var found: [[String]: Misconception] = [:]
    var lastPass: [String: Date] = [:]
    for entry in journal where entry.kind == .attempt {
      if entry.verdict == Attempt.passed { lastPass[entry.exercise] = entry.time }
      guard let name = entry.suspected else { continue }
      let key = [entry.exercise, name]
      let times = (found[key]?.times ?? 0) + 1
      found[key] = Misconception(
        exercise: entry.exercise, name: name, times: times, last: entry.time, isOvercome: false)
    }
    return found.values.map { misconception in
      var misconception = misconception
      misconception.isOvercome = lastPass[misconception.exercise].map { $0 > misconception.last } ?? false
      return misconception
    }.sorted { ($0.last, $0.name) < ($1.last, $1.name) }
  }

  private static func kernels(_ benchmarks: [Benchmark]) -> [KernelCurve] {
    let own = benchmarks.filter { $0.contender == BenchContender.yours.rawValue && $0.gflops.isFinite }
    return Set(own.map(\.kernel)).sorted().compactMap { kernel in
      let runs = own.filter { $0.kernel == kernel }
      let counts = Dictionary(runs.map { ($0.size, 1) }, uniquingKeysWith: +)
      guard let size = counts.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key else { return nil }
      let reference = benchmarks.last {
        $0.kernel == kernel && $0.size == size && $0.contender == BenchContender.labNumerics.rawValue
      }
      return KernelCurve(
        kernel: kernel, size: size,
        points: runs.filter { $0.size == size }.map { .init(time: $0.time, gflops: $0.gflops) },
        reference: reference?.gflops)
    }
  }

  /// What the roadmap's career progression asks for, as far as phases answer it.
  private static func levels(_ roadmap: Roadmap, _ phases: [Phase]) -> [Level] {
    let items = roadmap.sections.first { $0.title == "Career Progression" }?.items ?? []
    return items.enumerated().map { index, item in
      // The first level asks for the phases up to machine learning, the second for all; beyond them no exercise speaks.
      let asked = index == 0 ? Array(phases.prefix(3)) : index == 1 ? phases : []
      return Level(
        title: item.title, note: item.note, passed: asked.isEmpty ? nil : asked.reduce(0) { $0 + $1.passed },
        exercises: asked.isEmpty ? nil : asked.reduce(0) { $0 + $1.exercises })
    }
  }
}
