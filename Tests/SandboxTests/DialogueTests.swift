import Foundation
import Testing

@testable import Sandbox

@Suite struct DialogueTests {
  init() { signal(SIGPIPE, SIG_IGN) }  // as the tool does

  private func dialogue(_ script: String, errors: String? = nil) throws -> Dialogue {
    try Dialogue(Command("/bin/sh", ["-c", script]), errors: errors)
  }

  @Test func `each request gets its line`() throws {
    let dialogue = try dialogue("while read a b; do echo \"$b $a\"; done")
    #expect(try dialogue.ask("one two", seconds: 60) == "two one")
    #expect(try dialogue.ask("three four", seconds: 60) == "four three")
  }

  @Test func `a line may come in pieces, and two lines at once`() throws {
    let dialogue = try dialogue("read x; printf 'a'; sleep 0.02; printf 'b\\nc\\n'; read x")
    #expect(try dialogue.ask("?", seconds: 60) == "ab")
    #expect(try dialogue.ask("?", seconds: 60) == "c")
  }

  @Test func `a process that ends is told with its status and its last words`() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let speechless = try dialogue("read x; exit 3", errors: folder)
    #expect(throws: Dialogue.Failure.ended(.exited(3), said: "")) { try speechless.ask("?", seconds: 60) }
    let talking = try dialogue("read x; echo first >&2; echo no memory >&2; kill -SEGV $$", errors: folder)
    let failure = #expect(throws: Dialogue.Failure.self) { try talking.ask("?", seconds: 60) }
    #expect(failure == .ended(.signalled(SIGSEGV), said: "no memory"))
    #expect(failure?.description == "crashed, signal 11: no memory")
    #expect(throws: Dialogue.Failure.self) { try talking.ask("again", seconds: 60) }
  }

  @Test func `a silent process is not waited for beyond the time`() throws {
    let dialogue = try dialogue("sleep 1000")
    let failure = #expect(throws: Dialogue.Failure.self) { try dialogue.ask("?", seconds: 0.05) }
    #expect(failure?.description == "no answer within 0.05 s")
  }

  @Test func `a wish to stop ends the waiting`() throws {
    let cancellation = Cancellation()
    cancellation.cancel()
    let dialogue = try dialogue("sleep 1000")
    #expect(throws: Cancelled.self) { try dialogue.ask("?", seconds: 60, cancellation: cancellation) }
  }

  @Test func `a program that is not there is an error that names it`() throws {
    let error = #expect(throws: SystemError.self) { try Dialogue(Command("/no/such/program", [])) }
    #expect(error?.description == "cannot start /no/such/program: No such file or directory")
  }
}
