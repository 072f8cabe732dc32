import Checking
import Glibc
import LabNumerics
import LabPlot

struct Submission {
  /// The states, then how many steps were accepted.
  var randomWalk: Function<(Double) -> Double, Double, [Double], [Double], [Double]>
  var kernel: Function<[Double], [[Double]], [[Double]]>
  var effectiveSampleSize: Function<[Double], Double>
  var splitRHat: Function<[[Double]], Double>
}

enum Metropolis: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(
          try s.randomWalk({ -$0 * $0 / 2 }, 0, [1, 1, -1.5], [0.5, 0.5, 0.5]), equals: [1, 1, -0.5, 2],
          "Go, stay, go: the state after each step, also after one that was rejected.",
          what: "states and accepted steps")
        expect(
          try s.kernel([1, 2], [[0.2, 0.8], [0.5, 0.5]]), equals: [[0.2, 0.8], [0.4, 0.6]], within: .ulps(8),
          "1·p₀₁ = 2·p₁₀: as much traffic there as back.")
        expect(try s.effectiveSampleSize([1, 2, 3, 4]), equals: 4 / 1.5, within: .ulps(32), "Only ρ₀ + ρ₁ counts.")
        expect(
          try s.splitRHat([[1, 2, 3, 4], [3, 4, 5, 6]]), equals: (35.0 / 6).squareRoot(), within: .ulps(16),
          "Four halves, with the means 1.5, 3.5, 3.5 and 5.5.")
      },
      // The same decisions on the same numbers: no rounding but that of the proposals, which every way shares.
      Check("walks step by step as it should", cases: 3) { s, random in
        let steps = (0..<200).map { _ in normal(&random) }
        let uniforms = (0..<200).map { _ in Double.random(in: 0..<1, using: &random) }
        for (name, start, target) in targets {
          let counted = Counted(target)
          expect(
            try s.randomWalk(counted.function, start, steps, uniforms),
            equals: walk(target, start, steps, uniforms),
            "Compare ln u with the difference of the log densities; stay means: the same state once more.",
            what: "200 states and the accepted steps for \(name)")
          expect(
            counted, named: "logTarget", calledAtMost: 201,
            "Keep the log density of the state: it is known from when it was a proposal.")
        }
      },
      // A posterior whose moments are known: Beta(8, 4). The chain's 8000 states are worth some 1000 draws; six
      // standard errors of the mean at 600.
      Check("finds a posterior that is known", cases: 2) { s, random in
        let target = { (p: Double) in p > 0 && p < 1 ? 7 * log(p) + 3 * log1p(-p) : -Double.infinity }
        let steps = (0..<8000).map { _ in 0.3 * normal(&random) }
        let uniforms = (0..<8000).map { _ in Double.random(in: 0..<1, using: &random) }
        let chain = try s.randomWalk(target, 0.5, steps, uniforms)
        let states = chain.dropLast()
        let law = BetaDistribution(8, 4)
        let mean = states.reduce(0, +) / Double(states.count)
        expect(
          mean, equals: law.mean, within: .absolute(6 * (law.variance / 600).squareRoot()),
          "After 7 successes of 10 and a uniform prior p has the mean 8/12.",
          what: "the mean of \(states.count) states")
        let below = Double(states.filter { $0 < 0.5 }.count) / Double(states.count)
        let share = law.cdf(0.5)
        expect(
          below, equals: share, within: .absolute(6 * (share * (1 - share) / 600).squareRoot()),
          "A rejected proposal is no reason to leave the count out: the state stays, and counts again.",
          what: "the share of states below ½")
      },
      // n roundings of pᵢᵢ, and four of each pᵢⱼ.
      Check("the kernel's traffic balances", cases: 4) { s, random in
        let n = 5
        let target = (0..<n).map { _ in Double.random(in: 0.2...3, using: &random) }
        let proposal = (0..<n).map { i in
          let row = (0..<n).map { j in (i + 2 * j) % 5 == 1 ? 0 : Double.random(in: 0.1...1, using: &random) }
          let sum = row.reduce(0, +)
          return row.map { $0 / sum }
        }
        let p = try s.kernel(target, proposal)
        guard p.count == n, p.allSatisfy({ $0.count == n }) else {
          return expect(false, "kernel for 5 states has not 5 rows of 5 numbers")
        }
        let few = Tolerance.absolute(16 * Double(n) * 0x1p-52 * 3)
        expect(
          p.map { $0.reduce(0, +) }, equals: [Double](repeating: 1, count: n), within: few,
          "Who is rejected stays: pᵢᵢ is what is left of 1.", what: "the row sums of the kernel")
        let traffic = zip(target, p).map { weight, row in row.map { weight * $0 } }
        expect(
          traffic, equals: transposed(traffic), within: few,
          "wᵢ·pᵢⱼ = wⱼ·pⱼᵢ for all pairs. Proposals are not symmetric here.", what: "wᵢ·pᵢⱼ against its transpose")
        var most = traffic
        for i in 0..<n {
          for j in 0..<n where j != i { most[i][j] = min(target[i] * proposal[i][j], target[j] * proposal[j][i]) }
        }
        expect(
          traffic, equals: most, within: few,
          "Of the two proposals' traffic the smaller one can be had in both directions; less would be slow for nothing.",
          what: "wᵢ·pᵢⱼ")
      },
      // Sums of n products, each rounded: n·ε of their sizes.
      Check("effective sample size: fewer for a chain with memory", cases: 3) { s, random in
        for (memory, n) in [(0.0, 300), (0.5, 301), (0.95, 1000), (-0.5, 300)] {
          var x = [normal(&random)]
          for _ in 1..<n { x.append(memory * x[x.count - 1] + normal(&random)) }
          let size = try s.effectiveSampleSize(x)
          expect(
            size, equals: Right.effectiveSampleSize(x), within: .relative(64 * Double(n) * 0x1p-52 * 20),
            "Autocovariances with the divisor n for all lags; pairs of lags until one is not positive.",
            what: "effectiveSampleSize of \(n) states that keep \(memory) of the one before")
          expect(
            try s.effectiveSampleSize(x.map { 5 - 3 * $0 }), equals: size,
            within: .relative(64 * Double(n) * 0x1p-52 * 20),
            "Another unit, another zero: the memory is the same.", what: "effectiveSampleSize of 5 − 3x")
        }
      },
      // Without memory the pairs end after a few lags; all 10⁵ of them would be 5·10⁹ products. Sums of 10⁵ terms each.
      Check("effective sample size: 100000 draws, by a few lags") { s, random in
        let x = (0..<100_000).map { _ in Double.random(in: 0..<1, using: &random) }
        expect(
          try s.effectiveSampleSize.unrecorded(x), equals: Right.effectiveSampleSize(x),
          within: .relative(1e5 * 0x1p-52),
          "The sum ends before the first pair that is not positive: what comes later need not be computed.",
          what: "the effective size of 100 000 draws without memory")
      },
      Check("R̂: near 1 for chains that agree, large for those that do not", cases: 3) { s, random in
        let n = 101
        let chains = (0..<3).map { _ in (0..<n).map { _ in normal(&random) } }
        let drift = chains.map { chain in zip(chain, 0...).map { $0 + 0.1 * Double($1) } }
        let apart = zip(chains, 0...).map { chain, shift in chain.map { $0 + 2 * Double(shift) } }
        for (name, set) in [("three chains", chains), ("chains that drift", drift), ("chains that lie apart", apart)] {
          expect(
            try s.splitRHat(set), equals: Right.splitRHat(set), within: .relative(64 * Double(n) * 0x1p-52),
            "Six halves of 50 numbers: each is a chain of its own, so that a drift shows, too.",
            what: "splitRHat of \(name)")
        }
        expect(
          try s.splitRHat([drift[0]]), equals: Right.splitRHat([drift[0]]), within: .relative(64 * Double(n) * 0x1p-52),
          "One chain has two halves to compare.", what: "splitRHat of one chain that drifts")
      },
      Check("answers at the edges") { s in
        let half = { (x: Double) in x < 0 ? -Double.infinity : x > 9 ? .nan : -x }
        expect(
          try s.randomWalk(half, 1, [-2, 9, -0.5, 3], [0.5, 0.5, 0.99, 0]), equals: [1, 1, 0.5, 3.5, 2],
          "−∞ and NaN: stay. Downhill with u = 0: ln 0 is −∞, below everything.", what: "states and accepted steps")
        expect(
          try s.randomWalk(half, 1, [-2], [0]), equals: [1, 0], "−∞ < −∞ is false: where nothing is one does not go.",
          what: "states and accepted steps")
        expect(
          try s.randomWalk({ 1000 * min(0, -$0) }, 0, [1], [0]), equals: [1, 1],
          "ln 0 is −∞, also below −1000: u = 0 goes wherever there is a density.", what: "states and accepted steps")
        expect(
          try s.randomWalk(half, -2, [1, 4], [0.5, 0.5]), equals: [-2, 2, 1],
          "From where there is no density one goes to the first place that has one: the difference is ∞.",
          what: "states and accepted steps")
        expect(try s.randomWalk(half, 1, [], []), equals: [0], "No steps, no states.", what: "accepted steps alone")
        expect(
          try s.randomWalk({ $0 == 0 ? 0 : log(0.5) }, 0, [1], [0.5]), equals: [0, 0],
          "ln 0.5 < ln 0.5 is false: one goes only if it is less.", what: "the state and the accepted steps")
        expect(
          try s.randomWalk({ _ in -1e4 }, 0, [1, 1], [0.999, 0.5]), equals: [1, 2, 2],
          "A flat density of e^(−10000): the ratio is 1, the difference of the logarithms 0.",
          what: "states and accepted steps")
        for x in [[], [3.0], [2, 2, 2, 2]] {
          expect(try s.effectiveSampleSize(x), equals: .nan, "Without variation there is no correlation: 0/0.")
        }
        let tenth = "Three times 0.1 does not vary, though their sum over 3 is not 0.1: that variance is rounding."
        expect(try s.effectiveSampleSize([0.1, 0.1, 0.1]), equals: .nan, tenth)
        let tenths = [Double](repeating: 0.1, count: 6)
        expect(try s.splitRHat([tenths, tenths]), equals: .nan, tenth)
        expect(try s.splitRHat([tenths, tenths.map { 7 * $0 }]), equals: .infinity, tenth)
        expect(try s.effectiveSampleSize([1, 3]), equals: 2, "ρ₀ + ρ₁ = ½, τ = 0: more than n are not counted.")
        for chains in [[], [[1, 2, 3]], [[5, 5, 5, 5], [5, 5, 5, 5]]] as [[[Double]]] {
          expect(try s.splitRHat(chains), equals: .nan, "Halves of one number have no variance; 0/0 is no ratio.")
        }
        expect(try s.splitRHat([[1, 1, 2, 2]]), equals: .infinity, "The halves do not vary, but differ.")
        expect(
          try s.splitRHat([[1, 2, 100, 3, 4]]), equals: Right.splitRHat([[1, 2, 3, 4]]), within: .ulps(16),
          "Of an odd number the middle one belongs to neither half.")
        expect(try s.kernel([3], [[1]]), equals: [[1]])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      wrong(
        "rejected states not repeated",
        """
        Only accepted states are in your list. A place from which every way is refused is a likely one, and the \
        chain's waiting there is what counts it: append the state after *every* step.
        """
      ) {
        $0.randomWalk = .init { target, start, steps, uniforms in
          let chain = walk(target, start, steps, uniforms)
          var (states, last) = ([Double](), start)
          for x in chain.dropLast() where x != last {
            states.append(x)
            last = x
          }
          return states + [Double(states.count)]
        }
      },
      wrong(
        "densities instead of their logarithms",
        """
        exp(−10000) is 0, and 0/0 is NaN: all is refused, or all accepted. The quotient of two densities is the \
        exponential of a difference; compare it in logarithms.
        """
      ) {
        $0.randomWalk = .init { target, start, steps, uniforms in
          walk(target, start, steps, uniforms) { u, new, old in u < exp(new) / exp(old) }
        }
      },
      wrong(
        "u compared with the difference of logarithms",
        """
        The difference is ln of the ratio, negative for every way down, so nothing downhill is ever accepted. Take ln \
        u, or the exponential of the difference.
        """
      ) {
        $0.randomWalk = .init { target, start, steps, uniforms in
          walk(target, start, steps, uniforms) { u, new, old in new >= old ? true : u < new - old }
        }
      },
      wrong(
        "accepted when u is above the ratio",
        """
        A proposal with a tenth of the density should be accepted in one case of ten: u < ratio. You accept it in nine.
        """
      ) {
        $0.randomWalk = .init { target, start, steps, uniforms in
          walk(target, start, steps, uniforms) { u, new, old in log(u) > new - old }
        }
      },
      wrong(
        "NaN let through",
        """
        `if log(u) >= difference { stay }` lets NaN move the chain, for every comparison with NaN is false, and from \
        there it never returns. Ask what must hold to go.
        """
      ) {
        $0.randomWalk = .init { target, start, steps, uniforms in
          walk(target, start, steps, uniforms) { u, new, old in !(log(u) >= new - old) }
        }
      },
      wrong(
        "log target asked for again",
        """
        You evaluate logTarget at the state in every step, though it is known. In practice it is a pass over all the \
        data: twice the time.
        """
      ) {
        $0.randomWalk = .init { target, start, steps, uniforms in
          for _ in steps { _ = target(start) }
          return walk(target, start, steps, uniforms)
        }
      },
      wrong(
        "Metropolis without Hastings",
        """
        min(1, wⱼ/wᵢ) is right if j is proposed from i as often as i from j. Where the proposals have a bias, the \
        chain takes it over: multiply by qⱼᵢ/qᵢⱼ.
        """
      ) { $0.kernel = .init { Right.kernel($0, $1) { w, q, i, j in w[j] / w[i] } } },
      wrong(
        "Hastings' factor upside down",
        """
        The way back belongs above the line: wⱼ·qⱼᵢ over wᵢ·qᵢⱼ. What is proposed too often must be accepted more \
        rarely.
        """
      ) { $0.kernel = .init { Right.kernel($0, $1) { w, q, i, j in w[j] * q[i][j] / (w[i] * q[j][i]) } } },
      wrong(
        "rejected probability lost",
        """
        pᵢᵢ is not qᵢᵢ: whoever is rejected stays as well. The row must sum to 1.
        """
      ) {
        $0.kernel = .init { w, q in
          var p = Right.kernel(w, q)
          for i in w.indices { p[i][i] = q[i][i] }
          return p
        }
      },
      wrong(
        "Barker's acceptance",
        """
        wⱼ·qⱼᵢ/(wᵢ·qᵢⱼ + wⱼ·qⱼᵢ) balances the traffic, too, but it refuses even half of the proposals of equal weight. \
        Metropolis' min(1, ratio) is the largest that balances.
        """
      ) {
        $0.kernel = .init {
          Right.kernel($0, $1) { w, q, i, j in
            let ratio = w[j] * q[j][i] / (w[i] * q[i][j])
            return ratio / (1 + ratio)
          }
        }
      },
      wrong(
        "n for the effective size",
        """
        A thousand states of which each keeps 95 % of the one before tell as much about the mean as some thirty \
        independent ones. Divide by τ. (Its sum over *all* lags is no help: Σ ρ_k is −½ for every chain.)
        """
      ) { $0.effectiveSampleSize = .init { x in Set(x).count > 1 ? Double(x.count) : .nan } },
      wrong(
        "each lag once",
        """
        Neighbours at distance k occur on both sides: τ = 1 + 2·Σ ρ_k. Without the 2 a slow chain counts for twice \
        what it is worth.
        """
      ) { $0.effectiveSampleSize = .init { Right.effectiveSampleSize($0, time: { 1 + ($0 - 1) / 2 }) } },
      wrong(
        "stopped at a single lag",
        """
        A single ρ_k may fall below 0 by chance, or because the chain jumps to and fro, and the next be positive \
        again. Geyer's pairs ρ_{2m} + ρ_{2m+1} are positive for every reversible chain until only noise is left.
        """
      ) { $0.effectiveSampleSize = .init { Right.effectiveSampleSize($0, byPairs: false) } },
      wrong(
        "autocovariances over n − k",
        """
        The divisor n for every lag was asked for. With n − k the far lags, means of few products, are blown up \
        instead of damped.
        """
      ) { $0.effectiveSampleSize = .init { Right.effectiveSampleSize($0, divisor: { n, k in n - k }) } },
      wrong(
        "more than n",
        """
        A chain that jumps to and fro may have a τ below 1, or even below 0. Do not take credit for it: max(1, τ).
        """
      ) { $0.effectiveSampleSize = .init { Right.effectiveSampleSize($0, least: 0.1) } },
      wrong(
        "chains not split",
        """
        Chains that all drift the same way agree with each other at every moment. Cut in two, each disagrees with \
        itself.
        """
      ) {
        $0.splitRHat = .init { chains in
          (chains.first?.count ?? 0) < 4 ? .nan : Right.rHat(chains)
        }
      },
      wrong(
        "R̂ without the root",
        """
        The quotient is one of variances. R̂ is the factor on the scale of the numbers themselves: its root.
        """
      ) { $0.splitRHat = .init { Right.splitRHat($0) * Right.splitRHat($0) } },
      wrong(
        "the variance of the means counted h times",
        """
        In the textbooks B = h·V, and B/h is added. You add B itself, so R̂ is large even for chains that agree.
        """
      ) { $0.splitRHat = .init { Right.splitRHat($0) { h in h } } },
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "the exponential of the difference; the kernel as the smaller traffic",
        {
          var submission = Right.submission
          submission.randomWalk = .init { target, start, steps, uniforms in
            walk(target, start, steps, uniforms) { u, new, old in u < exp(new - old) || u == 0 && new > -.infinity }
          }
          submission.kernel = .init { w, q in
            w.indices.map { i in
              let row = w.indices.map { j in j == i ? 0 : min(w[i] * q[i][j], w[j] * q[j][i]) / w[i] }
              return w.indices.map { $0 == i ? 1 - row.reduce(0, +) : row[$0] }
            }
          }
          return submission
        }())
    ]
  }

  static var pictures: [Picture<Submission>] {
    [
      Picture { s, random in
        let target = { (p: Double) in p > 0 && p < 1 ? 7 * log(p) + 3 * log1p(-p) : -Double.infinity }
        let steps = (0..<4000).map { _ in 0.3 * normal(&random) }
        let uniforms = (0..<4000).map { _ in Double.random(in: 0..<1, using: &random) }
        let states = Array(try s.randomWalk.unrecorded(target, 0.5, steps, uniforms).dropLast())
        var trace = Plot("The first 300 states of your chain", x: "step", y: "p")
        trace.line(Array(states.prefix(300)))
        var counts = Plot("Your 4000 states and the density of Beta(8, 4)", x: "p", y: "density")
        let law = BetaDistribution(8, 4)
        let places = (0...60).map { Double($0) / 60 }
        let bins = (0..<30).map { (Double($0) + 0.5) / 30 }
        counts.line(
          bins, bins.map { bin in 30 * Double(states.count { abs($0 - bin) <= 1.0 / 60 }) / 4000 }, name: "yours")
        counts.guide(places, places.map { law.pdf($0) }, name: "density")
        return Figure([counts, trace])
      }
    ]
  }
}

