@testable import Checks
@testable import enum DecisionTree.Tree
@testable import struct Learner.Forest
@testable import func Learner.fitForest
@testable import func Learner.outOfBagAccuracy

@main enum Program {
  static func main() {
    RandomForests.grade(
      Submission(
        fit: .init { plan in
          var asked = 0
          let forest = try fitForest(
            plan.x, plan.y, classes: plan.classes, maxDepth: plan.maxDepth, samples: plan.samples,
            columns: {
              asked += 1
              return plan.columns[(asked - 1) % plan.columns.count]
            })
          return Grove(trees: forest.trees.map { Checks.Tree($0) }, asked: asked)
        },
        probabilities: .init { trees, rows in
          let forest = Forest(trees: trees.map { DecisionTree.Tree($0) })
          return rows.map { forest.probabilities($0) }
        },
        predict: .init { trees, rows in
          let forest = Forest(trees: trees.map { DecisionTree.Tree($0) })
          return rows.map { forest.predict($0) }
        },
        outOfBag: .init { trees, plan in
          let forest = Forest(trees: trees.map { DecisionTree.Tree($0) })
          return outOfBagAccuracy(forest, plan.x, plan.y, samples: plan.samples)
        }))
  }
}

extension Checks.Tree {
  init(_ tree: DecisionTree.Tree) {
    switch tree {
    case .leaf(let counts): self = .leaf(counts: counts)
    case .split(let feature, let threshold, let left, let right):
      self = .split(feature: feature, threshold: threshold, Checks.Tree(left), Checks.Tree(right))
    }
  }
}

extension DecisionTree.Tree {
  init(_ tree: Checks.Tree) {
    switch tree {
    case .leaf(let counts): self = .leaf(counts: counts)
    case .split(let feature, let threshold, let left, let right):
      self = .split(feature: feature, threshold: threshold, DecisionTree.Tree(left), DecisionTree.Tree(right))
    }
  }
}
