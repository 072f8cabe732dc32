import ArgumentParser
import Foundation
import Grading
import Sandbox

/// `mllab datasets`: what data there are, whose they are, and whether they are as they were published.
struct Datasets: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "The data sets that come with the lab.", subcommands: [List.self, Show.self, Verify.self],
    defaultSubcommand: List.self)

  struct Options: ParsableArguments {
    @Flag(help: "Answer in JSON.") var json = false

    @Option(help: ArgumentHelp("The folder of data sets.", valueName: "folder", visibility: .hidden))
    var folder: String?

    func manifest() throws -> DatasetManifest {
      do {
        return try DatasetManifest(folder: try folder.map { URL(filePath: $0) } ?? Datasets.folder())
      } catch {
        throw Datasets.failure("\(error)", code: 70)
      }
    }
  }

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Name, size and title of each (default).")
    @OptionGroup var options: Options

    func run() throws {
      let manifest = try options.manifest()
      print(options.json ? try json(manifest.datasets.map(Summary.init)) : Datasets.list(manifest))
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Provenance, licence and first rows of one.")
    @Argument(help: "The name of a data set, or the path of one of its files.") var name: String
    @OptionGroup var options: Options

    func run() throws {
      let manifest = try options.manifest()
      guard let dataset = manifest.dataset(name) else {
        let nearest = manifest.nearest(to: name)
        let advice = nearest.isEmpty ? "mllab datasets names them all" : "did you mean \(quoted(nearest))?"
        throw Datasets.failure("there is no data set \"\(name)\"; \(advice)", code: 2)
      }
      print(options.json ? try json(dataset) : Datasets.page(dataset, in: manifest.folder))
    }
  }

  struct Verify: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Compare every file with its check sum.")
    @OptionGroup var options: Options

    func run() throws {
      let verdicts = try options.manifest().verify()
      print(options.json ? try json(verdicts) : Datasets.report(verdicts))
      if verdicts.contains(where: { $0.status != .ok }) { throw ExitCode(1) }
    }
  }

  /// What `list --json` says of a data set.
  struct Summary: Codable {
    let name, group, title, shape, licence: String
    let bytes: Int

    init(_ dataset: DatasetManifest.Dataset) {
      (name, group, title) = (dataset.name, dataset.group, dataset.title)
      (shape, licence, bytes) = (dataset.shape, dataset.licence, dataset.bytes)
    }
  }

  /// The folder `datasets` in the lab's home: `MLLAB_HOME`, or the first that has one, from the executable upwards.
  static func folder(
    environment: [String: String] = ProcessInfo.processInfo.environment, executable: URL? = Bundle.main.executableURL
  ) throws(DatasetManifestError) -> URL {
    if let home = environment["MLLAB_HOME"] { return URL(filePath: home).appending(path: "datasets") }
    var place = (executable ?? URL(filePath: "/")).resolvingSymlinksInPath().deletingLastPathComponent()
    let start = place.path()
    while true {
      let folder = place.appending(path: "datasets")
      if FileManager.default.fileExists(atPath: folder.appending(path: "MANIFEST.csv").path()) { return folder }
      guard place.pathComponents.count > 1 else { throw .noFolder(lookedIn: [start]) }
      place.deleteLastPathComponent()
    }
  }

  fileprivate static func failure(_ message: String, code: Int32) -> ExitCode {
    FileHandle.standardError.write(Data("mllab: \(message)\n".utf8))
    return ExitCode(code)
  }
}

private func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

private func quoted(_ names: [String]) -> String {
  names.map { "\"\($0)\"" }.joined(separator: " or ")
}

// MARK: - Text, at most 80 columns wide

extension Datasets {
  static func list(_ manifest: DatasetManifest) -> String {
    let rows = manifest.datasets.map { [$0.name, $0.shape, size($0.bytes), $0.title] }
    let bytes = manifest.files.reduce(0) { $0 + $1.bytes }
    let lines = rows.map { "\(padded($0[0], 18))  \(padded($0[1], 15)) \(padded($0[2], -7))  \($0[3])" }
    let sum = "\(manifest.datasets.count) data sets, \(manifest.files.count) files, \(size(bytes))."
    return (lines + ["", "\(sum) `mllab datasets show NAME` tells more."]).joined(separator: "\n")
  }

