import ContentHash
import Events
import Foundation
import Testing

@testable import Grading
@testable import Sandbox

@Suite struct JudgementTests {
  @Test func `the solution passes, and the verdict is bound to its bytes`() throws {
    let text = try Fixture.solution()
    let verdict = try Fixture.judge(text)
    #expect(verdict.headline == .passed)
    #expect(verdict.outcomes == ["passed", "passed", "passed"])
    #expect(verdict.sha256 == SHA256.hex(text.utf8))
  }

  @Test func `the starter is not written, in every check`() throws {
    let verdict = try Fixture.judge(try Fixture.curriculum().exercise(named: "mean")!.starter())
    #expect(verdict.headline == .notWritten)
    #expect(verdict.outcomes == ["notWritten", "notWritten", "notWritten"])
  }

  @Test func `a file written in part is judged in the part that is written`() throws {
    let verdict = try Fixture.judge(
      "func mean(_ x: [Double]) -> Double { if x.isEmpty { todo() }; return x.reduce(0, +) / Double(x.count) }")
    #expect(verdict.headline == .notWritten)
    #expect(verdict.outcomes == ["passed", "notWritten", "passed"])
  }

  @Test func `an error planted in the learner's file fails`() throws {
    let text = try Fixture.solution().replacing("Double(x.count)", with: "Double(x.count + 1)")
    let verdict = try Fixture.judge(text)
    #expect(verdict.headline == .failed)
    #expect(verdict.wordsWithoutColour().contains("mean([1, 2, 6]) is 2.25, expected 3"))
  }

  @Test func `a misconception is named`() throws {
    let text = try Fixture.solution().replacing("Double(x.count)", with: "Double(x.count - 1)")
    let verdict = try Fixture.judge(text)
    #expect(verdict.suspected.map(\.name) == ["divided by n − 1"])
    #expect(verdict.suspected.first?.isExact == true)
  }

  @Test func `names of the learner's replace nothing in the checks`() throws {
    let verdict = try Fixture.judge(
      """
      struct Check {}
      struct Submission {}
      func expect(_ got: Double, equals: Double) {}
      func describe(_ value: Any) -> String { "" }
      func mean(_ x: [Double]) -> Double { 42 }
      """)
    #expect(verdict.headline == .failed)
    #expect(verdict.outcomes == ["failed", "failed", "failed"])
  }

  @Test(arguments: ["exit(0)", "_exit(0)", "exit(3)"]) func `ending the program is not passing`(call: String) throws {
    let verdict = try Fixture.judge("import Glibc\nfunc mean(_ x: [Double]) -> Double { \(call) }")
    #expect(verdict.headline == .endedEarly)
    #expect(!verdict.outcomes.contains("passed"))
  }

