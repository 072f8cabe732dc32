import Curriculum
import Foundation
import Testing

@Suite struct ExerciseTests {
  private func tree(_ solution: String?) throws -> FixtureTree {
    var files = ["1-phase/first/norms/exercise.md": FixtureTree.exercise("source: Here\norder: 1")]
    files["1-phase/first/norms/Solution.swift"] = solution
    return try FixtureTree(files)
  }

  @Test func `derives its starter from its solution`() throws {
    let tree = try tree("func f() {\n  // BEGIN SOLUTION\n  1\n  // END SOLUTION\n}\n")
    let exercise = try #require(tree.load().curriculum.exercises.first)
    #expect(try exercise.starter() == "func f() {\n  todo()\n}\n")
    #expect(exercise.solutionURL.lastPathComponent == "Solution.swift")
    #expect(exercise.checksURL.lastPathComponent == "Checks.swift")
    #expect(exercise.bindingURL.lastPathComponent == "Binding.swift")
  }

  @Test func `starts from the broken file where there is something to fix`() throws {
    let tree = try FixtureTree([
      "1-phase/first/norms/exercise.md": FixtureTree.exercise().replacing("kind: implement", with: "kind: fix"),
      "1-phase/first/norms/Solution.swift": "func f() -> Int { 1 }\n",
      "1-phase/first/norms/Starter.swift": "func f() -> Int { 2 }\n",
    ])
    let exercise = try #require(tree.load().curriculum.exercises.first)
    #expect(try exercise.starter() == "func f() -> Int { 2 }\n")
    #expect(exercise.fileNames == ["exercise.md", "Checks.swift", "Solution.swift", "Starter.swift"])
  }

  @Test(arguments: [
    (nil, "1-phase/first/norms/Solution.swift: the file is missing or not UTF-8"),
    (
      "\nfunc f() {\n  // END SOLUTION\n}\n",
      "1-phase/first/norms/Solution.swift:3: END SOLUTION without a BEGIN SOLUTION before it"
    ),
  ])
  func `says why there is no starter`(solution: String?, message: String) throws {
    let tree = try tree(solution)
    let exercise = try #require(tree.load().curriculum.exercises.first)
    let error = try #require(throws: CurriculumError.self) { try exercise.starter() }
    #expect(error.description == message)
    #expect(error.problems.first?.exercise == "norms")
  }

  @Test func `prints its page with the statement and the number of hints, not their text`() throws {
    let tree = try tree(nil)
    let exercise = try #require(tree.load().curriculum.exercises.first)
    let encoder = JSONEncoder()
    encoder.outputFormatting = .sortedKeys
    #expect(
      String(decoding: try encoder.encode(ExercisePage(exercise)), as: UTF8.self) == """
        {"competencies":["deep-learning"],"data":[],"forbids":[],"hints":3,"kind":"implement","minutes":15,"needs":[],\
        "order":1,"phase":"1-phase","slug":"norms","source":"Here","statement":"Statement.","title":"Title","topic":"first",\
        "uses":[]}
        """)
  }
}
