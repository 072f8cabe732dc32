import ArgumentParser
import Curriculum
import Foundation
import Grading
import Progress
import Sandbox

struct DoctorCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Examine the lab: toolchain, BLAS, sandbox, and whether the grader bites.",
    discussion: "Exit status: 0 all in order, 70 something is broken.")

  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let lab = try Lab.current()
    var findings: [Finding] = []
    func found(_ finding: Finding) {
      findings.append(finding)
      if !json.json { say(finding.words(Terminal.current.ink, width: Terminal.current.width)) }
    }
    let grader = try lab.grader()
    found(toolchain(grader.builds.toolchain))
    blas(lab).forEach(found)
    found(.init(sandbox: grader.sandbox))
    found(gnuplot())
    found(disk(lab))
    found(log(lab))
    do {
      for canary in Canary.all { found(try canary.sing(lab: lab, grader: grader)) }
    } catch {
      found(Finding(.broken, "canary", inWords(error)))
    }
    if json.json { try sayJSON(findings) }
    let broken = findings.count { $0.state == .broken }
    if !json.json { say(broken == 0 ? "All in order." : "\(broken) broken.") }
    if broken > 0 { throw ExitCode(ExitStatus.broken) }
  }

  private func toolchain(_ toolchain: Toolchain) -> Finding {
    Finding(.good, "toolchain", "\(toolchain.compiler), toolkit \(toolchain.version)")
  }

  /// Asked of a program of the learner's half: the tool itself links no BLAS.
  private func blas(_ lab: Lab) -> [Finding] {
    struct Report: Decodable {
      var library: String
      var core: String
      var config: String
      var threads: Int
      var lapackVersion: String
      var lapackResolvesTo: String
      var selfTest: String
    }
    let kernels = URL(fileURLWithPath: lab.folder + "/../release/mllab-kernels").standardized.path
    let command = Command(kernels, ["doctor"], environment: ProcessInfo.processInfo.environment)
    let outcome: Outcome
    do { outcome = try command.outcome(seconds: 60) } catch is Overtime {
      return [.init(.broken, "BLAS", "mllab-kernels does not answer within a minute")]
    } catch {
      return [.init(.broken, "BLAS", "mllab-kernels is missing: ./mllab")]
    }
    guard let report = try? JSONDecoder().decode(Report.self, from: Data(outcome.output)) else {
      return [.init(.broken, "BLAS", "mllab-kernels does not answer: \(outcome.text)")]
    }
    let isOpen = report.lapackResolvesTo.contains("openblas")
    return [
      .init(
        report.selfTest == "ok" ? .good : .broken, "BLAS",
        "\(report.library), kernels for \(report.core), \(report.threads) thread, self-test: \(report.selfTest)"),
      .init(
        isOpen ? .good : .poor, "LAPACK",
        "\(report.lapackVersion) in \(report.lapackResolvesTo)"
          + (isOpen
            ? "" : ", which is not OpenBLAS's: slow. See update-alternatives --config liblapack.so.3-x86_64-linux-gnu")),
    ]
  }

  private func gnuplot() -> Finding {
    FileManager.default.isExecutableFile(atPath: "/usr/bin/gnuplot")
      ? .init(.good, "gnuplot", "/usr/bin/gnuplot")
      : .init(.poor, "gnuplot", "not installed; pictures will be left out. apt install gnuplot-nox")
  }

  private func disk(_ lab: Lab) -> Finding {
    let values = try? URL(fileURLWithPath: lab.folder).resourceValues(forKeys: [.volumeAvailableCapacityKey])
    let free = values?.volumeAvailableCapacity ?? 0
    let text = String(format: "%.1f GB free", Double(free) / 1e9)
    return free > 500_000_000
      ? .init(.good, "disk", text) : .init(.poor, "disk", "\(text); mllab clean frees what it can")
  }

  private func log(_ lab: Lab) -> Finding {
    let url = Workspace(folder: options.folder(home: lab.home)).log
    guard FileManager.default.fileExists(atPath: url.path) else { return .init(.good, "log", "not begun yet") }
    do {
      let log = try AttemptLog(at: url, thorough: true)
      if let setAside = log.setAside { return .init(.poor, "log", "\(setAside)") }
      let count = try log.attempts().count
      return .init(.good, "log", "\(url.path), \(count) entries, intact")
    } catch {
      return .init(.broken, "log", "\(error)")
    }
  }
}

/// One thing that was examined.
struct Finding: Encodable {
  enum State: String, Encodable { case good, poor, broken }

  var state: State
  var name: String
  var text: String

  init(_ state: State, _ name: String, _ text: String) {
    self.state = state
    self.name = name
    self.text = text
  }

  init(sandbox: Sandbox) {
    self.init(
      sandbox.containment == .processGroup ? .poor : .good, "sandbox",
      "\(sandbox.containment.explanation); not covered: \(Containment.notCovered)")
  }

  func words(_ ink: Ink, width: Int) -> [String] {
    let mark =
      switch state {
      case .good: ink.good("✓")
      case .poor: ink.warn("!")
      case .broken: ink.bad("✗")
      }
    let column = String(repeating: " ", count: 17)
    var lines = wrapped(text, width: width, indent: column)
    if let first = lines.first {
      lines[0] = "\(mark) \(name.padding(toLength: 13, withPad: " ", startingAt: 0))  \(first.dropFirst(column.count))"
    }
    return lines
  }
}
