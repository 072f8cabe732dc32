import Checking
import LabData
import LabNumerics

struct Submission {
  var packedPanel: Function<[Double], Int, Int, Int, [[Double]]>
  var multiplyBlocked: Function<[Double], [Double], Int, Int, Int, [Double]>
}

enum BlockedMultiply: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let b: [Double] = [1, 2, 3, 4, 5, 6]
        expect(
          try s.packedPanel(b, 2, 3, 0), equals: [[1, 2, 3, 0, 0, 0, 0, 0], [4, 5, 6, 0, 0, 0, 0, 0]],
          "Eight numbers for each row of B: its three, and zeros.")
        expect(try s.multiplyBlocked([10, 1], b, 1, 2, 3), equals: [14, 25, 36], "10 times row 0 of B, and row 1.")
      },
      Check("packs eight columns, or what is left of them") { s, random in
        for (k, n) in [(1, 1), (3, 7), (5, 8), (2, 9), (7, 17), (3, 24), (0, 9)] {
          let b = whole(k * n, &random)
          for column in stride(from: 0, to: n, by: 8) {
            expect(
              try s.packedPanel(b, k, n, column),
              equals: (0..<k).map { p in (0..<8).map { column + $0 < n ? b[p * n + column + $0] : 0 } },
              "B[p, j] is b[p·n + j]; beyond column n − 1 there is nothing but zeros.",
              what: "packedPanel for k = \(k), n = \(n), from column \(column)")
          }
        }
      },
      // Sums of at most 61 products of whole numbers up to 9 are exact in every order.
      Check("multiplies whole numbers of every shape exactly", cases: 2) { s, random in
        let sizes = [(2, 3, 8), (1, 1, 1), (1, 5, 7), (3, 2, 9), (7, 8, 9), (8, 7, 16), (9, 9, 15), (5, 61, 17)]
        for (m, k, n) in sizes + [(61, 7, 1), (2, 9, 61), (7, 1, 8), (16, 16, 16)] {
          let (a, b) = (whole(m * k, &random), whole(k * n, &random))
          expect(
            try s.multiplyBlocked(a, b, m, k, n), equals: product(a, b, m, k, n),
            """
            \(m) rows are \(m / 2) pairs\(m % 2 == 0 ? "" : " and one more"); \(n) columns are \(n / 8) panels\
            \(n % 8 == 0 ? "" : " and \(n % 8) columns more").
            """, what: "A·B for m = \(m), k = \(k), n = \(n)")
        }
      },
      // Two sums of k products, in any order: 2·k·ε of the sum of sizes, which is at most k.
      Check("keeps the digits of a plain sum") { s, random in
        let (m, k, n) = (61, 53, 59)
        let a = (0..<m * k).map { _ in Double.random(in: -1...1, using: &random) }
        let b = (0..<k * n).map { _ in Double.random(in: -1...1, using: &random) }
        expect(
          try s.multiplyBlocked(a, b, m, k, n), equals: product(a, b, m, k, n),
          within: .rounding(operations: 2 * k, scale: Double(k)), "Doubles all the way?",
          what: "A·B for m = 61, k = 53, n = 59")
      },
      Check("lets NaN and infinity go only where they belong") { s, random in
        let (m, k, n) = (5, 3, 11)
        var (a, b) = (whole(m * k, &random), whole(k * n, &random))
        a[4 * k + 1] = .infinity  // in the last row, which has no partner
        b[2 * n + 9] = .nan  // in the last panel
        let c = try s.multiplyBlocked(a, b, m, k, n)
        expect(c.count, equals: m * n, "C has m·n entries.", what: "the count of C's entries")
        expect(
          c, equals: product(a, b, m, k, n),
          "∞ stands in row 4 of A and NaN in column 9 of B: row 4 and column 9 of C contain them, nothing else does.",
          what: "A·B for m = 5, k = 3, n = 11 with a[4, 1] = ∞ and b[2, 9] = NaN")
      },
      Check("answers for sizes of 0") { s in
        expect(try s.multiplyBlocked([], [], 3, 0, 9), equals: [Double](repeating: 0, count: 27), "Sums of no terms.")
        expect(try s.multiplyBlocked([], [1, 2, 3], 0, 1, 3), equals: [], "No rows in A, none in C.")
        expect(try s.multiplyBlocked([1, 2, 3], [], 3, 1, 0), equals: [], "No columns in B, none in C.")
        expect(try s.packedPanel([], 0, 3, 0), equals: [[Double]](), "No rows in B, nothing to pack.")
      },
      // Whole numbers up to 16; the sums stay below 499·256, exact.
      Check("multiplies the pixels of the digits with each other") { s in
        let images = try digits.get()
        let (count, pixels) = (images.count, 64)
        let x = images.flatMap { $0.map(Double.init) }
        let xTransposed = (0..<pixels).flatMap { j in images.map { Double($0[j]) } }
        var gram = [Int](repeating: 0, count: pixels * pixels)
        for image in images {
          for i in 0..<pixels where image[i] != 0 {
            for j in 0..<pixels { gram[pixels * i + j] += image[i] * image[j] }
          }
        }
        expect(
          try s.multiplyBlocked(xTransposed, x, pixels, count, pixels), equals: gram.map(Double.init),
          "Each entry is a sum over 499 images.", what: "XᵀX for 499 images of 64 pixels")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the odd row dropped", Rule(dropsOddRow: true).submission,
        """
        Rows are taken by twos, and of an odd number one is left, whose entries of C stay 0. It needs a tile of its own, \
        or goes along with itself.
        """),
      Misconception(
        "the ragged columns dropped", Rule(dropsRaggedColumns: true).submission,
        """
        You go through the full panels only. Up to 7 columns are left after them; packed with zeros they are a panel \
        like the others.
        """),
      Misconception(
        "sums not cleared between tiles", Rule(clears: .never).submission,
        "The sums of one tile go on in the next. They begin at zero for every pair of rows of every panel."),
      Misconception(
        "sums cleared for each panel only", Rule(clears: .forPanel).submission,
        """
        You set the sums to zero when a panel begins, but the panel serves many pairs of rows, and each of them needs \
        sums of its own.
        """),
      Misconception(
        "the same row twice", Rule(secondRow: { i, _ in i }).submission,
        "Both sums are formed with row i of A. The second is for row i + 1: its numbers begin k places later."),
      Misconception(
        "the odd row added twice", Rule(adds: true).submission,
        """
        For an odd m you compute the last row twice, which is harmless, and add both to C, which is not. Store the sums: \
        they are complete.
        """),
      Misconception(
        "all eight numbers stored", Rule(storesAll: true).submission,
        """
        Of the last panel you store eight numbers although fewer columns are left. What is too much lands at the \
        beginning of the next row and wipes out what was there.
        """),
      Misconception(
        "the row length of A taken for B's", Rule(rowLength: { k, _ in k }).submission,
        """
        Row p of B begins at p·n: its rows are n numbers long. You go on by k, which is the same only for square \
        matrices.
        """),
      Misconception(
        "always the first panel", Rule(begin: { _ in 0 }).submission,
        "Every panel is packed from column 0. It begins at the column that is asked for."),
      Misconception(
        "panels counted, not columns", Rule(begin: { $0 / 8 }).submission,
        "The panel after that of column 0 begins at column 8, not 1: what is handed on is a column."),
      Misconception(
        "filled up from the next row", Rule(fills: true).submission,
        """
        Where columns end you read on, into the next row of B. The product does not show it as long as nobody stores \
        those sums, but at the end of B it reads beyond the array. Fill with zeros.
        """),
      Misconception(
        "Float inside", Rule(rounds: { Double(Float($0)) }).submission,
        """
        Sums in Float keep seven digits. Twice as many fit in a register, so it is twice as fast, but the product asked \
        for is one of Doubles.
        """),
      Misconception(
        "nothing for empty matrices",
        Submission(
          packedPanel: .init(panel),
          multiplyBlocked: .init { a, b, m, k, n in a.isEmpty || b.isEmpty ? [] : Rule().product(a, b, m, k, n) }),
        """
        With k = 0 both arrays are empty, and still C has m·n entries, sums of no terms. The shape of the answer comes \
        from m and n; the loops do the right thing by themselves.
        """),
      Misconception(
        "B transposed", Rule(transposes: true).submission,
        """
        You pack rows of B where columns are asked: number j of the p-th eight is B[p, column + j], so p picks the row \
        and j the column.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "four rows at a time, single rows for the rest",
        Submission(
          packedPanel: .init(panel),
          multiplyBlocked: .init { a, b, m, k, n in
            var c = [Double](repeating: 0, count: m * n)
            for column in stride(from: 0, to: n, by: 8) {
              let panel = panel(b, k, n, column).map { SIMD8($0) }
              var i = 0
              while i < m {
                let rows = i + 4 <= m ? 4 : 1
                var tile = [SIMD8<Double>](repeating: .zero, count: rows)
                for p in 0..<k { for row in 0..<rows { tile[row] += a[(i + row) * k + p] * panel[p] } }
                for row in 0..<rows {
                  for j in 0..<min(8, n - column) { c[(i + row) * n + column + j] = tile[row][j] }
                }
                i += rows
              }
            }
            return c
          })),
      Alternative(
        "panels from the right, sums from the last term",
        Submission(
          packedPanel: .init(panel),
          multiplyBlocked: .init { a, b, m, k, n in
            var c = [Double](repeating: 0, count: m * n)
            for column in stride(from: 0, to: n, by: 8).reversed() {
              let panel = panel(b, k, n, column)
              for i in 0..<m {
                var sums = SIMD8<Double>.zero
                for p in (0..<k).reversed() { sums += SIMD8(panel[p]) * a[i * k + p] }
                for j in 0..<8 where column + j < n { c[i * n + column + j] = sums[j] }
              }
            }
            return c
          })),
    ]
  }

  static var medals: [Medal<Submission>] {
    [
      .speed(
        "in registers", times: 3, input: Factors.init, reference: { inOrderOfMemory($0.a, $0.b, $0.n, $0.n, $0.n) },
        work: { s, input in try s.multiplyBlocked.unrecorded(input.a, input.b, input.n, input.n, input.n) }),
      .speed(
        "a fifth of OpenBLAS", times: 0.2, input: Factors.init,
        reference: { factors in
          let (a, b) = (factors.a, factors.b)
          return Array(
            (Matrix(rows: factors.n, columns: factors.n, a) • Matrix(rows: factors.n, columns: factors.n, b)).flattened)
        },
        work: { s, input in try s.multiplyBlocked.unrecorded(input.a, input.b, input.n, input.n, input.n) }),
    ]
  }
}

// MARK: - Inputs

/// Two square matrices for a medal.
private struct Factors {
  let n: Int
  let a: [Double]
  let b: [Double]

  init(using random: inout SplitMix64) {
    n = 512
    a = (0..<n * n).map { _ in Double.random(in: -1...1, using: &random) }
    b = (0..<n * n).map { _ in Double.random(in: -1...1, using: &random) }
  }
}

/// The product as matrix-multiply computes it. Not inlined: with n known the compiler would make another loop of it.
@inline(never)
private func inOrderOfMemory(_ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
  var c = [Double](repeating: 0, count: m * n)
  for i in 0..<m {
    for p in 0..<k {
      let factor = a[i * k + p]
      for j in 0..<n { c[i * n + j] += factor * b[p * n + j] }
    }
  }
  return c
}

/// Whole numbers from −9 to 9 without 0.
private func whole(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
  (0..<count).map { _ in Double(Int.random(in: 1...9, using: &random) * (Bool.random(using: &random) ? 1 : -1)) }
}

/// A·B, one entry after the other.
private func product(_ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
  (0..<m * n).map { entry in (0..<k).reduce(0) { $0 + a[entry / n * k + $1] * b[$1 * n + entry % n] } }
}

/// The pixels of the first 499 digits.
private let digits = Result {
  let lines = try Dataset("images/digits_8x8.csv.gz").bytes().split(separator: UInt8(ascii: "\n"), maxSplits: 500)
  return lines[1...499].map { line in
    line.split(separator: UInt8(ascii: ",")).prefix(64).map {
      $0.reduce(0) { 10 * $0 + Int($1) - Int(UInt8(ascii: "0")) }
    }
  }
}

// MARK: - Wrong and right ways

private func panel(_ b: [Double], _ k: Int, _ n: Int, _ column: Int) -> [[Double]] {
  Rule().panel(b, k, n, column)
}

/// The product by tiles as a set of choices; untouched, they are the right ones.
private struct Rule {
  enum Clears { case forTile, forPanel, never }

  var dropsOddRow = false
  var dropsRaggedColumns = false
  var clears = Clears.forTile
  /// From i and m, the row that goes with row i.
  var secondRow: (Int, Int) -> Int = { i, m in min(i + 1, m - 1) }
  var adds = false
  var storesAll = false
  var rowLength: (Int, Int) -> Int = { _, n in n }
  var begin: (Int) -> Int = { $0 }
  var fills = false
  var rounds: (Double) -> Double = { $0 }
  var transposes = false

  func panel(_ b: [Double], _ k: Int, _ n: Int, _ asked: Int) -> [[Double]] {
    let column = begin(asked)
    return (0..<k).map { p in
      (0..<8).map { j in
        guard fills || column + j < n else { return 0 }
        let place = transposes ? (column + j) * k + p : p * rowLength(k, n) + column + j
        return b.indices.contains(place) ? b[place] : 0
      }
    }
  }

  func product(_ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
    var c = [Double](repeating: 0, count: m * n)
    var (first, second) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
    func store(_ sums: SIMD8<Double>, row: Int, column: Int) {
      for j in 0..<(storesAll ? 8 : min(8, n - column)) {
        let place = row * n + column + j
        if place < c.count { c[place] = adds ? c[place] + sums[j] : sums[j] }
      }
    }
    for column in stride(from: 0, to: dropsRaggedColumns ? n / 8 * 8 : n, by: 8) {
      let panel = panel(b, k, n, column).map { SIMD8($0) }
      if clears == .forPanel { (first, second) = (.zero, .zero) }
      for i in stride(from: 0, to: dropsOddRow ? m / 2 * 2 : m, by: 2) {
        if clears == .forTile { (first, second) = (.zero, .zero) }
        let other = secondRow(i, m)
        for p in 0..<k {
          first += rounds(a[i * k + p]) * panel[p]
          second += rounds(a[other * k + p]) * panel[p]
        }
        store(first, row: i, column: column)
        store(second, row: min(i + 1, m - 1), column: column)
      }
    }
    return c
  }

  var submission: Submission { Submission(packedPanel: .init(panel), multiplyBlocked: .init(product)) }
}
