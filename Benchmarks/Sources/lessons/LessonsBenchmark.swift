import Foundation
import Measuring

/// Runs the commands as they are typed, each sample in turn with the others.
struct LessonsBenchmark {
  let lab: Lab
  let samples: Int
  /// For copies of a lesson, scripts and a workspace.
  let folder: String

  private static let lesson = "probability.md"
  private static let cells = 12
  private static let loggedAttempts = 10_000
  private static let points = 100_000

  func table() throws -> [String] {
    let workspace = try Workspace(lab, in: folder)
    try prepareAttempts(workspace)
    let notebook = "\(folder)/lesson.md"
    let text = try text(ofFile: "\(lab.folder)/notebooks-md/\(Self.lesson)")
    var (cold, all, plot, page) = (Measurements(), Measurements(), Measurements(), Measurements())
    var edits = Edit.allCases.map { (edit: $0, seconds: Measurements()) }
    var bytes = 0
    for sample in 0..<samples {
      tell("sample \(sample + 1) of \(samples)")
      // In every cell a comment that was never there: nothing compiled before is of use.
      let fresh = text.split(separator: "\n", omittingEmptySubsequences: false).map {
        $0.hasPrefix("```swift") ? "\($0)\n// \(UUID())" : "\($0)"
      }
      try write(fresh.joined(separator: "\n"), to: notebook)
      cold.add(try succeed(workspace.command("notebook", "run", notebook)).seconds)
      for (cell, index) in (0..<Self.cells).flatMap({ cell in edits.indices.map { (cell, $0) } }) {
        try write(
          try Self.edited(Measuring.text(ofFile: notebook), cell: cell, by: edits[index].edit.line), to: notebook)
        let (seconds, output) = try succeed(workspace.command("notebook", "run", notebook))
        guard let own = output.firstMatch(of: #/\(([0-9.]+) s in the cells\)/#).flatMap({ Double($0.1) }) else {
          throw LessonError(description: "no cells' time in \(output)")
        }
        edits[index].seconds.add(seconds - own)
      }
      let (drawing, size) = try drawPoints(workspace)
      plot.add(drawing)
      bytes = size
      page.add(try succeed(workspace.command("report", "-o", "\(folder)/report.html")).seconds)
    }
    for _ in 0..<max(1, samples / 2) { all.add(try succeed(workspace.command("notebook", "check")).seconds) }
    return try Machine(repository: lab.folder).facts.map { "- \($0)" } + [
      "", "| what | limit | median | min | max |", "|:--|--:|--:|--:|--:|",
      row("a lesson of \(Self.cells) cells, from cold, s", limit: 6, cold),
    ]
      + edits.map {
        row("again after \($0.edit.rawValue) in one cell, over the cells' own time, s", limit: 1.5, $0.seconds)
      }
      + [
        row("all lessons checked, s", limit: 90, all),
        row("a script that plots 10⁵ points, over one that plots ten, s", limit: 0.5, plot),
        row("the report of \(Self.loggedAttempts) attempts, s", limit: 0.5, page), "",
        "10⁵ points are \(bytes / 1000) kB of SVG (limit 300).",
      ]
  }

  /// What a reader changes in a cell, each cell in turn.
  private enum Edit: String, CaseIterable {
    case statement = "a new statement"
    case declaration = "a new declaration"

    /// A line that was never there.
    var line: String {
      let number = UInt32.random(in: 0...UInt32.max)
      switch self {
      case .statement: return "_ = \(number)"
      case .declaration: return "let added\(number) = 0"
      }
    }
  }

  /// A notebook with one more line at a cell's end.
  private static func edited(_ text: String, cell: Int, by line: String) throws -> String {
    var (lines, cells, isInside) = (text.components(separatedBy: "\n"), -1, false)
    for (index, old) in lines.enumerated() {
      if old.hasPrefix("```swift") {
        (cells, isInside) = (cells + 1, true)
      } else if isInside, old.hasPrefix("```") {
        isInside = false
        guard cells == cell else { continue }
        lines.insert(line, at: index)
        return lines.joined(separator: "\n")
      }
    }
    throw LessonError(description: "the lesson has \(cells + 1) cells, not \(cell + 1)")
  }

  private struct LessonError: Error, CustomStringConvertible { var description: String }

  private func row(_ what: String, limit: Double?, _ values: Measurements) -> String {
    Measuring.row(
      [what, limit.map { fixed($0, digits: 1) } ?? ""]
        + [values.median, values.least, values.largest].map { fixed($0, digits: 2) })
  }

  /// One exercise passed once, then as many copies of the attempt as are wanted.
  private func prepareAttempts(_ workspace: Workspace) throws {
    let exercise = "dot-product"
    try write(try lab.solution(of: exercise), to: try workspace.file(of: exercise))
    try succeed(workspace.command("run", exercise))
    try workspace.addAttempts(Self.loggedAttempts)
  }

  /// Seconds that a notebook with 10⁵ points takes longer than one with ten, and the bytes of its picture.
  private func drawPoints(_ workspace: Workspace) throws -> (seconds: Double, bytes: Int) {
    func run(_ count: Int) throws -> (seconds: Double, bytes: Int) {
      let cell = """
        import LabPlot
        var state: UInt64 = \(UInt32.random(in: 1...UInt32.max))
        func number() -> Double {
          state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
          return Double(state >> 11) / 9_007_199_254_740_992
        }
        var plot = Plot("points")
        plot.scatter((0..<\(count)).map { _ in number() }, (0..<\(count)).map { _ in number() })
        plot.show()
        """
      let notebook = "\(folder)/points.md"
      try write("# Points\n\n```swift\n\(cell)\n```\n", to: notebook)
      let seconds = try succeed(workspace.command("notebook", "run", notebook)).seconds
      let picture = "\(folder)/figures/points-points.svg"
      return (seconds, try Data(contentsOf: URL(filePath: picture)).count)
    }
    let few = try run(10)
    let many = try run(Self.points)
    return (many.seconds - few.seconds, many.bytes)
  }

  private func write(_ text: String, to path: String) throws {
    try text.write(toFile: path, atomically: true, encoding: .utf8)
  }
}
