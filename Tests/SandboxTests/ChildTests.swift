import Foundation
import Testing

@testable import Sandbox

@Suite struct ChildTests {
  private func ending(_ script: String, limits: Limits = .none) throws -> Ending {
    let null = try openNull()
    defer { close(null) }
    return try Child(
      Command("/bin/sh", ["-c", script], limits: limits), descriptors: [null, null, null]
    ).wait()
  }

  @Test func `an exit status and a signal are told apart`() throws {
    #expect(try ending("exit 3") == .exited(3))
    #expect(try ending("kill -TERM $$") == .signalled(SIGTERM))
  }

  @Test func `a program that is not there is an error that names it`() throws {
    let null = try openNull()
    defer { close(null) }
    let error = #expect(throws: SystemError.self) {
      try Child(Command("/no/such/program", []), descriptors: [null])
    }
    #expect(error?.description == "cannot start /no/such/program: No such file or directory")
  }

  @Test func `the processor's time is limited`() throws {
    #expect(try ending("while :; do :; done", limits: Limits(cpuSeconds: 1)) == .signalled(SIGXCPU))
  }

  @Test func `what is written beyond the limit of a file fails, and does not kill`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let script = "head -c 100000 /dev/zero > \(folder)/file; exit 7"
    #expect(try ending(script, limits: Limits(fileBytes: 1000)) == .exited(7))
    let size = try FileManager.default.attributesOfItem(atPath: "\(folder)/file")[.size] as? Int
    #expect(size == 1000)
  }

  @Test func `a released child and its group are gone`() throws {
    let null = try openNull()
    defer { close(null) }
    var id: pid_t = 0
    do {
      let child = try Child(Command("/bin/sh", ["-c", "sleep 1000 & sleep 1000"]), descriptors: [null, null, null])
      id = child.id
      #expect(kill(id, 0) == 0)
    }
    #expect(kill(-id, 0) == -1 || waitForGroup(id))
  }

  /// The orphan of a killed group is reaped by init, some time.
  private func waitForGroup(_ id: pid_t) -> Bool {
    for _ in 0..<5000 where kill(-id, 0) == 0 { usleep(1000) }
    return kill(-id, 0) == -1
  }
}

@Suite struct StepsTests {
  private func run(_ steps: [Step], cancellation: Cancellation? = nil) throws -> [String: StepResult] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try runSteps(
      steps.map { step in
        var step = step
        step.command.directory = folder
        return step
      }, scratch: folder, cancellation: cancellation)
  }

  private func step(_ name: String, _ script: String, after: [String] = []) -> Step {
    Step(name: name, command: Command("/bin/sh", ["-c", script]), after: after)
  }

  @Test func `a step waits for those before it and sees what they made`() throws {
    let results = try run([
      step("c", "cat a.txt b.txt", after: ["a", "b"]), step("a", "echo one > a.txt"), step("b", "echo two > b.txt"),
    ])
    #expect(results["c"]?.output == "one\ntwo\n")
    #expect(results.count == 3)
  }

  @Test func `a step behind a failed one is not started, the others are`() throws {
    let results = try run([
      step("bad", "echo why >&2; exit 1"), step("behind", "true", after: ["bad"]),
      step("further", "true", after: ["behind"]), step("beside", "true"),
    ])
    #expect(results["bad"]?.ending == .exited(1))
    #expect(results["bad"]?.output == "why\n")
    #expect(results["behind"] == nil && results["further"] == nil)
    #expect(results["beside"]?.succeeded == true)
  }

  @Test func `cancelling ends what runs`() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(cancellation.isCancelled)
    #expect(throws: Cancelled.self) { try run([step("long", "sleep 1000")], cancellation: cancellation) }
  }
}
