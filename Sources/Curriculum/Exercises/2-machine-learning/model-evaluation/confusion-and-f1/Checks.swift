import Checking

enum Mean { case macro, micro, weighted }

struct Submission {
  var confusionMatrix: Function<[Int], [Int], Int, [[Int]]>
  var precision: Function<[[Int]], Int, Double?>
  var f1Score: Function<[[Int]], Mean, Double?>
}

enum ConfusionAndF1: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let example = try s.confusionMatrix([0, 0, 1, 2, 2, 2], [0, 1, 1, 0, 2, 2], 3)
        expect(
          example.map { $0.map(Double.init) }, equals: [[1, 1, 0], [0, 1, 0], [1, 0, 2]],
          "Row: the true class. Column: what it was taken for.", what: "the confusion matrix")
        let right = [[1, 1, 0], [0, 1, 0], [1, 0, 2]]
        for (k, precision) in [0.5, 0.5, 1].enumerated() {
          expectScore(
            try s.precision(right, k), precision, "Of column \(k): how many stand on the diagonal?", "precision of \(k)"
          )
        }
        for (average, f1) in [(Mean.macro, 59.0 / 90), (.weighted, 61.0 / 90), (.micro, 2.0 / 3)] {
          expectScore(try s.f1Score(right, average), f1, "The classes' F1 are 1/2, 2/3, 4/5.", "\(average) F1")
        }
      },
      Check("counts who was taken for whom", holdingFor: 20) { s, draws in
        let classes = draws.integer(in: 1...5)
        let n = draws.integer(in: 0...12)
        let (truth, predicted) = (draws.labels(n, classes: classes), draws.labels(n, classes: classes))
        let right = (0..<classes).map { t in
          (0..<classes).map { p in Double((0..<n).filter { truth[$0] == t && predicted[$0] == p }.count) }
        }
        expect(
          try s.confusionMatrix(truth, predicted, classes).map { $0.map(Double.init) }, equals: right,
          "truth \(truth), predicted \(predicted): [t][p] counts t taken for p.", what: "the confusion matrix")
      },
      Check("agrees with scikit-learn") { s in
        let c = [[5, 1, 0], [2, 7, 3], [0, 4, 11]]
        expectScore(try s.f1Score(c, .macro), 0.7037282640730916, "f1_score(average='macro')", "macro F1")
        expectScore(try s.f1Score(c, .micro), 0.696969696969697, "f1_score(average='micro')", "micro F1")
        expectScore(try s.f1Score(c, .weighted), 0.6968089381882485, "f1_score(average='weighted')", "weighted F1")
        expectScore(try s.precision(c, 1), 7.0 / 12, "Column 1: 1 + 7 + 4.", "precision of 1")
      },
      Check("gives a class that was never predicted F1 = 0") { s in
        let c = [[4, 0, 2], [1, 0, 3], [0, 0, 6]]
        expectScore(try s.precision(c, 1), nil, "Nothing was called 1: its precision is undefined.", "precision of 1")
        expectScore(
          try s.f1Score(c, .macro), 0.4777183600713013, "Class 1 has four examples and no hit: F1 = 0, one of three.",
          "macro F1")
        expectScore(
          try s.f1Score(c, .weighted), 0.5374331550802138, "The four examples of class 1 count with F1 = 0.",
          "weighted F1")
        expectScore(
          try s.f1Score([[3, 2], [0, 0]], .macro), 0.375, "Class 1 is predicted twice and never true: F1 = 0.",
          "macro F1")
        expectScore(
          try s.f1Score([[3, 2], [0, 0]], .micro), 0.6, "2·3/(2·3 + 2 + 2).", "micro F1")
      },
      Check("leaves out a class that does not occur") { s in
        let c = [[3, 0, 1], [0, 0, 0], [2, 0, 5]]
        expectScore(try s.precision(c, 1), nil, "Nothing was called 1.", "precision of 1")
        expectScore(
          try s.f1Score(c, .macro), 0.7179487179487181, "Class 1 is in neither list: a mean of two.", "macro F1")
        expectScore(try s.f1Score(c, .weighted), 0.7319347319347319, "Weights 4 and 7.", "weighted F1")
        expectScore(try s.f1Score([[0, 0], [0, 4]], .macro), 1, "One class, always right.", "macro F1")
      },
      // Every example is one hit, or one FP and one FN.
      Check("agrees with accuracy and with the harmonic mean", holdingFor: 20) { s, draws in
        let classes = draws.integer(in: 1...4)
        var c = (0..<classes).map { _ in (0..<classes).map { _ in draws.integer(in: 0...9) } }
        for k in 0..<classes { c[k][k] += 1 }  // everything is defined
        let total = c.joined().reduce(0, +)
        let hits = (0..<classes).reduce(0) { $0 + c[$1][$1] }
        expectScore(
          try s.f1Score(c, .micro), Double(hits) / Double(total),
          "Each mistake is an FP of one class and an FN of another: micro F1 is accuracy.", "micro F1 of \(c)")
        var (macro, weighted) = (0.0, 0.0)
        for k in 0..<classes {
          let row = Double(c[k].reduce(0, +))
          let column = Double((0..<classes).reduce(0) { $0 + c[$1][k] })
          let (p, r) = (Double(c[k][k]) / column, Double(c[k][k]) / row)
          expectScore(try s.precision(c, k), p, "The diagonal over the column's sum.", "precision of \(k) of \(c)")
          macro += 2 * p * r / (p + r) / Double(classes)
          weighted += 2 * p * r / (p + r) * row / Double(total)
        }
        let advice = "The mean of the harmonic means of precision and recall, not the harmonic mean of the means."
        expectScore(try s.f1Score(c, .macro), macro, advice, "macro F1 of \(c)")
        expectScore(try s.f1Score(c, .weighted), weighted, advice, "weighted F1 of \(c)")
      },
      Check("has no score where there is nothing to score") { s in
        let zeros = try s.confusionMatrix([], [], 2)
        expect(zeros.map { $0.map(Double.init) }, equals: [[0, 0], [0, 0]], what: "the matrix of no examples")
        expect(try s.confusionMatrix([], [], 0).count, equals: 0, what: "the number of rows for no classes")
        for average in [Mean.macro, .micro, .weighted] {
          let advice = "Nobody was judged: there is no score, neither 0 nor 1 nor NaN."
          expectScore(try s.f1Score([[0, 0], [0, 0]], average), nil, advice, "\(average) F1 of zeros")
          expectScore(try s.f1Score([], average), nil, advice, "\(average) F1 without classes")
          expectScore(
            try s.f1Score([[0, 2], [3, 0]], average), 0, "All wrong is a score: 0.", "\(average) F1 without a hit")
        }
        expectScore(try s.precision([[0, 0], [0, 0]], 0), nil, "0/0.", "precision of 0")
        expectScore(try s.precision([[0, 0], [3, 0]], 0), 0, "Called 0 three times, never right.", "precision of 0")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "rows and columns exchanged", Way(transposes: true).submission,
        """
        The truth is the row, the prediction the column. Transposed, precision becomes recall; macro F1 does not notice, \
        which is why this lives long.
        """),
      Misconception(
        "recall for precision", Way(precisionByRow: true).submission,
        "You divide by the row: of those that *are* k. Precision asks for those *called* k: the column."),
      Misconception(
        "F1 of the averaged precision and recall", Way(macro: .ofMeans).submission,
        """
        That is one number made of two averages. Macro F1 is the average of the classes' own F1: a class with precision \
        1 and recall 0.01 must pull it down.
        """),
      Misconception(
        "arithmetic mean of precision and recall", Way(f1: { p, r in (p + r) / 2 }).submission,
        "Calling everybody ill has recall 1 and would get ½ at least. The harmonic mean is near the smaller of the two."
      ),
      Misconception(
        "geometric mean of precision and recall", Way(f1: { p, r in (p * r).squareRoot() }).submission,
        "√(P·R) is the Fowlkes–Mallows index. F1 is the harmonic mean, 2·P·R/(P + R)."),
      Misconception(
        "NaN of a class never predicted", Way(undefined: .nan).submission,
        "0/0 is NaN and poisons the mean. Nobody was predicted as this class: precision has no value, F1 is 0."),
      Misconception(
        "precision 0 where nothing was predicted", Way(precisionOfNone: 0).submission,
        "A class that nobody was called was not called wrongly either. Say nil; a 0 would be read as always wrong."),
      Misconception(
        "precision 1 where nothing was predicted", Way(precisionOfNone: 1).submission,
        "Who never says anything makes no mistake, but that is no precision. Say nil."),
      Misconception(
        "a class that does not occur counted with F1 = 0", Way(keepsAbsent: true).submission,
        "It was neither there nor claimed to be: nothing was done wrong. A list of ten labels must not halve the score of five."
      ),
      Misconception(
        "a class without hits left out", Way(dropsMissed: true).submission,
        "It was there and was not found: that is the worst result, F1 = 0, and must count."),
      Misconception(
        "a class without predictions left out", Way(dropsUnpredicted: true).submission,
        "Never predicted although it occurs: all its examples are missed. F1 = 0 counts in the mean."),
      Misconception(
        "macro for micro", Way(micro: .macro).submission,
        "Micro sums TP, FP and FN over the classes first and computes one F1 from the sums."),
      Misconception(
        "micro as the mean of one-against-rest accuracies", Way(micro: .oneAgainstRest).submission,
        "With true negatives counted every class looks good: most examples are not of it. F1 has no true negatives."),
      Misconception(
        "weighted by predictions", Way(weightsByColumn: true).submission,
        "The weight is the number of true examples, the row's sum. By predictions a model would choose its own weights."
      ),
      Misconception(
        "macro for weighted", Way(weightsEqually: true).submission,
        "Every class has its true examples as its weight here."),
      Misconception(
        "F1 = 1 of nothing", Way(ofNothing: 1).submission,
        "Nothing to score is no success. Answer nil, and let the caller say what it means."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "through recall and the harmonic mean, micro as trace over total",
        Way(f1: { p, r in p + r == 0 ? 0 : 2 / (1 / p + 1 / r) }, micro: .accuracy).submission)
    ]
  }
}

