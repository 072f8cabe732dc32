import Checking
import Glibc
import LabData

struct Submission {
  var transitionMatrix: Function<[Int], Int, [[Double]]>
  var distribution: Function<Int, [Double], [[Double]], [Double]>
  var stationary: Function<[[Double]], [Double]>
  var totalVariation: Function<[Double], [Double], Double>
  /// −1 for nil.
  var mixingTime: Function<[[Double]], Double, Int, Int>
}

enum MarkovChain: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let third = 1.0 / 3
        expect(
          try s.transitionMatrix([0, 1, 0, 0, 1], 2), equals: [[third, 2 * third], [1, 0]], within: .ulps(2),
          "Row 0: after the three 0s came 1, 0, 1. The last 1 is followed by the first 0.")
        let p = [[third, 2 * third], [1, 0]]
        expect(try s.distribution(1, [0, 1], p), equals: [1, 0], "From state 1 there is one way, to 0: row 1.")
        expect(try s.distribution(2, [0, 1], p), equals: [third, 2 * third], within: .ulps(4))
        expect(try s.stationary(p), equals: [0.6, 0.4], within: piShare, "π·P = π: 0.6·⅓ + 0.4·1 = 0.6.")
        expect(try s.totalVariation([0, 1], [0.6, 0.4]), equals: 0.6, within: .ulps(4), "Half of the sum.")
        expect(try s.mixingTime(p, 0.3, 10), equals: 2, "After one step the start in 1 is still 2/5 away.")
      },
      Check("the long run of a closed text has its letters' frequencies") { s in
        let text = try macbeth.get()
        let p = try s.transitionMatrix(text, 27)
        guard p.count == 27, p.allSatisfy({ $0.count == 27 }) else {
          return expect(false, "transitionMatrix of a text of 27 symbols has not 27 rows of 27 numbers")
        }
        let sums = p.map { $0.reduce(0, +) }
        expect(
          sums, equals: [Double](repeating: 1, count: 27), within: .ulps(27), "Something must come next.",
          what: "the row sums of the transition matrix")
        let (q, u) = (16, 20)
        expect(
          p[q][u], equals: 1,
          "In English a q is followed by a u: p[q][u]. How many u come after a q is another matter.",
          what: "the probability of u after q")
        let shares = (0..<27).map { symbol in Double(text.filter { $0 == symbol }.count) / Double(text.count) }
        expect(
          try s.stationary(p), equals: shares, within: piShare,
          "Every symbol is left as often as it is entered, as the text is closed: π is what share of the text it is.",
          what: "the stationary distribution of 5000 letters of Macbeth")
      },
      // λ = 1 − a − b: the distribution after s steps is π + λˢ·(start − π).
      Check("two states: the closed form", cases: 4) { s, random in
        let (a, b) = (Double.random(in: 0.05...0.95, using: &random), Double.random(in: 0.05...0.95, using: &random))
        let p = [[1 - a, a], [b, 1 - b]]
        let pi = [b / (a + b), a / (a + b)]
        expect(try s.stationary(p), equals: pi, within: piShare, "π = (b, a)/(a + b) for P = ((1 − a, a), (b, 1 − b)).")
        let start = [0.25, 0.75]
        for steps in [1, 2, 7, 50] {
          let decay = pow(1 - a - b, Double(steps))
          expect(
            try s.distribution(steps, start, p), equals: zip(start, pi).map { $1 + decay * ($0 - $1) },
            within: .absolute(8 * Double(steps + 1) * 0x1p-52), "What differs from π shrinks by 1 − a − b in each step."
          )
        }
        // A distance half-way, in the logarithm, between two steps: nothing to round there.
        for steps in [1, 3] where abs(1 - a - b) > 0.05 {
          let distance = pi.max()! * pow(abs(1 - a - b), Double(steps) - 0.5)
          expect(
            try s.mixingTime(p, distance, 1000), equals: steps,
            "The worst start is in the rarer state, at max(π)·|1 − a − b|ˢ.")
        }
      },
      // Grassmann, Taksar and Heyman's elimination has no subtraction: exact to n³·ε.
      Check("finds π of chains without symmetry", cases: 3) { s, random in
        for n in [2, 3, 7, 13] {
          let p = randomChain(n, using: &random)
          expect(
            try s.stationary(p), equals: byElimination(p), within: piShare,
            "π·P = π, with π on the left; P·1 = 1 is true of every chain and says nothing.")
          let start = (0..<n).map { $0 == n - 1 ? 1.0 : 0 }
          expect(try s.distribution(1, start, p), equals: p[n - 1], within: .ulps(2), "One step from state i is row i.")
          let five = try s.distribution(5, start, p)
          expect(
            try s.distribution(3, try s.distribution(2, start, p), p), equals: five,
            within: .absolute(64 * Double(n) * 0x1p-52), "Two steps and three more are five.",
            what: "three steps after two")
          expect(
            five.reduce(0, +), equals: 1, within: .absolute(64 * Double(n) * 0x1p-52), "Nothing gets lost.",
            what: "the sum after five steps")
        }
      },
      // Weights wᵢⱼ = wⱼᵢ on the edges of a graph: πᵢ is proportional to Σⱼ wᵢⱼ.
      Check("walks on a graph with weights: also if it has two sides", cases: 3) { s, random in
        for isTwoSided in [false, true] {
          let n = 5  // sides of three and two: a walk that starts anywhere is on one side with probability 3/5
          var weights = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
          for i in 0..<n {
            for j in 0..<i where !isTwoSided || (i + j) % 2 == 1 {
              weights[i][j] = Double(Int.random(in: 1...9, using: &random))
              weights[j][i] = weights[i][j]
            }
          }
          let degrees = weights.map { $0.reduce(0, +) }
          let total = degrees.reduce(0, +)
          let p = zip(weights, degrees).map { row, degree in row.map { $0 / degree } }
          expect(
            try s.stationary(p), equals: degrees.map { $0 / total }, within: piShare,
            isTwoSided
              ? "The walk changes sides in every step, so powers of P never settle. The lazy chain does, with the same π."
              : "A state is visited in proportion to the weight of its edges.")
          if isTwoSided {
            expect(
              try s.mixingTime(p, 0.4, 60), equals: -1, "After an even number of steps one is on one's own side: nil.",
              what: "mixingTime of a periodic chain, −1 for nil,")
          }
        }
      },
      Check("mixing time: from the worst start, step by step", cases: 3) { s, random in
        // A lane of four rooms, the last of which is hard to leave.
        let lane = [[0.5, 0.5, 0, 0], [0.5, 0, 0.5, 0], [0, 0.5, 0, 0.5], [0, 0, 0.125, 0.875]]
        for bound in [0.5, 0.3, 0.1, 0.01] {
          expect(
            try s.mixingTime(lane, bound, 200), equals: Right.mixingTime(lane, bound, 200),
            "Whoever begins in room 0 is last to arrive. All rows must be within the distance.")
        }
        let p = randomChain(5, using: &random)
        let pi = byElimination(p)
        var (rows, steps) = (p.indices.map { i in p.indices.map { $0 == i ? 1.0 : 0 } }, 0)
        var worst: [Double] = []
        while worst.count < 6 {
          worst.append(rows.map { distance($0, pi) }.max()!)
          rows = rows.map { row in p.indices.map { j in p.indices.reduce(0) { $0 + row[$1] * p[$1][j] } } }
        }
        for (before, after) in zip(worst, worst.dropFirst()) where after < 0.99 * before && after > 1e-6 {
          steps += 1
          expect(
            try s.mixingTime(p, (before * after).squareRoot(), 50), equals: steps,
            "The worst start is \(before) from π after \(steps - 1) steps, \(after) after \(steps).")
          expect(
            try s.mixingTime(p, (before * after).squareRoot(), steps), equals: steps,
            "It is reached after \(steps) steps, and \(steps) are within the limit.")
          expect(
            try s.mixingTime(p, (before * after).squareRoot(), steps - 1), equals: -1,
            "Within the limit of \(steps - 1) steps it is not reached: nil.", what: "mixingTime, −1 for nil,")
        }
        let (u, v) = (rows[0], [0.5, 0, 0.25, 0.25, 0])
        expect(
          try s.totalVariation(u, v), equals: distance(u, v), within: .ulps(16), "½·Σ |pᵢ − qᵢ|: at most 1.")
      },
      // 20·800² products; by powers of P it would be 19·800³, 10¹⁰. A ring, in which each step is exact.
      Check("steps with a vector, 800 states wide") { s in
        let n = 800
        let ring = (0..<n).map { i in (0..<n).map { $0 == (i + 1) % n ? 1.0 : 0 } }
        let after = try s.distribution.unrecorded(20, (0..<n).map { $0 == 790 ? 1 : 0 }, ring)
        expect(
          after, equals: (0..<n).map { $0 == 10 ? 1 : 0 },
          "(μ·P)·P costs two times n², μ·(P·P) n³: multiply the vector, step by step.",
          what: "the distribution on a ring of 800 states, 20 steps after 790,")
      },
      // The lazy chain's second eigenvalue is 1 − 1.5·10⁻⁹: of the way to π 100 000 steps go a ten-thousandth.
      Check("never calls π what is none") { s in
        let slow = [[1 - 1e-9, 1e-9], [2e-9, 1 - 2e-9]]
        guard let pi = try? s.stationary(slow) else { return expect(true, "") }  // not converged, and it says so
        expect(
          pi, equals: [2.0 / 3, 1.0 / 3], within: .absolute(1e-6),  // elimination loses ε over the gap of 3·10⁻⁹
          "Power iteration has not converged, and throws. Let its error through.",
          what: "stationary of a chain that stays put but once in 10⁹ steps")
      },
      Check("answers at the edges") { s in
        let half = [[0.5, 0.5], [0.5, 0.5]]
        expect(try s.transitionMatrix([], 2), equals: half, "Nothing was seen: 1/n, not 0/0.")
        expect(
          try s.transitionMatrix([1], 2), equals: [[0.5, 0.5], [0, 1]], "A single symbol, closed, follows itself.")
        expect(
          try s.transitionMatrix([0, 2, 1], 3), equals: [[0, 0, 1], [1, 0, 0], [0, 1, 0]],
          "0→2, 2→1 and, closing the ring, 1→0: from the row's state to the column's.")
        expect(
          try s.transitionMatrix([2, 0], 4),
          equals: [[0, 0, 1, 0], [0.25, 0.25, 0.25, 0.25], [1, 0, 0, 0], [0.25, 0.25, 0.25, 0.25]],
          "States 1 and 3 never came: 1/4 in their rows, not 0/0.")
        expect(try s.distribution(0, [0.3, 0.7], [[0, 1], [1, 0]]), equals: [0.3, 0.7], "No step, no change.")
        expect(try s.distribution(3, [0.3, 0.7], [[0, 1], [1, 0]]), equals: [0.7, 0.3], "Three exchanges.")
        expect(try s.stationary([[1]]), equals: [1])
        expect(try s.mixingTime([[1]], 0.1, 5), equals: 0, "Already there.")
        expect(try s.totalVariation([1, 0, 0], [0, 0.5, 0.5]), equals: 1, "Nothing in common: as far as can be.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      wrong(
        "columns for rows",
        """
        pᵢⱼ leads from i to j: what happened *after i* stands in row i, and rows sum to 1. You have filled in what \
        came before.
        """
      ) { $0.transitionMatrix = .init { transposed(Right.counts($0, $1)).map { Right.normalised($0) } } },
      wrong(
        "the text not closed",
        """
        The last symbol has no successor in your counts, so it is entered once more often than left, and the long run \
        is not that of the text. Let the first follow the last.
        """
      ) {
        $0.transitionMatrix = .init { sequence, n in
          var counts = Right.counts(sequence, n)
          if let last = sequence.last, let first = sequence.first { counts[last][first] -= 1 }
          return counts.map { Right.normalised($0) }
        }
      },
      wrong(
        "0/0 in the rows of what never came",
        """
        A state that was not visited has no shares: 0/0 is NaN, and one NaN in P spoils every distribution. 1/n each \
        was asked for.
        """
      ) {
        $0.transitionMatrix = .init { sequence, n in
          Right.counts(sequence, n).map { row in
            let sum = row.reduce(0, +)
            return row.map { $0 / sum }
          }
        }
      },
      wrong(
        "zeros in the rows of what never came",
        """
        A row of zeros does not sum to 1: who comes there vanishes, and the distribution loses mass with every step.
        """
      ) {
        $0.transitionMatrix = .init { sequence, n in
          Right.counts(sequence, n).map { row in
            let sum = row.reduce(0, +)
            return sum > 0 ? row.map { $0 / sum } : row
          }
        }
      },
      wrong(
        "counts divided by the length of the text",
        """
        That is the probability of the *pair* ij. The chain asks for j given i: divide row i by how often i came.
        """
      ) {
        $0.transitionMatrix = .init { sequence, n in
          let rows = Right.counts(sequence, n)
          return sequence.isEmpty
            ? rows.map { Right.normalised($0) } : rows.map { $0.map { $0 / Double(sequence.count) } }
        }
      },
      wrong(
        "P times a column",
        """
        P·μ averages over where one *goes*, and leaves (1, …, 1) alone. A distribution is a row: (μ·P)ⱼ = Σᵢ μᵢ·pᵢⱼ.
        """
      ) { $0.distribution = .init { steps, start, p in Right.distribution(steps, start, transposed(p)) } },
      wrong(
        "one step too many",
        """
        After 0 steps nothing has happened. `0...steps` runs once more than `0..<steps`.
        """
      ) { $0.distribution = .init { Right.distribution($0 + 1, $1, $2) } },
      wrong(
        "the right eigenvector",
        """
        As every row sums to 1, P·(1, …, 1) = (1, …, 1): the right eigenvector is the same for all chains. π stands on \
        the left, so power iteration needs Pᵀ.
        """
      ) { $0.stationary = .init { p in [Double](repeating: 1 / Double(p.count), count: p.count) } },
      wrong(
        "length 1 for sum 1",
        """
        Power iteration returns a vector of Euclidean length 1. Probabilities sum to 1: divide by the sum.
        """
      ) {
        $0.stationary = .init { p in
          let pi = byElimination(p)
          let length = pi.reduce(0) { $0 + $1 * $1 }.squareRoot()
          return pi.map { $0 / length }
        }
      },
      wrong(
        "something for what has not converged",
        """
        powerIteration throws when it has not converged. With try? and an answer of your own the caller takes for π what \
        is none.
        """
      ) {
        $0.stationary = .init { p in
          let pi = byElimination(p)
          let next = Right.distribution(1, [Double](repeating: 1 / Double(p.count), count: p.count), p)
          // As power iteration from (1, …, 1) would find itself: hardly moved, and far from π.
          let isSlow = distance(next, next.map { _ in 1 / Double(p.count) }) < 1e-6 && distance(next, pi) > 0.01
          return isSlow ? [Double](repeating: 1 / Double(p.count), count: p.count) : pi
        }
      },
      wrong(
        "powers of a periodic P",
        """
        A walk that changes sides in every step is on one side at even times, for ever: Pˢ has no limit, and what you \
        stop at depends on when. The chain that rests every other time, (P + I)/2, has the same π and settles.
        """
      ) {
        $0.stationary = .init { p in
          Right.distribution(1000, [Double](repeating: 1 / Double(p.count), count: p.count), p)
        }
      },
      wrong(
        "distance without the ½",
        """
        What one distribution has too much the other has too little: Σ |pᵢ − qᵢ| counts every difference twice, and \
        reaches 2.
        """
      ) {
        $0.totalVariation = .init { 2 * distance($0, $1) }
        $0.mixingTime = .init { Right.mixingTime($0, $1 / 2, $2) }
      },
      wrong(
        "the largest single difference",
        """
        max |pᵢ − qᵢ| looks at one state. Total variation looks at the *set* of states on which the two differ most.
        """
      ) { $0.totalVariation = .init { zip($0, $1).reduce(0) { max($0, abs($1.0 - $1.1)) } } },
      wrong(
        "the average start for the worst",
        """
        Averaged over the starts the chain looks mixed before it is. The promise is for whoever begins in the most \
        remote state, too: all rows must be near.
        """
      ) {
        $0.mixingTime = .init { p, distance, limit in
          Right.mixingTime(p, distance, limit) { $0.reduce(0, +) / Double($0.count) }
        }
      },
      wrong(
        "mixed when a step changes little",
        """
        Two distributions in a row being close says that the chain is slow as well as that it has arrived. Measure the \
        distance from π.
        """
      ) {
        $0.mixingTime = .init { p, bound, limit in
          var rows = p.indices.map { i in p.indices.map { $0 == i ? 1.0 : 0 } }
          for steps in 0...limit {
            let next = rows.map { Right.distribution(1, $0, p) }
            if zip(rows, next).allSatisfy({ distance($0, $1) <= bound }) { return steps }
            rows = next
          }
          return -1
        }
      },
      wrong(
        "the limit for nil",
        """
        A chain that never gets there has no mixing time. To answer the limit makes it look like one that has just \
        made it: nil.
        """
      ) {
        $0.mixingTime = .init { p, distance, limit in
          let steps = Right.mixingTime(p, distance, limit)
          return steps < 0 ? limit : steps
        }
      },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("π by elimination without subtractions", Right.submission)
    ]
  }
}

