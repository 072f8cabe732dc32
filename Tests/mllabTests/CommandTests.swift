import Foundation
import Testing

/// Every command says what it does, answers in aligned text, and in JSON where it promises to.
@Suite struct CommandTests {
  static let commands = [
    "watch", "run", "show", "next", "hint", "solution", "diff", "reset", "undo", "play", "list", "status", "log",
    "init", "verify", "bench", "laws", "datasets", "doctor", "clean",
  ]

  @Test func `the help lists every command, and each has its own`() throws {
    let desk = try Desk()
    let all = try desk.run("--help")
    #expect(all.status == 0)
    for command in Self.commands {
      #expect(all.out.contains("\n  \(command) "), "\(command)")
      let help = try desk.run(command, "--help")
      #expect(help.status == 0)
      #expect(help.out.contains("OVERVIEW: ") && help.out.contains("USAGE: mllab \(command)"))
      #expect(help.err.isEmpty)
    }
    #expect(!FileManager.default.fileExists(atPath: desk.workspace.path))
  }

  @Test func `mllab alone says where the learner is when there is no terminal`() throws {
    let desk = try Desk()
    let answer = try desk.run()
    #expect(answer.status == 0)
    #expect(answer.out == (try desk.run("status").out))
    #expect(answer.out.contains("0 of 2 exercises passed"))
    #expect(answer.lines.last == "Next: mllab watch mean")
  }

