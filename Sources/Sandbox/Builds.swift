import ContentHash
import Foundation

/// The compiled parts of programs, kept by the content they were made from, and programs made from them.
public struct Builds: Sendable {
  public let toolchain: Toolchain

  public init(_ toolchain: Toolchain) { self.toolchain = toolchain }

  /// A part that is compiled once for each content.
  public struct Module: Sendable, Hashable {
    public let name: String
    let folder: String
    public var object: String { "\(folder)/\(name).o" }

    /// Whether programs with this module were found too slow without optimisation in the last day; kept with it. A busy
    /// machine makes everything slow, so that nothing is called slow for ever.
    public var isSlowUnoptimised: Bool {
      let noted = try? FileManager.default.attributesOfItem(atPath: slowMark)[.modificationDate] as? Date
      return noted.map { abs($0.timeIntervalSinceNow) < 24 * 60 * 60 } ?? false
    }

    public func noteSlowUnoptimised() { _ = FileManager.default.createFile(atPath: slowMark, contents: nil) }

    var slowMark: String { "\(folder)/slow-unoptimised" }
  }

  /// What a program is made of.
  public struct Parts: Sendable {
    public var learner: (name: String, bytes: [UInt8])
    public var checks: Module
    public var used: [UsedModule]
    public var binding: String
    /// `-Onone` for the learner's file: compiled in half the time, and a trap says why, but slower.
    public var isUnoptimised = false

    public init(learner: (name: String, bytes: [UInt8]), checks: Module, used: [UsedModule], binding: String) {
      self.learner = learner
      self.checks = checks
      self.used = used
      self.binding = binding
    }
  }

  /// What came of making a program.
  public enum Outcome: Sendable {
    case program(String, compileSeconds: Double, linkSeconds: Double)
    /// The learner's file does not compile; the compiler's words.
    case learnerFailed(String)
    /// The learner's file compiles, but does not declare what the binding asks for; the compiler's words.
    case bindingFailed(String)
  }

  /// The exercise's checks, compiled now or before.
  public func checks(_ source: URL) throws -> Module {
    let bytes = try Data(contentsOf: source)
    let key = String(SHA256.hex(Array(toolchain.version.utf8) + bytes).prefix(32))
    let folder = try kept("checks", key) { fresh in
      toolchain.compileChecks(source.path, into: fresh)
    } orFail: { words in
      ToolchainError(description: "\(source.path) does not compile, a fault of the lab:\n\(words)")
    }
    return Module(name: "Checks", folder: folder)
  }

  /// An earlier file of the learner's, or its reference, compiled now or before.
  ///
  /// Throws `ToolchainError` with the compiler's words if it does not compile; with `onlyKept` nothing is compiled now,
  /// and what was not compiled before is an error too.
  public func used(
    module: String, _ bytes: [UInt8], fileName: String, uses: [UsedModule], onlyKept: Bool = false
  ) throws -> UsedModule {
    let parts = [toolchain.version, module] + uses.map(\.folder)
    let key = String(SHA256.hex(Array(parts.joined(separator: "\n").utf8) + bytes).prefix(32))
    let folder = try kept("used", key) { fresh in
      if onlyKept { throw ToolchainError(description: "\(fileName) is not compiled yet.") }
      try Data(bytes).write(to: URL(fileURLWithPath: "\(fresh)/\(fileName)"))
      return toolchain.compileUsed(module: module, fileName, used: uses, into: fresh)
    } orFail: { words in
      ToolchainError(description: "\(fileName) does not compile:\n\(words)")
    }
    return UsedModule(name: module, folder: folder)
  }

