import Foundation
import Testing

@testable import Sandbox

/// What a learner's program can use up, and that nothing of it is left.
@Suite struct LimitTests {
  /// Starts a process that leaves its parent, its group and its session, and sleeps with a mark in its arguments.
  static let leaver = """
    import Glibc
    let mark = CommandLine.arguments[1]
    var id: pid_t = 0
    let words = ["/bin/sh", "-c", "setsid sleep 1000.\\(mark) & setsid sh -c 'setsid sleep 1001.\\(mark) &'; exit 0"]
    var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) } + [nil]
    posix_spawn(&id, "/bin/sh", nil, nil, &arguments, environ)
    waitpid(id, nil, 0)
    if CommandLine.arguments.count > 2 { while true { sched_yield() } }
    print("left")
    """

  @Test(arguments: Confined.rungs) func `children that left their group and session are gone afterwards`(
    rung: Containment
  ) throws {
    let program = try Confined(Self.leaver)
    let mark = String(UInt32.random(in: 1_000_000...9_999_999))
    let outcome = try program.run(rung, [mark])
    #expect(outcome.words == ["left"])
    #expect(areGone(with: ".\(mark)"))
    let endless = try program.run(rung, [mark, "endless"]) { $0.limits.wallSeconds = 1 }
    #expect(endless.result.stop == .wallTime)
    #expect(areGone(with: ".\(mark)"))
  }

  @Test(arguments: Confined.closedRungs) func `a fork bomb meets a limit and is gone afterwards`(
    rung: Containment
  ) throws {
    let program = try Confined(
      """
      import Glibc
      let mark = CommandLine.arguments[1]
      var arguments: [UnsafeMutablePointer<CChar>?] = (["/bin/sleep", "1000.\\(mark)"] as [String]).map { strdup($0) } + [nil]
      var count = 0
      while count < 5000 {
        var id: pid_t = 0
        if posix_spawn(&id, "/bin/sleep", nil, nil, &arguments, environ) != 0 { break }
        count += 1
      }
      print(count < 5000 ? "limited" : "free")
      """)
    let mark = String(UInt32.random(in: 1_000_000...9_999_999))
    let outcome = try program.run(rung, [mark]) { $0.limits.processes = 20 }
    #expect(outcome.words == ["limited"])
    #expect(areGone(with: ".\(mark)"))
  }

  @Test(arguments: Confined.rungs) func `the memory of children counts`(rung: Containment) throws {
    let program = try Confined(
      """
      import Glibc
      if CommandLine.arguments.count > 1 {
        var held = [UInt8](repeating: 1, count: 48 << 20)
        while true {
          held[Int(getpid())] &+= 1
          _ = write(1, held, 1)
          sleep(1)
        }
      }
      var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(CommandLine.arguments[0]), strdup("hold"), nil]
      for _ in 0..<6 {
        var id: pid_t = 0
        posix_spawn(&id, "/proc/self/exe", nil, nil, &arguments, environ)
      }
      while true { sleep(1) }
      """)
    let outcome = try program.run(rung) { run in
      run.limits.memoryBytes = 200 << 20  // each holds less than that
      run.limits.wallSeconds = 20
    }
    #expect(outcome.result.stop == .memory)
  }

  @Test(arguments: Confined.rungs) func `what is printed is capped, and the program ends all the same`(
    rung: Containment
  ) throws {
    let program = try Confined(
      """
      import Glibc
      let line = [UInt8](repeating: 120, count: 1 << 16)
      for _ in 0..<400 where write(1, line, line.count) <= 0 {}
      _ = write(4, "done\\n", 5)
      """)
    let outcome = try program.run(rung) { $0.limits.fileBytes = 1 << 20 }
    #expect(outcome.lines == ["done"])
    #expect(outcome.result.ending == .exited(0))
    let size = try FileManager.default.attributesOfItem(atPath: outcome.result.outputPath)[.size] as? Int
    #expect(size == 1 << 20)
  }

  @Test(arguments: Confined.rungs) func `how a program ended is told alike on every rung`(rung: Containment) throws {
    let program = try Confined(
      """
      import Glibc
      switch CommandLine.arguments[1] {
      case "status": exit(7)
      case "trap": fatalError("on purpose")
      case "signal": kill(getpid(), SIGTERM)
      case "allocate":
        var held: [[UInt8]] = []
        while true { held.append([UInt8](repeating: 1, count: 32 << 20)) }
      default: while true { sched_yield() }
      }
      """)
    #expect(try program.run(rung, ["status"]).result.ending == .exited(7))
    let trap = try program.run(rung, ["trap"])
    #expect(trap.result.ending == .signalled(SIGILL) || trap.result.ending == .signalled(SIGTRAP))
    #expect(trap.output.contains("on purpose"))
    #expect(trap.result.crashReport.contains("\"crashReport\""))
    #expect(try program.run(rung, ["signal"]).result.ending == .signalled(SIGTERM))
    let full = try program.run(rung, ["allocate"]) { $0.limits.memoryBytes = 300 << 20 }
    #expect(full.result.stop == .memory || full.output.contains("failed to allocate"))
    #expect(try program.run(rung, ["loop"]) { $0.limits.wallSeconds = 0.3 }.result.stop == .wallTime)
    let processor = try program.run(rung, ["loop"]) { $0.limits.cpuSeconds = 1 }
    #expect(processor.result.ending == .signalled(SIGXCPU) || processor.result.stop == .wallTime)
  }

  /// Three processes on one processor: a program that works 0.2 s needs 0.6 s of the clock, more than its limit.
  @Test(.serialized, arguments: Confined.rungs) func `waiting for a processor is not the program's own time`(
    rung: Containment
  ) throws {
    let program = try Confined(
      """
      import Glibc
      let path = "/proc/self/exe"
      if CommandLine.arguments.count > 1, CommandLine.arguments[1] == "burn" { while true {} }
      // Swift's Glibc module lacks both.
      let processor = unsafeBitCast(dlsym(nil, "sched_getcpu"), to: (@convention(c) () -> CInt).self)
      let pin = unsafeBitCast(
        dlsym(nil, "sched_setaffinity"), to: (@convention(c) (pid_t, Int, UnsafeRawPointer) -> CInt).self)
      var own = [UInt8](repeating: 0, count: 128)
      own[Int(processor()) / 8] = 1 << UInt8(processor() % 8)
      if pin(0, own.count, own) != 0 { print("not pinned") }
      for _ in 0..<2 {
        var id: pid_t = 0
        var arguments: [UnsafeMutablePointer<CChar>?] = [strdup(path), strdup("burn"), nil]
        posix_spawn(&id, path, nil, nil, &arguments, environ)
      }
      if CommandLine.arguments.count > 1 { sleep(1000) }
      while clock() < 200_000 {}
      print("done")
      """)
    let working = try program.run(rung) {
      $0.limits.wallSeconds = 0.4
      $0.patience = 100  // whatever else this machine does
    }
    #expect(working.words == ["done"] && working.result.stop == nil, "\(working)")
    // Who sleeps waits for no processor.
    let sleeping = try program.run(rung, ["sleep"]) { $0.limits.wallSeconds = 0.4 }
    #expect(sleeping.result.stop == .wallTime)
  }
}
