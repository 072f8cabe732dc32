import Checking
import Glibc
import LabNumerics

enum SolveError: Error {
  case shape(matrix: [Int], rightHandSides: [Int])
  case notFinite
  case singular(pivot: Int)
}

/// A matrix as it is stored, row by row.
struct Flat: CustomStringConvertible {
  var rows: Int
  var columns: Int
  var elements: [Double]

  init(rows: Int, columns: Int, elements: [Double]) {
    (self.rows, self.columns, self.elements) = (rows, columns, elements)
  }

  init(_ rows: [[Double]], columns: Int? = nil) {
    self.init(rows: rows.count, columns: columns ?? rows.first?.count ?? 0, elements: Array(rows.joined()))
  }

  var table: [[Double]] { (0..<rows).map { i in (0..<columns).map { self[i, $0] } } }
  subscript(i: Int, j: Int) -> Double { elements[i * columns + j] }
  var description: String { rows * columns > 25 ? "a \(rows) × \(columns) matrix" : "\(table)" }
}

/// What the learner's `LinearSolution` says, or that of a variant.
struct Answer: Observable {
  var x: Flat
  var path: String
  var reciprocalCondition: Double
  var errorBounds: [Double]

  /// The bounds as powers of 10: what is left of them after refinement is 2·ε or 1.
  var observation: Observation {
    let bounds = errorBounds.map { $0 > 0 ? "\(Int(log10($0).rounded()))" : "\($0)" }.joined(separator: " ")
    return Observation(
      x.elements.observation, reciprocalCondition.observation, Observation(shape: [x.rows, x.columns]),
      Observation(text: path), Observation(text: bounds))
  }
}

/// An answer that is not recorded: where digits are lost, two programs lose them differently, and none would be known again.
struct Unrecorded: Observable {
  var answer: Answer
  var observation: Observation { Observation(text: "") }
}

struct Submission {
  var linearSolve: Function<Flat, Flat, Answer>
  var solveTransposed: Function<Flat, [Double], [Double]>
  var unrecordedSolve: Function<Flat, Flat, Unrecorded>

  init(
    linearSolve: @escaping (Flat, Flat) throws -> Answer, solveTransposed: @escaping (Flat, [Double]) throws -> [Double]
  ) {
    self.linearSolve = .init(linearSolve)
    self.solveTransposed = .init(solveTransposed)
    unrecordedSolve = .init { Unrecorded(answer: try linearSolve($0, $1)) }
  }
}

