import Glibc

/// A value as it is shown to the learner: short, one line, numbers in full precision.
func describe(_ value: Any) -> String {
  let text: String
  switch value {
  case let value as Double: text = describe(value)
  case let value as Float: text = value.isNaN || value.isInfinite ? describe(Double(value)) : value.description
  case let value as String: text = "\"\(value)\""
  case let value as any Error: text = describe(error: value)
  default:
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection: text = "[" + listed(mirror.children.lazy.map { describe($0.value) }) + "]"
    case .set: text = "[" + listed(ascending(mirror.children.map { [$0.value] })) + "]"
    case .dictionary: text = mirror.children.isEmpty ? "[:]" : "[" + listed(ascending(pairs(mirror))) + "]"
    case .struct where !(value is any CustomStringConvertible) && !mirror.children.isEmpty:
      text = "\(type(of: value))(\(describe(members: mirror)))"
    case .optional: text = mirror.children.first.map { describe($0.value) } ?? "nil"
    case .tuple: text = "(" + mirror.children.map { describe($0.value) }.joined(separator: ", ") + ")"
    default: text = String(describing: value)
    }
  }
  return text.count <= longest ? text : text.prefix(longest) + "…"
}

func describe(_ value: Double) -> String {
  if value.isNaN { return "NaN" }
  if value.isInfinite { return value < 0 ? "−∞" : "∞" }
  if value == value.rounded(), abs(value) < 1e15, !(value == 0 && value.sign == .minus) {
    return String(Int(value))
  }
  return value.description
}

/// The error's type and payload, by reflection: the learner's type and that of the checks are never the same type.
func describe(error: any Error) -> String {
  let mirror = Mirror(reflecting: error)
  let type = String(describing: type(of: error))
  switch mirror.displayStyle {
  case .enum:
    guard let payload = mirror.children.first, let name = payload.label else { return "\(error)" }
    return name + describe(payload: payload.value)
  case .struct where !mirror.children.isEmpty, .class where !mirror.children.isEmpty:
    return "\(type)(\(describe(members: mirror)))"
  default: return type
  }
}

private let longest = 160

/// At most this many elements of a collection are shown.
private let elementLimit = 8

private func listed(_ elements: some Collection<String>) -> String {
  var shown = Array(elements.prefix(elementLimit))
  if elements.count > elementLimit { shown.append("… \(elements.count) in all") }
  return shown.joined(separator: ", ")
}

/// Key and value of each entry of a dictionary.
private func pairs(_ dictionary: Mirror) -> [[Any]] {
  dictionary.children.map { Mirror(reflecting: $0.value).children.map(\.value) }
}

/// Elements of a set or entries of a dictionary in the order of their keys, numbers as numbers: a hash has another order
/// in every run.
private func ascending(_ entries: [[Any]]) -> [String] {
  func number(_ key: Any?) -> Double? { (key as? Double) ?? (key as? Int).map(Double.init) }
  return entries.map { entry in
    (number: number(entry.first) ?? .infinity, text: entry.map { describe($0) }.joined(separator: ": "))
  }.sorted { ($0.number, $0.text) < ($1.number, $1.text) }.map(\.text)
}

private func describe(payload: Any) -> String {
  let mirror = Mirror(reflecting: payload)
  return mirror.displayStyle == .tuple ? "(\(describe(members: mirror)))" : "(\(describe(payload)))"
}

private func describe(members: Mirror) -> String {
  members.children.map { label, value in
    guard let label, !label.hasPrefix(".") else { return describe(value) }
    return "\(label): \(describe(value))"
  }.joined(separator: ", ")
}

/// A measured number in three significant digits: errors and ratios need no more.
func brief(_ value: Double) -> String {
  guard value.isFinite, value != 0 else { return describe(value) }
  let size = abs(value)
  if size >= 0.01, size < 100_000 {
    let digits = size >= 1000 ? 1.0 : size >= 10 ? 10 : size >= 1 ? 100 : 10_000
    return describe((value * digits).rounded() / digits)
  }
  var exponent = Int(log10(size).rounded(.down))
  var mantissa = (size / pow(10, Double(exponent)) * 100).rounded() / 100
  if mantissa >= 10 { (mantissa, exponent) = (mantissa / 10, exponent + 1) }
  return "\(value < 0 ? "−" : "")\(describe(mantissa))e\(exponent)"
}
