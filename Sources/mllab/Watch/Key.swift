/// A key as the terminal sends it.
enum Key: Equatable {
  case character(Character)
  case up, down, pageUp, pageDown

  /// The keys in what was read; an escape sequence nobody knows is no key.
  static func keys(in bytes: [UInt8]) -> [Key] {
    var keys: [Key] = []
    var rest = bytes[...]
    while let first = rest.first {
      if first == 0x1b {
        let sequence = rest.dropFirst().prefix { $0 == 0x5b || $0 == 0x4f || (0x30...0x3b).contains($0) }
        let final = rest.dropFirst(1 + sequence.count).first
        rest = rest.dropFirst(2 + sequence.count)
        let text = String(decoding: sequence + (final.map { [$0] } ?? []), as: UTF8.self)
        if let key = named[text] { keys.append(key) }
        continue
      }
      rest = rest.dropFirst()
      switch first {
      case 0x20: keys.append(.pageDown)
      case UInt8(ascii: "b"): keys.append(.pageUp)
      case UInt8(ascii: "j"): keys.append(.down)
      case UInt8(ascii: "k"): keys.append(.up)
      default: keys.append(.character(Character(UnicodeScalar(first))))
      }
    }
    return keys
  }

  private static let named: [String: Key] = [
    "[A": .up, "[B": .down, "OA": .up, "OB": .down, "[5~": .pageUp, "[6~": .pageDown,
  ]
}
