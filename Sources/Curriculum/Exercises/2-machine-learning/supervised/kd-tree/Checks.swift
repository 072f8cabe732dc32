import Checking

enum PointTreeError: Error, Equatable {
  case noRows
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  case count(Int)
  case query
}

struct Submission {
  /// The nodes, parent before left before right: [row, axis], or [] for an empty part.
  var build: Function<[[Double]], [[Double]]>
  /// Of rows, a query and k: the neighbours, then the number of visits.
  var nearest: Function<[[Double]], [Double], Int, [Int]>
}

enum PointTrees: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let rows: [[Double]] = [[2, 3], [5, 4], [9, 6], [4, 7], [8, 1], [7, 2]]
        expectParts(
          try s.build(rows), [[5, 0], [1, 1], [0, 0], [], [], [3, 0], [], [], [2, 1], [4, 0], [], [], []],
          "Root row 5; left rows 1, 0, 3; right rows 2 and 4.")
        expectFound(
          try s.nearest(rows, [9, 2], 1), [4, 3], "Rows 5, 2 and 4 are measured; the root's left side is not.")
        expectFound(
          try s.nearest([[3, 4], [1, 3], [4, 2], [4, 6]], [4, 6], 1), [3, 3],
          "On the root's plane, q = v, the near side is the right one: row 3 at distance 0, and then of the left only row 0."
        )
      },
      Check("halves the rows at the median", holdingFor: 12) { s, draws in
        let d = draws.integer(in: 1...3)
        let rows = (0..<draws.integer(in: 1...12)).map { _ in (0..<d).map { _ in Double(draws.number(below: 4)) } }
        expectParts(
          try s.build(rows), tree(rows, Array(rows.indices), 0),
          "Sort by (value on the axis, row number); place ⌊m/2⌋ is the node; the axis is depth mod d.")
      },
      // Whole numbers: all distances are exact, and many are equal.
      Check("finds what measuring all finds", cases: 12) { s, random in
        let rows = (0..<40).map { _ in (0..<2).map { _ in Double(Int.random(in: 0...5, using: &random)) } }
        let wide = (0..<40).map { _ in (0..<2).map { _ in Double(Int.random(in: 0...30, using: &random)) } }
        for (rows, k) in [(rows, 1), (rows, 3), (wide, 5), (wide, 2), (rows, 40)] {
          let query = (0..<2).map { _ in Double(Int.random(in: 0...10, using: &random)) / 2 }
          let distances = rows.map { squared(query, $0) }
          let right = Array(rows.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }.prefix(k))
          let found = try s.nearest(rows, query, k)
          expectFound(
            Array(found.dropLast()), right, "Of equal distances the smaller row number, also if it lies beyond a plane."
          )
          expect(
            found.last ?? 0, equals: try Way().nearest(rows, query, k).last ?? 0,
            "Each measured row is one visit: the near side first, then the far one if the k best so far let it.",
            what: "the number of visits")
        }
      },
      // 2⁵² and 2⁵² + 1 are Doubles, and have one root.
      Check("compares squares, not roots") { s in
        let far = 0x1p26
        expectFound(
          try s.nearest([[1, far], [0, far]], [0, 0], 1), [1, 2],
          "The squared distances are 2⁵² + 1 and 2⁵²; their roots would round to the same number.")
      },
      // A path to a leaf has ⌊log₂ n⌋ + 1 rows, 8 or 11; a search that rules nothing out measures all n, and one that
      // begins on the far side, or halves along one column only, more than the bound.
      Check("measures few rows") { s in
        var state = 1
        var rows: [[Double]] = []
        for _ in 0..<1024 {
          rows.append(
            (0..<3).map { _ in
              state = (1_103_515_245 * state + 12345) % (1 << 31)
              return Double(state >> 16)
            })
        }
        for count in [128, 1024] {
          let part = Array(rows[..<count])
          var visits = 0
          for i in 0..<10 {
            let found = try s.nearest(part, rows[97 * i].map { $0 + 300 }, 1)
            visits += found.last ?? 0
          }
          expect(
            "the mean number of visits for \(count) rows", Double(visits) / 10, atMost: count == 128 ? 40 : 80,
            "The near side first; the far side only if the plane is not farther than the k-th best.")
          expect(
            "the mean number of visits for \(count) rows", Double(visits) / 10, atLeast: count == 128 ? 8 : 11,
            "A search goes down to a leaf at least; each row that is measured is one visit.")
        }
      },
      Check("refuses what it cannot use") { s in
        let rows: [[Double]] = [[1, 2], [3, 4], [5, 6]]
        expect(throws: PointTreeError.noRows) { try s.build([]) }
        let first = "The first row with a fault is named."
        expect(throws: PointTreeError.columns(row: 1), first) { try s.build([[1, 2], [3], [.nan, 6]]) }
        expect(throws: PointTreeError.notFinite(row: 1, column: 1), first) { try s.build([[1, 2], [3, .nan], [5]]) }
        expect(throws: PointTreeError.notFinite(row: 2, column: 0), first) {
          try s.build([[1, 2], [3, 4], [.infinity, 6]])
        }
        for k in [0, -1, 4] { expect(throws: PointTreeError.count(k)) { try s.nearest(rows, [.nan], k) } }
        for query: [Double] in [[1], [1, 2, 3], [.nan, 1], [1, -.infinity]] {
          expect(throws: PointTreeError.query) { try s.nearest(rows, query, 1) }
        }
        expectFound(try s.nearest([[7, 7]], [0, 0], 1), [0, 1], "One row: it is the nearest, at one visit.")
        expectFound(
          try s.nearest([[7], [7], [7], [7]], [7], 2), [0, 1, 4],
          "Equal rows: the smallest numbers; none can be ruled out.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the far side never searched", Way(far: { _, _ in false }).submission,
        """
        The query's own cell need not hold its nearest row: just beyond a plane there may be a nearer one.
        """),
      Misconception(
        "the far side always searched", Way(far: { _, _ in true }).submission,
        """
        Without pruning all n rows are measured, and the tree is only a slow list. Ask how far the plane is.
        """),
      Misconception(
        "planes at the bound ruled out", Way(far: { $0 * $0 < $1 }).submission,
        """
        On a plane exactly as far as the k-th best there may be a row at the same distance with a smaller number: ≤.
        """),
      Misconception(
        "the distance to the plane not squared", Way(far: { abs($0) <= $1 }).submission,
        """
        You compare |q − v| with a squared distance. Below 1 this rules out too much, above 1 too little.
        """),
      Misconception(
        "the bound of the best for all k", Way(usesBest: true).submission,
        """
        A row that is to be among the k best must beat the k-th, not the first.
        """),
      Misconception(
        "the far side asked about before the near one is searched", Way(asksEarly: true).submission,
        """
        The near side makes the bound small, and that is what rules the far side out. Search it first, then compare (q − v)².
        """),
      Misconception(
        "empty parts counted as visits", Way(countsEmpty: true).submission,
        """
        A visit is a row whose distance is measured. An empty part has none.
        """),
      Misconception(
        "the far side first", Way(nearFirst: false).submission,
        """
        The bound gets small on the near side. Begun on the far one, the search measures nearly everything.
        """),
      Misconception(
        "left from a query on the plane", Way(rightOnPlane: false).submission,
        """
        Left is for q < v. Rows with the value v itself stand on both sides, by their numbers; a query with q = v goes to \
        the right first.
        """),
      Misconception(
        "distances by their roots", Way(takesRoots: true).submission,
        """
        The nearest row has the smallest square, too: no root is needed. And it rounds: squares that differ by 1 in 2⁵² get \
        one root, and the smaller row number wins wrongly.
        """),
      Misconception(
        "the axis not changed", Way(cycles: false).submission,
        """
        Halved along column 0 only, the parts become thin slices, and all other columns prune nothing. The axis is depth \
        mod d.
        """),
      Misconception(
        "the lower median", Way(median: { ($0 - 1) / 2 }).submission,
        """
        The node is at place ⌊m/2⌋: of two rows the second one.
        """),
      Misconception(
        "of equal distances the later row", Way(laterFirst: true).submission,
        """
        Of rows at equal distances the smaller number comes first.
        """),
      Misconception(
        "queries not looked at", Way(looksAtQuery: false).submission,
        """
        A query of another length, or with NaN, has no distance to the rows.
        """),
      Misconception(
        "rows not looked at", Way(looksAtRows: false).submission,
        """
        NaN has no place in the order of a column, so the tree around it is an accident.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("the bound of the rows found, be they fewer than k", Way(waits: false).submission)]
  }
}

// MARK: - Parts of the checks

/// Judges trees part by part; the first that differs says more than the shape of a list.
private func expectParts(_ got: [[Double]], _ right: [[Double]], _ advice: String, line: Int = #line) {
  func words(_ part: [Double]) -> String {
    part.count < 2 ? "empty" : "row \(Int(part[0])) on axis \(Int(part[1]))"
  }
  guard let (k, (part, expected)) = zip(got, right).enumerated().first(where: { $1.0 != $1.1 }) else {
    return expect(
      got.count == right.count, "the tree has \(got.count) parts, expected \(right.count)", advice, line: line)
  }
  expect(
    false, "part \(k) of the tree is \(words(part)), expected \(words(expected))",
    advice + " Parts count from 0, a node before its left and its left before its right side.", line: line)
}

private func expectFound(_ got: @autoclosure () throws -> [Int], _ right: [Int], _ advice: String, line: Int = #line) {
  expect(
    try got().map { Double($0) }, equals: right.map { Double($0) }, advice,
    what: "the neighbours (and, at the end, the visits)", line: line)
}

private func squared(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for j in a.indices { sum += (a[j] - b[j]) * (a[j] - b[j]) }
  return sum
}

/// The tree by ranks: the node is the row that ⌊m/2⌋ others precede.
private func tree(_ rows: [[Double]], _ members: [Int], _ depth: Int) -> [[Double]] {
  if members.isEmpty { return [[]] }
  let axis = depth % rows[0].count
  func precede(_ i: Int) -> [Int] {
    members.filter { rows[$0][axis] < rows[i][axis] || rows[$0][axis] == rows[i][axis] && $0 < i }
  }
  let own = members.first { precede($0).count == members.count / 2 } ?? 0
  let left = precede(own)
  return [[Double(own), Double(axis)]] + tree(rows, left, depth + 1)
    + tree(rows, members.filter { $0 != own && !left.contains($0) }, depth + 1)
}

// MARK: - Wrong and right ways

private indirect enum Node {
  case empty
  case node(Int, Int, Node, Node)
}

/// Both functions; each member can make them wrong in one place.
private struct Way {
  /// Of the offset from the plane and the squared bound.
  var far: (Double, Double) -> Bool = { $0 * $0 <= $1 }
  var usesBest = false
  /// Whether nothing is ruled out before k rows are found; it comes to the same, see the statement.
  var waits = true
  var countsEmpty = false
  var nearFirst = true
  var asksEarly = false
  var rightOnPlane = true
  var takesRoots = false
  var cycles = true
  var median: (Int) -> Int = { $0 / 2 }
  var laterFirst = false
  var looksAtQuery = true
  var looksAtRows = true

  private func build(_ rows: [[Double]]) throws -> Node {
    guard !rows.isEmpty else { throw PointTreeError.noRows }
    for i in rows.indices {
      guard rows[i].count == rows[0].count else { throw PointTreeError.columns(row: i) }
      for j in rows[i].indices where looksAtRows && !rows[i][j].isFinite {
        throw PointTreeError.notFinite(row: i, column: j)
      }
    }
    return grow(rows, Array(rows.indices), 0)
  }

  private func grow(_ rows: [[Double]], _ members: [Int], _ depth: Int) -> Node {
    if members.isEmpty { return .empty }
    let axis = cycles ? depth % rows[0].count : 0
    let order = members.sorted { (rows[$0][axis], $0) < (rows[$1][axis], $1) }
    let middle = median(order.count)
    return .node(
      order[middle], axis, grow(rows, Array(order[..<middle]), depth + 1),
      grow(rows, Array(order[(middle + 1)...]), depth + 1))
  }

  private func flat(_ node: Node) -> [[Double]] {
    guard case .node(let row, let axis, let left, let right) = node else { return [[]] }
    return [[Double(row), Double(axis)]] + flat(left) + flat(right)
  }

  func nearest(_ rows: [[Double]], _ query: [Double], _ k: Int) throws -> [Int] {
    let root = try build(rows)
    guard k >= 1, k <= rows.count else { throw PointTreeError.count(k) }
    if looksAtQuery {
      guard query.count == rows[0].count, query.allSatisfy(\.isFinite) else { throw PointTreeError.query }
    }
    let query = query.count == rows[0].count ? query : rows[0]
    var best: [(squared: Double, row: Int)] = []
    var visits = 0
    func search(_ node: Node) {
      guard case .node(let row, let axis, let left, let right) = node else {
        if countsEmpty { visits += 1 }
        return
      }
      visits += 1
      let square = squared(query, rows[row])
      best.append((takesRoots ? square.squareRoot() : square, row))
      best.sort { a, b in a.squared != b.squared ? a.squared < b.squared : (a.row < b.row) != laterFirst }
      best = Array(best.prefix(k))
      let offset = query[axis] - rows[row][axis]
      let isLeft = offset < 0 || offset == 0 && !rightOnPlane
      let sides = isLeft == nearFirst ? (left, right) : (right, left)
      func mayHoldMore() -> Bool {
        let bound = usesBest ? best[0].squared : best[best.count - 1].squared
        return waits && best.count < k || far(offset, takesRoots ? bound * bound : bound)
      }
      let early = mayHoldMore()
      search(sides.0)
      if asksEarly ? early : mayHoldMore() { search(sides.1) }
    }
    search(root)
    return best.map(\.row) + [visits]
  }

  var submission: Submission {
    Submission(build: .init { flat(try build($0)) }, nearest: .init { try nearest($0, $1, $2) })
  }
}
