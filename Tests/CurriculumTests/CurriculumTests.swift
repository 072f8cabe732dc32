import Curriculum
import Foundation
import Testing

@Suite struct CurriculumTests {
  private func tree() throws -> FixtureTree {
    try FixtureTree([
      "0-start/phase.md": "---\ntitle: Start\norder: 0\n---\n",
      "0-start/later/topic.md": "---\ntitle: Later\norder: 2\n---\n",
      "0-start/earlier/topic.md": "---\ntitle: Earlier\norder: 1\n---\n",
      "0-start/later/alpha/exercise.md": FixtureTree.exercise(),
      "0-start/earlier/zeta/exercise.md": FixtureTree.exercise("needs: [gamma]"),
      "1-phase/first/beta/exercise.md": FixtureTree.exercise("order: 2"),
      "1-phase/first/gamma/exercise.md": FixtureTree.exercise("order: 1"),
      "1-phase/first/delta/exercise.md": FixtureTree.exercise("order: 1"),
      "1-phase/first/aleph/exercise.md": FixtureTree.exercise(),
      "1-phase/second/omega/exercise.md": FixtureTree.exercise("needs: [beta, zeta]\nuses: [beta]"),
      "1-phase/second/last/exercise.md": FixtureTree.exercise("needs: [omega]\nuses: [omega]"),
    ])
  }

  @Test func `orders by number, then by name, and honours needs throughout the tree`() throws {
    let curriculum = try tree().loadStrictly()
    #expect(curriculum.phases.map(\.slug) == ["0-start", "1-phase"])
    #expect(curriculum.topics.map(\.slug) == ["earlier", "later", "first", "second"])
    #expect(
      curriculum.exercises.map(\.slug)
        == ["alpha", "delta", "gamma", "zeta", "beta", "aleph", "omega", "last"])
    #expect(curriculum.topic(named: "first")?.exercises.map(\.slug) == ["delta", "gamma", "beta", "aleph"])
    #expect(curriculum.phases[0].exercises.map(\.slug) == ["zeta", "alpha"])
  }

  @Test func `finds by name`() throws {
    let curriculum = try tree().loadStrictly()
    #expect(curriculum.exercise(named: "omega")?.title == "Title")
    #expect(curriculum.exercise(named: "omeg") == nil)
    #expect(curriculum.phase(named: "phase")?.slug == "1-phase")
    #expect(curriculum.phase(named: "0-start")?.slug == "0-start")
    #expect(curriculum.phase(named: "tart") == nil)
    #expect(curriculum.nearestNames(to: "gama") == ["gamma"])
    #expect(curriculum.nearestNames(to: "frist") == ["first"])
    #expect(curriculum.nearestNames(to: "eta", limit: 1) == ["zeta"])
  }

  @Test func `follows needs and uses all the way, in learning order`() throws {
    let curriculum = try tree().loadStrictly()
    let last = try #require(curriculum.exercise(named: "last"))
    #expect(curriculum.everythingNeeded(by: last).map(\.slug) == ["gamma", "zeta", "beta", "omega"])
    #expect(curriculum.everythingUsed(by: last).map(\.slug) == ["beta", "omega"])
    let alpha = try #require(curriculum.exercise(named: "alpha"))
    #expect(curriculum.everythingNeeded(by: alpha).isEmpty)
  }

  @Test func `prints itself as a tree of phases, topics and exercises, without statements or hints`() throws {
    let json = try JSONSerialization.jsonObject(with: JSONEncoder().encode(tree().loadStrictly()))
    let phases = try #require((json as? [String: Any])?["phases"] as? [[String: Any]])
    #expect(phases.map { $0["slug"] as? String } == ["0-start", "1-phase"])
    let topics = try #require(phases[1]["topics"] as? [[String: Any]])
    let exercises = try #require(topics[1]["exercises"] as? [[String: Any]])
    #expect(exercises.map { $0["slug"] as? String } == ["omega", "last"])
    #expect(
      exercises[0].keys.sorted()
        == ["competencies", "data", "forbids", "kind", "minutes", "needs", "phase", "slug", "title", "topic", "uses"])
  }
}
