@testable import Checks
@testable import enum Learner.Linkage
@testable import struct Learner.Merge
@testable import func Learner.cut
@testable import func Learner.mergeTree

@main enum Program {
  static func main() {
    HierarchicalClustering.grade(
      Submission(
        mergeTree: .init { x, rule in
          try mergeTree(x, .init(rule)).map {
            Join(first: $0.first, second: $0.second, height: $0.height, size: $0.size)
          }
        },
        cut: .init { joins, clusters in
          try cut(
            joins.map { Merge(first: $0.first, second: $0.second, height: $0.height, size: $0.size) },
            clusters: clusters)
        }))
  }
}

extension Learner.Linkage {
  init(_ rule: Rule) {
    self =
      switch rule {
      case .single: .single
      case .complete: .complete
      case .average: .average
      case .ward: .ward
      }
  }
}
