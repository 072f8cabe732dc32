import Checking
import Glibc
import LabData

enum NaiveBayesError: Error, Equatable {
  case smoothing(Double)
  case noRows
  case labels(rows: Int, labels: Int)
  case columns(row: Int)
  case notFinite(row: Int, column: Int)
  case label(row: Int)
  case emptyClass(Int)
  case constant
}

enum VocabularyError: Error, Equatable {
  case noTexts
  case noWords
}

/// Rows of numbers to fit.
struct Examples {
  var x: [[Double]]
  var y: [Int]
  var classes = 2
}

/// Texts to fit.
struct Corpus {
  var texts: [String]
  var y: [Int]
  var classes = 2
  var minDocuments = 1
  var smoothing = 1.0
}

struct Submission {
  var gaussian: Function<Examples, [[Double]], [[Double]]>
  /// The logarithms of the priors, then the means and then the variances of each class.
  var parameters: Function<Examples, [[Double]]>
  var text: Function<Corpus, [String], [[Double]]>
}

enum NaiveBayes: Checklist {
  static var checks: [Check<Submission>] {
    [
      // The floor moves the answers by less than 10⁻⁸.
      Check("gives the worked example") { s in
        let data = Examples(x: [[0], [2], [4], [8]], y: [0, 0, 1, 1])
        let floor = 8.75e-9
        expect(
          try s.parameters(data), equals: [[log(0.5), log(0.5)], [1], [6], [1 + floor], [4 + floor]], within: .ulps(16),
          "Variances divided by n_k; the variance of all four is 8.75.", what: "log priors, means and variances")
        let a = 1 / (1 + exp(2 - 9.0 / 8 - log(2)))
        expect(
          try s.gaussian(data, [[3]]), equals: [[log(a), log(1 - a)]], within: .absolute(1e-7),
          "−2 against −9/8 − log 2.")
        let corpus = Corpus(texts: ["good good film", "bad film"], y: [1, 0])
        expect(
          try s.text(corpus, ["good film, new"]), equals: [[log(12.0 / 37), log(25.0 / 37)]], within: .ulps(32),
          "½·½·⅓ against ½·⅕·⅖: 1/12 and 1/25. The word new has no column.")
      },
      // A few sums of 20 terms.
      Check("follows the definition for numbers", cases: 4) { s, random in
        var x: [[Double]] = []
        for i in 0..<20 {
          x.append(
            (0..<3).map { j in Double(i % 3) + Double(1 + (i + j) % 3) * Double.random(in: -1...1, using: &random) })
        }
        let y = x.indices.map { $0 % 7 < 3 ? 0 : $0 % 7 < 6 ? 1 : 2 }
        let rows = (0..<5).map { _ in (0..<3).map { _ in Double.random(in: -3...5, using: &random) } }
        let data = Examples(x: x, y: y, classes: 3)
        let all = (0..<3).map { j in variance(x.map { $0[j] }) }.max() ?? 0
        let parts = (0..<3).map { k in x.indices.filter { y[$0] == k }.map { x[$0] } }
        let means = parts.map { part in (0..<3).map { j in mean(part.map { $0[j] }) } }
        let variances = parts.map { part in (0..<3).map { j in variance(part.map { $0[j] }) + 1e-9 * all } }
        expect(
          try s.parameters(data), equals: [parts.map { log(Double($0.count) / 20) }] + means + variances,
          within: .ofLargest(1e-12), what: "log priors, means and variances of 20 rows")
        expect(
          try s.gaussian(data, rows),
          equals: rows.map { definition($0, parts.map(\.count), means, variances) }, within: .ofLargest(1e-9),
          "log π_k and, for each column, −½·log v − ½·(x − μ)²/v.",
          what: "log p of 5 rows")
        // Rounded to 2⁻¹⁰ the moved numbers and their sums are exact. An error of 10⁻⁹ in a mean enters a variance squared.
        let near = x.map { $0.map { ($0 * 0x1p10).rounded() * 0x1p-10 } }
        let far = near.map { $0.map { $0 + 0x1p20 } }
        expect(
          try s.parameters(Examples(x: far, y: y, classes: 3)).suffix(3).map { $0 },
          equals: try s.parameters(Examples(x: near, y: y, classes: 3)).suffix(3).map { $0 },
          within: .relative(1e-9), "Squares of numbers near 10⁶ have no digits left for a spread of 1.",
          what: "the variances of the rows with 2²⁰ added to all entries")
      },
      Check("follows the definition for texts", cases: 4) { s, random in
        let words = ["sea", "sun", "sand", "tide", "wind", "rock"]
        func draw(_ count: Int) -> String {
          (0..<count).map { _ in words[Int.random(in: 0..<6, using: &random)] }.joined(separator: " ")
        }
        let texts = (0..<9).map { draw(2 + $0) } + ["sea sun sand", "sea sun sand"]
        let y = [0, 1, 2, 0, 0, 2, 1, 0, 0, 1, 0]
        let asked = [draw(3), draw(7), "", "moon", "SUN moon sun"]
        for (smoothing, minDocuments) in [(0.5, 1), (2, 2)] {
          let corpus = Corpus(texts: texts, y: y, classes: 3, minDocuments: minDocuments, smoothing: smoothing)
          let split = { (text: String) -> [String] in text.lowercased().split(separator: " ").map { String($0) } }
          let known = words.filter { word in texts.count { split($0).contains(word) } >= minDocuments }
          var counts = [[Double]](repeating: known.map { _ in 0 }, count: 3)
          for (text, k) in zip(texts, y) {
            for word in split(text) {
              if let w = known.firstIndex(of: word) { counts[k][w] += 1 }
            }
          }
          let classSizes = (0..<3).map { k in y.count { $0 == k } }
          expect(
            try s.text(corpus, asked),
            equals: asked.map { definition(split($0), known, counts, classSizes, smoothing) }, within: .ofLargest(1e-9),
            "log π_k and log((c + a)/(total + a·V)) for each known token, repeated ones as often.",
            what: "log p of \(asked.count) texts, smoothing \(smoothing), minDocuments \(minDocuments)")
        }
      },
      Check("stays finite where products vanish") { s in
        let long = String(repeating: "good film ", count: 5000)
        let corpus = Corpus(texts: ["good good film", "bad film"], y: [1, 0])
        let scores = [5000 * log(0.2 * 0.4), 5000 * log(0.5 / 3)]
        expect(
          try s.text(corpus, [long]), equals: [[scores[0] - scores[1], 0]], within: .ofLargest(1e-9),
          "A product of 10,000 shares is 0: add logarithms, and normalise with logSumExp.",
          what: "log p of a text of 10,000 words")
        let data = Examples(x: [[0], [2], [4], [8]], y: [0, 0, 1, 1])
        let far = try s.gaussian(data, [[1e6], [-1e6]])
        func ratio(_ x: Double) -> Double {
          let near = (x - 1) * (x - 1) / (2 * (1 + 8.75e-9))
          let wide = (x - 6) * (x - 6) / (2 * (4 + 8.75e-9))
          return (log(4 + 8.75e-9) - log(1 + 8.75e-9)) / 2 - near + wide
        }
        expect(
          far, equals: [[ratio(1e6), 0], [ratio(-1e6), 0]], within: .ofLargest(1e-8),
          "Densities are 0 there; their logarithms are not.",
          what: "log p at ±10⁶")
      },
      Check("keeps a floor under variances") { s in
        let x: [[Double]] = [[1, 5, 0], [1, 7, 3], [2, 9, 1], [4, 1, 1]]
        let data = Examples(x: x, y: [0, 0, 1, 2], classes: 3)
        let floor = 1e-9 * variance([5, 7, 9, 1])
        expect(
          try s.parameters(data),
          equals: [
            [log(0.5), log(0.25), log(0.25)], [1, 6, 1.5], [2, 9, 1], [4, 1, 1], [floor, 1 + floor, 2.25 + floor],
            [floor, floor, floor], [floor, floor, floor],
          ], within: .relative(1e-12),
          "10⁻⁹ of the largest variance of a column over all rows, added to each variance.",
          what: "log priors, means and variances with constant parts")
        // Powers of two rescale exactly.
        let small = x.map { $0.map { 0x1p-60 * $0 } }
        expect(
          try s.gaussian(Examples(x: small, y: data.y, classes: 3), [[0x1p-60, 0x1.8p-58, 0x1p-60]]),
          equals: try s.gaussian(data, [[1, 6, 1]]), within: .ofLargest(1e-9), "The floor has the unit of the data.",
          what: "log p of data in a unit 2⁶⁰ times as large")
      },
      Check("refuses what it cannot use") { s in
        let x: [[Double]] = [[1, 2], [3, 4], [5, 7]]
        let first = "The first row with a fault is named: its columns, then its entries, then its label."
        for (right, x, y) in [
          (NaiveBayesError.noRows, [], [0]), (.labels(rows: 3, labels: 2), x, [0, 9]),
          (.columns(row: 1), [[1, 2], [3], [.nan, 7]], [0, 1, 1]),
          (.notFinite(row: 1, column: 1), [[1, 2], [3, .nan], [5]], [0, 9, 1]),
          (.notFinite(row: 2, column: 0), [[1, 2], [3, 4], [.infinity, 1]], [0, 1, 1]),
          (.label(row: 1), [[1, 2], [3, 4], [5]], [0, 2, 1]), (.label(row: 0), x, [-1, 0, 1]),
          (.emptyClass(1), x, [0, 0, 0]), (.emptyClass(0), [[1], [1]], [1, 1]),
          (.constant, [[], []], [0, 1]),
        ] { expect(throws: right, first) { try s.parameters(Examples(x: x, y: y)) } }
        expect(
          throws: NaiveBayesError.constant,
          "A constant column has equal entries. Its variance may come out above 0: (0.1 + 0.1 + 0.1)/3 is not 0.1."
        ) { try s.parameters(Examples(x: [[0.1, 2], [0.1, 2], [0.1, 2]], y: [0, 1, 1])) }
        expect(throws: NaiveBayesError.constant, "One row varies in no column.") {
          try s.parameters(Examples(x: [[3, 4]], y: [0], classes: 1))
        }
        for labels in [[0, 0, 3], [3, 0, 0]] {
          expect(throws: NaiveBayesError.emptyClass(1), "Classes 1 and 2 have no rows: the first is named.") {
            try s.parameters(Examples(x: x, y: labels, classes: 4))
          }
        }
        let texts = ["good film", "bad film"]
        for smoothing in [0, -1, .nan, .infinity] {
          expect(throws: NaiveBayesError.smoothing(smoothing), "The smoothing is asked first: finite and > 0.") {
            try s.text(Corpus(texts: [], y: [0], smoothing: smoothing), ["good"])
          }
        }
        for (right, texts, y) in [
          (NaiveBayesError.noRows, [], [0]), (.labels(rows: 2, labels: 1), texts, [0]),
          (.label(row: 1), texts, [0, 2]),
          (.label(row: 0), texts, [-1, 2]), (.emptyClass(0), texts, [1, 1]), (.emptyClass(1), ["", ""], [0, 0]),
        ] { expect(throws: right) { try s.text(Corpus(texts: texts, y: y), ["good"]) } }
        expect(throws: VocabularyError.noWords, "What learnVocabulary throws goes through.") {
          try s.text(Corpus(texts: texts, y: [0, 1], minDocuments: 3), ["good"])
        }
      },
      // scikit-learn is right on 332 of 342 birds in ten folds, row i in fold i mod 10, on 142 or fewer with shuffled
      // labels: make_reference.py.
      Check("agrees with scikit-learn on penguins") { s in
        let (x, y) = try penguins.get()
        expect(
          try s.gaussian(Examples(x: x, y: y, classes: 3), [0, 73, 160, 290, 341].map { x[$0] }),
          equals: birdLogarithms, within: .ofLargest(1e-8), what: "log p of five penguins")
        var right = 0
        for fold in 0..<10 {
          let kept = x.indices.filter { $0 % 10 != fold }
          let tested = x.indices.filter { $0 % 10 == fold }
          let data = Examples(x: kept.map { x[$0] }, y: kept.map { y[$0] }, classes: 3)
          let answers = try s.gaussian(data, tested.map { x[$0] })
          right += zip(answers, tested).count { $0.firstIndex(of: $0.max() ?? 0) == y[$1] }
        }
        expect("the share of 342 penguins named rightly", Double(right) / Double(x.count), atLeast: 0.96)
      },
      // scikit-learn is right on 161 of 226 reviews, on 123 or fewer with shuffled labels.
      Check("agrees with scikit-learn on film reviews") { s in
        let (texts, y) = try reviews.get()
        let kept = texts.indices.filter { $0 % 4 != 0 }
        let held = texts.indices.filter { $0 % 4 == 0 }
        let corpus = Corpus(texts: kept.map { texts[$0] }, y: kept.map { y[$0] }, minDocuments: 2, smoothing: 0.5)
        let answers = try s.text(corpus, held.map { texts[$0] })
        expect(
          Array(answers.prefix(5)), equals: reviewLogarithms, within: .ofLargest(1e-9), what: "log p of five reviews")
        expect(
          "the share of 226 reviews whose sentiment is named rightly",
          Double(zip(answers, held).count { $0.firstIndex(of: $0.max() ?? 0) == y[$1] }) / Double(held.count),
          atLeast: 0.7)
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "priors left out", Way(usesPriors: false).submission,
        """
        A rare class needs more evidence: log π_k belongs to each score.
        """),
      Misconception(
        "variances with n − 1", Way(isUnbiased: true).submission,
        """
        Maximum likelihood divides by n_k; with n_k − 1 a class of one row is 0/0.
        """),
      Misconception(
        "the last empty class named", Way(namesLast: true).submission,
        """
        Several classes can be without rows. The first is named: go through them from 0 on and throw at once.
        """),
      Misconception(
        "means of squares less squares of means", Way(isRaw: true).submission,
        """
        On paper it is the same. But for a column near 10⁶ both terms are near 10¹², and their difference keeps the \
        rounding of 10⁻⁴ alone. Subtract the mean from the rows first, then square.
        """),
      Misconception(
        "one variance for all classes", Way(isPooled: true).submission,
        """
        Each class has a variance of its own in each column; with a common one you have a linear model.
        """),
      Misconception(
        "the width left out of the density", Way(usesWidth: false).submission,
        """
        A wide distribution is thin everywhere: −½·log v differs between classes and does not cancel.
        """),
      Misconception(
        "the standard deviation for the variance", Way(isRoot: true).submission,
        """
        The exponent is (x − μ)²/(2·v), v being the variance.
        """),
      Misconception(
        "no floor", Way(floor: .none).submission,
        """
        A column that is constant in one class has variance 0 there: any other value is impossible, and the same value \
        certain. The floor keeps both finite.
        """),
      Misconception(
        "an absolute floor", Way(floor: .absolute).submission,
        """
        A floor of 10⁻⁹ has a unit: for lengths in kilometres it is a metre's thousandth, for wavelengths it is everything. \
        Take 10⁻⁹ of the largest variance.
        """),
      Misconception(
        "the floor as a minimum", Way(floor: .minimum).submission,
        """
        max(v, floor) is another convention; here the floor is added to every variance.
        """),
      Misconception(
        "no smoothing", Way(smooths: .none).submission,
        """
        A word that never came in a class makes the product 0, whatever else the text says.
        """),
      Misconception(
        "smoothing in the numerator only", Way(smooths: .above).submission,
        """
        The shares then sum to more than 1, most so in the class with few words. The total grows by a·V.
        """),
      Misconception(
        "1 for the smoothing", Way(smooths: .one).submission,
        """
        What is added to each count is the argument `smoothing`.
        """),
      Misconception(
        "shares of texts for shares of words", Way(isBinary: true).submission,
        """
        The multinomial model counts every occurrence; whether a word is in a text at all is Bernoulli's.
        """),
      Misconception(
        "unknown words charged", Way(chargesUnknown: true).submission,
        """
        A word without a column says nothing about the classes, which have no counts for it: leave it out.
        """),
      Misconception(
        "products of shares", Way(multiplies: true).submission,
        """
        A product of 10,000 shares is 0 in every class. Add logarithms.
        """),
      Misconception(
        "scores not normalised", Way(normalises: false).submission,
        """
        s_k is the logarithm of a joint probability; subtract log Σ e^s.
        """),
      Misconception(
        "a class without rows kept", Way(allowsEmpty: true).submission,
        """
        A class without rows has no mean and no words. Say so.
        """),
      Misconception(
        "constant data accepted", Way(allowsConstant: true).submission,
        """
        If no column varies the floor is 0 too, and the density 0/0.
        """),
      Misconception(
        "entries not looked at", Way(looksAtEntries: false).submission,
        """
        One NaN makes a mean NaN. Refuse it with its row and column.
        """),
      Misconception(
        "the smoothing not looked at", Way(looksAtSmoothing: false).submission,
        """
        With a smoothing of 0 or less, words can have the share 0 or a negative one, which has no logarithm.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("variances as means of squares around the mean of all rows", Way(isMoved: true).submission)]
  }
}

// MARK: - Parts of the checks

private func mean(_ values: [Double]) -> Double { values.reduce(0, +) / Double(values.count) }

private func variance(_ values: [Double]) -> Double {
  let mean = mean(values)
  return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
}

/// log p of a row, with standard deviations.
private func definition(
  _ row: [Double], _ sizes: [Int], _ means: [[Double]], _ variances: [[Double]]
) -> [Double] {
  var scores: [Double] = []
  for k in sizes.indices {
    var score = log(Double(sizes[k]))
    for j in row.indices {
      let deviation = variances[k][j].squareRoot()
      let z = (row[j] - means[k][j]) / deviation
      score += -z * z / 2 - log(deviation)
    }
    scores.append(score)
  }
  return normalised(scores)
}

/// log p of a text.
private func definition(
  _ tokens: [String], _ known: [String], _ counts: [[Double]], _ sizes: [Int], _ smoothing: Double
) -> [Double] {
  var scores: [Double] = []
  for k in sizes.indices {
    let total = counts[k].reduce(0, +) + smoothing * Double(known.count)
    var score = log(Double(sizes[k]))
    for token in tokens {
      if let w = known.firstIndex(of: token) { score += log((counts[k][w] + smoothing) / total) }
    }
    scores.append(score)
  }
  return normalised(scores)
}

private func normalised(_ scores: [Double]) -> [Double] {
  let largest = scores.max() ?? 0
  guard largest.isFinite else { return scores.map { $0 - largest } }
  let total = largest + log(scores.reduce(0) { $0 + exp($1 - largest) })
  return scores.map { $0 - total }
}

// MARK: - Real data

private let penguins = Result {
  let names = ["bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g"]
  let table = try Dataset("penguins/penguins.csv").csv().dropping(missingIn: names)
  let species = try table.column("species")
  return (
    try table.numbers(names), species.map { ["Adelie", "Chinstrap", "Gentoo"].firstIndex(of: $0) ?? 0 }
  )
}

/// Every tenth review with a clear sentiment, and whether it is a good one.
private let reviews = Result {
  let table = try Dataset("text/sentiment_movie.csv").csv()
  let texts = try table.column("text")
  let ratings = try table.numbers(["mean_rating"]).map { $0[0] }
  let clear = ratings.indices.filter { abs(ratings[$0]) > 1 }
  let chosen = stride(from: 0, to: clear.count, by: 10).map { clear[$0] }
  return (chosen.map { texts[$0] }, chosen.map { ratings[$0] > 0 ? 1 : 0 })
}

private let birdLogarithms: [[Double]] = [
  [-0.0016842394613831857, -6.387283176938892, -29.387979923718824],
  [-0.00018357280855418878, -8.602991668049752, -22.788480207536807],
  [-19.5070677611562, -14.787343818542569, -3.8176312422422143e-07],
  [-8.709096163956932, -0.00016509121061503151, -22.363937562079418],
  [-9.03468816020555, -0.00011967040195592915, -14.590084182232504],
]

private let reviewLogarithms: [[Double]] = [
  [-0.12179346120620949, -2.1657073481793816],
  [-0.24797844274667113, -1.5158417729231104],
  [-1.3518753109766095, -0.29942348059691426],
  [-0.06398527179588598, -2.780924403887539],
  [-5.178796019258407, -0.005650721805487535],
]

// MARK: - Wrong and right ways

/// All functions; each member can make them wrong in one place.
private struct Way {
  enum Floor { case added, none, absolute, minimum }
  enum Smoothing { case both, none, above, one }

  var usesPriors = true
  var isUnbiased = false
  var isPooled = false
  var usesWidth = true
  var isRoot = false
  var floor = Floor.added
  var smooths = Smoothing.both
  var isBinary = false
  var chargesUnknown = false
  var multiplies = false
  var normalises = true
  var allowsEmpty = false
  var allowsConstant = false
  var looksAtEntries = true
  var looksAtSmoothing = true
  var isMoved = false
  var isRaw = false
  var namesLast = false

  private func counts(_ y: [Int], _ classes: Int) throws -> [Double] {
    var counts = [Double](repeating: 0, count: classes)
    for label in y { counts[label] += 1 }
    let empty = (0..<classes).filter { counts[$0] == 0 }
    if !allowsEmpty, let k = namesLast ? empty.last : empty.first { throw NaiveBayesError.emptyClass(k) }
    return counts
  }

  func parameters(_ data: Examples) throws -> [[Double]] {
    let (x, y) = (data.x, data.y)
    guard !x.isEmpty else { throw NaiveBayesError.noRows }
    guard x.count == y.count else { throw NaiveBayesError.labels(rows: x.count, labels: y.count) }
    let d = x[0].count
    for i in x.indices {
      guard x[i].count == d else { throw NaiveBayesError.columns(row: i) }
      for j in 0..<d where looksAtEntries && !x[i][j].isFinite {
        throw NaiveBayesError.notFinite(row: i, column: j)
      }
      guard y[i] >= 0, y[i] < data.classes else { throw NaiveBayesError.label(row: i) }
    }
    let sizes = try counts(y, data.classes)
    var largest = 0.0
    for j in 0..<d where x.contains(where: { $0[j] != x[0][j] }) { largest = max(largest, variance(x.map { $0[j] })) }
    if !allowsConstant { guard largest > 0 else { throw NaiveBayesError.constant } }
    var (means, variances) = ([[Double]](), [[Double]]())
    for k in 0..<data.classes {
      let part = x.indices.filter { y[$0] == k }.map { x[$0] }
      means.append((0..<d).map { j in part.isEmpty ? 0 : mean(part.map { $0[j] }) })
      variances.append(
        (0..<d).map { j in
          if part.isEmpty { return 1 }
          var v = variance(part.map { $0[j] })
          if isMoved {
            let middle = mean(x.map { $0[j] })
            let square = (means[k][j] - middle) * (means[k][j] - middle)
            let moved = mean(part.map { ($0[j] - middle) * ($0[j] - middle) }) - square
            v = part.contains { $0[j] != part[0][j] } ? moved : 0
          }
          if isRaw, part.contains(where: { $0[j] != part[0][j] }) {
            v = mean(part.map { $0[j] * $0[j] }) - means[k][j] * means[k][j]
          }
          if isPooled {
            v =
              x.indices.reduce(0) { sum, i in
                let own = mean(x.indices.filter { y[$0] == y[i] }.map { x[$0][j] })
                return sum + (x[i][j] - own) * (x[i][j] - own)
              } / Double(x.count)
          }
          if isUnbiased { v *= sizes[k] / max(1, sizes[k] - 1) }
          switch floor {
          case .added: return v + 1e-9 * largest
          case .none: return v
          case .absolute: return v + 1e-9
          case .minimum: return max(v, 1e-9 * largest)
          }
        })
    }
    let n = Double(x.count)
    return [sizes.map { usesPriors ? log($0 / n) : 0 }] + means + variances
  }

  private func finished(_ scores: [Double]) -> [Double] { normalises ? normalised(scores) : scores }

  func gaussian(_ data: Examples, _ rows: [[Double]]) throws -> [[Double]] {
    let all = try parameters(data)
    let classes = data.classes
    return rows.map { row in
      finished(
        (0..<classes).map { k in
          row.indices.reduce(all[0][k]) { sum, j in
            let v = all[1 + classes + k][j]
            let z = row[j] - all[1 + k][j]
            let width = usesWidth ? log(v) / 2 : 0
            return sum - z * z / (2 * (isRoot ? v.squareRoot() : v)) - width
          }
        })
    }
  }

  private func tokens(_ text: String) -> [String] {
    remembered("tokens" + text) {
      let plain = text.split(separator: "&amp;", omittingEmptySubsequences: false).joined(separator: " ")
        .split(separator: "&quot;", omittingEmptySubsequences: false).joined(separator: " ")
      return plain.lowercased().split { !$0.isLetter && !$0.isNumber }.filter { $0.count >= 2 }.map { String($0) }
    }
  }

  func text(_ corpus: Corpus, _ asked: [String]) throws -> [[Double]] {
    let (y, classes) = (corpus.y, corpus.classes)
    if looksAtSmoothing {
      guard corpus.smoothing > 0, corpus.smoothing.isFinite else {
        throw NaiveBayesError.smoothing(corpus.smoothing)
      }
    }
    guard !corpus.texts.isEmpty else { throw NaiveBayesError.noRows }
    guard corpus.texts.count == y.count else {
      throw NaiveBayesError.labels(rows: corpus.texts.count, labels: y.count)
    }
    for i in y.indices where y[i] < 0 || y[i] >= classes { throw NaiveBayesError.label(row: i) }
    let sizes = try counts(y, classes)
    var documents: [String: Int] = [:]
    for text in corpus.texts {
      for word in Set(tokens(text)) { documents[word, default: 0] += 1 }
    }
    let words = documents.keys.filter { documents[$0, default: 0] >= corpus.minDocuments }.sorted()
    guard !words.isEmpty else { throw VocabularyError.noWords }
    let columns = Dictionary(uniqueKeysWithValues: words.enumerated().map { ($1, $0) })
    let a = smooths == .none ? 0 : smooths == .one ? 1 : corpus.smoothing
    var shares = [[Double]](repeating: [Double](repeating: a, count: words.count), count: classes)
    for (text, k) in zip(corpus.texts, y) {
      for word in isBinary ? Set(tokens(text)).sorted() : tokens(text) {
        if let column = columns[word] { shares[k][column] += 1 }
      }
    }
    for k in 0..<classes {
      let total = shares[k].reduce(0, +) - (smooths == .above ? a * Double(words.count) : 0)
      for w in words.indices { shares[k][w] = log(shares[k][w] / total) }
    }
    return asked.map { text in
      var scores = sizes.map { usesPriors ? log($0 / Double(y.count)) : 0 }
      for word in tokens(text) {
        for k in 0..<classes {
          if let column = columns[word] {
            scores[k] += shares[k][column]
          } else if chargesUnknown {
            scores[k] += shares[k].min() ?? 0
          }
        }
      }
      if multiplies {
        let products = scores.map { exp($0) }
        let total = products.reduce(0, +)
        return products.map { log($0 / total) }
      }
      return finished(scores)
    }
  }

  var submission: Submission {
    Submission(
      gaussian: .init { try gaussian($0, $1) }, parameters: .init { try parameters($0) },
      text: .init { try text($0, $1) })
  }
}
