import Checking
import LabNumerics

struct Submission {
  var dot: Function<[Double], [Double], Double>
}

enum Dot: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("agrees with BLAS", cases: 2) { s, random in
        let x = Vector((0..<5).map { _ in Double.random(in: 1...2, using: &random) })
        let y: Vector<Double> = [3, 1, 4, 1, 5]
        expect(try s.dot(Array(x), Array(y)), equals: LabNumerics.dot(x, y), within: .relative(1e-9))
      }
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "sum of sums", Submission(dot: .init { x, y in x.reduce(0, +) * y.reduce(0, +) }), "Multiply first, then add."),
      Misconception("sum", Submission(dot: .init { x, y in zip(x, y).reduce(0) { $0 + $1.0 + $1.1 } }), "Multiply."),
    ]
  }
}
