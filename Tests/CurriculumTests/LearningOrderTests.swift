import Foundation
import Testing

@testable import Curriculum

@Suite struct LearningOrderTests {
  private func exercise(_ slug: String, needs: [String] = []) -> Exercise {
    Exercise(
      slug: slug, folder: URL(filePath: "/"), phaseSlug: "p", topicSlug: "t", title: slug, needs: needs, uses: [],
      kind: .implement, minutes: 1, competencies: [], source: nil, order: nil, data: [], forbids: [], statement: "",
      hints: [])
  }

  private func order(_ arrows: [(String, [String])]) -> [String] {
    LearningOrder.sorted(arrows.map { exercise($0.0, needs: $0.1) }).order.map(\.slug)
  }

  @Test func `keeps the given order where needs allow it`() {
    #expect(order([("b", []), ("a", []), ("c", ["a"])]) == ["b", "a", "c"])
    #expect(order([]) == [])
  }

  @Test func `puts an exercise after what it needs, and the others do not wait`() {
    #expect(order([("a", ["d"]), ("b", []), ("c", ["a"]), ("d", [])]) == ["b", "d", "a", "c"])
  }

  @Test func `does not count a need that is not there`() {
    #expect(order([("a", ["z"]), ("b", [])]) == ["a", "b"])
  }

  @Test func `leaves over what waits for itself, and what waits for that`() {
    let exercises = [
      exercise("a", needs: ["c"]), exercise("b"), exercise("c", needs: ["a"]), exercise("d", needs: ["a"]),
    ]
    let (order, stuck) = LearningOrder.sorted(exercises)
    #expect(order.map(\.slug) == ["b"])
    #expect(stuck.map(\.slug) == ["a", "c", "d"])
    #expect(LearningOrder.cycle(in: stuck) == ["a", "c"])
  }

  @Test func `finds a cycle from wherever the search starts, and none where there is none`() {
    let chain = [exercise("x", needs: ["b"]), exercise("b", needs: ["a"]), exercise("a", needs: ["c"])]
    #expect(LearningOrder.cycle(in: chain + [exercise("c", needs: ["b"])]) == ["a", "c", "b"])
    #expect(LearningOrder.cycle(in: [exercise("a", needs: ["a"])]) == ["a"])
    #expect(LearningOrder.cycle(in: chain + [exercise("c")]) == nil)
  }

  @Test func `is a topological order of any acyclic arrows`() {
    var random = SplitMix64(state: 42)
    for _ in 0..<50 {
      let count = Int.random(in: 1...40, using: &random)
      let hidden = (0..<count).shuffled(using: &random)  // needs point to what stands earlier in here
      let exercises = (0..<count).map { i in
        let earlier = hidden[..<(hidden.firstIndex(of: i) ?? 0)]
        let needs = earlier.filter { _ in Int.random(in: 0..<5, using: &random) == 0 }
        return exercise("e\(i)", needs: needs.map { "e\($0)" })
      }
      let (order, stuck) = LearningOrder.sorted(exercises)
      #expect(stuck.isEmpty && order.count == count)
      var done: Set<String> = []
      for exercise in order {
        #expect(done.isSuperset(of: exercise.needs))
        done.insert(exercise.slug)
      }
    }
  }

  @Test func `reaches everything that arrows lead to, round a cycle as well`() {
    #expect(Set(reached(from: 0, by: [[1, 2], [3], [3], [], [0]])) == [1, 2, 3])
    #expect(Set(reached(from: 0, by: [[1], [0]])) == [0, 1])
    #expect(reached(from: 0, by: [[]]) == [])
  }
}
