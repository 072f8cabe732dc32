import Checking
import LabData

struct InvalidDamping: Error {}

typealias Triplet = (row: Int, column: Int, value: Double)

/// Pages and the links between them.
struct Links: CustomStringConvertible {
  var pages: Int
  var triplets: [Triplet]

  init(_ pages: Int, _ triplets: [Triplet]) { (self.pages, self.triplets) = (pages, triplets) }

  var description: String {
    let links = triplets.map { "\($0.row)→\($0.column) \($0.value)" }.joined(separator: ", ")
    return "\(pages) pages with the links \(links)"
  }
}

struct Submission {
  var pagerank: Function<Links, Double, Double, Int, [Double]>
}

enum PageRank: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let links = Links(3, [(0, 1, 1), (0, 2, 1), (1, 2, 1)])
        expect(
          try s.pagerank(links, 0.6, 0, 1), equals: [0.2, 0.3, 0.5], within: .ulps(8),
          "One step: page 2 gets half of page 0, all of page 1, and a third of itself, each times 0.6.")
        // A step that changes the ranks by 10⁻¹² or less leaves 0.6/0.4·10⁻¹² at most.
        expect(
          try s.pagerank(links, 0.6, 1e-12, 500), equals: [50 / 219, 65 / 219, 104 / 219], within: .absolute(1.6e-12),
          "r₀ = 0.4/3 + 0.6·r₂/3, r₁ = r₀ + 0.3·r₀, r₂ = r₁ + 0.6·r₁.")
      },
      // Each step rounds each rank n + 5 times at most, and d ≤ 1 does not make older errors grow.
      Check("makes the steps of the surfer", holdingFor: 60) { s, draws in
        let n = draws.integer(in: 1...6)
        let links = draws.links(n)
        let damping = draws.one(of: [0.5, 0.85, 0.25])
        let steps = draws.integer(in: 0...3)
        var ranks = [Double](repeating: 1 / Double(n), count: n)
        for _ in 0..<steps { ranks = links.afterStep(ranks, damping) }
        expect(
          try s.pagerank(links, damping, 0, steps), equals: ranks,
          within: .rounding(operations: 2 * (steps + 1) * (n + 5), scale: 1),
          "The new ranks come from the old ones alone: (1 − d)/n, links that arrive, and all that dangles, shared.",
          what: "\(links): the ranks after \(steps) steps with d = \(damping)")
      },
      Check("stops after the step that changes little") { s in
        let advice = "Sum |r'ᵢ − rᵢ| over all pages; if that is ≤ t, the newest ranks are the answer."
        for tolerance in [3e-1, 3e-2, 1e-4] {
          var ranks = [Double](repeating: 1.0 / 9, count: 9)
          var change = Double.infinity
          var steps = 0
          while change > tolerance {
            let next = ninePages.afterStep(ranks, 0.85)
            change = zip(ranks, next).reduce(0) { $0 + abs($1.0 - $1.1) }
            ranks = next
            steps += 1
          }
          expect(
            try s.pagerank(ninePages, 0.85, tolerance, 1000), equals: ranks,
            within: .rounding(operations: 2 * (steps + 1) * 14, scale: 1), advice,
            what: "nine pages, d = 0.85, tolerance \(tolerance): the ranks after \(steps) steps")
        }
        // All numbers are sixteenths: (4, 4, 4, 4)/16, then (2, 4, 4, 6)/16, a change of exactly 4/16.
        expect(
          try s.pagerank(Links(4, [(0, 1, 1), (1, 2, 1), (2, 3, 1), (3, 3, 1)]), 0.5, 0.25, 9),
          equals: [0.125, 0.25, 0.25, 0.375], within: .ulps(8), "A change equal to t is small enough: ≤, not <.",
          what: "a row of four pages, d = 0.5, tolerance 0.25: the ranks after 1 step")
      },
      // 10⁻¹⁴·0.85/0.15, and the roundings of each step, which the later ones shrink: 14·ε/0.15.
      Check("ranks nine pages as NetworkX does") { s in
        expect(
          try s.pagerank(ninePages, 0.85, 1e-14, 2000), equals: nineRanks,
          within: .absolute(1e-14 * 0.85 / 0.15 + 14 * 0x1p-52 / 0.15),
          "Page 7 dangles, page 8 is pointed to by nobody, links have weights. What arrives at a page counts.",
          what: "nine pages, d = 0.85: the ranks")
      },
      // The walk between neighbours is on a page in proportion to its weight: rᵢ·wᵢⱼ/sᵢ = rⱼ·wⱼᵢ/sⱼ if rᵢ is as sᵢ.
      // 3000 steps of at most n + 5 = 10 roundings each.
      Check("follows links alone with damping 1, and none with damping 0") { s in
        let pairs: [Triplet] = [(0, 1, 2), (0, 2, 1), (1, 2, 3), (2, 3, 1), (3, 4, 5), (1, 4, 1)]
        let graph = Links(5, pairs + pairs.map { ($0.column, $0.row, $0.value) })
        let weights: [Double] = [3, 6, 5, 6, 6]
        expect(
          try s.pagerank(graph, 1, 1e-16, 3000), equals: weights.map { $0 / 26 },
          within: .rounding(operations: 10 * 3000, scale: 1),
          "Where every link has a way back of equal weight, the ranks are as the weights at the pages: (3, 6, 5, 6, 6)/26.",
          what: "a graph with links both ways, d = 1: the ranks")
        expect(
          try s.pagerank(ninePages, 0, 1e-12, 50), equals: [Double](repeating: 1.0 / 9, count: 9), within: .ulps(28),
          "Only jumps: every page alike.", what: "nine pages, d = 0: the ranks")
      },
      // 1000 steps lose or gain 14·ε each at most.
      Check("loses nobody") { s in
        for damping in [0.5, 0.99, 1] {
          let ranks = try s.pagerank(ninePages, damping, 0, 1000)
          expect(
            ranks.reduce(0, +), equals: 1, within: .rounding(operations: 14 * 1000, scale: 1),
            "Whoever is on a dangling page goes on: their share is dealt out to all.",
            what: "the sum of the ranks of nine pages after 1000 steps, d = \(damping),")
        }
      },
      Check("takes a row of zeros for a dangling page") { s in
        let links = Links(3, [(0, 1, 1), (0, 2, 1), (1, 2, 1), (2, 0, 0), (2, 1, 0)])
        expect(
          try s.pagerank(links, 0.6, 0, 1), equals: [0.2, 0.3, 0.5], within: .ulps(8),
          "Two entries of weight 0 are stored in row 2. Their sum is 0, and nothing can be divided by it.")
      },
      Check("answers for 0 and 1 pages, without a step, and not for wrong damping") { s in
        expect(try s.pagerank(Links(0, []), 0.85, 1e-9, 9), equals: [], "No pages, no ranks.")
        expect(try s.pagerank(Links(1, []), 0.85, 1e-9, 9), equals: [1], within: .ulps(6 * 9), "All are on one page.")
        expect(
          try s.pagerank(Links(1, [(0, 0, 2.5)]), 0.5, 1e-9, 9), equals: [1], within: .ulps(6 * 9),
          "A link to itself is a link.")
        expect(
          try s.pagerank(Links(4, [(0, 1, 1)]), 0.85, 1e-9, 0), equals: [0.25, 0.25, 0.25, 0.25],
          "Without a step the ranks are those of the beginning.")
        let advice = "Damping is a probability. NaN is none."
        for damping in [-0.1, 1.5, .nan, .infinity] {
          expect(throws: InvalidDamping(), advice) { try s.pagerank(Links(2, [(0, 1, 1)]), damping, 1e-9, 9) }
        }
        expect(throws: InvalidDamping(), "Without pages, too.") { try s.pagerank(Links(0, []), 2, 1e-9, 9) }
      },
      // A table of them all would have 8 GB. With h on the hub, (½ + h/2)/n come to each page and (1 − h)/2 to the hub.
      Check("makes steps of 32768 pages without a table of them all") { s in
        let n = 32768
        let links = Links(n, (1..<n).map { ($0, 0, 1) })
        var (hub, others) = (1 / Double(n), 1 / Double(n))
        for _ in 0..<3 {
          others = (0.5 + 0.5 * hub) / Double(n)
          hub = others + 0.5 * (1 - hub)
        }
        expect(
          try s.pagerank(links, 0.5, 0, 3), equals: [hub] + [Double](repeating: others, count: n - 1),
          within: .rounding(operations: 8 * (n + 5), scale: 1),
          "A step costs n plus the number of links: what is not a link is the same for every page.",
          what: "the ranks of 32768 pages of which all others point to the first, after 3 steps with d = 0.5")
      },
      // As for the nine pages, with n = 97; all links go one step, so the ranks are small and hardly round.
      Check("ranks the airports that New York flies to") { s in
        let (links, names) = try airports.get()
        let ranks = try s.pagerank(links, 0.85, 1e-14, 500)
        let rankOf = { (name: String) in
          names.firstIndex(of: name).flatMap { ranks.indices.contains($0) ? ranks[$0] : nil } ?? .nan
        }
        expect(ranks.count, equals: 97, what: "the number of airports in January 2013")
        expect(
          ["ATL", "ORD", "BOS", "MCO", "EWR", "JFK", "LGA"].map(rankOf),
          equals: [
            0.011446021257196045, 0.011276114640596416, 0.011222649381421129, 0.011153415054369351,
            0.01004520341536916, 0.010045203415369157, 0.010045203415369158,
          ], within: .absolute(1e-14 * 0.85 / 0.15 + 102 * 0x1p-52 / 0.15),
          """
          94 of the 97 airports dangle, for only departures from New York are known: ranks are nearly equal, and ATL, \
          with the most flights, leads.
          """, what: "the ranks of ATL, ORD, BOS, MCO, EWR, JFK and LGA")
        expect(ranks.reduce(0, +), equals: 1, within: .rounding(operations: 97 * 500, scale: 1), what: "their sum")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "dangling mass lost", Rule(dangling: .lost).submission,
        """
        The share of the surfers on dangling pages disappears in each step, and the ranks add up to less than 1. They \
        jump: deal their share out to all pages.
        """),
      Misconception(
        "dangling mass kept at home", Rule(dangling: .home).submission,
        """
        You let surfers stay on a dangling page, as if it had a link to itself. Such pages become traps and their ranks \
        far too high. From there the surfer jumps to any page.
        """),
      Misconception(
        "dangling mass dealt to the other pages", Rule(dangling: .others).submission,
        """
        You deal what dangles out to the n − 1 other pages. A jump goes to any of the n pages, the one left included; \
        that is what lets one number serve all pages.
        """),
      Misconception(
        "dangling mass not damped", Rule(dangling: .undamped).submission,
        """
        (1 − d)/n is for every surfer already, those on dangling pages included. Of their share only d is left to deal \
        out; otherwise the ranks add up to more than 1.
        """),
      Misconception(
        "each step normalised instead", Rule(dangling: .lost, normalises: true).submission,
        """
        You let dangling mass disappear and divide by the sum after each step. The sum is 1 then, but links count for \
        more than d: the ranks are those of another damping.
        """),
      Misconception(
        "dangling where nothing is stored", Rule(isDangling: { _, stored in !stored }).submission,
        """
        You ask whether a row has stored entries. A stored 0 is an entry, too, and then 0/0 spreads NaN. Ask whether the \
        weights of the row sum to more than 0.
        """),
      Misconception(
        "columns for rows", Rule(reverses: true).submission,
        """
        You collect along the row of a page: what it points to gives it rank. It is the other way round: the pages that \
        point to it do, and they stand in its column.
        """),
      Misconception(
        "divided by what arrives", Rule(dividesBy: .arriving).submission,
        """
        You divide wᵢⱼ by the sum of column j. A page shares its rank among its own links: sᵢ is the sum of its row.
        """),
      Misconception(
        "not divided", Rule(dividesBy: .nothing).submission,
        """
        Each link carries the whole rank of its page, times the weight. A page has one vote, and shares it among its \
        links: divide by sᵢ.
        """),
      Misconception(
        "every link alike", Rule(dividesBy: .count).submission,
        "You divide by the number of links. Links have weights here, and a page shares its rank in their proportion."),
      Misconception(
        "weights left out", Rule(weight: { $0 > 0 ? 1 : 0 }).submission,
        "Each link counts as 1. With flights or citations the weight says how often it is taken; wᵢⱼ/sᵢ is the share."),
      Misconception(
        "teleport not divided by n", Rule(teleport: { damping, _ in 1 - damping }).submission,
        """
        You add 1 − d to every page, n times in all. That is the form with ranks that sum to n; here they are \
        probabilities, and a jump meets each page with 1/n.
        """),
      Misconception(
        "damping and its rest exchanged", Rule(damping: { 1 - $0 }).submission,
        "d is the probability of following a link, 1 − d that of a jump. You have it the other way round."),
      Misconception(
        "links not damped", Rule(linkDamping: { _ in 1 }).submission,
        "Links carry d of the rank, not all of it: the rest, 1 − d, is what jumps deal out."),
      Misconception(
        "no jumps from other pages", Rule(teleport: { _, _ in 0 }).submission,
        "(1 − d)/n is missing: the share of the jumps. Without it the ranks shrink by d in each step."),
      Misconception(
        "ranks that begin at 1", Rule(start: { _ in 1 }).submission,
        """
        You begin with 1 on every page. A step keeps the sum that was there, so the surfers must be one in all from the \
        beginning: 1/n each. (With d < 1 the sum creeps towards 1, but the first steps are wrong.)
        """),
      Misconception(
        "the newest ranks used within a step", Rule(inPlace: true).submission,
        """
        You write new ranks where old ones are still to be read. Some pages then hand on what they have only just \
        received. A step takes all its ranks from before.
        """),
      Misconception(
        "the largest change", Rule(change: { $0.max() ?? 0 }).submission,
        """
        You stop when no single rank changes by more than t. Among a million pages of rank 10⁻⁶ that says nothing; the \
        sum over all pages is what bounds the error.
        """),
      Misconception(
        "the square of the change", Rule(change: { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }).submission,
        """
        You measure the change by its Euclidean norm, which is smaller than the sum of its sizes. Probabilities are \
        compared by that sum, and by it each step shrinks the error.
        """),
      Misconception(
        "the ranks before the last step", Rule(returnsOld: true).submission,
        "The last step is made, but its ranks are thrown away. They are the better ones: return them."),
      Misconception(
        "any damping taken", Rule(isAsked: { _ in true }).submission,
        "A damping of 1.5 or NaN is no probability, and the ranks become negative, infinite or NaN. Throw at once."),
      Misconception(
        "NaN taken for a damping", Rule(isAsked: { !($0 < 0 || $0 > 1) }).submission,
        "NaN is neither below 0 nor above 1, and so it passes. Ask whether d lies from 0 to 1."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("each page collects what arrives", Submission(pagerank: .init(collected))),
      Alternative("the jumps as what the links have left", Rule(jumpsTakeTheRest: true).submission),
    ]
  }
}

