import Checking

struct Submission {
  var multiply: Function<[Double], Int, Int, [Double], [Double]>
  var multiplyTransposed: Function<[Double], Int, Int, [Double], [Double]>
}

enum MatrixVector: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("gives the worked example") { s in
        let a: [Double] = [1, 2, 0, 4, 3, -1]
        expect(
          try s.multiply(a, 2, 3, [2, 1, 3]), equals: [4, 8],
          "A·x has an entry for each row of A; row 1 begins where row 0 ends.")
        expect(
          try s.multiplyTransposed(a, 2, 3, [10, 1]), equals: [14, 23, -1],
          "Aᵀ·x has an entry for each column of A. The array holds A, not Aᵀ.")
      },
      // Sums of at most 7 products of whole numbers up to 9 are exact in every order.
      Check("multiplies tall and wide matrices of whole numbers exactly") { s, random in
        for (rows, columns) in [(3, 2), (5, 3), (3, 5), (1, 4), (4, 1), (2, 7)] {
          let (a, x) = (wholeMatrix(rows, columns, &random), wholeVector(columns, &random))
          expect(
            try s.multiply(flat(a), rows, columns, flat([x])),
            equals: a.map { row in Double(zip(row, x).reduce(0) { $0 + $1.0 * $1.1 }) },
            "A has \(rows) rows of \(columns). Where in the array does row i begin?")
        }
      },
      Check("multiplies transposes of tall and wide matrices exactly") { s, random in
        for (rows, columns) in [(3, 2), (5, 3), (3, 5), (1, 4), (4, 1), (2, 7)] {
          let (a, x) = (wholeMatrix(rows, columns, &random), wholeVector(rows, &random))
          expect(
            try s.multiplyTransposed(flat(a), rows, columns, flat([x])),
            equals: (0..<columns).map { j in Double((0..<rows).reduce(0) { $0 + a[$1][j] * x[$1] }) },
            "A has \(rows) rows of \(columns). Row i goes into the sum xᵢ times.")
        }
      },
      Check("knows a square matrix from its transpose") { s in
        let a: [Double] = [2, -1, 0, 5, 7, 3, -4, 1, 6]
        let advice = "Row 0 of A is (2, −1, 0), column 0 is (2, 5, −4)."
        expect(try s.multiply(a, 3, 3, [1, -1, 2]), equals: [3, 4, 7], advice)
        expect(try s.multiplyTransposed(a, 3, 3, [1, -1, 2]), equals: [-11, -6, 9], advice)
      },
      // Each side is a sum of rows·columns products of three; every product meets at most rows + columns + 2 roundings.
      Check("moves A to the other side of a dot product as Aᵀ", cases: 3) { s, random in
        for (rows, columns) in [(3, 5), (5, 3), (17, 13)] {
          let a = (0..<rows * columns).map { _ in Double.random(in: -1...1, using: &random) }
          let x = (0..<columns).map { _ in Double.random(in: -100...100, using: &random) }
          let y = (0..<rows).map { _ in Double.random(in: 1...2, using: &random) }
          let left = zip(try s.multiply(a, rows, columns, x), y).reduce(0) { $0 + $1.0 * $1.1 }
          let right = zip(x, try s.multiplyTransposed(a, rows, columns, y)).reduce(0) { $0 + $1.0 * $1.1 }
          let scale = a.indices.reduce(0) { $0 + abs(y[$1 / columns] * a[$1] * x[$1 % columns]) }
          expect(
            left, equals: right, within: .rounding(operations: 2 * (rows + columns + 2), scale: scale),
            "⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩ for every x and y. One of the two products is wrong.",
            what: "⟨A·x, y⟩ for a \(rows) × \(columns) matrix")
        }
      },
      // The certified β has 15 digits (2.3ε), and sums of 7 products add at most 7ε of the sum of their sizes.
      Check("finds the certified residuals of Longley's regression") { s in
        let (rows, columns) = (Longley.design.count, Longley.beta.count)
        let x = Longley.design.flatMap { $0 }
        let sizes = Longley.design.map { row in zip(row, Longley.beta).reduce(0) { $0 + abs($1.0 * $1.1) } }
        let doubt = 10 * 0x1p-52 * (sizes.max() ?? 0)  // of one fitted value
        let fitted = try s.multiply(x, rows, columns, Longley.beta)
        let sumOfSquares = zip(Longley.y, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        let certified = 836424.055505915
        expect(
          sumOfSquares, equals: certified, within: .absolute(2 * doubt * (Double(rows) * certified).squareRoot()),
          "X is 16 × 7, its first column all ones; X·β are the fitted values.", what: "‖y − X·β‖²")

        let residuals = zip(Longley.y, Longley.design).map { y, row in
          y - zip(row, Longley.beta).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let largest = residuals.map { abs($0) }.max() ?? 0
        let normal = try s.multiplyTransposed(x, rows, columns, residuals)
        let scaled = normal.enumerated().map { j, value in
          j < columns ? value / Longley.design.reduce(0) { $0 + abs($1[j]) } : value
        }
        expect(
          scaled, equals: [Double](repeating: 0, count: columns),
          within: .absolute(doubt + 17 * 0x1p-52 * largest),
          "The residuals of least squares are orthogonal to each of the 7 columns of X.", what: "(Xᵀ·r)ⱼ / Σᵢ|xᵢⱼ|")
      },
      Check("answers for matrices without rows or columns") { s in
        expect(try s.multiply([-2.5], 1, 1, [4]), equals: [-10])
        expect(try s.multiplyTransposed([3, 1], 1, 2, [0.5]), equals: [1.5, 0.5])
        expect(try s.multiply([], 0, 3, [1, 2, 3]), equals: [], "No rows, no entries.")
        expect(try s.multiplyTransposed([], 0, 3, []), equals: [0, 0, 0], "A sum of no rows is the zero vector.")
        expect(try s.multiply([], 3, 0, []), equals: [0, 0, 0], "Each of the three rows is empty; its sum is 0.")
        expect(try s.multiplyTransposed([], 3, 0, [1, 2, 3]), equals: [], "No columns, no entries.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "A and its transpose exchanged",
        submission(multiply: transposedProduct, transposed: product),
        """
        Your two functions have changed places: A·x takes one dot product for each row of A, Aᵀ·x one for each column. \
        Read the shapes: for an m × n matrix A·x has m entries.
        """),
      Misconception(
        "reshaped, not transposed",
        submission(transposed: { a, rows, columns, x in product(a, columns, rows, x) }),
        """
        Reading the same array as an n × m matrix gives other rows, not the columns of A. An entry of Aᵀ·x needs the \
        entries that stand below each other in A: in the array they lie one row length apart.
        """),
      Misconception(
        "rows and columns read in Fortran's order",
        submission(
          multiply: { a, rows, columns, x in
            (0..<rows).map { i in (0..<columns).reduce(0) { $0 + a.at($1 * rows + i) * x.at($1) } }
          },
          transposed: { a, rows, columns, x in
            (0..<columns).map { j in (0..<rows).reduce(0) { $0 + a.at(j * rows + $1) * x.at($1) } }
          }),
        """
        You read the array column by column, as Fortran, R and MATLAB store a matrix. Here the rows lie one after the \
        other: stepping to the next column moves by 1, stepping to the next row by a whole row.
        """),
      Misconception(
        "a row as long as there are rows",
        submission(
          multiply: { a, rows, columns, x in
            (0..<rows).map { i in (0..<columns).reduce(0) { $0 + a.at(i * rows + $1) * x.at($1) } }
          },
          transposed: { a, rows, columns, x in
            (0..<columns).map { j in (0..<rows).reduce(0) { $0 + a.at($1 * rows + j) * x.at($1) } }
          }),
        """
        Row i does not begin at i·rows: i rows lie before it, and each is as long as the matrix has columns. On a \
        square matrix nobody sees the difference.
        """),
      Misconception(
        "one sum for all rows",
        submission(multiply: { a, rows, columns, x in
          var sum = 0.0
          return (0..<rows).map { i in
            for j in 0..<columns { sum += a.at(i * columns + j) * x.at(j) }
            return sum
          }
        }),
        """
        Your sum goes on from one row to the next: entry 1 still holds entry 0. Each row's sum starts at zero, so it \
        must be set to zero inside the loop over the rows.
        """),
      Misconception(
        "the last product alone",
        submission(
          multiply: { a, rows, columns, x in
            (0..<rows).map { i in a.at(i * columns + columns - 1) * x.at(columns - 1) }
          },
          transposed: { a, rows, columns, x in
            (0..<columns).map { j in a.at((rows - 1) * columns + j) * x.at(rows - 1) }
          }),
        "Each product replaces the one before, and only the last survives. An entry of A·x is a sum: add to it."),
      Misconception(
        "the last row alone",
        submission(transposed: { a, rows, columns, x in
          (0..<columns).map { j in a.at((rows - 1) * columns + j) * x.at(rows - 1) }
        }),
        """
        A·x is right, but in `multiplyTransposed` each row replaces the one before, and only the last survives. Every \
        row adds its share to the sums.
        """),
      Misconception(
        "rows scaled by the wrong entry",
        submission(transposed: { a, rows, columns, x in
          (0..<columns).map { j in (0..<rows).reduce(0) { $0 + a.at($1 * columns + j) } * x.at(j) }
        }),
        """
        In Aᵀ·x the factor belongs to the row of A: all of row i is taken xᵢ times. You multiply by x of the column's \
        index, which is a column sum times one number.
        """),
      Misconception(
        "nothing for an empty matrix",
        submission(
          multiply: { a, rows, columns, x in a.isEmpty ? [] : product(a, rows, columns, x) },
          transposed: { a, rows, columns, x in a.isEmpty ? [] : transposedProduct(a, rows, columns, x) }),
        """
        An array without numbers can still be a matrix with a shape: 3 rows of length 0. The answer's length comes \
        from `rows` and `columns`, and empty sums are zeros.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "column by column, and down the columns",
        submission(
          multiply: { a, rows, columns, x in
            var y = [Double](repeating: 0, count: rows)
            for j in 0..<columns { for i in 0..<rows { y[i] += a[i * columns + j] * x[j] } }
            return y
          },
          transposed: { a, rows, columns, x in
            (0..<columns).map { j in (0..<rows).reversed().reduce(0) { $0 + a[$1 * columns + j] * x[$1] } }
          })),
      Alternative(
        "the transpose written out, four sums at once",
        submission(
          multiply: inFours,
          transposed: { a, rows, columns, x in
            inFours((0..<rows * columns).map { a[$0 % rows * columns + $0 / rows] }, columns, rows, x)
          })),
    ]
  }
}

// MARK: - Variants

private typealias Product = ([Double], Int, Int, [Double]) -> [Double]

private func submission(
  multiply: @escaping Product = product, transposed: @escaping Product = transposedProduct
) -> Submission {
  Submission(multiply: .init(multiply), multiplyTransposed: .init(transposed))
}

private func product(_ a: [Double], _ rows: Int, _ columns: Int, _ x: [Double]) -> [Double] {
  (0..<rows).map { i in (0..<columns).reduce(0) { $0 + a.at(i * columns + $1) * x.at($1) } }
}

private func transposedProduct(_ a: [Double], _ rows: Int, _ columns: Int, _ x: [Double]) -> [Double] {
  (0..<columns).map { j in (0..<rows).reduce(0) { $0 + a.at($1 * columns + j) * x.at($1) } }
}

private func inFours(_ a: [Double], _ rows: Int, _ columns: Int, _ x: [Double]) -> [Double] {
  (0..<rows).map { i in
    var sums = SIMD4<Double>()
    for j in 0..<columns { sums[j % 4] += a[i * columns + j] * x[j] }
    return sums.sum()
  }
}

extension [Double] {
  /// The entry, or 0 beyond the end: a wrong variant must return a value on every input.
  fileprivate func at(_ index: Int) -> Double { indices.contains(index) ? self[index] : 0 }
}

// MARK: - Inputs

private func wholeVector(_ count: Int, _ random: inout some RandomNumberGenerator) -> [Int] {
  (0..<count).map { _ in Int.random(in: 1...9, using: &random) * (Bool.random(using: &random) ? 1 : -1) }
}

private func wholeMatrix(_ rows: Int, _ columns: Int, _ random: inout some RandomNumberGenerator) -> [[Int]] {
  (0..<rows).map { _ in wholeVector(columns, &random) }
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
}
