import Foundation
import LabPlot

/// A figure's numbers in words, which the SVG carries: read aloud where it is not seen, and compared where bytes are
/// not, for another gnuplot draws the same numbers otherwise.
struct FigurePage {
  let figure: Figure

  init(_ figure: Figure) { self.figure = figure }

  var title: String { figure.plots.map(\.title).joined(separator: "; ") }

  /// A line for each layer.
  var description: String {
    figure.plots.flatMap { plot in
      plot.layers.map { layer in
        let name = layer.name.isEmpty ? "" : " \"\(layer.name)\""
        let parts: [String] = [("x", layer.x), ("y", layer.y), ("from", layer.low), ("to", layer.high)]
          .filter { !$0.1.isEmpty }.map { "\($0.0) \(Self.words($0.1))" }
        let rows = layer.rows.isEmpty ? [] : ["\(layer.rows.count) rows \(Self.words(layer.rows.flatMap { $0 }))"]
        return "\(layer.kind.rawValue)\(name): \((parts + rows).joined(separator: "; "))"
      }
    }.joined(separator: "\n")
  }

  /// Enough to notice that a number has changed: how many, their ends and two of their moments.
  private static func words(_ values: [Double]) -> String {
    let finite = values.filter(\.isFinite)
    guard let first = finite.first, let last = finite.last, let least = finite.min(), let most = finite.max() else {
      return "\(values.count) numbers, none finite"
    }
    let mean = finite.reduce(0) { $0 + $1 / Double(finite.count) }
    // Of the order, too: a mean would not notice two numbers that changed places.
    let moment = finite.enumerated().reduce(0) { $0 + Double($1.offset + 1) * $1.element / Double(finite.count) }
    let missing = values.count == finite.count ? "" : " of \(values.count)"
    return "\(finite.count)\(missing) numbers from \(short(first)) to \(short(last)), "
      + "\(short(least)) … \(short(most)), mean \(short(mean)), moment \(short(moment))"
  }

  private static func short(_ value: Double) -> String { String(format: "%.8g", value) }

  /// The picture with its title and description in place of gnuplot's.
  func described(_ svg: Data) -> Data {
    var text = String(decoding: svg, as: UTF8.self)
    let words = "<title>\(escaped(title))</title>\n<desc>\(escaped(description))</desc>"
    if let start = text.range(of: "<title>"), let end = text.range(of: "</desc>"), start.lowerBound < end.upperBound {
      text.replaceSubrange(start.lowerBound..<end.upperBound, with: words)
    }
    return Data(text.utf8)
  }

  /// The description that an SVG carries; nil if it is none of ours.
  static func description(in svg: Data) -> String? {
    let text = String(decoding: svg, as: UTF8.self)
    guard let start = text.range(of: "<desc>"), let end = text.range(of: "</desc>"), start.upperBound <= end.lowerBound
    else { return nil }
    return String(text[start.upperBound..<end.lowerBound])
      .replacing("&lt;", with: "<").replacing("&gt;", with: ">").replacing("&amp;", with: "&")
  }

  private func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}

/// A part of a file's name: the letters and digits of a title, with hyphens between its words.
func slug(_ title: String) -> String {
  let words = title.lowercased().folding(options: .diacriticInsensitive, locale: nil)
    .split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
  let slug = words.joined(separator: "-").prefix(60)
  return slug.isEmpty ? "figure" : String(slug).trimmingCharacters(in: ["-"])
}
