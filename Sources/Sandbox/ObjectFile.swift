import Foundation

/// What an object file of ELF (64 bits, little endian) defines, asks for and consists of.
struct ObjectFile {
  struct Symbol: Equatable {
    enum Binding: UInt8 {
      case local, global, weak
    }

    var name: String
    var binding: Binding
    var isDefined: Bool
  }

  var sections: [String] = []
  var symbols: [Symbol] = []

  init() {}

  /// Reads a file; nil if there is none or it is not whole.
  init?(at path: String) {
    guard let data = FileManager.default.contents(atPath: path) else { return nil }
    self.init([UInt8](data))
  }

  /// The tables are those of the System V ABI's chapter "Object Files".
  init?(_ bytes: [UInt8]) {
    func number<Value: FixedWidthInteger>(_: Value.Type, at offset: Int) -> Int? {
      let size = MemoryLayout<Value>.size
      guard offset >= 0, offset <= bytes.count - size else { return nil }
      return Int(exactly: bytes[offset..<offset + size].reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) })
    }
    func text(at offset: Int) -> String {
      String(decoding: bytes[min(offset, bytes.count)...].prefix { $0 != 0 }, as: UTF8.self)
    }
    guard bytes.starts(with: [0x7f, 0x45, 0x4c, 0x46, 2, 1]), let table = number(UInt64.self, at: 40),
      let count = number(UInt16.self, at: 60), let namesIndex = number(UInt16.self, at: 62)
    else { return nil }
    func header(_ index: Int) -> (name: Int, type: Int, offset: Int, size: Int, link: Int)? {
      let start = table + 64 * index
      guard let name = number(UInt32.self, at: start), let type = number(UInt32.self, at: start + 4),
        let offset = number(UInt64.self, at: start + 24), let size = number(UInt64.self, at: start + 32),
        let link = number(UInt32.self, at: start + 40)
      else { return nil }
      return (name, type, offset, size, link)
    }
    guard let names = header(namesIndex) else { return nil }
    for index in 0..<count {
      guard let section = header(index) else { return nil }
      sections.append(text(at: names.offset + section.name))
      guard section.type == 2 else { continue }  // SHT_SYMTAB
      guard let strings = header(section.link) else { return nil }
      for start in stride(from: section.offset, to: section.offset + section.size, by: 24) {
        guard let name = number(UInt32.self, at: start), let info = number(UInt8.self, at: start + 4),
          let home = number(UInt16.self, at: start + 6)
        else { return nil }
        guard let binding = Symbol.Binding(rawValue: UInt8(info >> 4)) else { continue }
        symbols.append(Symbol(name: text(at: strings.offset + name), binding: binding, isDefined: home != 0))
      }
    }
  }
}

extension ObjectFile {
  /// What a module's object does that only the lab may do, in words; nil if there is nothing.
  ///
  /// An exported name that is not the module's own would take the place of a library's, in the checks too. A reference
  /// to the modules that judge reaches the right answers. What the loader runs by itself runs before the judge.
  func trespass(of module: String, on judges: [String]) -> String? {
    let own = Self.mangled(module)
    for symbol in symbols where symbol.binding != .local {
      if symbol.isDefined, !symbol.isCompilers, symbol.binding == .weak || !symbol.name.contains(own) {
        return "The file defines the symbol \(symbol.name), which is not its own. Declare functions under their Swift "
          + "names only, without @main, @c, @_cdecl or @_silgen_name."
      }
      if let judge = judges.first(where: { symbol.name.hasPrefix("$s" + Self.mangled($0)) }) {
        return "The file reaches into the module \(judge) (symbol \(symbol.name)), which judges it."
      }
    }
    let startsByItself = sections.first { name in
      [".init", ".fini", ".preinit", ".ctors", ".dtors"].contains { name.hasPrefix($0) }
    }
    return startsByItself.map {
      "The file has code that would run before or after everything else (section \($0)). Call it from a function."
    }
  }

  /// A module's name as it begins the mangled names of what it declares.
  private static func mangled(_ module: String) -> String { "\(module.utf8.count)\(module)" }
}

extension ObjectFile.Symbol {
  /// A weak symbol that the compiler makes wherever it is needed: copies of generic code, metadata, references. No
  /// library written in C has such a name.
  fileprivate var isCompilers: Bool {
    let isIdentifier = !name.utf8.contains { [UInt8(ascii: "$"), UInt8(ascii: "."), UInt8(ascii: " ")].contains($0) }
    return binding == .weak
      && (!isIdentifier || name.hasPrefix("__swift_") || name == "swift_willThrowTyped")
  }
}
