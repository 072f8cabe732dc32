import Checking
import Glibc
import LabData
import LabNumerics

typealias Table = [String: [String]]

struct Plan {
  var columns: [String]
  var least: Int
  var lambdas: [Double]
}

struct Rows {
  var learned: [Int]
  var predicted: [Int]
}

struct Choice: Observable {
  var predictions: [[Double]]
  var errors: [Double]
  var margins: [Double]
  var chosen: Int

  var observation: Observation {
    Observation(predictions.observation, errors.observation, margins.observation, chosen.observation)
  }
}

/// Learns nothing but which rows it was given: its three candidates predict row + (their sum)/1000, how many they were,
/// and their order as one number.
struct Spy {
  /// Throws if it has to learn from this row.
  var poison = -1

  func learn(_ rows: [Int]) throws -> ([Int]) throws -> [[Double]] {
    if rows.contains(poison) { throw Poisoned.row(poison) }
    let sum = Double(rows.reduce(0, +))
    var order = 0.0
    for (place, row) in rows.enumerated() { order += Double((place + 1) * row) }
    return { others in
      [others.map { Double($0) + sum / 1000 }, others.map { _ in Double(rows.count) }, others.map { _ in order }]
    }
  }
}

enum Poisoned: Error {
  case row(Int)
}

enum ValidationError: Error {
  case folds(Int)
  case noCandidates
}

struct Submission {
  var outOfFold: Function<[Int], Int, Spy, [[Double]]>
  /// The errors, then the margins.
  var errorCurve: Function<[Double], [[Double]], Int, [[Double]]>
  /// Of errors and margins the best, then all that are as good.
  var asGood: Function<[Double], [Double], [[Int]]>
  var ridge: Function<Table, [Double], Plan, Rows, [[Double]]>
  var choose: Function<Table, [Double], Plan, [Int], Int, Choice>
}

