import Checking
import LabData
import LabNumerics

enum CrossValidationError: Error {
  case notAPermutation
  case folds(Int)
  case counts(Int, Int)
  case notAPartition
  case noCandidates
}

/// A way to learn, with a name for the report.
struct Method: CustomStringConvertible, Sendable {
  var description: String
  var fit: @Sendable ([[Double]], [Int]) -> ([Double]) -> Int
}

/// The answer of `nested` is the accuracy, then the chosen candidate of each fold.
struct Submission {
  var folds: Function<[Int], Int, [[Int]]>
  var stratifiedFolds: Function<[Int], [Int], Int, [[Int]]>
  var outOfFold: Function<[[Double]], [Int], [[Int]], Method, [Int]>
  var nested: Function<[[Double]], [Int], [[Int]], Int, [Method], [Double]>
}

enum CrossValidation: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        expectLists(try s.folds([4, 2, 0, 1, 3], 2), [[0, 2, 4], [1, 3]], "The first three of the order, then two.")
        expectLists(
          try s.stratifiedFolds([0, 0, 0, 1, 1, 1, 0], [0, 1, 2, 3, 4, 5, 6], 3), [[0, 1, 3], [2, 4], [5, 6]],
          "Three rows with quotas 12/7 and 9/7, then two of the four that remain, then the rest.")
      },
      Check("tests every row once", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 2...11)
        let k = draws.integer(in: 2...n)
        let order = draws.permutation(n)
        var (right, start) = ([[Int]](), 0)
        for left in (1...k).reversed() {
          let size = (n - start + left - 1) / left
          right.append(order[start..<start + size].sorted())
          start += size
        }
        expectLists(try s.folds(order, k), right, "Order \(order), \(k) folds: the larger ones first, no row lost.")
      },
      Check("gives every class its share in every fold", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 2...12)
        let k = draws.integer(in: 2...n)
        let (labels, order) = (draws.labels(n, classes: 3).map { 4 - $0 }, draws.permutation(n))
        expectLists(
          try s.stratifiedFolds(labels, order, k), peeled(labels, order, k),
          "Labels \(labels), order \(order), \(k) folds: each is the test of a stratified split of what remains.")
      },
      Check("predicts a row only by what it has not seen", holdingFor: 20) { s, draws in
        let n = draws.integer(in: 2...9)
        let x = (0..<n).map { [Double($0)] }
        let y = draws.labels(n, classes: 3)
        let folds = partition(&draws, n)
        expectLabels(
          try s.outOfFold(x, y, folds, seen), [Int](repeating: 0, count: n),
          "This method answers 1 for rows it was trained on: folds \(folds).")
        var others = [Int](repeating: 0, count: n)
        for fold in folds { for row in fold { others[row] = n - fold.count } }
        expectLabels(
          try s.outOfFold(x, y, folds, size), others, "This method answers how many rows it was trained on: all others."
        )
        let sums = (0..<n).map { row in
          let fold = folds.first { $0.contains(row) } ?? []
          return fingerprint((0..<n).filter { !fold.contains($0) }.map { (x[$0], y[$0]) }) + row
        }
        expectLabels(
          try s.outOfFold(x, y, folds, fingerprinted), sums,
          "This method's answer depends on the training rows in their order and on the row asked: labels stay with rows."
        )
      },
      Check("finds nothing in noise") { s in
        let result = try s.nested(noise.x, noise.y, noise.folds, 5, noise.methods)
        expect(
          "the accuracy of the best of 40 columns of noise", result.first ?? .nan, atMost: 0.6,
          "50 rows with labels by chance: nothing can be known, and an honest score is about ½.")
        expect(
          result,
          equals: remembered("nested of noise") { Way().nested(noise.x, noise.y, noise.folds, 5, noise.methods) },
          within: .absolute(1e-14),
          "The accuracy over all 50 rows, then the column that each fold chose with its training rows alone.",
          what: "accuracy and choices of the nested cross-validation of noise")
      },
      Check("chooses anew in every fold", holdingFor: 12) { s, draws in
        let n = draws.integer(in: 6...10)
        let x = (0..<n).map { _ in draws.vector(3) }
        let y = draws.labels(n, classes: 2)
        let (k, order) = (draws.integer(in: 2...4), draws.permutation(n))
        let folds = (0..<k).map { fold in (0..<n).filter { $0 % k == fold }.map { order[$0] }.sorted() }
        let inner = draws.integer(in: 2...3)
        let methods = (0..<3).map { column in neighbour(column) } + [majority]
        expect(
          try s.nested(x, y, folds, inner, methods), equals: Way().nested(x, y, folds, inner, methods),
          within: .absolute(1e-14), "Labels \(y), folds \(folds), \(inner) inner folds; of equals the first candidate.",
          what: "accuracy and choices")
      },
      Check("agrees with scikit-learn on the irises") { s in
        let (x, y) = try irises.get()
        let order = Array(y.indices)
        let folds = try s.folds(order, 150)
        let alone = try s.outOfFold(x, y, folds, nearest)
        expect(
          zip(alone, y).filter { $0 == $1 }.count, equals: 144,
          "cross_val_score(KNeighborsClassifier(1), cv=LeaveOneOut()).",
          what: "how many of 150 irises the nearest other one names rightly")
        let thirds = try s.outOfFold(x, y, s.folds(order, 3), nearest)
        expect(
          zip(thirds, y).filter { $0 == $1 }.count, equals: 0,
          "The file is sorted by species: each third of it is a species that the others have not.",
          what: "how many are named rightly with three folds in the file's order")
        let stratified = try s.outOfFold(x, y, s.stratifiedFolds(y, order, 3), nearest)
        expect(
          "right of 150 with three stratified folds", Double(zip(stratified, y).filter { $0 == $1 }.count), atLeast: 140
        )
      },
      Check("refuses what is no cross-validation") { s in
        expectLists(try s.folds([1, 0], 2), [[1], [0]], "Leave one out.")
        expectLists(try s.stratifiedFolds([5, 5], [1, 0], 2), [[1], [0]], "Leave one out.")
        for order in [[0, 0], [1, 2], [0, 1, 3]] {
          let advice = "Each row exactly once."
          expect(throws: CrossValidationError.notAPermutation, advice) { try s.folds(order, 9) }
          expect(throws: CrossValidationError.notAPermutation, advice) { try s.stratifiedFolds([1, 2, 1], order, 9) }
        }
        for k in [1, 0, -2, 4] {
          let advice = "Two folds at least, and no more than rows."
          expect(throws: CrossValidationError.folds(k), advice) { try s.folds([2, 0, 1], k) }
          expect(throws: CrossValidationError.folds(k), advice) { try s.stratifiedFolds([1, 2, 1], [2, 0, 1], k) }
        }
        let x = [[0.0], [1], [2]]
        expect(throws: CrossValidationError.counts(3, 2)) { try s.outOfFold(x, [0, 1], [[0]], nearest) }
        expect(throws: CrossValidationError.counts(3, 2)) { try s.nested(x, [0, 1], [[0]], 2, []) }
        for folds in [[[0, 1, 2]], [[0], [1]], [[0, 1], [1, 2]], [[0], [1, 2], []], [[0, 1], [3]], []] {
          let advice = "Every row in exactly one of two folds or more, none of them empty: \(folds)."
          expect(throws: CrossValidationError.notAPartition, advice) { try s.outOfFold(x, [0, 1, 0], folds, nearest) }
          expect(throws: CrossValidationError.notAPartition, advice) { try s.nested(x, [0, 1, 0], folds, 2, []) }
        }
        expect(throws: CrossValidationError.noCandidates) { try s.nested(x, [0, 1, 0], [[0], [1, 2]], 9, []) }
        for inner in [1, 2] {
          expect(throws: CrossValidationError.folds(inner), "The fold 1, 2 leaves one training row.") {
            try s.nested(x, [0, 1, 0], [[1, 2], [0]], inner, [nearest])
          }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the choice made outside", Way(choice: .outside).submission,
        """
        You choose the candidate with all rows and then cross-validate it. Its score was the best of 40 *because* of these \
        test rows. Choose again within each fold's training rows.
        """),
      Misconception(
        "the inner score reported", Way(reports: .inner).submission,
        "The best inner score is the one that luck helped most: it chose. What counts is the outer fold, which no one saw."
      ),
      Misconception(
        "the choice by the fold that is predicted", Way(choice: .byTest).submission,
        "You fit every candidate on the training rows and keep the one that predicts the *fold* best: that is the test."
      ),
      Misconception(
        "the choice by the training error", Way(choice: .training).submission,
        "On its own training rows the most flexible candidate wins always. Cross-validate within them."),
      Misconception(
        "the last of equal candidates", Way(choice: .last).submission,
        "With ≥ for > the last of equals wins. Asked is the first."),
      Misconception(
        "unequal folds counted the same", Way(reports: .meanOfFolds).submission,
        "A fold of one row then counts like one of ten. Count the right predictions of all folds, and divide by n."),
      Misconception(
        "the last fold loses rows", Way(sizes: .floor).submission,
        "With n/k rows in each, n mod k rows are never tested. The first folds get one more."),
      Misconception(
        "the last fold takes all that is left", Way(sizes: .lastTakesAll).submission,
        "With n = 11 and k = 4 that is 2, 2, 2, 5. The sizes may differ by one at most, larger first."),
      Misconception(
        "dealt like cards", Way(sizes: .dealt).submission,
        "Row i of the order in fold i mod k is a right way to cross-validate, but asked are blocks of the order."),
      Misconception(
        "the order ignored", Way(usesOrder: false).submission,
        "Files are sorted more often than not. Take the rows in the order that you were given."),
      Misconception(
        "not stratified", Way(stratifies: false).submission,
        "A fold by chance alone may have none of a rare class. Use `stratifiedSplit` on the rows that remain."),
      Misconception(
        "fitted on all rows", Way(trains: .all).submission,
        "The model has seen the rows that it is asked about: it remembers instead of predicting."),
      Misconception(
        "fitted on the fold, asked about the others", Way(trains: .fold).submission,
        "The model is fitted on the *other* rows. With ten folds you train on a tenth."),
      Misconception(
        "rows shuffled apart from their labels", Way(trains: .mislabelled).submission,
        "Row and label must be taken by the same number; else what is learned is noise."),
      Misconception(
        "fitted once, on the rows outside the first fold", Way(trains: .once).submission,
        "Every fold needs a model of its own: the first one has seen the rows of all other folds."),
      Misconception(
        "folds not asked about", Way(asksFolds: false).submission,
        "A row in two folds counts twice, a row in none gets no prediction. Ask for each row exactly once."),
      Misconception(
        "the number of folds not asked about", Way(asksNumber: false).submission,
        "One fold leaves nothing to be trained on, and with more folds than rows some are empty. Throw."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("everything from the definitions", Way().submission)]
  }
}

