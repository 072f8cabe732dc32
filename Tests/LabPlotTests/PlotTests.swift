import Foundation
import Testing

@testable import LabPlot

@Suite struct PlotTests {
  @Test func `a figure comes back from its JSON as it was`() throws {
    var plot = Plot("Loss \"of\" a\tnetwork", x: "epoch", y: "loss \\ bits", xScale: .log, hasEqualAxes: true)
    plot.line([1, 2.5, 1e-300], [-1, .greatestFiniteMagnitude, 5e-324], name: "träning")
    plot.guide([0, 1], [0, 1])
    plot.band([1, 2], low: [0, 1], high: [2, 3])
    plot.bars(["a", "b"], [1, -2])
    plot.boxes(["one"], [[3, 1, 2]])
    plot.heatMap([[1, 2], [3, 4]], rowLabels: ["r", "s"], showsNumbers: true)
    plot.contours(0...1, 0...1, steps: 3, levels: [0.25, 1e3]) { $0 + $1 }
    (plot.xRange, plot.yRange) = (1...2, -3...4)
    let figure = Figure([plot, Plot("")], columns: 2)
    #expect(try JSONDecoder().decode(Figure.self, from: Data(figure.json.utf8)) == figure)
  }

  @Test func `what is not finite becomes a gap`() throws {
    var plot = Plot("")
    plot.scatter([1, .nan, .infinity], [1, 2, -.infinity])
    let back = try JSONDecoder().decode(Figure.self, from: Data(Figure([plot]).json.utf8))
    #expect(back.plots[0].layers[0].x.map(\.isNaN) == [false, true, true])
    #expect(back.plots[0].layers[0].y.map(\.isNaN) == [false, false, true])
  }

  @Test func `a histogram counts every finite number once`() {
    var plot = Plot("")
    plot.histogram([0, 1, 1, 2, 3, 4, .nan, .infinity], bins: 4)
    let layer = plot.layers[0]
    #expect(layer.x == [0.5, 1.5, 2.5, 3.5] && layer.y == [1, 2, 1, 2] && layer.width == 1)
    plot.histogram([0, 1, 1, 2, 3, 4], bins: 2, isDensity: true)
    #expect(plot.layers[1].y.reduce(0) { $0 + $1 * plot.layers[1].width }.distance(to: 1).magnitude < 1e-15)
    plot.histogram([7, 7, 7])
    #expect(plot.layers[2].x == [7] && plot.layers[2].y == [3])
    plot.histogram([])
    #expect(plot.layers[3].x.isEmpty)
    plot.histogram([-1.7e308, 1.7e308], bins: 2)  // their difference is infinite
    #expect(plot.layers[4].y == [1, 1] && plot.layers[4].x.allSatisfy(\.isFinite))
  }

  @Test func `boxes hold quartiles of type 7 and the extremes`() {
    var plot = Plot("")
    plot.boxes(["odd", "none"], [[5, 1, 2, 4, 3, .nan], []])
    let layer = plot.layers[0]
    #expect((layer.low[0], layer.firstQuartile[0], layer.y[0]) == (1, 2, 3))
    #expect((layer.thirdQuartile[0], layer.high[0]) == (4, 5))
    #expect(layer.y[1].isNaN)
  }

  @Test func `a surface asks its function at every corner`() {
    var plot = Plot("")
    plot.surface(-1...1, 0...4, steps: 3) { x, y in 10 * x + y }
    #expect(plot.layers[0].rows == [[-10, 0, 10], [-8, 2, 12], [-6, 4, 14]])
    #expect(plot.layers[0].x == [-1, 0, 1] && plot.layers[0].y == [0, 2, 4])
  }

  @Test func `images stand side by side with a gap between them`() {
    let plot = Plot.images([[1, 2, 3, 4], [5, 6, 7, 8], [9, 10, 11, 12]], width: 2, perRow: 2, "digits")
    let rows = plot.layers[0].rows.map { $0.map { $0.isNaN ? 0 : $0 } }
    #expect(
      rows == [[1, 2, 0, 5, 6, 0], [3, 4, 0, 7, 8, 0], [0, 0, 0, 0, 0, 0]]
        + [[9, 10, 0, 0, 0, 0], [11, 12, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]])
  }

  @Test func `lists of unequal length are refused with both lengths`() async {
    await #expect(processExitsWith: .failure) {
      var plot = Plot("")
      plot.line([1, 2, 3], [1, 2])
    }
  }
}
