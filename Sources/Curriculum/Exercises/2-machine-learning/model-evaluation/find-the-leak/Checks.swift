import Checking
import LabNumerics

struct Submission {
  var selectedAccuracy: Function<[[Double]], [Int], [[Int]], Int, Double>
  var encode: Function<[Int], [Double], [[Int]], [Double]>
  var unseen: Function<[[Double]], [Int], [Int], [Int]>
  var rollingMean: Function<[Double], Int, [Double]>
}

enum FindTheLeak: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("chooses columns without the rows that are predicted") { s in
        expect(
          "the accuracy of 10 of 60 columns of noise",
          try s.selectedAccuracy(noise.x, noise.y, noise.folds, 10), atMost: 0.65,
          "Labels by chance: an honest accuracy is about ½. Who saw the test rows' labels?")
        for signal in [0.6, 3] {
          let x = noise.x.indices.map { row in
            noise.x[row].enumerated().map { $0.offset == 7 ? $0.element + signal * Double(noise.y[row]) : $0.element }
          }
          for keep in [1, 10] {
            expect(
              try s.selectedAccuracy(x, noise.y, noise.folds, keep),
              equals: remembered([signal, Double(keep)]) { Way().accuracy(x, noise.y, noise.folds, keep) },
              within: .absolute(1e-12),
              "Column 7 of 60 knows the label, by \(signal) of its spread: the honest score of \(keep) columns.",
              what: "the accuracy with a signal of \(signal)")
          }
        }
      },
      Check("encodes a level without the row's own target") { s in
        expect(
          try s.encode([7, 7, 7, 9], [1, 0, 1, 1], [[0, 3], [1, 2]]), equals: [0.5, 1, 1, 0.5], within: few,
          "The worked example.")
        let y = noise.y.map(Double.init)
        let own = try s.encode(Array(y.indices), y, noise.folds)
        expect(
          "the correlation with the target of 40 levels that occur once", correlation(own, y), atMost: 0.05,
          "A level that occurs once says nothing of its row but the target itself.")
        let shuffled = y.indices.map { ($0 * 17 + 3) % 13 }
        expect(
          "the correlation with the target of 13 levels by chance",
          correlation(try s.encode(shuffled, y, noise.folds), y),
          atMost: 0.3, "Three rows a level: with their own targets it would be above ½.")
        let real = y.indices.map { noise.y[$0] == 1 && $0 % 5 != 0 ? 1 : 0 }
        expect(
          "the correlation with the target of a level that knows it",
          correlation(try s.encode(real, y, noise.folds), y),
          atLeast: 0.45, "A level with many rows is known from the other folds.")
      },
      Check("encodes by the other folds alone", holdingFor: 30) { s, draws in
        let n = draws.integer(in: 2...9)
        let (levels, y) = (draws.labels(n, classes: 3), draws.vector(n))
        let order = draws.permutation(n)
        let cut = draws.integer(in: 1...(n - 1))
        let folds = [Array(order[..<cut]), Array(order[cut...])]
        let right = (0..<n).map { row -> Double in
          let others = (folds[0].contains(row) ? folds[1] : folds[0])
          let same = others.filter { levels[$0] == levels[row] }
          let known = same.isEmpty ? others : same
          return known.reduce(0) { $0 + y[$1] } / Double(known.count)
        }
        expect(
          try s.encode(levels, y, folds), equals: right, within: few,
          "Levels \(levels), folds \(folds): the mean target of the level's rows in the other fold.")
      },
      Check("tests on rows that were not learned") { s, random in
        // Every row of 20 twice, and the copies come anywhere.
        let rows = (0..<20).map { _ in
          [Double.random(in: 0..<1, using: &random), Double.random(in: 0..<1, using: &random)]
        }
        let order = (Array(0..<20) + Array(0..<20)).shuffled(using: &random)
        let x = order.map { rows[$0] }
        let (train, test) = (Array(0..<25), Array(25..<40))
        let right = test.filter { row in !train.contains { order[$0] == order[row] } }
        expect(
          try s.unseen(x, train, test).map(Double.init), equals: right.map(Double.init),
          "Row \(test[0]) and a training row may hold the same numbers under different row numbers.",
          what: "the test rows not seen in training")
      },
      Check("compares rows number for number", holdingFor: 30) { s, draws in
        let x = (0..<8).map { _ in [Double(draws.number(below: 2)), Double(draws.number(below: 3))] }
        let order = draws.permutation(8)
        let (train, test) = (Array(order[..<3]), Array(order[3...]))
        let right = test.filter { row in !train.contains { x[$0][0] == x[row][0] && x[$0][1] == x[row][1] } }
        expect(
          try s.unseen(x, train, test).map(Double.init), equals: right.map(Double.init),
          "Rows \(x), training \(train), test \(test): in the order of the test, equal test rows all.",
          what: "the test rows not seen in training")
      },
      Check("looks at the past alone") { s in
        expect(
          try s.rollingMean([1, 2, 3, 4, 8], 2), equals: [1.5, 2.5, 3.5], within: few, "The two values before 3, 4, 8.")
        var random = SplitMix64(seed: 5)
        let series = (0..<400).map { _ in Double.random(in: -1..<1, using: &random) }
        for window in [1, 4] {
          expect(
            "the correlation with a series without memory, window \(window)",
            abs(correlation(try s.rollingMean(series, window), Array(series[window...]))), atMost: 0.2,
            "Without memory the past says nothing: 400 values leave 0 ± 0.05.")
        }
        var walk = [0.0]
        for step in series { walk.append(0.9 * (walk.last ?? 0) + step) }
        expect(
          "the correlation with a series that remembers 0.9 of itself",
          correlation(try s.rollingMean(walk, 1), Array(walk[1...])), atLeast: 0.8, "What the past does say must stay.")
      },
      Check("averages the window before", holdingFor: 30) { s, draws in
        let series = draws.vector(draws.integer(in: 0...9))
        let window = draws.integer(in: 1...4)
        var right: [Double] = []
        for i in series.indices where i >= window {
          right.append((1...window).reduce(0) { $0 + series[i - $1] } / Double(window))
        }
        expect(
          try s.rollingMean(series, window), equals: right, within: few,
          "Series \(series), window \(window): for each i from \(window) on the \(window) values before it.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "columns chosen with all rows", Way(selection: .all).submission,
        """
        The 10 columns of 60 that fit these labels best were chosen *with the test rows' labels*. Choosing is part of \
        fitting: call `strongest` in each fold, with the training rows.
        """),
      Misconception(
        "columns chosen with the fold itself", Way(selection: .fold).submission,
        "The rows of the fold are the test. Choose with the others."),
      Misconception(
        "columns chosen once, without the first fold", Way(selection: .once).submission,
        "The first fold is honest then, and the others have helped to choose. Choose anew for each fold."),
      Misconception(
        "class means of all rows", Way(means: true).submission,
        "The means are fitted, too: a test row pulls the mean of its class towards itself."),
      Misconception(
        "a row's own target in its level", Way(encoding: .all).submission,
        "A level that occurs once is then encoded by the target itself. Leave out the row's fold."),
      Misconception(
        "only the row itself left out", Way(encoding: .leaveOneOut).submission,
        """
        Among rows of one level the mean of the others *falls* where the own target is high: a tree reads the target off \
        it. And the rest of the fold are test rows, too. Leave out the whole fold.
        """),
      Misconception(
        "the mean of all rows for an unknown level", Way(encoding: .global).submission,
        "The mean of all targets holds the fold's own. Take the mean outside the fold."),
      Misconception(
        "0 for an unknown level", Way(encoding: .zero).submission,
        "0 is a value like others, and here an extreme one. A level of which nothing is known gets the mean of what is."
      ),
      Misconception(
        "encoded within the fold", Way(encoding: .fold).submission,
        "Those are just the targets that must not be known. Outside the fold, not inside."),
      Misconception(
        "rows compared by their numbers", Way(duplicates: .byNumber).submission,
        "A file may hold a customer twice. The nearest neighbour of the copy is the original, with its label."),
      Misconception(
        "repeats within the test removed", Way(duplicates: .withinTest).submission,
        "Equal rows within the test harm nobody. What counts is whether the *training* rows have them."),
      Misconception(
        "both kinds of repeats removed", Way(duplicates: .both).submission,
        "Equal rows within the test are to stay: asked are all test rows that training does not have."),
      Misconception(
        "rows compared by their first number", Way(duplicates: .firstColumn).submission,
        "Two customers of the same age are two customers. All numbers must be equal."),
      Misconception(
        "a centred window", Way(window: .centred).submission,
        "Half of a centred window lies in the future, and value i itself is in it. Use the values before i."),
      Misconception(
        "the value itself in the window", Way(window: .trailing).submission,
        "The mean up to and with i holds what is to be predicted. End the window at i − 1."),
      Misconception(
        "a gap before the value", Way(window: .late).submission,
        "Value i − 1 is known when i is predicted. You end the window one earlier."),
      Misconception(
        "everything before", Way(window: .expanding).submission,
        "A window has a width: the `window` values before i."),
      Misconception(
        "a window ahead", Way(window: .ahead).submission,
        "Those are the values after i: the future itself."),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [Alternative("all from the definitions", Way().submission)]
  }
}

