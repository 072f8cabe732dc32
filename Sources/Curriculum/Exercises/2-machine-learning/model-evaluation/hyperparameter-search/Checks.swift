import Checking
import Glibc

enum SearchError: Error, Equatable {
  case axis
  case grid
  case noCandidates
  case candidate(row: Int)
  case noStart
  case start(Int)
  case budget
  case noKernels
}

struct Plan: Sendable {
  var candidates: [[Double]]
  /// What comes of each candidate.
  var losses: [Double]
  var start: [Int]
  var budget: Int
  /// s², ℓ, σ² each.
  var kernels: [[Double]]
}

/// What a search tried, and how often it asked for a loss.
struct Found: Observable {
  var asked: [Int]
  var losses: [Double]
  var calls: Int

  var observation: Observation { Observation(asked.observation, losses.observation, calls.observation) }
}

struct Submission {
  /// Of [low, high], whether it is logarithmic, and u.
  var value: Function<[Double], Bool, Double, Double>
  var grid: Function<Int, Int, [[Double]]>
  /// Of mean, variance, best.
  var expectedImprovement: Function<Double, Double, Double, Double>
  var bestSoFar: Function<[Double], [Double]>
  var search: Function<Plan, Found>
}

enum HyperparameterSearch: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.expectedImprovement(1, 4, 3), equals: 2 * 0.8413447460685429 + 2 * 0.24197072451914337,
          within: .ulps(16), "z = (3 − 1)/2, and the density is multiplied by σ = 2.")
        expect(try s.value([1e-4, 1], true, 0.5), equals: 0.01, within: .relative(1e-13))
        expect(try s.grid(2, 2), equals: [[0, 0], [0, 1], [1, 0], [1, 1]])
        let plan = Plan(
          candidates: [[0], [0.25], [0.5], [0.75], [1]], losses: [3, 9, 9, 2, 1], start: [0, 4], budget: 3,
          kernels: [[1, 0.3, 1e-4]])
        let found = try s.search(plan)
        expect(
          found.asked.map { Double($0) }, equals: [0, 4, 3],
          "The expected improvements of ¼, ½ and ¾ are 0.002, 0.068 and 0.145.", what: "the candidates tried")
        expect(found.losses, equals: [3, 1, 2], what: "their losses")
      },
      // ∫ max(b − f, 0)·N(f) df by Simpson's rule, whose integrand is smooth below b.
      Check("is the mean of the improvement", cases: 6) { s, random in
        let mean = Double.random(in: -3...3, using: &random)
        let deviation = Double.random(in: 0.2...3, using: &random)
        let best = mean + deviation * Double.random(in: -2.5...2.5, using: &random)
        let low = mean - 12 * deviation
        let width = (best - low) / 4000
        var sum = 0.0
        for i in 0...4000 {
          let f = low + Double(i) * width
          let z = (f - mean) / deviation
          let weight: Double = i == 0 || i == 4000 ? 1 : i % 2 == 1 ? 4 : 2
          sum += weight * (best - f) * exp(-z * z / 2)
        }
        sum *= width / 3 / (deviation * (2 * Double.pi).squareRoot())
        expect(
          try s.expectedImprovement(mean, deviation * deviation, best), equals: sum,
          within: .absolute(1e-9 * deviation),
          "E max(b − loss, 0): what is above b counts 0, whatever it is.")
      },
      // mpmath; the two terms cancel to 1/z², and each is known to z²·ε.
      Check("keeps its digits far from the best") { s in
        let tails: [(Double, Double)] = [
          (-30, 1.631956734091401e-199), (-20, 1.3700124947295798e-90), (-8, 7.550262411946499e-17),
          (-3, 0.0003821543170477236), (0, 0.3989422804014327), (3, 3.0003821543170477), (30, 30),
        ]
        for (z, right) in tails {
          expect(
            try s.expectedImprovement(5 - 2 * z, 4, 5), equals: 2 * right, within: .relative(1e-9),
            "For z = \(z). Here Φ is no longer 1 less something.")
        }
        for (mean, right) in [(2.0, 3.0), (5, 0), (7, 0)] {
          expect(
            try s.expectedImprovement(mean, 0, 5), equals: right, "A loss that is known: max(b − μ, 0), not 0/0.")
        }
        for deviation in [1e-7, 1e-10] {
          expect(
            try s.expectedImprovement(5, deviation * deviation, 5), equals: deviation * 0.3989422804014327,
            within: .relative(1e-9), "A small variance is not 0: the improvement is σ·φ(0).")
        }
        expect(
          try s.expectedImprovement(1e3, 1e-6, 0) >= 0, equals: true, what: "whether an improvement is never below 0")
      },
      Check("spreads a grid to its ends, and an axis by factors") { s in
        expect(
          try s.grid(4, 1), equals: [[0], [1.0 / 3], [2.0 / 3], [1]], within: .absolute(0x1p-52),
          "Both ends belong to it."
        )
        expect(try s.grid(1, 3), equals: [[0.5, 0.5, 0.5]], "One point stands in the middle.")
        expect(
          try s.grid(3, 2),
          equals: [[0, 0], [0, 0.5], [0, 1], [0.5, 0], [0.5, 0.5], [0.5, 1], [1, 0], [1, 0.5], [1, 1]],
          "The last axis varies fastest.")
        expect(try s.grid(2, 4).count, equals: 16, what: "the number of places of grid(2, axes: 4)")
        let values: [(ends: [Double], isLogarithmic: Bool, u: Double, right: Double)] = [
          ([-5, 10], false, 0.2, -2), ([-5, 10], false, 0, -5), ([-5, 10], false, 1, 10), ([2, 32], true, 0.25, 4),
          ([1e-6, 1e3], true, 1, 1e3), ([1e-6, 1e3], true, 0, 1e-6), ([1e-6, 1e3], true, 1.0 / 3, 1e-3),
        ]
        for (ends, isLogarithmic, u, right) in values {
          expect(
            try s.value(ends, isLogarithmic, u), equals: right, within: .relative(1e-13),
            isLogarithmic ? "low·(high/low)^u: equal steps are equal factors." : "low + u·(high − low).")
        }
      },
      Check("knows the best so far, and passes over failures") { s in
        expect(try s.bestSoFar([3, 5, 2, 2, 4, -1]), equals: [3, 3, 2, 2, 2, -1])
        expect(
          try s.bestSoFar([.nan, .infinity, 4, .nan, 7, -.infinity, 1]),
          equals: [.infinity, .infinity, 4, 4, 4, 4, 1], "A loss that is not finite is a failed training, also −∞.")
        expect(try s.bestSoFar([]), equals: [])
      },
      Check("tries where most improvement is expected", cases: 4) { s, random in
        let d = Int.random(in: 1...2, using: &random)
        let candidates = (0..<30).map { _ in (0..<d).map { _ in Double.random(in: 0...1, using: &random) } }
        let (a, b) = (Double.random(in: 0...6, using: &random), Double.random(in: 3...9, using: &random))
        let losses = candidates.map { 40 + 5 * sin(a + b * $0[0]) + 7 * ($0[d - 1] - 0.6) * ($0[d - 1] - 0.6) }
        let kernels: [[Double]] = [[1, 0.04, 1e-3], [1, 0.2, 1e-3], [1.5, 0.8, 1e-3]].shuffled(using: &random)
        let plan = Plan(
          candidates: candidates, losses: losses, start: Array((0..<30).shuffled(using: &random)[..<4]), budget: 12,
          kernels: kernels)
        let found = try s.search(plan)
        expectSearch(
          found, plan, "Standardise, fit each kernel, take the one of largest evidence, compare improvements.")
        var noisy = plan
        noisy.kernels = [[1, 0.2, 0.3]]
        expectSearch(
          try s.search(noisy), noisy, "The variance is that of f, as predict returns it, without the noise of a loss.")
        // Powers of two change no digit, and standardised losses not at all.
        for unit in [1024.0, 0x1p-60] {
          var other = plan
          other.losses = losses.map { unit * $0 }
          expect(
            try s.search(other).asked.map { Double($0) }, equals: found.asked.map { Double($0) },
            "Losses in another unit standardise to the same numbers, and are not equal as they are small.",
            what: "the candidates tried for losses times \(unit)")
        }
      },
      Check("stops at the budget, and asks nothing twice") { s in
        let candidates: [[Double]] = [[0.1], [0.8], [0.4], [0.3], [0.9], [0.55]]
        var plan = Plan(
          candidates: candidates, losses: [5, 1, 3, 4, 1.5, 2], start: [2, 0, 1], budget: 3, kernels: [[1, 0.3, 0.01]])
        for (budget, count) in [(3, 3), (5, 5), (6, 6), (40, 6)] {
          plan.budget = budget
          let found = try s.search(plan)
          expect(
            found.asked.count, equals: count, what: "the number of trials for a budget of \(budget), 6 candidates,")
          expectSearch(found, plan, "A candidate whose loss is known tells nothing new.")
        }
        plan = Plan(candidates: [[0.5, 0.5]], losses: [7], start: [0], budget: 9, kernels: [[1, 0.3, 0]])
        let one = try s.search(plan)
        expect(one.losses, equals: [7], what: "the losses of a search with one candidate")
        plan = Plan(
          candidates: [[0.2], [0.8], [0.2], [0.8], [0.5]], losses: [3, 1, 3.1, 1.2, 2], start: [0, 1], budget: 5,
          kernels: [[1, 0.3, 0.01]])
        let twice = try s.search(plan)
        expect(
          twice.asked.sorted().map { Double($0) }, equals: [0, 1, 2, 3, 4],
          "Candidates are told apart by their numbers: two may stand at one place.",
          what: "the candidates tried, two places told twice, in ascending order,")
      },
      // All losses equal, or mirrored: two candidates expect the same up to rounding.
      Check("takes the first of equals") { s in
        let unknown = Plan(
          candidates: [[0], [0.1], [0.2], [0.5], [1]], losses: [0.1, 0.1, 0.1, 0.1, 0.1], start: [0, 1, 2], budget: 4,
          kernels: [[1, 0.2, 0.01]])
        expect(
          try s.search(unknown).asked.map { Double($0) }, equals: [0, 1, 2, 4],
          "Of equal losses all are 0, and the least known place is 1. By rounding the mean of three times 0.1 is not 0.1.",
          what: "the candidates tried after equal losses at 0, 0.1 and 0.2")
        // The deviations of 0.92 and 0.4 are 0.84 and 0.89; the mean is drawn to the losses more at 0.4, between both.
        let between = Plan(
          candidates: [[0.1], [0.7], [0.92], [0.4]], losses: [4, 4, 4, 4], start: [0, 1], budget: 3,
          kernels: [[1, 0.2, 0.01]])
        expect(
          try s.search(between).asked.map { Double($0) }, equals: [0, 1, 3],
          "Of equal losses all are 0, not 1: where nothing is better or worse the least known place is tried.",
          what: "the candidates tried after equal losses at 0.1 and 0.7")
        // The improvements of 0.3 and 0.2 are 1.5·10⁻¹⁸ and 1.4·10⁻⁷: SciPy.
        let hopeless = Plan(
          candidates: [[0], [0.5], [1], [0.3], [0.2], [0.76]], losses: [0, 0.5, 1, 0.3, 0.2, 0.76], start: [0, 1, 2],
          budget: 4, kernels: [[1, 0.6, 1e-4]])
        expect(
          try s.search(hopeless).asked.map { Double($0) }, equals: [0, 1, 2, 3],
          "Within 10⁻⁶ of the largest improvement, not of its size: 1.4·10⁻⁷ is no better than nothing.",
          what: "the candidates tried where no improvement is expected")
        for order: [Double] in [[0.5, 0, 0.25, 0.75, 1], [0.5, 1, 0.75, 0.25, 0]] {
          let plan = Plan(
            candidates: order.map { [$0] }, losses: order.map { _ in 0.1 }, start: [0], budget: 2,
            kernels: [[1, 0.4, 0.01]])
          let found = try s.search(plan)
          expect(
            found.asked.map { Double($0) }, equals: [0, 1], "Both ends are equally unknown; the first is taken.",
            what: "the candidates tried from the middle")
          var later = plan
          later.candidates = [[0.5], [0.1], [0.9], [0.3], [0.7]]
          later.losses = [0.1, 0.1, 0.1, 0.1, 0.1]
          later.start = [1, 2, 0]
          later.budget = 4
          expect(
            try s.search(later).asked.map { Double($0) }, equals: [1, 2, 0, 3],
            "Equal losses are all 0 when standardised, and 0.3 is as unknown as 0.7.",
            what: "the candidates tried after equal losses at 0.1, 0.9 and 0.5")
        }
      },
      Check("goes on after a failed training") { s in
        let candidates = (0..<12).map { [Double($0) / 11] }
        let right = candidates.map { 2 + ($0[0] - 0.35) * ($0[0] - 0.35) * 10 }
        for failure in [Double.nan, .infinity, -.infinity] {
          var losses = right
          for i in 7..<12 { losses[i] = failure }
          let plan = Plan(
            candidates: candidates, losses: losses, start: [0, 9, 5, 11], budget: 9, kernels: [[1, 0.25, 0.001]])
          let found = try s.search(plan)
          expectSearch(found, plan, "For the process a failure has the largest finite loss so far.")
        }
        // In a small unit what is added to the largest loss is seen, in a large one what it is multiplied by.
        for (unit, start) in [(0.01, [0, 9, 5, 11]), (100, [2, 10, 6]), (1, [11, 0, 7, 4])] {
          var losses = right.map { unit * ($0 + 5) }
          for i in 8..<12 { losses[i] = .nan }
          let plan = Plan(
            candidates: candidates, losses: losses, start: start, budget: 10, kernels: [[1, 0.25, 0.001]])
          expectSearch(try s.search(plan), plan, "A failure counts as the largest finite loss so far, and no worse.")
        }
        let plan = Plan(
          candidates: candidates, losses: candidates.map { _ in .nan }, start: [3, 8], budget: 5,
          kernels: [[1, 0.25, 0.001]])
        let found = try s.search(plan)
        expectSearch(found, plan, "Without any finite loss all are 0.")
      },
      Check("refuses what it cannot use") { s in
        for (ends, isLogarithmic) in [
          ([1.0, 1], false), ([2, 1], true), ([0, 1], true), ([-1, 1], true), ([.nan, 1], false),
        ] {
          expect(throws: SearchError.axis, "A range has low < high, and a logarithm takes what is above 0.") {
            try s.value(ends, isLogarithmic, 0.5)
          }
        }
        for ends in [[0, Double.infinity], [-Double.infinity, 0]] {
          expect(throws: SearchError.axis, "Both ends are finite.") { try s.value(ends, false, 0.5) }
        }
        for (points, axes) in [(0, 2), (3, 0), (-1, 1)] {
          expect(throws: SearchError.grid, "At least one point on at least one axis.") { try s.grid(points, axes) }
        }
        let good = Plan(
          candidates: [[0], [0.5], [1]], losses: [1, 2, 3], start: [0, 2], budget: 3, kernels: [[1, 0.3, 0.1]])
        func expectRefusal(_ error: SearchError, _ change: (inout Plan) -> Void) {
          var plan = good
          change(&plan)
          expect(throws: error, "Candidates, start, budget, kernels: the first fault.") { try s.search(plan) }
        }
        expectRefusal(.noCandidates) { ($0.candidates, $0.start) = ([], []) }
        expectRefusal(.candidate(row: 1)) { ($0.candidates, $0.start) = ([[0], [0.5, 1], [.nan]], []) }
        expectRefusal(.candidate(row: 2)) { $0.candidates = [[0], [0.5], [.infinity]] }
        expectRefusal(.noStart) { ($0.start, $0.budget) = ([], -1) }
        expectRefusal(.start(3)) { ($0.start, $0.budget) = ([0, 3, 0], 1) }
        expectRefusal(.start(-1)) { $0.start = [-1] }
        expectRefusal(.start(2)) { $0.start = [2, 1, 2] }
        expectRefusal(.budget) { ($0.budget, $0.kernels) = (1, []) }
        expectRefusal(.noKernels) { $0.kernels = [] }
      },
      // make_reference.py: by the grid 2.50 and 2.79, by the search at most 0.69 and 0.1 from eight starts.
      Check("does better than a grid") { s in
        for (name, axes, points, budget, most, f) in [
          ("Branin's function", 2, 5, 25, 1.0, branin), ("a function of one axis of four", 4, 2, 16, 0.2, narrow),
        ] {
          let places = try s.grid(points, axes)
          guard places.allSatisfy({ $0.count == axes }) else {
            return expect(false, "a place of the grid has no \(axes) coordinates")
          }
          let byGrid = try s.bestSoFar(places.map(f))
          expect(
            "the best of a grid on \(name)", byGrid.last ?? .nan, atLeast: 2.5,
            "With its ends it reaches 2.50 and 2.79.")
          let candidates = lattice(160, axes)
          let plan = Plan(
            candidates: candidates, losses: candidates.map(f), start: [20, 53, 86, 119, 152], budget: budget,
            kernels: [[1, 0.15, 1e-4], [1, 0.3, 1e-4], [1, 0.6, 1e-4]])
          let found = try s.search(plan)
          let best = try s.bestSoFar(found.losses)
          expect("the best of \(budget) trials on \(name)", best.last ?? .nan, atMost: most)
          expectSearch(found, plan, "Each trial goes where the process expects most.")
        }
      },
      // Machines with a radial kernel on breast_cancer, by scikit-learn: make_reference.py, whose searches end at 15 or
      // less of 569; the best of the table is 12.
      Check("finds a good support vector machine in 16 trials") { s in
        let steps = (0..<13).map { Double($0) / 12 }
        let candidates = steps.flatMap { c in steps.map { gamma in [c, gamma] } }
        for start in [[40, 73, 106, 139, 3], [60, 93, 126, 159, 23]] {
          let plan = Plan(
            candidates: candidates, losses: machines.map { log(Double($0) / 569) }, start: start, budget: 16,
            kernels: [[1, 0.15, 1e-4], [1, 0.3, 1e-4], [1, 0.6, 1e-4]])
          let found = try s.search(plan)
          let best = try s.bestSoFar(found.losses)
          expect(
            "the number of wrong answers of the best machine, of 569,", (569 * exp(best.last ?? .nan)).rounded(),
            atMost: 15)
          expectSearch(found, plan, "Each trial goes where the process expects most.")
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "improvement for a maximum", Way(sign: -1).submission,
        """
        Losses are to be small: an improvement is b − μ. With μ − b the search goes where the worst is expected.
        """),
      Misconception(
        "the variance for the deviation", Way(deviation: { $0 }).submission,
        """
        σ is in the unit of the loss, σ² in its square: z = (b − μ)/σ has no unit only with the root.
        """),
      Misconception(
        "the probability of an improvement", Way(weighsGain: false).submission,
        """
        Φ(z) asks how likely any improvement is, however small, and so it stays beside the best. How much is \
        expected counts the size, too.
        """),
      Misconception(
        "Φ by 1 + erf", Way(distribution: { (1 + erf($0 / 2.0.squareRoot())) / 2 }).submission,
        """
        For z below −8 erf is −1 to the last digit, and 1 + erf is 0 or noise. erfc(−z/√2) has all its digits.
        """),
      Misconception(
        "the density without σ", Way(scalesDensity: false).submission,
        """
        The second term is σ·φ(z): twice the uncertainty can improve by twice as much.
        """),
      Misconception(
        "a small variance taken for none", Way(least: 1e-6).submission,
        """
        σ = 10⁻⁷ is no division by 0, and its improvement has all its digits. Only σ² = 0 has to be looked at by itself.
        """),
      Misconception(
        "small losses taken for equal", Way(flat: 1e-6).submission,
        """
        Losses have a unit. Whether they are equal does not depend on it: compare them with each other, not their spread \
        with a number.
        """),
      Misconception(
        "the lowest mean", Way(score: { mean, _, _ in -mean }).submission,
        """
        That only believes the model: it goes back beside the best trial again and again. What is unknown may be \
        better.
        """),
      Misconception(
        "the largest variance", Way(score: { _, variance, _ in variance }).submission,
        """
        That explores evenly and never uses what it has learned. Improvement weighs both.
        """),
      Misconception(
        "a grid without its upper end", Way(tick: { i, m in Double(i) / Double(m) }).submission,
        """
        m points with both ends have m − 1 steps between them: i/(m − 1).
        """),
      Misconception(
        "a grid of middles", Way(tick: { i, m in (Double(i) + 0.5) / Double(m) }).submission,
        """
        The middles of m cells are a good grid, too, but asked is the one whose ends are 0 and 1.
        """),
      Misconception(
        "the first axis fastest", Way(lastFastest: false).submission,
        """
        Places are counted like numbers: the last axis changes at each place.
        """),
      Misconception(
        "a logarithmic axis in equal steps", Way(isEven: true).submission,
        """
        Half of the trials between 10⁻⁶ and 10³ would lie above 500. Rates matter by their factor: low·(high/low)^u.
        """),
      Misconception(
        "losses not standardised", Way(standardises: false).submission,
        """
        The prior has mean 0 and variance s² about 1. For losses near 40 it expects 0 wherever nothing is known, and \
        runs there.
        """),
      Misconception(
        "only the mean subtracted", Way(divides: false).submission,
        """
        The kernel's s² is about 1, so the losses' deviation must be: in thousands all noise would look like news.
        """),
      Misconception(
        "a candidate tried again", Way(asksAgain: true).submission,
        """
        The loss of that candidate is known. Training it again costs a trial and tells nothing: leave it out.
        """),
      Misconception(
        "always the first kernel", Way(kernel: { _ in 0 }).submission,
        """
        Each loss has its own length. The evidence says which kernel suits the trials so far.
        """),
      Misconception(
        "the smallest evidence", Way(kernel: { all in all.firstIndex(of: all.min() ?? 0) ?? 0 }).submission,
        """
        log p(y) is a logarithm of a density, no loss: larger is better.
        """),
      Misconception(
        "better than the last trial", Way(best: { $0.last ?? 0 }).submission,
        """
        b is the least loss of *all* trials. The last one may have been a bad one, and then everything looks like \
        progress.
        """),
      Misconception(
        "better than the best loss itself", Way(isRaw: true).submission,
        """
        The process speaks of standardised losses, so b must be one of them: a loss of 3 is no deviation of 3.
        """),
      Misconception(
        "the deviation with n − 1", Way(isUnbiased: true).submission,
        """
        No deviation of a population is estimated here: the losses only get a unit, the one of /n, as the statement says.
        """),
      Misconception(
        "of equals the last", Way(takesLast: true).submission,
        """
        Within 10⁻⁶ of the largest counts as equal, and of equals the first candidate is tried.
        """),
      Misconception(
        "equals told apart by rounding", Way(slack: 0).submission,
        """
        Two candidates that mirror each other differ in the last digits of the process. Within 10⁻⁶ they are equal.
        """),
      Misconception(
        "the budget beyond the start", Way(countsStart: false).submission,
        """
        The trials of start cost as much as all others: budget counts them.
        """),
      Misconception(
        "all losses computed first", Way(asksAll: true).submission,
        """
        loss is a training of hours. Call it for the candidate that is tried, once, and for no other.
        """),
      Misconception(
        "failures left out", Way(failure: { _ in nil }).submission,
        """
        Then nothing is known of that region, and the search goes there again. That it failed is worth knowing.
        """),
      Misconception(
        "a huge loss for failures", Way(failure: { _ in 1e6 }).submission,
        """
        After standardising all good losses are equal beside 10⁶, and the process sees a cliff and nothing else.
        """),
      Misconception(
        "the best so far over NaN", Way(skipsFailures: false).submission,
        """
        A comparison with NaN is false, so NaN as the first loss stays for ever, and −∞ would be the best of all.
        """),
      Misconception(
        "arguments not looked at", Way(looks: false).submission,
        """
        A number that is no candidate's, or a range upside down, is a mistake of the caller's: name it.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("with the inverse of K, and σ·(z·Φ + φ)", Way().submission)]
  }
}

// MARK: - Parts of the checks

/// Judges each trial by those before it: no other candidate may expect more than rounding can explain.
private func expectSearch(_ found: Found, _ plan: Plan, _ advice: String, line: Int = #line) {
  let (asked, n) = (found.asked, plan.candidates.count)
  expect(
    asked.count == min(plan.budget, n) && Array(asked.prefix(plan.start.count)) == plan.start,
    "search makes the trials \(asked), expected \(min(plan.budget, n)) with \(plan.start) first", line: line)
  guard asked.allSatisfy({ (0..<n).contains($0) }), asked.count <= n else { return }
  expect(
    found.losses, equals: asked.map { plan.losses[$0] }, "A trial keeps what loss returned.",
    what: "the losses of the trials", line: line)
  expect(found.calls, equals: asked.count, "One training a trial.", what: "how often loss is called", line: line)
  for t in min(plan.start.count, asked.count)..<asked.count {
    let rest = (0..<n).filter { !asked[..<t].contains($0) }
    guard let place = rest.firstIndex(of: asked[t]) else {
      return expect(false, "trial \(t) is candidate \(asked[t]), which has been tried", advice, line: line)
    }
    var words = ""
    let history = asked[..<t].map { plan.candidates[$0] }
    let y = standardised(asked[..<t].map { plan.losses[$0] })
    let processes = plan.kernels.map { Process(history, y, $0) }
    let evidence = processes.map(\.evidence).max() ?? 0
    var isBest = false
    for process in processes where process.evidence >= evidence - 1e-6 {
      let gains = rest.map { i in
        let (mean, variance) = process.predict(plan.candidates[i])
        return Way().improvement(mean, variance, y.min() ?? 0)
      }
      let most = gains.max() ?? 0
      if gains[place] >= most - 1e-5 { isBest = true }
      let best = rest[gains.firstIndex(of: most) ?? 0]
      words = "is expected to improve by \(gains[place]), candidate \(best) by \(most)"
    }
    if !isBest {
      return expect(false, "trial \(t) is candidate \(asked[t]), which \(words) deviations", advice, line: line)
    }
  }
}

private func standardised(_ losses: [Double]) -> [Double] {
  let finite = losses.filter(\.isFinite)
  let y = losses.map { $0.isFinite ? $0 : finite.max() ?? 0 }
  let mean = y.reduce(0, +) / Double(y.count)
  let variance = y.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(y.count)
  if y.max() == y.min() { return y.map { _ in 0 } }
  return y.map { ($0 - mean) / variance.squareRoot() }
}

/// A Gaussian process by the inverse of K.
private struct Process {
  var x: [[Double]]
  var kernel: [Double]
  var inverse: [[Double]]
  var weights: [Double]
  var evidence: Double

  init(_ x: [[Double]], _ y: [Double], _ kernel: [Double]) {
    let n = x.count
    self.x = x
    self.kernel = kernel
    // Gauss and Jordan without exchanges: K is positive definite.
    var a = (0..<n).map { i in (0..<n).map { covariance(x[i], x[$0], kernel) } }
    for i in 0..<n { a[i][i] += kernel[2] }
    var evidence = -Double(n) / 2 * log(2 * Double.pi)
    for j in 0..<n {
      let pivot = a[j][j]
      evidence -= log(pivot) / 2
      a[j][j] = 1
      for m in 0..<n { a[j][m] /= pivot }
      let row = a[j]
      for i in 0..<n where i != j {
        let factor = a[i][j]
        a[i][j] = 0
        for m in 0..<n { a[i][m] -= factor * row[m] }
      }
    }
    let weights = a.map { row in zip(row, y).reduce(0) { $0 + $1.0 * $1.1 } }
    for i in 0..<n { evidence -= y[i] * weights[i] / 2 }
    (inverse, self.weights, self.evidence) = (a, weights, evidence)
  }

  func predict(_ place: [Double]) -> (mean: Double, variance: Double) {
    let near = x.map { covariance($0, place, kernel) }
    var (mean, known) = (0.0, 0.0)
    for i in near.indices {
      mean += near[i] * weights[i]
      var sum = 0.0
      for j in near.indices { sum += inverse[i][j] * near[j] }
      known += near[i] * sum
    }
    return (mean, max(0, kernel[0] - known))
  }
}

private func covariance(_ a: [Double], _ b: [Double], _ kernel: [Double]) -> Double {
  var square = 0.0
  for j in 0..<min(a.count, b.count) { square += (a[j] - b[j]) * (a[j] - b[j]) }
  return kernel[0] * exp(-square / (2 * kernel[1] * kernel[1]))
}

// MARK: - Functions and data

private func branin(_ u: [Double]) -> Double {
  let (x, y) = (15 * u[0] - 5, 15 * u[1])
  let parabola = y - 5.1 / (4 * Double.pi * Double.pi) * x * x + 5 / Double.pi * x - 6
  return parabola * parabola + 10 * (1 - 1 / (8 * Double.pi)) * cos(x) + 10
}

/// One axis of four matters.
private func narrow(_ u: [Double]) -> Double {
  20 * (u[2] - 0.37) * (u[2] - 0.37) + 0.05 * cos(6 * u[0]) + 0.05 * u[1] * u[3]
}

/// Roberts' sequence, as in make_reference.py.
private func lattice(_ count: Int, _ axes: Int) -> [[Double]] {
  var ratio = 2.0
  for _ in 0..<60 { ratio = pow(1 + ratio, 1 / Double(axes + 1)) }
  return (1...count).map { k in
    (0..<axes).map { j in
      let sum: Double = 0.5 + Double(k) / pow(ratio, Double(j + 1))
      return sum - sum.rounded(.down)
    }
  }
}

/// Wrong answers of 569 in five folds; a row for each C = 10^(−2 + i/2), a column for each γ = 10^(−5 + j/2).
private let machines: [Int] = [
  212, 212, 212, 212, 212, 212, 212, 211, 212, 212, 212, 212, 212,
  212, 212, 212, 212, 212, 144, 46, 34, 176, 212, 212, 212, 212,
  212, 212, 212, 211, 121, 44, 30, 31, 34, 212, 212, 212, 212,
  212, 212, 211, 119, 42, 28, 26, 20, 32, 156, 212, 212, 212,
  212, 211, 118, 42, 29, 22, 17, 16, 22, 45, 210, 212, 212,
  211, 117, 42, 29, 22, 18, 15, 14, 23, 47, 209, 212, 212,
  118, 42, 29, 21, 16, 16, 12, 12, 27, 47, 209, 212, 212,
  42, 29, 21, 17, 15, 14, 12, 19, 27, 47, 209, 212, 212,
  29, 21, 17, 15, 13, 13, 13, 22, 27, 47, 209, 212, 212,
  21, 17, 15, 16, 15, 14, 19, 22, 27, 47, 209, 212, 212,
  17, 15, 16, 16, 17, 18, 26, 22, 27, 47, 209, 212, 212,
  15, 16, 16, 15, 18, 26, 26, 22, 27, 47, 209, 212, 212,
  16, 17, 15, 15, 22, 26, 26, 22, 27, 47, 209, 212, 212,
]

// MARK: - Wrong and right ways

/// All functions; each member can make them wrong in one place.
private struct Way {
  var sign = 1.0
  var deviation: (Double) -> Double = { $0.squareRoot() }
  var weighsGain = true
  var distribution: (Double) -> Double = { erfc(-$0 / 2.0.squareRoot()) / 2 }
  var scalesDensity = true
  /// What is not above it is no deviation.
  var least = 0.0
  /// Losses no further apart are equal.
  var flat = 0.0
  /// What makes a candidate worth trying, of mean, variance and best, if not the improvement.
  var score: ((Double, Double, Double) -> Double)?
  var tick: (Int, Int) -> Double = { i, m in m == 1 ? 0.5 : Double(i) / Double(m - 1) }
  var lastFastest = true
  var isEven = false
  var standardises = true
  var divides = true
  var asksAgain = false
  var kernel: ([Double]) -> Int = { all in all.firstIndex(of: all.max() ?? 0) ?? 0 }
  var best: ([Double]) -> Double = { $0.min() ?? 0 }
  var isRaw = false
  var isUnbiased = false
  var takesLast = false
  var slack = 1e-6
  var countsStart = true
  var asksAll = false
  /// Of the finite losses; nil leaves a failure out.
  var failure: ([Double]) -> Double? = { $0.max() ?? 0 }
  var skipsFailures = true
  var looks = true

  func improvement(_ mean: Double, _ variance: Double, _ best: Double) -> Double {
    let sigma = deviation(variance)
    let gain = sign * (best - mean)
    if sigma <= least { return max(gain, 0) }
    let z = gain / sigma
    if !weighsGain { return distribution(z) }
    let density = exp(-z * z / 2) / (2 * Double.pi).squareRoot()
    if !scalesDensity { return max(0, gain * distribution(z) + density) }
    return max(0, sigma * (z * distribution(z) + density))
  }

  func value(_ ends: [Double], _ isLogarithmic: Bool, _ u: Double) throws -> Double {
    if looks {
      guard (ends[1] - ends[0]).isFinite, ends[0] < ends[1], !isLogarithmic || ends[0] > 0 else {
        throw SearchError.axis
      }
    }
    if !isLogarithmic || isEven { return ends[0] + u * (ends[1] - ends[0]) }
    return exp((1 - u) * log(ends[0]) + u * log(ends[1]))
  }

  func grid(_ m: Int, _ d: Int) throws -> [[Double]] {
    if looks { guard m >= 1, d >= 1 else { throw SearchError.grid } }
    var count = 1
    for _ in 0..<max(0, d) { count *= max(0, m) }
    return (0..<count).map { k in
      var (rest, digits) = (k, [Double]())
      for _ in 0..<max(0, d) {
        digits.append(tick(rest % m, m))
        rest /= m
      }
      return lastFastest ? digits.reversed() : digits
    }
  }

  func bestSoFar(_ losses: [Double]) -> [Double] {
    guard var best = losses.first else { return [] }
    if skipsFailures { best = .infinity }
    return losses.map { loss in
      if loss < best && (loss.isFinite || !skipsFailures) { best = loss }
      return best
    }
  }

  private func check(_ plan: Plan) throws {
    guard let d = plan.candidates.first?.count else { throw SearchError.noCandidates }
    for (i, place) in plan.candidates.enumerated() where place.count != d || !place.allSatisfy(\.isFinite) {
      throw SearchError.candidate(row: i)
    }
    guard !plan.start.isEmpty else { throw SearchError.noStart }
    var seen = Set<Int>()
    for i in plan.start {
      guard plan.candidates.indices.contains(i), seen.insert(i).inserted else { throw SearchError.start(i) }
    }
    guard plan.budget >= plan.start.count else { throw SearchError.budget }
    guard !plan.kernels.isEmpty else { throw SearchError.noKernels }
  }

  func search(_ plan: Plan) throws -> Found {
    if looks { try check(plan) }
    let n = plan.candidates.count
    var asked = plan.start.filter { $0 >= 0 && $0 < n }
    let budget = countsStart ? plan.budget : plan.budget + plan.start.count
    while asked.count < (asksAgain ? budget : min(budget, n)), let next = next(plan, asked) { asked.append(next) }
    return Found(asked: asked, losses: asked.map { plan.losses[$0] }, calls: asksAll ? n : asked.count)
  }

  /// The candidate to try next; nil if there is nothing to go by.
  private func next(_ plan: Plan, _ asked: [Int]) -> Int? {
    let finite = asked.map { plan.losses[$0] }.filter(\.isFinite)
    var (x, y) = ([[Double]](), [Double]())
    for i in asked {
      guard let loss = plan.losses[i].isFinite ? plan.losses[i] : failure(finite) else { continue }
      x.append(plan.candidates[i])
      y.append(loss)
    }
    let rest = plan.candidates.indices.filter { asksAgain || !asked.contains($0) }
    guard !rest.isEmpty, !plan.kernels.isEmpty, !asked.isEmpty else { return nil }
    if y.isEmpty { return rest[0] }
    let center = standardises ? y.reduce(0, +) / Double(y.count) : 0
    let isFlat = (y.max() ?? 0) - (y.min() ?? 0) <= flat
    var unit = isFlat && flat > 0 ? y.map { _ in 0 } : standardises && divides ? standardised(y) : y.map { $0 - center }
    if isUnbiased { unit = unit.map { $0 * (1 - 1 / Double(y.count)).squareRoot() } }
    let least = isRaw ? y.min() ?? 0 : best(unit)
    let processes = plan.kernels.map { Process(x, unit, $0) }
    let process = processes[kernel(processes.map(\.evidence))]
    let gains = rest.map { i in
      let (mean, variance) = process.predict(plan.candidates[i])
      return score?(mean, variance, least) ?? improvement(mean, variance, least)
    }
    let most = gains.max() ?? 0
    let equal = { (gain: Double) in gain >= most - slack }
    return rest[(takesLast ? gains.lastIndex(where: equal) : gains.firstIndex(where: equal)) ?? 0]
  }

  var submission: Submission {
    Submission(
      value: .init { try value($0, $1, $2) }, grid: .init { try grid($0, $1) },
      expectedImprovement: .init { improvement($0, $1, $2) }, bestSoFar: .init { bestSoFar($0) },
      search: .init { try search($0) })
  }
}
