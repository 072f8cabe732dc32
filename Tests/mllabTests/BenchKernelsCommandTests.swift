import Foundation
import Progress
import Sandbox
import Testing

/// The command as it is typed, with mllab-kernels as `./mllab` built it.
@Suite struct BenchKernelsCommandTests {
  struct Answer: Decodable {
    struct Row: Decodable {
      var kernel: String
      var size: Int
      var contender: String
      var state: String
      var reason: String?
      var gflops: Double?
    }
    var results: [Row]
    var notes: [String]
    var partial: Bool
  }

  @Test(arguments: [
    (["gem"], "There is no kernel \"gem\". Did you mean gemv or gemm?"),
    (["gemm", "--sizes", "8,x"], "'8,x' is invalid"),
    (["gemm", "--sizes", "1000000"], "gemm at n = 1,000,000 needs about"),
    (["dot", "--scalar", "half"], "'half' is invalid"),
  ])
  func `what cannot be measured is said, with status 2`(arguments: [String], words: String) throws {
    let desk = try Desk()
    let answer = try desk.run(
      .init(Desk.executable.path, ["bench"] + arguments, environment: desk.environment))
    #expect(answer.status == 2)
    #expect(answer.err.contains(words), "\(answer)")
    #expect(answer.out.isEmpty)
  }

  @Test func `NumPy is not installed without leave`() throws {
    let desk = try Desk()
    let peers = desk.home.appendingPathComponent("Benchmarks/peers")
    try FileManager.default.createDirectory(at: peers, withIntermediateDirectories: true)
    try Data("numpy==0.0\n".utf8).write(to: peers.appendingPathComponent("requirements.txt"))
    let answer = try desk.run("bench", "dot", "--peers")
    #expect(answer.status == 2)
    #expect(answer.err.contains("--peers would make a virtual environment of Python with numpy 0.0 from PyPI"))
    #expect(answer.err.contains("To allow that, say --yes."))
  }

  @Test func `where NumPy cannot be installed, the others are measured, and what was there stays`() throws {
    let desk = try Desk()
    let peers = desk.home.appendingPathComponent("Benchmarks/peers")
    try FileManager.default.createDirectory(at: peers, withIntermediateDirectories: true)
    try Data("numpy==0.0\n".utf8).write(to: peers.appendingPathComponent("requirements.txt"))
    let plan = try desk.run("bench", "dot", "--peers").err
    let folder = try #require(plan.firstMatch(of: #/ in (/.+/cache/peers)\./#)?.1)
    let before = FileManager.default.contents(atPath: "\(folder)/requirements.txt")
    let answer = try desk.run(
      "bench", "dot", "--sizes", "5", "--peers", "--yes", "--json",
      environment: ["PIP_NO_INDEX": "1"])  // pip asks no server
    #expect(answer.status == 0, "\(answer)")
    let run = try answer.json(Answer.self)
    #expect(run.notes.contains { $0.hasPrefix("Without NumPy: ") }, "\(run.notes)")
    #expect(run.results.contains { $0.contender == "LabNumerics" && $0.state == "measured" })
    #expect(FileManager.default.fileExists(atPath: String(folder)) == (before != nil))
    #expect(FileManager.default.contents(atPath: "\(folder)/requirements.txt") == before)
  }

  @Test func `every contender that there is is measured, and the log keeps it`() throws {
    let desk = try Desk()
    let answer = try desk.run("bench", "dot", "trsm", "--sizes", "5,20", "--json")
    #expect(answer.status == 0, "\(answer)")
    #expect(answer.err.isEmpty)
    let run = try answer.json(Answer.self)
    #expect(!run.partial)
    let names = run.results.map { "\($0.kernel) \($0.size) \($0.contender)" }
    let expected = ["dot", "trsm"].flatMap { kernel in
      [5, 20].flatMap { size in ["naive", "blocked", "LabNumerics", "C"].map { "\(kernel) \(size) \($0)" } }
    }
    #expect(names == expected)
    #expect(run.results.allSatisfy { $0.state == "measured" && $0.gflops ?? 0 > 0 })
    #expect(try AttemptLog(at: desk.log).benchmarks(kernel: "trsm").count == 8)
    let history = try desk.run("bench", "trsm", "--history")
    #expect(history.out.hasPrefix("trsm  LabNumerics, GFLOP/s"))
    #expect(try desk.run("bench", "lu", "--history").out == "Nothing measured yet. The first time: mllab bench lu\n")
  }

