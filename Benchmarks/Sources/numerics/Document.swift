import Foundation
import Measuring

/// A page of the documentation with regions that a program writes.
///
///     <!-- generated: factorisations -->
///     …
///     <!-- end -->
struct Document {
  private let path: String

  init(_ path: String) { self.path = path }

  /// Puts lines in the place of a region's old ones.
  ///
  /// - Parameters:
  ///   - region: the word in its first line.
  ///   - lines: what is written.
  /// - Throws: `Failure` if the page has no such region.
  func replace(_ region: String, with lines: [String]) throws {
    let page = try text(ofFile: path)
    let old = page.components(separatedBy: "\n")
    guard let first = old.firstIndex(of: "<!-- generated: \(region) -->"),
      let end = old[first...].firstIndex(of: "<!-- end -->")
    else { throw Failure("\(path) has no lines `<!-- generated: \(region) -->` and `<!-- end -->`") }
    let new = old[...first] + [""] + lines + old[end...]
    try Data(new.joined(separator: "\n").utf8).write(to: URL(filePath: path), options: .atomic)
  }
}
