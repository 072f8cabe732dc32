import ArgumentParser

/// Named here so that `--help` lists it; the wrapper script runs it, for it begins with the build of this program.
struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test", abstract: "Everything the project tests: format, build, unit tests, proofs, check sums.")

  func run() throws {
    throw UsageError("Start the tests through the script in the repository: ./mllab test")
  }
}