// MARK: - Parts of the checks

private func expectLists(
  _ lists: @autoclosure () throws -> [[Int]], _ right: [[Int]], _ advice: String, line: Int = #line
) {
  let answer = Result { try lists() }
  if let folds = try? answer.get(), folds.map(\.count) != right.map(\.count) {
    return expect(false, "the folds are \(folds), expected \(right)", advice, line: line)
  }
  expect(
    try answer.get().map { $0.map(Double.init) }, equals: right.map { $0.map(Double.init) }, advice, what: "the folds",
    line: line)
}

private func expectLabels(
  _ labels: @autoclosure () throws -> [Int], _ right: [Int], _ advice: String, line: Int = #line
) {
  expect(
    try labels().map(Double.init), equals: right.map(Double.init), advice, what: "the predictions", line: line)
}

/// Two or more folds, none of them empty.
private func partition(_ draws: inout Draws, _ n: Int) -> [[Int]] {
  let k = draws.integer(in: 2...min(n, 4))
  let order = draws.permutation(n)
  var folds = (0..<k).map { [order[$0]] }
  for row in order[k...] { folds[draws.number(below: k)].append(row) }
  return folds.map { $0.sorted() }
}

private let seen = Method(description: "was it seen in training?") { x, _ in
  { row in x.contains(row) ? 1 : 0 }
}