enum RidgeByFolds: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.outOfFold([4, 7, 9, 2, 5], 2, Spy()),
          equals: [[4.009, 7.018, 9.009, 2.018, 5.009], [2, 3, 2, 3, 2], [11, 37, 11, 37, 11]],
          within: .ulps(2), "The folds are 4, 9, 5 and 7, 2; each is predicted by what the others taught.")
        // Squares 1, 4, 1, 0, 9: mean 3. Places 0, 2, 4: 11/3; places 1, 3: 2. Their sd is (5/3)/√2, over √2: 5/6.
        let curve = try s.errorCurve([1, 2, 3, 4, 5], [[0, 0, 2, 4, 8]], 2)
        expect(
          curve, equals: [[1.7320508075688772], [5.0 / 6]], within: .ulps(16),
          "Over all five rows the mean square is 3; of the folds 11/3 and 2.")
        expectChoice(try s.asGood([2, 1, 1.5, 1.2], [9, 1, 9, 9]), [[1], [1, 3]], "1.2² ≤ 1² + 1 < 1.5².")
      },
      Check("predicts each row by all others", cases: 3) { s, random in
        let n = Int.random(in: 7...12, using: &random)
        let rows = Array(3..<(3 + 2 * n)).shuffled(using: &random).prefix(n)
        for k in [2, 3, n] {
          var right = [[Double]](repeating: [], count: 3)
          for place in rows.indices {
            let others = rows.indices.filter { ($0 - place) % k != 0 }.map { rows[$0] }
            let order = others.enumerated().reduce(0) { $0 + ($1.offset + 1) * $1.element }
            right[0].append(Double(rows[place]) + Double(others.reduce(0, +)) / 1000)
            right[1].append(Double(others.count))
            right[2].append(Double(order))
          }
          expect(
            try s.outOfFold(Array(rows), k, Spy()), equals: right, within: .ulps(2),
            "The row at place i is predicted by a model of the rows at the places j with j mod k ≠ i mod k, in their "
              + "order.")
        }
      },
      // Sums of 17 squares.
      Check("says how far errors can be trusted", cases: 3) { s, random in
        let n = 17
        let truth = (0..<n).map { _ in Double.random(in: -2...2, using: &random) }
        let predictions = (0..<3).map { _ in truth.map { $0 + Double.random(in: -1...2, using: &random) } }
        for k in [2, 5, n] {
          let got = try s.errorCurve(truth, predictions, k)
          let folds = (0..<k).map { fold in truth.indices.filter { $0 % k == fold } }
          let squares = predictions.map { zip(truth, $0).map { ($0 - $1) * ($0 - $1) } }
          let errors = squares.map { ($0.reduce(0, +) / Double(n)).squareRoot() }
          let margins = squares.map { squares in
            let means = Vector(folds.map { fold in Vector(fold.map { squares[$0] }).mean() })
            return (means.variance() / Double(k)).squareRoot()
          }
          expect(
            got.first ?? [], equals: errors, within: .ulps(100),
            "The root of the mean over all rows at once, not a mean of the folds' roots.",
            what: "of \(k) folds the errors")
          expect(
            got.last ?? [], equals: margins, within: .ofLargest(1000 * 0x1p-52),
            "The standard deviation (divisor k − 1) of the folds' mean squares, over √k.",
            what: "of \(k) folds the margins")
        }
      },
      Check("finds all that are as good as the best") { s in
        let advice = "As good is errors[j]² ≤ errors[best]² + margins[best]."
        expectChoice(
          try s.asGood([3, 2, 2, 5], [0, 0, 0, 0]), [[1], [1, 2]], "The first of the best is best. \(advice)")
        expectChoice(try s.asGood([5, 3, 4, 6], [100, 7, 0, 0]), [[1], [1, 2]], "4² = 3² + 7. \(advice)")
        expectChoice(try s.asGood([0.5, 0.1, 0.4], [0, 0.16, 0]), [[1], [1, 2]], "0.4² < 0.1² + 0.16. \(advice)")
        expectChoice(
          try s.asGood([0.3, 0.25, 0.2], [0.2, 0.1, 0.03]), [[2], [1, 2]],
          "0.3² > 0.2² + 0.03; the other margins do not matter. \(advice)")
        expectChoice(try s.asGood([2], [0]), [[0], [0]], advice)
      },
      // Normal equations of 14 rows and 4 features, λ ≥ 1/2: κ below 100.
      Check("fits ridge regressions to features of the same rows", cases: 2) { s, random in
        let (table, answers) = village(20, &random)
        let plan = Plan(columns: ["kind", "x", "y"], least: 4, lambdas: [4, 0.5, 100])
        let rows = Rows(learned: Array((0..<20).shuffled(using: &random).prefix(14)), predicted: [19, 3, 0, 7])
        let right = try Way().ridge(table, answers, plan, rows)
        expect(
          try s.ridge(table, answers, plan, rows), equals: right, within: .ofLargest(1e-11),
          "For each λ in the plan's order a list: learnFeatures, transform and fitRidge on the rows learned from, "
            + "transform and predict on the others.", what: "the predictions for the rows 19, 3, 0, 7")
      },
      Check("never looks at what it is to predict", cases: 2) { s, random in
        let (table, answers) = village(20, &random)
        let plan = Plan(columns: ["x", "kind", "y"], least: 3, lambdas: [1, 10])
        let rows = Array(1..<17)
        var hidden = answers
        for row in [0, 17, 18, 19] { hidden[row] = .nan }
        let before = try s.choose(table, hidden, plan, rows, 4)
        expect(
          before.predictions.allSatisfy { $0.allSatisfy(\.isFinite) && $0.count == 16 }
            && before.predictions.count == 2,
          "Predictions of 16 rows for 2 λ: \(before.predictions.map(\.count)), "
            + "\(before.predictions.joined().count { !$0.isFinite }) of them not finite",
          "Answers of other rows than those to learn from are hidden: here they are NaN.")
        // Rows 1, 5, 9, 13 make the first fold. What is changed in them reaches the predictions of no row of the fold.
        var (changed, others) = (hidden, table)
        for row in [1, 5, 9, 13] { changed[row] += 100 }
        for row in [5, 9, 13] { others["y"]![row] = "1e5" }
        let after = try s.choose(others, changed, plan, rows, 4)
        guard before.predictions.count == 2, after.predictions.count == 2 else { return }
        expect(
          after.predictions.map { $0.prefix(1) }.joined().map { $0 },
          equals: before.predictions.map { $0.prefix(1) }.joined().map { $0 }, within: .ofLargest(1e-12),
          "Row 1 is in the fold of 5, 9 and 13. Features and coefficients of its model are learned from the other folds: "
            + "other answers in its own fold, other cells in rows 5, 9, 13, change nothing.",
          what: "the predictions of row 1, its fold changed,")
      },
      Check("chooses for Ames what scikit-learn would") { s in
        let (table, prices) = try ames.get()
        let rows = table.values.first.map { Array($0.indices) } ?? []
        let (learned, hidden) = (rows.filter { $0 % 5 != 0 }, rows.filter { $0 % 5 == 0 })
        let known = rows.map { $0 % 5 == 0 ? .nan : prices[$0] }
        let plan = Plan(columns: amesColumns, least: 10, lambdas: amesLambdas)
        let choice = try s.choose(table, known, plan, learned, 5)
        // κ of ZᵀZ + λ·I is below 4·10⁴ for λ = 1, and 2344·ε·κ is 2·10⁻⁸ at the worst.
        let advice = "Learned from the rows with i mod 5 ≠ 0 in ascending order; features anew for each fold."
        expect(choice.errors, equals: amesErrors, within: .absolute(1e-7), advice, what: "the errors out of fold")
        expect(choice.margins, equals: amesMargins, within: .absolute(1e-7), advice, what: "the margins")
        expect(
          choice.chosen, equals: 1, "Of the λ that are as good as the best take the greatest: 300.", what: "chosen")
        let predicted = try s.ridge(table, known, plan, Rows(learned: learned, predicted: hidden))
        let errors = predicted.map { predictions in
          let squares = zip(hidden, predictions).map { (prices[$0] - $1) * (prices[$0] - $1) }
          return (squares.reduce(0, +) / Double(squares.count)).squareRoot()
        }
        expect(errors, equals: amesHidden, within: .absolute(1e-7), advice, what: "for each λ the error on hidden rows")
        let chosen = errors.indices.contains(choice.chosen) ? errors[choice.chosen] : .nan
        expect(
          "the error of the chosen λ on the hidden rows", chosen, atMost: 0.145,
          "The mean alone has 0.409, numbers without words and logarithms 0.190.")
      },
      Check("says what cannot be cross-validated") { s in
        for k in [-1, 0, 1, 4] {
          expect(throws: ValidationError.folds(k), "2 ≤ k ≤ 3 rows.") { try s.outOfFold([5, 6, 7], k, Spy()) }
          expect(throws: ValidationError.folds(k), "2 ≤ k ≤ 3 rows.") { try s.errorCurve([5, 6, 7], [[1, 2, 3]], k) }
        }
        expect(throws: ValidationError.noCandidates, "There is nothing to compare.") {
          try s.errorCurve([1, 2], [], 9)
        }
        expect(throws: Poisoned.row(6), "What learn throws is thrown on.") {
          try s.outOfFold([5, 6, 7], 3, Spy(poison: 6))
        }
        expect(throws: ValidationError.folds(2), "Without rows there are no folds.") { try s.outOfFold([], 2, Spy()) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "folds of neighbours", Way(fold: { place, _, n, k in place * k / n }).submission,
        """
        The table is sorted by the year of sale: folds of neighbours would each be another year. Asked for are the places \
        f, f + k, f + 2·k, …
        """),
      Misconception(
        "folds by the number of the row", Way(fold: { _, row, _, k in row % k }).submission,
        """
        A list of rows with i mod 5 ≠ 0 has no row in the first of five such folds. The place in the list decides.
        """),
      Misconception(
        "learned from the rows that are predicted, too", Way(learnsFromAll: true).submission,
        "A model that has seen the answer knows it. Each fold is predicted by a model of the others."),
      Misconception(
        "one fold accepted", Way(leastFolds: 1).submission,
        """
        With one fold there are no other rows to learn from, and no spread either. Two is the least number of folds.
        """),
      Misconception(
        "predictions in the order of the folds", Way(keepsPlaces: false).submission,
        "Column i belongs to rows[i]: put each prediction back to the place of its row."),
      Misconception(
        "features learned before the folds", Way(learnsFeaturesOnce: true).submission,
        """
        The features of the whole training set have seen the fold that is to judge: which columns are skewed, which words \
        are rare, what the mean is. They belong inside, as everything that learns.
        """),
      Misconception(
        "features of the predicted rows learned anew", Way(relearns: true).submission,
        "Coefficients fit the features that they were learned with. Transform the other rows by the same Features."),
      Misconception(
        "the mean of the folds' errors", Way(poolsRoots: true).submission,
        "The root of a mean is not the mean of roots, and a smaller fold would count as much as a larger one."),
      Misconception(
        "the deviation for the standard error", Way(marginPower: 0).submission,
        "A mean of k folds is √k times as certain as one of them."),
      Misconception(
        "the variance for the standard error", Way(marginPower: 1, marginIsVariance: true).submission,
        "The standard error is a root: √(s²/k)."),
      Misconception(
        "the divisor k", Way(marginDivisor: { Double($0) }).submission,
        "The spread of k folds about their own mean: s² has the divisor k − 1."),
      Misconception(
        "the margin of single rows", Way(marginOfRows: true).submission,
        """
        Rows of one fold share a model, so their errors are no n independent numbers. Asked for is the spread of the folds.
        """),
      Misconception(
        "a margin added to the error", Way(isAsGood: { $0 <= $1 + $2 }).submission,
        "The margin is one of mean squares: compare squares."),
      Misconception(
        "strictly below", Way(isAsGood: { $0 * $0 < $1 * $1 + $2 || $0 == $1 }).submission,
        "At most one standard error above is as good: ≤."),
      Misconception(
        "each candidate's own margin", Way(usesOwnMargin: true).submission,
        "A candidate with a wild spread would excuse itself. The best one's margin says how well the best is known."),
      Misconception(
        "the last of equals", Way(bestIsLast: true).submission, "Of several least errors the first is the best."),
      Misconception(
        "the least error chosen", Way(choose: { best, _, _ in best }).submission,
        """
        The least error of seven is the least by luck, too. Of what cannot be told from it take the simplest, the greatest \
        penalty.
        """),
      Misconception(
        "the least penalty chosen",
        Way(choose: { _, good, lambdas in good.min { lambdas[$0] < lambdas[$1] } ?? 0 }).submission,
        "Simple is what is held back most: the greatest λ."),
      Misconception(
        "the last index chosen", Way(choose: { _, good, _ in good.last ?? 0 }).submission,
        "The λ come in any order. Compare them, not their places."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("ridge regressions by eigenvalues", Way(isByEigenvalues: true).submission)]
  }
}

