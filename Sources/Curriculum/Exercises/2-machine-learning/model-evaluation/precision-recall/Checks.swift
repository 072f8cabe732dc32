import Checking
import LabData

enum ThresholdError: Error {
  case counts(Int, Int)
  case empty
  case label(row: Int)
  case notFinite(row: Int)
  case noPositives
}

/// Costs are [false positive, false negative].
struct Submission {
  var averagePrecision: Function<[Double], [Int], Double>
  var meanCost: Function<[Double], [Int], Double, [Double], Double>
  var probabilityThreshold: Function<[Double], Double>
  var tunedThreshold: Function<[Double], [Int], [Double], Double>
}

enum PrecisionRecall: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (scores, labels) = ([0.9, 0.8, 0.8, 0.3], [1, 0, 1, 0])
        expect(
          try s.averagePrecision(scores, labels), equals: 5.0 / 6, within: .ulps(8),
          "½·1 at 0.9, ½·2/3 at 0.8, where two rows come in together.")
        for (t, cheap, dear) in [(Double.infinity, 2.5, 0.5), (0.9, 1.25, 0.25), (0.8, 0.25, 1.25), (0.3, 0.5, 2.5)] {
          let name = t == .infinity ? "∞" : "\(t)"
          let advice = "Count the negatives with s ≥ \(name) and the positives with s < \(name)."
          expect(try s.meanCost(scores, labels, t, [1, 5]), equals: cheap, within: .ulps(4), advice)
          expect(try s.meanCost(scores, labels, t, [5, 1]), equals: dear, within: .ulps(4), advice)
        }
        expect(try s.probabilityThreshold([1, 5]), equals: 1.0 / 6, within: .ulps(4), "a/(a + b).")
        expect(try s.tunedThreshold(scores, labels, [1, 5]), equals: 0.8, "The costs are 10/4, 5/4, 1/4, 2/4.")
        expect(try s.tunedThreshold(scores, labels, [5, 1]), equals: 0.9, "The costs are 2/4, 1/4, 5/4, 10/4.")
      },
      // Sums of at most 9 terms.
      Check("adds steps as high as the precision at their end", holdingFor: 30) { s, draws in
        let (scores, labels) = rows(&draws, positive: true)
        let positives = Double(labels.reduce(0, +))
        var (right, recall) = (0.0, 0.0)
        for t in Set(scores).sorted(by: >) {
          let called = scores.indices.filter { scores[$0] >= t }
          let hits = Double(called.reduce(0) { $0 + labels[$1] })
          right += (hits / positives - recall) * hits / Double(called.count)
          recall = hits / positives
        }
        let order = draws.permutation(scores.count)
        expect(
          try s.averagePrecision(scores, labels), equals: right, within: .ulps(64),
          "Scores \(scores), labels \(labels): one step for each different score.")
        expect(
          try s.averagePrecision(order.map { 2 * scores[$0] + 1 }, order.map { labels[$0] }), equals: right,
          within: .ulps(64), "Neither the order of the rows nor a rising function of the scores counts.")
      },
      Check("prices every threshold", holdingFor: 30) { s, draws in
        let (scores, labels) = rows(&draws, positive: false)
        let costs = [Double(draws.integer(in: 0...5)), Double(draws.integer(in: 1...7))]
        let candidates = [.infinity] + Set(scores).sorted(by: >)
        var (best, least) = (Double.nan, Double.infinity)
        for t in candidates {
          let right = price(scores, labels, t, costs)
          expect(
            try s.meanCost(scores, labels, t, costs), equals: right / Double(scores.count), within: .ulps(4),
            "Scores \(scores), labels \(labels): [\(costs[0]), \(costs[1])] are the prices of a false positive, of a "
              + "false negative.")
          if right < least { (best, least) = (t, right) }
        }
        expect(
          try s.tunedThreshold(scores, labels, costs), equals: best,
          "Least cost among ∞ and \(candidates.dropFirst()); of several the largest. Scores \(scores), labels \(labels)."
        )
      },
      // Of a row with probability p: calling it positive costs (1 − p)·a, negative p·b.
      Check("finds where the two decisions cost the same", holdingFor: 20) { s, draws in
        let costs = [Double(draws.integer(in: 0...9)), Double(draws.integer(in: 1...9))]
        let t = try s.probabilityThreshold(costs)
        expect(
          (1 - t) * costs[0], equals: t * costs[1], within: .absolute(1e-14),
          "At t* = \(t) both decisions must cost the same on average, with prices \(costs).",
          what: "the price of calling a row with p = t* positive")
      },
      Check("agrees with scikit-learn on German credit") { s in
        let (p, bad) = (thousandths, try badLoans.get())
        expect(
          try s.averagePrecision(p, bad), equals: 0.6051881183384162, within: .relative(1e-12),
          "average_precision_score(y, p).", what: "the average precision of 1000 loans")
        expect(
          try s.meanCost(p, bad, 0.5, [1, 5]), equals: 0.869, within: .ulps(8), what: "the cost a customer at ½")
        expect(
          try s.meanCost(p, bad, .infinity, [1, 5]), equals: 1.5, within: .ulps(8),
          "Everybody gets a loan: 300 of 1000 are bad, 5 each.", what: "the cost of granting all")
        expect(
          try s.meanCost(p, bad, -.infinity, [1, 5]), equals: 0.7, within: .ulps(8),
          "Nobody gets a loan: 700 of 1000 are good, 1 each.", what: "the cost of refusing all")
        expect(
          "the cost a customer at t*", try s.meanCost(p, bad, s.probabilityThreshold([1, 5]), [1, 5]), atMost: 0.57,
          "At 1/6 it is 0.549, of a customer drawn at random 0.70.")
        let even = p.indices.filter { $0 % 2 == 0 }
        let tuned = try s.tunedThreshold(even.map { p[$0] }, even.map { bad[$0] }, [1, 5])
        expect(tuned, equals: 0.23, "Learned on the rows 0, 2, 4, …", what: "the threshold of the even rows")
        let odd = p.indices.filter { $0 % 2 == 1 }
        expect(
          try s.meanCost(odd.map { p[$0] }, odd.map { bad[$0] }, 0.23, [1, 5]), equals: 0.564, within: .ulps(8),
          "On the other rows it costs more than the 0.550 where it was learned.", what: "the honest cost at 0.23")
      },
      Check("answers at the edges") { s in
        expect(try s.averagePrecision([3, 3, 3, 3], [0, 1, 0, 0]), equals: 0.25, "All equal: the share of positives.")
        expect(try s.averagePrecision([2, 1], [0, 1]), equals: 0.5, "Found second of two.")
        expect(try s.averagePrecision([2, 1], [1, 1]), equals: 1, "No negative, no mistake.")
        expect(try s.tunedThreshold([2, 1], [0, 0], [1, 5]), equals: .infinity, "Nobody to be found: call nobody.")
        expect(try s.tunedThreshold([2, 1], [1, 1], [1, 5]), equals: 1, "Everybody is positive: call everybody.")
        expect(
          try s.tunedThreshold([2, 1], [0, 1], [1, 1]), equals: .infinity, "∞ and 1 cost the same: the largest.")
        let zeros = "0.0 and −0.0 are the same score."
        expect(try s.averagePrecision([0.0, -0.0], [1, 0]), equals: 0.5, zeros)
        expect(try s.tunedThreshold([0.0, -0.0], [1, 0], [5, 1]), equals: .infinity, zeros)
        expect(try s.meanCost([0.5], [0], 0.5, [3, 1]), equals: 3, "A score at the threshold is called positive.")
        expect(try s.meanCost([0.5], [1], 0.5, [3, 1]), equals: 0, "A score at the threshold is called positive.")
        expect(try s.probabilityThreshold([0, 2]), equals: 0, "False alarms are free: call everybody.")
        expect(try s.probabilityThreshold([2, 0]), equals: 1, "Misses are free: only what is certain.")
        let cases: [([Double], [Int], ThresholdError, String)] = [
          ([1, .nan], [2], .counts(2, 1), "One label a score, and this is asked first."),
          ([], [1], .counts(0, 1), "One label a score, and this is asked first."),
          ([], [], .empty, "There is nothing to be decided."),
          ([1, 2, 3], [0, 2, -1], .label(row: 1), "The first label that is neither 0 nor 1."),
          ([1, .nan, 3], [0, 2, -1], .label(row: 1), "Labels are asked before scores."),
          ([1, .nan, .infinity], [0, 0, 0], .notFinite(row: 1), "No order holds a NaN."),
          ([-.infinity, 1], [0, 1], .notFinite(row: 0), "Infinite scores are refused, infinite thresholds are not."),
        ]
        for (scores, labels, error, advice) in cases {
          expect(throws: error, advice) { try s.averagePrecision(scores, labels) }
          expect(throws: error, advice) { try s.meanCost(scores, labels, 1, [1, 5]) }
          expect(throws: error, advice) { try s.tunedThreshold(scores, labels, [1, 5]) }
        }
        expect(throws: ThresholdError.noPositives, "Recall is 0/0.") { try s.averagePrecision([1, 2], [0, 0]) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "trapezoids", Way(step: .trapezoid).submission,
        """
        Between two thresholds precision does not move on a straight line, and nobody can reach a mixture of both. The sum \
        of trapezoids is too good; take the precision at the end of each step.
        """),
      Misconception(
        "the precision at the start of a step", Way(step: .start).submission,
        "The recall that a threshold adds comes with *its* precision, that at the end of the step."),
      Misconception(
        "the best precision at this recall or more", Way(step: .interpolated).submission,
        "Interpolated precision was the habit of old benchmarks and is never below the truth. Take the precision as it is."
      ),
      Misconception(
        "precision at recall 0 taken for 0", Way(step: .fromZero).submission,
        "There is no precision where nobody is called. With steps at their end none is needed."),
      Misconception(
        "the mean precision of all thresholds", Way(step: .mean).submission,
        "Thresholds that add no positive add no recall, and must not count. The weight is Rₖ − Rₖ₋₁."),
      Misconception(
        "ties broken by the order of the rows", Way(groups: false).submission,
        "Rows with equal scores cannot be parted. Take all rows of a score, then look at the precision."),
      Misconception(
        "the area under the ROC curve", Way(step: .roc).submission,
        "That compares with *false positive rates*, which stay small where negatives are many. Precision does not."),
      Misconception(
        "the prices exchanged", Way(transposes: true).submission,
        "A false positive is a negative row that is called positive; it costs `falsePositive`. You pay for it with the other."
      ),
      Misconception(
        "t* turned round", Way(optimal: { a, b in b / (a + b) }).submission,
        "If misses are dear, b large, the threshold must be *low*: a/(a + b). You get dear misses and a high threshold."
      ),
      Misconception(
        "the ratio of the prices for t*", Way(optimal: { a, b in a / b }).submission,
        "a/b is the odds p/(1 − p) from which on positive is cheaper. As a probability: a/(a + b)."),
      Misconception(
        "one half", Way(optimal: { _, _ in 0.5 }).submission,
        "½ is right if both mistakes cost the same. At German credit's 5 : 1 it costs more than no model at all."),
      Misconception(
        "strictly above the threshold", Way(strict: true).submission,
        "A row with s = t is called positive."),
      Misconception(
        "the cost in all for the mean", Way(divides: false).submission,
        "Two sets of rows are to be compared: divide by n."),
      Misconception(
        "hits rewarded", Way(rewards: true).submission,
        "A right answer costs nothing and earns nothing here: with a reward the best threshold would be another."),
      Misconception(
        "nobody called positive left out", Way(candidates: .scores).submission,
        "If false alarms are dear, calling nobody may be cheapest. +∞ is a candidate."),
      Misconception(
        "the smallest of equal thresholds", Way(ties: .smallest).submission,
        "With ≤ for < the last of equals wins. Asked is the largest, who calls fewer."),
      Misconception(
        "the threshold of best accuracy", Way(candidates: .accuracy).submission,
        "Accuracy prices both mistakes the same. Use the costs that were given."),
      Misconception(
        "middles between scores", Way(candidates: .middles).submission,
        "A middle makes the same decisions on these rows, but asked is one of the scores, or +∞."),
      Misconception(
        "t* for the tuned threshold", Way(candidates: .formula).submission,
        "t* holds for probabilities. These scores may be anything: look for the threshold among them."),
      Misconception(
        "no positives: 0", Way(asksPositives: false).submission,
        "With no positive row recall is 0/0 and nothing was found badly. Throw."),
      Misconception(
        "labels not asked about", Way(asksLabels: false).submission,
        "Labels −1 and 1 are common elsewhere; here they would be counted as neither. Say in which row one stands."),
      Misconception(
        "NaN let through", Way(asksFinite: false).submission,
        "Comparisons with NaN are false: such a row is never called positive, and sorting breaks. Refuse it."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("every threshold from its definition", Way().submission)]
  }
}

