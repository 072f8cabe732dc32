import Foundation
import Testing

@testable import Progress

@Suite struct AttemptTests {
  /// Every field with a value. The text pins the field names, which are kept for ever.
  static let full = Attempt(
    id: UUID(uuidString: "6E0C0F0A-0000-4000-8000-000000000001")!,
    time: Date(timeIntervalSince1970: 1_772_357_400.25), exercise: "softmax",
    source: [.init(path: "softmax.swift", text: "func softmax() {}\n")], sha256: "ab12", verdict: "failed",
    checks: [.init(name: "sums to one", outcome: "failed", message: "sum is 2", line: 3)], hintsSeen: 2,
    seconds: ["compile": 0.15], versions: ["toolkit": "1.0"], seed: .max, containment: "full",
    suspected: "no maximum subtracted")

  static let fullLine = """
    {"checks":[{"line":3,"message":"sum is 2","name":"sums to one","outcome":"failed"}],"containment":"full",\
    "exercise":"softmax","hintsSeen":2,"id":"6E0C0F0A-0000-4000-8000-000000000001","kind":"attempt",\
    "seconds":{"compile":0.15},"seed":18446744073709551615,"sha256":"ab12",\
    "source":[{"path":"softmax.swift","text":"func softmax() {}\\n"}],"suspected":"no maximum subtracted",\
    "time":"2026-03-01T09:30:00.250Z","verdict":"failed","versions":{"toolkit":"1.0"}}
    """

  @Test func `is one flat line of JSON`() throws {
    #expect(try Self.full.jsonLine() == Self.fullLine)
    #expect(try Attempt(jsonLine: Self.fullLine.utf8) == Self.full)
  }

  @Test func `leaves out fields without a value`() throws {
    let hint = Attempt(id: Self.full.id, time: Self.full.time, kind: .hint, exercise: "softmax", hintsSeen: 1)
    #expect(
      try hint.jsonLine() == """
        {"checks":[],"exercise":"softmax","hintsSeen":1,"id":"6E0C0F0A-0000-4000-8000-000000000001","kind":"hint",\
        "seconds":{},"sha256":"","source":[],"time":"2026-03-01T09:30:00.250Z","versions":{}}
        """)
    #expect(try Attempt(jsonLine: hint.jsonLine().utf8) == hint)
  }

  @Test func `reads an entry of a newer version with fields and kinds it does not know`() throws {
    let line = """
      {"id":"6e0c0f0a-0000-4000-8000-000000000001","time":"2026-03-01T09:30:00Z","kind":"review","exercise":"mean",
       "mood":"fine"}
      """
    let attempt = try Attempt(jsonLine: line.utf8)
    #expect(attempt.kind == Attempt.Kind(rawValue: "review"))
    #expect(attempt.id == Self.full.id)
    #expect(attempt.source.isEmpty && attempt.verdict == nil && attempt.hintsSeen == 0)
  }

  @Test func `rounds its time to the millisecond and drops durations that are not finite`() {
    let attempt = Attempt(
      time: Date(timeIntervalSince1970: 0.0376), exercise: "mean",
      seconds: ["compile": .nan, "run": 0.01, "link": .infinity])
    #expect(attempt.time.iso8601 == "1970-01-01T00:00:00.038Z")
    #expect(attempt.seconds == ["run": 0.01])
  }

  @Test func `comes back from JSON as it was, whatever is in it`() throws {
    for attempt in randomAttempts(300, seed: 7) {
      let line = try attempt.jsonLine()
      #expect(!line.utf8.contains(UInt8(ascii: "\n")))
      #expect(try Attempt(jsonLine: line.utf8) == attempt)
    }
  }
}
