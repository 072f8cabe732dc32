/// The keys and values of one mapping in front matter, read by name and type.
///
/// Whatever does not fit is collected in `problems` and reading goes on, so that an author sees all of it at once.
struct Fields {
  private(set) var problems: [Problem] = []
  let file: String
  /// Where the mapping starts in the file; missing keys are reported there.
  let line: Int
  private let entries: [FrontMatterValue.Entry]
  /// Every key that was asked for.
  private var known: [String] = []
  /// Where each text of each list stands.
  private(set) var places: [Place] = []

  /// A text in the list under a key.
  struct Place {
    let key: String
    let text: String
    /// Its line in the file.
    let line: Int
  }

  init(_ entries: [FrontMatterValue.Entry], file: String, line: Int) {
    self.entries = entries
    self.file = file
    self.line = line
  }

  // MARK: - Reading

  /// A text on one line or several; nil when the key is absent or empty.
  mutating func text(_ key: String) -> String? {
    guard let value = value(of: key) else { return nil }
    guard let text = value.text else { return wrong(key, value, "a text") }
    return text
  }

  /// A text that has to be there.
  mutating func text(_ key: String, suchAs example: String) -> String? {
    let before = problems.count
    let result = text(key)
    if result == nil, problems.count == before { missing(key, example) }
    return result
  }

  mutating func wholeNumber(_ key: String, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(of: key) else { return nil }
    guard let number = value.text.flatMap({ Int($0) }), range.contains(number) else {
      return wrong(key, value, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  /// A whole number that has to be there.
  mutating func wholeNumber(_ key: String, in range: ClosedRange<Int>, suchAs example: String) -> Int? {
    let before = problems.count
    let result = wholeNumber(key, in: range)
    if result == nil, problems.count == before { missing(key, example) }
    return result
  }

  mutating func number(_ key: String) -> Double? {
    guard let value = value(of: key) else { return nil }
    guard let number = value.text.flatMap(Double.init), number.isFinite, number > 0 else {
      return wrong(key, value, "a number greater than 0")
    }
    return number
  }

  /// A list of texts; empty when the key is absent.
  mutating func texts(_ key: String, suchAs example: String) -> [String] {
    guard let value = value(of: key) else { return [] }
    guard let values = value.list else {
      return wrong(key, value, "a list such as \(example)") ?? []
    }
    return values.compactMap { value in
      guard let text = value.text, !text.isEmpty else { return wrong(key, value, "a text in the list") }
      if places.contains(where: { $0.text == text && $0.key == key }) {
        report(value.line, "\(key): \"\(text)\" stands in the list twice")
      }
      places.append(Place(key: key, text: text, line: value.line))
      return text
    }
  }

  /// A list of one text or more.
  mutating func texts(_ key: String, oneOrMoreSuchAs example: String) -> [String] {
    let before = problems.count
    let result = texts(key, suchAs: example)
    if result.isEmpty, problems.count == before { missing(key, example) }
    return result
  }

  /// A list of mappings, each read by `read`; what `read` cannot make sense of is left out.
  mutating func records<Record>(_ key: String, _ read: (inout Fields) -> Record?) -> [Record] {
    guard let value = value(of: key) else { return [] }
    guard let values = value.list else {
      return wrong(key, value, "a list of records, each starting with \"- title:\"") ?? []
    }
    return values.compactMap { record($0, key, read) }
  }

  /// One mapping under a key.
  mutating func record<Record>(_ key: String, _ read: (inout Fields) -> Record?) -> Record? {
    value(of: key).flatMap { record($0, key, read) }
  }

  private mutating func record<Record>(
    _ value: FrontMatterValue, _ key: String, _ read: (inout Fields) -> Record?
  ) -> Record? {
    guard let entries = value.record else { return wrong(key, value, "keys and values such as {title: …}") }
    var inner = Fields(entries, file: file, line: value.line)
    let record = read(&inner)
    inner.rejectUnknownKeys()
    problems += inner.problems
    return record
  }

  // MARK: - Complaining

  /// Reports every key that nobody asked for. To be called last.
  mutating func rejectUnknownKeys() {
    for entry in entries where !known.contains(entry.key) {
      let near = names(near: entry.key, among: known, limit: 1).first
      let advice = near.map { "did you mean \"\($0)\"?" } ?? "known are \(known.joined(separator: ", "))"
      report(entry.line, "unknown key \"\(entry.key)\"; \(advice)")
    }
  }

  /// The file's line on which `key` stands, or the mapping starts.
  func line(of key: String) -> Int { entries.first { $0.key == key }?.line ?? line }

  mutating func report(_ line: Int, _ message: String) {
    problems.append(Problem(file: file, line: line, message))
  }

  private mutating func missing(_ key: String, _ example: String) {
    report(line(of: key), "\(key) is missing; expected a line such as \"\(key): \(example)\"")
  }

  /// nil, for the caller to return.
  private mutating func wrong<Value>(_ key: String, _ value: FrontMatterValue, _ expected: String) -> Value? {
    report(value.line, "\(key): expected \(expected), found \(value)")
    return nil
  }

  private mutating func value(of key: String) -> FrontMatterValue? {
    if !known.contains(key) { known.append(key) }
    let value = entries.first { $0.key == key }?.value
    return value?.text == "" ? nil : value
  }
}