// MARK: - Parts of the checks

private func expectChoice(_ got: [[Int]], _ right: [[Int]], _ advice: String, line: Int = #line) {
  expect(
    got == right, "Best is \(got.first ?? []), as good are \(got.last ?? []), expected \(right[0]), \(right[1])",
    advice, line: line)
}

/// A table with two columns of numbers and one of words, and answers.
private func village(_ n: Int, _ random: inout SplitMix64) -> (Table, [Double]) {
  let x = (0..<n).map { _ in Double.random(in: -1...1, using: &random) }
  let y = (0..<n).map { _ in exp(Double.random(in: 0...5, using: &random)) }
  let table: Table = [
    "x": x.map { "\($0)" }, "y": y.map { "\($0)" }, "kind": (0..<n).map { ["a", "b", "a", "c", "b"][$0 % 5] },
  ]
  return (table, zip(x, y).map { 3 + $0 + log($1) + Double.random(in: -1...1, using: &random) })
}

// MARK: - Real data

private let ames = Result {
  let csv = try Dataset("tabular/ames.csv").csv()
  let table = Table(
    uniqueKeysWithValues: csv.columns.enumerated().map { j, column in (column, csv.rows.map { $0[j] }) })
  return (table: table, prices: table["Sale_Price", default: []].map { log(Double($0) ?? .nan) })
}