// MARK: - Parts of the checks

/// Means of at most 10 numbers below 10.
private let few = Tolerance.absolute(1e-13)

private func correlation(_ a: [Double], _ b: [Double]) -> Double {
  guard a.count == b.count, !a.isEmpty else { return .nan }
  let n = Double(a.count)
  let (meanA, meanB) = (a.reduce(0, +) / n, b.reduce(0, +) / n)
  var (both, first, second) = (0.0, 0.0, 0.0)
  for (a, b) in zip(a, b) {
    both += (a - meanA) * (b - meanB)
    first += (a - meanA) * (a - meanA)
    second += (b - meanB) * (b - meanB)
  }
  return first == 0 || second == 0 ? 0 : both / (first * second).squareRoot()
}

/// 40 rows of 60 columns without meaning, always the same.
private let noise = {
  var random = SplitMix64(seed: 2)
  let x = (0..<40).map { _ in (0..<60).map { _ in Double.random(in: -1.7..<1.7, using: &random) } }
  let y = (0..<40).map { $0 % 2 }.shuffled(using: &random)
  return (x: x, y: y, folds: (0..<5).map { fold in (0..<40).filter { $0 % 5 == fold } })
}()

// MARK: - Wrong and right ways

private enum Selection { case train, all, fold, once }

