import Checking
import Glibc
import LabData
import LabPlot

enum TreeError: Error, Equatable {
  case noRows
  case labels(rows: Int, labels: Int)
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
}

/// The learner's tree, or that of a variant.
indirect enum Tree: Observable {
  case leaf(counts: [Int])
  case split(feature: Int, threshold: Double, Tree, Tree)

  /// The nodes, parent before left before right: [column, threshold] or [−1, counts …].
  var flat: [[Double]] {
    switch self {
    case .leaf(let counts): [[-1] + counts.map { Double($0) }]
    case .split(let feature, let threshold, let left, let right):
      [[Double(feature), threshold]] + left.flat + right.flat
    }
  }

  var observation: Observation { flat.observation }
}

/// The number of classes that `split` is called with.
func classCount(_ y: [Int]) -> Int { max(3, (y.max() ?? 0) + 1) }

struct Submission {
  /// Of rows, labels and minLeaf; column, threshold and gain, or nothing.
  var split: Function<[[Double]], [Int], Int, [Double]>
  var splitOfValues: Function<[[Double]], [Double], Int, [Double]>
  /// Of rows, labels, classes and depth.
  var fit: Function<[[Double]], [Int], Int, Int, Tree>
  var predict: Function<Tree, [[Double]], [Int]>
}

