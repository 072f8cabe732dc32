/// The learner's file as they first meet it, made from the solution so that both have one source.
public enum Starter {
  /// The solution with every region between marker lines replaced by `todo()`.
  ///
  /// A marker is a line that holds nothing but the comment `// BEGIN SOLUTION` or `// END SOLUTION` (and white space
  /// around it). `todo()` takes the indentation of the opening marker; what stands outside regions is kept as it is.
  ///
  /// ```swift
  /// func dot(_ x: [Double], _ y: [Double]) -> Double {
  ///   // BEGIN SOLUTION
  ///   zip(x, y).reduce(0) { $0 + $1.0 * $1.1 }
  ///   // END SOLUTION
  /// }
  /// ```
  ///
  /// A region is a statement and belongs in a body. Stored properties, cases and whole members therefore stand outside,
  /// where the learner sees them as part of the task; what they have to find out goes into the bodies of `init` and of
  /// the methods. Where a helper should not be given away, nest it in the function that uses it, inside the region. A
  /// constant to be found takes a body as well: `let rate: Double = {` region `}()`.
  ///
  /// - Parameter solution: a whole Swift file.
  /// - Returns: the starter; every line ends in a line feed.
  /// - Throws: `MarkerError` when a region is missing, nested, not closed, cuts through braces, or cannot be a statement.
  public static func derive(fromSolution solution: String) throws(MarkerError) -> String {
    var starter: [UInt8] = []
    var scopes = SourceScopes()
    var region: Region?
    var hasRegion = false
    var number = 0
    for line in TextLines(solution) {
      number += 1
      let marker = scopes.isInCode ? line.trimmed.text : ""
      switch (marker, region) {
      case ("// BEGIN SOLUTION", let outer?):
        throw .nested(line: number, openedAt: outer.line)
      case ("// BEGIN SOLUTION", nil):
        if let scope = scopes.typeScope { throw .notInBody(line: number, scope: scope) }
        region = Region(line: number, depth: scopes.depth)
        scopes.shallowest = scopes.depth
        hasRegion = true
        starter += line.content.prefix { $0 == 0x20 || $0 == 0x09 } + Array("todo()\n".utf8)
      case ("// END SOLUTION", nil):
        throw .endWithoutBegin(line: number)
      case ("// END SOLUTION", let open?):
        guard scopes.depth == open.depth, scopes.shallowest == open.depth else {
          throw .unbalanced(line: number, openedAt: open.line)
        }
        region = nil
      default:
        scopes.read(line.content)
        if region == nil { starter += line.content + [UInt8(ascii: "\n")] }
      }
    }
    if let region { throw .missingEnd(openedAt: region.line) }
    guard hasRegion else { throw .noRegion }
    return String(decoding: starter, as: UTF8.self)
  }

  private struct Region {
    let line: Int
    let depth: Int
  }
}

/// Why no starter can be made from a solution. Lines count from 1.
public enum MarkerError: Error, Sendable, Equatable {
  case noRegion
  case nested(line: Int, openedAt: Int)
  case endWithoutBegin(line: Int)
  case missingEnd(openedAt: Int)
  /// The region opens or closes a brace or parenthesis that it leaves unpaired.
  case unbalanced(line: Int, openedAt: Int)
  /// The region stands directly in a type (`scope` is "struct", "enum", …) or outside of everything ("file").
  case notInBody(line: Int, scope: String)

  /// The line to look at; nil when the whole file is meant.
  public var line: Int? {
    switch self {
    case .noRegion: nil
    case .nested(let line, _), .endWithoutBegin(let line), .unbalanced(let line, _), .notInBody(let line, _): line
    case .missingEnd(let openedAt): openedAt
    }
  }
}

extension MarkerError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .noRegion:
      "there is no region between \"// BEGIN SOLUTION\" and \"// END SOLUTION\", so the starter would be the solution"
    case .nested(_, let openedAt):
      "BEGIN SOLUTION inside the region opened in line \(openedAt); close that one first"
    case .endWithoutBegin:
      "END SOLUTION without a BEGIN SOLUTION before it"
    case .missingEnd:
      "this BEGIN SOLUTION is never followed by END SOLUTION"
    case .unbalanced(_, let openedAt):
      "the region opened in line \(openedAt) holds one half of a pair of braces or parentheses; take both in or neither"
    case .notInBody(_, "file"):
      "a region outside of a function cannot become todo(); keep the declaration outside and mark only its body"
    case .notInBody(_, let scope):
      "a region directly inside a \(scope) cannot become todo(); keep the members outside and mark only their bodies"
    }
  }
}
