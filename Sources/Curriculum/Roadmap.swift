/// What the roadmap holds besides its phases: the role, the competencies, and the life around the work.
public struct Roadmap: Sendable, Equatable, Encodable {
  public let title: String
  /// What the role is, in Markdown.
  public let summary: String
  public let competencies: [Competency]
  public let sections: [Section]

  /// An ability that exercises count towards, by its slug.
  public struct Competency: Sendable, Equatable, Encodable {
    public let slug: String
    public let title: String
    /// "Technical Skills" or "Professional Skills".
    public let group: String
    /// How this lab gives an occasion to practise it.
    public let note: String?
  }

  /// A headed list: certifications, books, best practices and the like.
  public struct Section: Sendable, Equatable, Encodable {
    public let title: String
    /// The part of the roadmap it stands in, as in "Professional Development".
    public let part: String
    public let items: [Item]
  }

  public struct Item: Sendable, Equatable, Encodable {
    public let title: String
    public let link: String?
    /// Where or how this lab takes it up.
    public let note: String?
  }
}

extension Roadmap {
  init(_ fields: inout Fields, summary: String) {
    title = fields.text("title", suchAs: "AI/ML Engineer Career Roadmap") ?? ""
    self.summary = summary
    competencies = fields.records("competencies") { fields in
      let slug = fields.text("slug", suchAs: "deep-learning")
      let title = fields.text("title", suchAs: "Deep Learning")
      let group = fields.text("group", suchAs: "Technical Skills")
      let note = fields.text("note")
      guard let slug, let title, let group else { return nil }
      return Competency(slug: slug, title: title, group: group, note: note)
    }
    sections = fields.records("sections") { fields in
      let title = fields.text("title", suchAs: "Certifications")
      let part = fields.text("part", suchAs: "Professional Development")
      let items = fields.records("items", Item.init)
      guard let title, let part else { return nil }
      return Section(title: title, part: part, items: items)
    }
  }
}

extension Roadmap.Item {
  init?(_ fields: inout Fields) {
    let title = fields.text("title", suchAs: "Kaggle")
    link = fields.text("link")
    note = fields.text("note")
    guard let title else { return nil }
    self.title = title
  }
}
