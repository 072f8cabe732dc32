import ContentHash
import Foundation

/// Why the toolkit cannot be made or found.
public struct ToolchainError: Error, CustomStringConvertible {
  public let description: String
}

extension Toolchain {
  /// The toolkit made last in a lab folder.
  public static func installed(in lab: String) throws(ToolchainError) -> Toolchain {
    guard let data = FileManager.default.contents(atPath: settingsPath(lab)) else {
      throw ToolchainError(description: "There is no toolkit in \(lab) yet. Make it with: ./mllab")
    }
    guard let toolchain = try? JSONDecoder().decode(Toolchain.self, from: data) else {
      throw ToolchainError(
        description: "\(settingsPath(lab)) cannot be read. Make it anew with: ./mllab clean, ./mllab")
    }
    return toolchain
  }

  /// Makes the toolkit from a release build: modules, module maps and the runtime library, and asks clang once how it
  /// would link.
  ///
  /// - Parameters:
  ///   - build: SwiftPM's folder of the configuration, `.build/release`.
  ///   - package: the repository's folder.
  ///   - lab: where the toolkit and the caches go.
  /// - Returns: the toolchain, also kept in `toolkit.json`.
  /// - Throws: `ToolchainError` if the build or the compiler lacks something; what the file system says.
  public static func install(fromBuild build: String, package: String, lab: String) throws -> Toolchain {
    let files = FileManager.default
    let toolkit = "\(lab)/toolkit"
    let fresh = "\(lab)/toolkit-\(ProcessInfo.processInfo.processIdentifier)"
    try? files.removeItem(atPath: fresh)
    for folder in ["modules", "lib"] + cModules {
      try files.createDirectory(atPath: "\(fresh)/\(folder)", withIntermediateDirectories: true)
    }
    for module in learnersModules {
      try copy("\(build)/Modules/\(module).swiftmodule", to: "\(fresh)/modules/\(module).swiftmodule")
    }
    try copy("\(build)/libLabRuntime.so", to: "\(fresh)/lib/libLabRuntime.so")
    for file in ["module.modulemap", "shim.h"] {
      try copy("\(package)/Sources/COpenBLAS/\(file)", to: "\(fresh)/COpenBLAS/\(file)")
    }
    for (module, file) in ["CElementwise", "CAllocationCounter"].flatMap({
      [($0, "module.modulemap"), ($0, "\($0).h")]
    }) {
      try copy("\(package)/Sources/\(module)/include/\(file)", to: "\(fresh)/\(module)/\(file)")
    }
    let shims = try shimsFolder(build: build)
    for file in ["module.modulemap", "_NumericsShims.h"] {
      try copy("\(shims)/\(file)", to: "\(fresh)/_NumericsShims/\(file)")
    }
    let usr = try toolchainFolder()
    var hash = SHA256()
    for path in try files.subpathsOfDirectory(atPath: fresh).sorted() {
      if let data = files.contents(atPath: "\(fresh)/\(path)") { hash.update(data) }
    }
    let compiler = try output(of: "\(usr)/bin/swift-frontend", ["-frontend", "-version"])
    hash.update(compiler.utf8)
    try? files.removeItem(atPath: toolkit)
    try files.moveItem(atPath: fresh, toPath: toolkit)
    try files.createDirectory(atPath: "\(lab)/cache", withIntermediateDirectories: true)
    let (prefix, suffix) = try linkArguments(usr: usr, toolkit: toolkit)
    let toolchain = Toolchain(
      usr: usr, toolkit: toolkit, cache: "\(lab)/cache", blasIncludes: try blasIncludes(), linkPrefix: prefix,
      linkSuffix: suffix, version: String(hash.finalizeHex().prefix(16)),
      compiler: String(compiler.prefix { $0 != "\n" }))
    try JSONEncoder().encode(toolchain).write(to: URL(fileURLWithPath: settingsPath(lab)), options: .atomic)
    return toolchain
  }

