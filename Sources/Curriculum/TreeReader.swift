import Foundation

/// Reads the files of the tree.
struct TreeReader {
  private(set) var problems: [Problem] = []
  /// Where each folder's name was first met.
  private var paths: [String: String] = [:]

  /// Reads everything and leaves what is wrong in `problems`.
  mutating func read(_ root: TreeFolder) -> Curriculum {
    let phaseFolders = root.folders.filter { claim($0) }
    let topicFolders = phaseFolders.map { $0.folders.filter { claim($0) } }
    let exerciseFolders = topicFolders.joined().flatMap { $0.folders.filter { claim($0, isExercise: true) } }

    let roadmap = take(root.page()) { Roadmap(&$0, summary: $1) }
    var phases = zip(phaseFolders, topicFolders).map { readPhase($0, topics: $1) }
    phases.sort { ($0.order, $0.slug) < ($1.order, $1.slug) }

    var drafts = exerciseFolders.map(Draft.init)
    drafts.sort(by: phases)
    drafts.checkCompetencies(roadmap)
    drafts.checkArrows()
    drafts.checkCycles()
    problems += drafts.flatMap(\.attributedProblems)
    problems.sort { ($0.file, $0.line ?? 0, $0.message) < ($1.file, $1.line ?? 0, $1.message) }
    return Curriculum(
      roadmap: roadmap, phases: phases, exercises: drafts.filter(\.problems.isEmpty).compactMap(\.exercise))
  }

  private mutating func readPhase(_ folder: TreeFolder, topics: [TreeFolder]) -> Phase {
    var phase = take(folder.page()) { Phase(&$0, in: folder, summary: $1) }
    let tracks = phase.modules.flatMap(\.tracks)
    phase.topics = topics.map { folder in
      take(folder.page()) { Topic(&$0, in: folder, tracks: tracks, summary: $1) }
    }
    phase.topics.sort { ($0.order, $0.slug) < ($1.order, $1.slug) }
    return phase
  }

  /// Makes a value of a page's fields. Of a page that cannot be read, an empty one, to hold the place of what lies under it.
  private mutating func take<Value>(_ page: FrontMatter, _ make: (inout Fields, String) -> Value) -> Value {
    var fields = page.fields ?? Fields([], file: page.file, line: 1)
    let value = make(&fields, page.body.trimmingSpace.text)
    if let problem = page.problem {
      problems.append(problem)
    } else {
      fields.rejectUnknownKeys()
      problems += fields.problems
    }
    return value
  }

  /// Takes the folder's name, unless it is no name or another folder has it.
  private mutating func claim(_ folder: TreeFolder, isExercise: Bool = false) -> Bool {
    let message: String
    if !folder.hasProperName {
      message = "expected a name of small letters, digits and single hyphens, found \"\(folder.slug)\""
    } else if let first = paths[folder.slug] {
      message = "the name \"\(folder.slug)\" is taken by \(first); names are unique in the whole tree"
    } else {
      paths[folder.slug] = folder.path
      return true
    }
    problems.append(Problem(file: folder.path, message, exercise: isExercise ? folder.slug : nil))
    return false
  }
}

extension TreeFolder {
  /// The page that says what a folder is: `roadmap.md` at the root, `phase.md`, `topic.md` or `exercise.md` below.
  func page() -> FrontMatter {
    let name = ["roadmap.md", "phase.md", "topic.md", "exercise.md"][min(names.count, 3)]
    guard let bytes = bytes(of: name) else { return FrontMatter(unreadable: pathOf(name)) }
    return FrontMatter(bytes[...], file: pathOf(name))
  }
}