// MARK: - Parts of the checks

extension Links {
  /// A step through a table of all probabilities from page to page; for a few pages.
  fileprivate func afterStep(_ ranks: [Double], _ damping: Double) -> [Double] {
    var table = [[Double]](repeating: [Double](repeating: 0, count: pages), count: pages)
    for (row, column, value) in triplets { table[row][column] += value }
    let probabilities = table.map { row in
      let sum = row.reduce(0, +)
      return row.map { (1 - damping) / Double(pages) + damping * (sum > 0 ? $0 / sum : 1 / Double(pages)) }
    }
    return (0..<pages).map { j in (0..<pages).reduce(0) { $0 + ranks[$1] * probabilities[$1][j] } }
  }
}

extension Draws {
  /// Links with weights of 0 to 3, some of them given twice.
  fileprivate mutating func links(_ pages: Int) -> Links {
    Links(
      pages,
      (0..<number(below: 2 * pages + 1)).map { _ in
        (number(below: pages), number(below: pages), Double(number(below: 7)) / 2)
      })
  }
}

/// Page 7 dangles, nobody points to page 8; as in make_reference.py.
private let ninePages = Links(
  9,
  [
    (0, 1, 1), (0, 2, 2), (1, 2, 1), (2, 0, 3), (2, 2, 1), (3, 2, 1), (3, 4, 4), (4, 5, 1), (5, 4, 2), (5, 3, 1),
    (6, 7, 1), (6, 0, 0.5), (8, 6, 1), (8, 4, 1), (8, 0, 1), (8, 1, 2.5),
  ])

