public import Foundation

/// A folder with a statement, a solution, checks and a binding.
public struct Exercise: Sendable, Equatable, Encodable {
  /// The folder's name: its identity in the log, unique in the tree and kept for ever.
  public let slug: String
  public let folder: URL
  public let phaseSlug: String
  public let topicSlug: String
  public let title: String
  /// What is to be done before, by slug.
  public let needs: [String]
  /// Earlier exercises whose file is compiled in with this one's, by slug; each is needed, directly or through others.
  public let uses: [String]
  public let kind: Kind
  /// How long it takes somebody who passed `needs`.
  public let minutes: Int
  /// Competencies of the roadmap that it counts towards, by slug.
  public let competencies: [String]
  public let source: String?
  /// Its place among the exercises that `needs` leaves free.
  public let order: Int?
  /// The groups or files of datasets it reads, as in `nist`.
  public let data: [String]
  /// What the learner's file does without: libraries and names, as in `[BLAS, sorted]`.
  public let forbids: [String]
  /// Markdown, without the hints.
  public let statement: String
  /// Markdown, weakest first.
  public let hints: [String]

  /// What the learner is asked to do.
  public enum Kind: String, Sendable, CaseIterable, Encodable {
    case implement, fix, predict, test, optimise, project, quiz

    /// Whether the answer is code that computes something, rather than answers to questions or test data.
    public var asksForCode: Bool { ![.predict, .test, .quiz].contains(self) }
  }

  public var exerciseURL: URL { folder.appending(path: "exercise.md") }
  public var solutionURL: URL { folder.appending(path: "Solution.swift") }
  public var checksURL: URL { folder.appending(path: "Checks.swift") }
  public var bindingURL: URL { folder.appending(path: "Binding.swift") }
  /// The file with the faults to be found; only where there is something to `fix`.
  public var starterURL: URL? { kind == .fix ? folder.appending(path: "Starter.swift") : nil }
  /// What the learner's file, its statement and its judgement follow from. Names, since at every start each of some
  /// hundred files is looked at, and making a URL takes longer than that.
  public var fileNames: [String] {
    ["exercise.md", "Checks.swift", "Solution.swift"] + (kind == .fix ? ["Starter.swift"] : [])
  }

  /// The learner's file as they first meet it: the solution with `todo()` for its regions, or Starter.swift where there
  /// is something to fix.
  ///
  /// - Throws: `CurriculumError` when the file that it comes from cannot be read, or the solution's markers do not pair
  ///   up.
  public func starter() throws(CurriculumError) -> String {
    let source = starterURL ?? solutionURL
    let file = "\(phaseSlug)/\(topicSlug)/\(slug)/\(source.lastPathComponent)"
    guard let solution = try? String(contentsOf: source, encoding: .utf8) else {
      throw CurriculumError(problems: [Problem(file: file, "the file is missing or not UTF-8", exercise: slug)])
    }
    if starterURL != nil { return solution }
    do {
      return try Starter.derive(fromSolution: solution)
    } catch {
      throw CurriculumError(problems: [Problem(file: file, line: error.line, "\(error)", exercise: slug)])
    }
  }

  // Neither statement nor hints: a listing stays short, and a hint is given one at a time and logged.
  private enum CodingKeys: String, CodingKey {
    case slug, phaseSlug = "phase", topicSlug = "topic", title, needs, uses, kind, minutes, competencies, source, order
    case data, forbids
  }
}

/// An exercise with its statement, as `show --json` prints it.
public struct ExercisePage: Sendable, Encodable {
  public let exercise: Exercise

  public init(_ exercise: Exercise) { self.exercise = exercise }

  private enum CodingKeys: String, CodingKey { case statement, hints }

  /// The exercise's own keys, its statement, and how many hints there are.
  public func encode(to encoder: any Encoder) throws {
    try exercise.encode(to: encoder)
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(exercise.statement, forKey: .statement)
    try container.encode(exercise.hints.count, forKey: .hints)
  }
}
