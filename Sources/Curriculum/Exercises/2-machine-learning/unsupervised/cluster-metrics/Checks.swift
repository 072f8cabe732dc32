import Checking
import Glibc

enum ClusterMetricError: Error, Equatable {
  case noRows
  case counts(Int, Int)
  case length(row: Int)
  case oneCluster
}

struct Submission {
  var adjustedRand: Function<[Int], [Int], Double>
  var mutualInformation: Function<[Int], [Int], Double>
  var silhouettes: Function<[[Double]], [Int], [Double]>
}

enum ClusterMetrics: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A few roundings of numbers below 10.
      Check("gives the worked example") { s in
        expect(
          try s.adjustedRand([0, 0, 1, 1], [0, 0, 1, 2]), equals: 4.0 / 7, within: .ulps(8), "(1 − ⅓)/(1.5 − ⅓).",
          what: "the adjusted Rand index")
        expect(
          try s.mutualInformation([0, 0, 1, 1], [0, 0, 1, 2]), equals: 0.8, within: .ulps(16),
          "2·log 2/(log 2 + 1.5·log 2).", what: "the normalised mutual information")
        expect(
          try s.silhouettes([[0], [1], [5], [7]], [0, 0, 1, 1]), equals: [5.0 / 6, 4.0 / 5, 2.5 / 4.5, 4.5 / 6.5],
          within: .ulps(8), "Row 0: a = 1, b = (5 + 7)/2.", what: "the silhouettes")
      },
      // The pairs are counted one by one: whole numbers, then three roundings. C(n) ≤ 66 here, the denominator is 0 or
      // 1/132 at least.
      Check("counts pairs, by brute force", holdingFor: 60) { s, draws in
        let n = draws.integer(in: 1...12)
        let (a, b) = (labels(n, &draws), labels(n, &draws))
        expect(
          try s.adjustedRand(a, b), equals: bruteForce(a, b), within: .absolute(1e-12),
          "S: pairs together in both; E: what is expected of it by chance.",
          what: "the adjusted Rand index of \(a) and \(b)")
      },
      Check("measures information, by its definition", holdingFor: 60) { s, draws in
        let n = draws.integer(in: 1...12)
        let (a, b) = (labels(n, &draws), labels(n, &draws))
        expect(
          try s.mutualInformation(a, b), equals: information(a, b), within: .absolute(1e-12),
          "I over the mean of the entropies.", what: "the normalised mutual information of \(a) and \(b)")
      },
      Check("does not look at names", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 2...12)
        let (a, b) = (labels(n, &draws), labels(n, &draws))
        let other = a.map { 100 - 7 * $0 }
        expect(
          try s.adjustedRand(other, b), equals: try s.adjustedRand(a, b), within: .absolute(1e-12),
          "Names are nothing.",
          what: "the adjusted Rand index after other names")
        expect(
          try s.adjustedRand(b, a), equals: try s.adjustedRand(a, b), within: .absolute(1e-12), "It is symmetric.",
          what: "the adjusted Rand index the other way round")
        expect(
          try s.mutualInformation(b, other), equals: try s.mutualInformation(a, b), within: .absolute(1e-12),
          "It is symmetric, and names are nothing.", what: "the normalised mutual information after other names")
      },
      // 3,000 rows in 10 clusters: over 200 draws ARI had a standard deviation of 0.0005 and stayed below 0.002
      // (scikit-learn); the index that is not adjusted is 0.82.
      Check("gives about 0 for chance") { s, random in
        let a = (0..<3000).map { _ in Int.random(in: 0..<10, using: &random) }
        let b = (0..<3000).map { _ in Int.random(in: 0..<10, using: &random) }
        expect(
          "|ARI| of two random clusterings", abs(try s.adjustedRand(a, b)), atMost: 0.01,
          "Subtract what chance gives: E = A·B/C(n).")
      },
      // Distances are square roots of whole numbers; means of at most 13.
      Check("compares with the nearest other cluster, by brute force", holdingFor: 40) { s, draws in
        let n = draws.integer(in: 2...13)
        let x = (0..<n).map { _ in [Double(draws.integer(in: 0...9)), Double(draws.integer(in: 0...9))] }
        var l = labels(n, &draws)
        if Set(l).count == 1 { l[0] += 1 }
        expect(
          try s.silhouettes(x, l), equals: silhouettes(x, l), within: .absolute(1e-12),
          "a over the others of its own cluster, b the smallest mean over another cluster; alone, or a = b = 0: s = 0.",
          what: "the silhouettes of \(x) with labels \(l)")
      },
      Check("knows the edges") { s in
        for n in [1, 2, 5] {
          let (one, each) = ([Int](repeating: 3, count: n), Array(0..<n))
          expect(
            try s.adjustedRand(one, one), equals: 1, "The same partition.", what: "ARI of one cluster of \(n) rows")
          expect(
            try s.adjustedRand(each, each), equals: 1, "The same partition.", what: "ARI of \(n) clusters of one row")
          expect(
            try s.mutualInformation(one, one), equals: 1, "Both entropies are 0.",
            what: "NMI of one cluster of \(n) rows")
          expect(
            try s.mutualInformation(each, each), equals: 1, within: .ulps(8), "The same partition.",
            what: "NMI of \(n) clusters of one row")
          guard n > 1 else { continue }
          expect(
            try s.adjustedRand(one, each), equals: 0, "No better than chance.", what: "ARI of one cluster against \(n)")
          expect(
            try s.mutualInformation(one, each), equals: 0, within: .absolute(1e-15),
            "Nothing is known from one cluster.",
            what: "NMI of one cluster against \(n)")
        }
        expect(
          try s.silhouettes([[1, 1], [1, 1], [1, 1], [4, 5]], [0, 0, 1, 2]), equals: [0, 0, 0, 0],
          "a = b = 0, or alone in the cluster: 0.", what: "silhouettes of equal rows and of rows alone")
        expect(
          try s.silhouettes([[0], [1], [5], [7]], [-1, -1, 3, 3]), equals: [5.0 / 6, 4.0 / 5, 5.0 / 9, 9.0 / 13],
          within: .ulps(8), "Labels are any Ints, and −1 is a label like the others.",
          what: "silhouettes of 0, 1, 5, 7 with labels −1, −1, 3, 3")
        // 85,000 rows have 0 and 0, and 5000 each of the other pairs of labels: A·B = 1.7·10¹⁹, an Int ends at 9.2·10¹⁸.
        let a = (0..<100_000).map { $0 < 90_000 ? 0 : 1 }
        let b = (0..<100_000).map { $0 < 85_000 || $0 >= 95_000 ? 0 : 1 }
        let pairs = { (m: Double) in m * (m - 1) / 2 }
        let inEach = pairs(90_000) + pairs(10_000)
        let chance = inEach * inEach / pairs(100_000)
        expect(
          try s.adjustedRand.unrecorded(a, b), equals: (pairs(85_000) + 3 * pairs(5000) - chance) / (inEach - chance),
          within: .absolute(1e-12), "A·B is no Int any more: multiply counts of pairs as Doubles.",
          what: "ARI of 100,000 rows, two clusters each")
      },
      Check("refuses what cannot be compared") { s in
        let advice = "The first fault in the order of the table."
        expect(throws: ClusterMetricError.noRows, advice) { try s.adjustedRand([], []) }
        expect(throws: ClusterMetricError.noRows, advice) { try s.mutualInformation([], []) }
        expect(throws: ClusterMetricError.counts(0, 1), advice) { try s.adjustedRand([], [0]) }
        expect(throws: ClusterMetricError.counts(2, 1), advice) { try s.adjustedRand([0, 1], [0]) }
        expect(throws: ClusterMetricError.counts(1, 3), advice) { try s.mutualInformation([0], [0, 1, 2]) }
        expect(throws: ClusterMetricError.noRows, advice) { try s.silhouettes([], []) }
        expect(throws: ClusterMetricError.counts(2, 3), advice) { try s.silhouettes([[0], [1, 2]], [0, 0, 0]) }
        expect(throws: ClusterMetricError.length(row: 1), advice) { try s.silhouettes([[0], [1, 2]], [0, 0]) }
        expect(throws: ClusterMetricError.oneCluster, advice) { try s.silhouettes([[0], [1]], [4, 4]) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the Rand index, not adjusted", .right { $0.rand = .plain },
        """
        With ten clusters two random labellings agree on 82 % of the pairs: apart in both. Subtract what chance gives.
        """),
      Misconception(
        "the share of equal labels", .right { $0.rand = .accuracy },
        """
        Clusters have no names: 0, 0, 1 and 1, 1, 0 are the same partition, and you call it all wrong.
        """),
      Misconception(
        "pairs counted with themselves", .right { $0.pairs = { $0 * $0 / 2 } },
        """
        m rows make m·(m − 1)/2 pairs: a row is no pair with itself.
        """),
      Misconception(
        "the larger of A and B for their mean", .right { $0.rand = .maximum },
        """
        Hubert and Arabie take the mean of A and B for the most that S can be. With the larger one it is another index.
        """),
      Misconception(
        "0 for a denominator of 0", .right { $0.degenerate = 0 },
        """
        One cluster against one cluster is the same partition: 1.
        """),
      Misconception(
        "entropies multiplied", .right { $0.normalizer = { ($0 * $1).squareRoot() } },
        """
        The geometric mean is another normalisation in use. Here it is the arithmetic one: 2·I/(H(a) + H(b)).
        """),
      Misconception(
        "not normalised", .right { $0.normalizer = { _, _ in 1 } },
        """
        Information in nats grows with the number of clusters. Divide by the mean of the entropies.
        """),
      Misconception(
        "bits over nats", .right { $0.informationLog = log2 },
        """
        I in bits over entropies in nats is 1.44 for the same partition. Any base will do, but one for all.
        """),
      Misconception(
        "divided by the larger entropy", .right { $0.normalizer = { max($0, $1) } },
        """
        The mean of the two entropies, not the larger one.
        """),
      Misconception(
        "NMI 0 where both entropies are 0", .right { $0.informationOfNothing = 0 },
        """
        0/0, and the statement says which: one cluster in both is the same partition, 1.
        """),
      Misconception(
        "a(i) counts the row itself", .right { $0.countsItself = true },
        """
        The row's distance to itself is 0 and makes a small cluster look tight. The mean goes over the *others*.
        """),
      Misconception(
        "the nearest other row", .right { $0.next = .row },
        """
        b is the smallest *mean* distance to another cluster, not the distance to its nearest row.
        """),
      Misconception(
        "all other rows as one cluster", .right { $0.next = .all },
        """
        Only the nearest of the other clusters counts; far ones would make every silhouette good.
        """),
      Misconception(
        "the farthest other cluster", .right { $0.next = .farthest },
        """
        The question is to which other cluster the row might belong: the nearest.
        """),
      Misconception(
        "divided by b", .right { $0.dividesByNext = true },
        """
        By the larger of a and b, so that it stays between −1 and 1 when the row lies in the wrong cluster.
        """),
      Misconception(
        "squared distances", .right { $0.distance = { $0 } },
        """
        Rousseeuw's distances are Euclidean; squared ones weigh far rows more, and all values change.
        """),
      Misconception(
        "lists of different lengths cut to the shorter", .right { $0.checksCounts = false },
        """
        `zip` stops at the end of the shorter list and hides that a label is missing. Two labels of one row are compared; \
        without one of them there is nothing to compare.
        """),
      Misconception(
        "negative labels left out", .right { $0.dropsNegative = true },
        """
        Some algorithms call rows without a cluster −1. Here −1 is a name like any other, and its rows are a cluster.
        """),
      Misconception(
        "only the first list asked for rows", .right { $0.asksFirst = true },
        """
        "No rows" is when both lists are empty; an empty one beside another is a difference of counts.
        """),
      Misconception(
        "1 for a row alone", .right { $0.alone = 1 },
        """
        A cluster of one row would be perfect, and n clusters the best of all. It is 0 by definition.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("pair by pair", .right { $0.rand = .pairByPair })
    ]
  }
}

// MARK: - Parts of the checks

/// A few different labels, in clusters of different sizes.
private func labels(_ n: Int, _ draws: inout Draws) -> [Int] {
  let most = draws.integer(in: 0...4)
  return (0..<n).map { _ in draws.integer(in: 0...most) }
}

private func bruteForce(_ a: [Int], _ b: [Int]) -> Double {
  var (together, inA, inB, all) = (0.0, 0.0, 0.0, 0.0)
  for i in a.indices {
    for j in 0..<i {
      all += 1
      if a[i] == a[j] { inA += 1 }
      if b[i] == b[j] { inB += 1 }
      if a[i] == a[j] && b[i] == b[j] { together += 1 }
    }
  }
  let expected = all == 0 ? 0 : inA * inB / all
  let most = (inA + inB) / 2
  return most == expected ? 1 : (together - expected) / (most - expected)
}

private func share(_ x: [Int], _ label: Int) -> Double { Double(x.count { $0 == label }) / Double(x.count) }

private func entropy(_ x: [Int]) -> Double { Set(x).sorted().reduce(0) { $0 - share(x, $1) * log(share(x, $1)) } }

private func information(_ a: [Int], _ b: [Int]) -> Double {
  guard Set(a).count > 1 || Set(b).count > 1 else { return 1 }
  var sum = 0.0
  for i in Set(a).sorted() {
    for j in Set(b).sorted() {
      let both = Double(zip(a, b).count { $0 == i && $1 == j }) / Double(a.count)
      if both > 0 { sum += both * log(both / (share(a, i) * share(b, j))) }
    }
  }
  return 2 * sum / (entropy(a) + entropy(b))
}

private func distance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}

private func silhouettes(_ x: [[Double]], _ labels: [Int]) -> [Double] {
  x.indices.map { i in
    func mean(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + distance(x[i], x[$1]) } / Double(rows.count) }
    let own = x.indices.filter { $0 != i && labels[$0] == labels[i] }
    guard !own.isEmpty else { return 0 }
    let within = mean(own)
    let next = Set(labels).subtracting([labels[i]]).map { l in mean(x.indices.filter { labels[$0] == l }) }.min() ?? 0
    return max(within, next) == 0 ? 0 : (next - within) / max(within, next)
  }
}

// MARK: - Wrong and right ways

/// How it works, right unless one of these is changed.
private struct Way {
  enum Rand { case right, plain, accuracy, maximum, pairByPair }
  enum Next { case nearest, row, all, farthest }

  var rand = Rand.right
  var pairs: (Double) -> Double = { $0 * ($0 - 1) / 2 }
  var degenerate = 1.0
  var normalizer: (Double, Double) -> Double = { ($0 + $1) / 2 }
  var informationLog: (Double) -> Double = log
  var informationOfNothing = 1.0
  var countsItself = false
  var next = Next.nearest
  var dividesByNext = false
  var distance: (Double) -> Double = { $0.squareRoot() }
  var alone = 0.0
  var checksCounts = true
  var dropsNegative = false
  var asksFirst = false

  private func check(_ first: Int, _ second: Int) throws {
    guard first > 0 || second > 0 && !asksFirst else { throw ClusterMetricError.noRows }
    guard first == second || !checksCounts else { throw ClusterMetricError.counts(first, second) }
  }

  private func table(_ a: [Int], _ b: [Int]) -> (both: [Double], a: [Double], b: [Double], pairs: [(Int, Int)]) {
    var both: [Int: [Int: Double]] = [:]
    var start = 0
    let n = min(a.count, b.count)
    for k in 0..<n where k + 1 == n || a[k + 1] != a[k] || b[k + 1] != b[k] {  // the end of equal rows
      both[a[k], default: [:]][b[k], default: 0] += Double(k + 1 - start)
      start = k + 1
    }
    let first = both.mapValues { $0.values.reduce(0, +) }
    let second = both.values.reduce(into: [Int: Double]()) { sums, row in sums.merge(row, uniquingKeysWith: +) }
    let (rows, columns) = (first.keys.sorted(), second.keys.sorted())
    var (cells, places): ([Double], [(Int, Int)]) = ([], [])
    for (i, row) in rows.enumerated() {
      for (j, column) in columns.enumerated() {
        guard let count = both[row]?[column] else { continue }
        cells.append(count)
        places.append((i, j))
      }
    }
    return (cells, rows.map { first[$0] ?? 0 }, columns.map { second[$0] ?? 0 }, places)
  }

  func adjustedRand(_ a: [Int], _ b: [Int]) throws -> Double {
    try check(a.count, b.count)
    if rand == .accuracy { return Double(zip(a, b).count { $0 == $1 }) / Double(a.count) }
    if rand == .pairByPair && a.count < 500 { return bruteForce(a, b) }
    let table = table(a, b)
    func sum(_ counts: [Double]) -> Double { counts.reduce(0) { $0 + pairs($1) } }
    let (together, inA, inB, all) = (sum(table.both), sum(table.a), sum(table.b), pairs(Double(a.count)))
    if rand == .plain { return all == 0 ? 1 : (all + 2 * together - inA - inB) / all }
    let expected = all == 0 ? 0 : inA * inB / all
    let most = rand == .maximum ? max(inA, inB) : (inA + inB) / 2
    return most == expected ? degenerate : (together - expected) / (most - expected)
  }

  func mutualInformation(_ a: [Int], _ b: [Int]) throws -> Double {
    try check(a.count, b.count)
    let table = table(a, b)
    let n = Double(a.count)
    func entropy(_ counts: [Double]) -> Double { counts.reduce(0) { $0 - $1 / n * log($1 / n) } }
    guard table.a.count > 1 || table.b.count > 1 else { return informationOfNothing }
    let sum = zip(table.both, table.pairs).reduce(0) { sum, cell in
      sum + cell.0 / n * informationLog(n * cell.0 / (table.a[cell.1.0] * table.b[cell.1.1]))
    }
    let scale = normalizer(entropy(table.a), entropy(table.b))
    return scale == 0 ? 0 : sum / scale
  }

  func silhouettes(_ x: [[Double]], _ labels: [Int]) throws -> [Double] {
    guard x.count == labels.count || checksCounts else { return [] }
    try check(x.count, labels.count)
    if let row = x.firstIndex(where: { $0.count != x[0].count }) { throw ClusterMetricError.length(row: row) }
    guard Set(labels).count > 1 else { throw ClusterMetricError.oneCluster }
    return x.indices.map { i in
      let distances = x.map { row in distance(zip(row, x[i]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }) }
      func mean(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + distances[$1] } / Double(rows.count) }
      let own = x.indices.filter { ($0 != i || countsItself) && labels[$0] == labels[i] }
      guard x.indices.contains(where: { $0 != i && labels[$0] == labels[i] }) else { return alone }
      let others = x.indices.filter { labels[$0] != labels[i] }
      let names = Set(labels).subtracting([labels[i]]).filter { $0 >= 0 || !dropsNegative }
      let means = names.sorted().map { l in mean(others.filter { labels[$0] == l }) }
      let within = mean(own)
      let b =
        switch next {
        case .nearest: means.min() ?? 0
        case .farthest: means.max() ?? 0
        case .all: mean(others)
        case .row: others.map { distances[$0] }.min() ?? 0
        }
      let scale = dividesByNext ? b : max(within, b)
      return scale == 0 ? 0 : (b - within) / scale
    }
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      adjustedRand: .init { try fixed.adjustedRand($0, $1) },
      mutualInformation: .init { try fixed.mutualInformation($0, $1) },
      silhouettes: .init { try fixed.silhouettes($0, $1) })
  }
}
