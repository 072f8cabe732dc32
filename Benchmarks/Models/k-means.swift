@testable import Checks
@testable import struct Learner.Clustering
@testable import func Learner.kMeans
@testable import func Learner.seededCentres

/// The best of ten starts with ten centres.
@main enum Program {
  static func main() {
    serve(
      Model(
        data: .digits(1797), score: .value("inertia"), growth: (rows: 1, columns: 1), classes: 10,
        // It begins at rows by their numbers; inertia has a unit.
        exceptions: [.rowOrder, .unit]
      ) { rows in
        var stream = Stream(state: 1)
        var best = Double.infinity
        for _ in 0..<10 {
          let uniforms = (0..<10).map { _ in stream.uniform() }
          let centres = seededCentres(rows.x, count: 10, uniforms: uniforms)
          best = min(best, try kMeans(rows.x, centres: centres, roundLimit: 300).inertias.last ?? .infinity)
        }
        return { _ in [best] }
      })
  }
}