  static func page(_ dataset: DatasetManifest.Dataset, in folder: URL) -> String {
    var lines = ["\(dataset.name): \(dataset.title)", ""]
    lines += field("size", "\(dataset.shape), \(size(dataset.bytes))")
    lines += field("licence", dataset.licence)
    lines += field("cite", dataset.citation)
    lines += field("note", dataset.notes)
    let sources = Set(dataset.files.map { "\($0.source) (\($0.how))" }).sorted()
    lines += field("from", sources.count > 1 ? "\(sources[0]) and \(sources.count - 1) more like it" : sources.joined())
    lines.append("")
    let shown = dataset.files.count > 8 ? dataset.files.prefix(3) : dataset.files[...]
    lines += shown.map { "  \(padded($0.path, 46)) \(padded($0.shape, 15)) \(padded(size($0.bytes), -8))" }
    if shown.count < dataset.files.count { lines.append("  and \(dataset.files.count - shown.count) more") }
    if let table = dataset.files.first(where: { $0.path.hasSuffix(".csv") || $0.path.hasSuffix(".csv.gz") }) {
      lines += ["", "columns, and the first rows of \(table.path)"]
      lines += preview(firstRows(of: folder.appending(path: table.path), count: 4))
    }
    return lines.joined(separator: "\n")
  }

  static func report(_ verdicts: [DatasetManifest.Verdict]) -> String {
    let lines = verdicts.map { "\(padded($0.status.rawValue, 10))  \($0.path)" }
    let off = verdicts.count { $0.status != .ok }
    let sum = off == 0 ? "all \(verdicts.count) files are as published" : "\(off) of \(verdicts.count) files are off"
    return (lines + ["", sum]).joined(separator: "\n")
  }

  /// One line a column: its name and its cells in the first rows; of columns beyond the twentieth the names.
  private static func preview(_ rows: [[String]]) -> [String] {
    guard let header = rows.first else { return ["  (cannot be read)"] }
    let lines = header.indices.prefix(20).map { i in
      let cells = rows.dropFirst().map { i < $0.count ? padded(cut($0[i], 16), 16) : "" }
      return "  " + trimmed(([padded(cut(header[i], 23), 23)] + cells).joined(separator: "  "))
    }
    guard header.count > 20 else { return lines }
    let others = header.dropFirst(20).joined(separator: ", ")
    return lines + wrapped("and \(header.count - 20) columns more: \(others)", width: 80, indent: "  ")
  }

  /// The first records of a table; of a compressed one, through gzip(1), which every Debian has.
  private static func firstRows(of file: URL, count: Int) -> [[String]] {
    let data = (file.pathExtension == "gz" ? decompressed(file) : try? Data(contentsOf: file)) ?? Data()
    return Array(csvRows(String(decoding: data.prefix(1 << 13), as: UTF8.self)).prefix(count))
  }

  private static func decompressed(_ file: URL) -> Data? {
    let gzip = Command("/usr/bin/gzip", ["--decompress", "--stdout", file.path(percentEncoded: false)])
    return (try? gzip.outcome(seconds: 60)).map { Data($0.output) }
  }

  /// A label and a text, broken between words into lines of at most 79 letters; longer words are cut.
  private static func field(_ label: String, _ text: String) -> [String] {
    var lines: [String] = []
    var line = padded(label, 8)
    for word in text.split(separator: " ").flatMap({ pieces($0, of: 70) }) {
      if line.count + 1 + word.count > 79 {
        lines.append(line)
        line = padded("", 8)
      }
      line += " " + word
    }
    return lines + [line]
  }

  private static func pieces(_ word: Substring, of width: Int) -> [Substring] {
    word.count <= width ? [word] : [word.prefix(width)] + pieces(word.dropFirst(width), of: width)
  }

  static func size(_ bytes: Int) -> String {
    if bytes < 1000 { return "\(bytes) B" }
    if bytes < 1_000_000 { return "\((bytes + 500) / 1000) kB" }
    return "\((bytes + 50_000) / 1_000_000).\((bytes + 50_000) / 100_000 % 10) MB"
  }

  /// Filled with blanks: behind the text up to `width` letters, before it if `width` is negative.
  private static func padded(_ text: String, _ width: Int) -> String {
    let blanks = String(repeating: " ", count: max(0, abs(width) - text.count))
    return width < 0 ? blanks + text : text + blanks
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(width - 1) + "…"
  }

  private static func trimmed(_ text: String) -> String {
    String(text.reversed().drop { $0 == " " }.reversed())
  }
}