// MARK: - Parts of the checks

/// Expects a score, or that there is none. At most 5 classes: a few roundings each.
private func expectScore(
  _ score: @autoclosure () throws -> Double?, _ right: Double?, _ advice: String, _ what: String, line: Int = #line
) {
  guard let right else {
    let text = (try? score()).map { $0.map { "\($0)" } ?? "nil" } ?? "an error"
    return expect(text == "nil", "\(what) is \(text), expected nil", advice, line: line)
  }
  expect(
    try score() ?? .nan, equals: right, within: .ulps(16), "\(advice) (nil is shown as NaN here.)", what: what,
    line: line)
}

// MARK: - Wrong and right ways

private enum Micro { case sums, macro, oneAgainstRest, accuracy }

private enum Macro { case mean, ofMeans }

/// All three functions; each member can make them wrong in one place.
private struct Way {
  var transposes = false
  var precisionByRow = false
  var precisionOfNone: Double?
  /// F1 of precision and recall.
  var f1: (Double, Double) -> Double = { p, r in p + r == 0 ? 0 : 2 * p * r / (p + r) }
  /// In place of an undefined precision or recall, for F1.
  var undefined = 0.0
  var macro = Macro.mean
  var micro = Micro.sums
  var keepsAbsent = false
  var dropsMissed = false
  var dropsUnpredicted = false
  var weightsByColumn = false
  var weightsEqually = false
  var ofNothing: Double?

