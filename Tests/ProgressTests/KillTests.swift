import Foundation
import Testing

@testable import Progress

@Suite struct KillTests {
  /// The process appends without pause and writes each id to a file of its own as soon as `append` returned, as the
  /// tool shows a verdict; another of its threads kills it. The moment is anywhere: in a write, in a flush, between.
  @Test(arguments: 0..<10)
  func `after kill -9 every reported attempt is in the log and the log is sound`(round: Int) async throws {
    let folder = try TemporaryFolder()
    var generator = SplitMix64(state: UInt64(round))
    let earlier = Attempt(exercise: "mean")
    try AttemptLog(at: folder.log).append(earlier)
    let microseconds = UInt32.random(in: 1000...100_000, using: &generator)
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [path = folder.log.path as String, microseconds = microseconds as UInt32] in
      let reported = FileHandle.forAppending(path + ".reported")
      Thread.detachNewThread {
        usleep(microseconds)
        kill(getpid(), SIGKILL)
      }
      let log = try AttemptLog(at: URL(filePath: path))
      while true {
        let attempt = Attempt(
          exercise: "mean", source: [.init(path: "mean.swift", text: String(repeating: "x\n", count: 2000))])
        try log.append(attempt)
        try reported.write(contentsOf: Data("\(attempt.id)\n".utf8))
      }
    }
    let text = try String(contentsOf: URL(filePath: folder.log.path + ".reported"), encoding: .utf8)
    let reported = text.split(separator: "\n").filter { $0.count == 36 }.compactMap { UUID(uuidString: String($0)) }
    let log = try AttemptLog(at: folder.log, thorough: true)
    #expect(log.setAside == nil)
    let kept = try Set(log.attempts().map(\.id))
    #expect(kept.isSuperset(of: reported + [earlier.id]))
    #expect(kept.count <= reported.count + 2)  // at most the one that was killed between commit and report is more
  }
}

extension FileHandle {
  fileprivate static func forAppending(_ path: String) -> FileHandle {
    FileHandle(fileDescriptor: open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600))
  }
}
