import Foundation
import LabPlot
import Sandbox
import Testing

@testable import Drawing

@Suite struct DraughtsmanTests {
  static let draughtsman: Draughtsman? = {
    let lab = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent(".build/lab").path
    guard let toolchain = try? Toolchain.installed(in: lab) else { return nil }
    return Draughtsman(Sandbox.best(), toolchain)
  }()

  private func svg(_ figure: Figure) throws -> String {
    let draughtsman = try #require(Self.draughtsman, "the toolkit is made by ./mllab")
    return String(decoding: try draughtsman.draw(figure, on: .svg), as: UTF8.self)
  }

  /// How often a part of a picture stands in it.
  private func count(_ part: String, in svg: String) -> Int { svg.ranges(of: part).count }

  @Test func `every kind of layer is drawn, and its words can be read`() throws {
    var plot = Plot("Every kind", x: "time in s", y: "volts")
    plot.band([1, 2, 3], low: [0, 1, 2], high: [2, 3, 4], name: "area")
    plot.line([1, 2, 3], [1, 2, 3], name: "curve")
    plot.scatter([1, 2, 3], [3, 2, 1], name: "marks")
    plot.guide([1, 3], [2, 2], name: "guide")
    var bars = Plot("Bars")
    bars.bars(["apples", "pears"], [3, -1])
    var boxes = Plot("Boxes")
    boxes.boxes(["left", "right"], [[1, 2, 3], [2, 3, 9]])
    var map = Plot("Map")
    map.heatMap([[1, 2], [3, 42]], columnLabels: ["no", "yes"], showsNumbers: true)
    var hills = Plot("Hills")
    hills.contours(-1...1, -1...1) { x, y in x * x + y * y }
    let picture = try svg(Figure([plot, bars, boxes, map, hills], columns: 2))
    for word in [
      "Every kind", "time in s", "volts", "area", "curve", "marks", "guide", "apples", "pears", "left", "42",
    ] {
      #expect(picture.contains(">\(word)<"), "\(word)")
    }
    #expect(picture.hasSuffix("</svg>\n\n") || picture.hasSuffix("</svg>\n"))
    #expect(count("href='#gpPt", in: picture) >= 3)  // the marks
  }

  @Test func `a picture is kept, for its own script alone`() throws {
    let draughtsman = try #require(Self.draughtsman, "the toolkit is made by ./mllab")
    var (plot, other) = (Plot("Kept \(UUID())"), Plot("Another"))
    plot.line([1, 2], [1, 2])
    other.line([1, 2], [2, 1])
    let kept = draughtsman.keptPicture(of: FigureScript(Figure([plot]), on: .svg).text)
    #expect(!FileManager.default.fileExists(atPath: kept.path))
    let drawn = try draughtsman.draw(Figure([plot]), on: .svg)
    #expect(try Data(contentsOf: kept) == drawn)
    try Data("a mark".utf8).write(to: kept)
    defer { try? FileManager.default.removeItem(at: kept) }
    #expect(try draughtsman.draw(Figure([plot]), on: .svg) == Data("a mark".utf8))
    #expect(try svg(Figure([other])).contains(">Another<"))
    #expect(try draughtsman.draw(Figure([plot]), on: .png) != Data("a mark".utf8))
  }

  @Test(arguments: [
    "it's \"quoted\" \\n `touch /tmp/x` $(ls) %d @ {/Symbol a} ^_", "two\nlines", "", "ünïcödé 𝔸 ≤ ∞",
  ])
  func `words are words, whatever they hold`(title: String) throws {
    var plot = Plot(title, x: title, y: title)
    plot.line([1, 2], [1, 2], name: title)
    plot.bars([title, "b"], [1, 2], name: title)
    let shown = title.replacing("\n", with: " ").replacing("&", with: "&amp;").replacing("<", with: "&lt;")
    let picture = try svg(Figure([plot]))
    #expect(title.isEmpty || picture.contains(shown))
  }

  @Test func `on a terminal a map is denser the higher it is, and its numbers stand in it`() throws {
    let draughtsman = try #require(Self.draughtsman, "the toolkit is made by ./mllab")
    var plot = Plot("shades")
    plot.heatMap([[0, 1, 2, 3, 4], [.nan, 0, 0, 0, 9]], showsNumbers: true)
    func drawn(isColoured: Bool) throws -> [String] {
      let canvas = Canvas.terminal(columns: 70, rows: 20, isColoured: isColoured)
      return String(decoding: try draughtsman.draw(Figure([plot]), on: canvas), as: UTF8.self).split(separator: "\n")
        .map(String.init)
    }
    let mono = try drawn(isColoured: false)
    let (top, bottom) = (mono.first { $0.contains("4") }, mono.last { $0.contains("9") })
    // Fifths of 0 … 9: 0 and 1 are blank, 2 and 3 light, 4 medium; what is no number is blank.
    #expect(top.map { Set($0).intersection("░▒▓█") } == ["░", "▒"], "\(mono)")
    #expect(bottom.map { Set($0).intersection("░▒▓█") } == ["█"], "\(mono)")
    #expect(!mono.joined().contains("\u{1b}"))
    let coloured = try drawn(isColoured: true).joined()
    #expect(coloured.contains("█") && coloured.contains("\u{1b}[38;5;") && !coloured.contains("▒"))
  }

