import Foundation

/// An exercise as its file tells it, before anything is known of its neighbours.
struct Draft {
  /// nil when the file cannot be made sense of.
  var exercise: Exercise?
  /// Kept to look up on which line a name stands.
  var fields: Fields?
  let file: String
  let slug: String
  var problems: [Problem] = []

  /// Reads `exercise.md`.
  ///
  /// - Parameters:
  ///   - text: the whole file.
  ///   - file: its path from the root of the tree.
  ///   - topic: the topic it lies in.
  ///   - folder: the exercise's folder.
  init(_ text: String, file: String, in topic: Topic, folder: TreeFolder) {
    self.file = file
    slug = folder.slug
    let page = FrontMatter(text, file: file)
    let statement = Statement(page.body, firstLine: page.bodyLine)
    if let problem = page.problem { problems.append(problem) }
    if var fields = page.fields {
      exercise = Exercise(&fields, statement: statement, in: topic, folder: folder)
      fields.rejectUnknownKeys()
      problems += fields.problems
      self.fields = fields
    }
    problems += statement.problems(file: file, bodyLine: page.bodyLine)
  }

  /// Stands for an exercise whose file cannot be read, so that others may need it by name.
  init(unreadable file: String, slug: String) {
    self.file = file
    self.slug = slug
    problems = [.unreadable(file)]
  }

  /// Adds a problem with `name` in the list under `key`.
  mutating func report(_ name: String, in key: String, _ message: String) {
    problems.append(Problem(file: file, line: fields?.line(of: name, in: key), "\(key): \(message)"))
  }
}

extension Exercise {
  fileprivate init?(_ fields: inout Fields, statement: Statement, in topic: Topic, folder: TreeFolder) {
    let title = fields.text("title", suchAs: "Softmax that does not overflow")
    needs = fields.texts("needs", suchAs: "[dot-product, norms]")
    uses = fields.texts("uses", suchAs: "[dot-product]")
    let kind = Kind(&fields)
    let minutes = fields.wholeNumber("minutes", in: 1...6000, suchAs: "15")
    competencies = fields.texts("competencies", suchAs: "[machine-learning-algorithms]")
    source = fields.text("source")
    order = fields.wholeNumber("order", in: 0...9999)
    data = fields.texts("data", suchAs: "[nist]")
    guard let title, let kind, let minutes else { return nil }
    self.title = title
    self.kind = kind
    self.minutes = minutes
    slug = folder.slug
    self.folder = folder.url
    phaseSlug = topic.phaseSlug
    topicSlug = topic.slug
    self.statement = statement.text
    hints = statement.hints
  }
}

extension Exercise.Kind {
  fileprivate init?(_ fields: inout Fields) {
    guard let word = fields.text("kind", suchAs: "implement") else { return nil }
    if let kind = Self(rawValue: word) {
      self = kind
      return
    }
    let known = Self.allCases.map(\.rawValue)
    let near = names(near: word, among: known, limit: 1).first.map { "; did you mean \($0)?" } ?? ""
    fields.report(
      fields.line(of: "kind"), "kind: expected one of \(known.joined(separator: ", ")), found \"\(word)\"\(near)")
    return nil
  }
}

extension Statement {
  /// The rungs of every ladder: a question, the concept, nearly the code.
  static let fewestHints = 3

  fileprivate func problems(file: String, bodyLine: Int) -> [Problem] {
    var problems: [Problem] = []
    if text.isEmpty {
      problems.append(Problem(file: file, line: bodyLine, "there is no statement before the first \"## Hint\""))
    }
    for (line, heading) in misspelt {
      problems.append(Problem(file: file, line: line, "expected the heading \"## Hint\", found \"\(heading)\""))
    }
    for (line, hint) in zip(hintLines, hints) where hint.isEmpty {
      problems.append(Problem(file: file, line: line, "this hint is empty"))
    }
    if hints.count < Self.fewestHints {
      let message = "expected \(Self.fewestHints) or more hints, each under a heading \"## Hint\", found \(hints.count)"
      problems.append(Problem(file: file, line: hintLines.last ?? bodyLine, message))
    }
    return problems
  }
}
