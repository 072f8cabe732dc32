@testable import Checks
@testable import struct Learner.NearestNeighbours
@testable import func Learner.fitNearestNeighbours
@testable import func Learner.squaredDistances

@main enum Program {
  static func main() {
    NearestNeighbour.grade(
      Submission(
        squaredDistances: .init { squaredDistances(from: $0, to: $1) },
        neighbours: .init { x, y, queries, k in try fitNearestNeighbours(x, y).neighbours(of: queries, count: k) },
        predict: .init { x, y, queries, vote in
          try fitNearestNeighbours(x, y).predict(queries, neighbours: vote.count, weighted: vote.isWeighted)
        }))
  }
}
