import Foundation
import Testing

@testable import Grading

/// Pictures come with a verdict and change nothing about it.
@Suite struct PictureTests {
  private func judge(_ text: String, makes: Bool = true) throws -> Verdict {
    try Fixture.judge(text) { $0.makesPictures = makes }
  }

  /// Means of 1 … n are (n + 1)/2; divided by n − 1 they are n·(n + 1)/(2·(n − 1)).
  @Test func `what passed and what failed is shown as it is`() throws {
    let right = try judge(try Fixture.solution())
    #expect(right.isPassed)
    #expect(right.pictures.count == 1)
    #expect(right.pictures[0].contains(#""title":"Your means of 1 … n""#))
    #expect(right.pictures[0].contains(#""x":[2.0,4.0,6.0],"y":[1.5,2.5,3.5]"#), "\(right.pictures)")
    let wrong = try judge(try Fixture.solution().replacing("Double(x.count)", with: "Double(x.count - 1)"))
    #expect(wrong.headline == .failed && wrong.suspected.map(\.name) == ["divided by n − 1"])
    #expect(wrong.pictures[0].contains("\"y\":[3.0,\(10.0 / 3),4.2]"), "\(wrong.pictures)")
  }

  @Test func `there is none where none was asked for, and none of what is not written`() throws {
    #expect(try judge(try Fixture.solution(), makes: false).pictures.isEmpty)
    #expect(try judge(try Fixture.curriculum().exercise(named: "mean")!.starter()).pictures.isEmpty)
  }

  @Test(arguments: ["fatalError()", "while true {}", "exit(0)"])
  func `one that cannot be made hides nothing`(fault: String) throws {
    let text =
      "import Glibc\n"
      + (try Fixture.solution()).replacing("return 0 }", with: "return 0 }\n  if x == [1, 2] { \(fault) }")
    let verdict = try judge(text)
    #expect(verdict.isPassed, "\(verdict.wordsWithoutColour())")
    #expect(verdict.pictures.isEmpty)
    #expect(verdict.notes.isEmpty)
  }
}