private let size = Method(description: "how many training rows?") { x, _ in { _ in x.count } }

private func fingerprint(_ rows: [([Double], Int)]) -> Int {
  rows.enumerated().reduce(0) { $0 + ($1.offset + 1) * (10 * Int($1.element.0[0]) + 100 * $1.element.1 + 7) }
}

private let fingerprinted = Method(description: "a sum over the training rows") { x, y in
  let sum = fingerprint(Array(zip(x, y)))
  return { row in sum + Int(row[0]) }
}

private let majority = Method(description: "majority") { _, y in
  let ones = y.reduce(0, +)
  return { _ in 2 * ones > y.count ? 1 : 0 }
}

private let nearest = Method(description: "nearest neighbour") { x, y in
  { row in
    var (best, least) = (0, Double.infinity)
    for i in x.indices {
      var distance = 0.0
      for j in row.indices { distance += (x[i][j] - row[j]) * (x[i][j] - row[j]) }
      if distance < least { (best, least) = (y[i], distance) }
    }
    return best
  }
}

/// The nearest neighbour in one column.
private func neighbour(_ column: Int) -> Method {
  Method(description: "nearest in column \(column)") { x, y in
    let values = x.map { $0[column] }
    return { row in
      var (best, least) = (0, Double.infinity)
      for i in values.indices where abs(values[i] - row[column]) < least {
        (best, least) = (y[i], abs(values[i] - row[column]))
      }
      return best
    }
  }
}