  @Test func `lines written to the lab's channel are not believed`() throws {
    let verdict = try Fixture.judge(
      #"""
      import Glibc
      func mean(_ x: [Double]) -> Double {
        for line in [#"{"event":"outcome","index":0,"failures":[],"output":0}"#, #"{"event":"finished","count":3}"#] {
          let text = line + "\n"
          _ = write(4, text, text.utf8.count)
        }
        _exit(0)
      }
      """#)
    #expect(verdict.headline == .endedEarly)
    #expect(verdict.notes.contains { $0.contains("lab's own channel") })
  }

  @Test func `an endless loop is ended and the other checks are judged`() throws {
    let verdict = try Fixture.judge(
      """
      func mean(_ x: [Double]) -> Double {
        var sum = 0.0
        while x.isEmpty && sum < 1e300 { sum += 1 }  // a loop that does nothing at all is optimised away
        return (sum + x.reduce(0, +)) / Double(x.count)
      }
      """)
    #expect(verdict.headline == .timedOut)
    #expect(verdict.outcomes == ["passed", "timedOut", "passed"])
    // The line is there unless the machine is too busy for the backtracer; never another.
    let line = verdict.checks[1].report.line
    #expect([3, nil].contains(line))
    let place = line == nil ? "." : ", in line 3."
    #expect(verdict.wordsWithoutColour().contains("It took longer than 3 s and was stopped\(place)"))
  }

  @Test func `too much memory is said to be that`() throws {
    let verdict = try Fixture.judge(
      """
      func mean(_ x: [Double]) -> Double {
        var held: [[Double]] = []
        while x.isEmpty { held.append([Double](repeating: 1, count: 1 << 27)) }
        return held.isEmpty ? x.reduce(0, +) / Double(x.count) : 0
      }
      """)
    #expect(verdict.outcomes == ["passed", "outOfMemory", "passed"])
    #expect(verdict.checks[1].outcome == .outOfMemory(line: 3))
  }

  @Test func `a flood of output is said to be one`() throws {
    let verdict = try Fixture.judge(
      """
      import Glibc
      func mean(_ x: [Double]) -> Double {
        let line = [UInt8](repeating: 120, count: 1 << 16)
        while x.isEmpty { _ = write(1, line, line.count) }
        return x.reduce(0, +) / Double(x.count)
      }
      """)
    #expect(verdict.outcomes == ["passed", "timedOut", "passed"])
    #expect(verdict.checks[1].report.message == "printed more than 16 MB and took longer than 3 s")
  }

  @Test func `what is printed is shown under its check, and ten megabytes are capped`() throws {
    let verdict = try Fixture.judge(
      """
      func mean(_ x: [Double]) -> Double {
        print("asked for", x.count)
        if x.isEmpty { for _ in 0..<10_000 { print(String(repeating: "x", count: 1023)) } }
        return x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count)
      }
      """)
    #expect(verdict.headline == .passed)
    #expect(verdict.checks[0].output == "asked for 3")
    #expect(verdict.checks.map(\.output.utf8.count).reduce(0, +) <= 1 << 16)
  }

  @Test func `failures that are told in short say how they are read in full`() {
    func words(failures: Int) -> String {
      let checks = (1...5).map { number in
        CheckResult(
          number: number, name: "check \(number)",
          outcome: number > failures ? .passed : .failed([Failure(message: "wrong", advice: "Look.", line: 1)]))
      }
      return Verdict(
        exercise: "mean", headline: .failed, checks: checks, sha256: "", toolkit: "", seed: 7, containment: .full,
        seconds: Seconds()
      ).wordsWithoutColour()
    }
    #expect(words(failures: 5).contains("Told in short: 4, 5. In full: mllab run mean --seed 7 --case 4"))
    #expect(!words(failures: 3).contains("in short"))
  }

  @Test func `what is printed cannot clear the page on which it is shown`() throws {
    let verdict = try Fixture.judge(
      #"func mean(_ x: [Double]) -> Double { print("\u{1b}[2J\u{1b}c\r\u{9b}1m\u{202e}\tend"); return 7 }"#)
    let words = verdict.wordsWithoutColour()
    #expect(words.contains("␛[2J␛c␍�1m�    end"))
    #expect(words.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && $0.value != 0x9b })
  }

  @Test func `an entry point of its own is the fault of the file, not of the lab`() throws {
    let text = try Fixture.solution() + "\n@main struct Mine { static func main() {} }\n"
    let verdict = try Fixture.judge(text)
    #expect(verdict.headline == .doesNotCompile)
    #expect(verdict.diagnostics.first?.message.contains("@main") == true)
  }

  @Test func `one case alone gives what it gave among the others`() throws {
    let wrong = "func mean(_ x: [Double]) -> Double { x.isEmpty ? 0 : x.count == 3 ? 3 : x[0] }"
    let whole = try Fixture.judge(wrong)
    let alone = try Fixture.judge(wrong) { ($0.onlyCheck, $0.onlyCase) = (2, 1) }
    guard case .failed(let all) = whole.checks[2].outcome, case .failed(let one) = alone.checks[0].outcome else {
      Issue.record("both must fail")
      return
    }
    #expect(alone.checks.count == 1)
    #expect(one == all.filter { $0.caseIndex == 1 })
    let otherSeed = try Fixture.judge(wrong) { ($0.onlyCheck, $0.onlyCase, $0.seed) = (2, 1, 2) }
    #expect(otherSeed.checks[0].outcome != alone.checks[0].outcome)
  }

  @Test(arguments: Containment.allCases) func `every rung judges alike`(containment: Containment) throws {
    guard containment == .processGroup || Sandbox(containment: containment).works() else { return }
    let passed = try Fixture.judge(try Fixture.solution(), containment: containment)
    #expect(passed.headline == .passed)
    #expect(passed.containment == containment)
    let crashed = try Fixture.judge(
      "func mean(_ x: [Double]) -> Double { x[1] + x[2] - 5 }", containment: containment)
    #expect(crashed.outcomes == ["passed", "crashed", "failed"])
  }

  @Test func `cancelling stops a judgement`() async throws {
    let (grader, curriculum) = (try Fixture.grader(), try Fixture.curriculum())
    let exercise = try #require(curriculum.exercise(named: "mean"))
    let cancellation = Cancellation()
    cancellation.cancel()
    #expect(throws: Cancelled.self) {
      try grader.judge(
        SourceFile(path: "mean.swift", bytes: Array("func mean(_ x: [Double]) -> Double { while true {} }".utf8)),
        by: exercise, dependencies: [], options: .init(seed: 1), cancellation: cancellation)
    }
  }
}

@Suite struct UsesTests {
  @Test func `the learner's own earlier file is compiled in`() throws {
    // A mean of the learner's that is wrong in a way that shows: 1 more.
    let own = "func mean(_ x: [Double]) -> Double { x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count) + 1 }"
    let verdict = try Fixture.judge(try Fixture.solution("spread"), by: "spread", own: ["mean": own])
    #expect(verdict.wordsWithoutColour().contains("spread([1, 2, 6]) is 3.3333333333333335, expected 2"))
    #expect(verdict.notes.isEmpty)
    #expect(verdict.upstream == ["mean"])
    #expect(verdict.wordsWithoutColour().contains("The fault lies in your mean"))
  }

  @Test(arguments: [
    "func spread(_ x: [Double]) -> Double { mean(x.map { abs($0) }) }",
    "func spread(_ x: [Double]) -> Double { x[7] + mean(x) }",
    "func spread(_ x: [Double]) -> Double { if x.isEmpty { return mean(x) }; todo() }",
  ])
  func `a fault that lies here is not looked for in an earlier file`(text: String) throws {
    let own = "func mean(_ x: [Double]) -> Double { x.isEmpty ? 0 : x.reduce(0, +) / Double(x.count) + 1 }"
    let verdict = try Fixture.judge(text, by: "spread", own: ["mean": own])
    #expect(verdict.headline != .passed)
    #expect(verdict.upstream == [])
  }

  @Test func `an earlier file that crashes or never ends is found`() throws {
    for own in ["x[x.count - 4]", "{ while true {} }()"] {
      let verdict = try Fixture.judge(
        try Fixture.solution("spread"), by: "spread", own: ["mean": "func mean(_ x: [Double]) -> Double { \(own) }"])
      #expect([.crashed, .timedOut].contains(verdict.headline))
      #expect(verdict.upstream == ["mean"])
    }
  }

  @Test func `a dependency not passed is the reference, and the verdict says so`() throws {
    let verdict = try Fixture.judge(try Fixture.solution("spread"), by: "spread")
    #expect(verdict.headline == .passed)
    #expect(verdict.notes == ["mean: the reference is used, not yours (not passed yet)."])
  }

  @Test func `equal names in the two files do not collide`() throws {
    let own = """
      private func helper() -> Double { 0 }
      func sum(_ x: [Double]) -> Double { x.reduce(helper(), +) }
      func mean(_ x: [Double]) -> Double { x.isEmpty ? 0 : sum(x) / Double(x.count) }
      """
    let text = """
      func sum(_ x: [Double]) -> Double { x.reduce(0) { $0 + abs($1) } }
      func spread(_ x: [Double]) -> Double { let m = mean(x); return sum(x.map { $0 - m }) / Double(x.count) }
      """
    #expect(try Fixture.judge(text, by: "spread", own: ["mean": own]).headline == .passed)
  }

  @Test func `an own file that does not compile any more falls back to the reference`() throws {
    let verdict = try Fixture.judge(try Fixture.solution("spread"), by: "spread", own: ["mean": "func mean("])
    #expect(verdict.headline == .passed)
    #expect(verdict.notes == ["mean: the reference is used, not yours (yours does not compile any more)."])
  }
}
