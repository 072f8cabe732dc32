import ContentHash
import Foundation

/// Where the compiler and the toolkit lie and how a learner's file is compiled and linked with them.
///
/// The only place that knows paths, flags and layout. SwiftPM takes no part: its null build alone costs a second.
///
/// A learner's program is three modules: `Checks` (the exercise's, knows nothing of the learner), `Learner` (the file
/// being edited) and `Program` (the binding, where both meet). In one module a learner's function called `expect`
/// would replace the one of the checks.
public struct Toolchain: Codable, Sendable {
  /// The toolchain's `usr` folder.
  let usr: String
  /// `toolkit/`: exactly what a learner may import.
  let toolkit: String
  /// Module caches and other things that can be thrown away.
  public let cache: String
  /// The folder of cblas.h, as pkg-config names it.
  let blasIncludes: [String]
  /// The linker's arguments before and after the objects, as clang would give them.
  let linkPrefix: [String]
  let linkSuffix: [String]
  /// The digest of everything in the toolkit and of the compiler's version: part of every cache key and of a verdict.
  public let version: String

  /// The compiler in words: "Swift version 6.3.1 (swift-6.3.1-RELEASE)".
  public let compiler: String

  public var runtimeLibraries: String { "\(usr)/lib/swift/linux" }
  public var toolkitLibraries: String { "\(toolkit)/lib" }
  public var backtracers: String { "\(usr)/libexec/swift" }
  public var sourcekitLSP: String { "\(usr)/bin/sourcekit-lsp" }

  // MARK: - Compiling

  /// Compiles the exercise's checks: `-O`, once for each content.
  func compileChecks(_ source: String, into folder: String) -> [Step] {
    compileModule("Checks", source, into: folder)
  }

  /// Compiles a file of the learner's that a later exercise uses, as a module of its own.
  func compileUsed(module: String, _ source: String, used: [UsedModule], into folder: String) -> [Step] {
    compileModule(module, source, into: folder, learner: true, used: used)
  }

  /// Compiles the learner's file in `folder`, beside its interface, which the binding waits for.
  func compileLearner(_ source: String, used: [UsedModule], optimised: Bool, into folder: String) -> [Step] {
    compileModule("Learner", source, into: folder, learner: true, used: used, optimised: optimised)
  }

  func compileBinding(_ source: String, checks: String, used: [UsedModule], into folder: String) -> Step {
    let imports = ["-I", folder, "-I", checks] + used.flatMap { ["-I", $0.folder] }
    return Step(
      name: "Program",
      command: frontend(
        ["-c", "-primary-file", source, "-module-name", "Program", "-parse-as-library", "-Onone", "-o", "Program.o"]
          + imports, in: folder),
      after: ["Learner-interface"])
  }

  /// Prints the type-checked syntax tree of a file like the learner's, as JSON, to `tree.json`.
  func dumpTree(_ source: String, used: [UsedModule], in folder: String) -> Step {
    let imports = used.flatMap { ["-I", $0.folder, "-testable-import-module", $0.name] }
    return Step(
      name: "tree",
      command: frontend(
        ["-dump-ast", "-dump-ast-format", "json", "-primary-file", source, "-module-name", "Learner"]
          + ["-parse-as-library", "-enable-testing", "-import-module", "Starter", "-o", "tree.json"] + imports,
        in: folder))
  }

  /// Compiles a program of the learner's own: a script, or a file with `@main`.
  ///
  /// A script is Swift 5: under Swift 6 its functions could not use its variables.
  func compileProgram(
    _ source: String, isScript: Bool, used: [UsedModule], optimised: Bool, into folder: String
  ) -> Step {
    let kind = isScript ? [] : ["-parse-as-library"]
    let imports = used.flatMap { ["-I", $0.folder, "-testable-import-module", $0.name] }
    return Step(
      name: "Program",
      command: frontend(
        ["-c", "-primary-file", source, "-module-name", "Program", "-import-module", "Starter", "-g"] + Self.patience
          + kind + imports + [optimised ? "-O" : "-Onone", "-o", "Program.o"], in: folder,
        languageMode: isScript ? "5" : "6"))
  }

  /// Compiles a part of a script: its interface, and its code under the name by which `partsInTurn` calls it.
  ///
  /// Interfaces hold no paths, so that equal ones have equal bytes.
  func compilePart(
    _ number: Int, needs: [Int], used: [UsedModule], in folder: String
  ) -> (interface: Step, code: Step) {
    let name = Self.part(number)
    let imports =
      used.flatMap { ["-I", $0.folder, "-testable-import-module", $0.name] } + ["-I", "."]
      + needs.flatMap { ["-testable-import-module", Self.part($0)] }
    let common =
      ["\(name).swift", "-module-name", name, "-enable-testing", "-import-module", "Starter"] + Self.patience + imports
    let interfaces = needs.map { "\(Self.part($0)).swiftmodule" }
    return (
      interface: Step(
        name: "\(name).swiftmodule",
        command: frontend(
          ["-emit-module"] + common
            + ["-Onone", "-experimental-skip-all-function-bodies", "-no-serialize-debugging-options"]
            + ["-o", "\(name).swiftmodule"],
          in: folder, languageMode: "5"), after: interfaces),
      code: Step(
        name: "\(name).o",
        command: frontend(
          ["-c", "-primary-file"] + common + ["-entry-point-function-name", name, "-O", "-g", "-o", "\(name).o"],
          in: folder, languageMode: "5"), after: interfaces)
    )
  }

