import Foundation

/// A folder of the tree and the way to it from the root.
struct TreeFolder: Sendable {
  /// Its place in the file system. A path, since making and taking apart 300 URLs takes a millisecond.
  let location: String
  /// The names from the root down to this folder's own; empty for the root.
  let names: [String]

  /// Its name: the identity of what lies in it.
  var slug: String { names.last ?? "" }

  var url: URL { URL(filePath: location, directoryHint: .isDirectory) }

  /// The path from the root of the tree, for problems.
  var path: String { names.joined(separator: "/") }

  init(root: URL) {
    location = root.path
    names = []
  }

  private init(_ name: String, in folder: TreeFolder) {
    location = "\(folder.location)/\(name)"
    names = folder.names + [name]
  }

  /// The folders directly inside, by name. Names with a dot are files or hidden, those with an underscore are caches.
  var folders: [TreeFolder] {
    let entries = (try? FileManager.default.contentsOfDirectory(atPath: location)) ?? []
    return entries.filter { !$0.contains(".") && !$0.hasPrefix("_") }.sorted().map { TreeFolder($0, in: self) }
  }

  /// The path of a file in it, from the root of the tree.
  func pathOf(_ name: String) -> String { (names + [name]).joined(separator: "/") }

  /// A file's bytes; nil when it is not there or not UTF-8.
  func bytes(of name: String) -> [UInt8]? {
    let descriptor = open("\(location)/\(name)", O_RDONLY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    let bytes = [UInt8](unsafeUninitializedCapacity: Int(status.st_size)) { buffer, count in
      count = max(0, read(descriptor, buffer.baseAddress, buffer.count))
    }
    guard bytes.count == Int(status.st_size), String(validating: bytes, as: UTF8.self) != nil else { return nil }
    return bytes
  }

  /// Whether its name can be a slug: small letters and digits in parts joined by single hyphens.
  var hasProperName: Bool {
    slug.split(separator: "-", omittingEmptySubsequences: false).allSatisfy { part in
      !part.isEmpty && part.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) }
    }
  }
}
