import Checking

struct Submission {
  var multiply: Function<[Double], [Double], Int, Int, Int, [Double]>
}

enum MatrixMultiply: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        expect(
          try s.multiply([1, 2, 0, 4, 3, -1], [2, 1, 1, 0, 3, 5], 2, 3, 2), equals: [4, 1, 8, -1],
          "Row i of A meets column j of B. The rows of A are 3 long, those of B and C 2.")
      },
      Check("knows A from its transpose and A·B from B·A") { s in
        let a: [Double] = [1, 2, 0, -1, 3, 5, 4, 0, 2]
        let b: [Double] = [2, 1, 0, 0, -3, 1, 7, 0, 1]
        expect(
          try s.multiply(a, b, 3, 3, 3), equals: [2, -5, 2, 33, -10, 8, 22, 4, 2],
          "c₀₁ is row 0 of A, (1, 2, 0), times column 1 of B, (1, −3, 0).")
      },
      // Sums of at most 150 products of whole numbers up to 9 are exact in every order.
      Check("multiplies whole numbers of every shape exactly") { s, random in
        for (m, k, n) in [
          (2, 1, 3), (1, 4, 1), (2, 3, 5), (5, 3, 2), (3, 5, 7), (7, 2, 3), (2, 11, 3), (2, 150, 3), (2, 3, 150),
          (150, 3, 2),
        ] {
          let (a, b) = (wholeMatrix(m, k, &random), wholeMatrix(k, n, &random))
          let product = a.map { row in (0..<n).map { j in (0..<k).reduce(0) { $0 + row[$1] * b[$1][j] } } }
          expect(
            try s.multiply(flat(a), flat(b), m, k, n), equals: flat(product),
            "A is \(m) × \(k), B is \(k) × \(n), C is \(m) × \(n): with how many numbers does each row begin anew?")
        }
      },
      // Every product of three meets at most k + n + 1 roundings on either way.
      Check("does to a vector what B and then A do", cases: 3) { s, random in
        for (m, k, n) in [(3, 5, 7), (13, 11, 17)] {
          let (a, b) = (matrix(m, k, &random), matrix(k, n, &random))
          let x = (0..<n).map { _ in Double.random(in: -100...100, using: &random) }
          let product = try s.multiply(a, b, m, k, n)
          expect(product.count, equals: m * n, "C has m·n entries.", what: "the count of the product's entries")
          let inOneStep = table(m, 1) { i, _ in (0..<n).reduce(0) { $0 + product.at(i * n + $1) * x[$1] } }
          let inTwoSteps = times(a, times(b, x, k, n), m, k)
          let scale = times(a.map { abs($0) }, times(b.map { abs($0) }, x.map { abs($0) }, k, n), m, k).max() ?? 0
          expect(
            inOneStep, equals: inTwoSteps, within: .rounding(operations: 2 * (k + n + 1), scale: scale),
            "(A·B)·x = A·(B·x) for every x: that is what the product is for.", what: "(A·B)·x")
        }
      },
      Check("turns round under transposition", cases: 3) { s, random in
        let (m, k, n) = (3, 5, 7)
        let (a, b) = (matrix(m, k, &random), matrix(k, n, &random))
        let product = try s.multiply(a, b, m, k, n)
        let turned = try s.multiply(transpose(b, k, n), transpose(a, m, k), n, k, m)
        expect(
          turned, equals: table(n, m) { product.at($1 * n + $0) },
          within: .rounding(operations: 2 * k, scale: Double(k)),
          "(A·B)ᵀ = Bᵀ·Aᵀ.", what: "Bᵀ·Aᵀ")
      },
      // Per row of X, β's 15 certified digits (2.3ε) and sums of 16 and 7 products: at most 26ε of Σⱼ|xᵢⱼ·βⱼ|.
      Check("solves Longley's normal equations with the certified coefficients") { s in
        let (rows, columns) = (Longley.design.count, Longley.beta.count)
        let x = Longley.design.flatMap { $0 }
        let xTransposed = transpose(x, rows, columns)
        let gram = try s.multiply(xTransposed, x, columns, rows, columns)
        let left = try s.multiply(gram, Longley.beta, columns, columns, 1)
        let right = try s.multiply(xTransposed, Longley.y, columns, rows, 1)
        let sizes = times(xTransposed.map { abs($0) }, [Double](repeating: 1, count: rows), columns, rows)
        let scale = times(x.map { abs($0) }, Longley.beta.map { abs($0) }, rows, columns).max() ?? 0
        expect(gram.count, equals: columns * columns, "Xᵀ is 7 × 16, X is 16 × 7.", what: "the count of XᵀX's entries")
        expect(
          (0..<columns).map { left.at($0) / sizes[$0] }, equals: (0..<columns).map { right.at($0) / sizes[$0] },
          within: .rounding(operations: 26 + 16, scale: scale),
          "β is certified by NIST to solve XᵀX·β = Xᵀy. X is 16 × 7, so XᵀX is 7 × 7.", what: "XᵀX·β, scaled by row,")
        expect(
          right, equals: Longley.columnsTimesY, within: .ulps(16), "Xᵀ is 7 × 16 and y is 16 × 1, one column.",
          what: "Xᵀy")
      },
      Check("answers for sizes 0 and 1") { s in
        expect(try s.multiply([-2.5], [4], 1, 1, 1), equals: [-10])
        expect(try s.multiply([3, 5], [2, 7], 2, 1, 2), equals: [6, 21, 10, 35])
        let advice = "0·NaN and 0·∞ are NaN. A zero that hides them hides a broken computation."
        expect(try s.multiply([0, 1, 2, 0], [.nan, 3, 4, 5], 2, 2, 2), equals: [.nan, 5, .nan, 6], advice)
        expect(try s.multiply([0, .infinity], [1, 0], 2, 1, 2), equals: [0, 0, .infinity, .nan], advice)
        expect(try s.multiply([], [], 2, 0, 3), equals: [0, 0, 0, 0, 0, 0], "Six sums of no terms are six zeros.")
        expect(try s.multiply([], [1, 2, 3, 4, 5, 6], 0, 2, 3), equals: [], "No rows in A, none in the product.")
        expect(try s.multiply([1, 2, 3, 4], [], 2, 2, 0), equals: [], "No columns in B, none in the product.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "the last product alone",
        submission { a, b, m, k, n in
          table(m, n) { i, j in k == 0 ? 0 : a.at(i * k + k - 1) * b.at((k - 1) * n + j) }
        },
        """
        Each product replaces the one before, and only that of the last p survives. An entry of A·B is a sum of k \
        products: add to it.
        """),
      Misconception(
        "one sum for all entries",
        submission { a, b, m, k, n in
          var sum = 0.0
          return table(m, n) { i, j in
            for p in 0..<k { sum += a.at(i * k + p) * b.at(p * n + j) }
            return sum
          }
        },
        """
        Your sum goes on from one entry to the next, so each contains all those before it. It must be set to zero for \
        every new pair of i and j.
        """),
      Misconception(
        "B·A for A·B",
        submission { a, b, m, k, n in sums(m, k, n) { i, j, p in b.at(i * k + p) * a.at(p * n + j) } },
        """
        You multiply in the other order. A·B and B·A are different matrices, often of different shapes: in A·B the \
        rows come from A and the columns from B.
        """),
      Misconception(
        "columns of A for its rows",
        submission { a, b, m, k, n in sums(m, k, n) { i, j, p in a.at(p * m + i) * b.at(p * n + j) } },
        """
        The sum runs down the columns of A: this is Aᵀ·B. In cᵢⱼ the sum is over the second index of A, so i picks the \
        row of A and p moves along it.
        """),
      Misconception(
        "rows of B for its columns",
        submission { a, b, m, k, n in sums(m, k, n) { i, j, p in a.at(i * k + p) * b.at(j * k + p) } },
        """
        The sum runs along the rows of B: this is A·Bᵀ, as for weights stored as (out, in). Here B is stored as k rows \
        of n numbers, and p picks the row of B, j the place in it.
        """),
      Misconception(
        "matrices read in Fortran's order",
        submission { a, b, m, k, n in
          var c = [Double](repeating: 0, count: m * n)
          for i in 0..<m {
            for j in 0..<n { for p in 0..<k { c[j * m + i] += a.at(p * m + i) * b.at(j * k + p) } }
          }
          return c
        },
        """
        You read and write the arrays column by column, as Fortran, R and MATLAB store a matrix. Here the rows lie one \
        after the other: entry (row, column) is at row · row length + column.
        """),
      Misconception(
        "the row length of A taken for B's",
        submission { a, b, m, k, n in sums(m, k, n) { i, j, p in a.at(i * k + p) * b.at(p * k + j) } },
        """
        Each matrix has its own row length: k in A, but n in B and in C. On square matrices nobody sees the difference.
        """),
      Misconception(
        "entry by entry",
        submission { a, b, m, _, n in table(m, n) { i, j in a.at(i * n + j) * b.at(i * n + j) } },
        """
        You multiply entries that stand at the same place (the Hadamard product, NumPy's `*`). The matrix product, \
        NumPy's `@`, takes a row of A and a column of B and sums over them.
        """),
      Misconception(
        "nothing for empty matrices",
        submission { a, b, m, k, n in a.isEmpty || b.isEmpty ? [] : product(a, b, m, k, n) },
        """
        With k = 0 both arrays are empty, and still the answer has m·n entries: each is a sum of no terms, which is 0. \
        The shape of the answer comes from m and n, not from the arrays.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative("a dot product for each entry", submission(product)),
      Alternative(
        "a sum of columns times rows, last one first",
        submission { a, b, m, k, n in
          var c = [Double](repeating: 0, count: m * n)
          for p in (0..<k).reversed() {
            for j in 0..<n { for i in 0..<m { c[i * n + j] += a[i * k + p] * b[p * n + j] } }
          }
          return c
        }),
      Alternative(
        "in tiles of 4, ragged at the edges",
        submission { a, b, m, k, n in
          var c = [Double](repeating: 0, count: m * n)
          for p0 in stride(from: 0, to: k, by: 4) {
            for j0 in stride(from: 0, to: n, by: 4) {
              for i in 0..<m {
                for j in j0..<min(j0 + 4, n) {
                  var sum = 0.0
                  for p in p0..<min(p0 + 4, k) { sum += a[i * k + p] * b[p * n + j] }
                  c[i * n + j] += sum
                }
              }
            }
          }
          return c
        }),
    ]
  }
}

// MARK: - Variants

private typealias Product = ([Double], [Double], Int, Int, Int) -> [Double]

private func submission(_ multiply: @escaping Product) -> Submission { Submission(multiply: .init(multiply)) }

private func product(_ a: [Double], _ b: [Double], _ m: Int, _ k: Int, _ n: Int) -> [Double] {
  sums(m, k, n) { i, j, p in a[i * k + p] * b[p * n + j] }
}

/// The m × n matrix whose entry at (i, j) is the sum of term(i, j, p) over p < k.
private func sums(_ m: Int, _ k: Int, _ n: Int, _ term: (Int, Int, Int) -> Double) -> [Double] {
  table(m, n) { i, j in (0..<k).reduce(0) { $0 + term(i, j, $1) } }
}

/// The matrix with these entries, row by row.
private func table(_ rows: Int, _ columns: Int, _ entry: (Int, Int) -> Double) -> [Double] {
  (0..<rows * columns).map { entry($0 / columns, $0 % columns) }
}

extension [Double] {
  /// The entry, or 0 beyond the end: a wrong variant must return a value on every input.
  fileprivate func at(_ index: Int) -> Double { indices.contains(index) ? self[index] : 0 }
}

// MARK: - Inputs

private func times(_ a: [Double], _ x: [Double], _ rows: Int, _ columns: Int) -> [Double] {
  (0..<rows).map { i in (0..<columns).reduce(0) { $0 + a[i * columns + $1] * x[$1] } }
}

private func transpose(_ a: [Double], _ rows: Int, _ columns: Int) -> [Double] {
  table(columns, rows) { a[$1 * columns + $0] }
}

private func matrix(_ rows: Int, _ columns: Int, _ random: inout some RandomNumberGenerator) -> [Double] {
  (0..<rows * columns).map { _ in Double.random(in: -1...1, using: &random) }
}

private func wholeMatrix(_ rows: Int, _ columns: Int, _ random: inout some RandomNumberGenerator) -> [[Int]] {
  (0..<rows).map { _ in
    (0..<columns).map { _ in Int.random(in: 1...9, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
  }
}

private func flat(_ rows: [[Int]]) -> [Double] { rows.flatMap { $0.map(Double.init) } }

/// NIST/ITL StRD, Longley.dat: total employment explained by six series of the years 1947–1962; β is certified.
private enum Longley {
  static let y: [Double] = [
    60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331, 70551,
  ]
  static let design: [[Double]] = [
    [1, 83.0, 234289, 2356, 1590, 107608, 1947], [1, 88.5, 259426, 2325, 1456, 108632, 1948],
    [1, 88.2, 258054, 3682, 1616, 109773, 1949], [1, 89.5, 284599, 3351, 1650, 110929, 1950],
    [1, 96.2, 328975, 2099, 3099, 112075, 1951], [1, 98.1, 346999, 1932, 3594, 113270, 1952],
    [1, 99.0, 365385, 1870, 3547, 115094, 1953], [1, 100.0, 363112, 3578, 3350, 116219, 1954],
    [1, 101.2, 397469, 2904, 3048, 117388, 1955], [1, 104.6, 419180, 2822, 2857, 118734, 1956],
    [1, 108.4, 442769, 2936, 2798, 120445, 1957], [1, 110.8, 444546, 4681, 2637, 121950, 1958],
    [1, 112.6, 482704, 3813, 2552, 123366, 1959], [1, 114.2, 502601, 3931, 2514, 125368, 1960],
    [1, 115.7, 518173, 4806, 2572, 127852, 1961], [1, 116.9, 554894, 4007, 2827, 130081, 1962],
  ]
  static let beta = [
    -3482258.63459582, 15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359,
    -0.0511041056535807, 1829.15146461355,
  ]
  /// Xᵀy in exact arithmetic.
  static let columnsTimesY = [
    1_045_072, 106_816_177.2, 410_322_734_570, 3_361_978_021, 2_740_941_335, 123_068_464_014, 2_042_836_838,
  ]
}
