import Checking
import Glibc
import LabData

enum NonNegativeError: Error {
  case length(row: Int)
  case entry(row: Int, column: Int)
  case start
}

/// Factors, and the losses on the way to them.
struct Parts: Observable {
  var w: [[Double]]
  var h: [[Double]]
  var losses: [Double] = []

  var observation: Observation { Observation(w.observation, h.observation, losses.observation) }
}

struct Submission {
  var reconstructionLoss: Function<[[Double]], [[Double]], [[Double]], Double>
  var multiplicativeStep: Function<[[Double]], [[Double]], [[Double]], Parts>
  var fit: Function<[[Double]], [[Double]], [[Double]], Int, Parts>
}

enum NonNegativeFactorization: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let (x, w, h): ([[Double]], [[Double]], [[Double]]) = ([[1, 2], [2, 4]], [[1], [1]], [[1, 1]])
        expect(try s.reconstructionLoss(x, w, h), equals: 11, "0 + 1 + 1 + 9.", what: "the loss of the start")
        let new = try s.multiplicativeStep(x, w, h)
        expect(new.w, equals: [[1.5], [3]], within: .ulps(8), "3/2 and 6/2.", what: "W")
        expect(
          new.h, equals: [[2.0 / 3, 4.0 / 3]], within: .ulps(16), "7.5/11.25 and 15/11.25, with the new W.", what: "H")
      },
      // Whole numbers: exact.
      Check("sums squares over all entries", holdingFor: 8) { s, draws in
        let (n, d, k) = (draws.integer(in: 1...3), draws.integer(in: 1...3), draws.integer(in: 1...2))
        let (x, w, h) = (draws.matrix(n, d), draws.matrix(n, k), draws.matrix(k, d))
        var sum = 0.0
        for i in 0..<n {
          for j in 0..<d {
            let error = x[i][j] - (0..<k).reduce(0) { $0 + w[i][$1] * h[$1][j] }
            sum += error * error
          }
        }
        expect(
          try s.reconstructionLoss(x, w, h), equals: sum, "‖X − W·H‖² is a sum of squares.",
          what: "the loss of X = \(x), W = \(w), H = \(h)")
        expect(
          try s.reconstructionLoss([[1, 1 + 0x1p-30]], [[1]], [[1, 1]]), equals: 0x1p-60,
          "Subtract W·H from X first, then square.", what: "the loss of one difference of 2⁻³⁰")
      },
      // Positive terms only: (n + d + k)·ε of each entry, a few times over.
      Check("multiplies entry by entry", cases: 3) { s, random in
        let (n, d, k) = (5, 4, 2)
        let (x, w, h) = (positive(n, d, &random), positive(n, k, &random), positive(k, d, &random))
        let new = try s.multiplicativeStep(x, w, h)
        let right = byEntries(x, w, h)
        expect(
          new.w, equals: right.w, within: .relative(1e-13), "(X·Hᵀ) over (W·H·Hᵀ), with the given H.", what: "W, 5×2,")
        expect(
          new.h, equals: right.h, within: .relative(1e-13), "(Wᵀ·X) over (Wᵀ·W·H), with the new W.", what: "H, 2×4,")
        let tiny = try s.multiplicativeStep(
          x.map { $0.map { $0 * 0x1p-80 } }, w.map { $0.map { $0 * 0x1p-40 } }, h.map { $0.map { $0 * 0x1p-40 } })
        expect(
          tiny.h, equals: right.h.map { $0.map { $0 * 0x1p-40 } }, within: .relative(1e-13),
          "X in a unit 2⁸⁰ times as large, W and H in 2⁴⁰: the same factors. Is something added to the denominator?",
          what: "H of the same X in another unit")
      },
      // The loss is rounded to n·d·ε of its terms.
      Check("never raises the loss, and stays where it is right", cases: 2) { s, random in
        let (w, h) = (positive(6, 2, &random), positive(2, 5, &random))
        let x = product(w, h)
        let still = try s.multiplicativeStep(x, w, h)
        expect(
          still.w, equals: w, within: .relative(1e-13), "X = W·H: both terms of the gradient are equal.",
          what: "W of X = W·H after a round")
        expect(still.h, equals: h, within: .relative(1e-13), "X = W·H.", what: "H of X = W·H after a round")
        let fit = try s.fit(positive(6, 5, &random), positive(6, 3, &random), positive(3, 5, &random), 40)
        expect(
          fit.losses, is: .nonIncreasing, slack: 1e-12, "Lee and Seung's theorem.", what: "the losses of 40 rounds")
        expect(
          (fit.w + fit.h).joined().allSatisfy { $0 >= 0 }, "an entry of W or H is negative after 40 rounds",
          "Factors ≥ 0 times quotients ≥ 0.")
        expect("the number of losses", Double(fit.losses.count), atLeast: 2, "The start, and at least one round.")
      },
      Check("goes on until the loss stands still") { s in
        let (x, w, h): ([[Double]], [[Double]], [[Double]]) = ([[1, 2], [2, 4]], [[1], [1]], [[1, 1]])
        let fit = try s.fit(x, w, h, 50)
        expect(
          fit.losses.count, equals: 3, "11, then 0, then 0 again: that is no fall.", what: "the number of losses")
        let right = try s.fit(x, [[1], [2]], [[1, 2]], 50)
        expect(
          right.losses, equals: [0, 0], "X = W·H: the loss falls by 0, which is no more than 10⁻⁸·0.",
          what: "the losses where W and H are right from the start")
        // Powers of two change no rounding: as many rounds in any unit.
        let (a, u, v) = (pattern(6, 5, 5, 3, 7), pattern(6, 2, 7, 3, 5), pattern(2, 5, 4, 3, 7))
        func scaled(_ a: [[Double]], _ unit: Double) -> [[Double]] { a.map { $0.map { unit * $0 } } }
        let plain = try s.fit(a, u, v, 2000)
        let small = try s.fit(scaled(a, 0x1p-60), scaled(u, 0x1p-30), scaled(v, 0x1p-30), 2000)
        expect(
          small.losses.count, equals: plain.losses.count, "10⁻⁸ is a share of the loss at the start.",
          what: "the number of losses with X in a unit 2⁶⁰ times as large")
        expect("the number of rounds", Double(plain.losses.count), atMost: 1000, "Stop when the loss stands still.")
        let falls = zip(plain.losses, plain.losses.dropFirst()).map { $0 - $1 }
        let least = 1e-8 * (plain.losses.first ?? .nan)
        expect(
          falls.dropLast().allSatisfy { $0 > least } && falls.last.map { $0 <= least } == true,
          "the falls of the loss, as shares of it at the start, end with \(falls.suffix(3).map { 1e-8 * $0 / least })",
          "The first fall of at most 10⁻⁸ is the last; it is a share of the loss at the start, not of the one before.")
        expect(
          Way().loss(a, plain.w, plain.h), equals: plain.losses.last ?? .nan, within: .relative(1e-12),
          "The last of the losses belongs to the W and H of the last round, which are returned.",
          what: "the loss of the W and H that are returned")
        let none = try s.fit(x, w, h, 0)
        expect(none.losses, equals: [11], "stepLimit 0: the start.", what: "the losses without a round")
        expect(none.w + none.h, equals: w + h, "stepLimit 0: the start.", what: "W and H without a round")
        let one = try s.fit([[1, 3], [3, 1]], [[1, 2], [2, 1]], [[1, 2], [2, 1]], 1)
        expect(one.losses.count, equals: 2, "The start, and one round.", what: "the number of losses of one round")
      },
      Check("keeps what has no denominator") { s in
        let new = try s.multiplicativeStep([[0, 0], [2, 4]], [[1, 0], [1, 0]], [[1, 1], [5, 0]])
        expect(
          new.w, equals: [[0, 0], [3, 0]], within: .ulps(8), "The first row of X is 0; zeros of W stay zeros.",
          what: "W")
        expect(
          new.h, equals: [[2.0 / 3, 4.0 / 3], [5, 0]], within: .ulps(16),
          "Column 1 of W is 0, so numerator and denominator of row 1 of H are, too: it stays.", what: "H")
        let nothing = try s.multiplicativeStep([[1, 2]], [[0]], [[0, 0]])
        expect(nothing.w + nothing.h, equals: [[0], [0, 0]], "0 stays 0, not NaN.", what: "W and H of zeros")
      },
      // Twenty rounds pass on roundings; 10⁻⁹ of a share, as between NumPy and scikit-learn.
      Check("agrees with scikit-learn on a hundred digits") { s in
        let x = try digits.get()
        let (w, h) = (pattern(100, 6, 7, 3, 5), pattern(6, 64, 5, 3, 7))
        let fit = try s.fit(x, w, h, 20)
        guard fit.losses.count == 21, fit.w.first?.count == 6, fit.h.first?.count == 64 else {
          return expect(false, "20 rounds gave \(fit.losses.count) losses, or factors of other shapes")
        }
        expect(
          [0, 1, 5, 20].map { fit.losses[$0] },
          equals: [237032.390625, 117171.98060114068, 110916.32421961176, 66794.80188997083], within: .relative(1e-9),
          "First W, then H with the new W.", what: "the losses after 0, 1, 5 and 20 rounds")
        expect(
          fit.w[0],
          equals: [
            0.05373039984126259, 0.015477281809363693, 0.6211898500944338, 2.363729360544517, 0.3973913552550898,
            0.7015904254041847,
          ], within: .ofLargest(1e-9), what: "the first row of W")
        expect(
          Array(fit.h[0][18..<24]),
          equals: [
            1.473232278137149, 1.566364471081856, 0.4611522627497135, 0.07629373890501402, 0.1110517437770869, 0.0,
          ], within: .ofLargest(1e-9), what: "six pixels of the first part")
      },
      Check("says what is wrong") { s in
        let (w, h): ([[Double]], [[Double]]) = ([[1], [1]], [[1, 1]])
        func expectError(
          _ error: NonNegativeError, _ x: [[Double]], _ w: [[Double]], _ h: [[Double]], line: Int = #line
        ) {
          expect(throws: error, "X first, then the start; counts from 0.", line: line) { try s.fit(x, w, h, 3) }
        }
        expectError(.length(row: 1), [[1, 2], [3]], w, h)
        expectError(.entry(row: 0, column: 1), [[1, -2], [3]], [], [])
        expectError(.entry(row: 1, column: 0), [[1, 2], [.nan, 3]], w, h)
        expectError(.entry(row: 1, column: 1), [[1, 2], [0, .infinity]], w, h)
        let x: [[Double]] = [[1, 2], [3, 4]]
        expectError(.start, x, [[1]], h)
        expectError(.start, x, [[1], [1, 2]], h)
        expectError(.start, x, w, [[1, 1], [1, 1]])
        expectError(.start, x, w, [[1, 1, 1]])
        expectError(.start, x, [[], []], [])
        expectError(.start, x, [[1], [-1]], h)
        expectError(.start, x, [[1], [.infinity]], h)
        expectError(.start, x, w, [[.nan, 1]])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "numerator and denominator exchanged", .right { $0.flips = true },
        """
        Where the model is too small the entry has to grow: what the data say stands above, what the model says below. \
        Yours runs away from the data.
        """),
      Misconception(
        "both factors from the old values", .right { $0.alternates = false },
        """
        The theorem holds for one factor with the other fixed. Changed together they overshoot, and the loss may rise: \
        take the new W for H.
        """),
      Misconception(
        "H first", .right { $0.startsWithH = true },
        """
        That is as good a method, and another sequence. Here W moves first.
        """),
      Misconception(
        "0/0", .right { $0.guardsZero = false },
        """
        0 · 0/0 is NaN, and from the next round on all entries are. Where the denominator is 0 the entry stays.
        """),
      Misconception(
        "zero where the denominator is zero", .right { $0.clears = true },
        """
        The entry has no influence at the moment, and stays as it is; a part that W does not use is not wiped out.
        """),
      Misconception(
        "a small number in the denominator", .right { $0.epsilon = 1e-9 },
        """
        10⁻⁹ is small only in some units: for X near 10⁻²⁰ it makes everything 0. Ask whether the denominator is > 0.
        """),
      Misconception(
        "a gradient step, cut off at zero", .right { $0.steps = true },
        """
        W − η·gradient needs a step size, and cut off at 0 it may raise the loss. The multiplicative update is such a step \
        with a size of its own for every entry.
        """),
      Misconception(
        "the root of the quotient", .right { $0.power = 0.5 },
        """
        The root belongs to other variants (and is slower). Here the whole quotient multiplies.
        """),
      Misconception(
        "only W moves", .right { $0.movesH = false },
        """
        With H fixed you find how much of the given parts each row has, but the parts are never learnt.
        """),
      Misconception(
        "half the loss", .right { $0.lossShare = 0.5 },
        """
        The ½ makes a nicer gradient, but asked is ‖X − W·H‖².
        """),
      Misconception(
        "entries changed while others are computed", .right { $0.changesAtOnce = true },
        """
        Both products of a half round belong to one W and one H. Who writes a new entry into W before the rest of its row is \
        computed takes W·H·Hᵀ from a mixture: compute all new entries from the old, then replace them.
        """),
      Misconception(
        "10⁻⁸ itself for the limit", .right { $0.isAbsolute = true },
        """
        The limit is 10⁻⁸ of the loss at the start. A fixed number stops at once where X is in a large unit, or never.
        """),
      Misconception(
        "the factors before the last round", .right { $0.returnsBefore = true },
        """
        The last of the losses is that of the W and H that come back. The round after which the loss stood still was made.
        """),
      Misconception(
        "the root of the loss", .right { $0.takesRoot = true },
        """
        scikit-learn reports the root. Asked is the sum of squares.
        """),
      Misconception(
        "the mean square", .right { $0.averages = true },
        """
        The sum over all entries, not divided by their number.
        """),
      Misconception(
        "the square multiplied out", .right { $0.multipliesOut = true },
        """
        ‖X‖² − 2·Σ X∘(W·H) + ‖W·H‖² is the loss on paper; near X = W·H three large sums leave nothing but rounding, even \
        below 0. Subtract entry by entry, then square.
        """),
      Misconception(
        "the loss of the start left out", .right { $0.keepsStart = false },
        """
        The first entry is the loss before any round: what is gained is seen against it.
        """),
      Misconception(
        "rounds to the limit", .right { $0.stops = false },
        """
        Once the loss falls by no more than 10⁻⁸ of its start, stop.
        """),
      Misconception(
        "falls as shares of the loss before", .right { $0.comparesWithLast = true },
        """
        Where X has the rank k the loss itself goes to 0, and every fall is a large share of it: that ends by rounding alone. \
        Compare with the loss at the start.
        """),
      Misconception(
        "negative entries let through", .right { $0.refuses = false },
        """
        With one negative number in X a numerator can be negative, and then entries of W and H are, too.
        """),
      Misconception(
        "shapes of the start not looked at", .right { $0.looksAtStart = false },
        """
        W and H come from somebody else: if they do not fit, say so, before something is indexed that is not there.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("entry by entry, (W·H) first", .right { $0.usesEntries = true })
    ]
  }
}

// MARK: - Parts of the checks

private let digits = Result {
  let csv = try Dataset("images/digits_8x8.csv.gz").csv()
  return try CSV(columns: csv.columns, rows: Array(csv.rows.prefix(100))).numbers(Array(csv.columns.prefix(64)))
}

private func positive(_ rows: Int, _ columns: Int, _ random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<rows).map { _ in (0..<columns).map { _ in Double.random(in: 0.1...3, using: &random) } }
}

/// Quarters from ¼ up, in no order that X has.
private func pattern(_ rows: Int, _ columns: Int, _ p: Int, _ q: Int, _ modulus: Int) -> [[Double]] {
  (0..<rows).map { i in
    (0..<columns).map { j in
      let step = (p * i + q * j) % modulus
      return Double(1 + step) / 4
    }
  }
}

private func product(_ a: [[Double]], _ b: [[Double]]) -> [[Double]] {
  a.map { row in
    (b.first ?? []).indices.map { j in zip(row, b).reduce(0) { $0 + $1.0 * $1.1[j] } }
  }
}

private func flipped(_ a: [[Double]]) -> [[Double]] {
  (a.first ?? []).indices.map { j in a.map { $0[j] } }
}

/// One round, each entry by itself, from the model W·H.
private func byEntries(_ x: [[Double]], _ w: [[Double]], _ h: [[Double]]) -> Parts {
  var new = Parts(w: w, h: h)
  var model = product(w, h)
  for i in w.indices {
    for a in w[i].indices {
      let (top, bottom) = (dot(x[i], h[a]), dot(model[i], h[a]))
      if bottom > 0 { new.w[i][a] = w[i][a] * top / bottom }
    }
  }
  model = product(new.w, h)
  for a in h.indices {
    let column = new.w.map { $0[a] }
    for j in h[a].indices {
      let (top, bottom) = (dot(column, x.map { $0[j] }), dot(column, model.map { $0[j] }))
      if bottom > 0 { new.h[a][j] = h[a][j] * top / bottom }
    }
  }
  return new
}

/// One round in which each entry is replaced before the next is computed.
private func mixed(_ x: [[Double]], _ w: [[Double]], _ h: [[Double]]) -> Parts {
  var new = Parts(w: w, h: h)
  for i in w.indices {
    for a in w[i].indices {
      let (top, bottom) = (dot(x[i], h[a]), dot(product([new.w[i]], h)[0], h[a]))
      if bottom > 0 { new.w[i][a] *= top / bottom }
    }
  }
  for a in h.indices {
    for j in h[a].indices {
      let column = new.w.map { $0[a] }
      let (top, bottom) = (dot(column, x.map { $0[j] }), dot(column, product(new.w, new.h).map { $0[j] }))
      if bottom > 0 { new.h[a][j] *= top / bottom }
    }
  }
  return new
}

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

// MARK: - Wrong and right ways

/// How factors are found, right unless one of these is changed.
private struct Way {
  var flips = false
  var alternates = true
  var startsWithH = false
  var guardsZero = true
  var clears = false
  var epsilon = 0.0
  var steps = false
  var power = 1.0
  var movesH = true
  var lossShare = 1.0
  var takesRoot = false
  var averages = false
  var multipliesOut = false
  var keepsStart = true
  var stops = true
  var changesAtOnce = false
  var isAbsolute = false
  var returnsBefore = false
  var comparesWithLast = false
  var refuses = true
  var looksAtStart = true
  var usesEntries = false

  func loss(_ x: [[Double]], _ w: [[Double]], _ h: [[Double]]) -> Double {
    var sum = 0.0
    for (row, other) in zip(x, product(w, h)) {
      sum += zip(row, other).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    if multipliesOut {
      let model = product(w, h)
      sum = zip(x, x).reduce(0) { $0 + dot($1.0, $1.1) } + zip(model, model).reduce(0) { $0 + dot($1.0, $1.1) }
      sum -= zip(x, model).reduce(0) { $0 + 2 * dot($1.0, $1.1) }
    }
    if averages { sum /= Double(max(1, x.count * (x.first?.count ?? 1))) }
    return takesRoot ? sum.squareRoot() : lossShare * sum
  }

  func scaled(_ a: [[Double]], _ top: [[Double]], _ bottom: [[Double]]) -> [[Double]] {
    a.indices.map { i in
      a[i].indices.map { j in
        let (up, down) = flips ? (bottom[i][j], top[i][j]) : (top[i][j], bottom[i][j] + epsilon)
        if steps { return max(0, a[i][j] - 0.01 * (down - up)) }
        if guardsZero, !(down > 0) { return clears ? 0 : a[i][j] }
        return a[i][j] * (power == 1 ? up / down : pow(up / down, power))
      }
    }
  }

  func step(_ x: [[Double]], _ w: [[Double]], _ h: [[Double]]) -> Parts {
    if usesEntries { return byEntries(x, w, h) }
    if changesAtOnce { return mixed(x, w, h) }
    var new = Parts(w: w, h: h)
    func moveW(_ h: [[Double]]) {
      let hT = flipped(h)
      new.w = scaled(w, product(x, hT), product(w, product(h, hT)))
    }
    func moveH(_ w: [[Double]]) {
      let wT = flipped(w)
      new.h = scaled(h, product(wT, x), product(product(wT, w), h))
    }
    if startsWithH {
      moveH(w)
      moveW(new.h)
    } else {
      moveW(h)
      if movesH { moveH(alternates ? new.w : w) }
    }
    return new
  }

  func fit(_ x: [[Double]], _ w: [[Double]], _ h: [[Double]], _ limit: Int) throws -> Parts {
    func isGood(_ entry: Double) -> Bool { !refuses || entry >= 0 && entry < .infinity }
    for (i, row) in x.enumerated() {
      guard row.count == x[0].count else { throw NonNegativeError.length(row: i) }
      if let j = row.firstIndex(where: { !isGood($0) }) { throw NonNegativeError.entry(row: i, column: j) }
    }
    let columns = x.first?.count ?? 0
    let fits =
      w.count == x.count && !h.isEmpty && w.allSatisfy { $0.count == h.count } && h.allSatisfy { $0.count == columns }
    guard fits, (w + h).joined().allSatisfy(isGood) else {
      if !looksAtStart { return Parts(w: w, h: h) }
      throw NonNegativeError.start
    }
    var parts = Parts(w: w, h: h, losses: [loss(x, w, h)])
    for index in 0..<limit {
      let before = (parts.w, parts.h)
      let new = step(x, parts.w, parts.h)
      parts = Parts(w: new.w, h: new.h, losses: parts.losses + [loss(x, new.w, new.h)])
      let whole = isAbsolute ? 1 : parts.losses[comparesWithLast ? index : 0]
      if stops, parts.losses[index] - parts.losses[index + 1] <= 1e-8 * whole {
        if returnsBefore { (parts.w, parts.h) = before }
        break
      }
    }
    if !keepsStart { parts.losses.removeFirst() }
    return parts
  }
}

extension Submission {
  fileprivate static func right(_ change: (inout Way) -> Void) -> Submission {
    var way = Way()
    change(&way)
    let fixed = way
    return Submission(
      reconstructionLoss: .init { fixed.loss($0, $1, $2) }, multiplicativeStep: .init { fixed.step($0, $1, $2) },
      fit: .init { try fixed.fit($0, $1, $2, $3) })
  }
}
