import Measuring

/// A table in Markdown that knows which of its figures miss their limits.
struct Table {
  /// One figure, and whether it is good enough.
  struct Cell {
    let text: String
    var isMissed = false

    init(_ text: String) { self.text = text }

    /// A figure that must not be larger, and what to say besides.
    static func atMost(_ limit: Double, _ value: Double, digits: Int, more: String = "") -> Cell {
      cell(value, digits, value <= limit, more)
    }

    /// A figure that must not be smaller.
    static func atLeast(_ limit: Double, _ value: Double, digits: Int) -> Cell { cell(value, digits, value >= limit) }

    static func figure(_ value: Double, digits: Int) -> Cell { cell(value, digits, true) }

    private static func cell(_ value: Double, _ digits: Int, _ isKept: Bool, _ more: String = "") -> Cell {
      // A ratio far from its limit keeps a figure that says how far.
      var cell = Cell(fixed(value, digits: abs(value) < 0.1 ? digits == 2 ? 3 : digits : digits) + more)
      cell.isMissed = !isKept  // NaN keeps no limit
      return cell
    }
  }

  let header: [String]
  private var rows: [(title: String, cells: [Cell])] = []

  init(_ header: String...) { self.header = header }
  init(_ header: [String]) { self.header = header }

  mutating func add(_ title: String, _ cells: [Cell]) { rows.append((title, cells)) }

  var lines: [String] {
    [row(header), "|:--|" + String(repeating: "--:|", count: header.count - 1)]
      + rows.map { title, cells in row([title] + cells.map { $0.isMissed ? "**\($0.text)** (missed)" : $0.text }) }
  }

  /// What misses its limit, a row a line: the row, then columns with their figures.
  var misses: [String] {
    rows.compactMap { title, cells in
      let missed = zip(header.dropFirst(), cells).filter(\.1.isMissed).map { "\($0): \($1.text)" }
      return missed.isEmpty ? nil : "\(header[0]), \(title): \(missed.joined(separator: ", "))"
    }
  }
}

/// What a section found out.
struct Findings {
  private(set) var lines: [String] = []
  private(set) var misses: [String] = []

  mutating func add(_ table: Table) {
    lines += table.lines + [""]
    misses += table.misses
  }

  mutating func add(_ paragraph: String) { lines += [paragraph, ""] }
}
