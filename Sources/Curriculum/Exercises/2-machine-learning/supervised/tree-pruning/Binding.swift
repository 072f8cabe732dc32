@testable import Checks
@testable import enum DecisionTree.Tree
@testable import struct Learner.PruningStep
@testable import func Learner.choose
@testable import func Learner.prune
@testable import func Learner.pruningPath

@main enum Program {
  static func main() {
    TreePruning.grade(
      Submission(
        path: .init { tree in
          pruningPath(DecisionTree.Tree(tree)).map { Step(alpha: $0.alpha, tree: Checks.Tree($0.tree)) }
        },
        prune: .init { tree, alpha in Checks.Tree(try prune(DecisionTree.Tree(tree), alpha: alpha)) },
        choose: .init { path, x, y, errors in
          let steps = path.map { PruningStep(alpha: $0.alpha, tree: DecisionTree.Tree($0.tree)) }
          return try choose(steps, x, y, standardErrors: errors)
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
