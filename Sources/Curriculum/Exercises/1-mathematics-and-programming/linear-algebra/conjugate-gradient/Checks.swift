import Checking
import Glibc

struct NotPositiveDefinite: Error {
  var step: Int
}

typealias Operator = ([Double]) -> [Double]

struct Solved: Observable {
  var x: [Double]
  var steps: Int

  var observation: Observation { Observation(x.observation, steps.observation) }
}

/// A sparse matrix as it is stored.
struct Stored: Observable {
  var rows: Int
  var columns: Int
  var rowStarts: [Int]
  var columnIndices: [Int]
  var values: [Double]

  var observation: Observation {
    Observation(
      rows.observation, columns.observation, rowStarts.observation, columnIndices.observation, values.observation)
  }
}

struct Submission {
  var conjugateGradient: Function<Operator, [Double], Double, Int, Solved>
  var poissonMatrix: Function<Int, Stored>
}

enum ConjugateGradient: Checklist {
  static var checks: [Check<Submission>] {
    [
      // Step 1 is exact in Double; step 2 divides by 0.859375, and rounds a few numbers of size 1.
      Check("takes the steps of the worked example") { s in
        let a: Operator = { [4 * $0[0] + $0[1], $0[0] + 3 * $0[1]] }
        expect(
          try s.conjugateGradient(a, [1, 2], 1e-12, 1), isAt: [0.25, 0.5], after: 1, within: .exact,
          "α = (r·r)/(p·A·p) = 5/20, and p = b.", "x for stepLimit 1")
        expect(
          try s.conjugateGradient(a, [1, 2], 1e-12, 9), isAt: [1 / 11, 7 / 11], after: 2,
          within: .rounding(operations: 20, scale: 1), "β = (r'·r')/(r·r) = 0.3125/5, then p = r' + β·p and α = 4/11.",
          "x for stepLimit 9")
      },
      // The residual after c steps is rounding, about κ·ε; after c − 1 it is a share of b: 10⁻⁹ lies far from both.
      Check("needs as many steps as there are different eigenvalues", cases: 2) { s, random in
        for values in [[3.0], [1, 20], [1, 4, 20], [1, 2, 5, 11, 23]] {
          let n = 23
          let a = Symmetric((0..<n).map { values[$0 % values.count] }, using: &random)
          let x = (0..<n).map { _ in normal(using: &random) }
          let solved = try s.conjugateGradient(a.times, a.times(x), 1e-9, 40)
          let condition = (values.last ?? 1) / values[0]
          expect(
            solved, isAt: x, after: values.count, within: .ofLargest(1e-9 * condition * Double(n).squareRoot()),
            "Each direction is conjugate to all before it, so no eigenvalue comes back. Is it with your β?",
            "x for a matrix with the eigenvalues \(values), n = 23,")
        }
      },
      // ‖e‖_A ≤ 2·((√κ − 1)/(√κ + 1))ᵏ·‖x‖_A (Golub, Van Loan, theorem 11.3.3); rounding adds at most about n·κ·ε.
      Check("comes as near in k steps as theory says") { s, random in
        let (n, condition) = (61, 100.0)
        let a = Symmetric((0..<n).map { 1 + (condition - 1) * Double($0) / Double(n - 1) }, using: &random)
        let x = (0..<n).map { _ in normal(using: &random) }
        let b = a.times(x)
        let ratio = (condition.squareRoot() - 1) / (condition.squareRoot() + 1)
        for k in [0, 5, 10, 20, 40] {
          let solved = try s.conjugateGradient(a.times, b, 0, k)
          expect(solved.steps, equals: k, "With tolerance 0 only stepLimit stops.", what: "steps for stepLimit \(k)")
          let error = solved.x.count == n ? a.energy(zip(x, solved.x).map { $0 - $1 }) / a.energy(x) : .nan
          expect(
            "for κ = 100 and \(k) steps the energy norm of the error, as a share of x's,", error,
            atMost: k == 0 ? 1 : 2 * pow(ratio, Double(k)) + Double(n) * condition * 0x1p-52,
            "Going straight along the residual each time (β = 0) is that slow; a conjugate direction is not.")
        }
      },
      // n steps end at x but for rounding; 1.6e-13 was measured for κ = 10 and n = 23, and 600 times that is allowed.
      Check("ends after n steps where the condition is good", cases: 2) { s, random in
        let n = 23
        let a = Symmetric((0..<n).map { 1 + 9 * Double($0) / Double(n - 1) }, using: &random)
        let x = (0..<n).map { _ in normal(using: &random) }
        let solved = try s.conjugateGradient(a.times, a.times(x), 0, n)
        expect(
          solved, isAt: x, after: n, within: .ofLargest(1e-10),
          "23 unknowns, 23 directions, each conjugate to the others.", "x after 23 steps, κ = 10,")
      },
      // 2^k times b makes everything 2^k times as large, exactly.
      Check("stops by the size of b") { s, random in
        let n = 17
        let a = Symmetric((0..<n).map { 1 + 3 * Double($0) }, using: &random)
        let b = (0..<n).map { _ in normal(using: &random) }
        let advice = "The limit is tolerance·‖b‖, with norms, not their squares: it knows no unit."
        let plain = try s.conjugateGradient(a.times, b, 1e-6, 100)
        expect(
          "for tolerance 1e-6 ‖b − A·x‖/‖b‖", a.residual(plain.x, b) / norm(b), atMost: 1.001e-6, advice)
        let before = try s.conjugateGradient(a.times, b, 1e-6, plain.steps - 1)
        expect(
          a.residual(before.x, b) > 0.999e-6 * norm(b),
          "It makes \(plain.steps) steps, though after \(plain.steps - 1) ‖b − A·x‖ is below 1e-6·‖b‖ already", advice)
        for power in [-100, 100] {
          let scale = pow(2, Double(power))
          expect(
            try s.conjugateGradient(a.times, b.map { $0 * scale }, 1e-6, 100), isAt: plain.x.map { $0 * scale },
            after: plain.steps, within: .exact, advice, "x for 2^\(power)·b")
        }
        // r = (0.2, 0.2, −0.8) after one step is 0.28·‖b‖, its largest entry 0.4 of b's; r = (−½, −½, ½) is 0.35·‖b‖ and ¼.
        let euclid = "‖·‖ is Euclidean: the root of the sum of squares, neither the largest entry nor the sum of sizes."
        for (diagonal, b, tolerance, steps) in [
          ([1, 1, 2], [2, 2, 1], 0.35, 1), ([2, 2, 1], [1, 1, 2], 0.3, 2),
        ] as [([Double], [Double], Double, Int)] {
          expect(
            try s.conjugateGradient({ v in zip(diagonal, v).map { $0 * $1 } }, b, tolerance, 9).steps, equals: steps,
            euclid,
            what: "steps for diag(\(diagonal)), b = \(b), tolerance \(tolerance),")
        }
      },
      // κ = 10⁶, so the recursion drifts by 2·10⁻¹⁰·‖b‖; 19 steps are taken, and after 12 the residual is 0.4·‖b‖.
      Check("goes on beyond n steps where rounding delays it") { s in
        let diagonal = (0..<12).map { pow(10, -Double($0) * 6 / 11) }
        let b = [Double](repeating: 1, count: 12)
        let solved = try s.conjugateGradient({ v in zip(diagonal, v).map { $0 * $1 } }, b, 1e-5, 500)
        let residual = zip(diagonal, solved.x).map { 1 - $0 * $1 }
        expect(
          "for a 12×12 matrix with κ = 10⁶ and tolerance 1e-5 ‖b − A·x‖/‖b‖", norm(residual) / norm(b),
          atMost: 1.001e-5,
          "That n steps are enough holds without rounding only. stepLimit alone limits the steps.")
      },
      Check("asks for one product a step") { s, random in
        let n = 13
        let a = Symmetric((0..<n).map { 1 + Double($0) }, using: &random)
        let counted = Counted(a.times)
        let solved = try s.conjugateGradient(counted.function, (0..<n).map { _ in normal(using: &random) }, 0, 8)
        expect(
          counted, named: "multiply", calledAtMost: max(1, solved.steps),
          "A·p serves both α and r'; r never needs A·x, for x = 0 at the start.")
      },
      Check("answers without a step where none is needed") { s in
        let counted = Counted<[Double], [Double]> { $0.map { 2 * $0 } }
        expect(
          try s.conjugateGradient(counted.function, [0, 0, 0], 1e-8, 5), isAt: [0, 0, 0], after: 0, within: .exact,
          "r = b = 0 is small enough before the first step.", "x for b = 0")
        expect(
          try s.conjugateGradient(counted.function, [], 1e-8, 5), isAt: [], after: 0, within: .exact,
          "No unknowns, nothing to do.", "x for no values")
        expect(
          try s.conjugateGradient(counted.function, [5, 7], 1e-8, 0), isAt: [0, 0], after: 0, within: .exact,
          "No step is allowed.", "x for stepLimit 0")
        expect(counted.count, equals: 0, "Look before the first step.", what: "the number of products in all three")
        expect(
          try s.conjugateGradient(counted.function, [6], 1e-8, 5), isAt: [3], after: 1, within: .exact,
          "One unknown, one step.", "x for 2·x = 6")
      },
      Check("says when A is not positive definite, and when it noticed") { s in
        let advice = "Before you divide by p·A·p: it must be > 0. NaN is not. step counts the steps made before."
        func expectFailure(_ diagonal: [Double], _ b: [Double], step: Int) {
          expect(throws: NotPositiveDefinite(step: step), advice) {
            try s.conjugateGradient({ zip(diagonal, $0).map { $0 * $1 } }, b, 1e-8, 5)
          }
        }
        expectFailure([1, -1], [1, 1], step: 0)
        expectFailure([-2, -3, -5], [1, 2, 3], step: 0)
        expectFailure([2, -1], [1, 1], step: 1)
        expectFailure([0, 0], [3, 4], step: 0)
        expectFailure([3, .nan], [1, 1], step: 0)
      },
      Check("stores the Laplacian of a grid") { s in
        for m in [2, 0, 1, 3, 5] {
          let (a, got) = (laplacian(m), try s.poissonMatrix(m))
          expect(
            [Double(got.rows), Double(got.columns)], equals: [Double(m * m), Double(m * m)],
            "A row for each point of the grid: m².", what: "rows and columns of poissonMatrix(side: \(m))")
          expect(
            dense(got), equals: a,
            """
            Each point has 4, and −1 for its neighbours on the grid. The last point of a row and the first of the next \
            one are no neighbours, though their numbers are.
            """, what: "poissonMatrix(side: \(m)), written out,")
        }
      },
      // ‖x − u‖ ≤ ‖r‖/λ with ‖r‖ ≤ 10⁻¹⁰·‖b‖ (twice that with what r drifts) and λ = 4 − 4·cos(π/32), the smallest
      // eigenvalue; steps: 2·√κ·((√κ − 1)/(√κ + 1))ᵏ ≤ 10⁻¹⁰ from k = 272 on, κ = cot²(π/64).
      Check("finds how far a square membrane sags") { s in
        let (m, h) = (31, 1.0 / 32)
        let b = [Double](repeating: h * h, count: m * m)
        let solved = try s.conjugateGradient(stencil(m), b, 1e-10, 1000)
        let smallest = 4 - 4 * cos(Double.pi / 32)
        expect(
          solved.x, equals: membrane(m, b), within: .absolute(2e-10 * norm(b) / smallest),
          "−Δu = 1 on a square, u = 0 at its border: A·x = h². In the middle x is 0.0737.",
          what: "x on the 31 × 31 grid")
        expect(
          "the number of steps on the 31 × 31 grid", Double(solved.steps), atMost: 272,
          "κ = 414 here: a few times √κ = 20 steps are enough, if each direction is conjugate to those before.")
      },
    ]
  }