private let amesColumns =
  """
  Lot_Frontage Lot_Area Year_Built Year_Remod_Add Mas_Vnr_Area BsmtFin_SF_1 BsmtFin_SF_2 Bsmt_Unf_SF Total_Bsmt_SF \
  First_Flr_SF Second_Flr_SF Gr_Liv_Area Bsmt_Full_Bath Bsmt_Half_Bath Full_Bath Half_Bath Bedroom_AbvGr Kitchen_AbvGr \
  TotRms_AbvGrd Fireplaces Garage_Cars Garage_Area Wood_Deck_SF Open_Porch_SF Enclosed_Porch Three_season_porch \
  Screen_Porch Pool_Area Misc_Val Mo_Sold Year_Sold Longitude Latitude Neighborhood Overall_Cond Functional \
  Sale_Condition Bsmt_Exposure Exterior_1st MS_Zoning MS_SubClass
  """.split(separator: " ").map(String.init)

// From make_reference.py.
private let amesLambdas: [Double] = [1, 300, 1000, 10, 3, 100, 30]

private let amesErrors: [Double] = [
  0.1369327667169323, 0.14120623691450404, 0.14699499176567604, 0.1368955915789542, 0.1367260055827977,
  0.13927974581572203, 0.1378033732408748,
]

private let amesMargins: [Double] = [
  0.0021305003109599453, 0.002111382222471294, 0.0020619688003293943, 0.00214204315756521, 0.0021169612037513132,
  0.002180487765210927, 0.0021891145260099,
]

