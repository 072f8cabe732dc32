import Checking
import Glibc

/// A known entry; the learner's own is made from it.
struct Entry {
  var row: Int
  var column: Int
  var value: Double
}

/// U and V; the learner's own are made from it and turned back into it.
struct Pair: Observable {
  var u: [[Double]]
  var v: [[Double]]

  var observation: Observation { Observation(u.observation, v.observation) }
}

enum FactorizationError: Error {
  case penalty(Double)
  case rating(Int)
}

struct Submission {
  var factorizationLoss: Function<[Entry], Pair, Double, Double>
  var alternatingStep: Function<[Entry], Pair, Double, Pair>
  /// Ratings, factors, order, rate and penalty.
  var stochasticPass: Function<[Entry], Pair, [Int], Double, Double, Pair>
}

enum MatrixFactorization: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let ratings = [
          Entry(row: 0, column: 0, value: 5), Entry(row: 0, column: 1, value: 4), Entry(row: 1, column: 1, value: 4),
        ]
        let start = Pair(u: [[7], [7]], v: [[1], [1]])
        let pair = try s.alternatingStep(ratings, start, 1)
        expect(pair.u, equals: [[3], [2]], within: .ulps(32), "9/3 and 4/2, with v = (1, 1).", what: "U")
        expect(
          pair.v, equals: [[1.5], [10.0 / 7]], within: .ulps(32), "15/10 and 20/14, with the new u = (3, 2).", what: "V"
        )
        expect(
          try s.factorizationLoss(ratings, start, 1), equals: 4 + 9 + 9 + 2 * 49 + 2,
          "Errors −2, −3, −3 squared, and λ times all squares of U and V.", what: "the loss of u = (7, 7), v = (1, 1)")
        let step = try s.stochasticPass([Entry(row: 0, column: 0, value: 5)], Pair(u: [[1]], v: [[2]]), [0], 0.1, 0.5)
        expect(
          step.u + step.v, equals: [[1.55], [2.2]], within: .ulps(8), "e = 3; both from the values before the step.",
          what: "u and v after one visit")
      },
      // Sums of products of eighths: exact.
      Check("counts known entries alone in the loss", holdingFor: 10) { s, draws in
        let (ratings, pair) = problem(&draws)
        let penalty = draws.one(of: [0, 0.5, 2])
        expect(
          try s.factorizationLoss(ratings, pair, penalty), equals: loss(ratings, pair, penalty),
          "Σ (r − u·v)² over what is known, and λ·(‖U‖² + ‖V‖²).",
          what: "the loss of \(ratings.count) ratings with λ = \(penalty)")
      },
      // Residuals relative to the sums of magnitudes: a solve rounds about k³ times; 10⁻¹⁰ is the statement's.
      Check("solves every row and column", cases: 3) { s, random in
        let (ratings, pair) = planted(9, 7, rank: 3, share: 0.5, using: &random)
        let new = try s.alternatingStep(ratings, pair, 0.7)
        guard new.u.map(\.count) == pair.u.map(\.count), new.v.map(\.count) == pair.v.map(\.count) else {
          return expect(false, "U and V have not the shapes (9, 3) and (7, 3)")
        }
        let bySide: [(String, Pair, Bool)] = [
          ("U, with the V that was given", Pair(u: new.u, v: pair.v), true),
          ("V, with the new U", Pair(u: new.u, v: new.v), false),
        ]
        for (name, pair, isRow) in bySide {
          let (slope, size) = residual(ratings, pair, 0.7, ofRows: isRow)
          expect(
            "the normal equations of \(name): their residual as a share", slope / size, atMost: 1e-10,
            "(Σ v·vᵀ + λ·I)·u = Σ r·v, with sums over the known entries of this row.")
        }
      },
      Check("never lets the loss rise", cases: 2) { s, random in
        let (ratings, start) = planted(8, 6, rank: 2, share: 0.6, using: &random)
        var pair = start
        var losses: [Double] = []
        for _ in 0..<8 {
          pair = try s.alternatingStep(ratings, pair, 0.3)
          guard pair.u.map(\.count) == start.u.map(\.count), pair.v.map(\.count) == start.v.map(\.count) else {
            return expect(false, "U and V have not kept their shapes")
          }
          losses.append(loss(ratings, pair, 0.3))
        }
        expect(
          losses, is: .nonIncreasing, slack: 1e-10, "Each half is a minimum with the other half fixed.",
          what: "the losses after 1 … 8 rounds")
      },
      // Without noise U·Vᵀ is the matrix itself, but for λ = 10⁻⁸ and the rounds that are left.
      Check("finds what is unknown", cases: 1) { s, random in
        let (ratings, start) = planted(24, 18, rank: 2, share: 0.7, using: &random)
        var pair = start
        for _ in 0..<60 {
          pair = try s.alternatingStep(ratings, pair, 1e-6)
          guard pair.u.map(\.count) == start.u.map(\.count), pair.v.map(\.count) == start.v.map(\.count) else {
            return expect(false, "U and V have not kept their shapes")
          }
        }
        let largest = ratings.reduce(0) { max($0, abs($1.value - dot(pair.u[$1.row], pair.v[$1.column]))) }
        expect("the largest error of a known entry after 60 rounds", largest, atMost: 0.05)
        let hidden = truth(24, 18)
        var worst: [Double] = []
        for i in 0..<24 {
          for j in 0..<18 { worst.append(abs(hidden(i, j) - dot(pair.u[i], pair.v[j]))) }
        }
        worst.sort()
        expect(
          "the 95 % quantile of the errors of all entries, known or not", worst[worst.count * 95 / 100], atMost: 0.1,
          "The matrix has rank 2: seven tenths of its entries determine the rest. Are holes taken for zeros?")
      },
      // Multiples of 2⁻⁶ or coarser with few factors: no more than some ulps.
      Check("steps along the gradient of one entry", cases: 3) { s, random in
        let (ratings, start) = planted(5, 4, rank: 2, share: 0.8, using: &random)
        let order = (0..<7).map { _ in Int.random(in: 0..<ratings.count, using: &random) }
        var right = start
        for index in order {
          let entry = ratings[index]
          let (u, v) = (right.u[entry.row], right.v[entry.column])
          let error = entry.value - dot(u, v)
          right.u[entry.row] = zip(u, v).map { $0 + 0.05 * (error * $1 - 0.2 * $0) }
          right.v[entry.column] = zip(u, v).map { $1 + 0.05 * (error * $0 - 0.2 * $1) }
        }
        let got = try s.stochasticPass(ratings, start, order, 0.05, 0.2)
        let advice = "Both vectors move from where they were before this entry, in the order given."
        expect(got.u, equals: right.u, within: .ofLargest(1e-13), advice, what: "U after the ratings \(order)")
        expect(got.v, equals: right.v, within: .ofLargest(1e-13), advice, what: "V after the ratings \(order)")
      },
      Check("does the edges") { s in
        let ratings = [Entry(row: 0, column: 1, value: 6), Entry(row: 0, column: 1, value: 3)]
        let start = Pair(u: [[5], [5]], v: [[9], [1]])
        let pair = try s.alternatingStep(ratings, start, 1)
        expect(
          pair.u, equals: [[3], [0]], within: .ulps(16), "(6 + 3)/(1 + 1 + 1): each counts; nothing is known of row 1.",
          what: "U")
        expect(
          pair.v, equals: [[0], [27.0 / 19]], within: .ulps(16), "Nothing is known of column 0.", what: "V")
        let zero = [Entry(row: 0, column: 0, value: 6), Entry(row: 0, column: 1, value: 0)]
        let known = "A rating of 0 is known: it counts, as a hole does not."
        expect(
          try s.alternatingStep(zero, Pair(u: [[5]], v: [[1], [1]]), 1).u, equals: [[2]], within: .ulps(16),
          "(6 + 0)/(1 + 1 + 1). " + known, what: "U of the ratings 6 and 0")
        expect(
          try s.factorizationLoss(zero, Pair(u: [[5]], v: [[1], [1]]), 1), equals: 1 + 25 + 27, known,
          what: "the loss of the ratings 6 and 0")
        expect(
          try s.stochasticPass(zero, Pair(u: [[5]], v: [[1], [1]]), [1], 0.5, 0).u, equals: [[2.5]],
          "e = 0 − 5. " + known,
          what: "U after a visit of a rating of 0")
        let none = try s.alternatingStep([], start, 2)
        expect(
          none.u + none.v, equals: [[0], [0], [0], [0]], "Only the penalty is left: zeros.",
          what: "U and V of no ratings")
        let still = try s.stochasticPass(ratings, start, [], 0.1, 1)
        expect(still.u + still.v, equals: start.u + start.v, "Nobody is visited.", what: "U and V after no visits")
        let once = try s.stochasticPass(ratings, start, [1], 0.5, 0)
        expect(
          once.u + once.v, equals: [[4], [5], [9], [-4]], "e = 3 − 5 = −2; the others stay.",
          what: "U and V after a visit of rating 1")
        for penalty in [0, -1, .nan, .infinity] {
          expect(throws: FactorizationError.penalty(penalty), "λ > 0 keeps the small systems definite.") {
            try s.alternatingStep([Entry(row: 9, column: 0, value: 1)], start, penalty)
          }
        }
        for bad in [
          Entry(row: 2, column: 0, value: 1), Entry(row: -1, column: 0, value: 1), Entry(row: 0, column: 2, value: 1),
          Entry(row: 0, column: -1, value: 1), Entry(row: 1, column: 1, value: .nan),
          Entry(row: 1, column: 1, value: -.infinity),
        ] {
          expect(throws: FactorizationError.rating(2), "The third rating, counted from 0.") {
            try s.alternatingStep(ratings + [bad], start, 1)
          }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "holes taken for zeros", .right { $0.fillsHoles = true },
        """
        A film that was not rated was not rated 0. Summed over all columns the regressions learn mostly that nobody likes \
        anything. Only known entries count.
        """),
      Misconception(
        "zeros taken for holes", .right { $0.dropsZeros = true },
        """
        What is unknown does not stand among the ratings at all. A rating of 0 that does is known, and says most clearly \
        that somebody does not like something.
        """),
      Misconception(
        "no penalty in the equations", .right { $0.penalty = { _, _ in 1e-12 } },
        """
        λ·I belongs on the left: without it a user with fewer ratings than k has no unique vector, and one with few has a \
        wild one.
        """),
      Misconception(
        "the penalty by the number of ratings", .right { $0.penalty = { $0 * Double(max(1, $1)) } },
        """
        λ times the count is another loss (weighted λ), in which busy users are shrunk more. Here λ is the same for all.
        """),
      Misconception(
        "the penalty on one factor", .right { $0.penalizesColumns = false },
        """
        Both ‖U‖² and ‖V‖² are in the loss. If V is free, U can shrink and V grow for nothing.
        """),
      Misconception(
        "V from the old U", .right { $0.alternates = false },
        """
        Solved at the same time from the old values, the two halves do not fit each other, and the loss may rise. The second \
        half uses the new U.
        """),
      Misconception(
        "V first", .right { $0.startsWithColumns = true },
        """
        First U for the given V, then V. The other order is as good a method, but another sequence.
        """),
      Misconception(
        "the second vector from the new first", .right { $0.copies = false },
        """
        u has moved by the time you compute v's step. Both partial derivatives belong to the same point: keep the old u.
        """),
      Misconception(
        "no penalty in the stochastic step", .right { $0.stochasticPenalty = 0 },
        """
        The step has a second term, −λ·u and −λ·v, which pulls both back.
        """),
      Misconception(
        "a factor 2 in the step", .right { $0.stochasticFactor = 2 },
        """
        The 2 of the square is counted into η here, as most do.
        """),
      Misconception(
        "steps uphill", .right { $0.stochasticFactor = -1 },
        """
        e = r − u·v: if the prediction is too small, u has to move towards v. Your step moves away.
        """),
      Misconception(
        "ratings visited in their own order", .right { $0.keepsOrder = false },
        """
        `order` says which rating comes next, and one may come twice or not at all.
        """),
      Misconception(
        "rows without ratings left as they were", .right { $0.leavesUnknown = true },
        """
        Without ratings the penalty alone is minimised: zeros. What stood there is an accident of the start.
        """),
      Misconception(
        "the loss without its penalty", .right { $0.lossPenalty = 0 },
        """
        The rounds minimise errors *and* λ·(‖U‖² + ‖V‖²); watched alone the errors may rise.
        """),
      Misconception(
        "the penalty of lengths, not squares", .right { $0.squaresLengths = false },
        """
        ‖U‖² is the sum of the squares of all entries of U, not the sum of the rows' lengths.
        """),
      Misconception(
        "the mean error", .right { $0.averages = true },
        """
        The loss is a sum over the known entries; a mean would make λ mean something else for each data set.
        """),
      Misconception(
        "an entry given twice counted once", .right { $0.deduplicates = true },
        """
        Two ratings of the same film by the same user are two terms of the sum.
        """),
      Misconception(
        "ratings not looked at", .right { $0.looks = false },
        """
        A rating of nobody, or NaN, spoils every vector it meets. Name it before the first sum.
        """),
      Misconception(
        "λ = 0 let through", .right { $0.refusesPenalty = false },
        """
        Without λ a row with no ratings has the system 0·u = 0. Ask for λ > 0 first.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("Gauss and Jordan's elimination for the small systems", .right { _ in })
    ]
  }
}

// MARK: - Parts of the checks

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

private func squares(_ a: [[Double]]) -> Double { a.reduce(0) { $0 + dot($1, $1) } }

private func loss(_ ratings: [Entry], _ pair: Pair, _ penalty: Double) -> Double {
  var sum = penalty * (squares(pair.u) + squares(pair.v))
  for entry in ratings {
    let error = entry.value - dot(pair.u[entry.row], pair.v[entry.column])
    sum += error * error
  }
  return sum
}

private func problem(_ draws: inout Draws) -> ([Entry], Pair) {
  let (m, n, k) = (draws.integer(in: 1...3), draws.integer(in: 1...3), draws.integer(in: 1...2))
  let ratings = (0..<draws.integer(in: 0...5)).map { _ in
    Entry(row: draws.number(below: m), column: draws.number(below: n), value: draws.eighth())
  }
  return (ratings, Pair(u: draws.matrix(m, k), v: draws.matrix(n, k)))
}

/// A matrix of rank 2, its entries between −3 and 3.
private func truth(_ m: Int, _ n: Int) -> (Int, Int) -> Double {
  { i, j in
    let (a, b) = (sin(Double(3 * i + 1)), cos(Double(2 * i + 1)))
    let (c, d) = (cos(Double(j + 2)), sin(Double(5 * j + 1)))
    return 2 * a * c + 1.5 * b * d
  }
}

/// Known entries of that matrix, and random factors to start from.
private func planted(
  _ m: Int, _ n: Int, rank: Int, share: Double, using random: inout some RandomNumberGenerator
) -> ([Entry], Pair) {
  let value = truth(m, n)
  var ratings: [Entry] = []
  for i in 0..<m {
    for j in 0..<n where Double.random(in: 0..<1, using: &random) < share || ratings.isEmpty {
      ratings.append(Entry(row: i, column: j, value: value(i, j)))
    }
  }
  let u = (0..<m).map { _ in (0..<rank).map { _ in Double.random(in: -1...1, using: &random) } }
  let v = (0..<n).map { _ in (0..<rank).map { _ in Double.random(in: -1...1, using: &random) } }
  return (ratings, Pair(u: u, v: v))
}

/// The largest half slope of the loss by U (or V), and the size of the terms it is made of.
private func residual(_ ratings: [Entry], _ pair: Pair, _ penalty: Double, ofRows: Bool) -> (Double, Double) {
  let own = ofRows ? pair.u : pair.v
  var slopes = own.map { $0.map { -penalty * $0 } }
  var size = 1e-300
  for entry in ratings {
    let other = ofRows ? pair.v[entry.column] : pair.u[entry.row]
    let index = ofRows ? entry.row : entry.column
    let error = entry.value - dot(pair.u[entry.row], pair.v[entry.column])
    for a in other.indices {
      slopes[index][a] += error * other[a]
      size = max(size, abs(entry.value * other[a]))
    }
  }
  return (slopes.joined().reduce(0) { max($0, abs($1)) }, size)
}

// MARK: - Wrong and right ways

/// How factors are found, right unless one of these is changed.
private struct Way {
  var fillsHoles = false
  var dropsZeros = false
  /// The penalty of a vector from λ and the number of its ratings.
  var penalty: (Double, Int) -> Double = { lambda, _ in lambda }
  var penalizesColumns = true
  var alternates = true
  var startsWithColumns = false
  var copies = true
  var stochasticPenalty = 1.0
  var stochasticFactor = 1.0
  var keepsOrder = true
  var leavesUnknown = false
  var lossPenalty = 1.0
  var squaresLengths = true
  var averages = false
  var deduplicates = false
  var looks = true
  var refusesPenalty = true

  func loss(_ ratings: [Entry], _ pair: Pair, _ lambda: Double) -> Double {
    let errors = ratings.filter { !dropsZeros || $0.value != 0 }.map { entry in
      let error = entry.value - dot(pair.u[entry.row], pair.v[entry.column])
      return error * error
    }
    let size =
      squaresLengths
      ? squares(pair.u) + squares(pair.v) : (pair.u + pair.v).reduce(0) { $0 + dot($1, $1).squareRoot() }
    let sum = errors.reduce(0, +)
    return (averages && !errors.isEmpty ? sum / Double(errors.count) : sum) + lossPenalty * lambda * size
  }

  /// The best vectors of one side, by Gauss and Jordan.
  func best(_ old: [[Double]], _ known: [(index: Int, vector: [Double], value: Double)], _ lambda: Double) -> [[Double]]
  {
    old.indices.map { i in
      let mine = known.filter { $0.index == i }
      if mine.isEmpty, leavesUnknown { return old[i] }
      let k = old[i].count
      var a = (0..<k).map { p in (0..<k + 1).map { $0 == p ? penalty(lambda, mine.count) : 0 } }
      for (_, v, value) in mine {
        for p in 0..<k {
          for q in 0..<k { a[p][q] += v[p] * v[q] }
          a[p][k] += value * v[p]
        }
      }
      for p in 0..<k {
        let pivot = a[p][p]
        a[p] = a[p].map { $0 / pivot }
        for q in 0..<k where q != p {
          let factor = a[q][p]
          a[q] = zip(a[q], a[p]).map { $0 - factor * $1 }
        }
      }
      return a.map { $0[k] }
    }
  }

  func step(_ given: [Entry], _ pair: Pair, _ lambda: Double) throws -> Pair {
    if refusesPenalty, !(lambda > 0 && lambda < .infinity) { throw FactorizationError.penalty(lambda) }
    var ratings = given
    func isBad(_ entry: Entry) -> Bool {
      !pair.u.indices.contains(entry.row) || !pair.v.indices.contains(entry.column) || !entry.value.isFinite
    }
    if looks, let index = ratings.firstIndex(where: isBad) { throw FactorizationError.rating(index) }
    ratings.removeAll(where: isBad)
    if dropsZeros { ratings.removeAll { $0.value == 0 } }
    if deduplicates {
      var seen: [Entry] = []
      for entry in ratings where !seen.contains(where: { $0.row == entry.row && $0.column == entry.column }) {
        seen.append(entry)
      }
      ratings = seen
    }
    if fillsHoles {
      for i in pair.u.indices {
        for j in pair.v.indices where !ratings.contains(where: { $0.row == i && $0.column == j }) {
          ratings.append(Entry(row: i, column: j, value: 0))
        }
      }
    }
    var new = pair
    func fitRows(_ v: [[Double]]) {
      new.u = best(pair.u, ratings.map { ($0.row, v[$0.column], $0.value) }, lambda)
    }
    func fitColumns(_ u: [[Double]]) {
      new.v = best(
        pair.v, ratings.map { ($0.column, u[$0.row], $0.value) }, penalizesColumns ? lambda : 1e-12)
    }
    if startsWithColumns {
      fitColumns(pair.u)
      fitRows(new.v)
    } else {
      fitRows(pair.v)
      fitColumns(alternates ? new.u : pair.u)
    }
    return new
  }

  func pass(_ ratings: [Entry], _ pair: Pair, _ order: [Int], _ rate: Double, _ lambda: Double) -> Pair {
    var pair = pair
    for index in keepsOrder ? order : order.sorted() {
      let entry = ratings[index]
      let (u, v) = (pair.u[entry.row], pair.v[entry.column])
      let error = stochasticFactor * (entry.value - dot(u, v))
      let pull = stochasticPenalty * lambda
      pair.u[entry.row] = zip(u, v).map { $0 + rate * (error * $1 - pull * $0) }
      let partner = copies ? u : pair.u[entry.row]
      pair.v[entry.column] = zip(partner, v).map { $1 + rate * (error * $0 - pull * $1) }
    }
    return pair
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      factorizationLoss: .init { fixed.loss($0, $1, $2) }, alternatingStep: .init { try fixed.step($0, $1, $2) },
      stochasticPass: .init { fixed.pass($0, $1, $2, $3, $4) })
  }
}
