import Foundation
import Sandbox

/// NumPy, SciPy and scikit-learn, in a virtual environment that is made when somebody asks for it.
struct Peers {
  let lab: Lab

  /// Among the caches, which `mllab clean` empties.
  var folder: String { lab.folder + "/cache/peers" }
  private var python: String { folder + "/bin/python3" }
  private var requirements: URL { lab.home.appendingPathComponent("Benchmarks/peers/requirements.txt") }
  /// What was installed, word for word.
  private var stamp: URL { URL(fileURLWithPath: folder + "/requirements.txt") }

  /// Why there are no peers in this run, in a sentence or two.
  struct Unavailable: Error, CustomStringConvertible {
    let description: String
  }

  /// Whether what is pinned now is what was installed.
  var isMade: Bool {
    guard let wanted = try? Data(contentsOf: requirements) else { return false }
    return FileManager.default.isExecutableFile(atPath: python) && (try? Data(contentsOf: stamp)) == wanted
  }

  /// What making it means, for the question and for the answer.
  var plan: String {
    let packages = (try? pinned())?.joined(separator: ", ") ?? "NumPy and scikit-learn"
    return "a virtual environment of Python with \(packages) from PyPI, about 350 MB in \(folder)"
  }

  private func pinned() throws -> [String] {
    try String(contentsOf: requirements, encoding: .utf8).split(separator: "\n")
      .filter { !$0.hasPrefix("#") }.map { String($0).replacing("==", with: " ") }
  }

  /// Makes the environment anew, in a scratch folder until it is whole: what fails or is interrupted leaves nothing.
  ///
  /// - Throws: `Unavailable` with what to do about it.
  func make(in scratch: String) throws {
    let system = "/usr/bin/python3"
    guard FileManager.default.isExecutableFile(atPath: system) else {
      throw Unavailable(description: "Python is needed: sudo apt-get install python3 python3-venv")
    }
    guard try run(system, ["-I", "-c", "import venv, ensurepip"]).succeeded else {
      throw Unavailable(
        description: "Python lacks its module for virtual environments: sudo apt-get install python3-venv")
    }
    let fresh = scratch + "/peers"
    let made = try run(system, ["-I", "-m", "venv", fresh])
    guard made.succeeded else {
      throw Unavailable(description: "\(fresh) could not be made a virtual environment: \(made.lastLine)")
    }
    let installed = try run(
      fresh + "/bin/python3",
      ["-I", "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check", "--retries", "1"]
        + ["--only-binary", ":all:", "-r", requirements.path])
    guard installed.succeeded else {
      throw Unavailable(
        description: installed.output.contains("Retrying")  // pip's word for a server that does not answer
          ? "PyPI cannot be reached, so that nothing could be installed. Once this machine is online, try again."
          : "pip could not install them: \(installed.lastLine)")
    }
    try Data(contentsOf: requirements).write(to: URL(fileURLWithPath: fresh + "/requirements.txt"))
    try? FileManager.default.removeItem(atPath: folder)
    try FileManager.default.moveItem(atPath: fresh, toPath: folder)
  }

  /// A conversation with a program of Benchmarks/peers, which is told where the datasets lie.
  func dialogue(_ script: String, scratch: String) throws -> Dialogue {
    let path = lab.home.appendingPathComponent("Benchmarks/peers/\(script)").path
    return try Dialogue(
      Command(python, ["-I", path, lab.datasets.path], environment: BenchPrograms.environment),
      errors: "\(scratch)/\(script).err")
  }

  /// Seconds for one step: 350 MB over a slow line take their time.
  private static let patience = 1800.0

  private struct Output {
    var succeeded: Bool
    var output: String
    var lastLine: String { output.split(separator: "\n").last.map { String($0.prefix(200)) } ?? "no word of why" }
  }

  private func run(_ executable: String, _ arguments: [String]) throws -> Output {
    let command = Command(executable, arguments, environment: ProcessInfo.processInfo.environment)
    do {
      let outcome = try command.outcome(seconds: Self.patience, keepsErrors: true)
      return Output(succeeded: outcome.succeeded, output: outcome.text)
    } catch {
      return Output(succeeded: false, output: "\(error)")
    }
  }
}
