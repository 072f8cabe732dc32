import Checking
import Glibc
import LabData
import LabNumerics

enum TSNEError: Error {
  case length(row: Int)
  case notFinite(row: Int, column: Int)
  case perplexity(Double)
}

/// A schedule of steps, for the learner's type.
struct Plan {
  var steps = 250
  var early = 75
  var exaggeration = 12.0
  var rate = 10.0
}

/// Places in the plane; the signs of both columns are free.
struct Map: Observable {
  var places: [[Double]]

  init(_ places: [[Double]]) { self.places = places }

  /// After hundreds of steps the last digits of a right map are anybody's: of a large one only the shape is told.
  var observation: Observation {
    places.count > 100
      ? Observation(shape: [places.count, places[0].count]) : places.map { $0.map { abs($0) } }.observation
  }

  /// Each column with the sign that the other map's has.
  fileprivate func turned(as other: [[Double]]) -> [[Double]] {
    guard places.count == other.count, places.allSatisfy({ $0.count == 2 }) else { return places }
    var signs = [0.0, 0]
    for (a, b) in zip(places, other) { for m in 0..<2 { signs[m] += a[m] * b[m] } }
    return places.map { row in (0..<2).map { signs[$0] < 0 ? -row[$0] : row[$0] } }
  }
}

struct Submission {
  var neighbourProbabilities: Function<[[Double]], Double, [[Double]]>
  var jointProbabilities: Function<[[Double]], [[Double]]>
  var mapGradient: Function<[[Double]], [[Double]], [[Double]]>
  var startingMap: Function<[[Double]], Map>
  var embed: Function<[[Double]], [[Double]], Plan, [[Double]]>
  var tSNE: Function<[[Double]], Double, Plan, Map>
}

// dp/dH = −p·β·(d² − mean)/(β²·variance of d²), mean and variance under p. The denominator is −dH/d ln β: above 0.01
// between the plateaus at the logarithms of whole numbers, which no u here is near; the numerator is below 3. An entropy
// right to 10⁻⁹ leaves 3·10⁻⁷ in p at the worst.
private let searched = Tolerance.absolute(1e-6)

