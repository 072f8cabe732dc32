import Curriculum
import Testing

@testable import Grading

/// What is asked of a type's members is told beside what was found, not in the compiler's words about the binding.
@Suite struct MemberTests {
  @Test func `members are found with their types, in bodies and in extensions`() {
    let source = """
      import Glibc
      struct Singular: Error { var pivot: Int }
      struct View {
        let rows: Int  // how many
        private(set) var sum = 0.0
        // var ghost: Int
        enum Inner { case a }
      }
      extension Learner.View {
        init(
          _ rows: Int
        ) {
          let local = 1
          self.rows = local
        }
        subscript(i: Int) -> Double { 0 }
        static func < (a: View, b: View) -> Bool { true }
        mutating func add(_ x: Double) throws -> View {
          self
        }
      }
      func free() {
        let inside = 1
      }
      enum Family {
        case bernoulli, poisson(mean: Double, n: Int)
        case normal
      }
      """
    #expect(
      Member.all(in: source).map { "\($0.line) \($0.type).\($0.name): \($0.text)" } == [
        "2 Singular.pivot: var pivot: Int",
        "4 View.rows: let rows: Int",
        "5 View.sum: private(set) var sum = 0.0",
        "10 View.init: init( _ rows: Int )",
        "16 View.subscript: subscript(i: Int) -> Double",
        "17 View.<: static func < (a: View, b: View) -> Bool",
        "18 View.add: mutating func add(_ x: Double) throws -> View",
        "26 Family.bernoulli: case bernoulli, poisson(mean: Double, n: Int)",
        "26 Family.poisson: case bernoulli, poisson(mean: Double, n: Int)",
        "27 Family.normal: case normal",
      ])
  }

  @Test(arguments: [
    (
      "strides-and-views", "func transposed() -> View", "func transpose() -> View",
      """
      View does not declare transposed; is transpose meant by it?
        asked: func transposed() -> View
        found: func transpose() -> View
      """
    ),
    (
      "strides-and-views", "func slicedRows(from start: Int, to end: Int, by step: Int)",
      "func slicedRows(from start: Int, to end: Int, _ step: Int)",
      """
      slicedRows of View is not declared as asked.
        asked: func slicedRows(from start: Int, to end: Int, by step: Int) throws -> View
        found: func slicedRows(from start: Int, to end: Int, _ step: Int) throws -> View
      """
    ),
    (
      "sparse-matrix", "func multiply(", "mutating func multiply(",
      """
      multiply of CSRMatrix is not declared as asked.
        asked: func multiply(_ x: [Double]) -> [Double]
        found: mutating func multiply(_ x: [Double]) -> [Double]
      """
    ),
    (
      "gradient", "var error: Double", "var error: Float",
      """
      error of GradientReport is not declared as asked.
        asked: var error: Double
        found: var error: Float
      """
    ),
    (
      "gradient", "var error: Double", "var largest: Double",
      """
      GradientReport does not declare error; is largest meant by it?
        asked: var error: Double
        found: var largest: Double
      """
    ),
    (
      "distributions", "case poisson(mean: Double)", "case poison(mean: Double)",
      """
      Distribution does not declare poisson; is poison meant by it?
        asked: case poisson(mean: Double)
        found: case poison(mean: Double)
      """
    ),
  ])
  func `a member that does not fit is told beside what was asked for`(
    name: String, asked: String, written: String, message: String
  ) throws {
    let curriculum = try Curriculum(at: Fixture.root.appendingPathComponent("Sources/Curriculum/Exercises"))
    let exercise = try #require(curriculum.exercise(named: name))
    let starter = try exercise.starter()
    #expect(starter.contains(asked))
    let text = starter.replacing(asked, with: written, maxReplacements: 1)
    let grader = try Fixture.grader()
    let verdict = try grader.judge(
      SourceFile(path: "\(name).swift", bytes: Array(text.utf8)), by: exercise,
      dependencies: try grader.dependencies(of: exercise, in: curriculum) { _ in nil },
      options: Grader.Options(seed: 1))
    #expect(verdict.headline == .doesNotCompile)
    #expect(verdict.diagnostics.map(\.message) == [message])
    let line = try #require(verdict.diagnostics.first?.line)
    #expect(text.split(separator: "\n", omittingEmptySubsequences: false)[line - 1].contains(written))
  }
}
