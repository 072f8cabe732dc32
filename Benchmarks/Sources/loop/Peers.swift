import Foundation
import Measuring

/// The same exercise, dot-product, as a package of another tool: one edit, then what a person would type.
final class Peer {
  let title: String
  /// What is run one after the other, and how long each took.
  private(set) var steps: [(command: [String], times: Measurements)]
  private(set) var totals = Measurements()
  private let folder: String
  private let file: String
  private let source: String
  private var number = 0

  /// Copies a package into `parent` and builds it once; `source` is the file in it that is edited.
  init(_ title: String, package: String, source: String, commands: [[String]], in parent: String) throws {
    self.title = title
    steps = commands.map { ($0, Measurements()) }
    folder = "\(parent)/\(URL(filePath: package).lastPathComponent)"
    try FileManager.default.copyItem(atPath: package, toPath: folder)
    file = "\(folder)/\(source)"
    self.source = try text(ofFile: file)
    for command in commands { try succeed(command, in: folder) }
  }

  /// Saves another right answer and runs the commands.
  func measure() throws {
    number += 1
    // The factors in turn this way and that way: another program each time, not only another comment.
    let code = number % 2 == 1 ? source.replacing("left * right", with: "right * left") : source
    guard number % 2 == 0 || code != source else { throw Failure("\(file) has no left * right to turn round") }
    try write("// Edit \(number)\n" + code, to: file)
    var total = 0.0
    for index in steps.indices {
      let time = try succeed(steps[index].command, in: folder).seconds
      steps[index].times.add(time)
      total += time
    }
    totals.add(total)
  }
}

extension Peer {
  /// `swift test` on a package with one source and one test file.
  static func swift(_ lab: Lab, in parent: String) throws -> Peer {
    try Peer(
      "swift test", package: "\(lab.folder)/Benchmarks/peers/swift", source: "Sources/DotProduct/DotProduct.swift",
      commands: [["swift", "test"]], in: parent)
  }

  /// cargo's build, test, clippy and run; nil without cargo.
  static func rust(_ lab: Lab, in parent: String) throws -> Peer? {
    func works(_ arguments: String...) -> Bool { (try? run(arguments))?.status == 0 }
    guard works("cargo", "--version") else { return nil }
    let commands = ["build", "test"] + (works("cargo", "clippy", "--version") ? ["clippy"] : []) + ["run"]
    let title = commands.map { "cargo \($0)" }.joined(separator: " && ")
    return try Peer(
      title, package: "\(lab.folder)/Benchmarks/peers/rust", source: "src/lib.rs",
      commands: commands.map { ["cargo", $0, "--quiet"] }, in: parent)
  }
}
