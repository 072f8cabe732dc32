public import Foundation

/// A folder of exercises on one subject, with what to read beside them.
public struct Topic: Sendable, Encodable {
  /// The folder's name, unique in the tree and kept for ever.
  public let slug: String
  public let phaseSlug: String
  public let folder: URL
  public let order: Int
  public let title: String
  /// The share of its module's weeks that it takes.
  public let weeks: Double?
  /// The title of the track it belongs to.
  public let track: String?
  /// The course of that track.
  public let course: Course?
  /// The roadmap's own items that it takes up, word for word.
  public let covers: [String]
  /// What the learner can do after it.
  public let outcomes: [String]
  public let competencies: [String]
  public let reading: [Reading]
  /// What it is for, in Markdown.
  public let summary: String
  /// In learning order.
  public internal(set) var exercises: [Exercise]

  /// Whether there is only reading so far. Such a topic is never shown as done.
  public var isReading: Bool { exercises.isEmpty }

  private enum CodingKeys: String, CodingKey {
    case slug, phaseSlug = "phase", order, title, weeks, track, course, covers, outcomes, competencies, reading, summary
    case exercises
  }
}

/// A book, paper or page, and where to open it.
public struct Reading: Sendable, Equatable, Encodable {
  public let title: String
  public let author: String?
  /// As in "ch. 2" or "§4.1-4.3".
  public let chapter: String?
  public let link: String?
}

extension Topic {
  init(_ fields: inout Fields, in folder: TreeFolder, tracks: [Track], summary: String) {
    slug = folder.slug
    phaseSlug = folder.names[0]
    self.folder = folder.url
    self.summary = summary
    title = fields.text("title", suchAs: "Linear algebra") ?? slug
    order = fields.wholeNumber("order", in: 0...99, suchAs: "1") ?? .max
    weeks = fields.number("weeks")
    covers = fields.texts("covers", suchAs: "[Linear Algebra]")
    outcomes = fields.texts("outcomes", suchAs: "[solve least squares, read a p-value]")
    competencies = fields.texts("competencies", suchAs: "[deep-learning]")
    reading = fields.records("reading", Reading.init)
    exercises = []
    let track = fields.text("track")
    let own = tracks.first { $0.title == track }
    self.track = track
    course = own?.course
    if let track, own == nil {
      let known = tracks.map { "\"\($0.title)\"" }.joined(separator: ", ")
      fields.report(fields.line(of: "track"), "track: expected one of \(known), found \"\(track)\"")
    }
  }
}

extension Reading {
  init?(_ fields: inout Fields) {
    let title = fields.text("title", suchAs: "Deep Learning")
    author = fields.text("author")
    chapter = fields.text("chapter")
    link = fields.text("link")
    guard let title else { return nil }
    self.title = title
  }
}
