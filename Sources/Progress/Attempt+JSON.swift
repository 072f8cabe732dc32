import Foundation

extension Attempt {
  enum CodingKeys: String, CodingKey {
    case id, time, kind, exercise, source, sha256, verdict, checks, hintsSeen, seconds, versions, seed, containment
    case suspected, medals
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: CodingKeys.self)
    let written = try fields.decode(String.self, forKey: .time)
    guard let time = Date(iso8601: written) else {
      throw DecodingError.dataCorruptedError(
        forKey: .time, in: fields, debugDescription: "\"\(written)\" is not a time such as 2026-03-01T09:30:00.250Z")
    }
    self.init(
      id: try fields.decode(UUID.self, forKey: .id),
      time: time,
      kind: try fields.decode(Kind.self, forKey: .kind),
      exercise: try fields.decode(String.self, forKey: .exercise),
      source: try fields.decodeIfPresent([SourceFile].self, forKey: .source) ?? [],
      sha256: try fields.decodeIfPresent(String.self, forKey: .sha256) ?? "",
      verdict: try fields.decodeIfPresent(String.self, forKey: .verdict),
      checks: try fields.decodeIfPresent([CheckOutcome].self, forKey: .checks) ?? [],
      hintsSeen: try fields.decodeIfPresent(Int.self, forKey: .hintsSeen) ?? 0,
      seconds: try fields.decodeIfPresent([String: Double].self, forKey: .seconds) ?? [:],
      versions: try fields.decodeIfPresent([String: String].self, forKey: .versions) ?? [:],
      seed: try fields.decodeIfPresent(UInt64.self, forKey: .seed),
      containment: try fields.decodeIfPresent(String.self, forKey: .containment),
      suspected: try fields.decodeIfPresent(String.self, forKey: .suspected),
      medals: try fields.decodeIfPresent([Medal].self, forKey: .medals) ?? [])
  }

  public func encode(to encoder: any Encoder) throws {
    var fields = encoder.container(keyedBy: CodingKeys.self)
    try fields.encode(id, forKey: .id)
    try fields.encode(time.iso8601, forKey: .time)  // as text here, so that no encoder's settings can change it
    try fields.encode(kind, forKey: .kind)
    try fields.encode(exercise, forKey: .exercise)
    try fields.encode(source, forKey: .source)
    try fields.encode(sha256, forKey: .sha256)
    try fields.encodeIfPresent(verdict, forKey: .verdict)
    try fields.encode(checks, forKey: .checks)
    try fields.encode(hintsSeen, forKey: .hintsSeen)
    try fields.encode(seconds, forKey: .seconds)
    try fields.encode(versions, forKey: .versions)
    try fields.encodeIfPresent(seed, forKey: .seed)
    try fields.encodeIfPresent(containment, forKey: .containment)
    try fields.encodeIfPresent(suspected, forKey: .suspected)
    if !medals.isEmpty { try fields.encode(medals, forKey: .medals) }
  }

  /// The attempt as one line of JSON without the newline, keys sorted: equal attempts give equal bytes.
  func jsonLine() throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(self), as: UTF8.self)
  }

  init(jsonLine: some Sequence<UInt8>) throws {
    self = try JSONDecoder().decode(Attempt.self, from: Data(jsonLine))
  }
}

/// Why a text is not an attempt, in words.
func decodingFault(_ error: any Error) -> String {
  func name(_ path: [any CodingKey]) -> String {
    path.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue }.joined(separator: ".")
  }
  return switch error as? DecodingError {
  case .keyNotFound(let key, let context):
    "it lacks the field \"\(name(context.codingPath + [key]))\""
  case .valueNotFound(_, let context):
    "the field \"\(name(context.codingPath))\" has no value"
  case .typeMismatch(_, let context) where context.codingPath.isEmpty:
    "it is not a JSON object"
  case .typeMismatch(_, let context):
    "the field \"\(name(context.codingPath))\" has a value of another kind"
  case .dataCorrupted(let context) where context.codingPath.isEmpty:
    "it is not JSON"
  case .dataCorrupted(let context):
    "the field \"\(name(context.codingPath))\": \(context.debugDescription)"
  default: "\(error)"
  }
}
