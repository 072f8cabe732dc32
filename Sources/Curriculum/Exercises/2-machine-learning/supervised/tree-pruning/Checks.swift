import Checking
import LabData

enum PruningError: Error, Equatable {
  case alpha
  case noRows
  case labels(rows: Int, labels: Int)
  case standardErrors
}

/// A tree of the learner's, or that of a variant.
indirect enum Tree: Observable, Sendable {
  case leaf(counts: [Int])
  case split(feature: Int, threshold: Double, Tree, Tree)

  /// The nodes, parent before left before right: [column, threshold] or [−1, counts …].
  var flat: [[Double]] {
    var nodes: [[Double]] = []
    append(to: &nodes)
    return nodes
  }

  private func append(to nodes: inout [[Double]]) {
    switch self {
    case .leaf(let counts): nodes.append([-1] + counts.map { Double($0) })
    case .split(let feature, let threshold, let left, let right):
      nodes.append([Double(feature), threshold])
      left.append(to: &nodes)
      right.append(to: &nodes)
    }
  }

  var observation: Observation {
    let nodes = flat
    return Observation(numbers: nodes.flatMap { $0 }, shape: nodes.map(\.count))
  }

  var leaves: Int {
    switch self {
    case .leaf: 1
    case .split(_, _, let left, let right): left.leaves + right.leaves
    }
  }

  var counts: [Int] {
    switch self {
    case .leaf(let counts): return counts
    case .split(_, _, let left, let right): return zip(left.counts, right.counts).map { $0 + $1 }
    }
  }
}

/// A step of a path.
struct Step: Observable, Sendable {
  var alpha: Double
  var tree: Tree

  var observation: Observation { Observation(alpha.observation, tree.observation) }
}

struct Submission {
  var path: Function<Tree, [Step]>
  var prune: Function<Tree, Double, Tree>
  /// Of a path, rows, labels and standard errors.
  var choose: Function<[Step], [[Double]], [Int], Double, Int>
}