// MARK: - Parts of the checks

/// Power iteration leaves a residual of 10⁻¹⁴ of the vector. Over the gap between 1 and the next eigenvalue, which for
/// the lazy chains here is above 10⁻³, this is the error of π; ten times that for its length against its sum.
private let piShare = Tolerance.absolute(1e-10)

private func distance(_ p: [Double], _ q: [Double]) -> Double { zip(p, q).reduce(0) { $0 + abs($1.0 - $1.1) } / 2 }

private func transposed(_ a: [[Double]]) -> [[Double]] { a.indices.map { j in a.map { $0[j] } } }

/// Rows of unequal numbers, the squares of uniform ones, each divided by its sum.
private func randomChain(_ n: Int, using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<n).map { _ in
    let row = (0..<n).map { _ in
      let u = Double.random(in: 0.05...1, using: &random)
      return u * u
    }
    let sum = row.reduce(0, +)
    return row.map { $0 / sum }
  }
}

/// π by taking out one state after the other: the chain watched only while it is in the first k.
///
/// Grassmann, Taksar and Heyman, Operations Research 33 (1985).
private func byElimination(_ p: [[Double]]) -> [Double] {
  var a = p
  for k in stride(from: a.count - 1, to: 0, by: -1) {
    let leaves = (0..<k).reduce(0) { $0 + a[k][$1] }
    for i in 0..<k {
      a[i][k] = leaves > 0 ? a[i][k] / leaves : 0
      for j in 0..<k { a[i][j] += a[i][k] * a[k][j] }
    }
  }
  var pi = [1.0]
  for k in 1..<max(1, a.count) { pi.append((0..<k).reduce(0) { $0 + pi[$1] * a[$1][k] }) }
  let sum = pi.reduce(0, +)
  return pi.map { $0 / sum }
}

