import Foundation
import Testing

/// What looks after the lab itself.
@Suite struct CleanTests {
  /// A lab with caches of its own, so that nobody else's are emptied: the tool in a build folder of the desk's.
  private func lab(_ desk: Desk) throws -> URL {
    let build = desk.home.appendingPathComponent(".build")
    let tool = build.appendingPathComponent("debug/mllab")
    for folder in ["debug", "lab/cache"] {
      try FileManager.default.createDirectory(
        at: build.appendingPathComponent(folder), withIntermediateDirectories: true)
    }
    // By a process of its own: a descriptor for writing that another test's child inherits keeps a program from starting.
    let copy = try Process.run(URL(fileURLWithPath: "/bin/cp"), arguments: [Desk.executable.path, tool.path])
    copy.waitUntilExit()
    let settings = Desk.repository.appendingPathComponent(".build/lab/toolkit.json")
    var toolchain = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: settings)) as? [String: Any])
    toolchain["cache"] = build.appendingPathComponent("lab/cache").path
    try JSONSerialization.data(withJSONObject: toolchain)
      .write(to: build.appendingPathComponent("lab/toolkit.json"))
    return tool
  }

  @Test func `clean frees the caches, leaves the workspace, and what is judged afterwards is judged alike`() throws {
    let desk = try Desk()
    let tool = try lab(desk)
    try desk.save(Desk.right)
    try desk.save(Desk.rightSpread, as: "spread")
    for exercise in ["mean", "spread"] { #expect(try desk.run("run", exercise, executable: tool).status == 0) }
    try desk.run("reset", "mean", executable: tool)
    try desk.run("undo", "mean", executable: tool)
    let notebook = desk.home.appendingPathComponent("notebook.md")
    try "```swift\nprint(1)\n```\n".write(to: notebook, atomically: true, encoding: .utf8)
    #expect(try desk.run("notebook", "run", notebook.path, executable: tool).status == 0)
    let before = try tree(desk.workspace)
    let caches = desk.home.appendingPathComponent(".build/lab/cache")
    let kept = try tree(caches)
    let dry = try desk.run("clean", "--dry-run", executable: tool)
    #expect(dry.out.contains("compiled checks") && dry.out.contains("can be freed: mllab clean"))
    #expect(try tree(caches) == kept)
    let answer = try desk.run("clean", executable: tool)
    #expect(answer.status == 0)
    #expect(answer.lines.last?.hasSuffix(" MB  freed") == true)
    #expect(answer.lines.allSatisfy { $0.dropFirst(6).hasPrefix(" MB  ") })
    #expect(try tree(caches).filter { $0.contains(/^(checks|used|bindings|parts)\/./) } == [])
    #expect(kept.contains { $0.hasPrefix("parts/") })
    #expect(try tree(desk.workspace) == before)
    for exercise in ["mean", "spread"] { #expect(try desk.run("run", exercise, executable: tool).status == 0) }
    #expect(try desk.history() == ["passed", "passed", "reset", "passed", "passed"])
  }

  @Test func `a lab without a toolkit says how to make it`() throws {
    let desk = try Desk()
    let tool = try lab(desk)
    unlink(desk.home.appendingPathComponent(".build/lab/toolkit.json").path)
    try desk.save(Desk.right)
    let answer = try desk.run("run", "mean", executable: tool)
    #expect(answer.status == 70)
    #expect(answer.err.hasSuffix("Make it with: ./mllab\n"))
    #expect(try desk.run("status", executable: tool).status == 0)
  }

  @Test func `doctor finds this lab in order, in JSON too`() throws {
    let desk = try Desk()
    let real = ["MLLAB_HOME": Desk.repository.path]
    let answer = try desk.run("doctor", "--json", environment: real)
    #expect(answer.status == 0, "\(answer)")
    struct Finding: Decodable {
      var state: String
      var name: String
    }
    let findings = try answer.json([Finding].self)
    #expect(Set(findings.map(\.name)).isSuperset(of: ["toolchain", "BLAS", "LAPACK", "sandbox", "log", "canary"]))
    #expect(findings.allSatisfy { $0.state != "broken" })
    #expect(findings.count { $0.name == "canary" } == 5)
  }

  @Test func `a cache that cannot be written to is one of doctor's findings`() throws {
    let desk = try Desk()
    let tool = try lab(desk)
    let cache = desk.home.appendingPathComponent(".build/lab/cache")
    try FileManager.default.removeItem(at: cache)
    try Data().write(to: cache)
    let answer = try desk.run("doctor", environment: ["MLLAB_HOME": Desk.repository.path], executable: tool)
    #expect(answer.status == 70)
    #expect(answer.err.isEmpty, "\(answer)")
    #expect(answer.out.contains("✗ canary") && answer.out.contains("Not a directory"), "\(answer)")
    #expect(answer.out.hasSuffix("broken.\n"), "\(answer)")
  }

  private func tree(_ folder: URL) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { !$0.hasSuffix("-shm") }.sorted()
  }
}
