import Checking
import Glibc

/// What the learner's `LU` holds, or that of a variant.
struct LU: Observable {
  var packed: [[Double]]
  var order: [Int]
  var sign: Double

  var observation: Observation { Observation(packed.observation, order.observation, sign.observation) }
}

struct LogDeterminant: Observable {
  var sign: Double
  var logMagnitude: Double

  var observation: Observation { Observation(sign.observation, logMagnitude.observation) }
}

struct Singular: Error {
  var pivot: Int
}

struct Submission {
  var luFactorization: Function<[[Double]], LU>
  var logDeterminant: Function<LU, LogDeterminant>
  var solve: Function<LU, [[Double]], [[Double]]>
}

enum LUFactorization: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let lu = try s.luFactorization([[2, 8, 4], [1, 4, 5], [4, 8, 4]])
        expect(
          lu.packed, equals: [[4, 8, 4], [0.5, 4, 2], [0.25, 0.5, 3]],
          "Every number on the way is a small fraction. The multipliers stand below the diagonal, in P's order.",
          what: "packed of [[2, 8, 4], [1, 4, 5], [4, 8, 4]]")
        expect(lu.order == [2, 0, 1], "order is \(lu.order), expected [2, 0, 1]", orderAdvice)
        expect(lu.sign, equals: 1, "Two exchanges, an even number.", what: "sign")
        expect(
          try s.logDeterminant(example), sign: 1, log(48), rounding: 3 * (1 + log(48)), "4·4·3 = 48",
          what: "the determinant of the example")
        expect(
          try s.solve(example, [[2], [7], [4]]), equals: [[1], [-1], [2]],
          "First P·b = (4, 2, 7), then L·z = P·b, then U·x = z.", what: "the solution for b = (2, 7, 4)")
      },
      // Multipliers are quarters, pivots powers of two, the rest whole: no method that pivots by magnitude rounds.
      // All multipliers are below 1, so no other row could have been chosen.
      Check("gives back factors that were planted", cases: 3) { s, random in
        for n in [2, 3, 5, 7] {
          let planted = plant(n, using: &random)
          let lu = try s.luFactorization(unpack(planted))
          let of = "for a matrix made from known factors, n = \(n),"
          expect(lu.order == planted.order, "order \(of) is \(lu.order), expected \(planted.order)", orderAdvice)
          expect(
            lu.packed, equals: planted.packed, "The pivot is the entry of greatest magnitude; exchange whole rows.",
            what: "packed \(of)")
          expect(
            lu.sign, equals: planted.sign, "The sign changes with each exchange of two different rows.",
            what: "sign \(of)"
          )
        }
      },
      // ‖L·U − P·A‖ ≤ n·ε/2·‖|L|·|U|‖ (Higham, theorem 9.3) with |l| ≤ 1 and little growth; 30 is LAPACK's threshold.
      Check("multiplies back to the rows of A", cases: 2) { s, random in
        var isRight = true
        for n in [1, 2, 3, 7, 23] {
          for type in MatrixType.allCases where isRight {
            let a = matrix(n, type, using: &random)
            isRight = expectFactors(try s.luFactorization(a), of: a, type)
          }
        }
      },
      // The determinant is that of the factors given: a sum of n logarithms, each rounded.
      Check("takes sign and logarithm of the determinant from the factors", cases: 2) { s, random in
        for n in [2, 3, 5, 7] {
          let lu = plant(n, using: &random)
          let pivots = (0..<n).map { lu.packed[$0][$0] }
          let exponents = pivots.reduce(0) { $0 + log2(abs($1)) }
          let signs = pivots.reduce(lu.sign) { $1 < 0 ? -$0 : $0 }
          expect(
            try s.logDeterminant(lu), sign: signs, exponents * log(2), rounding: Double(n) * 12,
            "det A = det P · Π u_kk, with P's sign: rows exchanged change the sign of a determinant.",
            what: "the determinant for pivots \(pivots) and P's sign \(lu.sign)")
        }
        let (n, logarithm) = (500, -500 * log(10.0))
        let tenth = LU(
          packed: (0..<n).map { i in (0..<n).map { $0 == i ? (i < 3 ? -0.1 : 0.1) : 0 } }, order: Array(0..<n), sign: 1)
        expect(
          try s.logDeterminant(tenth), sign: -1, logarithm, rounding: Double(n) * -logarithm,
          "10⁻⁵⁰⁰ is no Double. A logarithm turns the product into a sum: take it of each pivot.",
          what: "the determinant of 500 pivots ±0.1, three of them negative,")
      },
      // Every exchange of two rows changes the sign; the 24 orders of four rows are half even and half odd.
      Check("knows the sign of every order of four rows") { s in
        for order in permutations(of: [0, 1, 2, 3]) {
          let a = order.map { j in (0..<4).map { $0 == j ? Double(j + 1) : 0 } }
          let inversions = (0..<4).reduce(0) { total, i in total + (0..<i).count { order[$0] > order[i] } }
          let lu = try s.luFactorization(a)
          guard lu.packed.count == 4, lu.packed.allSatisfy({ $0.count == 4 }) else {
            return expect(false, "packed is not 4×4 for a 4×4 matrix")
          }
          expect(
            try s.logDeterminant(lu), sign: inversions % 2 == 0 ? 1 : -1, log(24), rounding: 4 * (1 + log(24)),
            "Where the largest entry stands in its place already, nothing is exchanged and the sign stays.",
            what: "the determinant of the matrix \(a.map { $0.map { Int($0) } })")
        }
      },
      // Two triangular solves leave a residual of 2·n·ε·|L|·|U|·|x|. The factors are this check's own, planted: a fault
      // of `luFactorization` is not charged to `solve`.
      Check("solves for several right-hand sides with the factors it is given", cases: 3) { s, random in
        for (n, k) in [(1, 1), (2, 3), (5, 2), (7, 7), (3, 0)] {
          let lu = plant(n, using: &random)
          let x = (0..<n).map { _ in (0..<k).map { _ in Double(Int.random(in: -9...9, using: &random)) } }
          let a = unpack(lu)
          let b = a.map { row in
            (0..<k).map { j in zip(row, x).reduce(0) { $0 + $1.0 * $1.1[j] } }
          }
          expect(
            try s.solve(lu, b), equals: x,
            "A·x = b is L·(U·x) = P·b; entry i of P·b is b[order[i]]. Here every number on the way is exact.",
            what: "X for n = \(n), \(k) right-hand sides and order \(lu.order)")
        }
      },
      Check("factors singular matrices too, and refuses to solve with them") { s in
        let a: [[Double]] = [[0, 2, 1, 4], [0, 4, 2, 8], [0, -1, 3, 1], [0, 3, 5, 8]]
        let lu = try s.luFactorization(a)
        if expectFactors(lu, of: a, .normal) {
          expect(
            try s.logDeterminant(lu), sign: 0, -.infinity, rounding: 0, "A zero pivot makes the product zero.",
            what: "the determinant of a matrix with a column of zeros")
        }
        let zeros = LU(packed: [[3, 1, 2], [0.5, 0, 1], [0, 0, 0]], order: [1, 0, 2], sign: -1)
        let advice = "pivot is the first k with u_kk = 0. Back substitution meets the last of them first."
        expect(
          try s.logDeterminant(zeros), sign: 0, -.infinity, rounding: 0, "3·0·0 = 0, and its logarithm is −∞.",
          what: "the determinant for pivots 3, 0, 0")
        expect(throws: Singular(pivot: 1), advice) { try s.solve(zeros, [[1], [2], [3]]) }
        expect(throws: Singular(pivot: 0), advice) {
          try s.solve(LU(packed: [[0, 1], [0, 2]], order: [0, 1], sign: 1), [[1], [2]])
        }
        for (power, words) in [(0x1p-500, "10⁻¹⁵⁰"), (0x1p-1000, "10⁻³⁰¹")] {
          let tiny = LU(packed: [[power]], order: [0], sign: 1)
          expect(try s.solve(tiny, [[2 * power]]), equals: [[2]], "\(words) is small, but not zero.")
        }
        let least = 0x1p-1000
        let small: [[Double]] = [[2, 4], [4, 6]].map { $0.map { $0 * least } }
        let factors = try s.luFactorization(small)
        expect(
          factors.packed, equals: [[4 * least, 6 * least], [0.5, least]],
          "Pivots of 10⁻³⁰¹ are small, but only 0 is passed over.", what: "packed of [[2, 4], [4, 6]] times 2⁻¹⁰⁰⁰")
      },
      Check("answers for an empty matrix") { s in
        let lu = try s.luFactorization([])
        expect(lu.packed.isEmpty && lu.order.isEmpty, "packed or order is not empty for a matrix without rows")
        expect(
          lu.sign, equals: 1, "No exchange is an even number of exchanges.", what: "sign for a matrix without rows")
        let empty = LU(packed: [], order: [], sign: 1)
        expect(
          try s.logDeterminant(empty), sign: 1, 0, rounding: 0, "The product of no numbers is 1.",
          what: "the determinant of a matrix without rows")
        expect(try s.solve(empty, []), equals: [[Double]]())
        let permuted = LU(packed: [[2, 1], [0, 3]], order: [1, 0], sign: -1)
        expect(
          try s.solve(permuted, [[], []]), equals: [[], []], "No right-hand side, but two unknowns: two empty rows.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the multipliers left behind",
        submission { $0.luFactorization = .init { Elimination(swapsMultipliers: false).factor($0) } },
        """
        A multiplier belongs to its row of A. When the row moves, the multiplier moves with it; otherwise L·U is the \
        product for another order than the one you return. Exchange whole rows.
        """),
      Misconception(
        "the pivot by its signed value",
        submission { $0.luFactorization = .init { Elimination(size: { $0 }).factor($0) } },
        """
        You chose the largest number, so −100 counts as less than 0.01. What has to be large is the magnitude: then no \
        multiplier exceeds 1.
        """),
      Misconception(
        "rows exchanged only when the pivot is zero",
        submission { $0.luFactorization = .init { Elimination(size: { $0 == 0 ? 0 : 1 }).factor($0) } },
        """
        On paper any pivot but 0 will do. In Double a small pivot makes large multipliers, and what stood in the other \
        rows is rounded away: take the entry of greatest magnitude.
        """),
      Misconception(
        "the multipliers not kept",
        submission { $0.luFactorization = .init { Elimination(keepsMultipliers: false).factor($0) } },
        """
        Below the diagonal you leave zeros. U alone does not remember what was done to the rows, and the next \
        right-hand side needs it: the multiplier goes where it made the zero.
        """),
      Misconception(
        "the pivots in L",
        submission { $0.luFactorization = .init { crout($0) } },
        """
        P·A = (L·D)·(D⁻¹·U) as well, and you give the pivots D to L and a unit diagonal to U (Crout's form). Here the ones \
        are L's, and U keeps the pivots.
        """),
      Misconception(
        "the inverse of the order",
        submission {
          $0.luFactorization = .init { a in
            var lu = Elimination().factor(a)
            lu.order = inverse(lu.order)
            return lu
          }
        },
        """
        You say where each row of A went. Asked for is where each row of P·A came from: order[i] is an index into A. The \
        two agree for a single exchange, but not for three rows going round.
        """),
      Misconception(
        "the sign changed in every step",
        submission { $0.luFactorization = .init { Elimination(flips: { _ in true }).factor($0) } },
        """
        Exchanging a row with itself is no exchange. Change the sign only if the pivot's row is another than k.
        """),
      Misconception(
        "the sign never changed",
        submission { $0.luFactorization = .init { Elimination(flips: { _ in false }).factor($0) } },
        """
        Exchanging two rows changes the sign of a determinant, and sign keeps the account: it must be −1 after an odd \
        number of exchanges.
        """),
      Misconception(
        "stopped at the first zero pivot",
        submission { $0.luFactorization = .init { Elimination(stopsAtZero: true).factor($0) } },
        """
        A column without a pivot needs no elimination, but the columns behind it do. Skip the step, and go on.
        """),
      Misconception(
        "the sign of P left out of the determinant",
        submission { $0.logDeterminant = determinant { lu, pivots in pivots.reduce(1) { $0 * sign($1) } } },
        """
        Π u_kk is the determinant of P·A. P itself has determinant ±1, and that is `sign`.
        """),
      Misconception(
        "the sign of P for that of the determinant",
        submission { $0.logDeterminant = determinant { lu, pivots in pivots.contains(0) ? 0 : lu.sign } },
        """
        A pivot may be negative, and each negative one turns the sign once more.
        """),
      Misconception(
        "sign 1 for a singular matrix",
        submission { $0.logDeterminant = determinant { lu, pivots in pivots.reduce(lu.sign) { $1 < 0 ? -$0 : $0 } } },
        """
        The determinant of a singular matrix is 0, neither positive nor negative: its sign is 0.
        """),
      Misconception(
        "the logarithm of the product",
        submission {
          $0.logDeterminant = .init { lu in
            let product = lu.packed.indices.reduce(lu.sign) { $0 * lu.packed[$1][$1] }
            return LogDeterminant(sign: sign(product), logMagnitude: log(abs(product)))
          }
        },
        """
        500 pivots of 0.1 multiply to 10⁻⁵⁰⁰, which is 0 in a Double, and the logarithm comes too late. Add the \
        logarithms of the pivots instead.
        """),
      Misconception(
        "the determinant of nothing is zero",
        submission {
          $0.logDeterminant = .init { lu in
            let right = try right.logDeterminant.unrecorded(lu)
            return lu.packed.isEmpty ? LogDeterminant(sign: 0, logMagnitude: -.infinity) : right
          }
        },
        """
        A product of no factors is 1, as a sum of no terms is 0: start with sign 1 and logarithm 0, and the empty matrix \
        needs no case of its own.
        """),
      Misconception(
        "the right-hand side not reordered",
        submission { $0.solve = solving(reorder: { _, b in b }) },
        """
        The factors are those of P·A, whose rows stand in another order. Whatever happens to the rows of A happens to \
        the entries of b.
        """),
      Misconception(
        "the right-hand side reordered the wrong way round",
        submission { $0.solve = solving(reorder: { order, b in inverse(order).map { b[$0] } }) },
        """
        Entry i of P·b is b[order[i]]: order says where each comes from. You put b[i] into place order[i], which is P⁻¹.
        """),
      Misconception(
        "the solution reordered as well",
        submission {
          $0.solve = solving(reorder: { order, b in order.map { b[$0] } }, after: { order, x in order.map { x[$0] } })
        },
        """
        P exchanges equations, not unknowns. Once b stands in the order of P·A, x comes out in its own.
        """),
      Misconception(
        "divided by the pivots in L",
        submission { $0.solve = solving(unitDiagonal: false) },
        """
        The diagonal of `packed` belongs to U. L has ones there, so in L·z = P·b nothing is divided: unitDiagonal is true.
        """),
      Misconception(
        "stopped after L",
        submission { $0.solve = solving(usesU: false) },
        """
        L·z = P·b is half of the way: U·x = z is still to be solved.
        """),
      Misconception(
        "n rows forgotten where there is no column",
        submission {
          $0.solve = .init { lu, b in
            let right = try right.solve.unrecorded(lu, b)
            return right.contains { !$0.isEmpty } ? right : []
          }
        },
        """
        Without right-hand sides X has no columns, but as many rows as there are unknowns: n empty rows. An X collected \
        column by column and transposed at the end loses them.
        """),
      Misconception(
        "divided by zero in silence",
        submission { $0.solve = solving(refuses: { _ in nil }) },
        """
        A zero pivot gave ∞ or NaN. Look at the diagonal of U before you solve, and throw.
        """),
      Misconception(
        "the last zero pivot named",
        submission { $0.solve = solving(refuses: { $0.lastIndex(of: 0) }) },
        """
        Back substitution meets the zero pivots from below. The first of them is asked for: there elimination found that \
        a column depends on those before it.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "column by column (jki, left-looking); all right-hand sides at once",
        Submission(
          luFactorization: .init(leftLooking),
          logDeterminant: .init { lu in
            let pivots = lu.packed.indices.map { lu.packed[$0][$0] }
            if pivots.contains(0) { return LogDeterminant(sign: 0, logMagnitude: -.infinity) }
            let negative = pivots.count { $0 < 0 }
            return LogDeterminant(
              sign: negative % 2 == 0 ? lu.sign : -lu.sign,
              logMagnitude: log(2) * pivots.reduce(0) { $0 + log2(abs($1)) })
          },
          solve: .init { lu, b in
            let n = lu.packed.count
            if let zero = (0..<n).first(where: { lu.packed[$0][$0] == 0 }) { throw Singular(pivot: zero) }
            var x = lu.order.map { b[$0] }
            for k in 0..<n {
              for i in k + 1..<n { x[i] = zip(x[i], x[k]).map { $0 - lu.packed[i][k] * $1 } }
            }
            for k in (0..<n).reversed() {
              x[k] = x[k].map { $0 / lu.packed[k][k] }
              for i in 0..<k { x[i] = zip(x[i], x[k]).map { $0 - lu.packed[i][k] * $1 } }
            }
            return x
          })),
      Alternative(
        "times the reciprocal of the pivot",
        submission { $0.luFactorization = .init { Elimination(divide: { $0 * (1 / $1) }).factor($0) } }),
    ]
  }
}

// MARK: - Parts of the checks

private let orderAdvice =
  "order[i] is the row of A that has become row i: start with 0, 1, …, exchange as the rows are."

/// The factors of the worked example.
private var example: LU { LU(packed: [[4, 8, 4], [0.5, 4, 2], [0.25, 0.5, 3]], order: [2, 0, 1], sign: 1) }

/// Expects sign and logarithm of a determinant; the logarithm to `rounding` times ε.
private func expect(
  _ got: @autoclosure () throws -> LogDeterminant, sign: Double, _ logMagnitude: Double, rounding: Double,
  _ advice: String, what: String, line: Int = #line
) {
  do {
    let got = try got()
    expect(got.sign, equals: sign, advice, what: "The sign of \(what)", line: line)
    expect(
      got.logMagnitude, equals: logMagnitude, within: .absolute(rounding * 0x1p-52), advice,
      what: "The logarithm of the magnitude of \(what)", line: line)
  } catch {
    expect(false, "logDeterminant throws \(error)", advice, line: line)
  }
}

/// Factors without rounding: multipliers −¾ … ¾, pivots ±1, ±2, ±4, whole numbers above, the rows in any order.
private func plant(_ n: Int, using random: inout some RandomNumberGenerator) -> LU {
  var packed = [[Double]](repeating: [Double](repeating: 0, count: n), count: n)
  for i in 0..<n {
    for j in 0..<i { packed[i][j] = Double(Int.random(in: -3...3, using: &random)) / 4 }
    packed[i][i] = [1, -1, 2, -2, 4, -4].randomElement(using: &random) ?? 1
    for j in i + 1..<n { packed[i][j] = Double(Int.random(in: -5...5, using: &random)) }
  }
  let order = Array(0..<n).shuffled(using: &random)
  let inversions = (0..<n).reduce(0) { total, i in total + (0..<i).count { order[$0] > order[i] } }
  return LU(packed: packed, order: order, sign: inversions % 2 == 0 ? 1 : -1)
}

/// L·U.
private func product(_ packed: [[Double]]) -> [[Double]] {
  var product = packed  // U, for the ones of L
  for i in packed.indices {
    for j in packed.indices {
      if j < i { product[i][j] = 0 }
      for k in 0..<min(i, j + 1) { product[i][j] += packed[i][k] * packed[k][j] }
    }
  }
  return product
}

/// A = Pᵀ·L·U.
private func unpack(_ lu: LU) -> [[Double]] {
  let rows = product(lu.packed)
  return inverse(lu.order).map { rows[$0] }
}

private func inverse(_ order: [Int]) -> [Int] {
  var inverse = order
  for (i, row) in order.enumerated() { inverse[row] = i }
  return inverse
}

private func permutations(of items: [Int]) -> [[Int]] {
  items.isEmpty ? [[]] : items.flatMap { first in permutations(of: items.filter { $0 != first }).map { [first] + $0 } }
}

/// Some of the matrices with which LAPACK tests its factorisations.
private enum MatrixType: String, CaseIterable {
  case normal, upper = "upper triangular", graded, zeroColumn = "with a column of zeros", large = "large", small =
    "small"
}

private func matrix(_ n: Int, _ type: MatrixType, using random: inout some RandomNumberGenerator) -> [[Double]] {
  (0..<n).map { i in
    (0..<n).map { j in
      let entry = Double.random(in: -1...1, using: &random)
      switch type {
      case .normal: return entry
      case .upper: return i <= j ? entry : 0
      case .graded: return entry * pow(10, Double(i - j) / 4)
      case .zeroColumn: return j == n / 2 ? 0 : entry
      case .large: return entry * 0x1p900
      case .small: return entry * 0x1p-900
      }
    }
  }
}

/// Expects L·U to be A in the order given, and no multiplier above 1; answers whether it is.
private func expectFactors(_ lu: LU, of a: [[Double]], _ type: MatrixType) -> Bool {
  let n = a.count
  let of = "for n = \(n), \(type.rawValue)"
  guard lu.packed.count == n, lu.packed.allSatisfy({ $0.count == n }) else {
    expect(false, "packed is not \(n)×\(n) \(of)")
    return false
  }
  guard lu.order.sorted() == Array(0..<n) else {
    expect(false, "order \(of) is \(lu.order), which is no order of 0 ..< \(n)", orderAdvice)
    return false
  }
  let multiplier = (0..<n).flatMap { lu.packed[$0][..<$0] }.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, abs($1)) }
  expect(
    "The largest |l_ij| \(of)", multiplier, atMost: 1 + 0x1p-50,  // the quotient may be a product with a reciprocal
    "The pivot must be an entry of greatest magnitude: then no quotient with it exceeds 1.")
  let difference = zip(product(lu.packed), lu.order).map { row, i in zip(row, a[i]).map { $0 - $1 } }
  let ratio = norm1(difference) / (Double(n) * 0x1p-52 * max(norm1(a), 0x1p-1022))
  expect(
    "‖L·U − P·A‖₁/(n·ε·‖A‖₁) \(of)", ratio, atMost: 30,
    "L has ones on the diagonal and packed below it, U is packed on and above. Multiply the two for n = 2.")
  return ratio <= 30 && multiplier <= 1 + 0x1p-50
}

/// The largest sum of magnitudes in a column; NaN if an entry is.
private func norm1(_ a: [[Double]]) -> Double {
  a.indices.map { j in a.reduce(0) { $0 + abs($1[j]) } }.reduce(0) { $0.isNaN || $1.isNaN ? .nan : max($0, $1) }
}

// MARK: - Variants

private func sign(_ x: Double) -> Double { x > 0 ? 1 : x < 0 ? -1 : 0 }

private var right: Submission {
  Submission(
    luFactorization: .init { Elimination().factor($0) },
    logDeterminant: determinant { lu, pivots in pivots.reduce(lu.sign) { $0 * sign($1) } }, solve: solving())
}

/// The right submission with one of its functions replaced.
private func submission(_ change: (inout Submission) -> Void) -> Submission {
  var submission = right
  change(&submission)
  return submission
}

/// Elimination with partial pivoting; each argument can make it wrong in one place.
private struct Elimination {
  var swapsMultipliers = true
  var keepsMultipliers = true
  var stopsAtZero = false
  /// The entry for which this is greatest becomes the pivot, the first of several.
  var size: (Double) -> Double = { abs($0) }
  /// Whether the sign changes, given whether two different rows are exchanged.
  var flips: (Bool) -> Bool = { $0 }
  var divide: (Double, Double) -> Double = { $0 / $1 }

  func factor(_ a: [[Double]]) -> LU {
    let n = a.count
    var lu = LU(packed: a, order: Array(0..<n), sign: 1)
    for k in 0..<n {
      let pivot = (k..<n).reduce(k) { size(lu.packed[$1][k]) > size(lu.packed[$0][k]) ? $1 : $0 }
      if lu.packed[pivot][k] == 0 {
        if stopsAtZero { break } else { continue }
      }
      for j in (swapsMultipliers ? 0 : k)..<n {
        (lu.packed[k][j], lu.packed[pivot][j]) = (lu.packed[pivot][j], lu.packed[k][j])
      }
      lu.order.swapAt(k, pivot)
      if flips(pivot != k) { lu.sign = -lu.sign }
      for i in k + 1..<n {
        let multiplier = divide(lu.packed[i][k], lu.packed[k][k])
        lu.packed[i][k] = keepsMultipliers ? multiplier : 0
        for j in k + 1..<n { lu.packed[i][j] -= multiplier * lu.packed[k][j] }
      }
    }
    return lu
  }
}

/// The same rows, but the pivots moved from U to L.
private func crout(_ a: [[Double]]) -> LU {
  var lu = Elimination().factor(a)
  for i in a.indices where lu.packed[i][i] != 0 {
    let pivot = lu.packed[i][i]
    for j in i + 1..<a.count {
      lu.packed[i][j] /= pivot
      lu.packed[j][i] *= pivot
    }
  }
  return lu
}

/// Each column is brought up to date only when its turn comes.
private func leftLooking(_ a: [[Double]]) -> LU {
  let n = a.count
  var lu = LU(packed: a, order: Array(0..<n), sign: 1)
  for j in 0..<n {
    for k in 0..<j {
      for i in k + 1..<n { lu.packed[i][j] -= lu.packed[i][k] * lu.packed[k][j] }
    }
    let pivot = (j..<n).max { abs(lu.packed[$0][j]) < abs(lu.packed[$1][j]) } ?? j
    guard lu.packed[pivot][j] != 0 else { continue }
    if pivot != j {
      lu.packed.swapAt(pivot, j)
      lu.order.swapAt(pivot, j)
      lu.sign = -lu.sign
    }
    for i in j + 1..<n { lu.packed[i][j] /= lu.packed[j][j] }
  }
  return lu
}

private func determinant(_ sign: @escaping (LU, [Double]) -> Double) -> Function<LU, LogDeterminant> {
  .init { lu in
    let pivots = lu.packed.indices.map { lu.packed[$0][$0] }
    return LogDeterminant(sign: sign(lu, pivots), logMagnitude: pivots.reduce(0) { $0 + log(abs($1)) })
  }
}

/// Two triangular solves a column; each argument can make them wrong in one place.
private func solving(
  refuses: @escaping ([Double]) -> Int? = { $0.firstIndex(of: 0) },
  reorder: @escaping ([Int], [Double]) -> [Double] = { order, b in order.map { b[$0] } },
  unitDiagonal: Bool = true, usesU: Bool = true,
  after: @escaping ([Int], [Double]) -> [Double] = { _, x in x }
) -> Function<LU, [[Double]], [[Double]]> {
  .init { lu, b in
    let n = lu.packed.count
    if let pivot = refuses((0..<n).map { lu.packed[$0][$0] }) { throw Singular(pivot: pivot) }
    var answer = b
    for j in 0..<(b.first?.count ?? 0) {
      var x = reorder(lu.order, b.map { $0[j] })
      for i in 0..<n {
        for k in 0..<i { x[i] -= lu.packed[i][k] * x[k] }
        if !unitDiagonal { x[i] /= lu.packed[i][i] }
      }
      for i in (0..<n).reversed() where usesU {
        for k in i + 1..<n { x[i] -= lu.packed[i][k] * x[k] }
        x[i] /= lu.packed[i][i]
      }
      for (i, value) in after(lu.order, x).enumerated() { answer[i][j] = value }
    }
    return answer
  }
}