enum TreePruning: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let below = node([0, 3], [1, 0])
        let tree = Tree.split(feature: 1, threshold: 5, .leaf(counts: [6, 0]), below)
        let cut = Tree.split(feature: 1, threshold: 5, .leaf(counts: [6, 0]), .leaf(counts: [1, 3]))
        let last = Tree.leaf(counts: [7, 3])
        expectPath(
          try s.path(tree), [Step(alpha: 0, tree: tree), Step(alpha: 0.15, tree: cut), Step(alpha: 0.27, tree: last)],
          "the example", "The right node has g = 0.15; when it is a leaf, the root has (0.42 − 0.15)/1.")
        for (alpha, right) in [(0.0, tree), (0.14, tree), (0.15, cut), (0.25, cut), (0.27, last), (9, last)] {
          expectTree(
            try s.prune(tree, alpha), right, "the example pruned at \(alpha)",
            "The last step with a price that is not above α.")
        }
      },
      Check("cuts the weakest link, wherever it is") { s in
        // Exclusive or: R = ½ at the root with 4 leaves, so g = ⅙; below 0.25 on each side, so g = ¼.
        let square = node(node([1, 0], [0, 1]), node([0, 1], [1, 0]))
        expectPath(
          try s.path(square), [Step(alpha: 0, tree: square), Step(alpha: 1.0 / 6, tree: .leaf(counts: [2, 2]))],
          "exclusive or", "Here the root is the weakest link: its question pays only with those below.")
        let twins = node(node([3, 0], [0, 1]), node([1, 0], [0, 3]))
        expectPath(
          try s.path(twins),
          [Step(alpha: 0, tree: twins), Step(alpha: 0.5 / 3, tree: .leaf(counts: [4, 4]))],
          "(3, 0), (0, 1) beside (1, 0), (0, 3)", "g of the root is 0.5/3, of the nodes below 0.1875.")
        let far = Tree.split(
          feature: 0, threshold: 1, node(node([8, 1, 0], [0, 1, 0]), [0, 0, 9]), node([0, 1, 0], [8, 1, 0]))
        expectPath(
          try s.path(far), bestPath(far), "(8, 1, 0), (0, 1, 0) twice",
          "Two nodes have the same g: one step cuts both, and no price stands twice.")
        let near = node(node([0, 2], [2, 6]), node([5, 0], [4, 1]))
        expectPath(
          try s.path(near),
          [
            Step(alpha: 0, tree: near), Step(alpha: 0.01, tree: node([2, 8], [9, 1])),
            Step(alpha: 0.245, tree: .leaf(counts: [11, 9])),
          ], "(0, 2), (2, 6) beside (5, 0), (4, 1)", "Both g are 0.01, and differ by rounding only: one step cuts both."
        )
        expectPath(
          try s.path(node(node([2, 2], [1, 1]), [0, 5])),
          [
            Step(alpha: 0, tree: node([3, 3], [0, 5])),
            Step(alpha: 48.0 / 121 - 3.0 / 11, tree: .leaf(counts: [3, 8])),
          ], "two leaves with equal shares", "What saves nothing is cut at price 0.")
        expectPath(
          try s.path(.leaf(counts: [0, 4, 1])), [Step(alpha: 0, tree: .leaf(counts: [0, 4, 1]))], "one leaf")
      },
      // In real numbers the two nodes have equal g, or the node has g = 0; in Doubles they are 3·10⁻¹⁷ or 6·10⁻¹⁷ apart,
      // by whichever formula of R.
      Check("takes for equal what only rounding parts") { s in
        for (left, right) in [
          (node([0, 1, 0, 0], [1, 0, 0, 0]), node([0, 0, 0, 4], [0, 0, 2, 2])),
          (node([0, 1, 0, 0], [2, 1, 0, 0]), node([0, 0, 0, 2], [0, 0, 2, 2])),
          (node([0, 1, 0, 0], [1, 0, 0, 0]), node([0, 0, 1, 2], [0, 0, 5, 1])),
        ] {
          for tree in [node(left, right), node(right, left)] {
            expectPath(
              try s.path(tree), bestPath(tree), "\(left.flat) beside \(right.flat)",
              "Both nodes save the same; values of g within 10⁻¹² of the least are equal to it.")
          }
        }
        for k in [2, 3, 6] {
          let tree = node(node([k, k, 0], [2 * k, 2 * k, 0]), [0, 0, 5])
          expectPath(
            try s.path(tree), bestPath(tree), "(\(k), \(k), 0), (\(2 * k), \(2 * k), 0) beside (0, 0, 5)",
            "Two leaves with equal shares save nothing, though rounding leaves something; below 10⁻¹² it is 0.")
        }
      },
      // g = 5·10⁻¹⁰ and 10⁻⁹ are far above 10⁻¹², and R is right to 10⁻¹⁵.
      Check("keeps what a single row of two thousand million saves") { s in
        let many = 1_000_000_000
        let tree = node(
          node(node([1, 0, 0], [0, 1, 0]), node([2, 0, 0], [0, 2, 0])), node([many, 0, 0], [0, 0, many]))
        let path = try s.path(tree)
        expect(
          path.map { Double($0.tree.leaves) }, equals: bestPath(tree).map { Double($0.tree.leaves) },
          "g may be as small as 10⁻⁹ if there are so many rows; only below 10⁻¹² it is 0, only within 10⁻¹² equal.",
          what: "the leaves of the steps of a tree of \(2 * many + 6) rows")
        func apart(_ a: Tree, _ b: Tree) -> Tree { node(node(a, [0, 0, many, 0]), node(b, [0, 0, 0, many])) }
        let far = apart(node([1, 0, 0, 0], [0, 1, 0, 0]), node([2, 0, 0, 0], [0, 2, 0, 0]))
        expectPath(
          try s.path(far), bestPath(far), "(1, 0), (0, 1) far from (2, 0), (0, 2)",
          "5·10⁻¹⁰ and 10⁻⁹ are two prices: they are more than 10⁻¹² apart.")
        let near = apart(node([1, 0, 0, 0], [0, 59, 0, 0]), node([1, 0, 0, 0], [0, 60, 0, 0]))
        expectPath(
          try s.path(near), bestPath(near), "(1, 0), (0, 59) far from (1, 0), (0, 60)",
          "9.833·10⁻¹⁰ and 9.836·10⁻¹⁰ are within 10⁻¹² of each other, whatever that is as a share: one step.")
      },
      // Up to a few hundred prunings, each with its cost from the definition.
      Check("finds the best of all prunings", cases: 6) { s, random in
        let tree = randomTree(leaves: Int.random(in: 2...9, using: &random), &random)
        let right = bestPath(tree)
        expectPath(try s.path(tree), right, "a random tree of \(tree.leaves) leaves")
        let prices = right.map(\.alpha)
        for alpha in prices + zip(prices, prices.dropFirst()).map { ($0 + $1) / 2 } + [.infinity] {
          let best = right.last { $0.alpha <= alpha + 1e-12 }
          expectTree(
            try s.prune(tree, alpha), best?.tree ?? tree, "the tree pruned at \(alpha)",
            "Of all prunings the smallest with the least R + α·leaves.")
        }
      },
      // Laws of the path of a large tree: sums of 40 numbers below 1.
      Check("gives nested trees at rising prices", cases: 2) { s, random in
        let tree = randomTree(leaves: 40, &random)
        let path = try s.path(tree)
        expect(path.last?.tree.leaves ?? 0, equals: 1, what: "the number of leaves of the last step")
        for (k, (one, next)) in zip(path, path.dropFirst()).enumerated() {
          expect(
            next.alpha > one.alpha, "the price of step \(k + 1) is \(next.alpha), that of step \(k) \(one.alpha)",
            "Prices rise: what costs the same is cut at once.")
          expect(
            isPruned(next.tree, from: one.tree), "the tree of step \(k + 1) is no pruning of that of step \(k)",
            "Cut goes on from the tree of the step before.")
          expect(
            cost(next.tree) + next.alpha * Double(next.tree.leaves),
            equals: cost(one.tree) + next.alpha * Double(one.tree.leaves), within: .absolute(1e-11),
            "At its price a step has just become as good as the one before.",
            what: "R + α·leaves of step \(k + 1) of a tree of 40 leaves")
        }
      },
      Check("chooses by rows held out") { s in
        let rows = (0..<16).map { [Double($0)] }
        let labels = [0, 0, 0, 1, 0, 1, 0, 1, 1, 0, 1, 1, 1, 1, 1, 1]
        let rule = "The steps have 6, 4, 4 and 6 wrong answers of 16; the standard error of 4 is √3."
        for (errors, right) in [(0.0, 2), (1, 2), (1.2, 3), (50, 3)] {
          expect(try s.choose(staircase, rows, labels, errors), equals: right, rule)
        }
        let sure = [1, 2, 8, 12]
        expect(
          try s.choose(staircase, sure.map { rows[$0] }, [0, 0, 0, 1], 1), equals: 0,
          "No wrong answer: a standard error of 0. The steps have 0, 1, 1 and 3.")
        expect(
          try s.choose(staircase, [[1], [13]], [0, 0], 1.2), equals: 2,
          "The steps have 1, 1, 1 and 2 wrong answers of 2; the standard error of 1 is √½.")
        expect(try s.choose([staircase[0]], rows, labels, 0), equals: 0, "A path of one step.")
      },
      // No multiple of 1/1.1 is the root of a sixteenth, so that rounding decides nothing.
      Check("chooses the last that is good enough", cases: 8) { s, random in
        let flips = Double.random(in: 0...0.6, using: &random)
        let rows = (0..<16).map { [Double($0)] }
        let labels = (0..<16).map { i in
          let one = [0, 1, 0, 1][i / 4]
          return Double.random(in: 0..<1, using: &random) < flips ? 1 - one : one
        }
        let answers = [
          [0, 0, 0, 0, 1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 1, 1], [0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
          [0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1, 1, 1, 1], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        ]
        let wrong = answers.map { answer in zip(answer, labels).count { $0 != $1 } }
        let least = wrong.min() ?? 0
        for errors: Double in [0, 1.1] {
          let variance = Double(least * (16 - least)) / 16
          var right = 0
          for k in 0..<4 where Double(wrong[k] - least) <= errors * variance.squareRoot() { right = k }
          expect(
            try s.choose(staircase, rows, labels, errors), equals: right,
            "The steps have \(wrong.map { "\($0)" }.joined(separator: ", ")) wrong answers of 16.")
        }
      },
      // make_reference.py; prices are a few operations on numbers below 1.
      Check("agrees with scikit-learn") { s in
        guard let tree = tree(referenceTree) else { return }
        let path = try s.path(tree)
        expect(
          path.map(\.alpha),
          equals: [
            0, 0.031914893617021274, 0.03647416413373861, 0.04255319148936171, 0.05673758865248227,
            0.0679357969391564, 0.07902735562310034, 0.14794569039166494,
          ], within: .absolute(1e-12), what: "the prices of a tree of 47 rows")
        expect(
          path.map { Double($0.tree.leaves) }, equals: [13, 9, 7, 6, 5, 3, 2, 1], what: "the leaves of its steps")
        expectTree(
          try s.prune(tree, 0.06),
          Checks.tree([
            [2, 19.19482421875], [0, 12.7509765625], [-1, 12, 2, 0], [-1, 4, 8, 2], [1, 14.64111328125],
            [0, 20.619140625], [-1, 0, 4, 0], [-1, 2, 0, 4], [-1, 0, 0, 9],
          ]) ?? tree, "the tree of 47 rows pruned at 0.06")
      },
      Check("refuses what it cannot use") { s in
        let leaf = Tree.leaf(counts: [1, 2])
        for alpha in [-0.1, .nan, -.infinity] {
          expect(throws: PruningError.alpha, "A price is 0 or more.") { try s.prune(leaf, alpha) }
        }
        let rows: [[Double]] = [[1], [2]]
        for (right, x, y, errors) in [
          (PruningError.noRows, [], [], 0), (.noRows, [], [1], -1), (.labels(rows: 2, labels: 1), rows, [0], -1),
          (.standardErrors, rows, [0, 1], -0.5), (.standardErrors, rows, [0, 1], .nan),
          (.standardErrors, rows, [0, 1], .infinity),
        ] {
          expect(throws: right, "Rows first, then counts, then standardErrors.") {
            try s.choose(staircase, x, y, errors)
          }
        }
      },
      // Class, age and sex of 756 passengers, in five parts; grown on three, chosen on one, tested on the last. Whole
      // trees by scikit-learn are right on 560 to 562, pruned ones on 582 to 586: make_reference.py.
      Check("judges passengers better with a tenth of the leaves") { s in
        let errors = [0.0, 1]
        var (whole, pruned, leaves) = (0, [0, 0], [0, 0])
        for part in try passengers.get() {
          let path = try s.path(part.tree)
          whole += zip(part.test.x, part.test.y).count { answer(part.tree, $0) == $1 }
          for i in 0..<2 {
            let k = try s.choose(path, part.held.x, part.held.y, errors[i])
            guard path.indices.contains(k) else { return expect(false, "choose answers \(k), of \(path.count) steps") }
            leaves[i] += path[k].tree.leaves
            pruned[i] += zip(part.test.x, part.test.y).count { answer(path[k].tree, $0) == $1 }
          }
        }
        for i in 0..<2 {
          expect(
            "the number of 756 passengers that pruned trees judge rightly, beyond the \(whole) of whole trees,",
            Double(pruned[i] - whole), atLeast: 15)
          expect(
            "the number of leaves that five trees keep for \(Int(errors[i])) standard errors", Double(leaves[i]),
            atMost: [60, 35][i])
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "divided by the leaves", Way(share: { drop, leaves in drop / Double(leaves) }).submission,
        """
        A node that is cut becomes a leaf itself, so |T_t| leaves turn into one: |T_t| − 1 are saved.
        """),
      Misconception(
        "the smallest drop, not per leaf", Way(share: { drop, _ in drop }).submission,
        """
        Cutting ten leaves for 0.1 is cheaper than cutting one for 0.05: divide what is lost by the leaves that go.
        """),
      Misconception(
        "the root never cut", Way(cutsRoot: false).submission,
        """
        The root is a node like others. If no question pays, the best tree asks none, and pure noise must end there.
        """),
      Misconception(
        "one of the equal links at a time", Way(cutsTogether: false).submission,
        """
        Two nodes with the same g are cut by the same price. Between two cuts at one price there is no α for which \
        that tree would be the smallest of the best.
        """),
      Misconception(
        "links compared to the last bit", Way(nearness: 0).submission,
        """
        g is a difference of sums of quotients: what is equal in real numbers is here a few 10⁻¹⁷ apart, and one \
        price becomes two steps. Values within 10⁻¹² of the least are equal to it.
        """),
      Misconception(
        "a small g taken for none", Way(nearness: 1e-8).submission,
        """
        R is counted in shares of all rows, so one row of a thousand million may well be worth 10⁻⁹. Rounding is far \
        below: 10⁻¹² is the border.
        """),
      Misconception(
        "g of the first tree kept", Way(refreshes: false).submission,
        """
        When something below a node is cut, fewer leaves save less: its R(T_t) and |T_t| change, and so does g. \
        Compute it anew after each cut.
        """),
      Misconception(
        "all g ≤ α cut at once", Way(prunesAtOnce: true).submission,
        """
        A node whose whole subtree does not pay may have a part of it that does: cut from below, step by step, then \
        look again.
        """),
      Misconception(
        "only nodes above two leaves", Way(onlyLowest: true).submission,
        """
        A whole subtree can be the weakest link while each of its parts is strong, as in exclusive or. Look at all \
        inner nodes.
        """),
      Misconception(
        "impurity without the share of rows", Way(weighs: false).submission,
        """
        An impure leaf of two rows harms two rows of n. Weigh each node's impurity by n_t/n.
        """),
      Misconception(
        "the share of the parent's rows", Way(ofParent: true).submission,
        """
        R is counted in rows of the whole tree. With shares of the subtree's own rows, g deep below is as large as \
        at the top, and accidents of three rows stay.
        """),
      Misconception(
        "the error rate for Gini",
        Way(impurity: { counts, n in Double(n - (counts.max() ?? 0)) }).submission,
        """
        Breiman's book prunes by it, too, but here R is the Gini impurity, by which the tree was grown.
        """),
      Misconception(
        "free questions kept", Way(mergesFree: false).submission,
        """
        A question that saves nothing costs its leaf at any price above 0, so step 0 is without it.
        """),
      Misconception(
        "the tree before the cut beside the price", Way(shifts: true).submission,
        """
        α is the price from which on the *cut* tree is the best. Beside it you put the tree that has just ceased to \
        be.
        """),
      Misconception(
        "cut only above the price", Way(atPrice: false).submission,
        """
        At its price a link is worth exactly what it costs: both trees are the best, and the smaller one is asked \
        for.
        """),
      Misconception(
        "of equally good steps the first", Way(takesFirst: true).submission,
        """
        Of trees that err as rarely the smallest is wanted: the last step of the path.
        """),
      Misconception(
        "the variance for the standard error", Way(spread: { w, m in w * (m - w) / m }).submission,
        """
        w·(m − w)/m is the variance of the count. Its root is the standard error.
        """),
      Misconception(
        "the standard error of the share", Way(spread: { w, m in (w * (m - w) / m).squareRoot() / m }).submission,
        """
        √(p·(1 − p)/m) belongs to the share w/m. Here answers are counted, and m times that is √(w·(m − w)/m).
        """),
      Misconception(
        "divided by m − 1", Way(spread: { w, m in (w * (m - w) / max(m - 1, 1)).squareRoot() }).submission,
        """
        The count of m answers that are wrong with probability p has the variance m·p·(1 − p); with p = w/m that is \
        w·(m − w)/m. m − 1 belongs to the spread of measurements.
        """),
      Misconception(
        "the root of w", Way(spread: { w, _ in w.squareRoot() }).submission,
        """
        √w is the error of counts that have no upper bound. Of m answers no more than m can be wrong: w·(m − w)/m is \
        less, and 0 if all are.
        """),
      Misconception(
        "only the best", Way(spread: { _, _ in 0 }).submission,
        """
        standardErrors says how much worse than the best a tree may be; without it a hundred leaves can win by one \
        row.
        """),
      Misconception(
        "prices and counts not looked at", Way(looks: false).submission,
        """
        A negative price would pay for leaves, NaN compares with nothing, and labels that belong to no row are a \
        mistake of the caller's: say so.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the best tree of each size, then the lower hull",
        Submission(
          path: .init { hull(bestOfEachSize($0, of: $0.counts.reduce(0, +))) },
          prune: .init { tree, alpha in
            guard alpha >= 0 else { throw PruningError.alpha }
            return cheapest(tree, alpha, of: tree.counts.reduce(0, +)).tree
          },
          choose: .init { try Way().choose($0, $1, $2, $3) }))
    ]
  }
}

// MARK: - Parts of the checks

private func node(_ left: [Int], _ right: [Int]) -> Tree { node(.leaf(counts: left), .leaf(counts: right)) }

private func node(_ left: Tree, _ right: [Int]) -> Tree { node(left, .leaf(counts: right)) }

private func node(_ left: Tree, _ right: Tree) -> Tree { .split(feature: 0, threshold: 0.5, left, right) }

private func randomTree(leaves: Int, _ random: inout some RandomNumberGenerator) -> Tree {
  if leaves == 1 {
    var counts = (0..<3).map { _ in max(0, Int.random(in: -2...4, using: &random)) }
    counts[Int.random(in: 0..<3, using: &random)] += 1
    return .leaf(counts: counts)
  }
  let left = Int.random(in: 1..<leaves, using: &random)
  return .split(
    feature: Int.random(in: 0..<2, using: &random), threshold: Double(leaves) / 2, randomTree(leaves: left, &random),
    randomTree(leaves: leaves - left, &random))
}

/// The tree of a list of nodes, as `flat` gives them.
private func tree(_ nodes: [[Double]]) -> Tree? {
  var rest = nodes[...]
  func next() -> Tree? {
    guard let node = rest.popFirst() else { return nil }
    if node[0] < 0 { return .leaf(counts: node.dropFirst().map { Int($0) }) }
    guard let left = next(), let right = next() else { return nil }
    return .split(feature: Int(node[0]), threshold: node[1], left, right)
  }
  return next()
}

/// What a node costs as a leaf: the chance of drawing one of its rows of n, and beside it another class of its own.
private func cost(_ counts: [Int], of n: Int) -> Double {
  var pairs = 0
  for j in counts.indices {
    for k in counts.indices where k != j { pairs += counts[j] * counts[k] }
  }
  return Double(pairs) / Double(counts.reduce(0, +) * n)
}

/// R of a whole tree.
private func cost(_ tree: Tree) -> Double {
  let n = tree.counts.reduce(0, +)
  return tree.flat.filter { $0[0] < 0 }.reduce(0) { $0 + cost($1.dropFirst().map { Int($0) }, of: n) }
}

private struct Pruned {
  var cost: Double
  var leaves: Int
  var tree: Tree
}

/// All prunings of a subtree.
private func prunings(_ tree: Tree, of n: Int) -> [Pruned] {
  let counts = tree.counts
  var all = [Pruned(cost: cost(counts, of: n), leaves: 1, tree: .leaf(counts: counts))]
  if case .split(let feature, let threshold, let left, let right) = tree {
    let others = prunings(right, of: n)
    for a in prunings(left, of: n) {
      for b in others {
        all.append(
          Pruned(
            cost: a.cost + b.cost, leaves: a.leaves + b.leaves,
            tree: .split(feature: feature, threshold: threshold, a.tree, b.tree)))
      }
    }
  }
  return all
}

/// The path as the lower hull of the costs over the numbers of leaves.
private func hull(_ all: [Pruned]) -> [Step] {
  let least = all.map(\.cost).min() ?? 0
  guard var now = all.filter({ $0.cost <= least + 1e-12 }).min(by: { $0.leaves < $1.leaves }) else { return [] }
  var path = [Step(alpha: 0, tree: now.tree)]
  while now.leaves > 1 {
    let smaller = all.filter { $0.leaves < now.leaves }
    let slopes = smaller.map { ($0.cost - now.cost) / Double(now.leaves - $0.leaves) }
    let alpha = slopes.min() ?? 0
    let reached = smaller.indices.filter { slopes[$0] <= alpha + 1e-12 }
    guard let next = reached.min(by: { smaller[$0].leaves < smaller[$1].leaves }) else { break }
    now = smaller[next]
    path.append(Step(alpha: alpha, tree: now.tree))
  }
  return path
}

private func bestPath(_ tree: Tree) -> [Step] { hull(prunings(tree, of: tree.counts.reduce(0, +))) }

private func isPruned(_ small: Tree, from large: Tree) -> Bool {
  switch (small, large) {
  case (.leaf(let counts), _): return counts == large.counts
  case (.split(let feature, let threshold, let left, let right), .split(let f, let t, let a, let b)):
    return feature == f && threshold == t && isPruned(left, from: a) && isPruned(right, from: b)
  default: return false
  }
}

private func expectPath(
  _ got: [Step], _ right: [Step], _ what: String, _ advice: String? = nil, line: Int = #line
) {
  expect(
    got.map(\.alpha), equals: right.map(\.alpha), within: .absolute(1e-12), advice,
    what: "the prices of the path of \(what)", line: line)
  guard got.count == right.count else { return }
  expect(
    got.map { Double($0.tree.leaves) }, equals: right.map { Double($0.tree.leaves) }, advice,
    what: "the leaves of the steps of \(what)", line: line)
  for k in got.indices where got[k].tree.leaves == right[k].tree.leaves {
    expectTree(got[k].tree, right[k].tree, "step \(k) of \(what)", advice, line: line)
  }
}

private func expectTree(
  _ got: @autoclosure () throws -> Tree, _ right: Tree, _ what: String, _ advice: String? = nil, line: Int = #line
) {
  guard let got = try? got() else { return expect(false, "\(what) throws an error", advice, line: line) }
  expectNodes(got.flat, right.flat, what, advice, line: line)
}

/// Judges trees node by node; the first that differs says more than the shape of a list.
private func expectNodes(
  _ got: [[Double]], _ right: [[Double]], _ what: String, _ advice: String? = nil, line: Int = #line
) {
  func agree(_ a: [Double], _ b: [Double]) -> Bool {
    a == b
  }
  func words(_ node: [Double]) -> String {
    node[0] < 0
      ? "a leaf with the counts " + node.dropFirst().map { "\(Int($0))" }.joined(separator: ", ")
      : "the question column \(Int(node[0])) ≤ \(node[1])"
  }
  let wrong = zip(got, right).enumerated().first { !agree($1.0, $1.1) }
  guard let (k, (node, expected)) = wrong else {
    return expect(
      got.count == right.count, "\(what) has \(got.count) nodes, expected \(right.count)", advice, line: line)
  }
  expect(
    false, "node \(k) of \(what) is \(words(node)), expected \(words(expected))",
    (advice.map { $0 + " " } ?? "") + "Nodes count from 0, a node before its left and its left before its right side.",
    line: line)
}

private func answer(_ tree: Tree, _ row: [Double]) -> Int {
  switch tree {
  case .leaf(let counts): return counts.firstIndex(of: counts.max() ?? 0) ?? 0
  case .split(let feature, let threshold, let left, let right):
    return answer(row[feature] <= threshold ? left : right, row)
  }
}

/// A path over the rows 0 … 15, whose first tree answers 0, 1, 0, 1 on four rows each.
private let staircase: [Step] = {
  func leaf(_ a: Int, _ b: Int) -> Tree { .leaf(counts: [a, b]) }
  func split(_ t: Double, _ left: Tree, _ right: Tree) -> Tree { .split(feature: 0, threshold: t, left, right) }
  let (left, right) = (split(3.5, leaf(9, 0), leaf(0, 5)), split(11.5, leaf(3, 1), leaf(1, 5)))
  return [
    Step(alpha: 0, tree: split(7.5, left, right)), Step(alpha: 0.03, tree: split(7.5, left, leaf(4, 6))),
    Step(alpha: 0.05, tree: split(7.5, leaf(9, 5), leaf(4, 6))), Step(alpha: 0.2, tree: leaf(10, 11)),
  ]
}()

// MARK: - Data

private let referenceTree: [[Double]] = [
  [2, 19.19482421875], [0, 12.7509765625], [2, 15.25390625], [-1, 9, 0, 0], [2, 16.9306640625], [-1, 0, 2, 0],
  [-1, 3, 0, 0], [1, 7.10595703125], [-1, 2, 0, 0], [0, 30.93115234375], [0, 25.0244140625], [2, 7.04248046875],
  [-1, 0, 0, 2], [1, 12.1669921875], [-1, 1, 0, 0], [-1, 0, 3, 0], [-1, 0, 5, 0], [-1, 1, 0, 0], [1, 14.64111328125],
  [0, 20.619140625], [-1, 0, 4, 0], [0, 28.52587890625], [-1, 0, 0, 4], [-1, 2, 0, 0], [-1, 0, 0, 9],
]

private struct Rows: Sendable {
  var x: [[Double]]
  var y: [Int]
}

private struct Part: Sendable {
  var tree: Tree
  var held: Rows
  var test: Rows
}

/// Five parts of the passengers with a known age: class, age, and 1 for men; 1 for who survived.
private let passengers = Result {
  let table = try Dataset("titanic/titanic.csv").csv().dropping(missingIn: ["age"])
  let (classes, sexes) = (try table.column("class"), try table.column("sex"))
  let (ages, labels) = (try table.numbers(["age"]), try table.column("survived"))
  let x: [[Double]] = ages.indices.map { i in
    [Double(classes[i].prefix(1)) ?? 0, ages[i][0], sexes[i] == "male" ? 1 : 0]
  }
  let y: [Int] = labels.map { $0 == "1" ? 1 : 0 }
  return (0..<5).map { k in
    func rows(_ isChosen: (Int) -> Bool) -> Rows {
      let chosen = x.indices.filter { isChosen($0 % 5) }
      return Rows(x: chosen.map { x[$0] }, y: chosen.map { y[$0] })
    }
    let next = (k + 1) % 5
    return Part(
      tree: grow(rows { $0 != k && $0 != next }), held: rows { $0 == next }, test: rows { $0 == k })
  }
}

/// A whole tree for two classes by Gini: the largest Σ (n_L0·n_L1/n_L) lost, the first of equals.
private func grow(_ rows: Rows) -> Tree {
  let ones = rows.y.reduce(0, +)
  let counts = [rows.y.count - ones, ones]
  var best = (cost: Double.infinity, feature: 0, threshold: 0.0)
  for feature in 0..<3 where ones > 0 && counts[0] > 0 {
    let order = rows.x.indices.sorted { rows.x[$0][feature] < rows.x[$1][feature] }
    var left = 0
    for i in 1..<order.count {
      left += rows.y[order[i - 1]]
      let (a, b) = (rows.x[order[i - 1]][feature], rows.x[order[i]][feature])
      let mixed = Double(left * (i - left)) / Double(i)
      let cost = mixed + Double((ones - left) * (order.count - i - ones + left)) / Double(order.count - i)
      if a < b && cost < best.cost - 1e-9 { best = (cost, feature, (a + b) / 2) }
    }
  }
  guard best.cost.isFinite else { return .leaf(counts: counts) }
  func side(_ isLeft: Bool) -> Tree {
    let chosen = rows.x.indices.filter { (rows.x[$0][best.feature] <= best.threshold) == isLeft }
    return grow(Rows(x: chosen.map { rows.x[$0] }, y: chosen.map { rows.y[$0] }))
  }
  return .split(feature: best.feature, threshold: best.threshold, side(true), side(false))
}

// MARK: - Wrong and right ways

/// Entry k: the cheapest pruning with k + 1 leaves.
private func bestOfEachSize(_ tree: Tree, of n: Int) -> [Pruned] {
  let counts = tree.counts
  let leaf = Pruned(cost: cost(counts, of: n), leaves: 1, tree: .leaf(counts: counts))
  guard case .split(let feature, let threshold, let left, let right) = tree else { return [leaf] }
  let (one, other) = (bestOfEachSize(left, of: n), bestOfEachSize(right, of: n))
  var best: [(cost: Double, a: Int, b: Int)] = (0..<(one.count + other.count)).map { _ in (.infinity, 0, 0) }
  for (i, a) in one.enumerated() {
    for (j, b) in other.enumerated() where a.cost + b.cost < best[i + j + 1].cost {
      best[i + j + 1] = (a.cost + b.cost, i, j)
    }
  }
  return [leaf]
    + best.enumerated().dropFirst().map { k, pair in
      Pruned(
        cost: pair.cost, leaves: k + 1,
        tree: .split(feature: feature, threshold: threshold, one[pair.a].tree, other[pair.b].tree))
    }
}

/// The pruning with the least R + α·leaves, from below; of equals a leaf.
private func cheapest(_ tree: Tree, _ alpha: Double, of n: Int) -> Pruned {
  let counts = tree.counts
  let leaf = Pruned(cost: cost(counts, of: n) + alpha, leaves: 1, tree: .leaf(counts: counts))
  guard case .split(let feature, let threshold, let left, let right) = tree else { return leaf }
  let (a, b) = (cheapest(left, alpha, of: n), cheapest(right, alpha, of: n))
  if leaf.cost <= a.cost + b.cost + 1e-12 { return leaf }
  return Pruned(
    cost: a.cost + b.cost, leaves: a.leaves + b.leaves,
    tree: .split(feature: feature, threshold: threshold, a.tree, b.tree))
}

/// A tree whose nodes know what is below them.
private indirect enum Known {
  case leaf(counts: [Int])
  case split(feature: Int, threshold: Double, counts: [Int], saving: Double, Known, Known)
}

/// By weakest links; each member can make it wrong in one place.
private struct Way {
  /// Of the drop and the leaves of a subtree.
  var share: (Double, Int) -> Double = { drop, leaves in drop / Double(leaves - 1) }
  var cutsRoot = true
  var cutsTogether = true
  var refreshes = true
  var prunesAtOnce = false
  var onlyLowest = false
  var weighs = true
  var ofParent = false
  /// Of counts and their sum, times the sum.
  var impurity: ([Int], Int) -> Double = { counts, n in
    var squares = 0
    for count in counts { squares += count * count }
    return Double(n) - Double(squares) / Double(n)
  }
  var mergesFree = true
  var shifts = false
  var atPrice = true
  var takesFirst = false
  /// Of the least number of wrong answers and the number of rows.
  var spread: (Double, Double) -> Double = { w, m in (w * (m - w) / m).squareRoot() }
  var looks = true
  /// What lies so near is equal.
  var nearness = 1e-12

  private func cost(_ counts: [Int], _ n: Int) -> Double {
    let rows = counts.reduce(0, +)
    return impurity(counts, rows) / Double(weighs ? n : rows)
  }

  /// The tree with all savings, its leaves and its cost.
  private func know(_ tree: Tree, _ n: Int, isRoot: Bool = true) -> (tree: Known, leaves: Int, cost: Double) {
    switch tree {
    case .leaf(let counts): return (.leaf(counts: counts), 1, cost(counts, n))
    case .split(let feature, let threshold, let left, let right):
      let counts = tree.counts
      let rows = counts.reduce(0, +)
      let (a, b) = (know(left, n, isRoot: false), know(right, n, isRoot: false))
      let (leaves, below) = (a.leaves + b.leaves, a.cost + b.cost)
      var saving = share(cost(counts, n) - below, leaves)
      if ofParent { saving *= Double(n) / Double(rows) }
      if isRoot && !cutsRoot || onlyLowest && leaves > 2 { saving = .infinity }
      return (
        .split(feature: feature, threshold: threshold, counts: counts, saving: saving, a.tree, b.tree), leaves, below
      )
    }
  }

  private func savings(_ tree: Known) -> [Double] {
    guard case .split(_, _, _, let saving, let left, let right) = tree else { return [] }
    return [saving] + savings(left) + savings(right)
  }

  private func cut(_ tree: Known, _ price: Double, _ limit: inout Int) -> Tree {
    switch tree {
    case .leaf(let counts): return .leaf(counts: counts)
    case .split(let feature, let threshold, let counts, let saving, let left, let right):
      if limit > 0 && saving <= price + nearness {
        limit -= 1
        return .leaf(counts: counts)
      }
      let one = cut(left, price, &limit)
      return .split(feature: feature, threshold: threshold, one, cut(right, price, &limit))
    }
  }

  func path(_ tree: Tree) -> [Step] {
    let n = tree.counts.reduce(0, +)
    let first = know(tree, n).tree
    var all = Int.max
    var now = mergesFree ? cut(first, 0, &all) : tree
    var path = [Step(alpha: 0, tree: now)]
    if !refreshes {
      for price in savings(first).sorted() where price > path[path.count - 1].alpha + 1e-12 {
        path.append(Step(alpha: price, tree: cut(first, price, &all)))
        if path[path.count - 1].tree.leaves == 1 { break }
      }
      return path
    }
    while true {
      let known = know(now, n).tree
      guard let price = savings(known).min(), price.isFinite else { break }
      var limit = cutsTogether ? Int.max : 1
      let next = cut(known, price, &limit)
      path.append(Step(alpha: price, tree: shifts ? now : next))
      now = next
    }
    return path
  }

  func prune(_ tree: Tree, _ alpha: Double) throws -> Tree {
    if looks { guard alpha >= 0 else { throw PruningError.alpha } }
    if prunesAtOnce {
      var all = Int.max
      return cut(know(tree, tree.counts.reduce(0, +)).tree, alpha, &all)
    }
    let slack = atPrice ? 1e-12 : -1e-12
    return path(tree).last { $0.alpha <= alpha + slack }?.tree ?? path(tree)[0].tree
  }

  func choose(_ path: [Step], _ x: [[Double]], _ y: [Int], _ errors: Double) throws -> Int {
    if looks {
      guard !x.isEmpty else { throw PruningError.noRows }
      guard x.count == y.count else { throw PruningError.labels(rows: x.count, labels: y.count) }
      guard errors >= 0, errors.isFinite else { throw PruningError.standardErrors }
    }
    let wrong = path.map { step in Double(zip(x, y).count { answer(step.tree, $0) != $1 }) }
    let least = wrong.min() ?? 0
    let allowed = least + errors * spread(least, Double(x.count))
    return (takesFirst ? wrong.firstIndex { $0 <= allowed } : wrong.lastIndex { $0 <= allowed }) ?? 0
  }

  var submission: Submission {
    Submission(
      path: .init { path($0) }, prune: .init { try prune($0, $1) }, choose: .init { try choose($0, $1, $2, $3) })
  }
}