  static var misconceptions: [Misconception<Submission>] {
    [
      Misconception(
        "β upside down", Rule(beta: { old, new, _, _ in old / new }).submission,
        """
        You divide the old r·r by the new one. As the residual shrinks, this β grows, and the old direction drowns the \
        new residual. It is new over old.
        """),
      Misconception(
        "steepest descent", Rule(beta: { _, _, _, _ in 0 }).submission,
        """
        Each step goes along the residual, as if β were 0. Then later steps undo what earlier ones achieved, and the \
        number of steps grows like κ instead of √κ.
        """),
      Misconception(
        "β from norms, not from their squares", Rule(beta: { old, new, _, _ in (new / old).squareRoot() }).submission,
        "β is the ratio of the squares r'·r' and r·r. With their roots the directions are not conjugate."),
      Misconception(
        "α without A", Rule(curvature: { p, _ in right.dot(p, p) }).submission,
        """
        You divide by p·p. How far to go along p depends on how steeply the function rises there, and that is p·A·p.
        """),
      Misconception(
        "α from the residual's curvature", Rule(usesResidual: true).submission,
        """
        You take the curvature along r, but the step goes along p. Multiply A by p, the direction in which x moves.
        """),
      Misconception(
        "residual with the wrong sign", Rule(residualSign: 1).submission,
        """
        x grows by α·p, so A·x grows by α·A·p and the residual b − A·x shrinks by it. You add it.
        """),
      Misconception(
        "the old residual in the new direction", Rule(directionFromOld: true).submission,
        """
        p is built from the residual before the step. That one is used up: the step was as long as was good in its \
        direction. Take r', the residual after the step.
        """),
      Misconception(
        "an absolute tolerance", Rule(goal: { tolerance, _ in tolerance }).submission,
        """
        You stop when ‖r‖ itself is below the tolerance. In millimetres b is a thousand times as large as in metres, \
        and the same tolerance asks for three more digits. Compare with ‖b‖.
        """),
      Misconception(
        "squares compared with the tolerance",
        Rule(goal: { tolerance, b in (tolerance * b).squareRoot() * b.squareRoot() })
          .submission,
        """
        ‖r‖² ≤ t·‖b‖² asks only for √t: with t = 10⁻⁸ you get four digits. Take the roots, or square t, too.
        """),
      Misconception(
        "definiteness not asked", Rule(isDefinite: { _ in true }).submission,
        """
        With p·A·p = 0 you divide by zero; where it is negative, the step climbs. The numbers go on, but they mean \
        nothing: throw.
        """),
      Misconception(
        "zero and NaN pass as curvature", Rule(isDefinite: { !($0 < 0) }).submission,
        "Zero and NaN are not below zero, so both pass. Ask for what you need: p·A·p > 0."),
      Misconception(
        "steps counted from 1 in the error", Rule(firstStep: 1).submission,
        "The step in the error is one too high: before the first step none was made, so it is 0."),
      Misconception(
        "looked only after a step", Rule(looksFirst: false).submission,
        """
        The first step is made whatever b and stepLimit are. For b = 0 it divides 0 by 0. Ask before each step whether \
        one is needed, and allowed.
        """),
      Misconception(
        "the residual computed anew", Rule(recomputes: true).submission,
        """
        The numbers are right, but b − A·x takes a second product in each step, and products are what costs. α·A·p is \
        known; take it off r.
        """),
      Misconception(
        "no convergence is an error", Rule(failsAtLimit: true).submission,
        """
        You throw if the limit is reached. What there is after n steps is often good enough (a Newton step, a \
        regularised answer), so it is returned with the number of steps.
        """),
      Misconception(
        "neighbours by number",
        Submission(
          conjugateGradient: Rule().submission.conjugateGradient,
          poissonMatrix: .init { m in
            stored(grid(m) { a, b in a == b ? 4 : abs(a - b) == 1 || abs(a - b) == m ? -1 : 0 })
          }),
        """
        Points with neighbouring numbers are taken for neighbours. The last point of a row of the grid, j = m − 1, has \
        none to its right; the next number lies at the other end of the row below.
        """),
      Misconception(
        "as many as there are neighbours",
        Submission(
          conjugateGradient: Rule().submission.conjugateGradient,
          poissonMatrix: .init { m in
            let a = laplacian(m)
            return stored(
              a.indices.map { i in a[i].indices.map { i == $0 ? Double(a[i].count { $0 == -1 }) : a[i][$0] } })
          }),
        """
        The diagonal counts the neighbours, so each row sums to 0: this matrix of a graph is singular. Here the border \
        is held at 0, its points are neighbours that are not written down, and the diagonal is 4 everywhere.
        """),
      Misconception(
        "the sign turned round",
        Submission(
          conjugateGradient: Rule().submission.conjugateGradient,
          poissonMatrix: .init { m in stored(laplacian(m).map { $0.map { -$0 } }) }),
        "−4 on the diagonal and 1 beside it is Δ, which is negative definite. −Δ is wanted: 4 and −1."),
      Misconception(
        "positive neighbours",
        Submission(
          conjugateGradient: Rule().submission.conjugateGradient,
          poissonMatrix: .init { m in stored(laplacian(m).map { $0.map { abs($0) } }) }),
        "The neighbours are taken off: four times the point less its neighbours, so their entries are −1."),
      Misconception(
        "each pair once",
        Submission(
          conjugateGradient: Rule().submission.conjugateGradient,
          poissonMatrix: .init { m in
            let a = laplacian(m)
            return stored(a.indices.map { i in a[i].indices.map { $0 < i ? 0 : a[i][$0] } })
          }),
        """
        Each pair of neighbours is stored once, above the diagonal. The matrix is symmetric: if a is a neighbour of b, b \
        is one of a, and both entries are needed.
        """),
    ]
  }

