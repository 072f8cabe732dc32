import Checking
import LabData
import LabPlot

enum KMeansError: Error, Equatable {
  case noRows
  case noCentres
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case centre(Int)
}

/// What came of k-means.
struct Clusters: Observable {
  var centres: [[Double]]
  var labels: [Int]
  var inertias: [Double]

  var observation: Observation {
    Observation(centres.observation, labels.observation, inertias.observation)
  }
}

struct Submission {
  var seedWeights: Function<[[Double]], [[Double]], [Double]>
  var seededCentres: Function<[[Double]], Int, [Double], [[Double]]>
  var nearest: Function<[[Double]], [[Double]], [Int]>
  var kMeans: Function<[[Double]], [[Double]], Int, Clusters>
}

enum KMeans: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Sums of small whole numbers and quarters: exact.
      Check("gives the worked example") { s in
        let x: [[Double]] = [[0], [1], [9], [10], [11]]
        expect(
          try s.seedWeights(x, [[1]]), equals: [1, 0, 64, 81, 100], "Squared distances to the nearest centre.",
          what: "the weights for the centre 1")
        let result = try s.kMeans(x, [[0], [1]], 10)
        expect(result.inertias, equals: [62.75, 2.5, 2.5], "J after each of three rounds.", what: "the inertias")
        expect(result.centres, equals: [[0.5], [10]], "The means of the labels' rows.", what: "the centres")
        expectLabels(result.labels, [0, 0, 1, 1, 1], "of the example", "Each row at its nearest centre.")
        let two = try s.kMeans(x, [[0], [1]], 2)
        expect(
          two.inertias, equals: [62.75, 2.5], "The limit ends it after two rounds.", what: "the inertias of two rounds")
        expectLabels(two.labels, [0, 0, 1, 1, 1], "after two rounds", "The labels of the last labelling.")
        expectLabels(
          try s.kMeans(x, [[0], [1]], 1).labels, [0, 1, 1, 1, 1], "after one round", "The labels of the last labelling."
        )
      },
      // Whole numbers: exact.
      Check("weighs by the nearest centre's squared distance", holdingFor: 30) { s, draws in
        let (n, k) = (draws.integer(in: 1...9), draws.integer(in: 1...4))
        let (x, centres) = (grid(n, &draws), grid(k, &draws))
        expect(
          try s.seedWeights(x, centres), equals: x.map { row in centres.map { square(row, $0) }.min() ?? 0 },
          "The smallest of the squared distances to all centres.", what: "the weights of \(x) for \(centres)")
      },
      Check("seeds with the uniforms given") { s in
        let x: [[Double]] = [[0], [1], [9], [10], [11]]
        let advice = "Row ⌊u₀·n⌋ first; then the first row whose running sum of weights exceeds u·ΣD."
        // From 1 the sums are 1, 1, 65, 146, 246.
        for (u, chosen) in [
          (0.0, 0.0), (0.004, 0), (0.0041, 9), (0.25, 9), (0.2643, 10), (0.5, 10), (0.6, 11), (0.999, 11),
        ] {
          expect(
            try s.seededCentres(x, 2, [0.3, u]), equals: [[1], [chosen]], advice,
            what: "two centres for u = (0.3, \(u))")
        }
        expect(
          try s.seededCentres(x, 2, [0, 0]), equals: [[0], [1]],
          "A row of weight 0 is never chosen while others have more.",
          what: "two centres for u = (0, 0)")
        expect(try s.seededCentres(x, 1, [0.999]), equals: [[11]], advice, what: "one centre for u = 0.999")
        // From 1 and 11 the weights are 1, 0, 4, 1, 0.
        expect(
          try s.seededCentres(x, 3, [0.3, 0.9, 0.5]), equals: [[1], [11], [9]],
          "The weights count from all centres so far.", what: "three centres for u = (0.3, 0.9, 0.5)")
        expect(
          try s.seededCentres([[5], [5], [5]], 3, [0.9, 0.9, 0.9]), equals: [[5], [5], [5]],
          "All weights are 0: row 0.", what: "three centres of equal rows")
        expect(
          try s.seededCentres([[5, 1], [7, 2], [7, 2]], 3, [0.9, 0.5, 0.7]), equals: [[7, 2], [5, 1], [5, 1]],
          "When all weights are 0, row 0.", what: "three centres of two different rows")
        expect(
          try s.seededCentres([[0], [0x1p-30], [0x1p-28]], 2, [0, 0.5]), equals: [[0], [0x1p-28]],
          "Weights of 10⁻¹⁸ are small, and not 0: only their shares count.", what: "two centres of 0, 2⁻³⁰, 2⁻²⁸")
      },
      Check("takes the nearest centre, of equal ones the first", holdingFor: 40) { s, draws in
        let (n, k) = (draws.integer(in: 0...10), draws.integer(in: 1...5))
        let (x, centres) = (grid(n, &draws), grid(k, &draws))
        let right = x.map { row -> Int in
          let distances = centres.map { square(row, $0) }
          return distances.firstIndex(of: distances.min() ?? 0) ?? 0
        }
        expectLabels(
          try s.nearest(x, centres), right, "of \(x) for \(centres)",
          "The smallest distance; of equal ones the smallest number.")
      },
      // Rounding: 150 rows of numbers below 8, about 150·2⁻⁵²·700.
      Check("agrees with scikit-learn on iris") { s in
        let x = try iris.get()
        let result = try s.kMeans(x, [x[0], x[50], x[100]], 100)
        expect(
          result.inertias.last ?? .nan, equals: 78.851441426146, within: .relative(1e-11),
          "Four rounds of scikit-learn's from the rows 0, 50 and 100.", what: "the inertia of iris")
        expect(
          result.centres,
          equals: [
            [5.006, 3.428, 1.462, 0.246],
            [5.901612903225806, 2.7483870967741937, 4.393548387096774, 1.4338709677419355],
            [6.85, 3.0736842105263156, 5.742105263157894, 2.0710526315789473],
          ], within: .ofLargest(1e-12), "The means of 50, 62 and 38 flowers.", what: "the centres of iris")
        let falls = zip(result.inertias, result.inertias.dropFirst()).allSatisfy { $1 <= $0 * (1 + 1e-13) }
        expect(falls, "the inertia of iris rises: \(result.inertias)", "Neither half of a round can raise it.")
      },
      // Every split of eight points in two is tried. In 3,000 draws the best of all starts missed the best split once, by
      // 1.1 per cent (NumPy).
      Check("finds the best of all splits from the best start", cases: 6) { s, random in
        let x = (0..<8).map { _ in (0..<2).map { _ in Double(Int.random(in: -9...9, using: &random)) } }
        var best = Double.infinity
        for mask in 1..<128 {
          let parts = [x.indices.filter { mask >> $0 & 1 == 1 }, x.indices.filter { mask >> $0 & 1 == 0 }]
          best = min(best, parts.reduce(0) { $0 + spread($1.map { x[$0] }) })
        }
        var reached = Double.infinity
        for a in x {
          for b in x where a != b {
            let result = try s.kMeans(x, [a, b], 50)
            reached = min(reached, result.inertias.last ?? .infinity)
            let own = zip(x, result.labels).reduce(0) { sum, pair in
              result.centres.indices.contains(pair.1) ? sum + square(pair.0, result.centres[pair.1]) : .infinity
            }
            expect(
              own, equals: result.inertias.last ?? .nan, within: .absolute(1e-10),
              "J belongs to these centres and labels.",
              what: "the inertia of the centres and labels returned")
          }
        }
        expect(
          "the inertia of the best of 56 starts over that of the best of 127 splits", reached / max(best, 1e-300),
          atMost: 1.1,
          "No start came near. Does each centre move to the mean of its rows, and again, until nothing changes?")
        expect(
          "the best of 127 splits over the best of 56 starts", best / max(reached, 1e-300), atMost: 1 + 1e-12,
          "The inertia is below what any split has: a squared distance is missing.")
      },
      Check("leaves a centre without rows where it is") { s in
        let result = try s.kMeans([[0], [1], [2]], [[1], [50], [1]], 10)
        expect(
          result.centres, equals: [[1], [50], [1]], "Nobody is nearest to 50, nor to the second 1: they stay.",
          what: "the centres of 0, 1, 2 from 1, 50, 1")
        expectLabels(result.labels, [0, 0, 0], "of 0, 1, 2", "Of equal distances the smallest number.")
        expect(
          try s.kMeans([[3, 4]], [[0, 0], [1, 1], [2, 2]], 5).centres, equals: [[0, 0], [1, 1], [3, 4]],
          "One row, three centres: two stay.", what: "the centres of one row")
        expect(
          try s.kMeans([[1], [2], [6]], [[100]], 5).centres, equals: [[3]], "One cluster: the mean of all rows.",
          what: "the one centre of 1, 2, 6")
      },
      // 22 rounds, by Lloyd's algorithm in Python, in none of which a row is equally near to two centres; J falls by as
      // little as a share of 4·10⁻⁵ in one that is not the last.
      Check("goes on until no row moves") { s in
        let rows = (0..<1000).map { Double($0 * $0) }
        for (unit, words) in [(1.0, ""), (0x1p-40, ", times 2⁻⁴⁰")] {
          let x = rows.map { [unit * $0] }
          let result = try s.kMeans(x, Array(x.prefix(3)), 100)
          let advice = "A small fall of J is no end: many rows move a little. Stop when a labelling repeats itself."
          expect(
            result.inertias.count, equals: 22, advice, what: "the number of rounds for 0, 1, 4, 9, …, 999²\(words)")
          guard result.labels.count == 1000, result.centres.map(\.count) == [1, 1, 1],
            result.labels.allSatisfy((0..<3).contains)
          else { return expect(false, "1000 rows and 3 centres have not 1000 labels and 3 centres of 1 number") }
          let away = x.indices.count { i in
            result.centres.contains { square(x[i], $0) < square(x[i], result.centres[result.labels[i]]) }
          }
          expect(
            away, equals: 0, advice, what: "the rows of 0, 1, 4, …, 999²\(words), that have a nearer centre, in number,"
          )
        }
      },
      // Differences of Doubles near 10⁷ are exact, their means rounded to 2⁻²⁹; each of eight squares, of numbers below
      // ½, is off by less than 10⁻⁸.
      Check("keeps clusters far from the origin apart") { s in
        let x = [0.0, 1, 4, 5].map { [1e7 + $0 / 3, 1e7 - $0 / 3] }
        let near = x.map { row in zip(row, x[0]).map { $0 - $1 } }
        let result = try s.kMeans(x, [x[0], x[1]], 20)
        let advice = "Subtract, then square: ‖x‖² near 10¹⁴ has one digit behind the point."
        expectLabels(result.labels, [0, 0, 1, 1], "near 10⁷", advice)
        expect(
          result.inertias.last ?? .nan, equals: spread(Array(near[..<2])) + spread(Array(near[2...])),
          within: .absolute(1e-7), advice, what: "the inertia near 10⁷")
      },
      Check("refuses what has no clusters") { s in
        let advice = "The first fault in the order of the table."
        let good: [[Double]] = [[0, 1], [2, 3]]
        expect(throws: KMeansError.noRows, advice) { try s.kMeans([], [], 5) }
        expect(throws: KMeansError.noCentres, advice) { try s.kMeans([[.nan]], [], 5) }
        expect(throws: KMeansError.length(row: 1), advice) { try s.kMeans([[0, 1], [2], [.nan, 0]], good, 5) }
        expect(throws: KMeansError.notFinite(row: 1, column: 1), advice) {
          try s.kMeans([[0, 1], [2, .infinity], [2]], good, 5)
        }
        expect(throws: KMeansError.length(row: 1), advice) { try s.kMeans([[0, 1], [2]], [[0, .nan], [2]], 5) }
        expect(throws: KMeansError.centre(1), advice) { try s.kMeans(good, [[0, 1], [2]], 5) }
        expect(throws: KMeansError.centre(0), advice) { try s.kMeans(good, [[0, .nan], [2]], 5) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "weights by distance, not its square", .right { $0.weight = { $0.squareRoot() } },
        """
        k-means++ weighs by D², as the inertia does: a far row is worth more than its distance. With the distance itself \
        its promise of a factor 8·(ln k + 2) is gone.
        """),
      Misconception(
        "ended by a small fall of J", .right { $0.enough = 1e-4 },
        """
        Libraries stop when J falls by less than a share of 10⁻⁴, to save time. Then rows are left that are nearer to another \
        centre; asked is the labelling that repeats itself.
        """),
      Misconception(
        "small weights taken for 0", .right { $0.leastSum = 1e-12 },
        """
        Squared distances are small where the unit is large. Only if ΣD is 0 itself are all rows on centres.
        """),
      Misconception(
        "weights by the last centre alone", .right { $0.weighsLast = true },
        """
        A row beside the first centre is far from the last one and would be chosen again. The *nearest* of all centres counts.
        """),
      Misconception(
        "weights by the farthest centre", .right { $0.weighsFarthest = true },
        """
        You take the largest of the distances; a row that lies on a centre would get the greatest weight of all.
        """),
      Misconception(
        "the farthest row each time", .right { $0.seeds = .farthest },
        """
        That is farthest-first: it always takes outliers. k-means++ draws, and far rows are only more probable.
        """),
      Misconception(
        "all rows equally probable", .right { $0.seeds = .uniform },
        """
        That is the old start, which often puts two centres into one cluster. The weights must decide.
        """),
      Misconception(
        "≥ for > in the running sum", .right { $0.seeds = .atLeast },
        """
        With u = 0 a row of weight 0 would be chosen: a centre twice. The sum must exceed u·ΣD.
        """),
      Misconception(
        "the last row where all weights are 0", .right { $0.seeds = .lastOfNone },
        """
        No sum exceeds 0 then, and the statement says what to take: row 0.
        """),
      Misconception(
        "the last of equally near centres", .right { $0.takesLast = true },
        """
        Of equal distances the smallest number. With <= for < the last one wins, and labels depend on the order of a loop.
        """),
      Misconception(
        "the largest difference for the distance",
        .right { $0.distance = { zip($0, $1).map { abs($0 - $1) }.max() ?? 0 } },
        """
        The mean of the rows minimises squared Euclidean distances; with the largest difference the rounds need not end.
        """),
      Misconception(
        "absolute differences added", .right { $0.distance = { zip($0, $1).reduce(0) { $0 + abs($1.0 - $1.1) } } },
        """
        That is the distance of k-medians, and there the centres are medians. Square each difference.
        """),
      Misconception(
        "squares subtracted",
        .right {
          $0.distance = { a, b in
            a.reduce(0) { $0 + $1 * $1 } + b.reduce(0) { $0 + $1 * $1 } - 2 * zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
          }
        },
        """
        Near 10⁷ the squares are 10¹⁴ and their last digit is 0.02. Subtract first, then square.
        """),
      Misconception(
        "the inertia not squared", .right { $0.inertia = { $0.squareRoot() } },
        """
        J is a sum of squared distances; of the distances themselves it is something else, and it may rise.
        """),
      Misconception(
        "the inertia as a mean", .right { $0.averages = true },
        """
        A sum over the rows, as everybody's inertia: divided by n it cannot be compared.
        """),
      Misconception(
        "the inertia before the centres moved", .right { $0.measuresBefore = true },
        """
        J after each round, with the centres that have just moved; yours is half a round behind.
        """),
      Misconception(
        "NaN for an empty cluster", .right { $0.empty = .nan },
        """
        0/0: a centre without rows has no mean, and NaN is nearest to nobody ever after. It stays where it is.
        """),
      Misconception(
        "an empty cluster sent to the origin", .right { $0.empty = .origin },
        """
        A sum of no rows is 0, but the origin is no place of the data. A centre without rows stays.
        """),
      Misconception(
        "means over all rows", .right { $0.dividesByAll = true },
        """
        Each centre is the mean of *its* rows: divide by how many have its label.
        """),
      Misconception(
        "one round only", .right { $0.rounds = 1 },
        """
        Moving the centres changes who is nearest. Go on until the labels stay.
        """),
      Misconception(
        "stops a round early", .right { $0.stopsEarly = true },
        """
        It ends when a labelling gives what the one before gave, and that round counts, too: its inertia stands in the list.
        """),
      Misconception(
        "centres not looked at", .right { $0.checksCentres = false },
        """
        A centre with NaN is nearest to nobody, and one that is too short traps or compares half a row. Refuse it by its number.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("centres moved by running means", .right { $0.runs = true })
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, _ in
        let x = try iris.get()
        let found = try s.kMeans.unrecorded(x, [x[0], x[60], x[120]], 50)
        var plot = Plot("Iris, your clusters and their centres", x: "petal length, cm", y: "petal width, cm")
        guard found.labels.count == x.count else { return Figure([plot]) }
        for k in found.centres.indices {
          let rows = x.indices.filter { found.labels[$0] == k }
          plot.scatter(rows.map { x[$0][2] }, rows.map { x[$0][3] }, name: "cluster \(k)")
        }
        let centres = found.centres.filter { $0.count == 4 }
        plot.scatter(centres.map { $0[2] }, centres.map { $0[3] }, name: "centres")
        return Figure([plot])
      }
    ]
  }
}

// MARK: - Parts of the checks

private let iris = Result {
  try Dataset("tabular/iris.csv").csv().numbers([
    "sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm",
  ])
}

private func square(_ a: [Double], _ b: [Double]) -> Double {
  zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
}

/// Rows of two small whole numbers.
private func grid(_ count: Int, _ draws: inout Draws) -> [[Double]] {
  (0..<count).map { _ in [Double(draws.integer(in: 0...4)), Double(draws.integer(in: 0...4))] }
}

/// Σ of squared distances to the mean.
private func spread(_ rows: [[Double]]) -> Double {
  guard let first = rows.first else { return .infinity }
  let mean = first.indices.map { j in rows.reduce(0) { $0 + $1[j] } / Double(rows.count) }
  return rows.reduce(0) { $0 + square($1, mean) }
}

private func expectLabels(_ got: [Int], _ right: [Int], _ words: String, _ advice: String) {
  expect(got == right, "the labels \(words) are \(got), expected \(right)", advice)
}

// MARK: - Wrong and right ways

/// How it works, right unless one of these is changed.
private struct Way {
  enum Seeds { case right, farthest, uniform, atLeast, lastOfNone }
  enum Empty { case stays, nan, origin }

  var weight: (Double) -> Double = { $0 }
  var weighsLast = false
  var weighsFarthest = false
  var seeds = Seeds.right
  var takesLast = false
  var distance: ([Double], [Double]) -> Double = square
  var inertia: (Double) -> Double = { $0 }
  var averages = false
  var measuresBefore = false
  var empty = Empty.stays
  var dividesByAll = false
  var rounds = Int.max
  var stopsEarly = false
  var checksCentres = true
  var runs = false
  /// The share of J by which it must fall to go on.
  var enough = 0.0
  var leastSum = 0.0

  func weights(_ x: [[Double]], _ centres: [[Double]]) -> [Double] {
    let counted = weighsLast ? Array(centres.suffix(1)) : centres
    return x.map { row in
      let distances = counted.map { distance(row, $0) }
      return weight((weighsFarthest ? distances.max() : distances.min()) ?? 0)
    }
  }

  func seeded(_ x: [[Double]], _ count: Int, _ u: [Double]) -> [[Double]] {
    var centres = [x[Int(u[0] * Double(x.count))]]
    for j in 1..<max(1, count) {
      let weights = weights(x, centres)
      let all = weights.reduce(0, +)
      let target = u[j] * all
      var (sum, chosen): (Double, Int?) = (0, nil)
      for (i, weight) in weights.enumerated() where chosen == nil {
        sum += weight
        if seeds == .atLeast ? sum >= target : sum > target { chosen = i }
      }
      switch seeds {
      case .farthest: chosen = weights.firstIndex(of: weights.max() ?? 0)
      case .uniform: chosen = Int(u[j] * Double(x.count))
      case .lastOfNone: chosen = chosen ?? x.count - 1
      case .right, .atLeast: if all < leastSum { chosen = 0 }
      }
      centres.append(x[chosen ?? 0])
    }
    return centres
  }

  func nearest(_ x: [[Double]], _ centres: [[Double]]) -> [Int] {
    x.map { row in
      var (best, label) = (Double.infinity, 0)
      for (k, centre) in centres.enumerated() {
        let d = distance(row, centre)
        if takesLast ? d <= best : d < best { (best, label) = (d, k) }
      }
      return label
    }
  }

  func clusters(_ x: [[Double]], _ centres: [[Double]], _ limit: Int) throws -> Clusters {
    guard let d = x.first?.count else { throw KMeansError.noRows }
    guard !centres.isEmpty else { throw KMeansError.noCentres }
    for (i, row) in x.enumerated() {
      guard row.count == d else { throw KMeansError.length(row: i) }
      if let j = row.firstIndex(where: { !$0.isFinite }) { throw KMeansError.notFinite(row: i, column: j) }
    }
    for (number, centre) in centres.enumerated() where checksCentres {
      guard centre.count == d, centre.allSatisfy(\.isFinite) else { throw KMeansError.centre(number) }
    }
    var result = Clusters(centres: centres, labels: [], inertias: [])
    for _ in 0..<min(limit, rounds) {
      let labels = nearest(x, result.centres)
      if stopsEarly && labels == result.labels { break }
      let before = result.centres
      for k in centres.indices {
        let own = zip(x, labels).filter { $0.1 == k }.map(\.0)
        guard !own.isEmpty else {
          switch empty {
          case .stays: break
          case .nan: result.centres[k] = [Double](repeating: .nan, count: d)
          case .origin: result.centres[k] = [Double](repeating: 0, count: d)
          }
          continue
        }
        var mean = [Double](repeating: 0, count: d)
        if runs {
          for (count, row) in own.enumerated() {
            for j in 0..<d { mean[j] += (row[j] - mean[j]) / Double(count + 1) }
          }
        } else {
          for row in own { for j in 0..<d { mean[j] += row[j] } }
          mean = mean.map { $0 / Double(dividesByAll ? x.count : own.count) }
        }
        result.centres[k] = mean
      }
      let measured = measuresBefore ? before : result.centres
      let sum = zip(x, labels).reduce(0) { $0 + inertia(distance($1.0, measured[$1.1])) }
      result.inertias.append(averages ? sum / Double(x.count) : sum)
      if labels == result.labels { break }
      result.labels = labels
      if enough > 0, let before = result.inertias.dropLast().last, before - sum < enough * sum { break }
    }
    return result
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      seedWeights: .init { fixed.weights($0, $1) }, seededCentres: .init { fixed.seeded($0, $1, $2) },
      nearest: .init { fixed.nearest($0, $1) }, kMeans: .init { try fixed.clusters($0, $1, $2) })
  }
}
