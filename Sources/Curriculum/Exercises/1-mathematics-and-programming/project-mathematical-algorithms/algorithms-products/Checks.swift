import Checking
import LabNumerics

struct ShapeMismatch: Error {
  var left: [Int]
  var right: [Int]
}

/// The learner's matrix, or that of a variant: its shape, and its numbers row by row.
struct Flat: Observable, CustomStringConvertible {
  var rows: Int
  var columns: Int
  var elements: [Double]

  /// A right answer; out of range is 0, so that a wrong answer is compared, not trapped.
  subscript(i: Int, j: Int) -> Double { elements.at(i * columns + j) }

  var observation: Observation { Observation(rows.observation, columns.observation, elements.observation) }
  var description: String { "a \(rows) × \(columns) matrix with elements \(elements)" }
}

struct Submission {
  var fromRows: Function<[[Double]], Int, Flat>
  var rows: Function<Flat, [[Double]]>
  var entry: Function<Flat, Int, Int, Double>
  var settingEntry: Function<Flat, Int, Int, Double, Flat>
  var transposed: Function<Flat, Flat>
  var gemv: Function<Double, Flat, Bool, [Double], Double, [Double], [Double]>
  var gemm: Function<Double, Flat, Bool, Flat, Bool, Double, Flat, Flat>
  var gemmInPlace: Function<Flat, Flat, Flat>
  var norm1: Function<Flat, Double>
  var normInfinity: Function<Flat, Double>
}