  static var alternatives: [Alternative<Submission>] {
    [
      Alternative(
        "α and β from p·r and r'·A·p",
        Submission(
          conjugateGradient: .init { multiply, b, tolerance, stepLimit in
            var (x, r, p, steps) = (b.map { _ in 0.0 }, b, b, 0)
            while steps < stepLimit, !(norm(r) <= tolerance * norm(b)) {
              let ap = multiply(p)
              let curvature = right.dot(p, ap)
              guard curvature > 0 else { throw NotPositiveDefinite(step: steps) }
              let alpha = right.dot(p, r) / curvature
              for i in x.indices {
                x[i] += alpha * p[i]
                r[i] -= alpha * ap[i]
              }
              let beta = -right.dot(r, ap) / curvature
              for i in p.indices { p[i] = r[i] + beta * p[i] }
              steps += 1
            }
            return Solved(x: x, steps: steps)
          }, poissonMatrix: .init { stored(laplacian($0)) })),
      Alternative(
        "for b made a convenient size; squares compared with squares",
        Submission(
          conjugateGradient: .init { multiply, b, tolerance, stepLimit in
            let size = b.map { abs($0) }.max() ?? 0
            guard size > 0 else { return Solved(x: b, steps: 0) }
            let scale = pow(2, Double(size.exponent))
            let solved = try Rule(goal: { tolerance, b in (tolerance * tolerance * b * b).squareRoot() }).solve(
              multiply, b.map { $0 / scale }, tolerance, stepLimit)
            return Solved(x: solved.x.map { $0 * scale }, steps: solved.steps)
          }, poissonMatrix: .init { stored(laplacian($0)) })),
    ]
  }
}

