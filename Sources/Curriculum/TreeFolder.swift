import Foundation

/// A folder of the tree and its path from the root, for problems.
struct TreeFolder {
  let url: URL
  /// Its name: the identity of what lies in it.
  let slug: String
  /// Empty for the root.
  let path: String

  /// The folders directly inside, by name. Names with a dot are files or hidden, those with an underscore are caches.
  var folders: [TreeFolder] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: url.path)) ?? []
    return names.filter { !$0.contains(".") && !$0.hasPrefix("_") }.sorted().map { name in
      TreeFolder(url: url.appending(path: name, directoryHint: .isDirectory), slug: name, path: pathOf(name))
    }
  }

  /// A file's path from the root of the tree.
  func pathOf(_ name: String) -> String { path.isEmpty ? name : "\(path)/\(name)" }

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