/// 5000 symbols of the play, from line 100 on: letters 0 … 25, and 26 for what is between words.
private let macbeth = Result {
  var symbols: [Int] = []
  for byte in try Dataset("text/shakespeare/macbeth.txt").bytes().dropFirst(4000) where symbols.count < 5000 {
    let lower = byte | 0x20
    if lower >= UInt8(ascii: "a"), lower <= UInt8(ascii: "z") {
      symbols.append(Int(lower - UInt8(ascii: "a")))
    } else if symbols.last != 26 {
      symbols.append(26)
    }
  }
  return symbols
}

// MARK: - Right ways, and what the variants share

private enum Right {
  static func counts(_ sequence: [Int], _ n: Int) -> [[Double]] {
    var counts = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
    for (now, next) in zip(sequence, sequence.dropFirst() + sequence.prefix(1)) { counts[now][next] += 1 }
    return counts
  }

  static func normalised(_ row: [Double]) -> [Double] {
    let sum = row.reduce(0, +)
    return row.map { sum > 0 ? $0 / sum : 1 / Double(row.count) }
  }

  static func distribution(_ steps: Int, _ start: [Double], _ p: [[Double]]) -> [Double] {
    var now = start
    for _ in 0..<steps {
      var next = now.map { _ in 0.0 }
      for (share, row) in zip(now, p) where share != 0 {
        for j in row.indices { next[j] += share * row[j] }
      }
      now = next
    }
    return now
  }

  static func mixingTime(
    _ p: [[Double]], _ bound: Double, _ limit: Int, worst: ([Double]) -> Double = { $0.max() ?? 0 }
  ) -> Int {
    let pi = byElimination(p)
    var rows = p.indices.map { i in p.indices.map { $0 == i ? 1.0 : 0 } }
    for steps in 0...limit {
      if worst(rows.map { distance($0, pi) }) <= bound { return steps }
      rows = rows.map { distribution(1, $0, p) }
    }
    return -1
  }

  static var submission: Submission {
    Submission(
      transitionMatrix: .init { counts($0, $1).map { normalised($0) } }, distribution: .init(distribution),
      stationary: .init(byElimination), totalVariation: .init(distance), mixingTime: .init { mixingTime($0, $1, $2) })
  }
}

/// The right submission with some of its functions replaced.
private func wrong(
  _ name: String, _ explanation: String, _ change: (inout Submission) -> Void
) -> Misconception<Submission> {
  var submission = Right.submission
  change(&submission)
  return Misconception(name, submission, explanation)
}