// MARK: - Parts of the checks

private func expect(
  _ solved: @autoclosure () throws -> Solved, isAt x: [Double], after steps: Int, within tolerance: Tolerance,
  _ advice: String, _ what: String, line: Int = #line
) {
  do {
    let solved = try solved()
    expect(solved.x, equals: x, within: tolerance, advice, what: what, line: line)
    expect(solved.steps, equals: steps, advice, what: "the number of steps: \(what)", line: line)
  } catch {
    expect(false, "\(what): it throws \(error), expected an answer", advice, line: line)
  }
}

/// H·Λ·H with a random reflection H: the eigenvalues are known, the eigenvectors are not the axes.
private struct Symmetric {
  let values: [Double]
  private let v: [Double]

  init(_ values: [Double], using random: inout some RandomNumberGenerator) {
    self.values = values
    let v = values.map { _ in normal(using: &random) }
    self.v = v.map { $0 / norm(v) }
  }

  func times(_ x: [Double]) -> [Double] { reflected(zip(values, reflected(x)).map { $0 * $1 }) }

  /// √(eᵀ·A·e).
  func energy(_ e: [Double]) -> Double { zip(values, reflected(e)).reduce(0) { $0 + $1.0 * $1.1 * $1.1 }.squareRoot() }

  /// ‖b − A·x‖.
  func residual(_ x: [Double], _ b: [Double]) -> Double {
    x.count == b.count ? norm(zip(b, times(x)).map { $0 - $1 }) : .nan
  }

