public import Foundation

/// A folder of topics: one leg of the roadmap.
public struct Phase: Sendable, Encodable {
  /// The folder's name, as in `1-mathematics-and-programming`; kept for ever.
  public let slug: String
  public let folder: URL
  public let order: Int
  public let title: String
  /// In the roadmap's words, as in "4-5 months".
  public let duration: String?
  /// What the learner can do after it.
  public let outcomes: [String]
  public let modules: [Module]
  /// What the phase is for, in Markdown.
  public let summary: String
  /// In learning order.
  public internal(set) var topics: [Topic]

  /// The courses of its tracks.
  public var courses: [Course] { modules.flatMap { $0.tracks.compactMap(\.course) } }
  /// The projects of its tracks.
  public var projects: [Project] { modules.flatMap { $0.tracks.flatMap(\.projects) } }
  /// The exercises of its topics, in learning order within each.
  public var exercises: [Exercise] { topics.flatMap(\.exercises) }

  private enum CodingKeys: String, CodingKey { case slug, order, title, duration, outcomes, modules, summary, topics }
}

/// A block of weeks in a phase.
public struct Module: Sendable, Equatable, Encodable {
  public let title: String
  public let weeks: Int?
  public let tracks: [Track]
}

/// The topics that share one course and its projects; a topic names its track by title.
public struct Track: Sendable, Equatable, Encodable {
  public let title: String
  public let course: Course?
  public let projects: [Project]
}

public struct Course: Sendable, Equatable, Encodable {
  public let title: String
  public let platform: String
  public let link: String
  /// What it costs, as in "Free to audit".
  public let access: String?
}

/// A piece of work the roadmap asks for.
public struct Project: Sendable, Equatable, Encodable {
  public let title: String
  /// The names of the exercises that it is done by, or of the topic that its milestones are, whether or not they are in
  /// the tree yet.
  public let exercises: [String]
}

extension Phase {
  init(_ fields: inout Fields, in folder: TreeFolder, summary: String) {
    slug = folder.slug
    self.folder = folder.url
    self.summary = summary
    title = fields.text("title", suchAs: "Machine Learning & Deep Learning") ?? slug
    order = fields.wholeNumber("order", in: 0...99, suchAs: "2") ?? .max
    duration = fields.text("duration")
    outcomes = fields.texts("outcomes", suchAs: "[solve least squares, read a p-value]")
    modules = fields.records("modules", Module.init)
    topics = []
  }
}

extension Module {
  init?(_ fields: inout Fields) {
    let title = fields.text("title", suchAs: "Deep Learning")
    weeks = fields.wholeNumber("weeks", in: 1...104)
    tracks = fields.records("tracks", Track.init)
    guard let title else { return nil }
    self.title = title
  }
}

extension Track {
  init?(_ fields: inout Fields) {
    let title = fields.text("title", suchAs: "Neural Networks")
    course = fields.record("course", Course.init)
    projects = fields.records("projects", Project.init)
    guard let title else { return nil }
    self.title = title
  }
}

extension Course {
  init?(_ fields: inout Fields) {
    let title = fields.text("title", suchAs: "Big Data Specialization")
    let platform = fields.text("platform", suchAs: "Coursera")
    let link = fields.text("link", suchAs: "https://www.coursera.org/specializations/big-data")
    access = fields.text("access")
    guard let title, let platform, let link else { return nil }
    self.title = title
    self.platform = platform
    self.link = link
  }
}

extension Project {
  init?(_ fields: inout Fields) {
    let title = fields.text("title", suchAs: "Build ETL pipeline")
    exercises = fields.texts("exercises", suchAs: "[project-digits]")
    guard let title else { return nil }
    self.title = title
  }
}
