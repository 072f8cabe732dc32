import Foundation
import Testing

@testable import mllab

@Suite struct DatasetManifestTests {
  /// The repository's own folder of data sets.
  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().appending(path: "datasets")
  let manifest: DatasetManifest

  init() throws {
    manifest = try DatasetManifest(folder: Self.folder)
  }

  @Test func `knows where the penguins come from`() throws {
    let penguins = try #require(manifest.dataset("penguins"))
    #expect(penguins.shape == "344 x 8")
    #expect(penguins.licence == "CC0-1.0")
    #expect(penguins.group == "penguins")
    #expect(penguins.files.map(\.how) == ["verbatim"])
    #expect(manifest.dataset("nist/Longley.dat")?.name == "nist-regression")
  }

  @Test func `adds up the tables of a data set in pieces`() throws {
    #expect(manifest.dataset("flights")?.shape == "336776 x 19")
    #expect(manifest.dataset("fashion-mnist")?.shape == "12000 x 28 x 28")
    #expect(manifest.dataset("shakespeare")?.shape == "9 files")
    #expect(manifest.dataset("nist-anova")?.shape == "6 files")
  }

  @Test func `gives every file but the licences to exactly one data set`() {
    let given = manifest.datasets.flatMap(\.files).map(\.path)
    #expect(given.sorted() == manifest.files.map(\.path).filter { !$0.hasPrefix("LICENSES/") }.sorted())
    for dataset in manifest.datasets {
      #expect(!dataset.files.isEmpty, "\(dataset.name)")
      #expect(!dataset.licence.isEmpty && !dataset.citation.isEmpty && !dataset.notes.isEmpty, "\(dataset.name)")
    }
  }

  @Test func `finds every file of the repository as published`() {
    #expect(manifest.verify().filter { $0.status != .ok } == [])
  }

  @Test func `tells changed, missing and unknown files apart`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "DatasetManifestTests-\(UUID())")
    try FileManager.default.createDirectory(at: folder.appending(path: "g/.hidden"), withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    let files = [
      "MANIFEST.csv": "path,bytes,sha256,shape,source,how\n"
        + ["g/a", "g/b", "g/c"].map { "\($0),3,\(abc),,\"x, y\",verbatim\n" }.joined(),
      "index.csv": "name,title,files,licence,citation,notes\nletters,Letters,g/*,MIT,Me,None\n",
      "g/a": "abc", "g/b": "abd", "g/d": "abc", "g/.hidden/e": "", "README.md": "",
    ]
    for (path, text) in files { try Data(text.utf8).write(to: folder.appending(path: path)) }

    let small = try DatasetManifest(folder: folder)
    #expect(small.dataset("letters")?.files.first?.source == "x, y")
    let verdicts = small.verify()
    #expect(verdicts.map(\.path) == ["g/a", "g/b", "g/c", "g/d"])
    #expect(verdicts.map(\.status) == [.ok, .changed, .missing, .notListed])
    #expect(
      Datasets.report(verdicts)
        == "ok          g/a\nchanged     g/b\nmissing     g/c\nnot listed  g/d\n\n3 of 4 files are off")
  }

  @Test func `refuses a manifest with a cell too few`() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "DatasetManifestTests-\(UUID())")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    #expect(throws: DatasetManifestError.self) { try DatasetManifest(folder: folder) }
    try Data("path,bytes\na\n".utf8).write(to: folder.appending(path: "MANIFEST.csv"))
    #expect(throws: DatasetManifestError.self) { try DatasetManifest(folder: folder) }
  }

  @Test func `offers the nearest names`() {
    #expect(manifest.nearest(to: "flihgts") == ["flights"])
    #expect(manifest.nearest(to: "penguin") == ["penguins", "penguins-raw"])
    #expect(manifest.nearest(to: "stock prices").isEmpty)
  }

  @Test func `writes at most 80 columns`() {
    let texts = [Datasets.list(manifest)] + manifest.datasets.map { Datasets.page($0, in: Self.folder) }
    for line in texts.joined(separator: "\n").split(separator: "\n") {
      #expect(line.count <= 80, "\(line)")
    }
  }

  @Test func `shows the first rows, of compressed tables too`() throws {
    let penguins = try #require(manifest.dataset("penguins"))
    #expect(Datasets.page(penguins, in: Self.folder).contains("body_mass_g              3750              3800"))
    let flights = try #require(manifest.dataset("flights"))
    #expect(Datasets.page(flights, in: Self.folder).contains("tailnum                  N14228            N24211"))
  }

  @Test(arguments: [(0, "0 B"), (999, "999 B"), (1500, "2 kB"), (1_270_800, "1.3 MB"), (19_862_638, "19.9 MB")])
  func `writes sizes in decimal units`(bytes: Int, text: String) {
    #expect(Datasets.size(bytes) == text)
  }

  @Test func `reads quoted cells`() {
    #expect(csvRows("a,\"b, c\"\r\n\"\"\"\",\"x\ny\"\n") == [["a", "b, c"], ["\"", "x\ny"]])
    #expect(csvRows("\"he said \"\"no\"\"\",\"\"\n") == [["he said \"no\"", ""]])
    #expect(csvRows("") == [])
  }

  @Test func `looks for the folder in the environment first`() throws {
    let named = try Datasets.folder(environment: ["MLLAB_HOME": "/home/lab"], executable: nil)
    #expect(named.path() == "/home/lab/datasets")
    let inside = Self.folder.deletingLastPathComponent().appending(path: ".build/debug/mllab")
    #expect(try Datasets.folder(environment: [:], executable: inside).path().hasSuffix("/datasets"))
    #expect(throws: DatasetManifestError.self) {
      try Datasets.folder(environment: [:], executable: URL(filePath: "/proc/1/exe"))
    }
  }
}
