@testable import Checks
@testable import func Learner.root

@main enum Program {
  static func main() {
    NewtonRoot.grade(
      Submission(
        root: .init { f, slope, a, b, tolerance, limit in
          let root = try root(of: f, derivative: slope, from: a, to: b, tolerance: tolerance, limit: limit)
          return Checks.Root(x: root.x, steps: root.steps)
        }))
  }
}