  @Test func `--json is one JSON value, on a fresh workspace and at the end of the road`() throws {
    let desk = try Desk()
    for _ in 0..<2 {
      for command in ["list", "status", "next", "show mean", "log", "run mean", "datasets list"] {
        let arguments = command.split(separator: " ").map(String.init) + ["--json"]
        let answer = try desk.run(.init(Desk.executable.path, arguments, environment: desk.environment))
        #expect([0, 1].contains(answer.status))
        #expect(answer.err.isEmpty)
        #expect(throws: Never.self, "\(command)") {
          try JSONSerialization.jsonObject(with: Data(answer.out.utf8), options: .fragmentsAllowed)
        }
        #expect(!answer.out.contains("\u{1b}"))
      }
      try desk.save(Desk.right)
      try desk.save(Desk.rightSpread, as: "spread")
      #expect(try desk.run("run", "mean").status == 0)
      #expect(try desk.run("run", "spread").status == 0)
    }
    let proofs = try desk.run("verify", "mean", "--seeds", "1", "--json")
    #expect(try JSONSerialization.jsonObject(with: Data(proofs.out.utf8)) is [[String: Any]])
  }

  @Test func `run --json has the names that programs read`() throws {
    let desk = try Desk()
    try desk.save(Desk.right.replacing("Double(x.count)", with: "Double(x.count - 1)"))
    let answer = try desk.run("run", "mean", "--json", "--seed", "7")
    let verdict = try #require(try JSONSerialization.jsonObject(with: Data(answer.out.utf8)) as? [String: Any])
    #expect(verdict["exercise"] as? String == "mean")
    #expect(verdict["verdict"] as? String == "failed")
    #expect(verdict["seed"] as? Int == 7)
    #expect((verdict["sha256"] as? String)?.count == 64)
    #expect((verdict["seconds"] as? [String: Double])?.keys.contains("total") == true)
    let suspected = verdict["suspected"] as? [[String: Any]]
    #expect(suspected?.first?["name"] as? String == "divided by n − 1")
    let checks = try #require(verdict["checks"] as? [[String: Any]])
    #expect(checks.map { $0["outcome"] as? String } == ["failed", "passed", "failed"])
    #expect(try desk.entries().map(\.id) == [verdict["attempt"] as? String])
  }

  @Test func `the log as CSV has a line for each entry, and what is exported can be imported elsewhere`() throws {
    let (here, there) = (try Desk(), try Desk())
    try here.save(Desk.wrong(41))
    try here.run("run", "mean")
    try here.run("hint", "mean")
    let csv = try here.run("log", "--csv").lines
    #expect(csv.count == 3)
    #expect(csv[0].hasPrefix("id,time,kind,exercise,verdict,"))
    #expect(Set(csv.map { $0.count { $0 == "," } }).count == 1)
    let file = here.folder.appendingPathComponent("attempts.jsonl").path
    #expect(try here.run("log", "--export", file).out == "2 entries written to \(file).\n")
    let again = try here.run("log", "--export", file)
    #expect(again.status == 2)
    #expect(again.err.contains("nothing is written over"), "\(again)")
    for expected in ["2 added, 0 already there, 0 not taken.\n", "0 added, 2 already there, 0 not taken.\n"] {
      #expect(try there.run("log", "--import", file).out == expected)
    }
    #expect(try there.entries().map(\.id) == here.entries().map(\.id))
    try Data("{\"id\":1}\nno JSON\n".utf8).write(to: URL(fileURLWithPath: file))
    let refused = try there.run("log", "--import", file)
    #expect(refused.status == 1)
    #expect(refused.out.hasPrefix("0 added, 0 already there, 2 not taken.\n  line 1: "))
  }

  @Test func `the log is aligned`() throws {
    let desk = try Desk()
    try desk.run("hint", "mean")
    try desk.run("hint", "spread")
    let lines = try desk.run("log").lines
    #expect(lines.map { String($0.dropFirst(19)) } == ["  mean    hint 1", "  spread  hint 1"])
  }

  @Test(arguments: ["TERM=dumb", "NO_COLOR=1"]) func `without colours there are no escapes, even on a terminal`(
    setting: String
  ) throws {
    let desk = try Desk()
    try desk.save(Desk.wrong(41))
    let parts = setting.split(separator: "=").map(String.init)
    for (changes, isColoured) in [([parts[0]: parts[1]], false), ([:], true)] {
      let terminal = try PseudoTerminal(
        .init(Desk.executable.path, ["run", "mean"], environment: desk.environment.merging(changes) { $1 }))
      #expect(try terminal.end() == .exited(1))
      #expect(terminal.unread.contains("mean([1, 2, 6]) is 41"))
      #expect(terminal.unread.contains("\u{1b}") == isColoured)
    }
  }

  @Test func `a terminal on which the cursor cannot be moved is written to like a file`() throws {
    let desk = try Desk()
    let terminal = try PseudoTerminal(
      .init(Desk.executable.path, [], environment: desk.environment.merging(["TERM": "dumb"]) { $1 }))
    #expect(try terminal.end() == .exited(0))
    #expect(terminal.unread.contains("0 of 2 exercises passed") && !terminal.unread.contains("\u{1b}"))
  }

  @Test(arguments: [40, 80]) func `no line of the status or the list is wider than the terminal`(columns: Int) throws {
    let desk = try Desk()
    for command in ["status", "list"] {
      let answer = try desk.run(command, environment: ["COLUMNS": "\(columns)"])
      #expect(answer.lines.allSatisfy { $0.count <= columns }, "\(answer)")
    }
  }

  @Test(arguments: ["list", "status", "show mean", "log --json", "--help", "datasets"])
  func `a reader that has gone away ends the program quietly`(command: String) throws {
    let desk = try Desk()
    let shell = "\(Desk.executable.path) \(command) | true; echo ${PIPESTATUS[0]}"
    let answer = try desk.run(.init("/bin/bash", ["-c", shell], environment: desk.environment))
    #expect(answer.out == "0\n")
    #expect(answer.err.isEmpty, "\(answer.err)")
  }

  @Test func `stdin that is closed is no reason to fail`() throws {
    let desk = try Desk()
    try desk.save(Desk.right)
    for command in ["", "run mean", "status"] {
      let shell = "exec \(Desk.executable.path) \(command) <&-"
      #expect(try desk.run(.init("/bin/bash", ["-c", shell], environment: desk.environment)).status == 0)
    }
  }
}