private enum Encoding { case right, all, leaveOneOut, global, zero, fold }

private enum Duplicates { case byValue, byNumber, withinTest, both, firstColumn }

private enum Window { case before, centred, trailing, late, expanding, ahead }

/// All four functions; each member can make them wrong in one place.
private struct Way {
  var selection = Selection.train
  var means = false
  var encoding = Encoding.right
  var duplicates = Duplicates.byValue
  var window = Window.before

  func accuracy(_ x: [[Double]], _ y: [Int], _ folds: [[Int]], _ keep: Int) -> Double {
    let width = x.first?.count ?? 0
    func classMeans(_ rows: [Int]) -> [[Double]] {
      var sums = [[Double]](repeating: [Double](repeating: 0, count: width), count: 2)
      var counts = [0.0, 0]
      for row in rows {
        counts[y[row]] += 1
        for column in 0..<width { sums[y[row]][column] += x[row][column] }
      }
      for label in 0...1 { for column in 0..<width { sums[label][column] /= max(1, counts[label]) } }
      return sums
    }
    var right = 0
    for fold in folds {
      let train = x.indices.filter { !fold.contains($0) }
      let rows =
        selection == .all
        ? Array(x.indices)
        : selection == .fold ? fold : selection == .once ? x.indices.filter { !folds[0].contains($0) } : train
      let chosenBy = classMeans(rows)
      let gaps = (0..<width).map { abs(chosenBy[1][$0] - chosenBy[0][$0]) }
      let columns = (0..<width).sorted { gaps[$0] == gaps[$1] ? $0 < $1 : gaps[$0] > gaps[$1] }.prefix(keep)
      let centers = classMeans(means ? Array(x.indices) : train)
      for row in fold {
        var distances = [0.0, 0]
        for label in 0...1 {
          for column in columns {
            let gap = x[row][column] - centers[label][column]
            distances[label] += gap * gap
          }
        }
        if (distances[1] < distances[0] ? 1 : 0) == y[row] { right += 1 }
      }
    }
    return Double(right) / Double(max(1, x.count))
  }

  private func encode(_ levels: [Int], _ y: [Double], _ folds: [[Int]]) -> [Double] {
    func mean(_ rows: [Int]) -> Double { rows.reduce(0) { $0 + y[$1] } / Double(max(1, rows.count)) }
    var encoded = [Double](repeating: 0, count: y.count)
    for fold in folds {
      let outside = y.indices.filter { !fold.contains($0) }
      for row in fold {
        var others = outside
        if encoding == .all { others = Array(y.indices) }
        if encoding == .leaveOneOut { others = y.indices.filter { $0 != row } }
        if encoding == .fold { others = fold }
        let same = others.filter { levels[$0] == levels[row] }
        encoded[row] =
          same.isEmpty
          ? encoding == .zero ? 0 : mean(encoding == .global ? Array(y.indices) : others) : mean(same)
      }
    }
    return encoded
  }

  private func unseen(_ x: [[Double]], _ train: [Int], _ test: [Int]) -> [Int] {
    var known: Set<[Double]> = []
    if duplicates == .byValue || duplicates == .both { known = Set(train.map { x[$0] }) }
    if duplicates == .firstColumn { known = Set(train.map { Array(x[$0].prefix(1)) }) }
    var kept: [Int] = []
    for row in test {
      if duplicates == .byNumber && train.contains(row) { continue }
      if known.contains(duplicates == .firstColumn ? Array(x[row].prefix(1)) : x[row]) { continue }
      kept.append(row)
      if duplicates == .withinTest || duplicates == .both { known.insert(x[row]) }
    }
    return kept
  }

  private func rolling(_ series: [Double], _ width: Int) -> [Double] {
    let n = series.count
    guard n > width else { return [] }
    return (width..<n).map { i in
      let range: Range<Int>
      switch window {
      case .before: range = i - width..<i
      case .centred: range = i - width / 2..<i - width / 2 + width
      case .trailing: range = i - width + 1..<i + 1
      case .late: range = i - width - 1..<i - 1
      case .expanding: range = 0..<i
      case .ahead: range = i + 1..<i + 1 + width
      }
      let values = range.clamped(to: 0..<n).map { series[$0] }
      return values.reduce(0, +) / Double(max(1, values.count))
    }
  }

  var submission: Submission {
    Submission(
      selectedAccuracy: .init { accuracy($0, $1, $2, $3) }, encode: .init { encode($0, $1, $2) },
      unseen: .init { unseen($0, $1, $2) }, rollingMean: .init { rolling($0, $1) })
  }
}
