import Glibc
import Testing

@testable import Sandbox

@Suite struct OutcomeTests {
  private func run(_ script: String, seconds: Double = 60, keepsErrors: Bool = false) throws -> Outcome {
    try Command("/bin/sh", ["-c", script]).outcome(seconds: seconds, keepsErrors: keepsErrors)
  }

  @Test func `all that it prints is there, and how it ended`() throws {
    let outcome = try run("head -c 300000 /dev/zero; echo said >&2; exit 3")
    #expect(outcome.output == [UInt8](repeating: 0, count: 300_000) && outcome.ending == .exited(3))
    #expect(!outcome.succeeded)
    let killed = try run("echo so far; kill -TERM $$")
    #expect(killed.text == "so far\n" && killed.ending == .signalled(SIGTERM))
  }

  @Test func `errors stand among the output where they are wanted`() throws {
    #expect(try run("echo a; echo b >&2; echo c", keepsErrors: true).text == "a\nb\nc\n")
  }

  @Test func `there is nothing to read`() throws {
    #expect(try run("cat; echo done").text == "done\n")
  }

  @Test(arguments: ["sleep 1000", "exec >&- 2>&-; sleep 1000", "yes"])
  func `what takes too long is ended`(script: String) throws {
    let failure = #expect(throws: Overtime.self) { try run(script, seconds: 0.2) }
    #expect(failure?.description == "/bin/sh was not done after 0 s")
  }

  @Test func `a program that is not there is an error that names it`() throws {
    let failure = #expect(throws: SystemError.self) { try Command("/no/such", []).outcome(seconds: 60) }
    #expect(failure?.description.contains("/no/such") == true)
  }
}