  private func reflected(_ x: [Double]) -> [Double] {
    let share = 2 * right.dot(v, x)
    return zip(x, v).map { $0 - share * $1 }
  }
}

private func norm(_ x: [Double]) -> Double { right.dot(x, x).squareRoot() }

/// A standard normal number, by Box and Muller.
private func normal(using random: inout some RandomNumberGenerator) -> Double {
  let radius = (-2 * log(1 - Double.random(in: 0..<1, using: &random))).squareRoot()
  return radius * cos(2 * .pi * Double.random(in: 0..<1, using: &random))
}

/// The matrix with a row and a column for each point of an m × m grid.
private func grid(_ m: Int, _ entry: (Int, Int) -> Double) -> [[Double]] {
  (0..<m * m).map { a in (0..<m * m).map { b in entry(a, b) } }
}

private func laplacian(_ m: Int) -> [[Double]] {
  grid(m) { a, b in
    let distance = abs(a / m - b / m) + abs(a % m - b % m)  // on the grid, by horizontal and vertical steps
    return distance == 0 ? 4 : distance == 1 ? -1 : 0
  }
}

/// The Laplacian's product, point by point.
private func stencil(_ m: Int) -> Operator {
  { x in
    x.indices.map { k in
      let (i, j) = (k / m, k % m)
      return 4 * x[k] - (i > 0 ? x[k - m] : 0) - (i + 1 < m ? x[k + m] : 0) - (j > 0 ? x[k - 1] : 0)
        - (j + 1 < m ? x[k + 1] : 0)
    }
  }
}

