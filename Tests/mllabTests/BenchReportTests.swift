import Drawing
import Foundation
import Grading
import Progress
import Sandbox
import Testing

@testable import mllab

/// Tables, JSON, history and pictures of a run with known figures.
@Suite struct BenchReportTests {
  static let machine = BenchMachine(
    processor: "Some Processor", processors: 2, blasCore: "Haswell", blasConfig: "OpenBLAS 0.3.21", blasThreads: 1,
    instructions: "AVX2 with FMA", flopsPerSecond: 50e9, bytesPerSecond: 10e9, loadAverage: 0.1, coreType: nil)

  static func result(
    _ contender: BenchContender, _ size: Int, _ milliseconds: Double, of kernel: BenchKernel = .gemm
  ) -> BenchResult {
    BenchResult(
      kernel: kernel, size: size, scalar: .double, contender: contender,
      outcome: .measured(Samples([0.99, 1, 1.02].map { $0 * milliseconds / 1000 })), residual: 0.25)
  }

  static var run: BenchRun {
    var run = BenchRun(
      time: Date(timeIntervalSince1970: 1_772_357_400), machine: machine, scalar: .double, kernels: [.gemm, .dot])
    run.results = [
      result(.naive, 100, 2), result(.labNumerics, 100, 0.05), result(.naive, 1000, 4000),
      result(.yours, 1000, 1000), result(.labNumerics, 1000, 50),
      BenchResult(kernel: .gemm, size: 1000, scalar: .double, contender: .raw, outcome: .failed("crashed, signal 11")),
      result(.naive, 10_000_000, 25, of: .dot), result(.labNumerics, 10_000_000, 20, of: .dot),
    ]
    return run
  }