// MARK: - Parts of the checks

private func normal(_ random: inout SplitMix64) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}

private func transposed(_ a: [[Double]]) -> [[Double]] { a.indices.map { j in a.map { $0[j] } } }

private let targets: [(name: String, start: Double, target: @Sendable (Double) -> Double)] = [
  ("a normal density", 0.5, { -$0 * $0 / 2 }),
  ("two hills, in the depth of e^(−3000)", -2, { x in -3000 + log(exp(-(x - 2) * (x - 2)) + exp(-(x + 2) * (x + 2))) }),
  ("an exponential density, 0 below 0", 1, { $0 < 0 ? -.infinity : -$0 }),
]

// MARK: - Right ways, and what the variants share

/// States and accepted steps; `goes` decides from u and the log densities of proposal and state.
private func walk(
  _ target: (Double) -> Double, _ start: Double, _ steps: [Double], _ uniforms: [Double],
  goes: (Double, Double, Double) -> Bool = { u, new, old in log(u) < new - old }
) -> [Double] {
  var (x, old, states, accepted) = (start, target(start), [Double](), 0.0)
  for (step, u) in zip(steps, uniforms) {
    let y = x + step
    let new = target(y)
    if goes(u, new, old) {
      (x, old) = (y, new)
      accepted += 1
    }
    states.append(x)
  }
  return states + [accepted]
}

