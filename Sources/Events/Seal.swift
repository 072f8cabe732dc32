/// Signs a program's lines, so that only who has the key can make, change, repeat or reorder one.
///
/// A line on the wire is 16 hexadecimal digits, a blank and the line itself. The digits are the SipHash of the line's
/// number and its text: whoever overhears lines, having turned the descriptor elsewhere, learns nothing that helps to
/// forge the next. Writer and reader count the lines, each for itself.
public struct Seal: Sendable {
  /// What writer and reader share and nobody else knows.
  public struct Key: Equatable, Sendable {
    public var low: UInt64
    public var high: UInt64

    public init(low: UInt64, high: UInt64) {
      (self.low, self.high) = (low, high)
    }

    public static func random() -> Key {
      var generator = SystemRandomNumberGenerator()
      return Key(low: generator.next(), high: generator.next())
    }
  }

  private let key: Key
  private var number: UInt64 = 0

  public init(key: Key) { self.key = key }

  /// The next line with its seal before it.
  public mutating func sealed(_ line: String) -> String {
    defer { number += 1 }
    let digits = String(sipHash(message(line[...]), key), radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits + " " + line
  }

  /// The next line without its seal; nil if it was not sealed with this key as the next one.
  public mutating func opened(_ text: String) -> String? {
    guard let blank = text.firstIndex(of: " "), let seal = UInt64(text[..<blank], radix: 16) else { return nil }
    let line = text[text.index(after: blank)...]
    guard seal == sipHash(message(line), key) else { return nil }
    number += 1
    return String(line)
  }

  private func message(_ line: Substring) -> [UInt8] {
    (0..<8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } + line.utf8
  }
}

/// SipHash-2-4: a short hash under a key, which cannot be computed without it.
///
/// Aumasson and Bernstein, SipHash: a fast short-input PRF (2012), §2.
func sipHash(_ message: [UInt8], _ key: Seal.Key) -> UInt64 {
  var v0 = key.low ^ 0x736f_6d65_7073_6575
  var v1 = key.high ^ 0x646f_7261_6e64_6f6d
  var v2 = key.low ^ 0x6c79_6765_6e65_7261
  var v3 = key.high ^ 0x7465_6462_7974_6573
  func rotated(_ word: UInt64, _ bits: UInt64) -> UInt64 { word << bits | word >> (64 - bits) }
  func round() {
    v0 &+= v1
    v2 &+= v3
    v1 = rotated(v1, 13) ^ v0
    v3 = rotated(v3, 16) ^ v2
    v0 = rotated(v0, 32)
    v2 &+= v1
    v0 &+= v3
    v1 = rotated(v1, 17) ^ v2
    v3 = rotated(v3, 21) ^ v0
    v2 = rotated(v2, 32)
  }
  func take(_ word: UInt64) {
    v3 ^= word
    round()
    round()
    v0 ^= word
  }
  let whole = message.count / 8 * 8
  for start in stride(from: 0, to: whole, by: 8) {
    take((0..<8).reduce(0) { $0 | UInt64(message[start + $1]) << (8 * UInt64($1)) })
  }
  let rest = message[whole...].enumerated().reduce(UInt64(0)) { $0 | UInt64($1.element) << (8 * UInt64($1.offset)) }
  take(UInt64(truncatingIfNeeded: message.count) << 56 | rest)
  v2 ^= 0xff
  for _ in 0..<4 { round() }
  return v0 ^ v1 ^ v2 ^ v3
}
