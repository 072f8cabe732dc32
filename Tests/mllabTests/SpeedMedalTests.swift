import Foundation
import Testing

/// The verdict is told at once; what the clock says comes below it, and stands in the log as an entry of its own.
@Suite struct SpeedMedalTests {
  /// "mean" with a goal of speed, which everything reaches.
  private func desk() throws -> Desk {
    let desk = try Desk()
    let checks = desk.topic.appendingPathComponent("mean/Checks.swift")
    let medals = """
      extension Mean {
        static var medals: [Medal<Submission>] {
          [
            .speed(
              "quick", times: 0.001, input: { random in [Double.random(in: 1...2, using: &random)] },
              reference: { $0 }, work: { s, x in [try s.mean.unrecorded(x)] })
          ]
        }
      }
      """
    try (String(contentsOf: checks, encoding: .utf8) + medals).write(to: checks, atomically: true, encoding: .utf8)
    try desk.save(Desk.right)
    return desk
  }

  @Test func `run tells the verdict, then the speed`() throws {
    let desk = try desk()
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 0)
    let (verdict, medal) = (answer.out.range(of: "passed"), answer.out.range(of: "★ quick"))
    #expect(try #require(verdict).lowerBound < #require(medal).lowerBound, "\(answer.out)")
    #expect(try desk.history() == ["passed", "medals"])
    #expect(try desk.run("status").out.contains("★ quick"))
    #expect(try desk.run("log").out.contains("★ quick"))
  }

  @Test func `the JSON holds both`() throws {
    struct Verdict: Decodable {
      struct Medal: Decodable { let name: String }
      let medals: [Medal]
    }
    #expect(try desk().run("run", "mean", "--json").json(Verdict.self).medals.map(\.name) == ["quick"])
  }

  @Test func `watch adds the speed to the verdict that is shown`() throws {
    let desk = try desk()
    let terminal = try desk.watch("mean")
    try terminal.screen(with: WatchTests.idle)
    terminal.type("\n")
    let screen = try terminal.screen(with: "★ quick")
    #expect(screen.contains { $0.contains("mean passed") })
    terminal.type("q")
    #expect(try terminal.end() == .exited(0))
    #expect(try desk.history() == ["passed", "medals"])
  }
}
