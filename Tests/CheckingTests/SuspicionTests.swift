import Events
import Testing

@testable import Checking

/// A contract of one function, so that the naming of misconceptions can be seen at work.
private struct Submission { var mean: Function<[Double], Double> }

private enum Mean: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("of two numbers") { s in expect(try s.mean([1, 2]), equals: 1.5) },
      Check("of random numbers", cases: 3) { s, random in
        let x = (0..<5).map { _ in Double.random(in: 1...2, using: &random) }
        expect(try s.mean(x), equals: x.reduce(0, +) / 5, within: .ulps(8))
      },
      Check("of nothing") { s in expect(try s.mean([]), equals: 0) },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception("n − 1", Submission(mean: .init { $0.reduce(0, +) / Double($0.count - 1) }), "Divide by n."),
      Misconception("the sum", Submission(mean: .init { $0.reduce(0, +) }), "Divide."),
      Misconception("0/0", Submission(mean: .init { $0.reduce(0, +) / Double($0.count) }), "Nothing has no mean."),
    ]
  }
}

extension SessionTests {
  @Suite(.serialized) struct SuspicionTests {
    private func suspicion(_ mean: @escaping ([Double]) throws -> Double) -> Suspicion? {
      let trials = Mean.checks.flatMap { check in
        (0..<check.caseCount).map { check.run(Submission(mean: .init(mean)), seed: 1, caseIndex: $0) }
      }
      return Mean.suspicions(for: trials, seed: 1, isWhole: true, KnownAnswers()).first
    }

    @Test func `the same answers everywhere are the misconception`() throws {
      let found = try #require(suspicion { $0.reduce(0, +) / (Double($0.count) - 1) })
      #expect(found == Suspicion(name: "n − 1", explanation: "Divide by n.", isExact: true))
    }

    @Test func `the same answers where it fails look like the misconception`() throws {
      let found = try #require(suspicion { $0.reduce(0, +) / Double($0.count == 5 ? 4 : max(1, $0.count)) })
      #expect(found.name == "n − 1")
      #expect(!found.isExact)
    }

    @Test func `a right answer is no misconception`() {
      #expect(suspicion { $0.isEmpty ? 0 : $0.reduce(0, +) / Double($0.count) } == nil)
    }

    @Test func `agreement in NaN alone names nothing`() {
      // Wrong only for no values, where it gives NaN as "0/0" does: with everything else right the whole agrees.
      #expect(suspicion { $0.reduce(0, +) / Double($0.count) }?.name == "0/0")
      // Agreement over the failing cases only, and these are NaN: no evidence.
      #expect(suspicion { $0.isEmpty ? .nan : $0.reduce(0, +) / Double($0.count) * (1 + 0x1p-50) }?.name != "the sum")
    }

    @Test func `an error that nobody expected is a failure with the call`() {
      struct Oops: Error { var code = 3 }
      let trial = Mean.checks[0].run(Submission(mean: .init { _ in throw Oops() }), seed: 1, caseIndex: 0)
      #expect(trial.failures.map(\.message) == ["mean([1, 2]) throws Oops(code: 3), expected a value"])
    }

    @Test func `a check that asks nothing is a fault of the exercise`() {
      let trial = Check<Submission>("idle") { _ in }.run(Submission(mean: .init { _ in 0 }), seed: 1, caseIndex: 0)
      #expect(trial.failures.map(\.message) == ["the check \"idle\" asks nothing: a fault of the exercise"])
    }

    @Test func `a case draws the same numbers alone as among the others, and others than its neighbours`() {
      let check = Mean.checks[1]
      var (first, again, next) = (
        check.generator(seed: 1, caseIndex: 1), check.generator(seed: 1, caseIndex: 1),
        check.generator(seed: 1, caseIndex: 2)
      )
      #expect(first.next() == again.next())
      #expect(first.next() != next.next())
    }
  }
}

@Suite struct ObservationTests {
  @Test(arguments: [
    ([1.0, 2.0], [1.0, 2.0 + 1e-10], true), ([1.0, 2.0], [1.0, 2.1], false), ([.nan], [.nan], true),
    ([.infinity], [.infinity], true), ([.infinity], [1e308], false), ([.infinity, 1], [5, 1], false),
    ([0.0, 1e9], [1e-3, 1e9], true), ([1.0], [1.0, 2.0], false),
  ])
  func `numbers agree norm-wise, infinities and NaN only with themselves`(a: [Double], b: [Double], agree: Bool) {
    #expect(a.observation.agrees(with: b.observation) == agree)
    #expect(b.observation.agrees(with: a.observation) == agree)
  }

  @Test func `nested arrays keep their shape`() {
    #expect(!([[1.0, 2.0]].observation.agrees(with: [[1.0], [2.0]].observation)))
    #expect([[1.0], [2.0]].observation.agrees(with: [[1.0], [2.0]].observation))
  }
}