private enum Right {
  /// The acceptance ratio from w, q, i and j.
  static func kernel(
    _ w: [Double], _ q: [[Double]],
    ratio: ([Double], [[Double]], Int, Int) -> Double = { w, q, i, j in w[j] * q[j][i] / (w[i] * q[i][j]) }
  ) -> [[Double]] {
    w.indices.map { i in
      let row = w.indices.map { j in
        let share = ratio(w, q, i, j)
        return j == i || q[i][j] == 0 || share.isNaN ? 0 : q[i][j] * min(1, share)
      }
      return w.indices.map { $0 == i ? 1 - row.reduce(0, +) : row[$0] }
    }
  }

  static func effectiveSampleSize(
    _ x: [Double], time change: (Double) -> Double = { $0 }, byPairs: Bool = true,
    divisor: (Int, Int) -> Int = { n, _ in n }, least: Double = 1
  ) -> Double {
    guard Set(x).count > 1 else { return .nan }
    let n = x.count
    let mean = x.reduce(0, +) / Double(n)
    func covariance(_ lag: Int) -> Double {
      (0..<(n - lag)).reduce(0) { $0 + (x[$1] - mean) * (x[$1 + lag] - mean) } / Double(divisor(n, lag))
    }
    let variance = covariance(0)
    var time = -1.0
    for lag in stride(from: 0, to: n - 1, by: byPairs ? 2 : 1) {
      let next = byPairs ? covariance(lag) + covariance(lag + 1) : covariance(lag)
      if !(next > 0) { break }
      time += 2 * next / variance
    }
    return Double(n) / max(least, change(time))
  }

  static func splitRHat(_ chains: [[Double]], weight: (Double) -> Double = { _ in 1 }) -> Double {
    let half = (chains.first?.count ?? 0) / 2
    guard half >= 2 else { return .nan }
    return rHat(chains.flatMap { [Array($0[..<half]), Array($0[($0.count - half)...])] }, weight: weight)
  }

  static func rHat(_ parts: [[Double]], weight: (Double) -> Double = { _ in 1 }) -> Double {
    let h = Double(parts[0].count)
    let moments = parts.map { Moments($0) }
    let within = moments.reduce(0) { $0 + $1.variance() } / Double(parts.count)
    let between = parts.count > 1 ? Moments(moments.map(\.mean)).variance() : 0
    return (((h - 1) / h * within + weight(h) * between) / within).squareRoot()
  }

  static var submission: Submission {
    Submission(
      randomWalk: .init { walk($0, $1, $2, $3) }, kernel: .init { kernel($0, $1) },
      effectiveSampleSize: .init { effectiveSampleSize($0) }, splitRHat: .init { splitRHat($0) })
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
