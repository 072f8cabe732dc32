import ArgumentParser
import Curriculum
import Drawing
import Foundation
import Grading
import Sandbox

struct BenchModelsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "models", abstract: "Measure whole fits of the exercises' models: the reference, yours, scikit-learn.",
    discussion: """
      Every contender gets the same rows: four fifths of a dataset to fit to, the fifth with i mod 5 = 0 to be judged by. \
      The score stands below the time; a fast model that is a worse one has won nothing. "yours" is the code with which \
      you passed the exercise. All run on one thread, confined but for scikit-learn, and their samples are taken in \
      turns.

      With --growth the reference is fitted to made rows, more and more of them, then to more and more columns, and the \
      exponent of the growth is set beside the theory's.

      Exit status: 0 measured, 2 the command was not understood, 70 the lab is broken, 130 interrupted.
      """)

  @Argument(help: "The models, by their exercises' names; default: all.") var models: [String] = []
  @OptionGroup var peers: PeersOptions
  @Flag(name: .long, help: "Measure how the time of a fit grows with rows and with columns instead.") var growth = false
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    if growth, peers.peers { throw UsageError("--growth is measured of the references alone: leave out --peers.") }
    let study = try Study(options)
    let benchmarks = try ModelBenchmarks(models, study.lab, study.curriculum)
    if growth { return try measureGrowth(benchmarks, study) }
    let scratch = try Scratch(in: study.lab.folder + "/cache")
    var notes: [String] = []
    var library: ScikitLearn?
    switch try peers.start("sklearn_models.py", study.lab, scratch: scratch.path) {
    case .unwanted: break
    case .missing(let reason): notes.append("Without scikit-learn: \(reason)")
    case .ready(let versions, let start):
      library = ScikitLearn(start: start)
      notes.append("\(versions), called as its users do.")
    }
    let (line, cancellation) = (ProgressLine(), Interruption.watch())
    let measurement = ModelMeasurement(cancellation: cancellation, progress: line.show)
    var comparisons: [ModelComparison] = []
    var isPartial = false
    for exercise in benchmarks.exercises {
      do {
        let (contenders, failures) = try contenders(exercise, study, library, line, cancellation)
        var comparison = try measurement.compare(exercise.slug, contenders)
        comparison.results = failures + comparison.results
        comparisons.append(comparison)
      } catch is Cancelled {
        isPartial = true
        notes.append("Interrupted: what was not measured by then is missing.")
        break
      }
    }
    line.clear()
    if json.json {
      try sayJSON(ModelRun(comparisons: comparisons, notes: notes, isPartial: isPartial))
    } else {
      let table = ModelTable(comparisons: comparisons, ink: Terminal.current.ink)
      say(table.lines())
      let words = [table.summary, legend].compactMap { $0 } + notes
      say([""] + words.flatMap { wrapped($0, width: 80) })
    }
    if isPartial { throw ExitCode(ExitStatus.interrupted) }
  }

  private var legend: String {
    "Times of one whole fit, medians of samples taken in turns; below them the score."
      + (peers.peers ? " × faster: scikit-learn's time over yours, where there is yours, else the reference's." : "")
  }

  /// Who fits this model, and who cannot.
  private func contenders(
    _ exercise: Exercise, _ study: Study, _ library: ScikitLearn?, _ line: ProgressLine, _ cancellation: Cancellation?
  ) throws -> ([any ModelContender], [ModelResult]) {
    var (contenders, failures): ([any ModelContender], [ModelResult]) = ([], [])
    func add(_ name: ModelFitter, _ text: [UInt8], _ passed: (String) throws -> String?) throws {
      line.show("\(exercise.slug): \(name.rawValue) is compiled")
      do {
        contenders.append(
          try ExerciseModel(name, text, of: exercise, in: study, passed: passed, cancellation: cancellation))
      } catch let failure as ContenderFailure {
        failures.append(ModelResult(fitter: name, outcome: .failed(failure.reason)))
      }
    }
    try add(.reference, [UInt8](try Data(contentsOf: exercise.solutionURL))) { _ in nil }
    if let text = try study.passedText(exercise.slug) { try add(.yours, Array(text.utf8), study.passedText) }
    if let library { contenders.append(ScikitLearnModel(library, exercise.slug)) }
    return (contenders, failures)
  }

  // MARK: - Growth

  private func measureGrowth(_ benchmarks: ModelBenchmarks, _ study: Study) throws {
    let (line, cancellation) = (ProgressLine(), Interruption.watch())
    var growths: [ModelGrowth] = []
    var isPartial = false
    for exercise in benchmarks.exercises {
      do {
        line.show("\(exercise.slug): is compiled")
        let model = try ExerciseModel(
          .reference, [UInt8](try Data(contentsOf: exercise.solutionURL)), of: exercise, in: study,
          passed: { _ in nil }, cancellation: cancellation)
        growths.append(
          try ModelGrowth.measured(exercise.slug, model, progress: line.show, cancellation: cancellation))
      } catch let failure as ContenderFailure {
        line.clear()
        remark("\(exercise.slug): \(failure.reason)")
      } catch is Cancelled {
        isPartial = true
        break
      }
    }
    line.clear()
    if json.json {
      try sayJSON(growths)
    } else {
      say(ModelGrowth.table(growths, ink: Terminal.current.ink))
      say(try draw(growths, study))
    }
    if isPartial { throw ExitCode(ExitStatus.interrupted) }
  }

  /// Draws time over rows and over columns, all models in one picture each, and says where the files are.
  private func draw(_ growths: [ModelGrowth], _ study: Study) throws -> [String] {
    guard Draughtsman.isInstalled else {
      remark("gnuplot is missing, so nothing is drawn: sudo apt-get install gnuplot-nox")
      return []
    }
    let folder = study.workspace.hidden.appendingPathComponent("bench")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let draughtsman = try study.lab.draughtsman()
    for (name, figure) in ModelGrowth.figures(growths) {
      let svg = try draughtsman.draw(figure, on: .svg)
      try svg.write(to: folder.appendingPathComponent("growth-\(name).svg"), options: .atomic)
    }
    return ["", "Pictures in \(folder.path): growth-rows.svg, growth-columns.svg"]
  }
}
