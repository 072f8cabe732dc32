import Checking
import Glibc
import LabNumerics

enum QuantileError: Error {
  case empty
  case nan(index: Int)
}

enum IsolationForestError: Error {
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case sample(Int)
}

/// Uniform numbers from a list, again and again, with a count of how many were taken.
final class Script {
  private let numbers: [Double]
  private(set) var taken = 0

  init(_ numbers: [Double]) { self.numbers = numbers }

  func next() -> Double {
    taken += 1
    return numbers.isEmpty ? 0 : numbers[(taken - 1) % numbers.count]
  }
}

/// A tree; the learner's own is made from it and turned back into it.
indirect enum Node: Observable {
  case leaf(Int)
  case split(Int, Double, Node, Node)

  /// Leaves as −1 and their count, splits as feature and threshold, then what is left, then what is right.
  var numbers: [Double] {
    switch self {
    case .leaf(let count): [-1, Double(count)]
    case .split(let feature, let threshold, let left, let right):
      [Double(feature), threshold] + left.numbers + right.numbers
    }
  }

  var observation: Observation { numbers.observation }
}

/// A forest, likewise.
struct Wood: Observable {
  var trees: [Node]
  var size: Int

  var observation: Observation { Observation(trees.observation, size.observation) }
}

struct Submission {
  var robustScores: Function<[Double], [Double]>
  var averageDepth: Function<Int, Double>
  /// Rows of numbers, the rows that are there, the limit and the draws.
  var isolationTree: Function<[[Double]], [Int], Int, [Double], Node>
  var pathLength: Function<Node, [Double], Double>
  var fit: Function<[[Double]], [[Int]], [Double], Wood>
  var anomalyScore: Function<Wood, [Double], Double>
}

