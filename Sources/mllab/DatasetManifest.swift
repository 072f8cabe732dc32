import ContentHash
import Foundation

/// What the folder of data sets says of itself: `MANIFEST.csv`, one row a file, and `index.csv`, one row a data set.
struct DatasetManifest {
  /// A row of the manifest.
  struct File: Codable, Equatable {
    let path: String
    let bytes: Int
    let sha256: String
    /// "344 x 8", or nothing for prose.
    let shape: String
    /// The package that it was taken from, and where in it.
    let source: String
    /// What was done to it, "verbatim".
    let how: String
  }

  /// A row of the index, with its files.
  struct Dataset: Codable, Equatable {
    let name: String
    let title: String
    let licence: String
    let citation: String
    let notes: String
    let files: [File]
  }

  let folder: URL
  let files: [File]
  let datasets: [Dataset]

  /// - Throws: `DatasetManifestError` if a file is missing, or not as it should be.
  init(folder: URL) throws(DatasetManifestError) {
    self.folder = folder
    let manifest = try Self.records(folder.appending(path: "MANIFEST.csv"))
    var files: [File] = []
    for row in manifest {
      guard let path = row["path"], let bytes = row["bytes"].flatMap({ Int($0) }), let sha256 = row["sha256"],
        let shape = row["shape"], let source = row["source"], let how = row["how"]
      else { throw .malformed(file: "MANIFEST.csv", row: "\(row)") }
      files.append(File(path: path, bytes: bytes, sha256: sha256, shape: shape, source: source, how: how))
    }
    var datasets: [Dataset] = []
    for row in try Self.records(folder.appending(path: "index.csv")) {
      guard let name = row["name"], let title = row["title"], let pattern = row["files"], let licence = row["licence"],
        let citation = row["citation"], let notes = row["notes"]
      else { throw .malformed(file: "index.csv", row: "\(row)") }
      let own = files.filter { fnmatch(pattern, $0.path, FNM_PATHNAME) == 0 }
      datasets.append(
        Dataset(name: name, title: title, licence: licence, citation: citation, notes: notes, files: own))
    }
    self.files = files
    self.datasets = datasets
  }

  /// The data set with this name, or the one that this file belongs to.
  func dataset(_ name: String) -> Dataset? {
    datasets.first { $0.name == name } ?? datasets.first { $0.files.contains { $0.path == name } }
  }

  /// The names that resemble `asked`, best first, at most three.
  func nearest(to asked: String) -> [String] {
    let scored = datasets.map { ($0.name, $0.name.contains(asked) ? 1 : letterChanges(asked, $0.name)) }
    return scored.filter { $0.1 <= max(2, asked.count / 3) }.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.prefix(3).map(\.0)
  }

  private static func records(_ file: URL) throws(DatasetManifestError) -> [[String: String]] {
    guard let text = try? String(contentsOf: file, encoding: .utf8) else { throw .unreadable(path: file.path()) }
    let rows = csvRows(text)
    if let row = rows.first(where: { $0.count != rows[0].count }) {
      throw .malformed(file: file.lastPathComponent, row: "\(row)")
    }
    return rows.dropFirst().map { Dictionary(zip(rows[0], $0), uniquingKeysWith: { first, _ in first }) }
  }
}

enum DatasetManifestError: Error, CustomStringConvertible {
  case noFolder(lookedIn: [String])
  case unreadable(path: String)
  case malformed(file: String, row: String)

  var description: String {
    switch self {
    case .noFolder(let places):
      "there is no datasets/MANIFEST.csv in \(places.joined(separator: ", ")) or above; set MLLAB_HOME to the folder "
        + "that holds datasets"
    case .unreadable(let path): "cannot read \(path)"
    case .malformed(let file, let row):
      "\(file) has a row that lacks a column, has one too many, or whose bytes are no number: \(row)"
    }
  }
}

// MARK: - Sizes

extension DatasetManifest.Dataset {
  /// The folder that its files lie in, "tabular".
  var group: String { files.first.map { String($0.path.prefix { $0 != "/" }) } ?? "" }