// MARK: - Parts of the checks

private func rows(_ draws: inout Draws, positive: Bool) -> ([Double], [Int]) {
  let n = draws.integer(in: 1...8)
  var labels = draws.labels(n, classes: 2)
  if positive { labels[draws.number(below: n)] = 1 }
  return ((0..<n).map { _ in Double(draws.number(below: 6)) / 8 }, labels)
}

/// n times the mean cost.
private func price(_ scores: [Double], _ labels: [Int], _ t: Double, _ costs: [Double]) -> Double {
  var sum = 0.0
  for (score, label) in zip(scores, labels) {
    if score >= t && label == 0 { sum += costs[0] }
    if score < t && label == 1 { sum += costs[1] }
  }
  return sum
}

/// 1 for a bad loan.
private let badLoans = Result {
  try Dataset("tabular/german_credit.csv").csv().column("class").map { $0 == "bad" ? 1 : 0 }
}

/// A logistic regression's probabilities of a bad loan, out of fold, in thousandths: make_reference.py.
private let thousandths: [Double] = {
  var values: [Double] = []
  var (value, digits) = (0, 0)
  for byte in digitsOfProbabilities.utf8 where byte != 32 {
    value = 10 * value + Int(byte) - 48
    digits += 1
    if digits == 3 {
      values.append(Double(value) / 1000)
      (value, digits) = (0, 0)
    }
  }
  return values
}()