enum Solves: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let a = Flat([[0, 2], [4, 4]])
        let answer = try s.linearSolve(a, Flat([[2], [12]]))
        expect(answer.x.elements, equals: [2, 1], within: .ofLargest(0x1p-51), what: "x for \(a), b = (2, 12)")
        expect(
          answer.reciprocalCondition, equals: 1.0 / 6, within: .ulps(8),
          "‖A‖₁ = 6 and ‖A⁻¹‖₁ = 1: here Hager's estimate is exact.", what: "Its reciprocal condition")
        expect(answer.errorBounds, equals: [0x1p-51], "The correction is below ε·‖x‖.", what: "Its bounds")
        expect(
          try s.solveTransposed(a, [4, 6]), equals: [1, 1], within: .ofLargest(4 * 0x1p-52),
          "Aᵀ = Uᵀ·Lᵀ·P. Number i of the last solve belongs to row order[i].")
      },
      Check("chooses the path by the look of the matrix") { s in
        for (a, path, why) in matricesOfEachPath {
          let b = a.map { [$0[0] - 2 * $0[1] + 3 * $0[2]] }  // exact
          let answer = try s.linearSolve(Flat(a), Flat(b))
          expect(answer.path == path, "For \(a) the path is .\(answer.path), expected .\(path)", why)
          expect(
            answer.x.elements, equals: [1, -2, 3], within: .ofLargest(0x1p-51), why, what: "x for \(a), b = \(b)")
        }
      },
      Check("solves with the transpose on every path", cases: 2) { s, random in
        for (a, path, _) in matricesOfEachPath + [(generalMatrix, "general", "")] {
          let x = a.map { _ in Double(Int.random(in: -9...9, using: &random)) }
          let b = a.indices.map { j in a.indices.reduce(0) { $0 + a[$1][j] * x[$1] } }
          // κ ≤ 400 for the 3 × 3 matrices, 10⁴ for the permuted one: error at most 8·n·κ·ε.
          expect(
            try s.solveTransposed(Flat(a), b), equals: x, within: .ofLargest(8 * 5 * 1e4 * 0x1p-52),
            "Uᵀ is lower, Lᵀ upper triangular, and Aᵀ = Uᵀ·Lᵀ·P.", what: "x with Aᵀ·x = b on the path .\(path)")
        }
      },
      Check("passes LAPACK's battery for one right-hand side") { s in
        let simple = try s.linearSolve(Flat([[2, 1], [1, 3]]), Flat([[4], [7]])).x.elements
        expect(simple, equals: [1, 2], within: .ofLargest(0x1p-51), what: "x for [[2, 1], [1, 3]], b = (4, 7)")
        let solve = { (a: [[Double]], b: [Double]) in
          try s.unrecordedSolve(Flat(a), Flat(b.map { [$0] })).answer.x.elements
        }
        expectPasses(LAPACKBattery.examineSolve(sizes: [1, 2, 3, 5, 10], solve))
        expectPasses(LAPACKBattery.examineSolve(sizes: [1, 2, 3, 5, 10], areDefinite: true, solve))
      },
      Check("passes LAPACK's battery for fifteen right-hand sides") { s in
        let two = try s.linearSolve(Flat([[2, 1], [1, 3]]), Flat([[4, 3], [7, -1]])).x
        expect(two.table, equals: [[1, 2], [2, -1]], within: .ofLargest(0x1p-51), what: "X for two right-hand sides")
        let solve = { (a: [[Double]], b: [[Double]]) in try s.unrecordedSolve(Flat(a), Flat(b)).answer.x.table }
        expectPasses(LAPACKBattery.examineSolve(sizes: [0, 2, 5], severalSides: solve))
        expectPasses(LAPACKBattery.examineSolve(sizes: [0, 2, 5], areDefinite: true, severalSides: solve))
      },
      Check("estimates the condition as LAPACK's tests ask") { s in
        for (a, inverseNorm, factor) in conditionedMatrices {
          let estimate = try s.linearSolve(Flat(a), Flat(a.map { [$0[0]] })).reciprocalCondition
          let truth = 1 / (columnNorm(a) * inverseNorm)
          let what = "Of \(a) the reciprocal condition over its true value"
          // From below ‖A⁻¹‖₁ is never passed, up to rounding n·κ·ε ≤ 10⁻⁸ here; a third of it is reached.
          expect(what, estimate / truth, atLeast: 1 - 1e-8, "1/κ is the reciprocal of the product of *both* norms.")
          expect(
            what, estimate / truth, atMost: factor,
            "One vector can miss A⁻¹'s large column: climb, as Hager does, and try Higham's last vector.")
        }
        expectPasses(
          LAPACKBattery.examineReciprocalCondition(sizes: [0, 1, 2, 3, 5, 10]) { (a: [[Double]]) in
            do {
              return try s.unrecordedSolve(Flat(a), Flat(a.map { _ in [] }, columns: 0)).answer.reciprocalCondition
            } catch { return 0 }
          })
      },
      // Hilbert's matrix times the least common denominator, and upside down: integers, as b is. κ = 1.5e7 and 1.6e13.
      Check("refines half the digits away to the last", cases: 2) { s, random in
        try expectRefined([2, 4, 6], s, &random)
      },
      Check("refines thirteen lost digits, step by step", cases: 2) { s, random in
        try expectRefined([8, 10], s, &random)
      },
      Check("vouches for no digit that is wrong", cases: 2) { s, random in
        for n in [11, 12, 13, 14] {
          for isTurned in [false, true] {
            let (a, x, b) = hilbert(n, isTurned: isTurned, &random)
            let answer: Answer
            do { answer = try s.unrecordedSolve(Flat(a), Flat(b.map { [$0] })).answer } catch {
              expect(false, "For Hilbert's matrix of order \(n) linearSolve throws \(error)", "No pivot is exactly 0.")
              continue
            }
            let error = zip(answer.x.elements, x).map { abs($0 - $1) }.max() ?? .nan
            let size = answer.x.elements.map { abs($0) }.max() ?? .nan
            let bound = answer.errorBounds.first ?? .nan
            guard bound != 1 else { continue }
            expect(
              "For Hilbert's matrix of order \(n) (κ about 10^\(Int(1.52 * Double(n)) - 2)) the error over what is vouched for",
              error / (bound * size), atMost: 1, "Corrections that do not shrink to half each time vouch for nothing.")
          }
        }
        let unit = try s.linearSolve(Flat([[3, 1], [1, 3]]), Flat([[8], [0]]))
        expect(unit.errorBounds, equals: [0x1p-51], "Here nothing is lost.", what: "the bounds for [[3, 1], [1, 3]]")
      },
      Check("refuses by one error, and nothing without need") { s in
        let ones = Flat([[1], [1]])
        expect(throws: SolveError.shape(matrix: [2, 3], rightHandSides: [2, 1])) {
          try s.linearSolve(Flat([[1, 2, 3], [4, 5, 6]]), ones)
        }
        expect(throws: SolveError.shape(matrix: [3, 3], rightHandSides: [2, 1])) {
          try s.linearSolve(Flat(generalMatrix.prefix(3).map { Array($0.prefix(3)) }), ones)
        }
        let finite = "Ask before you factor: a comparison with NaN is false, and the search for a pivot goes on as if."
        for bad in [Double.nan, .infinity] {
          expect(throws: SolveError.notFinite, finite) { try s.linearSolve(Flat([[1, 2], [bad, 4]]), ones) }
          expect(throws: SolveError.notFinite, finite) {
            try s.linearSolve(Flat([[1, 2], [3, 4]]), Flat([[1], [bad]]))
          }
        }
        let pivot = "The first pivot that is 0, counted from 0, whichever way the solve runs."
        for (a, k) in [
          ([[1, 0, 0], [2, 0, 0], [3, 4, 0]], 1), ([[1, 2, 3], [0, 0, 4], [0, 0, 0]], 1),
          ([[0, 0, 0], [0, 1, 0], [0, 0, 2]], 0),
          ([[1, 2, 3], [2, 4, 6], [1, 1, 1]], 2), ([[0, 1, 2], [0, 3, 4], [0, 5, 7]], 0),
          ([[4, 2, 2], [2, 1, 1], [2, 1, 5]], 1),
        ] as [([[Double]], Int)] {
          expect(throws: SolveError.singular(pivot: k), pivot) { try s.linearSolve(Flat(a), Flat([[1], [1], [1]])) }
        }
        let small = "Small is not zero: every number of the system may be in another unit."
        for scale in [0x1p-970, 0x1p970] {
          for a in [[[2, 1], [1, 3]], [[2, 1], [-1, 3]], [[2, 0], [1, 3]], [[2, 1], [0, 3]]] as [[[Double]]] {
            let scaled = Flat(a.map { $0.map { $0 * scale } })
            let answer = try s.linearSolve(scaled, Flat(a.map { [($0[0] + 2 * $0[1]) * scale] }))
            expect(
              answer.x.elements, equals: [1, 2], within: .ofLargest(0x1p-51), small, what: "x for \(a) times \(scale)")
          }
        }
        let zero = try s.linearSolve(Flat([[3, 1], [2, 4]]), Flat([[0], [0]]))
        expect(zero.x.elements, equals: [0, 0], what: "x for b = 0")
        expect(zero.errorBounds, equals: [0x1p-51], "Nothing is left to correct.", what: "The bound for b = 0")
        let empty = try s.linearSolve(Flat([]), Flat([]))
        expect(empty.reciprocalCondition, equals: 1, what: "the reciprocal condition of the empty matrix")
        expect(empty.path == "lower", "The path for the empty matrix is .\(empty.path)")
        let none = try s.linearSolve(Flat([[3, 1], [2, 4]]), Flat([[], []], columns: 0))
        expect(
          [none.x.rows, none.x.columns, none.errorBounds.count] == [2, 0, 0], "For B without columns X is \(none.x)")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "refined once",
        submission { $0.steps = 1 },
        """
        One correction brings some digits, −log₁₀(κ·ε) of them. While the corrections are still larger than ε·‖x‖, and \
        shrinking, there is more to be had.
        """),
      Misconception(
        "the residual in plain Double",
        submission { $0.isDoubled = false },
        """
        b − A·x is a difference of nearly equal numbers; with the rounding of Double in it its digits are noise, and d corrects \
        nothing. Refinement brings digits only if the residual is computed with more of them.
        """),
      Misconception(
        "2·ε vouched for whatever the corrections do",
        submission { $0.doubts = false },
        """
        If the corrections do not shrink, A is so near to a singular matrix that the factors belong to another one. Then the \
        iteration says nothing about x, and the bound has to say so.
        """),
      Misconception(
        "A⁻¹ judged by one vector",
        submission { $0.climbs = false },
        """
        A⁻¹·(1/n, …, 1/n) can be small while A⁻¹ has a large column: large entries of both signs cancel. Follow the signs with \
        A⁻ᵀ to the column that counts.
        """),
      Misconception(
        "no last vector",
        submission { $0.triesLast = false },
        """
        The climb looks only where (1, …, 1) and the signs point; there are matrices on which it ends where it begins. The \
        vector w, whose signs alternate and whose sizes grow, sees those that turn up in practice.
        """),
      Misconception(
        "the condition without ‖A‖",
        submission { $0.multipliesNorm = false },
        """
        1/‖A⁻¹‖ alone is a distance and carries A's unit: for 10⁻²⁹²·I it says "singular". Only with ‖A‖ does the unit cancel.
        """),
      Misconception(
        "a failing Cholesky called singular",
        submission { $0.fallsBack = false },
        """
        A symmetric matrix with a positive diagonal need not be definite: [[1, 2], [2, 1]] is not, and it is far from singular. \
        If `cholesky` throws, go on to LU.
        """),
      Misconception(
        "Cholesky without a look above the diagonal",
        submission { $0.asksSymmetry = false },
        """
        `cholesky` reads the lower triangle alone and is content with any matrix whose lower half could belong to a definite one. \
        It then solves another system. Ask for symmetry first.
        """),
      Misconception(
        "the permutation left out of Aᵀ",
        submission { $0.returnsToRows = false },
        """
        From P·A = L·U follows Aᵀ = Uᵀ·Lᵀ·P, so the two triangular solves give P·x. Number i belongs to row order[i].
        """),
      Misconception(
        "P on b for Aᵀ, too",
        submission { $0.permutesFirst = true },
        """
        For A·x = b the rows of b are permuted before the solves, for Aᵀ·x = b those of x after them: transposing turns the \
        product round.
        """),
      Misconception(
        "a small pivot is zero",
        submission { $0.leastPivot = 1e-12 },
        """
        Whether 10⁻¹² is small depends on the unit of A. A pivot that is 0 cannot be divided by; whether the others are too \
        small is what the condition tells.
        """),
      Misconception(
        "zero up to 10⁻¹²",
        submission { $0.leastEntry = 1e-12 },
        """
        Entries that are thrown away for being small may be all that there is, as in a matrix of norm 10⁻²⁹². Only 0 is 0.
        """),
      Misconception(
        "the last zero pivot of an upper triangle",
        submission { $0.firstPivot = false },
        """
        Back substitution runs from the bottom and meets the last zero first. Asked for is the first; look at the diagonal \
        before you solve.
        """),
      Misconception(
        "upper asked before lower",
        submission { $0.asksUpperFirst = true },
        """
        A diagonal matrix is both. The first question is for zeros above the diagonal.
        """),
      Misconception(
        "NaN let through",
        submission { $0.asksFinite = false },
        """
        NaN goes through every step and comes out as an x without a digit, and ∞ becomes NaN on the way. Refuse both at the door.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("elimination by rows, Doolittle's", submission { _ in }),
      Alternative("the condition from the inverse itself", submission { $0.invertsForCondition = true }),
    ]
  }
}

// MARK: - Parts of the checks

private func expectPasses(_ report: LAPACKReport, line: Int = #line) {
  expect(
    report.passes, "LAPACK's battery, \(report)",
    "Make the smallest matrix that fails, and compare A·x with b. A singular one must be refused.", line: line)
}

private let generalMatrix: [[Double]] = [
  [0, 3, 1, 2, -1], [1, 0, 2, 0, 4], [2, -1, 0, 5, 1], [8, 2, -3, 1, 0], [0, 1, 6, -2, 3],
]

private let matricesOfEachPath: [(matrix: [[Double]], path: String, why: String)] = [
  ([[2, 0, 0], [1, 3, 0], [4, -1, 5]], "lower", "Zeros above the diagonal: forward substitution does it."),
  ([[2, 1, 3], [0, -4, 1], [0, 0, 5]], "upper", "Zeros below the diagonal: back substitution does it."),
  ([[2, 0, 0], [0, 3, 0], [0, 0, 5]], "lower", "The first that fits; a diagonal matrix is lower triangular."),
  ([[4, 2, -1], [2, 5, 3], [-1, 3, 6]], "cholesky", "Symmetric, positive definite."),
  ([[0.5, 0.25, 0], [0.25, 0.5, 0.125], [0, 0.125, 0.25]], "cholesky", "Symmetric, positive definite."),
  (
    [[1, 2, 0], [2, 1, 1], [0, 1, 3]], "general",
    "Symmetric with a positive diagonal, but not definite: Cholesky fails."
  ),
  ([[1, 2, 0], [2, -7, 1], [0, 1, 3]], "general", "A negative number on the diagonal: not definite."),
  (
    [[4, 1, -1], [2, 5, 3], [-1, 3, 6]], "general",
    "Its lower triangle could be that of a definite matrix; it is not symmetric."
  ),
  ([[0, 2, 1], [1, 0, 3], [5, 1, 0]], "general", "Nothing special."),
]

/// Matrices with ‖A⁻¹‖₁ known by hand, and by which factor an estimate may stay below it.
private let conditionedMatrices: [(matrix: [[Double]], inverseNorm: Double, factor: Double)] = [
  ([[1, 0, 0, 0], [0, 0x1p-20, 0, 0], [0, 0, 4, 0], [0, 0, 0, 1]], 0x1p20, 3),
  // A⁻¹ = [[2²⁰, −2²⁰], [0, 1]]: on (½, ½) its large entries cancel.
  ([[0x1p-20, 1], [0, 1]], 0x1p20 + 1, 3),
  ([[1, 0], [1, 0x1p-20]], 0x1p20 + 1, 3),
  ([[0, 0x1p-20], [1, 1]], 0x1p21, 3),
  // A⁻¹ = [[1, −2, 4, −8], [0, 1, −2, 4], …]
  ([[1, 2, 0, 0], [0, 1, 2, 0], [0, 0, 1, 2], [0, 0, 0, 1]], 15, 3),
  (identity(8, plus: -0x1p20, [0, 1, -1, 1, 1, -1, 1, 1], [1, 0, 0, 0, 0, 0, 0, 0]), 1 + 0x1p20 * 7, 3),
  // p and u are orthogonal to each other and to (1, …, 1): Hager's climb stops where it starts, Higham's vector gets 1/9.
  (identity(4, plus: -0x1p20, [0, 1, 0, -1], [1, 0, -1, 0]), 1 + 0x1p21, 30),
]

/// I + t·p·uᵀ; where uᵀp = 0 its inverse is I − t·p·uᵀ.
private func identity(_ n: Int, plus t: Double, _ p: [Double], _ u: [Double]) -> [[Double]] {
  (0..<n).map { i in (0..<n).map { j in (i == j ? 1 : 0) + t * p[i] * u[j] } }
}

private func columnNorm(_ a: [[Double]]) -> Double {
  a.indices.map { j in a.reduce(0) { $0 + abs($1[j]) } }.max() ?? 0
}

/// Hilbert's matrix times the least common multiple of its denominators, an x of small integers and b = A·x, all exact;
/// turned, its rows run from the last to the first, and it is not symmetric.
private func hilbert(_ n: Int, isTurned: Bool, _ random: inout SplitMix64) -> (a: [[Double]], x: [Double], b: [Double])
{
  func divisor(_ a: Int, _ b: Int) -> Int { b == 0 ? a : divisor(b, a % b) }
  let multiple = (1..<2 * n).reduce(1) { $0 / divisor($0, $1) * $1 }
  let rows = (0..<n).map { i in (0..<n).map { Double(multiple / (i + $0 + 1)) } }
  var x = (0..<n).map { _ in Double(Int.random(in: -9...9, using: &random)) }
  x[n / 2] = 9
  let a = isTurned ? rows.reversed() : rows
  return (a, x, a.map { zip($0, x).reduce(0) { $0 + $1.0 * $1.1 } })
}

/// Expects x to its last digits: corrections settle below ε·‖x‖ and adding one rounds once more, 2·ε in all.
private func expectRefined(_ orders: [Int], _ s: Submission, _ random: inout SplitMix64) throws {
  for n in orders {
    for isTurned in [false, true] {
      let (a, x, b) = hilbert(n, isTurned: isTurned, &random)
      let what =
        "for \(a[0][0] == a[n - 1][n - 1] ? "a" : isTurned ? "the turned" : "the") Hilbert matrix of order \(n)"
      let answer: Answer
      do { answer = try s.unrecordedSolve(Flat(a), Flat(b.map { [$0] })).answer } catch {
        expect(false, "linearSolve throws \(error) \(what)")
        continue
      }
      expect(
        answer.x.elements, equals: x, within: .ofLargest(0x1p-51),
        "All numbers are integers, b = A·x exactly. Is the residual computed with twice the digits, and added until it is small?",
        what: "x \(what)")
      expect(
        answer.errorBounds, equals: [0x1p-51], "The corrections shrink until they are small.", what: "The bound \(what)"
      )
    }
  }
  let easy = try s.linearSolve(Flat([[3, 1], [1, 2]]), Flat([[5], [5]]))
  expect(easy.x.elements, equals: [1, 2], within: .ofLargest(0x1p-51), what: "x for [[3, 1], [1, 2]], b = (5, 5)")
}

// MARK: - Wrong and right ways

/// A solver of the checks' own; as it stands it is right.
private struct Ways {
  var steps = 10
  var isDoubled = true
  var doubts = true
  var climbs = true
  var triesLast = true
  var multipliesNorm = true
  var invertsForCondition = false
  var fallsBack = true
  var asksSymmetry = true
  var returnsToRows = true
  var permutesFirst = false
  var leastPivot = 0.0
  var leastEntry = 0.0
  var firstPivot = true
  var asksUpperFirst = false
  var asksFinite = true

  /// A = L·U with its rows in this order; for triangles and Cholesky one of the two is I, or its transpose.
  struct Parts {
    var path: String
    var lower: [[Double]]
    var upper: [[Double]]
    var order: [Int]
  }

  func parts(_ a: [[Double]]) throws -> Parts {
    let n = a.count
    let one = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    func isZero(_ x: Double) -> Bool { leastEntry == 0 ? x == 0 : abs(x) <= leastEntry }
    let isLower = (0..<n).allSatisfy { i in (i + 1..<n).allSatisfy { isZero(a[i][$0]) } }
    let isUpper = (0..<n).allSatisfy { i in (0..<i).allSatisfy { isZero(a[i][$0]) } }
    if isLower && !(asksUpperFirst && isUpper) {
      try requirePivots(a, isUpper: false)
      return Parts(path: "lower", lower: a, upper: one, order: Array(0..<n))
    }
    if isUpper {
      try requirePivots(a, isUpper: true)
      return Parts(path: "upper", lower: one, upper: a, order: Array(0..<n))
    }
    let isSymmetric = (0..<n).allSatisfy { i in (0..<i).allSatisfy { a[i][$0] == a[$0][i] } }
    if isSymmetric || !asksSymmetry, (0..<n).allSatisfy({ a[$0][$0] > 0 }) {
      let (l, failure) = cholesky(a)
      if failure == nil {
        return Parts(path: "cholesky", lower: l, upper: transposed(l), order: Array(0..<n))
      }
      if !fallsBack { throw SolveError.singular(pivot: failure ?? 0) }
    }
    return try eliminated(a)
  }

  func requirePivots(_ a: [[Double]], isUpper: Bool) throws {
    let zeros = a.indices.filter { abs(a[$0][$0]) <= leastPivot }
    if let zero = isUpper && !firstPivot ? zeros.last : zeros.first { throw SolveError.singular(pivot: zero) }
  }

  func cholesky(_ a: [[Double]]) -> ([[Double]], failure: Int?) {
    var l = a.map { $0.map { _ in 0.0 } }
    for i in a.indices {
      for j in 0...i {
        let rest = (0..<j).reduce(a[i][j]) { $0 - l[i][$1] * l[j][$1] }
        if i == j {
          guard rest > leastPivot else { return (l, i) }
          l[i][i] = rest.squareRoot()
        } else {
          l[i][j] = rest / l[j][j]
        }
      }
    }
    return (l, nil)
  }

  func eliminated(_ a: [[Double]]) throws -> Parts {
    let n = a.count
    var (rows, order) = (a, Array(0..<n))
    var lower = (0..<n).map { i in (0..<n).map { $0 == i ? 1.0 : 0 } }
    for k in 0..<n {
      var best = k
      for i in k..<n where abs(rows[i][k]) > abs(rows[best][k]) { best = i }
      if rows[best][k] == 0 { continue }
      rows.swapAt(k, best)
      order.swapAt(k, best)
      for j in 0..<k { (lower[k][j], lower[best][j]) = (lower[best][j], lower[k][j]) }
      for i in k + 1..<n {
        lower[i][k] = rows[i][k] / rows[k][k]
        for j in k..<n { rows[i][j] -= lower[i][k] * rows[k][j] }
        rows[i][k] = 0
      }
    }
    try requirePivots(rows, isUpper: false)
    return Parts(path: "general", lower: lower, upper: rows, order: order)
  }

  func solve(_ parts: Parts, _ b: [Double], isTransposed: Bool = false) -> [Double] {
    if !isTransposed { return backward(parts.upper, forward(parts.lower, parts.order.map { b[$0] })) }
    let right = permutesFirst ? parts.order.map { b[$0] } : b
    let z = backward(transposed(parts.lower), forward(transposed(parts.upper), right))
    if !returnsToRows || permutesFirst { return z }
    var x = z
    for (i, row) in parts.order.enumerated() { x[row] = z[i] }
    return x
  }

  func inverseNorm(_ parts: Parts) -> Double {
    let n = parts.order.count
    func unit(_ j: Int) -> [Double] { (0..<n).map { $0 == j ? 1 : 0 } }
    func size(_ v: [Double]) -> Double { v.reduce(0) { $0 + abs($1) } }
    if invertsForCondition { return (0..<n).map { size(solve(parts, unit($0))) }.max() ?? 0 }
    var x = [Double](repeating: 1 / Double(n), count: n)
    var v = solve(parts, x)
    var estimate = size(v)
    if !climbs { return estimate }
    for _ in 0..<5 {
      let z = solve(parts, v.map { $0 >= 0 ? 1 : -1 }, isTransposed: true)
      let j = z.indices.max { abs(z[$0]) < abs(z[$1]) } ?? 0
      if abs(z[j]) <= zip(z, x).reduce(0, { $0 + $1.0 * $1.1 }) { break }
      x = unit(j)
      v = solve(parts, x)
      if size(v) <= estimate { break }
      estimate = size(v)
    }
    let w = (0..<n).map { (i: Int) -> Double in
      let size = n > 1 ? 1 + Double(i) / Double(n - 1) : 1
      return i % 2 == 0 ? size : -size
    }
    return triesLast ? max(estimate, 2 * size(solve(parts, w)) / Double(3 * n)) : estimate
  }

  func refined(_ a: [[Double]], _ parts: Parts, _ b: [Double]) -> ([Double], Double) {
    func largest(_ v: [Double]) -> Double { v.map { abs($0) }.max() ?? 0 }
    var x = solve(parts, b)
    var last = largest(x)
    for _ in 0..<steps {
      let d = solve(parts, residual(a, x, b))
      let size = largest(d)
      let isSettled = size <= 0x1p-52 * largest(x)
      if !isSettled && !(size <= last / 2) { return (x, doubts ? 1 : 0x1p-51) }
      for i in x.indices { x[i] += d[i] }
      if isSettled { return (x, 0x1p-51) }
      last = size
    }
    return (x, doubts ? 1 : 0x1p-51)
  }

  func residual(_ a: [[Double]], _ x: [Double], _ b: [Double]) -> [Double] {
    zip(a, b).map { row, b in
      if !isDoubled { return zip(row, x).reduce(b) { $0 - $1.0 * $1.1 } }
      // Knuth's sum and Dekker's product, the errors added apart.
      var (sum, errors) = (b, 0.0)
      for (left, right) in zip(row, x) {
        let product = -left * right
        errors += (-product).addingProduct(-left, right)
        let next = sum + product
        let part = next - sum
        errors += (sum - (next - part)) + (product - part)
        sum = next
      }
      return sum + errors
    }
  }

  func linearSolve(_ a: Flat, _ b: Flat) throws -> Answer {
    let n = a.rows
    guard n == a.columns, b.rows == n else {
      throw SolveError.shape(matrix: [n, a.columns], rightHandSides: [b.rows, b.columns])
    }
    if asksFinite, !(a.elements + b.elements).allSatisfy(\.isFinite) { throw SolveError.notFinite }
    let parts = try parts(a.table)
    let inverse = n == 0 ? 1 : inverseNorm(parts)
    let norm = n == 0 || !multipliesNorm ? 1 : columnNorm(a.table)
    var x = b
    var bounds: [Double] = []
    for j in 0..<b.columns {
      let (column, bound) = refined(a.table, parts, (0..<n).map { b[$0, j] })
      for i in 0..<n { x.elements[i * b.columns + j] = column[i] }
      bounds.append(bound)
    }
    return Answer(x: x, path: parts.path, reciprocalCondition: 1 / norm / inverse, errorBounds: bounds)
  }
}

private func submission(_ change: (inout Ways) -> Void) -> Submission {
  var ways = Ways()
  change(&ways)
  let way = ways
  return Submission(
    linearSolve: { try way.linearSolve($0, $1) },
    solveTransposed: { a, b in way.solve(try way.parts(a.table), b, isTransposed: true) })
}

private func forward(_ l: [[Double]], _ b: [Double]) -> [Double] {
  var x = b
  for i in x.indices {
    for j in 0..<i { x[i] -= l[i][j] * x[j] }
    x[i] /= l[i][i]
  }
  return x
}

private func backward(_ u: [[Double]], _ b: [Double]) -> [Double] {
  var x = b
  for i in x.indices.reversed() {
    for j in i + 1..<x.count { x[i] -= u[i][j] * x[j] }
    x[i] /= u[i][i]
  }
  return x
}

private func transposed(_ a: [[Double]]) -> [[Double]] { a.indices.map { j in a.map { $0[j] } } }
