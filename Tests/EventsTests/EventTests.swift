import Foundation
import Testing

@testable import Events

@Suite struct EventTests {
  static let events: [Event] = [
    .began(
      checks: ["sums to one", "says \"no\"", "a\\b\tc\nd\u{1}\u{7f} ∑ 🙂"], misconceptions: ["w"], alternatives: [],
      medals: [.speed]),
    .check(0, output: 0),
    .outcome(3, failures: [], error: 1.25e-16, output: 17),
    .outcome(
      2,
      failures: [
        Failure(
          message: "m", difference: "d", picture: ["· █", "░ ·"], advice: "a", line: 9, caseIndex: 4,
          dependsOnOptimisation: true),
        Failure(message: "", line: 1),
      ], error: nil, output: 1),
    .finished(count: 7),
    .round(3),
    .suspicion(Suspicion(name: "n", explanation: "e", isExact: true)),
    .medal(MedalResult(name: "n", value: 3.25, goal: 3, unit: "times as fast")),
    .pictures(count: 2),
    .training(done: 3, epochs: 20),
    .epoch(4, loss: 0.25),
    .epoch(5, loss: nil),
    .trained(error: nil),
    .trained(error: "damaged"),
    .picture("{\"plots\":[{\"title\":\"a \\\"b\\\"\"}]}"),
  ]

  @Test(arguments: events) func `an event survives its line`(event: Event) throws {
    #expect(!event.line.contains("\n"))
    #expect(try JSONDecoder().decode(Event.self, from: Data(event.line.utf8)) == event)
  }

  @Test func `the line is the JSON that other programs read`() {
    #expect(Event.check(1, output: 20).line == #"{"event":"check","index":1,"output":20}"#)
  }

  @Test(arguments: [
    Request(key: Seal.Key(low: 0, high: .max), seed: .max),
    Request(
      key: Seal.Key(low: 1, high: 2), seed: 0, subject: .misconception(2), skipped: [4, 6], onlyCheck: 1,
      onlyCase: 5, isReversed: true),
    Request(
      key: Seal.Key(low: 3, high: 0), seed: 7, subject: .alternative(0), medals: [.score, .speed], makesPictures: true),
    Request(key: Seal.Key(low: 3, high: 0), seed: 7, rounds: [.init(seed: .max), .init(seed: 2, blasThreads: 4)]),
  ])
  func `a request survives its text`(request: Request) {
    #expect(Request(text: request.text) == request)
  }

  @Test(arguments: ["", "key=1,2\n", "nonsense", "key=1,2\nseed=-1", "key=1\nseed=1"])
  func `a text that is no request is refused`(text: String) {
    #expect(Request(text: text) == nil)
  }
}
