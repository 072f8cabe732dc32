import Yams

/// A value of front matter, and the line of the file on which it starts.
///
/// Yams' own nodes hold a weak reference each and are slow to copy; this is what reading them needs.
struct FrontMatterValue: Equatable {
  let content: Content
  let line: Int

  enum Content: Equatable {
    case text(String)
    case list([FrontMatterValue])
    case record([Entry])
  }

  /// A key, the line on which it stands, and its value.
  struct Entry: Equatable {
    let key: String
    let line: Int
    let value: FrontMatterValue
  }

  init(_ content: Content, line: Int) {
    self.content = content
    self.line = line
  }

  /// Copies a node.
  ///
  /// - Parameters:
  ///   - node: parsed from a part of a file.
  ///   - offset: how many lines of the file precede that part.
  init(_ node: Node, offset: Int) {
    line = (node.mark?.line ?? 1) + offset
    switch node {
    case .scalar(let scalar): content = .text(scalar.string)
    case .sequence(let sequence): content = .list(sequence.map { FrontMatterValue($0, offset: offset) })
    case .mapping(let mapping):
      content = .record(
        mapping.map { key, value in
          Entry(
            key: key.scalar?.string ?? "", line: (key.mark?.line ?? 1) + offset,
            value: FrontMatterValue(value, offset: offset))
        })
    case .alias: content = .text("")
    }
  }

  var text: String? {
    if case .text(let text) = content { text } else { nil }
  }

  var list: [FrontMatterValue]? {
    if case .list(let list) = content { list } else { nil }
  }

  var record: [Entry]? {
    if case .record(let record) = content { record } else { nil }
  }
}

extension FrontMatterValue: CustomStringConvertible {
  /// In the words of a message.
  var description: String {
    switch content {
    case .text(""): "nothing"
    case .text(let text): "\"\(text)\""
    case .list: "a list"
    case .record: "keys and values"
    }
  }
}
