import Foundation
import Testing

@testable import Sandbox

/// LabNumerics tells the optimiser which questions it may leave out of a loop: a debug build, as these tests are, cannot
/// see whether it leaves out too many.
@Suite struct CopyOnWriteTests {
  @Test(arguments: [true, false])
  func `what shares a block keeps its elements when the other is written to`(isOptimised: Bool) throws {
    let source = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("Programs/CopyOnWrite.swift")
    let program = try Confined(String(contentsOf: source, encoding: .utf8), isOptimised: isOptimised)
    let outcome = try program.run { $0.limits.wallSeconds = 60 }
    #expect(outcome.result.ending == .exited(0))
    #expect(outcome.words == ["ok"])
  }
}
