import Checking

struct Submission {
  var spread: Function<[Double], Double>
}

enum Spread: Checklist {
  static var checks: [Check<Submission>] {
    [Check("of three numbers") { s in expect(try s.spread([1, 2, 6]), equals: 2) }]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception("always four", Submission(spread: .init { _ in 4 }), "Four is the answer to something else."),
      Misconception("always five", Submission(spread: .init { _ in 5 }), "Five is the answer to something else."),
    ]
  }
}
