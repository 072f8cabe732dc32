import LabNumerics
import Testing

@testable import Checking

extension SessionTests {
  @Suite(.serialized) struct PropertyTests {
    struct Submission { var largest: Function<[Double], Double> }

    private func law(_ submission: Submission, case index: Int, seed: UInt64 = 9) -> Trial<Submission> {
      let check = Check<Submission>("is an element, and none is larger", holdingFor: 40) { s, draws in
        let n = draws.integer(in: 1...9)
        let x = draws.vector(n)
        expect(try s.largest(x), equals: x.max()!)
      }
      return check.run(submission, seed: seed, caseIndex: index, shrinks: true)
    }

    @Test func `a failing case is shown as simple as it can be made`() throws {
      // Starts at 0: wrong as soon as all are negative; the simplest such input is [−1/8].
      let submission = Submission(largest: .init { $0.reduce(0, max) })
      let failed = (0..<40).map { law(submission, case: $0) }.filter { !$0.failures.isEmpty }
      #expect(!failed.isEmpty)
      for trial in failed { #expect(trial.failures[0].message == "largest([-0.125]) is 0, expected -0.125") }
    }

    @Test func `the answers recorded are those of the case as it was drawn`() {
      let right = Submission(largest: .init { $0.max()! })
      let wrong = Submission(largest: .init { $0.reduce(0, max) })
      for index in 0..<40 {
        let (a, b) = (law(right, case: index), law(wrong, case: index))
        #expect(a.observations.count == 1 && b.observations.count == 1)
        #expect(a.failures.isEmpty)
      }
    }

    @Test func `draws keep to their ranges`() {
      var draws = Draws(from: SplitMix64(seed: 3))
      for _ in 0..<300 {
        #expect((2...5).contains(draws.integer(in: 2...5)))
        #expect((-1.0...3).contains(draws.uniform(in: -1...3)))
        #expect(draws.permutation(6).sorted() == [0, 1, 2, 3, 4, 5])
        #expect(abs(draws.probabilities(4).reduce(0, +) - 1) < 1e-15)
        let size = abs(draws.magnitude(-3...2))
        #expect(size >= 0.9999e-3 && size < 1000)
      }
      #expect(draws.triplets(0, 5, count: 4).isEmpty)
    }

    @Test func `matrices have the properties they are drawn for`() throws {
      var draws = Draws(from: SplitMix64(seed: 4))
      for n in [1, 2, 5, 9] {
        let spd = Matrix(draws.positiveDefinite(n))
        #expect(try SymmetricEigen(spd).values[0] >= 1 - 1e-12 * spd.norm())
        let ill = Matrix(draws.illConditioned(n, condition: 1e6))
        if n > 1 { #expect(abs(try conditionNumber(ill) / 1e6 - 1) < 1e-8) }
        let well = draws.wellConditioned(n)
        for (i, row) in well.enumerated() {
          let rest = row.indices.reduce(0) { $0 + ($1 == i ? 0 : abs(row[$1])) }
          #expect(abs(row[i]) >= rest + 1)
        }
        let s = draws.symmetric(n)
        for i in 0..<n { for j in 0..<n { #expect(s[i][j] == s[j][i]) } }
      }
    }

    @Test func `all zeros draw the simplest of everything`() {
      var draws = Draws(replaying: [])
      #expect(draws.permutation(4) == [0, 1, 2, 3])
      #expect(draws.wellConditioned(2) == [[1, 0], [0, 1]])
      #expect(draws.positiveDefinite(2) == [[1, 0], [0, 1]])
      #expect(draws.text(upTo: 5) == "")
      #expect(draws.probabilities(2) == [1, 0])
      #expect(draws.labels(2, classes: 3) == [0, 0])
    }
  }

  @Suite(.serialized) struct MedalTests {
    struct Submission { var sum: Function<[Double], Double> }

    private func medal() -> Medal<Submission> {
      .speed(
        "twice as fast as the slow sum", times: 2, input: { random in (0..<20_000).map { _ in random.uniform() } },
        reference: { x in
          var sum = 0.0
          for _ in 0..<4 { sum = x.reduce(0, +) }
          return [sum]
        }, work: { s, x in [try s.sum.unrecorded(x)] })
    }

    @Test func `a wrong answer earns nothing`() throws {
      var random = SplitMix64(seed: 1)
      let fake = Submission(sum: .init { _ in 1 })
      #expect(try medal().measure(fake, &random) == nil)
      let honest = Submission(sum: .init { $0.reduce(0, +) })
      #expect(try medal().measure(honest, &random) ?? 0 > 0)
    }
  }

  @Suite(.serialized) struct HeatMapTests {
    @Test func `right entries are dots, wrong ones shaded by their share of the largest error`() {
      let right = [[1.0, 2], [3, 4]]
      #expect(heatMap([[1, 2.001], [13, .nan]], right, within: .exact) == ["· ░", "█ █"])
      #expect(heatMap([[1, 2], [3, 4]], right, within: .exact) == ["· ·", "· ·"])
    }

    @Test func `a large matrix is shown by blocks`() {
      let right = [[Double]](repeating: .init(repeating: 1, count: 64), count: 32)
      var got = right
      got[31][63] = 2
      let map = heatMap(got, right, within: .exact)
      #expect(map.count == 16)
      #expect(map.last?.last == "█")
      #expect(map.dropLast().allSatisfy { !$0.contains("█") })
    }
  }
}