private let digitsOfProbabilities = """
  051648040255759287096351010666690879184348740421027833480089092271142063009227141265088637242566458033476514372 \
  365158250229298331153618232124121134188364159088025679052106338445859329015443816225263164281490201248017230485 \
  543137692084337582058064257090220031386668402415025074043295114948034306208193240425088159026272543307108114422 \
  636526475180037399104296177445084132160425524390335105607549882204291215026044098022153010744490334154555330065 \
  324025092016448160242596028718370011026288073594319032607176133288845117348024665135463097108364350619713014405 \
  082368116243638019600428050356159034675228533036646150039132542041078758001014056791105031002587152708119339691 \
  145049055574354455055782383086053186018634189629093180657044764088116069042265190184087174813088057278077811035 \
  080265457536337030305074262163069027032963399792047095129095113019075151018571876522329115553023408306134452660 \
  050034081032054617087334241054102356285661304248356350020805158110128410661637159195182059022091403282127136935 \
  377922142183337652498651405315309180077061448029198114049009746122704009164131618342062346166341028027615599354 \
  168059066453937722095030835092141493182333120089096512245096174126767133050745566442441036083264276205320274009 \
  164102094400028049098521047657675168404093105120058168173102019043313013678305182348075084066575231154529373298 \
  312119771050055193035086186059589182491185695128320469431083157285539276196038437734531004230680127371100223135 \
  645374024035207059473040119067739036084246318784056224157837414101431837025021479240093396091135596112132098284 \
  298027139409879060282342148018841398566508082076109331427251934352261217390123054583209145722028041114193314390 \
  297792319680116302548272438393278427011226697683100068656306166186058711138160356180817122596425323275144113610 \
  096683156553824399095096076380879307351615038540127049485186564276088693364331548307183192328754419044082289084 \
  033504706195294616394064373205587563551112027260228592155571710777303681588019674562156702156243383117459163278 \
  520546514162065083601070099138080649577165158058209151327573033604084285415486244132084023042053085400126368296 \
  490673220562786333181071832018252890013033099033587187699653123439047050828923040301453090031040913466547086798 \
  642609043711514419726559024023326550223164059601021043059369034527458148134208605031186017184752010100163605156 \
  271017323081027186694073101065042743848390025018406207226058129084107225115362029351569086021626627260136327562 \
  784779044035929593162273608331114577583425270517060790900171222859097111122156545094235224271080109396151286261 \
  011065772399224013102675014029132482060129147765071145568108024129129455140842239525031051070264053284641164711 \
  242189536045306199028067658002059396181104048073074288110498044184252404250024726406029664374465175236552507842 \
  781596749035547342382092039666623125381878016106065059042510920717132236077366229331509527249148078653404071490 \
  166072480350129282109324208294866942137175064183278694129440301461035558781047493224052268210698059073504083637 \
  195
  """

