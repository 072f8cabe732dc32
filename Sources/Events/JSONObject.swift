/// A JSON object under construction; keys stay in the order in which they were added.
public struct JSONObject: Sendable {
  private var members: [String] = []

  public init() {}

  /// The object as JSON, on one line.
  public var text: String { "{" + members.joined(separator: ",") + "}" }

  public mutating func add(_ key: String, _ value: String) { addRaw(key, quoted(value)) }
  public mutating func add(_ key: String, _ value: Int) { addRaw(key, String(value)) }
  /// A finite number; JSON knows no other.
  public mutating func add(_ key: String, _ value: Double) {
    precondition(value.isFinite, "JSON has no number \(value)")
    addRaw(key, value.description)
  }
  public mutating func add(_ key: String, _ value: Bool) { addRaw(key, value ? "true" : "false") }
  public mutating func add(_ key: String, _ value: JSONObject) { addRaw(key, value.text) }
  public mutating func add(_ key: String, _ values: [String]) { addRaw(key, array(values.map(quoted))) }
  public mutating func add(_ key: String, _ values: [JSONObject]) { addRaw(key, array(values.map(\.text))) }

  private mutating func addRaw(_ key: String, _ json: String) { members.append(quoted(key) + ":" + json) }
}

private func array(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

/// A JSON string: quotation mark, reverse solidus and control characters escaped (RFC 8259, §7).
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\r": result += "\\r"
    case "\t": result += "\\t"
    case _ where scalar.value < 0x20:
      let digits = String(scalar.value, radix: 16)
      result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    default: result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