  /// The module of a part of a script, and the function that runs it. `Program.` is in its types' names what it is in
  /// those of a whole script, see `withoutParts`.
  static func part(_ number: Int) -> String { "ProgramPart\(number)" }

  /// The text of a program that runs the parts of a script, one after the other.
  static func partsInTurn(_ count: Int) -> String {
    let names = (0..<count).map(part)
    let declarations = names.map {
      "@_silgen_name(\"\($0)\") func \($0)(_: Int32, _: UnsafeMutablePointer<UnsafeMutablePointer<Int8>?>) -> Int32\n"
    }
    let calls = names.map { "_ = \($0)(CommandLine.argc, CommandLine.unsafeArgv)\n" }
    return (declarations + calls).joined()
  }

  /// An expression whose types are not found in 5 s is told of: somebody is waiting. Of itself the compiler can go on
  /// for a minute, and then says the same.
  private static let patience = ["-solver-expression-time-threshold=5"]

  func link(_ objects: [String], to program: String, in folder: String, after: [String]) -> Step {
    Step(
      name: "link",
      command: Command(
        "\(usr)/bin/ld.lld", linkPrefix + ["-o", program] + objects + linkSuffix, environment: environment,
        directory: folder),
      after: after)
  }

  private func compileModule(
    _ module: String, _ source: String, into folder: String, learner: Bool = false, used: [UsedModule] = [],
    optimised: Bool = true
  ) -> [Step] {
    let injected = learner ? ["-import-module", "Starter"] + Self.patience : []
    let imports = used.flatMap { ["-I", $0.folder, "-testable-import-module", $0.name] }
    let common = [source, "-module-name", module, "-parse-as-library", "-enable-testing"] + injected + imports
    return [
      Step(
        name: module,
        command: frontend(
          ["-c", "-primary-file"] + common + [optimised ? "-O" : "-Onone", "-g", "-o", "\(module).o"], in: folder)),
      Step(
        name: "\(module)-interface",
        command: frontend(
          ["-emit-module"] + common
            + ["-Onone", "-experimental-skip-all-function-bodies", "-o", "\(module).swiftmodule"], in: folder)),
    ]
  }

  private func frontend(_ arguments: [String], in folder: String, languageMode: String = "6") -> Command {
    Command(
      "\(usr)/bin/swift-frontend", ["-frontend"] + arguments + ["-swift-version", languageMode] + sharedFlags,
      environment: environment,
      directory: folder)
  }

  /// The flags of every compile; the clang module cache is keyed on them, so they never vary.
  private var sharedFlags: [String] {
    ["-target", "x86_64-unknown-linux-gnu", "-disable-objc-interop"]
      + ["-module-cache-path", "\(cache)/modules", "-diagnostic-style", "llvm", "-no-color-diagnostics"]
      + importFlags
  }

  /// The C modules behind what a learner imports: the compiler wants their maps even where the import is internal.
  static let cModules = ["_NumericsShims", "COpenBLAS", "CElementwise", "CAllocationCounter"]

  private var importFlags: [String] {
    let maps = Self.cModules.flatMap {
      ["-Xcc", "-fmodule-map-file=\(toolkit)/\($0)/module.modulemap"]
    }
    return ["-I", "\(toolkit)/modules"] + maps + blasIncludes.flatMap { ["-I", $0] }
  }

  /// The driver's flags under which an editor sees a learner's file as the runner does; its caches are its own.
  public func editorArguments(for source: String, used: [UsedModule]) -> [String] {
    let imports = used.flatMap { ["-I", $0.folder, "-Xfrontend", "-testable-import-module", "-Xfrontend", $0.name] }
    return ["\(usr)/bin/swiftc", "-module-name", "Learner", "-swift-version", "6", "-parse-as-library"]
      + ["-enable-testing", "-Xfrontend", "-import-module", "-Xfrontend", "Starter"]
      + ["-module-cache-path", "\(cache)/editor-modules"] + importFlags + imports + [source]
  }

  /// Nothing of the user's environment reaches the compiler: TMPDIR and the like could change what it does.
  private var environment: [String: String] { ["PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": cache] }
}

/// An earlier file of the learner's, compiled, as later ones import it.
public struct UsedModule: Codable, Hashable, Sendable {
  public let name: String
  public let folder: String
  var object: String { "\(folder)/\(name).o" }
}
