@testable import Checks
@testable import struct Learner.Split
@testable import enum Learner.Tree
@testable import func Learner.bestSplit
@testable import func Learner.fitTree
@testable import func Learner.predict

@main enum Program {
  static func main() {
    DecisionTree.grade(
      Submission(
        split: .init { x, y, minLeaf in
          numbers(bestSplit(x, y, classes: classCount(y), minLeaf: minLeaf))
        },
        splitOfValues: .init { x, y, minLeaf in numbers(bestSplit(x, values: y, minLeaf: minLeaf)) },
        fit: .init { x, y, classes, depth in
          Checks.Tree(try fitTree(x, y, classes: classes, maxDepth: depth))
        },
        predict: .init { tree, rows in
          let tree = Learner.Tree(tree)
          return rows.map { predict(tree, $0) }
        }))
  }

  private static func numbers(_ split: Learner.Split?) -> [Double] {
    guard let split else { return [] }
    return [Double(split.feature), split.threshold, split.gain]
  }
}

extension Checks.Tree {
  init(_ tree: Learner.Tree) {
    switch tree {
    case .leaf(let counts): self = .leaf(counts: counts)
    case .split(let feature, let threshold, let left, let right):
      self = .split(feature: feature, threshold: threshold, Checks.Tree(left), Checks.Tree(right))
    }
  }
}

extension Learner.Tree {
  init(_ tree: Checks.Tree) {
    switch tree {
    case .leaf(let counts): self = .leaf(counts: counts)
    case .split(let feature, let threshold, let left, let right):
      self = .split(feature: feature, threshold: threshold, Learner.Tree(left), Learner.Tree(right))
    }
  }
}
