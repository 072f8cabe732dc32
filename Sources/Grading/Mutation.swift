import Foundation

/// A small mechanical fault in a file: a token replaced by another, or two by each other.
public struct Mutation: Codable, Sendable, Equatable {
  /// Byte ranges and what takes their place, in ascending order.
  let edits: [Edit]
  public let line: Int
  /// "< for <=": in the place of what was there.
  public let change: String

  struct Edit: Codable, Equatable {
    var start: Int
    var count: Int
    var text: String
  }

  /// The file with the fault in it.
  func applied(to bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    for edit in edits.reversed() { result.replaceSubrange(edit.start..<edit.start + edit.count, with: edit.text.utf8) }
    return result
  }
}

extension Mutation {
  /// The mutations of a Swift file: operators exchanged, constants moved by one or doubled, bounds moved, neighbouring
  /// indices swapped, conditions turned round, a minus dropped.
  ///
  /// - Parameters:
  ///   - bytes: the file.
  ///   - tree: its type-checked syntax tree, as swift-frontend's `-dump-ast-format json` prints it.
  ///   - regions: only what begins inside one of these byte ranges is changed.
  /// - Returns: the mutations in the order of the file.
  /// - Throws: if `tree` is not JSON.
  static func all(of bytes: [UInt8], tree: Data, in regions: [Range<Int>]) throws -> [Mutation] {
    var finder = Finder(bytes: bytes, regions: regions)
    finder.visit(try JSONSerialization.jsonObject(with: tree))
    return finder.found.sorted { ($0.edits[0].start, $0.change) < ($1.edits[0].start, $1.change) }
  }
}

private struct Finder {
  let bytes: [UInt8]
  let regions: [Range<Int>]
  var found: [Mutation] = []
  private var seen: Set<String> = []

  init(bytes: [UInt8], regions: [Range<Int>]) {
    self.bytes = bytes
    self.regions = regions
  }

  mutating func visit(_ node: Any) {
    if let list = node as? [Any] {
      for element in list { visit(element) }
    } else if let node = node as? [String: Any] {
      if node["implicit"] as? Bool != true { inspect(node) }
      for value in node.values where value is [Any] || value is [String: Any] { visit(value) }
    }
  }

  private mutating func inspect(_ node: [String: Any]) {
    switch node["_kind"] as? String {
    case "binary_expr":
      if let start = operatorStart(node["fn"]) { exchange(operatorAt: start) }
    case "prefix_unary_expr":
      guard let start = start(of: node) else { break }
      let old = token(at: start, where: isOperator)
      if ["-", "!"].contains(old) { add(start, 1, "", "\(old) dropped") }
    case "integer_literal_expr": if let start = start(of: node) { change(integerAt: start) }
    case "float_literal_expr": if let start = start(of: node) { change(fractionAt: start) }
    case "boolean_literal_expr":
      if let start = start(of: node) {
        let old = token(at: start, where: isName)
        add(start, old.utf8.count, old == "true" ? "false" : "true", "the opposite of \(old)")
      }
    case "declref_expr":
      if let start = start(of: node) {
        let old = token(at: start, where: isName)
        if let new = ["max": "min", "min": "max"][old] { add(start, old.utf8.count, new, "\(new) for \(old)") }
      }
    case "subscript_expr": swapIndices(node)
    default: break
    }
  }

  /// What stands for what: each once, the likeliest slip.
  private static let exchanged: [String: [String]] = [
    "+": ["-"], "-": ["+"], "*": ["/"], "/": ["*"], "%": ["/"], "+=": ["-="], "-=": ["+="], "*=": ["/="], "/=": ["*="],
    "<": ["<=", ">"], "<=": ["<", ">="], ">": [">=", "<"], ">=": [">", "<="], "==": ["!="], "!=": ["=="],
    "&&": ["||"], "||": ["&&"], "..<": ["..."], "...": ["..<"],
  ]

