import Foundation
import Testing

/// What a script may rely on: 0 passed or done, 1 not passed, 2 wrong usage, 70 the lab is broken.
@Suite struct UsageTests {
  @Test(arguments: [
    (["run", "maen"], "There is no exercise \"maen\". Did you mean mean?"),
    (["watch", "spraed"], "There is no exercise \"spraed\". Did you mean spread?"),
    (["show", "mean-of-all"], "There is no exercise \"mean-of-all\"."), (["hint", "x"], "There is no exercise \"x\""),
    (["list", "nowhere"], "There is no phase or topic \"nowhere\"."), (["list", "averag"], "Did you mean averages?"),
    (["run", "mean", "--seed", "x"], "'x' is invalid"),
    (["run", "mean", "--seed", "-1"], "'-1' is invalid"),
    (["verify", "mean", "--seeds", "-1"], "at least 1, it is -1"),
    (["run", "mean", "--case", "0"], "'0' is invalid"),
    (["run", "mean", "--case", "9"], "mean has 3 checks, none has the number 9."),
    (["run", "mean", "--wiht", "reference"], "Unknown option '--wiht'"), (["log", "--limit", "0"], "at least 1"),
    (["frobnicate"], "There is no command \"frobnicate\". All"), (["frobnicate", "--help"], "There is no command"),
    (["statsu"], "Did you mean status?"), (["data", "--help"], "Did you mean datasets?"),
    (["mean"], "mean is an exercise. To work on it: mllab watch mean"),
    (["averages"], "There is no command \"averages\"; the page of this name: mllab list averages"),
    (["roadmap"], "mllab list roadmap"),
    (["--frobnicate"], "See 'mllab --help' for more"), (["verify"], "Name exercises, or say --all."),
    (["log", "--import", "/nowhere"], "There is no file /nowhere"),
    (["run", "mean", "--file", "/nowhere"], "no file /nowhere"),
    (["undo", "mean"], "There is nothing to undo for mean"), (["play", "/nowhere.swift"], "no file /nowhere.swift"),
    (["datasets", "show", "nlie"], "nile"), (["solution", "mean"], "is not passed yet"),
    (["diff", "mean"], "is not passed yet"),
  ])
  func `what is not there or not understood is said, with status 2`(arguments: [String], words: String) throws {
    let desk = try Desk()
    let answer = try desk.run(.init(Desk.executable.path, arguments, environment: desk.environment))
    #expect(answer.status == 2)
    #expect(answer.err.contains(words), "\(answer)")
    #expect(answer.out.isEmpty)
    #expect(try desk.entries().isEmpty)
  }

  @Test func `passed is 0 and not passed is 1, whatever is wrong with the file`() throws {
    let desk = try Desk()
    for (text, status, verdict) in [
      (Desk.right, 0 as Int32, "passed"), (Desk.wrong(41), 1, "failed"), ("func mean(", 1, "doesNotCompile"),
      ("func mean(_ x: [Double]) -> Double { x[7] }\n", 1, "crashed"),
      ("import Glibc\nfunc mean(_ x: [Double]) -> Double { exit(0) }\n", 1, "endedEarly"),
    ] {
      try desk.save(text)
      #expect(try desk.run("run", "mean").status == status)
      #expect(try desk.history().last == verdict)
    }
  }

  @Test func `what cannot be written is said`() throws {
    let desk = try Desk()
    let answer = try desk.run(
      .init("/bin/sh", ["-c", "\(Desk.executable.path) list > /dev/full"], environment: desk.environment))
    #expect(answer.status == 70)
    #expect(answer.err.contains("No space left on device"), "\(answer)")
  }

  @Test(arguments: [
    ("var a = [1, 2, 3]\nfor i in 0...3 { a[i] += 1 }\n", "2 | for i in 0...3 { a[i] += 1 }"),
    ("fatalError(\"no rows\")\n", "crashed: it has printed why"),
    ("struct Lost: Error {}\nthrow Lost()\n", "crashed: nobody caught the error that it has printed"),
  ])
  func `where and why a program of one's own crashed is said`(text: String, words: String) throws {
    let desk = try Desk()
    let file = desk.folder.appendingPathComponent("own.swift")
    try Data(text.utf8).write(to: file)
    let answer = try desk.run("play", file.path)
    #expect(answer.status == 128 + SIGILL)
    #expect(answer.err.contains(words), "\(answer)")
  }

  @Test func `a workspace that cannot be made or written to is wrongly named, in a sentence`() throws {
    let desk = try Desk()
    for place in ["/proc/nowhere", "/dev/null/x"] {
      let answer = try desk.run("status", "--workspace", place)
      #expect(answer.status == 2)
      #expect(answer.err.hasPrefix("mllab: /") && answer.err.contains("named by --workspace"))
      #expect(answer.err.count { $0 == "\n" } == 1 && !answer.err.contains("Error Domain"))
    }
    try desk.run("init")
    try FileManager.default.removeItem(at: desk.file().deletingLastPathComponent())
    try Data().write(to: desk.file().deletingLastPathComponent())
    let reset = try desk.run("reset", "mean")
    #expect(reset.status == 2)
    #expect(reset.err.contains("averages") && reset.err.contains("named by --workspace"), "\(reset)")
    let lost = try desk.run("status", environment: ["MLLAB_HOME": "/nowhere"])
    #expect(lost.status == 70)
    #expect(lost.err.contains("lies in no mllab repository"))
  }

  @Test func `--workspace goes before MLLAB_WORKSPACE, which goes before the repository's folder`() throws {
    let desk = try Desk()
    let other = desk.folder.appendingPathComponent("other")
    #expect(try desk.run("init", "--workspace", other.path).out.contains("The workspace is \(other.path)."))
    #expect(!FileManager.default.fileExists(atPath: desk.workspace.path))
    #expect(try desk.run("init").out.contains("The workspace is \(desk.workspace.path)."))
    let usual = try desk.run("init", environment: ["MLLAB_WORKSPACE": ""])
    #expect(usual.out.contains("The workspace is \(desk.home.path)/workspace."))
  }
}