  /// What a learner may import, and what these modules import themselves.
  private static let learnersModules = [
    "Events", "Checking", "Starter", "LabNumerics", "LabData", "LabPlot", "RealModule", "ComplexModule",
  ]

  private static func settingsPath(_ lab: String) -> String { "\(lab)/toolkit.json" }

  /// Copies a file so that every user may read it: inside the sandbox root becomes another user.
  private static func copy(_ source: String, to target: String) throws {
    guard FileManager.default.fileExists(atPath: source) else {
      throw ToolchainError(description: "The build has no \(source). Build it with: ./mllab")
    }
    try FileManager.default.copyItem(atPath: source, toPath: target)
    try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: target)
  }

  /// The header of swift-numerics lies in the checkouts of the same scratch folder.
  private static func shimsFolder(build: String) throws -> String {
    let scratch = URL(fileURLWithPath: build).resolvingSymlinksInPath().deletingLastPathComponent()
      .deletingLastPathComponent().path
    return "\(scratch)/checkouts/swift-numerics/Sources/_NumericsShims/include"
  }

  /// The `usr` folder of the swift in PATH, through links and through toolchain managers' proxies.
  private static func toolchainFolder() throws -> String {
    struct TargetInfo: Decodable {
      struct Paths: Decodable { var runtimeResourcePath: String }
      var paths: Paths
    }
    let text = try output(of: "/usr/bin/env", ["swiftc", "-print-target-info"])
    let info = try JSONDecoder().decode(TargetInfo.self, from: Data(text.utf8))
    return URL(fileURLWithPath: info.paths.runtimeResourcePath).deletingLastPathComponent()
      .deletingLastPathComponent().resolvingSymlinksInPath().path
  }

  private static func blasIncludes() throws -> [String] {
    try output(of: "/usr/bin/env", ["pkg-config", "--cflags-only-I", "openblas"])
      .split(whereSeparator: \.isWhitespace).map { String($0.dropFirst(2)) }
  }

  /// The crt files' paths hold a version of gcc: asked of clang, not guessed.
  private static func linkArguments(usr: String, toolkit: String) throws -> ([String], [String]) {
    let swift = "\(usr)/lib/swift/linux"
    let registrar = "\(swift)/x86_64/swiftrt.o"  // the runtime's part of every program; our objects go beside it
    let text = try output(of: "\(usr)/bin/clang", ["-fuse-ld=lld", "-###", registrar, "-o", "PROGRAM"])
    let arguments = text.split(separator: "\n").last.map(quotedWords) ?? []
    guard let object = arguments.firstIndex(of: registrar), let flag = arguments.firstIndex(of: "-o"), flag < object
    else { throw ToolchainError(description: "clang does not say how it links:\n\(text)") }
    let prefix = arguments[1..<flag] + arguments[(flag + 2)...object]
    let libraries = [
      "-L\(toolkit)/lib", "-L\(swift)", "-lLabRuntime", "-lswiftCore", "-lswiftSwiftOnoneSupport",
      "-lswift_Concurrency", "-lswift_StringProcessing", "-lswiftGlibc", "-lm", "--as-needed", "-lFoundation",
      "-lFoundationEssentials", "-lswiftSynchronization", "-lswiftRegexBuilder", "-lswiftDispatch", "-ldispatch",
      "-lBlocksRuntime", "--no-as-needed",
    ]
    return (Array(prefix), libraries + arguments[(object + 1)...])
  }

  /// The words of a line in which every word is in quotation marks.
  private static func quotedWords(_ line: Substring) -> [String] {
    line.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  private static func output(of executable: String, _ arguments: [String]) throws -> String {
    let command = Command(executable, arguments, environment: ProcessInfo.processInfo.environment)
    let outcome = try command.outcome(seconds: 60, keepsErrors: true)
    guard outcome.succeeded else {
      throw ToolchainError(
        description: "\(executable) \(arguments.joined(separator: " ")) failed:\n\(outcome.text)")
    }
    return outcome.text
  }
}