private let amesHidden: [Double] = [
  0.1408282627613857, 0.13490228133051688, 0.1400550240864872, 0.13265011534351595, 0.1366895787110525,
  0.13241120125182693, 0.1313837334992027,
]

// MARK: - Wrong and right ways

/// The whole exercise; each member can make it wrong in one place.
private struct Way {
  /// Of a place, its row, n and k.
  var fold: (Int, Int, Int, Int) -> Int = { place, _, _, k in place % k }
  var leastFolds = 2
  var learnsFromAll = false
  var keepsPlaces = true
  var learnsFeaturesOnce = false
  var relearns = false
  var poolsRoots = false
  var marginPower = 1.0
  var marginIsVariance = false
  var marginDivisor: (Int) -> Double = { Double($0 - 1) }
  var marginOfRows = false
  /// Of a candidate's error, the best's, and the margin.
  var isAsGood: (Double, Double, Double) -> Bool = { $0 * $0 <= $1 * $1 + $2 }
  var usesOwnMargin = false
  var bestIsLast = false
  /// Of the best, those that are as good, and the λ.
  var choose: (Int, [Int], [Double]) -> Int = { _, good, lambdas in good.max { lambdas[$0] < lambdas[$1] } ?? 0 }
  var isByEigenvalues = false

  func outOfFold(_ rows: [Int], _ k: Int, _ learn: ([Int]) throws -> ([Int]) throws -> [[Double]]) throws -> [[Double]]
  {
    guard k >= leastFolds, k <= rows.count else { throw ValidationError.folds(k) }
    var parts: [[(place: Int, value: Double)]] = []
    let of = rows.enumerated().map { fold($0.offset, $0.element, rows.count, k) }
    for number in 0..<k {
      let places = rows.indices.filter { of[$0] == number }
      let others = rows.indices.filter { learnsFromAll || of[$0] != number }
      let predicted = try learn(others.map { rows[$0] })(places.map { rows[$0] })
      if parts.isEmpty { parts = predicted.map { _ in [] } }
      for (c, values) in predicted.enumerated() { parts[c] += zip(places, values).map { ($0, $1) } }
    }
    return parts.map { part in
      (keepsPlaces ? part.sorted { $0.place < $1.place } : part).map(\.value)
    }
  }