  private func score(_ c: [[Int]], _ mean: Mean) -> Double? {
    var classes: [(hit: Double, column: Double, row: Double)] = []
    for k in c.indices {
      let hit = Double(c[k][k])
      let column = Double(c.indices.reduce(0) { $0 + c[$1][k] })
      let row = Double(c[k].reduce(0, +))
      if column + row == 0 && !keepsAbsent || dropsMissed && hit == 0 || dropsUnpredicted && column == 0 { continue }
      classes.append((hit, column, row))
    }
    guard classes.contains(where: { $0.column + $0.row > 0 }) else { return ofNothing }
    let p = classes.map { $0.column == 0 ? undefined : $0.hit / $0.column }
    let r = classes.map { $0.row == 0 ? undefined : $0.hit / $0.row }
    let scores = zip(p, r).map(f1)
    let n = Double(classes.count)
    switch mean {
    case .macro where macro == .ofMeans: return f1(p.reduce(0, +) / n, r.reduce(0, +) / n)
    case .macro: return scores.reduce(0, +) / n
    case .weighted:
      let weights = classes.map { weightsEqually ? 1 : weightsByColumn ? $0.column : $0.row }
      return zip(scores, weights).reduce(0) { $0 + $1.0 * $1.1 } / weights.reduce(0, +)
    case .micro:
      let (hits, total) = (classes.reduce(0) { $0 + $1.hit }, Double(c.joined().reduce(0, +)))
      switch micro {
      case .macro: return scores.reduce(0, +) / n
      case .accuracy: return hits / total
      case .oneAgainstRest: return classes.reduce(0) { $0 + total - $1.column - $1.row + 2 * $1.hit } / total / n
      case .sums:
        return 2 * hits / classes.reduce(0) { $0 + $1.column + $1.row }
      }
    }
  }

  var submission: Submission {
    Submission(
      confusionMatrix: .init { truth, predicted, classes in
        var c = [[Int]](repeating: [Int](repeating: 0, count: classes), count: classes)
        for (t, p) in zip(truth, predicted) {
          if transposes { c[p][t] += 1 } else { c[t][p] += 1 }
        }
        return c
      },
      precision: .init { c, k in
        let called = precisionByRow ? c[k].reduce(0, +) : c.indices.reduce(0) { $0 + c[$1][k] }
        return called == 0 ? precisionOfNone : Double(c[k][k]) / Double(called)
      },
      f1Score: .init { score($0, $1) })
  }
}
