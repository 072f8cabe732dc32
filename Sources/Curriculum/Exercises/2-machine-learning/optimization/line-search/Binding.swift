@testable import Checks
@testable import struct Learner.LinePoint
@testable import func Learner.armijoStep
@testable import func Learner.cubicMinimum
@testable import func Learner.wolfeStep

@main enum Program {
  static func main() {
    LineSearch.grade(
      Submission(
        armijo: .init { start, value, first, limit in
          try armijoStep(from: learners(start), value: value, first: first, limit: limit)
        },
        cubic: .init { a, b in cubicMinimum(learners(a), learners(b)) ?? .nan },
        wolfe: .init { start, value, slope, first, curvature, limit in
          let end = try wolfeStep(
            from: learners(start), value: value, slope: slope, first: first, curvature: curvature, limit: limit)
          return Checks.Point(step: end.step, value: end.value, slope: end.slope)
        }))
  }

  private static func learners(_ point: Checks.Point) -> LinePoint {
    LinePoint(step: point.step, value: point.value, slope: point.slope)
  }
}
