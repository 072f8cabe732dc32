import Curriculum
import Events

/// What an exercise forbids: a library, or a name.
///
/// A library is looked for among the file's imports and among the symbols that the compiled file asks for, a name among
/// the words of its code. "At most one pass" and its like are no rules of this kind: a check hands in a sequence that
/// counts (`Counted` in Checking).
struct Rule {
  let name: String

  /// The libraries that have a name of their own; every other rule forbids a word.
  private struct Library {
    var modules: Set<String>
    /// How the symbols begin, behind the mangling of Swift's.
    var prefixes: [String] = []
    var hasFortranNames = false
    /// By these it is reached without being named.
    var loaders: Set<String> = ["dlopen", "dlmopen", "dlsym", "dlvsym"]
    var advice: String
  }

  private static let libraries: [String: Library] = [
    "BLAS": Library(
      modules: ["COpenBLAS", "LabNumerics"], prefixes: ["cblas_", "LAPACKE_", "openblas_"], hasFortranNames: true,
      advice: "BLAS, LAPACK and LabNumerics, which stands on them, are what is written by hand here."),
    "LabNumerics": Library(
      modules: ["LabNumerics"], advice: "What LabNumerics has ready is what is written by hand here."),
    "Foundation": Library(
      modules: ["Foundation", "FoundationEssentials", "FoundationInternationalization"],
      advice: "For the functions of C's mathematics import Glibc is enough."),
  ]

  /// How a source breaks the rule; nil if it keeps it.
  ///
  /// - Parameters:
  ///   - words: the words of its code.
  ///   - symbols: what its object file asks others for.
  /// - Returns: where, and what is meant by the rule.
  func broken(by words: [(word: String, line: Int)], symbols: [String]) -> Failure? {
    guard let library = Self.libraries[name] else {
      return words.first { $0.word == name }.map { found in
        Failure(
          message: "line \(found.line) uses \(name), which this exercise does without",
          advice: "The statement says what is to be written by hand.", line: found.line)
      }
    }
    for (index, word) in words.enumerated() where word.word == "import" {
      // `import func Glibc.exp`: the module is the first word that is no kind of declaration.
      let kinds: Set = ["func", "struct", "class", "enum", "protocol", "typealias", "let", "var"]
      guard let module = words[(index + 1)...].first(where: { !kinds.contains($0.word) })?.word,
        library.modules.contains(module)
      else { continue }
      return Failure(
        message: "line \(word.line) imports \(module), which this exercise does without", advice: library.advice,
        line: word.line)
    }
    let mangled = library.modules.map { "\($0.utf8.count)\($0)" }
    let symbol = symbols.first { symbol in
      library.loaders.contains(symbol) || library.prefixes.contains { symbol.hasPrefix($0) }
        || library.hasFortranNames && Self.isFortran(symbol)
        || symbol.hasPrefix("$s") && mangled.contains { symbol.contains($0) }
    }
    return symbol.map { symbol in
      let word = words.first { $0.word == symbol }
      return Failure(
        message: (word.map { "line \($0.line) calls" } ?? "the file reaches")
          + (library.loaders.contains(symbol)
            ? " \(symbol), by which \(name) can be had; this exercise does without it"
            : " \(symbol) of \(name), which this exercise does without"),
        advice: library.advice, line: word?.line ?? 0)
    }
  }

  /// `dgemm_`, `sgesv_`: BLAS and LAPACK by the names that Fortran gives them.
  private static func isFortran(_ symbol: String) -> Bool {
    symbol.wholeMatch(of: /[sdcz][a-z0-9]{3,}_/) != nil
  }
}

extension Exercise {
  /// Whether a file keeps this exercise's rules, as one more check; nil if it has none.
  func checkOfRules(number: Int, source: SourceFile, symbols: [String]) -> CheckResult? {
    guard !forbids.isEmpty else { return nil }
    let words = wordsOfCode(source.text)
    let failures = forbids.compactMap { Rule(name: $0).broken(by: words, symbols: symbols) }
    return CheckResult(
      number: number, name: "does without \(forbids.joined(separator: ", "))",
      outcome: failures.isEmpty ? .passed : .failed(failures))
  }
}
