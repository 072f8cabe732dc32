import Curriculum
import Testing

@Suite struct DraftArrowsTests {
  /// A tree of exercises in the topic `first`, by name and further front matter.
  private func load(_ exercises: [String: String]) throws -> (offered: [String], problems: [String]) {
    let files = exercises.map { ("1-phase/first/\($0)/exercise.md", FixtureTree.exercise($1)) }
    let (curriculum, problems) = try FixtureTree(Dictionary(uniqueKeysWithValues: files)).load()
    let words = problems.map { $0.description.replacing("1-phase/first/", with: "") }
    return (curriculum.exercises.map(\.slug), words.map { $0.replacing("/exercise.md", with: "") })
  }

  @Test func `offers the nearest names for a need that is not there`() throws {
    let (offered, problems) = try load(["dot-product": "", "norms": "source: Here\nneeds:\n  - dot-prodcut"])
    #expect(problems == ["norms:8: needs: \"dot-prodcut\" is no exercise in the tree; nearest: \"dot-product\""])
    #expect(offered == ["dot-product"])
  }

  @Test func `has nothing to offer for a name like no other`() throws {
    let (_, problems) = try load(["norms": "needs: [quicksort]\nuses: [quicksort]"])
    #expect(
      problems == [
        "norms:6: needs: \"quicksort\" is no exercise in the tree",
        "norms:7: uses: \"quicksort\" is no exercise in the tree",
      ])
  }

  @Test func `knows the roadmap's competencies`() throws {
    let (_, problems) = try load(["norms": "data: []\nsource: Here"])
    #expect(problems.isEmpty)
    let text = FixtureTree.exercise().replacing("[deep-learning]", with: "[deep-learnin]")
    let found = try FixtureTree(["1-phase/first/norms/exercise.md": text]).load().problems
    #expect(
      found.map(\.message)
        == ["competencies: \"deep-learnin\" is no competency of the roadmap; nearest: \"deep-learning\""])
    #expect(found.first?.line == 5)
  }

  @Test func `prints a circle from its first name in the alphabet, for each exercise in it`() throws {
    let (offered, problems) = try load(["c": "needs: [b]", "b": "needs: [a]", "a": "needs: [c]", "d": "needs: [a]"])
    #expect(
      problems == [
        "a:6: needs: a circle: a → c → b → a", "b:6: needs: a circle: a → c → b → a",
        "c:6: needs: a circle: a → c → b → a",
      ])
    #expect(offered == ["d"])
  }

  @Test func `finds every circle, also the shortest`() throws {
    let (_, problems) = try load(["a": "needs: [a]", "b": "needs: [c]", "c": "needs: [b]"])
    #expect(
      problems == [
        "a:6: needs: a circle: a → a", "b:6: needs: a circle: b → c → b", "c:6: needs: a circle: b → c → b",
      ])
  }

  @Test func `wants what is used to be needed, directly or through others`() throws {
    let chain = ["a": "", "b": "needs: [a]", "c": "needs: [b]\nuses: [a, b]"]
    #expect(try load(chain).problems.isEmpty)
    let (offered, problems) = try load(chain.merging(["d": "needs: [a]\nuses: [a, c]"]) { $1 })
    #expect(problems == ["d:7: uses: \"c\" is not needed, directly or through others; add it to needs"])
    #expect(offered == ["a", "b", "c"])
  }

  @Test func `says nothing of uses where a broken exercise hides the way`() throws {
    let (offered, problems) = try load(["a": "", "b": "needs: a", "c": "needs: [b]\nuses: [a]"])
    #expect(problems.count == 1)
    #expect(offered == ["a", "c"])
  }
}
