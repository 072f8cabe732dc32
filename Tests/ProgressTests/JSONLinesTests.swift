import Foundation
import Testing

@testable import Progress

@Suite struct JSONLinesTests {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func emptyLog() throws -> AttemptLog {
    try AttemptLog(at: folder.url.appending(path: "\(UUID()).sqlite"))
  }

  func log(_ attempts: some Sequence<Attempt>) throws -> AttemptLog {
    let log = try emptyLog()
    for attempt in attempts { try log.append(attempt) }
    return log
  }

  func exported(_ log: AttemptLog) throws -> Data {
    var lines = Data()
    try log.export { lines += Data(($0 + "\n").utf8) }
    return lines
  }

  func union(_ logs: [Data]) throws -> Data {
    let log = try emptyLog()
    for lines in logs { #expect(try log.importLines(lines).rejected.isEmpty) }
    return try exported(log)
  }

  @Test func `a log is exported as one line an attempt`() throws {
    let hint = Attempt(time: AttemptTests.full.time - 60, kind: .hint, exercise: "softmax", hintsSeen: 1)
    let log = try log([AttemptTests.full, hint])
    var lines: [String] = []
    #expect(try log.export { lines.append($0) } == 2)
    #expect(lines == [try hint.jsonLine(), AttemptTests.fullLine])
    #expect(try emptyLog().export { _ in Issue.record("a line of an empty log") } == 0)
  }

  @Test func `what the writer throws comes out and stops the export`() throws {
    struct Stop: Error {}
    let log = try log(randomAttempts(3, seed: 1))
    var count = 0
    #expect(throws: Stop.self) {
      try log.export { _ in
        count += 1
        throw Stop()
      }
    }
    #expect(count == 1)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `an export imported into an empty log gives the same log`(seed: UInt64) throws {
    let log = try log(randomAttempts(100, seed: seed))
    let other = try emptyLog()
    let report = try other.importLines(exported(log))
    #expect(report.added == 100)
    #expect(try other.attempts() == log.attempts())
    #expect(try exported(other) == exported(log))
    #expect(try other.summary() == log.summary())
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func `the union of logs does not depend on order, grouping or repetition`(seed: UInt64) throws {
    let attempts = randomAttempts(90, seed: seed)
    let (a, b, c) = (
      try exported(log(attempts[..<50])), try exported(log(attempts[30..<70])), try exported(log(attempts[60...]))
    )
    let all = try exported(log(attempts.shuffled()))
    #expect(try union([a, b, c]) == all)
    #expect(try union([c, a, b]) == all)
    #expect(try union([union([b, c]), a]) == all)
    #expect(try union([a, b, c, a, b, c]) == all)
  }

  @Test func `importing twice adds nothing`() throws {
    let lines = try exported(log(randomAttempts(20, seed: 9)))
    let log = try emptyLog()
    #expect(try log.importLines(lines) == ImportReport(added: 20))
    #expect(try log.importLines(lines) == ImportReport(alreadyPresent: 20))
    #expect(try log.attempts().count == 20)
  }

  @Test func `a bad line is reported with its number and the others are taken`() throws {
    let other = UUID()
    let bad: [(line: String, reason: String)] = [
      ("hello", "it is not JSON"),
      ("[1, 2]", "it is not a JSON object"),
      ("{\"id\":\"\(other)\"", "it is not JSON"),
      ("{\"kind\":\"hint\",\"exercise\":\"mean\",\"time\":\"2026-03-01T09:31:00Z\"}", "it lacks the field \"id\""),
      (
        "{\"id\":\"\(other)\",\"kind\":\"hint\",\"exercise\":\"mean\",\"time\":\"yesterday\"}",
        "the field \"time\": \"yesterday\" is not a time such as 2026-03-01T09:30:00.250Z"
      ),
      (
        "{\"id\":\"\(other)\",\"kind\":\"hint\",\"exercise\":7,\"time\":\"2026-03-01T09:31:00Z\"}",
        "the field \"exercise\" has a value of another kind"
      ),
      (
        """
        {"id":"\(other)","kind":"hint","exercise":"mean","time":"2026-03-01T09:31:00Z","checks":[{"outcome":"passed"}]}
        """, "it lacks the field \"checks.[0].name\""
      ),
      (
        AttemptTests.fullLine.replacing("failed", with: "passed"),
        "the log has an entry with the id \(AttemptTests.full.id) that says something else; it was kept"
      ),
    ]
    let text = ([AttemptTests.fullLine, ""] + bad.map(\.line)).joined(separator: "\n")
    let hint = Attempt(kind: .hint, exercise: "mean")
    let lines = Data(text.utf8) + [0x0A, 0x7B, 0xFF, 0x0A] + Data(try hint.jsonLine().utf8)
    let log = try emptyLog()
    let report = try log.importLines(lines)
    #expect(report.added == 2)
    #expect(report.rejected.map(\.line) == Array(3...bad.count + 3))
    #expect(report.rejected.map(\.reason) == bad.map(\.reason) + ["it is not UTF-8"])
    #expect(try Set(log.attempts().map(\.id)) == [AttemptTests.full.id, hint.id])
    #expect(try log.attempts().contains(AttemptTests.full))
  }

  @Test func `line ends of Windows, a byte order mark and empty lines do no harm`() throws {
    let hint = Attempt(kind: .hint, exercise: "mean")
    let lines = Data("\u{feff}\(AttemptTests.fullLine)\r\n\r\n  \(try hint.jsonLine())\r\n".utf8)
    let log = try emptyLog()
    #expect(try log.importLines(lines) == ImportReport(added: 2))
    #expect(try exported(log) == exported(self.log([AttemptTests.full, hint])))
    #expect(try log.importLines(Data()) == ImportReport())
  }

  @Test func `fields of a newer version go through import and export`() throws {
    let line = AttemptTests.fullLine.dropLast() + ",\"mood\":{\"today\":[1.50,null]}}"
    let log = try emptyLog()
    #expect(try log.importLines(Data(line.utf8)) == ImportReport(added: 1))
    #expect(try exported(log) == Data((line + "\n").utf8))
    #expect(try log.attempts() == [AttemptTests.full])
  }

  @Test func `an import that fails adds nothing`() throws {
    let log = try log([AttemptTests.full])
    let lines = try exported(self.log(randomAttempts(500, seed: 2)))
    try log.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA max_page_count = 30") }
    #expect(throws: ProgressError.diskFull(log.url)) { try log.importLines(lines) }
    #expect(try log.attempts() == [AttemptTests.full])
  }
}
