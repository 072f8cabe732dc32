import Checking
import LabData

enum TreeError: Error, Equatable {
  case noRows
  case labels(rows: Int, labels: Int)
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
}

enum ForestError: Error, Equatable {
  case noTrees
  case sample(tree: Int)
}

/// A tree of the learner's, or that of a variant.
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

/// What a forest is grown from; the lists of columns are given out in turn, and then from the start again.
struct Plan {
  var x: [[Double]]
  var y: [Int]
  var classes: Int
  var maxDepth: Int
  var samples: [[Int]]
  var columns: [[Int]]
}

/// The trees, and how often columns were asked for.
struct Grove: Observable {
  var trees: [Tree]
  var asked: Int

  var observation: Observation { Observation(trees.observation, asked.observation) }
}

struct Submission {
  var fit: Function<Plan, Grove>
  var probabilities: Function<[Tree], [[Double]], [[Double]]>
  var predict: Function<[Tree], [[Double]], [Int]>
  var outOfBag: Function<[Tree], Plan, Double?>
}

enum RandomForests: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let plan = Plan(
          x: [[1], [2], [3], [4]], y: [0, 0, 1, 1], classes: 2, maxDepth: 3,
          samples: [[0, 1, 2, 3], [0, 0, 3, 3], [3, 3, 3, 3]], columns: [[0]])
        let trees = [
          Tree.split(feature: 0, threshold: 2.5, .leaf(counts: [2, 0]), .leaf(counts: [0, 2])),
          Tree.split(feature: 0, threshold: 2.5, .leaf(counts: [2, 0]), .leaf(counts: [0, 2])), .leaf(counts: [0, 4]),
        ]
        expectGrove(
          try s.fit(plan), Grove(trees: trees, asked: 2),
          "A row that a sample holds twice counts twice. The third tree is pure and asks nothing.")
        expect(
          try s.probabilities(trees, [[1], [3]]), equals: [[2.0 / 3, 1.0 / 3], [0, 1]], within: .ulps(4),
          "(1 + 1 + 0)/3 and (0 + 0 + 1)/3.")
        expectLabels(try s.predict(trees, [[1], [3]]), [0, 1])
        expectAccuracy(
          try s.outOfBag(trees, plan), 2.0 / 3,
          "Row 0 is missing in tree 2 alone, rows 1 and 2 in trees 1 and 2, row 3 in none.")
      },
      // The definition with every threshold tried, on halves, so that values repeat.
      Check("grows each tree on its sample", cases: 4) { s, random in
        let plan = drawPlan(17, 3, trees: 3, depth: 4, columns: [[0, 1, 2]], using: &random)
        expectGrove(
          try s.fit(plan), grove(plan),
          "With all columns, tree b is the decision tree of the rows in sample b, repeated ones as often.")
        var whole = plan
        whole.samples = [Array(plan.x.indices)]
        expectGrove(try s.fit(whole), grove(whole), "On all rows, each once, it is the decision tree itself.")
      },
      Check("asks for columns at each split", cases: 4) { s, random in
        var plan = drawPlan(
          23, 4, trees: 3, depth: 3, columns: [[1, 3], [2], [3, 0], [2, 1], [0, 2, 3]], using: &random)
        let advice = """
          Columns are asked for once at every node that is neither pure nor at maxDepth: node, left subtree, right subtree.
          """
        expectGrove(try s.fit(plan), grove(plan), advice)
        plan.maxDepth = 1
        expectGrove(try s.fit(plan), grove(plan), advice)
      },
      Check("goes by the number of the column on a tie, and stops where nothing can be asked") { s in
        let x: [[Double]] = [[9, 0, 0], [9, 1, 1], [9, 2, 2], [9, 3, 3]]
        func expectGrove(_ y: [Int], _ depth: Int, _ columns: [[Int]], _ advice: String, line: Int = #line) {
          let plan = Plan(x: x, y: y, classes: 2, maxDepth: depth, samples: [[0, 1, 2, 3]], columns: columns)
          RandomForestChecks.expectGrove(try s.fit(plan), grove(plan), advice, line: line)
        }
        expectGrove(
          [0, 0, 1, 1], 2, [[2, 1]], "Columns 1 and 2 are equal: column 1 is asked, wherever it stands in the list.")
        expectGrove(
          [0, 1, 1, 0], 3, [[2, 0], [1, 2, 0]], "Columns 1 and 2 are equal; the lists may be in any order.")
        expectGrove(
          [0, 1, 0, 1], 3, [[2], [0], [1]], "Column 0 is constant: where only it may be asked, the node is a leaf.")
        expectGrove([0, 1, 0, 1], 0, [[1]], "At depth 0 there is no split, and no columns are asked for.")
        expectGrove([1, 1, 1, 1], 3, [[1]], "One class: no columns are asked for.")
        let one = Plan(x: [[5]], y: [1], classes: 3, maxDepth: 3, samples: [[0, 0], [0]], columns: [[0]])
        RandomForestChecks.expectGrove(try s.fit(one), grove(one), "One row, drawn twice or once.")
      },
      Check("averages the shares of the leaves") { s in
        func leaves(_ counts: [[Int]]) -> [Tree] { counts.map { .leaf(counts: $0) } }
        for (counts, right, advice) in [
          ([[9, 1], [0, 1]], [0.45, 0.55], "Each tree has one voice, whatever the size of its leaf: (0.9 + 0)/2."),
          (
            [[6, 4], [6, 4], [0, 10]], [0.4, 0.6],
            "A tree says how sure it is; its majority alone is less: (0.6 + 0.6 + 0)/3."
          ),
          ([[3, 1], [1, 3], [2, 2], [1, 1]], [0.5, 0.5], "Of equally probable classes the smallest."),
          ([[1, 5, 2]], [0.125, 0.625, 0.25], "One tree: its shares."),
        ] {
          expect(try s.probabilities(leaves(counts), [[0]]), equals: [right], within: .ulps(4), advice)
          expectLabels(
            try s.predict(leaves(counts), [[0]]), [right.firstIndex(of: right.max() ?? 0) ?? 0], advice)
        }
        let tree = Tree.split(feature: 1, threshold: 2, .leaf(counts: [1, 0]), .leaf(counts: [1, 3]))
        expect(
          try s.probabilities([tree, .leaf(counts: [1, 1])], [[9, 2], [0, 2.5]]),
          equals: [[0.75, 0.25], [0.375, 0.625]],
          within: .ulps(4), "x ≤ t goes left.")
      },
      Check("judges each row by the trees that did not see it", cases: 6) { s, random in
        var plan = RandomForestChecks.plan(using: &random)
        var trees = grove(plan).trees
        while outOfBag(trees, plan, isStrict: true) == nil {  // rounding decides where two classes are equally probable
          plan = RandomForestChecks.plan(using: &random)
          trees = grove(plan).trees
        }
        expectAccuracy(
          try s.outOfBag(trees, plan), outOfBag(trees, plan),
          "For row i only the trees b count whose sample b does not hold i; rows that every sample holds are left out.")
      },
      Check("has no out-of-bag accuracy where every row was seen") { s in
        let plan = Plan(
          x: [[1], [2], [3]], y: [0, 1, 1], classes: 2, maxDepth: 3, samples: [[0, 1, 2, 2], [2, 1, 0]], columns: [[0]])
        expectAccuracy(
          try s.outOfBag([.leaf(counts: [1, 3]), .leaf(counts: [1, 2])], plan), nil, "0/0 is no accuracy.")
        var one = plan
        one.samples = [[0, 1, 2, 2], [2, 1]]
        expectAccuracy(
          try s.outOfBag([.leaf(counts: [1, 3]), .leaf(counts: [0, 2])], one), 0,
          "Only row 0 has a tree, and it is wrong.")
        expectAccuracy(
          try s.outOfBag([.leaf(counts: [1, 3]), .leaf(counts: [2, 2])], one), 1,
          "Only row 0 has a tree, and it is right.")
      },
      Check("refuses what it cannot use") { s in
        let x: [[Double]] = [[1, 2], [3, 4], [5, 6]]
        func expectFailure(
          _ right: some Error, _ x: [[Double]], _ y: [Int], _ samples: [[Int]], _ advice: String, line: Int = #line
        ) {
          expect(throws: right, advice, line: line) {
            try s.fit(Plan(x: x, y: y, classes: 2, maxDepth: 2, samples: samples, columns: [[0]]))
          }
        }
        let tree = "What is wrong with x and y is fitTree's to say, before the samples are looked at."
        expectFailure(TreeError.noRows, [], [], [[0]], tree)
        expectFailure(TreeError.labels(rows: 3, labels: 2), x, [0, 1], [], tree)
        expectFailure(
          TreeError.notFinite(row: 2, column: 1), [[1, 2], [3, 4], [5, .nan]], [0, 1, 1], [[0, 1]], tree)
        expectFailure(TreeError.columns(row: 1), [[1, 2], [3], [5, 6]], [0, 1, 1], [[0, 2]], tree)
        expectFailure(TreeError.label(row: 2), x, [0, 1, 2], [[0, 3]], tree)
        expectFailure(ForestError.noTrees, x, [0, 1, 1], [], "A forest without trees answers nothing.")
        let sample = "The first tree whose sample is empty, or holds a number outside 0 ..< n."
        expectFailure(ForestError.sample(tree: 1), x, [0, 1, 1], [[0, 1], [2, 3], [-1]], sample)
        expectFailure(ForestError.sample(tree: 1), x, [0, 1, 1], [[0, 1], [], [5]], sample)
        expectFailure(ForestError.sample(tree: 0), x, [0, 1, 1], [[0, -1]], sample)
      },
      // Forty trees with three of thirteen columns a split: scikit-learn's forests reach 0.955 … 0.99 out of bag, single
      // trees 0.89 in the mean, forests of shuffled labels 0.46 or less: make_reference.py.
      Check("names wines that its trees did not see") { s in
        let (x, y) = try wine.get()
        var state = 1
        func draw(_ bound: Int) -> Int {
          state = (1_103_515_245 * state + 12345) % (1 << 31)
          return ((state >> 16) * bound) >> 15
        }
        let samples = (0..<40).map { _ in x.map { _ in draw(x.count) } }
        let columns = (0..<97).map { _ in Array(Set((0..<3).map { _ in draw(13) })).sorted() }
        let plan = Plan(x: x, y: y, classes: 3, maxDepth: 20, samples: samples, columns: columns)
        let trees = try s.fit(plan).trees
        expect(
          "the out-of-bag accuracy on 178 wines", try s.outOfBag(trees, plan) ?? .nan, atLeast: 0.95)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "one set of columns a tree", Way(choice: .tree).submission,
        """
        With its columns fixed a tree can never combine two others, and the forest's trees are blind each in its own way. \
        Draw anew at every split.
        """),
      Misconception(
        "one set of columns for the forest", Way(choice: .forest).submission,
        """
        All splits of all trees ask the same columns: the others might as well not be there.
        """),
      Misconception(
        "all columns at every split", Way(choice: .all).submission,
        """
        Then the trees differ by their samples alone, and all ask the strongest column first. The mean of trees that err \
        together is no better than one.
        """),
      Misconception(
        "columns asked for at leaves, too", Way(asksAtLeaves: true).submission,
        """
        A pure node or one at maxDepth asks nothing. Look whether it is a leaf before you call `columns`.
        """),
      Misconception(
        "the right subtree first", Way(rightFirst: true).submission,
        """
        Columns are given out in the order node, left subtree, right subtree; with the right one first another node gets \
        them.
        """),
      Misconception(
        "repeated rows once", Way(dropsRepeats: true).submission,
        """
        A row that was drawn twice counts twice: that is what makes the sample a bootstrap sample. You keep each once.
        """),
      Misconception(
        "all rows in every tree", Way(ignoresSamples: true).submission,
        """
        Each tree is grown on its own sample; on all rows they differ only by their columns, and nothing is out of bag.
        """),
      Misconception(
        "features not translated back", Way(translates: false).submission,
        """
        `bestSplit` numbers the columns that it is given: 0, 1, … of the chosen ones. Translate: chosen[feature].
        """),
      Misconception(
        "ties by the order of the list", Way(sorts: false).submission,
        """
        On equal gains the column with the smaller number wins. Hand the chosen columns over in ascending order.
        """),
      Misconception(
        "counts of leaves added up", Way(vote: .counts).submission,
        """
        A large leaf then speaks louder than a small one. Each tree has one voice: divide by the size of the leaf first.
        """),
      Misconception(
        "majorities counted", Way(vote: .majorities).submission,
        """
        A leaf with 6 to 4 is less sure than one with 10 to 0, and the vote forgets it. Average the shares.
        """),
      Misconception(
        "shares not averaged", Way(vote: .sums).submission,
        """
        The sum of the shares is the number of trees. Divide by it.
        """),
      Misconception(
        "of equally probable classes the largest", Way(lastClass: true).submission,
        """
        Of equally probable classes the smallest is answered.
        """),
      Misconception(
        "out of bag by the trees that saw the row", Way(bag: .inside).submission,
        """
        These trees were grown on the row's own label: their accuracy says how well they remember. Take the others.
        """),
      Misconception(
        "out of bag by all trees", Way(bag: .all).submission,
        """
        Two thirds of the trees have seen the row. Only those whose sample does not hold it may judge.
        """),
      Misconception(
        "rows that every tree saw counted as wrong", Way(bag: .counted).submission,
        """
        A row without a tree that missed it has no prediction. Leave it out of the share, above and below.
        """),
      Misconception(
        "the mean of the trees' own accuracies", Way(bag: .perTree).submission,
        """
        That judges single trees. The forest's answer for a row is the mean of all trees that did not see it.
        """),
      Misconception(
        "the error for the accuracy", Way(bag: .error).submission,
        """
        You count the rows that are wrong; the accuracy is the share of the right ones.
        """),
      Misconception(
        "accuracy 0 where nothing was judged", Way(noneIsZero: true).submission,
        """
        Without a single judged row there is no accuracy, good or bad: nil.
        """),
      Misconception(
        "one level too deep", Way(extraDepth: 1).submission,
        """
        The root is at depth 0; a node at maxDepth is a leaf.
        """),
      Misconception(
        "samples not looked at", Way(looksAtSamples: false).submission,
        """
        An empty sample grows a tree that knows nothing, and a number outside the rows is a fault of the caller's. Say which \
        tree.
        """),
      Misconception(
        "no trees allowed", Way(allowsNone: true).submission,
        """
        The mean over no trees is 0/0. Refuse an empty list of samples.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("sums of squared counts for the impurity, shares summed first and divided once", Way().submission)]
  }
}

// MARK: - Parts of the checks

private enum RandomForestChecks {
  static func plan(using random: inout some RandomNumberGenerator) -> Plan {
    drawPlan(13, 3, trees: 4, depth: 2, columns: [[0, 2], [1]], using: &random)
  }

  static func expectGrove(
    _ got: @autoclosure () throws -> Grove, _ right: Grove, _ advice: String? = nil, line: Int = #line
  ) {
    do {
      let got = try got()
      expect(got.trees.count, equals: right.trees.count, advice, what: "the number of trees", line: line)
      for (b, (tree, expected)) in zip(got.trees, right.trees).enumerated() {
        expectNodes(tree.flat, expected.flat, "tree \(b)", advice, line: line)
      }
      expect(got.asked, equals: right.asked, advice, what: "how often columns were asked for", line: line)
    } catch {
      expect(false, "fitForest throws \(error)", advice, line: line)
    }
  }
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

private func expectGrove(
  _ got: @autoclosure () throws -> Grove, _ right: Grove, _ advice: String? = nil, line: Int = #line
) {
  RandomForestChecks.expectGrove(try got(), right, advice, line: line)
}

private func expectLabels(
  _ got: @autoclosure () throws -> [Int], _ right: [Int], _ advice: String? = nil, line: Int = #line
) {
  expect(
    try got().map { Double($0) }, equals: right.map { Double($0) }, advice, what: "the predicted class of each row",
    line: line)
}

private func expectAccuracy(
  _ got: @autoclosure () throws -> Double?, _ right: Double?, _ advice: String, line: Int = #line
) {
  let words = { (accuracy: Double?) in accuracy.map { "\($0)" } ?? "nil" }
  guard let got = try? got() else {
    return expect(right == nil, "the out-of-bag accuracy is nil, expected \(words(right))", advice, line: line)
  }
  guard let right else { return expect(false, "the out-of-bag accuracy is \(got), expected nil", advice, line: line) }
  expect(got, equals: right, within: .ulps(4), advice, what: "the out-of-bag accuracy", line: line)
}

private func drawPlan(
  _ n: Int, _ d: Int, trees: Int, depth: Int, columns: [[Int]], using random: inout some RandomNumberGenerator
) -> Plan {
  let x = (0..<n).map { _ in (0..<d).map { _ in Double.random(in: -4...4, using: &random).rounded() / 2 } }
  let y = x.map { $0[0] + $0[1] * $0[1] > 1 ? 2 : Int.random(in: 0...1, using: &random) }
  let samples = (0..<trees).map { _ in (0..<n).map { _ in Int.random(in: 0..<n, using: &random) } }
  return Plan(x: x, y: y, classes: 3, maxDepth: depth, samples: samples, columns: columns)
}

/// The forest of a plan by trying every threshold, with the impurity from its definition.
private func grove(_ plan: Plan) -> Grove {
  var asked = 0
  func gini(_ rows: [Int]) -> Double {
    var pairs = 0.0
    for i in rows {
      for j in rows where plan.y[i] != plan.y[j] { pairs += 1 }
    }
    return pairs / Double(rows.count * rows.count)
  }
  func grow(_ rows: [Int], _ depth: Int) -> Tree {
    let leaf = Tree.leaf(counts: (0..<plan.classes).map { k in rows.count { plan.y[$0] == k } })
    guard depth < plan.maxDepth, rows.contains(where: { plan.y[$0] != plan.y[rows[0]] }) else { return leaf }
    let chosen = plan.columns[asked % plan.columns.count].sorted()
    asked += 1
    var best: (feature: Int, threshold: Double, after: Double)?
    for feature in chosen {
      let values = Set(rows.map { plan.x[$0][feature] }).sorted()
      for (a, b) in zip(values, values.dropFirst()) {
        let t = (a + b) / 2
        let (left, right) = (rows.filter { plan.x[$0][feature] <= t }, rows.filter { plan.x[$0][feature] > t })
        let after = (Double(left.count) * gini(left) + Double(right.count) * gini(right)) / Double(rows.count)
        if best.map({ after < $0.after - 1e-12 }) ?? true { best = (feature, t, after) }
      }
    }
    guard let best else { return leaf }
    let left = grow(rows.filter { plan.x[$0][best.feature] <= best.threshold }, depth + 1)
    let right = grow(rows.filter { plan.x[$0][best.feature] > best.threshold }, depth + 1)
    return .split(feature: best.feature, threshold: best.threshold, left, right)
  }
  let trees = plan.samples.map { grow($0, 0) }
  return Grove(trees: trees, asked: asked)
}

private func leaf(_ tree: Tree, _ row: [Double]) -> [Int] {
  switch tree {
  case .leaf(let counts): counts
  case .split(let feature, let threshold, let left, let right): leaf(row[feature] <= threshold ? left : right, row)
  }
}

/// Exactly: the shares brought to one denominator. If strict, nil also if two classes are equally probable in a row.
private func outOfBag(_ trees: [Tree], _ plan: Plan, isStrict: Bool = false) -> Double? {
  var (right, counted) = (0, 0)
  for i in plan.x.indices {
    let leaves = trees.indices.filter { !plan.samples[$0].contains(i) }.map { leaf(trees[$0], plan.x[i]) }
    if leaves.isEmpty { continue }
    counted += 1
    let denominator = leaves.reduce(1) { $0 * $1.reduce(0, +) }
    let sums = (0..<plan.classes).map { k in
      leaves.reduce(0) { $0 + $1[k] * (denominator / $1.reduce(0, +)) }
    }
    if isStrict, sums.count(where: { $0 == sums.max() }) > 1 { return nil }
    if sums.firstIndex(of: sums.max() ?? 0) == plan.y[i] { right += 1 }
  }
  return counted == 0 ? nil : Double(right) / Double(counted)
}

// MARK: - Real data

private let wine = Result {
  let table = try Dataset("tabular/wine.csv").csv()
  let y = try table.column("cultivar", as: Int.self).map { $0 ?? 0 }
  return (try table.numbers(Array(table.columns.dropLast())), y)
}

// MARK: - Wrong and right ways

/// All functions; each member can make them wrong in one place.
private struct Way {
  enum Choice { case split, tree, forest, all }
  enum Vote { case shares, counts, majorities, sums }
  enum Bag { case outside, inside, all, counted, perTree, error }

  var choice = Choice.split
  var asksAtLeaves = false
  var rightFirst = false
  var dropsRepeats = false
  var ignoresSamples = false
  var translates = true
  var sorts = true
  var vote = Vote.shares
  var lastClass = false
  var bag = Bag.outside
  var noneIsZero = false
  var extraDepth = 0
  var looksAtSamples = true
  var allowsNone = false

  func fit(_ plan: Plan) throws -> Grove {
    let (x, y) = (plan.x, plan.y)
    guard !x.isEmpty else { throw TreeError.noRows }
    guard x.count == y.count else { throw TreeError.labels(rows: x.count, labels: y.count) }
    for i in x.indices {
      guard x[i].count == x[0].count else { throw TreeError.columns(row: i) }
      for j in x[i].indices where !x[i][j].isFinite { throw TreeError.notFinite(row: i, column: j) }
      guard y[i] >= 0, y[i] < plan.classes else { throw TreeError.label(row: i) }
    }
    if !allowsNone { guard !plan.samples.isEmpty else { throw ForestError.noTrees } }
    var samples = plan.samples
    for b in samples.indices {
      if looksAtSamples {
        guard !samples[b].isEmpty, samples[b].allSatisfy(x.indices.contains) else {
          throw ForestError.sample(tree: b)
        }
      }
      samples[b] = ignoresSamples ? Array(x.indices) : samples[b].filter(x.indices.contains)
      if dropsRepeats { samples[b] = Set(samples[b]).sorted() }
    }
    var asked = 0
    var fixed: [Int] = []
    func columns() -> [Int] {
      asked += 1
      return plan.columns[(asked - 1) % plan.columns.count]
    }
    func grow(_ rows: [Int], _ depth: Int) -> Tree {
      var counts = [Int](repeating: 0, count: plan.classes)
      for i in rows { counts[y[i]] += 1 }
      let isLeaf = depth >= plan.maxDepth + extraDepth || counts.contains(rows.count)
      if isLeaf && !asksAtLeaves { return .leaf(counts: counts) }
      var chosen = choice == .split ? columns() : choice == .all ? Array(x[0].indices) : fixed
      if sorts { chosen.sort() }
      if isLeaf { return .leaf(counts: counts) }
      guard let (place, threshold) = split(x, y, rows, chosen, counts) else { return .leaf(counts: counts) }
      let asks = rows.map { x[$0][chosen[place]] <= threshold }
      let left = rows.indices.filter { asks[$0] }.map { rows[$0] }
      let right = rows.indices.filter { !asks[$0] }.map { rows[$0] }
      let feature = translates ? chosen[place] : place
      if rightFirst {
        let after = grow(right, depth + 1)
        return .split(feature: feature, threshold: threshold, grow(left, depth + 1), after)
      }
      let before = grow(left, depth + 1)
      return .split(feature: feature, threshold: threshold, before, grow(right, depth + 1))
    }
    if choice == .forest { fixed = columns() }
    let trees = samples.map { sample in
      if choice == .tree { fixed = columns() }
      return grow(sample, 0)
    }
    return Grove(trees: trees, asked: asked)
  }

  private func split(
    _ x: [[Double]], _ y: [Int], _ rows: [Int], _ chosen: [Int], _ all: [Int]
  ) -> (Int, Double)? {
    var best: (Int, Double)?
    var most = -1.0
    for place in chosen.indices {
      let feature = chosen[place]
      let order = rows.sorted { x[$0][feature] < x[$1][feature] }
      var left = all.map { _ in 0 }
      for i in 1..<order.count {
        left[y[order[i - 1]]] += 1
        let (a, b) = (x[order[i - 1]][feature], x[order[i]][feature])
        if a == b { continue }
        var (p, q) = (0, 0)
        for k in all.indices {
          p += left[k] * left[k]
          q += (all[k] - left[k]) * (all[k] - left[k])
        }
        let gain = (Double(p) / Double(i) + Double(q) / Double(order.count - i)) / Double(order.count)
        if gain <= most + 1e-12 { continue }
        most = gain
        best = (place, a + (b - a) / 2)
      }
    }
    return best
  }

  private func shares(_ trees: [Tree], _ row: [Double]) -> [Double] {
    var sums: [Double] = []
    for tree in trees {
      let counts = leaf(tree, row)
      if sums.isEmpty { sums = counts.map { _ in 0 } }
      let n = counts.reduce(0, +)
      let most = counts.firstIndex(of: counts.max() ?? 0)
      for k in counts.indices {
        switch vote {
        case .shares, .sums: sums[k] += Double(counts[k]) / Double(n)
        case .counts: sums[k] += Double(counts[k])
        case .majorities: sums[k] += k == most ? 1 : 0
        }
      }
    }
    if vote == .sums { return sums }
    let total = sums.reduce(0, +)
    return sums.map { $0 / total }
  }

  private func winner(_ shares: [Double]) -> Int {
    // Shares that should be equal differ in the last place by the order of the sums.
    let most = shares.max() ?? 0
    let tied = shares.indices.filter { shares[$0] >= most * (1 - 1e-12) }
    return (lastClass ? tied.last : tied.first) ?? 0
  }

  func outOfBag(_ trees: [Tree], _ plan: Plan) -> Double? {
    var (right, counted) = (0, 0)
    var own: [Double] = []
    if bag == .perTree {
      for (tree, sample) in zip(trees, plan.samples) {
        let outside = plan.x.indices.filter { !sample.contains($0) }
        if outside.isEmpty { continue }
        own.append(
          Double(outside.count { winner(shares([tree], plan.x[$0])) == plan.y[$0] }) / Double(outside.count))
      }
      return own.isEmpty ? nil : own.reduce(0, +) / Double(own.count)
    }
    for i in plan.x.indices {
      let judges = trees.indices.filter { b in
        bag == .all || plan.samples[b].contains(i) == (bag == .inside)
      }.map { trees[$0] }
      if judges.isEmpty {
        if bag == .counted { counted += 1 }
        continue
      }
      counted += 1
      if (winner(shares(judges, plan.x[i])) == plan.y[i]) != (bag == .error) { right += 1 }
    }
    return counted == 0 ? (noneIsZero ? 0 : nil) : Double(right) / Double(counted)
  }

  var submission: Submission {
    Submission(
      fit: .init { try fit($0) }, probabilities: .init { trees, rows in rows.map { shares(trees, $0) } },
      predict: .init { trees, rows in rows.map { winner(shares(trees, $0)) } },
      outOfBag: .init { outOfBag($0, $1) })
  }
}
