import ContentHash
import Foundation

/// A piece of a script that is compiled by itself, and again only when it, or what it sees, has changed.
public struct ScriptPart: Sendable {
  /// Its text, which names nothing of a later part.
  public var source: String
  /// By their numbers, the earlier parts whose declarations it may name, and those that these need.
  public var needs: [Int]

  public init(source: String, needs: [Int]) {
    self.source = source
    self.needs = needs
  }
}

extension String {
  /// What a script that was given in parts prints, with its types called as in one that is whole.
  public var withoutParts: String { replacing(/\bProgramPart\d+\./, with: "Program.") }
}

extension Builds {
  /// Compiles and links a script that is given in parts, which run one after the other.
  ///
  /// Each part is a module: its interface, made without a look into functions, is all that others see of it. So an edit
  /// costs the part itself, and those that need it only if the interface has changed. The price: nothing is inlined or
  /// specialised from one part into another.
  ///
  /// - Parameters:
  ///   - parts: in their order.
  ///   - used: the modules that all of them see.
  ///   - scratch: a folder for the outcome.
  /// - Returns: the program, or `learnerFailed` with the compiler's words about parts that do not compile by themselves.
  /// - Throws: what keeps the compiler or the linker from running.
  public func script(_ parts: [ScriptPart], used: [UsedModule], in scratch: String) throws -> Outcome {
    let caller = Array(Toolchain.partsInTurn(parts.count).utf8)
    let key = SHA256.hex(Array(toolchain.version.utf8) + caller).prefix(32)
    let calls = try kept("parts", String(key)) { fresh in
      try write(caller, to: "\(fresh)/Program.swift")
      return [toolchain.compileProgram("Program.swift", isScript: true, used: [], optimised: false, into: fresh)]
    } orFail: { words in
      ToolchainError(description: "The parts of a script cannot be called, a fault of the lab:\n\(words)")
    }
    var (interfaces, codes): ([Step], [Step]) = ([], [])
    for (number, part) in parts.enumerated() {
      try write(Array(part.source.utf8), to: "\(scratch)/\(Toolchain.part(number)).swift")
      var steps = toolchain.compilePart(number, needs: part.needs, used: used, in: scratch)
      steps.interface.isMade = { try take(steps.interface.name, of: number, parts, used, in: scratch) }
      steps.code.isMade = { try take(steps.code.name, of: number, parts, used, in: scratch) }
      interfaces.append(steps.interface)
      codes.append(steps.code)
    }
    let steps = interfaces + codes  // that nobody waits long for an interface
    let linking = toolchain.link(
      ["\(calls)/Program.o"] + codes.map(\.name) + used.map(\.object), to: "program", in: scratch,
      after: steps.map(\.name))
    let start = monotonicSeconds()
    let results = try runSteps(
      steps + [linking], scratch: scratch, cancellation: nil, atOnce: ProcessInfo.processInfo.activeProcessorCount + 1)
    let seconds = monotonicSeconds() - start
    try FileManager.default.createDirectory(atPath: "\(toolchain.cache)/parts", withIntermediateDirectories: true)
    for (number, steps) in zip(interfaces, codes).enumerated() {
      for name in [steps.0.name, steps.1.name] {
        guard let result = results[name], result.succeeded, result.seconds > 0 else { continue }
        // If it fails, another process was first, or the part is made again next time.
        _ = link("\(scratch)/\(name)", try kept(name, of: number, parts, used, in: scratch))
      }
    }
    let failures = (steps + [linking]).compactMap { results[$0.name] }.filter { !$0.succeeded }
    guard failures.isEmpty else { return .learnerFailed(failures.map(\.output).joined(separator: "\n")) }
    let linkSeconds = results[linking.name]?.seconds ?? 0
    return .program("\(scratch)/program", compileSeconds: seconds - linkSeconds, linkSeconds: linkSeconds)
  }

  private func take(
    _ file: String, of number: Int, _ parts: [ScriptPart], _ used: [UsedModule], in scratch: String
  ) throws -> Bool {
    link(try kept(file, of: number, parts, used, in: scratch), "\(scratch)/\(file)") == 0
  }

  /// Where what was made of a part is kept: by all that it was made from.
  func kept(
    _ file: String, of number: Int, _ parts: [ScriptPart], _ used: [UsedModule], in scratch: String
  ) throws -> String {
    var hash = SHA256()
    let names =
      [toolchain.version, "\(number)"] + used.map(\.folder) + ["\(parts[number].needs)", parts[number].source]
    hash.update(names.joined(separator: "\n").utf8)
    for need in parts[number].needs {
      hash.update(try Data(contentsOf: URL(fileURLWithPath: "\(scratch)/\(Toolchain.part(need)).swiftmodule")))
    }
    return "\(toolchain.cache)/parts/\(hash.finalizeHex().prefix(32))-\(file)"
  }
}
