import Curriculum
import Foundation
import Grading
import Sandbox

/// Who fits, in the order of the tables. The raw values are the names in JSON.
enum ModelFitter: String, Encodable {
  case reference, yours
  case scikitLearn = "scikit-learn"
}

/// Somebody who fits the model of one exercise, on rows that are the same for all.
protocol ModelContender: AnyObject {
  var name: ModelFitter { get }

  /// Loads the rows and fits once.
  ///
  /// - Returns: nil if this contender does not have the model.
  /// - Throws: `ContenderFailure`, or `Cancelled`.
  func fit(cancellation: Cancellation?) throws -> ModelFit?

  /// The seconds of so many fits.
  ///
  /// - Throws: `ContenderFailure`, or `Cancelled`.
  func sample(_ repeats: Int, cancellation: Cancellation?) throws -> Double
}

/// A contender's first fit.
struct ModelFit: Equatable {
  var rows: Int
  var columns: Int
  var score: Double
  var seconds: Double
  /// Empty where the contender leaves naming it to another.
  var scoreName: String
}

/// How long one request may take, in seconds.
private let patience = 120.0

/// The reference of an exercise, or what the learner passed it with, confined, in a process for each request.
final class ExerciseModel: ModelContender {
  let name: ModelFitter
  private let grader: Grader
  private let program: MeasuredProgram
  private let data: [String]

  /// - Parameters:
  ///   - name: whose text it is.
  ///   - text: a solution of the exercise.
  ///   - exercise: which.
  ///   - study: where its `uses` are found.
  ///   - passed: the learner's own text of an earlier exercise, or nil for its reference.
  ///   - cancellation: ends the compiling.
  /// - Throws: `ContenderFailure` if it does not compile.
  init(
    _ name: ModelFitter, _ text: [UInt8], of exercise: Exercise, in study: Study, passed: (String) throws -> String?,
    cancellation: Cancellation?
  ) throws {
    (self.name, grader, data) = (name, try study.lab.grader(), try study.lab.dataGroups())
    let folder = ModelBenchmarks.folder(study.lab)
    func bytes(_ file: String) throws -> [UInt8] { [UInt8](try Data(contentsOf: folder.appendingPathComponent(file))) }
    switch try grader.measuredProgram(
      text, of: exercise, dependencies: try grader.dependencies(of: exercise, in: study.curriculum, passed: passed),
      harness: try ModelBenchmarks.harness.flatMap(bytes), binding: try bytes("\(exercise.slug).swift"),
      cancellation: cancellation)
    {
    case .ready(let program): self.program = program
    case .doesNotCompile(let diagnostics):
      let first = diagnostics.first.map { ": \($0.message)" } ?? ""
      throw ContenderFailure(reason: "it does not compile\(first)")
    }
  }

  func fit(cancellation: Cancellation?) throws -> ModelFit? {
    let answers = try ask(["load", "fit"], cancellation)
    guard case .loaded(let rows, let columns) = answers[0], case .fitted(let score, let seconds, let name) = answers[1]
    else { throw Self.astray }
    return ModelFit(rows: rows, columns: columns, score: score, seconds: seconds, scoreName: name)
  }

  func sample(_ repeats: Int, cancellation: Cancellation?) throws -> Double {
    guard case .seconds(let seconds) = try ask(["load", "sample \(repeats)"], cancellation)[1] else {
      throw Self.astray
    }
    return seconds
  }

  /// The seconds of one fit to made rows, after one that is not counted.
  func seconds(rows: Int, columns: Int, cancellation: Cancellation?) throws -> Double {
    guard
      case .seconds(let seconds) = try ask(["make \(rows) \(columns)", "sample 1", "sample 1"], cancellation)[2]
    else { throw Self.astray }
    return seconds
  }

  /// Whether a law of Benchmarks/Models/Laws.swift holds.
  func verdict(on law: String, cancellation: Cancellation?) throws -> LawVerdict {
    guard case .law(let verdict) = try ask(["law \(law)"], cancellation)[0] else { throw Self.astray }
    return verdict
  }

  /// The exponents of theory.
  func growth(cancellation: Cancellation?) throws -> (rows: Double, columns: Double) {
    guard case .growth(let rows, let columns) = try ask(["growth"], cancellation)[0] else { throw Self.astray }
    return (rows, columns)
  }

  private static let astray = ContenderFailure(reason: "it answered another question")

  /// As many answers as requests.
  private func ask(_ requests: [String], _ cancellation: Cancellation?) throws -> [ModelAnswer] {
    switch try grader.measure(program, requests, data: data, seconds: patience, cancellation: cancellation) {
    case .answers(let lines): return try lines.map { line throws(ContenderFailure) in try ModelAnswer(line) }
    case .crashed(let crash):
      throw ContenderFailure(reason: "crashed\(crash.line.map { " in line \($0)" } ?? ""): \(crash.reason)")
    case .stopped(let reason): throw ContenderFailure(reason: reason)
    }
  }
}

/// scikit-learn, in one process for all models.
final class ScikitLearn {
  private let start: () throws -> Dialogue
  private var dialogue: Dialogue?

  init(start: @escaping () throws -> Dialogue) { self.start = start }

  fileprivate func ask(_ request: String, _ cancellation: Cancellation?) throws -> ModelAnswer {
    let current = try dialogue ?? start()
    dialogue = nil  // unless all goes well
    do {
      let answer = try current.ask(request, seconds: patience, cancellation: cancellation)
      dialogue = current
      return try ModelAnswer(answer)
    } catch let failure as Dialogue.Failure {
      throw ContenderFailure(reason: "\(failure)")
    }
  }
}

/// One of its models.
final class ScikitLearnModel: ModelContender {
  let name = ModelFitter.scikitLearn
  private let library: ScikitLearn
  private let exercise: String

  init(_ library: ScikitLearn, _ exercise: String) { (self.library, self.exercise) = (library, exercise) }

  func fit(cancellation: Cancellation?) throws -> ModelFit? {
    guard case .loaded(let rows, let columns) = try library.ask("load \(exercise)", cancellation) else { return nil }
    guard case .fitted(let score, let seconds, let name) = try library.ask("fit", cancellation) else {
      throw ContenderFailure(reason: "it answered another question")
    }
    return ModelFit(rows: rows, columns: columns, score: score, seconds: seconds, scoreName: name)
  }

  func sample(_ repeats: Int, cancellation: Cancellation?) throws -> Double {
    guard case .seconds(let seconds) = try library.ask("sample \(repeats)", cancellation) else {
      throw ContenderFailure(reason: "it answered another question")
    }
    return seconds
  }
}
