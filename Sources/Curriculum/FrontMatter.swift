import Yams

/// A Markdown file of the tree, cut at its two lines of three hyphens.
struct FrontMatter {
  /// Its path from the root of the tree.
  let file: String
  /// nil when what stands between the lines is not a YAML mapping.
  var fields: Fields?
  /// The Markdown that follows.
  var body: ArraySlice<UInt8>
  /// The file's line on which `body` starts.
  var bodyLine: Int
  /// Why there are no fields.
  var problem: Problem?

  /// Cuts a file and parses its front matter.
  ///
  /// - Parameters:
  ///   - text: the whole file, UTF-8.
  ///   - file: its path from the root of the tree, for problems.
  init(_ text: ArraySlice<UInt8>, file: String) {
    self.file = file
    let lines = TextLines(text)
    body = lines.bytes
    bodyLine = 1
    var rest = lines.makeIterator()
    let first = rest.next()
    guard let first, first.isRule else {
      let found = first.map { "\"\($0.trimmed.prefix(40).text)\"" } ?? "an empty file"
      problem = Problem(file: file, line: 1, "expected front matter between two lines of \"---\", found \(found)")
      return
    }
    var number = 1
    while let line = rest.next() {
      number += 1
      guard line.isRule else { continue }
      body = lines.bytes[line.end...]
      bodyLine = number + 1
      let yaml = lines.bytes[first.end..<line.start]
      if let entries = PlainFrontMatter.entries(yaml, firstLine: 2) {
        fields = Fields(entries, file: file, line: 2)
      } else {
        // Yams 6.2 keeps a pointer into the text, which for 15 bytes or fewer is gone when it reads on.
        parse(yaml.text + String(repeating: "\n", count: 16))
      }
      return
    }
    problem = Problem(file: file, line: 1, "the front matter opened by \"---\" is never closed by a second \"---\"")
  }

  /// Stands for a file that is not there.
  init(unreadable file: String) {
    self.file = file
    body = []
    bodyLine = 1
    problem = Problem(file: file, "the file is missing or not UTF-8")
  }

  private mutating func parse(_ yaml: String) {
    do {
      // Yams' defaults try seven regular expressions on each key and read the whole environment for an encoding.
      let root = try Parser(yaml: yaml, resolver: .basic, encoding: .utf8).singleRoot()
      guard let value = root.map({ FrontMatterValue($0, offset: 1) }) else {
        fields = Fields([], file: file, line: 2)
        return
      }
      fields = value.record.map { Fields($0, file: file, line: 2) }
      if fields == nil {
        problem = Problem(file: file, line: value.line, "expected lines of \"key: value\", found \(value)")
      }
    } catch let error as YamlError {
      let line = error.lineOfMark.map { $0 + 1 }
      problem = Problem(file: file, line: line, "the front matter is not YAML: \(error.reason)")
    } catch {
      problem = Problem(file: file, line: 1, "the front matter is not YAML: \(error)")
    }
  }
}

extension YamlError {
  fileprivate var lineOfMark: Int? {
    switch self {
    case .scanner(_, _, let mark, _), .parser(_, _, let mark, _), .composer(_, _, let mark, _): mark.line
    case .duplicatedKeysInMapping(_, let context): context.mark.line
    default: nil
    }
  }

  fileprivate var reason: String {
    switch self {
    case .scanner(_, let problem, _, _) where problem.hasPrefix("mapping values"):
      "a text that holds \": \" wants quotes around it"
    case .scanner(_, let problem, _, _) where problem.contains("cannot start any token"):
      "a text that starts with this sign wants quotes around it"
    case .scanner(_, let problem, _, _), .parser(_, let problem, _, _), .composer(_, let problem, _, _): problem
    case .duplicatedKeysInMapping(let keys, _):
      "\(keys.sorted().map { "\"\($0)\"" }.joined(separator: ", ")) stands there twice"
    default: "\(self)"
    }
  }
}
