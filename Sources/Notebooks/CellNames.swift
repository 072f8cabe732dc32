/// The names in a cell, found without a parser.
///
/// A name too many only means that a cell is compiled more often than it must. A declaration that is missed is a cell that
/// does not compile by itself, so that the notebook is compiled as a whole; but if the library has something of that name,
/// it would be taken without a word: what may hide a declaration is not separable.
struct CellNames {
  /// All words, those in strings and comments, too.
  let all: Set<Substring>
  /// What the cell declares for those below it.
  let declared: Set<Substring>
  /// The same, a function with its parameters: what must be declared once.
  let unique: Set<Substring>
  /// Functions and types among these: in a script they count for the cells above, too.
  let usableAbove: Set<Substring>
  /// Words with a parenthesis behind them, and those that begin with a capital letter: what may be a function or a type.
  let calls: Set<Substring>
  /// Its import lines, which count for those below it.
  let imports: [Substring]
  /// Whether the cell means the same in a module of its own.
  ///
  /// Not so what acts at the script's end, knows its own place, or is found by others without being named (extensions,
  /// operators, types of literals), nor what only its own file may see, or is declared where it is not found. What is
  /// generic would be slow: nothing is specialised from one module into another.
  let isSeparable: Bool

  init(_ lines: [String]) {
    let text = lines.joined(separator: "\n")
    all = Set(text.split { !$0.isPartOfName })
    let topLevel = lines.filter { $0.first.map { !$0.isWhitespace } ?? false }
    imports = topLevel.filter { $0.hasPrefix("import ") }.map { $0[...] }
    let functions = topLevel.compactMap { $0.firstMatch(of: Self.function) }
    let variables = topLevel.filter { $0.contains(Self.variable) }
    let types = topLevel.compactMap { $0.firstMatch(of: Self.type)?.1 }
    var others = types
    for line in variables {
      let names = line.prefix { $0 != "=" && $0 != ":" }.split { !$0.isPartOfName }.dropFirst()
      others += names + line.matches(of: Self.secondVariable).map(\.1)
    }
    declared = Set(functions.map(\.1) + others)
    unique = Set(functions.map { $0.2.isEmpty ? $0.1 : $0.0 } + others)
    usableAbove = Set(functions.map(\.1) + types)
    calls = Set(
      text.replacing(Self.definition, with: "").matches(of: Self.call).map(\.1)
        + all.filter { $0.first?.isUppercase ?? false })
    isSeparable = !text.contains(Self.inseparable)
  }

  // Regex is not Sendable although these hold no state.
  private nonisolated(unsafe) static let function = /^(?:@\w+(?:\([^)]*\))? )*func (\w+)\(([^)]*)/
  private nonisolated(unsafe) static let variable = /^(?:let|var)\b/
  private nonisolated(unsafe) static let secondVariable = /,\s*(\w+)\s*(?::[^=,]*)?=[^=]/
  private nonisolated(unsafe) static let type =
    /^(?:@\w+(?:\([^)]*\))? )*(?:final |indirect )?(?:struct|class|enum|actor|typealias) (\w+)/
  private nonisolated(unsafe) static let definition = /\bfunc\s+\w+/
  private nonisolated(unsafe) static let call = /(?:^|[^.\w])(\w+)(?=\()/
  private nonisolated(unsafe) static let inseparable =
    /\b(?:extension|operator|protocol|await|fileprivate|\w+LiteralType)\b|\bfunc\s+[^\w\s`]|(?m:^private\b)|;\s*(?:func|struct|class|enum|typealias)\b|[:>]\s*some\b|\b(?:func|struct|class|enum)\s+\w+\s*<|(?m:^defer\b)|#(?:line|file|function)/
}

extension Character {
  fileprivate var isPartOfName: Bool { isLetter || isNumber || self == "_" }
}
