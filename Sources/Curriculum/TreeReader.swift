import Foundation

/// Reads the files of the tree, one after the other.
struct TreeReader {
  private(set) var problems: [Problem] = []
  /// In the order of phases, topics, `order` and name.
  private(set) var drafts: [Draft] = []
  /// Where each folder's name was first met.
  private var paths: [String: String] = [:]

  /// Reads everything and leaves what cannot be offered in `problems`.
  mutating func read(_ root: TreeFolder) -> Curriculum {
    let roadmap = readRoadmap(root)
    var phases = root.folders.compactMap { readPhase($0) }.sorted { ($0.order, $0.slug) < ($1.order, $1.slug) }
    for topic in phases.flatMap(\.topics) { readExercises(of: topic) }

    drafts.checkCompetencies(roadmap)
    drafts.checkArrows()
    drafts.checkCycles()
    for draft in drafts { report(draft.problems, exercise: draft.slug) }
    problems.sort { ($0.file, $0.line ?? 0, $0.message) < ($1.file, $1.line ?? 0, $1.message) }

    let order = LearningOrder.sorted(drafts.filter(\.problems.isEmpty).compactMap(\.exercise)).order
    let byTopic = Dictionary(grouping: order, by: \.topicSlug)
    for p in phases.indices {
      for t in phases[p].topics.indices {
        phases[p].topics[t].exercises = byTopic[phases[p].topics[t].slug] ?? []
      }
    }
    return Curriculum(roadmap: roadmap, phases: phases, exercises: order)
  }

  private mutating func readRoadmap(_ root: TreeFolder) -> Roadmap {
    var roadmap = Roadmap(title: "", summary: "", competencies: [], sections: [])
    readPage("roadmap.md", in: root) { fields, summary in roadmap = Roadmap(&fields, summary: summary) }
    return roadmap
  }

  private mutating func readPhase(_ folder: TreeFolder) -> Phase? {
    guard claim(folder) else { return nil }
    var phase: Phase?
    readPage("phase.md", in: folder) { fields, summary in
      phase = Phase(&fields, slug: folder.slug, folder: folder.url, summary: summary)
    }
    guard var phase else { return nil }
    let tracks = phase.modules.flatMap(\.tracks)
    phase.topics = folder.folders.compactMap { readTopic($0, phase: phase.slug, tracks: tracks) }
      .sorted { ($0.order, $0.slug) < ($1.order, $1.slug) }
    return phase
  }

  private mutating func readTopic(_ folder: TreeFolder, phase: String, tracks: [Track]) -> Topic? {
    guard claim(folder) else { return nil }
    var topic: Topic?
    readPage("topic.md", in: folder) { fields, summary in
      var read = Topic(&fields, slug: folder.slug, phaseSlug: phase, folder: folder.url, summary: summary)
      let track = tracks.first { $0.title == read.track }
      read.course = track?.course
      if let title = read.track, track == nil {
        let known = tracks.map { "\"\($0.title)\"" }.joined(separator: ", ")
        fields.report(fields.line(of: "track"), "track: expected one of \(known), found \"\(title)\"")
      }
      topic = read
    }
    return topic
  }

  private mutating func readExercises(of topic: Topic) {
    let folder = TreeFolder(url: topic.folder, slug: topic.slug, path: "\(topic.phaseSlug)/\(topic.slug)")
    let new = folder.folders.compactMap { readExercise($0, in: topic) }
    drafts += new.sorted { ($0.exercise?.order ?? .max, $0.slug) < ($1.exercise?.order ?? .max, $1.slug) }
  }

  private mutating func readExercise(_ folder: TreeFolder, in topic: Topic) -> Draft? {
    guard claim(folder, exercise: folder.slug) else { return nil }
    let file = folder.pathOf("exercise.md")
    guard let text = folder.text(of: "exercise.md") else {
      return Draft(unreadable: file, slug: folder.slug)
    }
    return Draft(text, file: file, in: topic, folder: folder)
  }

  private mutating func readPage(_ name: String, in folder: TreeFolder, _ read: (inout Fields, String) -> Void) {
    let file = folder.pathOf(name)
    let text = folder.text(of: name)
    let page = text.map { FrontMatter($0, file: file) }
    // A page that cannot be read still holds its place, so that what lies under it is not hidden.
    var fields = page?.fields ?? Fields(file: file)
    read(&fields, page?.body.trimmingSpace.text ?? "")
    guard page?.fields != nil else {
      problems.append(page?.problem ?? .unreadable(file))
      return
    }
    fields.rejectUnknownKeys()
    problems += fields.problems
  }

  /// Takes the folder's name, unless it is no name or another folder has it. The first in the tree keeps it.
  private mutating func claim(_ folder: TreeFolder, exercise: String? = nil) -> Bool {
    if !folder.hasProperName {
      let message = "expected a name of small letters, digits and single hyphens, found \"\(folder.slug)\""
      problems.append(Problem(file: folder.path, message, exercise: exercise))
      return false
    }
    if let first = paths[folder.slug] {
      let message = "the name \"\(folder.slug)\" is taken by \(first); names are unique in the whole tree"
      problems.append(Problem(file: folder.path, message, exercise: exercise))
      return false
    }
    paths[folder.slug] = folder.path
    return true
  }

  private mutating func report(_ new: [Problem], exercise: String) {
    problems += new.map { Problem(file: $0.file, line: $0.line, $0.message, exercise: exercise) }
  }
}

extension Problem {
  static func unreadable(_ file: String) -> Problem { Problem(file: file, "the file is missing or not UTF-8") }
}