/// From make_reference.py, d = 0.85.
private let nineRanks = [
  0.20899857120187756, 0.08660070348722979, 0.28193197842222173, 0.060150584440212734, 0.14450354614801342,
  0.14258072623326556, 0.022805403863151618, 0.03267577419657341, 0.01975271200745416,
]

/// How often each airport was flown to from each other in January 2013, and their names in ascending order.
private let airports = Result {
  let bytes = try Dataset("flights/flights_2013-01.csv.gz").bytes()
  var counts: [[UInt8]: Double] = [:]  // by "JFK,BOS"
  for line in bytes.split(separator: UInt8(ascii: "\n")).dropFirst() {
    var (start, field) = (line.startIndex, 0)
    for k in line.indices where line[k] == UInt8(ascii: ",") {
      field += 1
      if field == originField { start = k + 1 }
      if field == originField + 2 {
        counts[Array(line[start..<k]), default: 0] += 1
        break
      }
    }
  }
  let flights = counts.map { pair, count in
    (pair.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }, count)
  }
  let names = Set(flights.flatMap(\.0)).sorted()
  let triplets: [Triplet] = flights.compactMap { pair, count in
    guard let origin = names.firstIndex(of: pair[0]), let destination = names.firstIndex(of: pair[1]) else {
      return nil
    }
    return (origin, destination, count)
  }
  return (Links(names.count, triplets.sorted { ($0.row, $0.column) < ($1.row, $1.column) }), names)
}

