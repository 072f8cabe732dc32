// Written by hand on the way out, so that a learner's program does not have to load Foundation (about 10 ms);
// read with any Decoder on the way in.

extension Event {
  /// The event as one line of JSON, without the line feed.
  public var line: String {
    var object = JSONObject()
    switch self {
    case .began(let checks, let misconceptions, let alternatives, let medals):
      object.add("event", "began")
      object.add("checks", checks)
      object.add("misconceptions", misconceptions)
      object.add("alternatives", alternatives)
      object.add("medals", MedalKind.allCases.filter(medals.contains).map(\.rawValue))
    case .check(let index, let output):
      object.add("event", "check")
      object.add("index", index)
      object.add("output", output)
    case .outcome(let index, let failures, let error, let output):
      object.add("event", "outcome")
      object.add("index", index)
      object.add("failures", failures.map(\.json))
      if let error { object.add("error", min(error, .greatestFiniteMagnitude)) }
      object.add("output", output)
    case .finished(let count):
      object.add("event", "finished")
      object.add("count", count)
    case .suspicion(let suspicion):
      object.add("event", "suspicion")
      object.add("suspicion", suspicion.json)
    case .round(let index):
      object.add("event", "round")
      object.add("index", index)
    case .medal(let medal):
      object.add("event", "medal")
      object.add("medal", medal.json)
    case .picture(let figure):
      object.add("event", "picture")
      object.add("figure", figure)
    case .pictures(let count):
      object.add("event", "pictures")
      object.add("count", count)
    case .training(let done, let epochs):
      object.add("event", "training")
      object.add("done", done)
      object.add("epochs", epochs)
    case .epoch(let number, let loss):
      object.add("event", "epoch")
      object.add("number", number)
      if let loss, loss.isFinite { object.add("loss", loss) }
    case .trained(let error):
      object.add("event", "trained")
      if let error { object.add("error", error) }
    }
    return object.text
  }
}

extension Failure {
  fileprivate var json: JSONObject {
    var object = JSONObject()
    object.add("message", message)
    if let difference { object.add("difference", difference) }
    if let picture { object.add("picture", picture) }
    if let advice { object.add("advice", advice) }
    object.add("line", line)
    if let caseIndex { object.add("caseIndex", caseIndex) }
    if let dependsOnOptimisation { object.add("dependsOnOptimisation", dependsOnOptimisation) }
    return object
  }
}

extension Suspicion {
  fileprivate var json: JSONObject {
    var object = JSONObject()
    object.add("name", name)
    object.add("explanation", explanation)
    object.add("isExact", isExact)
    return object
  }
}

extension MedalResult {
  fileprivate var json: JSONObject {
    var object = JSONObject()
    object.add("name", name)
    object.add("value", value)
    object.add("goal", goal)
    object.add("unit", unit)
    return object
  }
}

extension Event: Decodable {
  private enum Key: String, CodingKey {
    case event, checks, misconceptions, alternatives, medals, index, output, failures, error, count, suspicion, medal,
      figure
    case done, epochs, number, loss
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    switch try container.decode(String.self, forKey: .event) {
    case "began":
      self = .began(
        checks: try container.decode([String].self, forKey: .checks),
        misconceptions: try container.decode([String].self, forKey: .misconceptions),
        alternatives: try container.decode([String].self, forKey: .alternatives),
        medals: try container.decode(Set<MedalKind>.self, forKey: .medals))
    case "check":
      self = .check(
        try container.decode(Int.self, forKey: .index), output: try container.decode(Int.self, forKey: .output))
    case "outcome":
      self = .outcome(
        try container.decode(Int.self, forKey: .index),
        failures: try container.decode([Failure].self, forKey: .failures),
        error: try container.decodeIfPresent(Double.self, forKey: .error),
        output: try container.decode(Int.self, forKey: .output))
    case "finished":
      self = .finished(count: try container.decode(Int.self, forKey: .count))
    case "suspicion":
      self = .suspicion(try container.decode(Suspicion.self, forKey: .suspicion))
    case "round":
      self = .round(try container.decode(Int.self, forKey: .index))
    case "medal":
      self = .medal(try container.decode(MedalResult.self, forKey: .medal))
    case "picture":
      self = .picture(try container.decode(String.self, forKey: .figure))
    case "pictures":
      self = .pictures(count: try container.decode(Int.self, forKey: .count))
    case "training":
      self = .training(
        done: try container.decode(Int.self, forKey: .done), epochs: try container.decode(Int.self, forKey: .epochs))
    case "epoch":
      self = .epoch(
        try container.decode(Int.self, forKey: .number), loss: try container.decodeIfPresent(Double.self, forKey: .loss)
      )
    case "trained":
      self = .trained(error: try container.decodeIfPresent(String.self, forKey: .error))
    case let name:
      throw DecodingError.dataCorruptedError(
        forKey: .event, in: container, debugDescription: "no event is called \(name)")
    }
  }
}
