import Curriculum
import Testing

@Suite struct LinesAtTopLevelTests {
  @Test func `lines inside braces, parentheses, comments and texts are not at the top level`() {
    let source = """
      let a = [
        1
      ]
      func f(
        _ x: Double
      ) -> Double {
        let a = "{"
        return x
      }
      /* {
      let b = 1
      */
      let c = 1
      """
    #expect(linesAtTopLevel(source) == [1, 2, 3, 4, 10, 13])
  }

  @Test func `an empty text has one line`() {
    #expect(linesAtTopLevel("") == [1])
  }
}
