import ArgumentParser
import Drawing
import Foundation
import Grading
import Progress
import Sandbox

struct BenchKernelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernels", abstract: "Measure kernels of linear algebra: naive loops, yours, LabNumerics, C, NumPy.",
    discussion: """
      Kernels: dot, axpy, gemv, gemm, syrk, trsm, lu, cholesky, qr, svd, eigh; all of them take about a minute. \
      "yours" is the code with which you passed the exercise on the kernel, compiled and confined as when it was \
      judged. Every answer is checked before it is timed; the samples of all are taken in turns, on one thread. \
      What was measured stays in your log.

      Examples:
        mllab bench gemm                       products of matrices: 8, 64, 512
        mllab bench dot gemv --sizes 8...4096  two kernels, sizes that double
        mllab bench gemm --peers --plot        with NumPy and with pictures
        mllab bench gemm --history             what was measured before

      Exit status: 0 measured, 2 the command was not understood, 70 the lab is broken, 130 interrupted.
      """)

  @Argument(help: "The kernels; default: all.", completion: .list(BenchKernel.allCases.map(\.rawValue)))
  var kernels: [String] = []
  @Option(name: .long, help: BenchSizes.help) var sizes: BenchSizes?
  @Option(name: .long, help: "The type of number.") var scalar = BenchScalar.double
  @OptionGroup var peers: PeersOptions
  @Flag(name: .long, help: "Draw a roofline and curves over the size, on the terminal and as SVG.") var plot = false
  @Flag(name: .long, help: "Measure nothing: show what was measured before.") var history = false
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let kernels = try BenchKernel.named(kernels)
    let problems = kernels.flatMap { kernel in
      (sizes?.sizes ?? kernel.usualSizes).map { BenchProblem(kernel: kernel, size: $0, scalar: scalar) }
    }
    try requireMemory(for: problems)
    let study = try Study(options)
    if history { return try showHistory(kernels, study) }
    var run = try measure(problems, study)
    let history = BenchHistory(benchmarks: try study.log.benchmarks())
    try study.log.append(run.benchmarks)
    run.notes += missingExercises(kernels, study)
    if json.json {
      if plot { _ = try draw(run, study, onTerminal: false) }
      try sayJSON(run)
    } else {
      show(run, history)
      if plot { say(try draw(run, study, onTerminal: Terminal.current.isTerminal)) }
    }
    if run.isPartial { throw ExitCode(ExitStatus.interrupted) }
  }

  /// - Throws: `UsageError` for the first problem that is larger than the memory.
  private func requireMemory(for problems: [BenchProblem]) throws {
    guard let available = BenchMachine.availableMemory() else { return }
    for problem in problems {
      let needed = problem.kernel.memory(problem.size) * Double(scalar.bytes) / 8
      guard needed > available else { continue }
      throw UsageError(
        """
        \(problem.kernel.rawValue) at n = \(grouped(problem.size)) needs about \(gigabytes(needed)) for all who compute \
        it, and \(gigabytes(available)) are free. Name smaller sizes with --sizes.
        """)
    }
  }

  private func gigabytes(_ bytes: Double) -> String { "\(shortNumber(bytes / 1e9)) GB" }

  // MARK: - Measuring

  private func measure(_ problems: [BenchProblem], _ study: Study) throws -> BenchRun {
    let scratch = try Scratch(in: study.lab.folder + "/cache")
    let programs = BenchPrograms(lab: study.lab, scratch: scratch.path)
    let (numPy, peersNote) = try numPy(study.lab, scratch.path)
    let line = ProgressLine()
    let cancellation = Interruption.watch()
    defer { line.clear() }
    announce(problems)
    line.show("measuring what one core and the memory can do")
    let machine = try interruptible { try BenchMachine.measured(programs, scalar, cancellation: cancellation) }
    guard let machine else {
      line.clear()
      remark("interrupted before anything was measured")
      throw ExitCode(ExitStatus.interrupted)
    }
    var run = BenchRun(
      time: Date(), machine: machine, scalar: scalar, kernels: problems.map(\.kernel).removingRepeats(),
      notes: peersNote)
    var measurement = BenchMeasurement(
      [
        SpeakingContender(.naive) { try programs.dialogue(["bench", "naive"]) },
        SpeakingContender(.blocked) { try programs.dialogue(["bench", "blocked"]) }, try LearnersContender(study),
        SpeakingContender(.labNumerics) { try programs.dialogue(["bench", "library"]) },
        SpeakingContender(.raw) { try programs.dialogue(["bench", "raw"]) },
      ] + [numPy].compactMap { $0 })
    measurement.flopsPerSecond = machine.flopsPerSecond
    measurement.cancellation = cancellation
    measurement.progress = line.show
    for problem in problems {
      guard let results = try interruptible({ try measurement.measure(problem) }) else {
        run.isPartial = true
        run.notes.append("Interrupted: what was not measured by then is missing.")
        break
      }
      run.results += results
    }
    return run
  }

  /// nil if it was interrupted.
  private func interruptible<Result>(_ body: () throws -> Result) throws -> Result? {
    do { return try body() } catch is Cancelled { return nil }
  }

  /// How long it will take, where somebody waits for it or it is very long.
  private func announce(_ problems: [BenchProblem]) {
    let seconds = problems.reduce(2.0) { $0 + BenchMeasurement.expectedSeconds($1) }
    let isLong = seconds > 180
    guard isLong || (isatty(2) == 1 && seconds > 10) else { return }
    let time = seconds < 90 ? "\(Int((seconds / 10).rounded(.up)) * 10) s" : "\(Int((seconds / 60).rounded(.up))) min"
    sayRaw("About \(time). Ctrl-C ends it and shows what there is by then.\n", to: 2)
  }

  // MARK: - NumPy

  /// The contender, or why there is none, in a note; nothing of either without `--peers`.
  private func numPy(_ lab: Lab, _ scratch: String) throws -> (SpeakingContender?, [String]) {
    switch try peers.start("numpy_kernels.py", lab, scratch: scratch) {
    case .unwanted: (nil, [])
    case .missing(let reason): (nil, ["Without NumPy: \(reason)"])
    case .ready(let versions, let start):
      (SpeakingContender(.numPy, start: start), ["\(versions), called as their users do."])
    }
  }

  // MARK: - Showing

  private func show(_ run: BenchRun, _ history: BenchHistory) {
    let terminal = Terminal.current
    let table = BenchTable(run: run, ink: terminal.ink)
    say(run.machine.words(scalar))
    for kernel in run.kernels where !run.sizes(kernel).isEmpty {
      say([""] + table.lines(kernel))
      let own = run.results.last { $0.kernel == kernel && $0.contender == .yours && $0.samples != nil }
      if let words = own.flatMap({ history.comparison($0, of: run) }) {
        say(wrapped(words, width: 78, indent: "  "))
      }
    }
    say([""] + table.legend)
    for note in run.notes { say(wrapped(note, width: 80)) }
  }

  /// Which exercises would add the learner's own row.
  private func missingExercises(_ kernels: [BenchKernel], _ study: Study) -> [String] {
    let exercises = kernels.compactMap { $0.exercise?.name }.removingRepeats()
      .filter { (try? study.passedText($0)) == .some(nil) && study.curriculum.exercise(named: $0) != nil }
    guard !exercises.isEmpty, scalar == .double else { return [] }
    return ["Your own code joins in once you have passed \(exercises.joined(separator: ", "))."]
  }

  private func showHistory(_ kernels: [BenchKernel], _ study: Study) throws {
    let benchmarks = try study.log.benchmarks()
    let wanted = Set(kernels.map(\.rawValue))
    if json.json {
      return try sayJSON(benchmarks.filter { wanted.contains($0.kernel) && $0.scalar == scalar.rawValue })
    }
    let history = BenchHistory(benchmarks: benchmarks)
    let tables = kernels.map { history.lines($0, scalar, ink: Terminal.current.ink) }.filter { !$0.isEmpty }
    if tables.isEmpty { return say("Nothing measured yet. The first time: mllab bench \(kernels[0].rawValue)") }
    say(Array(tables.joined(separator: [""])))
  }

  // MARK: - Drawing

  /// Draws the SVG files and gives what is to be shown: the pictures for the terminal, and where the files are.
  private func draw(_ run: BenchRun, _ study: Study, onTerminal: Bool) throws -> [String] {
    guard Draughtsman.isInstalled else {
      remark("gnuplot is missing, so nothing is drawn: sudo apt-get install gnuplot-nox")
      return []
    }
    let draughtsman = try study.lab.draughtsman()
    let folder = study.workspace.hidden.appendingPathComponent("bench")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let plot = BenchPlot(run: run)
    var lines: [String] = []
    let pictures: [(name: String, script: (Canvas) -> String?)] =
      [("roofline", { plot.roofline(on: $0) })]
      + run.kernels.map { kernel in (kernel.rawValue, { plot.sizeCurve(kernel, on: $0) }) }
    let terminal = Terminal.current
    let canvas = Canvas.terminal(
      columns: min(terminal.columns, 120) - 2, rows: max(16, min(terminal.height - 2, 28)),
      isColoured: terminal.ink.isColoured)
    var files: [String] = []
    for picture in pictures {
      guard let svg = picture.script(.svg) else { continue }
      let file = "\(picture.name).svg"
      try draughtsman.draw(svg, on: .svg).write(to: folder.appendingPathComponent(file), options: .atomic)
      files.append(file)
      // All kernels at once would be twelve screens.
      if onTerminal, run.kernels.count <= 2 || picture.name == "roofline", let script = picture.script(canvas) {
        lines += ["", String(decoding: try draughtsman.draw(script, on: canvas), as: UTF8.self)]
      }
    }
    return lines + (files.isEmpty ? [] : ["", "Pictures in \(folder.path): \(files.joined(separator: ", "))"])
  }
}

extension BenchScalar: ExpressibleByArgument {}

extension Array where Element: Equatable {
  /// Each element once, in the order of their first places.
  fileprivate func removingRepeats() -> [Element] { reduce(into: []) { if !$0.contains($1) { $0.append($1) } } }
}