  private mutating func exchange(operatorAt start: Int) {
    let old = token(at: start, where: isOperator)
    for new in Self.exchanged[old] ?? [] { add(start, old.utf8.count, new, "\(new) for \(old)") }
  }

  private mutating func change(integerAt start: Int) {
    let old = token(at: start) { $0.isASCIIDigit || $0 == UInt8(ascii: "_") }
    guard let value = Int(old.filter { $0 != "_" }), value < 1 << 31 else { return }
    for new in value == 0 ? [1] : [value + 1, value - 1] { add(start, old.utf8.count, "\(new)", "\(new) for \(old)") }
  }

  private mutating func change(fractionAt start: Int) {
    let old = token(at: start) { $0.isASCIIDigit || "._eExXpPabcdfABCDF".utf8.contains($0) }
    guard let value = Double(old.filter { $0 != "_" }) else { return }
    let new = value == 0 ? "1.0" : "\(2 * value)"
    add(start, old.utf8.count, new, "\(new) for \(old)")
  }

  /// a[j][i] for a[i][j].
  private mutating func swapIndices(_ node: [String: Any]) {
    guard let base = node["base"].flatMap(unwrapped), base["_kind"] as? String == "subscript_expr",
      let outer = index(of: node), let inner = index(of: base), inner < outer
    else { return }
    let (first, second) = (token(at: inner, where: isName), token(at: outer, where: isName))
    guard !first.isEmpty, !second.isEmpty, first != second else { return }
    add(
      [
        .init(start: inner, count: first.utf8.count, text: second),
        .init(start: outer, count: second.utf8.count, text: first),
      ],
      "[\(second)][\(first)] for [\(first)][\(second)]")
  }

  /// Where the only index of a subscript stands, if it is a plain name.
  private func index(of node: [String: Any]) -> Int? {
    guard let list = (node["args"] as? [String: Any])?["args"] as? [[String: Any]], list.count == 1,
      let expression = list[0]["expr"].flatMap(unwrapped), expression["_kind"] as? String == "declref_expr"
    else { return nil }
    return start(of: expression)
  }

  private func unwrapped(_ node: Any) -> [String: Any]? {
    guard let node = node as? [String: Any] else { return nil }
    guard ["load_expr", "inout_expr"].contains(node["_kind"] as? String), let inner = node["sub_expr"] else {
      return node
    }
    return unwrapped(inner)
  }

  private mutating func add(_ start: Int, _ count: Int, _ text: String, _ change: String) {
    add([.init(start: start, count: count, text: text)], change)
  }

  private mutating func add(_ edits: [Mutation.Edit], _ change: String) {
    guard let start = edits.first?.start, regions.contains(where: { $0.contains(start) }),
      seen.insert("\(start) \(change)").inserted
    else { return }
    found.append(
      Mutation(edits: edits, line: 1 + bytes[..<start].count { $0 == UInt8(ascii: "\n") }, change: change))
  }

  private func start(of node: [String: Any]) -> Int? { (node["range"] as? [String: Any])?["start"] as? Int }

  /// Where an operator's name stands: some way down in what is called.
  private func operatorStart(_ function: Any?) -> Int? {
    guard let function = function as? [String: Any] else { return nil }
    if function["_kind"] as? String == "declref_expr" { return start(of: function) }
    return operatorStart(function["fn"] ?? function["sub_expr"])  // a call, or a conversion around the name
  }

  private func token(at start: Int, where isPart: (UInt8) -> Bool) -> String {
    guard bytes.indices.contains(start) else { return "" }
    return String(decoding: bytes[start...].prefix(while: isPart), as: UTF8.self)
  }
}

private func isOperator(_ byte: UInt8) -> Bool { "+-*/%<>=!&|.^~".utf8.contains(byte) }

private func isName(_ byte: UInt8) -> Bool {
  byte.isASCIIDigit || byte == UInt8(ascii: "_") || byte >= 0x80
    || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte)
    || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
}

extension UInt8 {
  fileprivate var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
}
