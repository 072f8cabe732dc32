@testable import Checks
@testable import struct Learner.IsolationForest
@testable import enum Learner.IsolationTree
@testable import func Learner.anomalyScore
@testable import func Learner.averageDepth
@testable import func Learner.fitIsolationForest
@testable import func Learner.isolationTree
@testable import func Learner.pathLength
@testable import func Learner.robustScores

@main enum Program {
  static func main() {
    IsolationForests.grade(
      Submission(
        robustScores: .init { try robustScores($0) },
        averageDepth: .init { averageDepth($0) },
        isolationTree: .init { x, rows, limit, script in
          let draws = Script(script)
          return Node(isolationTree(x, rows, limit: limit, draw: draws.next))
        },
        pathLength: .init { pathLength(IsolationTree($0), $1) },
        fit: .init { x, samples, script in
          let draws = Script(script)
          let forest = try fitIsolationForest(x, samples: samples, draw: draws.next)
          return Wood(trees: forest.trees.map { Node($0) }, size: forest.sampleSize)
        },
        anomalyScore: .init {
          anomalyScore(IsolationForest(trees: $0.trees.map { IsolationTree($0) }, sampleSize: $0.size), $1)
        }))
  }
}

extension Node {
  init(_ tree: Learner.IsolationTree) {
    switch tree {
    case .leaf(let count): self = .leaf(count)
    case .split(let feature, let threshold, let left, let right):
      self = .split(feature, threshold, Node(left), Node(right))
    }
  }
}

extension Learner.IsolationTree {
  init(_ node: Node) {
    switch node {
    case .leaf(let count): self = .leaf(count: count)
    case .split(let feature, let threshold, let left, let right):
      self = .split(
        feature: feature, threshold: threshold, left: Learner.IsolationTree(left), right: Learner.IsolationTree(right))
    }
  }
}