  func errorCurve(_ truth: [Double], _ predictions: [[Double]], _ k: Int) throws -> [[Double]] {
    if predictions.isEmpty { throw ValidationError.noCandidates }
    guard k >= leastFolds, k <= truth.count else { throw ValidationError.folds(k) }
    var (errors, margins) = ([Double](), [Double]())
    for candidate in predictions {
      var (sums, counts) = ([Double](repeating: 0, count: k), [Double](repeating: 0, count: k))
      var squares: [Double] = []
      for (place, (y, p)) in zip(truth, candidate).enumerated() {
        sums[place % k] += (y - p) * (y - p)
        counts[place % k] += 1
        squares.append((y - p) * (y - p))
      }
      let means = zip(sums, counts).map { $0 / $1 }
      let pooled = (sums.reduce(0, +) / Double(truth.count)).squareRoot()
      errors.append(poolsRoots ? means.reduce(0) { $0 + $1.squareRoot() } / Double(k) : pooled)
      let parts = marginOfRows ? squares : means
      let mean = parts.reduce(0, +) / Double(parts.count)
      let variance = parts.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / marginDivisor(parts.count)
      let square = variance / pow(Double(parts.count), marginPower)
      margins.append(marginIsVariance ? square : square.squareRoot())
    }
    return [errors, margins]
  }

  func asGood(_ errors: [Double], _ margins: [Double]) -> [[Int]] {
    let least = errors.min() ?? 0
    let best = (bestIsLast ? errors.lastIndex(of: least) : errors.firstIndex(of: least)) ?? 0
    let good = errors.indices.filter { isAsGood(errors[$0], least, margins[usesOwnMargin ? $0 : best]) }
    return [[best], good]
  }

  /// The mean, and the deviation with the divisor n, 1 if that is 0.
  private func moments(_ x: [Double]) -> (mean: Double, deviation: Double) {
    var (sum, squares) = (0.0, 0.0)
    for value in x { sum += value }
    let mean = sum / Double(x.count)
    for value in x { squares += (value - mean) * (value - mean) }
    let deviation = (squares / Double(x.count)).squareRoot()
    return (mean, deviation > 1e-12 ? deviation : 1)
  }