enum Products: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked examples") { s in
        let (a, b) = (flat([[1, 2], [3, 4]]), flat([[1, 0, 2], [0, 1, 3]]))
        let ones = flat([[1, 1], [1, 1]])
        expect(
          try s.gemm(2, b, false, b, true, -1, ones), is: flat([[9, 11], [11, 19]]), "gemm(2, B, B, transposed, −1, C)",
          "B·Bᵀ is [[5, 6], [6, 10]]; twice that, less C.")
        expect(
          try s.gemv(1, a, true, [1, -1], 10, [1, 2]), equals: [8, 18], "Aᵀ·(1, −1) is (1 − 3, 2 − 4).", what: "y")
        expect(
          try s.gemmInPlace(a, flat([[0, 1], [1, 1]])), is: flat([[2, 3], [4, 7]]), "C ← C·B",
          "Every entry of the new C needs a whole row of the old one.")
      },
      Check("keeps its numbers row by row", holdingFor: 30) { s, draws in
        let (m, n) = (draws.integer(in: 0...4), draws.integer(in: 0...5))
        let table = draws.matrix(m, n)
        let a = Flat(rows: m, columns: n, elements: Array(table.joined()))
        expect(
          try s.fromRows(table, n), is: a, "DenseMatrix of \(m) rows with \(n) numbers each",
          "Row i begins behind i rows of n numbers. No rows is a shape, too: 0 × n.")
        expect(
          try s.rows(a), equals: table, "Row i is elements[i·n ..< (i + 1)·n].", what: "rows of \(a)")
        expect(
          try s.transposed(a), is: flat((0..<n).map { j in table.map { $0[j] } }, columns: m), "transposed() of \(a)",
          "Its rows are the columns of A, and it has n of them.")
        guard m * n > 0 else { return }
        let (i, j) = (draws.number(below: m), draws.number(below: n))
        expect(try s.entry(a, i, j), equals: table[i][j], what: "entry (\(i), \(j)) of \(a)")
        var changed = a
        changed.elements[i * n + j] = 9
        expect(try s.settingEntry(a, i, j, 9), is: changed, "\(a) after a[\(i), \(j)] = 9", "One number changes.")
      },
      // Sums of a few products of eighths are exact in every order.
      Check("multiplies a vector both ways", holdingFor: 60) { s, draws in
        let (m, n, transposed) = (draws.integer(in: 1...5), draws.integer(in: 1...5), draws.flag())
        let a = Flat(rows: m, columns: n, elements: draws.vector(m * n))
        let (alpha, beta) = (draws.eighth(), draws.eighth())
        let (x, y) = (draws.vector(transposed ? m : n), draws.vector(transposed ? n : m))
        let column = Flat(rows: x.count, columns: 1, elements: x)
        let right = exactly(alpha, a, transposed, column, false, beta, Flat(rows: y.count, columns: 1, elements: y))
        expect(
          try s.gemv(alpha, a, transposed, x, beta, y), equals: right.elements,
          "y ← α·op(A)·x + β·y; op(A) is \(transposed ? "Aᵀ" : "A"), A is \(m) × \(n).")
      },
      Check("multiplies matrices in all four forms", holdingFor: 80) { s, draws in
        let (m, k, n) = (draws.integer(in: 1...4), draws.integer(in: 1...4), draws.integer(in: 1...4))
        let (transposeA, transposeB) = (draws.flag(), draws.flag())
        let a = Flat(rows: transposeA ? k : m, columns: transposeA ? m : k, elements: draws.vector(m * k))
        let b = Flat(rows: transposeB ? n : k, columns: transposeB ? k : n, elements: draws.vector(k * n))
        let c = Flat(rows: m, columns: n, elements: draws.vector(m * n))
        let (alpha, beta) = (draws.eighth(), draws.eighth())
        expect(
          try s.gemm(alpha, a, transposeA, b, transposeB, beta, c),
          is: exactly(alpha, a, transposeA, b, transposeB, beta, c),
          "gemm(\(alpha), A\(transposeA ? "ᵀ" : ""), B\(transposeB ? "ᵀ" : ""), \(beta), C) for A = \(a), B = \(b), "
            + "C = \(c)",
          "C ← α·op(A)·op(B) + β·C: the flags say how A and B are read, not which of them is which.")
      },
      Check("reads nothing that is multiplied by 0, and all that is not") { s in
        let (a, b) = (flat([[1, 2], [3, 4]]), flat([[5, 6], [7, 8]]))
        let (x, product): ([Double], Flat) = ([1, 1], flat([[19, 22], [43, 50]]))
        let unknown = flat([[.nan, .infinity], [.nan, 0]])
        let overwritten = "With β = 0 the caller has put nothing in C; what lies there is left over. 0·NaN is NaN."
        expect(try s.gemm(1, a, false, b, false, 0, unknown), is: product, "gemm with β = 0, NaN in C", overwritten)
        expect(
          try s.gemv(1, a, false, x, 0, [.nan, .infinity]), equals: [3, 7], overwritten,
          what: "gemv with β = 0, NaN in y")
        let unread = "With α = 0 the product is not asked for: β·C, whatever A and B hold."
        expect(
          try s.gemm(0, unknown, false, b, true, 2, a), is: flat([[2, 4], [6, 8]]), "gemm with α = 0, NaN in A", unread)
        expect(
          try s.gemv(0, a, true, [.nan, 1], 3, x), equals: [3, 3], unread, what: "gemv with α = 0, NaN in x")
        expect(
          try s.gemm(0, a, false, b, false, 0, unknown), is: flat([[0, 0], [0, 0]]), "gemm with α = β = 0", unread)
        let hidden = "0·NaN and 0·∞ are NaN. A loop that skips zeros hides what went wrong upstream."
        expect(
          try s.gemm(1, flat([[0, 1], [1, 1]]), false, unknown, false, 0, a),
          is: flat([[.nan, .nan], [.nan, .infinity]]),
          "[[0, 1], [1, 1]] times [[NaN, ∞], [NaN, 0]]", hidden)
        expect(
          try s.gemv(1, unknown, true, [0, 1], 0, x), equals: [.nan, .nan], hidden,
          what: "the transpose of [[NaN, ∞], [NaN, 0]] times (0, 1)")
      },
      Check("refuses shapes that do not fit") { s in
        let (a, b) = (zeros(2, 3), zeros(3, 4))
        let advice =
          "Compare op(A) with op(B) first, each with the shape that its flag gives it; then the product with C."
        func refuses(
          _ left: [Int], _ right: [Int], _ a: Flat, _ transposeA: Bool, _ b: Flat, _ transposeB: Bool, _ c: Flat
        ) {
          expect(throws: ShapeMismatch(left: left, right: right), advice) {
            try s.gemm(1, a, transposeA, b, transposeB, 1, c)
          }
        }
        refuses([2, 3], [4, 3], a, false, b, true, zeros(2, 3))
        refuses([3, 2], [3, 4], a, true, b, false, zeros(3, 4))
        refuses([2, 4], [4, 2], a, false, b, false, zeros(4, 2))
        refuses([3, 3], [2, 2], a, true, a, false, zeros(2, 2))
        refuses([2, 2], [3, 3], a, false, a, true, zeros(3, 3))
        expect(throws: ShapeMismatch(left: [2, 3], right: [2, 1]), advice) {
          try s.gemv(0, a, false, [1, 2], 1, [0, 0])
        }
        expect(throws: ShapeMismatch(left: [3, 2], right: [3, 1]), advice) {
          try s.gemv(1, a, true, [1, 2, 3], 1, [0, 0, 0])
        }
        expect(throws: ShapeMismatch(left: [2, 1], right: [3, 1]), advice) {
          try s.gemv(1, a, false, [1, 2, 3], 1, [0, 0, 0])
        }
        expect(
          try s.gemm(1, flat([[1, 2, 3]]), true, flat([[4], [5]]), true, 1, flat([[1, 1], [1, 1], [1, 1]])),
          is: flat([[5, 6], [9, 11], [13, 16]]), "the product of (1, 2, 3)ᵀ and (4, 5), added to ones",
          "3 × 1 times 1 × 2 does fit.")
      },
      Check("answers for matrices without rows or columns") { s in
        let c = flat([[1, 2, 3], [4, 5, 6]])
        let noTerms = "A sum of no terms is 0, so β·C is what remains."
        expect(
          try s.gemm(5, zeros(2, 0), false, zeros(3, 0), true, 2, c), is: flat([[2, 4, 6], [8, 10, 12]]),
          "2 × 0 times 0 × 3, plus 2·C", noTerms)
        expect(
          try s.gemm(1, zeros(0, 2), true, zeros(0, 3), false, 0, c), is: zeros(2, 3), "2 × 0 times 0 × 3", noTerms)
        expect(
          try s.gemv(1, zeros(0, 2), true, [], 3, [1, 2]), equals: [3, 6], noTerms, what: "2 × 0 times (), plus 3·y")
        let noRows = "There is no number to be made, but a shape to be kept."
        expect(
          try s.gemm(1, zeros(0, 2), false, c, false, 1, zeros(0, 3)), is: zeros(0, 3), "0 × 2 times 2 × 3", noRows)
        expect(try s.gemv(1, zeros(0, 3), false, [1, 2, 3], 1, []), equals: [], noRows, what: "0 × 3 times (1, 2, 3)")
        for (m, n) in [(0, 0), (0, 3), (3, 0)] {
          expect(try s.norm1(zeros(m, n)), equals: 0, "The largest of no numbers ≥ 0 is 0.")
          expect(try s.normInfinity(zeros(m, n)), equals: 0, "The largest of no numbers ≥ 0 is 0.")
        }
      },
      Check("measures by columns and by rows, and says when it cannot", cases: 2) { s, random in
        let (m, n) = (3, 5)
        var a = Flat(
          rows: m, columns: n, elements: (0..<m * n).map { _ in Double(Int.random(in: -9...9, using: &random)) })
        a.elements[7] = 40
        func sums(_ along: Range<Int>, _ entry: (Int) -> Double) -> Double { along.reduce(0) { $0 + abs(entry($1)) } }
        let columns = (0..<n).map { j in sums(0..<m) { a[$0, j] } },
          rows = (0..<m).map { i in sums(0..<n) { a[i, $0] } }
        expect(try s.norm1(a), equals: columns.max()!, "norm1 adds the sizes down each column.")
        expect(try s.normInfinity(a), equals: rows.max()!, "normInfinity adds the sizes along each row.")
        for place in [0, 6, m * n - 1] {
          a.elements[place] = .nan
          let advice = "Every comparison with NaN is false, so max drops it: a NaN in the residual would pass as small."
          expect(try s.norm1(a), equals: .nan, advice, what: "norm1 with NaN as element \(place)")
          expect(try s.normInfinity(a), equals: .nan, advice, what: "normInfinity with NaN as element \(place)")
          a.elements[place] = 1
        }
        expect(try s.norm1(flat([[1, -.infinity], [2, 0]])), equals: .infinity)
      },
      // k + 3 roundings an entry: k products and sums, α, β and their sum; twice that for the two ways of computing.
      Check("obeys the laws of products", cases: 2) { s, random in
        let (m, k, n) = (7, 23, 11)
        let (a, b) = (drawn(m, k, &random), drawn(k, n, &random))
        let (x, y) = (drawn(n, 1, &random).elements, drawn(m, 1, &random).elements)
        let product = try s.gemm(1, a, false, b, false, 0, zeros(m, n))
        // |A|·|B|·|x| ≤ k·n and |A|·|B| ≤ k.
        let bound = Tolerance.rounding(operations: 2 * (k + n + 6), scale: Double(k * n))
        let inTwoSteps = try s.gemv(
          1, a, false, try s.gemv(1, b, false, x, 0, [Double](repeating: 0, count: k)), 0, y)
        expect(
          try s.gemv(1, product, false, x, 0, y), equals: inTwoSteps, within: bound, "(A·B)·x = A·(B·x).",
          what: "(A·B)·x")
        expect(
          try s.gemm(-0.5, b, true, a, true, 0, zeros(n, m)).elements,
          equals: (0..<n * m).map { -0.5 * product[$0 % m, $0 / m] },
          within: .rounding(operations: 2 * (k + 3), scale: Double(k)), "Bᵀ·Aᵀ = (A·B)ᵀ.",
          what: "−½·Bᵀ·Aᵀ")
        let left = dot(try s.gemv(1, product, false, x, 0, y), y)
        let right = dot(try s.gemv(1, product, true, y, 0, x), x)
        expect(
          left, equals: right, within: .rounding(operations: 4 * (m + n), scale: Double(k * m * n)),
          "⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩.", what: "⟨A·x, y⟩")
      },
      Check("asks for memory a few times, not once a row") { s in
        let a = Flat(rows: 60, columns: 60, elements: (0..<3600).map { Double($0 % 7) })
        let advice = "An array for each row or column costs more than the sums. Take whole matrices to `multiply`."
        expect(try s.gemv(1, a, false, Array(a.elements[..<60]), 1, Array(a.elements[60..<120])).count, equals: 60)
        expect(allocatesAtMost: 8, advice, what: "gemm of 60 × 60 with both flags") {
          try s.gemm.unrecorded(1, a, true, a, true, 1, a)
        }
        for transposed in [false, true] {
          expect(allocatesAtMost: 8, advice, what: "gemv of 60 × 60, transposed: \(transposed),") {
            try s.gemv.unrecorded(1, a, transposed, a.elements.suffix(60), 1, a.elements.suffix(60))
          }
        }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "0·C where C is to be overwritten",
        submission { $0.overwrites = false },
        """
        β·C with β = 0 is not 0 if C holds NaN or ∞, and a caller who passes β = 0 has put nothing there. Since 1990 β = 0 \
        means that C is not read.
        """),
      Misconception(
        "A and B read though α is 0",
        submission { $0.skipsProduct = false },
        """
        α = 0 says that the product is not wanted. 0·(A·B) is NaN as soon as one entry of A or B is, so ask for α = 0 before \
        you multiply.
        """),
      Misconception(
        "zeros skipped",
        submission { $0.skipsZeros = true },
        """
        Leaving out the terms with a factor 0 saves little and hides NaN and ∞ in the other factor: 0·NaN is NaN. The \
        reference BLAS did so for decades, and results depended on which of two matrices held the zero.
        """),
      Misconception(
        "α·(A·B + C)",
        submission { $0.scalesSum = true },
        """
        α belongs to the product and β to the old C; here α reaches both. Scale C by β first, then add α times the product.
        """),
      Misconception(
        "β left out",
        submission { $0.ignoresBeta = true },
        """
        The product is added to C as it is. C ← α·op(A)·op(B) + β·C: first each entry of C times β.
        """),
      Misconception(
        "reshaped, not transposed",
        submission { $0.reshapes = true },
        """
        Reading the same array with the other row length gives other rows, not the columns of A. Entry (i, j) of Aᵀ is \
        elements[j·n + i], with n the row length of A itself.
        """),
      Misconception(
        "the flags change places",
        submission { $0.exchangesFlags = true },
        """
        The first flag belongs to A, the second to B. For square matrices with both or none set nobody sees it.
        """),
      Misconception(
        "shapes compared without the flags",
        submission { $0.comparesStored = true },
        """
        What must fit are the shapes of op(A) and op(B). A of 2 × 3 has 3 columns, but Aᵀ has 2.
        """),
      Misconception(
        "C's shape not looked at",
        submission { $0.comparesResult = false },
        """
        If C has another shape than the product, its numbers end up in the wrong rows, or the program traps far from the \
        fault. Compare before you compute.
        """),
      Misconception(
        "the columns counted from the first row",
        submission { $0.fromRows = { rows, _ in flat(rows) } },
        """
        A matrix without rows has no first row, yet it has columns: 0 × 3 and 0 × 0 are different shapes, and products tell \
        them apart. That is why the count is an argument.
        """),
      Misconception(
        "column by column",
        submission {
          $0.fromRows = { rows, n in
            Flat(rows: rows.count, columns: n, elements: (0..<n).flatMap { j in rows.map { $0[j] } })
          }
        },
        """
        That is how Fortran and LAPACK store a matrix. Here the rows lie one after the other, as in C, NumPy and PyTorch.
        """),
      Misconception(
        "rows and columns exchanged in the norms",
        submission {
          ($0.norm1, $0.normInfinity) = ({ largest(rowSums($0)) }, { largest(columnSums($0)) })
        },
        """
        ‖A‖₁ is the largest sum down a column, ‖A‖∞ the largest along a row: ‖A·x‖₁ ≤ ‖A‖₁·‖x‖₁ is met by the columns.
        """),
      Misconception(
        "max drops NaN",
        submission {
          ($0.norm1, $0.normInfinity) = (
            { columnSums($0).reduce(0) { $1 > $0 ? $1 : $0 } }, { rowSums($0).reduce(0) { $1 > $0 ? $1 : $0 } }
          )
        },
        """
        A comparison with NaN is false, so a maximum by > never takes it: a matrix of NaN has norm 0, and a residual of NaN \
        passes as perfect. LAPACK had this fault for twenty years.
        """),
      Misconception(
        "an array for each row",
        submission { $0.copiesRows = true },
        """
        The numbers are right, but an array for each row asks the heap for memory again and again; for small rows that is most \
        of the time. `multiply` takes the whole matrix where it lies.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("three loops with the flags in the index", submission { _ in }),
      Alternative("the sum from the last term to the first", submission { $0.descends = true }),
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      .speed(
        "gemm of 192 × 192 at a quarter of the speed of OpenBLAS", times: 0.25,
        input: { random in
          Flat(
            rows: 192, columns: 192, elements: (0..<192 * 192).map { _ in Double.random(in: -1...1, using: &random) })
        }, reference: byBLAS, work: { s, a in try s.gemm.unrecorded(1, a, true, a, false, 0, a).elements })
    ]
  }
}

// MARK: - Parts of the checks

/// Expects a matrix: its shape first, then its entries.
private func expect(
  _ got: @autoclosure () throws -> Flat, is right: Flat, _ what: String, _ advice: String, line: Int = #line
) {
  do {
    let got = try got()
    guard got.rows == right.rows, got.columns == right.columns else {
      let shapes = "(\(got.rows), \(got.columns)), expected (\(right.rows), \(right.columns))"
      return expect(false, "\(what) has shape \(shapes)", advice, line: line)
    }
    expect(got.elements, equals: right.elements, advice, what: "elements of \(what)", line: line)
  } catch {
    expect(false, "\(what) throws \(error), expected a matrix", advice, line: line)
  }
}

private func flat(_ rows: [[Double]], columns: Int? = nil) -> Flat {
  Flat(rows: rows.count, columns: columns ?? rows.first?.count ?? 0, elements: Array(rows.joined()))
}

private func zeros(_ rows: Int, _ columns: Int) -> Flat {
  Flat(rows: rows, columns: columns, elements: [Double](repeating: 0, count: rows * columns))
}

/// α·op(A)·op(B) + β·C entry by entry, α and β not 0 or nothing that is not finite.
private func exactly(
  _ alpha: Double, _ a: Flat, _ transposeA: Bool, _ b: Flat, _ transposeB: Bool, _ beta: Double, _ c: Flat
) -> Flat {
  var result = c
  for i in 0..<c.rows {
    for j in 0..<c.columns {
      let terms = (0..<(transposeA ? a.rows : a.columns)).map { p in
        (transposeA ? a[p, i] : a[i, p]) * (transposeB ? b[j, p] : b[p, j])
      }
      result.elements[i * c.columns + j] = alpha * terms.reduce(0, +) + beta * c[i, j]
    }
  }
  return result
}

private func drawn(_ rows: Int, _ columns: Int, _ random: inout SplitMix64) -> Flat {
  Flat(
    rows: rows, columns: columns,
    elements: (0..<rows * columns).map { _ in Double.random(in: -1...1, using: &random) })
}

private func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }

private func columnSums(_ a: Flat) -> [Double] {
  (0..<a.columns).map { j in (0..<a.rows).reduce(0) { $0 + abs(a[$1, j]) } }
}

private func rowSums(_ a: Flat) -> [Double] {
  (0..<a.rows).map { i in (0..<a.columns).reduce(0) { $0 + abs(a[i, $1]) } }
}

private func largest(_ sums: [Double]) -> Double { sums.contains(where: \.isNaN) ? .nan : sums.max() ?? 0 }

extension [Double] {
  /// 0 outside, so that a wrong index gives a wrong number and no trap.
  fileprivate func at(_ i: Int) -> Double { indices.contains(i) ? self[i] : 0 }
}

@inline(never) private func byBLAS(_ a: Flat) -> [Double] {
  let matrix = Matrix(rows: a.rows, columns: a.columns, a.elements)
  return Array(matmul(matrix, matrix, transposeA: true).flattened)
}

// MARK: - Wrong and right ways

/// Where the products and the type can go wrong; as it stands they are right.
private struct Ways {
  var overwrites = true
  var skipsProduct = true
  var skipsZeros = false
  var scalesSum = false
  var ignoresBeta = false
  var reshapes = false
  var exchangesFlags = false
  var comparesStored = false
  var comparesResult = true
  var copiesRows = false
  var descends = false
  var fromRows: ([[Double]], Int) -> Flat = { flat($0, columns: $1) }
  var norm1: (Flat) -> Double = { largest(columnSums($0)) }
  var normInfinity: (Flat) -> Double = { largest(rowSums($0)) }

  /// Entry (i, j) of op(A).
  func entry(_ a: Flat, _ transposed: Bool, _ i: Int, _ j: Int) -> Double {
    !transposed ? a[i, j] : reshapes ? a.elements.at(i * a.rows + j) : a[j, i]
  }

  func transposed(_ a: Flat) -> Flat {
    var result = zeros(a.columns, a.rows)
    for i in 0..<a.columns { for j in 0..<a.rows { result.elements[i * a.rows + j] = entry(a, true, i, j) } }
    return result
  }

  func gemm(
    _ alpha: Double, _ a: Flat, _ flagA: Bool, _ b: Flat, _ flagB: Bool, _ beta: Double, _ c: Flat
  ) throws -> Flat {
    let (flagA, flagB) = exchangesFlags ? (flagB, flagA) : (flagA, flagB)
    let left = flagA ? [a.columns, a.rows] : [a.rows, a.columns]
    let right = flagB ? [b.columns, b.rows] : [b.rows, b.columns]
    if comparesStored ? a.columns != b.rows : left[1] != right[0] { throw ShapeMismatch(left: left, right: right) }
    if comparesResult, left[0] != c.rows || right[1] != c.columns {
      throw ShapeMismatch(left: [left[0], right[1]], right: [c.rows, c.columns])
    }
    var result = c
    for i in 0..<c.rows {
      let row = copiesRows ? (0..<left[1]).map { entry(a, flagA, i, $0) } : []
      for j in 0..<c.columns {
        var sum = 0.0
        if alpha != 0 || !skipsProduct {
          for step in 0..<left[1] {
            let p = descends ? left[1] - 1 - step : step
            let factor = copiesRows ? row[p] : entry(a, flagA, i, p)
            if skipsZeros && factor == 0 { continue }
            sum += factor * entry(b, flagB, p, j)
          }
          sum *= alpha
        }
        let old = c[i, j]
        let factor = ignoresBeta && beta != 0 ? 1 : scalesSum && beta != 0 ? alpha : beta
        result.elements[i * c.columns + j] = sum + (overwrites && beta == 0 ? 0 : factor * old)
      }
    }
    return result
  }

  func gemv(
    _ alpha: Double, _ a: Flat, _ transposed: Bool, _ x: [Double], _ beta: Double, _ y: [Double]
  ) throws
    -> [Double]
  {
    // For a vector the flags cannot change places, and only A's counts.
    var ways = self
    ways.exchangesFlags = false
    let (x, y) = (Flat(rows: x.count, columns: 1, elements: x), Flat(rows: y.count, columns: 1, elements: y))
    return try ways.gemm(alpha, a, transposed, x, false, beta, y).elements
  }
}

private func submission(_ change: (inout Ways) -> Void) -> Submission {
  var ways = Ways()
  change(&ways)
  let way = ways
  return Submission(
    fromRows: .init { way.fromRows($0, $1) },
    rows: .init { a in (0..<a.rows).map { i in (0..<a.columns).map { a[i, $0] } } },
    entry: .init { $0[$1, $2] },
    settingEntry: .init { a, i, j, value in
      var a = a
      a.elements[i * a.columns + j] = value
      return a
    },
    transposed: .init { way.transposed($0) },
    gemv: .init { try way.gemv($0, $1, $2, $3, $4, $5) },
    gemm: .init { try way.gemm($0, $1, $2, $3, $4, $5, $6) },
    gemmInPlace: .init { try way.gemm(1, $0, false, $1, false, 0, $0) },
    norm1: .init { way.norm1($0) }, normInfinity: .init { way.normInfinity($0) })
}