enum NeighbourMaps: Checklist {
  static var checks: [Check<Submission>] {
    [
      // The example's u has five digits: 10⁻⁵ in ln u, and H changes by −ln 4·(0.8·0.2) = 0.22 for a change of 1 in log β.
      Check("gives the worked example") { s in
        let p = try s.neighbourProbabilities([[0], [1], [3]], 1.6494)
        expect(
          p, equals: [[0, 0.8, 0.2], [0.8, 0, 0.2], [0.2, 0.8, 0]], within: .absolute(1e-4),
          "Each row has its own β, and itself it does not see.", what: "p(j|i) of 0, 1, 3")
        expect(
          try s.jointProbabilities([[0, 0.75, 0.25], [0.5, 0, 0.5], [0.25, 0.75, 0]]),
          equals: [[1.25, 0.5], [1.25, 1.25], [0.5, 1.25]].enumerated().map { i, others in
            var row: [Double] = others.map { $0 / 6 }
            row.insert(0, at: i)
            return row
          },
          within: .ofLargest(16 * 0x1p-52), "(p(j|i) + p(i|j))/(2n): all nine add up to 1.", what: "pᵢⱼ of three rows")
        let (a, b, c): (Double, Double, Double) = (4 / 15, 1 / 15, 1 / 6)
        let slopes: [Double] = [0.26 / 3, -0.475 / 3, 0.215 / 3]
        expect(
          try s.mapGradient([[0, a, b], [a, 0, c], [b, c, 0]], [[0, 0], [1, 0], [3, 0]]),
          equals: slopes.map { [$0, 0] },
          within: .ofLargest(64 * 0x1p-52),
          "4·Σⱼ (pᵢⱼ − qᵢⱼ)·wᵢⱼ·(yᵢ − yⱼ), with Σ w over all pairs of the map.", what: "the gradient")
      },
      Check("gives each row the perplexity", cases: 3) { s, random in
        let x = rows(11, using: &random)
        for u in [1.5, 4.25, 8.5] {
          let p = try s.neighbourProbabilities(x, u)
          guard p.map(\.count) == x.map({ _ in 11 }) else {
            expect(false, "p(j|i) of 11 rows has not 11 rows of 11 numbers")
            continue
          }
          expect(
            p.map { $0.reduce(0, +) }, equals: x.map { _ in 1 }, within: .absolute(64 * 0x1p-52),
            "Divide by the sum over the others.", what: "the sum of each row")
          expect(
            x.indices.map { p[$0][$0] }, equals: x.map { _ in 0 }, "Nobody is a neighbour of himself.",
            what: "the diagonal of p(j|i)")
          expect(
            p.map(entropy), equals: x.map { _ in log(u) }, within: .absolute(2e-9),
            "H = −Σ p·ln p of each row is ln u: nats on both sides, and a β of its own for each row.",
            what: "the entropy of each row for u = \(u)")
          expect(
            p, equals: try Way().conditional(x, u), within: searched,
            "exp(−β·d²), with the square of the distance.", what: "p(j|i) of 11 rows for u = \(u)")
        }
      },
      // Whole numbers: squares and their differences are exact.
      Check("takes any unit, and a row far from all others") { s in
        let x: [[Double]] = [[0, 0], [4, 1], [1, 3], [7, 5], [2, 9], [6, 0]]
        let p = try s.neighbourProbabilities(x, 2.5)
        for unit in [0x1p-14, 0x1p14] {
          expect(
            try s.neighbourProbabilities(x.map { $0.map { unit * $0 } }, 2.5), equals: p, within: searched,
            "β has the unit of 1/d²: its search must go from 10⁻⁸ to 10⁸ and further.",
            what: "p(j|i) with x in a unit \(unit == 0x1p14 ? "16384 times smaller" : "16384 times larger")")
        }
        let far = x + [[1_000_000, 1_000_000]]
        let all = try s.neighbourProbabilities(far, 2.5)
        expect(
          all.last ?? [], equals: try Way().conditional(far, 2.5)[6], within: searched,
          "All its exp(−β·d²) are 0 for a β that parts the others. Subtract the least d² of the row first.",
          what: "p(j|i) of the row (10⁶, 10⁶), all others within (0…7, 0…9),")
        expect(
          all.last.map(entropy) ?? .nan, equals: log(2.5), within: .absolute(2e-9), "As of any other row.",
          what: "the entropy of the row (10⁶, 10⁶)")
      },
      Check("shares among the nearest when they are too many") { s in
        let x: [[Double]] = [[1, 2], [1, 2], [1, 2], [1, 2], [4, 6], [1, 5], [-8, 0]]
        let p = try s.neighbourProbabilities(x, 2.5)
        let third = 1.0 / 3
        expect(
          p.first ?? [], equals: [0, third, third, third, 0, 0, 0], within: .absolute(1e-14),
          "Three others at distance 0 have the perplexity 3 for any β: no β gives 2.5.",
          what: "p(j|0), three others equal to row 0, u = 2.5,")
        expect(
          p.count > 5 ? p[5] : [], equals: [0.25, 0.25, 0.25, 0.25, 0, 0, 0], within: .absolute(1e-14),
          "The four rows (1, 2) have the least distance from (1, 5), 3; no β parts them.",
          what: "p(j|5), four others at distance 3, u = 2.5,")
        expect(
          p.count > 6 ? p[4] : [], equals: try Way().conditional(x, 2.5)[4], within: searched,
          "One row at distance √10 is the nearest to (4, 6): an ordinary search.", what: "p(j|4)")
      },
      // Sums of two numbers below 1, one division.
      Check("makes one symmetric distribution", cases: 2) { s, random in
        let p = conditional(7, using: &random)
        let joint = try s.jointProbabilities(p)
        expect(
          joint, equals: Way().joint(p), within: .ofLargest(4 * 0x1p-52),
          "(p(j|i) + p(i|j))/(2n): else a row far from all others would have no say in its place.",
          what: "pᵢⱼ of seven rows")
        expect(
          joint.joined().reduce(0, +), equals: 1, within: .absolute(49 * 0x1p-52), "Over all n² pairs.",
          what: "the sum of all pᵢⱼ")
      },
      Check("has the slopes of the divergence", cases: 2) { s, random in
        let p = Way().joint(conditional(9, using: &random))
        let y = (0..<18).map { _ in Double.random(in: -2...2, using: &random) }
        let slopes = try s.mapGradient(p, pairs(y))
        expect(
          gradient: slopes.flatMap { $0 }, of: { divergence(p, pairs($0)) }, at: y, using: &random,
          "C = Σ pᵢⱼ·ln(pᵢⱼ/qᵢⱼ), q with the slow tail 1/(1 + d²) and one sum for all pairs.",
          what: "the gradient by nine places")
        // Of factors of p only the first term knows. Sums of 9 terms below 10.
        expect(
          try s.mapGradient(p.map { $0.map { 4 * $0 } }, pairs(y)),
          equals: Way().gradient(p.map { $0.map { 4 * $0 } }, pairs(y)), within: .ofLargest(1e-12),
          "Exaggerated p are not to be divided by their sum again.", what: "the gradient with four times p")
        let still = try s.mapGradient(p, y.indices.prefix(9).map { _ in [0.5, -1] })
        expect(
          still, equals: y.indices.prefix(9).map { _ in [0, 0] }, "Nothing pulls where all places are one.",
          what: "the gradient with all places equal")
      },
      // 40 digits by mpmath, which scikit-learn agrees with as far as its 10⁻⁵ in H goes: make_reference.py.
      Check("agrees with scikit-learn on iris") { s in
        let x = try iris.get()
        let joint = try s.jointProbabilities(try s.neighbourProbabilities(x, 3))
        expect(
          [0, 3, 6].map { joint.count > $0 ? joint[$0] : [] }, equals: irisJoint, within: .absolute(1e-8),
          "Perplexity 3, in centimetres.", what: "pᵢⱼ of three of eight irises")
        expect(
          try s.mapGradient(joint, irisPlaces), equals: irisGradient, within: .absolute(1e-7),
          "For the places \(irisPlaces).", what: "the gradient for eight irises")
      },
      // The components of rows with these widths have gaps: their error is some 10⁻¹⁴.
      Check("starts at two principal components, made small", cases: 2) { s, random in
        let x = rows(13, using: &random)
        let start = try s.startingMap(x)
        let right = try Way().start(x)
        expect(
          start.turned(as: right), equals: right, within: .ofLargest(1e-11),
          "Both columns times 10⁻⁴ over the deviation of the first, so that the second stays the narrower one.",
          what: "the starting map of 13 rows (up to the signs of columns)")
        let tiny = x.map { $0.map { $0 * 0x1p-300 } }
        expect(
          try s.startingMap(tiny).turned(as: right), equals: right, within: .ofLargest(1e-11),
          "The unit of x does not matter: deviations of 10⁻⁹⁰ are no zeros, and nothing is added to them.",
          what: "the starting map of 13 rows in a tiny unit (up to the signs of columns)")
        let equal = try s.startingMap([[0.5, 2, 1], [0.5, 2, 1], [0.5, 2, 1], [0.5, 2, 1]])
        expect(
          equal.places, equals: [[0, 0], [0, 0], [0, 0], [0, 0]], "Their deviation is 0: nothing to divide by.",
          what: "the starting map of equal rows")
      },
      // A step multiplies an error by 1 + rate·‖∂²C‖ < 4 here: 7 steps leave 4⁷·10⁻¹⁴ of places of about 1.
      Check("takes the steps of the schedule", cases: 2) { s, random in
        let p = Way().joint(conditional(9, using: &random))
        let y = pairs((0..<18).map { _ in Double.random(in: -2...2, using: &random) })
        for (steps, early) in [(1, 0), (2, 0), (2, 2), (7, 4), (3, 5)] {
          let plan = Plan(steps: steps, early: early, exaggeration: 3, rate: 0.75)
          expect(
            try s.embed(p, y, plan), equals: Way().embed(p, y, plan), within: .ofLargest(1e-9),
            "v ← μ·v + ∇C, y ← y − rate·v; the first \(early) steps with 0.5 and 3·p, the others with 0.8 and p.",
            what: "the map after \(steps) steps, \(early) of them early,")
        }
        expect(
          try s.embed(p, y, Plan(steps: 0)), equals: y, "No step: the map as it was.", what: "the map after no step")
      },
      // As above; the start is 10⁻⁴ wide and pushed apart by 12·p at once: places grow, and the errors with them.
      Check("puts the parts together") { s in
        let x = try iris.get()
        let plan = Plan(steps: 25, early: 10, exaggeration: 4, rate: 0.5)
        let right = try Way().map(x, 3, plan)
        expect(
          try s.tSNE(x, 3, plan).turned(as: right), equals: right, within: .ofLargest(1e-5),
          "The joint probabilities, from the starting map.",
          what: "the map of eight irises after 25 steps (up to the signs of columns)")
      },
      // Computed with NumPy: 0.992; 0.988 at least from 24 random starts; always exaggerated 0.951, without the gradient's
      // factor 4 0.979, two principal components 0.872.
      Check("keeps the neighbours of 400 digits") { s in
        let x = try digits.get()
        let map = try s.tSNE(x, 30, Plan()).places
        guard map.count == 400, map.allSatisfy({ $0.count == 2 && $0.allSatisfy(\.isFinite) }) else {
          return expect(false, "the map of 400 digits has not 400 rows of two finite numbers")
        }
        expect(
          "the trustworthiness of the map of 400 digits, with 7 neighbours,", try trustworthiness(map), atLeast: 0.98,
          "Two principal components reach 0.872, random places 0.5, a right map 0.99.")
      },
      Check("says what is wrong") { s in
        func expectError(_ error: TSNEError, _ x: [[Double]], _ u: Double, line: Int = #line) {
          expect(throws: error, "In the order of the table; rows and columns count from 0.", line: line) {
            try s.neighbourProbabilities(x, u)
          }
        }
        expectError(.length(row: 1), [[1, 2], [3], [.nan, 1]], 9)
        expectError(.notFinite(row: 1, column: 1), [[1, 2], [3, .infinity], [4]], 9)
        expectError(.length(row: 1), [[1, 2], [.nan]], 9)
        expectError(.length(row: 2), [[1, 2], [3, 4], [5, 6, 7], [8]], 2)
        for u in [Double.nan, .infinity, -.infinity] {
          expectError(.perplexity(u), [[1, 2], [3, 5], [4, 4], [0, 1]], u)
        }
        expectError(.perplexity(1), [[1, 2], [3, 5], [4, 4], [0, 1]], 1)
        expectError(.perplexity(3), [[1, 2], [3, 5], [4, 4], [0, 1]], 3)
        expectError(.perplexity(-2), [[1, 2], [3, 5], [4, 4], [0, 1]], -2)
        expectError(.perplexity(1.5), [[1, 2], [3, 5]], 1.5)
        expectError(.perplexity(1.5), [], 1.5)
        expect(throws: TSNEError.perplexity(7.5), "tSNE hands on what its parts throw.") {
          try s.tSNE([[1, 2], [3, 5], [4, 4]], 7.5, Plan(steps: 1))
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "nats for bits", .right { $0.target = .bits },
        """
        Your entropy is in nats (ln), your ln u in bits (log₂), or the other way round. The perplexity is 2 to the bits or e to \
        the nats; mixed, rows see more or fewer than u.
        """),
      Misconception(
        "the entropy itself set to u", .right { $0.target = .count },
        """
        u counts neighbours, H is a logarithm: it is at most ln(n − 1), and for most u no β gives it. Bisect for H = ln u.
        """),
      Misconception(
        "distances not squared", .right { $0.squares = false },
        """
        exp(−β·d) has heavier tails than a bell. In the data the similarity is Gaussian: exp(−β·d²).
        """),
      Misconception(
        "a row among its own neighbours", .right { $0.seesItself = true },
        """
        exp(0) = 1 for the row itself takes the largest share away from the others. p(i|i) is 0.
        """),
      Misconception(
        "one width for all rows", .right { $0.width = .shared },
        """
        With one β rows in dense places have hundreds of neighbours and those in sparse places none. Each row has its own.
        """),
      Misconception(
        "β not searched for", .right { $0.width = .fixed },
        """
        One β from the mean of the squares, whatever u is. It is the perplexity that sets it, row by row.
        """),
      Misconception(
        "0/0 for rows far away", .right { $0.subtracts = false },
        """
        All exp(−β·d²) of such a row are 0, and 0/0 is NaN. Subtract the row's least d² first: the shares are the same, and \
        the sum is at least 1.
        """),
      Misconception(
        "β sought between 10⁻³ and 10³", .right { $0.reach = log(1000) },
        """
        In another unit of x the right β lies outside. Double the upper end until the entropy is below ln u.
        """),
      Misconception(
        "no end for equal rows", .right { $0.knowsTies = false },
        """
        With u or more rows at the least distance the entropy stays above ln u for all β: β doubles to ∞, and ∞·0 is NaN. Their \
        shares are equal.
        """),
      Misconception(
        "P not symmetrised", .right { $0.joint = .oneSided },
        """
        p(j|i)/n adds up to 1, but i pulls at j otherwise than j at i. The gradient with its 4 is that of the symmetric P.
        """),
      Misconception(
        "pᵢⱼ not divided by n", .right { $0.joint = .large },
        """
        (p(j|i) + p(i|j))/2 adds up to n. One distribution over all pairs adds up to 1.
        """),
      Misconception(
        "pᵢⱼ twice as large", .right { $0.joint = .double },
        """
        p(j|i) + p(i|j) over n adds up to 2: each pair is there twice.
        """),
      Misconception(
        "a bell in the map", .right { $0.kernel = .gaussian },
        """
        That is SNE, without the t. Its bell has no room in the plane for all that is at a middle distance, and crowds \
        everything in the centre: w = 1/(1 + d²).
        """),
      Misconception(
        "w lost in the gradient", .right { $0.kernel = .forceless },
        """
        (pᵢⱼ − qᵢⱼ)·(yᵢ − yⱼ) is the gradient for a bell. That of ln(1 + d²) has the factor w = 1/(1 + d²) more: far pairs \
        hardly pull.
        """),
      Misconception(
        "the map's distances not squared", .right { $0.kernel = .root },
        """
        1/(1 + d) has a kink at 0. Student's t with one degree of freedom has d².
        """),
      Misconception(
        "the factor 4 lost", .right { $0.factor = 1 },
        """
        yᵢ is in pᵢⱼ's term and in pⱼᵢ's, and the derivative of d² has a 2: four.
        """),
      Misconception(
        "the factor 2 for 4", .right { $0.factor = 2 },
        """
        yᵢ is in the terms of (i, j) and of (j, i): each pair counts twice, and the derivative of d² has another 2.
        """),
      Misconception(
        "uphill", .right { $0.factor = -4 },
        """
        q − p for p − q: where the data are nearer than the map (p > q), going against your gradient pushes them apart.
        """),
      Misconception(
        "q by rows", .right { $0.qByRows = true },
        """
        qᵢⱼ is a share of all pairs, as pᵢⱼ is. You divide by the sum of row i.
        """),
      Misconception(
        "Σ w over half of the pairs", .right { $0.half = 0.5 },
        """
        Each pair is there twice, in p and in q. With Σ over i < j alone all q are twice too large.
        """),
      Misconception(
        "Σ w with the diagonal", .right { $0.countsSelf = true },
        """
        wᵢᵢ = 1 for each of the n rows is in your sum. A row and itself are no pair.
        """),
      Misconception(
        "p made to add up to 1 in the gradient", .right { $0.renormalises = true },
        """
        Then the exaggeration is divided away again. The factor on p is meant to stay: it makes pulls stronger than pushes.
        """),
      Misconception(
        "exaggerated to the end", .right { $0.schedule = .never },
        """
        The factor on p pulls clusters into points. It has to go after the early steps, so that their insides unfold.
        """),
      Misconception(
        "no exaggeration", .right { $0.schedule = .plain },
        """
        The early steps take schedule.exaggeration times p.
        """),
      Misconception(
        "an early step too many", .right { $0.schedule = .oneMore },
        """
        `early` steps count from 0: the condition is step < early.
        """),
      Misconception(
        "one momentum for all steps", .right { $0.momentum = [0.8, 0.8] },
        """
        0.5 in the early steps: the exaggerated forces are strong, and with 0.8 the map would swing.
        """),
      Misconception(
        "no momentum", .right { $0.momentum = [0, 0] },
        """
        v has to outlive the step: v ← μ·v + ∇C, declared outside the loop.
        """),
      Misconception(
        "v begun anew after the early steps", .right { $0.restarts = true },
        """
        v is kept when the exaggeration ends; only μ and p change.
        """),
      Misconception(
        "an averaged gradient", .right { $0.averages = true },
        """
        v ← μ·v + (1 − μ)·∇C makes the steps two to five times smaller. Here the gradient comes in whole.
        """),
      Misconception(
        "rows moved one by one", .right { $0.inPlace = true },
        """
        Once y₀ has moved, the gradient for y₁ is taken in another map. All of it first, then the step.
        """),
      Misconception(
        "each column made 10⁻⁴ wide", .right { $0.start = .both },
        """
        Then the second component counts as much as the first, which varies more. One number for both.
        """),
      Misconception(
        "the scores not made small", .right { $0.start = .large },
        """
        Far apart w = 1/(1 + d²) is near 0, and so are all forces: what begins wide cannot be rearranged.
        """),
      Misconception(
        "the variance for the deviation", .right { $0.start = .variance },
        """
        Divided by the variance the start would depend on the unit of x. The deviation is its root.
        """),
      Misconception(
        "two columns for two components", .right { $0.start = .columns },
        """
        The first two columns of x are two pixels. Their components are scores: transform(x).
        """),
      Misconception(
        "0/0 for equal rows in the start", .right { $0.guardsEqual = false },
        """
        Their deviation is 0, and 10⁻⁴/0 times 0 is NaN. They all start at (0, 0).
        """),
      Misconception(
        "tSNE with p(j|i)", .right { $0.forgetsJoint = true },
        """
        embed is for the joint probabilities; you give it p(j|i), which add up to n.
        """),
      Misconception(
        "input not looked at", .right { $0.looks = false },
        """
        NaN goes into all distances of its row, and a perplexity of n − 1 or more is no entropy that n − 1 shares can have. \
        Say so before the search.
        """),
      Misconception(
        "n for the number of others", .right { $0.allowsAll = true },
        """
        n − 1 others have at most the perplexity n − 1, and that only for β = 0. u must be below n − 1.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("bisection of log β, entropies by their definition", .right { _ in })]
  }
}

// MARK: - Parts of the checks

/// Rows 0, 3 and 6 of P for every twentieth iris with the perplexity 3.
private let irisJoint: [[Double]] = [
  [
    0.0, 0.054106490403328246, 0.05562105226961411, 0.008996047312181319, 0.006270985308506655, 0.00011575955494856727,
    0.0001380101572084602, 0.00012687535568998062,
  ],
  [
    0.008996047312181319, 0.011378718427492546, 0.008666762428682685, 0.0, 0.08780278106322228, 0.00350694596500267,
    0.00343931387089003, 0.003999908157082597,
  ],
  [
    0.0001380101572084602, 0.00023338073288270704, 0.00012334552183412522, 0.00343931387089003, 0.008232124743709572,
    0.05264631257597505, 0.0, 0.05640870646048489,
  ],
]

private let irisPlaces: [[Double]] = [
  [0, 0], [0.5, 0.75], [2, 0.25], [1, 1], [1, 0.5], [2, 0], [0.5, 0.75], [0, 0.25],
]

private let irisGradient: [[Double]] = [
  [-0.06371355228260231, 0.006535249572241469], [-0.0008121235173227877, 0.0423659535851305],
  [0.09287729123024413, -0.02862485851726596], [-0.05821548994779752, 0.03555242908832264],
  [-0.05013977891791224, -0.09276319868561807], [0.09237485669173336, 0.012164351629485237],
  [0.03462790113686182, 0.04498961419490437], [-0.04699910439320445, -0.02021954086720018],
]

/// Every twentieth iris.
private let iris = Result {
  let rows = try Dataset("tabular/iris.csv").csv().numbers([
    "sepal_length_cm", "sepal_width_cm", "petal_length_cm", "petal_width_cm",
  ])
  return stride(from: 0, to: rows.count, by: 20).map { rows[$0] }
}

/// The pixels of the first 400 images, read byte by byte: a table of text takes ten times as long.
private let digits = Result {
  let bytes = try Dataset("images/digits_8x8.csv.gz").bytes()
  var (images, image, value) = ([[Double]](), [Double](), 0)
  for byte in bytes.drop(while: { $0 != UInt8(ascii: "\n") }).dropFirst() {
    switch byte {
    case UInt8(ascii: ","):
      image.append(Double(value))
      value = 0
    case UInt8(ascii: "\n"):
      images.append(image)  // the label, which has no comma behind it, is left out
      if images.count == 400 { return images }
      (image, value) = ([], 0)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): value = 10 * value + Int(byte - UInt8(ascii: "0"))
    default: break
    }
  }
  return images
}

/// For each digit the ranks of all others by their distance from it, 1 for the nearest.
private let digitRanks = digits.map { x in
  x.indices.map { i in
    let squares = x.map { square($0, x[i]) }
    var ranks = [Int](repeating: 0, count: x.count)
    let near = x.indices.filter { $0 != i }.sorted { (squares[$0], $0) < (squares[$1], $1) }
    for (rank, j) in near.enumerated() { ranks[j] = rank + 1 }
    return ranks
  }
}

/// Venna and Kaski's measure: 1 if the seven nearest in the map are among the seven nearest in the data, for each of
/// them, and less by its rank in the data if not.
private func trustworthiness(_ map: [[Double]]) throws -> Double {
  let ranks = try digitRanks.get()
  let (n, k) = (map.count, 7)
  var excess = 0
  for i in map.indices {
    let squares = map.map { square($0, map[i]) }
    for j in map.indices.filter({ $0 != i }).sorted(by: { squares[$0] < squares[$1] }).prefix(k) {
      excess += max(0, ranks[i][j] - k)
    }
  }
  return 1 - 2 * Double(excess) / Double(n * k * (2 * n - 3 * k - 1))
}

private func square(_ a: [Double], _ b: [Double]) -> Double {
  var sum = 0.0
  for j in a.indices { sum += (a[j] - b[j]) * (a[j] - b[j]) }
  return sum
}

private func entropy(_ p: [Double]) -> Double {
  var sum = 0.0
  for share in p where share != 0 { sum -= share * log(share) }
  return sum
}

/// Σ p·ln(p/q), for p above 0 off the diagonal.
private func divergence(_ p: [[Double]], _ y: [[Double]]) -> Double {
  var (sum, total) = (0.0, 0.0)
  for i in y.indices {
    for j in y.indices where j != i {
      let w = 1 / (1 + square(y[i], y[j]))
      total += w
      sum += p[i][j] * (log(p[i][j]) - log(w))
    }
  }
  return sum + log(total)  // Σ p = 1
}

private func pairs(_ numbers: [Double]) -> [[Double]] {
  stride(from: 0, to: numbers.count, by: 2).map { [numbers[$0], numbers[$0 + 1]] }
}

/// n rows of four numbers, uniform, each column narrower than the one before by a half.
private func rows(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<n).map { _ in [8, 4, 2, 1].map { (width: Double) in Double.random(in: -width...width, using: &random) } }
}

/// A random row of shares for each of n, 0 on the diagonal.
private func conditional(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<n).map { i in
    let weights = (0..<n).map { $0 == i ? 0 : Double.random(in: 0.1...1, using: &random) }
    let sum = weights.reduce(0, +)
    return weights.map { $0 / sum }
  }
}

// MARK: - Wrong and right ways

/// A way to the map, right unless one of these is changed.
private struct Way: Hashable {
  enum Target { case nats, bits, count }
  enum Width { case own, shared, fixed }
  enum Joint { case right, oneSided, large, double }
  enum Kernel { case student, gaussian, forceless, root }
  enum Exaggeration { case right, never, plain, oneMore }
  enum Start { case right, both, large, variance, columns }

  var target = Target.nats
  var squares = true
  var seesItself = false
  var width = Width.own
  var subtracts = true
  /// log β is sought between −reach and reach.
  var reach = 230.0
  var knowsTies = true
  var joint = Joint.right
  var kernel = Kernel.student
  var factor = 4.0
  var qByRows = false
  var half = 1.0
  var countsSelf = false
  var renormalises = false
  var schedule = Exaggeration.right
  var momentum = [0.5, 0.8]
  var restarts = false
  var averages = false
  var inPlace = false
  var start = Start.right
  var guardsEqual = true
  var forgetsJoint = false
  var looks = true
  var allowsAll = false

  // MARK: In the data

  func conditional(_ x: [[Double]], _ u: Double) throws -> [[Double]] {
    for (i, row) in x.enumerated() {
      guard row.count == x[0].count else { throw TSNEError.length(row: i) }
      if looks, let j = row.firstIndex(where: { !$0.isFinite }) { throw TSNEError.notFinite(row: i, column: j) }
    }
    if looks {
      let most = Double(x.count - 1)
      guard u > 1, allowsAll ? u <= most : u < most else { throw TSNEError.perplexity(u) }
    }
    if x.isEmpty { return [] }
    let distances = x.indices.map { i in
      let all = x.map { squares ? square($0, x[i]) : square($0, x[i]).squareRoot() }
      let least = x.indices.reduce(Double.infinity) { $1 == i && !seesItself ? $0 : min($0, all[$1]) }
      return subtracts ? all.map { $0 - least } : all
    }
    let goal =
      switch target {
      case .nats: log(u)
      case .bits: log2(u)
      case .count: u
      }
    switch width {
    case .own:
      return x.indices.map { i in
        shares(distances[i], i, exp(bisected { beta in entropy(shares(distances[i], i, beta)) - goal }))
      }
    case .shared:
      let beta = exp(
        bisected { beta in
          x.indices.reduce(0) { $0 + entropy(shares(distances[$1], $1, beta)) - goal } / Double(x.count)
        })
      return x.indices.map { shares(distances[$0], $0, beta) }
    case .fixed:
      let mean = distances.joined().reduce(0, +) / Double(max(1, x.count * (x.count - 1)))
      return x.indices.map { shares(distances[$0], $0, 1 / mean) }
    }
  }

  /// Where a falling function of exp(t) passes 0.
  func bisected(_ excess: (Double) -> Double) -> Double {
    var (low, high) = (-reach, reach)
    if !knowsTies, !(excess(exp(high)) <= 0) { return .infinity }
    for _ in 0..<80 {
      let middle = (low + high) / 2
      let value = excess(exp(middle))
      if abs(value) < 1e-13 { return middle }
      if value > 0 { low = middle } else { high = middle }
    }
    return (low + high) / 2
  }

  func shares(_ squares: [Double], _ i: Int, _ beta: Double) -> [Double] {
    var bells = squares
    var total = 0.0
    for j in squares.indices {
      bells[j] = j == i && !seesItself ? 0 : exp(-beta * squares[j])
      total += bells[j]
    }
    for j in squares.indices { bells[j] /= total }
    return bells
  }

  func joint(_ p: [[Double]]) -> [[Double]] {
    let n = Double(p.count)
    return p.indices.map { i in
      p.indices.map { j in
        switch joint {
        case .right: (p[i][j] + p[j][i]) / (2 * n)
        case .oneSided: p[i][j] / n
        case .large: (p[i][j] + p[j][i]) / 2
        case .double: (p[i][j] + p[j][i]) / n
        }
      }
    }
  }

  // MARK: In the map

  func gradient(_ p: [[Double]], _ y: [[Double]]) -> [[Double]] {
    pairs(slopes(p.flatMap { $0 }, y.flatMap { $0 }))
  }

  /// The gradient, of flat arrays.
  func slopes(_ p: [Double], _ y: [Double]) -> [Double] {
    let n = y.count / 2
    var w = [Double](repeating: 0, count: n * n)  // below the diagonal
    var sums = [Double](repeating: 0, count: n)
    for i in 0..<n {
      for j in 0..<i {
        let (a, b) = (y[2 * i] - y[2 * j], y[2 * i + 1] - y[2 * j + 1])
        let weight = similarity(a * a + b * b)
        w[i * n + j] = weight
        sums[i] += weight
        sums[j] += weight
      }
    }
    let total = half * (sums.reduce(0, +) + (countsSelf ? Double(n) : 0))
    let shares = sums.map { 1 / (qByRows ? $0 : total) }
    let size = renormalises ? p.reduce(0, +) : 1
    let keepsWeight = kernel == .student || kernel == .root
    var slopes = [Double](repeating: 0, count: 2 * n)
    for i in 0..<n {
      for j in 0..<i {
        let weight = w[i * n + j]
        let lever = factor * (keepsWeight ? weight : 1)
        let (forth, back) = (p[i * n + j] / size - weight * shares[i], p[j * n + i] / size - weight * shares[j])
        for m in 0..<2 {
          let d = y[2 * i + m] - y[2 * j + m]
          slopes[2 * i + m] += lever * forth * d
          slopes[2 * j + m] -= lever * back * d
        }
      }
    }
    return slopes
  }

  func similarity(_ square: Double) -> Double {
    switch kernel {
    case .student, .forceless: 1 / (1 + square)
    case .gaussian: exp(-square)
    case .root: 1 / (1 + square.squareRoot())
    }
  }

  func start(_ x: [[Double]]) throws -> [[Double]] {
    let d = x[0].count
    let mean = (0..<d).map { j in x.reduce(0) { $0 + $1[j] } / Double(x.count) }
    let z = x.map { row in (0..<d).map { row[$0] - mean[$0] } }
    let svd = try SVD(Matrix(z))
    let v = svd.vTransposed.rows
    let scores = z.map { row in
      (0..<2).map { m in start == .columns ? row[m] : (0..<d).reduce(0) { $0 + row[$1] * v[m][$1] } }
    }
    let variance = (0..<2).map { m in scores.reduce(0) { $0 + $1[m] * $1[m] } / Double(x.count - 1) }
    return scores.map { row in
      (0..<2).map { m in
        let scale =
          switch start {
          case .right, .columns: 1e-4 / variance[0].squareRoot()
          case .both: 1e-4 / variance[m].squareRoot()
          case .large: 1.0
          case .variance: 1e-4 / variance[0]
          }
        return guardsEqual && variance[0] == 0 ? 0 : row[m] * scale
      }
    }
  }

  func embed(_ p: [[Double]], _ y: [[Double]], _ plan: Plan) -> [[Double]] {
    let flat = p.flatMap { $0 }
    let exaggerated = flat.map { plan.exaggeration * $0 }
    var y = y.flatMap { $0 }
    var v = y.map { _ in 0.0 }
    let early = schedule == .oneMore ? plan.early + 1 : plan.early
    for step in 0..<plan.steps {
      let isEarly = step < early
      let now = (isEarly && schedule != .plain) || schedule == .never ? exaggerated : flat
      let mu = momentum[isEarly ? 0 : 1]
      if restarts, step == early { v = v.map { _ in 0 } }
      var slopes = slopes(now, y)
      for i in y.indices {
        if inPlace, i % 2 == 0, p.count < 100 { slopes = self.slopes(now, y) }  // n times as long: not for large maps
        v[i] = mu * v[i] + (averages ? 1 - mu : 1) * slopes[i]
        y[i] -= plan.rate * v[i]
      }
    }
    return pairs(y)
  }

  /// Of large tables there is only one, with one plan: its map is made once.
  func map(_ x: [[Double]], _ u: Double, _ plan: Plan) throws -> [[Double]] {
    func made() throws -> [[Double]] {
      let p = try conditional(x, u)
      return embed(forgetsJoint ? p : joint(p), try start(x), plan)
    }
    return x.count > 100 ? try remembered(self, made) : try made()
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      neighbourProbabilities: .init { try fixed.conditional($0, $1) }, jointProbabilities: .init { fixed.joint($0) },
      mapGradient: .init { fixed.gradient($0, $1) }, startingMap: .init { Map(try fixed.start($0)) },
      embed: .init { fixed.embed($0, $1, $2) }, tSNE: .init { Map(try fixed.map($0, $1, $2)) })
  }
}