  /// Compiles and links a program in a scratch folder.
  public func program(_ parts: Parts, in scratch: String, cancellation: Cancellation?) throws -> Outcome {
    try write(parts.learner.bytes, to: "\(scratch)/\(parts.learner.name)")
    var steps = toolchain.compileLearner(
      parts.learner.name, used: parts.used, optimised: !parts.isUnoptimised, into: scratch)
    var binding = toolchain.compileBinding(
      parts.binding, checks: parts.checks.folder, used: parts.used, into: scratch)
    binding.isMade = { try takeKeptBinding(parts, in: scratch) }
    steps.append(binding)
    steps.append(
      toolchain.link(
        ["Learner.o", "Program.o", parts.checks.object] + parts.used.map(\.object), to: "program", in: scratch,
        after: ["Learner", "Program"]))
    let start = monotonicSeconds()
    let results = try runSteps(steps, scratch: scratch, cancellation: cancellation)
    let seconds = monotonicSeconds() - start
    if let learner = results["Learner"], !learner.succeeded { return .learnerFailed(learner.output) }
    if let interface = results["Learner-interface"], !interface.succeeded { return .learnerFailed(interface.output) }
    if let binding = results["Program"], !binding.succeeded { return .bindingFailed(binding.output) }
    if let trespass = ObjectFile(at: "\(scratch)/Learner.o")?.trespass(of: "Learner", on: ["Checks", "Program"]) {
      return .learnerFailed(trespass)
    }
    try keepBinding(parts, in: scratch)
    guard let link = results["link"], link.succeeded else {
      let words = results["link"]?.output ?? "the linker was not started"
      if words.contains("Learner.o") {
        return .learnerFailed(
          "The file does not link with the checks. Does it hold @main, or name a symbol itself?\n\(words)")
      }
      throw ToolchainError(description: "The program does not link:\n\(words)")
    }
    return .program("\(scratch)/program", compileSeconds: seconds - link.seconds, linkSeconds: link.seconds)
  }

  /// Links a program that was made once more, with other modules in place of those of the same names.
  ///
  /// Nothing is compiled again: no function of one module is copied into another.
  ///
  /// - Parameters:
  ///   - parts: what the program was made of.
  ///   - used: the modules to link instead of `parts.used`.
  ///   - scratch: where it was made.
  ///   - cancellation: ends the linker.
  /// - Returns: the new program, beside the first; nil if the modules do not fit together.
  /// - Throws: `Cancelled`, or what keeps the linker from running.
  public func relinked(
    _ parts: Parts, with used: [UsedModule], in scratch: String, cancellation: Cancellation?
  ) throws -> String? {
    let step = toolchain.link(
      ["Learner.o", "Program.o", parts.checks.object] + used.map(\.object), to: "relinked", in: scratch, after: [])
    let result = try runSteps([step], scratch: scratch, cancellation: cancellation)["link"]
    return result?.succeeded == true ? "\(scratch)/relinked" : nil
  }

  /// The symbols that the learner's compiled file asks others for.
  ///
  /// - Parameter scratch: where `program` made a program.
  /// - Returns: the names, as they are mangled; none if there is no object file.
  public func symbolsAskedFor(in scratch: String) -> [String] {
    (ObjectFile(at: "\(scratch)/Learner.o")?.symbols ?? []).filter { !$0.isDefined }.map(\.name)
  }

  /// The type-checked syntax tree of a file like the learner's, as swift-frontend prints it in JSON.
  ///
  /// - Parameters:
  ///   - source: its name and text.
  ///   - used: the modules that it sees.
  ///   - scratch: a folder for the outcome.
  /// - Returns: the JSON.
  /// - Throws: `ToolchainError` with the compiler's words if the file does not compile.
  public func syntaxTree(
    _ source: (name: String, bytes: [UInt8]), used: [UsedModule], in scratch: String
  ) throws -> Data {
    try write(source.bytes, to: "\(scratch)/\(source.name)")
    let results = try runSteps(
      [toolchain.dumpTree(source.name, used: used, in: scratch)], scratch: scratch, cancellation: nil)
    guard let result = results["tree"], result.succeeded else {
      throw ToolchainError(description: "\(source.name) does not compile:\n\(results["tree"]?.output ?? "")")
    }
    return try Data(contentsOf: URL(fileURLWithPath: "\(scratch)/tree.json"))
  }

