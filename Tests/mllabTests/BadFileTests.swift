import Foundation
import Testing

/// A learner's file that is no Swift at all gets a clear word, and is left as it is.
@Suite struct BadFileTests {
  @Test(arguments: [
    (Data(), "The file is empty."), (Data(" \n".utf8), "The file is empty."),
    (Data([0x66, 0x00, 0x66]), "it holds a zero byte"), (Data([0x66, 0xff, 0xfe]), "The file is not UTF-8."),
    (Data(repeating: 0x2f, count: 5 << 20), "The file is larger than 1 MB."),
  ])
  func `bytes that are no text are said to be that, logged and left`(bytes: Data, words: String) throws {
    let desk = try Desk()
    try desk.save(bytes)
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 1)
    #expect(answer.out.replacing(/\s+/, with: " ").contains(words), "\(answer)")
    #expect(try Data(contentsOf: desk.file()) == bytes)
    #expect(try desk.history() == ["doesNotCompile"])
    #expect(try desk.run("reset", "mean").status == 0)
    #expect(try desk.run("undo", "mean").status == 0)
    #expect(try Data(contentsOf: desk.file()) == bytes)
  }

  @Test func `a deleted file is missed, and reset brings the starter`() throws {
    let desk = try Desk()
    try desk.run("init")
    unlink(desk.file().path)
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 2)
    #expect(answer.err.hasPrefix("mllab: There is no file \(desk.file().path)."))
    #expect(answer.err.contains("mllab reset mean brings the starter.") && !answer.err.contains("undo"))
    for command in ["show", "init"] { #expect(try desk.run(command).out.contains("There is no file"), "\(command)") }
    #expect(!FileManager.default.fileExists(atPath: desk.file().path))  // not put back without being asked
    #expect(try desk.run("reset", "mean").status == 0)
    #expect(try desk.text().contains("todo()"))
    try desk.save(Desk.right)
    try desk.run("reset", "mean")
    unlink(desk.file().path)
    #expect(try desk.run("run", "mean").err.contains("mllab undo mean the newest copy of yours"))
    #expect(try desk.run("undo", "mean").status == 0)
    #expect(try desk.text() == Desk.right)
  }

  @Test func `of a missing file that is not the exercise's own only that is said`() throws {
    let desk = try Desk()
    for arguments in [["run", "mean", "--file", "/nowhere"], ["play", "/nowhere"]] {
      let answer = try desk.run(.init(Desk.executable.path, arguments, environment: desk.environment))
      #expect(answer.err == "mllab: There is no file /nowhere.\n")
    }
  }

  @Test(arguments: ["run", "reset", "diff --give-up", "show", "status"])
  func `a pipe in the file's place is waited for by nobody`(command: String) throws {
    let desk = try Desk()
    try desk.run("init")
    unlink(desk.file().path)
    #expect(mkfifo(desk.file().path, 0o600) == 0)
    let words = command.split(separator: " ").map(String.init)
    let answer = try desk.run(.init(Desk.executable.path, words, environment: desk.environment), seconds: 30)
    if ["show", "status"].contains(command) {
      #expect(answer.status == 0)
    } else {
      #expect(answer.status == 2)
      #expect(answer.err == "mllab: \(desk.file().path) is not a file but a pipe or a device.\n")
    }
  }

  @Test func `an exercise that changed under a pipe does not wait for it either`() throws {
    let desk = try Desk()
    try desk.run("init")
    unlink(desk.file().path)
    #expect(mkfifo(desk.file().path, 0o600) == 0)
    try desk.edit("mean/Solution.swift") { $0 + "// more\n" }
    #expect(try desk.run("status").status == 0)
  }

  @Test func `a folder in the file's place is said, and nothing is done to it`() throws {
    let desk = try Desk()
    let inside = desk.file().appendingPathComponent("precious.txt")
    try FileManager.default.createDirectory(at: desk.file(), withIntermediateDirectories: true)
    try Data("work".utf8).write(to: inside)
    for command in ["run", "reset"] {
      let answer = try desk.run(command, "mean")
      #expect(answer.status == 2)
      #expect(answer.err == "mllab: \(desk.file().path) is a folder, not a Swift file.\n")
    }
    #expect(try String(contentsOf: inside, encoding: .utf8) == "work")
    #expect(try desk.run("undo", "mean").status == 2)
  }

  @Test func `a link to a file elsewhere is judged, and a reset keeps what it led to`() throws {
    let desk = try Desk()
    try desk.run("init")
    let elsewhere = desk.folder.appendingPathComponent("elsewhere.swift")
    try Data(Desk.right.utf8).write(to: elsewhere)
    unlink(desk.file().path)
    try FileManager.default.createSymbolicLink(at: desk.file(), withDestinationURL: elsewhere)
    #expect(try desk.run("run", "mean").status == 0)
    #expect(try desk.run("reset", "mean").status == 0)
    #expect(try String(contentsOf: elsewhere, encoding: .utf8) == Desk.right)
    unlink(elsewhere.path)
    #expect(try desk.run("undo", "mean").status == 0)
    #expect(try desk.text() == Desk.right)
  }

  @Test func `a link in a circle and a file of another machine's encoding are errors of use`() throws {
    let desk = try Desk()
    try desk.run("init")
    unlink(desk.file().path)
    try FileManager.default.createSymbolicLink(at: desk.file(), withDestinationURL: desk.file())
    let answer = try desk.run("run", "mean")
    #expect(answer.status == 2)
    #expect(answer.err.contains("cannot be read"))
  }

  @Test func `what is judged is what was there when it was read`() throws {
    let desk = try Desk()
    try desk.save("import Glibc\n" + Desk.right.replacing("{ x.isEmpty", with: "{ usleep(50_000); return x.isEmpty"))
    let judged = try desk.text()
    let terminal = try desk.watch()
    try terminal.screen(with: WatchTests.idle)
    terminal.type("\n")
    unlink(desk.file().path)
    // Either it had been read, or it is missed; no third text is ever judged.
    let screen = try terminal.screen("a verdict or a complaint") { lines in
      lines.contains { $0.contains("n goes on to spread") || $0.contains("There is no file") }
    }
    let entries = try desk.run("log", "--json").out
    if screen.contains(where: { $0.contains("n goes on") }) {
      #expect(entries.contains("usleep(50_000)"))
    }
    #expect(judged.contains("usleep"))
  }
}

extension Desk {
  /// Changes a file of the exercise tree, as an update of the repository would.
  func edit(_ path: String, _ change: (String) -> String) throws {
    let url = topic.appendingPathComponent(path)
    try Data(change(String(contentsOf: url, encoding: .utf8)).utf8).write(to: url)
  }
}
