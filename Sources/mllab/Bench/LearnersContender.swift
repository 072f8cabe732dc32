import Curriculum
import Foundation
import Grading
import Sandbox

extension BenchKernel {
  /// The exercise in which a learner writes this kernel, with the functions that its file declares and the line that
  /// hands them to Sources/mllab-kernels/LearnersFunction.swift.
  var exercise: (name: String, function: String, measure: String)? {
    switch self {
    case .dot: ("dot-product", "dot", "measureDot(dot)")
    case .axpy: ("dot-product", "axpy", "measureAxpy(axpy)")
    case .gemv: ("matrix-vector", "multiply", "measureGemv(multiply)")
    case .gemm: ("matrix-multiply", "multiply", "measureGemm(multiply)")
    case .trsm: ("triangular-solve", "solveLower", "measureTrsm(solveLower)")
    case .lu: ("gaussian-elimination", "solve", "measureLU(solve)")
    case .cholesky: ("cholesky", "cholesky", "measureCholesky(cholesky)")
    case .syrk, .qr, .svd, .eigh: nil
    }
  }
}

/// The learner's own function, as it last passed, in a confined process for each request.
final class LearnersContender: Contender {
  let name = BenchContender.yours
  private let study: Study
  private let grader: Grader
  private var programs: [BenchKernel: MeasuredProgram] = [:]
  private var current: (problem: BenchProblem, program: MeasuredProgram)?

  init(_ study: Study) throws {
    self.study = study
    grader = try study.lab.grader()
  }

  /// The module that the learner's file is linked with, in one file.
  private func harness() throws -> [UInt8] {
    let folder = study.lab.home.appendingPathComponent("Sources/mllab-kernels")
    return try ["Problem", "Contest", "LearnersFunction"].flatMap { name in
      [UInt8](try Data(contentsOf: folder.appendingPathComponent("\(name).swift")))
    }
  }

  func isReady(for problem: BenchProblem) throws -> Bool {
    guard problem.scalar == .double, let exercise = problem.kernel.exercise else { return false }
    return try study.passedText(exercise.name) != nil
  }

  func prepare(_ problem: BenchProblem, cancellation: Cancellation?) throws -> Prepared? {
    current = nil
    guard problem.scalar == .double, let program = try program(problem.kernel, cancellation) else { return nil }
    current = (problem, program)
    guard case .ready(let prepared)? = try ask(program, [problem.request], cancellation).first else { return nil }
    return prepared
  }

  func sample(_ repeats: Int, cancellation: Cancellation?) throws -> Double {
    guard let (problem, program) = current,
      case .seconds(let seconds)? = try ask(program, [problem.request, "sample \(repeats)"], cancellation).last
    else { throw ContenderFailure(reason: "it answered another question") }
    return seconds
  }

  private func ask(
    _ program: MeasuredProgram, _ requests: [String], _ cancellation: Cancellation?
  ) throws -> [ContenderAnswer] {
    switch try grader.measure(program, requests, seconds: contenderPatience, cancellation: cancellation) {
    case .answers(let lines): return try lines.map(ContenderAnswer.init)
    case .crashed(let crash):
      throw ContenderFailure(reason: "crashed\(crash.line.map { " in line \($0)" } ?? ""): \(crash.reason)")
    case .stopped(let reason): throw ContenderFailure(reason: reason)
    }
  }

  /// nil if the exercise is not passed yet.
  private func program(_ kernel: BenchKernel, _ cancellation: Cancellation?) throws -> MeasuredProgram? {
    if let program = programs[kernel] { return program }
    guard let (name, function, measure) = kernel.exercise, let exercise = study.curriculum.exercise(named: name),
      let text = try study.passedText(name)
    else { return nil }
    let binding = """
      @testable import Checks
      @testable import func Learner.\(function)

      @main enum Program { static func main() { \(measure) } }

      """
    let dependencies = try grader.dependencies(of: exercise, in: study.curriculum) { try study.passedText($0) }
    switch try grader.measuredProgram(
      Array(text.utf8), of: exercise, dependencies: dependencies, harness: try harness(), binding: Array(binding.utf8),
      cancellation: cancellation)
    {
    case .ready(let program):
      programs[kernel] = program
      return program
    case .doesNotCompile(let diagnostics):
      let first = diagnostics.first.map { ": \($0.message)" } ?? ""
      throw ContenderFailure(reason: "what passed does not compile any more\(first)")
    }
  }
}