  var bytes: Int { files.reduce(0) { $0 + $1.bytes } }

  /// The tables, or the pictures, one below the other: "336776 x 19"; else how many files there are.
  var shape: String {
    let sizes = files.map { $0.shape.split(separator: " x ").compactMap { Int($0) } }.filter { $0.count > 1 }
    guard let first = sizes.first, sizes.allSatisfy({ $0.dropFirst() == first.dropFirst() }),
      files.allSatisfy({ !$0.path.hasSuffix(".dat") })
    else { return files.count == 1 ? "1 file" : "\(files.count) files" }
    let total = sizes.reduce(0) { $0 + $1[0] }
    return ([total] + first.dropFirst()).map(String.init).joined(separator: " x ")
  }
}

// MARK: - Verification

extension DatasetManifest {
  /// What became of a file since the manifest was written.
  enum Status: String, Codable {
    case ok, changed, missing
    case notListed = "not listed"
  }

  struct Verdict: Codable, Equatable {
    let path: String
    let status: Status
  }

  /// Compares every file with its check sum, and looks for files that the manifest does not know.
  ///
  /// - Complexity: reads all files, 20 MB; about 0.1 s.
  func verify() -> [Verdict] {
    let listed = files.map { file in
      guard let data = try? Data(contentsOf: folder.appending(path: file.path)) else {
        return Verdict(path: file.path, status: .missing)
      }
      return Verdict(path: file.path, status: SHA256.hex(data) == file.sha256 ? .ok : .changed)
    }
    let known = Set(files.map(\.path))
    let others = filesInFolder().filter { !known.contains($0) }.map { Verdict(path: $0, status: .notListed) }
    return (listed + others).sorted { $0.path < $1.path }
  }

  /// The data files that there are; not what describes or derives them, not hidden files.
  private func filesInFolder() -> [String] {
    let paths = FileManager.default.enumerator(atPath: folder.path())?.compactMap { $0 as? String } ?? []
    return paths.filter { path in
      var isFolder: ObjCBool = false
      let exists = FileManager.default.fileExists(atPath: folder.appending(path: path).path(), isDirectory: &isFolder)
      return exists && !isFolder.boolValue && !["README.md", "MANIFEST.csv", "index.csv"].contains(path)
        && !path.hasPrefix("derive/") && !path.split(separator: "/").contains { $0.hasPrefix(".") }
    }
  }
}

// MARK: - Text

/// The records of comma-separated text; quoted cells may hold commas, line ends and doubled quotes.
func csvRows(_ text: String) -> [[String]] {
  var rows: [[String]] = []
  var row: [String] = []
  var cell = ""
  var isQuoted = false
  var hasContent = false
  var last: Character?
  for letter in text {  // to Swift "\r\n" is one letter
    defer { last = letter }
    switch letter {
    case "\"":
      if !isQuoted && last == "\"" { cell.append(letter) }  // a doubled quote: closed, and opened again
      isQuoted.toggle()
      hasContent = true
    case "," where !isQuoted:
      row.append(cell)
      cell = ""
      hasContent = true
    case _ where letter.isNewline && !isQuoted:
      if hasContent { rows.append(row + [cell]) }
      (row, cell, hasContent) = ([], "", false)
    default:
      cell.append(letter)
      hasContent = true
    }
  }
  if hasContent { rows.append(row + [cell]) }
  return rows
}

/// The least number of letters to insert, delete or replace that turns `a` into `b`.
private func letterChanges(_ a: String, _ b: String) -> Int {
  let b = Array(b)
  var row = Array(0...b.count)  // row[j]: from the letters of a seen so far to the first j of b
  for (i, letter) in a.enumerated() {
    var diagonal = row[0]
    row[0] = i + 1
    for j in b.indices {
      let replaced = diagonal + (letter == b[j] ? 0 : 1)
      diagonal = row[j + 1]
      row[j + 1] = min(replaced, row[j] + 1, row[j + 1] + 1)
    }
  }
  return row[b.count]
}
