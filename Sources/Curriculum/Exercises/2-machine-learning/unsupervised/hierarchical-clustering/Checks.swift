import Checking
import Glibc
import LabData

/// The linkage that a check asks for; the learner's own is made from it.
enum Rule: CaseIterable {
  case single, complete, average, ward
}

/// What the learner's `Merge` says, or that of a variant.
struct Join: Observable {
  var first: Int
  var second: Int
  var height: Double
  var size: Int

  var observation: Observation {
    Observation(first.observation, second.observation, height.observation, size.observation)
  }
}

enum ClusteringError: Error {
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case clusters(Int)
}

struct Submission {
  var mergeTree: Function<[[Double]], Rule, [Join]>
  var cut: Function<[Join], Int, [Int]>
  /// Of these merges of these rows, up to so many clusters.
  var clusterCount: Function<[Join], [[Double]], Int, Int>
}

enum HierarchicalClustering: Checklist {
  static var checks: [Check<Submission>] {
    [
      // A root and a few products.
      Check("gives the worked example") { s in
        let x: [[Double]] = [[0], [1], [4], [6]]
        for (rule, height) in [(Rule.single, 3.0), (.complete, 6), (.average, 4.5), (.ward, 4.5 * 2.0.squareRoot())] {
          expectJoins(
            try s.mergeTree(x, rule),
            [
              Join(first: 0, second: 1, height: 1, size: 2), Join(first: 2, second: 3, height: 2, size: 2),
              Join(first: 4, second: 5, height: height, size: 4),
            ], "of 0, 1, 4, 6 by \(rule)", within: 1e-14)
        }
        let joins = [
          Join(first: 0, second: 1, height: 1, size: 2), Join(first: 2, second: 3, height: 2, size: 2),
          Join(first: 4, second: 5, height: 4.5, size: 4),
        ]
        expectLabels(try s.cut(joins, 2), [0, 0, 1, 1], "two clusters")
        expect(
          try s.clusterCount(joins, x, 4), equals: 2, "The mean silhouettes are 0.654, 0.354 and 0.",
          what: "the number of clusters, up to 4,")
      },
      // 12 rows, heights below 10: the rules round a few times a merge, ward's square root of a difference more.
      Check("measures clusters as they are defined", cases: 3) { s, random in
        let x = (0..<12).map { _ in (0..<2).map { _ in Double.random(in: -3...3, using: &random) } }
        for rule in Rule.allCases {
          expectJoins(try s.mergeTree(x, rule), byDefinition(x, rule), "of 12 rows by \(rule)", within: 1e-11)
        }
      },
      // Whole numbers on a line; the weighted mean is rounded once or twice.
      Check("weighs clusters of different size") { s in
        let x: [[Double]] = [[0], [1], [3], [20], [60]]
        let roots = [(4.0 / 3).squareRoot(), (6.0 / 4).squareRoot(), (8.0 / 5).squareRoot()]
        let cases: [(Rule, [Double])] = [
          (.single, [1, 2, 17, 40]), (.complete, [1, 3, 20, 60]), (.average, [1, 2.5, 56.0 / 3, 54]),
          (.ward, [1, roots[0] * 2.5, roots[1] * 56 / 3, roots[2] * 54]),
        ]
        for (rule, heights) in cases {
          let joins = try s.mergeTree(x, rule)
          expect(
            joins.map(\.height), equals: heights, within: .relative(1e-13),
            "The third merge is of three rows with one: how much does each of the two old distances count?",
            what: "the heights of 0, 1, 3, 20, 60 by \(rule)")
          expect(joins.map(\.size) == [2, 3, 4, 5], "the sizes by \(rule) are \(joins.map(\.size)), not 2, 3, 4, 5")
        }
      },
      Check("takes the first of equally near pairs") { s in
        let line: [[Double]] = [[0], [1], [2], [3], [4]]
        expectJoins(
          try s.mergeTree(line, .single),
          [
            Join(first: 0, second: 1, height: 1, size: 2), Join(first: 2, second: 3, height: 1, size: 2),
            Join(first: 4, second: 6, height: 1, size: 3), Join(first: 5, second: 7, height: 1, size: 5),
          ], "of 0, 1, 2, 3, 4 by single", within: 0,
          "All are at 1. The smallest first, then the smallest second: 0 and 1, then 2 and 3 (not 1 and 2: 1 is gone), then 4 and 6."
        )
        let near: [[Double]] = [[0], [1 + 0x1p-34], [2 + 0x1p-34]]
        expectJoins(
          try s.mergeTree(near, .complete),
          [
            Join(first: 1, second: 2, height: 1, size: 2), Join(first: 0, second: 3, height: 2 + 0x1p-34, size: 3),
          ], "of 0, 1 + 2⁻³⁴, 2 + 2⁻³⁴ by complete", within: 0,
          "1 is less than 1 + 6·10⁻¹¹: only equal distances are a tie.")
        expectJoins(
          try s.mergeTree([[5], [5], [5]], .average),
          [Join(first: 0, second: 1, height: 0, size: 2), Join(first: 2, second: 3, height: 0, size: 3)],
          "of three equal rows", within: 0, "0 is a height as any other.")
      },
      // Prim's tree: single linkage merges along its edges, in ascending order.
      Check("is the minimum spanning tree for single", cases: 2) { s, random in
        let x = (0..<25).map { _ in (0..<3).map { _ in Double.random(in: -3...3, using: &random) } }
        expect(
          try s.mergeTree(x, .single).map(\.height), equals: spanningTree(x), within: .relative(1e-13),
          "Single linkage joins at the smallest distance between the two.", what: "the heights of 25 rows by single")
      },
      // 178 rows of 13 standardised columns; SciPy rounds as we do, 10⁻¹² of the sum.
      Check("agrees with SciPy on the wines") { s in
        let x = try wines.get()
        for (rule, sum, last, sizes) in [
          (Rule.single, 342.81286031608255, [3.8604039414508793, 3.907597307620499, 4.003449649060572], [1, 3, 174]),
          (.complete, 517.5939591298356, [8.931275933940778, 9.810742992157724, 11.211496062171108], [51, 58, 69]),
          (.average, 433.87178778830645, [6.070180741569474, 6.35313916392023, 6.781538583911357], [1, 3, 174]),
          (.ward, 619.1720310141338, [12.56716932618481, 27.65201642516249, 35.40153383134743], [56, 58, 64]),
        ] as [(Rule, Double, [Double], [Int])] {
          let joins = try s.mergeTree(x, rule)
          guard joins.count == 177 else { return expect(false, "178 rows have \(joins.count) merges, not 177") }
          expect(
            joins.reduce(0) { $0 + $1.height }, equals: sum, within: .relative(1e-10),
            what: "the sum of heights by \(rule)")
          expect(
            joins.suffix(3).map(\.height), equals: last, within: .relative(1e-10),
            what: "the last three heights by \(rule)")
          let labels = try s.cut(joins, 3)
          let counts = (0..<3).map { k in labels.count { $0 == k } }.sorted()
          expect(counts == sizes, "three clusters of the wines by \(rule) have \(counts) rows, expected \(sizes)")
        }
      },
      Check("cuts where it is told") { s in
        let joins = [
          Join(first: 3, second: 4, height: 1, size: 2), Join(first: 0, second: 2, height: 2, size: 2),
          Join(first: 1, second: 5, height: 3, size: 3), Join(first: 6, second: 7, height: 9, size: 5),
        ]
        for (k, labels) in [
          (5, [0, 1, 2, 3, 4]), (4, [0, 1, 2, 3, 3]), (3, [0, 1, 0, 2, 2]), (2, [0, 1, 0, 1, 1]), (1, [0, 0, 0, 0, 0]),
        ] {
          expectLabels(try s.cut(joins, k), labels, "\(k) clusters of 5 rows")
        }
        expectLabels(try s.cut([], 1), [0], "one row")
        for k in [0, -1, 6] {
          expect(throws: ClusteringError.clusters(k), "n is one more than the merges.") { try s.cut(joins, k) }
        }
      },
      // Sums of at most 13 silhouettes: two of them that differ by 10⁻⁹ are told apart, others do not occur.
      Check("takes the number with the best silhouettes", cases: 4) { s, random in
        let x = (0..<13).map { i in (0..<2).map { _ in Double.random(in: 0...3, using: &random) + Double(i % 3) } }
        for rule in [Rule.average, .ward, .complete] {
          let joins = try Way().tree(x, rule)
          for most in [2, 3, 5, 13] {
            expect(
              try s.clusterCount(joins, x, most), equals: try Way().count(joins, x, most),
              "The k from 2 to \(most) whose cut has the largest mean silhouette over all rows.",
              what: "the number of clusters of 13 rows by \(rule), up to \(most),")
          }
        }
        let equal: [[Double]] = [[5], [5], [5], [5]]
        expect(
          try s.clusterCount(try Way().tree(equal, .single), equal, 4), equals: 2,
          "All silhouettes are 0: of equal means the smallest k.",
          what: "the number of clusters of equal rows, up to 4,")
        for most in [1, 0, 14] {
          expect(throws: ClusteringError.clusters(most), "From 2 to n, the number of rows.") {
            try s.clusterCount(try Way().tree(x, .ward), x, most)
          }
        }
      },
      // scikit-learn: 0.259, 0.158, 0.149, 0.229, 0.215, 0.192, 0.266 for 2 to 8 by average; 0.267, 0.277, 0.226 by ward.
      Check("counts the clusters of the wines") { s in
        let x = try wines.get()
        let (average, ward) = (try wineTrees.get()[0], try wineTrees.get()[1])
        expect(
          try s.clusterCount(average, x, 8), equals: 8, "0.266 for 8, 0.259 for 2.",
          what: "the number of clusters of the wines by average, up to 8,")
        expect(
          try s.clusterCount(average, x, 4), equals: 2, "0.259, 0.158 and 0.149 for 2, 3 and 4.",
          what: "the number of clusters of the wines by average, up to 4,")
        expect(
          try s.clusterCount(ward, x, 4), equals: 3, "0.267, 0.277 and 0.226 for 2, 3 and 4: there are three kinds.",
          what: "the number of clusters of the wines by ward, up to 4,")
      },
      Check("does the edges") { s in
        expect(
          try s.mergeTree([], .ward).count, equals: 0, "Nothing to merge.", what: "the number of merges of no rows")
        expect(
          try s.mergeTree([[7]], .single).count, equals: 0, "Nothing to merge.", what: "the number of merges of one row"
        )
        func expectError(_ error: ClusteringError, _ x: [[Double]], line: Int = #line) {
          expect(throws: error, "The first row that is wrong; counts from 0.", line: line) {
            try s.mergeTree(x, .average)
          }
        }
        expectError(.length(row: 1), [[1, 2], [3], [.nan, 1]])
        expectError(.notFinite(row: 0, column: 1), [[1, .infinity], [3], [4, 4]])
        expectError(.notFinite(row: 2, column: 0), [[1, 2], [5, 3], [.nan, 4]])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "ward with distances for their squares", .right { $0.wardSquares = false },
        """
        The rule of Lance and Williams for ward holds for squared distances. Square a, b and h, and take the root of the \
        result.
        """),
      Misconception(
        "ward's heights squared", .right { $0.wardHeight = { $0 * $0 } },
        """
        These are squares, twice the growth of the sum of squares. The height is the root, in the unit of the data.
        """),
      Misconception(
        "ward without the 2", .right { $0.wardHeight = { $0 / 2.0.squareRoot() } },
        """
        √(|U|·|V|/(|U| + |V|)) makes two rows merge at 1/√2 of their distance. With the 2 two rows merge at their distance.
        """),
      Misconception(
        "the size of the third cluster left out of ward", .right { $0.wardThird = false },
        """
        |W| stands in all four places of the rule. With 1 instead every third cluster counts as a single row, however \
        large it is.
        """),
      Misconception(
        "average without sizes", .right { $0.weighs = false },
        """
        (a + b)/2 lets one row count as much as ninety-nine. The mean over all pairs weighs a with |U| and b with |V|.
        """),
      Misconception(
        "sizes never grow", .right { $0.growsSizes = false },
        """
        A merged cluster has as many rows as both had; from its second merge on your weights are wrong.
        """),
      Misconception(
        "single and complete exchanged", .right { $0.swaps = true },
        """
        Single is the *smallest* distance between two rows, complete the largest.
        """),
      Misconception(
        "centres for average", .right { $0.usesCentres = true },
        """
        The distance of the means is another linkage (centroid), in which heights may even fall. Average is the mean of \
        the distances.
        """),
      Misconception(
        "squared distances", .right { $0.squaresDistances = true },
        """
        Distances are Euclidean: the root of the sum of squares. For average it makes another tree.
        """),
      Misconception(
        "the last of equally near pairs", .right { $0.takesLast = true },
        """
        Replace the best pair only if the new one is nearer, not if it is as near: then the first stays.
        """),
      Misconception(
        "nearly equal taken for equal", .right { $0.slack = 1e-9 },
        """
        A tie is two equal numbers. Of unequal ones the smaller is nearer, by however little: what is small depends on the unit.
        """),
      Misconception(
        "the merged cluster under an old number", .right { $0.reusesNumber = true },
        """
        Merge i makes cluster n + i. Under an old number nobody can tell the row from the cluster.
        """),
      Misconception(
        "the size of one of the two", .right { $0.sumsSizes = false },
        """
        `size` counts the rows in both together.
        """),
      Misconception(
        "cut one merge early", .right { $0.cutOffset = -1 },
        """
        Each merge makes one cluster less: n − k of them leave k.
        """),
      Misconception(
        "cut one merge late", .right { $0.cutOffset = 1 },
        """
        n − k merges leave k clusters; you make one more.
        """),
      Misconception(
        "clusters under their numbers in the tree", .right { $0.renumbers = false },
        """
        The answer counts 0, 1, 2, … in the order of the first rows.
        """),
      Misconception(
        "cut at the widest gap of heights", .right { $0.counting = .gap },
        """
        A jump in the heights is a sign, too, but another one, and it grows with the clusters' sizes. Asked is what the rows say: \
        the mean silhouette.
        """),
      Misconception(
        "the last of equally good numbers", .right { $0.counting = .last },
        """
        Replace the best k only if the new mean is larger: of equal ones the fewest clusters.
        """),
      Misconception(
        "the largest number not tried", .right { $0.counting = .excludesMost },
        """
        From 2 to m, m included: 2...m, not 2..<m.
        """),
      Misconception(
        "the mean over clusters", .right { $0.counting = .byCluster },
        """
        Each row counts once. A mean of the clusters' means lets one odd row weigh as much as a hundred others.
        """),
      Misconception(
        "the smallest silhouettes", .right { $0.counting = .least },
        """
        1 is a row deep in its own cluster, −1 one that belongs to another: the larger the better.
        """),
      Misconception(
        "too many clusters let through", .right { $0.refuses = false },
        """
        n rows make n clusters at most, and less than one is nothing. Say so.
        """),
      Misconception(
        "rows not looked at", .right { $0.looks = false },
        """
        A distance to NaN is never the smallest: the search finds no pair, or a wrong one. Name row and column.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "distances of clusters from their rows, each time anew",
        Submission(
          mergeTree: .init { x, rule in
            try Way().check(x)
            return x.count > 30 ? try Way().tree(x, rule) : byDefinition(x, rule)
          }, cut: .init { try Way().cut($0, $1) }, clusterCount: .init { try Way().count($0, $1, $2) }))
    ]
  }
}

// MARK: - Parts of the checks

private let wines = Result {
  let csv = try Dataset("tabular/wine.csv").csv()
  let x = try csv.numbers(Array(csv.columns.prefix(13)))
  let n = Double(x.count)
  var scaled = x
  for j in 0..<13 {
    let mean = x.reduce(0) { $0 + $1[j] } / n
    let deviation = (x.reduce(0) { $0 + ($1[j] - mean) * ($1[j] - mean) } / n).squareRoot()
    for i in x.indices { scaled[i][j] = (x[i][j] - mean) / deviation }
  }
  return scaled
}

/// By average and by ward.
private let wineTrees = Result { try [Rule.average, .ward].map { try Way().tree(try wines.get(), $0) } }

private func distance(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }.squareRoot()
}

private func expectJoins(
  _ joins: [Join], _ right: [Join], _ what: String, within share: Double, _ advice: String? = nil, line: Int = #line
) {
  guard joins.count == right.count else {
    return expect(false, "\(joins.count) merges \(what), expected \(right.count)", advice, line: line)
  }
  let wrong = joins.indices.first {
    joins[$0].first != right[$0].first || joins[$0].second != right[$0].second || joins[$0].size != right[$0].size
  }
  func words(_ join: Join) -> String { "\(join.first) and \(join.second) to a cluster of \(join.size)" }
  expect(
    wrong == nil,
    wrong.map { "merge \($0) \(what) joins \(words(joins[$0])), expected \(words(right[$0]))" } ?? "",
    advice ?? "Which two are nearest, by this linkage?", line: line)
  expect(
    joins.map(\.height), equals: right.map(\.height), within: .ofLargest(share),
    advice ?? "Is this the distance by this linkage?", what: "the heights \(what)", line: line)
}

private func expectLabels(_ labels: [Int], _ right: [Int], _ what: String, line: Int = #line) {
  expect(
    labels == right, "\(what) are \(labels), expected \(right)",
    "n − k merges leave k clusters, numbered in the order of their first rows.", line: line)
}

/// Every distance from the rows of the clusters.
private func byDefinition(_ x: [[Double]], _ rule: Rule) -> [Join] {
  func apart(_ u: [Int], _ v: [Int]) -> Double {
    let all = u.flatMap { i in v.map { distance(x[i], x[$0]) } }
    switch rule {
    case .single: return all.min() ?? 0
    case .complete: return all.max() ?? 0
    case .average: return all.reduce(0, +) / Double(all.count)
    case .ward:
      let (m, n) = (Double(u.count), Double(v.count))
      let (a, b) = (centre(u), centre(v))
      return (2 * m * n / (m + n)).squareRoot() * distance(a, b)
    }
  }
  func centre(_ u: [Int]) -> [Double] {
    x[0].indices.map { j in u.reduce(0) { $0 + x[$1][j] } / Double(u.count) }
  }
  var clusters = x.indices.map { (id: $0, rows: [$0]) }
  var joins: [Join] = []
  while clusters.count > 1 {
    var (best, left, right) = (Double.infinity, 0, 0)
    for i in clusters.indices {
      for j in clusters.indices where j > i {
        let d = apart(clusters[i].rows, clusters[j].rows)
        if d < best { (best, left, right) = (d, i, j) }
      }
    }
    let (u, v) = (clusters[left], clusters[right])
    clusters.remove(at: right)
    clusters.remove(at: left)
    clusters.append((id: x.count + joins.count, rows: u.rows + v.rows))
    joins.append(Join(first: u.id, second: v.id, height: best, size: u.rows.count + v.rows.count))
  }
  return joins
}

/// Rousseeuw's silhouettes by their definition, cluster after cluster.
private func silhouettes(_ x: [[Double]], _ labels: [Int]) -> [Double] {
  x.indices.map { i in
    var means: [Int: (sum: Double, count: Double)] = [:]
    for j in x.indices where j != i {
      let old = means[labels[j]] ?? (0, 0)
      means[labels[j]] = (old.sum + distance(x[i], x[j]), old.count + 1)
    }
    guard let own = means.removeValue(forKey: labels[i]), !means.isEmpty else { return 0 }
    let (a, b) = (own.sum / own.count, means.values.map { $0.sum / $0.count }.min() ?? 0)
    return max(a, b) > 0 ? (b - a) / max(a, b) : 0
  }
}

/// The edges of the minimum spanning tree by Prim, ascending.
private func spanningTree(_ x: [[Double]]) -> [Double] {
  var nearest = x.map { distance($0, x[0]) }
  var left = Array(x.indices.dropFirst())
  var edges: [Double] = []
  while let next = left.min(by: { nearest[$0] < nearest[$1] }) {
    edges.append(nearest[next])
    left.removeAll { $0 == next }
    for i in left { nearest[i] = min(nearest[i], distance(x[i], x[next])) }
  }
  return edges.sorted()
}

// MARK: - Wrong and right ways

/// How clusters are merged, right unless one of these is changed.
private struct Way {
  enum Counting { case right, gap, last, excludesMost, byCluster, least }

  var wardSquares = true
  var wardHeight: (Double) -> Double = { $0 }
  var wardThird = true
  var weighs = true
  var growsSizes = true
  var swaps = false
  var usesCentres = false
  var squaresDistances = false
  var takesLast = false
  var slack = 0.0
  var reusesNumber = false
  var sumsSizes = true
  var cutOffset = 0
  var renumbers = true
  var counting = Counting.right
  var refuses = true
  var looks = true

  func check(_ x: [[Double]]) throws {
    guard looks else { return }
    for (i, row) in x.enumerated() {
      guard row.count == x[0].count else { throw ClusteringError.length(row: i) }
      if let j = row.firstIndex(where: { !$0.isFinite }) { throw ClusteringError.notFinite(row: i, column: j) }
    }
  }

  func tree(_ x: [[Double]], _ rule: Rule) throws -> [Join] {
    try check(x)
    let n = x.count
    var d = x.map { a in
      x.map { b in
        let plain = distance(a, b)
        return squaresDistances ? plain * plain : plain
      }
    }
    var sizes = [Int](repeating: 1, count: n)
    var counts = sizes
    var names = Array(0..<n)
    var centres = x
    var alive = Array(0..<n)
    var joins: [Join] = []
    while alive.count > 1 {
      var (height, p, q) = (Double.infinity, alive[0], alive[1])
      for (place, a) in alive.enumerated() {
        let row = d[a]
        for b in alive[(place + 1)...] where row[b] < height - slack || takesLast && row[b] == height {
          (height, p, q) = (row[b], a, b)
        }
      }
      alive.removeAll { $0 == p || $0 == q }
      let (u, v) = (Double(sizes[p]), Double(sizes[q]))
      let centre = zip(centres[p], centres[q]).map { (u * $0 + v * $1) / (u + v) }
      var row = [Double](repeating: 0, count: d.count + 1)
      for c in alive {
        let (a, b, w) = (d[p][c], d[q][c], Double(sizes[c]))
        switch rule {
        case .single: row[c] = swaps ? max(a, b) : min(a, b)
        case .complete: row[c] = swaps ? min(a, b) : max(a, b)
        case .average:
          row[c] = usesCentres ? distance(centre, centres[c]) : weighs ? (u * a + v * b) / (u + v) : (a + b) / 2
        case .ward:
          let third = wardThird ? w : 1
          if wardSquares {
            let squares = (u + third) * a * a + (v + third) * b * b - third * height * height
            row[c] = max(0, squares / (u + v + third)).squareRoot()
          } else {
            row[c] = ((u + third) * a + (v + third) * b - third * height) / (u + v + third)
          }
        }
      }
      let size = counts[p] + counts[q]
      joins.append(
        Join(
          first: min(names[p], names[q]), second: max(names[p], names[q]),
          height: rule == .ward ? wardHeight(height) : height, size: sumsSizes ? size : counts[p]))
      for c in d.indices { d[c].append(row[c]) }
      d.append(row)
      counts.append(size)
      sizes.append(growsSizes ? size : 1)
      centres.append(centre)
      names.append(reusesNumber ? names[p] : n + joins.count - 1)
      alive.append(d.count - 1)
    }
    return joins
  }

  func cut(_ joins: [Join], _ clusters: Int) throws -> [Int] {
    let n = joins.count + 1
    guard !refuses || clusters >= 1 && clusters <= n else { throw ClusteringError.clusters(clusters) }
    var cluster = Array(0..<n)
    for (i, join) in joins.prefix(max(0, n - clusters + cutOffset)).enumerated() {
      for row in 0..<n where cluster[row] == join.first || cluster[row] == join.second { cluster[row] = n + i }
    }
    guard renumbers else { return cluster }
    var seen: [Int] = []
    return cluster.map { id in
      if let place = seen.firstIndex(of: id) { return place }
      seen.append(id)
      return seen.count - 1
    }
  }

  func count(_ joins: [Join], _ x: [[Double]], _ most: Int) throws -> Int {
    guard !refuses || most >= 2 && most <= x.count else { throw ClusteringError.clusters(most) }
    var (best, largest) = (2, -Double.infinity)
    for k in stride(from: 2, through: counting == .excludesMost ? most - 1 : most, by: 1) {
      var score = 0.0
      if counting == .gap {
        let i = x.count - k  // the first merge that is not made
        if i > 0 { score = joins[i].height - joins[i - 1].height }
      } else {
        let labels = try cut(joins, k)
        let own = silhouettes(x, labels)
        let sizes = labels.map { label in labels.count { $0 == label } }
        for (i, silhouette) in own.enumerated() {
          score += counting == .byCluster ? silhouette / Double(sizes[i] * k) : silhouette / Double(x.count)
        }
      }
      if counting == .least { score = -score }
      if score > largest || counting == .last && score == largest { (best, largest) = (k, score) }
    }
    return best
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      mergeTree: .init { try fixed.tree($0, $1) }, cut: .init { try fixed.cut($0, $1) },
      clusterCount: .init { try fixed.count($0, $1, $2) })
  }
}
