import Foundation

/// A folder of the tree and the way to it from the root.
struct TreeFolder: Sendable {
  let url: URL
  /// The names from the root down to this folder's own; empty for the root.
  let names: [String]

  /// Its name: the identity of what lies in it.
  var slug: String { names.last ?? "" }

  /// The path from the root of the tree, for problems.
  var path: String { names.joined(separator: "/") }

  init(root: URL) {
    url = root
    names = []
  }

  private init(_ name: String, in folder: TreeFolder) {
    url = folder.url.appending(path: name, directoryHint: .isDirectory)
    names = folder.names + [name]
  }

  /// The folders directly inside, by name. Names with a dot are files or hidden, those with an underscore are caches.
  var folders: [TreeFolder] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return entries.filter { !$0.contains(".") && !$0.hasPrefix("_") }.sorted().map { TreeFolder($0, in: self) }
  }

  /// The path of a file in it, from the root of the tree.
  func pathOf(_ name: String) -> String { (names + [name]).joined(separator: "/") }

  /// A file's text; nil when it is not there or not UTF-8.
  func text(of name: String) -> String? {
    guard let bytes = FileManager.default.contents(atPath: url.appending(path: name).path) else { return nil }
    return String(validating: bytes, as: UTF8.self)
  }

  /// Whether its name can be a slug: small letters and digits in parts joined by single hyphens.
  var hasProperName: Bool {
    slug.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
  }
}
