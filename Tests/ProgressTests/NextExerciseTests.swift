import Progress
import Testing

@Suite struct NextExerciseTests {
  let order: [(name: String, needs: [String])] = [
    ("dot-product", []), ("norm", ["dot-product"]), ("mean", []), ("variance", ["mean", "norm"]),
  ]

  @Test(
    arguments: [
      ([], "dot-product"),
      (["dot-product"], "norm"),
      (["mean"], "dot-product"),
      (["dot-product", "norm"], "mean"),
      (["norm"], "dot-product"),
      (["dot-product", "norm", "mean"], "variance"),
      (["dot-product", "norm", "mean", "variance"], nil),
    ] as [(Set<String>, String?)])
  func `is the first exercise whose needs are passed`(passed: Set<String>, next: String?) {
    #expect(nextExercise(in: order, passed: passed) == next)
  }

  @Test func `skips an exercise whose needs are still open`() {
    #expect(nextExercise(in: [("b", ["a"]), ("a", [])], passed: []) == "a")
  }

  @Test func `is nil for an empty order`() {
    #expect(nextExercise(in: [], passed: ["gone"]) == nil)
  }

  @Test func `a need that is not in the order holds nobody back`() {
    #expect(nextExercise(in: [("b", ["renamed"])], passed: []) == "b")
  }

  @Test func `a circle of needs does not look like the end`() {
    #expect(nextExercise(in: [("a", ["b"]), ("b", ["a"])], passed: []) == "a")
  }

  @Test func `following it passes every exercise once, needs first`() {
    var generator = SplitMix64(state: 3)
    for _ in 0..<100 {
      let names = (0..<20).map { "e\($0)" }
      var order = names.indices.map { i in
        (name: names[i], needs: names[..<i].filter { _ in Int.random(in: 0..<6, using: &generator) == 0 })
      }
      order.shuffle(using: &generator)
      let needs = Dictionary(uniqueKeysWithValues: order.map { ($0.name, $0.needs) })
      var passed: [String] = []
      while let next = nextExercise(in: order, passed: Set(passed)) {
        #expect(Set(needs[next]!).isSubset(of: passed))
        passed.append(next)
      }
      #expect(passed.sorted() == names.sorted())
    }
  }
}
