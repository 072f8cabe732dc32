import Checking
import LabData

enum BaselineError: Error {
  case empty
  case notFinite(index: Int)
  case period(Int)
  case counts(Int, Int)
  case perfectBaseline
}

enum Cost { case squared, absolute }

struct Submission {
  var majority: Function<[Int], Int>
  var stratified: Function<[Int], [Double], [Int]>
  var constant: Function<[Double], Cost, Double>
  var seasonal: Function<[Double], Int, Int, [Double]>
  var skill: Function<[Double], [Double], [Double], Cost, Double>
}

enum Baselines: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expect(try s.majority([7, 2, 7, 2, 5]), equals: 2, "2 and 7 come twice each: the smallest label wins.")
        expect(
          try s.stratified([7, 2, 7, 2, 5], [0.39, 0.4, 0.6]).map(Double.init), equals: [2, 5, 7],
          "Of five labels 2 has the first 0.4, 5 the next 0.2, 7 the rest.", what: "the labels drawn")
        expect(
          try s.constant([1, 2, 9], .squared), equals: 4, within: .ulps(4), "The mean has the least squared loss.")
        expect(try s.constant([1, 2, 9], .absolute), equals: 2, "The median has the least absolute loss.")
        expect(
          try s.skill([3, 4], [3, 6], [1, 2, 9], .squared), equals: 0.2, within: .absolute(1e-14),
          "The mean of the training values is 4; it loses 1 + 4, the model 0 + 4.")
        expect(
          try s.skill([3, 4], [3, 6], [1, 2, 9], .absolute), equals: 0.6, within: .absolute(1e-14),
          "The median of the training values is 2; it loses 1 + 4, the model 0 + 2.")
      },
      Check("draws every label with its share", holdingFor: 30) { s, draws in
        let y = draws.labels(draws.integer(in: 1...9), classes: 4).map { 3 * $0 - 5 }
        let n = y.count
        // k + ½ of n: far from every edge, each of the ordered labels once.
        let uniforms = draws.permutation(n).map { (Double($0) + 0.5) / Double(n) }
        let right = uniforms.map { Double(y.sorted()[Int($0 * Double(n))]) }
        expect(
          try s.stratified(y, uniforms).map(Double.init), equals: right,
          "With u = (k + ½)/n label number k of the ordered ones comes.", what: "the labels drawn from \(y)")
        var best = y[0]
        for label in Set(y).sorted(by: >) where count(label, y) >= count(best, y) { best = label }
        for label in y where count(label, y) == count(best, y) && label < best { best = label }
        expect(try s.majority(y), equals: best, "The most frequent; of several the smallest label.")
      },
      // No sum of 20 terms below 40 in size is off by more than 20·ε·800.
      Check("finds the constant of least loss", holdingFor: 20) { s, draws in
        let y = draws.vector(draws.integer(in: 1...9))
        for cost in [Cost.squared, .absolute] {
          let c = try s.constant(y, cost)
          let least = loss(y, c, cost)
          for other in y + [c - 0.01, c + 0.01, 0] {
            expect(
              "with \(cost) loss of \(y), the loss at \(c) less the loss at \(other)", least - loss(y, other, cost),
              atMost: 1e-11, "The squared loss is least at the mean, the absolute at the median.")
          }
          expect(
            try s.constant(y.map { -2 * $0 + 1 }, cost), equals: -2 * c + 1, within: .absolute(1e-12),
            "In another unit, and turned round, the same place: of an even count the middle of the two.")
        }
      },
      Check("repeats the last period") { s in
        let y: [Double] = [10, 20, 30, 40, 50, 60, 70]
        expect(
          try s.seasonal(y, 3, 7), equals: [50, 60, 70, 50, 60, 70, 50],
          "The first step after the end stands where 50 stood, a period before it.")
        expect(try s.seasonal(y, 1, 3), equals: [70, 70, 70], "With period 1 tomorrow is as today.")
        expect(try s.seasonal(y, 7, 2), equals: [10, 20], "One whole period is enough.")
        expect(try s.seasonal(y, 2, 0), equals: [], "No step, no forecast.")
        expect(try s.seasonal(y, 5, 4), equals: [30, 40, 50, 60], "Fewer steps than a period.")
      },
      // Sums of 408 and 36 terms, all of one sign: relative 1e-12 is 10 times their bound n·ε.
      Check("agrees with scikit-learn on CO₂ at Mauna Loa") { s in
        let months = try co2.get()
        let (train, test) = (Array(months[..<408]), Array(months[408...]))
        let last = try s.seasonal(train, 1, test.count)
        let season = try s.seasonal(train, 12, test.count)
        for (cost, constant, ofLast, ofSeason) in reference {
          expect(
            try s.constant(train, cost), equals: constant, within: .relative(1e-12),
            "DummyRegressor(strategy: mean or median).", what: "the constant of 408 months, \(cost) loss")
          let advice = "1 − the loss of the forecasts/the loss of the constant of the training months, on the 35 after."
          expect(
            try s.skill(last, test, train, cost), equals: ofLast, within: .absolute(1e-12), advice,
            what: "the skill of the last month, \(cost) loss")
          expect(
            try s.skill(season, test, train, cost), equals: ofSeason, within: .absolute(1e-12), advice,
            what: "the skill of the last year, \(cost) loss")
        }
      },
      Check("measures against what was known in training", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 1...6)
        let training = draws.vector(draws.integer(in: 1...6))
        let truth = draws.vector(n).map { $0 + 9 }  // far from every training value
        for cost in [Cost.squared, .absolute] {
          let c = center(training, cost)
          expect(
            try s.skill([Double](repeating: c, count: n), truth, training, cost), equals: 0, within: .absolute(1e-13),
            "Predictions that are the constant itself have skill 0, however the test values lie.")
          expect(try s.skill(truth, truth, training, cost), equals: 1, "A perfect model saves the whole loss.")
          let worse = truth.map { 2 * c - 3 * ($0 - c) - c }
          expect(
            try s.skill(worse, truth, training, cost),
            equals: 1 - loss(zip(truth, worse).map { $0 - $1 }, 0, cost)
              / loss(truth, c, cost), within: .relative(1e-12), "Worse than the constant: below 0, and not cut off.")
        }
      },
      Check("refuses what cannot be learned from") { s in
        func tiny(_ values: [Double]) -> [Double] { values.map { 0x1p-40 * $0 } }
        expect(
          try s.skill(tiny([3, 4]), tiny([3, 6]), tiny([1, 2, 9]), .squared), equals: 0.2, within: .absolute(1e-13),
          "A small loss is not none: only a loss of 0 cannot be shared.",
          what: "the skill of the example in a unit 2⁴⁰ times as large")
        expect(throws: BaselineError.empty) { try s.majority([]) }
        expect(throws: BaselineError.empty) { try s.stratified([], [0.5]) }
        expect(throws: BaselineError.empty) { try s.constant([], .squared) }
        expect(throws: BaselineError.empty) { try s.seasonal([], 1, 1) }
        expect(throws: BaselineError.empty) { try s.skill([1], [1], [], .squared) }
        expect(throws: BaselineError.empty) { try s.skill([], [], [1], .absolute) }
        expect(throws: BaselineError.empty, "Before any value is looked at.") { try s.skill([], [], [.nan], .squared) }
        expect(throws: BaselineError.counts(2, 3)) { try s.skill([1, 2], [1, 2, 3], [], .squared) }
        let advice = "A sum or an order with NaN or infinity in it means nothing: the first index."
        expect(throws: BaselineError.notFinite(index: 1), advice) { try s.constant([1, .nan, .infinity], .squared) }
        expect(throws: BaselineError.notFinite(index: 2), advice) { try s.constant([1, 2, -.infinity], .absolute) }
        expect(throws: BaselineError.notFinite(index: 0), advice) { try s.seasonal([.nan, 2], 1, 1) }
        expect(throws: BaselineError.notFinite(index: 1), advice) {
          try s.skill([.nan, 0], [1, .infinity], [1, 2], .squared)
        }
        expect(throws: BaselineError.notFinite(index: 0), advice) {
          try s.skill([.nan, 0], [1, 3], [1, 2], .squared)
        }
        expect(throws: BaselineError.notFinite(index: 1), "The values are asked before the period.") {
          try s.seasonal([1, .nan], 5, 1)
        }
        expect(throws: BaselineError.empty, "The values are asked before the period.") { try s.seasonal([], 0, 1) }
        for period in [0, -1, 4] {
          expect(throws: BaselineError.period(period), "A period of 1 to n values.") {
            try s.seasonal([1, 2, 3], period, 2)
          }
        }
        expect(throws: BaselineError.perfectBaseline, "0/0: no share can be saved of nothing.") {
          try s.skill([1, 2], [3, 3], [2, 4], .squared)
        }
        expect(try s.majority([-4]), equals: -4)
        expect(try s.constant([7], .absolute), equals: 7)
        expect(try s.stratified([3], []).count, equals: 0, what: "the count of labels for no uniforms")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the constant fitted in the test",
        Way(fit: { truth, _, cost in center(truth, cost) }).submission,
        """
        The mean of the *test* values is not known when predictions are made; against it the model is measured by R² of \
        the test, and a drift between training and test disappears. The baseline learns where the model learned.
        """),
      Misconception(
        "skill turned round",
        Way(score: { model, without in 1 - without / model }).submission,
        """
        The share saved is relative to the loss that there would be without the model: 1 − model/baseline. Turned round, \
        a perfect model has skill −∞.
        """),
      Misconception(
        "the ratio for the skill",
        Way(score: { model, without in model / without }).submission,
        "model/baseline is what is left of the loss; the skill is what is saved, 1 minus that."),
      Misconception(
        "skill cut off at 0",
        Way(score: { model, without in max(0, 1 - model / without) }).submission,
        "A model worse than the constant must look worse than the constant. Below 0 is the most useful answer there is."
      ),
      Misconception(
        "a tie to the label seen first",
        Way(ties: { labels, _ in labels[0] }).submission,
        """
        Order of appearance makes the answer depend on how the rows were sorted. Of equally frequent labels take the \
        smallest.
        """),
      Misconception(
        "a tie to the largest label",
        Way(ties: { labels, _ in labels.max() ?? 0 }).submission,
        "With ≥ for > in the search the last of equals wins. Asked is the smallest label."),
      Misconception(
        "every label with the same probability",
        Way(draw: { y, u in
          let labels = Set(y).sorted()
          return labels[Int(u * Double(labels.count))]
        }).submission,
        "This draws uniformly among the labels. Stratified means with the shares of training: a rare class stays rare."),
      Misconception(
        "labels drawn in order of appearance",
        Way(draw: { y, u in y[Int(u * Double(y.count))] }).submission,
        """
        y[⌊u·n⌋] has the right probabilities, but which u gives which label depends on the order of the rows. Asked is \
        the ascending order of the labels.
        """),
      Misconception(
        "≤ at the edge of a share",
        Way(draw: { y, u in y.sorted()[max(0, Int((u * Double(y.count)).rounded(.up)) - 1)] }).submission,
        "u lies in 0 ..< 1, so a share includes its lower end and not its upper: u·n < sum."),
      Misconception(
        "the mean for every loss",
        Way(constant: { y, _ in center(y, .squared) }).submission,
        "The mean has the least squared loss. The absolute loss counts how many lie on each side: the median."),
      Misconception(
        "the median for every loss",
        Way(constant: { y, _ in center(y, .absolute) }).submission,
        "The median has the least absolute loss; far values pull the least squared loss to the mean."),
      Misconception(
        "the upper of the two middle values",
        Way(constant: { y, cost in cost == .squared ? center(y, cost) : y.sorted()[y.count / 2] }).submission,
        """
        Between the two middle values every constant has the same absolute loss; asked is the middle, which does not \
        change sides when the numbers are turned round.
        """),
      Misconception(
        "the middle of the list as it came",
        Way(constant: { y, cost in cost == .squared ? center(y, cost) : (y[(y.count - 1) / 2] + y[y.count / 2]) / 2 })
          .submission,
        "The median speaks of the ordered values; the middle of the list is whoever came then."),
      Misconception(
        "squared loss for the comparison always",
        Way(cost: { error, _ in error * error }).submission,
        "The skill compares by the loss that was asked for, and that the constant was fitted for."),
      Misconception(
        "the first period repeated",
        Way(season: { y, m, h in y[h % m] }).submission,
        "The start of the series is the oldest that is known. Repeat the *last* period, from index n − m on."),
      Misconception(
        "the last value for every season",
        Way(season: { y, _, _ in y[y.count - 1] }).submission,
        "That is period 1. With period 12 a July is forecast by the last July."),
      Misconception(
        "the season one step late",
        Way(season: { y, m, h in y[y.count - m + (h + 1) % m] }).submission,
        "Step 0 is the first value after the end; a period before it stands y₍ₙ₋ₘ₎."),
      Misconception(
        "the last period backwards",
        Way(season: { y, m, h in y[y.count - 1 - h % m] }).submission,
        "Walking back from the end turns the season round: after December comes January, not November."),
      Misconception(
        "NaN let through", Way(asksFinite: false).submission,
        "One NaN makes the mean NaN and leaves the median to chance. Say at which index it stands."),
      Misconception(
        "a perfect baseline taken for skill 0", Way(asksBaseline: false).submission,
        """
        If the constant is right everywhere, 1 − model/0 is no number, and 0 would claim that the model is as good. There \
        is nothing to compare with: throw.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "labels counted by sorting, the mean by corrections, the season by walking",
        Way(
          draw: { y, u in y.sorted()[min(y.count - 1, Int(u * Double(y.count)))] },
          constant: { y, cost in
            guard cost == .squared else { return center(y, cost) }
            var mean = 0.0
            for (k, value) in y.enumerated() { mean += (value - mean) / Double(k + 1) }
            return mean
          },
          season: { y, m, h in
            var index = y.count + h
            while index >= y.count { index -= m }
            return y[index]
          }, score: { model, without in (without - model) / without }
        ).submission)
    ]
  }
}

// MARK: - Parts of the checks

private func count(_ label: Int, _ y: [Int]) -> Int { y.reduce(0) { $0 + ($1 == label ? 1 : 0) } }

private func loss(_ y: [Double], _ c: Double, _ cost: Cost) -> Double {
  var sum = 0.0
  for value in y { sum += cost == .squared ? (value - c) * (value - c) : abs(value - c) }
  return sum
}

private func center(_ y: [Double], _ cost: Cost) -> Double {
  guard !y.isEmpty else { return .nan }
  if cost == .squared { return y.reduce(0, +) / Double(y.count) }
  let ordered = y.sorted()
  return (ordered[(y.count - 1) / 2] + ordered[y.count / 2]) / 2
}

/// By scikit-learn, see make_reference.py: the constant, the skill of the last month and of the last year.
private let reference: [(Cost, Double, Double, Double)] = [
  (.squared, 341.41575980392156, 0.9861095795621889, 0.9880198112756821),
  (.absolute, 340.57500000000005, 0.9028639878035486, 0.9019235147951249),
]

/// Monthly means from January 1965 to November 2001, 443 of them.
private let co2 = Result {
  let table = try Dataset("timeseries/co2_weekly.csv").csv().dropping(missingIn: ["co2"])
  let (dates, values) = (try table.column("date"), try table.numbers(["co2"]).map { $0[0] })
  var (sums, counts, month) = ([Double](), [Double](), "")
  for (date, value) in zip(dates, values) where date >= "196501" && date < "200112" {
    if date.prefix(6) != month {
      month = String(date.prefix(6))
      sums.append(0)
      counts.append(0)
    }
    sums[sums.count - 1] += value
    counts[counts.count - 1] += 1
  }
  return zip(sums, counts).map { $0 / $1 }
}

// MARK: - Wrong and right ways

/// All five functions; each member can make them wrong in one place.
private struct Way {
  /// The majority among the most frequent labels, in order of appearance.
  var ties: ([Int], [Int]) -> Int = { labels, _ in labels.min() ?? 0 }
  var draw: ([Int], Double) -> Int = { y, u in y.sorted()[Int(u * Double(y.count))] }
  var constant: ([Double], Cost) -> Double = center
  /// Of the series, the period and the step.
  var season: ([Double], Int, Int) -> Double = { y, m, h in y[y.count - m + h % m] }
  /// The baseline of a skill, of truth and training.
  var fit: (([Double], [Double], Cost) -> Double)?
  var cost: (Double, Cost) -> Double = { error, cost in cost == .squared ? error * error : abs(error) }
  var score: (Double, Double) -> Double = { model, without in 1 - model / without }
  var asksFinite = true
  var asksBaseline = true

  private func check(_ y: [Double]) throws {
    guard !y.isEmpty else { throw BaselineError.empty }
    if asksFinite, let index = y.firstIndex(where: { !$0.isFinite }) { throw BaselineError.notFinite(index: index) }
  }

  var submission: Submission {
    Submission(
      majority: .init { y in
        guard !y.isEmpty else { throw BaselineError.empty }
        let most = y.map { count($0, y) }.max() ?? 0
        return ties(y.filter { count($0, y) == most }, y)
      },
      stratified: .init { y, uniforms in
        guard !y.isEmpty else { throw BaselineError.empty }
        return uniforms.map { draw(y, $0) }
      },
      constant: .init { y, cost in
        try check(y)
        return constant(y, cost)
      },
      seasonal: .init { y, period, steps in
        try check(y)
        guard 1...y.count ~= period else { throw BaselineError.period(period) }
        return (0..<steps).map { season(y, period, $0) }
      },
      skill: .init { predictions, truth, training, cost in
        guard predictions.count == truth.count else { throw BaselineError.counts(predictions.count, truth.count) }
        guard !training.isEmpty, !truth.isEmpty else { throw BaselineError.empty }
        try check(training)
        try check(truth)
        try check(predictions)
        let c = fit?(truth, training, cost) ?? constant(training, cost)
        var (model, without) = (0.0, 0.0)
        for (p, t) in zip(predictions, truth) {
          model += self.cost(t - p, cost)
          without += self.cost(t - c, cost)
        }
        if without == 0 {
          guard asksBaseline else { return 0 }
          throw BaselineError.perfectBaseline
        }
        return score(model, without)
      })
  }
}
