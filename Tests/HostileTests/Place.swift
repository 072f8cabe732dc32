import Curriculum
import Foundation
import Grading
import Progress
import Sandbox
import Testing

/// What surrounds one judgement: a workspace with a log.
final class Place {
  static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()
  static let exercises = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appending(path: "Exercises")
  static let lab = root.appending(path: ".build/lab")
  static let toolkit = lab.appending(path: "toolkit")

  let mark = String(UInt64.random(in: 1 << 52..<1 << 53))
  let folder: URL
  let log: AttemptLog
  let firstAttempt: Attempt

  var workspace: URL { folder.appending(path: "workspace") }
  var logURL: URL { workspace.appending(path: "attempts.sqlite") }

  init(_ submission: Submission) throws {
    folder = FileManager.default.temporaryDirectory.resolvingSymlinksInPath().appending(path: "mllab-hostile-\(mark)")
    let workspace = folder.appending(path: "workspace")
    try FileManager.default.createDirectory(at: workspace, withIntermediateDirectories: true)
    log = try AttemptLog(at: workspace.appending(path: "attempts.sqlite"))
    firstAttempt = Attempt(time: Date(timeIntervalSince1970: 1), exercise: "mean", verdict: "failed")
    try log.append(firstAttempt)
    try Data(text(of: submission).utf8).write(to: workspace.appending(path: "\(submission.exercise).swift"))
  }

  deinit { try? FileManager.default.removeItem(at: folder) }

  /// The submission's text with this place's paths and mark.
  private func text(of submission: Submission) -> String {
    submission.text.replacing("@workspace@", with: workspace.path).replacing("@log@", with: logURL.path)
      .replacing("@toolkit@", with: Self.toolkit.path).replacing("@exercises@", with: Self.exercises.path)
      .replacing("@mark@", with: mark)
  }

  func judge(_ submission: Submission) throws -> Verdict {
    var grader = Grader(
      builds: Builds(try Toolchain.installed(in: Self.lab.path)), sandbox: Self.sandbox,
      dataFolder: Self.root.appending(path: "datasets").path)
    grader.checkSeconds = submission.checkSeconds
    grader.limits.memoryBytes = 256 << 20
    grader.limits.processes = 64
    grader.limits.wallSeconds = 30
    grader.limits.cpuSeconds = 30
    let exercise = try #require(try Curriculum(at: Self.exercises).exercise(named: submission.exercise))
    return try grader.judge(
      try SourceFile(at: workspace.appending(path: "\(submission.exercise).swift").path), by: exercise,
      dependencies: [], options: Grader.Options(seed: 1))
  }

  static let sandbox = Sandbox.best()
  /// Where files or other processes are not protected these submissions would do what they try.
  static let isSafe = sandbox.containment == .full || sandbox.containment == .boundProc

  /// Everything that a submission might change, with what shows that it was changed.
  func snapshot() throws -> [String: String] {
    var result: [String: String] = [:]
    let roots = [workspace, Self.toolkit, Self.exercises, Submission.folder, Self.root.appending(path: "datasets")]
    for root in roots {
      for path in [""] + (try FileManager.default.subpathsOfDirectory(atPath: root.path)) {
        var status = stat()
        lstat("\(root.path)/\(path)", &status)
        result["\(root.path)/\(path)"] =
          "\(status.st_ino) \(status.st_mode) \(status.st_uid) \(status.st_size) \(status.st_ctim.tv_sec) "
          + "\(status.st_ctim.tv_nsec)"
      }
    }
    for folder in ["/", "/tmp", "/var/tmp", "/dev/shm", NSHomeDirectory()] {
      for name in (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
      where name.contains(mark) && name != self.folder.lastPathComponent {
        result["\(folder)/\(name)"] = "made by the submission"
      }
    }
    return result
  }

  /// Processes that carry this place's mark, or see a program whose folder this process has removed after judging it.
  func processes() -> [String] {
    let folder = "/cache/scratch/\(ProcessInfo.processInfo.processIdentifier)-"
    return ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).filter { name in
      func text(_ file: String) -> String {
        name.first?.isNumber ?? false
          ? String(decoding: FileManager.default.contents(atPath: "/proc/\(name)/\(file)") ?? Data(), as: UTF8.self)
          : ""
      }
      return text("cmdline").contains(mark) || text("environ").contains(mark)
        || text("mountinfo").split(separator: "\n").contains { $0.contains(folder) && $0.contains("//deleted") }
    }
  }

  /// Whether all of them are gone within so many seconds.
  func isLeft(within seconds: Double) -> Bool {
    let deadline = monotonicSeconds() + seconds
    while !processes().isEmpty {
      if monotonicSeconds() > deadline { return false }
      usleep(2000)
    }
    return true
  }
}
