import ArgumentParser
import Foundation
import Sandbox

/// Whether the well-known libraries of Python are measured, too.
struct PeersOptions: ParsableArguments {
  @Flag(
    name: .long,
    help: "Also NumPy, SciPy and scikit-learn, in a virtual environment that is made once, after asking.")
  var peers = false
  @Flag(name: .long, help: "Make the virtual environment without asking.") var yes = false

  /// What came of starting a program of Benchmarks/peers.
  enum Started {
    case unwanted
    /// Why there is none, in a sentence or two.
    case missing(String)
    /// Who computes, in words; and how a conversation is started.
    case ready(String, () throws -> Dialogue)
  }

  /// Makes the virtual environment if it is wanted and missing, and asks the program who it is.
  ///
  /// - Throws: `UsageError` if it would be made and nobody can be asked.
  func start(_ script: String, _ lab: Lab, scratch: String) throws -> Started {
    guard peers else { return .unwanted }
    let environment = Peers(lab: lab)
    do {
      if !environment.isMade {
        guard try mayMake(environment) else { return .missing("the virtual environment was not wanted.") }
        sayRaw("Making \(environment.plan).\n", to: 2)
        try environment.make(in: scratch)
      }
      let versions = try environment.dialogue(script, scratch: scratch).ask("versions", seconds: 60)
      return .ready(versions) { try environment.dialogue(script, scratch: scratch) }
    } catch let reason as Peers.Unavailable {
      return .missing("\(reason)")
    } catch let failure as Dialogue.Failure {
      return .missing("it does not start (\(failure)). To make it anew: rm -r \(environment.folder)")
    }
  }

  private func mayMake(_ environment: Peers) throws -> Bool {
    if yes { return true }
    guard isatty(0) == 1, isatty(2) == 1 else {
      throw UsageError("--peers would make \(environment.plan). To allow that, say --yes.")
    }
    sayRaw("--peers makes \(environment.plan). Make it now? [Y/n] ", to: 2)
    return !(readLine() ?? "n").lowercased().hasPrefix("n")
  }
}