  @Test func `contours lie at the levels that were asked for`() throws {
    var plot = Plot("levels")
    plot.contours(0...10, -1...1, steps: 11, levels: [2.5, 7]) { x, _ in x }
    plot.xRange = 0...10
    let picture = try svg(Figure([plot]))
    // The function is x, so that its contours are upright, where x is the level between the ends of the frame.
    let frame = try #require(picture.firstMatch(of: /stroke='black'  d='M([0-9.]+),[0-9.]+ L.* L([0-9.]+),/))
    let lines = try #require(picture.firstMatch(of: /stroke='rgb\( 85,  85,  85\)'  d='([^']*)'/)).1
    let (left, right) = (try #require(Double(frame.1)), try #require(Double(frame.2)))
    let levels = lines.matches(of: /M([0-9.]+),/).compactMap { Double($0.1) }
      .map { 10 * ($0 - left) / (right - left) }.sorted()
    #expect(levels.count == 2 && abs(levels[0] - 2.5) < 0.01 && abs(levels[1] - 7) < 0.01, "\(levels)")
  }

  @Test func `numbers at the ends of the range, or none, are drawn or said not to be there`() throws {
    let lists: [[Double]] = [
      [], [.nan], [.infinity, -.infinity], [5], [5, 5], [0, 0], [1e308, -1e308], [1e-310, 2e-310], [-1, 1, .nan],
    ]
    for numbers in lists {
      for scale in [Plot.Scale.linear, .log] {
        var plot = Plot("ends", xScale: scale, yScale: scale)
        plot.line(numbers, numbers)
        plot.scatter(numbers, numbers)
        plot.histogram(numbers)
        // Beyond 10³⁰⁰ gnuplot's own differences overflow: nothing is shown there.
        let isSeen = numbers.contains { abs($0) <= 1e300 && (scale == .linear || $0 > 0) }
        #expect(try svg(Figure([plot])).contains("no numbers to be seen") != isSeen, "\(numbers) \(scale)")
      }
    }
    #expect(try svg(Figure([Plot("empty")])).contains("no numbers to be seen"))
  }

  @Test func `lists that do not fit together are refused in a sentence`() throws {
    var layer = Layer(.band)
    (layer.x, layer.low, layer.high) = ([1, 2], [1], [1, 2])
    var plot = Plot("")
    plot.add(layer)
    let draughtsman = try #require(Self.draughtsman)
    let error = #expect(throws: DrawingError.self) { try draughtsman.draw(Figure([plot]), on: .svg) }
    #expect(error?.description.contains("has 2 numbers in x and 1 in low") ?? false)
    #expect(throws: DrawingError.self) { try draughtsman.draw(Figure([]), on: .svg) }
  }

  @Test func `a hundred thousand points make a small picture that shows their ends`() throws {
    var (state, numbers): (UInt64, [Double]) = (1, [])
    for _ in 0..<200_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      numbers.append(Double(state >> 11) / 0x1p53)
    }
    var cloud = Plot("cloud")
    cloud.scatter(Array(numbers[..<100_000]), Array(numbers[100_000...]))
    let picture = try svg(Figure([cloud]))
    #expect(picture.utf8.count <= 300_000 && count("href='#gpPt", in: picture) > 500)
    var line = Plot("line")
    var heights = Array(numbers[..<100_000])
    heights[40_000] = 50
    line.line(heights)
    let thin = Thinning(line).line(line.layers[0].x, heights)
    #expect(thin.y.contains(50) && thin.x.first == 1 && thin.x.last == 100_000 && thin.x.count <= 4000)
    #expect(try svg(Figure([line])).utf8.count <= 300_000)
  }

  @Test func `a terminal gets characters within its window`() throws {
    var plot = Plot("squares")
    plot.line((1...20).map(Double.init), (1...20).map { Double($0 * $0) }, name: "n²")
    let draughtsman = try #require(Self.draughtsman)
    let picture = String(
      decoding: try draughtsman.draw(Figure([plot]), on: .terminal(columns: 60, rows: 20, isColoured: false)),
      as: UTF8.self)
    let lines = picture.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 20 && lines.allSatisfy { $0.count <= 60 })
    #expect(picture.contains("squares") && picture.contains("*") && !picture.contains("\u{1b}"))
  }

  @Test func `a PNG is one`() throws {
    var plot = Plot("png")
    plot.line([1, 2], [1, 2])
    let png = try #require(Self.draughtsman).draw(Figure([plot]), on: .png)
    #expect(Array(png.prefix(8)) == [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  }
}