/// The solution of A·x = b in the eigenvectors of the Laplacian, which are products of sines.
private func membrane(_ m: Int, _ b: [Double]) -> [Double] {
  let angle = Double.pi / Double(m + 1)
  let sines = (1...m).map { p in (1...m).map { i in (2 / Double(m + 1)).squareRoot() * sin(Double(p * i) * angle) } }
  func transformed(_ f: [Double]) -> [Double] {  // S·f·S, and S·S = I
    let half = (0..<m * m).map { k in (0..<m).reduce(0) { $0 + sines[k / m][$1] * f[$1 * m + k % m] } }
    return (0..<m * m).map { k in (0..<m).reduce(0) { $0 + half[k / m * m + $1] * sines[$1][k % m] } }
  }
  let coefficients = transformed(b).enumerated().map { k, value in
    value / (4 - 2 * cos(Double(k / m + 1) * angle) - 2 * cos(Double(k % m + 1) * angle))
  }
  return transformed(coefficients)
}

private func stored(_ a: [[Double]]) -> Stored {
  var stored = Stored(rows: a.count, columns: a.count, rowStarts: [0], columnIndices: [], values: [])
  for row in a {
    for (j, value) in row.enumerated() where value != 0 {
      stored.columnIndices.append(j)
      stored.values.append(value)
    }
    stored.rowStarts.append(stored.values.count)
  }
  return stored
}

/// The matrix with its zeros; NaN in a place whose row or column is not there.
private func dense(_ a: Stored) -> [[Double]] {
  var table = [[Double]](
    repeating: [Double](repeating: 0, count: max(0, a.columns)), count: max(0, a.rows))
  for i in table.indices where i + 1 < a.rowStarts.count {
    for k in stride(from: a.rowStarts[i], to: a.rowStarts[i + 1], by: 1)
    where a.values.indices.contains(k) && a.columnIndices.indices.contains(k) {
      if table[i].indices.contains(a.columnIndices[k]) { table[i][a.columnIndices[k]] += a.values[k] }
    }
  }
  return table
}

// MARK: - Wrong and right ways

/// Conjugate gradients as a set of choices; untouched, they are the right ones.
private struct Rule {
  struct Unfinished: Error {}

  /// β from the old r·r, the new r·r, and what else.
  var beta: (Double, Double, [Double], [Double]) -> Double = { old, new, _, _ in new / old }
  /// What r·r is divided by in α, from p and A·p.
  var curvature: ([Double], [Double]) -> Double = right.dot
  var usesResidual = false
  var residualSign = -1.0
  var directionFromOld = false
  /// What ‖r‖ must not exceed, from the tolerance and ‖b‖.
  var goal: (Double, Double) -> Double = { $0 * $1 }
  var isDefinite: (Double) -> Bool = { $0 > 0 }
  var firstStep = 0
  var looksFirst = true
  var recomputes = false
  var failsAtLimit = false

  func solve(_ multiply: Operator, _ b: [Double], _ tolerance: Double, _ stepLimit: Int) throws -> Solved {
    var (x, r, p, steps) = (b.map { _ in 0.0 }, b, b, 0)
    var square = right.dot(r, r)
    let limit = goal(tolerance, square.squareRoot())
    while !looksFirst && steps == 0 || steps < stepLimit && square.squareRoot() > limit {
      let ap = multiply(p)
      let curvature = usesResidual ? right.dot(r, multiply(r)) : self.curvature(p, ap)
      guard isDefinite(curvature) else { throw NotPositiveDefinite(step: steps + firstStep) }
      let alpha = square / curvature
      let old = r
      for i in x.indices {
        x[i] += alpha * p[i]
        r[i] += residualSign * alpha * ap[i]
      }
      if recomputes { r = zip(b, multiply(x)).map { $0 - $1 } }
      let next = right.dot(r, r)
      let factor = beta(square, next, r, ap)
      for i in p.indices { p[i] = (directionFromOld ? old[i] : r[i]) + factor * p[i] }
      square = next
      steps += 1
    }
    if failsAtLimit, square.squareRoot() > limit { throw Unfinished() }
    return Solved(x: x, steps: steps)
  }

  var submission: Submission {
    Submission(conjugateGradient: .init(solve), poissonMatrix: .init { stored(laplacian($0)) })
  }
}

private enum right {
  static func dot(_ x: [Double], _ y: [Double]) -> Double { zip(x, y).reduce(0) { $0 + $1.0 * $1.1 } }
}