enum DecisionTree: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let x: [[Double]] = [[5, 1], [5, 2], [5, 4], [5, 7], [5, 8]]
        let y = [0, 0, 1, 1, 1]
        expectSplit(try s.split(x, y, 1), [1, 3, 0.48], impurity: 0.48, "the best split of (1, 2, 4, 7, 8), column 1")
        expectSplit(
          try s.splitOfValues(x, y.map { Double($0) }, 1), [1, 3, 0.24], impurity: 0.24,
          "the best split of the values (0, 0, 1, 1, 1)")
        expectTree(try s.fit(x, y, 2, 3), [[1, 3], [-1, 2, 0], [-1, 0, 3]], "the tree of (1, 2, 4, 7, 8), column 1")
        let tree = Tree.split(feature: 1, threshold: 3, .leaf(counts: [2, 0]), .leaf(counts: [0, 3]))
        expectLabels(
          try s.predict(tree, [[5, 2.9], [5, 3], [5, 3.1], [0, 9]]), [0, 0, 1, 1], "x ≤ t goes left, x = t included.")
      },
      // The definition at every threshold. Halves make ties of values and of gains.
      Check("finds the best split of all", cases: 6) { s, random in
        let n = [29, 7, 2][Int.random(in: 0..<3, using: &random)]
        let x = (0..<n).map { _ in (0..<3).map { _ in Double.random(in: -4...4, using: &random).rounded() / 2 } }
        let y = (0..<n).map { _ in Int.random(in: 0..<3, using: &random) }
        for minLeaf in [1, 4] {
          expectSplit(
            try s.split(x, y, minLeaf), split(x, minLeaf, impurity: { gini($0.map { y[$0] }) }), impurity: 1,
            "the best split of \(n) rows with 3 columns, minLeaf \(minLeaf)",
            "The largest gain; of equal ones the first column, then the smallest threshold.")
        }
      },
      Check("finds the best split of values", cases: 6) { s, random in
        let n = [23, 6, 2][Int.random(in: 0..<3, using: &random)]
        let x = (0..<n).map { _ in (0..<3).map { _ in Double.random(in: -4...4, using: &random).rounded() / 2 } }
        let y = x.map { $0[1] * $0[1] + Double.random(in: 0...9, using: &random) }
        for minLeaf in [1, 3] {
          expectSplit(
            try s.splitOfValues(x, y, minLeaf), split(x, minLeaf, impurity: { variance($0.map { y[$0] }) }),
            impurity: variance(y), "the best split of \(n) values with 3 columns, minLeaf \(minLeaf)",
            "The gain is v − (n_L·v_L + n_R·v_R)/n with the variances divided by their counts.")
        }
        // 1 − p² − (1 − p)² = 2·p·(1 − p): for two classes Gini is twice the variance.
        let label = y.map { $0 > 6 ? 1 : 0 }
        let (classes, values) = (try s.split(x, label, 1), try s.splitOfValues(x, label.map { Double($0) }, 1))
        expectSplit(
          values, classes.isEmpty ? [] : [classes[0], classes[1], classes[2] / 2], impurity: 1,
          "the best split of values 0 and 1, half of the Gini gain,")
      },
      // Sums of squares less the square of the mean would lose everything: 10¹⁶ against a variance of ¼.
      Check("splits values far from zero, and in any unit") { s in
        let x: [[Double]] = [[1], [2], [3], [4]]
        expectSplit(
          try s.splitOfValues(x, [1e8, 1e8 + 1, 1e8, 1e8 + 1].sorted(), 1), [0, 2.5, 0.25], impurity: 0.25,
          "the best split of the values 10⁸, 10⁸, 10⁸ + 1, 10⁸ + 1", "Subtract the mean before you square.")
        for (unit, words) in [(0x1p-40, "2⁻⁴⁰"), (0x1p60, "2⁶⁰")] {
          expectSplit(
            try s.splitOfValues(x, [3, 0, 4, 8].map { unit * $0 }, 1), [0, 3.5, 289.0 / 48 * unit * unit],
            impurity: 8.1875 * unit * unit, "the best split of the values 3, 0, 4, 8 times \(words)",
            "Gains are squares of the unit of y; what counts as equal is 10⁻¹² of the node's variance.")
        }
      },
      Check("takes the first of equal splits") { s in
        let rule = "Of equal gains the first column, then the smallest threshold."
        let x: [[Double]] = [[0, 0], [1, 1], [2, 2], [3, 3]]
        expectSplit(
          try s.split(x, [0, 1, 1, 0], 1), [0, 0.5, 1.0 / 6], impurity: 0.5, "the best split of 0, 1, 1, 0", rule)
        expectSplit(
          try s.splitOfValues(x, [0, 1, 1, 0], 1), [0, 0.5, 1.0 / 12], impurity: 0.25,
          "the best split of the values 0, 1, 1, 0", rule)
        // Column 1 asks for the same parts the other way round: of its gains, summed naively, one is larger by rounding.
        let labels = [2, 1, 2, 1, 2, 0, 1, 0, 2, 1, 1]
        let mirrored = (0..<11).map { [Double($0), Double(10 - $0)] }
        expectSplit(
          try s.split(mirrored, labels, 1), split(mirrored, 1, impurity: { rows in gini(rows.map { labels[$0] }) }),
          impurity: 1, "the best split with the columns 0 … 10 and 10 … 0", rule)
      },
      // The second column's gain is larger by 3·10⁻¹⁰ (counts of 1000 rows, exact in fractions), or by 10⁻⁹·⅓ of values
      // of which one is 10⁻⁹ instead of 0; roundings are 10⁻¹⁶ of the impurity.
      Check("takes for equal only what rounding makes differ") { s in
        let rule = "Within 10⁻¹² of the impurity gains are equal, beyond it the larger one wins, whatever its column."
        let (n, ones) = (1000, 500)
        let labels = (0..<n).map { $0 < ones ? 1 : 0 }
        let x = (0..<n).map { i in
          [248, 247].map { k in i < k || (ones..<(ones + k + 1)).contains(i) ? 0.0 : 1 }  // k ones, k + 1 zeros go left
        }
        expectSplit(
          try s.split(x, labels, 1), split(x, 1, impurity: { rows in gini(rows.map { labels[$0] }) }), impurity: 0.5,
          "the best split of two nearly equal columns of 1000 rows", rule)
        let y = [1e-9, 1, 1, 0]
        expectSplit(
          try s.splitOfValues([[0], [1], [2], [3]], y, 1), [0, 2.5, variance(y) - (1 - 1e-9) * (1 - 1e-9) / 6],
          impurity: 0.25, "the best split of the values 10⁻⁹, 1, 1, 0", rule)
      },
      // Column 1 asks for the same parts from the other end, column 0 of the square asks nothing that helps.
      Check("takes for equal what only rounding makes differ", cases: 3) { s, random in
        let rule = "Sums in another order differ in the last place: within 10⁻¹²·v gains are equal, the first stays."
        for _ in 0..<10 {
          let y = (0..<11).map { _ in Double.random(in: 0...1, using: &random) }
          let mirrored = (0..<11).map { [Double($0), Double(10 - $0)] }
          expectSplit(
            try s.splitOfValues(mirrored, y, 1), split(mirrored, 1, impurity: { variance($0.map { y[$0] }) }),
            impurity: variance(y), "the best split of values with the columns 0 … 10 and 10 … 0", rule)
          let (a, b, c, d) = (y[0], y[1], y[2] / 4, y[3] / 4)
          let crossed = [a - c, b - d, b + c, a + d, a + c, b + d, b - c, a - d]  // means a, b, b, a
          let square: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1], [0, 0], [0, 1], [1, 0], [1, 1]]
          expectSplit(
            try s.splitOfValues(square, crossed, 1), [0, 0.5, 0], impurity: variance(crossed),
            "the best split of values with the means a, b, b, a, as of exclusive or", "All gains are 0. " + rule)
        }
      },
      Check("cuts half-way, and only between different values") { s in
        expectSplit(try s.split([[1], [3]], [0, 1], 1), [0, 2, 0.5], impurity: 0.5, "the best split of 1 and 3")
        let tiny: [[Double]] = [[1 + 0x1p-52], [1 + 0x1p-51]]
        expectSplit(
          try s.split(tiny, [0, 1], 1), [0, 1 + 0x1p-52, 0.5], impurity: 0.5,
          "the best split of the neighbours 1 + ε and 1 + 2ε", "Half-way rounds to the larger one: take the smaller.")
        expectSplit(
          try s.splitOfValues(tiny, [0, 1], 1), [0, 1 + 0x1p-52, 0.25], impurity: 0.25,
          "the best split of the neighbours 1 + ε and 1 + 2ε with the values 0 and 1",
          "Half-way rounds to the larger one: take the smaller.")
        for split in [try s.split(tiny, [0, 1], 1), try s.splitOfValues(tiny, [0, 1], 1)] where split.count == 3 {
          expect(
            split[1] < tiny[1][0], "the threshold between 1 + ε and 1 + 2ε is 1 + 2ε: both rows go left",
            "Half-way rounds to the larger one: take the smaller.")
        }
        expectTree(
          try s.fit(tiny, [0, 1], 2, 2), [[0, 1 + 0x1p-52], [-1, 1, 0], [-1, 0, 1]], "the tree of 1 + ε and 1 + 2ε")
        // The largest gain would be between the two equal values.
        expectSplit(
          try s.split([[1], [2], [2], [3]], [0, 0, 1, 1], 1), [0, 1.5, 1.0 / 6], impurity: 0.5,
          "the best split of (1, 2, 2, 3) with labels 0, 0, 1, 1", "No threshold parts equal values.")
        expectSplit(
          try s.splitOfValues([[1], [2], [2], [3]], [0, 0, 1, 1], 1), [0, 1.5, 1.0 / 12], impurity: 0.25,
          "the best split of (1, 2, 2, 3) with values 0, 0, 1, 1", "No threshold parts equal values.")
        for x: [[Double]] in [[[4]], [[4], [4]], [[4], [4], [4]], [[], []]] {
          let y = x.indices.map { $0 % 2 }
          expectSplit(try s.split(x, y, 1), [], impurity: 1, "the best split of a constant column or none")
          expectSplit(
            try s.splitOfValues(x, y.map { Double($0) }, 1), [], impurity: 1,
            "the best split of a constant column or none")
        }
        expectSplit(
          try s.split([[1], [2], [3]], [0, 1, 1], 2), [], impurity: 1, "the best split of 3 rows, minLeaf 2")
        expectSplit(
          try s.splitOfValues([[1], [2], [3]], [0, 1, 1], 2), [], impurity: 1, "the best split of 3 values, minLeaf 2")
        expectSplit(
          try s.split([[1], [2], [3], [4]], [0, 1, 1, 1], 2), [0, 2.5, 0.125], impurity: 0.375,
          "the best split of 4 rows, minLeaf 2")
        expectSplit(
          try s.split([[1], [2]], [2, 2], 1), [0, 1.5, 0], impurity: 1, "the best split of one class",
          "A candidate that gains nothing is a candidate.")
      },
      Check("solves exclusive or, and knows when to stop") { s in
        let square: [[Double]] = [[0, 0], [0, 1], [1, 0], [1, 1]]
        let half: [[Double]] = [[0, 0.5], [1, 0.5], [-1, 1, 0], [-1, 0, 1], [1, 0.5], [-1, 0, 1], [-1, 1, 0]]
        let stop = "A node is a leaf if it is pure, at full depth, or has no candidate; a gain of 0 is no reason."
        for depth in [2, 5] {
          expectTree(try s.fit(square, [0, 1, 1, 0], 2, depth), half, "the tree of exclusive or, depth \(depth)", stop)
        }
        expectTree(
          try s.fit(square, [0, 1, 1, 0], 2, 1), [[0, 0.5], [-1, 1, 1], [-1, 1, 1]],
          "the tree of exclusive or, depth 1",
          stop)
        expectTree(try s.fit(square, [0, 1, 1, 0], 2, 0), [[-1, 2, 2]], "the tree of depth 0", stop)
        expectTree(try s.fit(square, [1, 1, 1, 1], 3, 4), [[-1, 0, 4, 0]], "the tree of one class", stop)
        expectTree(try s.fit([[7, 7], [7, 7]], [0, 1], 2, 4), [[-1, 1, 1]], "the tree of constant columns", stop)
        expectTree(try s.fit([[1]], [0], 1, 4), [[-1, 1]], "the tree of one row", stop)
        expectLabels(
          try s.predict(.leaf(counts: [0, 3, 1, 3]), [[1, 2]]), [1], "Of equally frequent classes the smallest.")
        let tree = Tree.split(
          feature: 1, threshold: 0, .leaf(counts: [1, 4]),
          .split(feature: 0, threshold: -2, .leaf(counts: [5, 1]), .leaf(counts: [2, 2])))
        expectLabels(
          try s.predict(tree, [[9, 0], [9, 1], [-2, 1], [-3, -1]]), [1, 0, 0, 1], "Follow the questions down to a leaf."
        )
      },
      Check("agrees with scikit-learn, node by node") { s in
        let x = lattice(61)
        expectTree(
          try s.fit(x, referenceLabels, 3, 3),
          [
            [2, 18.66015625], [0, 12.41748046875], [1, 21.81884765625], [-1, 13, 1, 0], [-1, 2, 4, 0],
            [0, 29.6630859375], [-1, 0, 10, 0], [-1, 0, 0, 2], [0, 11.357421875], [0, 2.673828125], [-1, 2, 0, 2],
            [-1, 0, 5, 0], [1, 8.04345703125], [-1, 0, 2, 2], [-1, 1, 0, 15],
          ], "the tree of 61 rows, depth 3,")
      },
      Check("refuses what it cannot use") { s in
        let x: [[Double]] = [[1, 2], [3, 4], [5, 6]]
        let first = "The first row with a fault is named: its columns, then its entries, then its label."
        for (right, x, y) in [
          (TreeError.noRows, [], []), (.noRows, [], [0]), (.labels(rows: 3, labels: 2), x, [0, 9]),
          (.columns(row: 1), [[1, 2], [3], [.nan, 4]], [0, 1, 1]),
          (.notFinite(row: 1, column: 1), [[1, 2], [3, .nan], [4]], [0, 5, 1]),
          (.notFinite(row: 2, column: 0), [[1, 2], [3, 4], [-.infinity, 4]], [0, 1, 1]),
          (.label(row: 1), [[1, 2], [3, 4], [5]], [0, 2, 1]), (.label(row: 0), x, [-1, 0, 1]),
        ] { expect(throws: right, first) { try s.fit(x, y, 2, 3) } }
      },
      // Three species, four measures, 342 birds; row i is tested in fold i mod 10. Trees of depth 4 by scikit-learn are
      // right on 326 … 332, of depth 1 on 270, on shuffled labels on 152 or fewer: make_reference.py.
      Check("tells penguins apart") { s in
        let (x, y) = try penguins.get()
        var right = 0
        for fold in 0..<10 {
          let kept = x.indices.filter { $0 % 10 != fold }
          let tested = x.indices.filter { $0 % 10 == fold }
          let tree = try s.fit(kept.map { x[$0] }, kept.map { y[$0] }, 3, 4)
          let answers = try s.predict(tree, tested.map { x[$0] })
          right += zip(answers, tested).count { $0 == y[$1] }
        }
        expect(
          "the share of 342 penguins that trees of depth 4, which did not see them, name rightly",
          Double(right) / Double(x.count), atLeast: 0.94)
        // A tree asks only for the order of values; thresholds move, the parts of the data do not.
        let tree = try s.fit(x, y, 3, 20)
        let grown = try s.fit(x.map { $0.map { log($0) } }, y, 3, 20)
        expectLabels(try s.predict(tree, x), y, "No two of these birds agree in all four measures.")
        expect(
          grown.flat.filter { $0[0] < 0 }, equals: tree.flat.filter { $0[0] < 0 },
          "The logarithm keeps the order of all values.",
          what: "the counts of the leaves, after logarithms of all measures,")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the threshold at the left value", Way(middle: { a, _ in a }).submission,
        """
        On the training rows this is as good, but a new row at 1.1 between 1 and 3 goes right. Half-way is the fair place.
        """),
      Misconception(
        "the threshold at the right value", Way(middle: { _, b in b }).submission,
        """
        Rows with x ≤ t go left, so with t = b the row at b is on the left, too: the split is another one than you judged.
        """),
      Misconception(
        "a middle that rounds up", Way(middle: { a, b in a + (b - a) / 2 }).submission,
        """
        Between two neighbouring Doubles there is nothing: half-way rounds to one of them, and if it is the larger, all \
        rows go left. Take a then.
        """),
      Misconception(
        "children not weighted", Way(weighs: false).submission,
        """
        A pure child of one row now counts as much as 99 rows beside it. Weigh each child by its share.
        """),
      Misconception(
        "stopped at zero gain", Way(stopsAtZero: true).submission,
        """
        Exclusive or: no first question gains anything, and still two questions solve it. Stop when the node is pure, \
        not when one step looks useless.
        """),
      Misconception(
        "entropy for Gini", Way(impurity: { entropy($0, $1) }).submission,
        """
        Information gain makes good trees, too, but here the impurity is 1 − Σ p².
        """),
      Misconception(
        "the error rate for Gini", Way(impurity: { 1 - Double($0.max() ?? 0) / Double($1) }).submission,
        """
        The share of the minority does not reward a pure side as long as the majority stays the majority: many useful \
        questions gain 0. Gini sees them.
        """),
      Misconception(
        "cuts between equal values", Way(cutsEqual: true).submission,
        """
        No question "x ≤ t" parts two rows with the same x. The counts you judged by belong to no split.
        """),
      Misconception(
        "of equal gains the last", Way(lastOfEqual: true).submission,
        """
        Of equal gains the first column wins, then the smallest threshold: replace the best only by something better.
        """),
      Misconception(
        "equal gains compared to the last bit", Way(slack: 0).submission,
        """
        The same parts give gains that differ in the last place, depending on the order of the sums. Within 10⁻¹² they \
        are equal, and the first one stays.
        """),
      Misconception(
        "nearly equal gains taken for equal", Way(slack: 1e-9).submission,
        """
        A gain that is larger by 10⁻¹⁰ is larger: with many rows a few of them move it by no more. Only rounding, 10⁻¹² of the \
        impurity, counts as equal.
        """),
      Misconception(
        "equal gains as a share of the gain", Way(isShare: true).submission,
        """
        Where all gains are 0, as in exclusive or, a share of them is 0, too, and rounding decides. Compare with 10⁻¹² of the \
        node's impurity.
        """),
      Misconception(
        "rows at the threshold to the right", Way(leftIf: { $0 < $1 }).submission,
        """
        x ≤ t goes left. With neighbouring Doubles t is one of the values, and with "<" the left side is empty.
        """),
      Misconception(
        "the largest of equally frequent classes", Way(lastClass: true).submission,
        """
        A leaf with equal counts answers the smallest class.
        """),
      Misconception(
        "one level too deep", Way(extraDepth: 1).submission,
        """
        The root is at depth 0 and maxDepth counts questions on the way down: with maxDepth 0 there is none.
        """),
      Misconception(
        "one level too few", Way(extraDepth: -1).submission,
        """
        A node at depth maxDepth − 1 may still be split: maxDepth counts the questions, not the levels of nodes.
        """),
      Misconception(
        "pure nodes split on", Way(splitsPure: true).submission,
        """
        A pure node has nothing to ask. Splitting it changes no answer, but makes the tree as large as the data.
        """),
      Misconception(
        "minLeaf as what is left over", Way(leafOffset: 1).submission,
        """
        A side with exactly minLeaf rows is allowed.
        """),
      Misconception(
        "minLeaf asked of the left side only", Way(asksRight: false).submission,
        """
        Both sides must keep minLeaf rows.
        """),
      Misconception(
        "gains not taken as means", Way(scalesGain: true).submission,
        """
        You sum over the rows of the node. The gain is a mean: g − (n_L·g_L + n_R·g_R)/n.
        """),
      Misconception(
        "the impurity after the split", Way(subtracts: false).submission,
        """
        What is asked is by how much the impurity falls; you return what is left of it.
        """),
      Misconception(
        "the first column only", Way(firstOnly: true).submission,
        """
        Every column is asked, and the best question of all is taken.
        """),
      Misconception(
        "variance by the mean of the squares", Way(isCancelling: true).submission,
        """
        Σ y²/n − ȳ² of values near 10⁸ is a difference of numbers near 10¹⁶, whose last digit is 2: nothing is left of a \
        variance of ¼. Subtract the mean first.
        """),
      Misconception(
        "gains of values equal within 10⁻¹²", Way(hasUnit: false).submission,
        """
        A variance has a unit, that of y squared. Of lengths of 10⁻¹² metres all gains are below 10⁻¹², and they would all \
        be equal: compare with 10⁻¹² of the node's variance.
        """),
      Misconception(
        "variances with n − 1", Way(isUnbiased: true).submission,
        """
        Impurity is the mean squared distance from the node's own mean: divide by n. With n − 1 a side of one row is 0/0.
        """),
      Misconception(
        "labels not looked at", Way(looksAtLabels: false).submission,
        """
        A label of −1 or K has no place in the counts. Say so with its row.
        """),
      Misconception(
        "NaN let through", Way(looksAtValues: false).submission,
        """
        NaN is in no order: after `sorted` the columns are no longer sorted, and NaN ≤ t sends the row to the right. \
        Refuse it.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("impurity from the definition at every threshold", Way(isDirect: true).submission),
      Alternative("the middle as a/2 + b/2", Way(middle: { a, b in a / 2 + b / 2 < b ? a / 2 + b / 2 : a }).submission),
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let (rows, species) = try penguins.get()
        let x = rows.map { [$0[0], $0[1]] }
        let tree = try s.fit.unrecorded(x, species, 3, 3)
        let names = ["Adelie", "Chinstrap", "Gentoo"]
        var plot = Plot("Your tree of depth 3 and the penguins", x: "bill length, mm", y: "bill depth, mm")
        var grid: [[Double]] = []
        for i in 0..<60 {
          for j in 0..<60 { grid.append([32 + 28 * Double(j) / 59, 13 + 9 * Double(i) / 59]) }
        }
        let answers = try s.predict.unrecorded(tree, grid)
        guard answers.count == grid.count else { return Figure([plot]) }
        var place = -1
        plot.surface(32...60, 13...22, steps: 60) { _, _ in
          place += 1
          return Double(answers[place])
        }
        for (k, name) in names.enumerated() {
          let own = x.indices.filter { species[$0] == k }
          plot.scatter(own.map { x[$0][0] }, own.map { x[$0][1] }, name: name)
        }
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

private func expectSplit(
  _ got: @autoclosure () throws -> [Double], _ right: [Double], impurity: Double, _ what: String,
  _ advice: String? = nil, line: Int = #line
) {
  guard let got = try? got() else { return expect(false, "\(what) throws an error", advice, line: line) }
  guard got.count == right.count, right.count == 3 else {
    let words = { (split: [Double]) in split.count == 3 ? "column \(Int(split[0])) at \(split[1])" : "nil" }
    return expect(
      got.isEmpty && right.isEmpty, "\(what) is \(words(got)), expected \(words(right))", advice, line: line)
  }
  expect(
    Array(got[..<2]), equals: Array(right[..<2]), within: .ulps(1), advice, what: "column and threshold of \(what)",
    line: line)
  expect(got[2], equals: right[2], within: .absolute(1e-12 * impurity), advice, what: "the gain of \(what)", line: line)
}

private func expectTree(
  _ got: @autoclosure () throws -> Tree, _ right: [[Double]], _ what: String, _ advice: String? = nil,
  line: Int = #line
) {
  guard let got = try? got() else { return expect(false, "\(what) throws an error", advice, line: line) }
  expectNodes(got.flat, right, what, advice, line: line)
}

/// Judges trees node by node; the first that differs says more than the shape of a list.
private func expectNodes(
  _ got: [[Double]], _ right: [[Double]], _ what: String, _ advice: String? = nil, line: Int = #line
) {
  func agree(_ a: [Double], _ b: [Double]) -> Bool {
    a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 0x1p-52 * abs($1) }
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

private func expectLabels(
  _ got: @autoclosure () throws -> [Int], _ right: [Int], _ advice: String? = nil, line: Int = #line
) {
  expect(
    try got().map { Double($0) }, equals: right.map { Double($0) }, advice, what: "the answers of a tree", line: line)
}

/// The best split by trying all: an impurity of row numbers, computed anew on both sides of each threshold.
private func split(_ x: [[Double]], _ minLeaf: Int, impurity: ([Int]) -> Double) -> [Double] {
  var candidates: [[Double]] = []
  let all = Array(x.indices)
  let before = impurity(all)
  for feature in x[0].indices {
    let values = Set(x.map { $0[feature] }).sorted()
    for (a, b) in zip(values, values.dropFirst()) {
      let t = (a + b) / 2
      let (left, right) = (all.filter { x[$0][feature] <= t }, all.filter { x[$0][feature] > t })
      guard left.count >= minLeaf, right.count >= minLeaf else { continue }
      let after = Double(left.count) * impurity(left) + Double(right.count) * impurity(right)
      candidates.append([Double(feature), t, before - after / Double(x.count)])
    }
  }
  let most = candidates.map { $0[2] }.max() ?? 0
  return candidates.first { $0[2] >= most - 1e-12 * before } ?? []
}

/// The chance that two rows drawn are of different classes.
private func gini(_ y: [Int]) -> Double {
  var counts = [Int](repeating: 0, count: classCount(y))
  for label in y { counts[label] += 1 }
  var pairs = 0
  for count in counts { pairs += count * (y.count - count) }
  return Double(pairs) / Double(y.count * y.count)
}

private func variance(_ y: [Double]) -> Double {
  let mean = y.reduce(0, +) / Double(y.count)
  return y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(y.count)
}

// MARK: - Data

/// The rows of make_reference.py: multiples of 2⁻¹⁰ from the generator of C's standard.
private func lattice(_ rows: Int) -> [[Double]] {
  var state = 2
  return (0..<rows).map { _ in
    (0..<3).map { _ in
      state = (1_103_515_245 * state + 12345) % (1 << 31)
      return Double(state >> 16) / 1024
    }
  }
}

private let referenceLabels = [
  1, 2, 2, 2, 0, 0, 0, 2, 2, 0, 2, 2, 0, 0, 2, 0, 0, 2, 2, 1, 0, 2, 1, 0, 1, 1, 0, 2, 0, 0, 2, 1, 1, 1, 1, 1, 1, 0, 1,
  1, 0, 2, 2, 0, 2, 0, 1, 1, 1, 2, 1, 1, 1, 2, 2, 2, 1, 1, 2, 1, 0,
]

private let penguins = Result {
  let names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
  let table = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: names)
  let species = try table.column("species")
  return (
    try table.numbers(names), species.map { ["Adelie", "Chinstrap", "Gentoo"].firstIndex(of: $0) ?? 0 }
  )
}

// MARK: - Wrong and right ways

private func entropy(_ counts: [Int], _ n: Int) -> Double {
  var sum = 0.0
  for count in counts where count > 0 { sum -= Double(count) / Double(n) * log2(Double(count) / Double(n)) }
  return sum
}

/// All functions; each member can make them wrong in one place.
private struct Way {
  var middle: (Double, Double) -> Double = { a, b in
    let middle = a + (b - a) / 2
    return middle < b ? middle : a
  }
  var weighs = true
  var stopsAtZero = false
  /// Of counts and their sum.
  var impurity: ([Int], Int) -> Double = { counts, n in
    var sum = 0.0
    for count in counts { sum += Double(count * count) }
    return 1 - sum / Double(n * n)
  }
  var cutsEqual = false
  var lastOfEqual = false
  var slack = 1e-12
  var isShare = false
  var leftIf: (Double, Double) -> Bool = { $0 <= $1 }
  var lastClass = false
  var extraDepth = 0
  var splitsPure = false
  var leafOffset = 0
  var asksRight = true
  var scalesGain = false
  var subtracts = true
  var firstOnly = false
  var isCancelling = false
  var isUnbiased = false
  var isDirect = false
  var hasUnit = true
  var looksAtLabels = true
  var looksAtValues = true

  /// Both kinds of splits: `gain` is told the rows in the order of a column, and how many go left.
  private func best(
    _ x: [[Double]], _ minLeaf: Int, before: Double, unit: Double, gains: ([Int]) -> [Double]
  ) -> [Double] {
    let n = x.count
    var best: [Double] = []
    for feature in x[0].indices {
      if firstOnly && feature > 0 { break }
      let order = x.indices.sorted { x[$0][feature] < x[$1][feature] }
      let gain = gains(order)
      for i in 1..<n {
        let (a, b) = (x[order[i - 1]][feature], x[order[i]][feature])
        if a == b && !cutsEqual || i < minLeaf + leafOffset || asksRight && n - i < minLeaf + leafOffset { continue }
        if let most = best.last {
          let unit = isShare ? most : unit
          if lastOfEqual ? gain[i] < most - slack * unit : gain[i] <= most + slack * unit { continue }
        }
        best = [Double(feature), middle(a, b), gain[i]]
      }
    }
    guard best.count == 3 else { return [] }
    if !subtracts { best[2] = before - best[2] }
    if scalesGain { best[2] *= Double(n) }
    return best
  }

  func split(_ x: [[Double]], _ y: [Int], _ minLeaf: Int, _ classes: Int) -> [Double] {
    let n = x.count
    var all = [Int](repeating: 0, count: classes)
    for label in y { all[label] += 1 }
    let before = isDirect ? gini(y) : impurity(all, n)
    return best(x, minLeaf, before: before, unit: 1) { order in
      var gains = [Double](repeating: 0, count: n)
      var left = all.map { _ in 0 }
      var right = all
      for i in 1..<n {
        left[y[order[i - 1]]] += 1
        right[y[order[i - 1]]] -= 1
        var (g, h) = (impurity(left, i), impurity(right, n - i))
        if isDirect { (g, h) = (gini(order[..<i].map { y[$0] }), gini(order[i...].map { y[$0] })) }
        let share = weighs ? Double(i) / Double(n) : 0.5
        gains[i] = before - share * g - (1 - share) * h
      }
      return gains
    }
  }

  private func spread(_ y: [Double]) -> Double {
    let n = Double(y.count)
    let mean = y.reduce(0, +) / n
    if isCancelling { return y.reduce(0) { $0 + $1 * $1 } / n - mean * mean }
    return y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (isUnbiased ? max(1, n - 1) : n)
  }

  func splitOfValues(_ x: [[Double]], _ y: [Double], _ minLeaf: Int) -> [Double] {
    let n = x.count
    let before = spread(y)
    return best(x, minLeaf, before: before, unit: hasUnit ? before : 1) { order in
      let sorted = order.map { y[$0] }
      return (0..<n).map { i in
        if i == 0 { return 0 }
        let share = weighs ? Double(i) / Double(n) : 0.5
        return before - share * spread(Array(sorted[..<i])) - (1 - share) * spread(Array(sorted[i...]))
      }
    }
  }

  func fit(_ x: [[Double]], _ y: [Int], _ classes: Int, _ maxDepth: Int) throws -> Tree {
    guard !x.isEmpty else { throw TreeError.noRows }
    guard x.count == y.count else { throw TreeError.labels(rows: x.count, labels: y.count) }
    for i in x.indices {
      guard x[i].count == x[0].count else { throw TreeError.columns(row: i) }
      for j in x[i].indices where !x[i][j].isFinite && looksAtValues { throw TreeError.notFinite(row: i, column: j) }
      if looksAtLabels { guard y[i] >= 0, y[i] < classes else { throw TreeError.label(row: i) } }
    }
    return grow(x, y.map { max(0, min($0, classes - 1)) }, classes, maxDepth + extraDepth)
  }

  private func grow(_ x: [[Double]], _ y: [Int], _ classes: Int, _ depth: Int) -> Tree {
    let counts = (0..<classes).map { k in y.count { $0 == k } }
    let isPure = counts.contains(y.count)
    guard depth > 0, splitsPure || !isPure else { return .leaf(counts: counts) }
    let split = split(x, y, 1, classes)
    guard split.count == 3, !stopsAtZero || split[2] > 1e-12 else { return .leaf(counts: counts) }
    let goesLeft = x.map { leftIf($0[Int(split[0])], split[1]) }
    guard goesLeft.contains(true), goesLeft.contains(false) else { return .leaf(counts: counts) }
    let left = x.indices.filter { goesLeft[$0] }
    let right = x.indices.filter { !goesLeft[$0] }
    return .split(
      feature: Int(split[0]), threshold: split[1], grow(left.map { x[$0] }, left.map { y[$0] }, classes, depth - 1),
      grow(right.map { x[$0] }, right.map { y[$0] }, classes, depth - 1))
  }

  func predict(_ tree: Tree, _ row: [Double]) -> Int {
    switch tree {
    case .leaf(let counts):
      let most = counts.max() ?? 0
      return (lastClass ? counts.lastIndex(of: most) : counts.firstIndex(of: most)) ?? 0
    case .split(let feature, let threshold, let left, let right):
      return predict(leftIf(row[feature], threshold) ? left : right, row)
    }
  }

  var submission: Submission {
    Submission(
      split: .init { x, y, minLeaf in split(x, y, minLeaf, classCount(y)) },
      splitOfValues: .init { splitOfValues($0, $1, $2) },
      fit: .init { try fit($0, $1, $2, $3) },
      predict: .init { tree, rows in rows.map { predict(tree, $0) } })
  }
}