  // MARK: - Bindings

  /// Most saves change the body of a function and leave the file's interface as it was: then the binding is as it was.
  private func takeKeptBinding(_ parts: Parts, in scratch: String) throws -> Bool {
    let kept = try keptBinding(parts, in: scratch)
    return link(kept, "\(scratch)/Program.o") == 0
  }

  private func keepBinding(_ parts: Parts, in scratch: String) throws {
    let kept = try keptBinding(parts, in: scratch)
    guard !FileManager.default.fileExists(atPath: kept) else { return }
    try FileManager.default.createDirectory(
      atPath: "\(toolchain.cache)/bindings", withIntermediateDirectories: true)
    _ = link("\(scratch)/Program.o", kept)  // if it fails, another process was first, or it is made again next time
  }

  private func keptBinding(_ parts: Parts, in scratch: String) throws -> String {
    var hash = SHA256()
    let names = [toolchain.version, parts.checks.folder, parts.binding] + parts.used.map(\.folder)
    hash.update(names.joined(separator: "\n").utf8)
    hash.update(try Data(contentsOf: URL(fileURLWithPath: parts.binding)))
    hash.update(try Data(contentsOf: URL(fileURLWithPath: "\(scratch)/Learner.swiftmodule")))
    return "\(toolchain.cache)/bindings/\(hash.finalizeHex().prefix(32)).o"
  }

  /// Compiles and links a program of the learner's own, which nobody judges.
  ///
  /// - Parameters:
  ///   - source: its name and text.
  ///   - used: the modules that it sees.
  ///   - optimised: whether it is fast; if not, a trap says why.
  ///   - scratch: a folder for the outcome.
  /// - Returns: the program, or `learnerFailed`.
  /// - Throws: `ToolchainError` if it does not link, for instance because nothing in it is to be run.
  public func ownProgram(
    _ source: (name: String, bytes: [UInt8]), used: [UsedModule] = [], optimised: Bool = true, in scratch: String
  ) throws -> Outcome {
    try Data(source.bytes).write(to: URL(fileURLWithPath: "\(scratch)/\(source.name)"))
    let isScript = !String(decoding: source.bytes, as: UTF8.self).contains("@main")
    let start = monotonicSeconds()
    let results = try runSteps(
      [
        toolchain.compileProgram(source.name, isScript: isScript, used: used, optimised: optimised, into: scratch),
        toolchain.link(["Program.o"] + used.map(\.object), to: "program", in: scratch, after: ["Program"]),
      ], scratch: scratch, cancellation: nil)
    let seconds = monotonicSeconds() - start
    if let program = results["Program"], !program.succeeded { return .learnerFailed(program.output) }
    guard let link = results["link"], link.succeeded else {
      throw ToolchainError(description: "\(source.name) does not link:\n\(results["link"]?.output ?? "")")
    }
    return .program("\(scratch)/program", compileSeconds: seconds - link.seconds, linkSeconds: link.seconds)
  }

  /// The folder kept under a key, made first if there is none; another process may be making the same one.
  func kept(
    _ kind: String, _ key: String, steps: (String) throws -> [Step], orFail failure: (String) -> ToolchainError
  ) throws -> String {
    let folder = "\(toolchain.cache)/\(kind)/\(key)"
    let files = FileManager.default
    if files.fileExists(atPath: folder) { return folder }
    let fresh = "\(toolchain.cache)/\(kind)/.\(key)-\(UUID().uuidString)"
    try files.createDirectory(atPath: fresh, withIntermediateDirectories: true)
    defer { try? files.removeItem(atPath: fresh) }
    let results = try runSteps(try steps(fresh), scratch: fresh, cancellation: nil)
    let failed = results.values.filter { !$0.succeeded }
    guard failed.isEmpty else { throw failure(failed.map(\.output).joined(separator: "\n")) }
    do {
      try files.moveItem(atPath: fresh, toPath: folder)
    } catch  where files.fileExists(atPath: folder) {}
    return folder
  }
}