  @Test func `the table is aligned, has its units in the head, and teaches`() {
    let table = BenchTable(run: Self.run, ink: Ink(isColoured: false))
    #expect(
      table.lines(.gemm).joined(separator: "\n") == """
        gemm  C = A·B   Double, 2·n³ operations
                 n  contender          time   spread   GFLOP/s   of peak   × LabNumerics
               100  naive           2.00 ms    1.5 %      1.00     2.0 %           0.025
                    LabNumerics     50.0 µs    1.5 %      40.0      80 %            1.00
             1,000  naive            4.00 s    1.5 %      0.50     1.0 %           0.013
                    yours            1.00 s    1.5 %      2.00     4.0 %           0.050
                    LabNumerics     50.0 ms    1.5 %      40.0      80 %            1.00
                    C             crashed, signal 11
          n = 1,000: 83.3 operations for each byte that must move, above this
          machine's 5.00: the core is the limit, not memory. LabNumerics is 80.0 times
          as fast as the naive loops.
        """)
    #expect(
      table.lines(.dot).suffix(4).joined(separator: "\n") == """
                    LabNumerics     20.0 ms    1.5 %      1.00     2.0 %            1.00
          n = 10,000,000: 0.12 operations for each byte that must move, below this
          machine's 5.00: memory is the limit, at 1.25 GFLOP/s beyond the caches. The
          naive loops are about as fast: there is no time to win beside waiting.
        """)
    #expect(table.lines(.qr).isEmpty)
  }

  @Test func `no line is wider than a terminal`() {
    var run = Self.run
    run.results += BenchContender.allCases.map { contender in
      BenchResult(
        kernel: .svd, size: 2_000_000_000, scalar: .double, contender: contender,
        outcome: .failed(String(repeating: "a long reason ", count: 10)))
    }
    run.machine.loadAverage = 8
    run.machine.coreType = "Haswell"
    let table = BenchTable(run: run, ink: Ink(isColoured: false))
    for line in BenchKernel.allCases.flatMap(table.lines) + table.legend {
      #expect(line.count <= 80, "\(line)")
    }
    #expect(run.machine.words(.double).joined().contains("busy"))
    #expect(!Self.machine.words(.double).joined().contains("busy"))
    #expect(run.machine.words(.double).joined().contains("OPENBLAS_CORETYPE=Haswell"))
  }

  @Test func `the JSON has the names that programs read`() throws {
    let encoder = JSONEncoder()
    encoder.dateEncodingStrategy = .iso8601
    let object = try #require(
      try JSONSerialization.jsonObject(with: encoder.encode(Self.run)) as? [String: Any])
    #expect(Set(object.keys) == ["kernels", "machine", "notes", "partial", "results", "scalar", "time"])
    #expect(object["kernels"] as? [String] == ["gemm", "dot"])
    #expect(object["scalar"] as? String == "double" && object["partial"] as? Bool == false)
    let machine = try #require(object["machine"] as? [String: Any])
    #expect(machine["flopsPerSecond"] as? Double == 50e9 && machine["blasCore"] as? String == "Haswell")
    let results = try #require(object["results"] as? [[String: Any]])
    #expect(results.count == 8)
    let yours = results[3]
    #expect(
      Set(yours.keys) == [
        "kernel", "size", "contender", "state", "residual", "operations", "bytes", "seconds", "gflops", "shareOfPeak",
        "ratio",
      ])
    #expect(yours["contender"] as? String == "yours" && yours["size"] as? Int == 1000)
    #expect(yours["gflops"] as? Double == 2 && yours["ratio"] as? Double == 0.05)
    #expect(yours["operations"] as? Double == 2e9 && yours["bytes"] as? Double == 24e6)
    let seconds = try #require(yours["seconds"] as? [String: Double])
    #expect(Set(seconds.keys) == ["median", "lowerQuartile", "upperQuartile", "samples"] && seconds["median"] == 1)
    #expect(results[5]["state"] as? String == "failed" && results[5]["reason"] as? String == "crashed, signal 11")
    #expect(results[5]["gflops"] == nil)
  }

  // MARK: - History

  private func benchmark(
    _ day: Int, _ contender: BenchContender, _ size: Int, _ gflops: Double, on machine: String
  ) -> Benchmark {
    Benchmark(
      time: Date(timeIntervalSince1970: 1_772_357_400 - 86_400 * Double(day)), kernel: "gemm", size: size,
      scalar: "double", contender: contender.rawValue, median: 1, lowerQuartile: 1, upperQuartile: 1, gflops: gflops,
      machine: machine)
  }

  @Test func `the history shows the learner's own code getting faster`() {
    let name = Self.machine.name
    let history = BenchHistory(benchmarks: [
      benchmark(9, .yours, 1000, 0.3, on: "another"), benchmark(3, .yours, 1000, 0.5, on: name),
      benchmark(3, .labNumerics, 1000, 40, on: name), benchmark(1, .yours, 8, 0.8, on: name),
    ])
    let lines = history.lines(.gemm, .double, ink: Ink(isColoured: false)).map {
      $0.replacing(/\d\d:\d\d/, with: "hh:mm")
    }
    #expect(
      lines.joined(separator: "\n").replacing(/2026-\d\d-\d\d/, with: "yyyy-mm-dd") == """
        gemm  yours, GFLOP/s   Double
        when                  n = 8   n = 1000
        yyyy-mm-dd hh:mm                  0.30  elsewhere
        yyyy-mm-dd hh:mm                  0.50
        yyyy-mm-dd hh:mm       0.80           
        LabNumerics                       40.0
        """)
    #expect(history.lines(.lu, .double, ink: Ink(isColoured: false)).isEmpty)
    #expect(history.lines(.gemm, .float, ink: Ink(isColoured: false)).isEmpty)
    // 2 GFLOP/s now, 0.5 three days before on the same machine.
    let words = history.comparison(Self.run.results[3], of: Self.run)
    #expect(words?.hasPrefix("Yours at n = 1000: 2.00 GFLOP/s; 2026-02-2") == true, "\(words ?? "")")
    #expect(words?.hasSuffix(": 0.50, 4.00 times as fast as then.") == true)
    #expect(history.comparison(Self.run.results[2], of: Self.run) == nil)
  }

  @Test func `what is measured goes into the log, the rest does not`() {
    let benchmarks = Self.run.benchmarks
    #expect(benchmarks.count == 7)
    #expect(benchmarks.allSatisfy { $0.time == Self.run.time && $0.machine == "Some Processor, Haswell" })
    #expect(benchmarks[3].contender == "yours" && benchmarks[3].gflops == 2 && benchmarks[3].median == 1)
  }

  // MARK: - Pictures

  @Test func `pictures are drawn of what was measured and of nothing else`() throws {
    let plot = BenchPlot(run: Self.run)
    let curve = try #require(plot.sizeCurve(.gemm, on: .svg))
    #expect(curve.contains("$yours << EOD\n1000.0 2.0\nEOD"))
    #expect(curve.contains("set label \"LabNumerics\""))
    #expect(!curve.contains("$raw"))
    #expect(plot.sizeCurve(.dot, on: .svg) == nil)  // one size is no curve
    let roof = try #require(plot.roofline(on: .svg))
    #expect(roof.contains("memory 10.0 GB/s, then peak 50.0 GFLOP/s"))
    #expect(roof.contains("5.0 50.0\n"))  // the ridge
    var empty = Self.run
    empty.results = []
    #expect(BenchPlot(run: empty).roofline(on: .svg) == nil)
  }

  @Test func `a processor's name cannot leave its quotation marks`() throws {
    var run = Self.run
    run.machine.processor = "X\"\n!rm -r `x` \\"
    let roof = try #require(BenchPlot(run: run).roofline(on: .svg))
    #expect(roof.contains("set title \"Roofline of one core, Double, GFLOP/s: X!rm -r x \"\n"))
  }

  @Test(.enabled(if: Draughtsman.isInstalled))
  func `gnuplot draws them, as a file and in characters`() throws {
    let lab = Desk.repository.appendingPathComponent(".build/lab").path
    let draughtsman = Draughtsman(Sandbox.best(), try Toolchain.installed(in: lab))
    let plot = BenchPlot(run: Self.run)
    let pictures: [(Canvas) -> String?] = [{ plot.sizeCurve(.gemm, on: $0) }, { plot.roofline(on: $0) }]
    let characters = Canvas.terminal(columns: 70, rows: 20, isColoured: false)
    for script in pictures {
      let svg = String(decoding: try draughtsman.draw(try #require(script(.svg)), on: .svg), as: UTF8.self)
      #expect(svg.contains("</svg>") && svg.contains("LabNumerics"))
      let text = String(decoding: try draughtsman.draw(try #require(script(characters)), on: characters), as: UTF8.self)
      #expect(text.contains("L LabNumerics") && !text.contains("\u{1b}"))
      #expect(text.split(separator: "\n").allSatisfy { $0.count <= 70 }, "\(text)")
    }
    #expect(throws: DrawingError.self) { try draughtsman.draw("plot nonsense from nowhere\n", on: .svg) }
  }
}