/// The column `origin`; `dest` follows it.
private let originField = 12

// MARK: - Wrong and right ways

/// By columns: the links that lead to a page, together.
private func collected(
  _ links: Links, _ damping: Double, _ tolerance: Double, _ stepLimit: Int
) throws -> [Double] {
  guard damping >= 0, damping <= 1 else { throw InvalidDamping() }
  let n = Double(links.pages)
  var leaving = [Double](repeating: 0, count: links.pages)
  for link in links.triplets { leaving[link.row] += link.value }
  let columns = Dictionary(grouping: links.triplets.filter { $0.value > 0 }, by: \.column)
  var ranks = [Double](repeating: 1 / n, count: links.pages)
  for _ in 0..<stepLimit {
    let dangling = zip(ranks, leaving).reduce(0) { $1.1 > 0 ? $0 : $0 + $1.0 }
    let next = ranks.indices.map { j -> Double in
      let arriving = (columns[j] ?? []).reduce(0.0) { $0 + ranks[$1.row] * ($1.value / leaving[$1.row]) }
      return (1 - damping) / n + damping * (arriving + dangling / n)
    }
    let change = zip(next, ranks).reduce(0) { $0 + abs($1.0 - $1.1) }
    ranks = next
    guard change > tolerance else { break }
  }
  return ranks
}

