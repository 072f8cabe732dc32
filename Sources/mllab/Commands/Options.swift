import ArgumentParser
import Foundation

/// Which learner's folder is meant.
struct WorkspaceOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The learner's folder; default: MLLAB_WORKSPACE, else workspace/ beside mllab.", valueName: "folder"))
  var workspace: String?

  func folder(home: URL) -> URL {
    let path = workspace ?? ProcessInfo.processInfo.environment["MLLAB_WORKSPACE"].flatMap { $0.isEmpty ? nil : $0 }
    guard let path else { return home.appendingPathComponent("workspace") }
    return URL(fileURLWithPath: (path as NSString).expandingTildeInPath).standardizedFileURL
  }
}

/// Answers as JSON, for programs.
struct JSONOption: ParsableArguments {
  @Flag(name: .long, help: "Answer as JSON.")
  var json = false
}

/// Prints a value as JSON, keys in order, dates in ISO 8601.
func sayJSON(_ value: some Encodable) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  encoder.dateEncodingStrategy = .iso8601
  say(String(decoding: try encoder.encode(value), as: UTF8.self))
}