  @Test func `float is measured too`() throws {
    let desk = try Desk()
    let run = try desk.run("bench", "qr", "--sizes", "6", "--scalar", "float", "--json").json(Answer.self)
    #expect(run.results.map(\.contender) == ["naive", "LabNumerics", "C"])
    #expect(run.results.allSatisfy { $0.state == "measured" })
  }

  /// With the real exercises: what passed is what is measured, and where it crashes the others go on.
  @Test func `the learner's own code joins in, confined, and may crash`() throws {
    let desk = try Desk()
    let home = ["MLLAB_HOME": Desk.repository.path]
    let solution = Desk.repository.appendingPathComponent(
      "Sources/Curriculum/Exercises/1-mathematics-and-programming/linear-algebra/dot-product/Solution.swift")
    let text = try String(contentsOf: solution, encoding: .utf8)
      .replacing("  var sum = 0.0\n", with: "  if x.count == 77_777 { fatalError(\"too many\") }\n  var sum = 0.0\n")
    try desk.save(text)
    let passed = try desk.run("run", "dot-product", "--file", desk.file().path, environment: home)
    #expect(passed.status == 0, "\(passed)")
    let answer = try desk.run("bench", "dot", "axpy", "--sizes", "100,77777", "--json", environment: home)
    let run = try answer.json(Answer.self)
    let yours = run.results.filter { $0.contender == "yours" }
    #expect(
      yours.map { "\($0.kernel) \($0.size) \($0.state)" } == [
        "dot 100 measured", "dot 77777 failed", "axpy 100 measured", "axpy 77777 measured",
      ], "\(yours)")
    #expect(yours[1].reason?.hasSuffix(": too many") == true && yours[1].reason?.hasPrefix("crashed") == true)
    #expect(run.results.filter { $0.contender != "yours" }.allSatisfy { $0.state == "measured" })
  }

  /// The names of functions and exercises that the measuring knows are those of the exercises.
  @Test(arguments: [
    ("gemv", "matrix-vector"), ("gemm", "matrix-multiply"), ("trsm", "triangular-solve"),
    ("lu", "gaussian-elimination"),
    ("cholesky", "cholesky"),
  ])
  func `each exercise on a kernel can be measured`(kernel: String, exercise: String) throws {
    let desk = try Desk()
    let home = ["MLLAB_HOME": Desk.repository.path]
    let solution = Desk.repository.appendingPathComponent(
      "Sources/Curriculum/Exercises/1-mathematics-and-programming/linear-algebra/\(exercise)/Solution.swift")
    #expect(try desk.run("run", exercise, "--file", solution.path, environment: home).status == 0)
    let run = try desk.run("bench", kernel, "--sizes", "7", "--json", environment: home).json(Answer.self)
    let yours = try #require(run.results.first { $0.contender == "yours" })
    #expect(yours.state == "measured", "\(yours)")
    #expect(!run.notes.contains { $0.contains("once you have passed") })
  }

  @Test func `Ctrl-C shows what was measured by then, and says that it is not all`() throws {
    let desk = try Desk()
    let terminal = try PseudoTerminal(
      .init(Desk.executable.path, ["bench", "dot", "--sizes", "4,50000000"], environment: desk.environment), at: desk)
    try terminal.wait(for: "dot 50,000,000")
    terminal.type("\u{3}")
    #expect(try terminal.end() == .exited(130))
    #expect(terminal.unread.contains("LabNumerics"))
    #expect(terminal.unread.contains("Interrupted: what was not measured by then is missing."))
    #expect(try AttemptLog(at: desk.log).benchmarks().map(\.size).allSatisfy { $0 == 4 })
  }
}
