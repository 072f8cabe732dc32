import Glibc

/// One file of the lab's data sets, found by its name.
///
/// ```swift
/// let penguins = try Dataset("penguins/penguins.csv").csv()
/// penguins.rows.count  // 344
/// ```
///
/// The folder of data sets is the one that the environment variable `MLLAB_DATASETS` names; without it, the first
/// `datasets` that holds a `MANIFEST.csv`, from the current directory upwards.
public struct Dataset: Equatable, Sendable {
  /// The path below the folder of data sets, "nist/Longley.dat".
  public let name: String
  /// Where the file lies.
  public let path: String

  /// - Parameter name: the path below the folder of data sets, as the manifest lists it.
  /// - Throws: `DataError.noFolder` or `.noDataset`, the latter with the names most like this one.
  public init(_ name: String) throws(DataError) {
    let variable = getenv("MLLAB_DATASETS").map { String(cString: $0) }
    try self.init(name, folder: variable, workingDirectory: currentDirectory())
  }

  init(_ name: String, folder: String?, workingDirectory: String) throws(DataError) {
    let folder = if let folder { folder } else { try Self.folder(above: workingDirectory) }
    self.name = name
    path = "\(folder)/\(name)"
    guard ByteFile.isFile(path) else {
      let names = Self.names(in: folder)
      throw DataError.noDataset(name: name, folder: folder, nearest: nearestNames(to: name, among: names))
    }
  }

  /// The file's bytes, decompressed if its name ends in `.gz`.
  public func bytes() throws(DataError) -> [UInt8] {
    try ByteFile.read(path)
  }

  /// The file as text.
  ///
  /// - Throws: `DataError.malformed` at the first line that is not UTF-8.
  public func text() throws(DataError) -> String {
    try utf8Text(try bytes(), source: name)
  }

  /// The file as a table.
  public func csv() throws(DataError) -> CSV {
    try CSV(try bytes(), source: name)
  }

  /// The file as an array of bytes.
  public func idx() throws(DataError) -> IDX {
    try IDX(try bytes(), source: name)
  }

  /// The file as a regression with its certified answers.
  public func regression() throws(DataError) -> CertifiedRegression {
    try CertifiedRegression(try bytes(), source: name)
  }

  /// The file as an analysis of variance with its certified answers.
  public func analysisOfVariance() throws(DataError) -> CertifiedAnalysisOfVariance {
    try CertifiedAnalysisOfVariance(try bytes(), source: name)
  }

  /// The first folder `datasets` with a manifest, in `directory` or above it.
  private static func folder(above directory: String) throws(DataError) -> String {
    var parts = directory.split(separator: "/")
    while true {
      let folder = (parts + ["datasets"]).map { "/" + $0 }.joined()
      if ByteFile.isFile("\(folder)/MANIFEST.csv") { return folder }
      guard parts.popLast() != nil else { throw DataError.noFolder(lookedIn: [directory]) }
    }
  }

  /// What the manifest lists; nothing if there is none, as in a sandbox that shows a single file.
  private static func names(in folder: String) -> [String] {
    let path = "\(folder)/MANIFEST.csv"
    guard let bytes = try? ByteFile.read(path), let manifest = try? CSV(bytes, source: path),
      let names = try? manifest.column("path")
    else { return [] }
    return names
  }
}

private func currentDirectory() -> String {
  guard let path = getcwd(nil, 0) else { return "/" }
  defer { free(path) }
  return String(cString: path)
}