// MARK: - Wrong and right ways

private enum Step { case end, trapezoid, start, interpolated, fromZero, mean, roc }

private enum Candidates { case scoresAndInfinity, scores, accuracy, middles, formula }

private enum Ties { case largest, smallest }

/// All four functions; each member can make them wrong in one place.
private struct Way {
  var step = Step.end
  var groups = true
  var transposes = false
  var optimal: (Double, Double) -> Double = { a, b in a / (a + b) }
  var strict = false
  var divides = true
  var rewards = false
  var candidates = Candidates.scoresAndInfinity
  var ties = Ties.largest
  var asksPositives = true
  var asksLabels = true
  var asksFinite = true

  private func check(_ scores: [Double], _ labels: [Int]) throws {
    guard scores.count == labels.count else { throw ThresholdError.counts(scores.count, labels.count) }
    guard !scores.isEmpty else { throw ThresholdError.empty }
    if asksLabels, let row = labels.firstIndex(where: { $0 != 0 && $0 != 1 }) { throw ThresholdError.label(row: row) }
    if asksFinite, let row = scores.firstIndex(where: { !$0.isFinite }) { throw ThresholdError.notFinite(row: row) }
  }

  private func average(_ scores: [Double], _ labels: [Int]) -> Double {
    let order = scores.indices.sorted { scores[$0] > scores[$1] }
    let positives = Double(labels.filter { $0 == 1 }.count)
    var (hits, called) = (0.0, 0.0)
    var (recalls, precisions, rates) = ([0.0], [step == .fromZero ? 0.0 : 1], [0.0])
    for (place, row) in order.enumerated() {
      hits += labels[row] == 1 ? 1 : 0
      called += 1
      let isLast = place + 1 == order.count || scores[order[place + 1]] != scores[row]
      guard isLast || !groups else { continue }
      recalls.append(hits / positives)
      precisions.append(hits / called)
      rates.append((called - hits) / max(1, Double(labels.count) - positives))
    }
    var sum = 0.0
    for k in 1..<recalls.count {
      let added = recalls[k] - recalls[k - 1]
      switch step {
      case .end: sum += added * precisions[k]
      case .start: sum += added * precisions[k - 1]
      case .trapezoid, .fromZero: sum += added * (precisions[k] + precisions[k - 1]) / 2
      case .interpolated: sum += added * (precisions[k...].max() ?? 0)
      case .mean: sum += precisions[k] / Double(recalls.count - 1)
      case .roc: sum += (rates[k] - rates[k - 1]) * (recalls[k] + recalls[k - 1]) / 2
      }
    }
    return sum
  }

