/// An exercise as its file tells it, before anything is known of its neighbours.
struct Draft {
  /// nil when the file cannot be made sense of.
  var exercise: Exercise?
  let topicSlug: String
  let slug: String
  let file: String
  private(set) var problems: [Problem] = []
  /// On which line a name stands.
  private var places: [Fields.Place] = []

  /// Reads `exercise.md`.
  init(_ folder: TreeFolder) {
    let page = folder.page()
    file = page.file
    topicSlug = folder.names.dropLast().last ?? ""
    slug = folder.slug
    guard var fields = page.fields else {
      if let problem = page.problem { problems.append(problem) }
      return
    }
    let statement = Statement(page.body, firstLine: page.bodyLine)
    exercise = Exercise(&fields, statement: statement, in: folder)
    fields.rejectUnknownKeys()
    places = fields.places
    problems = fields.problems + statement.problems(file: file, bodyLine: page.bodyLine)
  }

  /// Adds a problem with `name` in the list under `key`.
  mutating func report(_ name: String, in key: String, _ message: String) {
    let place = places.first { $0.key == key && $0.text == name }
    problems.append(Problem(file: file, line: place?.line, "\(key): \(message)"))
  }

  /// Its problems, each with the exercise's name.
  var attributedProblems: [Problem] {
    problems.map { Problem(file: $0.file, line: $0.line, $0.message, exercise: slug) }
  }
}

extension Exercise {
  fileprivate init?(_ fields: inout Fields, statement: Statement, in folder: TreeFolder) {
    let title = fields.text("title", suchAs: "Softmax that does not overflow")
    needs = fields.texts("needs", suchAs: "[dot-product, norms]")
    uses = fields.texts("uses", suchAs: "[dot-product]")
    let kind = Kind(&fields)
    let minutes = fields.wholeNumber("minutes", in: 1...6000, suchAs: "15")
    competencies = fields.texts("competencies", oneOrMoreSuchAs: "[machine-learning-algorithms]")
    source = fields.text("source")
    order = fields.wholeNumber("order", in: 0...9999)
    data = fields.texts("data", suchAs: "[nist]")
    forbids = fields.texts("forbids", suchAs: "[BLAS, sorted]")
    for name in forbids where !name.allSatisfy({ $0.isLetter || $0.isNumber || $0 == "_" }) {
      fields.report(
        fields.line(of: "forbids"), "forbids: expected a library or a name such as sorted, found \"\(name)\"")
    }
    guard let title, let kind, let minutes else { return nil }
    self.title = title
    self.kind = kind
    self.minutes = minutes
    slug = folder.slug
    self.folder = folder.url
    phaseSlug = folder.names[0]
    topicSlug = folder.names[1]
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
