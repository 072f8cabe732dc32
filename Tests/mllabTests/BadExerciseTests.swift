import Foundation
import Testing

/// What is wrong with an exercise is said with file, line and what, and the others can be done meanwhile.
@Suite struct BadExerciseTests {
  static let place = "1-first/averages/mean"

  @Test(arguments: [
    ("kind: implement", "kind: implment", "exercise.md:3: kind: expected one of implement"),
    ("title: The mean\n", "", "exercise.md:"), ("minutes: 1", "minutes: soon", "exercise.md:4: minutes"),
    ("kind: implement", "kind: [implement", "exercise.md:"),
    ("kind: implement", "needs: [maen]\nkind: implement", "maen"),
    ("## Hint\nThree", "", "expected 3 or more hints"),
  ])
  func `front matter that is broken is told with file and line`(old: String, new: String, words: String) throws {
    let desk = try Desk()
    try desk.edit("mean/exercise.md") { $0.replacing(old, with: new) }
    let answer = try desk.run("status")
    #expect(answer.status == 0)
    #expect(answer.err.contains("mllab: \(Self.place)/exercise.md"), "\(answer.err)")
    #expect(answer.err.contains(words), "\(answer.err)")
    let proof = try desk.run("verify", "--all", "--seeds", "1")
    #expect(proof.status == 70)
    #expect(proof.out.contains("\(Self.place)/exercise.md"))
    let named = try desk.run("verify", "mean", "--seeds", "1")
    #expect(named.status == 70)
    #expect((named.out + named.err).contains("\(Self.place)/exercise.md"), "\(named)")
  }

  @Test(arguments: [
    ("  // BEGIN SOLUTION\n", "", "Solution.swift:5: END SOLUTION without a BEGIN SOLUTION"),
    ("  // END SOLUTION\n", "", "Solution.swift:3:"),
    ("  // END SOLUTION\n", "  // BEGIN SOLUTION\n  // END SOLUTION\n  // END SOLUTION\n", "Solution.swift:6:"),
    ("  // BEGIN SOLUTION\n  guard", "  guard", "Solution.swift:5:"),
  ])
  func `missing and nested markers are told with file and line, and the other exercise can be done`(
    old: String, new: String, words: String
  ) throws {
    let desk = try Desk()
    try desk.edit("mean/Solution.swift") { $0.replacing(old, with: new) }
    try desk.save(Desk.right)
    let list = try desk.run("list")
    #expect(list.status == 0)
    #expect(list.err.contains("\(Self.place)/\(words)"), "\(list.err)")
    #expect(try desk.text() == Desk.right)
    #expect(try desk.run("run", "mean").status == 0)
    #expect(FileManager.default.fileExists(atPath: desk.file("spread").path))
    let proof = try desk.run("verify", "mean", "--seeds", "1")
    #expect(proof.status == 70)
    #expect(proof.out.replacing(/\s+/, with: " ").contains("\(Self.place)/\(words)"), "\(proof)")
  }

  @Test func `a binding that does not compile is told in the compiler's words, line by line`() throws {
    let desk = try Desk()
    try desk.edit("mean/Binding.swift") { $0.replacing(".init(mean)", with: ".init(maen)") }
    let proof = try desk.run("verify", "mean", "--seeds", "1")
    #expect(proof.status == 70)
    #expect(proof.out.contains("Binding.swift:5:") && proof.out.contains("cannot find 'maen' in scope"), "\(proof)")
    #expect(!proof.out.contains("\\n") && !proof.out.contains("bindingFailed"), "\(proof)")
  }

  @Test func `checks that do not compile are the lab's fault and no attempt`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    try desk.edit("mean/Checks.swift") { $0.replacing("[1, 2, 6]", with: "[1, 2, \"six\"]") }
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 70)
    #expect(answer.err.contains("Checks.swift"))
    #expect(answer.err.contains("a fault of the lab"))
    #expect(try desk.entries().isEmpty)
    #expect(try desk.text() == Desk.right)
  }

  /// Whatever is submitted, these checks cannot judge it.
  @Test(arguments: [
    (
      #"expect(try s.mean([1, 2, 6]), equals: 3)"#,
      #"expect(try s.mean([[1.0]][Int(try s.mean([1, 2, 6])) - 1]), equals: 3)"#,
      "mean/Checks.swift:11: the check \"of three numbers\" stops the program"
    ),
    (
      #"expect(try s.mean([1, 2, 6]), equals: 3)"#,
      #"var n = try s.mean([1, 2, 6]); while n < 9 { n = min(n, 8) }; expect(n, equals: 3)"#,
      "mean/Checks.swift:11: the check \"of three numbers\" does not come to an end"
    ),
    (
      "Check(\"of nothing\")", "Check(\"of three numbers\")",
      "mean/Checks.swift:12: two checks are called \"of three numbers\""
    ),
    (
      "static var checks: [Check<Submission>] {",
      "static var checks: [Check<Submission>] {\n    []\n  }\n  static var others: [Check<Submission>] {",
      "mean/Checks.swift:9: no check is declared"
    ),
  ])
  func `checks that can judge nothing are the lab's fault and no attempt`(
    old: String, new: String, words: String
  ) throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    try desk.edit("mean/Checks.swift") { text in
      #expect(text.contains(old))
      return text.replacing(old, with: new)
    }
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 70)
    #expect(answer.err.contains(words), "\(answer.err)")
    #expect(answer.err.contains("a fault of the exercise"), "\(answer.err)")
    #expect(try desk.entries().isEmpty)
    let proof = try desk.run("verify", "mean", "--seeds", "1")
    #expect(proof.status == 70)
    #expect(proof.out.replacing(/\s+/, with: " ").contains(words.prefix(22)), "\(proof.out)")
  }

  @Test func `misconceptions that coincide are told with file and line`() throws {
    let desk = try Desk()
    try desk.edit("mean/Checks.swift") {
      $0.replacing(
        "x.reduce(0, +) / Double(x.count) })", with: "x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count - 1) })")
    }
    let proof = try desk.run("verify", "mean", "--seeds", "1")
    #expect(proof.status == 70)
    #expect(
      proof.out.replacing(/\s+/, with: " ").contains(
        "mean/Checks.swift:26: \"nothing divided by nothing\" is taken for \"divided by n − 1\""), "\(proof.out)")
  }

  @Test func `a solution that does not compile is the lab's fault too`() throws {
    let desk = try Desk()
    try desk.save(Desk.rightSpread, as: "spread")
    try desk.edit("mean/Solution.swift") { $0.replacing("x.reduce", with: "x.reduze") }
    let answer = try desk.run("run", "spread")
    #expect(answer.status == 70)
    #expect(answer.err.contains("mean.swift does not compile"))
  }

  @Test func `data that is no folder of datasets is named with its exercise`() throws {
    let desk = try Desk()
    try desk.edit("mean/exercise.md") { $0.replacing("kind: implement", with: "data: [wine]\nkind: implement") }
    try desk.save(Desk.right)
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 70 && answer.err.contains("exercise.md of mean asks for data: [wine]"), "\(answer)")
  }
}
