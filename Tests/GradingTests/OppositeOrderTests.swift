import Curriculum
import Foundation
import Sandbox
import Synchronization
import Testing

@testable import Grading

/// What has passed is asked again beside the first run.
@Suite struct OppositeOrderTests {
  /// Compiles a file of "mean" and hands over its judgement, and the folder where it was made.
  private func withJudgement(_ text: String, _ body: (Judgement, String) throws -> Void) throws {
    let (grader, exercise) = (try Fixture.grader(), try #require(try Fixture.curriculum().exercise(named: "mean")))
    let scratch = try Scratch(in: grader.builds.toolchain.cache)
    let source = SourceFile(path: "mean.swift", bytes: Array(text.utf8))
    let outcome = try grader.build(source, exercise, [], optimised: false, scratch: scratch.path, cancellation: nil)
    guard case .program(let program, _, _) = outcome else { throw JudgementError(description: "\(outcome)") }
    try body(
      Judgement(grader: grader, program: program, exercise: exercise, options: .init(seed: 1)), scratch.path)
  }

  private let endless = "func mean(_ x: [Double]) -> Double { while x.count == 7 {}; return 0 }"

  @Test func `both runs come to the same, one after the other and side by side`() throws {
    try withJudgement(try Fixture.solution()) { judgement, scratch in
      let opposite = OppositeOrder(of: judgement, scratch: scratch)
      opposite.start()
      let inOrder = try judgement.run(scratch: scratch, cancellation: nil)
      for _ in 0..<2 { #expect(try opposite.result(cancellation: nil).checks == inOrder.checks) }
      let later = OppositeOrder(of: judgement, scratch: scratch)
      #expect(try later.result(cancellation: nil).isPassed)
    }
  }

  @Test func `it begins when half of the checks have passed, and not after a failure`() throws {
    func isCalled(_ text: String) throws -> Bool {
      let isCalled = Mutex(false)
      try withJudgement(text) { judgement, scratch in
        var judgement = judgement
        judgement.whenHalfHasPassed = { isCalled.withLock { $0 = true } }
        _ = try judgement.run(scratch: scratch, cancellation: nil)
      }
      return isCalled.withLock { $0 }
    }
    #expect(try isCalled(try Fixture.solution()))
    #expect(try isCalled("func mean(_ x: [Double]) -> Double { x.count == 7 ? 0 : x.reduce(0, +) / 3 }"))
    #expect(try !isCalled("func mean(_ x: [Double]) -> Double { 0 }"))
  }

  @Test func `the end does not wait for what is endless`() throws {
    try withJudgement(endless) { judgement, scratch in
      let opposite = OppositeOrder(of: judgement, scratch: scratch)
      opposite.start()
      opposite.end()
      #expect(throws: Cancelled.self) { try opposite.result(cancellation: nil) }
    }
  }

  @Test func `a wish to stop is heard by who waits`() throws {
    try withJudgement(endless) { judgement, scratch in
      let opposite = OppositeOrder(of: judgement, scratch: scratch)
      defer { opposite.end() }
      let wish = Cancellation()
      wish.cancel()
      #expect(throws: Cancelled.self) { try opposite.result(cancellation: wish) }
    }
  }

  @Test func `what never began has nothing to end`() throws {
    try withJudgement(endless) { judgement, scratch in OppositeOrder(of: judgement, scratch: scratch).end() }
  }
}