enum IsolationForests: Checklist {
  static var checks: [Check<Submission>] {
    [
      // The median is one of the numbers or half a sum: exact; then a product and a quotient.
      Check("measures distance from the median robustly") { s in
        expect(
          try s.robustScores([0, 1, 10]), equals: [-1 / 1.4826, 0, 9 / 1.4826], within: .ulps(4),
          "Median 1, MAD 1: the median of 1, 0, 9.")
        expect(
          try s.robustScores([2, 8, 3, 5, 1e9, 4]),
          equals: [-2.5, 3.5, -1.5, 0.5, 1e9 - 4.5, -0.5].map { $0 / (1.4826 * 2) },
          within: .ulps(8), "Median 4.5; the deviations 0.5, 0.5, 1.5, 2.5, 3.5 and 10⁹ have the median 2.")
        expect(
          try s.robustScores([5, 5, 5, 5, 9, 1]), equals: [0, 0, 0, 0, .infinity, -.infinity],
          "The MAD is 0: whatever differs is infinitely far away.")
        expect(
          try s.robustScores([0, 0x1p-60, 10 * 0x1p-60]), equals: [-1 / 1.4826, 0, 9 / 1.4826], within: .ulps(4),
          "z has no unit: numbers that are all small have a small MAD, and it is not 0.")
        expect(throws: QuantileError.empty, "quantile says so.") { try s.robustScores([]) }
        expect(throws: QuantileError.nan(index: 1), "quantile says so.") { try s.robustScores([1, .nan]) }
      },
      Check("knows the average depth") { s in
        for (n, depth) in [(0, 0.0), (1, 0), (2, 1), (3, 1.2073924), (4, 1.8516559), (256, 10.2447709)] {
          expect(
            try s.averageDepth(n), equals: depth, within: .absolute(5e-8),
            "2·(ln(n − 1) + γ) − 2·(n − 1)/n for n > 2.")
        }
      },
      // Binary fractions: thresholds are exact.
      Check("asks the questions that are drawn") { s in
        expectTree(
          try s.isolationTree([[0], [1], [10]], [0, 1, 2], 2, [0.9, 0.5, 0, 0.25]),
          .split(0, 5, .split(0, 0.25, .leaf(1), .leaf(1)), .leaf(1)), "of the example")
        let x: [[Double]] = [[0, 7, 0], [4, 7, 2], [8, 7, 6], [2, 7, 8], [2, 7, 8]]
        let advice =
          "First the feature, among those that vary here, then its threshold; then the left tree, then the right."
        // Features 0 and 2 vary; the left child has rows 0, 3, 4, in which both vary again.
        expectTree(
          try s.isolationTree(x, [0, 1, 2, 3, 4], 3, [0.25, 0.375, 0.75, 0.5, 0.25, 0.25]),
          .split(0, 3, .split(2, 4, .leaf(1), .leaf(2)), .split(0, 5, .leaf(1), .leaf(1))), "of five rows", advice)
        expectTree(
          try s.isolationTree([[0, 0], [0, 4], [8, 4]], [0, 1, 2], 3, [0.75, 0.5]),
          .split(1, 2, .leaf(1), .split(0, 4, .leaf(1), .leaf(1))), "of (0, 0), (0, 4), (8, 4)",
          "Among the last two rows only feature 0 varies.")
        expectTree(
          try s.isolationTree(x, [3, 1, 4], 5, [0.75, 0, 0.25, 0.5]),
          .split(2, 2, .leaf(1), .leaf(2)), "of rows 3, 1, 4", "At t = min the smallest goes left: ≤.")
        expectTree(
          try s.isolationTree(x, [0, 1, 2, 3, 4], 1, [0.5, 0.25]), .split(2, 2, .leaf(2), .leaf(3)), "with limit 1",
          advice)
        expectTree(try s.isolationTree(x, [0, 1, 2], 0, [0.5]), .leaf(3), "with limit 0", "No question is left.")
        expectTree(try s.isolationTree(x, [], 4, [0.5]), .leaf(0), "of no rows", "Nobody to isolate.")
        expectTree(try s.isolationTree(x, [3, 4], 4, [0.5]), .leaf(2), "of two equal rows", "No feature varies.")
        let near: [[Double]] = [[1], [1 + 0x1p-52]]
        expectTree(
          try s.isolationTree(near, [0, 1], 3, [0, 0.75]), .split(0, 1, .leaf(1), .leaf(1)),
          "of two neighbouring Doubles",
          "t rounds to the maximum, which would leave the right side empty: then t = min.")
      },
      // A sum of whole numbers and c.
      Check("counts questions, and those that a leaf saves") { s in
        let tree = Node.split(1, 2, .leaf(256), .split(0, 0, .leaf(1), .leaf(2)))
        for (row, length) in [([9.0, 2], 1 + 10.24477093), ([0, 3], 2), ([1, 3], 3)] {
          expect(
            try s.pathLength(tree, row), equals: length, within: .absolute(1e-7),
            "The questions on the way, plus c(count) of the leaf.", what: "the path length of \(row)")
        }
        expect(
          try s.pathLength(.leaf(1), [4]), equals: 0, "No question was asked.", what: "the path length in a leaf of 1")
        let wood = Wood(trees: [tree, .leaf(2)], size: 2)
        expect(
          try s.anomalyScore(wood, [0, 3]), equals: exp2(-1.5), within: .ulps(16),
          "The mean of 2 and c(2) = 1, over c(2).", what: "the score for paths of 2 and 1")
        let average = Wood(trees: [.leaf(8), .leaf(8), .leaf(8)], size: 8)
        expect(
          try s.anomalyScore(average, [1]), equals: 0.5, within: .ulps(16), "2^(−c(8)/c(8)).",
          what: "the score of a row that is as deep as the average")
      },
      Check("grows one tree for each sample") { s in
        let x: [[Double]] = [[0], [1], [2], [4], [8], [16], [32], [64], [128]]
        let samples = [[0, 1, 2, 3, 8], [4, 5, 6, 7, 8]]
        let wood = try s.fit(x, samples, [0, 0.75, 0, 0.75, 0, 0.75, 0, 0.5, 0, 0.25, 0, 0.5, 0, 0.125])
        expect(wood.size, equals: 5, "ψ is the number of rows in a sample.", what: "the sample size")
        guard wood.trees.count == 2 else { return expect(false, "two samples made \(wood.trees.count) trees") }
        expectTree(
          wood.trees[0], .split(0, 96, .split(0, 3, .split(0, 1.5, .leaf(2), .leaf(1)), .leaf(1)), .leaf(1)),
          "of the first sample", "⌈log₂ 5⌉ = 3 questions at most.")
        expectTree(
          wood.trees[1],
          .split(
            0, 68, .split(0, 22, .split(0, 12, .leaf(1), .leaf(1)), .split(0, 36, .leaf(1), .leaf(1))), .leaf(1)),
          "of the second sample",
          "It starts where the draws of the first have stopped.")
        let four = try s.fit([[0], [1], [2], [3]], [[0, 1, 2, 3]], [0, 0.125])
        expectTree(
          four.trees.first ?? .leaf(0),
          .split(0, 0.375, .leaf(1), .split(0, 1.25, .leaf(1), .leaf(2))), "of four rows", "⌈log₂ 4⌉ = 2.")
        let twice = try s.fit([[0], [1], [2], [3]], [[0, 3, 0, 3]], [0, 0.5])
        expect(twice.size, equals: 4, "ψ counts what is in the sample.", what: "the sample size of rows 0, 3, 0, 3")
        expectTree(
          twice.trees.first ?? .leaf(0), .split(0, 1.5, .leaf(2), .leaf(2)), "of rows 0, 3, 0, 3",
          "Samples drawn with replacement hold a row several times: it counts each time.")
      },
      // 16 outliers on a far circle of 256 rows: scikit-learn's forests of 60 trees reach an AUC of 0.99 and more.
      Check("finds planted outliers", cases: 2) { s, random in
        var x: [[Double]] = []
        for i in 0..<256 {
          let angle = Double.random(in: 0..<2 * .pi, using: &random)
          let size = i < 16 ? Double.random(in: 4...6, using: &random) : 2 * Double.random(in: 0...1, using: &random)
          x.append([size * cos(angle), size * sin(angle)])
        }
        let samples = (0..<60).map { _ in (0..<64).map { _ in Int.random(in: 0..<256, using: &random) } }
        let script = (0..<997).map { _ in Double.random(in: 0..<1, using: &random) }
        let wood = try s.fit(x, samples, script)
        guard !wood.trees.isEmpty else { return expect(false, "the forest has no trees") }
        let scores = try x.map { try s.anomalyScore.unrecorded(wood, $0) }
        expect(scores.allSatisfy { $0 > 0 && $0 <= 1 }, "a score is not between 0 and 1")
        var better = 0.0
        for outlier in scores[..<16] {
          for other in scores[16...] { better += outlier > other ? 1 : outlier == other ? 0.5 : 0 }
        }
        expect(
          "the AUC of 16 outliers among 256 rows", better / (16 * 240), atLeast: 0.95,
          "Outliers are alone after few questions: their scores are the highest.")
      },
      Check("says what is wrong") { s in
        func expectError(_ error: IsolationForestError, _ x: [[Double]], _ samples: [[Int]], line: Int = #line) {
          expect(throws: error, "Rows first, then samples; counts from 0.", line: line) { try s.fit(x, samples, [0.5]) }
        }
        let x: [[Double]] = [[1, 2], [3, 4], [5, 6]]
        expectError(.length(row: 1), [[1, 2], [3], [.nan, 1]], [])
        expectError(.notFinite(row: 0, column: 1), [[1, .infinity], [3]], [])
        expectError(.notFinite(row: 2, column: 0), [[1, 2], [3, 4], [.nan, 2]], [[0, 1]])
        expectError(.sample(0), x, [])
        expectError(.sample(0), x, [[1]])
        expectError(.sample(1), x, [[1, 0], [1]])
        expectError(.sample(1), x, [[1, 0], [0, 1, 2]])
        expectError(.sample(2), x, [[1, 0], [2, 1], [0, 3], [-1, 0]])
        expectError(.sample(0), [], [[0, 1]])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "MAD without 1.4826", .right { $0.madFactor = 1 },
        """
        The MAD of normal numbers is 0.6745·σ. With 1.4826 the result is in standard deviations, and "3" means what one \
        expects.
        """),
      Misconception(
        "mean and standard deviation", .right { $0.isRobust = false },
        """
        One number of 10⁹ moves the mean and blows up the deviation, and then nobody is an outlier, not even itself. The \
        median does not care.
        """),
      Misconception(
        "distances without a sign", .right { $0.keepsSign = false },
        """
        Too small and too large are different faults: z has a sign.
        """),
      Misconception(
        "0/0 at the median", .right { $0.guardsZero = false },
        """
        If the MAD is 0, the median itself gives 0/0. Its distance is 0.
        """),
      Misconception(
        "c(2) by the formula", .right { $0.depth = { n in n > 1 ? longFormula(n) : 0 } },
        """
        ln(n − 1) + γ is an approximation that is poor for n = 2, 0.154. Two rows are parted by one question: 1.
        """),
      Misconception(
        "ln n for ln(n − 1)",
        .right { $0.depth = { n in n > 2 ? longFormula(n) + 2 * log(Double(n) / Double(n - 1)) : n == 2 ? 1 : 0 } },
        """
        The harmonic number in it is that of n − 1.
        """),
      Misconception(
        "c left out at leaves", .right { $0.addsDepth = false },
        """
        A leaf of a hundred rows at the depth limit is not a row alone: c(count) more questions would have been needed.
        """),
      Misconception(
        "the leaf counted as a question", .right { $0.leafQuestions = 1 },
        """
        The path has as many questions as splits were passed; a leaf asks nothing.
        """),
      Misconception(
        "depth without a limit", .right { $0.limit = { _ in 60 } },
        """
        Ordinary rows then cost long paths that tell nothing: after ⌈log₂ ψ⌉ questions c(count) does as well.
        """),
      Misconception(
        "⌊log₂ ψ⌋", .right { $0.limit = { size in Int(log2(Double(max(1, size)))) } },
        """
        The limit is rounded up: 3 questions for ψ = 5.
        """),
      Misconception(
        "the sign of the exponent", .right { $0.sign = 1 },
        """
        Short paths must give high scores: 2 to the *minus*.
        """),
      Misconception(
        "the mean of the trees' scores", .right { $0.averagesScores = true },
        """
        The mean of the path lengths goes into the exponent, not the mean of powers.
        """),
      Misconception(
        "not divided by c(ψ)", .right { $0.normalises = false },
        """
        A path of 5 is short in a tree of 256 rows and long in one of 8: measure it against c(ψ).
        """),
      Misconception(
        "features that do not vary are asked", .right { $0.filters = false },
        """
        A question about a constant column parts nobody, but costs one of the few that the limit allows. Choose among \
        those that vary among *these* rows.
        """),
      Misconception(
        "features that vary in the whole table", .right { $0.filtersOnce = true },
        """
        In a node with few rows other columns are constant than in the table. Look again in every node.
        """),
      Misconception(
        "< for ≤", .right { $0.isLeft = { $0 < $1 } },
        """
        The threshold can be the minimum; with < nobody goes left then.
        """),
      Misconception(
        "the threshold drawn first", .right { $0.thresholdFirst = true },
        """
        The first draw chooses the feature, the second the threshold.
        """),
      Misconception(
        "the right tree first", .right { $0.rightFirst = true },
        """
        The left tree takes its draws first. It matters only for repeating a run, and that is asked here.
        """),
      Misconception(
        "a threshold at the maximum", .right { $0.guardsMaximum = false },
        """
        min + v·(max − min) can round to max; then all rows go left and the right leaf is empty. Take the minimum there.
        """),
      Misconception(
        "all rows for every tree", .right { $0.usesSamples = false },
        """
        Each tree grows on its own sample. Small samples are the point: outliers do not hide each other in them.
        """),
      Misconception(
        "a small MAD taken for 0", .right { $0.leastSpread = 1e-12 },
        """
        The MAD has the unit of the numbers: in kilometres it is small, and what it divides is, too. Only 0 is 0.
        """),
      Misconception(
        "each row of a sample once", .right { $0.isSet = true },
        """
        A sample drawn with replacement holds some rows twice. They are rows like others: a leaf counts them all.
        """),
      Misconception(
        "the same draws for every tree", .right { $0.restarts = true },
        """
        Trees that ask the same questions are one tree. Hand on one generator: the second tree goes on where the first stopped.
        """),
      Misconception(
        "samples not looked at", .right { $0.looksAtSamples = false },
        """
        A sample of one row has c(1) = 0, and the score divides by it. Say which sample is wrong.
        """),
      Misconception(
        "rows not looked at", .right { $0.looksAtRows = false },
        """
        NaN is in no interval and ≤ nothing: it goes right at every question, and looks like an outlier or like none.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the limit as the width of ψ − 1 in bits", .right { $0.limit = { Int.bitWidth - ($0 - 1).leadingZeroBitCount } }
      )
    ]
  }
}

// MARK: - Parts of the checks

private func expectTree(_ tree: Node, _ right: Node, _ what: String, _ advice: String? = nil, line: Int = #line) {
  func words(_ node: Node) -> String {
    switch node {
    case .leaf(let count): "leaf of \(count)"
    case .split(let feature, let threshold, let left, let right):
      "[\(feature) ≤ \(threshold): \(words(left)), \(words(right))]"
    }
  }
  expect(
    tree.numbers == right.numbers, "the tree \(what) is \(words(tree)), expected \(words(right))", advice, line: line)
}

private func longFormula(_ n: Int) -> Double {
  2 * (log(Double(n - 1)) + 0.5772156649015329) - 2 * Double(n - 1) / Double(n)
}

// MARK: - Wrong and right ways

/// How rows are isolated, right unless one of these is changed.
private struct Way {
  var madFactor = 1.4826
  var isRobust = true
  var keepsSign = true
  var guardsZero = true
  var depth: (Int) -> Double = { n in n > 2 ? longFormula(n) : n == 2 ? 1 : 0 }
  var addsDepth = true
  var leafQuestions = 0.0
  var limit: (Int) -> Int = { size in
    var limit = 0
    while 1 << limit < size { limit += 1 }
    return limit
  }
  var sign = -1.0
  var averagesScores = false
  var normalises = true
  var filters = true
  var filtersOnce = false
  var isLeft: (Double, Double) -> Bool = { $0 <= $1 }
  var thresholdFirst = false
  var rightFirst = false
  var guardsMaximum = true
  var usesSamples = true
  var leastSpread = 0.0
  var isSet = false
  var restarts = false
  var looksAtSamples = true
  var looksAtRows = true

  func robustScores(_ x: [Double]) throws -> [Double] {
    guard !x.isEmpty else { throw QuantileError.empty }
    if let index = x.firstIndex(where: \.isNaN) { throw QuantileError.nan(index: index) }
    func median(_ x: [Double]) -> Double {
      let sorted = x.sorted()
      let (low, high) = (sorted[(x.count - 1) / 2], sorted[x.count / 2])
      return low + (high - low) / 2
    }
    var (centre, spread) = (median(x), 0.0)
    if isRobust {
      spread = madFactor * median(x.map { abs($0 - centre) })
    } else {
      centre = x.reduce(0, +) / Double(x.count)
      spread = (x.reduce(0) { $0 + ($1 - centre) * ($1 - centre) } / Double(max(1, x.count - 1))).squareRoot()
    }
    return x.map { value in
      if guardsZero, value == centre { return 0 }
      if spread < leastSpread { return value < centre ? -.infinity : .infinity }
      let z = (value - centre) / spread
      return keepsSign ? z : abs(z)
    }
  }

  func tree(_ x: [[Double]], _ rows: [Int], _ limit: Int, _ draw: () -> Double) -> Node {
    guard limit > 0, rows.count > 1 else { return .leaf(rows.count) }
    func range(_ j: Int, _ rows: [Int]) -> (low: Double, high: Double) {
      (rows.map { x[$0][j] }.min() ?? 0, rows.map { x[$0][j] }.max() ?? 0)
    }
    let features = x[0].indices
    var varying = features.filter {
      let (low, high) = range($0, rows)
      return low < high
    }
    if varying.isEmpty { return .leaf(rows.count) }
    if !filters { varying = Array(features) }
    if filtersOnce {
      varying = features.filter {
        let (low, high) = range($0, Array(x.indices))
        return low < high
      }
    }
    var (u, v) = (draw(), draw())
    if thresholdFirst { (u, v) = (v, u) }
    let feature = varying[Int(u * Double(varying.count))]
    let (low, high) = range(feature, rows)
    var threshold = low + v * (high - low)
    if guardsMaximum, threshold >= high { threshold = low }
    let (left, right) = (
      rows.filter { isLeft(x[$0][feature], threshold) }, rows.filter { !isLeft(x[$0][feature], threshold) }
    )
    if rightFirst {
      let second = tree(x, right, limit - 1, draw)
      return .split(feature, threshold, tree(x, left, limit - 1, draw), second)
    }
    let first = tree(x, left, limit - 1, draw)
    return .split(feature, threshold, first, tree(x, right, limit - 1, draw))
  }

  func path(_ node: Node, _ row: [Double]) -> Double {
    switch node {
    case .leaf(let count): leafQuestions + (addsDepth ? depth(count) : 0)
    case .split(let feature, let threshold, let left, let right):
      1 + path(isLeft(row[feature], threshold) ? left : right, row)
    }
  }

  func fit(_ x: [[Double]], _ samples: [[Int]], _ script: [Double]) throws -> Wood {
    for (i, row) in x.enumerated() {
      guard row.count == x[0].count else { throw IsolationForestError.length(row: i) }
      if looksAtRows, let j = row.firstIndex(where: { !$0.isFinite }) {
        throw IsolationForestError.notFinite(row: i, column: j)
      }
    }
    let size = samples.first?.count ?? 0
    if looksAtSamples {
      guard !samples.isEmpty else { throw IsolationForestError.sample(0) }
      for (index, sample) in samples.enumerated() {
        let isGood = sample.count >= 2 && sample.count == size && sample.allSatisfy { x.indices.contains($0) }
        guard isGood else { throw IsolationForestError.sample(index) }
      }
    }
    var draws = Script(script)
    let trees = samples.map { sample in
      if restarts { draws = Script(script) }
      var rows = usesSamples ? sample.filter { x.indices.contains($0) } : Array(x.indices)
      if isSet { rows = Set(rows).sorted() }
      return tree(x, rows, limit(size), draws.next)
    }
    return Wood(trees: trees, size: size)
  }

  func score(_ wood: Wood, _ row: [Double]) -> Double {
    let scale = normalises ? depth(wood.size) : 1
    let paths = wood.trees.map { path($0, row) }
    let count = Double(paths.count)
    if averagesScores { return paths.reduce(0) { $0 + exp2(sign * $1 / scale) } / count }
    return exp2(sign * paths.reduce(0, +) / count / scale)
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      robustScores: .init { try fixed.robustScores($0) }, averageDepth: .init { fixed.depth($0) },
      isolationTree: .init { x, rows, limit, script in
        let draws = Script(script)
        return fixed.tree(x, rows, limit, draws.next)
      },
      pathLength: .init { fixed.path($0, $1) }, fit: .init { try fixed.fit($0, $1, $2) },
      anomalyScore: .init { fixed.score($0, $1) })
  }
}
