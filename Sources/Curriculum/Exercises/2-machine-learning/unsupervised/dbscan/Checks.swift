import Checking
import LabData

enum DBSCANError: Error {
  case radius(Double)
  case minimum(Int)
  case length(row: Int)
  case notFinite(row: Int, column: Int)
}

struct Submission {
  var dbscan: Function<[[Double]], Double, Int, [Int?]>
}

enum DensityClusters: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let x: [[Double]] = [[0], [1], [2], [3.5], [6], [6.5], [7], [9]]
        expectLabels(
          try s.dbscan(x, 1, 3), [0, 0, 0, nil, 1, 1, 1, nil], "of the example",
          "Row 1 has the neighbours 0, 1 and 2: a core row. Rows 0 and 2 are its border.")
      },
      Check("lets a border row take nobody in") { s in
        let x: [[Double]] = [[0], [0], [1], [1], [2], [3], [4]]
        expectLabels(
          try s.dbscan(x, 1, 5), [0, 0, 0, 0, 0, nil, nil], "of 0, 0, 1, 1, 2, 3, 4 with radius 1 and minimum 5",
          "2 is reached by the core rows at 1, but with four neighbours it is none itself.")
      },
      Check("gives a contested border row to the first cluster") { s in
        for (x, labels): ([[Double]], [Int?]) in [
          ([[8], [0], [0], [0], [1], [2], [3], [4], [4], [4]], [nil, 0, 0, 0, 0, 0, 1, 1, 1, 1]),
          ([[4], [4], [4], [3], [2], [1], [0], [0], [0]], [0, 0, 0, 0, 0, 1, 1, 1, 1]),
          ([[2], [4], [1], [0], [0], [3], [0], [4], [4]], [0, 1, 0, 0, 0, 1, 0, 1, 1]),
        ] {
          expectLabels(
            try s.dbscan(x, 1, 5), labels, "of \(x.map { $0[0] }) with radius 1 and minimum 5",
            "A label, once given, stays: the first cluster keeps its border.")
        }
      },
      Check("asks a border row for the lowest number, not for the nearest core row") { s in
        expectLabels(
          try s.dbscan([[0], [0], [0], [1], [2], [2.5], [3.5], [3.5], [3.5]], 1, 5), [0, 0, 0, 0, 0, 1, 1, 1, 1],
          "of 0, 0, 0, 1, 2, 2.5, 3.5, 3.5, 3.5 with radius 1 and minimum 5",
          "2 is a border row that the core rows 1 and 2.5 reach: it belongs to the cluster of 1, though 2.5 is nearer.")
      },
      // Differences and their squares are exact, or far enough from 1.
      Check("tells neighbours to the last digit") { s in
        expectLabels(
          try s.dbscan([[0], [1], [5], [6 + 0x1p-40]], 1, 2), [0, 0, nil, nil],
          "of 0, 1, 5, 6 + 2⁻⁴⁰ with radius 1 and minimum 2", "1 ≤ 1, and 1 + 2⁻⁴⁰ is more than 1.")
        let far = [0.0, 1, 2, 5, 6, 7, 11, 13].map { [0x1p27 + $0] }
        expectLabels(
          try s.dbscan(far, 1, 3), [0, 0, 0, 1, 1, 1, nil, nil],
          "of 2²⁷ + 0, 1, 2, 5, 6, 7, 11, 13 with radius 1 and minimum 3",
          "Differences first, then squares: a² − 2·a·b + b² is rounded in numbers near 2⁵⁴, by 2 each.")
      },
      // Whole numbers: squared distances are exact.
      Check("finds what hangs together, by brute force", holdingFor: 40) { s, draws in
        let n = draws.integer(in: 0...14)
        let x = (0..<n).map { _ in [Double(draws.integer(in: 0...9)), Double(draws.integer(in: 0...4))] }
        let radius = draws.one(of: [1.0, 1.5, 2, 2.5, 0])
        let minimum = draws.integer(in: 1...5)
        expectLabels(
          try s.dbscan(x, radius, minimum), bruteForce(x, radius, minimum),
          "of \(x) with radius \(radius) and minimum \(minimum)",
          "Core rows first; what is linked by a chain of them is a cluster; then the border.")
      },
      Check("finds two rings, one inside the other") { s in
        // Whole points near circles of radius 5 and 15; neighbours on a ring are at most √5 apart, the rings 9 at least.
        var x: [[Double]] = []
        for radius in [5.0, 15] {
          for a in -16...16 {
            for b in -16...16 {
              let square = Double(a * a + b * b)
              if square >= radius * radius - radius, square <= radius * radius + radius {
                x.append([Double(a), Double(b)])
              }
            }
          }
        }
        x.append([0, 0])
        let inner = x.map { $0[0] * $0[0] + $0[1] * $0[1] < 50 }
        let right: [Int?] = inner.map { $0 ? 0 : 1 }
        expectLabels(
          try s.dbscan(x, 1.5, 3), right.dropLast() + [nil], "of two rings and their centre",
          "Chains of core rows go all the way round; the centre is far from both.")
      },
      // Millimetres: squared distances are whole numbers, and no border row is contested (make_reference.py).
      Check("agrees with scikit-learn on iris") { s in
        let x = try iris.get()
        expectLabels(try s.dbscan(x, 4, 8), irisLabels, "of iris with radius 4 mm and minimum 8")
        let reversed = try s.dbscan(x.reversed(), 4, 8)
        let noise = reversed.reversed().map { $0 == nil }
        expect(
          noise == irisLabels.map { $0 == nil }, "with the rows of iris reversed other rows are noise",
          "Who is noise does not depend on the order of the rows.")
      },
      Check("does the edges") { s in
        expectLabels(try s.dbscan([], 1, 2), [], "of no rows")
        expectLabels(
          try s.dbscan([[1], [5], [9]], 1, 1), [0, 1, 2], "with minimum 1", "Every row is its own neighbour.")
        expectLabels(
          try s.dbscan([[1], [5], [1], [1]], 0, 3), [0, nil, 0, 0], "with radius 0", "Equal rows are at distance 0 ≤ 0."
        )
        expectLabels(
          try s.dbscan([[0, 0], [3, 4], [6, 8]], 5, 3), [0, 0, 0],
          "of (0, 0), (3, 4), (6, 8) with radius 5 and minimum 3",
          "The distance 5 is ≤ 5, and it is the Euclidean one.")
        expectLabels(try s.dbscan([[0, 0], [3, 4], [6, 8]], 4.75, 2), [nil, nil, nil], "with radius 4.75")
        func expectError(_ error: DBSCANError, _ x: [[Double]], _ radius: Double, _ m: Int, line: Int = #line) {
          expect(throws: error, "In the order of the table; rows and columns count from 0.", line: line) {
            try s.dbscan(x, radius, m)
          }
        }
        expectError(.radius(-1), [[.nan]], -1, 0)
        expectError(.radius(.infinity), [[1]], .infinity, 1)
        expectError(.radius(.nan), [], .nan, 1)
        expectError(.minimum(0), [[.nan]], 1, 0)
        expectError(.length(row: 1), [[1, 2], [3], [.nan, 1]], 1, 2)
        expectError(.notFinite(row: 0, column: 1), [[1, .infinity], [3], [4, 4]], 1, 2)
        expectError(.notFinite(row: 1, column: 0), [[1, 2], [.nan, 3], [4]], 1, 2)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the nearest core row for the first cluster", .right { $0.takesNearest = true },
        """
        A border row belongs to the lowest number that reaches it. Asking for the nearest core row would be another rule, and \
        takes one more pass.
        """),
      Misconception(
        "a tolerance at the radius", .right { $0.isNear = { square, radius in square <= radius * radius + 1e-9 } },
        """
        d² ≤ r·r is asked as it stands. 10⁻⁹ is nothing in metres and everything in a unit of kilometres squared.
        """),
      Misconception(
        "distances by the squares of the coordinates",
        .right {
          $0.distance = { a, b in
            let square = zip(a, b).reduce(0) { $0 + $1.0 * $1.0 - 2 * $1.0 * $1.1 + $1.1 * $1.1 }
            return max(0, square).squareRoot()
          }
        },
        """
        a² − 2·a·b + b² is (a − b)² on paper. Far from 0 the squares have no digits left for a small difference: subtract \
        first.
        """),
      Misconception(
        "border rows expand", .right { $0.borderExpands = true },
        """
        A row that is no core row lies where it is thin. If it takes its neighbours in, clusters grow together through \
        the gaps between them.
        """),
      Misconception(
        "the row not counted", .right { $0.counts = { neighbours, _ in neighbours - 1 } },
        """
        A row is its own neighbour, at distance 0. Without it the minimum is one higher than asked. So it is with > for ≥.
        """),
      Misconception(
        "< for ≤ at the radius", .right { $0.isNear = { square, radius in square < radius * radius } },
        """
        At exactly the radius is still a neighbour.
        """),
      Misconception(
        "noise never revised", .right { $0.settlesNoise = true },
        """
        A row that is visited before any core row reaches it looks like noise, and you leave it so. Only at the end is it \
        known who is noise.
        """),
      Misconception(
        "border rows are noise", .right { $0.takesBorder = false },
        """
        A row that is no core row itself still belongs to the cluster of a core row within the radius.
        """),
      Misconception(
        "the last cluster takes the border", .right { $0.relabels = true },
        """
        A border row within reach of two clusters changes hands when the second grows. The lower number keeps it.
        """),
      Misconception(
        "no chains", .right { $0.chains = false },
        """
        You take in the neighbours of the first core row and stop. The neighbours of every core row that was taken in \
        belong to the cluster, too.
        """),
      Misconception(
        "the square against the radius", .right { $0.isNear = { square, radius in square <= radius } },
        """
        d² is compared with r. Square the radius, too.
        """),
      Misconception(
        "distances along the axes added", .right { $0.distance = { zip($0, $1).reduce(0) { $0 + abs($1.0 - $1.1) } } },
        """
        That is the Manhattan distance. Asked is the Euclidean one: the root of the sum of squares.
        """),
      Misconception(
        "the largest distance along an axis",
        .right { $0.distance = { zip($0, $1).reduce(0) { max($0, abs($1.0 - $1.1)) } } },
        """
        A square around the row is not the ball: its corners lie farther than the radius.
        """),
      Misconception(
        "a cluster for every noise row", .right { $0.numbersNoise = true },
        """
        Noise belongs to no cluster: nil.
        """),
      Misconception(
        "clusters counted from 1", .right { $0.firstCluster = 1 },
        """
        The first cluster has the number 0.
        """),
      Misconception(
        "equal rows counted once", .right { $0.countsEqual = false },
        """
        Two customers at the same place are two customers: each row counts.
        """),
      Misconception(
        "clusters in the order of their first rows", .right { $0.numbersByRow = true },
        """
        You number by the first row of any kind. A border row does not start a cluster: the order is that of the first \
        *core* rows.
        """),
      Misconception(
        "input not looked at", .right { $0.looks = false },
        """
        NaN is near to nobody and an infinite radius near to everybody: the answer looks like one and is none. Name what \
        is wrong.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "core rows joined pair by pair, the border afterwards",
        Submission(
          dbscan: .init { x, radius, minimum in
            try Way().check(x, radius, minimum)
            return bruteForce(x, radius, minimum)
          }))
    ]
  }
}

// MARK: - Parts of the checks

private let iris = Result {
  try Dataset("tabular/iris.csv").csv().numbers([
    "sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm",
  ]).map { $0.map { (10 * $0).rounded() } }
}

/// scikit-learn's, from make_reference.py; −1 is noise.
private let irisLabels: [Int?] = [
  0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0,
  0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, -1, 0, 0, 0, 0, 0, 0, 0, 0, 2, 2, 2, 1, 2, 1, -1, -1, 2, 1,
  -1, 1, -1, -1, -1, 2, 1, 1, -1, 1, -1, 1, -1, -1, -1, 2, 2, 2, 1, -1, 1, 1, 1, -1, -1, -1, 2, -1, 1, 1,
  1, -1, 1, -1, 1, 1, 1, 1, -1, 1, -1, -1, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, 3, -1, -1, -1, -1, -1, -1, -1,
  3, -1, -1, -1, 3, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, 3, 3, -1, -1, 3, 3, -1, -1, -1, -1, -1,
].map { $0 < 0 ? nil : $0 }

private func expectLabels(
  _ labels: [Int?], _ right: [Int?], _ what: String, _ advice: String? = nil, line: Int = #line
) {
  guard labels.count == right.count else {
    return expect(false, "the labels \(what) are \(labels.count), there are \(right.count) rows", advice, line: line)
  }
  guard let row = labels.indices.first(where: { labels[$0] != right[$0] }) else {
    return expect(true, "", line: line)
  }
  func words(_ label: Int?) -> String { label.map { "cluster \($0)" } ?? "noise" }
  expect(
    false, "row \(row) \(what) is \(words(labels[row])), expected \(words(right[row]))",
    advice ?? "Count its neighbours: is it a core row, at the border of one, or neither?", line: line)
}

private func isNear(_ a: [Double], _ b: [Double], _ radius: Double) -> Bool {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } <= radius * radius
}

/// The definition: core rows, the lowest core row that each is linked to, then the border.
private func bruteForce(_ x: [[Double]], _ radius: Double, _ minimum: Int) -> [Int?] {
  let isCore = x.map { a in x.count { isNear(a, $0, radius) } >= minimum }
  var root = Array(x.indices)
  var changes = true
  while changes {
    changes = false
    for i in x.indices where isCore[i] {
      for j in x.indices where isCore[j] && root[j] > root[i] && isNear(x[i], x[j], radius) {
        root[j] = root[i]
        changes = true
      }
    }
  }
  let roots = x.indices.filter { isCore[$0] && root[$0] == $0 }
  return x.indices.map { i in
    if isCore[i] { return roots.firstIndex(of: root[i]) }
    return x.indices.compactMap { j in
      isCore[j] && isNear(x[i], x[j], radius) ? roots.firstIndex(of: root[j]) : nil
    }.min()
  }
}

// MARK: - Wrong and right ways

/// How clusters are found, right unless one of these is changed.
private struct Way {
  /// Whatever is compared with the radius by `isNear`: the square, or a distance to be squared.
  var distance: (([Double], [Double]) -> Double)?
  var isNear: (Double, Double) -> Bool = { square, radius in square <= radius * radius }
  var counts: (Int, Int) -> Int = { neighbours, _ in neighbours }
  var borderExpands = false
  var settlesNoise = false
  var takesBorder = true
  var relabels = false
  var chains = true
  var numbersNoise = false
  var firstCluster = 0
  var countsEqual = true
  var numbersByRow = false
  var takesNearest = false
  var looks = true

  func check(_ x: [[Double]], _ radius: Double, _ minimum: Int) throws {
    guard looks else { return }
    guard radius >= 0, radius < .infinity else { throw DBSCANError.radius(radius) }
    guard minimum >= 1 else { throw DBSCANError.minimum(minimum) }
    for (i, row) in x.enumerated() {
      guard row.count == x[0].count else { throw DBSCANError.length(row: i) }
      if let j = row.firstIndex(where: { !$0.isFinite }) { throw DBSCANError.notFinite(row: i, column: j) }
    }
  }

  func labels(_ x: [[Double]], _ radius: Double, _ minimum: Int) throws -> [Int?] {
    try check(x, radius, minimum)
    let neighbours = x.map { a in
      x.indices.filter { j in
        if let distance {
          let d = distance(a, x[j])
          return isNear(d * d, radius)
        }
        return isNear(zip(a, x[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }, radius)
      }
    }
    let isCore = neighbours.map { near in
      let count = countsEqual ? near.count : Set(near.map { x[$0] }).count
      return counts(count, minimum) >= minimum
    }
    var labels = [Int?](repeating: nil, count: x.count)
    var settled = Set<Int>()
    var clusters = firstCluster
    for i in x.indices where labels[i] == nil {
      guard isCore[i] else {
        if settlesNoise { settled.insert(i) }
        continue
      }
      labels[i] = clusters
      var open = [i]
      var seen: Set<Int> = [i]
      while let row = open.popLast() {
        for j in neighbours[row] where !settled.contains(j) {
          let isFree = labels[j] == nil
          guard isFree || relabels && !isCore[j] else { continue }
          guard isCore[j] || takesBorder else { continue }
          labels[j] = clusters
          if chains, isCore[j] || borderExpands, seen.insert(j).inserted { open.append(j) }
        }
      }
      clusters += 1
    }
    if numbersNoise {
      for i in labels.indices where labels[i] == nil {
        labels[i] = clusters
        clusters += 1
      }
    }
    if takesNearest {
      for i in x.indices where !isCore[i] && labels[i] != nil {
        let cores = neighbours[i].filter { isCore[$0] }
        func square(_ j: Int) -> Double { zip(x[i], x[j]).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) } }
        if let nearest = cores.min(by: { square($0) < square($1) }) { labels[i] = labels[nearest] }
      }
    }
    if numbersByRow {
      var names: [Int: Int] = [:]
      labels = labels.map { label in
        label.map { old in
          let new = names[old] ?? names.count
          names[old] = new
          return new
        }
      }
    }
    return labels
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(dbscan: .init { try fixed.labels($0, $1, $2) })
  }
}
