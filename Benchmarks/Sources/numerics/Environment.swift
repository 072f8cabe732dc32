import Foundation
import Glibc
import Measuring

/// What the process was started with.
enum Environment {
  /// Starts this program again without the variables that change OpenBLAS, if there are any: it reads them when it is
  /// loaded, and a user's machine has none.
  static func shed() {
    let foreign = ProcessInfo.processInfo.environment.keys.filter { $0.hasPrefix("OPENBLAS_") }.sorted()
    if foreign.isEmpty { return }
    tell("started again without \(foreign.joined(separator: ", "))")
    for name in foreign { unsetenv(name) }
    var arguments = CommandLine.arguments.map { strdup($0) } + [nil]
    execv("/proc/self/exe", &arguments)
    tell("which did not succeed: the figures are those of another OpenBLAS than a user's")
  }

  /// The program's own file.
  static var program: URL { URL(filePath: "/proc/self/exe").resolvingSymlinksInPath() }

  /// The clone of mllab in which the program was built.
  static var repository: String {
    get throws {
      let folders = sequence(first: program.deletingLastPathComponent()) { folder in
        folder.path == "/" ? nil : folder.deletingLastPathComponent()
      }
      let home = folders.first { folder in
        FileManager.default.fileExists(atPath: folder.appending(path: "Sources/LabNumerics").path)
      }
      guard let home else { throw Failure("\(program.path) lies in no clone of mllab") }
      return home.path
    }
  }
}
