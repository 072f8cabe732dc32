import Foundation
import Progress

/// SplitMix64: Steele, Lea, Flood, Fast splittable pseudorandom number generators (2014).
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

/// Attempts with everything in them that could trip a format: newlines, quotes, several scripts, extreme numbers.
func randomAttempts(_ count: Int, seed: UInt64) -> [Attempt] {
  var generator = SplitMix64(state: seed)
  return (0..<count).map { _ in randomAttempt(&generator) }
}

private func randomAttempt(_ g: inout SplitMix64) -> Attempt {
  let texts = ["", "let x = 1\n", "\"\\\"\r\n\t", "// é e\u{301} 漢字 🦊\u{2028}\u{0}", "{\"a\": [1, 2]}"]
  let verdicts = [nil, "passed", "failed", "doesNotCompile"]
  let kinds: [Attempt.Kind] = [.attempt, .attempt, .attempt, .hint, .gaveUp, .solutionSeen, .reset]
  func text() -> String { texts.randomElement(using: &g)! }
  let bytes = (0..<16).map { _ in UInt8.random(in: 0...255, using: &g) }
  return Attempt(
    id: bytes.withUnsafeBytes { UUID(uuid: $0.loadUnaligned(as: uuid_t.self)) },
    time: Date(timeIntervalSince1970: Double.random(in: 1.7e9...1.8e9, using: &g)),
    kind: kinds.randomElement(using: &g)!,
    exercise: ["dot-product", "softmax", "log-sum-exp"].randomElement(using: &g)!,
    source: (0..<Int.random(in: 0...2, using: &g)).map { .init(path: "\($0).swift", text: text()) },
    sha256: String(g.next(), radix: 16),
    verdict: verdicts.randomElement(using: &g)!,
    checks: (0..<Int.random(in: 0...3, using: &g)).map {
      .init(name: "check \($0)", outcome: "failed", message: text())
    },
    hintsSeen: Int.random(in: 0...3, using: &g),
    seconds: ["compile": Double.random(in: 0...1, using: &g), "run": 5e-300],
    versions: ["toolkit": text()],
    seed: Bool.random(using: &g) ? g.next() : nil,
    containment: Bool.random(using: &g) ? "full" : nil,
    suspected: Bool.random(using: &g) ? text() : nil,
    medals: (0..<Int.random(in: 0...2, using: &g)).map {
      .init(name: "medal \($0)", value: Double.random(in: 0...9, using: &g), goal: 3, unit: text())
    })
}