  /// The features of some rows, learned from others; the tables here have no gaps.
  private func features(_ table: Table, _ plan: Plan, learn: [Int], _ rows: [Int]) -> [[Double]] {
    var (numbers, words): ([[Double]], [[Double]]) = ([], [])
    for name in plan.columns {
      let cells = table[name, default: []]
      if let first = learn.first, Double(cells[first]) != nil {
        var x = cells.map { Double($0) ?? .nan }
        let known = learn.map { x[$0] }
        let (mean, deviation) = moments(known)
        let cubes = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) * ($1 - mean) }
        if cubes / Double(learn.count) > deviation * deviation * deviation, known.allSatisfy({ $0 >= 0 }) {
          x = x.map { log1p(max($0, 0)) }
        }
        numbers.append(rows.map { x[$0] })
      } else {
        var counts: [String: Int] = [:]
        for row in learn { counts[cells[row], default: 0] += 1 }
        for level in counts.keys.sorted() where counts[level] ?? 0 >= plan.least {
          words.append(rows.map { cells[$0] == level ? 1 : 0 })
        }
      }
    }
    return numbers + words
  }

  func ridge(_ table: Table, _ answers: [Double], _ plan: Plan, _ rows: Rows, all: [Int]? = nil) throws -> [[Double]] {
    let learn = all ?? rows.learned
    var train = features(table, plan, learn: learn, rows.learned)
    var other = features(table, plan, learn: learn, rows.predicted)
    for j in train.indices {
      let own = moments(train[j])
      let used = relearns ? moments(other[j]) : own
      train[j] = train[j].map { ($0 - own.mean) / own.deviation }
      other[j] = other[j].map { ($0 - used.mean) / used.deviation }
    }
    let y = Vector(rows.learned.map { answers[$0] })
    let mean = y.mean()
    let z = Matrix(rows: train.count, columns: rows.learned.count, train.flatMap { $0 })
    let r = Vector(y.map { $0 - mean })
    let held = Matrix(rows: other.count, columns: rows.predicted.count, other.flatMap { $0 }).transposed()
    let gram = z • z.transposed()
    let eigen = isByEigenvalues ? try SymmetricEigen(gram) : nil
    return try plan.lambdas.map { lambda in
      let w: Vector<Double>
      if let eigen {
        let parts = zip(eigen.vectors.transposed() • (z • r), eigen.values).map { $0 / ($1 + lambda) }
        w = eigen.vectors • Vector(parts)
      } else {
        var penalized = gram
        for j in train.indices { penalized[j, j] += lambda }
        w = try solve(penalized, z • r)
      }
      return (held • w).map { mean + $0 }
    }
  }

  func choose(
    _ table: Table, _ answers: [Double], _ plan: Plan, _ rows: [Int], _ k: Int
  ) throws -> Choice {
    let predictions = try outOfFold(rows, k) { learned in
      { predicted in
        try ridge(
          table, answers, plan, Rows(learned: learned, predicted: predicted), all: learnsFeaturesOnce ? rows : nil)
      }
    }
    let curve = try errorCurve(rows.map { answers[$0] }, predictions, k)
    let good = asGood(curve[0], curve[1])
    return Choice(
      predictions: predictions, errors: curve[0], margins: curve[1], chosen: choose(good[0][0], good[1], plan.lambdas))
  }

  /// What the answers on Ames depend on.
  private var key: String {
    let folds = (0..<12).map { fold($0, 7 * $0 + 1, 12, 5) }
    return "\(folds) \(learnsFromAll) \(keepsPlaces) \(learnsFeaturesOnce) \(relearns) \(isByEigenvalues)"
  }

  var submission: Submission {
    Submission(
      outOfFold: .init { rows, k, spy in try outOfFold(rows, k, spy.learn) },
      errorCurve: .init { try errorCurve($0, $1, $2) }, asGood: .init { asGood($0, $1) },
      ridge: .init { table, answers, plan, rows in
        guard answers.count > 1000 else { return try ridge(table, answers, plan, rows) }
        return try remembered("ridge \(relearns) \(isByEigenvalues)") { try ridge(table, answers, plan, rows) }
      },
      choose: .init { table, answers, plan, rows, k in
        guard answers.count > 1000 else { return try choose(table, answers, plan, rows, k) }
        var choice = try remembered("choice " + key) { try choose(table, answers, plan, rows, k) }
        let curve = try errorCurve(rows.map { answers[$0] }, choice.predictions, k)
        let good = asGood(curve[0], curve[1])
        (choice.errors, choice.margins) = (curve[0], curve[1])
        choice.chosen = self.choose(good[0][0], good[1], plan.lambdas)
        return choice
      })
  }
}
