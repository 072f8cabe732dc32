import Checking

struct Submission {
  var scaled: Function<[Double], Double, [Double]>
}

enum Scaled: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("doubles three numbers") { s in expect(try s.scaled([1, 2, 3], 2), equals: [2, 4, 6]) },
      Check("scales random numbers", cases: 3) { s, random in
        let x = (0..<5).map { _ in Double.random(in: 1...2, using: &random) }
        expect(try s.scaled(x, 3), equals: x.map { $0 * 3 })  // what is expected is made after the call
      },
      Check("gives a new answer for each question") { s in
        let (first, second) = (try s.scaled([1, 2], 2), try s.scaled([3, 4], 2))
        expect(first, equals: [2, 4], what: "the first answer")
        expect(second, equals: [6, 8], what: "the second answer")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception("added", Submission(scaled: .init { x, factor in x.map { $0 + factor } }), "Multiply."),
      Misconception("divided", Submission(scaled: .init { x, factor in x.map { $0 / factor } }), "Multiply."),
    ]
  }
}
