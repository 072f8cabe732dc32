import ContentHash
import Foundation
import LabPlot
import Sandbox

/// Has gnuplot draw figures, confined like a learner's program: its scripts can run commands.
public struct Draughtsman: Sendable {
  private let sandbox: Sandbox
  private let toolchain: Toolchain

  public init(_ sandbox: Sandbox, _ toolchain: Toolchain) {
    self.sandbox = sandbox
    self.toolchain = toolchain
  }

  public static let gnuplot = "/usr/bin/gnuplot"

  /// Whether there is anything to draw with.
  public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: gnuplot) }

  /// Draws a figure.
  ///
  /// - Parameters:
  ///   - figure: what to draw.
  ///   - canvas: how.
  /// - Returns: the picture; on a terminal its lines, without the blanks around it.
  /// - Throws: `DrawingError` in words: gnuplot is missing, took too long, or what it says.
  public func draw(_ figure: Figure, on canvas: Canvas) throws -> Data {
    if let fault = figure.fault { throw DrawingError("The figure cannot be drawn: \(fault).") }
    if case .terminal(let columns, let rows, let isColoured) = canvas, figure.plots.count > 1 {
      let pictures = try figure.plots.map { plot in
        try draw(Figure([plot]), on: .terminal(columns: columns, rows: rows, isColoured: isColoured))
      }
      return Data(pictures.joined(separator: Array("\n\n".utf8)))
    }
    return try draw(FigureScript(figure, on: canvas).text, on: canvas)
  }

  /// Has gnuplot run a script, or takes the picture that it made of the same script before.
  ///
  /// - Parameters:
  ///   - script: sets its terminal, but not where it writes.
  ///   - canvas: what the script is for.
  /// - Returns: the picture; on a terminal its lines, without the blanks around it.
  /// - Throws: `DrawingError` in words: gnuplot is missing, took too long, or what it says.
  public func draw(_ script: String, on canvas: Canvas) throws -> Data {
    guard Self.isInstalled else {
      throw DrawingError("gnuplot is not installed, so that nothing can be drawn: sudo apt-get install gnuplot-nox")
    }
    let kept = keptPicture(of: script)
    if let picture = try? Data(contentsOf: kept) { return picture }
    let scratch = try Scratch(in: toolchain.cache)
    let (source, picture) = ("\(scratch.path)/figure.gp", "\(scratch.path)/picture")
    try Data(script.utf8).write(to: URL(fileURLWithPath: source))
    try Data().write(to: URL(fileURLWithPath: picture))
    chmod(picture, 0o666)  // root becomes another user inside
    var run = Run(
      program: Self.gnuplot, dataFolder: "", scratch: scratch.path,
      limits: Limits(
        wallSeconds: 20, cpuSeconds: 20, memoryBytes: 1 << 30, fileBytes: 64 << 20, openFiles: 64, processes: 64))
    run.mounts = [.reading(source, at: "/exercise/figure.gp"), .writing(picture, at: "/exercise/picture")]
    let places = run.mounts.map(sandbox.path)
    run.arguments = ["-e", "set output '\(places[1].replacing("'", with: "''"))'", places[0]]
    let result = try sandbox.run(run, with: toolchain)
    guard result.stop == nil, result.ending == .exited(0) else {
      let words = result.output(limit: 2000).split(separator: "\n").filter { !$0.allSatisfy { " ^".contains($0) } }
      throw DrawingError(
        result.stop == .wallTime
          ? "gnuplot took longer than 20 s and was stopped." : "gnuplot could not draw: \(words.last ?? "")")
    }
    var drawn = try Data(contentsOf: URL(fileURLWithPath: picture))
    if canvas.isTerminal { drawn = Data(trimmed(String(decoding: drawn, as: UTF8.self)).utf8) }
    // If it cannot be kept, it is drawn again next time.
    try? FileManager.default.createDirectory(at: kept.deletingLastPathComponent(), withIntermediateDirectories: true)
    try? drawn.write(to: kept, options: .atomic)
    return drawn
  }

  /// Where a script's picture is kept: by the script, which names its canvas, and by the gnuplot that drew it.
  func keptPicture(of script: String) -> URL {
    let gnuplot = try? FileManager.default.attributesOfItem(atPath: Self.gnuplot)
    let version = "\(gnuplot?[.size] ?? "") \(gnuplot?[.modificationDate] ?? "")\n"
    return URL(fileURLWithPath: toolchain.cache)
      .appendingPathComponent("pictures/\(SHA256.hex(Array((version + script).utf8)).prefix(32))")
  }

  private func trimmed(_ picture: String) -> String {
    var lines = picture.replacing("\u{0c}", with: "").split(separator: "\n", omittingEmptySubsequences: false)
      .map { line in String(line.reversed().drop { $0.isWhitespace }.reversed()) }
    while lines.first?.isEmpty == true { lines.removeFirst() }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n")
  }
}

/// Why there is no picture, in a sentence.
public struct DrawingError: Error, CustomStringConvertible {
  public let description: String

  init(_ description: String) { self.description = description }
}

extension Figure {
  /// What keeps it from being drawn: `add` takes layers as they come. nil if nothing does.
  var fault: String? {
    if plots.isEmpty { return "it holds no plot" }
    if plots.count > 64 { return "it holds \(plots.count) plots, more than 64" }
    for layer in plots.flatMap(\.layers) {
      let needed: [(String, Int)] =
        switch layer.kind {
        case .line, .points, .bars: [("y", layer.y.count)]
        case .band: [("low", layer.low.count), ("high", layer.high.count)]
        case .boxes:
          [
            ("y", layer.y.count), ("low", layer.low.count), ("high", layer.high.count),
            ("firstQuartile", layer.firstQuartile.count), ("thirdQuartile", layer.thirdQuartile.count),
          ]
        case .heatMap, .contours: layer.rows.map { ("a row", $0.count) }
        }
      if let wrong = needed.first(where: { $0.1 != layer.x.count }) {
        return "a layer of kind \(layer.kind.rawValue) has \(layer.x.count) numbers in x and \(wrong.1) in \(wrong.0)"
      }
      if layer.rows.count != layer.y.count && [.heatMap, .contours].contains(layer.kind) {
        return "a layer of kind \(layer.kind.rawValue) has \(layer.rows.count) rows and \(layer.y.count) numbers in y"
      }
    }
    return nil
  }
}
