import Foundation

/// A number with a fixed count of digits after the point, whatever the user's language.
package func fixed(_ value: Double, digits: Int) -> String {
  value.formatted(.number.precision(.fractionLength(digits)).locale(.init(identifier: "en_US_POSIX")).grouping(.never))
}

/// A row of a table in Markdown.
package func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }
