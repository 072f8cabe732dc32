import ArgumentParser
import Curriculum
import Foundation
import Grading
import Sandbox

struct LawsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "laws", abstract: "Ask your models, or the references, the laws that hold for every estimator.",
    discussion: """
      Whatever is fitted to a table keeps some laws: the order of the rows means nothing, a row's prediction does not \
      depend on the rows beside it, NaN is refused. They are asked on made rows, of your own code where you have passed \
      the exercise, else of the reference. A law that a model breaks by its nature is marked as such: k-means begins at \
      rows of the table, so their order matters.

      Exit status: 0 all laws are kept, 1 one is broken, 2 the command was not understood, 70 the lab is broken, \
      130 interrupted.
      """)

  @Argument(help: "The models, by their exercises' names; default: all.") var models: [String] = []
  @Flag(name: .long, help: "Ask the references, also where there is code of yours.") var reference = false
  @OptionGroup var json: JSONOption
  @OptionGroup var options: WorkspaceOptions

  /// One model's answers.
  private struct Answers: Encodable {
    struct Law: Encodable {
      var law: String
      var verdict: String
      var words: String?
    }

    var model: String
    var contender: ModelFitter
    var laws: [Law]

    var broken: [Law] { laws.filter { $0.verdict == "broken" } }
  }

  func run() throws {
    let study = try Study(options)
    let benchmarks = try ModelBenchmarks(models, study.lab, study.curriculum)
    let (line, cancellation) = (ProgressLine(), Interruption.watch())
    var all: [Answers] = []
    var wasInterrupted = false
    for exercise in benchmarks.exercises {
      line.show("\(exercise.slug): compiled and asked")
      do { all.append(try answers(exercise, study, cancellation)) } catch is Cancelled {
        wasInterrupted = true
        break
      }
    }
    line.clear()
    if json.json { try sayJSON(all) } else { say(table(all)) }
    if wasInterrupted { throw ExitCode(ExitStatus.interrupted) }
    if all.contains(where: { !$0.broken.isEmpty }) { throw ExitCode(ExitStatus.notPassed) }
  }

  private func answers(_ exercise: Exercise, _ study: Study, _ cancellation: Cancellation?) throws -> Answers {
    let own = reference ? nil : try study.passedText(exercise.slug)
    let text = try own.map { Array($0.utf8) } ?? [UInt8](try Data(contentsOf: exercise.solutionURL))
    var answers = Answers(model: exercise.slug, contender: own == nil ? .reference : .yours, laws: [])
    func broken(_ law: String, _ words: String) {
      answers.laws.append(.init(law: law, verdict: "broken", words: words))
    }
    do {
      let model = try ExerciseModel(
        answers.contender, text, of: exercise, in: study,
        passed: { own == nil ? nil : try study.passedText($0) }, cancellation: cancellation)
      for law in estimatorLaws.map(\.name) {
        do {
          switch try model.verdict(on: law, cancellation: cancellation) {
          case .kept: answers.laws.append(.init(law: law, verdict: "kept"))
          case .excepted: answers.laws.append(.init(law: law, verdict: "excepted"))
          case .broken(let words): broken(law, words)
          }
        } catch let failure as ContenderFailure {
          broken(law, "it \(failure.reason)")  // a trap ends the process, and that one law
        }
      }
    } catch let failure as ContenderFailure {
      broken(estimatorLaws[0].name, failure.reason)
    }
    return answers
  }

  /// A line for each model, a mark for each law; below a line for each law that is broken.
  private func table(_ all: [Answers]) -> [String] {
    let terminal = Terminal.current
    let (ink, width) = (terminal.ink, max(22, all.map(\.model.count).max() ?? 0) + 2)
    func mark(_ law: Answers.Law) -> String {
      switch law.verdict {
      case "kept": ink.good("✓")
      case "excepted": ink.faint("–")
      default: ink.bad("✗")
      }
    }
    var lines = [ink.faint("model".padding(toLength: width, withPad: " ", startingAt: 0) + "1 2 3 4 5 6 7 8 9")]
    for answers in all {
      let marks = answers.laws.map(mark).joined(separator: " ")
      let own = answers.contender == .yours ? "  yours" : ""
      lines.append(answers.model.padding(toLength: width, withPad: " ", startingAt: 0) + marks + ink.faint(own))
      for law in answers.broken {
        let number = (estimatorLaws.firstIndex { $0.name == law.law } ?? 0) + 1
        lines += wrapped("\(number): \((law.words ?? "").harmless)", width: terminal.width, indent: "    ")
      }
    }
    lines.append("")
    lines += estimatorLaws.enumerated().map { "\($0 + 1)  \($1.words)" }
    return lines + [ink.faint("✓ kept   – does not hold for this model, by its nature   ✗ broken")]
  }
}
