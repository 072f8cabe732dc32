import Curriculum
import Drawing
import Foundation
import Grading
import Sandbox

/// Where the parts of this lab lie: the repository and what was built from it.
struct Lab {
  /// The repository.
  let home: URL
  /// Toolkit and caches, beside SwiftPM's products: `.build/lab`.
  let folder: String

  /// The lab that this program belongs to: the repository around the executable, or MLLAB_HOME.
  ///
  /// - Throws: `LabError` if the executable lies in no repository.
  static func current() throws -> Lab {
    let executable = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
    let folders = sequence(first: executable.deletingLastPathComponent()) { folder in
      folder.path == "/" ? nil : folder.deletingLastPathComponent()
    }
    let build = folders.first { $0.lastPathComponent.hasPrefix(".build") }
    let home =
      ProcessInfo.processInfo.environment["MLLAB_HOME"].map { URL(fileURLWithPath: $0) }
      ?? build?.deletingLastPathComponent()
    guard let home, FileManager.default.fileExists(atPath: exercises(home).path) else {
      throw LabError(
        "\(executable.path) lies in no mllab repository. Start ./mllab in the repository, or set MLLAB_HOME to it.")
    }
    return Lab(home: home, folder: (build ?? home.appendingPathComponent(".build")).path + "/lab")
  }

  var exercises: URL { Self.exercises(home) }
  var lessons: URL { home.appendingPathComponent("notebooks-md") }

  /// The path of a notebook: what was typed, or the lesson of that name where there is no such file.
  func notebook(_ typed: String) -> String {
    let lesson = lessons.appendingPathComponent(typed).appendingPathExtension("md").path
    return !FileManager.default.fileExists(atPath: typed) && FileManager.default.fileExists(atPath: lesson)
      ? lesson : typed
  }
  var datasets: URL { home.appendingPathComponent("datasets") }

  private static func exercises(_ home: URL) -> URL {
    home.appendingPathComponent("Sources/Curriculum/Exercises")
  }

  /// The exercises that are in order; what is wrong with the others is said on stderr, or given to `report`.
  func curriculum(report: ([Problem]) -> Void = sayProblems) -> Curriculum {
    let (curriculum, problems) = Curriculum.load(at: exercises)
    if !problems.isEmpty { report(problems) }
    return curriculum
  }

  func grader() throws -> Grader {
    Grader(
      builds: Builds(try Toolchain.installed(in: folder)), sandbox: Sandbox.best(), dataFolder: datasets.path)
  }

  func draughtsman() throws -> Draughtsman {
    Draughtsman(Sandbox.best(), try Toolchain.installed(in: folder))
  }

  /// The groups of datasets/, which a program of the learner's own may read.
  func dataGroups() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: datasets.path).filter { !$0.hasPrefix(".") && $0 != "derive" }
  }
}

extension Lab {
  /// Makes the toolkit and compiles one exercise with every set of flags, so that the learner's first save is not the
  /// one that fills the compiler's caches.
  func prepare() throws -> Toolchain {
    let toolchain = try Toolchain.install(
      fromBuild: URL(fileURLWithPath: folder).deletingLastPathComponent().appendingPathComponent("release").path,
      package: home.path, lab: folder)
    let curriculum = curriculum()
    guard let exercise = curriculum.exercises.first(where: { !$0.uses.isEmpty }) ?? curriculum.exercises.first else {
      return toolchain
    }
    let grader = try grader()
    let verdict = try grader.judge(
      try SourceFile(at: exercise.solutionURL.path), by: exercise,
      dependencies: try grader.dependencies(of: exercise, in: curriculum) { _ in nil }, options: .init(seed: 1))
    guard verdict.isPassed else {
      throw LabError("The lab does not work here: the solution of \(exercise.slug) is \(verdict.headline.rawValue).")
    }
    return toolchain
  }
}

/// A broken exercise is the lab's fault, and no reason to stop: the others can be done.
func sayProblems(_ problems: [Problem]) {
  for problem in problems.prefix(5) { remark("\(problem)") }
  if problems.count > 5 { remark("… and \(problems.count - 5) more faults in the exercises: mllab verify --all") }
}
