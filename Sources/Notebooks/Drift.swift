import Foundation

/// Whether two texts say the same, numbers apart that differ by less than another processor's rounding, and times, which
/// are others on every run.
public struct Drift {
  /// Relative; a number printed with few digits may also differ by one in its last.
  static let tolerance = 1e-6

  /// The first line in which they differ, from 0, with both; nil if none does.
  public static func between(_ old: String, _ new: String) -> (line: Int, old: String, new: String)? {
    let (old, new) = (lines(old), lines(new))
    for index in 0..<max(old.count, new.count) {
      let (a, b) = (index < old.count ? old[index] : nil, index < new.count ? new[index] : nil)
      guard let a, let b, areAlike(a, b) else { return (index, a ?? "(nothing)", b ?? "(nothing)") }
    }
    return nil
  }

  private static func lines(_ text: String) -> [String] {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { $0.trimmingCharacters(in: .whitespaces) }
  }

  private static func areAlike(_ a: String, _ b: String) -> Bool {
    if a == b { return true }
    let (a, b) = (tokens(a), tokens(b))
    guard a.count == b.count else { return false }
    for index in a.indices {
      switch (a[index], b[index]) {
      case (.number(let x, let xUnit, _), .number(let y, let yUnit, _)):
        let unit = min(xUnit, yUnit) * (1 + 1e-9)
        let isTime = index + 1 < a.count && a[index + 1].isUnitOfTime && b[index + 1].isUnitOfTime
        guard isTime || abs(x - y) <= max(unit, tolerance * max(abs(x), abs(y))) || abs(x) + abs(y) < 1e-12 else {
          return false
        }
      case (let x, let y): guard x == y || x.isUnitOfTime && y.isUnitOfTime else { return false }
      }
    }
    return true
  }

  private enum Token: Equatable {
    /// Its value and what one in its last place is worth.
    case number(Double, unit: Double, text: Substring)
    case word(Substring)

    var isUnitOfTime: Bool {
      guard case .word(let word) = self else { return false }
      let units = ["s", "ms", "µs", "ns", "min", "GFLOP/s", "MB/s", "GB/s", "seconds"]
      return units.contains(word.trimmingCharacters(in: CharacterSet(charactersIn: ",.;:)")))
    }
  }

  private static func tokens(_ line: String) -> [Token] {
    var tokens: [Token] = []
    var rest = line[...]
    while let first = rest.first {
      if first == " " || first == "\t" {
        rest = rest.dropFirst()
      } else if let match = rest.prefixMatch(of: /[+\-−]?\d+(\.\d+)?([eE][+\-]?\d+)?/) {
        let text = match.output.0
        let plain = text.replacing("−", with: "-")
        let exponent = Int(plain.split { $0 == "e" || $0 == "E" }.dropFirst().first ?? "0") ?? 0
        let decimals = match.output.1.map { $0.count - 1 } ?? 0
        // A whole number counts something: it has no last place that may differ.
        let unit = match.output.1 == nil && match.output.2 == nil ? 0 : pow(10, Double(exponent - decimals))
        tokens.append(.number(Double(plain) ?? .nan, unit: unit, text: text))
        rest = rest[text.endIndex...]
      } else {
        let word = rest.prefix { !$0.isNumber && $0 != " " && $0 != "\t" && $0 != "-" && $0 != "+" && $0 != "−" }
        let taken = word.isEmpty ? rest.prefix(1) : word
        tokens.append(.word(taken))
        rest = rest[taken.endIndex...]
      }
    }
    return tokens
  }
}