/// 50 rows of 40 columns without meaning, always the same.
private let noise = {
  var random = SplitMix64(seed: 3)
  let x = (0..<50).map { _ in (0..<40).map { _ in Double.random(in: 0..<1, using: &random) } }
  let y = (0..<50).map { $0 % 2 }.shuffled(using: &random)
  let folds = [Array(0..<12), Array(12..<22), Array(22..<32), Array(32..<41), Array(41..<50)]
  return (x: x, y: y, folds: folds, methods: (0..<40).map(neighbour))
}()

private let irises = Result {
  let table = try Dataset("tabular/iris.csv").csv()
  let species = try table.column("species")
  let names = Set(species).sorted()
  return (
    try table.numbers(Array(table.columns.filter { $0 != "species" })), species.map { names.firstIndex(of: $0) ?? 0 }
  )
}

// MARK: - Wrong and right ways

private enum Sizes { case even, floor, lastTakesAll, dealt }

private enum Training { case others, all, fold, mislabelled, once }

private enum Choice { case inside, outside, byTest, training, last }

private enum Report { case pooled, inner, meanOfFolds }

/// Test rows of each class by the largest remainders, from what remains.
private func peeled(_ labels: [Int], _ order: [Int], _ k: Int) -> [[Int]] {
  var (folds, remaining) = ([[Int]](), order)
  for left in (1...max(1, k)).reversed() {
    let r = remaining.count
    let test = (r + left - 1) / left
    let classes = Set(remaining.map { labels[$0] }).sorted()
    let counts = classes.map { label in remaining.filter { labels[$0] == label }.count }
    var places = counts.map { test * $0 / max(1, r) }
    let byRemainder = classes.indices.sorted { a, b in
      let (first, second) = (test * counts[a] % max(1, r), test * counts[b] % max(1, r))
      return first == second ? a < b : first > second
    }
    for index in byRemainder.prefix(test - places.reduce(0, +)) { places[index] += 1 }
    var fold: [Int] = []
    for row in remaining {
      let index = classes.firstIndex(of: labels[row]) ?? 0
      if places[index] > 0 {
        places[index] -= 1
        fold.append(row)
      }
    }
    remaining.removeAll { fold.contains($0) }
    folds.append(fold.sorted())
  }
  return folds
}

/// All four functions; each member can make them wrong in one place.
private struct Way {
  var sizes = Sizes.even
  var usesOrder = true
  var stratifies = true
  var trains = Training.others
  var choice = Choice.inside
  var reports = Report.pooled
  var asksFolds = true
  var asksNumber = true

  private func number(_ k: Int, _ n: Int) throws -> Int {
    if asksNumber, k < 2 || k > n { throw CrossValidationError.folds(k) }
    return max(1, k)
  }

  private func blocks(_ order: [Int], _ k: Int) -> [[Int]] {
    let n = order.count
    if sizes == .dealt { return (0..<k).map { fold in (0..<n).filter { $0 % k == fold }.map { order[$0] }.sorted() } }
    var (folds, start) = ([[Int]](), 0)
    for fold in 0..<k {
      var size = n / k
      if sizes == .even, fold < n % k { size += 1 }
      if sizes == .lastTakesAll, fold == k - 1 { size = n - start }
      folds.append(order[start..<start + size].sorted())
      start += size
    }
    return folds
  }

