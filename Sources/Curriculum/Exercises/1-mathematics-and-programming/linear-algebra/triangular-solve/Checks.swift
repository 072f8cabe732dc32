import Checking
import Glibc

struct Submission {
  var solveLower: Function<[[Double]], [Double], Bool, [Double]>
  var solveUpper: Function<[[Double]], [Double], [Double]>
  var solveLowerTransposed: Function<[[Double]], [Double], [Double]>
}

struct ZeroPivot: Error {
  var index: Int
}

enum TriangularSolve: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let l: [[Double]] = [[2, 0, 0], [4, -1, 0], [1, 3, 4]]
        expect(
          try s.solveLower(l, [6, 10, 5], false), equals: [3, 2, -1], "From the top: row 0 has one unknown.",
          what: "the solution of L·x = (6, 10, 5)")
        expect(
          try s.solveLower(l, [3, 14, 8], true), equals: [3, 2, -1], "Count the diagonal as ones.",
          what: "the solution of L·x = (3, 14, 8) with unit diagonal")
        expect(
          try s.solveLowerTransposed(l, [13, -5, -4]), equals: [3, 2, -1],
          "Row 0 of Lᵀ is column 0 of L, (2, 4, 1).", what: "the solution of Lᵀ·x = (13, −5, −4)")
        expect(
          try s.solveUpper([[2, 5, 1], [0, -4, 3], [0, 0, 1]], [15, -11, -1]), equals: [3, 2, -1],
          "From the bottom: the last row has one unknown.",
          what: "the solution of U·x = (15, −11, −1), U = [[2, 5, 1], [0, −4, 3], [0, 0, 1]],")
      },
      // Whole numbers, and powers of two on the diagonal: substitution is exact in every order.
      Check("solves lower triangles of whole numbers exactly") { s, random in
        for n in [2, 3, 7] {
          let l = wholeTriangle(n, &random)
          let x = wholeVector(n, &random)
          let unit = (0..<n).map { i -> Double in (0..<i).reduce(x[i]) { $0 + l[i][$1] * x[$1] } }
          expect(try s.solveLower(l, times(l, x), false), equals: x, "Each row brings one new unknown.")
          expect(try s.solveLower(l, unit, true), equals: x, "With unitDiagonal nothing is divided.")
        }
      },
      Check("solves upper triangles of whole numbers exactly") { s, random in
        for n in [2, 3, 7] {
          let (u, x) = (transpose(wholeTriangle(n, &random)), wholeVector(n, &random))
          expect(
            try s.solveUpper(u, times(u, x)), equals: x,
            "In row i only the unknowns behind i are known already, if you come from the bottom.")
        }
      },
      Check("solves transposed triangles of whole numbers exactly") { s, random in
        for n in [2, 3, 7] {
          let (l, x) = (wholeTriangle(n, &random), wholeVector(n, &random))
          expect(
            try s.solveLowerTransposed(l, times(transpose(l), x)), equals: x,
            "Lᵀ is upper triangular: (Lᵀ)ᵢⱼ = lⱼᵢ.")
        }
      },
      Check("reads its own triangle only") { s, random in
        let n = 5
        let (l, u, x) = (wholeTriangle(n, &random), transpose(wholeTriangle(n, &random)), wholeVector(n, &random))
        let advice = "A NaN stands outside the triangle. Even 0·NaN is NaN: such an entry must not be touched."
        expect(try s.solveLower(filled(l) { $0 >= $1 }, times(l, x), false), equals: x, advice)
        expect(try s.solveUpper(filled(u) { $0 <= $1 }, times(u, x)), equals: x, advice)
        expect(try s.solveLowerTransposed(filled(l) { $0 >= $1 }, times(transpose(l), x)), equals: x, advice)
        let unit = (0..<n).map { i -> Double in (0..<i).reduce(x[i]) { $0 + l[i][$1] * x[$1] } }
        expect(
          try s.solveLower(filled(l) { $0 > $1 }, unit, true), equals: x,
          "With unitDiagonal the stored diagonal is not read either; here it is NaN.")
      },
      // Higham, theorem 8.5: |b − T·x| ≤ n·ε/2·|T|·|x|; computing the residual adds (n + 1)·ε of |T|·|x| at most.
      Check("leaves only rounding errors on Kahan's matrix", cases: 2) { s, random in
        let n = 41
        let upper = (0..<n).map { i in
          (0..<n).map { j in i > j ? 0 : pow(sin(1.2), Double(i)) * (i == j ? 1 : -cos(1.2)) }
        }
        let lower = transpose(upper)
        let x = (0..<n).map { _ in Double.random(in: -1...1, using: &random) }
        let (b, c) = (times(upper, x), times(lower, x))
        let allowed = 2 * Double(n + 1) * 0x1p-52
        let advice = """
          The matrix is ill-conditioned, but substitution does not care: every row is satisfied up to rounding. \
          An inverse is not.
          """
        expect(
          "the backward error of solveUpper", backwardError(upper, try s.solveUpper(upper, b), b), atMost: allowed,
          advice)
        expect(
          "the backward error of solveLower", backwardError(lower, try s.solveLower(lower, c, false), c),
          atMost: allowed, advice)
        expect(
          "the backward error of solveLowerTransposed",
          backwardError(upper, try s.solveLowerTransposed(lower, b), b), atMost: allowed, advice)
      },
      Check("names a zero pivot, and only a zero") { s in
        let advice = "Nothing can be divided by this entry. Rows are counted from 0."
        let holed: [[Double]] = [[1, 0, 0], [2, 3, 0], [4, 5, 0]]
        expect(throws: ZeroPivot(index: 2), advice) { try s.solveLower(holed, [1, 2, 3], false) }
        expect(throws: ZeroPivot(index: 0), advice) { try s.solveUpper([[0, 1], [0, 2]], [3, 4]) }
        for zero in [[[0]], [[0, 0], [1, 2]]] as [[[Double]]] {
          let ones = zero.map { _ in 1.0 }
          expect(throws: ZeroPivot(index: 0), advice) { try s.solveLower(zero, ones, false) }
          expect(throws: ZeroPivot(index: 0), advice) { try s.solveLowerTransposed(zero, ones) }
        }
        expect(throws: ZeroPivot(index: 1), advice) { try s.solveUpper([[1, 2], [0, 0]], [3, 4]) }
        expect(throws: ZeroPivot(index: 1), advice) {
          try s.solveLowerTransposed([[1, 0, 0], [2, 0, 0], [3, 4, 5]], [1, 2, 3])
        }
        expect(
          try s.solveLower(holed, [1, 4, 16], true), equals: [1, 2, 2], "Nothing is divided: no pivot is needed.")
        let tiny = 0x1p-400
        expect(
          try s.solveLower([[tiny, 0], [3 * tiny, 2 * tiny]], [5 * tiny, tiny], false), equals: [5, -7],
          "10⁻¹²⁰ is small, but not zero, and the answer is exact.")
        expect(try s.solveUpper([[2 * tiny, 3 * tiny], [0, tiny]], [tiny, 5 * tiny]), equals: [-7, 5])
        let least = [[0x1p-1000]]
        let small = "10⁻³⁰¹ is not zero either."
        expect(try s.solveLower(least, [3 * least[0][0]], false), equals: [3], small)
        expect(try s.solveUpper(least, [3 * least[0][0]]), equals: [3], small)
        expect(try s.solveLowerTransposed(least, [3 * least[0][0]]), equals: [3], small)
      },
      Check("answers for sizes 0 and 1") { s in
        expect(try s.solveLower([], [], false), equals: [])
        expect(try s.solveUpper([], []), equals: [])
        expect(try s.solveLowerTransposed([], []), equals: [])
        expect(try s.solveLower([[4]], [-10], false), equals: [-2.5])
        expect(try s.solveLower([[4]], [-10], true), equals: [-10])
        expect(try s.solveUpper([[-8]], [4]), equals: [-0.5])
        expect(try s.solveLowerTransposed([[2]], [7]), equals: [3.5])
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the whole row multiplied",
        Rule(takesWholeRow: true).submission,
        """
        You rely on zeros: in x for what is not known yet, or outside the triangle. What is stored there may be \
        anything, and 0·NaN is NaN. Let the sum run over the known unknowns alone.
        """),
      Misconception(
        "divided although the diagonal is unit",
        submission { $0.solveLower = .init { l, b, _ in try Rule().lower(l, b, false) } },
        """
        unitDiagonal says that the ones of L are not stored. What stands on the diagonal then belongs to someone else \
        (to U, in an LU factorisation), and nothing is to be divided by it.
        """),
      Misconception(
        "never divided",
        Rule(pivot: { _, _, _ in 1 }).submission,
        """
        Row i says: the known part plus (diagonal entry)·xᵢ equals bᵢ. After subtracting the known part you still hold \
        the diagonal entry times xᵢ.
        """),
      Misconception(
        "the upper triangle from the top",
        submission {
          $0.solveUpper = .init { u, b in
            try Rule().solve(b, Array(b.indices), known: { $0 + 1..<b.count }) { u[$0][$1] }
          }
        },
        """
        In the upper triangle the top row has all the unknowns and the bottom row only one. You used entries of x \
        before they were known. Begin where there is a single unknown.
        """),
      Misconception(
        "both upper triangles from the top",
        submission {
          $0.solveUpper = .init { u, b in
            try Rule().solve(b, Array(b.indices), known: { $0 + 1..<b.count }) { u[$0][$1] }
          }
          $0.solveLowerTransposed = .init { l, b in
            try Rule().solve(b, Array(b.indices), known: { $0 + 1..<b.count }) { l[$1][$0] }
          }
        },
        """
        U and Lᵀ are upper triangles: the top row has all the unknowns and the bottom row only one. You used entries \
        of x before they were known. Begin where there is a single unknown.
        """),
      Misconception(
        "the transpose forgotten",
        submission { $0.solveLowerTransposed = .init { l, b in try Rule().lower(l, b, false) } },
        """
        `solveLowerTransposed` solves L·x = b. Lᵀ is an upper triangle: its row i is column i of L, and the last \
        unknown comes first.
        """),
      Misconception(
        "the transpose looked for above the diagonal",
        submission { $0.solveLowerTransposed = .init(Rule().upper) },
        """
        You go through Lᵀ in the right order but read lᵢⱼ with j > i, above the diagonal, where nothing of L is stored. \
        The entry (i, j) of Lᵀ is the entry (j, i) of L.
        """),
      Misconception(
        "right-hand side instead of solution",
        Rule(subtracts: .rightHandSide).submission,
        """
        You subtract multiples of entries of b. The equations speak of the unknowns: what is known by then is xⱼ, \
        computed a moment before, not bⱼ.
        """),
      Misconception(
        "added instead of subtracted",
        Rule(sign: 1).submission,
        "The known part moves to the other side of the equation, and changes its sign there."),
      Misconception(
        "divided by zero in silence",
        Rule(pivot: { _, entry, unit in unit ? 1 : entry }).submission,
        """
        A zero on the diagonal gave ∞ or NaN, and the caller learns of it much later, if at all. Look at the entry \
        before you divide, and throw.
        """),
      Misconception(
        "pivots counted from 1",
        Rule(pivot: { i, entry, unit in
          guard unit || entry != 0 else { throw ZeroPivot(index: i + 1) }
          return unit ? 1 : entry
        }).submission,
        "The index of the zero pivot is one too high: rows are counted from 0, as arrays are."),
      Misconception(
        "small taken for zero",
        Rule(pivot: { i, entry, unit in
          guard unit || abs(entry) > 1e-12 else { throw ZeroPivot(index: i) }
          return unit ? 1 : entry
        }).submission,
        """
        A fixed threshold calls a well-behaved system singular as soon as it is measured in other units: multiply L \
        and b by 10⁻¹²⁰ and x is the same. Only 0 itself cannot be divided by.
        """),
      Misconception(
        "a product with the inverse",
        Submission(
          solveLower: .init { l, b, unit in try throughInverse(b) { try Rule().lower(l, $0, unit) } },
          solveUpper: .init { u, b in try throughInverse(b) { try Rule().upper(u, $0) } },
          solveLowerTransposed: .init { l, b in try throughInverse(b) { try Rule().lowerTransposed(l, $0) } }),
        """
        You compute T⁻¹ and multiply. That costs n substitutions instead of one, and where T⁻¹ has large entries which \
        cancel in the product, the rounding errors stay: T·x misses b. Solve for this b alone.
        """),
      Misconception(
        "a pivot asked for that is not needed",
        Rule(pivot: { i, entry, unit in
          guard entry != 0 else { throw ZeroPivot(index: i) }
          return unit ? 1 : entry
        }).submission,
        """
        With unitDiagonal nothing is divided by the stored diagonal, so a 0 there is no reason to give up. Ask for the \
        pivot only where you use it.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "column by column: a known unknown leaves all the rows that wait",
        Submission(
          solveLower: .init { l, b, unit in
            try byColumns(b, Array(b.indices), waiting: { $0 + 1..<b.count }, unit: unit) { l[$0][$1] }
          },
          solveUpper: .init { u, b in
            try byColumns(b, b.indices.reversed(), waiting: { 0..<$0 }) { u[$0][$1] }
          },
          solveLowerTransposed: .init { l, b in
            try byColumns(b, b.indices.reversed(), waiting: { 0..<$0 }) { l[$1][$0] }
          })),
      Alternative("times the reciprocal of the pivot", Rule(divide: { $0 * (1 / $1) }).submission),
    ]
  }
}

// MARK: - Variants

/// Substitution as a set of choices; untouched, they are the right ones.
private struct Rule {
  enum Subtracted { case solution, rightHandSide }

  var takesWholeRow = false
  var subtracts = Subtracted.solution
  var sign = -1.0
  /// What row i is divided by, from its index, the entry on the diagonal, and whether the diagonal is unit.
  var pivot: (Int, Double, Bool) throws -> Double = { i, entry, unit in
    guard unit || entry != 0 else { throw ZeroPivot(index: i) }
    return unit ? 1 : entry
  }
  var divide: (Double, Double) -> Double = { $0 / $1 }

  func solve(
    _ b: [Double], _ order: [Int], known: (Int) -> Range<Int>, unit: Bool = false, _ entry: (Int, Int) -> Double
  ) throws -> [Double] {
    var x = [Double](repeating: 0, count: b.count)
    for i in order {
      var rest = b[i]
      for j in takesWholeRow ? b.indices : known(i) {
        rest += sign * entry(i, j) * (subtracts == .solution ? x[j] : b[j])
      }
      x[i] = divide(rest, try pivot(i, entry(i, i), unit))
    }
    return x
  }

  func lower(_ l: [[Double]], _ b: [Double], _ unit: Bool) throws -> [Double] {
    try solve(b, Array(b.indices), known: { 0..<$0 }, unit: unit) { l[$0][$1] }
  }

  func upper(_ u: [[Double]], _ b: [Double]) throws -> [Double] {
    try solve(b, b.indices.reversed(), known: { $0 + 1..<b.count }) { u[$0][$1] }
  }

  func lowerTransposed(_ l: [[Double]], _ b: [Double]) throws -> [Double] {
    try solve(b, b.indices.reversed(), known: { $0 + 1..<b.count }) { l[$1][$0] }
  }

  var submission: Submission {
    Submission(solveLower: .init(lower), solveUpper: .init(upper), solveLowerTransposed: .init(lowerTransposed))
  }
}

/// The right submission with one of its functions replaced.
private func submission(_ change: (inout Submission) -> Void) -> Submission {
  var submission = Rule().submission
  change(&submission)
  return submission
}

private func throughInverse(_ b: [Double], _ solve: ([Double]) throws -> [Double]) rethrows -> [Double] {
  var x = [Double](repeating: 0, count: b.count)
  for j in b.indices {
    let column = try solve(b.indices.map { $0 == j ? 1 : 0 })
    for i in b.indices { x[i] += column[i] * b[j] }
  }
  return x
}

private func byColumns(
  _ b: [Double], _ order: [Int], waiting: (Int) -> Range<Int>, unit: Bool = false, _ entry: (Int, Int) -> Double
) throws -> [Double] {
  var x = b
  for j in order {
    x[j] /= try Rule().pivot(j, entry(j, j), unit)
    for i in waiting(j) { x[i] -= entry(i, j) * x[j] }
  }
  return x
}

// MARK: - Inputs

private func wholeVector(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
  (0..<count).map { _ in Double(Int.random(in: 1...9, using: &random) * (Bool.random(using: &random) ? 1 : -1)) }
}

/// A lower triangle of whole numbers with powers of two other than 1 on the diagonal, and zeros above.
private func wholeTriangle(_ n: Int, _ random: inout some RandomNumberGenerator) -> [[Double]] {
  let powers: [Double] = [-4, -2, -1, 2, 4]
  return (0..<n).map { i in
    var row = [Double](repeating: 0, count: n)
    row.replaceSubrange(0..<i, with: wholeVector(i, &random))
    row[i] = powers[Int.random(in: 0..<powers.count, using: &random)]
    return row
  }
}

private func transpose(_ a: [[Double]]) -> [[Double]] { a.indices.map { j in a.map { $0[j] } } }

private func times(_ a: [[Double]], _ x: [Double]) -> [Double] {
  a.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
}

/// The matrix with NaN wherever `isKept(row, column)` is false.
private func filled(_ a: [[Double]], _ isKept: (Int, Int) -> Bool) -> [[Double]] {
  a.indices.map { i in a.indices.map { j in isKept(i, j) ? a[i][j] : .nan } }
}

/// The smallest relative change of the entries of T that makes x exact: max |b − T·x|ᵢ / (|T|·|x|)ᵢ.
private func backwardError(_ t: [[Double]], _ x: [Double], _ b: [Double]) -> Double {
  guard x.count == b.count else { return .infinity }
  let residual = zip(b, times(t, x)).map { abs($0 - $1) }
  let size = times(t.map { $0.map { abs($0) } }, x.map { abs($0) })
  return zip(residual, size).reduce(0) { worst, row in
    let ratio = row.0 == 0 ? 0 : row.0 / row.1
    return ratio <= worst ? worst : ratio  // NaN stays
  }
}
