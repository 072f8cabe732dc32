import Checking
import LabData

enum NeighboursError: Error, Equatable {
  case noRows
  case labels(rows: Int, labels: Int)
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  case count(Int)
}

/// How many neighbours vote, and how.
struct Vote {
  var count: Int
  var isWeighted = false
}

struct Submission {
  var squaredDistances: Function<[[Double]], [[Double]], [[Double]]>
  /// Of examples, labels, queries and k.
  var neighbours: Function<[[Double]], [Int], [[Double]], Int, [[Int]]>
  var predict: Function<[[Double]], [Int], [[Double]], Vote, [Int]>
}

enum NearestNeighbour: Checklist {
  static var checks: [Check<Submission>] {
    [
      // The means of x are (1, 2): whole, so nothing rounds.
      Check("gives the worked example") { s in
        let x: [[Double]] = [[0, 0], [3, 4], [0, 2]]
        let y = [5, 1, 1]
        expect(
          try s.squaredDistances([[0, 1], [0, 0]], x), equals: [[1, 18, 1], [0, 25, 4]],
          "Row by row of the queries: ‖q − x‖² = ‖q‖² − 2·qᵀx + ‖x‖².")
        expectRows(try s.neighbours(x, y, [[0, 1]], 3), [[0, 2, 1]], "Rows 0 and 2 are both at distance 1.")
        for (query, vote, right) in [
          ([0.0, 1.0], Vote(count: 1), 5), ([0, 1], Vote(count: 2), 1), ([0, 1], Vote(count: 3), 1),
          ([0, 0], Vote(count: 3), 1), ([0, 0], Vote(count: 3, isWeighted: true), 5),
          ([0, 0], Vote(count: 1, isWeighted: true), 5),
        ] {
          expectLabels(try s.predict(x, y, [query], vote), [right])
        }
      },
      // In each entry: two sums of d squares and a dot product of d terms, all of size at most R², and three operations
      // more; the centred entries are rounded once. Together below 4·(d + 8)·ε·R².
      Check("measures distances as the definition does", cases: 4) { s, random in
        let d = [1, 3, 7, 13][Int.random(in: 0..<4, using: &random)]
        let x = (0..<11).map { _ in (0..<d).map { _ in Double.random(in: -1...2, using: &random) } }
        let queries = (0..<5).map { _ in (0..<d).map { _ in Double.random(in: -3...3, using: &random) } }
        expectDistances(try s.squaredDistances(queries, x), queries, x)
      },
      Check("keeps the distances of points far from the origin", cases: 4) { s, random in
        for offset in [1e4, -1e7] {
          let x = (0..<13).map { _ in (0..<3).map { offset * Double($0 + 1) + Double.random(in: 0...1, using: &random) }
          }
          let queries = (0..<4).map { _ in
            (0..<3).map { offset * Double($0 + 1) + Double.random(in: 0...1, using: &random) }
          }
          expectDistances(
            try s.squaredDistances(queries, x), queries, x,
            "Around \(offset) the squares are about \(offset * offset): subtract the means of x from all rows first.")
        }
      },
      Check("never answers a negative square", cases: 2) { s, random in
        let x = (0..<40).map { _ in (0..<5).map { _ in Double.random(in: -1...1, using: &random) } }
        let near = x.map { row in row.map { $0 * (1 + 0x1p-46 * Double.random(in: 0...1, using: &random)) } }
        let squared = try s.squaredDistances(near, x)
        let least = squared.reduce(0.0) { least, row in row.reduce(least) { $0.isNaN || $1.isNaN ? .nan : min($0, $1) }
        }
        expect(
          "the amount by which the least squared distance of nearly equal rows is below 0", -least, atMost: 0,
          "Rounding leaves about ±10⁻¹⁶ where the distance is 0, and the root of −10⁻¹⁶ is NaN: take max(0, …).")
      },
      // Eight rows of whole numbers: the means are eighths, and all that follows is exact.
      Check("orders neighbours by distance, equal ones by row", holdingFor: 20) { s, draws in
        let x = whole(8, 2, &draws)
        let queries = whole(3, 2, &draws)
        let k = draws.integer(in: 1...8)
        expectRows(
          try s.neighbours(x, x.map { _ in 0 }, queries, k), queries.map { Array(order(x, $0).prefix(k)) },
          "Of two rows at the same distance the one with the smaller number comes first.")
      },
      Check("counts votes", holdingFor: 20) { s, draws in
        let x = whole(8, 2, &draws)
        let y = (0..<8).map { _ in [3, -2, 0, 11][draws.number(below: 4)] }
        let queries = whole(3, 2, &draws)
        let k = draws.integer(in: 1...8)
        let right = queries.map { query -> Int in
          let voters = order(x, query).prefix(k).map { y[$0] }
          let most = [-2, 0, 3, 11].map { label in voters.count { $0 == label } }
          return [-2, 0, 3, 11][most.firstIndex(of: most.max() ?? 0) ?? 0]
        }
        expectLabels(
          try s.predict(x, y, queries, Vote(count: k)), right, "Of labels with equal votes the smallest wins.")
      },
      // Distances that are powers of two, so that votes are exact: 1 against ½ + ½.
      Check("weighs votes by 1/distance") { s in
        let x: [[Double]] = [[1, 0], [0, 2], [0, -2], [-5, 0], [4, 0], [0, 0], [0, 0], [0, 0]]
        func expectVote(_ y: [Int], _ query: [Double], _ k: Int, _ right: Int, _ advice: String) {
          expectLabels(try s.predict(x, y, [query], Vote(count: k, isWeighted: true)), [right], advice)
        }
        let zero = "Neighbours at distance 0 have the answer among themselves, one vote each; the others don't vote."
        expectVote([9, 9, 9, 9, 9, 4, 7, 7], [0, 0], 8, 7, zero)
        expectVote([9, 9, 9, 9, 9, 7, 4, 4], [0, 0], 8, 4, zero)
        expectVote([9, 9, 9, 9, 9, 8, 8, 4], [0, 0], 7, 8, zero)
        let near: [[Double]] = [[1, 0], [0, 2], [0, -2], [4, 0], [-4, 0], [8, 0], [-8, 0], [0, 0]]
        let far = near.map { $0 == [0, 0] ? [1000, 0] : $0 }
        for (y, k, right, advice) in [
          ([6, 2, 2, 0, 0, 0, 0, 0], 3, 2, "1 against ½ + ½: equal, and the smaller label wins."),
          ([2, 6, 6, 0, 0, 0, 0, 0], 3, 2, "1 against ½ + ½: equal, and the smaller label wins."),
          ([6, 2, 2, 2, 0, 0, 0, 0], 4, 2, "1 against ½ + ½ + ¼. With squares it would be 1 against ¼ + ¼ + 1/16."),
          ([6, 2, 1, 1, 1, 1, 1, 1], 2, 6, "Near ones count more: 1 against ½."),
          ([6, 1, 2, 5, 0, 0, 0, 0], 4, 6, "Near ones count more: 1 against ½, ½ and ¼."),
          ([6, 5, 6, 5, 5, 5, 5, 1], 7, 6, "1 + ½ against ½ + ¼ + ¼ + ⅛ + ⅛."),
        ] {
          expectLabels(try s.predict(far, y, [[0, 0]], Vote(count: k, isWeighted: true)), [right], advice)
        }
      },
      // Powers of two only rescale; a permutation of the rows changes sums of the means by rounding alone.
      Check("keeps its answers when rows are permuted or all is doubled", cases: 3) { s, random in
        let x = (0..<23).map { _ in (0..<3).map { _ in Double.random(in: -1...2, using: &random) } }
        let y = x.map { _ in Int.random(in: 0..<3, using: &random) }
        let queries = (0..<7).map { _ in (0..<3).map { _ in Double.random(in: -1...2, using: &random) } }
        let vote = Vote(count: 6, isWeighted: true)
        let first = try s.predict(x, y, queries, vote)
        expectLabels(try s.predict(x, y, queries, vote), first, "The same again.")
        let turned = Array(x.indices.reversed())
        expectLabels(
          try s.predict(turned.map { x[$0] }, turned.map { y[$0] }, queries, vote), first, "The rows in reverse order.")
        let twice = { (rows: [[Double]]) in rows.map { row in row.map { 2 * $0 } } }
        expectLabels(try s.predict(twice(x), y, twice(queries), vote), first, "All entries twice as large.")
        expectLabels(
          first, queries.map { weightedVote(x, y, $0, 6) }, "Compared with distances computed entry by entry.")
        expectRows(
          try queries.flatMap { try s.neighbours(x, y, [$0], 23) }, try s.neighbours(x, y, queries, 23),
          "A query alone has the same neighbours as among others.")
      },
      Check("refuses what it cannot use") { s in
        let x: [[Double]] = [[1, 2], [3, 4], [5, 6]]
        let y = [0, 1, 1]
        func expectFailure(
          _ right: NeighboursError, _ x: [[Double]], _ y: [Int], _ queries: [[Double]], _ k: Int, _ advice: String
        ) {
          expect(throws: right, advice) { try s.neighbours(x, y, queries, k) }
          expect(throws: right, advice) { try s.predict(x, y, queries, Vote(count: k)) }
        }
        expectFailure(.noRows, [], [], [[1, 2]], 1, "There is nothing to learn from.")
        expectFailure(.noRows, [], [1], [[1, 2]], 1, "No rows comes before the count of labels.")
        expectFailure(.labels(rows: 3, labels: 2), x, [0, 1], [[1, 2]], 1, "One label a row.")
        expectFailure(
          .columns(row: 1), [[1, 2], [3], [.nan, 1]], y, [[1, 2]], 1, "The first row at fault is row 1.")
        expectFailure(
          .notFinite(row: 1, column: 1), [[1, 2], [3, .nan], [1]], y, [[1, 2]], 1, "The first row at fault is row 1.")
        expectFailure(
          .notFinite(row: 2, column: 0), [[1, 2], [3, 4], [-.infinity, 1]], y, [[1, 2]], 1, "∞ − ∞ is NaN.")
        expectFailure(
          .notFinite(row: 1, column: 0), x, y, [[1, 2], [.infinity, 2]], 1, "Queries are looked at, too.")
        expectFailure(.columns(row: 2), x, y, [[1, 2], [0, 0], [1, 2, 3]], 1, "Queries are looked at, too.")
        expectFailure(.columns(row: 0), x, y, [[]], 1, "Queries are looked at, too.")
        for k in [0, -1, 4] { expectFailure(.count(k), x, y, [[.nan, 2]], k, "k is at least 1 and at most n.") }
        expectRows(try s.neighbours(x, y, [], 2), [], "No queries, no answers.")
        expectLabels(try s.predict(x, y, [], Vote(count: 3)), [])
        expectLabels(try s.predict([[7, 7]], [42], [[0, 1]], Vote(count: 1)), [42], "One row answers everything.")
      },
      // Pixels are whole numbers: the sums of the squares below are exact, whichever of equally near rows is taken.
      Check("reads digits of other writers") { s in
        let (x, y) = try digits.get()
        let (training, labels) = (Array(x[..<1437]), Array(y[..<1437]))
        let held = stride(from: 1437, to: 1797, by: 3).map { x[$0] }
        let answers = stride(from: 1437, to: 1797, by: 3).map { y[$0] }
        let near = try s.neighbours(training, labels, Array(held[..<6]), 3)
        let sums = near.enumerated().map { i, rows in
          rows.reduce(0.0) { $0 + (x.indices.contains($1) ? squared(held[i], x[$1]) : .nan) }
        }
        expect(
          sums,
          equals: held[..<6].map { query in
            training.map { squared(query, $0) }.sorted()[..<3].reduce(0, +)
          }, "Compared with distances computed entry by entry.",
          what: "the sum of the three squared distances of images 1437, 1440, …, 1452")
        let got = try s.predict(training, labels, held, Vote(count: 3))
        // Three neighbours are right on 117 of 120, also when equally near rows are taken in reverse; shuffled labels: 17.
        expect(
          "the share of every third of the last 360 images that is read rightly by three neighbours",
          Double(zip(got, answers).count { $0 == $1 }) / 120, atLeast: 0.95,
          "The images are in the order of their writers.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "negative squares left", Way(clamps: false).submission,
        """
        ‖q‖² − 2·qᵀx + ‖x‖² of two nearly equal rows is a difference of nearly equal sums: rounding makes it −10⁻¹⁶ as \
        often as +10⁻¹⁶, and its root NaN. A square is at least 0: take the larger of 0 and the result.
        """),
      Misconception(
        "not centred", Way(centre: .none).submission,
        """
        Far from the origin the three terms are huge and the distance is their small difference: at 10⁷ its first digit \
        is already wrong. Distances do not change when all rows move, so subtract the means of the examples first.
        """),
      Misconception(
        "each side centred around its own means", Way(centre: .each).submission,
        """
        Queries and examples must move by the *same* vector, or the distances between them change: a single query would \
        always land in the middle of the examples.
        """),
      Misconception(
        "the product once", Way(factor: 1).submission,
        """
        (q − x)ᵀ(q − x) has the mixed term twice: −qᵀx − xᵀq = −2·qᵀx.
        """),
      Misconception(
        "the product added", Way(factor: -2).submission,
        """
        This is ‖q + x‖². The mixed term is subtracted.
        """),
      Misconception(
        "distances for their squares", Way(squares: false).submission,
        """
        The root is drawn where a distance is asked for. For the order it is not needed, since it keeps the order, and \
        m·n roots cost more than they seem to.
        """),
      Misconception(
        "the nearest left out", Way(drops: { order, _ in Array(order.dropFirst()) + order.prefix(1) }).submission,
        """
        The nearest row is the query itself only if the query is one of the examples. For a new query you throw away \
        the best neighbour. To score the training rows leave their own number out, not the first.
        """),
      Misconception(
        "rows at distance 0 left out",
        Way(drops: { order, squared in
          order.filter { squared[$0] != 0 } + order.filter { squared[$0] == 0 }
        }).submission,
        """
        A distance of 0 does not mean "itself": an equal row with a known label is the best evidence there is.
        """),
      Misconception(
        "of equal distances the later row", Way(laterFirst: true).submission,
        """
        Of rows at equal distances the smaller number comes first. `sorted` promises nothing about equal elements, so \
        compare the row numbers in that case.
        """),
      Misconception(
        "of equal votes the largest label", Way(tie: .largest).submission,
        """
        Among labels with equally many votes the smallest wins. Without a rule the answer depends on the order in which \
        a dictionary happens to give its keys.
        """),
      Misconception(
        "of equal votes the nearest's label", Way(tie: .nearest).submission,
        """
        A sensible rule, but another one: here the smallest label wins among equal votes, however near its voters are.
        """),
      Misconception(
        "the nearest decides alone", Way(alone: true).submission,
        """
        You return the label of the first neighbour: that is k = 1. All k vote.
        """),
      Misconception(
        "votes weighed by the distance", Way(weight: { $0.squareRoot() }).submission,
        """
        With the distance as weight the farthest of the k counts most. Near ones know more: 1/distance.
        """),
      Misconception(
        "votes weighed by 1/distance²", Way(weight: { 1 / $0 }).submission,
        """
        What you hold is the square. 1/distance needs the root first.
        """),
      Misconception(
        "weights ignored", Way(weight: { _ in 1 }).submission,
        """
        With `weighted` each neighbour's vote is 1/distance; you count every vote as 1.
        """),
      Misconception(
        "infinite votes", Way(zero: .infinite).submission,
        """
        1/0 is ∞, and ∞ + ∞ is no more than ∞: two votes at distance 0 do not beat one. Let those at distance 0 vote by \
        themselves, with one vote each.
        """),
      Misconception(
        "the first at distance 0 decides", Way(zero: .first).submission,
        """
        Several examples may lie on the query, with different labels. All of them vote.
        """),
      Misconception(
        "k not looked at", Way(looksAtK: false).submission,
        """
        With k = 0 nobody votes, and with k > n fewer vote than were asked for. Say so instead of answering something.
        """),
      Misconception(
        "NaN let through", Way(looksAtValues: false).submission,
        """
        NaN is neither smaller nor larger than any distance, so the order of the neighbours becomes an accident. Refuse \
        what is not finite, with its row and column, in the examples and in the queries.
        """),
      Misconception(
        "queries not looked at", Way(looksAtQueries: false).submission,
        """
        The model was fitted on checked rows, but a query can hold NaN or have another number of columns as well.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("distances by the definition, entry by entry", Way(isDirect: true).submission),
      Alternative("moved by the first example instead of the means", Way(centre: .first).submission),
    ]
  }
}

// MARK: - Parts of the checks

private func expectDistances(
  _ got: [[Double]], _ queries: [[Double]], _ x: [[Double]], _ advice: String? = nil, line: Int = #line
) {
  let n = Double(x.count)
  let means = x[0].indices.map { j in x.reduce(0) { $0 + ($1[j] - x[0][j]) } / n + x[0][j] }
  let largest = (queries + x).reduce(0) { max($0, squared($1, means)) }
  expect(
    got, equals: queries.map { query in x.map { squared(query, $0) } },
    within: .absolute(4 * Double(means.count + 8) * 0x1p-52 * largest), advice, line: line)
}

private func expectRows(
  _ got: @autoclosure () throws -> [[Int]], _ right: @autoclosure () throws -> [[Int]], _ advice: String? = nil,
  line: Int = #line
) {
  expect(
    try got().map { $0.map { Double($0) } }, equals: (try? right().map { $0.map { Double($0) } }) ?? [], advice,
    what: "the list of neighbours of each query", line: line)
}

private func expectLabels(
  _ got: @autoclosure () throws -> [Int], _ right: [Int], _ advice: String? = nil, line: Int = #line
) {
  expect(
    try got().map { Double($0) }, equals: right.map { Double($0) }, advice, what: "the predicted label of each query",
    line: line)
}

private func whole(_ rows: Int, _ columns: Int, _ draws: inout Draws) -> [[Double]] {
  (0..<rows).map { _ in (0..<columns).map { _ in Double(draws.number(below: 4)) } }
}

private func squared(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for j in a.indices { sum += (a[j] - b[j]) * (a[j] - b[j]) }
  return sum
}

/// Row numbers, nearest first.
private func order(_ x: [[Double]], _ query: [Double]) -> [Int] {
  let distances = x.map { squared(query, $0) }
  return x.indices.sorted { (distances[$0], $0) < (distances[$1], $1) }
}

private func weightedVote(_ x: [[Double]], _ y: [Int], _ query: [Double], _ k: Int) -> Int {
  var votes = [0.0, 0, 0]
  for row in order(x, query).prefix(k) { votes[y[row]] += 1 / squared(query, x[row]).squareRoot() }
  return votes.firstIndex(of: votes.max() ?? 0) ?? 0
}

// MARK: - Real data

/// The 64 pixels and the label of each image, read byte by byte: a table of text takes ten times as long.
private let digits = Result {
  let bytes = try Dataset("images/digits_8x8.csv.gz").bytes()
  var (images, labels, image, value) = ([[Double]](), [Int](), [Double](), 0)
  for byte in bytes.drop(while: { $0 != UInt8(ascii: "\n") }).dropFirst() {
    switch byte {
    case UInt8(ascii: ","):
      image.append(Double(value))
      value = 0
    case UInt8(ascii: "\n"):
      images.append(image)
      labels.append(value)
      (image, value) = ([], 0)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = 10 * value + Int(byte - UInt8(ascii: "0"))
    default: break
    }
  }
  return (images, labels)
}

// MARK: - Wrong and right ways

/// All functions; each member can make them wrong in one place.
private struct Way {
  enum Centre { case means, first, each, none }
  enum Tie { case smallest, largest, nearest }
  enum Zero { case alone, infinite, first }

  var centre = Centre.means
  var clamps = true
  var factor = 2.0
  var squares = true
  var isDirect = false
  /// Of the order and the squared distances.
  var drops: ([Int], [Double]) -> [Int] = { order, _ in order }
  var laterFirst = false
  var tie = Tie.smallest
  var alone = false
  /// Of a squared distance.
  var weight: (Double) -> Double = { 1 / $0.squareRoot() }
  var zero = Zero.alone
  var looksAtK = true
  var looksAtValues = true
  var looksAtQueries = true

  func distances(_ queries: [[Double]], _ x: [[Double]]) -> [[Double]] {
    if isDirect { return queries.map { query in x.map { squared(query, $0) } } }
    let zero = x[0].map { _ in 0.0 }
    let origin = centre == .none ? zero : centre == .first ? x[0] : means(x)
    let other = centre == .each && !queries.isEmpty ? means(queries) : origin
    let q = moved(queries, other)
    let e = moved(x, origin)
    let ee = e.map { squared($0, zero) }
    return q.map { row in
      let rr = squared(row, zero)
      var result = ee
      for j in e.indices {
        var product = 0.0
        for c in row.indices { product += row[c] * e[j][c] }
        result[j] = rr - factor * product + ee[j]
        if clamps { result[j] = max(0, result[j]) }
        if !squares { result[j] = result[j].squareRoot() }
      }
      return result
    }
  }

  private func means(_ rows: [[Double]]) -> [Double] {
    rows[0].indices.map { j in rows.reduce(0) { $0 + $1[j] } / Double(rows.count) }
  }

  private func moved(_ rows: [[Double]], _ origin: [Double]) -> [[Double]] {
    rows.map { row in row.indices.map { row[$0] - origin[$0] } }
  }

  private func check(_ rows: [[Double]], _ columns: Int) throws {
    for i in rows.indices {
      guard rows[i].count == columns else { throw NeighboursError.columns(row: i) }
      guard looksAtValues else { continue }
      for j in 0..<columns where !rows[i][j].isFinite { throw NeighboursError.notFinite(row: i, column: j) }
    }
  }

  private func nearest(
    _ x: [[Double]], _ y: [Int], _ queries: [[Double]], _ k: Int
  ) throws -> [[(row: Int, squared: Double)]] {
    guard !x.isEmpty else { throw NeighboursError.noRows }
    guard x.count == y.count else { throw NeighboursError.labels(rows: x.count, labels: y.count) }
    try check(x, x[0].count)
    if looksAtK { guard k >= 1, k <= x.count else { throw NeighboursError.count(k) } }
    if looksAtQueries { try check(queries, x[0].count) }
    let count = min(max(k, 0), x.count)
    let fitting = queries.map { row in row.count == x[0].count ? row : x[0] }
    return distances(fitting, x).map { squared in
      let order = drops(
        squared.indices.sorted { a, b in
          squared[a] != squared[b] ? squared[a] < squared[b] : laterFirst ? a > b : a < b
        }, squared)
      return order.prefix(count).map { (row: $0, squared: squares ? squared[$0] : squared[$0] * squared[$0]) }
    }
  }

  func predict(_ x: [[Double]], _ y: [Int], _ queries: [[Double]], _ vote: Vote) throws -> [Int] {
    try nearest(x, y, queries, vote.count).map { list in
      if alone || list.isEmpty { return list.isEmpty ? 0 : y[list[0].row] }
      let isOnOne = vote.isWeighted && list[0].squared == 0
      if isOnOne, zero == .first { return y[list[0].row] }
      var votes: [Int: Double] = [:]
      for (row, squared) in list {
        let value = isOnOne && zero == .alone ? (squared == 0 ? 1 : 0) : vote.isWeighted ? weight(squared) : 1
        votes[y[row], default: 0] += value
      }
      let most = votes.values.max() ?? 0
      let tied = votes.keys.filter { votes[$0] == most }.sorted()
      switch tie {
      case .smallest: return tied.first ?? 0
      case .largest: return tied.last ?? 0
      case .nearest: return list.map { y[$0.row] }.first { tied.contains($0) } ?? 0
      }
    }
  }

  var submission: Submission {
    Submission(
      squaredDistances: .init { distances($0, $1) },
      neighbours: .init { x, y, queries, k in try nearest(x, y, queries, k).map { $0.map(\.row) } },
      predict: .init { try predict($0, $1, $2, $3) })
  }
}