  private func stratified(_ labels: [Int], _ order: [Int], _ k: Int) -> [[Int]] {
    let order = usesOrder ? order : order.sorted()
    return stratifies ? peeled(labels, order, k) : blocks(order, k)
  }

  private func check(_ x: [[Double]], _ y: [Int], _ folds: [[Int]]) throws {
    guard x.count == y.count else { throw CrossValidationError.counts(x.count, y.count) }
    guard asksFolds else { return }
    guard folds.count >= 2, folds.allSatisfy({ !$0.isEmpty }), folds.flatMap({ $0 }).sorted() == Array(y.indices)
    else { throw CrossValidationError.notAPartition }
  }

  private func outOfFold(_ x: [[Double]], _ y: [Int], _ folds: [[Int]], _ method: Method) -> [Int] {
    var predictions = [Int](repeating: 0, count: y.count)
    for fold in folds {
      let rows = fold.filter { x.indices.contains($0) }
      let others = x.indices.filter { !(trains == .once ? folds[0] : fold).contains($0) }
      let train = trains == .all ? Array(x.indices) : trains == .fold ? rows : others
      let labels = train.map { y[$0] }
      let predict = method.fit(train.map { x[$0] }, trains == .mislabelled ? labels.sorted() : labels)
      for row in rows { predictions[row] = predict(x[row]) }
    }
    return predictions
  }

  private func hits(_ predictions: [Int], _ truth: [Int]) -> Int { zip(predictions, truth).filter { $0 == $1 }.count }

  func nested(_ x: [[Double]], _ y: [Int], _ folds: [[Int]], _ inner: Int, _ methods: [Method]) -> [Double] {
    var (chosen, right, shares, innerShares) = ([Double](), 0, [Double](), [Double]())
    let all = choice == .outside ? methods.map { hits(outOfFold(x, y, folds, $0), y) } : []
    for fold in folds {
      let test = fold.filter { x.indices.contains($0) }
      let train = x.indices.filter { !fold.contains($0) }
      let (rows, labels) = (train.map { x[$0] }, train.map { y[$0] })
      let innerFolds = stratified(labels, Array(labels.indices), inner)
      var (best, most) = (0, -1)
      for (index, method) in methods.enumerated() {
        let score: Int
        switch choice {
        case .outside: score = all[index]
        case .byTest:
          let predict = method.fit(rows, labels)
          score = hits(test.map { predict(x[$0]) }, test.map { y[$0] })
        case .training:
          let predict = method.fit(rows, labels)
          score = hits(rows.map(predict), labels)
        case .inside, .last: score = hits(outOfFold(rows, labels, innerFolds, method), labels)
        }
        if score > most || choice == .last && score == most { (best, most) = (index, score) }
      }
      chosen.append(Double(best))
      let predict = methods[best].fit(rows, labels)
      let here = hits(test.map { predict(x[$0]) }, test.map { y[$0] })
      right += here
      shares.append(Double(here) / Double(max(1, test.count)))
      innerShares.append(Double(most) / Double(max(1, train.count)))
    }
    let k = Double(max(1, folds.count))
    switch reports {
    case .pooled: return [Double(right) / Double(y.count)] + chosen
    case .meanOfFolds: return [shares.reduce(0, +) / k] + chosen
    case .inner: return [innerShares.reduce(0, +) / k] + chosen
    }
  }

  var submission: Submission {
    Submission(
      folds: .init { order, k in
        guard order.sorted() == Array(order.indices) else { throw CrossValidationError.notAPermutation }
        return blocks(usesOrder ? order : order.sorted(), try number(k, order.count))
      },
      stratifiedFolds: .init { labels, order, k in
        guard order.sorted() == Array(labels.indices) else { throw CrossValidationError.notAPermutation }
        return stratified(labels, order, try number(k, labels.count))
      },
      outOfFold: .init { x, y, folds, method in
        try check(x, y, folds)
        return outOfFold(x, y, folds, method)
      },
      nested: .init { x, y, folds, inner, methods in
        try check(x, y, folds)
        guard !methods.isEmpty else { throw CrossValidationError.noCandidates }
        for fold in folds { _ = try number(inner, x.count - fold.count) }
        return nested(x, y, folds, inner, methods)
      })
  }
}
