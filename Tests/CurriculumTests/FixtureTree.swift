import Curriculum
import Foundation

/// A tree in a temporary folder, made of texts and removed with the value.
final class FixtureTree {
  let root: URL

  /// A tree with one phase `1-phase`, its topics `first` and `second`, and the competency `deep-learning`.
  ///
  /// - Parameter files: texts by path from the root; they come on top of, or replace, the pages named above.
  /// - Throws: what the file system throws.
  init(_ files: [String: String] = [:]) throws {
    root = FileManager.default.temporaryDirectory.appending(path: "mllab-fixture-\(UUID().uuidString)")
    let pages = [
      "roadmap.md": Self.roadmap,
      "1-phase/phase.md": "---\ntitle: Phase\norder: 1\nmodules:\n  - {title: M, tracks: [{title: T}]}\n---\nText.\n",
      "1-phase/first/topic.md": "---\ntitle: First\norder: 1\ntrack: T\n---\nText.\n",
      "1-phase/second/topic.md": "---\ntitle: Second\norder: 2\n---\nText.\n",
    ]
    for (path, text) in pages.merging(files, uniquingKeysWith: { $1 }) {
      let file = root.appending(path: path)
      try FileManager.default.createDirectory(at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func load() -> (curriculum: Curriculum, problems: [Problem]) { Curriculum.load(at: root) }

  func loadStrictly() throws(CurriculumError) -> Curriculum { try Curriculum(at: root) }

  static let roadmap = """
    ---
    title: Roadmap
    competencies:
      - {slug: deep-learning, title: Deep Learning, group: Technical Skills}
    ---
    Text.
    """

  /// A faultless `exercise.md`.
  ///
  /// - Parameters:
  ///   - extra: further lines of front matter, starting on the file's line 6.
  ///   - body: what follows the front matter.
  /// - Returns: the file's text.
  static func exercise(_ extra: String = "", body: String = body) -> String {
    """
    ---
    title: Title
    kind: implement
    minutes: 15
    competencies: [deep-learning]
    \(extra.isEmpty ? "" : extra + "\n")---
    \(body)
    """
  }

  static let body = "Statement.\n\n## Hint\nOne.\n## Hint\nTwo.\n## Hint\nThree.\n"
}