/// The surfer's steps as a set of choices; untouched, they are the right ones.
private struct Rule {
  enum Dangling { case shared, lost, home, others, undamped }
  enum Divisor { case leaving, arriving, count, nothing }

  var dangling = Dangling.shared
  var normalises = false
  /// From the sum of a row and whether anything is stored in it.
  var isDangling: (Double, Bool) -> Bool = { sum, _ in !(sum > 0) }
  var reverses = false
  var dividesBy = Divisor.leaving
  var weight: (Double) -> Double = { $0 }
  var teleport: (Double, Double) -> Double = { (1 - $0) / $1 }
  var damping: (Double) -> Double = { $0 }
  var linkDamping: (Double) -> Double = { $0 }
  var start: (Double) -> Double = { 1 / $0 }
  var inPlace = false
  var change: ([Double]) -> Double = { $0.reduce(0, +) }
  var returnsOld = false
  var isAsked: (Double) -> Bool = { $0 >= 0 && $0 <= 1 }
  var jumpsTakeTheRest = false

  func ranks(_ links: Links, _ asked: Double, _ tolerance: Double, _ stepLimit: Int) throws -> [Double] {
    guard isAsked(asked) else { throw InvalidDamping() }
    let (n, pages, d) = (links.pages, Double(links.pages), damping(asked))
    var table = [[Int: Double]](repeating: [:], count: n)
    for (row, column, value) in links.triplets { table[row][column, default: 0] += value }
    let rows = table.map { row in row.map { ($0.key, weight($0.value)) }.sorted { $0.0 < $1.0 } }
    let leaving = rows.map { $0.reduce(0) { $0 + $1.1 } }
    var arriving = [Double](repeating: 0, count: n)
    for row in rows { for (j, value) in row { arriving[j] += value } }
    var ranks = [Double](repeating: start(pages), count: n)
    for _ in 0..<stepLimit {
      let old = ranks
      let isHanging = (0..<n).map { isDangling(leaving[$0], !rows[$0].isEmpty) }
      let hanging = (0..<n).reduce(0) { $0 + (isHanging[$1] ? old[$1] : 0) }
      var next = [Double](repeating: 0, count: n)
      for i in 0..<n where !isHanging[i] {
        for (j, value) in rows[i] {
          let divisor =
            switch dividesBy {
            case .leaving: leaving[i]
            case .arriving: arriving[j] == 0 ? 1 : arriving[j]
            case .count: Double(rows[i].count)
            case .nothing: 1.0
            }
          let rank = inPlace && i > 0 ? old[i] + linkDamping(d) * next[i] : old[i]
          if reverses {
            next[i] += isHanging[j] ? 0 : old[j] / leaving[j] * value
          } else {
            next[j] += rank * value / divisor
          }
        }
      }
      let jump = jumpsTakeTheRest ? (1 - d * next.reduce(0, +)) / pages : teleport(d, pages)
      for j in 0..<n {
        next[j] = jump + linkDamping(d) * next[j]
        switch dangling {
        case .shared: if !jumpsTakeTheRest { next[j] += d * hanging / pages }
        case .undamped: next[j] += hanging / pages
        case .home: next[j] += isHanging[j] ? d * old[j] : 0
        case .others: next[j] += d * (hanging - (isHanging[j] ? old[j] : 0)) / max(1, pages - 1)
        case .lost: break
        }
      }
      if normalises {
        let sum = next.reduce(0, +)
        next = next.map { $0 / sum }
      }
      ranks = next
      if change(zip(next, old).map { abs($0 - $1) }) <= tolerance { return returnsOld ? old : next }
    }
    return ranks
  }

  var submission: Submission { Submission(pagerank: .init(ranks)) }
}
