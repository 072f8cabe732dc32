@testable import Checks
@testable import enum Learner.Linkage
@testable import struct Learner.Merge
@testable import func Learner.clusterCount
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
        cut: .init { try cut($0.map(Merge.init), clusters: $1) },
        clusterCount: .init { try clusterCount($0.map(Merge.init), $1, upTo: $2) }))
  }
}

extension Learner.Merge {
  init(_ join: Join) { self.init(first: join.first, second: join.second, height: join.height, size: join.size) }
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
