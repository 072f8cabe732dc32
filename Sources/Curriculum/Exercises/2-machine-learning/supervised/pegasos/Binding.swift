@testable import Checks
@testable import func Learner.fitPegasos
@testable import func Learner.hingeObjective

@main enum Program {
  static func main() {
    Pegasos.grade(
      Submission(
        objective: .init { hingeObjective($0, $1, $2, lambda: $3) },
        fit: .init { x, y, lambda, order in
          let training = try fitPegasos(x, y, lambda: lambda, order: order)
          return [training.last, training.averaged]
        }))
  }
}
