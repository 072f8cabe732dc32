import ArgumentParser
import Foundation
import Grading
import Progress
import Sandbox

struct BenchCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "bench", abstract: "Measure kernels of linear algebra: naive, blocked, yours, LabNumerics, C, NumPy.",
    discussion: """
      Kernels: dot, axpy, gemv, gemm, syrk, trsm, lu, cholesky, qr, svd, eigh; all of them take about a minute. \
      "yours" is the code with which you passed the exercise on the kernel. Every answer is checked before it is \
      timed; the samples of all contenders are taken in turns, on one thread.

      Examples:
        mllab bench gemm                      the product of matrices at 8, 64 and 512
        mllab bench dot gemv --sizes 8...4096 two kernels at sizes that double
        mllab bench gemm --peers --plot       against NumPy, with a roofline
        mllab bench gemm --history            what was measured before

      Exit status: 0 measured, 2 the command was not understood, 70 the lab is broken, 130 interrupted.
      """)

  @Argument(help: "The kernels; default: all.") var kernels: [String] = []
  @Option(name: .long, help: BenchSizes.help) var sizes: BenchSizes?
  @Option(name: .long, help: "The type of number: double or float.") var scalar = BenchScalar.double
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  func run() throws {
    let kernels = try BenchKernel.named(kernels)
    let study = try Study(options)
    let run = try measure(kernels, study)
    if json.json { return try sayJSON(run) }
    let table = BenchTable(run: run, ink: Terminal.current.ink)
    say(run.machine.words(scalar))
    for kernel in kernels { say([""] + table.lines(kernel)) }
    say(run.notes)
  }

  private func measure(_ kernels: [BenchKernel], _ study: Study) throws -> BenchRun {
    let scratch = try Scratch(in: study.lab.folder + "/cache")
    let programs = BenchPrograms(lab: study.lab, scratch: scratch.path)
    var run = BenchRun(
      time: Date(), machine: try .measured(programs, scalar, cancellation: nil), scalar: scalar, kernels: kernels)
    let contenders: [any Contender] =
      [
        SpeakingContender(.naive) { try programs.dialogue(["bench", "naive"]) },
        SpeakingContender(.blocked) { try programs.dialogue(["bench", "blocked"]) }, try LearnersContender(study),
        SpeakingContender(.labNumerics) { try programs.dialogue(["bench", "library"]) },
        SpeakingContender(.raw) { try programs.dialogue(["bench", "raw"]) },
      ]
    var measurement = BenchMeasurement(contenders)
    for kernel in kernels {
      for size in sizes?.sizes ?? kernel.usualSizes {
        run.results += try measurement.measure(BenchProblem(kernel: kernel, size: size, scalar: scalar))
      }
    }
    return run
  }
}

extension BenchScalar: ExpressibleByArgument {}
