import Glibc

/// A value as it is shown to the learner: short, one line, numbers in full precision.
func describe(_ value: Any) -> String {
  let text: String
  switch value {
  case let value as Double: text = describe(value)
  case let value as String: text = "\"\(value)\""
  case let value as any Error: text = describe(error: value)
  default:
    let mirror = Mirror(reflecting: value)
    switch mirror.displayStyle {
    case .collection: text = describe(collection: mirror)
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

private func describe(collection: Mirror) -> String {
  var shown = collection.children.prefix(elementLimit).map { describe($0.value) }
  if collection.children.count > elementLimit { shown.append("… \(collection.children.count) in all") }
  return "[" + shown.joined(separator: ", ") + "]"
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