  private func cost(_ scores: [Double], _ labels: [Int], _ t: Double, _ costs: [Double]) -> Double {
    var sum = 0.0
    for (score, label) in zip(scores, labels) {
      let isCalled = strict ? score > t : score >= t
      if isCalled && label != 1 { sum += costs[transposes ? 1 : 0] }
      if !isCalled && label == 1 { sum += costs[transposes ? 0 : 1] }
      if rewards && isCalled && label == 1 { sum -= costs[transposes ? 0 : 1] }
    }
    return sum
  }

  private func tuned(_ scores: [Double], _ labels: [Int], _ costs: [Double]) -> Double {
    let ordered = Set(scores).sorted(by: >)
    if candidates == .formula { return optimal(costs[0], costs[1]) }
    let costs = candidates == .accuracy ? [1, 1] : costs
    var (best, least) = (Double.infinity, candidates == .scores ? .infinity : cost(scores, labels, .infinity, costs))
    for (k, t) in ordered.enumerated() {
      let here = cost(scores, labels, t, costs)
      guard here < least || ties == .smallest && here == least else { continue }
      least = here
      best = candidates == .middles && k + 1 < ordered.count ? (t + ordered[k + 1]) / 2 : t
    }
    return best
  }

  var submission: Submission {
    Submission(
      averagePrecision: .init { scores, labels in
        try check(scores, labels)
        if !labels.contains(1) {
          guard asksPositives else { return 0 }
          throw ThresholdError.noPositives
        }
        return average(scores, labels)
      },
      meanCost: .init { scores, labels, t, costs in
        try check(scores, labels)
        return cost(scores, labels, t, costs) / (divides ? Double(scores.count) : 1)
      },
      probabilityThreshold: .init { optimal($0[0], $0[1]) },
      tunedThreshold: .init { scores, labels, costs in
        try check(scores, labels)
        return tuned(scores, labels, costs)
      })
  }
}
