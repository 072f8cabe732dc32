import Checking
import Glibc

struct Submission {
  var solve: Function<[[Double]], [Double], [Double]>
}

struct Singular: Error {
  var pivot: Int
}

enum GaussianElimination: Checklist {
  static var checks: [Check<Submission>] {
    [
      Check("answers for sizes 0 and 1") { s in
        expect(try s.solve([], []), equals: [], "No equations, no unknowns.")
        expect(try s.solve([[4]], [10]), equals: [2.5])
        expect(try s.solve([[-1e-30]], [2e-30]), equals: [-2], "Small is not zero.")
        expect(throws: Singular(pivot: 0)) { try s.solve([[0]], [1]) }
      },
      Check("solves the worked example, in every unit of measurement") { s in
        for scale in [1, 0x1p-200, 0x1p200, 0x1p-665, 0x1p665] {  // 10⁻²⁰⁰ and 10²⁰⁰
          let a: [[Double]] = [[1, 2, 1], [4, 0, 4], [2, -4, 8]].map { $0.map { $0 * scale } }
          expect(
            try s.solve(a, [4 * scale, 0, -14 * scale]), equals: [1, 2, -1], within: smallSystem,
            scale == 1
              ? "Compare with the steps in the statement: A and b after each of them."
              : "A and b times the same number have the same solution. Only 0 is singular.",
            what: scale == 1 ? nil : "the solution of the example, both sides times \(scale),")
        }
      },
      Check("gets past a zero on the diagonal") { s in
        expect(
          try s.solve([[0, 1], [1, 0]], [2, 3]), equals: [3, 2],
          "A zero pivot does not mean that there is no solution. Exchange the equations: both sides.")
        let cycle = (0..<5).map { i in (0..<5).map { $0 == (i + 2) % 5 ? 1.0 : 0 } }
        expect(
          try s.solve(cycle, [2, 3, 4, 0, 1]), equals: [0, 1, 2, 3, 4],
          "The equations say x₂ = 2, x₃ = 3, x₄ = 4, x₀ = 0, x₁ = 1.", what: "the solution of five equations xⱼ = j")
        expect(
          try s.solve([[1, 2, 3], [2, 4, 1], [1, 1, 1]], [5, 0, 2]), equals: [1, -1, 2], within: smallSystem,
          "Here a zero appears on the diagonal on the way: look for the pivot in every step.")
      },
      Check("does not divide by a small pivot") { s in
        let advice = "10⁻²⁰ is a bad pivot with an entry of absolute value 1 below it: 1 drowns beside 10²⁰."
        expect(try s.solve([[1e-20, 1], [1, 1]], [1, 2]), equals: [1, 1], within: smallSystem, advice)
        expect(try s.solve([[1e-20, 1], [-1, 1]], [1, 0]), equals: [1, 1], within: smallSystem, advice)
        expect(
          try s.solve([[8, 2, 0], [1, 0.25, 1], [4, 0, -2]], [10, 2.25, 2]), equals: [1, 1, 1], within: smallSystem,
          "After the first step 0 and −1 are left in the column: the pivot is −1.")
        expect(
          try s.solve([[2, 0, 0], [0, 1e-20, 1], [0, -1, 1]], [2, 1, 0]), equals: [1, 1, 1], within: smallSystem,
          advice)
        // By Cramer's rule (1 − 2c, −1 + 2d)/(d − c), right to 3 roundings; κ∞ ≤ 19. Without the exchange the 1 of b is
        // rounded at the size 1/d, which costs ε/d; c is no multiple of any d, so the loss does not cancel.
        let c = 1.0 / 3
        for d in [1.15e-3, 1.1e-3, 1e-3, 1e-5, 1e-7, 1e-9, 1e-11, 1e-13, 1e-15] {
          for unit in [1, 0x1p100, 0x1p-100] {
            let (a, b) = ([[unit * d, unit * c], [unit, unit]], [unit, 2 * unit])
            expect(
              try s.solve(a, b), equals: [(1 - 2 * c) / (d - c), (2 * d - 1) / (d - c)], within: smallSystem,
              "A pivot is small beside what stands below it, not by itself. Take the largest of the column, always.",
              what: "the solution of [[\(d), 1/3], [1, 1]]·x = [1, 2]\(unit == 1 ? "" : ", both sides times \(unit),")")
          }
        }
      },
      // Every operation on these numbers is exact, so x is.
      Check("solves whatever is not exactly singular") { s in
        let advice = "The last pivot is small, but it is not 0, and what is left of b fits it: divide."
        for d in [0x1p-20, 0x1p-40, 0x1p-52] {
          expect(try s.solve([[1, 1], [1, 1 + d]], [1, 1 + d]), equals: [0, 1], advice)
          expect(
            try s.solve([[d, 1], [0, 1]], [1 + d, 1]), equals: [1, 1],
            "The first pivot is small even beside its own row, but it is not 0, and nothing stands below it: divide.")
        }
        for d in [0x1p-30, 0x1p-300, 0x1p-1000] {
          expect(try s.solve([[1, 0, 2], [0, d, 0], [0, 0, 4]], [3, 3 * d, 4]), equals: [1, 3, 1], advice)
        }
      },
      // 30 is the bound of LAPACK's own tests for this ratio.
      Check("leaves a small residual", cases: 4) { s, random in
        for (n, isSteep) in [(1, false), (2, false), (3, false), (7, false), (23, false), (29, true)] {
          var a = (0..<n).map { _ in
            let scale = pow(10, Double.random(in: -3...3, using: &random))
            return (0..<n).map { _ in scale * Double.random(in: -1...1, using: &random) }
          }
          if isSteep {  // the first pivot is the last row's: any other is 10⁻⁹ of it or less
            a = a.map { row in
              let size = row.reduce(0) { max($0, abs($1)) }
              return row.map { $0 / size }
            }
            for i in 0..<n - 1 { a[i][0] *= 1e-9 }
            a[n - 1][0] = 1
          }
          let b = (0..<n).map { 1 / Double($0 + 1) }
          let x = try s.solve(a, b)
          expect(x.count, equals: n, "There is an unknown for each equation.", what: "the count of x")
          let product = a.map { row in zip(row, x).reduce(0) { $0 + $1.0 * $1.1 } }
          let residual = zip(b, product).reduce(0) { $0 + abs($1.0 - $1.1) }
          let norm = (0..<n).map { j in a.reduce(0) { $0 + abs($1[j]) } }.max() ?? 0
          expect(
            "the residual for n = \(n), in units of n·ε·‖A‖₁·‖x‖₁,",
            residual / (Double(n) * 0x1p-52 * norm * x.reduce(0) { $0 + abs($1) }), atMost: 30,
            isSteep
              ? "In the first column everything above the last row is below 10⁻⁹. Does your search get to the last row?"
              : "x does not satisfy the equations. In which step do A and b stop saying the same?")
        }
      },
      // κ₁ of the correlations is 2.1e4. The solution brings 30·n·ε of it, forming the correlations 100·ε.
      Check("finds Longley's certified regression") { s in
        let correlations = Longley.series.map { a in Longley.series.map { b in correlation(a, b) } }
        let withY = Longley.series.map { correlation($0, Longley.y) }
        let certified = zip(Longley.slopes, Longley.series).map { $0 * deviation($1) / deviation(Longley.y) }
        expect(
          try s.solve(correlations, withY), equals: certified, within: .ofLargest((30 * 6 + 100) * 2.1e4 * 0x1p-52),
          "Six nearly dependent series, 1947–1962: R·w = r has R ≈ Rᵀ and ones on its diagonal.",
          what: "the vector w of standardised coefficients")
      },
      Check("names the step that finds no pivot") { s in
        let advice =
          "In that step the column is 0 from the diagonal down. Steps count from 0, and the last is one of them."
        expect(throws: Singular(pivot: 1), advice) { try s.solve([[1, 2], [2, 4]], [1, 2]) }
        expect(throws: Singular(pivot: 0), advice) { try s.solve([[0, 1], [0, 2]], [1, 2]) }
        expect(throws: Singular(pivot: 1), advice) { try s.solve([[1, 0, 2], [3, 0, 1], [5, 0, 7]], [1, 2, 3]) }
        expect(throws: Singular(pivot: 2), advice) { try s.solve([[1, 2, 3], [4, 5, 6], [1, 2, 3]], [1, 2, 3]) }
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "no pivoting",
        Rule(choose: { _, k in k }).submission,
        """
        You take the pivot as it comes. With [[0, 1], [1, 0]] there is nothing to divide by, and with a tiny pivot the \
        factors become so large that the rows below forget what they said. Choose the row first.
        """),
      Misconception(
        "no pivoting, and no look at the pivot",
        Rule(choose: { _, k in k }, accept: { _, _, _ in }, backSubstitutionThrows: true).submission,
        """
        You divide by whatever stands on the diagonal, and only back substitution notices a zero. A pivot has to be \
        chosen before it is used: the largest entry from row k down, and `Singular` if that is 0.
        """),
      Misconception(
        "rows exchanged only at a zero",
        Rule(choose: { u, k in (k..<u.count).first { u[$0][k] != 0 } ?? k }).submission,
        """
        You exchange rows only when the pivot is exactly 0. A pivot of 10⁻²⁰ is nearly as bad: 1 − 10²⁰·1 is −10²⁰, \
        and the 1 is gone. Take the largest entry, always.
        """),
      Misconception(
        "rows exchanged only at a small pivot",
        Rule(choose: { u, k in
          abs(u[k][k]) > 1e-10 ? k : (k..<u.count).max { abs(u[$0][k]) < abs(u[$1][k]) } ?? k
        }).submission,
        """
        You exchange rows only when the pivot is below a fixed threshold. But a pivot is small beside the entries \
        below it: 1 above 10⁷ costs as many digits as 10⁻⁷ above 1. No threshold is needed; take the largest, always.
        """),
      Misconception(
        "the largest signed value as pivot",
        Rule(choose: { u, k in (k..<u.count).max { u[$0][k] < u[$1][k] } ?? k }).submission,
        """
        You look for the largest value and pass over −5 for 0.001. What counts for rounding is the size of the pivot, \
        not its sign.
        """),
      Misconception(
        "row k left out of the search",
        Rule(choose: { u, k in (k + 1..<u.count).max { abs(u[$0][k]) < abs(u[$1][k]) } ?? k }).submission,
        """
        Your search begins below the diagonal, so row k always gives way, even when its own entry is the largest or \
        the only one that is not 0. Let row k take part.
        """),
      Misconception(
        "pivots searched among the finished rows",
        Rule(choose: { u, k in u.indices.max { abs(u[$0][k]) < abs(u[$1][k]) } ?? k }).submission,
        """
        The search for the pivot begins at row k. The rows above are finished; an exchange with one of them brings \
        back what was eliminated.
        """),
      Misconception(
        "b left in its old order",
        Rule(movesB: false).submission,
        """
        You exchange rows of A but not the entries of b. A row is one side of an equation; the other side must move \
        with it.
        """),
      Misconception(
        "rows exchanged to the right of the pivot only",
        Rule(firstMoved: { $0 + 1 }).submission,
        """
        You exchange the rows from column k + 1 on, so the pivot itself stays behind and the factors are those of the \
        wrong row. Exchange column k as well.
        """),
      Misconception(
        "b not eliminated",
        Rule(eliminatesB: false).submission,
        """
        What is taken from a row of A must be taken from the same entry of b: bᵢ − f·bₖ. Otherwise the two sides no \
        longer belong together.
        """),
      Misconception(
        "the factor lost on the way",
        Rule(keepsFactor: false).submission,
        """
        You compute aᵢₖ/aₖₖ anew for each entry, but aᵢₖ has become 0 with the first of them, and from then on nothing \
        is taken away. Compute the factor once, before the row changes.
        """),
      Misconception(
        "the unknowns exchanged with the equations",
        Rule(movesX: true).submission,
        """
        You undo the exchanges on x. Exchanging rows changes the order of the equations, and that of the unknowns not \
        at all: x₀ still belongs to column 0.
        """),
      Misconception(
        "singular in silence",
        Rule(accept: { _, _, _ in }).submission,
        """
        No pivot was left, you divided by 0, and ∞ or NaN went out as an answer. Look at the largest entry before you \
        divide, and throw.
        """),
      Misconception(
        "zeros left to back substitution",
        Rule(accept: { _, _, _ in }, backSubstitutionThrows: true).submission,
        """
        A zero pivot passed through elimination (with factors 0/0) and was noticed only by back substitution. Look at \
        the largest entry before you divide by it, and throw `Singular` with the step.
        """),
      Misconception(
        "the last pivot not looked at",
        Rule(accept: { u, k, pivot in
          if pivot == 0 { throw k == u.count - 1 ? ZeroPivot(index: k) : Singular(pivot: k) }
        }).submission,
        """
        In the last step nothing is left to eliminate, but the solution still divides by its pivot: \
        back substitution met a zero that elimination should have found. Let k run to n − 1.
        """),
      Misconception(
        "small taken for singular",
        Rule(accept: { _, k, pivot in if abs(pivot) < 1e-12 { throw Singular(pivot: k) } }).submission,
        """
        A fixed threshold depends on the unit of measurement: A and b in metres are solved, in kilometres refused. \
        Only an exact 0 cannot be divided by; how trustworthy x is, is another question.
        """),
      Misconception(
        "small beside the first row taken for singular",
        Rule(accept: { u, k, pivot in if abs(pivot) <= 1e-8 * size(u[0][...]) { throw Singular(pivot: k) } })
          .submission,
        """
        You call a pivot 0 when it is small beside other entries. But an equation in kilometres has small coefficients \
        beside one in metres, and both can be solved. Only an exact 0 stops elimination.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "Gauss–Jordan: eliminate above the pivot too",
        Submission(
          solve: .init { a, b in
            var rows = zip(a, b).map { $0 + [$1] }
            for k in rows.indices {
              let p = (k..<rows.count).max { abs(rows[$0][k]) < abs(rows[$1][k]) } ?? k
              guard rows[p][k] != 0 else { throw Singular(pivot: k) }
              rows.swapAt(k, p)
              for i in rows.indices where i != k {
                let factor = rows[i][k] / rows[k][k]
                for j in k...rows.count { rows[i][j] -= factor * rows[k][j] }
              }
            }
            return rows.indices.map { rows[$0][rows.count] / rows[$0][$0] }
          })),
      Alternative(
        "pivots relative to the size of their row",
        Rule(choose: { u, k in
          (k..<u.count).max { share(u[$0][k...]) < share(u[$1][k...]) } ?? k
        }).submission),
      Alternative("rows found through a list, nothing moved", Submission(solve: .init(throughList))),
    ]
  }
}

// MARK: - Variants

/// The error of the exercise before this one.
private struct ZeroPivot: Error {
  var index: Int
}

/// Elimination as a set of choices; untouched, they are the right ones.
private struct Rule {
  /// The row to divide by in step k.
  var choose: ([[Double]], Int) -> Int = { u, k in (k..<u.count).max { abs(u[$0][k]) < abs(u[$1][k]) } ?? k }
  /// Looks at the rows, the step and the pivot.
  var accept: ([[Double]], Int, Double) throws -> Void = { _, k, pivot in if pivot == 0 { throw Singular(pivot: k) } }
  /// The first column in which rows are exchanged in step k.
  var firstMoved: (Int) -> Int = { _ in 0 }
  var movesB = true
  var movesX = false
  var eliminatesB = true
  var keepsFactor = true
  var backSubstitutionThrows = false

  func solve(_ a: [[Double]], _ b: [Double]) throws -> [Double] {
    var (u, c, exchanges) = (a, b, [(Int, Int)]())
    let n = b.count
    for k in 0..<n {
      let p = choose(u, k)
      try accept(u, k, u[p][k])
      for j in min(firstMoved(k), n)..<n { (u[k][j], u[p][j]) = (u[p][j], u[k][j]) }
      if movesB { c.swapAt(k, p) }
      exchanges.append((k, p))
      for i in k + 1..<n {
        var factor = u[i][k] / u[k][k]
        for j in k..<n {
          u[i][j] -= factor * u[k][j]
          if !keepsFactor { factor = u[i][k] / u[k][k] }
        }
        if eliminatesB { c[i] -= factor * c[k] }
      }
    }
    for i in (0..<n).reversed() {
      if backSubstitutionThrows && u[i][i] == 0 { throw ZeroPivot(index: i) }
      c[i] = (c[i] - (i + 1..<n).reduce(0) { $0 + u[i][$1] * c[$1] }) / u[i][i]
    }
    if movesX { for (k, p) in exchanges.reversed() { c.swapAt(k, p) } }
    return c
  }

  var submission: Submission { Submission(solve: .init(solve)) }
}

private func size(_ row: ArraySlice<Double>) -> Double { row.reduce(0) { max($0, abs($1)) } }

/// The first entry's share of the row's largest.
private func share(_ row: ArraySlice<Double>) -> Double {
  let largest = size(row)
  return largest == 0 ? 0 : abs(row[row.startIndex]) / largest
}

/// Crout's order: column by column, each entry one sum; `order` says where each row lies.
private func throughList(_ a: [[Double]], _ b: [Double]) throws -> [Double] {
  var (lu, order) = (a, Array(b.indices))
  for j in b.indices {
    for i in b.indices {
      for p in 0..<min(i, j) { lu[order[i]][j] -= lu[order[i]][p] * lu[order[p]][j] }
    }
    let largest = (j..<b.count).max { abs(lu[order[$0]][j]) < abs(lu[order[$1]][j]) } ?? j
    guard lu[order[largest]][j] != 0 else { throw Singular(pivot: j) }
    order.swapAt(j, largest)
    for i in j + 1..<b.count { lu[order[i]][j] /= lu[order[j]][j] }
  }
  var x = order.map { b[$0] }
  for i in b.indices { for p in 0..<i { x[i] -= lu[order[i]][p] * x[p] } }
  for i in b.indices.reversed() {
    for p in i + 1..<b.count { x[i] -= lu[order[i]][p] * x[p] }
    x[i] /= lu[order[i]][i]
  }
  return x
}

// MARK: - Inputs

/// Systems of at most three equations with κ∞ ≤ 40: x is right up to 3·40 roundings of its largest entry.
private let smallSystem = Tolerance.ofLargest(120 * 0x1p-52)

private func centred(_ x: [Double]) -> [Double] {
  let mean = x.reduce(0, +) / Double(x.count)
  return x.map { $0 - mean }
}

private func deviation(_ x: [Double]) -> Double { centred(x).reduce(0) { $0 + $1 * $1 }.squareRoot() }

private func correlation(_ x: [Double], _ y: [Double]) -> Double {
  zip(centred(x), centred(y)).reduce(0) { $0 + $1.0 * $1.1 } / (deviation(x) * deviation(y))
}

/// NIST/ITL StRD, Longley.dat: employment explained by six series of the years 1947–1962; the slopes are certified.
private enum Longley {
  static let y: [Double] = [
    60323, 61122, 60171, 61187, 63221, 63639, 64989, 63761, 66019, 67857, 68169, 66513, 68655, 69564, 69331,
    70551,
  ]
  static let series: [[Double]] = [
    [
      83.0, 88.5, 88.2, 89.5, 96.2, 98.1, 99.0, 100.0, 101.2, 104.6, 108.4, 110.8, 112.6, 114.2, 115.7, 116.9,
    ],
    [
      234289, 259426, 258054, 284599, 328975, 346999, 365385, 363112, 397469, 419180, 442769, 444546, 482704,
      502601, 518173, 554894,
    ],
    [
      2356, 2325, 3682, 3351, 2099, 1932, 1870, 3578, 2904, 2822, 2936, 4681, 3813, 3931, 4806, 4007,
    ],
    [
      1590, 1456, 1616, 1650, 3099, 3594, 3547, 3350, 3048, 2857, 2798, 2637, 2552, 2514, 2572, 2827,
    ],
    [
      107608, 108632, 109773, 110929, 112075, 113270, 115094, 116219, 117388, 118734, 120445, 121950, 123366,
      125368, 127852, 130081,
    ],
    [
      1947, 1948, 1949, 1950, 1951, 1952, 1953, 1954, 1955, 1956, 1957, 1958, 1959, 1960, 1961, 1962,
    ],
  ]
  static let slopes = [
    15.0618722713733, -0.0358191792925910, -2.02022980381683, -1.03322686717359, -0.0511041056535807, 1829.15146461355,
  ]
}
