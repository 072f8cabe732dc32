@testable import Checks
@testable import func Learner.kMeans
@testable import func Learner.nearest
@testable import func Learner.seedWeights
@testable import func Learner.seededCentres

@main enum Program {
  static func main() {
    KMeans.grade(
      Submission(
        seedWeights: .init { seedWeights($0, centres: $1) },
        seededCentres: .init { seededCentres($0, count: $1, uniforms: $2) },
        nearest: .init { nearest($0, centres: $1) },
        kMeans: .init { x, centres, limit in
          let result = try kMeans(x, centres: centres, roundLimit: limit)
          return Clusters(centres: result.centres, labels: result.labels, inertias: result.inertias)
        }))
  }
}
