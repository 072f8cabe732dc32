// Written by hand on the way out, so that a learner's program does not have to load Foundation; read with any Decoder.

extension Figure {
  /// The figure as one line of JSON; numbers that are not finite are null.
  public var json: String {
    object([
      ("columns", "\(columns)"), ("plots", list(plots.map(\.json))),
    ])
  }
}

extension Plot {
  fileprivate var json: String {
    var members = [
      ("title", quoted(title)), ("x", quoted(x)), ("y", quoted(y)), ("xScale", quoted(xScale.rawValue)),
      ("yScale", quoted(yScale.rawValue)), ("hasEqualAxes", "\(hasEqualAxes)"),
    ]
    if let xRange { members.append(("xRange", numbers([xRange.lowerBound, xRange.upperBound]))) }
    if let yRange { members.append(("yRange", numbers([yRange.lowerBound, yRange.upperBound]))) }
    return object(members + [("layers", list(layers.map(\.json)))])
  }
}

extension Layer {
  fileprivate var json: String {
    var members = [
      ("kind", quoted(kind.rawValue)), ("name", quoted(name)), ("x", numbers(x)), ("y", numbers(y)),
      ("low", numbers(low)), ("high", numbers(high)), ("firstQuartile", numbers(firstQuartile)),
      ("thirdQuartile", numbers(thirdQuartile)), ("rows", list(rows.map(numbers))),
      ("xLabels", list(xLabels.map(quoted))), ("yLabels", list(yLabels.map(quoted))),
      ("width", number(width)), ("showsNumbers", "\(showsNumbers)"), ("isGrey", "\(isGrey)"),
      ("isFromTop", "\(isFromTop)"), ("isGuide", "\(isGuide)"),
    ]
    if !levels.isEmpty { members.append(("levels", numbers(levels))) }
    return object(members)
  }
}

private func object(_ members: [(String, String)]) -> String {
  "{" + members.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
}

private func list(_ elements: [String]) -> String { "[" + elements.joined(separator: ",") + "]" }

private func numbers(_ values: [Double]) -> String { list(values.map(number)) }

private func number(_ value: Double) -> String { value.isFinite ? "\(value)" : "null" }

private func quoted(_ text: String) -> String {
  var quoted = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"", "\\": quoted += "\\\(scalar)"
    case _ where scalar.value < 0x20:
      let hex = String(scalar.value, radix: 16)
      quoted += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
    default: quoted.unicodeScalars.append(scalar)
    }
  }
  return quoted + "\""
}

// MARK: - Reading

extension Figure: Decodable {
  private enum Key: String, CodingKey { case columns, plots }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    plots = try container.decode([Plot].self, forKey: .plots)
    columns = max(1, try container.decode(Int.self, forKey: .columns))
  }
}

extension Plot: Decodable {
  private enum Key: String, CodingKey { case title, x, y, xScale, yScale, hasEqualAxes, xRange, yRange, layers }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    self.init(
      try container.decode(String.self, forKey: .title), x: try container.decode(String.self, forKey: .x),
      y: try container.decode(String.self, forKey: .y), xScale: try container.decode(Scale.self, forKey: .xScale),
      yScale: try container.decode(Scale.self, forKey: .yScale),
      hasEqualAxes: try container.decode(Bool.self, forKey: .hasEqualAxes))
    func range(_ key: Key) throws -> ClosedRange<Double>? {
      guard let ends = try container.decodeIfPresent([Double].self, forKey: key) else { return nil }
      guard ends.count == 2, ends[0] <= ends[1] else {
        throw DecodingError.dataCorruptedError(forKey: key, in: container, debugDescription: "no range: \(ends)")
      }
      return ends[0]...ends[1]
    }
    (xRange, yRange) = (try range(.xRange), try range(.yRange))
    for layer in try container.decode([Layer].self, forKey: .layers) { add(layer) }
  }
}

extension Layer: Decodable {
  private enum Key: String, CodingKey {
    case kind, name, x, y, low, high, firstQuartile, thirdQuartile, rows, xLabels, yLabels, width, showsNumbers, isGrey
    case isFromTop, isGuide, levels
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Key.self)
    func numbers(_ key: Key) throws -> [Double] {
      try container.decode([Double?].self, forKey: key).map { $0 ?? .nan }
    }
    self.init(try container.decode(Kind.self, forKey: .kind), name: try container.decode(String.self, forKey: .name))
    (x, y) = (try numbers(.x), try numbers(.y))
    (low, high) = (try numbers(.low), try numbers(.high))
    (firstQuartile, thirdQuartile) = (try numbers(.firstQuartile), try numbers(.thirdQuartile))
    rows = try container.decode([[Double?]].self, forKey: .rows).map { $0.map { $0 ?? .nan } }
    xLabels = try container.decode([String].self, forKey: .xLabels)
    yLabels = try container.decode([String].self, forKey: .yLabels)
    width = try container.decodeIfPresent(Double.self, forKey: .width) ?? 1
    showsNumbers = try container.decode(Bool.self, forKey: .showsNumbers)
    isGrey = try container.decode(Bool.self, forKey: .isGrey)
    isFromTop = try container.decode(Bool.self, forKey: .isFromTop)
    isGuide = try container.decode(Bool.self, forKey: .isGuide)
    levels = try container.decodeIfPresent([Double].self, forKey: .levels) ?? []
  }
}
