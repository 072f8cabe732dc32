import Foundation
import Sandbox
import Testing

@testable import Progress

@Suite struct KilledTests {
  static let rounds = 200

  /// The moments are spread over the time that a whole run takes, several runs at once on one workspace.
  @Test func `after 200 kills at random moments every attempt that was reported is in the log, which is sound`()
    async throws
  {
    let desk = try Desk()
    try desk.save(Desk.right)
    let begin = monotonicSeconds()
    #expect(try desk.run("run", "mean", "--json").status == 0)
    let whole = monotonicSeconds() - begin
    var generator = SplitMix64(state: 5)
    let moments = (0..<Self.rounds).map { _ in Double.random(in: 0...2.5 * whole, using: &generator) }
    let outcomes = try await withThrowingTaskGroup(of: [Outcome].self) { group in
      for lane in 0..<2 {
        let mine = moments.enumerated().filter { $0.offset % 2 == lane }.map(\.element)
        group.addTask { try mine.map { try Self.run(desk, killedAfter: $0) } }
      }
      return try await group.reduce(into: []) { $0 += $1 }
    }
    let log = try AttemptLog(at: desk.log, thorough: true)
    #expect(log.setAside == nil)
    let kept = try Set(log.attempts().map(\.id))
    let reported = outcomes.compactMap(\.reported)
    let killed = outcomes.count(where: \.wasKilled)
    #expect(outcomes.count == Self.rounds)
    #expect(kept.isSuperset(of: reported))
    #expect(kept.count <= 1 + reported.count + killed)
    #expect(killed > 0 && !reported.isEmpty)
    #expect(try desk.run("run", "mean").status == 0)
  }

  struct Outcome {
    /// The attempt that was told before the end.
    var reported: UUID?
    var wasKilled: Bool
  }

  private static func run(_ desk: Desk, killedAfter seconds: Double) throws -> Outcome {
    var ends: [Int32] = [0, 0]
    guard pipe(&ends) == 0 else { throw POSIXError(.EMFILE) }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    defer { close(ends[0]) }
    let null = open("/dev/null", O_RDWR | O_CLOEXEC)
    defer { close(null) }
    let child = try Child(
      Command(Desk.executable.path, ["run", "mean", "--json"], environment: desk.environment),
      descriptors: [null, ends[1], null])
    close(ends[1])
    var end = pollfd(fd: child.endDescriptor, events: Int16(POLLIN), revents: 0)
    let isOver = poll(&end, 1, Int32(seconds * 1000)) > 0
    if !isOver { kill(child.id, SIGKILL) }
    let ending = child.wait()
    let text = String(decoding: FileHandle(fileDescriptor: ends[0]).readDataToEndOfFile(), as: UTF8.self)
    let id = text.firstMatch(of: /"attempt" : "([0-9A-F-]{36})"/).flatMap { UUID(uuidString: String($0.1)) }
    if case .exited = ending { #expect(ending == .exited(0) && id != nil) }
    return Outcome(reported: id, wasKilled: ending == .signalled(SIGKILL))
  }
}

/// Sebastiano Vigna's generator, as in swift-algorithms' tests: the same moments every time.
private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}
