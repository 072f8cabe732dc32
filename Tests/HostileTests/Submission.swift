import Foundation
import Grading

/// A file of Submissions/: a learner's file whose header says what it tries, what it must get and why.
///
///     // tries: to end the program before it is judged, with a status that means success
///     // exercise: mean
///     // verdict: endedEarly
///     // why: passing takes the report of every check, not a status
///
/// - `verdict`: one headline, or several joined by "or" where the system decides.
/// - `says` (optional): what the verdict must say in words.
/// - `not covered` (in place of `verdict`): why nobody can judge this; it still must leave nothing behind.
///
/// A key's text goes on in lines that begin with two blanks more. In the code `@workspace@`, `@log@`, `@toolkit@`,
/// `@exercises@` and `@mark@` stand for this run's: paths that it should not be able to do anything with, and a text
/// by which what it makes can be told from what others make.
struct Submission: Sendable, CustomStringConvertible {
  let name: String
  let text: String
  let header: [String: String]

  var description: String { name }
  var exercise: String { header["exercise"] ?? "" }
  var says: String? { header["says"] }
  var isCovered: Bool { header["not covered"] == nil }
  var verdicts: [Verdict.Headline] {
    (header["verdict"] ?? "").split(separator: " or ").compactMap { Verdict.Headline(rawValue: String($0)) }
  }
  /// A check of an honest program is never cut off, one that must be cut off is so soon.
  var checkSeconds: Double { verdicts.contains(.timedOut) ? 0.5 : 20 }

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Submissions")
  static let all: [Submission] =
    (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil))?
    .sorted { $0.lastPathComponent < $1.lastPathComponent }.compactMap { try? Submission(at: $0) } ?? []

  init(at url: URL) throws {
    name = url.deletingPathExtension().lastPathComponent
    text = try String(contentsOf: url, encoding: .utf8)
    var header: [String: String] = [:]
    var key = ""
    for line in text.split(separator: "\n").prefix(while: { $0.hasPrefix("// ") }) {
      if line.hasPrefix("//   ") {
        header[key, default: ""] += " " + line.dropFirst(5)
      } else if let colon = line.firstIndex(of: ":") {
        key = String(line[..<colon].dropFirst(3))
        header[key] = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
      }
    }
    self.header = header
  }
}
